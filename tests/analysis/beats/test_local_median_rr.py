"""The usual RR around each interval: one that is early is early at either end, too."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecgviewer.analysis.beats.local_median_rr import local_median_rr
from tests.analysis.measuring import measured, value
from tests.simulator import simulate


@pytest.mark.parametrize("early", [1, 2, 5, 10])
def test_an_early_beat_is_premature_wherever_it_comes(early):
    rr = np.full(10, 0.9)
    rr[early - 1] = 0.5
    r_s = 0.5 + np.concatenate([[0.0], np.cumsum(rr)])
    found = measured(simulate(r_s, duration_s=float(r_s[-1]) + 0.8))
    assert value(found, "premature_beats") == 1
    assert found.premature_s == pytest.approx([r_s[early]], abs=0.01)


@given(
    rr=st.lists(st.floats(0.2, 3.0), max_size=40).map(np.array),
    n_around=st.integers(1, 11),
)
def test_the_usual_is_among_the_intervals_and_the_same_backwards(rr, n_around):
    usual = local_median_rr(rr.astype(float), n_around)
    assert usual.shape == rr.shape
    if rr.size:
        assert rr.min() <= usual.min() <= usual.max() <= rr.max()
    if n_around % 2 or rr.size <= n_around:
        np.testing.assert_allclose(usual, local_median_rr(rr[::-1], n_around)[::-1])
