"""What must hold of a model of any family, and of recordings that are odd."""

from dataclasses import replace

import numpy as np
import pytest

from ecgviewer.ai.clear.family import build as build_clear
from ecgviewer.ai.inference import predict
from ecgviewer.ai.model import recording_logits, stretch_weights
from ecgviewer.ai.ood import fit_ood
from ecgviewer.analysis.beats.rpeaks import detect_r_peaks
from ecgviewer.ecg.leads import STANDARD_12
from tests.ai.tiny import (
    LABELS,
    MAKERS,
    tiny_acl,
    tiny_clear,
    tiny_clear_in_mv,
    tiny_jepa,
    tiny_physioclr,
    tiny_resnet,
)
from tests.synthetic import regular_r_times, synthetic_recording

# Families that read the raw signal in millivolts.
RAW = [tiny_acl, tiny_jepa, tiny_physioclr, tiny_resnet]


@pytest.fixture(scope="module", params=MAKERS)
def model(request):
    return MAKERS[request.param]()


def ecg(duration_s=10.0, rate=70, fs=500.0, **kwargs):
    truth = regular_r_times(rate, duration_s=duration_s)
    return synthetic_recording(truth, duration_s=duration_s, fs=fs, **kwargs)


def asked(model, recording):
    return predict(recording, detect_r_peaks(recording), model)


@pytest.mark.parametrize(
    ("duration_s", "fs"), [(4.0, 500.0), (10.0, 1000.0), (65.0, 250.0)]
)
def test_any_length_and_rate_is_answered(model, duration_s, fs):
    prediction = asked(model, ecg(duration_s, fs=fs))
    assert prediction.abstained is None
    assert len(prediction.findings) == len(LABELS)
    assert all(np.isfinite(f.logit) for f in prediction.findings)


def test_more_than_two_minutes_are_too_long(model):
    assert "at most 120 s" in asked(model, ecg(130.0, fs=100.0)).abstained


def test_two_seconds_have_too_few_beats(model):
    assert "heart beats were found" in asked(model, ecg(2.0)).abstained


def test_a_missing_lead_is_named(model):
    leads = tuple(name for name in STANDARD_12 if name not in ("V3", "V4"))
    assert "no V3, V4" in asked(model, ecg(leads=leads)).abstained


def test_a_flat_lead_is_left_out_and_said(model):
    whole = ecg()
    signal = whole.signal_mv.copy()
    signal[STANDARD_12.index("V2")] = 0.0
    prediction = asked(model, replace(whole, signal_mv=signal))
    assert "Without signal, not read: V2." in prediction.notes


def test_too_many_flat_leads_are_refused(model):
    whole = ecg()
    signal = whole.signal_mv.copy()
    signal[6:11] = 0.0
    abstained = asked(model, replace(whole, signal_mv=signal)).abstained
    assert "too many leads without signal: V1, V2, V3, V4, V5" in abstained


def test_missing_samples_are_bridged(model):
    whole = ecg()
    signal = whole.signal_mv.copy()
    signal[3, 100:140] = np.nan
    prediction = asked(model, replace(whole, signal_mv=signal))
    assert all(np.isfinite(f.logit) for f in prediction.findings)


@pytest.mark.parametrize("make", [tiny_clear, tiny_clear_in_mv, *RAW])
def test_arbitrary_units_are_answered_whatever_their_size(make):
    model, whole = make(), ecg(noise_mv=0.01)
    answers = []
    for gain in (1.0, 300.0):
        signal = whole.signal_mv * np.float32(gain)
        other = replace(whole, signal_mv=signal, unit_is_mv=False)
        answers.append(recording_logits(model, prepared(model, other)))
    np.testing.assert_allclose(answers[0], answers[1], atol=1e-3)


def prepared(model, recording):
    return model.prepare(recording, detect_r_peaks(recording))


@pytest.mark.parametrize("make", [*RAW, tiny_clear_in_mv, tiny_clear])
def test_voltage_is_seen_by_what_says_so(make):
    model = make()
    small, large = ecg(), ecg()
    large = replace(large, signal_mv=large.signal_mv * np.float32(3))
    before, after = (
        recording_logits(model, prepared(model, x)) for x in (small, large)
    )
    assert (np.abs(before - after).max() > 1e-3) == model.input.reads_voltage


