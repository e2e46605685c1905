"""Published criteria at their thresholds, on both sides, and where they must not be."""

from dataclasses import replace
from itertools import product

import numpy as np
import pytest

from ecgviewer.analysis.criteria.conduction_criteria import conduction_criteria
from ecgviewer.analysis.criteria.criteria_facts import Facts
from ecgviewer.analysis.criteria.interval_criteria import interval_criteria
from ecgviewer.analysis.criteria.voltage_criteria import voltage_criteria
from ecgviewer.analysis.quality.amplitude_plausibility import amplitude_plausibility
from ecgviewer.cli.measurements_json import measurements_json
from ecgviewer.ecg.leads import STANDARD_12
from ecgviewer.ecg.measurements import Measurement, Provenance, as_shown
from ecgviewer.ecg.reasons.text import text_of
from ecgviewer.ui.text.value_texts import measured_number
from tests.analysis.judging import (
    LEFT,
    everything,
    facts,
    found,
    within,
)
from tests.analysis.measuring import measured, value, whole
from tests.simulator import LBBB, simulate


def test_a_normal_ecg_meets_nothing():
    assert [one.key for one in everything(facts()) if one.met is not False] == []


def test_without_any_value_every_criterion_says_what_is_missing():
    for one in everything(Facts({}, {})):
        assert one.met is None
        assert one.reason


@pytest.mark.parametrize(
    ("key", "value_key", "below", "above"),
    [
        ("pr_long", "pr_ms", 200.0, 201.0),
        ("pr_short", "pr_ms", 120.0, 119.0),
        ("qrs_long", "qrs_ms", 110.0, 111.0),
        ("qtc_long", "qtcf_ms", 449.0, 450.0),
        ("qtc_short", "qtcf_ms", 391.0, 390.0),
        ("axis_left", "qrs_axis_deg", -30.0, -31.0),
        ("axis_left", "qrs_axis_deg", -91.0, -90.0),
        ("axis_right", "qrs_axis_deg", 90.0, 91.0),
        ("axis_right", "qrs_axis_deg", -179.0, 180.0),
        ("axis_extreme", "qrs_axis_deg", -90.0, -91.0),
        ("rr_irregular", "rr_range_ms", 120.0, 121.0),
    ],
)
def test_limits_of_intervals_and_axes(key, value_key, below, above):
    missed = found(interval_criteria(facts(**{value_key: below})), key)
    met = found(interval_criteria(facts(**{value_key: above})), key)
    assert (missed.met, met.met) == (False, True)


@pytest.mark.parametrize(
    ("key", "values"),
    [
        ("pr_long", {"pr_ms": 200.4}),
        ("pr_short", {"pr_ms": 119.6}),
        ("qrs_long", {"qrs_ms": 110.4}),
        ("axis_left", {"qrs_axis_deg": -30.4}),
        ("axis_right", {"qrs_axis_deg": 90.4}),
        ("rr_irregular", {"rr_range_ms": 120.4}),
        ("wide_qrs_tachycardia", {"heart_rate_bpm": 100.4, "qrs_ms": 150.0}
         | {"p_present": 0.0, "p_share": 0.0}),
    ],
)  # fmt: skip
def test_nothing_is_beyond_a_limit_that_it_is_shown_as(key, values):
    one = found(everything(facts(**values)), key)
    assert (one.met, one.margin) == (False, 0.0)
    deciding = next(part for part in one.parts if part.value == part.threshold)
    assert deciding.met is False


def test_voltages_are_held_against_limits_as_they_were_measured():
    for mv, met in ((1.096, False), (1.104, True)):
        one = found(voltage_criteria(facts({"aVL": {"r_mv": mv}})), "sokolow_lyon_avl")
        assert one.met is met
        assert one.margin == pytest.approx(mv - 1.1)


def test_points_of_a_score_are_counted_of_what_is_shown():
    for axis, late, points in ((-29.6, 49.6, 3.0), (-29.4, 49.4, 0.0)):
        leads = {"V5": {"r_peak_time_ms": late}}
        known = facts(leads, qrs_axis_deg=axis, qrs_ms=80.0)
        one = found(voltage_criteria(known), "romhilt_estes")
        assert one.parts[-1].value == points


