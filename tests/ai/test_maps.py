"""Attributions of models whose answer is known, and what all families keep to."""

from dataclasses import replace

import numpy as np
import pytest
import torch

from ecgviewer.ai.clear.family import ClearModel
from ecgviewer.ai.clear.heads import HeadConfig
from ecgviewer.ai.clear.nets import EncoderConfig
from ecgviewer.ai.clear.tokens import TokenConfig
from ecgviewer.ai.differentiable import Layer
from ecgviewer.ai.evidence import gradients
from ecgviewer.ai.evidence.maps import (
    activation,
    grad_cam,
    integrated_gradients,
    occlusion,
    saliency,
    shapley_sampling,
)
from ecgviewer.ai.evidence.owen import EvidenceError
from ecgviewer.ai.inference import predict
from ecgviewer.ai.inputs import N_LEADS
from ecgviewer.ai.model import Calibration, Cancelled
from ecgviewer.ai.raw.batch import RawConfig, RawNetwork
from ecgviewer.ai.raw.family import RawModel
from ecgviewer.ai.registry import DEFAULT_EXPLAINER, EXPLAINERS
from ecgviewer.analysis.beats.rpeaks import detect_r_peaks
from ecgviewer.ecg.leads import STANDARD_12
from tests.ai.tiny import (
    LABELS,
    MAKERS,
    tiny_acl,
    tiny_clear,
    tiny_ensemble,
    tiny_jepa,
    tiny_physioclr,
    tiny_resnet,
    tiny_rr,
)
from tests.synthetic import regular_r_times, synthetic_recording

TWO = LABELS[:2]
SCALE = Calibration(np.array([0.5, 2.0]), np.array([0.3, -0.1]))
N_SAMPLES = 1000
V2, V5 = STANDARD_12.index("V2"), STANDARD_12.index("V5")
MAPS = [row for row in EXPLAINERS.values() if row.key != DEFAULT_EXPLAINER]


@pytest.fixture(scope="module")
def recording():
    return synthetic_recording(regular_r_times(60), noise_mv=0.02)


@pytest.fixture(scope="module")
def beats(recording):
    return detect_r_peaks(recording)


class Said(RawNetwork):
    """Says what a function makes of the signal, (B, 12, n_samples) to (B, 2)."""

    def __init__(self, function):
        super().__init__()
        self.function = function

    def forward(self, batch):
        return self.function(batch.signal_mv)


def saying(function):
    return RawModel("said", TWO, SCALE, Said(function), RawConfig(len(TWO)))


def linear(seed=0):
    weight = torch.randn(2, N_LEADS, N_SAMPLES, generator=torch.manual_seed(seed))
    return weight.numpy(), saying(
        lambda x: torch.einsum("bls,kls->bk", x, weight[:, :, : x.shape[2]])
    )


def signal_of(model, recording, beats):
    (stretch,) = model.prepare(recording, beats)
    return stretch


def by_beat(values, owner, n_beats):
    return np.stack([np.bincount(owner, row, n_beats) for row in values])


# ----------------------------------------------------------- known in closed form


def test_of_a_linear_model_integrated_gradients_are_weight_times_signal(
    recording, beats
):
    weight, model = linear()
    stretch = signal_of(model, recording, beats)
    found = integrated_gradients(recording, beats, model)
    for column, code in enumerate(("MI", "CD")):
        expected = SCALE.scale[column] * weight[column] * stretch.signal
        item = found[code]
        np.testing.assert_allclose(item.values, expected, atol=1e-5)
        np.testing.assert_allclose(
            item.beats, by_beat(expected, stretch.owner, len(beats)), atol=1e-4
        )
        assert abs(item.gap) < 1e-4
        assert item.n_steps == gradients.FIRST_STEPS
        assert item.baseline_logit == pytest.approx(SCALE.bias[column], abs=1e-5)


