"""The bundled network says the same of a file whatever else is going on."""

import numpy as np
import pytest
import torch

from ecgviewer.ai.clear.batch import make_batch
from ecgviewer.ai.clear.bundle import load_bundle
from ecgviewer.ai.clear.inference import readable_stretches, recording_logits
from ecgviewer.analysis.beats.rpeaks import detect_r_peaks
from ecgviewer.paths import model_dir
from tests.synthetic import regular_r_times, synthetic_recording

SAME = 1e-5


@pytest.fixture(scope="module")
def bundle():
    return load_bundle(model_dir())


@pytest.fixture(scope="module")
def stretches(bundle):
    """Recordings of different rates and lengths, one of them of three stretches."""
    found = []
    for rate, duration_s in ((50, 10.0), (75, 31.0), (140, 6.0)):
        truth = regular_r_times(rate, duration_s=duration_s)
        recording = synthetic_recording(truth, duration_s=duration_s)
        tokens, reason = readable_stretches(
            recording, detect_r_peaks(recording), bundle
        )
        assert reason is None
        found.append(tokens)
    assert [len(tokens) for tokens in found] == [1, 3, 1]
    return found


@pytest.fixture(scope="module")
def logits(bundle, stretches):
    return [recording_logits(bundle, tokens) for tokens in stretches]


def test_files_in_another_order_and_again_give_the_same(bundle, stretches, logits):
    for tokens, before in zip(reversed(stretches), reversed(logits), strict=True):
        for _ in range(2):
            now = recording_logits(bundle, tokens)
            np.testing.assert_allclose(now, before, rtol=0, atol=SAME)


def test_one_thread_and_two_give_the_same(bundle, stretches, logits):
    n_threads = torch.get_num_threads()
    try:
        for n in (1, 2):
            torch.set_num_threads(n)
            for tokens, before in zip(stretches, logits, strict=True):
                now = recording_logits(bundle, tokens)
                np.testing.assert_allclose(now, before, rtol=0, atol=SAME)
    finally:
        torch.set_num_threads(n_threads)


@torch.inference_mode()
def test_a_batch_of_many_files_gives_what_each_gives_alone(bundle, stretches):
    flat = [one for tokens in stretches for one in tokens]
    together = bundle.model(make_batch(flat))
    for row, one in zip(together, flat, strict=True):
        alone = bundle.model(make_batch([one]))[0]
        np.testing.assert_allclose(row, alone, rtol=0, atol=SAME)
