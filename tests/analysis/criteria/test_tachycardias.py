"""Fast rhythms, runs of ectopic beats, and wide QRS without P at any rate."""

import numpy as np
import pytest

from ecgviewer.analysis.criteria.tachycardias import (
    is_ventricular,
    is_wide_without_p,
    tachycardias,
)
from ecgviewer.ecg.criteria import Criterion
from tests.analysis.judging import LEFT, everything, facts, found
from tests.analysis.measuring import measured, value, whole
from tests.simulator import LBBB, VENTRICULAR, BeatShape, simulate

FAST = {"heart_rate_bpm": 150.0, "p_present": 0.0, "p_share": 0.0}
SLOW: dict[str, float | None] = {
    **{"heart_rate_bpm": 80.0, "qrs_ms": 150.0, "p_present": 0.0, "p_share": 0.0}
}
MEETING: dict[str, dict[str, dict[str, float | None]]] = {
    "lbbb": LEFT,
    "ivcd": {},
    "sokolow_lyon": {"V1": {"s_mv": -2.0}, "V5": {"r_mv": 2.0}},
    "st_elevation": {lead: {"st_j_mv": 0.3} for lead in ("II", "aVF")},
    "st_depression": {lead: {"st_j_mv": -0.3} for lead in ("V4", "V5")},
}
RESERVATION = "a ventricular or paced rhythm is not ruled out (wide QRS without P)"


def judged(**values: float | None) -> dict[str, Criterion]:
    known = facts(**(FAST | values))
    return {one.key: one for one in tachycardias(known)}


def test_a_regular_tachycardia_without_p_is_said_however_wide_qrs_is():
    for qrs_ms, wide in ((90.0, False), (150.0, True)):
        one = judged(qrs_ms=qrs_ms)
        assert one["tachycardia_without_p"].met is True
        assert one["wide_qrs_tachycardia"].met is wide
    with_single_beats = judged(rr_steady_share=0.86)
    assert with_single_beats["tachycardia_without_p"].met is True
    for changed in ({"rr_steady_share": 0.8}, {"p_present": 1.0, "p_share": 1.0}):
        assert judged(**changed)["tachycardia_without_p"].met is False


def test_waves_of_the_atria_that_are_seen_are_said_of_a_tachycardia():
    """Flutter conducted two to one but for a few beats is regular and without P."""
    waves = "regular waves of the atria instead of P, as in flutter"
    for one in judged(qrs_ms=150.0, atrial_waves=True).values():
        assert (waves in one.reason) is (one.key != "ectopic_run")
    slow = judged(qrs_ms=150.0, atrial_waves=True, heart_rate_bpm=72.0)
    assert not any(waves in one.reason for one in slow.values())


def test_p_before_some_beats_leaves_open_whether_it_is_before_all():
    known = facts(**(FAST | {"qrs_ms": 150.0, "p_share": 0.15}))
    wide, _, narrow = tachycardias(known)
    assert (wide.met, narrow.met) == (None, None)
    assert "P waves" in wide.reason
    assert is_ventricular(known) is None
    few = facts(**(FAST | {"qrs_ms": 150.0, "p_share": 0.05}))
    assert is_ventricular(few) is True


def test_one_captured_beat_leaves_a_tachycardia_regular():
    rr = np.full(20, 0.45)
    rr[10] = 0.80
    r_s = 0.3 + np.concatenate([[0.0], np.cumsum(rr)])
    steady = measured(simulate(r_s, duration_s=float(r_s[-1]) + 0.4))
    assert value(steady, "rr_steady_share") == pytest.approx(0.95)
    assert value(steady, "rr_range_ms") > 300
    rng = np.random.default_rng(0)
    r_s = 0.3 + np.cumsum(rng.uniform(0.33, 0.57, 20))
    wild = measured(simulate(r_s, duration_s=float(r_s[-1]) + 0.4))
    assert value(wild, "rr_steady_share") < 0.7


