"""How far a recording is from those that were learnt from."""

import numpy as np
import pytest
import torch

from ecgviewer.ai.clear.ood_score import USUAL_SHARE, Novelty
from ecgviewer.ai.clear.tokens import N_LEADS

WIDTH = 3
SIZE = N_LEADS * WIDTH
SPREADS = torch.tensor([5.0, 2.0] + [0.1] * (SIZE - 2))


@pytest.fixture(scope="module")
def axes():
    torch.manual_seed(0)
    return torch.linalg.qr(torch.randn(SIZE, SIZE))[0]


@pytest.fixture(scope="module")
def fitted(axes):
    """Learnt from Gaussian recordings with two long axes; all others are alike."""
    novelty = Novelty(WIDTH, 2)
    novelty.fit(drawn(axes, 20_000), drawn(axes, 20_000))
    return novelty


def drawn(axes, n):
    return 1.0 + (torch.randn(n, SIZE) * SPREADS) @ axes.T


def test_distance_is_mahalanobis_of_what_was_drawn_from(fitted, axes):
    some = drawn(axes, 50)
    exact = (((some - 1.0) @ axes / SPREADS) ** 2).sum(dim=1).sqrt()
    # the sample's axes and spreads are known to about one in the root of 20,000
    np.testing.assert_allclose(fitted.distance(some), exact, rtol=0.05)


def test_the_stated_share_of_unseen_recordings_stays_within_the_edge(fitted, axes):
    n = 20_000
    within = (fitted.distance(drawn(axes, n)) <= fitted.edge).float().mean()
    error = 4 * (USUAL_SHARE * (1 - USUAL_SHARE) * 2 / n) ** 0.5
    assert abs(float(within) - USUAL_SHARE) < error


def test_a_step_is_the_farther_the_less_usual_its_direction(fitted, axes):
    distances = [
        float(fitted.distance(1.0 + 3.0 * axes[:, k])) for k in (0, 1, SIZE - 1)
    ]
    assert distances[0] < distances[1] < distances[2]


def test_stretches_are_averaged_and_only_the_cls_vectors_count(fitted, axes):
    cls = drawn(axes, 4).view(4, N_LEADS, WIDTH)
    summaries = torch.cat([cls, 100 * torch.randn(4, N_LEADS, 2 * WIDTH)], dim=-1)
    alone = fitted.distance(cls.mean(dim=0).flatten()) / fitted.edge
    assert float(fitted(summaries)) == pytest.approx(float(alone), rel=1e-5)