def test_of_a_linear_model_the_slopes_are_its_weights(recording, beats):
    weight, model = linear()
    found = saliency(recording, beats, model)["CD"]
    np.testing.assert_allclose(found.values, 2.0 * weight[1], atol=1e-6)
    assert found.unit == "logit per mV"
    assert found.gap is found.is_complete is None


def test_of_a_linear_model_occlusion_is_what_each_window_adds(recording, beats):
    weight, model = linear()
    stretch = signal_of(model, recording, beats)
    found = occlusion(recording, beats, model, ["MI"])["MI"]
    n = round(gradients.WINDOW_S * 100)
    expected = (0.5 * weight[0] * stretch.signal).reshape(N_LEADS, -1, n).sum(axis=2)
    windows = found.values.reshape(N_LEADS, -1, n)
    np.testing.assert_allclose(windows.sum(axis=2), expected, atol=1e-4)
    assert np.ptp(windows, axis=2).max() < 1e-12


def test_of_a_linear_model_shapley_values_are_what_each_beat_adds(recording, beats):
    weight, model = linear()
    stretch = signal_of(model, recording, beats)
    found = shapley_sampling(recording, beats, model, ["MI"])["MI"]
    expected = by_beat(0.5 * weight[0] * stretch.signal, stretch.owner, len(beats))
    np.testing.assert_allclose(found.beats, expected, atol=1e-4)
    assert found.beats_se.max() < 1e-5


def squares(recording, beats):
    """Return a model of the product of two beats' areas, and those beats' places."""
    model = saying(lambda x: x)
    owner = torch.from_numpy(signal_of(model, recording, beats).owner == 3).float()

    def product(x):
        area = [(x[:, row] ** 2 * owner).sum(dim=1) for row in (V2, V5)]
        return (area[0] * area[1])[:, None].expand(-1, 2)

    return saying(product)


def test_a_bonus_for_two_is_shared_alike_and_others_get_nothing(recording, beats):
    model = squares(recording, beats)
    sampled = shapley_sampling(recording, beats, model, ["CD"])["CD"]
    whole = sampled.logit - sampled.baseline_logit
    assert sampled.beats.sum() == pytest.approx(whole, rel=1e-6)
    near = 3 * sampled.beats_se[V2, 3]
    assert sampled.beats[V2, 3] == pytest.approx(whole / 2, abs=near)
    assert 0 < near < 1.5 * whole
    smooth = integrated_gradients(recording, beats, model, ["CD"])["CD"]
    for row in (V2, V5):
        assert smooth.beats[row, 3] == pytest.approx(whole / 2, rel=1e-3)
    for item in (sampled, smooth):
        others = item.beats.copy()
        others[[V2, V5], 3] = 0
        assert np.abs(others).max() < 1e-6 * abs(whole)


def test_the_same_seed_gives_the_same_map_and_leaves_chance_alone(recording, beats):
    model = squares(recording, beats)
    torch.manual_seed(5)
    expected = torch.rand(3)
    torch.manual_seed(5)
    one, other = (
        shapley_sampling(recording, beats, model, ["CD"])["CD"] for _ in range(2)
    )
    np.testing.assert_array_equal(one.values, other.values)
    assert torch.equal(torch.rand(3), expected)


def test_steps_are_doubled_until_the_sum_is_close(recording, beats):
    """A steep step of the signal's size needs more than the first steps."""

    def steep(x):
        size = (x**2).mean(dim=(1, 2)).sqrt()
        return torch.sigmoid(4000 * (size - 0.02))[:, None].expand(-1, 2)

    found = integrated_gradients(recording, beats, saying(steep), ["CD"])["CD"]
    assert gradients.FIRST_STEPS < found.n_steps <= gradients.MOST_STEPS
    assert found.is_complete
    assert not replace(found, gap=0.2).is_complete


