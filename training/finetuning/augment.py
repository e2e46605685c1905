"""Augmentations of beat tokens that keep the label."""

import numpy as np
from numpy.typing import NDArray

from ecgviewer.ai.clear.tokens import N_UNITLESS, BeatTokens
from ecgviewer.ai.inputs import N_LEADS


def random_removal(
    valid: NDArray[np.bool_],
    rng: np.random.Generator,
    beat_dropout: float,
    lead_dropout: float,
) -> NDArray[np.bool_]:
    """Return which tokens of a (12, n_beats) grid to keep.

    Half of the records lose a random share of beats, up to ``beat_dropout``; every
    lead is lost with probability ``lead_dropout``; a few records lose all but one or
    two leads, or everything. Evidence removes beats the same way, so none of its
    questions is new to the network.
    """
    kept = np.ones_like(valid)
    draw = rng.random()
    if draw < 0.02:
        return np.zeros_like(valid)
    if draw < 0.10:
        few = rng.permutation(N_LEADS)[: rng.integers(1, 4)]
        kept[:] = False
        kept[few] = True
        return kept
    if draw < 0.55:
        kept &= rng.random(valid.shape) > rng.uniform(0, beat_dropout)
    kept[rng.random(N_LEADS) < lead_dropout] = False
    return kept


def distort(tokens: BeatTokens, rng: np.random.Generator, noise: float) -> BeatTokens:
    """Return tokens with noise, a slow tilt and a small common time shift.

    Standardised beats have SD 1, so ``noise`` is relative to the beat. Samples outside
    the beat stay zero.
    """
    beats = tokens.beats
    inside = beats != 0
    shift = int(rng.integers(-1, 2))
    if shift:
        beats = np.roll(beats, shift, axis=2)
        inside = np.roll(inside, shift, axis=2)
    shape = (*beats.shape[:2], 1)
    level = noise * rng.random((beats.shape[0], 1, 1))
    tilt = noise * rng.standard_normal(shape) * np.linspace(-1, 1, beats.shape[2])
    changed = beats + tilt + level * rng.standard_normal(beats.shape)
    unitless = (*tokens.amplitude.shape[:2], N_UNITLESS)
    amplitude = tokens.amplitude.copy()
    amplitude[..., :N_UNITLESS] += noise * rng.standard_normal(unitless)
    return BeatTokens(
        beats=np.where(inside, changed, 0.0).astype(np.float32),
        valid=tokens.valid,
        amplitude=amplitude,
        timing=tokens.timing,
        time_s=tokens.time_s + np.float32(rng.uniform(-0.5, 0.5)),
        beat_index=tokens.beat_index,
    )
