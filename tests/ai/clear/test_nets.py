"""The encoder and the head: who sees whom, and nothing else."""

from dataclasses import replace

import numpy as np
import pytest
import torch

from ecgviewer.ai.clear.batch import make_batch
from ecgviewer.ai.clear.classifier import ClearClassifier
from ecgviewer.ai.clear.heads import (
    HUG_GROUPS,
    AdditiveHead,
    HeadConfig,
    HugHead,
    LinearHead,
    lead_summaries,
)
from ecgviewer.ai.clear.nets import (
    ClearEncoder,
    EncoderConfig,
    _attend,
    attention_bias,
    encoder_mask,
)
from ecgviewer.ai.clear.tokens import N_AMPLITUDE, N_LEADS, N_UNITLESS, BeatTokens

SMALL = EncoderConfig(width=24, depth=3, heads=4, hidden=48)


def random_tokens(n_beats=5, seed=0):
    rng = np.random.default_rng(seed)
    valid = rng.random((N_LEADS, n_beats)) < 0.85
    known = np.ones((n_beats, 2))
    known[0, 0] = known[-1, 1] = 0
    timing = np.hstack([0.3 * rng.standard_normal((n_beats, 2)) * known, known])
    beats = rng.standard_normal((N_LEADS, n_beats, 96))
    amplitude = rng.standard_normal((N_LEADS, n_beats, N_AMPLITUDE))
    return BeatTokens(
        beats=beats.astype(np.float32),
        valid=valid,
        amplitude=amplitude.astype(np.float32),
        timing=timing.astype(np.float32),
        time_s=np.sort(rng.uniform(0, 10, n_beats)).astype(np.float32),
        beat_index=np.arange(n_beats),
    )


def test_reachability_of_every_encoder_query():
    batch = make_batch([random_tokens(5, 1), random_tokens(3, 2)])
    allowed = encoder_mask(batch.lead, batch.present)
    for b in range(2):
        for lead in range(N_LEADS):
            for other in range(N_LEADS):
                assert allowed[b, lead, other] == (lead == other)
            for k in range(batch.lead.shape[1]):
                own = bool(batch.present[b, k]) and int(batch.lead[b, k]) == lead
                assert bool(allowed[b, lead, N_LEADS + k]) == own
        for q in range(batch.lead.shape[1]):
            row = allowed[b, N_LEADS + q]
            for other in range(N_LEADS):
                assert bool(row[other]) == (int(batch.lead[b, q]) == other)
            assert torch.equal(row[N_LEADS:], batch.present[b])


def test_a_cls_sees_only_its_own_lead_through_one_layer():
    model = ClearEncoder(EncoderConfig(width=24, depth=1, heads=4, hidden=48)).eval()
    batch = make_batch([random_tokens()])
    beats = batch.beats.clone().requires_grad_(True)
    out = model(batch._replace(beats=beats))
    for lead in range(N_LEADS):
        (gradient,) = torch.autograd.grad(
            out[0, lead, :7].sum(), beats, retain_graph=True
        )
        strength = gradient[0].abs().sum(dim=1)
        own = batch.lead[0] == lead
        assert (strength[own] > 0).all()
        assert (strength[~own] == 0).all()


def test_removed_and_padding_tokens_have_no_influence_at_all():
    model = ClearClassifier(SMALL, HeadConfig(n_labels=3)).eval()
    batch = make_batch([random_tokens()])
    hidden = batch.present.clone()
    hidden[0, ::3] = False
    beats = batch.beats.clone().requires_grad_(True)
    logits = model(batch._replace(beats=beats, present=hidden))
    (gradient,) = torch.autograd.grad(logits.sum(), beats)
    strength = gradient[0].abs().sum(dim=1)
    assert (strength[~hidden[0]] == 0).all()
    assert (strength[hidden[0]] > 0).all()


def test_masking_a_token_is_the_same_as_leaving_it_out():
    model = ClearClassifier(SMALL, HeadConfig(n_labels=3)).eval()
    tokens = random_tokens()
    kept = np.random.default_rng(3).random(tokens.valid.shape) < 0.5
    whole = make_batch([tokens])
    rows = torch.from_numpy(kept[whole.lead[0], whole.beat[0]])
    masked = whole._replace(present=whole.present & rows)
    left_out = make_batch([tokens], [kept])
    assert left_out.lead.shape[1] < whole.lead.shape[1]
    with torch.no_grad():
        torch.testing.assert_close(model(masked), model(left_out), atol=1e-5, rtol=0)


