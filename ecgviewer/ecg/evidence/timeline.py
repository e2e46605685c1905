"""How the probability of each statement goes over a long recording."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, eq=False)
class Timeline:
    """Statements of consecutive stretches, as far as they were asked about.

    Attributes
    ----------
    codes : tuple of str
        The statements, one a row.
    edges_s : ndarray, shape (n_stretches + 1,)
        Borders between the stretches.
    probability : ndarray of float32, shape (n_codes, n_stretches)
        NaN where a stretch was not asked about, or the model abstained. Read-only.
    asked : ndarray of bool, shape (n_stretches,)
        Read-only.
    """

    codes: tuple[str, ...]
    edges_s: NDArray[np.float64]
    probability: NDArray[np.float32]
    asked: NDArray[np.bool_]

    def __post_init__(self) -> None:
        for name in ("edges_s", "probability", "asked"):
            array = np.array(getattr(self, name))
            array.flags.writeable = False
            object.__setattr__(self, name, array)

    @property
    def more(self) -> bool:
        """Whether stretches are left to ask about."""
        return not bool(self.asked.all())

    @property
    def share_asked(self) -> float:
        return float(self.asked.mean())

    def of(self, code: str) -> NDArray[np.float32]:
        """Return a statement's probability in each stretch; all NaN if it has none."""
        if code not in self.codes:
            return np.full(self.asked.size, np.nan, dtype=np.float32)
        course: NDArray[np.float32] = self.probability[self.codes.index(code)]
        return course

    def changes_s(self, code: str, threshold: float) -> NDArray[np.float64]:
        """Return where a statement begins or ends to be made, in s, in time order.

        Between the last known stretch before and the first known one behind.
        """
        course = self.of(code)
        known = np.flatnonzero(~np.isnan(course))
        stated = course[known] >= threshold
        at = known[1:][stated[1:] != stated[:-1]]
        begins: NDArray[np.float64] = self.edges_s[at]
        return begins
