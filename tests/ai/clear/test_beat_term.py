"""The beat term: planes and beats add up, whatever leads and beats there are."""

from dataclasses import replace

import numpy as np
import pytest
import torch

from ecgviewer.ai.clear.batch import make_batch
from ecgviewer.ai.clear.beat_term import PLANES, BeatTerm, beat_images
from ecgviewer.ai.clear.bundle import Bundle
from ecgviewer.ai.clear.classifier import ClearClassifier
from ecgviewer.ai.clear.evidence import Cancelled, masked_logits
from ecgviewer.ai.clear.heads import HeadConfig
from ecgviewer.ai.clear.nets import EncoderConfig
from ecgviewer.ai.clear.tokens import N_LEADS, TokenConfig, tokenise
from ecgviewer.analysis.beats.rpeaks import detect_r_peaks
from tests.ai.clear.test_evidence import bundle  # noqa: F401 - a fixture
from tests.synthetic import regular_r_times, synthetic_recording

N_LABELS = 3


def drawn(term: BeatTerm) -> BeatTerm:
    """Return the term with weights and statistics that leave nothing at zero."""
    for name, values in term.named_parameters():
        if "see" not in name:
            torch.nn.init.normal_(values, std=0.3)
    for name, values in term.named_buffers():
        if "running_var" in name:
            torch.nn.init.uniform_(values, 0.5, 2.0)
    return term.eval().requires_grad_(False)


@pytest.fixture(scope="module")
def term() -> BeatTerm:
    torch.manual_seed(1)
    return drawn(BeatTerm(N_LABELS, 8))


@pytest.fixture(scope="module")
def stretch():
    recording = synthetic_recording(regular_r_times(60), noise_mv=0.02)
    (only,) = tokenise(recording, detect_r_peaks(recording), TokenConfig())
    return only


def test_an_image_shows_each_beat_in_its_leads(stretch):
    kept = np.zeros(stretch.valid.shape, dtype=bool)
    kept[3, 2] = kept[7, [0, 2]] = True
    images, present = beat_images(make_batch([stretch, stretch], [kept, ~kept]))
    assert images.shape == (2, stretch.n_beats, N_LEADS, 96)
    np.testing.assert_array_equal(present[0].numpy(), kept.T)
    np.testing.assert_array_equal(present[1].numpy(), ~kept.T)
    beats = stretch.beats.transpose(1, 0, 2)
    np.testing.assert_array_equal(images[0].numpy(), beats * kept.T[..., None])
    np.testing.assert_array_equal(images[1].numpy(), beats * ~kept.T[..., None])


def test_planes_and_the_beats_in_them_add_up_to_the_term(term, stretch):
    images = torch.from_numpy(stretch.beats).transpose(0, 1)
    said = [
        network(images[:, leads])
        for leads, network in zip(PLANES, term.networks(), strict=True)
    ]
    whole = term(make_batch([stretch]))[0]
    expected = said[0].mean(dim=0) + said[1].mean(dim=0) + term.constant
    torch.testing.assert_close(whole, expected, atol=1e-5, rtol=1e-5)
    # limb leads of beats 1 and 4, chest leads of beat 4 alone
    kept = np.zeros(stretch.valid.shape, dtype=bool)
    kept[:6, [1, 4]] = kept[6:, 4] = True
    some = term(make_batch([stretch], [kept]))[0]
    expected = (said[0][1] + said[0][4]) / 2 + said[1][4] + term.constant
    torch.testing.assert_close(some, expected, atol=1e-5, rtol=1e-5)


def test_within_a_plane_leads_are_seen_together(term, stretch):
    kept = np.zeros((4, *stretch.valid.shape), dtype=bool)
    kept[0, 6:] = kept[1, 6:9] = kept[2, 9:] = True
    both, one, other, none = term(make_batch([stretch] * 4, list(kept)))
    assert ((both - none) - (one - none) - (other - none)).abs().max() > 0.01


def test_without_beats_it_says_no_more_than_its_constant(term, stretch):
    nothing = term(make_batch([stretch], [np.zeros_like(stretch.valid)]))
    torch.testing.assert_close(nothing[0], term.constant)


def test_scaling_scales_each_label_by_its_own_factor(stretch):
    torch.manual_seed(2)
    term = drawn(BeatTerm(N_LABELS, 8))
    before = term(make_batch([stretch]))[0]
    factors = torch.tensor([0.5, 0.0, 3.0])
    term.scale_logits(factors)
    torch.testing.assert_close(term(make_batch([stretch]))[0], before * factors)


@pytest.fixture(scope="module")
def with_beats(bundle) -> Bundle:  # noqa: F811
    torch.manual_seed(5)
    encoder = EncoderConfig(width=24, depth=2, heads=4, hidden=48)
    model = ClearClassifier(encoder, HeadConfig(n_labels=2, beat_width=8)).eval()
    drawn(model.beats)
    return replace(bundle, model=model)


def test_evidence_sees_the_term_as_the_network_does(with_beats, stretch):
    kept = np.random.default_rng(3).random((40, *stretch.valid.shape)) < 0.5
    kept[0], kept[1] = True, False
    kept[2, :6], kept[3, 6:] = False, False
    found = masked_logits(with_beats, stretch, kept)
    with torch.inference_mode():
        direct = with_beats.model(make_batch([stretch] * len(kept), list(kept)))
        alone = with_beats.model.beats(make_batch([stretch] * 2, list(kept[:2])))
    np.testing.assert_allclose(found, direct.numpy(), atol=1e-5)
    assert (alone[0] - alone[1]).abs().max() > 0.01


def test_evidence_of_the_term_can_be_cancelled(with_beats, stretch):
    """It is computed first, and asks before each plane."""
    kept = np.ones((1, *stretch.valid.shape), bool)
    for answered in range(2):
        answers = iter([False] * answered + [True])
        with pytest.raises(Cancelled):
            masked_logits(with_beats, stretch, kept, lambda it=answers: next(it))
    asked: list[bool] = []
    masked_logits(with_beats, stretch, kept, lambda: bool(asked.append(True)))
    assert len(asked) == 3
