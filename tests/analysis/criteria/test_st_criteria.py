"""ST rules and wide-QRS tachycardia at their limits, and where they must not be."""

from dataclasses import replace

import pytest

from ecgviewer.analysis.criteria.criteria_facts import Facts
from ecgviewer.analysis.criteria.st_criteria import (
    CHAINS,
    elevation_limits_mv,
    st_criteria,
)
from ecgviewer.ecg.criteria import Criterion
from ecgviewer.ecg.leads import STANDARD_12
from ecgviewer.ecg.measurements import Measurement
from ecgviewer.ecg.reasons.criteria import YOUNG
from tests.analysis.judging import (
    LEFT,
    PLAIN,
    Known,
    everything,
    facts,
    found,
    j,
    within,
)


def st(known: Facts, key: str = "st_elevation") -> Criterion:
    return found(st_criteria(known, lbbb=False, lvh=False), key)


def levels(mv: float, *leads: str) -> dict[str, dict[str, float | None]]:
    return {lead: {"st_j_mv": mv} for lead in leads}


@pytest.mark.parametrize(
    ("age", "sex", "limit"),
    [
        (39, "male", 0.25),
        (40, "male", 0.20),
        (39, "female", 0.15),
        (70, "female", 0.15),
    ],
)
def test_st_limits_of_v2_and_v3_follow_age_and_sex(age, sex, limit):
    for mv, expected in ((limit, True), (limit - 0.001, False)):
        one = st(facts(levels(mv, "V2", "V3"), age=age, sex=sex))
        assert one.met is expected
        assert one.margin == pytest.approx(mv - limit)
        assert one.leads == ("V2", "V3")


@pytest.mark.parametrize(
    "pair", [("V3", "V4"), ("V5", "V6"), ("aVL", "I"), ("II", "aVF"), ("aVF", "III")]
)
def test_two_contiguous_leads_are_needed(pair):
    assert st(facts(levels(0.21, *pair))).met is True
    assert st(facts(levels(0.21, pair[0]))).met is False
    assert st(facts(levels(0.099, *pair))).met is False


def test_leads_that_are_not_neighbours_do_not_count():
    assert st(facts(levels(0.3, "V1", "V4", "aVL", "III"))).met is False


def test_avr_counts_upside_down_between_i_and_ii():
    inverted = levels(0.12, "I") | levels(-0.12, "aVR")
    one = st(facts(inverted))
    assert one.met is True
    assert one.leads == ("I", "-aVR")
    assert st(facts(levels(0.12, "I", "aVR"))).met is False


def test_without_age_and_sex_both_thresholds_are_given():
    for mv, expected in ((0.14, False), (0.2, None), (0.25, True)):
        one = st(facts(levels(mv, "V2", "V3"), age=None, sex=None))
        assert one.met is expected
        assert "both thresholds" in one.reason
    thresholds = {part.threshold for part in one.parts if part.name == "J in V2"}
    assert thresholds == {0.15, 0.25}


def test_st_is_not_judged_in_lbbb_and_hypertrophy():
    known = facts(levels(0.3, "V1", "V2", "V3"))
    for options, word in (
        ({"lbbb": True, "lvh": False}, "left bundle"),
        ({"lbbb": False, "lvh": True}, "hypertrophy"),
    ):
        judged = st_criteria(known, **options)
        for key in ("st_elevation", "st_depression"):
            one = found(judged, key)
            assert one.met is None
            assert word in one.reason
            assert one.parts
    hypertrophic = {"V1": {"s_mv": -2.0}, "V5": {"r_mv": 2.0}}
    whole = everything(facts(hypertrophic))
    assert found(whole, "st_elevation").met is None


@pytest.mark.parametrize(
    ("qrs_ms", "changed", "judged"),
    [
        (140.0, {}, False),
        (140.0, {"V6": {"r_peak_time_ms": 50.0}}, True),
        (140.0, {"V6": {"r_peak_time_ms": None}}, False),
        (119.0, {}, True),
    ],
    ids=["but for QRS", "early R in V6", "R in V6 unknown", "narrow"],
)
def test_st_is_not_judged_where_left_bundle_branch_block_is_not_ruled_out(
    qrs_ms, changed, judged
):
    """Published limits of QRS are undecided up to 25 ms above them."""
    elevated = {lead: {"st_j_mv": 0.3} for lead in ("V1", "V2", "V3")}
    leads = {
        lead: LEFT.get(lead, {}) | elevated.get(lead, {}) | changed.get(lead, {})
        for lead in STANDARD_12
    }
    known = facts(leads)
    qrs = Measurement(qrs_ms, "ms", "")
    whole = everything(replace(known, values={**known.values, "qrs_ms": qrs}))
    for key in ("st_elevation", "st_depression"):
        one = found(whole, key)
        assert (one.met is not None) == judged
        assert ("left bundle branch block is not ruled out" in one.reason) != judged


