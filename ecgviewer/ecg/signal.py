"""Signals that stay in their file: what a day's recording has instead of an array."""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import DTypeLike, NDArray

from ecgviewer.ecg.reasons.phrase import phrase

FloatArray = NDArray[np.float32]
Rows = int | slice | Sequence[int] | NDArray[np.integer]


class SignalError(Exception):
    """Samples that cannot be had; the message is a sentence for the reader."""


class StoredSignal(ABC):
    """A signal of shape (n_leads, n_samples) that is read by stretches.

    It is sliced like an array, ``signal[rows, start:stop]``, and every slice is a new
    float32 array. It never becomes an array as a whole: NumPy functions that would
    need all of it raise ``SignalError``, as reading does when the file is gone or has
    changed.
    """

    @property
    @abstractmethod
    def shape(self) -> tuple[int, int]:
        """(n_leads, n_samples)"""

    @abstractmethod
    def read(self, start: int, stop: int) -> FloatArray:
        """Return all leads from one sample to another, shape (n_leads, stop - start).

        0 <= start <= stop <= n_samples.
        """

    @property
    @abstractmethod
    def sketch(self) -> FloatArray:
        """Few samples from all over the signal, shape (n_leads, some)."""

    def read_lead(self, row: int, start: int, stop: int) -> FloatArray:
        """Return one lead's stretch, shape (stop - start,)."""
        lead: FloatArray = self.read(start, stop)[row]
        return lead

    def __getitem__(self, key: tuple[Rows, slice]) -> FloatArray:
        if not (isinstance(key, tuple) and len(key) == 2 and isinstance(key[1], slice)):
            raise SignalError(_too_long(self.shape[1]))
        rows, samples = key
        if samples.step not in (None, 1):
            raise SignalError(_too_long(self.shape[1]))
        start, stop, _ = samples.indices(self.shape[1])
        stop = max(start, stop)
        if isinstance(rows, int):
            return self.read_lead(range(self.shape[0])[rows], start, stop)
        chosen: FloatArray = self.read(start, stop)[rows]
        return chosen

    def __array__(
        self, dtype: DTypeLike | None = None, copy: bool | None = None
    ) -> NDArray[np.float32]:
        raise SignalError(_too_long(self.shape[1]))


class StoredLead:
    """One lead of a stored signal, sliced like a one-dimensional array."""

    def __init__(self, signal: StoredSignal, row: int) -> None:
        self._signal, self._row = signal, row

    def __len__(self) -> int:
        return self._signal.shape[1]

    @property
    def size(self) -> int:
        return len(self)

    @property
    def shape(self) -> tuple[int]:
        return (len(self),)

    def __getitem__(self, samples: slice) -> FloatArray:
        if not isinstance(samples, slice):
            raise SignalError(_too_long(len(self)))
        return self._signal[self._row, samples]

    def __array__(
        self, dtype: DTypeLike | None = None, copy: bool | None = None
    ) -> NDArray[np.float32]:
        raise SignalError(_too_long(len(self)))


AnySignal = FloatArray | StoredSignal
AnyLead = FloatArray | StoredLead


def stretches(n_samples: int, length: int) -> Iterator[tuple[int, int]]:
    """Yield (start, stop) of consecutive stretches, the last one maybe shorter."""
    for start in range(0, n_samples, length):
        yield start, min(start + length, n_samples)


def _too_long(n_samples: int) -> str:
    return phrase(
        "The recording of {n_samples} samples is too long to be worked on as a whole.",
        n_samples=n_samples,
    )


def recorded_samples(signal: NDArray[np.floating]) -> int:
    """Return where a recording ends: its samples without silence appended to it.

    ``signal`` has shape (n_leads, n_samples). Silence is two samples or more at the end
    that are zero or missing in all leads, or in which every lead keeps its level; the
    first sample with that level belongs to the recording. A signal that is silent as a
    whole keeps its length.
    """
    n_samples: int = signal.shape[1]
    end = n_samples
    nothing = ((signal == 0) | np.isnan(signal)).all(axis=0)
    if (n_empty := _trailing(nothing)) >= 2:
        end -= n_empty
    kept = (signal[:, :end] == signal[:, max(0, end - 1) : end]).all(axis=0)
    if (n_kept := _trailing(kept)) >= 2:
        end -= n_kept - 1
    return end if end > 1 else n_samples


def _trailing(mask: NDArray[np.bool_]) -> int:
    """Return how many values at the end are True."""
    return len(mask) if mask.all() else int(np.argmin(mask[::-1]))
