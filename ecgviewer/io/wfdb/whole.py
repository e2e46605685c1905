"""What ``wfdb`` does: the only module that imports it.

Data files are decoded as a whole where they cannot be read by stretches: differential
samples (format 8), more than one sample per frame, and signals shifted against each
other (skew).
"""

import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ecgviewer.ecg.reasons.phrase import phrase
from ecgviewer.io.errors import ReadError
from ecgviewer.io.wfdb.header import WfdbHeader


def decode_whole(
    record: Path, header: WfdbHeader, data: Mapping[str, bytes], n_frames: int
) -> dict[int, NDArray[np.int32]]:
    """Return each signal's samples in adu, by header line; ``data`` is by file name.

    ``wfdb`` reads a header written anew from the checked fields, in a folder of its
    own: what it sees is what was checked (it refuses, for one, records with an unusual
    date), and it finds nothing to look for on the network. Raises ``ReadError``.
    """
    import wfdb

    numbers = {name: number for number, name in enumerate(data)}
    lines = [f"record {len(header.signals)} {header.fs!r} {n_frames}"]
    for s in header.signals:
        layout = f"{s.format}x{s.samples_per_frame}:{s.skew}+{s.byte_offset}"
        name = f"data{numbers[s.file_name]}.dat"
        lines.append(f"{name} {layout} 1(0)/mV 0 0 {s.initial_value} 0 0 s{s.line}")
    with tempfile.TemporaryDirectory(prefix="ecgviewer-") as folder:
        for name, content in data.items():
            Path(folder, f"data{numbers[name]}.dat").write_bytes(content)
        Path(folder, "record.hea").write_text("\n".join(lines) + "\n", encoding="ascii")
        try:
            decoded = wfdb.rdrecord(
                str(Path(folder, "record")),
                physical=False,
                smooth_frames=False,
                return_res=32,
            )
        except Exception as error:
            place = phrase("samples in {file_name}", file_name=", ".join(numbers))
            reason = phrase(
                "they cannot be decoded ({name}: {error})",
                name=type(error).__name__,
                error=error,
            )
            raise ReadError(record, place, reason) from error
    rows = {
        signal.line: np.asarray(row, dtype=np.int32)
        for signal, row in zip(header.signals, decoded.e_d_signal, strict=True)
    }
    for s in header.signals:
        if rows[s.line].size != n_frames * s.samples_per_frame:
            reason = phrase(
                "fewer than the {n_frames} per lead that the header claims",
                n_frames=n_frames,
            )
            raise ReadError(
                record, phrase("samples in {file_name}", file_name=s.file_name), reason
            )
    return rows


def make_record(
    name: str, signal: NDArray[np.float32], fs: float, leads: Sequence[str], unit: str
) -> Any:
    """Return a ``wfdb.Record`` of physical samples, (n_leads, n_samples)."""
    import wfdb

    n_leads, n_samples = signal.shape
    return wfdb.Record(
        p_signal=signal.T.astype(np.float64),
        record_name=name,
        n_sig=n_leads,
        fs=fs,
        sig_len=n_samples,
        units=[unit] * n_leads,
        sig_name=list(leads),
        fmt=["16"] * n_leads,
        comments=[],
    )
