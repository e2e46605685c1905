"""WFDB records: the only module that imports ``wfdb``.

Headers are read by ``wfdb_header``, strictly. Samples in format 16, which the large
12-lead collections use, are a plain NumPy array and are read here: loading ``wfdb``
takes 0.3 s, longer than everything else a program start does with such a file. All
other formats (packed, differential, FLAC) are decoded by ``wfdb``.
"""

import hashlib
import re
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ecgviewer.ecg.recording import MAX_FS, PatientContext, Recording, Sex, Source
from ecgviewer.ecg.signal import StoredSignal
from ecgviewer.io.assemble import Channel, LeadSource, build_recording
from ecgviewer.io.errors import ReadError
from ecgviewer.io.plausibility import checksum_doubts
from ecgviewer.io.stored_wfdb import SampleFile, StoredChannel, StoredWfdb
from ecgviewer.io.summary import Summary, count_leads
from ecgviewer.io.wfdb_header import (
    BITS_PER_SAMPLE,
    MAX_HEADER_BYTES,
    MAX_TOTAL_SAMPLES,
    WfdbHeader,
    WfdbSignal,
    parse_header,
)

# Format 61 is 16 with the bytes the other way round; wfdb 4.3 fails on it.
_PLAIN_FORMATS = {"16": "<i2", "61": ">i2"}
MAX_DATA_BYTES = 2 * MAX_TOTAL_SAMPLES
# Records with more samples, all signals together, stay in their files where the format
# lets any stretch be read by itself: ten minutes of 12 leads at 700 Hz.
MAX_SAMPLES_IN_MEMORY = 5_000_000
# Formats that are not plain are decoded as a whole. That takes 25 bytes a sample for a
# while: 2.5 GB with so many, which are nine hours of 12 leads at 250 Hz.
MAX_DECODED_SAMPLES = 100_000_000
# By this much of a long record its leads are judged when it is opened.
JUDGED_S = 60.0
# The value that stands for "no sample", signal(5) of the WFDB Applications Guide.
_MISSING_BITS = {
    **{"80": 8, "508": 8, "310": 10, "311": 10, "212": 12},
    **{"16": 16, "61": 16, "160": 16, "516": 16},
    **{"24": 24, "524": 24, "32": 32},
}
_AGE = re.compile(r"<?age>?\s*[:=]\s*(\d+(?:\.\d+)?)\s*(?:y.*)?", re.IGNORECASE)
_SEX = re.compile(r"<?(?:sex|gender)>?\s*[:=]\s*(\w+)", re.IGNORECASE)
# MIT-BIH's way: "69 M 1085 1629 x1".
_AGE_SEX = re.compile(r"(\d{1,3})\s+([MF])\b")
_ACQUISITION = re.compile(
    r"\bHz\b|filter|normali[sz]|z-score|millivolt|recorder|device", re.IGNORECASE
)
_SEXES: dict[str, Sex] = {
    "m": "male",
    "male": "male",
    "f": "female",
    "female": "female",
}
MAX_AGE_YEARS = 120.0


@dataclass(frozen=True, eq=False)
class _DataFile:
    """A data file; ``data`` is empty where it is not read as a whole."""

    name: str
    data: bytes
    size: int
    signals: tuple[WfdbSignal, ...]

    @property
    def samples_per_frame(self) -> int:
        return sum(signal.samples_per_frame for signal in self.signals)


def read_wfdb(header_path: Path) -> Recording:
    """Read the record of a header file; raises ``ReadError``."""
    header_bytes = _read_bytes(header_path, header_path, "header", MAX_HEADER_BYTES)
    header = parse_header(header_path, header_bytes)
    if _stays_in_file(header_path, header):
        return _read_stored(header_path, header)
    _refuse_endless(header_path, header, _stated_length(header_path, header)[0])
    files = _read_data_files(header_path, header)
    n_frames, warnings = _checked_length(header_path, header, files)
    _refuse_endless(header_path, header, n_frames)
    digital = _decode(header_path, header, files, n_frames)
    # A shifted signal (skew) was summed over other samples than are left.
    summed = [s for s in header.signals if s.skew == 0]
    warnings += checksum_doubts(
        [(_spoken_name(s), s.checksum) for s in summed],
        [int(digital[s.line].sum(dtype=np.int64)) for s in summed],
    )
    warnings += _upside_down(header)
    per_frame = _common_rate(header_path, header)
    kept = [s for s in header.signals if s.samples_per_frame == per_frame]
    digest = hashlib.sha256(header_bytes)
    for file in files:
        digest.update(file.data)
    return build_recording(
        Source(header_path, "WFDB", digest.hexdigest()),
        [_channel(signal, digital[signal.line]) for signal in kept],
        header.fs * per_frame,
        patient=_patient(header.comments),
        start_time=header.start_time,
        warnings=[*header.warnings, *warnings],
        acquisition=[
            *(note for note in header.comments if _ACQUISITION.search(note)),
            *(
                f"Channel “{s.name}” has another sampling frequency and is left out."
                for s in header.signals
                if s not in kept
            ),
        ],
    )


