"""Where the samples of a WFDB signal file lie in it, and how any stretch is read."""

from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray

from ecgviewer.io.errors import SampleError
from ecgviewer.io.wfdb.flac_samples import STREAM_INFO_BYTES, read_flac, stream_info
from ecgviewer.io.wfdb.packing import PACKINGS

FLAC_BITS = {"508": 8, "516": 16, "524": 24}
FORMATS = frozenset({"8", *PACKINGS, *FLAC_BITS})
# Widths that libsndfile reads.
STREAM_BITS = (8, 16, 24)
# The value that stands for "no sample"; in format 8 none does.
MISSING = {
    **dict.fromkeys(("80", "508"), -(2**7)),
    **dict.fromkeys(("310", "311"), -(2**9)),
    "212": -(2**11),
    **dict.fromkeys(("16", "61", "160", "516"), -(2**15)),
    **dict.fromkeys(("24", "524"), -(2**23)),
    "32": -(2**31),
}


@dataclass(frozen=True)
class SampleLayout:
    """One sample per channel and frame, in a format that is not differential.

    ``offset`` is that of the first frame: in bytes, or in FLAC in samples per channel.
    """

    format: str
    n_channels: int
    offset: int

    def read(self, file: BinaryIO, start: int, stop: int) -> NDArray[np.int32]:
        """Return frames, in adu, shape (n_channels, stop - start).

        Raises ``SampleError`` if the file is damaged or ends before.
        """
        if self.format in FLAC_BITS:
            frames = read_flac(file, self.offset + start, self.offset + stop)
        else:
            flat = self._unpack(file, start * self.n_channels, stop * self.n_channels)
            frames = flat.reshape(-1, self.n_channels)
        return np.ascontiguousarray(frames.T)

    def _unpack(self, file: BinaryIO, start: int, stop: int) -> NDArray[np.int32]:
        packing = PACKINGS[self.format]
        first, last = packing.span(start, stop)
        file.seek(self.offset + first)
        data = file.read(last - first)
        if len(data) < last - first:
            raise SampleError("the file ends before them")
        return packing.samples(data, start, stop)


def samples_in(
    format_: str, path: Path, size: int, n_channels: int, offset: int
) -> int:
    """Return how many samples of all channels together a file of this size holds.

    Only a FLAC file is opened, for its head: to list a folder no samples are touched.
    Raises ``SampleError`` if it should be a FLAC file of so many channels and is none.
    """
    if format_ == "8":
        return max(0, size - offset)
    if format_ not in FLAC_BITS:
        return PACKINGS[format_].samples_in(size - offset)
    with path.open("rb") as file:
        info = stream_info(file.read(STREAM_INFO_BYTES))
    if info.n_channels != n_channels:
        raise SampleError(
            f"the FLAC stream has {info.n_channels} channels and the header "
            f"{n_channels} signals"
        )
    if info.bits not in STREAM_BITS or info.bits > FLAC_BITS[format_]:
        raise SampleError(
            f"the FLAC stream has {info.bits} bits per sample, format {format_} has "
            f"{FLAC_BITS[format_]}"
        )
    return max(0, info.n_samples - offset) * n_channels
