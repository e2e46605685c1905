"""XLI, the compression of samples in Philips ECG files.

One block per channel: its size (32 bits), the number 1 (16 bits) and the channel's
first second difference (16 bits), all little-endian, then codes of 10 bits, the highest
bit first. The codes are LZW over bytes, without a clearing code and ended by 1023; they
unfold to the high bytes of all values and then their low bytes. The first two values
are samples, each further one 64 minus a second difference, and the last is not used.
"""

import struct
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ecgviewer.ecg.reasons.phrase import phrase

_HEADER = struct.Struct("<iHh")
_KNOWN_KIND = 1
_CODE_BITS = 10
_END_CODE = (1 << _CODE_BITS) - 1
_DIFFERENCE_BIAS = 64
MIN_SAMPLES = 3


class XliError(ValueError):
    """Compressed samples that cannot be unfolded; the message is the reason."""


@dataclass(frozen=True)
class XliBlock:
    """The compressed samples of one channel."""

    first_difference: int
    compressed: bytes


def split_blocks(data: bytes, max_blocks: int) -> list[XliBlock]:
    """Return the channels' blocks; raises ``XliError``."""
    blocks: list[XliBlock] = []
    at = 0
    while at < len(data):
        place = phrase("the block of channel {n_blocks}", n_blocks=len(blocks) + 1)
        if len(blocks) == max_blocks:
            raise XliError(
                phrase(
                    "there are more than {max_blocks} channels", max_blocks=max_blocks
                )
            )
        if len(data) - at < _HEADER.size:
            raise XliError(phrase("{place} breaks off in its header", place=place))
        size, kind, first_difference = _HEADER.unpack_from(data, at)
        at += _HEADER.size
        if kind != _KNOWN_KIND:
            raise XliError(
                phrase("{place} is of an unknown kind ({kind})", place=place, kind=kind)
            )
        if not 0 < size <= len(data) - at:
            raise XliError(
                phrase(
                    "{place} claims {size} bytes; {n_data} follow",
                    place=place,
                    size=size,
                    n_data=len(data) - at,
                )
            )
        blocks.append(XliBlock(first_difference, data[at : at + size]))
        at += size
    return blocks


def decompress(block: XliBlock, max_samples: int) -> NDArray[np.int16]:
    """Return a channel's samples, shape (n_samples,); raises ``XliError``."""
    unfolded = _unfold(_codes(block.compressed), 2 * max_samples)
    if len(unfolded) % 2 or len(unfolded) < 2 * MIN_SAMPLES:
        raise XliError(
            phrase(
                "it unfolds to {n_unfolded} bytes, which are no samples",
                n_unfolded=len(unfolded),
            )
        )
    high, low = np.frombuffer(unfolded, np.uint8).reshape(2, -1).astype(np.uint16)
    values = (high << 8 | low).view(np.int16).astype(np.int64)
    return _sum_differences(values, block.first_difference)


def _codes(compressed: bytes) -> list[int]:
    """Return the codes before the one that ends them."""
    bits = np.unpackbits(np.frombuffer(compressed, np.uint8))
    whole = bits[: bits.size // _CODE_BITS * _CODE_BITS].reshape(-1, _CODE_BITS)
    codes = whole @ (1 << np.arange(_CODE_BITS - 1, -1, -1))
    ends = np.flatnonzero(codes == _END_CODE)
    if not ends.size:
        raise XliError(phrase("it breaks off: the code that ends it is missing"))
    listed: list[int] = codes[: ends[0]].tolist()
    return listed


def _unfold(codes: list[int], max_bytes: int) -> bytes:
    known = [bytes([value]) for value in range(256)]
    unfolded = bytearray()
    previous = b""
    for code in codes:
        if code < len(known):
            entry = known[code]
        elif code == len(known) and previous:
            # LZW's one special case: the entry that is just being made.
            entry = previous + previous[:1]
        else:
            raise XliError(
                phrase("the code {code} stands where it means nothing yet", code=code)
            )
        unfolded += entry
        if len(unfolded) > max_bytes:
            raise XliError(
                phrase(
                    "it unfolds to more than {most} samples",
                    most=max_bytes // 2,
                )
            )
        if previous and len(known) < _END_CODE:
            known.append(previous + entry[:1])
        previous = entry
    return bytes(unfolded)


def _sum_differences(
    values: NDArray[np.int64], first_difference: int
) -> NDArray[np.int16]:
    steps = np.empty(values.size - 1, np.int64)
    steps[0] = values[1] - values[0]
    steps[1] = -first_difference
    steps[2:] = _DIFFERENCE_BIAS - values[2:-1]
    samples = np.empty(values.size, np.int64)
    samples[0] = values[0]
    samples[1:] = values[0] + np.cumsum(np.cumsum(steps))
    # Differences are kept modulo 2^16, as samples are.
    return samples.astype(np.int16)
