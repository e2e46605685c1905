"""The term of RR statistics: what its numbers are, and which beat they point at."""

import numpy as np
import pytest
import torch

from ecgviewer.ai.clear.batch import make_batch
from ecgviewer.ai.clear.bundle import Bundle, LabelSpec
from ecgviewer.ai.clear.classifier import ClearClassifier
from ecgviewer.ai.clear.evidence import attribute
from ecgviewer.ai.clear.heads import HeadConfig
from ecgviewer.ai.clear.nets import EncoderConfig
from ecgviewer.ai.clear.rr_term import N_NUMBERS, RrTerm, rr_numbers
from ecgviewer.ai.clear.tokens import TokenConfig, tokenise
from ecgviewer.analysis.beats.rpeaks import detect_r_peaks
from tests.synthetic import regular_r_times, synthetic_recording

EARLY = 5  # the number that grows with the earliest beat
R_TIMES_S = np.array([0.6, 1.5, 2.3, 2.8, 4.0, 4.8, 5.7, 6.5, 7.4, 8.2, 9.0])


def batch_of(r_times_s, kept=None):
    recording = synthetic_recording(np.asarray(r_times_s))
    (stretch,) = tokenise(recording, detect_r_peaks(recording), TokenConfig())
    return make_batch([stretch], None if kept is None else [kept])


def numbers_of(r_times_s, kept=None):
    batch = batch_of(r_times_s, kept)
    return rr_numbers(batch.timing, batch.present)[0].numpy()


def made_term(n_labels: int = 2) -> RrTerm:
    torch.manual_seed(5)
    term = RrTerm(n_labels).requires_grad_(False)
    torch.nn.init.normal_(term.weight)
    torch.nn.init.normal_(term.constant)
    return term


def test_the_numbers_are_those_of_the_rr_intervals():
    log_rr = np.log(np.diff(R_TIMES_S) / 0.8)
    before, after = log_rr[:-1], log_rr[1:]
    change = np.abs(after - before)
    mean = log_rr.mean()
    early, late = np.maximum(mean - log_rr, 0), np.maximum(log_rr - mean, 0)
    expected = [
        mean,
        np.log(change + 0.005).mean(),
        *(np.log(np.mean(change**p) ** (1 / p) + 0.01) for p in (0.5, 2, 6)),
        *(np.log(np.mean(early**p) ** (1 / p) + 0.01) for p in (2, 6)),
        *(np.log(np.mean(late**p) ** (1 / p) + 0.01) for p in (2, 6)),
    ]
    # R peaks are found to within a sample of 2 ms, RR to within 4 ms in 500
    np.testing.assert_allclose(numbers_of(R_TIMES_S), expected, atol=0.1)


def test_leads_do_not_count_as_beats():
    whole = batch_of(R_TIMES_S)
    kept = np.zeros((12, len(R_TIMES_S)), dtype=bool)
    kept[[1, 7]] = True
    two_leads = numbers_of(R_TIMES_S, kept)
    all_leads = rr_numbers(whole.timing, whole.present)[0].numpy()
    np.testing.assert_allclose(two_leads, all_leads, atol=1e-5)


def test_hiding_a_beat_is_leaving_it_out():
    kept = np.ones((12, len(R_TIMES_S)), dtype=bool)
    kept[:, 3] = False
    whole = batch_of(R_TIMES_S)
    hidden = whole.present & (whole.beat != 3)
    masked = rr_numbers(whole.timing, hidden)[0].numpy()
    np.testing.assert_allclose(masked, numbers_of(R_TIMES_S, kept), atol=1e-5)
    assert masked[EARLY] < numbers_of(R_TIMES_S)[EARLY] - 0.3


def test_without_beats_it_says_what_it_says_of_the_mean_recording():
    term = made_term()
    kept = np.zeros((12, len(R_TIMES_S)), dtype=bool)
    batch = batch_of(R_TIMES_S, kept)
    torch.testing.assert_close(term(batch.timing, batch.present)[0], term.constant)
    term.terms_mean.copy_(term.terms(torch.from_numpy(numbers_of(R_TIMES_S))))
    whole = batch_of(R_TIMES_S)
    torch.testing.assert_close(term(whole.timing, whole.present)[0], term.constant)


def test_what_is_far_from_all_that_was_learnt_from_says_no_more_than_the_farthest():
    term = made_term()
    far = torch.full((N_NUMBERS,), 4.0)
    assert torch.equal(term.terms(far), term.terms(100 * far))
    assert not torch.equal(term.terms(far), term.terms(0.5 * far))
    assert term.terms(far).shape == (N_NUMBERS + 45,)


def test_evidence_points_at_the_early_beat():
    torch.manual_seed(4)
    head = HeadConfig(n_labels=1, rr_term=True)
    model = ClearClassifier(EncoderConfig(24, 2, 4, 48), head).eval()
    model.scale_logits(torch.zeros(1))
    with torch.no_grad():
        model.rr.weight[EARLY, 0] = 3.0
    bundle = Bundle(
        "tiny", model, TokenConfig(), (LabelSpec("PAC", "a", "form", 0.5),), {}
    )
    recording = synthetic_recording(R_TIMES_S)
    item = attribute(recording, detect_r_peaks(recording), bundle)["PAC"]
    assert item.max_gap < 1e-6
    early = int(np.argmin(np.diff(R_TIMES_S))) + 1
    assert (item.beats.argmax(axis=1) == early).all()
    regular = synthetic_recording(regular_r_times(70))
    other = attribute(regular, detect_r_peaks(regular), bundle)["PAC"]
    assert item.logit > other.logit + 1


def test_logits_scale_with_it():
    term = made_term()
    batch = batch_of(R_TIMES_S)
    before = term(batch.timing, batch.present)
    term.scale_logits(torch.tensor([2.0, 0.5]))
    after = term(batch.timing, batch.present)
    assert after[0].tolist() == pytest.approx(
        (before[0] * torch.tensor([2.0, 0.5])).tolist(), rel=1e-5
    )