@pytest.mark.parametrize(
    "unit", ["ms", "deg", "bpm", "mV", "mV/s", "mV·ms", "", "points"]
)
def test_what_is_compared_is_what_every_place_shows(unit):
    for number in (0.847, 119.6, 1.104, -30.4, 3.0):
        shown = measured_number(number, unit).replace("\N{MINUS SIGN}", "-")
        assert float(shown) == as_shown(number, unit)


@pytest.mark.parametrize(("minutes", "judged"), [(0.9, True), (1.3, False)])
def test_the_range_of_rr_says_nothing_of_many_beats(minutes, judged):
    """Rate that swings slowly, as breathing and the hours of a day make it."""
    duration_s = 60 * minutes
    rr_s = 0.9 + 0.08 * np.sin(np.arange(2 * duration_s) / 8)
    r_s = 0.5 + np.cumsum(rr_s)
    simulated = simulate(r_s[r_s < duration_s - 1], duration_s=duration_s, fs=250)
    found_values = measured(simulated, fiducials=None)
    assert value(found_values, "rr_range_ms") > 150
    assert value(found_values, "rr_steady_share") > 0.8
    one = found(found_values.criteria, "rr_irregular")
    assert one.met is (True if judged else None)
    assert ("more than 60 s of beats" in one.reason) == (not judged)
    assert (one.margin is None) == (not judged)


@pytest.mark.parametrize(
    ("age", "missed", "met"), [(3, 89, 90), (4, 99, 100), (15, 99, 100), (16, 110, 111)]
)
def test_qrs_limits_follow_age(age, missed, met):
    for qrs, expected in ((missed, False), (met, True)):
        known = facts(age=age, qrs_ms=float(qrs))
        assert found(interval_criteria(known), "qrs_long").met is expected


def test_a_qtc_between_the_limits_of_both_sexes_is_left_open_without_sex():
    between = found(interval_criteria(facts(sex=None, qtcf_ms=455.0)), "qtc_long")
    assert between.met is None
    assert "sex" in between.reason
    assert {part.threshold for part in between.parts} == {450.0, 460.0}
    assert (
        found(interval_criteria(facts(sex="female", qtcf_ms=455.0)), "qtc_long").met
        is False
    )
    assert found(interval_criteria(facts(sex=None, qtcf_ms=461.0)), "qtc_long").met


# ------------------------------------------------------------------------ conduction

RIGHT = {
    "V1": {"r_prime_mv": 0.9, "r_peak_time_ms": 80.0},
    "I": {"s_ms": 60.0},
    "V6": {"s_ms": 60.0},
}
ANTERIOR = {"aVL": {"q_mv": -0.1, "r_peak_time_ms": 45.0}}
POSTERIOR = {lead: {"q_mv": -0.1} for lead in ("III", "aVF")}


@pytest.mark.parametrize(
    ("key", "leads", "met", "missed"),
    [
        ("rbbb", RIGHT, {"qrs_ms": 120.0}, {"qrs_ms": 119.0}),
        ("rbbb_incomplete", RIGHT, {"qrs_ms": 110.0}, {"qrs_ms": 109.0}),
        ("rbbb_incomplete", RIGHT, {"qrs_ms": 119.0}, {"qrs_ms": 120.0}),
        ("lbbb", LEFT, {"qrs_ms": 120.0}, {"qrs_ms": 119.0}),
        ("lafb", ANTERIOR, {"qrs_axis_deg": -45.0}, {"qrs_axis_deg": -44.0}),
        ("lafb", ANTERIOR, {"qrs_axis_deg": -90.0}, {"qrs_axis_deg": -91.0}),
        ("lpfb", POSTERIOR, {"qrs_axis_deg": 90.0}, {"qrs_axis_deg": 89.0}),
        ("ivcd", {}, {"qrs_ms": 111.0}, {"qrs_ms": 110.0}),
    ],
)
def test_conduction_criteria_at_their_limits(key, leads, met, missed):
    assert found(conduction_criteria(facts(leads, **met)), key).met is True
    assert found(conduction_criteria(facts(leads, **missed)), key).met is False


