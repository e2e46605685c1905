"""The RR interval that is usual around each one."""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]


def local_median_rr(rr_s: FloatArray, n_around: int) -> FloatArray:
    """Return the median of the ``n_around`` intervals nearest to each, (n_rr,).

    At either end these lie to one side: an interval there counts once among them, so
    that the first and the last can be early, too.
    """
    if not rr_s.size:
        return rr_s
    n_around = min(n_around, rr_s.size)
    medians = np.median(sliding_window_view(rr_s, n_around), axis=1)
    first = np.arange(rr_s.size) - n_around // 2
    usual: FloatArray = medians[np.clip(first, 0, medians.size - 1)]
    return usual