def test_a_card_that_does_not_speak_of_voltage_means_beats_without():
    model, recording = tiny_clear(), ecg(noise_mv=0.02)
    config = model.config()
    del config["encoder"]["n_amplitude"]
    parts = (model.name, model.labels, model.calibration)
    again = build_clear(config, model.tensors(), *parts)
    stretches = prepared(model, recording)
    np.testing.assert_array_equal(again.logits(stretches), model.logits(stretches))


def test_without_its_unit_what_sees_voltage_says_so():
    other = replace(ecg(), unit_is_mv=False)
    note = "The unit is unknown: answered without voltage."
    assert note in asked(tiny_resnet(), other).notes
    assert note in asked(tiny_clear_in_mv(), other).notes
    assert note not in asked(tiny_clear(), other).notes


@pytest.mark.parametrize("silent_s", [0.0, 6.0])
def test_members_of_an_ensemble_cut_a_long_recording_alike(model, silent_s):
    recording = ecg(47.0, rate=110)
    signal = recording.whole_signal_mv.copy()
    signal[:, round((47.0 - silent_s) * recording.fs) :] = 0
    recording = replace(recording, signal_mv=signal)
    beats = detect_r_peaks(recording)
    stretches = model.prepare(recording, beats)
    cut = np.concatenate([stretch.beat_index for stretch in stretches])
    np.testing.assert_array_equal(cut, np.arange(len(beats)))
    others = tiny_clear().prepare(recording, beats)
    assert [len(s.beat_index) for s in stretches] == [len(s.beat_index) for s in others]


def test_a_stretch_is_answered_alike_alone_and_beside_longer_ones(model):
    stretches = prepared(model, ecg(25.0, rate=50))
    alone = np.concatenate([model.logits([stretch]) for stretch in stretches])
    np.testing.assert_allclose(model.logits(stretches), alone, atol=1e-6)


@pytest.mark.parametrize("make", RAW)
def test_a_beat_taken_away_is_known_to_be_absent_and_not_flat(make):
    model, recording = make(), ecg()
    (stretch,) = prepared(model, recording)
    kept = np.ones((2, *stretch.valid.shape), dtype=bool)
    kept[1, :, 3] = False
    whole, without = model.logits_without(stretch, kept)
    flat = replace(stretch, signal=np.where(stretch.owner == 3, 0, stretch.signal))
    assert np.abs(whole - without).max() > 1e-4
    assert np.abs(model.logits([flat])[0] - without).max() > 1e-6


def test_98_of_100_usual_recordings_are_within_one():
    rng = np.random.default_rng(0)
    shape = rng.standard_normal((3, 20))
    learnt, usual = (rng.standard_normal((n, 3)) @ shape for n in (400, 1000))
    learnt, usual = (x + 0.1 * rng.standard_normal(x.shape) for x in (learnt, usual))
    model = fit_ood(learnt, usual)
    inside = np.mean([model.score(one) <= 1 for one in usual])
    assert inside == pytest.approx(0.98, abs=0.002)
    assert model.score(10 * rng.standard_normal(20)) > 5


def test_a_model_says_how_far_out_of_distribution_a_recording_is():
    model, recording = tiny_clear(), ecg(noise_mv=0.02)
    assert asked(model, recording).ood_score is None
    near = model.embeddings(prepared(model, recording))
    rng = np.random.default_rng(1)
    around = near + 0.01 * rng.standard_normal((200, near.shape[1]))
    model.ood = fit_ood(around[:100], around[100:])
    assert asked(model, recording).ood_score < 1
    model.ood = fit_ood(around[:100] + 5, around[100:] + 5)
    prediction = asked(model, recording)
    assert prediction.ood_score > 1
    assert prediction.notes[0].startswith("Unlike the recordings")


def test_one_premature_beat_is_not_taken_back_by_what_comes_after_it():
    logits = np.array([[1.0, 0.0, -3.0], [3.0, 0.0, 2.0], [2.0, 3.0, -5.0]])
    weights = stretch_weights(logits, LABELS)  # the last label is of beats
    joined = (weights * logits).sum(axis=0)
    np.testing.assert_allclose(joined, [2.0, 1.0, 2.0])


def test_directions_without_any_spread_do_not_make_everything_unusual():
    rng = np.random.default_rng(0)
    learnt, usual = np.zeros((2, 400, 12))
    learnt[:, :5], usual[:, :5] = rng.standard_normal((2, 400, 5))
    model = fit_ood(learnt, usual, n_axes=5)
    rounded = usual[0] + np.float32(1e-8)
    assert np.isfinite(model.score(rounded))
    assert model.score(rounded) == pytest.approx(model.score(usual[0]), rel=1e-3)
