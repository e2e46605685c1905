"""The convolutions of quality: free of scale, of rate and of the leads' order."""

from itertools import combinations

import numpy as np
import pytest

from ecgviewer.analysis.quality.quality_kernels import KERNEL_FEATURES, kernel_features

FS = 500.0


@pytest.fixture
def level():
    """Twelve unlike leads of 10 s, slow enough for any rate."""
    rng = np.random.default_rng(1)
    times_s = np.arange(5000) / FS
    waves = rng.uniform(1, 9, (12, 3, 1)), rng.uniform(0, 6, (12, 3, 1))
    signal = np.sin(2 * np.pi * waves[0] * times_s + waves[1]).sum(axis=1)
    return signal * rng.uniform(0.5, 2, (12, 1))


def named(features, name):
    return features[KERNEL_FEATURES.index(name)]


def test_a_share_and_a_size_are_those_of_the_convolution(level):
    places = list(combinations(range(9), 3))[::3]
    row = 5
    name = "".join(map(str, places[row]))
    weights = np.full(9, -1.0)
    weights[list(places[row])] = 2.0
    thin = level.reshape(12, -1, 4).mean(axis=2)
    thin = thin / np.median(np.percentile(np.abs(thin), 98, axis=1))
    padded = np.pad(thin, ((0, 0), (8, 8)))
    answers = np.array(
        [
            [lead[k : k + 17 : 2] @ weights / 12 for k in range(0, 1250, 4)]
            for lead in padded
        ]
    )
    limit = (-0.05, 0.01, 0.05)[row % 3]
    found = kernel_features(level, FS)
    shares = np.sort((answers > limit).mean(axis=1))
    sizes = np.sort(np.log(np.abs(answers).max(axis=1) + 1e-3))
    for rank, at in (("least", 0), ("second", 1), ("middle", 5), ("largest", 11)):
        assert named(found, f"share {name} x2 {rank}") == pytest.approx(
            shares[at], abs=0.004
        )
        assert named(found, f"size {name} x2 {rank}") == pytest.approx(
            sizes[at], abs=1e-4
        )


def test_unit_and_order_of_leads_change_nothing(level):
    expected = kernel_features(level, FS)
    np.testing.assert_allclose(kernel_features(1000 * level, FS), expected, atol=1e-4)
    np.testing.assert_allclose(kernel_features(level[::-1], FS), expected, atol=1e-6)


def test_the_rate_changes_little(level):
    expected = kernel_features(level, FS)
    assert np.abs(kernel_features(level[:, ::2], FS / 2) - expected).max() < 0.15


@pytest.mark.parametrize("shape", [(12, 5000), (1, 3), (2, 1)])
def test_whatever_the_signal_there_are_numbers(shape):
    for signal in (np.zeros(shape), np.full(shape, 1e9), np.ones(shape) * 1e-12):
        found = kernel_features(signal, FS)
        assert found.shape == (len(KERNEL_FEATURES),)
        assert np.isfinite(found).all()
