"""The bundled models say the same of a file whatever else is going on."""

import numpy as np
import pytest
import torch

from ecgviewer.ai.inference import predict, predict_all
from ecgviewer.ai.installed import load_installed
from ecgviewer.ai.model import recording_logits
from ecgviewer.analysis.beats.rpeaks import detect_r_peaks
from tests.synthetic import regular_r_times, synthetic_recording

SAME = 1e-5


@pytest.fixture(scope="module")
def model():
    return load_installed()


@pytest.fixture(scope="module")
def stretches(model):
    """Recordings of different rates and lengths, one of them of three stretches."""
    found = []
    for rate, duration_s in ((50, 10.0), (75, 31.0), (140, 6.0)):
        truth = regular_r_times(rate, duration_s=duration_s)
        recording = synthetic_recording(truth, duration_s=duration_s)
        found.append(model.prepare(recording, detect_r_peaks(recording)))
    assert [len(tokens) for tokens in found] == [1, 3, 1]
    return found


@pytest.fixture(scope="module")
def logits(model, stretches):
    return [recording_logits(model, tokens) for tokens in stretches]


def test_files_in_another_order_and_again_give_the_same(model, stretches, logits):
    for tokens, before in zip(reversed(stretches), reversed(logits), strict=True):
        for _ in range(2):
            now = recording_logits(model, tokens)
            np.testing.assert_allclose(now, before, rtol=0, atol=SAME)


def test_one_thread_and_two_give_the_same(model, stretches, logits):
    n_threads = torch.get_num_threads()
    try:
        for n in (1, 2):
            torch.set_num_threads(n)
            for tokens, before in zip(stretches, logits, strict=True):
                now = recording_logits(model, tokens)
                np.testing.assert_allclose(now, before, rtol=0, atol=SAME)
    finally:
        torch.set_num_threads(n_threads)


def test_a_batch_of_many_files_gives_what_each_gives_alone(model, stretches):
    flat = [one for tokens in stretches for one in tokens]
    lengths = {one.parts[0].signal.shape[1] for one in flat}
    assert 1 < len(lengths) < len(flat)
    together = model.logits(flat)
    for row, one in zip(together, flat, strict=True):
        alone = model.logits([one])[0]
        np.testing.assert_allclose(row, alone, rtol=0, atol=SAME)


def test_recordings_asked_about_together_are_told_as_each_alone(model):
    items = []
    for rate, duration_s in ((60, 10.0), (80, 31.0), (70, 130.0)):
        truth = regular_r_times(rate, duration_s=duration_s)
        recording = synthetic_recording(truth, duration_s=duration_s)
        items.append((recording, detect_r_peaks(recording)))
    together = predict_all(items, model)
    for said, (recording, beats) in zip(together, items, strict=True):
        alone = predict(recording, beats, model)
        assert (said.abstained, said.notes) == (alone.abstained, alone.notes)
        assert said.ood_score == alone.ood_score
        assert len(said.findings) == len(alone.findings)
        for finding in said.findings:
            other = alone.finding(finding.code)
            assert finding.logit == pytest.approx(other.logit, abs=SAME)
            assert finding.members == pytest.approx(other.members, abs=SAME)
    assert "lasts 130 s" in (together[2].abstained or "")
