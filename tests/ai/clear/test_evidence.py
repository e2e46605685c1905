"""Evidence adds up, is fair on games with known answers, and can be cancelled."""

from dataclasses import replace
from itertools import combinations
from math import factorial

import numpy as np
import pytest
import torch

from ecgviewer.ai.clear.bundle import Bundle, LabelSpec
from ecgviewer.ai.clear.classifier import ClearClassifier
from ecgviewer.ai.clear.evidence import (
    Cancelled,
    EvidenceError,
    attribute,
    coalitions,
    masked_logits,
    owen_values,
)
from ecgviewer.ai.clear.heads import HeadConfig
from ecgviewer.ai.clear.inference import predict, readable_stretches, recording_logits
from ecgviewer.ai.clear.nets import EncoderConfig
from ecgviewer.ai.clear.tokens import N_LEADS, TokenConfig
from ecgviewer.analysis.beats.rpeaks import detect_r_peaks
from ecgviewer.ecg.leads import LEAD_GROUPS, STANDARD_12
from tests.synthetic import regular_r_times, synthetic_recording


@pytest.fixture(scope="module")
def bundle():
    torch.manual_seed(4)
    model = ClearClassifier(
        EncoderConfig(width=24, depth=2, heads=4, hidden=48),
        HeadConfig(n_labels=2, shape_kernels=8, rr_term=True),
    ).eval()
    for values in (*model.shape.parameters(), *model.shape.buffers()):
        torch.nn.init.normal_(values, std=0.1)
    torch.nn.init.normal_(model.rr.weight, std=0.1)
    labels = (LabelSpec("MI", "a", "super", 0.5), LabelSpec("CD", "b", "super", 0.5))
    return Bundle("tiny", model, TokenConfig(), labels, {})


@pytest.fixture(scope="module")
def recording():
    return synthetic_recording(regular_r_times(60), noise_mv=0.02)


@pytest.fixture(scope="module")
def evidence(bundle, recording):
    return attribute(recording, detect_r_peaks(recording), bundle)


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


def test_the_explained_logit_is_the_reported_one(bundle, recording, evidence):
    prediction = predict(recording, detect_r_peaks(recording), bundle)
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


def test_a_lead_without_signal_has_no_evidence(bundle, recording):
    signal = recording.signal_mv.copy()
    signal[7] = 0.0
    dead = replace(recording, signal_mv=signal)
    item = attribute(dead, detect_r_peaks(dead), bundle)["MI"]
    assert item.leads[STANDARD_12[7]] == 0.0
    assert (item.beats[7] == 0).all()


def test_removing_everything_gives_the_baseline(bundle, recording, evidence):
    beats = detect_r_peaks(recording)
    (stretch,), _ = readable_stretches(recording, beats, bundle)
    nothing = np.zeros((1, N_LEADS, stretch.n_beats), dtype=bool)
    logits = masked_logits(bundle, stretch, nothing)
    assert logits[0, 0] == pytest.approx(evidence["MI"].baseline_logit, abs=1e-5)


def test_the_same_recording_gives_the_same_evidence(bundle, recording, evidence):
    again = attribute(recording, detect_r_peaks(recording), bundle)
    np.testing.assert_array_equal(again["CD"].beats, evidence["CD"].beats)


def test_long_recordings_add_up_over_all_their_stretches(bundle):
    recording = synthetic_recording(
        regular_r_times(50, duration_s=25.0), duration_s=25.0
    )
    beats = detect_r_peaks(recording)
    item = attribute(recording, beats, bundle)["CD"]
    finding = predict(recording, beats, bundle).finding("CD")
    assert item.beats.shape == (12, len(beats))
    assert item.logit == pytest.approx(finding.logit, abs=1e-5)
    assert item.max_gap < 1e-9


def test_a_cancelled_request_stops(bundle, recording):
    with pytest.raises(Cancelled):
        attribute(recording, detect_r_peaks(recording), bundle, cancelled=lambda: True)


def test_no_evidence_where_the_network_abstains(bundle):
    recording = synthetic_recording(leads=("I", "II"))
    beats = detect_r_peaks(recording)
    assert "no III" in predict(recording, beats, bundle).abstained
    with pytest.raises(EvidenceError, match="no III"):
        attribute(recording, beats, bundle)


class TokenWorths(torch.nn.Module):
    """A network whose logits are sums of known worths of the tokens it is shown."""

    def __init__(self, worth: np.ndarray) -> None:
        super().__init__()
        self.worth = torch.from_numpy(worth)  # (12, n_beats, n_labels)
        self.shape = self.beats = self.trees = None

    def in_context(self, batch):
        each = self.worth[batch.lead, batch.beat]
        return (each * batch.present[..., None]).sum(dim=1)


def test_each_beat_gets_its_own_worth_at_its_own_place(bundle, recording):
    beats = detect_r_peaks(recording)
    worth = np.random.default_rng(2).standard_normal((N_LEADS, len(beats), 2))
    known = replace(bundle, model=TokenWorths(worth))
    evidence = attribute(recording, beats, known)
    for column, code in enumerate(("MI", "CD")):
        item = evidence[code]
        np.testing.assert_allclose(item.beats, worth[:, :, column], atol=1e-9)
        for row, name in enumerate(STANDARD_12):
            expected = worth[row, :, column].sum()
            assert item.leads[name] == pytest.approx(expected, abs=1e-9)
        np.testing.assert_array_equal(item.beat_times_s, beats.times_s)


def test_worths_keep_their_place_in_a_recording_of_several_stretches(bundle):
    recording = synthetic_recording(
        regular_r_times(50, duration_s=25.0), duration_s=25.0
    )
    beats = detect_r_peaks(recording)
    stretches, _ = readable_stretches(recording, beats, bundle)
    longest = max(stretch.n_beats for stretch in stretches)
    worth = np.zeros((N_LEADS, longest, 2))
    worth[6, 1] = 1.0
    known = replace(bundle, model=TokenWorths(worth))
    found = attribute(recording, beats, known)["MI"].beats
    expected = np.zeros((N_LEADS, len(beats)))
    for stretch in stretches:
        expected[6, stretch.beat_index[1]] = 1 / len(stretches)
    np.testing.assert_allclose(found, expected, atol=1e-9)


def test_labels_for_comparison_only_are_not_shown_but_scored(bundle, recording):
    labels = (*bundle.labels[:1], LabelSpec("sub:STTC", "b", "sub", 0.5))
    hidden = replace(bundle, labels=labels)
    beats = detect_r_peaks(recording)
    assert [f.code for f in predict(recording, beats, hidden).findings] == ["MI"]
    assert list(attribute(recording, beats, hidden)) == ["MI"]
    stretches, _ = readable_stretches(recording, beats, hidden)
    assert recording_logits(hidden, stretches).shape == (2,)


def test_readers_see_no_subclasses(bundle, recording):
    """They are outputs all the same: published results are about them."""
    hidden = (
        LabelSpec("sub:MI", "a", "sub", 0.5),
        LabelSpec("sub:CD", "b", "sub", 0.5),
    )
    other = Bundle("tiny", bundle.model, bundle.tokens, hidden, {})
    beats = detect_r_peaks(recording)
    assert predict(recording, beats, other).findings == ()
    assert attribute(recording, beats, other) == {}
