"""What passes between the window and the processes that read for it.

A message is a line of JSON facts and the samples as they lie in memory, behind their
lengths; nothing is pickled. What comes from a reading process is checked like a file:
a hostile file may have taken it over.
"""

import json
import struct
from collections.abc import Mapping
from dataclasses import asdict, fields
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray

from ecgviewer.ecg.annotations import AnnotationFiles, Annotations
from ecgviewer.ecg.measurements import Measurement
from ecgviewer.ecg.reasons.phrase import phrase_of, phrases_json
from ecgviewer.ecg.reasons.reason import reason_json, reason_of
from ecgviewer.ecg.recording import PatientContext, Recording, Source, Stated
from ecgviewer.io.assemble import LeadSource
from ecgviewer.io.delimited.preview import TablePreview
from ecgviewer.io.limits import MAX_SAMPLES_AT_ONCE
from ecgviewer.io.summary import Summary
from ecgviewer.io.table_statement import statement_of
from ecgviewer.io.wfdb.samples import SampleLayout
from ecgviewer.io.wfdb.stored import SampleFile, StoredChannel, StoredWfdb

Facts = dict[str, Any]
Samples = NDArray[np.float32]

# Lengths in bytes, of the facts and of the samples.
LENGTHS = struct.Struct("<IQ")
# A day's annotations are some ten million bytes.
MAX_FACTS_BYTES = 200_000_000
MAX_SAMPLES_BYTES = 4 * MAX_SAMPLES_AT_ONCE * 2
NOTHING: Samples = np.empty(0, dtype=np.float32)


class MessageError(Exception):
    """What a reading process says is no message."""


def send(stream: BinaryIO, facts: Facts, samples: Samples = NOTHING) -> None:
    line = json.dumps(phrases_json(facts)).encode()
    data = np.ascontiguousarray(samples, dtype="<f4")
    stream.write(LENGTHS.pack(len(line), data.nbytes) + line)
    stream.write(data.reshape(-1).view(np.uint8).data if data.size else b"")
    stream.flush()


