"""A step of teaching in parts, and in half precision."""

from pathlib import Path

import numpy as np
import pytest
import torch

from training.raw.learning import Learner, Schedule
from training.raw.teach import Lesson, learn_statements
from training.run.distributed import World
from training.run.journal import Journal
from training.run.run import AveragedWeights

X = torch.from_numpy(np.random.default_rng(0).standard_normal((24, 6)).astype("f4"))
TARGETS = (X[:, :2] > 0).float()
# Not as many are asked in each part of a batch.
ASKED = (torch.arange(48).view(24, 2) % 5 > 0).float()


def taught(run: Path, accumulate: int, *, bf16: bool = False) -> dict:
    torch.manual_seed(0)
    network = torch.nn.Linear(6, 2)
    learner = Learner(
        network,
        torch.optim.SGD(network.parameters(), 0.5),
        AveragedWeights(network, 0.5),
        Journal(run, World()),
        run,
        "train",
        torch.device("cpu"),
    )
    seen = []

    def lesson(chosen, epoch, rng):
        logits = network(X[chosen])
        seen.append(logits.dtype)
        return Lesson(logits, TARGETS[chosen], ASKED[chosen])

    schedule = Schedule(2, 2, 0.1, 0, 100)
    learn_statements(learner, schedule, 24, 12, lesson, accumulate, bf16=bf16)
    return {"seen": seen, **network.state_dict()}


def test_a_step_in_parts_is_the_same_step(tmp_path):
    whole, parts = taught(tmp_path / "1", 1), taught(tmp_path / "3", 3)
    assert len(parts["seen"]) == 3 * len(whole["seen"])
    for name in ("weight", "bias"):
        torch.testing.assert_close(whole[name], parts[name])


def test_half_precision_is_the_networks_alone(tmp_path):
    whole, half = taught(tmp_path / "1", 1), taught(tmp_path / "2", 1, bf16=True)
    assert set(half["seen"]) == {torch.bfloat16}
    assert half["weight"].dtype == torch.float32
    assert half["weight"].numpy() == pytest.approx(whole["weight"].numpy(), abs=0.02)