@pytest.mark.parametrize(
    ("key", "leads", "changed"),
    [
        ("rbbb", RIGHT, {"V1": {"r_prime_mv": 0.0}}),
        ("rbbb", RIGHT, {"V6": {"s_ms": 40.0, "r_ms": 45.0}}),
        ("lbbb", LEFT, {"V6": {"q_mv": -0.05, "r_peak_time_ms": 70.0}}),
        ("lbbb", LEFT, {"V5": {"r_peak_time_ms": 60.0}}),
        ("lafb", ANTERIOR, {"aVL": {"q_mv": -0.1, "r_peak_time_ms": 44.0}}),
        ("lafb", ANTERIOR, {"aVL": {"q_mv": 0.0, "r_peak_time_ms": 50.0}}),
        ("lpfb", POSTERIOR, {"III": {"q_mv": 0.0}}),
    ],
)
def test_conduction_criteria_need_their_shape(key, leads, changed):
    axis = {"lafb": -60.0, "lpfb": 110.0}.get(key, 50.0)
    qrs = 110.0 if key in ("lafb", "lpfb") else 140.0
    known = facts(leads, qrs_axis_deg=axis, qrs_ms=qrs)
    assert found(conduction_criteria(known), key).met is True
    other = facts(leads | changed, qrs_axis_deg=axis, qrs_ms=qrs)
    assert found(conduction_criteria(other), key).met is False


def test_a_late_pure_r_in_v1_is_right_bundle_branch_block_too():
    pure = RIGHT | {"V1": {"r_prime_mv": 0.0, "s_mv": 0.0, "r_peak_time_ms": 51.0}}
    assert found(conduction_criteria(facts(pure, qrs_ms=130.0)), "rbbb").met
    early = RIGHT | {"V1": {"r_prime_mv": 0.0, "s_mv": 0.0, "r_peak_time_ms": 50.0}}
    missed = found(conduction_criteria(facts(early, qrs_ms=130.0)), "rbbb")
    assert missed.met is False


def test_a_wide_qrs_with_bundle_branch_block_is_not_unspecific():
    assert found(conduction_criteria(facts(LEFT, qrs_ms=150.0)), "ivcd").met is False
    assert found(conduction_criteria(facts(qrs_ms=150.0)), "ivcd").met is True


def test_paced_rhythm_is_not_judged():
    for one in everything(facts(LEFT, qrs_ms=150.0, paced=True)):
        if one.key in ("lbbb", "sokolow_lyon", "st_elevation", "st_depression"):
            assert one.met is None
            assert "paced" in one.reason


@pytest.mark.parametrize(
    ("key", "values"),
    [
        ("qrs_long", {"qrs_ms": 150.0}),
        ("axis_left", {"qrs_axis_deg": -60.0}),
        ("axis_right", {"qrs_axis_deg": 120.0}),
        ("axis_extreme", {"qrs_axis_deg": -95.0}),
    ],
)
def test_axis_and_length_of_qrs_are_said_to_be_of_paced_beats(key, values):
    for paced, reason in ((False, ""), (True, "of paced beats")):
        one = found(everything(facts(paced=paced, **values)), key)
        assert (one.met, one.reason) == (True, reason)


def test_a_limit_within_the_interval_of_a_value_is_said_to_be_uncertain():
    for qrs, low, high, uncertain in ((112, 100, 124, True), (130, 118, 142, False)):
        known = facts(LEFT)
        value = Measurement(
            float(qrs), "ms", "", float(low), float(high), provenance="file"
        )
        known = Facts(
            {**known.values, "qrs_ms": value},
            known.per_lead,
            known.age_years,
            known.sex,
        )
        one = found(interval_criteria(known), "qrs_long")
        assert one.met is True
        assert ("not certain" in one.reason) == uncertain
        if qrs == 130:
            block = found(conduction_criteria(known), "lbbb")
            assert block.met is True
            assert "120 lies within" in block.reason


def test_the_same_criteria_are_listed_whoever_it_is():
    usual = [one.key for one in everything(facts())]
    assert len(set(usual)) == len(usual)
    for known in (facts(paced=True), facts(age=5), facts(age=None), Facts({}, {})):
        assert [one.key for one in everything(known)] == usual


# --------------------------------------------------------------------------- voltage

AVL = {"aVL": {"r_mv": 1.0}}


