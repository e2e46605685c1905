"""Evidence adds up, is fair on games with known answers, and can be cancelled."""

from dataclasses import replace
from itertools import combinations
from math import factorial

import numpy as np
import pytest

from ecgviewer.ai.evidence.owen import (
    EvidenceError,
    attribute,
    coalitions,
    owen_values,
)
from ecgviewer.ai.inference import predict
from ecgviewer.ai.inputs import N_LEADS
from ecgviewer.ai.model import Cancelled, LabelSpec, recording_logits
from ecgviewer.analysis.beats.rpeaks import detect_r_peaks
from ecgviewer.ecg.leads import LEAD_GROUPS, STANDARD_12
from tests.ai.tiny import LABELS, MAKERS, Worths, tiny_ensemble
from tests.synthetic import regular_r_times, synthetic_recording


@pytest.fixture(scope="module", params=MAKERS)
def model(request):
    return MAKERS[request.param]()


@pytest.fixture(scope="module")
def recording():
    return synthetic_recording(regular_r_times(60), noise_mv=0.02)


@pytest.fixture(scope="module")
def evidence(model, recording):
    return attribute(recording, detect_r_peaks(recording), model)


def test_contributions_add_up_at_every_level(evidence):
    for item in evidence.values():
        total = item.logit - item.baseline_logit
        assert sum(item.groups.values()) == pytest.approx(total, abs=1e-9)
        for group, value in item.groups.items():
            members = sum(item.leads[lead] for lead in item.group_leads[group])
            assert members == pytest.approx(value, abs=1e-9)
        for row, value in enumerate(item.leads.values()):
            assert item.beats[row].sum() == pytest.approx(value, abs=1e-9)
        assert item.max_gap < 1e-9


def test_the_gap_is_reported_when_something_does_not_add_up(evidence):
    item = evidence["MI"]
    broken = dict(item.leads) | {"V1": item.leads["V1"] + 0.125}
    changed = type(item)(**{**item.__dict__, "leads": broken})
    assert changed.max_gap == pytest.approx(0.125)


def test_the_explained_logit_is_the_reported_one(model, recording, evidence):
    prediction = predict(recording, detect_r_peaks(recording), model)
    for finding in prediction.findings:
        assert evidence[finding.code].logit == pytest.approx(finding.logit, abs=1e-5)


def test_the_groups_cover_each_lead_once():
    members = [lead for leads in LEAD_GROUPS.values() for lead in leads]
    assert sorted(members) == sorted(STANDARD_12)


def test_owen_values_of_an_additive_game_are_its_terms():
    worth = np.random.default_rng(0).standard_normal((N_LEADS, 3))
    values = {s: worth[sorted(s)].sum(axis=0) for s in coalitions()}
    np.testing.assert_allclose(owen_values(values), worth, atol=1e-12)


def test_owen_values_split_a_pair_bonus_evenly():
    ii, v3 = STANDARD_12.index("II"), STANDARD_12.index("V3")
    values = {s: np.array([float({ii, v3} <= s)]) for s in coalitions()}
    owen = owen_values(values)[:, 0]
    assert owen[ii] == pytest.approx(0.5)
    assert owen[v3] == pytest.approx(0.5)
    assert np.abs(np.delete(owen, [ii, v3])).max() < 1e-12


def test_group_sums_are_shapley_values_of_the_groups():
    rng = np.random.default_rng(5)
    values = {s: rng.standard_normal(1) for s in coalitions()}
    owen = owen_values(values)[:, 0]
    groups = [
        frozenset(STANDARD_12.index(lead) for lead in leads)
        for leads in LEAD_GROUPS.values()
    ]
    for k, group in enumerate(groups):
        others = groups[:k] + groups[k + 1 :]
        shapley = 0.0
        for size in range(len(others) + 1):
            weight = factorial(size) * factorial(len(groups) - size - 1)
            for chosen in combinations(others, size):
                before = frozenset().union(*chosen)
                gain = values[before | group] - values[before]
                shapley += weight / factorial(len(groups)) * gain[0]
        assert sum(owen[lead] for lead in group) == pytest.approx(shapley)


def test_a_lead_without_signal_has_no_evidence(model, recording):
    signal = recording.signal_mv.copy()
    signal[7] = 0.0
    dead = replace(recording, signal_mv=signal)
    item = attribute(dead, detect_r_peaks(dead), model)["MI"]
    assert item.leads[STANDARD_12[7]] == 0.0
    assert (item.beats[7] == 0).all()


