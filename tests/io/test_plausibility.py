"""What cannot be right is said, what is merely unusual is not."""

import numpy as np
import pytest

from ecgviewer.ecg.leads import STANDARD_12
from ecgviewer.io.plausibility import age_doubts, doubts, odd_steps
from tests.io.made_files import FS, ecg_uv

STEP = 1e-3


def leads(**changed):
    rows = dict(zip(STANDARD_12, (ecg_uv() / 1000).astype(np.float32), strict=True))
    return rows | {name: row.astype(np.float32) for name, row in changed.items()}


def warnings_on(rows, **options):
    return doubts(rows, FS, STEP, options.get("unit_is_mv", True))[0]


def test_a_sound_recording_raises_no_doubt():
    assert doubts(leads(), FS, STEP, True) == ([], [])


def test_flat_leads_are_named():
    flat = np.full(1000, 0.25)
    assert warnings_on(leads(V3=flat, V5=flat)) == ["No signal in V3, V5."]


def test_saturated_leads_are_named():
    clipped = np.minimum(leads()["V4"] * 3, 0.8)
    clipped[300:400] = 0.8
    assert warnings_on(leads(V4=clipped)) == [
        "Saturated in part, for 0.1 s or longer: V4."
    ]


@pytest.mark.parametrize("factor", [100, 0.001])
def test_a_mistaken_unit_is_pointed_out(factor):
    rows = {name: row * np.float32(factor) for name, row in leads().items()}
    (warning,) = doubts(rows, FS, STEP * factor, True)[0]
    assert "not possible" in warning


def test_arbitrary_amplitudes_are_not_judged_by_size():
    rows = {name: row * np.float32(100) for name, row in leads().items()}
    assert warnings_on(rows, unit_is_mv=False) == []


@pytest.mark.parametrize("lead", STANDARD_12[:6])
@pytest.mark.parametrize("factor", [2.0, -1.0, 0.1])
def test_the_limb_lead_with_a_wrong_gain_is_named(lead, factor):
    (warning,) = warnings_on(leads(**{lead: leads()[lead] * factor}))
    assert f"Lead {lead} does not fit" in warning


def test_one_lead_with_another_gain_than_all_others_is_named():
    steps = dict.fromkeys(STANDARD_12, 0.001)
    assert odd_steps(steps) == []
    (warning,) = odd_steps(steps | {"V4": 0.01})
    assert "gain of V4 differs" in warning
    assert odd_steps({lead: 1 / (k + 700) for k, lead in enumerate(steps)}) == []
    assert odd_steps({"II": 0.001, "V1": 0.002}) == []


def test_exchanged_limb_leads_are_named():
    rows = leads()
    rows["aVL"], rows["aVF"] = rows["aVF"], rows["aVL"]
    (warning,) = warnings_on(rows)
    assert "aVL and aVF seem to be exchanged" in warning


def test_a_foreign_lead_three_is_pointed_out():
    three = {name: leads()[name] for name in ("I", "II", "III")}
    (warning,) = warnings_on(three | {"III": leads()["V1"]})
    assert "do not fit together" in warning


def test_leads_scaled_one_by_one_are_noted_without_alarm():
    factors = {"I": 1.8, "II": 1.0, "III": 0.7, "aVR": 0.8, "aVL": 1.3, "aVF": 0.6}
    rows = {
        name: row * np.float32(factors.get(name, 1)) for name, row in leads().items()
    }
    warnings, notes = doubts(rows, FS, STEP, True)
    assert warnings == []
    assert "scaled differently" in notes[0]


def test_a_constant_offset_of_a_lead_is_no_doubt():
    assert warnings_on(leads(III=leads()["III"] + 0.5)) == []


def test_missing_samples_are_counted_and_left_out_of_the_comparison():
    two = leads()["II"].copy()
    two[:50] = np.nan
    (warning,) = warnings_on(leads(II=two))
    assert "Lead II: 50 samples (0.1 s) are marked missing." in warning
    (warning,) = warnings_on(leads(V1=np.full(1000, np.nan)))
    assert "V1 holds no samples" in warning


def test_what_is_missing_in_all_leads_is_said_once():
    rows = leads()
    for row in rows.values():
        row[100:150] = np.nan
    assert warnings_on(rows)[0] == (
        "In all leads 50 samples (0.1 s) are marked missing."
    )


@pytest.mark.parametrize("factor", [1000.0, 0.001])
def test_one_chest_lead_in_another_unit_is_named(factor):
    warnings = warnings_on(leads(V3=leads()["V3"] * factor))
    assert any("Lead V3 is" in one and "times as large" in one for one in warnings)


def test_leads_that_are_copies_of_each_other_are_named():
    warnings = warnings_on(leads(V5=leads()["V6"], V4=leads()["V6"]))
    assert warnings == [
        "V4, V5, V6 hold the same samples: all but one are not what they are called."
    ]


@pytest.mark.parametrize(("age", "n_warnings"), [(None, 0), (16, 0), (9, 1), (0.02, 1)])
def test_children_are_flagged(age, n_warnings):
    warnings = age_doubts(age)
    assert len(warnings) == n_warnings
    assert all("child" in one for one in warnings)
