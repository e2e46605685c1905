"""Exchanges of electrodes: exact in calculation, found by the model that is shipped.

What rests on them is told with a caution.
"""

from dataclasses import replace

import numpy as np
import pytest

from ecgviewer.analysis.beats.rpeaks import detect_r_peaks
from ecgviewer.analysis.quality import long_quality
from ecgviewer.analysis.quality.lead_reversal import (
    CRITERIA,
    EXCHANGES,
    differences,
    exchanged,
    twelve_leads,
)
from ecgviewer.analysis.quality.lead_reversal_features import (
    BEAT_S,
    FEATURES,
    lead_reversal_features,
    usual_beat,
)
from ecgviewer.analysis.quality.quality import measure_quality
from ecgviewer.analysis.signal.noise import bridged
from ecgviewer.analysis.statistics.decision import (
    Decision,
    DecisionError,
    Tree,
    read_decisions,
    write_decisions,
)
from ecgviewer.cli.quality_json import quality_to_dict
from ecgviewer.ecg.criteria import KINDS
from ecgviewer.ecg.leads import STANDARD_12, derive_limb_leads
from ecgviewer.ecg.measurements import Measurements
from ecgviewer.ecg.quality import LeadQuality, RecordQuality, SuspectedReversal
from ecgviewer.ecg.reasons.quality import DOES_NOT_REPEAT, REVERSALS_NOT_INSTALLED
from ecgviewer.ecg.reasons.reason import is_among
from ecgviewer.ecg.reasons.text import text_of
from ecgviewer.ecg.recording import Recording
from ecgviewer.ecg.statement_criteria import CRITERIA_OF
from tests.analysis.measuring import beats_of, measured, medians, quality_model
from tests.reasons import because
from tests.simulator import simulate
from tests.synthetic import regular_r_times, synthetic_recording

POTENTIALS = ("RA", "LA", "LL")
SIMULATED = simulate()
MEDIAN = medians(SIMULATED.recording, beats_of(SIMULATED))
CAUTION = "electrodes perhaps exchanged"
# What is measured of all leads together does not ask which lead is which.
OF_ALL_LEADS = {
    *("pr_long", "pr_short", "qrs_long", "qtc_long", "qtc_short"),
    *("wide_qrs_tachycardia", "tachycardia_without_p", "ectopic_run"),
}


def limb_leads(ra, la, ll):
    return {"I": la - ra, "II": ll - ra} | derive_limb_leads(la - ra, ll - ra)


@pytest.mark.parametrize("name", ["LA/RA", "LA/LL", "RA/LL"])
def test_limb_leads_are_exchanged_as_the_potentials_are(name):
    rng = np.random.default_rng(1)
    potentials = dict(zip(POTENTIALS, rng.standard_normal((3, 50)), strict=True))
    a, b = name.split("/")
    swapped = potentials | {a: potentials[b], b: potentials[a]}
    before = limb_leads(*(potentials[k] for k in POTENTIALS))
    after = limb_leads(*(swapped[k] for k in POTENTIALS))
    chest = rng.standard_normal((6, 50))
    stored = np.concatenate([[before[lead] for lead in STANDARD_12[:6]], chest])
    expected = np.concatenate([[after[lead] for lead in STANDARD_12[:6]], chest])
    np.testing.assert_allclose(exchanged(stored, name), expected, atol=1e-12)


@pytest.mark.parametrize("name", EXCHANGES)
def test_an_exchange_turns_the_differences_over_and_twice_changes_nothing(name):
    as_is = beats(2)
    swapped = np.stack([exchanged(beat, name) for beat in as_is])
    turned = -differences(as_is, name)
    np.testing.assert_allclose(differences(swapped, name), turned, atol=1e-9)
    np.testing.assert_array_equal(exchanged(swapped[0], name), as_is[0])


def beats(n: int = 1) -> np.ndarray:
    return np.random.default_rng(3).standard_normal((n, 12, BEAT_S.size))


