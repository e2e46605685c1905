"""The pyramid: seen from however far, nothing is higher or lower than it was."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ecgviewer.ecg.pyramid import (
    COARSEST_BINS,
    FINEST,
    STEP,
    PyramidBuilder,
    build_pyramid,
)


def brute_force(lead, start, stop):
    present = lead[start:stop][~np.isnan(lead[start:stop])]
    return (present.min(), present.max()) if present.size else (np.nan, np.nan)


def random_signal(seed, n_leads, n_samples, missing):
    rng = np.random.default_rng(seed)
    signal = rng.standard_normal((n_leads, n_samples)).astype(np.float32)
    signal[rng.random(signal.shape) < missing] = np.nan
    at = int(rng.integers(n_samples))
    signal[:, at : at + int(rng.integers(200))] = np.nan
    return signal


@settings(max_examples=80)
@given(
    seed=st.integers(0, 2**32 - 1),
    n_samples=st.integers(1, 5000),
    missing=st.sampled_from([0.0, 0.1, 0.97]),
    per_bin=st.integers(FINEST, 3000),
    part=st.tuples(st.floats(0, 1), st.floats(0, 1)),
)
def test_every_bin_has_the_extremes_of_its_samples(
    seed, n_samples, missing, per_bin, part
):
    signal = random_signal(seed, 2, n_samples, missing)
    start, stop = sorted(int(p * n_samples) for p in part)
    edges, lowest, highest = build_pyramid(signal).envelope(1, start, stop, per_bin)
    assert (np.diff(edges) <= per_bin).all()
    for first, last, *found in zip(edges, edges[1:], lowest, highest, strict=False):
        expected = brute_force(signal[1], first, last)
        np.testing.assert_array_equal(found, expected)
    if stop > start:
        assert edges[0] <= start
        assert edges[-1] >= stop


@pytest.mark.parametrize("per_bin", [32, 33, 64, 100, 350, 1600])
def test_neighbouring_stretches_agree(per_bin):
    pyramid = build_pyramid(random_signal(5, 1, 50_000, 0.0))
    whole = set(zip(*pyramid.envelope(0, 0, 50_000, per_bin), strict=False))
    for start in range(0, 50_000, 7_001):
        part = pyramid.envelope(0, start, start + 7_001, per_bin)
        assert set(zip(*part, strict=False)) <= whole


def test_one_spike_is_seen_from_the_furthest():
    signal = np.zeros((1, 1_000_000), dtype=np.float32)
    signal[0, 654_321] = 5.0
    signal[0, 123_456] = -5.0
    pyramid = build_pyramid(signal)
    assert len(pyramid.levels) > 2
    for level in range(len(pyramid.levels)):
        _, lowest, highest = pyramid.envelope(0, 0, 1_000_000, FINEST * STEP**level)
        assert (lowest.min(), highest.max()) == (-5.0, 5.0)
    assert pyramid.levels[-1].shape[2] <= COARSEST_BINS


def test_missing_samples_hide_nothing_and_stay_a_gap():
    signal = np.full((1, 400), np.nan, dtype=np.float32)
    signal[0, 10] = 3.0
    _, lowest, highest = build_pyramid(signal).envelope(0, 0, 400, FINEST)
    assert (lowest[0], highest[0]) == (3.0, 3.0)
    assert np.isnan(lowest[1:]).all()
    assert np.isnan(highest[1:]).all()


@pytest.mark.parametrize("length", [FINEST, 5 * FINEST, 1024])
def test_building_by_stretches_gives_the_same(length):
    signal = random_signal(8, 3, 40_001, 0.05)
    builder = PyramidBuilder(*signal.shape)
    for start in range(0, signal.shape[1], length):
        builder.add(signal[:, start : start + length])
    for built, expected in zip(
        builder.finish().levels, build_pyramid(signal).levels, strict=True
    ):
        np.testing.assert_array_equal(built, expected)


def test_a_pyramid_of_part_of_the_signal_is_refused():
    builder = PyramidBuilder(1, 100)
    builder.add(np.zeros((1, 64), dtype=np.float32))
    with pytest.raises(ValueError, match="64 of 100 samples"):
        builder.finish()
    builder.add(np.zeros((1, 30), dtype=np.float32))
    with pytest.raises(ValueError, match="no multiple"):
        builder.add(np.zeros((1, 6), dtype=np.float32))


def test_finer_bins_than_the_finest_are_refused():
    with pytest.raises(ValueError, match="the finest have 32"):
        build_pyramid(np.zeros((1, 100), dtype=np.float32)).envelope(0, 0, 100, 31)
