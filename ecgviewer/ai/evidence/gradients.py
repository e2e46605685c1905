"""Gradients, occlusion and sampling by captum (arXiv 2009.07896), of one part.

Each takes a ``Differentiable`` and a ``Job`` and returns an ``Answer``: signed, in
logits or per unit of the input, neither scaled nor made absolute.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from captum.attr import (
    FeatureAblation,
    IntegratedGradients,
    LayerActivation,
    LayerGradCam,
    Saliency,
    ShapleyValueSampling,
)
from torch import Tensor

from ecgviewer.ai.differentiable import NOWHERE, Differentiable, IntArray
from ecgviewer.ai.model import Cancelled, FloatArray

FIRST_STEPS, MOST_STEPS = 16, 512
WINDOW_S = 0.2
N_ORDERS = 8
_BATCH = 16


@dataclass(frozen=True)
class Job:
    """What is asked of one part of one stretch: the label in a column of its logits.

    ``tolerance`` is by how much, in logits, a sum may be off; ``seed`` that of what is
    left to chance.
    """

    column: int
    tolerance: float
    seed: int
    cancelled: Callable[[], bool]

    def logit(self, part: Differentiable) -> Callable[[Tensor], Tensor]:
        """Return the part's logit of the label, (B,), of inputs (B, ...)."""

        def asked(inputs: Tensor) -> Tensor:
            if self.cancelled():
                raise Cancelled
            return part.logits(inputs)[:, self.column]

        return asked


@dataclass(frozen=True, eq=False)
class Answer:
    """An attribution of each number of an input, and how it was come by."""

    values: FloatArray
    n_steps: int | None = None
    variance: FloatArray | None = None


def integrated_gradients(part: Differentiable, job: Job) -> Answer:
    asked, n_steps = IntegratedGradients(job.logit(part)), FIRST_STEPS
    while True:
        found, delta = asked.attribute(
            part.input,
            part.baseline,
            n_steps=n_steps,
            method="gausslegendre",
            internal_batch_size=_BATCH,
            return_convergence_delta=True,
        )
        if abs(float(delta)) <= job.tolerance or n_steps >= MOST_STEPS:
            return Answer(_array(found), n_steps)
        n_steps *= 2


def saliency(part: Differentiable, job: Job) -> Answer:
    inputs = part.input.clone().requires_grad_()
    return Answer(_array(Saliency(job.logit(part)).attribute(inputs, abs=False)))


def occlusion(part: Differentiable, job: Job) -> Answer:
    places, window = part.places, round(WINDOW_S * part.fs)
    # What has no time is flattened by beat: below all windows.
    at = np.where(
        places.sample == NOWHERE, NOWHERE - places.beat, places.sample // window
    )
    cells = _cells(places.lead, at)
    found = FeatureAblation(job.logit(part)).attribute(
        part.input,
        part.baseline,
        feature_mask=torch.from_numpy(cells)[None],
        perturbations_per_eval=_BATCH,
    )
    return Answer(_array(found) / _sizes(cells))


def shapley_sampling(part: Differentiable, job: Job) -> Answer:
    cells = _cells(part.places.lead, part.places.beat)
    asked, orders = ShapleyValueSampling(job.logit(part)), []
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(job.seed)
        for _ in range(N_ORDERS):
            found = asked.attribute(
                part.input,
                part.baseline,
                feature_mask=torch.from_numpy(cells)[None],
                n_samples=1,
                perturbations_per_eval=_BATCH,
            )
            orders.append(_array(found))
    values = np.mean(orders, axis=0) / _sizes(cells)
    # Of a cell; each of its numbers carries its share of it.
    variance = np.var(orders, axis=0, ddof=1) / N_ORDERS / _sizes(cells)
    return Answer(values, N_ORDERS, variance)


def grad_cam(part: Differentiable, job: Job) -> Answer:
    return _by_layer(
        part, lambda layer: LayerGradCam(job.logit(part), layer).attribute(part.input)
    )


def activation(part: Differentiable, job: Job) -> Answer:
    return _by_layer(
        part,
        lambda layer: (
            LayerActivation(job.logit(part), layer)
            .attribute(part.input)
            .mean(dim=1, keepdim=True)
        ),
    )


def _by_layer(part: Differentiable, ask: Callable[[Any], Tensor]) -> Answer:
    """Lay what is said of each layer's frames on the samples that they stand for."""
    values = np.zeros(part.input.shape[1:])
    n_samples = values.shape[1]
    for layer in part.layers:
        frames = _array(ask(layer.module))[0]
        of_samples = frames[np.arange(n_samples) * frames.size // n_samples]
        values[list(layer.rows)] = of_samples
    return Answer(values)


def _cells(*parts: IntArray) -> IntArray:
    """Number the cells of numbers that agree in all parts, from 0."""
    together = np.stack([part.reshape(-1) for part in parts])
    # All that is not read is one cell.
    together[:, together[0] == NOWHERE] = NOWHERE
    numbers = np.unique(together, axis=1, return_inverse=True)[1]
    cells: IntArray = numbers.reshape(parts[0].shape).astype(np.int64)
    return cells


def _sizes(cells: IntArray) -> FloatArray:
    sizes: FloatArray = np.bincount(cells.reshape(-1))[cells].astype(np.float64)
    return sizes


def _array(found: Tensor) -> FloatArray:
    array: FloatArray = found[0].detach().double().numpy()
    return array
