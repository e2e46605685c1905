"""Statistics of the RR intervals, and what they are without some beats."""

import numpy as np
import pytest

from ecgviewer.ai.rr.numbers import N_NUMBERS, log_rr, rr_numbers


def numbers(rr_s, weight=None):
    rr, known = log_rr(np.asarray(rr_s, dtype=float))
    weight = np.ones(len(known)) if weight is None else np.asarray(weight, float)
    (found,) = rr_numbers(rr, known, weight[None])
    return found


def test_a_regular_rhythm_has_its_mean_and_no_change():
    found = numbers(np.full(9, 0.8 * np.e))
    assert found.shape == (N_NUMBERS,)
    assert found[0] == pytest.approx(1.0)
    assert found[1] == pytest.approx(np.log(0.005))
    np.testing.assert_allclose(found[2:], np.log(0.01), atol=1e-9)


def test_the_unknown_interval_before_the_first_beat_counts_for_nothing():
    _, known = log_rr(np.full(5, 0.8))
    assert not known[0, 0]
    assert not known[-1, 1]
    assert known.sum() == 10


def test_an_early_beat_is_told_by_how_early_it_is():
    early = numbers([0.8, 0.8, 0.5, 1.1, 0.8, 0.8])
    usual = numbers([0.8] * 6)
    assert (early[[5, 6]] > usual[[5, 6]] + 1).all()


def test_without_the_early_beat_it_is_told_no_longer():
    """Its neighbours still know when it was, so they keep their own intervals."""
    rr_s = [0.8, 0.8, 0.5, 1.1, 0.8, 0.8]
    weight = np.ones(7)
    weight[3] = 0
    whole, without = numbers(rr_s), numbers(rr_s, weight)
    assert without[6] < whole[6] - 1
    # the change at the beat itself was the largest; those of its neighbours stay
    kept = [abs(np.log(b / a)) for a, b in ((0.8, 0.8), (0.8, 0.5), (1.1, 0.8), (1, 1))]
    expected = np.log(np.mean(np.array(kept) ** 6) ** (1 / 6) + 0.01)
    assert without[4] == pytest.approx(expected, abs=1e-9)


def test_leads_of_one_beat_weigh_it_and_change_no_mean_of_all():
    rr_s = np.array([0.7, 0.9, 0.8, 0.6])
    np.testing.assert_allclose(numbers(rr_s), numbers(rr_s, np.full(5, 7.0)))