def test_features_do_not_depend_on_any_lead_s_gain():
    gains = np.linspace(0.2, 5.0, 12)[:, None]
    np.testing.assert_allclose(
        lead_reversal_features(gains * beats()),
        lead_reversal_features(beats()),
        atol=1e-6,
    )


@pytest.mark.parametrize("scale", [0.0, 1e-30, 1.0, 1e30])
def test_leads_that_say_nothing_or_all_the_same_have_features(scale):
    still = np.zeros((1, 12, BEAT_S.size))
    alike = scale * np.repeat(beats()[:, :1], 12, axis=1)
    opposite = alike * np.where(np.arange(12) % 2, -1.0, 1.0)[:, None]
    numbers = lead_reversal_features(
        np.concatenate([still, alike, opposite, scale * beats()])
    )
    assert np.isfinite(numbers).all()


def test_features_have_names_and_each_beat_has_its_own():
    numbers = lead_reversal_features(beats(3))
    assert numbers.shape == (3, len(FEATURES))
    assert len(set(FEATURES)) == len(FEATURES)
    np.testing.assert_allclose(
        numbers[1:2], lead_reversal_features(beats(3)[1:2]), atol=1e-9
    )


def test_what_other_leads_leave_of_a_lead_is_what_least_squares_leaves():
    beat = beats()
    qrs = beat[0][:, 58:101]
    qrs = qrs - qrs.mean(axis=1, keepdims=True)
    numbers = dict(zip(FEATURES, lead_reversal_features(beat)[0], strict=True))
    v3 = qrs[8]
    for others, rows in {
        "V2, V4": [7, 9],
        "I, II, V2": [0, 1, 7],
        "I, II": [0, 1],
        "all others": [0, 1, 6, 7, 9, 10, 11],
    }.items():
        by = qrs[rows].T
        rest = v3 - by @ np.linalg.lstsq(by, v3, rcond=None)[0]
        left = np.sum(rest**2) / np.sum(v3**2)
        assert np.exp(numbers[f"QRS of V3 by {others}"]) == pytest.approx(
            left, abs=0.01
        )


def reversed_recording(name: str) -> Recording:
    clean = synthetic_recording(noise_mv=0.005)
    signal = exchanged(clean.whole_signal_mv.astype(np.float64), name)
    return replace(clean, signal_mv=signal)


def judged(recording: Recording) -> RecordQuality:
    model = quality_model()
    return measure_quality(recording, detect_r_peaks(recording), model)


def suspected(recording: Recording) -> list[str]:
    quality = judged(recording)
    assert quality.lead_reversals_not_judged is None
    return [reversal.name for reversal in quality.lead_reversals]


def with_leads(recording: Recording, leads: tuple[str, ...]) -> Recording:
    rows = [recording.leads.index(lead) for lead in leads]
    signal = recording.whole_signal_mv[rows]
    return replace(recording, leads=leads, signal_mv=signal)


def without(recording: Recording, lead: str) -> Recording:
    signal = recording.whole_signal_mv.copy()
    signal[recording.leads.index(lead)] = 0.0
    return replace(recording, signal_mv=signal)


def test_that_exchanges_were_not_judged_is_said_with_the_reason():
    swapped = reversed_recording("LA/RA")
    for recording, reason in (
        (without(swapped, "V6"), "leads are missing or cannot be read: V6"),
        (
            with_leads(swapped, STANDARD_12[:9]),
            "leads are missing or cannot be read: V4, V5, V6",
        ),
        (synthetic_recording([1.0, 4.0], noise_mv=0.005), "too few whole beats"),
    ):
        quality = judged(recording)
        assert quality.lead_reversals == ()
        assert text_of(quality.lead_reversals_not_judged) == reason
        assert quality_to_dict(quality)["swaps_not_judged"] == reason