def receive(stream: BinaryIO) -> tuple[Facts, Samples] | None:
    """Return the next message, ``None`` at the end of the stream.

    Raises ``MessageError`` for anything else; memory is taken only within limits.
    """
    head = stream.read(LENGTHS.size)
    if len(head) < LENGTHS.size:
        return None
    n_facts, n_bytes = LENGTHS.unpack(head)
    if n_facts > MAX_FACTS_BYTES or n_bytes > MAX_SAMPLES_BYTES or n_bytes % 4:
        raise MessageError(f"{n_facts} and {n_bytes} bytes")
    line = stream.read(n_facts)
    samples = np.empty(n_bytes // 4, dtype="<f4")
    held = samples.view(np.uint8).data if n_bytes else memoryview(b"")
    filled = 0
    while filled < n_bytes and (got := stream.readinto(held[filled:])):  # type: ignore[attr-defined]
        filled += got
    if len(line) < n_facts or filled < n_bytes:
        return None
    try:
        facts = json.loads(line, object_hook=phrase_of)
    except (ValueError, RecursionError) as error:
        raise MessageError(str(error)) from error
    if not isinstance(facts, dict):
        raise MessageError("no facts")
    return facts, samples.astype(np.float32, copy=False)


# ---------------------------------------------------------------------- a recording


def recording_facts(recording: Recording) -> tuple[Facts, Samples]:
    """Return a recording as facts and samples; what stays in its file gives a sketch.

    What is made of a long recording later, its pyramid, is not handed over.
    """
    facts = {
        field.name: getattr(recording, field.name)
        for field in fields(Recording)
        if field.name not in ("signal_mv", "pyramid")
    }
    source = recording.source
    facts["source"] = asdict(source) | {"path": str(source.path)}
    facts["patient"] = asdict(recording.patient)
    values = recording.file_values
    facts["file_values"] = {key: _value_facts(value) for key, value in values.items()}
    facts["stated"] = asdict(recording.stated)
    facts["start_time"] = _time_text(recording.start_time)
    signal = recording.signal_mv
    if isinstance(signal, StoredWfdb):
        facts["stored"] = _stored_facts(signal)
        facts["shape"] = signal.sketch.shape
        return facts, signal.sketch
    facts["shape"] = signal.shape
    return facts, recording.whole_signal_mv


def recording_of(facts: Facts, samples: Samples) -> Recording:
    """Return what ``recording_facts`` was given.

    Raises ``MessageError`` if it is not whole or cannot be.
    """
    try:
        return _recording_of(facts, samples)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise MessageError(f"{type(error).__name__}: {error}") from error


def _recording_of(stored: Facts, samples: Samples) -> Recording:
    facts: Facts = {
        name: tuple(value) if isinstance(value, list) else value
        for name, value in stored.items()
    }
    signal = samples.reshape(facts.pop("shape"))
    in_file = facts.pop("stored", None)
    if in_file is None:
        signal.flags.writeable = False
        facts["signal_mv"] = signal
    else:
        facts["signal_mv"] = _stored_of(in_file, signal)
    source = facts["source"]
    facts["source"] = Source(**(source | {"path": Path(source["path"])}))
    if in_file is not None:
        _check_beside(facts["source"].path, facts["signal_mv"])
    facts["patient"] = PatientContext(**facts["patient"])
    facts["file_values"] = {
        key: _value_of(value) for key, value in facts["file_values"].items()
    }
    facts["stated"] = Stated(**{k: tuple(v) for k, v in facts["stated"].items()})
    facts["start_time"] = _time_of(facts["start_time"])
    return Recording(**facts)


def _value_facts(value: Measurement) -> Facts:
    reasons = [reason_json(reason) for reason in value.reasons]
    return asdict(value) | {"reasons": reasons}


def _value_of(stored: Facts) -> Measurement:
    reasons = tuple(map(reason_of, stored["reasons"]))
    whole = {"leads": tuple(stored["leads"]), "reasons": reasons}
    return Measurement(**(stored | whole))


def _stored_facts(signal: StoredWfdb) -> Facts:
    return {
        "files": [asdict(one) | {"path": str(one.path)} for one in signal.files],
        "channels": [asdict(channel) for channel in signal.channels],
        "leads": [asdict(lead) for lead in signal.leads],
        "n_samples": signal.shape[1],
    }


def _stored_of(facts: Mapping[str, Any], sketch: Samples) -> StoredWfdb:
    files = tuple(
        SampleFile(
            Path(one["path"]),
            SampleLayout(**one["layout"]),
            int(one["size"]),
            int(one["mtime_ns"]),
        )
        for one in facts["files"]
    )
    channels = tuple(StoredChannel(**one) for one in facts["channels"])
    leads = tuple(LeadSource(**one) for one in facts["leads"])
    return StoredWfdb(files, channels, leads, int(facts["n_samples"]), sketch)


def _check_beside(header: Path, signal: StoredWfdb) -> None:
    # Its samples are read here later: by no answer shall other files be opened.
    if any(file.path.parent != header.parent for file in signal.files):
        raise MessageError("a data file lies elsewhere than its header")


# ------------------------------------------ a summary, a table, and annotations


def summary_facts(summary: Summary) -> Facts:
    return asdict(summary) | {"start_time": _time_text(summary.start_time)}


def summary_of_facts(facts: Facts) -> Summary:
    """Return what ``summary_facts`` was given; raises ``MessageError``."""
    try:
        start_time = _time_of(facts["start_time"])
        patient = PatientContext(**facts["patient"])
        return Summary(**(facts | {"start_time": start_time, "patient": patient}))
    except (ValueError, KeyError, TypeError) as error:
        raise MessageError(f"{type(error).__name__}: {error}") from error


def preview_facts(preview: TablePreview) -> tuple[Facts, Samples]:
    facts = {
        field.name: getattr(preview, field.name)
        for field in fields(TablePreview)
        if field.name not in ("numbers", "stated")
    }
    stated = None if preview.stated is None else preview.stated.facts()
    shape = preview.numbers.shape
    return facts | {"stated": stated, "shape": shape}, preview.numbers


def preview_of(facts: Facts, samples: Samples) -> TablePreview:
    """Return what ``preview_facts`` was given; raises ``MessageError``."""
    try:
        stated, fs_hz = facts["stated"], facts["fs_hz"]
        return TablePreview(
            str(facts["key"]),
            tuple(map(str, facts["names"])),
            tuple(tuple(map(str, row)) for row in facts["rows"]),
            None if fs_hz is None else float(fs_hz),
            str(facts["unit"]),
            None if stated is None else statement_of(stated),
            samples.reshape(facts["shape"]),
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise MessageError(f"{type(error).__name__}: {error}") from error


def annotation_facts(found: AnnotationFiles) -> Facts:
    sets = [asdict(one) | {"time_s": one.time_s.tolist()} for one in found.sets]
    return {"sets": sets, "warnings": found.warnings}


def annotations_of(facts: Facts) -> AnnotationFiles:
    """Return what ``annotation_facts`` was given; raises ``MessageError``."""
    try:
        sets = tuple(
            Annotations(
                one["name"],
                np.array(one["time_s"], dtype=np.float64),
                tuple(one["symbols"]),
                tuple(one["texts"]),
                one["lead"],
            )
            for one in facts["sets"]
        )
        return AnnotationFiles(sets, tuple(facts["warnings"]))
    except (ValueError, KeyError, TypeError) as error:
        raise MessageError(f"{type(error).__name__}: {error}") from error


def _time_text(time: datetime | None) -> str | None:
    return None if time is None else time.isoformat()


def _time_of(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)
