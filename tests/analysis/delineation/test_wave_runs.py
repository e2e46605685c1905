"""Where a wave begins and ends, from probabilities."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecgviewer.analysis.delineation.wave_runs import MAX_GAP_S, MIN_WAVE_S, wave_runs

FS = 250.0


def ramp(onset_s: float, offset_s: float, n_moments: int = 500) -> np.ndarray:
    """A probability that crosses one half at the given times, over 20 ms."""
    time_s = np.arange(n_moments) / FS
    rise = (time_s - onset_s) / 0.02 + 0.5
    fall = (offset_s - time_s) / 0.02 + 0.5
    return np.clip(np.minimum(rise, fall), 0, 1)


@given(st.floats(0.1, 0.8), st.floats(0.1, 0.8))
def test_a_wave_begins_and_ends_where_one_half_is_crossed(onset_s, length_s):
    found = wave_runs(ramp(onset_s, onset_s + length_s), FS, "QRS")
    np.testing.assert_allclose(found, [[onset_s, onset_s + length_s]], atol=1e-3)


def test_what_is_shorter_than_a_wave_is_none():
    blip = ramp(0.5, 0.5 + MIN_WAVE_S["P"] - 0.01)
    assert wave_runs(blip, FS, "P").shape == (0, 2)


def test_a_short_gap_does_not_part_a_wave_and_a_long_one_does():
    def two(gap_s: float) -> np.ndarray:
        first, second = ramp(0.2, 0.5), ramp(0.5 + gap_s, 0.9)
        return np.maximum(first, second)

    assert len(wave_runs(two(MAX_GAP_S["T"] - 0.02), FS, "T")) == 1
    assert len(wave_runs(two(MAX_GAP_S["T"] + 0.02), FS, "T")) == 2


def test_a_wave_that_is_cut_off_begins_with_the_recording():
    assert wave_runs(ramp(-1.0, 0.3), FS, "T")[0] == pytest.approx([0.0, 0.3], abs=1e-3)


@given(st.lists(st.floats(0, 1), max_size=300))
def test_waves_are_in_order_and_apart_whatever_the_probabilities(values):
    found = wave_runs(np.array(values, dtype=np.float32), FS, "P")
    assert (np.diff(found.ravel()) > 0).all()
    assert (found[:, 1] - found[:, 0] >= MIN_WAVE_S["P"]).all()