@pytest.mark.parametrize(
    ("key", "sex", "missed", "met"),
    [
        (
            "sokolow_lyon",
            "male",
            {"V1": {"s_mv": -1.49}, "V5": {"r_mv": 2.0}},
            {"V1": {"s_mv": -1.5}, "V5": {"r_mv": 2.0}},
        ),
        ("sokolow_lyon_avl", "male", {"aVL": {"r_mv": 1.1}}, {"aVL": {"r_mv": 1.11}}),
        (
            "cornell",
            "male",
            AVL | {"V3": {"s_mv": -1.8}},
            AVL | {"V3": {"s_mv": -1.81}},
        ),
        (
            "cornell",
            "female",
            AVL | {"V3": {"s_mv": -1.0}},
            AVL | {"V3": {"s_mv": -1.01}},
        ),
        ("peguero", "male", {"V4": {"s_mv": -1.4}}, {"V4": {"s_mv": -1.41}}),
        ("peguero", "female", {"V4": {"s_mv": -1.15}}, {"V4": {"s_mv": -1.16}}),
        (
            "sokolow_lyon_right",
            "male",
            {"V5": {"s_mv": -0.25}},
            {"V5": {"s_mv": -0.26}},
        ),
        (
            "poor_r_progression",
            "male",
            {"V2": {"r_mv": 0.2}, "V3": {"r_mv": 0.31}},
            {"V2": {"r_mv": 0.2}, "V3": {"r_mv": 0.3}},
        ),
    ],
)
def test_voltage_criteria_at_their_limits(key, sex, missed, met):
    below = found(voltage_criteria(facts(missed, sex=sex)), key)
    above = found(voltage_criteria(facts(met, sex=sex)), key)
    assert (below.met, above.met) == (False, True)
    assert above.margin >= 0


@pytest.mark.parametrize(("sex", "qrs"), [("male", 122.0), ("female", 244.0 / 2.8)])
def test_the_cornell_product_at_its_limit(sex, qrs):
    leads = {"V3": {"s_mv": -1.2}}
    for step, expected in ((-0.5, False), (0.01, True)):
        known = facts(leads, sex=sex, qrs_ms=qrs + step)
        assert found(voltage_criteria(known), "cornell_product").met is expected


def test_cornell_without_sex_is_open_only_between_the_limits():
    """The margin is that to the farther limit of a value that reaches both, or none."""
    for s_mv, met, margin in (
        (-1.1, False, -0.1),
        (-1.5, None, None),
        (-2.1, True, 0.1),
    ):
        one = found(
            voltage_criteria(facts({"V3": {"s_mv": s_mv}}, sex=None)), "cornell"
        )
        assert one.met is met
        assert one.margin == pytest.approx(margin)


def test_qs_counts_as_s():
    qs = {
        "V1": {"q_mv": -2.0, "r_mv": 0.0, "s_mv": 0.0},
        "V5": {"r_mv": 1.6},
    }
    assert found(voltage_criteria(facts(qs)), "sokolow_lyon").met is True


def test_romhilt_estes_counts_what_can_be_measured():
    tall = {"V5": {"r_mv": 3.0}}
    late = {"V5": {"r_mv": 3.0, "r_peak_time_ms": 50.0}}
    assert found(voltage_criteria(facts(qrs_ms=80.0)), "romhilt_estes").met is False
    undecided = found(voltage_criteria(facts(tall, qrs_ms=92.0)), "romhilt_estes")
    assert undecided.met is None
    assert "4 points" in undecided.reason
    assert "digitalis" in undecided.reason
    met = found(voltage_criteria(facts(late, qrs_ms=92.0)), "romhilt_estes")
    assert met.met is True


def test_low_voltage_needs_both_groups_of_leads():
    low_limb = {lead: {"qrs_mv": 0.49} for lead in STANDARD_12[:6]}
    low_chest = {lead: {"qrs_mv": 0.99} for lead in STANDARD_12[6:]}
    assert found(voltage_criteria(facts(low_limb)), "low_voltage").met is False
    both = found(voltage_criteria(facts(low_limb | low_chest)), "low_voltage")
    assert both.met is True
    edge = low_limb | low_chest | {"V3": {"qrs_mv": 1.0}}
    assert found(voltage_criteria(facts(edge)), "low_voltage").met is False


