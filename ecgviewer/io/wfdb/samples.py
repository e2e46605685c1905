"""Where the samples of a WFDB signal file lie in it, and how any stretch is read.

The uncompressed formats follow signal(5) of the WFDB Applications Guide. Their samples
lie in groups of whole bytes. The groups of a file run on across its channels and
frames, so a stretch may begin and end within one.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray

from ecgviewer.ecg.reasons.phrase import phrase
from ecgviewer.io.errors import SampleError
from ecgviewer.io.wfdb.flac_samples import STREAM_INFO_BYTES, read_flac, stream_info

# The first bit, counted from the lowest of the group's first byte, and how many.
BitField = tuple[int, int]


@dataclass(frozen=True)
class Packing:
    """One format.

    ``sample_ends`` says for each sample of a group how many of the group's bytes it
    takes to have it; ``unpack`` makes all samples of whole groups, in adu.
    """

    sample_ends: tuple[int, ...]
    unpack: Callable[[bytes], NDArray[np.int32]]

    @property
    def group_samples(self) -> int:
        return len(self.sample_ends)

    @property
    def group_bytes(self) -> int:
        return self.sample_ends[-1]

    def samples_in(self, n_bytes: int) -> int:
        """Return how many samples so many bytes hold."""
        groups, rest = divmod(max(0, n_bytes), self.group_bytes)
        return groups * self.group_samples + sum(
            end <= rest for end in self.sample_ends
        )

    def bytes_of(self, n_samples: int) -> int:
        """Return how many bytes it takes to have so many samples."""
        groups, rest = divmod(n_samples, self.group_samples)
        return groups * self.group_bytes + (self.sample_ends[rest - 1] if rest else 0)

    def span(self, start: int, stop: int) -> tuple[int, int]:
        """Return the bytes, from and to, that a stretch of samples is unpacked from."""
        first_group = start // self.group_samples
        return first_group * self.group_bytes, self.bytes_of(stop)

    def samples(self, data: bytes, start: int, stop: int) -> NDArray[np.int32]:
        """Return a stretch of samples out of the bytes of its span."""
        padded = data + bytes(-len(data) % self.group_bytes)
        first = start % self.group_samples
        return self.unpack(padded)[first : first + stop - start]


def _words(dtype: str, zero: int = 0) -> Packing:
    """Return a format of whole numbers, of which ``zero`` stands for 0."""

    def unpack(data: bytes) -> NDArray[np.int32]:
        samples = np.frombuffer(data, dtype).astype(np.int32)
        if zero:
            samples -= zero
        return samples

    return Packing((np.dtype(dtype).itemsize,), unpack)


def _bits(group_bytes: int, *samples: tuple[BitField, ...]) -> Packing:
    """Return a format of two's complements in fields of bits, lower parts first."""

    def unpack(data: bytes) -> NDArray[np.int32]:
        groups = np.frombuffer(data, np.uint8).reshape(-1, group_bytes)
        quartets = np.zeros((len(groups), 4), dtype=np.uint8)
        quartets[:, :group_bytes] = groups
        numbers = quartets.view("<u4")[:, 0]
        out = np.zeros((len(groups), len(samples)), dtype=np.int32)
        for column, fields in enumerate(samples):
            width = 0
            for first, length in fields:
                part = (numbers >> first) & ((1 << length) - 1)
                out[:, column] |= (part << width).astype(np.int32)
                width += length
            sign = 1 << (width - 1)
            out[:, column] = (out[:, column] ^ sign) - sign
        return out.reshape(-1)

    last_bits = [max(first + length for first, length in each) for each in samples]
    ends = [-(-bits // 8) for bits in last_bits]
    return Packing((*ends[:-1], group_bytes), unpack)


# Format 8 is missing: its samples are differences, which only the whole adds up.
PACKINGS = {
    "16": _words("<i2"),
    "61": _words(">i2"),
    "32": _words("<i4"),
    "80": _words("u1", zero=128),
    "160": _words("<u2", zero=32768),
    "24": _bits(3, ((0, 24),)),
    "212": _bits(3, ((0, 12),), ((16, 8), (12, 4))),
    "310": _bits(4, ((1, 10),), ((17, 10),), ((11, 5), (27, 5))),
    "311": _bits(4, ((0, 10),), ((10, 10),), ((20, 10),)),
}

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
            raise SampleError(phrase("the file ends before them"))
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
            phrase(
                "the FLAC stream has {n_channels} channels and the header "
                "{n_signals} signals",
                n_channels=info.n_channels,
                n_signals=n_channels,
            )
        )
    if info.bits not in STREAM_BITS or info.bits > FLAC_BITS[format_]:
        raise SampleError(
            phrase(
                "the FLAC stream has {bits} bits per sample, format {format} has "
                "{flac_bits}",
                bits=info.bits,
                format=format_,
                flac_bits=FLAC_BITS[format_],
            )
        )
    return max(0, info.n_samples - offset) * n_channels