class Convolved(RawNetwork):
    """The mean over time of two channels, each what a lead reads every 10 samples."""

    def __init__(self):
        super().__init__()
        self.body = torch.nn.Conv1d(N_LEADS, 2, 10, 10, bias=False)
        with torch.no_grad():
            self.body.weight.zero_()
            self.body.weight[0, V2], self.body.weight[1, V5] = 1.0, -1.0

    def forward(self, batch):
        seen = self.body(batch.signal_mv).mean(dim=2)
        return torch.stack([3 * seen[:, 0] + seen[:, 1], seen[:, 1]], dim=1)


class ConvolvedModel(RawModel):
    def layers(self):
        return (Layer("body", self.network.body, self.rows),)


def test_grad_cam_is_slope_times_activation_frame_by_frame(recording, beats):
    model = ConvolvedModel("cam", TWO, SCALE, Convolved(), RawConfig(len(TWO)))
    signal = signal_of(model, recording, beats).signal.reshape(N_LEADS, -1, 10)
    frames = signal.sum(axis=2)
    n = frames.shape[1]
    found = grad_cam(recording, beats, model)["MI"]
    expected = 0.5 * (3 * frames[V2] - frames[V5]) / n
    for row in range(N_LEADS):
        np.testing.assert_allclose(found.values[row, ::10], expected, atol=1e-6)
        np.testing.assert_array_equal(found.values[row, 9::10], found.values[row, ::10])
    assert found.values.min() < 0 < found.values.max()
    said = activation(recording, beats, model)["MI"]
    mean = (frames[V2] - frames[V5]) / 2
    np.testing.assert_allclose(said.values[0, ::10], mean, atol=1e-5)


# ------------------------------------------------------------------ in their place


class OfPeaks(torch.nn.Module):
    """Sums up what tokens hold at their R peaks, and the first of their sizes."""

    def forward(self, tokens):
        there = tokens.present.float()
        peak = (tokens.beats[..., 48] * there).sum(dim=1)
        return torch.stack([peak, (tokens.amplitude[..., 0] * there).sum(dim=1)], 1)


def test_a_beats_shape_lies_at_its_time_and_its_size_with_the_beat():
    recording = synthetic_recording(
        regular_r_times(55, duration_s=25.0), duration_s=25.0, noise_mv=0.02
    )
    beats = detect_r_peaks(recording)
    configs = EncoderConfig(), HeadConfig(n_labels=2), TokenConfig()
    model = ClearModel("peaks", TWO, Calibration.none(2), OfPeaks(), *configs)
    stretches = model.prepare(recording, beats)
    found = integrated_gradients(recording, beats, model)
    shape, size = found["MI"], found["CD"]
    expected = np.zeros((N_LEADS, 2500))
    sizes = np.zeros((N_LEADS, len(beats)))
    for stretch in stretches:
        at = np.round(beats.times_s[stretch.beat_index] * 100).astype(int)
        expected[:, at] = stretch.beats[..., 48] / len(stretches)
        sizes[:, stretch.beat_index] = stretch.amplitude[..., 0] / len(stretches)
    np.testing.assert_allclose(shape.values, expected, atol=1e-5)
    np.testing.assert_allclose(shape.beats.sum(), expected.sum(), atol=1e-4)
    np.testing.assert_allclose(size.beats, sizes, atol=1e-5)
    assert np.abs(size.values).max() < 1e-7
    assert "has exactly no share" in shape.notes[0]


def test_a_sample_of_a_later_stretch_keeps_its_time():
    recording = synthetic_recording(
        regular_r_times(50, duration_s=25.0), duration_s=25.0
    )
    beats = detect_r_peaks(recording)
    model = saying(lambda x: x[:, V5, [100, 100]])
    found = saliency(recording, beats, model, ["MI"])["MI"]
    n_stretches = len(model.prepare(recording, beats))
    assert n_stretches > 1
    first = np.round(np.arange(n_stretches) * 25.0 / n_stretches * 100)
    np.testing.assert_array_equal(np.flatnonzero(found.values[V5]), first + 100)
    assert not np.delete(found.values, V5, axis=0).any()