def test_st_depression_at_its_limit_and_by_its_slope():
    def depressed(mv: float, slope: float) -> Criterion:
        leads = {v: {"st_j_mv": mv, "st_slope_mv_s": slope} for v in ("V5", "V6")}
        return st(facts(leads), "st_depression")

    assert depressed(-0.05, 0.0).met is True
    assert depressed(-0.05, -1.0).met is True
    assert depressed(-0.049, 0.0).met is False
    assert depressed(-0.2, 0.6).met is False


def test_in_hypertrophy_elevation_of_v1_to_v3_counts_from_a_quarter_of_qrs_on():
    def raised(mv: float, *leads: str, qrs_mv: float = 4.0) -> Criterion:
        values = {lead: {"st_j_mv": mv, "qrs_mv": qrs_mv} for lead in leads}
        judged = st_criteria(facts(values), lbbb=False, lvh=True)
        return found(judged, "st_elevation_lvh")

    assert raised(1.0, "V2", "V3").met is True
    assert raised(0.99, "V2", "V3").met is False
    assert raised(0.99, "V2", "V3").margin == pytest.approx(-0.01)
    # A small QRS does not lower the usual limit; elsewhere that is all there is.
    assert raised(0.19, "V2", "V3", qrs_mv=0.4).met is False
    assert raised(0.11, "V4", "V5").met is True
    assert raised(0.11, "II", "aVF").leads == ("II", "aVF")


@pytest.mark.parametrize(
    ("s_mv", "half", "judged"),
    [
        (-1.9, 0.05, ("st_elevation_lvh",)),
        (-1.55, 0.1, ("st_elevation", "st_elevation_lvh")),
        (-1.45, 0.1, ("st_elevation", "st_elevation_lvh")),
        (-1.1, 0.05, ("st_elevation",)),
    ],
    ids=["surely high", "perhaps high", "perhaps not", "surely not"],
)
def test_where_hypertrophy_is_in_doubt_both_rules_are_judged(s_mv, half, judged):
    """Sokolow-Lyon is met from 3.5 mV on, of which R in V5 has 2."""
    voltages = {
        "V1": {"s_mv": (s_mv, half)},
        "V5": {"r_mv": (2.0, 0.0)},
    }
    known = within(voltages | j("II", "aVF", at=(0.3, 0.0)))
    whole = everything(known)
    met = tuple(one.key for one in whole if one.met and one.key.startswith("st_elev"))
    assert met == judged
    for key in met:
        doubt = "not certain whether voltage criteria" in found(whole, key).reason
        assert doubt == (len(judged) == 2)


@pytest.mark.parametrize("s_mv", [-2.2, -0.5], ids=["high", "usual"])
def test_what_is_only_to_be_known_of_the_young_leaves_no_rule_in_doubt(s_mv):
    """That high voltages are common below 35 years makes them no less high."""
    voltages = {"V1": {"s_mv": s_mv}, "V5": {"r_mv": 2.0}}
    raised = levels(0.25, "II", "aVF")
    young, older = (
        {one.key: one for one in everything(facts(voltages | raised, age=age))}
        for age in (34, 36)
    )
    assert young["sokolow_lyon"].met is older["sokolow_lyon"].met is (s_mv < -1.5)
    if young["sokolow_lyon"].met:
        assert young["sokolow_lyon"].reasons == (YOUNG(),)
    for key in ("st_elevation", "st_elevation_lvh", "st_depression"):
        assert young[key].met is older[key].met
        assert young[key].reasons == older[key].reasons
    assert young["st_elevation"].met is (None if s_mv < -1.5 else True)


def test_without_hypertrophy_its_rule_is_not_met_and_says_so():
    known = facts(levels(0.3, "V4", "V5"), age=None, sex=None)
    one = found(st_criteria(known, lbbb=False, lvh=False), "st_elevation_lvh")
    assert (one.met, one.margin) == (False, None)
    assert one.parts[0].met is False
    (block,) = (
        one
        for one in st_criteria(known, lbbb=True, lvh=True)
        if one.key == "st_elevation_lvh"
    )
    assert block.met is None
    assert "left bundle branch block" in block.reason