def summarise_wfdb(header_path: Path) -> Summary:
    """Return the facts of a header file; raises ``ReadError``.

    The data files must be there and long enough for what the header claims.
    """
    header_bytes = _read_bytes(header_path, header_path, "header", MAX_HEADER_BYTES)
    header = parse_header(header_path, header_bytes)
    n_frames, _ = _stated_length(header_path, header)
    _refuse_endless(header_path, header, n_frames)
    per_frame = _common_rate(header_path, header)
    kept = [s for s in header.signals if s.samples_per_frame == per_frame]
    return Summary(
        "WFDB",
        header.fs * per_frame,
        count_leads(
            [signal.name for signal in kept],
            calibrated=all(signal.calibrated for signal in kept),
        ),
        None if n_frames is None else n_frames / header.fs,
        header.start_time,
        _patient(header.comments),
    )


def _stays_in_file(header_path: Path, header: WfdbHeader) -> bool:
    if not _is_plain(header):
        return False
    names = {signal.file_name for signal in header.signals}
    paths = [header_path.with_name(name) for name in names]
    n_bytes = sum(path.stat().st_size for path in paths if path.is_file())
    return n_bytes > 2 * MAX_SAMPLES_IN_MEMORY


def _refuse_endless(
    header_path: Path, header: WfdbHeader, n_frames: int | None
) -> None:
    """Refuse what would have to be decoded as a whole and not fit into memory."""
    if n_frames is None or _is_plain(header):
        return
    n_samples = n_frames * sum(s.samples_per_frame for s in header.signals)
    # What claims more than any record has is damaged, which is said elsewhere.
    if not MAX_DECODED_SAMPLES < n_samples <= MAX_TOTAL_SAMPLES:
        return
    formats = ", ".join(sorted({s.format for s in header.signals}))
    reason = (
        f"{n_frames / header.fs / 3600:.1f} hours in sample format {formats} are "
        f"{n_samples / 1e6:.0f} million samples, which are decoded as a whole; more "
        f"than {MAX_DECODED_SAMPLES / 1e6:g} million might not fit into memory. "
        "Converted to format 16 the record opens at any length"
    )
    raise ReadError(header_path, "samples", reason)


def _read_stored(header_path: Path, header: WfdbHeader) -> Recording:
    """Open a long record: read its beginning, and find the rest when it is needed."""
    files = _find_data_files(header_path, header)
    n_frames, warnings = _checked_length(header_path, header, files)
    sample_files = tuple(_sample_file(header_path, file) for file in files)
    beginning = [
        file.frames(0, min(n_frames, round(JUDGED_S * header.fs)))
        for file in sample_files
    ]
    channels = {
        s.line: StoredChannel(
            *(_spoken_name(s), number, column, s.gain, s.baseline, s.checksum)
        )
        for number, file in enumerate(files)
        for column, s in enumerate(file.signals)
    }
    digital = {
        line: beginning[channel.file][channel.column].astype(np.int32)
        for line, channel in channels.items()
    }

    def store_signal(leads: tuple[LeadSource, ...]) -> StoredSignal:
        in_order = tuple(channels[signal.line] for signal in header.signals)
        return StoredWfdb(sample_files, in_order, leads, n_frames)

    return build_recording(
        Source(header_path, "WFDB", None),
        [_channel(signal, digital[signal.line]) for signal in header.signals],
        header.fs,
        patient=_patient(header.comments),
        start_time=header.start_time,
        warnings=[*header.warnings, *warnings, *_upside_down(header)],
        acquisition=[n for n in header.comments if _ACQUISITION.search(n)],
        store_signal=store_signal,
    )


def _sample_file(header_path: Path, file: _DataFile) -> SampleFile:
    path, first = header_path.with_name(file.name), file.signals[0]
    status = path.stat()
    return SampleFile(
        *(path, _PLAIN_FORMATS[first.format], first.byte_offset, len(file.signals)),
        *(status.st_size, status.st_mtime_ns),
    )