# -------------------------------------------------------------------- every family


@pytest.mark.parametrize("family", [name for name in MAKERS if name != "rr"])
def test_maps_that_promise_it_add_up_for_every_family(family, recording, beats):
    model = MAKERS[family]()
    said = predict(recording, beats, model).finding("PVC").logit
    for method in (integrated_gradients, shapley_sampling):
        item = method(recording, beats, model, ["PVC"])["PVC"]
        assert item.logit == pytest.approx(said, abs=1e-6)
        whole = item.logit - item.baseline_logit
        assert item.beats.sum() - item.gap == pytest.approx(whole, abs=1e-9)
        assert item.is_complete
        assert item.values.shape == (N_LEADS, N_SAMPLES)


@pytest.mark.parametrize("row", MAPS, ids=lambda row: row.key)
@pytest.mark.parametrize("make", [tiny_acl, tiny_resnet, tiny_physioclr])
def test_convolutional_families_answer_every_method(make, row, recording, beats):
    model = make()
    item = row.attribute(recording, beats, model, ["MI"])["MI"]
    read = [k for k, name in enumerate(STANDARD_12) if name not in item.unread]
    assert np.abs(item.values[read]).max() > 0
    assert item.code == "MI"
    assert item.unread == (("I", "aVR", "aVL", "aVF") if make is tiny_acl else ())


def test_an_ensembles_map_is_the_weighted_sum_of_its_members(recording, beats):
    ensemble = tiny_ensemble()
    whole = integrated_gradients(recording, beats, ensemble, ["CD"])["CD"]
    parts = [
        integrated_gradients(recording, beats, member, ["CD"])["CD"].values
        for member in ensemble.members[:2]
    ]
    expected = sum(
        weight * part
        for weight, part in zip(ensemble.weights[:2, 1], parts, strict=True)
    )
    np.testing.assert_allclose(whole.values, expected, atol=1e-4)
    assert whole.left_out == ()  # of this statement intervals say nothing
    other = integrated_gradients(recording, beats, ensemble, ["MI"])["MI"]
    assert other.left_out == ("tiny-rr",)


def test_leads_that_are_not_read_are_named(recording, beats):
    signal = recording.signal_mv.copy()
    signal[V2] = 0.0
    dead = replace(recording, signal_mv=signal)
    item = saliency(dead, beats, tiny_jepa(), ["MI"])["MI"]
    assert item.unread == ("III", "aVR", "aVL", "aVF", "V2")
    assert not item.values[V2].any()


def test_what_cannot_be_explained_is_said(recording, beats):
    with pytest.raises(EvidenceError, match="reads no signal that can be differ"):
        integrated_gradients(recording, beats, tiny_rr())
    with pytest.raises(EvidenceError, match="has no convolutional layer"):
        grad_cam(recording, beats, tiny_clear())
    with pytest.raises(EvidenceError, match="do not add up; ask one: tiny-clear, tiny"):
        grad_cam(recording, beats, tiny_ensemble())
    with pytest.raises(EvidenceError, match="per SD of a beat, mV do not add"):
        saliency(recording, beats, tiny_ensemble())
    with pytest.raises(EvidenceError, match="has no statement XYZ"):
        saliency(recording, beats, tiny_resnet(), ["XYZ"])
    short = synthetic_recording(leads=("I", "II"))
    with pytest.raises(EvidenceError, match="no III"):
        saliency(short, detect_r_peaks(short), tiny_resnet())


@pytest.mark.parametrize("row", MAPS, ids=lambda row: row.key)
def test_every_map_can_be_cancelled(row, recording, beats):
    with pytest.raises(Cancelled):
        row.attribute(recording, beats, tiny_resnet(), ["MI"], cancelled=lambda: True)
