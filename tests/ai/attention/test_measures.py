"""Rollout, measures of heads and agreement, on matrices small enough to know."""

import numpy as np
import pytest

from ecgviewer.ai.attention.agreement import on_cells, rank_correlation
from ecgviewer.ai.attention.measures import entropy_bits, head_measures
from ecgviewer.ai.attention.rollout import as_read, rollouts, weighted_rollouts
from ecgviewer.ai.model import Token

# Two layers of two heads on three tokens: a chain 0 <- 1 <- 2 and everybody alone.
CHAIN = np.array([[1, 0, 0], [1, 0, 0], [0, 1, 0]], dtype=np.float32)
ALONE = np.eye(3, dtype=np.float32)
EVEN = np.full((3, 3), 1 / 3, dtype=np.float32)


def test_rollout_multiplies_layers_and_keeps_half_of_each_token():
    first, second = rollouts(np.array([[CHAIN, ALONE], [CHAIN, CHAIN]]))
    np.testing.assert_allclose(first, [[1, 0, 0], [0.25, 0.75, 0], [0, 0.25, 0.75]])
    wanted = (CHAIN + ALONE) / 2 @ first
    np.testing.assert_allclose(second, wanted)
    # Token 2 has heard of token 0 through token 1 only.
    assert second[2, 0] == pytest.approx(0.5 * 0.25)
    np.testing.assert_allclose(second.sum(axis=1), 1)


def test_rollout_of_attention_to_itself_is_nobody_elses():
    np.testing.assert_array_equal(rollouts(np.array([[ALONE]] * 3))[-1], ALONE)


def test_weighted_rollout_counts_what_raises_the_logit_only():
    weights = np.array([[CHAIN, EVEN]])
    slopes = np.zeros_like(weights)
    slopes[0, 0, 2, 1] = 4.0
    slopes[0, 1] = -1.0
    (found,) = weighted_rollouts(weights, slopes)
    wanted = np.zeros((3, 3))
    wanted[2, 1] = 4.0 * 1.0 / 2  # mean of two heads
    np.testing.assert_allclose(found, wanted)


def test_weighted_rollout_goes_through_layers():
    weights = np.array([[CHAIN], [CHAIN]])
    _, found = weighted_rollouts(weights, np.ones_like(weights))
    through = (ALONE + CHAIN) @ (ALONE + CHAIN) - ALONE
    np.testing.assert_allclose(found, through)


def test_what_is_read_evenly_starts_from_all_alike():
    np.testing.assert_allclose(as_read(CHAIN, np.full(3, 1 / 3)), [2 / 3, 1 / 3, 0])
    np.testing.assert_allclose(as_read(CHAIN, np.array([0, 0, 1.0])), [0, 1, 0])


def test_entropy_is_nil_of_one_and_that_of_a_choice_among_all():
    assert entropy_bits(ALONE) == 0
    even = np.full((8, 8), 1 / 8)
    assert entropy_bits(even) == pytest.approx(3)


TOKENS = (
    Token(0, 0.0, 10.0, sums_up=True),
    Token(0, 0.0, 1.0),
    Token(0, 2.0, 3.0),
    Token(3, 2.0, 3.0),
)


def one_head(rows):
    return np.array([[rows]], dtype=np.float32)


def test_distance_is_between_the_middles_of_tokens_in_time_and_leads():
    # Each looks at: cls at all beats, 1 at 2, 2 at 3, 3 at itself.
    weights = one_head([[0, 0.4, 0.3, 0.3], [0, 0, 1, 0], [0, 0, 0, 1], [0, 0, 0, 1]])
    found = head_measures(weights, TOKENS)
    assert found.distance_s[0, 0] == pytest.approx((2 + 0 + 0) / 3)
    assert found.distance_leads[0, 0] == pytest.approx((0 + 3 + 0) / 3)
    assert found.within_lead[0, 0] == pytest.approx(2 / 3)


def test_tokens_without_a_lead_have_no_distance_in_leads():
    tokens = [Token(None, float(t), t + 1.0) for t in range(3)]
    found = head_measures(one_head(CHAIN), tokens)
    assert np.isnan(found.distance_leads).all()
    assert np.isnan(found.within_lead).all()
    assert found.distance_s[0, 0] == pytest.approx(2 / 3)


def test_heads_that_only_ask_what_sums_up_have_no_distance():
    weights = one_head([[1, 0, 0, 0]] * 4)
    assert np.isnan(head_measures(weights, TOKENS).distance_s).all()


def test_tokens_lie_on_the_beats_that_they_last_into():
    limits_s = np.array([0.0, 0.5, 2.5, 4.0])
    cells = on_cells(np.array([9.0, 1.0, 2.0, 4.0]), TOKENS, limits_s)
    np.testing.assert_allclose(cells[0], [0.5, 0.5 + 1.0, 1.0])
    np.testing.assert_allclose(cells[3], [np.nan, 2.0, 2.0])
    assert np.isnan(cells[1]).all()


def test_a_token_of_all_leads_is_shared_by_all():
    cells = on_cells(np.array([6.0]), [Token(None, 0.0, 1.0)], np.array([0.0, 1.0]))
    np.testing.assert_allclose(cells, np.full((12, 1), 0.5))


def test_agreement_is_of_ranks_and_of_size_whatever_the_sign():
    attention = np.arange(12.0)
    evidence = np.where(np.arange(12) % 2, 1, -1) * np.arange(12.0) ** 3
    assert rank_correlation(attention, evidence) == pytest.approx(1)
    assert rank_correlation(-attention, evidence) == pytest.approx(-1)


def test_what_is_not_known_takes_no_part_and_too_little_says_nothing():
    attention, evidence = np.arange(12.0), np.arange(12.0)
    attention[0], evidence[1] = np.nan, np.nan
    evidence[1] = np.nan
    assert rank_correlation(attention, evidence) == pytest.approx(1)
    assert rank_correlation(attention[:9], evidence[:9]) is None
    assert rank_correlation(np.ones(12), np.arange(12.0)) is None
