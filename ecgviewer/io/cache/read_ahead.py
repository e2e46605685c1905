"""Reading the first file in a second process while this one imports the interface.

    python -m ecgviewer.io.cache.read_ahead FILE

Both take a few tenths of a second and neither needs the other. The second process
writes a line of JSON and then the samples to its standard output; nothing is pickled.
Whatever goes wrong there, the file is read again here, so that the second process can
only save time.
"""

import json
import os
import subprocess
import sys
from dataclasses import asdict, fields
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np

from ecgviewer.ecg.measurements import Measurement
from ecgviewer.ecg.reasons.reason import reason_json, reason_of
from ecgviewer.ecg.recording import PatientContext, Recording, Source
from ecgviewer.io.errors import ReadError

# Read anew here: a signal left in its file has nothing to hand over, and neither has
# what is made of it.
NOT_HANDED_OVER = ("signal_mv", "pyramid")


class ReadAhead:
    """A file that is being read by a second process."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._process: subprocess.Popen[bytes] | None = None
        # A frozen program is no Python interpreter that could run a module.
        if getattr(sys, "frozen", False) or not sys.executable:
            return
        command = [sys.executable, "-m", "ecgviewer.io.cache.read_ahead", str(path)]
        # One thread: the child only parses, and starting more takes longer than that.
        environment = dict(os.environ) | {"OPENBLAS_NUM_THREADS": "1"}
        try:
            self._process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=environment,
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            )
        except OSError:
            self._process = None

    def take(self) -> Recording | None:
        """Return the recording, ``None`` if the second process had none to give.

        May be called once, from any thread; waits for the second process.
        """
        process, self._process = self._process, None
        if process is None:
            return None
        with process:
            data = process.communicate()[0]
        if process.returncode != 0:
            return None
        try:
            return decode(data)
        except (ValueError, KeyError, TypeError):
            return None


def encode(recording: Recording) -> bytes:
    """Return a recording as a line of JSON, a line break and float32 samples.

    Raises ``SignalError`` for a recording whose signal is left in its file.
    """
    facts = {
        field.name: getattr(recording, field.name)
        for field in fields(Recording)
        if field.name not in NOT_HANDED_OVER
    }
    source = recording.source
    facts["source"] = asdict(source) | {"path": str(source.path)}
    facts["patient"] = asdict(recording.patient)
    values = recording.file_values
    facts["file_values"] = {key: _stored(value) for key, value in values.items()}
    start = recording.start_time
    facts["start_time"] = None if start is None else start.isoformat()
    facts["shape"] = recording.signal_mv.shape
    samples = recording.whole_signal_mv.astype("<f4").tobytes()
    return json.dumps(facts).encode() + b"\n" + samples


def decode(data: bytes) -> Recording:
    """Return what ``encode`` was given; ``ValueError`` if it is not whole."""
    line, _, samples = data.partition(b"\n")
    stored: dict[str, Any] = json.loads(line)
    facts: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value
        for name, value in stored.items()
    }
    signal = np.frombuffer(samples, "<f4").reshape(facts.pop("shape"))
    source, start = facts["source"], facts["start_time"]
    facts["signal_mv"] = signal.astype(np.float32)
    facts["source"] = Source(**(source | {"path": Path(source["path"])}))
    facts["patient"] = PatientContext(**facts["patient"])
    facts["file_values"] = {
        key: _measurement(value) for key, value in facts["file_values"].items()
    }
    facts["start_time"] = None if start is None else datetime.fromisoformat(start)
    return Recording(**facts)


def _stored(value: Measurement) -> dict[str, Any]:
    reasons = [reason_json(reason) for reason in value.reasons]
    return asdict(value) | {"reasons": reasons}


def _measurement(stored: dict[str, Any]) -> Measurement:
    reasons = tuple(map(reason_of, stored["reasons"]))
    whole = {"leads": tuple(stored["leads"]), "reasons": reasons}
    return Measurement(**(stored | whole))


def main(path: Path) -> int:
    """Write the recording; 1 if it cannot be read or is left in its file."""
    from ecgviewer.io import read_recording

    try:
        recording = read_recording(path)
    except ReadError:
        return 1
    if not recording.in_memory:
        return 1
    sys.stdout.buffer.write(encode(recording))
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
