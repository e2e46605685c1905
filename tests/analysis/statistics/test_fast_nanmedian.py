"""The median of what is known, against NumPy's."""

import warnings

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from ecgviewer.analysis.statistics.fast_nanmedian import fast_nanmedian

VALUES = st.one_of(st.just(np.nan), st.floats(-1e6, 1e6))


@given(
    arrays(
        np.float64, array_shapes(min_dims=2, max_dims=3, max_side=7), elements=VALUES
    ),
    st.integers(0, 1),
)
def test_it_is_numpys_nanmedian(values, axis):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # NumPy warns where all is NaN
        expected = np.nanmedian(values, axis=axis)
    np.testing.assert_array_equal(fast_nanmedian(values, axis), expected)


@pytest.mark.parametrize("axis", [0, 1])
def test_of_nothing_nothing_is_known(axis):
    shape = [3, 3]
    shape[axis] = 0
    assert np.isnan(fast_nanmedian(np.empty(shape), axis)).all()
