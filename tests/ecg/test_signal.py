"""Where a recording ends."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from ecgviewer.ecg.signal import recorded_samples

LEVELS = st.sampled_from([0.0, np.nan, 1.0, -2.5])
SHAPES = st.tuples(st.integers(1, 3), st.integers(1, 12))


@given(arrays(np.float32, SHAPES, elements=LEVELS))
def test_only_silence_is_cut_off_and_all_of_it(signal):
    end = recorded_samples(signal)
    assert 1 <= end <= signal.shape[1]
    kept_level = signal[:, end - 1 : end]
    cut = signal[:, end:]
    empty = (np.isnan(cut) | (cut == 0)).all(axis=0)
    assert (empty | (cut == kept_level).all(axis=0)).all()
    assert recorded_samples(signal[:, :end]) == end


@pytest.mark.parametrize("level", [0.0, np.nan])
@pytest.mark.parametrize("n_silent", [2, 3, 700])
def test_zeros_and_missing_samples_at_the_end_are_not_recorded(level, n_silent):
    signal = np.random.default_rng(0).normal(size=(3, 40)).astype(np.float32)
    silence = np.full((3, n_silent), level, np.float32)
    assert recorded_samples(np.concatenate([signal, silence], axis=1)) == 40
    missing = np.full((3, 5), np.nan, np.float32)
    assert recorded_samples(np.concatenate([signal, silence, missing], axis=1)) == 40


def test_one_lead_that_goes_on_keeps_all():
    signal = np.random.default_rng(0).normal(size=(3, 40)).astype(np.float32)
    signal[:2, 20:] = 0.0
    assert recorded_samples(signal) == 40


def test_what_is_silent_as_a_whole_keeps_its_length():
    for level in (0.0, 1.5, np.nan):
        assert recorded_samples(np.full((2, 30), level, np.float32)) == 30
