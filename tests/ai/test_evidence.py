"""Evidence adds up, is fair on games with known answers, and can be cancelled."""

from dataclasses import replace
from itertools import combinations
from math import factorial

import numpy as np
import pytest

from ecgviewer.ai.evidence.beat_sampling import (
    SPARE_PAIRS,
    estimated,
    no_samples,
    sampled,
)
from ecgviewer.ai.evidence.coalitions import (
    GROUPS,
    all_unions,
    coalitions,
    few_unions,
    group_sets,
    owen_values,
    shapley_weight,
)
from ecgviewer.ai.evidence.owen import EvidenceError, attribute, explain
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


def test_leads_from_a_few_unions_add_up_to_exact_groups():
    rng = np.random.default_rng(5)
    values = {s: rng.standard_normal(2) for s in coalitions()}
    some = {s: values[s] for s in set(coalitions(few_unions)) | set(group_sets())}
    exact, few = owen_values(values), owen_values(some, few_unions)
    assert len(some) < len(values) / 3
    for own in map(list, GROUPS):
        np.testing.assert_allclose(few[own].sum(axis=0), exact[own].sum(axis=0))
    assert np.abs(few - exact).max() > 0.01


def test_a_few_unions_are_enough_where_leads_act_in_pairs():
    worth = np.random.default_rng(3).standard_normal((N_LEADS, N_LEADS))
    values = {
        s: np.array([worth[np.ix_(sorted(s), sorted(s))].sum()]) for s in coalitions()
    }
    np.testing.assert_allclose(owen_values(values, few_unions), owen_values(values))


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


@pytest.fixture(scope="module")
def dead(recording):
    """A recording whose V2 is silent."""
    signal = recording.signal_mv.copy()
    signal[7] = 0.0
    return replace(recording, signal_mv=signal)


def test_whether_a_lead_without_signal_is_there_makes_no_difference(model, dead):
    (stretch,) = model.prepare(dead, detect_r_peaks(dead))
    kept = np.ones((2, *stretch.valid.shape), dtype=bool)
    kept[1, 7] = False
    np.testing.assert_array_equal(*model.logits_without(stretch, kept))


def test_a_lead_without_signal_has_no_evidence(dead):
    item = attribute(dead, detect_r_peaks(dead), MAKERS["rr"]())["MI"]
    assert item.leads["V2"] == 0.0
    assert (item.beats[7] == 0).all()


def test_removing_everything_gives_the_baseline(model, recording, evidence):
    beats = detect_r_peaks(recording)
    (stretch,) = model.prepare(recording, beats)
    nothing = np.zeros((1, *stretch.valid.shape), dtype=bool)
    logits = model.logits_without(stretch, nothing)
    assert logits[0, 0] == pytest.approx(evidence["MI"].baseline_logit, abs=1e-5)


@pytest.mark.parametrize("family", ["acl", "ensemble"])
def test_long_recordings_add_up_over_all_their_stretches(family):
    model = MAKERS[family]()
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


def test_each_beat_gets_its_own_worth_at_its_own_place():
    recording = synthetic_recording(regular_r_times(90))
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
    found = attribute(recording, beats, known)["MI"]
    expected = np.zeros((N_LEADS, len(beats)))
    for stretch in stretches:
        expected[6, stretch.beat_index[1]] = 1 / len(stretches)
    np.testing.assert_allclose(np.delete(found.beats, 6, axis=0), 0, atol=1e-9)
    assert found.leads["V1"] == pytest.approx(1)
    assert (np.abs(found.beats - expected) <= 4 * found.beats_se + 1e-9).all()
    for stretch in stretches:
        own = found.beats[6, stretch.beat_index]
        assert own.sum() == pytest.approx(1 / len(stretches))
        assert own.argmax() == 1


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
        own, weights = whole[spec.code], ensemble.weights[:, k]
        each = [part[spec.code] for part in parts]
        for level in ("groups", "leads"):
            for name, value in getattr(own, level).items():
                members = [getattr(part, level)[name] for part in each]
                assert value == pytest.approx(weights @ members, abs=1e-5)
        # Sampled beats are drawn towards an even split, each by its own error.
        expected = np.einsum("m,mlb->lb", weights, [part.beats for part in each])
        errors = np.array([part.beats_se for part in each])
        error = np.sqrt(
            own.beats_se**2 + ((weights[:, None, None] * errors) ** 2).sum(0)
        )
        assert (np.abs(own.beats - expected) <= 3 * error + 1e-5).all()


