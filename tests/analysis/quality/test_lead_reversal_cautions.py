"""What suspected exchanges of electrodes make doubtful, and what they leave alone."""

import pytest

from ecgviewer.analysis.quality.lead_reversal_cautions import CRITERIA
from ecgviewer.ecg.leads import STANDARD_12
from ecgviewer.ecg.measurements import Measurements
from ecgviewer.ecg.quality import LeadQuality, RecordQuality, SuspectedReversal
from ecgviewer.ecg.statement_criteria import CRITERIA_OF
from tests.analysis.measuring import beats_of, measured, medians
from tests.simulator import simulate

SIMULATED = simulate()
MEDIAN = medians(SIMULATED.recording, beats_of(SIMULATED))
CAUTION = "electrodes perhaps exchanged"
# What is measured of all leads together does not ask which lead is which.
OF_ALL_LEADS = {
    *("pr_long", "pr_short", "qrs_long", "qtc_long", "qtc_short"),
    *("wide_qrs_tachycardia", "tachycardia_without_p", "ectopic_run"),
}


def with_lead_reversals(*names: str) -> Measurements:
    leads = tuple(LeadQuality(lead, (), 1.0) for lead in STANDARD_12)
    lead_reversals = tuple(SuspectedReversal(name, 0.9, "") for name in names)
    quality = RecordQuality(leads, 1.0, True, lead_reversals=lead_reversals)
    return measured(SIMULATED, median=MEDIAN, quality=quality)


def doubted(found: Measurements) -> set[str]:
    """Return the keys of values and criteria, and the leads, with a caution."""
    keys = {key for key, one in found.values.items() if CAUTION in one.reason}
    keys |= {one.key for one in found.criteria if CAUTION in one.reason}
    for lead, row in found.per_lead.items():
        known = {CAUTION in one.reason for one in row.values() if one.value is not None}
        assert len(known) == 1, lead
        keys |= {lead} if known == {True} else set()
    return keys


def test_nothing_is_doubted_where_no_exchange_is_suspected() -> None:
    assert doubted(with_lead_reversals()) == set()


@pytest.mark.parametrize("name", ["LA/RA", "RA/RL"])
def test_exchanged_limb_electrodes_make_axes_and_limb_leads_doubtful(name: str) -> None:
    found = doubted(with_lead_reversals(name))
    assert set(STANDARD_12) & found == set(STANDARD_12[:6])
    assert {"p_axis_deg", "qrs_axis_deg", "t_axis_deg", "qrs_t_angle_deg"} <= found
    assert {"axis_extreme", "lafb", "lbbb", "sokolow_lyon_avl", "cornell"} <= found
    assert {"st_elevation", "low_voltage"} <= found
    assert not {"r_transition", "poor_r_progression", "sokolow_lyon"} & found
    assert not (OF_ALL_LEADS | {"pr_ms", "qrs_ms", "qt_ms", "qtcf_ms"}) & found


def test_exchanged_chest_electrodes_make_chest_leads_and_r_progression_doubtful() -> (
    None
):
    found = doubted(with_lead_reversals("V1-V6 reversed"))
    assert set(STANDARD_12) & found == set(STANDARD_12[6:])
    assert {"r_transition", "poor_r_progression", "sokolow_lyon", "rbbb"} <= found
    assert not {"qrs_axis_deg", "axis_left", "lafb", "sokolow_lyon_avl"} & found


def test_values_and_verdicts_stay_and_the_exchange_is_named() -> None:
    plain, swapped = with_lead_reversals(), with_lead_reversals("LA/RA", "V1/V2")
    for key, one in swapped.values.items():
        assert one.value == plain.values[key].value
    assert [c.met for c in swapped.criteria] == [c.met for c in plain.criteria]
    assert "(LA/RA)" in swapped.values["qrs_axis_deg"].reason
    assert "(V1/V2)" in swapped.per_lead["V2"]["r_mv"].reason
    assert "(LA/RA, V1/V2)" in swapped.values["qrs_t_spatial_deg"].reason


def test_of_each_criterion_it_is_known_which_electrodes_it_rests_on() -> None:
    keys = {one.key for one in with_lead_reversals().criteria}
    assert keys == set(CRITERIA) | OF_ALL_LEADS | {"rr_irregular"}


def test_what_statements_are_held_against_are_criteria_that_are_judged() -> None:
    keys = {one.key for one in with_lead_reversals().criteria}
    assert {key for asked in CRITERIA_OF.values() for key in asked} < keys