def test_an_empty_recording_gives_finite_logits():
    model = ClearClassifier(SMALL, HeadConfig(n_labels=3)).eval()
    tokens = random_tokens()
    nothing = make_batch([tokens], [np.zeros_like(tokens.valid)])
    with torch.no_grad():
        assert torch.isfinite(model(nothing)).all()


def test_logits_depend_on_neither_the_batch_nor_chance():
    model = ClearClassifier(SMALL, HeadConfig(n_labels=3)).eval()
    items = [random_tokens(n, n) for n in (2, 7, 12)]
    with torch.no_grad():
        together = model(make_batch(items))
        again = model(make_batch(items))
        alone = torch.cat([model(make_batch([item])) for item in items])
        backwards = model(make_batch(items[::-1])).flip(0)
    assert torch.equal(together, again)
    torch.testing.assert_close(together, alone, atol=1e-5, rtol=0)
    torch.testing.assert_close(together, backwards, atol=1e-5, rtol=0)


@torch.no_grad()
def test_attention_written_out_for_bfloat16_is_that_of_the_fused_kernel():
    torch.manual_seed(0)
    q, k, v = torch.randn(3, 2, 4, 9, 8).bfloat16()
    allowed = torch.rand(2, 1, 9, 9) < 0.5
    allowed |= torch.eye(9, dtype=torch.bool)
    for bias in (attention_bias(allowed), allowed.float()):
        exact = _attend(q.float(), k.float(), v.float(), bias)
        found = _attend(q, k, v, bias.bfloat16())
        assert found.dtype == torch.bfloat16
        torch.testing.assert_close(found.float(), exact, atol=0.03, rtol=0)
    alone = attention_bias(torch.eye(9, dtype=torch.bool).expand(2, 1, 9, 9))
    assert torch.equal(_attend(q, k, v, alone.bfloat16()), v)


@pytest.mark.parametrize("n_amplitude", [N_UNITLESS, N_AMPLITUDE])
def test_voltage_is_heard_by_a_network_that_reads_it_and_by_no_other(n_amplitude):
    torch.manual_seed(3)
    encoder = ClearEncoder(replace(SMALL, n_amplitude=n_amplitude)).eval()
    tokens = make_batch([random_tokens()])
    louder = tokens.amplitude + torch.tensor([0.0, 0.0, 0.5, 0.0])
    one, other = encoder(tokens), encoder(tokens._replace(amplitude=louder))
    assert torch.equal(one, other) == (n_amplitude == N_UNITLESS)


def test_an_encoder_reads_two_or_four_numbers_of_the_amplitude():
    with pytest.raises(ValueError, match="must be 2 or 4"):
        EncoderConfig(n_amplitude=3)


def test_token_order_does_not_matter():
    model = ClearClassifier(SMALL, HeadConfig(n_labels=3)).eval()
    batch = make_batch([random_tokens()])
    order = torch.randperm(batch.lead.shape[1])[None]
    with torch.no_grad():
        torch.testing.assert_close(
            model(batch), model(batch.take(order)), atol=1e-5, rtol=0
        )


def test_cls_only_gives_the_same_cls_as_the_whole_encoder():
    model = ClearEncoder(SMALL).eval()
    batch = make_batch([random_tokens()])
    with torch.no_grad():
        torch.testing.assert_close(
            model(batch, cls_only=True), model(batch)[:, :N_LEADS], atol=1e-5, rtol=0
        )


@pytest.mark.parametrize("readout", ["concat", "mean"])
def test_hug_equals_its_linear_control(readout):
    torch.manual_seed(0)
    config = HeadConfig("hug", readout, n_labels=7)
    hug = HugHead(24, config)
    control = LinearHead(24, HeadConfig("linear", n_labels=7))
    collapsed = hug.collapse()
    control.classify.load_state_dict(collapsed.state_dict())
    cls, all_there = torch.randn(9, N_LEADS, 24), torch.ones(9, N_LEADS)
    with torch.no_grad():
        torch.testing.assert_close(
            hug(cls, all_there), control(cls, all_there), atol=1e-5, rtol=1e-5
        )


def additive(n_labels=3):
    torch.manual_seed(0)
    return AdditiveHead(24, HeadConfig("additive", n_labels=n_labels)).eval()


