"""Tables of pandas: the only module that imports it."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    import pandas as pd


def frame_of(rows: Sequence[Mapping[str, Any]]) -> "pd.DataFrame":
    """Return rows as a table; raises ``ImportError`` without pandas."""
    return _pandas().DataFrame.from_records(list(rows))


def signal_frame(
    signal_mv: NDArray[np.float32], fs: float, leads: Sequence[str]
) -> "pd.DataFrame":
    """Return one column a lead, by ``time_s``; ``signal_mv`` is (n_leads, n_samples).

    Raises ``ImportError`` without pandas.
    """
    pandas = _pandas()
    index = pandas.Index(np.arange(signal_mv.shape[1]) / fs, name="time_s")
    return pandas.DataFrame(signal_mv.T, index=index, columns=list(leads))


def times_s(frame: Any) -> NDArray[np.float64]:
    """Return what a table's index says in s: numbers, or moments of time.

    Raises ``ValueError`` for an index of something else.
    """
    index = frame.index
    kind = getattr(index.dtype, "kind", "")
    if kind in "iuf":
        return np.asarray(index, dtype=np.float64)
    if kind not in "mM":
        raise ValueError("the index is neither a time in s nor a date")
    since: NDArray[np.float64] = (index - index[0]).total_seconds().to_numpy()
    return since


def _pandas() -> Any:
    try:
        import pandas
    except ImportError:
        raise ImportError("tables need pandas: pip install pandas") from None
    return pandas
