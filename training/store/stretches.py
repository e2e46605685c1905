"""Beat tokens on disk: rows of one memory-mapped array, made into tokens when asked."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, overload

import numpy as np
from numpy.typing import NDArray

from ecgviewer.ai.clear.tokens import (
    N_AMPLITUDE,
    N_TIMING,
    BeatTokens,
    TokenConfig,
)
from ecgviewer.ai.inputs import N_LEADS

# Fields of BeatTokens with an axis of leads before that of beats.
_BY_LEAD = frozenset({"beats", "valid", "amplitude"})


def beat_dtype(config: TokenConfig) -> np.dtype[Any]:
    """Return the type of one stored beat: the fields of ``BeatTokens`` without beats.

    Standardised samples are kept as float16: their error, below 0.0005 of a standard
    deviation for most, is far under the noise of any recording.
    """
    return np.dtype(
        [
            ("beats", "<f2", (N_LEADS, config.length)),
            ("valid", "?", (N_LEADS,)),
            ("amplitude", "<f4", (N_LEADS, N_AMPLITUDE)),
            ("timing", "<f4", (N_TIMING,)),
            ("time_s", "<f4"),
            ("beat_index", "<i8"),
        ]
    )


def beat_rows(tokens: BeatTokens, dtype: np.dtype[Any]) -> NDArray[Any]:
    """Return tokens as rows to store, shape (n_beats,)."""
    rows = np.zeros(tokens.n_beats, dtype=dtype)
    for name in dtype.names or ():
        value = getattr(tokens, name)
        rows[name] = np.moveaxis(value, 1, 0) if name in _BY_LEAD else value
    return rows


def tokens_of_rows(rows: NDArray[Any]) -> BeatTokens:
    """Return the tokens of stored rows."""
    parts: dict[str, Any] = {}
    for name in rows.dtype.names or ():
        value = np.asarray(rows[name])
        if name in _BY_LEAD:
            value = np.moveaxis(value, 0, 1)
        kind = np.float32 if name == "beats" else value.dtype
        parts[name] = np.ascontiguousarray(value, dtype=kind)
    return BeatTokens(**parts)


class Stretches(Sequence[BeatTokens]):
    """Stretches of a store; nothing is read before one is asked for.

    Holds two numbers a stretch. Slices and ``take`` give other views of the same file,
    and a view sent to another process takes the file's name with it, not its content.
    """

    def __init__(
        self, path: Path, first: NDArray[np.int64], n_beats: NDArray[np.int64]
    ) -> None:
        self._path = path
        self._first = first
        self._n_beats = n_beats
        self._rows = np.load(path, mmap_mode="r", allow_pickle=False)

    @classmethod
    def _view(cls, whole: "Stretches", index: slice | NDArray[np.int64]) -> "Stretches":
        view = cls.__new__(cls)
        view._path, view._rows = whole._path, whole._rows
        view._first, view._n_beats = whole._first[index], whole._n_beats[index]
        return view

    def __len__(self) -> int:
        return int(self._first.size)

    @property
    def n_beats(self) -> NDArray[np.int64]:
        """How many beats each stretch has, without reading them."""
        return self._n_beats

    def take(self, index: NDArray[np.int64] | Sequence[int]) -> "Stretches":
        """Return some stretches, in the order asked for."""
        return self._view(self, np.asarray(index, dtype=np.int64))

    @overload
    def __getitem__(self, index: int) -> BeatTokens: ...
    @overload
    def __getitem__(self, index: slice) -> "Stretches": ...
    def __getitem__(self, index: int | slice) -> "BeatTokens | Stretches":
        if isinstance(index, slice):
            return self._view(self, index)
        first = int(self._first[index])
        return tokens_of_rows(self._rows[first : first + int(self._n_beats[index])])

    def __reduce__(self) -> tuple[Any, ...]:
        return Stretches, (self._path, self._first, self._n_beats)
