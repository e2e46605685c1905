"""Evidence on a GPU: taken where it agrees with the processor, else left alone.

No machine here has a GPU; another copy on the processor plays its part.
"""

import numpy as np
import pytest
import torch

from ecgviewer.ai import acceleration
from ecgviewer.ai.acceleration import Accelerated
from ecgviewer.ai.evidence.owen import attribute
from ecgviewer.analysis.beats.rpeaks import detect_r_peaks
from tests.ai.tiny import tiny_clear, tiny_resnet
from tests.synthetic import regular_r_times, synthetic_recording


@pytest.fixture
def network():
    torch.manual_seed(0)
    return torch.nn.Linear(3, 2)


def test_without_a_gpu_the_processor_answers(network, monkeypatch):
    monkeypatch.setattr(acceleration, "gpu_names", list)
    assert Accelerated(network).for_batch(torch.ones(1, 3)) is network


def test_a_gpu_that_computes_something_else_is_not_asked(network, monkeypatch):
    monkeypatch.setattr(acceleration, "gpu_names", lambda: ["cpu"])
    both = Accelerated(network)
    assert both.for_batch(torch.ones(1, 3)) is not network
    with torch.no_grad():
        both._on_gpu.bias.add_(0.1)
    assert both.for_batch(torch.ones(1, 3)) is network


def test_a_gpu_that_cannot_hold_the_network_is_passed_over(network, monkeypatch):
    monkeypatch.setattr(acceleration, "gpu_names", lambda: ["cuda:63"])
    assert Accelerated(network).for_batch(torch.ones(1, 3)) is network


@pytest.mark.parametrize("make", [tiny_clear, tiny_resnet])
def test_a_gpu_that_agrees_gives_the_evidence(make, monkeypatch):
    recording = synthetic_recording(regular_r_times(60), noise_mv=0.02)
    beats = detect_r_peaks(recording)
    monkeypatch.setattr(acceleration, "gpu_names", list)
    expected = attribute(recording, beats, make())
    monkeypatch.setattr(acceleration, "gpu_names", lambda: ["cpu"])
    model = make()
    asked = []
    model._removals._on_gpu.register_forward_hook(lambda *_: asked.append(1))
    found = attribute(recording, beats, model)
    assert len(asked) > 5
    for code, item in expected.items():
        np.testing.assert_allclose(found[code].beats, item.beats, atol=1e-6)
