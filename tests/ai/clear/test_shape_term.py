"""The shape term: what each beat says, added over the beats and leads there are."""

import numpy as np
import pytest
import torch

from ecgviewer.ai.clear.batch import make_batch
from ecgviewer.ai.clear.evidence import masked_logits
from ecgviewer.ai.clear.shape_term import DILATIONS, KERNEL_LENGTH, ShapeTerm
from ecgviewer.ai.clear.tokens import N_LEADS, TokenConfig, tokenise
from ecgviewer.analysis.beats.rpeaks import detect_r_peaks
from tests.ai.clear.test_evidence import bundle  # noqa: F401 - a fixture
from tests.synthetic import regular_r_times, synthetic_recording

N_LABELS = 3


@pytest.fixture(scope="module")
def term() -> ShapeTerm:
    torch.manual_seed(1)
    term = ShapeTerm(N_LABELS, 8).requires_grad_(False)
    for values in (*term.parameters(), *term.buffers()):
        torch.nn.init.normal_(values)
    return term


@pytest.fixture(scope="module")
def stretch():
    recording = synthetic_recording(regular_r_times(60), noise_mv=0.02)
    (only,) = tokenise(recording, detect_r_peaks(recording), TokenConfig())
    return only


def test_a_number_is_the_share_above_a_level_or_the_largest_answer(term):
    beat = np.random.default_rng(0).standard_normal(96).astype(np.float32)
    found = term.features(torch.from_numpy(beat)).numpy()
    for row, step in enumerate(DILATIONS):
        reach = step * (KERNEL_LENGTH // 2)
        padded = np.pad(beat, reach)
        for kernel in range(2):
            weights = term.kernels[row, kernel, 0].numpy()
            answers = [
                float(padded[k : k + 2 * reach + 1 : step] @ weights) for k in range(96)
            ]
            above = np.array(answers) - float(term.levels[row, kernel])
            assert found[4 * row + kernel] == pytest.approx((above > 0).mean())
            assert found[4 * row + 2 + kernel] == pytest.approx(above.max(), abs=1e-5)


def test_beats_add_up_to_their_lead_and_leads_to_the_term(term, stretch):
    said = term.per_token(
        torch.from_numpy(stretch.beats),
        torch.arange(N_LEADS)[:, None].expand(stretch.beats.shape[:2]),
    )
    whole = term(make_batch([stretch]))
    always = term.constant
    torch.testing.assert_close(whole[0], said.mean(dim=1).sum(dim=0) + always)
    kept = np.zeros(stretch.valid.shape, dtype=bool)
    kept[3, 2] = kept[7, [0, 4]] = True
    some = term(make_batch([stretch], [kept]))
    expected = said[3, 2] + (said[7, 0] + said[7, 4]) / 2 + always
    torch.testing.assert_close(some[0], expected)


def test_without_beats_it_says_no_more_than_its_constant(term, stretch):
    nothing = term(make_batch([stretch], [np.zeros_like(stretch.valid)]))
    torch.testing.assert_close(nothing[0], term.constant)


def test_evidence_sees_the_term_as_the_network_does(bundle, stretch):  # noqa: F811
    kept = np.random.default_rng(3).random((9, *stretch.valid.shape)) < 0.5
    kept[0], kept[1] = True, False
    found = masked_logits(bundle, stretch, kept)
    with torch.inference_mode():
        direct = bundle.model(make_batch([stretch] * len(kept), list(kept)))
    np.testing.assert_allclose(found, direct.numpy(), atol=1e-5)
    assert np.abs(found - found[1]).max() > 0.01


def test_kernels_are_as_many_for_each_dilation():
    with pytest.raises(ValueError, match="6 kernels"):
        ShapeTerm(N_LABELS, 6)
