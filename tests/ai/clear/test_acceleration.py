"""Evidence on a GPU: taken where it agrees with the processor, else left alone.

No machine here has a GPU; another copy on the processor plays its part.
"""

import numpy as np
import pytest
import torch

from ecgviewer.ai.clear import acceleration
from ecgviewer.ai.clear.bundle import Bundle
from ecgviewer.ai.clear.evidence import attribute
from ecgviewer.ai.clear.tokens import TokenConfig, tokenise
from ecgviewer.analysis.beats.rpeaks import detect_r_peaks
from tests.ai.clear.test_evidence import bundle, recording  # noqa: F401 - fixtures


@pytest.fixture
def stretch(recording):  # noqa: F811
    (only,) = tokenise(recording, detect_r_peaks(recording), TokenConfig())
    return only


@pytest.fixture
def fresh(bundle):  # noqa: F811
    """The bundle before anyone has looked for a GPU."""
    return Bundle(bundle.name, bundle.model, bundle.tokens, bundle.labels, bundle.card)


def test_without_a_gpu_the_processor_answers(fresh, stretch, monkeypatch):
    monkeypatch.setattr(acceleration, "gpu_names", list)
    assert fresh.for_removals(stretch) is fresh.model


def test_a_gpu_that_agrees_gives_the_evidence(
    fresh,
    recording,  # noqa: F811
    stretch,
    monkeypatch,
):
    beats = detect_r_peaks(recording)
    monkeypatch.setattr(acceleration, "gpu_names", list)
    expected = attribute(recording, beats, fresh)
    monkeypatch.setattr(acceleration, "gpu_names", lambda: ["cpu"])
    other = Bundle("b", fresh.model, fresh.tokens, fresh.labels, {})
    copy = other.for_removals(stretch)
    assert copy is not other.model
    asked = []
    copy.head.register_forward_hook(lambda *_: asked.append(1))
    found = attribute(recording, beats, other)
    assert len(asked) > 5
    for code, item in expected.items():
        np.testing.assert_allclose(found[code].beats, item.beats, atol=1e-6)


def test_a_gpu_that_computes_something_else_is_not_asked(fresh, stretch, monkeypatch):
    monkeypatch.setattr(acceleration, "gpu_names", lambda: ["cpu"])
    copy = fresh.for_removals(stretch)
    assert copy is not fresh.model
    with torch.no_grad():
        copy.rhythm.classify[-1].bias.add_(0.1)
    assert fresh.for_removals(stretch) is fresh.model


def test_a_gpu_that_cannot_hold_the_network_is_passed_over(fresh, stretch, monkeypatch):
    monkeypatch.setattr(acceleration, "gpu_names", lambda: ["cuda:63"])
    assert fresh.for_removals(stretch) is fresh.model