VENTRICULAR = {"heart_rate_bpm": 150.0, "qrs_ms": 150.0, "p_present": 0.0} | {
    "p_share": 0.0
}


@pytest.mark.parametrize(
    "changed",
    [
        {"heart_rate_bpm": 100.0},
        {"qrs_ms": 119.0},
        {"p_present": 1.0},
        {"rr_steady_share": 0.84},
    ],
    ids=lambda changed: next(iter(changed)),
)
def test_a_wide_tachycardia_is_fast_regular_wide_and_without_p(changed):
    high = {"V1": {"s_mv": -2.0}, "V5": {"r_mv": 2.0}, **levels(0.3, "II", "aVF")}
    for values, expected in ((VENTRICULAR, True), (VENTRICULAR | changed, False)):
        whole = everything(facts(high, **values))
        assert found(whole, "wide_qrs_tachycardia").met is expected
        for key in ("sokolow_lyon", "st_elevation_lvh", "sgarbossa"):
            one = found(whole, key)
            assert ("wide-QRS tachycardia" in one.reason) == expected
            assert (one.met is None) == expected


def test_a_block_in_a_wide_tachycardia_comes_with_a_reservation():
    slow = found(everything(facts(LEFT, qrs_ms=150.0)), "lbbb")
    assert slow.reason == ""
    fast = found(everything(facts(LEFT, **VENTRICULAR)), "lbbb")
    assert fast.met is True
    assert fast.reason == "ventricular tachycardia is not ruled out"


def test_a_width_that_devices_do_not_agree_on_leaves_a_wide_tachycardia_open():
    known = facts(levels(0.3, "II", "aVF"), **VENTRICULAR)
    values = {**known.values, "qrs_ms": Measurement(138.0, "ms", "")}
    whole = everything(replace(known, values=values))
    assert found(whole, "wide_qrs_tachycardia").met is None
    st_elevation = found(whole, "st_elevation")
    assert st_elevation.met is True
    assert st_elevation.reason == "ventricular tachycardia is not ruled out"


def test_no_wide_tachycardia_in_children_and_paced_rhythm():
    for options in ({"age": 3.0}, {"paced": True}):
        known = facts(**options, **VENTRICULAR)
        whole = everything(known)
        assert found(whole, "wide_qrs_tachycardia").met is None
        assert not any("wide-QRS" in one.reason for one in whole)
    high = found(everything(facts(paced=True)), "st_elevation_lvh")
    assert (high.met, high.reason) == (None, "not evaluated in paced rhythm")


UP = {"r_mv": 1.0, "s_mv": -0.2}
DOWN = {"r_mv": 0.2, "s_mv": -2.0}


@pytest.mark.parametrize(
    ("lead", "wave", "limit_mv"),
    [("V6", UP, 0.1), ("V5", DOWN, 0.5), ("aVR", DOWN, 0.5), ("V2", DOWN, -0.1)],
    ids=["with QRS", "against QRS", "against QRS in aVR", "depressed with QRS"],
)
def test_in_a_block_st_counts_with_qrs_or_from_a_quarter_of_s_on(lead, wave, limit_mv):
    away = 0.001 if limit_mv > 0 else -0.001
    for mv, expected in ((limit_mv, True), (limit_mv - away, False)):
        known = facts({"V1": DOWN, lead: {**wave, "st_j_mv": mv}})
        for paced in (False, True):
            wide = replace(known, rhythm=facts(paced=paced).rhythm)
            wide = replace(wide, values=facts(qrs_ms=150.0).values)
            one = found(st_criteria(wide, lbbb=not paced, lvh=False), "sgarbossa")
            assert one.met is expected
            assert one.leads == (lead,)
            assert one.margin == pytest.approx(-0.001 if not expected else 0.0)


def test_st_against_qrs_and_depression_elsewhere_are_what_a_block_does():
    usual = {
        "V1": {**DOWN, "st_j_mv": 0.3},
        "V6": {**UP, "st_j_mv": -0.3},
        "V4": {**DOWN, "st_j_mv": -0.3},
    }
    assert found(st_criteria(facts(usual), lbbb=True, lvh=False), "sgarbossa").met is (
        False
    )