def _upside_down(header: WfdbHeader) -> list[str]:
    return [
        f"Lead {signal.name} has a negative gain: the file turns it upside down."
        for signal in header.signals
        if signal.gain < 0
    ]


def _read_bytes(record: Path, path: Path, place: str, limit: int) -> bytes:
    _checked_size(record, path, place, limit)
    return path.read_bytes()


def _checked_size(record: Path, path: Path, place: str, limit: int) -> int:
    if not path.is_file():
        reason = f"{path.name} is missing; it belongs beside the header"
        raise ReadError(record, place, reason)
    size = path.stat().st_size
    if size > limit:
        raise ReadError(record, place, f"larger than {limit / 1e6:g} MB")
    return size


def _find_data_files(header_path: Path, header: WfdbHeader) -> list[_DataFile]:
    """Return the record's data files, unread."""
    files = []
    for name in dict.fromkeys(signal.file_name for signal in header.signals):
        path = header_path.with_name(name)
        place = f"signal lines, samples in {name}"
        size = _checked_size(header_path, path, place, MAX_DATA_BYTES)
        signals = tuple(s for s in header.signals if s.file_name == name)
        if len({(s.format, s.byte_offset) for s in signals}) > 1:
            reason = f"the signals in {name} have different sample formats"
            raise ReadError(header_path, "header", reason)
        files.append(_DataFile(name, b"", size, signals))
    return files


def _read_data_files(header_path: Path, header: WfdbHeader) -> list[_DataFile]:
    return [
        replace(file, data=data, size=len(data))
        for file in _find_data_files(header_path, header)
        for data in [header_path.with_name(file.name).read_bytes()]
    ]


def _stated_length(
    header_path: Path, header: WfdbHeader
) -> tuple[int | None, list[str]]:
    """Return ``_checked_length`` as far as the sizes of unread files tell."""
    files = [
        file
        for file in _find_data_files(header_path, header)
        if BITS_PER_SAMPLE[file.signals[0].format] is not None
    ]
    if not files:
        return header.n_frames, []
    return _checked_length(header_path, header, files)


def _checked_length(
    header_path: Path, header: WfdbHeader, files: list[_DataFile]
) -> tuple[int, list[str]]:
    """Return the number of frames, after comparing the claim with the files."""
    warnings = []
    n_frames = header.n_frames
    for file in files:
        available = _frames_in(file)
        if n_frames is None and available is None:
            reason = "neither header nor data file states the number of samples"
            raise ReadError(header_path, "header, record line", reason)
        n_frames = available if n_frames is None else n_frames
        assert n_frames is not None
        if available is not None and available < n_frames:
            reason = (
                f"it holds {available} samples per lead, but the header claims "
                f"{n_frames}: the file is cut short or the header is damaged"
            )
            raise ReadError(header_path, f"samples in {file.name}", reason)
        if available is not None and available > n_frames:
            warnings.append(
                f"{file.name} holds {available} samples per lead, of which the header "
                f"claims only {n_frames}; the others are not shown."
            )
    per_frame = sum(file.samples_per_frame for file in files)
    assert n_frames is not None
    if n_frames == 0:
        raise ReadError(header_path, f"samples in {files[0].name}", "there are none")
    if n_frames * per_frame > MAX_TOTAL_SAMPLES:
        reason = f"it claims {n_frames} samples per lead, more than can be read"
        raise ReadError(header_path, "header", reason)
    return n_frames, warnings


def _frames_in(file: _DataFile) -> int | None:
    """Return how many frames a file has room for, ``None`` if only decoding tells."""
    signal = file.signals[0]
    bits = BITS_PER_SAMPLE[signal.format]
    if bits is not None:
        n_bits = 8 * max(0, file.size - signal.byte_offset)
        return n_bits * bits[1] // bits[0] // file.samples_per_frame
    # FLAC: 36 bits from the middle of STREAMINFO, the number of samples per channel.
    if file.data[:4] != b"fLaC" or len(file.data) < 26:
        return 0
    n_samples = int.from_bytes(file.data[18:26], "big") & (2**36 - 1)
    return n_samples // signal.samples_per_frame if n_samples else None


