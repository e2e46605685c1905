"""The Huffman codes of SCP-ECG (EN 1064, section 2).

The bits of a code stand in the file from the highest down, while the table lists codes
with their first bit lowest. A code of more bits than its prefix goes on with a number
in two's complement; one of mode 0 says from which table the next code is.
"""

import struct
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from ecgviewer.ecg.reasons.phrase import phrase

MAX_BITS = 16
DEFAULT_TABLE = 19999
MAX_BYTES_LEFT = 4
_NOTHING = -1
_COUNT = struct.Struct("<H")
_CODE = struct.Struct("<BBBhI")


class HuffmanError(ValueError):
    """Codes that cannot be unfolded; the message is the reason."""


@dataclass(frozen=True)
class Code:
    """One line of a table; ``bits`` with the first bit lowest."""

    prefix: int
    total: int
    is_value: bool
    value: int
    bits: int


Table = tuple[Code, ...]


def _default() -> Table:
    small = [Code(1, 1, True, 0, 0)]
    for value in range(1, 9):
        ones, length = (1 << value) - 1, value + 2
        small.append(Code(length, length, True, value, ones))
        small.append(Code(length, length, True, -value, ones | 1 << (length - 1)))
    long = [Code(10, 18, True, 0, 0x1FF), Code(10, 26, True, 0, 0x3FF)]
    return (*small, *long)


def read_tables(body: bytes) -> tuple[Table, ...]:
    """Return the tables of section 2; raises ``HuffmanError``."""
    if len(body) < _COUNT.size:
        raise HuffmanError(phrase("the section ends within it"))
    (n_tables,) = _COUNT.unpack_from(body)
    if n_tables == DEFAULT_TABLE:
        return (_default(),)
    tables, at = [], _COUNT.size
    for _ in range(n_tables):
        if len(body) < at + _COUNT.size:
            raise HuffmanError(phrase("the section ends within it"))
        (n_codes,) = _COUNT.unpack_from(body, at)
        at += _COUNT.size
        if len(body) < at + n_codes * _CODE.size:
            raise HuffmanError(phrase("the section ends within it"))
        codes = [_CODE.unpack_from(body, at + k * _CODE.size) for k in range(n_codes)]
        at += n_codes * _CODE.size
        tables.append(
            tuple(
                Code(prefix, total, mode != 0, value, bits)
                for prefix, total, mode, value, bits in codes
            )
        )
    if not tables:
        raise HuffmanError(phrase("there is none"))
    return tuple(tables)


@lru_cache(maxsize=16)
def _index(table: Table) -> list[int]:
    """Return for the next 16 bits which code of the table they begin with."""
    index = np.full(1 << MAX_BITS, _NOTHING)
    for number, code in enumerate(table):
        extra = code.total - code.prefix
        if not 1 <= code.prefix <= MAX_BITS or not 0 <= extra <= MAX_BITS:
            raise HuffmanError(
                phrase(
                    "a code of {prefix} and {extra} bits is not read",
                    prefix=code.prefix,
                    extra=extra,
                )
            )
        # Written from the first bit on, and filled up by all that can follow.
        first = int(f"{code.bits:0{code.prefix}b}"[::-1][: code.prefix], 2)
        start = first << (MAX_BITS - code.prefix)
        span = slice(start, start + (1 << (MAX_BITS - code.prefix)))
        if (index[span] != _NOTHING).any():
            raise HuffmanError(phrase("two codes begin alike"))
        index[span] = number
    listed: list[int] = index.tolist()
    return listed


def decode(data: bytes, tables: Sequence[Table], n_values: int) -> NDArray[np.int64]:
    """Return so many values, shape (n_values,); raises ``HuffmanError``."""
    if n_values > 8 * len(data):
        raise HuffmanError(
            phrase(
                "{n_data} bytes cannot hold {n_samples} samples",
                n_data=len(data),
                n_samples=n_values,
            )
        )
    ahead = _ahead(data)
    indices = [_index(table) for table in tables]
    values: list[int] = []
    at = current = 0
    n_bits = 8 * len(data)
    while len(values) < n_values:
        if at >= n_bits:
            raise HuffmanError(
                phrase("it breaks off after {n_values} samples", n_values=len(values))
            )
        number = indices[current][ahead[at]]
        if number == _NOTHING:
            raise HuffmanError(
                phrase("unknown code after {n_values} samples", n_values=len(values))
            )
        code = tables[current][number]
        if not code.is_value:
            current = code.value - 1
            if not 0 <= current < len(tables):
                raise HuffmanError(
                    phrase(
                        "it switches to table {code}, which is none", code=code.value
                    )
                )
        elif code.total > code.prefix:
            extra = code.total - code.prefix
            raw = ahead[at + code.prefix] >> (MAX_BITS - extra)
            values.append(raw - (1 << extra) if raw >> (extra - 1) else raw)
        else:
            values.append(code.value)
        at += code.total
    _check_end(n_bits - at, n_values)
    return np.array(values, np.int64)


def _check_end(n_bits_left: int, n_values: int) -> None:
    if n_bits_left < 0:
        raise HuffmanError(
            phrase("it breaks off after {n_values} samples", n_values=n_values - 1)
        )
    # What is left only fills up a word, or these were not the codes.
    if n_bits_left // 8 > MAX_BYTES_LEFT:
        raise HuffmanError(
            phrase("{n_bytes} bytes are left over", n_bytes=n_bits_left // 8)
        )


def _ahead(data: bytes) -> list[int]:
    """Return the 16 bits that follow each place, with zeros behind the end."""
    padded = np.frombuffer(data + b"\0" * 8, np.uint8).astype(np.uint32)
    three = padded[:-2] << 16 | padded[1:-1] << 8 | padded[2:]
    shifts = np.arange(8, 0, -1, dtype=np.uint32)
    listed: list[int] = ((three[:, None] >> shifts) & 0xFFFF).reshape(-1).tolist()
    return listed