def test_removing_everything_gives_the_baseline(model, recording, evidence):
    beats = detect_r_peaks(recording)
    (stretch,) = model.prepare(recording, beats)
    nothing = np.zeros((1, *stretch.valid.shape), dtype=bool)
    logits = model.logits_without(stretch, nothing)
    assert logits[0, 0] == pytest.approx(evidence["MI"].baseline_logit, abs=1e-5)


def test_the_same_recording_gives_the_same_evidence(model, recording, evidence):
    again = attribute(recording, detect_r_peaks(recording), model)
    np.testing.assert_array_equal(again["CD"].beats, evidence["CD"].beats)


def test_long_recordings_add_up_over_all_their_stretches(model):
    recording = synthetic_recording(
        regular_r_times(50, duration_s=25.0), duration_s=25.0
    )
    beats = detect_r_peaks(recording)
    item = attribute(recording, beats, model)["CD"]
    finding = predict(recording, beats, model).finding("CD")
    assert item.beats.shape == (12, len(beats))
    assert item.logit == pytest.approx(finding.logit, abs=1e-5)
    assert item.max_gap < 1e-9


def test_a_cancelled_request_stops(model, recording):
    with pytest.raises(Cancelled):
        attribute(recording, detect_r_peaks(recording), model, cancelled=lambda: True)


def test_no_evidence_where_the_network_abstains(model):
    recording = synthetic_recording(leads=("I", "II"))
    beats = detect_r_peaks(recording)
    assert "no III" in predict(recording, beats, model).abstained
    with pytest.raises(EvidenceError, match="no III"):
        attribute(recording, beats, model)


def test_each_beat_gets_its_own_worth_at_its_own_place(recording):
    beats = detect_r_peaks(recording)
    worth = np.random.default_rng(2).standard_normal((N_LEADS, len(beats), 2))
    evidence = attribute(recording, beats, Worths(worth, LABELS[:2]))
    for column, code in enumerate(("MI", "CD")):
        item = evidence[code]
        np.testing.assert_allclose(item.beats, worth[:, :, column], atol=1e-9)
        for row, name in enumerate(STANDARD_12):
            expected = worth[row, :, column].sum()
            assert item.leads[name] == pytest.approx(expected, abs=1e-9)
        np.testing.assert_array_equal(item.beat_times_s, beats.times_s)


def test_worths_keep_their_place_in_a_recording_of_several_stretches():
    recording = synthetic_recording(
        regular_r_times(50, duration_s=25.0), duration_s=25.0
    )
    beats = detect_r_peaks(recording)
    worth = np.zeros((N_LEADS, len(beats), 2))
    worth[6, 1] = 1.0
    known = Worths(worth, LABELS[:2])
    stretches = known.prepare(recording, beats)
    found = attribute(recording, beats, known)["MI"].beats
    expected = np.zeros((N_LEADS, len(beats)))
    for stretch in stretches:
        expected[6, stretch.beat_index[1]] = 1 / len(stretches)
    np.testing.assert_allclose(found, expected, atol=1e-9)


def test_labels_for_comparison_only_are_not_shown_but_scored(recording):
    """They are outputs all the same: published results are about them."""
    labels = (LABELS[0], LabelSpec("sub:STTC", "b", "sub", 0.5))
    beats = detect_r_peaks(recording)
    known = Worths(np.ones((N_LEADS, len(beats), 2)), labels)
    assert [f.code for f in predict(recording, beats, known).findings] == ["MI"]
    assert list(attribute(recording, beats, known)) == ["MI"]
    assert recording_logits(known, known.prepare(recording, beats)).shape == (2,)


def test_an_ensembles_evidence_is_the_weighted_sum_of_its_members(recording):
    ensemble = tiny_ensemble()
    beats = detect_r_peaks(recording)
    whole = attribute(recording, beats, ensemble)
    parts = [attribute(recording, beats, member) for member in ensemble.members]
    for k, spec in enumerate(ensemble.labels):
        expected = sum(
            weight * part[spec.code].beats
            for weight, part in zip(ensemble.weights[:, k], parts, strict=True)
        )
        np.testing.assert_allclose(whole[spec.code].beats, expected, atol=1e-5)


def test_a_finding_says_how_much_each_member_adds(recording):
    ensemble = tiny_ensemble()
    prediction = predict(recording, detect_r_peaks(recording), ensemble)
    for k, spec in enumerate(ensemble.labels):
        finding = prediction.finding(spec.code)
        assert list(finding.members) == ["tiny-clear", "tiny-resnet", "tiny-rr"]
        total = sum(finding.members.values()) + ensemble.bias[k]
        assert finding.logit == pytest.approx(total, abs=1e-9)
    assert prediction.finding("PVC").members["tiny-resnet"] == 0.0
