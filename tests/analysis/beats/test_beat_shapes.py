"""Beats compared with each other."""

import numpy as np

from ecgviewer.analysis.beats.beat_shapes import Compared

FS = 500.0
PLACES = np.array([400, 900, 1400])


def two_leads() -> np.ndarray:
    rng = np.random.default_rng(1)
    beat = np.convolve(rng.normal(size=(150)), np.ones(15) / 15, mode="same")
    signal = np.zeros((2, 1800))
    for place in PLACES:
        signal[:, place - 50 : place + 100] += np.outer([1.0, -0.5], beat)
    return signal


def test_level_and_slope_of_a_beat_count_for_nothing():
    signal = two_leads()
    wander = np.linspace(-3.0, 5.0, signal.shape[1])
    plain = Compared.of(signal, FS).shapes(PLACES)
    moved = Compared.of(signal + wander, FS).shapes(PLACES)

    np.testing.assert_allclose(moved, plain, atol=1e-9)
    np.testing.assert_allclose(plain.mean(axis=2), 0.0, atol=1e-12)


def test_a_beat_is_moved_to_where_it_is_like_the_template():
    compared = Compared.of(two_leads(), FS)
    template = compared.shapes(PLACES[:1])
    by = np.array([-12, 0, 12])
    lags, fit = compared.best_lags(PLACES + by, template, 2)
    fine, fine_fit = compared.best_lag(PLACES + by + 1, template[0], 4)

    np.testing.assert_array_equal(lags[:, 0], -by)
    np.testing.assert_array_equal(fine, -by - 1)
    np.testing.assert_allclose([*fit[:, 0], *fine_fit], 1.0)


def test_lags_are_the_same_however_many_beats_are_compared_at_once():
    compared = Compared.of(two_leads() + np.random.default_rng(2).normal(size=1800), FS)
    templates = compared.shapes(PLACES)
    few = compared.best_lags(PLACES, templates, 2)
    many = compared.best_lags(np.tile(PLACES, 100), templates, 2)

    for alone, repeated in zip(few, many, strict=True):
        np.testing.assert_allclose(repeated[:3], alone)


def test_a_lead_that_is_missing_or_outside_has_no_shape():
    signal = two_leads()
    signal[1, PLACES[1]] = np.nan
    compared = Compared.of(signal, FS)
    sizes = np.abs(compared.shapes(np.append(PLACES, 1790))).max(axis=2)

    np.testing.assert_array_equal(sizes > 0, [[1, 1], [1, 0], [1, 1], [0, 0]])
