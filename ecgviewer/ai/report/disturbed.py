"""The same model without what it has learnt, and the same ECG a little changed."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import torch
from torch import Tensor

from ecgviewer.ai.ensemble import Ensemble
from ecgviewer.ai.model import EcgModel, FamilyModel
from ecgviewer.ai.registry import FAMILIES
from ecgviewer.ecg.beats import BeatList
from ecgviewer.ecg.recording import Recording

SHIFT_S = 0.020
GAIN_SHARE = 0.05
NOISE_MV = 0.020
_SEED = 34


def with_random_weights(model: EcgModel, seed: int) -> EcgModel | None:
    """Return the same architecture with random weights; ``None`` if it has none.

    Matrices are drawn from a normal distribution of the same mean and spread, vectors
    are shuffled: activations keep their size, and what was learnt is gone (Adebayo J,
    et al. Sanity checks for saliency maps, 2018).
    """
    if isinstance(model, Ensemble):
        members = [
            with_random_weights(member, seed + k)
            for k, member in enumerate(model.members)
        ]
        known = tuple(member for member in members if member is not None)
        whole = len(known) == len(members)
        return replace(model, members=known) if whole else None
    if model.family not in FAMILIES or not isinstance(model, FamilyModel):
        return None
    own: FamilyModel[Any] = model
    tensors = own.tensors()
    if not any(_is_matrix(value) for value in tensors.values()):
        return None
    generator = torch.Generator().manual_seed(seed)
    drawn = {name: _drawn(value, generator) for name, value in tensors.items()}
    built: EcgModel = FAMILIES[own.family].build(
        own.config(), drawn, own.name, own.labels, own.calibration
    )
    return built


def _is_matrix(value: Tensor) -> bool:
    return value.is_floating_point() and value.ndim > 1


def _drawn(value: Tensor, generator: torch.Generator) -> Tensor:
    if _is_matrix(value):
        noise = torch.randn(value.shape, generator=generator)
        spread, mean = value.float().std(correction=0), value.float().mean()
        return (noise * spread + mean).to(value.dtype)
    if value.is_floating_point() and value.ndim == 1:
        return value[torch.randperm(len(value), generator=generator)]
    return value


def disturbances(
    recording: Recording, beats: BeatList
) -> Iterator[tuple[Recording, BeatList]]:
    """Yield the ECG shifted by +-20 ms, at +-5 % gain and with 20 uV of noise.

    It is the beats that are shifted, as if R peaks were found earlier or later.
    """
    for away in (-SHIFT_S, SHIFT_S):
        step = round(away * recording.fs)
        peaks = np.clip(beats.r_peaks + step, 0, recording.n_samples - 1)
        if (np.diff(peaks) > 0).all():
            yield recording, BeatList(peaks, beats.fs, beats.rejected_leads)
    signal = recording.whole_signal_mv
    rng = np.random.default_rng(_SEED)
    noise = rng.normal(0, NOISE_MV, signal.shape).astype(np.float32)
    for changed in (
        signal * np.float32(1 - GAIN_SHARE),
        signal * np.float32(1 + GAIN_SHARE),
        signal + noise,
    ):
        yield replace(recording, signal_mv=changed), beats
