"""The median of what is known.

``numpy.nanmedian`` of arrays this small goes through masked arrays and takes ten times
as long, some twentieth of all that measuring takes.
"""

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]


def fast_nanmedian(values: FloatArray, axis: int) -> FloatArray:
    """Return the median over an axis of what is not NaN; NaN where all is."""
    in_order = np.sort(values, axis=axis)  # NaN comes last
    n_known = np.count_nonzero(~np.isnan(values), axis=axis, keepdims=True)
    middle = np.maximum(np.concatenate([n_known - 1, n_known], axis=axis) // 2, 0)
    if not values.shape[axis]:
        return np.full(n_known.squeeze(axis).shape, np.nan)
    median: FloatArray = np.take_along_axis(in_order, middle, axis).mean(axis=axis)
    return median
