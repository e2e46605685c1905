# %% [markdown]
# # Add a file format
#
#     python examples/add_format.py
#
# A reader that a script brings along. CONTRIBUTING.md says how one becomes part of the
# program, with its tests.

# %% A made-up format: a first line with a mark and the sampling frequency, then one
# line of lead names, then a line of microvolts for each sample.
import hashlib
import tempfile
from pathlib import Path

import numpy as np

import ecgviewer as ev
from ecgviewer.ecg.recording import PatientContext, Recording, Source
from ecgviewer.io import FORMATS
from ecgviewer.io.assemble import Channel, build_recording
from ecgviewer.io.file_format import FileFormat
from ecgviewer.io.summary import Summary, summary_of

MARK = b"MADEUP-ECG "


# %% A reader is two functions. What is wrong in a file is a `ReadError` with its place.
class Reader:
    def read(self, path: Path, /) -> Recording:
        content = path.read_bytes()
        head, names, *lines = content.decode("ascii").splitlines()
        try:
            fs_hz = float(head.split()[1])
        except (IndexError, ValueError):
            raise ev.ReadError(path, "line 1", "no sampling frequency") from None
        leads = names.split()
        rows = [line.split() for line in lines]
        for number, row in enumerate(rows, start=3):
            if len(row) != len(leads):
                reason = f"{len(row)} samples for {len(leads)} leads"
                raise ev.ReadError(path, f"line {number}", reason)
        samples = np.array(rows, dtype=np.float32).T
        return build_recording(
            Source(path, "Made up", hashlib.sha256(content).hexdigest()),
            [
                Channel(name, "uV", x, 1.0)
                for name, x in zip(leads, samples, strict=True)
            ],
            fs_hz,
            patient=PatientContext(),
            start_time=None,
            warnings=(),
            acquisition=(),
        )

    def summarise(self, path: Path, /) -> Summary:
        return summary_of(self.read(path))


# %% One row, and the program knows it: `read`, folders, the command and the window.
FORMATS["Made up"] = FileFormat(
    name="Made up",
    suffixes=(".mue",),
    recognises=lambda start: start.startswith(MARK),
    load_reader=Reader,
)

# %% Try it: units become mV, and III, aVR, aVL and aVF follow from I and II.
with tempfile.TemporaryDirectory() as folder:
    path = Path(folder) / "example.mue"
    time_s = np.arange(1000) / 500
    beat_uv = 1000 * np.exp(-0.5 * ((time_s % 1.0 - 0.4) / 0.01) ** 2)
    lines = [f"{0.5 * x:.0f} {x:.0f}" for x in beat_uv]
    path.write_text("\n".join([f"{MARK.decode()}500", "I II", *lines]) + "\n")
    recording = ev.read(path)
    print(f"{recording.source.format}: {', '.join(recording.leads)}")
    print(f"derived: {', '.join(recording.derived_leads)}")
    print(f"R in II: {recording.lead('II').max():.2f} mV")
    path.write_text(path.read_text() + "1 2 3\n")
    try:
        ev.read(path)
    except ev.ReadError as error:
        print(error)
del FORMATS["Made up"]
