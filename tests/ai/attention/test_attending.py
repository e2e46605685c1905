"""Attention of every family that has it: true to the model, masked, in its place."""

from dataclasses import replace

import numpy as np
import pytest
import torch

from ecgviewer.ai import written_out
from ecgviewer.ai.clear.classifier import ClearClassifier
from ecgviewer.ai.clear.family import ClearModel
from ecgviewer.ai.clear.heads import HeadConfig
from ecgviewer.ai.clear.nets import EncoderConfig
from ecgviewer.ai.clear.tokens import TokenConfig
from ecgviewer.ai.physioclr.family import PhysioModel
from ecgviewer.ai.physioclr.network import PhysioConfig, PhysioNetwork
from ecgviewer.analysis.beats.rpeaks import detect_r_peaks
from ecgviewer.ecg.leads import STANDARD_12
from tests.ai.tiny import (
    CALIBRATION,
    LABELS,
    MAKERS,
    as_after_training,
    tiny_clear,
    tiny_jepa,
)
from tests.synthetic import regular_r_times, synthetic_recording


def tiny_hug():
    torch.manual_seed(1)
    encoder, head = EncoderConfig(24, 2, 4, 48), HeadConfig("hug", n_labels=len(LABELS))
    network = ClearClassifier(encoder, head)
    parts = ("tiny-hug", LABELS, CALIBRATION, network)
    return ClearModel(*parts, encoder, head, TokenConfig())


def tiny_physio_transformer():
    torch.manual_seed(2)
    size = PhysioConfig(
        n_labels=len(LABELS), widths=(6, 8), layers=2, heads=2, hidden=12
    )
    network = as_after_training(PhysioNetwork(size))
    return PhysioModel("tiny-physio", LABELS, CALIBRATION, network, size)


ATTENDING = (tiny_clear, tiny_hug, tiny_jepa, tiny_physio_transformer)


@pytest.fixture(scope="module", params=ATTENDING, ids=lambda make: make.__name__)
def model(request):
    return request.param()


def prepared(model, duration_s=6.0, off=()):
    times = regular_r_times(duration_s=duration_s)
    recording = synthetic_recording(times, duration_s=duration_s, noise_mv=0.01)
    signal = recording.signal_mv.copy()
    signal[[STANDARD_12.index(lead) for lead in off]] = 0.0
    recording = replace(recording, signal_mv=signal)
    beats = detect_r_peaks(recording)
    return model.prepare(recording, beats), beats


def test_weights_are_shares_and_exactly_nil_where_masked(model):
    (stretch,), _ = prepared(model, off=("V2",))
    found = model.attention(stretch)
    n_tokens = len(found.tokens)
    assert found.weights.shape[2:] == found.allowed.shape == (n_tokens, n_tokens)
    np.testing.assert_allclose(found.weights.sum(axis=-1), 1, atol=1e-5)
    assert (found.weights[..., ~found.allowed] == 0).all()
    assert (found.weights[..., found.allowed] > 0).all()


class _Told(Exception):
    """Ends asking once the logits are there."""


def written_out_logits(model, stretch, monkeypatch):
    """Return the calibrated logits of the network whose attention is written out."""

    def tell(ask, *_args):
        with torch.inference_mode():
            raise _Told(ask([]).double().numpy()[0])

    with monkeypatch.context() as patch:
        patch.setattr(f"{type(model).__module__}.seen_of", tell)
        with pytest.raises(_Told) as told:
            model.attention(stretch)
    return told.value.args[0] * model.calibration.scale + model.calibration.bias


def test_attention_written_out_says_what_the_model_says(model, monkeypatch):
    (stretch,), _ = prepared(model, off=("V2",))
    told = written_out_logits(model, stretch, monkeypatch)
    np.testing.assert_allclose(told, model.logits([stretch])[0], atol=1e-5)


def test_slopes_are_those_of_the_statement(model, monkeypatch):
    (stretch,), _ = prepared(model)
    found = model.attention(stretch, "MI")
    assert found.slopes.shape == found.weights.shape
    layer, head, step = 1, 1, 0.004
    # Where it matters most, so that the difference is no rounding.
    slopes = found.slopes[layer, head]
    row, column = np.unravel_index(np.abs(slopes).argmax(), slopes.shape)
    weights_of = written_out.weights_of

    def logit_with(change):
        asked = []

        def changed(q, k, allowed):
            weights = weights_of(q, k, allowed)
            weights[0, head, row, column] += change if len(asked) == layer else 0
            asked.append(layer)
            return weights

        monkeypatch.setattr(written_out, "weights_of", changed)
        return written_out_logits(model, stretch, monkeypatch)[0]

    rise = (logit_with(step) - logit_with(-step)) / (2 * step)
    assert rise == pytest.approx(slopes[row, column], rel=0.05)


def test_tokens_lie_where_they_are_in_the_recording(model):
    stretches, beats = prepared(model, duration_s=25.0)
    assert len(stretches) > 1
    for stretch in stretches:
        found = model.attention(stretch)
        tokens = [token for token in found.tokens if not token.sums_up]
        assert all(token.start_s < token.stop_s for token in found.tokens)
        for time_s in beats.times_s[stretch.beat_index]:
            holding = [t for t in tokens if t.start_s <= time_s < t.stop_s]
            leads = {token.lead for token in holding}
            assert len(holding) == len(leads) in (1, 8, 12)


def test_the_head_reads_the_whole_and_nothing_of_a_lead_that_is_off(model):
    (stretch,), _ = prepared(model, off=("V2",))
    found = model.attention(stretch)
    assert found.read.sum() == pytest.approx(1)
    off = [token.lead == STANDARD_12.index("V2") for token in found.tokens]
    assert found.read[off].sum() == 0


@pytest.mark.parametrize("family", ["acl", "physioclr", "resnet", "rr", "ensemble"])
def test_what_has_no_attention_says_so(family):
    model = MAKERS[family]()
    (stretch,), _ = prepared(model)
    assert model.attention(stretch) is None
