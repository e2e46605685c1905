"""The ablation has the released masks' faults, and only those."""

import numpy as np
import torch

from ecgviewer.ai.clear.nets import ClearEncoder, EncoderConfig
from ecgviewer.ai.clear.tokens import N_LEADS
from tests.ai.clear.test_nets import random_tokens
from training.clear.clear import DecoderConfig
from training.clear.legacy import LegacyMaskedModel, released_encoder_bias
from training.clear.table import make_table
from training.run.draws import example_keys

ENCODER = EncoderConfig(width=24, depth=2, heads=4, hidden=48, dropout=0.0)
DECODER = DecoderConfig(width=16, depth=1, heads=2, hidden=32)
KEYS = example_keys(0, 0, torch.arange(2))


def slots(n_beats=15):
    table = make_table([random_tokens(20, 1), random_tokens(4, 2)])
    return table.batch(np.arange(2), KEYS, n_beats, empty_slots=True)


def test_the_released_mask_is_a_small_misplaced_number():
    lead = torch.tensor([[5, 0, 0, 5, 2]])
    mask = released_encoder_bias(lead)
    assert mask.shape == (1, N_LEADS + 5, N_LEADS + 5)
    assert mask[0, 0].tolist() == [0, 0] + [1] * 15
    assert mask[0, 1].tolist() == [1] * 17
    assert mask[0, 2].tolist() == [1, 1, 0] + [1] * 14
    assert mask[0, 5].tolist() == [1, 1, 1, 0, 0] + [1] * 12
    assert (mask[0, N_LEADS:] == 0).all()


def test_a_cls_sees_other_leads_under_the_released_mask():
    torch.manual_seed(0)
    model = LegacyMaskedModel(ENCODER, DECODER).eval()
    tokens = slots()
    beats = tokens.beats.clone().requires_grad_(True)
    tokens = tokens._replace(beats=beats)
    for encoder, sees_all in ((model.encoder, True), (ClearEncoder(ENCODER), False)):
        cls = encoder.blocks[0](*_first_layer(encoder, tokens))[0, 3]
        (gradient,) = torch.autograd.grad(cls.sum(), beats)
        others = (tokens.lead[0] != 3) & tokens.present[0]
        assert bool((gradient[0][others].abs().sum(dim=1) > 0).all()) == sees_all


def _first_layer(encoder, tokens):
    x = encoder.embed(tokens.beats)
    cls = encoder.cls.expand(len(x), -1, -1)
    return torch.cat([cls, x], dim=1), encoder.bias(tokens)


def test_thirty_five_of_all_180_slots_are_seen_and_the_rest_scored():
    model = LegacyMaskedModel(ENCODER, DECODER)
    tokens = slots()
    assert tokens.lead.shape[1] == 180
    assert not tokens.present.all()
    loss, scored = model(tokens, KEYS)
    assert int(scored) == 2 * (180 - 35)
    loss.backward()
    assert all(p.grad is not None for p in model.parameters())


def test_its_encoder_has_the_weights_of_any_other():
    theirs = LegacyMaskedModel(ENCODER, DECODER).encoder
    ClearEncoder(ENCODER).load_state_dict(theirs.state_dict())
