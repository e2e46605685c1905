"""The data files of a WFDB record: found, measured, and held against the header."""

from dataclasses import dataclass
from pathlib import Path

from ecgviewer.ecg.reasons.phrase import phrase
from ecgviewer.io.errors import ReadError, SampleError
from ecgviewer.io.wfdb.header import MAX_TOTAL_SAMPLES, WfdbHeader, WfdbSignal
from ecgviewer.io.wfdb.samples import PACKINGS, SampleLayout, samples_in

# No format takes more than four bytes a sample.
MAX_DATA_BYTES = 4 * MAX_TOTAL_SAMPLES


@dataclass(frozen=True)
class DataFile:
    """A data file as it was when it was found.

    ``n_samples`` is what it holds of all its signals together.
    """

    path: Path
    size: int
    mtime_ns: int
    n_samples: int
    signals: tuple[WfdbSignal, ...]

    @property
    def name(self) -> str:
        return self.path.name

    @property
    def samples_per_frame(self) -> int:
        return sum(signal.samples_per_frame for signal in self.signals)

    @property
    def n_frames(self) -> int:
        """How many frames it has room for."""
        return self.n_samples // self.samples_per_frame

    @property
    def layout(self) -> SampleLayout:
        first = self.signals[0]
        return SampleLayout(first.format, len(self.signals), first.byte_offset)

    def read_bytes(self, record: Path) -> bytes:
        """Return all of the file; raises ``ReadError`` if it is another by now."""
        data = self.path.read_bytes()
        if len(data) != self.size:
            reason = phrase("the file was changed while it was read; open it again")
            raise ReadError(record, samples_place(self.name), reason)
        return data


def samples_place(file_name: str) -> str:
    return phrase("samples in {file_name}", file_name=file_name)


def read_header_bytes(path: Path, limit: int) -> bytes:
    """Return a header's bytes; raises ``ReadError``."""
    _checked_size(path, path, "header", limit)
    return path.read_bytes()


def find_data_files(record: Path, header: WfdbHeader) -> list[DataFile]:
    """Return the data files beside a header; raises ``ReadError``."""
    names = dict.fromkeys(signal.file_name for signal in header.signals)
    return [_find(record, name, header) for name in names]


def _find(record: Path, name: str, header: WfdbHeader) -> DataFile:
    path = record.with_name(name)
    place = phrase("signal lines, samples in {name}", name=name)
    _checked_size(record, path, place, MAX_DATA_BYTES)
    signals = tuple(s for s in header.signals if s.file_name == name)
    if len({(s.format, s.byte_offset) for s in signals}) > 1:
        reason = phrase(
            "the signals in {name} have different sample formats", name=name
        )
        raise ReadError(record, "header", reason)
    status, first = path.stat(), signals[0]
    try:
        n_samples = samples_in(
            *(first.format, path, status.st_size, len(signals), first.byte_offset)
        )
    except SampleError as error:
        raise ReadError(record, samples_place(name), str(error)) from error
    return DataFile(path, status.st_size, status.st_mtime_ns, n_samples, signals)


def _checked_size(record: Path, path: Path, place: str, limit: int) -> None:
    if not path.is_file():
        reason = phrase(
            "{path} is missing; it belongs beside the header", path=path.name
        )
        raise ReadError(record, place, reason)
    if path.stat().st_size > limit:
        raise ReadError(
            record,
            place,
            phrase("larger than {max_bytes:g} MB", max_bytes=limit / 1000000.0),
        )


def checked_length(
    record: Path, header: WfdbHeader, files: list[DataFile]
) -> tuple[int, list[str]]:
    """Return the number of frames, after comparing the claim with the files.

    Raises ``ReadError`` where they do not fit; what can be read nevertheless becomes
    warnings.
    """
    warnings: list[str] = []
    n_frames = header.n_frames
    for file in files:
        available = file.n_frames
        n_frames = available if n_frames is None else n_frames
        if available < n_frames:
            reason = phrase(
                "it holds {available} samples per lead, but the header claims "
                "{n_frames}: the file is cut short or the header is damaged",
                available=available,
                n_frames=n_frames,
            )
            raise ReadError(record, samples_place(file.name), reason)
        if _has_more(file, n_frames):
            warnings.append(
                phrase(
                    "{file} holds {available} samples per lead, of which the "
                    "header claims only {n_frames}; the others are not shown.",
                    file=file.name,
                    available=available,
                    n_frames=n_frames,
                )
            )
    per_frame = sum(file.samples_per_frame for file in files)
    assert n_frames is not None
    if n_frames == 0:
        raise ReadError(record, samples_place(files[0].name), phrase("there are none"))
    if n_frames * per_frame > MAX_TOTAL_SAMPLES:
        reason = phrase(
            "it claims {n_frames} samples per lead, more than can be read",
            n_frames=n_frames,
        )
        raise ReadError(record, "header", reason)
    return n_frames, warnings


def _has_more(file: DataFile, n_frames: int) -> bool:
    """Tell whether a file holds more frames, not counting what fills its last group."""
    packing = PACKINGS.get(file.signals[0].format)
    group = packing.group_samples if packing else 1
    surplus = file.n_samples - n_frames * file.samples_per_frame
    return surplus >= max(group, file.samples_per_frame)