@pytest.mark.parametrize("lead", ["V1", "V6"])
def test_one_lead_that_was_not_measured_leaves_st_in_a_block_open(lead):
    for key in ("st_j_mv", "r_mv"):
        values = dict.fromkeys(PLAIN) if key == "r_mv" else {key: None}
        known = facts({lead: values})
        one = found(st_criteria(known, lbbb=True, lvh=False), "sgarbossa")
        assert one.met is None
        assert one.reason == f"could not be measured: {lead}"
    elsewhere = facts({lead: values, "I": {**UP, "st_j_mv": 0.2}})
    one = found(st_criteria(elsewhere, lbbb=True, lvh=False), "sgarbossa")
    assert one.met is True


def test_a_lead_as_high_as_deep_says_nothing_of_st_in_a_block():
    def judged(r: Known, s: Known) -> Criterion:
        known = within({"V4": {"r_mv": r, "s_mv": s, "st_j_mv": (0.3, 0.01)}})
        return found(st_criteria(known, lbbb=True, lvh=False), "sgarbossa")

    assert judged((1.0, 0.02), (-0.9, 0.02)).met is True
    assert judged((1.0, 0.02), (-0.97, 0.02)).met is False
    assert judged((0.97, 0.02), (-1.0, 0.02)).met is False
    assert judged((0.9, 0.02), (-1.0, 0.02)).met is True


@pytest.mark.parametrize(("qrs_ms", "known"), [(150.0, False), (100.0, True)])
def test_depression_that_pacing_makes_by_itself_has_no_margin(qrs_ms, known):
    """Of both ventricles: QRS is upwards in V1, and the rule of blocks not asked."""
    depressed = {"V1": UP, **levels(-0.2, "V4", "V5")}
    whole = everything(facts(depressed, paced=True, qrs_ms=qrs_ms))
    assert found(whole, "sgarbossa").met is False
    one = found(whole, "st_depression")
    assert (one.met, one.reason) == (None, "not evaluated in paced rhythm")
    assert (one.margin is not None) == known


def test_st_in_paced_rhythm_is_judged_where_the_right_ventricle_is_paced():
    raised = {"V6": {**UP, "st_j_mv": 0.3}}
    for v1, expected in ((DOWN, True), (UP, False)):
        known = facts({"V1": v1, **raised}, paced=True, qrs_ms=150.0)
        one = found(st_criteria(known, lbbb=None, lvh=False), "sgarbossa")
        assert one.met is expected


def test_a_qs_is_as_deep_as_its_q():
    for mv, expected in ((0.5, True), (0.49, False)):
        qs = {"q_mv": -2.0, "r_mv": 0.0, "s_mv": 0.0, "st_j_mv": mv}
        judged = st_criteria(facts({"V1": qs}), lbbb=True, lvh=False)
        assert found(judged, "sgarbossa").met is expected


def test_st_in_a_block_is_open_where_the_block_is():
    raised = facts({"V6": {**UP, "st_j_mv": 0.3}})
    for lbbb, expected in ((None, None), (False, False)):
        one = found(st_criteria(raised, lbbb=lbbb, lvh=False), "sgarbossa")
        assert one.met is expected
    assert "left bundle branch block, which is open" in (
        found(st_criteria(raised, lbbb=None, lvh=False), "sgarbossa").reason
    )
    plain = found(st_criteria(facts(), lbbb=None, lvh=False), "sgarbossa")
    assert plain.met is False
    narrow = replace(raised, rhythm=facts(paced=True).rhythm)
    assert found(st_criteria(narrow, lbbb=None, lvh=False), "sgarbossa").met is False


def test_st_in_a_block_within_its_interval_is_not_certain():
    def judged(at: Known, *more: str) -> Criterion:
        known = within(j("V6", at=at) | j(*more, at=(0.3, 0.05)))
        return found(st_criteria(known, lbbb=True, lvh=False), "sgarbossa")

    for at, met in (((0.12, 0.03), True), ((0.08, 0.03), False)):
        assert judged(at).met is met
        assert "0.1 mV lies within the interval of J in V6, QRS upwards" in (
            judged(at).reason
        )
    assert judged((0.12, 0.01)).reason == judged((0.08, 0.01)).reason == ""
    assert judged((0.12, 0.03), "V5").reason == ""


def test_every_lead_of_a_chain_has_a_limit():
    for chain in CHAINS.values():
        for lead in chain:
            low, high = elevation_limits_mv(lead, None, None)
            assert 0.05 <= low <= high <= 0.25


