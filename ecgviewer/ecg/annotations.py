"""Annotations: what somebody or some program wrote beside a recording."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, eq=False)
class Annotations:
    """One annotator's marks in time order.

    Attributes
    ----------
    name : str
        The annotator, such as ``atr`` for a WFDB record's reference annotations.
    time_s : ndarray of float64, shape (n,)
        Times from the start of the recording, ascending. Read-only.
    symbols : tuple of str
        One mark each, such as ``N`` or ``V``; as the file's format defines them.
    texts : tuple of str
        What is written with each mark, mostly nothing.
    lead : str or None
        The one lead that they speak of; ``None`` for all.
    """

    name: str
    time_s: NDArray[np.float64]
    symbols: tuple[str, ...]
    texts: tuple[str, ...]
    lead: str | None = None

    def __post_init__(self) -> None:
        times = np.array(self.time_s, dtype=np.float64)
        if times.ndim != 1 or (np.diff(times) < 0).any():
            raise ValueError("annotations must be in the order of time")
        if not len(times) == len(self.symbols) == len(self.texts):
            raise ValueError(
                f"{len(times)} times, {len(self.symbols)} symbols, "
                f"{len(self.texts)} texts"
            )
        times.flags.writeable = False
        object.__setattr__(self, "time_s", times)

    def __len__(self) -> int:
        return len(self.symbols)

    def between(self, start_s: float, stop_s: float) -> slice:
        """Return which annotations lie in ``[start_s, stop_s)``."""
        first, last = np.searchsorted(self.time_s, (start_s, stop_s))
        return slice(int(first), int(max(first, last)))


@dataclass(frozen=True, eq=False)
class AnnotationFiles:
    """What lies beside a record; ``warnings`` on what of it cannot be read."""

    sets: tuple[Annotations, ...] = ()
    warnings: tuple[str, ...] = ()