def test_a_finding_says_how_much_each_member_adds(recording):
    ensemble = tiny_ensemble()
    prediction = predict(recording, detect_r_peaks(recording), ensemble)
    for k, spec in enumerate(ensemble.labels):
        finding = prediction.finding(spec.code)
        assert list(finding.members) == ["tiny-clear", "tiny-resnet", "tiny-rr"]
        total = sum(finding.members.values()) + ensemble.bias[k]
        assert finding.logit == pytest.approx(total, abs=1e-9)
    assert prediction.finding("PVC").members["tiny-resnet"] == 0.0


# ------------------------------------------------------------------- step after step


def steps(recording, beats, model, seen_s=None, at_most=5):
    """Return what each step explains."""
    told = [explain(recording, beats, model, None, seen_s)]
    while told[-1].more and len(told) < at_most:
        told.append(explain(recording, beats, model, told[-1], seen_s))
    return told


@pytest.fixture(scope="module")
def all_steps(model, recording):
    return steps(recording, detect_r_peaks(recording), model, at_most=9)


def test_groups_come_first_then_leads_then_beats(all_steps):
    levels = [(s.evidence["MI"].told, s.evidence["MI"].exact) for s in all_steps]
    assert levels == [
        *(("group", "group"), ("lead", "group"), ("lead", "lead")),
        *[("beat", "lead")] * 4,
    ]


def test_every_step_adds_up_as_far_as_it_goes(all_steps):
    for step in all_steps:
        for item in step.evidence.values():
            total = item.logit - item.baseline_logit
            assert sum(item.groups.values()) == pytest.approx(total, abs=1e-9)
            assert item.max_gap < 1e-9
            leads = np.array(list(item.leads.values()))
            assert np.isnan(leads).all() == (not item.tells("lead"))
            assert np.isnan(item.beats).any() == (not item.tells("beat"))


def test_a_level_stays_as_it_is_once_it_is_exact(all_steps):
    last = all_steps[-1].evidence["CD"]
    for step in all_steps:
        item = step.evidence["CD"]
        assert list(item.groups.values()) == pytest.approx(list(last.groups.values()))
        if item.exact == "lead":
            assert list(item.leads.values()) == pytest.approx(list(last.leads.values()))


def test_fewer_rounds_are_the_beginning_of_more(model, recording, evidence, all_steps):
    whole = evidence["CD"]
    (same,) = (
        step.evidence["CD"]
        for step in all_steps
        if step.evidence["CD"].n_rounds == whole.n_rounds
    )
    np.testing.assert_allclose(same.beats, whole.beats, atol=1e-5)
    np.testing.assert_allclose(same.beats_se, whole.beats_se, atol=1e-5)


def test_a_step_leaves_what_it_goes_on_from_as_it_was(recording):
    beats = detect_r_peaks(recording)
    worth = np.random.default_rng(2).standard_normal((N_LEADS, len(beats), 2))
    model = Curved(worth, LABELS[:2])
    *_, before = steps(recording, beats, model, at_most=4)
    first = before.evidence["CD"].beats.copy()
    one, other = (explain(recording, beats, model, before) for _ in range(2))
    np.testing.assert_array_equal(before.evidence["CD"].beats, first)
    np.testing.assert_array_equal(one.evidence["CD"].beats, other.evidence["CD"].beats)


class Counted(Worths):
    """Counts the sets that it is asked about."""

    n_sets = 0

    def raw_without(self, stretch, kept, cancelled):
        self.n_sets += len(kept)
        return super().raw_without(stretch, kept, cancelled)


def asked_about(rate_per_min, n_steps):
    recording = synthetic_recording(regular_r_times(rate_per_min), noise_mv=0.02)
    beats = detect_r_peaks(recording)
    model = Counted(np.ones((N_LEADS, len(beats), 2)), LABELS[:2])
    told = None
    for _ in range(n_steps):
        told = explain(recording, beats, model, told)
    return model.n_sets


def test_questions_grow_no_faster_than_the_beats():
    assert asked_about(60, 1) == 32
    assert asked_about(60, 3) == len(coalitions()) == 416
    for rate in (60, 150):
        n_beats = len(detect_r_peaks(synthetic_recording(regular_r_times(rate))))
        per_lead = 2 * (n_beats + SPARE_PAIRS)
        assert asked_about(rate, 4) == 416 + N_LEADS * per_lead