def test_st_elevation_within_the_interval_of_its_leads_is_not_certain():
    one = st(within(j("V4", "V5", at=(0.105, 0.045))))
    assert one.met is True
    for lead in ("V4", "V5"):
        said = f"not certain: 0.1 mV lies within the interval of J in {lead}, 0.06 to"
        assert said in one.reason
    assert st(within(j("V4", "V5", at=(0.105, 0.004)))).reason == ""


def test_st_elevation_is_certain_if_any_two_leads_have_it_surely():
    wide, narrow = j("V4", "V5", at=(0.3, 0.25)), j("II", "aVF", at=(0.12, 0.01))
    one = st(within(wide | narrow))
    assert one.leads == ("V4", "V5")
    assert one.met is True
    assert one.reason == ""


def test_st_elevation_that_is_missed_is_open_only_if_two_leads_leave_it_so():
    one = st(within(j("V4", "V5", at=(0.09, 0.02))))
    assert one.met is False
    assert "J in V4, 0.07 to 0.11" in one.reason
    single_lead = j("V4", at=(0.09, 0.02)) | j("V3", "V5", at=(0.0, 0.02))
    assert st(within(single_lead)).reason == ""


def test_the_interval_of_avr_is_turned_over_with_it():
    one = st(within(j("I", at=(0.2, 0.01)) | j("aVR", at=(-0.11, 0.03))))
    assert one.leads == ("I", "-aVR")
    assert "J in -aVR, 0.08 to 0.14" in one.reason


def test_st_depression_is_open_by_its_level_and_its_slope():
    def depressed(level: Known, slope: Known) -> Criterion:
        values = {"st_j_mv": level, "st_slope_mv_s": slope}
        return st(within({"V5": values, "V6": values}), "st_depression")

    sure = depressed((-0.1, 0.02), (0.0, 0.3))
    assert (sure.met, sure.reason) == (True, "")
    level = depressed((-0.06, 0.02), (0.0, 0.3))
    assert level.met is True
    assert "-0.05 mV lies within the interval of J in V5, -0.08 to -0.04" in (
        level.reason
    )
    slope = depressed((-0.1, 0.02), (0.4, 0.3))
    assert slope.met is True
    assert "0.5 mV/s lies within the interval of ST slope in V5" in slope.reason
    upsloping = depressed((-0.1, 0.02), (0.7, 0.3))
    assert upsloping.met is False
    assert "ST slope in V5, 0.4 to 1" in upsloping.reason
    surely_upsloping = depressed((-0.1, 0.02), (0.9, 0.3))
    assert (surely_upsloping.met, surely_upsloping.reason) == (False, "")


def test_st_that_right_bundle_branch_block_depresses_does_not_count():
    def depressed(*leads: str, rbbb: bool | None) -> Criterion:
        known = replace(facts(levels(-0.2, *leads)), blocks={"rbbb": rbbb})
        return found(st_criteria(known, lbbb=False, lvh=False), "st_depression")

    assert depressed("V1", "V2", rbbb=False).met is True
    assert depressed("V1", "V2", rbbb=False).reason == ""
    in_block = depressed("V1", "V2", rbbb=True)
    assert (in_block.met, "without V1 to V3" in in_block.reason) == (False, True)
    assert depressed("V4", "V5", rbbb=True).met is True
    perhaps = depressed("V1", "V2", rbbb=None)
    assert perhaps.met is True
    assert "right bundle branch block is not ruled out" in perhaps.reason
    assert depressed("V4", "V5", rbbb=None).reason == ""


def test_without_p_in_a_regular_rhythm_waves_of_the_atria_may_be_st():
    def reason(**values: float) -> str:
        known = facts(levels(-0.2, "V4", "V5"), **values)
        one = st(known, "st_depression")
        assert one.met is True
        return one.reason

    assert "flutter waves are not ruled out" in reason(p_present=0.0)
    assert reason(p_present=1.0) == ""
    assert reason(p_present=0.0, rr_steady_share=0.5) == ""


def test_waves_of_the_atria_that_are_seen_may_be_st():
    """In an irregular rhythm, where none are suspected without being seen."""
    irregular = {"p_present": 0.0, "rr_steady_share": 0.5}

    def reason(mv: float, **values: bool) -> str:
        known = facts(levels(mv, "V4", "V5"), **(irregular | values))
        one = st(known, "st_depression")
        assert one.met is (mv < 0)
        return one.reason

    assert reason(-0.2) == ""
    seen = reason(-0.2, atrial_waves=True)
    assert seen == "regular waves of the atria, as in flutter, run through ST and T"
    assert reason(0.0, atrial_waves=True) == ""
