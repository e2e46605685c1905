"""Pretraining: what is hidden stays hidden, and only real beats are scored."""

import pytest
import torch

from ecgviewer.ai.clear.batch import make_batch
from ecgviewer.ai.clear.nets import EncoderConfig
from ecgviewer.ai.clear.tokens import N_LEADS
from tests.ai.clear.test_nets import random_tokens
from training.clear.clear import (
    ClearDecoder,
    DecoderConfig,
    MaskedBeatModel,
    masked_error,
)
from training.clear.masks import decoder_mask, sample_visible

SMALL = EncoderConfig(width=24, depth=2, heads=4, hidden=48, dropout=0.0)
DECODER = DecoderConfig(width=16, depth=1, heads=2, hidden=32)


@pytest.fixture
def batch():
    return make_batch([random_tokens(6, 1), random_tokens(4, 2)])


@pytest.fixture
def visible(batch):
    return sample_visible(batch.present, 0.3, torch.tensor([5, 6]))


def test_reachability_of_every_decoder_query(batch, visible):
    allowed = decoder_mask(batch.lead, batch.beat, batch.present, visible)
    for b in range(2):
        lead, beat = batch.lead[b].tolist(), batch.beat[b].tolist()
        present, seen = batch.present[b].tolist(), visible[b].tolist()
        for i in range(N_LEADS):
            assert allowed[b, i, :N_LEADS].nonzero().flatten().tolist() == [i]
            for k in range(len(lead)):
                assert bool(allowed[b, i, N_LEADS + k]) == (present[k] and lead[k] == i)
        for q in range(len(lead)):
            row = allowed[b, N_LEADS + q]
            assert row[:N_LEADS].nonzero().flatten().tolist() == [lead[q]]
            for k in range(len(lead)):
                if seen[q]:
                    expected = seen[k]
                else:
                    expected = present[k] and beat[k] == beat[q]
                assert bool(row[N_LEADS + k]) == expected


def test_each_record_has_its_own_visible_share(batch):
    visible = sample_visible(batch.present, 0.2, torch.tensor([1, 2]))
    assert not (visible & ~batch.present).any()
    expected = (batch.present.sum(dim=1) * 0.2).round()
    assert torch.equal(visible.sum(dim=1).float(), expected)
    draws = sample_visible(batch.present[:1].expand(8, -1), 0.2, torch.arange(8))
    assert len({tuple(row.tolist()) for row in draws}) > 1


def test_what_a_record_shows_depends_on_its_key_and_tokens_alone(batch):
    keys = torch.tensor([1, 2])
    visible = sample_visible(batch.present, 0.2, keys)
    n_own = int(batch.present[1].sum())
    alone = sample_visible(batch.present[1:, :n_own], 0.2, keys[1:])
    assert n_own < batch.present.shape[1]
    assert torch.equal(visible[1:, :n_own], alone)


def test_every_token_is_shown_equally_often():
    present = torch.ones(1, 50, dtype=torch.bool).expand(4000, -1)
    often = sample_visible(present, 0.2, torch.arange(4000)).double().mean(dim=0)
    assert (often - 0.2).abs().max() < 0.03  # about five standard errors


def test_a_rebuilt_beat_does_not_see_its_own_or_any_hidden_samples(batch, visible):
    model = MaskedBeatModel(SMALL, DECODER).eval()
    beats = batch.beats.clone().requires_grad_(True)
    rebuilt = model.rebuild(batch._replace(beats=beats), visible, batch.lead.shape[1])
    hidden = batch.present & ~visible
    (gradient,) = torch.autograd.grad(rebuilt[hidden].sum(), beats)
    strength = gradient.abs().sum(dim=-1)
    assert (strength[~visible] == 0).all()
    assert (strength[visible] > 0).any()


def test_a_one_layer_decoder_rebuilds_from_the_same_beat_only(batch, visible):
    """Identity encoder: hidden (i, j) depends on beat j's visible tokens alone."""
    decoder = ClearDecoder(SMALL, DECODER).eval()
    n_tokens = batch.lead.shape[1]
    every = torch.arange(n_tokens)[None].expand(2, -1)
    inputs = torch.randn(2, N_LEADS + n_tokens, SMALL.width, requires_grad=True)
    rebuilt = decoder(batch, inputs, every, visible)
    hidden = (batch.present & ~visible).nonzero().tolist()
    for b, q in hidden[:: max(1, len(hidden) // 12)]:
        (gradient,) = torch.autograd.grad(
            rebuilt[b, q].sum(), inputs, retain_graph=True
        )
        strength = gradient.abs().sum(dim=-1)
        reached = strength[b, N_LEADS:] > 0
        assert torch.equal(reached, visible[b] & (batch.beat[b] == batch.beat[b, q]))
        cls = (strength[b, :N_LEADS] > 0).nonzero().flatten().tolist()
        assert cls == [int(batch.lead[b, q])]
        assert (strength[1 - b] == 0).all()


def test_only_hidden_real_beats_are_scored(batch, visible):
    rebuilt = torch.randn_like(batch.beats)
    loss, scored = masked_error(rebuilt, batch, visible)
    assert scored == (batch.present & ~visible).sum()
    changed = rebuilt.clone()
    changed[visible | ~batch.present] += 100.0
    assert torch.equal(masked_error(changed, batch, visible)[0], loss)
    changed[batch.present & ~visible] += 1.0
    assert not torch.equal(masked_error(changed, batch, visible)[0], loss)


def test_room_for_the_visible_tokens_is_known_without_counting_them(batch):
    """The model leaves no visible token out, whatever the share."""
    model = MaskedBeatModel(SMALL, DECODER).eval()
    keys = torch.tensor([3, 4])
    for share in (0.01, 0.2, 0.37, 0.5):
        model.visible_share = share
        visible = sample_visible(batch.present, share, keys)
        whole = model.rebuild(batch, visible, batch.lead.shape[1])
        wanted = masked_error(whole, batch, visible)
        for found, value in zip(model(batch, keys), wanted, strict=True):
            torch.testing.assert_close(found, value)