def test_a_simulated_left_bundle_branch_block_meets_its_criterion():
    met = {one.key: one.met for one in whole(simulate(shape=LBBB)).criteria}
    assert (met["lbbb"], met["qrs_long"], met["rbbb"]) == (True, True, False)
    assert met["st_elevation"] is None


WHOSE: tuple[Provenance, ...] = ("ours", "reader")


def test_qrs_by_lines_is_judged_as_devices_measure_it_and_not_where_they_differ():
    """Limits are of devices, whose QRS is shorter than what LUDB's readers mark."""
    cases = ((121.0, False), (123.0, None), (137.0, None), (139.0, True))
    for (qrs_ms, met), whose in product(cases, WHOSE):
        known = facts(LEFT)
        value = Measurement(qrs_ms, "ms", "", provenance=whose)
        ours = replace(known, values={**known.values, "qrs_ms": value})
        criterion = found(interval_criteria(ours), "qrs_long")
        assert criterion.met is met
        assert ("cannot be judged: QRS" in criterion.reason) == (met is None)
        (part,) = criterion.parts
        assert (part.name, part.value) == ("QRS (device-like)", qrs_ms - 20)


# ---------------------------------------------------------------------- what is open


@pytest.mark.parametrize(
    ("key", "name", "leads"),
    [
        ("sokolow_lyon", "S V1 + R V5", {"V1": {"s_mv": -1.5}, "V5": {"r_mv": 2.0}}),
        ("sokolow_lyon_avl", "R aVL", {"aVL": {"r_mv": 1.1}}),
        ("cornell", "S V3 + R aVL", {"V3": {"s_mv": -2.0}, "aVL": {"r_mv": 0.8}}),
        (
            "cornell_product",
            "(S V3 + R aVL) × QRS",
            {"V3": {"s_mv": -1.64}, "aVL": {"r_mv": 0.8}},
        ),
        ("peguero", "deepest S + S V4", {"V2": {"s_mv": -2.0}, "V4": {"s_mv": -0.8}}),
        (
            "sokolow_lyon_right",
            "R V1 + S V5 or V6",
            {"V1": {"r_mv": 0.8}, "V6": {"s_mv": -0.25}},
        ),
        (
            "poor_r_progression",
            "R V3",
            {"V2": {"r_mv": 0.1}, "V3": {"r_mv": 0.3}},
        ),
    ],
)
@pytest.mark.parametrize("beyond", [-0.03, 0.03])
def test_voltages_within_their_intervals_are_not_certain(key, name, leads, beyond):
    """Each is at its limit but for ``beyond``, on one side or the other."""
    (first, values), *others = (
        leads.items() if key != "poor_r_progression" else (reversed(leads.items()))
    )
    ((wave, mv),) = values.items()
    for half, open_ in ((0.05, True), (0.001, False)):
        given = {first: {wave: (mv + beyond if mv > 0 else mv - beyond, half)}}
        given |= {lead: {w: (v, half) for w, v in row.items()} for lead, row in others}
        one = found(voltage_criteria(within(given, qrs_ms=100.0)), key)
        assert one.met is (beyond > 0 if key != "poor_r_progression" else beyond < 0)
        assert (f"lies within the interval of {name}" in one.reason) == open_


def test_errors_of_two_leads_add_up_as_independent_ones_do():
    for r_mv, open_ in ((2.4, True), (2.6, False)):
        leads = {"V1": {"s_mv": (-1.5, 0.3)}, "V5": {"r_mv": (r_mv, 0.4)}}
        one = found(voltage_criteria(within(leads)), "sokolow_lyon")
        assert one.met is True
        assert ("3.4 to 4.4" in one.reason) == open_
        assert bool(one.reason) == open_


def test_low_voltage_is_open_only_if_neither_group_of_leads_is_surely_high():
    for limb_mv, open_ in ((0.52, True), (0.8, False)):
        leads = {lead: {"qrs_mv": (limb_mv, 0.05)} for lead in STANDARD_12[:6]}
        leads |= {lead: {"qrs_mv": (0.98, 0.05)} for lead in STANDARD_12[6:]}
        one = found(voltage_criteria(within(leads)), "low_voltage")
        assert one.met is False
        assert ("largest QRS, limb leads, 0.47 to 0.57" in one.reason) == open_
        assert ("largest QRS, chest leads" in one.reason) == open_


