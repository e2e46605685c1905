"""The term of single beats: what its numbers see, and which beat they point at."""

import numpy as np
import torch

from ecgviewer.ai.clear.batch import make_batch
from ecgviewer.ai.clear.bundle import Bundle, LabelSpec
from ecgviewer.ai.clear.classifier import ClearClassifier
from ecgviewer.ai.clear.ectopy_term import N_NUMBERS, EctopyTerm, ectopy_numbers
from ecgviewer.ai.clear.evidence import attribute
from ecgviewer.ai.clear.heads import HeadConfig
from ecgviewer.ai.clear.inference import predict, recording_logits
from ecgviewer.ai.clear.nets import EncoderConfig
from ecgviewer.ai.clear.tokens import BeatTokens, TokenConfig, tokenise
from ecgviewer.analysis.beats.rpeaks import detect_r_peaks
from ecgviewer.ecg.recording import Recording
from tests.simulated_noise import Noise
from tests.simulator import simulate

# the numbers, by what grows with them
UNLIKE, UNLIKE_EARLY, ALIKE_EARLY = 2, 3, 4
SMALLER, EARLY_NOT_SMALL, UNLIKE_LARGER = 10, 12, 13
BASIC_S = np.arange(0.6, 9.4, 0.85)
ODD_S = 3.6


def odd_beat(**options) -> Recording:
    """A ventricular beat, earlier than the next would have been."""
    return simulate(BASIC_S, ectopic=[ODD_S], noise=Noise(0.01), **options).recording


def early_beat() -> Recording:
    times = BASIC_S.copy()
    times[4] -= 0.3
    return simulate(times, noise=Noise(0.01)).recording


def usual() -> Recording:
    return simulate(BASIC_S, noise=Noise(0.01)).recording


def tokens_of(recording: Recording) -> BeatTokens:
    (stretch,) = tokenise(recording, detect_r_peaks(recording), TokenConfig())
    return stretch


def numbers_of(recording: Recording, kept=None) -> np.ndarray:
    batch = make_batch([tokens_of(recording)], None if kept is None else [kept])
    found: np.ndarray = ectopy_numbers(batch)[0].numpy()
    return found


def made_term() -> EctopyTerm:
    torch.manual_seed(5)
    term = EctopyTerm(2).requires_grad_(False)
    torch.nn.init.normal_(term.weight)
    torch.nn.init.normal_(term.constant)
    return term


def test_a_ventricular_beat_is_unlike_and_early_an_atrial_one_only_early():
    none, odd, early = (numbers_of(x()) for x in (usual, odd_beat, early_beat))
    assert odd[UNLIKE] > none[UNLIKE] + 1
    assert odd[UNLIKE_EARLY] > none[UNLIKE_EARLY] + 1
    assert abs(early[UNLIKE] - none[UNLIKE]) < 0.5
    assert early[ALIKE_EARLY] > max(none[ALIKE_EARLY], odd[ALIKE_EARLY]) + 0.5
    assert none.shape == (N_NUMBERS,)


def test_a_ventricular_beat_is_larger_and_noise_taken_for_a_beat_smaller():
    odd = tokens_of(odd_beat())
    batch = make_batch([odd])
    where = int(np.argmin(np.abs(odd.time_s - ODD_S)))
    found = ectopy_numbers(batch)[0].numpy()
    assert found[UNLIKE_LARGER] > numbers_of(usual())[UNLIKE_LARGER] + 1
    faint = batch.amplitude.clone()
    faint[batch.beat == where] -= 3.0
    small = ectopy_numbers(batch._replace(amplitude=faint))[0].numpy()
    assert small[SMALLER] > found[SMALLER] + 1
    assert small[UNLIKE_LARGER] < found[UNLIKE_LARGER] - 1
    assert small[EARLY_NOT_SMALL] < found[EARLY_NOT_SMALL] - 1
    np.testing.assert_allclose(small[UNLIKE_EARLY], found[UNLIKE_EARLY], atol=1e-5)


def test_neither_gain_nor_which_leads_there_are_decides():
    recording = odd_beat()
    larger = simulate(
        BASIC_S, ectopic=[ODD_S], noise=Noise(0.01), unit_is_mv=False
    ).recording
    np.testing.assert_allclose(numbers_of(recording), numbers_of(larger), atol=1e-3)
    kept = np.zeros((12, tokens_of(recording).n_beats), dtype=bool)
    kept[[1, 4, 9]] = True
    # three leads see another size of the same odd beat
    np.testing.assert_allclose(
        numbers_of(recording, kept), numbers_of(recording), atol=0.7
    )


