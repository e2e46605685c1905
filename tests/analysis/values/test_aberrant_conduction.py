"""Beats of another shape that are conducted are no run of ectopic beats."""

from dataclasses import replace

import numpy as np
import pytest

from ecgviewer.analysis.criteria.tachycardias import STEADY_SHARE, tachycardias
from ecgviewer.ecg.fiducials import POINTS
from tests.analysis.judging import facts, found
from tests.analysis.measuring import measured, value
from tests.simulator import (
    LBBB,
    SINUS,
    VENTRICULAR,
    BeatShape,
    irregular_r_s,
    simulate,
)

# A P at the same distance before QRS in either shape.
NARROW, BLOCK = (replace(one, pr_s=0.15).for_rate(110) for one in (SINUS, LBBB))
AT_S = 0.5 + 60 / 110 * np.arange(17)


def run(first: int, stop: int, shape: BeatShape) -> dict[float, BeatShape]:
    return {float(at): shape for at in AT_S[first:stop]}


@pytest.mark.parametrize(
    ("place", "usual", "other"),
    [((0, 6), BLOCK, NARROW), ((5, 10), NARROW, BLOCK), ((11, 17), BLOCK, NARROW)],
    ids=["at the start", "within", "at the end"],
)
def test_sinus_beats_with_and_without_block_are_no_run(place, usual, other):
    one = measured(simulate(AT_S, shape=usual, ectopic=run(*place, other)))
    n_other = place[1] - place[0]
    assert value(one, "ectopic_beats") == n_other
    said = f"{n_other} of them on time and after P at the usual PR: conducted"
    assert one.values["ectopic_beats"].reason == said
    assert value(one, "ectopic_run_beats") == 0
    assert found(one.criteria, "ectopic_run").met is False


def test_a_run_at_the_rate_of_the_sinus_rhythm_without_p_of_its_own_stays():
    wide = VENTRICULAR.for_rate(110)
    one = measured(simulate(AT_S, shape=NARROW, ectopic=run(5, 10, wide)))
    assert value(one, "ectopic_run_beats") == 5
    assert one.values["ectopic_beats"].reason == ""
    criterion = found(one.criteria, "ectopic_run")
    assert (criterion.met, criterion.reason) == (True, "")


def test_a_p_that_is_there_by_chance_before_one_beat_does_not_end_a_run():
    wide = VENTRICULAR.for_rate(110)
    ectopic = run(5, 8, wide)
    simulated = simulate(AT_S, shape=NARROW, ectopic=ectopic)
    common = simulated.fiducials.common_s.copy()
    column = POINTS.index("p_onset")
    common[5, column] = common[5, POINTS.index("qrs_onset")] - NARROW.pr_s
    marked = replace(simulated.fiducials, common_s=common)
    one = measured(simulated, fiducials=marked)
    assert value(one, "ectopic_run_beats") == 3
    assert found(one.criteria, "ectopic_run").met is True


def test_early_beats_with_p_are_a_run():
    """Atrial tachycardia with aberrant conduction: its P waves come early, too."""
    at_s = np.concatenate([0.5 + 0.9 * np.arange(4), 5.9 + 0.9 * np.arange(5)])
    early = {3.2 + 0.5 + 0.45 * k: BLOCK for k in range(3)}
    one = measured(simulate(at_s, shape=NARROW, ectopic=early, duration_s=10.5))
    assert value(one, "ectopic_run_beats") == 3
    assert found(one.criteria, "ectopic_run").met is True


def test_what_follows_conducted_beats_is_a_run():
    wide = VENTRICULAR.for_rate(110)
    ectopic = run(3, 6, BLOCK) | run(6, 9, wide)
    one = measured(simulate(AT_S, shape=NARROW, ectopic=ectopic))
    assert value(one, "ectopic_run_beats") == 3
    assert found(one.criteria, "ectopic_run").met is True


def single(*places: int, shape: BeatShape = BLOCK) -> dict[float, BeatShape]:
    return {float(AT_S[place]): shape for place in places}


@pytest.mark.parametrize("places", [range(1, 16, 2), (2, 5, 11)])
def test_single_beats_with_block_are_conducted_where_all_are(places):
    one = measured(simulate(AT_S, shape=NARROW, ectopic=single(*places)))
    n = len(places)
    said = f"{n} of them on time and after P at the usual PR: conducted"
    assert one.values["ectopic_beats"].reason == said
    assert value(one, "ectopic_run_beats") == 0


def test_two_single_beats_may_have_their_p_by_chance():
    one = measured(simulate(AT_S, shape=NARROW, ectopic=single(3, 9)))
    assert one.values["ectopic_beats"].reason == ""


def test_single_beats_are_not_conducted_where_another_is_not():
    odd = single(2, 5, 11) | single(14, shape=VENTRICULAR.for_rate(110))
    one = measured(simulate(AT_S, shape=NARROW, ectopic=odd))
    assert one.values["ectopic_beats"].reason == ""


def test_without_fiducials_nobody_knows_what_is_conducted():
    simulated = simulate(AT_S, shape=NARROW, ectopic=run(5, 10, BLOCK))
    one = measured(simulated, fiducials=None)
    assert value(one, "ectopic_run_beats") == 5


def test_a_run_in_fibrillation_may_be_aberrant_conduction():
    at_s = irregular_r_s(100, seed=3)
    wide = VENTRICULAR.for_rate(130)
    fast = {float(at): wide for at in at_s[4] + 0.42 * np.arange(4)}
    one = measured(simulate(at_s, ectopic=fast, atria="fibrillation"))
    criterion = found(one.criteria, "ectopic_run")
    assert criterion.met is True
    assert "aberrant conduction is not ruled out" in criterion.reason


@pytest.mark.parametrize(
    ("p_present", "steady", "said"),
    [
        (0.0, STEADY_SHARE - 0.05, True),
        (0.0, None, True),
        (0.0, STEADY_SHARE, False),
        (1.0, STEADY_SHARE - 0.05, False),
        (None, STEADY_SHARE - 0.05, False),
    ],
)
def test_aberrant_conduction_is_named_without_p_and_regular_rr_only(
    p_present, steady, said
):
    known = facts(
        p_present=p_present,
        rr_steady_share=steady,
        ectopic_run_beats=4.0,
        ectopic_run_bpm=140.0,
    )
    one = found(tachycardias(known), "ectopic_run")
    assert one.met is True
    assert ("aberrant" in one.reason) == said