def test_the_stretch_that_is_looked_at_is_sampled_first(recording):
    long = synthetic_recording(regular_r_times(60, duration_s=40.0), duration_s=40.0)
    beats = detect_r_peaks(long)
    seen = (beats.times_s >= 20.0) & (beats.times_s < 30.0)
    known = Worths(np.ones((N_LEADS, len(beats), 2)), LABELS[:2])
    told = (s.evidence["MI"] for s in steps(long, beats, known, (20.0, 30.0)))
    first = next(item for item in told if item.tells("beat"))
    assert not first.is_told
    np.testing.assert_array_equal(np.isnan(first.beats[0]), ~seen)
    assert first.max_gap < 1e-9


# ------------------------------------------------------------------- sampled beats


class Curved(Worths):
    """Says how often each beat of a lead is there with another, and more of it."""

    def raw_without(self, stretch, kept, cancelled):
        said = super().raw_without(stretch, kept, cancelled)
        return said + 0.3 * said**2 + 0.2 * np.sin(3 * said)


def exact_beats(model, stretch, lead):
    """Return a lead's Owen values of beats by asking about every set of beats."""
    own_number = next(k for k, own in enumerate(GROUPS) if lead in own)
    own = GROUPS[own_number]
    n_beats = stretch.valid.shape[1]
    found = np.zeros((n_beats, len(model.labels)))
    numbers = np.arange(2**n_beats)
    there = (numbers[:, None] >> np.arange(n_beats)) & 1 > 0
    for union, weight in all_unions(own_number):
        rest = [other for other in own if other != lead]
        for size in range(len(rest) + 1):
            for part in combinations(rest, size):
                kept = np.zeros((len(there), *stretch.valid.shape), dtype=bool)
                kept[:, sorted(union | set(part))] = True
                kept[:, lead] = there
                said = model.logits_without(stretch, kept)
                outer = weight * shapley_weight(size, len(own))
                for beat in range(n_beats):
                    before = numbers[~there[:, beat]]
                    gain = said[before + 2**beat] - said[before]
                    sizes = there[before].sum(axis=1)
                    inner = [shapley_weight(int(n), n_beats) for n in sizes]
                    found[beat] += outer * (np.array(inner)[:, None] * gain).sum(axis=0)
    return found


def a_game(n_beats):
    recording = synthetic_recording(regular_r_times(60))
    beats = detect_r_peaks(recording)
    worth = np.random.default_rng(7).normal(0.02, 0.1, (N_LEADS, len(beats), 2))
    model = Curved(worth, LABELS[:2])
    (stretch,) = model.prepare(recording, beats)
    few = replace(
        stretch,
        **{
            name: getattr(stretch, name)[:, :n_beats]
            for name in ("beats", "amplitude", "valid")
        },
        **{
            name: getattr(stretch, name)[:n_beats]
            for name in ("timing", "time_s", "beat_index")
        },
    )
    kept = np.zeros((416, N_LEADS, n_beats), dtype=bool)
    for row, leads in enumerate(coalitions()):
        kept[row, sorted(leads)] = True
    values = dict(zip(coalitions(), model.logits_without(few, kept), strict=True))
    return model, few, values


@pytest.mark.parametrize("n_beats", [2, 8])
def test_sampled_beats_come_to_their_exact_owen_values(n_beats):
    model, stretch, values = a_game(n_beats)
    leads = owen_values(values)
    samples = sampled(model, stretch, values, no_samples(n_beats, 2), 200)
    beats, error = estimated(samples, leads, stretch.valid)
    for lead in (1, 3, 6):
        exact = exact_beats(model, stretch, lead)
        np.testing.assert_allclose(exact.sum(axis=0), leads[lead], atol=1e-9)
        assert error[lead].max() < 0.2 * np.abs(exact).max()
        assert (np.abs(beats[lead] - exact) < 4 * error[lead]).all()


