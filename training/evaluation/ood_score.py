"""How unlike its training recordings one is: learnt from them, its edge from fold 9."""

from dataclasses import replace

import torch
from torch import Tensor

from ecgviewer.ai.clear.batch import make_batch
from ecgviewer.ai.clear.classifier import ClearClassifier
from training.heads.side_terms import Ground, with_term
from training.labels.labelled import LabelledSet
from training.scoring.models import Trained


def with_novelty(trained: Trained, ground: Ground, n_axes: int) -> Trained:
    """Return the network with ``Novelty`` fitted; fewer axes for few recordings."""
    n_axes = min(n_axes, len(ground.train) // 8)
    head = replace(trained.head, novelty_axes=n_axes)
    model = with_term(trained, head)
    assert model.novelty is not None
    model.novelty.fit(*(_seen(model, data) for data in (ground.train, ground.choice)))
    return replace(trained, model=model, head=head)


def unusual_share(model: ClearClassifier, data: LabelledSet) -> float | None:
    """Return the share of recordings farther away than is usual, if it can be said."""
    if model.novelty is None:
        return None
    away = model.novelty.distance(_seen(model, data)) > model.novelty.edge
    return float(away.float().mean())


@torch.inference_mode()
def _seen(model: ClearClassifier, data: LabelledSet) -> Tensor:
    """Return what each recording is judged by, (n_records, 12 width)."""
    assert model.novelty is not None
    seen = [
        model.novelty.seen(model.summaries(make_batch(record)))
        for record in data.stretches
    ]
    return torch.stack(seen)