def test_limb_leads_that_follow_from_i_and_ii_need_not_be_there():
    leads = ("I", "II", *STANDARD_12[6:])
    assert suspected(with_leads(reversed_recording("LA/RA"), leads))[0] == "LA/RA"


def test_without_learned_decisions_only_silent_leads_are_judged():
    recording = synthetic_recording(noise_mv=0.005)
    quality = measure_quality(recording, detect_r_peaks(recording))
    assert quality.lead_reversals_not_judged == REVERSALS_NOT_INSTALLED()


def test_a_long_recording_says_in_how_many_stretches_exchanges_were_not_judged(
    monkeypatch,
):
    monkeypatch.setattr(long_quality, "LONG_S", 15.0)
    model = quality_model()
    times = regular_r_times(duration_s=40.0)
    clean = synthetic_recording(times, duration_s=40.0, noise_mv=0.005)
    for bad_s, reason in ((10.0, ""), (30.0, "in 3 of 4 stretches of 10 s")):
        signal = clean.whole_signal_mv.copy()
        signal[11, : round(bad_s * clean.fs)] = 0.0
        recording = replace(clean, signal_mv=signal)
        beats = detect_r_peaks(recording)
        quality = long_quality.quality_of(recording, beats, model)
        said = text_of(quality.lead_reversals_not_judged)
        assert said.startswith(reason)
        assert ("V6" in said) == bool(reason)


def test_nothing_is_suspected_of_a_usual_ecg():
    assert suspected(synthetic_recording(noise_mv=0.005)) == []


@pytest.mark.parametrize("name", ["LA/RA", "RA/LL", "V1-V6 reversed"])
def test_exchanged_electrodes_are_suspected_first(name):
    assert suspected(reversed_recording(name))[0] == name


def test_a_silent_lead_ii_is_the_right_leg_s_electrode_on_the_right_arm():
    clean = synthetic_recording(noise_mv=0.002)
    rows = dict(zip(STANDARD_12, clean.whole_signal_mv.astype(np.float64), strict=True))
    still = 0.003 * np.random.default_rng(4).standard_normal(5000)
    rows |= {"II": still} | derive_limb_leads(rows["I"], still)
    signal = np.stack([rows[name] for name in STANDARD_12])
    assert "RA/RL" in suspected(replace(clean, signal_mv=signal))


def test_a_silent_lead_i_is_both_arms_electrodes_on_the_legs():
    clean = synthetic_recording(noise_mv=0.002)
    rows = dict(zip(STANDARD_12, clean.whole_signal_mv.astype(np.float64), strict=True))
    still = 0.003 * np.random.default_rng(4).standard_normal(5000)
    rows |= {"I": still} | derive_limb_leads(still, rows["II"])
    signal = np.stack([rows[name] for name in STANDARD_12])
    recording = replace(clean, signal_mv=signal)
    assert "RA/RL, LA/LL" in suspected(recording)
    quality = measure_quality(recording, detect_r_peaks(recording), quality_model())
    # All beats repeat as they should.
    assert not is_among(DOES_NOT_REPEAT, quality.reasons)


def test_limb_leads_are_worked_out_from_i_and_ii_where_voltages_are_known():
    recording = synthetic_recording()
    peaks = detect_r_peaks(recording).r_peaks
    beat = usual_beat(bridged(recording.whole_signal_mv), 500.0, peaks)
    wrong = beat.copy()
    wrong[[4, 5]] = beat[[5, 4]]  # aVL and aVF exchanged by the file
    np.testing.assert_allclose(twelve_leads(wrong, STANDARD_12, True), beat, atol=0.01)
    np.testing.assert_array_equal(twelve_leads(wrong, STANDARD_12, False), wrong)


