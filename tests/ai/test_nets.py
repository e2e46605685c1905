"""The encoder and the head: who sees whom, and nothing else."""

import numpy as np
import pytest
import torch

from ecgviewer.ai.batch import make_batch
from ecgviewer.ai.classifier import ClearClassifier
from ecgviewer.ai.heads import HeadConfig, HugHead, LinearHead
from ecgviewer.ai.nets import ClearEncoder, EncoderConfig, encoder_mask
from ecgviewer.ai.tokens import N_LEADS, BeatTokens

SMALL = EncoderConfig(width=24, depth=3, heads=4, hidden=48)


def random_tokens(n_beats=5, seed=0):
    rng = np.random.default_rng(seed)
    valid = rng.random((N_LEADS, n_beats)) < 0.85
    known = np.ones((n_beats, 2))
    known[0, 0] = known[-1, 1] = 0
    timing = np.hstack([0.3 * rng.standard_normal((n_beats, 2)) * known, known])
    return BeatTokens(
        beats=rng.standard_normal((N_LEADS, n_beats, 96)).astype(np.float32),
        valid=valid,
        amplitude=rng.standard_normal((N_LEADS, n_beats, 2)).astype(np.float32),
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
    cls = torch.randn(9, N_LEADS, 24)
    with torch.no_grad():
        torch.testing.assert_close(hug(cls), control(cls), atol=1e-5, rtol=1e-5)


def test_the_rhythm_term_counts_present_beats_only():
    model = ClearClassifier(SMALL, HeadConfig(n_labels=3)).eval()
    batch = make_batch([random_tokens(5, 1), random_tokens(9, 2)])
    with torch.no_grad():
        both = model.rhythm(batch.timing, batch.present)
        alone = make_batch([random_tokens(5, 1)])
        torch.testing.assert_close(
            model.rhythm(alone.timing, alone.present), both[:1], atol=1e-5, rtol=0
        )
        changed = batch.timing.clone()
        changed[..., 0][~batch.present] += 3.0
        assert torch.equal(model.rhythm(changed, batch.present), both)
        changed[..., 0][batch.present] += 0.3
        assert not torch.allclose(model.rhythm(changed, batch.present), both)