class InPairs(Worths):
    """Adds up within a lead, with something for each two beats and for their number."""

    def raw_without(self, stretch, kept, cancelled):
        shown = (kept & stretch.valid).astype(float)
        said = super().raw_without(stretch, kept, cancelled)
        both = np.random.default_rng(1).standard_normal((shown.shape[2],) * 2)
        pairs = np.einsum("slb,bc,slc->s", shown, np.triu(both, 1), shown)
        number = (0.3 * shown.sum(axis=2) ** 3 - shown.sum(axis=2) ** 2).sum(axis=1)
        return said + (pairs + number)[:, None]


def test_what_two_beats_share_and_their_number_need_no_chance():
    """One round is exact: each has half of what it shares."""
    _, stretch, _ = a_game(8)
    worth = np.random.default_rng(3).standard_normal((N_LEADS, 8, 2))
    model = InPairs(worth, LABELS[:2])
    kept = np.zeros((416, N_LEADS, 8), dtype=bool)
    for row, leads in enumerate(coalitions()):
        kept[row, sorted(leads)] = True
    values = dict(zip(coalitions(), model.logits_without(stretch, kept), strict=True))
    samples = sampled(model, stretch, values, no_samples(8, 2), 1)
    beats, error = estimated(samples, owen_values(values), stretch.valid)
    both = np.triu(np.random.default_rng(1).standard_normal((8, 8)), 1)
    shared = (both.sum(axis=0) + both.sum(axis=1)) / 2
    own = worth + shared[:, None]
    np.testing.assert_allclose(
        beats - beats.mean(axis=1, keepdims=True),
        own - own.mean(axis=1, keepdims=True),
        atol=1e-5,
    )
    assert error.max() < 1e-5


def fits(model, stretch, values, n_rounds, first):
    """Return the samples of some rounds alone, beginning with a later one."""
    nothing = replace(no_samples(stretch.valid.shape[1], 2), n_rounds=first)
    return sampled(model, stretch, values, nothing, n_rounds)


def test_the_standard_error_is_how_far_estimates_lie_apart():
    model, stretch, values = a_game(8)
    leads = owen_values(values)
    found, errors = zip(
        *(
            estimated(fits(model, stretch, values, 4, k), leads, stretch.valid)
            for k in range(0, 240, 4)
        ),
        strict=True,
    )
    apart = np.sqrt(np.var(found, axis=0).mean())
    told = np.sqrt(np.square(errors).mean())
    assert told == pytest.approx(apart, rel=0.15)


def test_the_error_shrinks_with_further_rounds():
    model, stretch, values = a_game(8)
    few = sampled(model, stretch, values, no_samples(8, 2), 4)
    many = sampled(model, stretch, values, few, 60)
    leads = owen_values(values)
    first, last = (estimated(s, leads, stretch.valid)[1].mean() for s in (few, many))
    assert last == pytest.approx(first / 4, rel=0.3)


class Noisy(Worths):
    """Answers the same sets with chance, beside what beats are worth."""

    def raw_without(self, stretch, kept, cancelled):
        said = super().raw_without(stretch, kept, cancelled)
        rng = np.random.default_rng(0)
        return said + 0.1 * rng.standard_normal(said.shape)


def test_beats_that_differ_by_their_error_only_share_evenly():
    """No noise is shown as if it were evidence, and what is there stays."""
    _, stretch, values = a_game(8)
    worth = np.full((N_LEADS, 8, 2), 0.1)
    worth[6, 0] = 1.0
    model = Noisy(worth, LABELS[:2])
    leads = worth.sum(axis=1)
    known = {x: worth[sorted(x)].sum(axis=(0, 1)) if x else np.zeros(2) for x in values}
    samples = sampled(model, stretch, known, no_samples(8, 2), 3)
    beats, error = estimated(samples, leads, stretch.valid)
    np.testing.assert_allclose(beats.sum(axis=1), leads)
    even = [lead for lead in range(N_LEADS) if lead != 6]
    assert np.abs(beats[even] - 0.1).mean() < 0.4 * error[even].mean()
    assert beats[6, 0].min() > 0.7


def test_evidence_is_settled_by_what_is_looked_at(evidence):
    item = evidence["CD"]
    error = np.zeros_like(item.beats)
    error[:, 0] = np.abs(item.beats).sum()
    later_s = float(item.beat_times_s[1])
    unsure = replace(item, beats_se=error)
    assert not unsure.is_settled()
    assert unsure.is_settled((later_s, 99.0))
    assert not replace(item, beats=np.full_like(item.beats, np.nan)).is_settled()