def with_run(n_beats: int, rr_s: float) -> dict[float, BeatShape]:
    return {4.0 + rr_s * k: VENTRICULAR for k in range(n_beats)}


@pytest.mark.parametrize(
    ("n_beats", "rr_s", "met"),
    [
        (1, 0.4, False),
        (2, 0.4, False),
        (3, 0.4, True),
        (5, 0.4, True),
        (3, 0.65, False),
    ],
)
def test_three_fast_ectopic_beats_in_a_row_are_a_run(n_beats, rr_s, met):
    ectopic = with_run(n_beats, rr_s)
    sinus_s = [0.5, 1.4, 2.3, 3.2, 7.5, 8.4, 9.3, 10.2]
    one = measured(simulate(sinus_s, duration_s=12.0, ectopic=ectopic))
    assert value(one, "ectopic_beats") == n_beats
    assert value(one, "ectopic_run_beats") == n_beats
    if n_beats > 1:
        assert value(one, "ectopic_run_bpm") == pytest.approx(60 / rr_s, abs=1.5)
    assert found(one.criteria, "ectopic_run").met is met


def test_without_kinds_of_beats_nobody_knows_of_ectopic_ones():
    one = measured(simulate(), classes=None)
    assert one.values["ectopic_beats"].value is None
    assert found(one.criteria, "ectopic_run").met is None


@pytest.mark.parametrize("key", MEETING)
@pytest.mark.parametrize(
    ("changed", "reserved"),
    [
        ({}, True),
        ({"heart_rate_bpm": 35.0}, True),
        # P before some of the beats only, or nothing known of P or RR.
        ({"p_share": 0.3}, True),
        ({"p_present": None, "p_share": None}, True),
        ({"rr_steady_share": None}, True),
        ({"p_present": 1.0, "p_share": 1.0}, False),
        ({"rr_steady_share": 0.84}, False),
    ],
)
def test_what_wide_beats_without_p_meet_comes_with_a_reservation(
    key, changed, reserved
):
    one = found(everything(facts(MEETING[key], **SLOW | changed)), key)
    assert one.met is True
    assert (RESERVATION in one.reason) == reserved


def test_of_narrow_paced_and_fast_beats_it_is_not_said():
    """What is known of the last two is said instead."""
    leads = MEETING["sokolow_lyon"]
    for known in (
        facts(leads, **SLOW | {"qrs_ms": 119.0}),
        facts(leads, paced=True, **SLOW),
        facts(leads, **SLOW | {"heart_rate_bpm": 150.0}),
    ):
        assert not any(RESERVATION in one.reason for one in everything(known))


def criteria_of(shape: BeatShape, rate_bpm: float) -> tuple[Criterion, ...]:
    shape = shape.for_rate(rate_bpm)
    return whole(simulate(rate_bpm=rate_bpm, shape=shape, duration_s=20.0)).criteria


@pytest.mark.parametrize("rate_bpm", [35, 80])
def test_an_escape_rhythm_of_a_ventricle_is_not_said_to_be_conducted(rate_bpm):
    ivcd = found(criteria_of(VENTRICULAR, rate_bpm), "ivcd")
    assert ivcd.met is True
    assert RESERVATION in ivcd.reason


def test_a_block_in_sinus_rhythm_is_said_without_it():
    lbbb = found(criteria_of(LBBB, 70), "lbbb")
    assert lbbb.met is True
    assert RESERVATION not in lbbb.reason


def test_qrs_is_wide_by_the_limit_of_the_patients_age():
    """As for blocks: 110 ms are wide in a child, not in an adult."""
    for age, wide in ((40.0, False), (8.0, True), (2.0, True)):
        known = facts(age=age, **(SLOW | {"qrs_ms": 110.0}))
        assert is_wide_without_p(known) is wide
        assert known.wide_qrs.met is wide