def test_hiding_the_odd_beat_leaves_the_numbers_of_the_others():
    recording = odd_beat()
    stretch = tokens_of(recording)
    odd = int(np.argmin(np.abs(stretch.time_s - ODD_S)))
    kept = np.ones((12, stretch.n_beats), dtype=bool)
    kept[:, odd] = False
    batch = make_batch([stretch])
    hidden = batch._replace(present=batch.present & (batch.beat != odd))
    masked = ectopy_numbers(hidden)[0].numpy()
    np.testing.assert_allclose(masked, numbers_of(recording, kept), atol=1e-5)
    assert abs(masked[UNLIKE] - numbers_of(usual())[UNLIKE]) < 0.5


def test_without_beats_it_says_what_it_says_of_the_mean_recording():
    term, stretch = made_term(), tokens_of(odd_beat())
    none = make_batch([stretch], [np.zeros_like(stretch.valid)])
    torch.testing.assert_close(term(none)[0], term.constant)
    assert torch.isfinite(ectopy_numbers(none)).all()


def test_each_recording_of_a_batch_is_read_by_itself():
    term = made_term()
    stretches = [tokens_of(x()) for x in (usual, odd_beat, early_beat)]
    together = term(make_batch(stretches))
    alone = torch.cat([term(make_batch([stretch])) for stretch in stretches])
    torch.testing.assert_close(together, alone, atol=1e-4, rtol=1e-4)


def made_bundle() -> Bundle:
    """Two statements, both from the term: the first is on single beats."""
    torch.manual_seed(4)
    head = HeadConfig(n_labels=2, ectopy_term=True)
    model = ClearClassifier(EncoderConfig(24, 2, 4, 48), head).eval()
    model.scale_logits(torch.zeros(2))
    with torch.no_grad():
        model.ectopy.weight[UNLIKE_EARLY] = 3.0
    labels = (
        LabelSpec("PVC", "a", "form", 0.5, of_beats=True),
        LabelSpec("MI", "b", "super", 0.5),
    )
    return Bundle("tiny", model, TokenConfig(), labels, {})


def test_evidence_points_at_the_odd_beat():
    bundle, recording = made_bundle(), odd_beat()
    beats = detect_r_peaks(recording)
    item = attribute(recording, beats, bundle)["PVC"]
    assert item.max_gap < 1e-6
    odd = int(np.argmin(np.abs(beats.times_s - ODD_S)))
    assert (item.beats.argmax(axis=1) == odd).all()
    other = attribute(usual(), detect_r_peaks(usual()), bundle)["PVC"]
    assert item.logit > other.logit + 3


def test_one_odd_beat_of_a_long_recording_is_not_averaged_away():
    bundle = made_bundle()
    basic = np.arange(0.6, 39.4, 0.85)
    recording = simulate(
        basic, duration_s=40, ectopic=[23.4], noise=Noise(0.01)
    ).recording
    beats = detect_r_peaks(recording)
    stretches = tokenise(recording, beats, TokenConfig())
    assert len(stretches) == 4
    alone = np.array([recording_logits(bundle, (one,)) for one in stretches])
    with_it = int(alone[:, 0].argmax())
    assert alone[with_it, 0] > np.delete(alone[:, 0], with_it).max() + 3

    found = {f.code: f for f in predict(recording, beats, bundle).findings}
    np.testing.assert_allclose(found["PVC"].logit, alone[with_it, 0], atol=1e-4)
    np.testing.assert_allclose(found["MI"].logit, alone[:, 1].mean(), atol=1e-4)
    evidence = attribute(recording, beats, bundle)
    for code in ("PVC", "MI"):
        assert evidence[code].max_gap < 1e-6
        np.testing.assert_allclose(evidence[code].logit, found[code].logit, atol=1e-4)
    others = np.ones(len(beats), dtype=bool)
    others[stretches[with_it].beat_index] = False
    assert not evidence["PVC"].beats[:, others].any()
    assert evidence["MI"].beats[:, others].any()
    odd = int(np.argmin(np.abs(beats.times_s - 23.4)))
    assert (evidence["PVC"].beats.argmax(axis=1) == odd).all()
    notes = predict(recording, beats, bundle).notes
    assert notes[:2] == (
        "Mean of 4 stretches of the recording.",
        "Premature beats: the stretch that shows them most.",
    )


def test_the_first_and_the_last_beat_of_a_slow_rhythm_are_not_early_or_late():
    slow = numbers_of(simulate(np.arange(0.6, 9.4, 1.4)).recording)
    np.testing.assert_allclose(
        slow[[3, 4, 6, 8, 9, 11, 12, 14]], np.log(0.01), atol=0.1
    )