def test_points_for_a_voltage_that_is_not_certain_leave_the_score_open():
    for half, open_ in ((0.3, True), (0.1, False)):
        leads = {"V5": {"r_mv": (3.2, half), "r_peak_time_ms": (50.0, 0.0)}}
        one = found(voltage_criteria(within(leads)), "romhilt_estes")
        assert one.met is True
        assert ("3 mV lies within the interval of R V5" in one.reason) == open_
    surely = {"V5": {"r_mv": (3.2, 0.3)}, "V6": {"r_mv": (3.5, 0.1)}}
    surely["V5"]["r_peak_time_ms"] = (50.0, 0.0)
    one = found(voltage_criteria(within(surely)), "romhilt_estes")
    assert (one.met, one.reason) == (True, "")


# ------------------------------------------------------- what a block makes of others


def test_a_block_with_r_above_s_in_v1_or_v2_is_perhaps_pacing_or_pre_excitation():
    for lead in ("V1", "V2"):
        high = LEFT | {lead: {"r_mv": 1.3, "s_mv": -0.1}}
        one = found(conduction_criteria(facts(high, qrs_ms=150.0)), "lbbb")
        assert one.met is None
        assert "pre-excitation is not ruled out" in one.reason
    none = LEFT | {"V1": {"r_mv": 1.3}, "V5": {"q_mv": -0.2}}
    assert found(conduction_criteria(facts(none, qrs_ms=150.0)), "lbbb").met is False


def test_a_late_r_peak_that_its_interval_allows_leaves_a_block_open():
    early = LEFT | {"V5": {"q_mv": 0.0, "r_peak_time_ms": 57.0}}
    known = facts(early, qrs_ms=150.0)
    for high_ms, expected in ((74.0, None), (60.0, False)):
        peak = Measurement(57.0, "ms", "", 39.0, high_ms)
        per_lead = {**known.per_lead, "V5": {**known.per_lead["V5"]}}
        per_lead["V5"]["r_peak_time_ms"] = peak
        one = found(conduction_criteria(replace(known, per_lead=per_lead)), "lbbb")
        assert one.met is expected
        assert ("60 ms lies within" in one.reason) == (expected is None)


@pytest.mark.parametrize("right", [True, False])
def test_a_right_block_leaves_no_left_one_open_so_that_st_is_judged(right):
    raised = {lead: {"st_j_mv": 0.3} for lead in ("V2", "V3", "V4")}
    known = facts((RIGHT if right else {"V1": {"r_prime_mv": 0.0}}) | raised)
    value = Measurement(150.0, "ms", "", provenance="file")
    known = replace(known, values={**known.values, "qrs_ms": value})
    peak = Measurement(50.0, "ms", "", 33.0, 66.0)
    late = {lead: known.per_lead[lead] | {"r_peak_time_ms": peak} for lead in V5_V6}
    judged = everything(replace(known, per_lead={**known.per_lead, **late}))
    assert found(judged, "rbbb").met is right
    assert found(judged, "lbbb").met is (False if right else None)
    assert found(judged, "st_elevation").met is (True if right else None)


V5_V6 = ("V5", "V6")
HIGH = {"V1": {"r_mv": 1.0}, "V5": {"s_mv": -0.8}, "aVL": {"r_mv": 1.5}}


@pytest.mark.parametrize(
    ("key", "block"),
    [
        ("sokolow_lyon_avl", "lbbb"),
        ("sokolow_lyon_avl", "lafb"),
        ("sokolow_lyon_right", "rbbb"),
        ("sokolow_lyon_right", "rbbb_incomplete"),
    ],
)
def test_voltages_that_a_block_makes_by_itself_come_with_a_reservation(key, block):
    known = facts(HIGH)
    for met in (True, False, None):
        one = found(voltage_criteria(replace(known, blocks={block: met})), key)
        assert one.met is True
        assert ("these are also the voltages of" in one.reason) == (met is True)


