"""Random convolution kernels (ROCKET; Dempster et al., Data Min Knowl Disc 2020).

Each kernel has random weights, a random dilation and reads a few random leads; of what
it gives, the maximum and the share of positive values are kept. Nothing is learnt
here; logistic regression does the rest.
"""

from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch.nn import functional
from tqdm import tqdm

from ecgviewer.ai.inputs import N_LEADS
from training.baselines.signals import N_SAMPLES

LENGTH = 9
N_KERNELS = 3000
_MOST_LEADS = 4
_BATCH = 32


@dataclass(frozen=True, eq=False)
class Kernels:
    """Kernels of one dilation: ``weights`` (n, 12, 9), ``bias`` (n,)."""

    dilation: int
    weights: torch.Tensor
    bias: torch.Tensor


def draw_kernels(n_kernels: int, seed: int) -> list[Kernels]:
    """Return random kernels by dilation, which is a power of two up to 64 samples.

    Weights are normal with mean zero over the kernel; a kernel reads up to four leads.
    """
    rng = np.random.default_rng([seed, 41])
    most = int(np.log2((N_SAMPLES - 1) / (LENGTH - 1)))
    dilation = 2 ** rng.integers(0, most + 1, n_kernels)
    weights = rng.standard_normal((n_kernels, N_LEADS, LENGTH)).astype(np.float32)
    weights -= weights.mean(axis=2, keepdims=True)
    for own in weights:
        n_leads = int(rng.integers(1, _MOST_LEADS + 1))
        own[rng.permutation(N_LEADS)[n_leads:]] = 0
        own /= np.sqrt((own**2).sum())
    bias = rng.uniform(-1, 1, n_kernels).astype(np.float32)
    groups = []
    for step in np.unique(dilation):
        chosen = dilation == step
        groups.append(
            Kernels(
                int(step),
                torch.from_numpy(weights[chosen]),
                torch.from_numpy(bias[chosen]),
            )
        )
    return groups


@torch.inference_mode()
def kernel_features(
    signal: NDArray[np.float32], kernels: list[Kernels]
) -> NDArray[np.float64]:
    """Return maximum and share of positive values of each kernel, (n, 2 n_kernels).

    Each lead is divided by its spread in that recording.
    """
    spread = signal.std(axis=2, keepdims=True)
    scaled = torch.from_numpy(signal / np.maximum(spread, 1e-6))
    parts = []
    for start in tqdm(range(0, len(scaled), _BATCH), desc="kernels"):
        batch = scaled[start : start + _BATCH]
        found = []
        for group in kernels:
            out = functional.conv1d(
                batch,
                group.weights,
                group.bias,
                dilation=group.dilation,
                padding=group.dilation * (LENGTH // 2),
            )
            found += [out.amax(dim=2), (out > 0).float().mean(dim=2)]
        parts.append(torch.cat(found, dim=1).numpy())
    return np.concatenate(parts).astype(np.float64)
