"""A tiny network as chance made it, for terms to be added to."""

from collections.abc import Sequence
from pathlib import Path

import torch

from ecgviewer.ai.clear.bundle import LabelSpec
from ecgviewer.ai.clear.classifier import ClearClassifier
from ecgviewer.ai.clear.heads import HeadConfig
from ecgviewer.ai.clear.nets import EncoderConfig
from ecgviewer.ai.clear.tokens import TokenConfig
from training.scoring.models import Trained
from training.sources.datasets import Label

ENCODER = EncoderConfig(24, 2, 4, 48)


def untrained(labels: Sequence[Label], home: Path) -> Trained:
    """Return a run that has learnt nothing."""
    torch.manual_seed(3)
    head = HeadConfig(n_labels=len(labels))
    specs = tuple(LabelSpec(x.code, x.text, x.task, 0.5) for x in labels)
    model = ClearClassifier(ENCODER, head).eval()
    shape = ENCODER, head, TokenConfig()
    return Trained("before", model, *shape, specs, home, {"epoch": 1})