def _decode(
    header_path: Path, header: WfdbHeader, files: list[_DataFile], n_frames: int
) -> dict[int, NDArray[np.int32]]:
    """Return each signal's samples in adu, by header line."""
    if not _is_plain(header):
        return _decode_with_wfdb(header_path, header, files, n_frames)
    digital: dict[int, NDArray[np.int32]] = {}
    for file in files:
        count, offset = n_frames * len(file.signals), file.signals[0].byte_offset
        dtype = _PLAIN_FORMATS[file.signals[0].format]
        frames = np.frombuffer(file.data, dtype=dtype, count=count, offset=offset)
        columns = frames.reshape(n_frames, len(file.signals)).T.astype(np.int32)
        digital |= {s.line: columns[row] for row, s in enumerate(file.signals)}
    return digital


def _is_plain(header: WfdbHeader) -> bool:
    """Tell whether the samples are plain two-byte numbers, one per frame."""
    return all(
        s.format in _PLAIN_FORMATS and s.samples_per_frame == 1 and s.skew == 0
        for s in header.signals
    )


def _decode_with_wfdb(
    header_path: Path, header: WfdbHeader, files: list[_DataFile], n_frames: int
) -> dict[int, NDArray[np.int32]]:
    """Let ``wfdb`` decode the samples.

    It reads a header written anew from the checked fields, in a folder of its own: what
    it sees is what was checked (it refuses, for one, records with an unusual date), and
    it finds nothing to look for on the network.
    """
    import wfdb

    numbers = {file.name: number for number, file in enumerate(files)}
    lines = [f"record {len(header.signals)} {header.fs!r} {n_frames}"]
    for s in header.signals:
        layout = f"{s.format}x{s.samples_per_frame}:{s.skew}+{s.byte_offset}"
        name = f"data{numbers[s.file_name]}.dat"
        lines.append(f"{name} {layout} 1(0)/mV 0 0 {s.initial_value} 0 0 s{s.line}")
    with tempfile.TemporaryDirectory(prefix="ecgviewer-") as folder:
        for file in files:
            Path(folder, f"data{numbers[file.name]}.dat").write_bytes(file.data)
        Path(folder, "record.hea").write_text("\n".join(lines) + "\n", encoding="ascii")
        try:
            record = wfdb.rdrecord(
                str(Path(folder, "record")),
                physical=False,
                smooth_frames=False,
                return_res=32,
            )
        except Exception as error:
            place = f"samples in {', '.join(numbers)}"
            reason = f"they cannot be decoded ({type(error).__name__}: {error})"
            raise ReadError(header_path, place, reason) from error
    rows = {
        signal.line: np.asarray(row, dtype=np.int32)
        for signal, row in zip(header.signals, record.e_d_signal, strict=True)
    }
    for s in header.signals:
        if rows[s.line].size != n_frames * s.samples_per_frame:
            reason = f"fewer than the {n_frames} per lead that the header claims"
            raise ReadError(header_path, f"samples in {s.file_name}", reason)
    return rows


def _spoken_name(signal: WfdbSignal) -> str:
    return signal.name or f"in header line {signal.line}"


def _common_rate(header_path: Path, header: WfdbHeader) -> int:
    """Return the samples per frame of the ECG: that of most signals."""
    rates = [signal.samples_per_frame for signal in header.signals]
    most = max(sorted(set(rates), reverse=True), key=rates.count)
    if most > 1 and header.fs * most > MAX_FS:
        reason = f"it claims {most} samples per frame at {header.fs:g} frames a second"
        raise ReadError(header_path, "header", reason)
    return most


def _channel(signal: WfdbSignal, digital: NDArray[np.int32]) -> Channel:
    samples = ((digital - float(signal.baseline)) / signal.gain).astype(np.float32)
    bits = _MISSING_BITS.get(signal.format)
    if bits is not None:
        samples[digital == -(2 ** (bits - 1))] = np.nan
    unit = signal.unit if signal.calibrated else ""
    return Channel(signal.name, unit, samples, 1 / abs(signal.gain))


def _patient(comments: tuple[str, ...]) -> PatientContext:
    age: float | None = None
    sex: Sex | None = None
    for comment in comments:
        if age is None and (match := _AGE.fullmatch(comment)):
            age = float(match[1])
        if sex is None and (match := _SEX.fullmatch(comment)):
            sex = _SEXES.get(match[1].lower())
        if age is None and sex is None and (match := _AGE_SEX.match(comment)):
            age, sex = float(match[1]), _SEXES[match[2].lower()]
    if age is not None and not 0 <= age <= MAX_AGE_YEARS:
        age = None
    return PatientContext(age_years=age, sex=sex)
