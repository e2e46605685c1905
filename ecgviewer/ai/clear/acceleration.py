"""A GPU for evidence, where there is one that says what the processor says.

Statements always come from the processor: the same everywhere, in milliseconds.
Evidence asks the network some five hundred times, which a GPU does at once. int8 on a
processor was measured and left out: a sixth faster, and probabilities up to 0.009 off.
"""

import copy

import torch

from ecgviewer.ai.clear.batch import make_batch
from ecgviewer.ai.clear.classifier import ClearClassifier
from ecgviewer.ai.clear.tokens import BeatTokens

# A probability changes by at most a quarter of what its logit does: by 0.005.
MAX_LOGIT_DIFFERENCE = 0.02


def gpu_names() -> list[str]:
    """Return the GPUs that torch can compute on."""
    return ["cuda"] if torch.cuda.is_available() else []


def on_gpu(model: ClearClassifier) -> ClearClassifier | None:
    """Return a copy of the network on a GPU, or None where that cannot be."""
    for name in gpu_names():
        try:
            return copy.deepcopy(model).to(name)
        except (RuntimeError, AssertionError):  # full, or unknown to this build
            continue
    return None


@torch.inference_mode()
def agree(one: ClearClassifier, other: ClearClassifier, stretch: BeatTokens) -> bool:
    """Return whether two copies give a stretch the same logits."""
    batch = make_batch([stretch])
    try:
        first, second = (
            model.in_context(batch.to(device_of(model))).cpu() for model in (one, other)
        )
    except RuntimeError:  # the GPU is full, or was taken away
        return False
    return bool((first - second).abs().max() <= MAX_LOGIT_DIFFERENCE)


def device_of(model: ClearClassifier) -> torch.device:
    weights = next(model.parameters(), None)
    return torch.device("cpu") if weights is None else weights.device