@torch.no_grad()
def test_the_additive_head_is_the_sum_of_its_terms():
    head = additive()
    summaries, there = torch.randn(5, N_LEADS, 96), torch.ones(5, N_LEADS)
    leads, groups = head.terms(summaries, there)
    assert leads.shape == (5, N_LEADS, 3)
    assert groups.shape == (5, 3, 3)
    torch.testing.assert_close(
        head(summaries, there), leads.sum(1) + groups.sum(1) + head.constant
    )


@torch.no_grad()
@pytest.mark.parametrize("lead", [0, 4, 11])
def test_a_lead_speaks_in_its_own_term_and_its_groups_only(lead):
    head = additive()
    summaries, there = torch.randn(2, N_LEADS, 96), torch.ones(2, N_LEADS)
    leads, groups = head.terms(summaries, there)
    changed = summaries.clone()
    changed[:, lead] += torch.randn(96)
    other_leads, other_groups = head.terms(changed, there)
    moved = (leads != other_leads).any(dim=2).any(dim=0)
    assert moved.nonzero().flatten().tolist() == [lead]
    group = next(k for k, rows in enumerate(HUG_GROUPS) if lead in rows)
    moved = (groups != other_groups).any(dim=2).any(dim=0)
    assert moved.nonzero().flatten().tolist() == [group]


@torch.no_grad()
def test_a_lead_without_beats_adds_nothing_to_the_additive_head():
    head = additive()
    with torch.no_grad():
        head.lead_term.bias.normal_()
    summaries, there = torch.randn(2, N_LEADS, 96), torch.ones(2, N_LEADS)
    there[:, 3:6] = 0
    leads, groups = head.terms(summaries, there)
    assert (leads[:, 3:6] == 0).all()
    assert (groups[:, 1] == 0).all()
    assert (leads[:, :3] != 0).any()
    assert (groups[:, 0] != 0).any()
    torch.testing.assert_close(
        head(torch.randn(1, N_LEADS, 96), torch.zeros(1, N_LEADS))[0], head.constant
    )


@torch.no_grad()
def test_an_absent_lead_is_not_heard_in_its_group() -> None:
    head = additive()
    there = torch.ones(2, N_LEADS)
    there[:, 4] = 0
    summaries = torch.randn(2, N_LEADS, 96)
    changed = summaries.clone()
    changed[:, 4] = torch.randn(96)
    torch.testing.assert_close(head(summaries, there), head(changed, there))


@torch.no_grad()
def test_summaries_are_means_and_spreads_of_a_leads_present_beats():
    tokens = make_batch([random_tokens(5, 1), random_tokens(3, 2)])
    encoded = torch.randn(2, N_LEADS + tokens.lead.shape[1], 4)
    middle = torch.randn_like(encoded)
    found = lead_summaries(encoded, middle, tokens)
    for b in range(2):
        for lead in range(N_LEADS):
            own = tokens.present[b] & (tokens.lead[b] == lead)
            cls, mean, spread, halfway = found[b, lead].split(4)
            assert torch.equal(cls, encoded[b, lead])
            if not own.any():
                assert (torch.cat([mean, spread, halfway]) == 0).all()
                continue
            beats = encoded[b, N_LEADS:][own]
            torch.testing.assert_close(mean, beats.mean(0), atol=1e-5, rtol=0)
            variance = beats.var(0, correction=0)
            wanted = (variance + 1e-4).sqrt()
            torch.testing.assert_close(spread, wanted, atol=1e-3, rtol=0)
            wanted = middle[b, N_LEADS:][own].mean(0)
            torch.testing.assert_close(halfway, wanted, atol=1e-5, rtol=0)


@torch.no_grad()
@pytest.mark.parametrize("kind", ["hug", "additive"])
def test_a_recording_mixed_with_itself_is_itself(kind):
    model = ClearClassifier(SMALL, HeadConfig(kind, n_labels=3)).eval()
    batch = make_batch([random_tokens(5, 1), random_tokens(4, 2)])
    whole = model(batch)
    same, other = torch.tensor([0, 1]), torch.tensor([1, 0])
    share = torch.tensor([0.7, 0.6])
    torch.testing.assert_close(model.mixed(batch, same, share), whole)
    torch.testing.assert_close(model.mixed(batch, other, torch.zeros(2)), whole[[1, 0]])
    assert not torch.allclose(model.mixed(batch, other, share), whole)
