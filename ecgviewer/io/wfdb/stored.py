"""Long WFDB records, left in their files and read by stretches.

Files are opened anew for every read and never mapped into memory: a mapped file that
somebody cuts short ends the whole program.
"""

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray

from ecgviewer.ecg.leads import derive_limb_leads
from ecgviewer.ecg.reasons.phrase import phrase
from ecgviewer.ecg.signal import FloatArray, SignalError, StoredSignal
from ecgviewer.io.assemble import LeadSource
from ecgviewer.io.errors import SampleError
from ecgviewer.io.wfdb.samples import SampleLayout

# Frames decoded at once. A view at a time shows one block or a few.
BLOCK_FRAMES = 8192
CACHED_BLOCKS = 128
SKETCH_PLACES, SKETCH_LENGTH = 8, 250


@dataclass(frozen=True)
class SampleFile:
    """A file of frames.

    ``size`` and ``mtime_ns`` are what the file had when the recording was opened.
    """

    path: Path
    layout: SampleLayout
    size: int
    mtime_ns: int

    def frames(self, start: int, stop: int) -> NDArray[np.int32]:
        """Return frames, in adu, shape (n_channels, stop - start).

        Raises ``SignalError`` if the file is gone, no longer the one opened, or damaged
        there.
        """
        with self._opened() as file:
            try:
                return self.layout.read(file, start, stop)
            except SampleError as error:
                raise SignalError(
                    phrase(
                        "Samples {start} to {stop} of {path} cannot be read: {error}.",
                        start=start,
                        stop=stop,
                        path=self.path.name,
                        error=error,
                    )
                ) from error

    def read(self, start: int, stop: int) -> bytes:
        """Return the bytes from one place of the file to another.

        Raises ``SignalError`` if the file is gone or no longer the one opened.
        """
        with self._opened() as file:
            file.seek(start)
            data = file.read(stop - start)
        if len(data) != stop - start:
            raise SignalError(self._changed())
        return data

    @contextmanager
    def _opened(self) -> Iterator[BinaryIO]:
        try:
            with self.path.open("rb") as file:
                now = os.fstat(file.fileno())
                if (now.st_size, now.st_mtime_ns) != (self.size, self.mtime_ns):
                    raise SignalError(self._changed())
                yield file
        except OSError as error:
            reason = error.strerror or str(error)
            raise SignalError(
                phrase(
                    "{path} can no longer be read: {reason}.",
                    path=self.path.name,
                    reason=reason,
                )
            ) from error

    def _changed(self) -> str:
        return phrase(
            "{path} has changed since the recording was opened. Open it again "
            "to see what it holds now.",
            path=self.path.name,
        )


@dataclass(frozen=True)
class StoredChannel:
    """One channel: where it is, and what makes its samples physical.

    ``missing`` is the value that stands for "no sample", and ``checksum`` what the
    header states; ``None`` if there is none.
    """

    name: str
    file: int
    column: int
    gain: float
    baseline: int
    missing: int | None
    checksum: int | None


class StoredWfdb(StoredSignal):
    """The leads of a long record, computed from its files as they are needed."""

    def __init__(
        self,
        files: tuple[SampleFile, ...],
        channels: tuple[StoredChannel, ...],
        leads: tuple[LeadSource, ...],
        n_samples: int,
        sketch: FloatArray | None = None,
    ) -> None:
        """Make a signal of what its files hold; reads its sketch unless it is given."""
        self.files, self.channels, self.leads = files, channels, leads
        self._n_samples = n_samples
        self._sketch = self._read_sketch() if sketch is None else sketch

    @property
    def shape(self) -> tuple[int, int]:
        return len(self.leads), self._n_samples

    @property
    def sketch(self) -> FloatArray:
        return self._sketch

    def read(self, start: int, stop: int) -> FloatArray:
        frames = {k: file.frames(start, stop) for k, file in enumerate(self.files)}
        return self.decode(frames, range(len(self.leads)))

    def read_lead(self, row: int, start: int, stop: int) -> FloatArray:
        """Return one lead's stretch out of blocks that are kept for the next call.

        Only the files that hold it are read: another one may be damaged there.
        """
        needed = self._files_of(row)
        pieces = [np.empty(0, dtype=np.float32)]
        for place in range(start // BLOCK_FRAMES, -(-stop // BLOCK_FRAMES)):
            first = place * BLOCK_FRAMES
            last = min(first + BLOCK_FRAMES, self._n_samples)
            inside = slice(max(0, start - first), stop - first)
            frames = {
                number: _block(self.files[number], first, last)[:, inside]
                for number in needed
            }
            pieces.append(self.decode(frames, [row])[0])
        return pieces[1] if len(pieces) == 2 else np.concatenate(pieces)

    def _files_of(self, row: int) -> list[int]:
        """Return the numbers of the files that a lead comes from."""
        sources = [self.leads[row]]
        if sources[0].channel is None:
            sources = [source for source in self.leads if source.lead in ("I", "II")]
        channels = [source.channel for source in sources if source.channel is not None]
        return sorted({self.channels[channel].file for channel in channels})

    def decode(
        self, frames: Mapping[int, NDArray[np.int32]], rows: Sequence[int]
    ) -> FloatArray:
        """Return some leads, shape (len(rows), n_frames), from their files' frames."""
        n_frames = next(iter(frames.values())).shape[1]
        out = np.empty((len(rows), n_frames), dtype=np.float32)
        derived: dict[str, FloatArray] = {}
        for at, row in enumerate(rows):
            lead = self.leads[row]
            if lead.channel is not None:
                out[at] = self._physical(frames, lead)
                continue
            if not derived:
                by_name = {source.lead: source for source in self.leads}
                one, two = (self._physical(frames, by_name[k]) for k in ("I", "II"))
                derived = derive_limb_leads(one, two)
            out[at] = derived[lead.lead]
        return out

    def _physical(
        self, frames: Mapping[int, NDArray[np.int32]], lead: LeadSource
    ) -> FloatArray:
        assert lead.channel is not None
        channel = self.channels[lead.channel]
        digital = frames[channel.file][channel.column]
        exact = (digital - float(channel.baseline)) / channel.gain
        samples: FloatArray = exact.astype(np.float32) * np.float32(lead.factor)
        if channel.missing is not None:
            samples[digital == channel.missing] = np.nan
        return samples

    def _read_sketch(self) -> FloatArray:
        length = min(SKETCH_LENGTH, self._n_samples)
        starts = np.linspace(0, self._n_samples - length, SKETCH_PLACES).astype(int)
        return np.hstack([self.read(int(s), int(s) + length) for s in starts])


@lru_cache(maxsize=CACHED_BLOCKS)
def _block(file: SampleFile, start: int, stop: int) -> NDArray[np.int32]:
    return file.frames(start, stop)
