"""Attention written out, so that its weights can be looked at and differentiated.

The fused kernels that networks otherwise attend by keep no weights. A network that is
asked with a list puts into it the weights of each layer, (B, heads, tokens, tokens).
"""

import math
from collections.abc import Callable, Sequence

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from ecgviewer.ai.model import Calibration, LabelSpec

Seen = list[Tensor]


def weights_of(q: Tensor, k: Tensor, allowed: Tensor) -> Tensor:
    """Return all weights, (B, heads, tokens, tokens); none where not allowed.

    ``q`` and ``k`` are (B, heads, tokens, width of a head); ``allowed`` is broadcast.
    """
    logits = q @ k.transpose(-2, -1) * q.shape[-1] ** -0.5
    weights: Tensor = logits.masked_fill(~allowed, -math.inf).softmax(dim=-1)
    return weights


def attend(q: Tensor, k: Tensor, v: Tensor, allowed: Tensor, seen: Seen) -> Tensor:
    """Return the values mixed, as the fused kernels do, and keep the weights."""
    weights = weights_of(q, k, allowed)
    if torch.is_grad_enabled():
        # Of a network whose parameters have no gradients, the graph begins here.
        weights = weights.requires_grad_()
    seen.append(weights)
    return weights @ v


def seen_of(
    ask: Callable[[Seen], Tensor],
    labels: Sequence[LabelSpec],
    calibration: Calibration,
    code: str | None,
) -> tuple[NDArray[np.float32], NDArray[np.float32] | None]:
    """Return the weights of one stretch, (layers, heads, tokens, tokens), and slopes.

    ``ask`` fills a list and returns logits before calibration, (1, n_labels). Slopes
    are those of the calibrated logit of the statement ``code`` on each weight.
    """
    seen: Seen = []
    if code is None:
        with torch.inference_mode():
            ask(seen)
        return _joined(seen), None
    column = [label.code for label in labels].index(code)
    with torch.enable_grad():
        logit = ask(seen)[0, column] * float(calibration.scale[column])
        slopes = torch.autograd.grad(logit, seen)
    return _joined(seen), _joined(slopes)


def _joined(layers: Sequence[Tensor]) -> NDArray[np.float32]:
    whole: NDArray[np.float32] = torch.stack([x[0] for x in layers]).detach().numpy()
    return whole