def test_decisions_survive_their_file(tmp_path):
    tree = Tree((1, 0, 0), (0.5, 0.0, 0.0), (1, -1, -1), (2, -1, -1), (0.0, -2.0, 3.0))
    path = tmp_path / "one.json"
    decision = Decision(0.25, (tree, tree), 0.7)
    write_decisions(path, ("a", "b"), {"it": decision}, {"what": "a test"})
    assert read_decisions(path, ("a", "b")) == {"it": decision}
    assert decision.probability(np.array([9.0, 0.4])) == pytest.approx(
        1 / (1 + np.exp(3.75))
    )
    assert decision.probability(np.array([9.0, 0.6])) == pytest.approx(
        1 / (1 + np.exp(-6.25))
    )
    with pytest.raises(DecisionError, match="another version"):
        read_decisions(path, ("a", "c"))
    path.write_text(path.read_text().replace("[1, -1, -1]", "[0, -1, -1]"))
    with pytest.raises(DecisionError, match="leads nowhere"):
        read_decisions(path, ("a", "b"))
    with pytest.raises(DecisionError):
        read_decisions(tmp_path / "none.json", ("a", "b"))


def with_lead_reversals(*names: str) -> Measurements:
    leads = tuple(LeadQuality(lead, (), 1.0) for lead in STANDARD_12)
    lead_reversals = tuple(
        SuspectedReversal(name, 0.9, *because("?")) for name in names
    )
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


def test_nothing_is_doubted_where_no_exchange_is_suspected():
    assert doubted(with_lead_reversals()) == set()


@pytest.mark.parametrize("name", ["LA/RA", "RA/RL"])
def test_exchanged_limb_electrodes_make_axes_and_limb_leads_doubtful(name):
    found = doubted(with_lead_reversals(name))
    assert set(STANDARD_12) & found == set(STANDARD_12[:6])
    assert {"p_axis_deg", "qrs_axis_deg", "t_axis_deg", "qrs_t_angle_deg"} <= found
    assert {"axis_extreme", "lafb", "lbbb", "sokolow_lyon_avl", "cornell"} <= found
    assert {"st_elevation", "low_voltage"} <= found
    assert not {"r_transition", "poor_r_progression", "sokolow_lyon"} & found
    assert not (OF_ALL_LEADS | {"pr_ms", "qrs_ms", "qt_ms", "qtcf_ms"}) & found


def test_exchanged_chest_electrodes_make_chest_leads_and_r_progression_doubtful():
    found = doubted(with_lead_reversals("V1-V6 reversed"))
    assert set(STANDARD_12) & found == set(STANDARD_12[6:])
    assert {"r_transition", "poor_r_progression", "sokolow_lyon", "rbbb"} <= found
    assert not {"qrs_axis_deg", "axis_left", "lafb", "sokolow_lyon_avl"} & found


def test_values_and_verdicts_stay_and_the_exchange_is_named():
    plain, swapped = with_lead_reversals(), with_lead_reversals("LA/RA", "V1/V2")
    for key, one in swapped.values.items():
        assert one.value == plain.values[key].value
    assert [c.met for c in swapped.criteria] == [c.met for c in plain.criteria]
    assert "(LA/RA)" in swapped.values["qrs_axis_deg"].reason
    assert "(V1/V2)" in swapped.per_lead["V2"]["r_mv"].reason
    assert "(LA/RA, V1/V2)" in swapped.values["qrs_t_spatial_deg"].reason


def test_of_each_criterion_it_is_known_which_electrodes_it_rests_on():
    keys = {one.key for one in with_lead_reversals().criteria}
    assert keys == set(CRITERIA) | OF_ALL_LEADS | {"rr_irregular"}


def test_what_is_judged_are_the_rows_of_the_registry_in_their_order():
    judged_ = with_lead_reversals().criteria
    assert [(one.key, one.name) for one in judged_] == [
        (kind.key, kind.name) for kind in KINDS
    ]


def test_what_statements_are_held_against_are_criteria_that_are_judged():
    keys = {one.key for one in with_lead_reversals().criteria}
    assert {key for asked in CRITERIA_OF.values() for key in asked} < keys
