"""Premature beats where they come so often that no RR interval is usual."""

import numpy as np
import pytest

from tests.analysis.measuring import measured, refused, value
from tests.simulator import VENTRICULAR, irregular_r_s, simulate

COUPLING_S, SINUS_S = 0.5, 0.85


def in_turn(n_sinus: int, n_turns: int) -> tuple[np.ndarray, np.ndarray]:
    """Return R times of sinus beats and of those that come early after so many.

    Behind each is a compensatory pause.
    """
    turn_s = (n_sinus + 1) * SINUS_S
    starts = 0.5 + turn_s * np.arange(n_turns)
    sinus = (starts[:, None] + SINUS_S * np.arange(n_sinus)).ravel()
    return sinus, starts + (n_sinus - 1) * SINUS_S + COUPLING_S


@pytest.mark.parametrize(("n_sinus", "n_turns"), [(1, 6), (2, 5), (3, 4), (2, 3)])
def test_bigeminy_trigeminy_and_quadrigeminy_are_counted(n_sinus, n_turns):
    sinus_s, early_s = in_turn(n_sinus, n_turns)
    duration_s = float(early_s[-1]) + 1.0
    found = measured(simulate(sinus_s, ectopic=early_s.tolist(), duration_s=duration_s))
    assert value(found, "premature_beats") == n_turns
    assert found.premature_s == pytest.approx(early_s.tolist(), abs=0.01)


def test_a_recording_that_begins_with_the_early_beat_counts_it_where_rr_is_known():
    sinus_s, early_s = in_turn(1, 6)
    found = measured(
        simulate(sinus_s[1:], ectopic=early_s.tolist(), duration_s=early_s[-1] + 1)
    )
    # before the first beat no RR interval is known
    assert value(found, "premature_beats") == len(early_s) - 1


def test_late_ectopic_beats_are_not_premature():
    """Escape beats after every second sinus beat: none is early."""
    turns = 0.5 + 2.6 * np.arange(5)
    sinus_s = np.sort(np.concatenate([turns, turns + 0.8]))
    late = (turns + 0.8 + 1.0).tolist()
    found = measured(simulate(sinus_s, ectopic=late, duration_s=13.5))
    assert found.premature_s == ()


@pytest.mark.parametrize("every", [2, 3, 4])
# By chance the intervals of seed 1 are as regular as a sinus rhythm's.
@pytest.mark.parametrize("seed", [0, 2, 3])
def test_aberrant_beats_in_fibrillation_are_not_premature(every, seed):
    at_s = irregular_r_s(90, seed=seed)
    aberrant = {float(at): VENTRICULAR for at in at_s[1::every]}
    keep = np.setdiff1d(at_s, list(aberrant))
    found = measured(simulate(keep, ectopic=aberrant, atria="fibrillation"))
    assert "no regular rhythm" in refused(found, "premature_beats")


def test_sinus_arrhythmia_with_an_ectopic_beat_stays_irregular():
    rr = 0.9 + 0.25 * np.sin(2 * np.pi * np.arange(24) / 4.5)
    at_s = 0.5 + np.concatenate([[0.0], np.cumsum(rr)])
    odd = float(at_s[9] + 0.5)
    found = measured(simulate(at_s, ectopic=[odd], duration_s=at_s[-1] + 0.7))
    assert "no regular rhythm" in refused(found, "premature_beats")


def test_a_few_regular_intervals_are_no_rhythm_where_nobody_looked_for_p():
    sinus_s, early_s = in_turn(2, 4)
    simulated = simulate(sinus_s, ectopic=early_s.tolist(), duration_s=12.0)
    assert "no regular rhythm" in refused(
        measured(simulated, fiducials=None), "premature_beats"
    )
    long_s, more_s = in_turn(2, 12)
    long = simulate(long_s, ectopic=more_s.tolist(), duration_s=more_s[-1] + 1)
    assert value(measured(long, fiducials=None), "premature_beats") == 12