def test_high_voltages_of_most_leads_are_a_wrong_gain():
    plain = {lead: {"qrs_mv": 1.0} for lead in STANDARD_12}
    few = {lead: {"qrs_mv": 9.0, "r_mv": 8.0} for lead in ("V3", "V4", "V5")}
    for leads, doubtful in ((plain | few, False), (five_times(plain | few), True)):
        known = facts(leads)
        assert bool(amplitude_plausibility(known.per_lead).reason) == doubtful
        one = found(everything(known), "sokolow_lyon")
        assert one.met is True
        assert ("gain or unit is probably wrong" in one.reason) == doubtful
    assert found(everything(known), "low_voltage").reason == ""


def test_a_lead_higher_than_any_heart_makes_it_has_a_wrong_gain():
    high = {"s_mv": -9.0, "r_mv": 0.9}
    for mv, doubtful in ((9.9, False), (10.1, True)):
        known = facts({"V1": high | {"qrs_mv": mv}, "V3": {"s_mv": -2.5}})
        doubt = amplitude_plausibility(known.per_lead)
        assert bool(doubt.reason) == doubtful
        judged = everything(known)
        for key in ("sokolow_lyon", "peguero"):
            assert found(judged, key).met is True
            assert ("probably wrong in V1" in found(judged, key).reason) == doubtful
        # V3 and aVL are as they should be.
        assert found(judged, "cornell").met is True
        assert found(judged, "cornell").reason == ""
    both = {lead: high | {"qrs_mv": 10.1} for lead in ("V1", "V4")}
    judged = everything(facts(both | {"V3": {"s_mv": -2.5}}))
    assert "probably wrong in V1, V4" in found(judged, "cornell").reason


def test_a_wrong_gain_of_a_lead_hides_no_st_depression():
    """Hypertrophy, in which ST is not judged, rests on that lead alone."""
    depressed = {lead: {"st_j_mv": -0.2} for lead in ("II", "aVF")}
    judged = everything(facts(depressed | {"V1": {"s_mv": -9.0, "qrs_mv": 10.1}}))
    assert found(judged, "st_depression").met is True
    assert found(judged, "st_depression").reason


def test_leads_lower_than_any_heart_makes_them_have_a_wrong_gain():
    low = {lead: {"qrs_mv": 0.14, "r_mv": 0.1, "s_mv": 0.0} for lead in STANDARD_12}
    effusion = low | {"V3": {"qrs_mv": 0.3, "r_mv": 0.2, "s_mv": -0.1}}
    for leads, doubtful in ((low, True), (effusion, False)):
        known = facts(leads)
        assert bool(amplitude_plausibility(known.per_lead).reason) == doubtful
        judged = everything(known)
        for key in ("low_voltage", "poor_r_progression"):
            assert found(judged, key).met is True
            assert ("of no more than 0.140 mV" in found(judged, key).reason) == doubtful
    limb = {lead: known.per_lead[lead] for lead in STANDARD_12[:6]}
    assert amplitude_plausibility(limb).reason is None, (
        "chest leads may be of any height"
    )


def five_times(leads: dict[str, dict[str, float]]) -> dict[str, dict[str, float]]:
    return {
        lead: {key: 5 * mv for key, mv in values.items()}
        for lead, values in leads.items()
    }


def test_blocks_are_judged_before_the_voltages_and_st_that_they_make():
    leads = {lead: {**values} for lead, values in RIGHT.items()}
    for lead, mv in (("V1", {"r_mv": 1.0}), ("V5", {"s_mv": -0.8})):
        leads[lead] = {**leads.get(lead, {}), **mv}
    for lead in ("V1", "V2"):
        leads[lead] = {**leads.get(lead, {}), "st_j_mv": -0.2}
    judged = everything(facts(leads, qrs_ms=150.0))
    assert found(judged, "rbbb").met is True
    assert "right bundle" in found(judged, "sokolow_lyon_right").reason
    assert found(judged, "st_depression").met is False


def test_a_recording_of_a_wrong_gain_says_so():
    for factor, expected in ((1, 0), (8, 1), (0.001, 1)):
        simulated = simulate()
        signal = factor * simulated.recording.whole_signal_mv
        one = whole(simulated, recording=replace(simulated.recording, signal_mv=signal))
        assert len(one.cautions) == expected
        assert measurements_json(one)["cautions"] == list(map(text_of, one.cautions))
