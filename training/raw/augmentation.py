"""What is done to signals in training, so that little of it is strange later.

Gains within the error of a calibration, crops, mixtures, and leads, beats and units
taken away: evidence asks what the network says without them, so it has to have learnt
to do without. How much is taken away is drawn evenly for each recording, from nearly
nothing to nearly all, as Owen and Shapley values ask for it.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ecgviewer.ai.raw.unit import without_unit

FloatArray = NDArray[np.float32]
Generator = np.random.Generator


@dataclass(frozen=True)
class Augmentation:
    """How often, and by how much. Shares are of recordings.

    ``mixup`` is the parameter of the beta distribution (Zhang et al., ICLR 2018).
    """

    mixup: float = 0.4
    gain: float = 0.08
    noise_mv: float = 0.02
    noisy: float = 0.3
    leads_dropped: float = 0.25
    beats_dropped: float = 0.15
    unit_dropped: float = 0.15
    fs: float = 100.0


def crop(
    signal: FloatArray, n_recorded: NDArray[np.int64], length: int, rng: Generator
) -> tuple[FloatArray, FloatArray]:
    """Return ``length`` samples of each recording and which of them were recorded.

    ``signal`` is (B, 12, n_samples); the result (B, 12, length) and (B, 1, length).
    """
    room = np.maximum(n_recorded - length, 0)
    starts = rng.integers(0, room + 1)
    index = starts[:, None] + np.arange(length)
    inside = index < n_recorded[:, None]
    index = np.minimum(index, signal.shape[2] - 1)
    cut = np.take_along_axis(signal, index[:, None, :], axis=2)
    return cut * inside[:, None], inside[:, None].astype(np.float32)


def mix(
    signal: FloatArray,
    targets: FloatArray,
    label_mask: FloatArray,
    config: Augmentation,
    rng: Generator,
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return mixtures within a batch, what they are, and what both are asked."""
    if config.mixup <= 0:
        return signal, targets, label_mask
    partner = rng.permutation(len(signal))
    drawn = rng.beta(config.mixup, config.mixup, len(signal)).astype(np.float32)
    share: FloatArray = np.maximum(drawn, 1 - drawn)[:, None]
    return (
        share[..., None] * signal + (1 - share[..., None]) * signal[partner],
        share * targets + (1 - share) * targets[partner],
        label_mask * label_mask[partner],
    )


def distort(
    signal: FloatArray, config: Augmentation, rng: Generator
) -> tuple[FloatArray, FloatArray]:
    """Return signals with another gain, some noise, and of some without their unit.

    The second value, (B,), is 1 where the signal still is in millivolts.
    """
    batch = len(signal)
    gains = 1 + config.gain * rng.standard_normal((batch, 1, 1))
    signal = signal * gains.astype(np.float32)
    noisy = rng.random(batch) < config.noisy
    size = config.noise_mv * rng.random((batch, 1, 1)) * noisy[:, None, None]
    noise = rng.standard_normal(signal.shape, dtype=np.float32)
    signal = signal + noise * size.astype(np.float32)
    unknown = rng.random(batch) < config.unit_dropped
    signal[unknown] = without_unit(signal[unknown])
    return signal, (~unknown).astype(np.float32)


def presence(
    batch: int, length: int, config: Augmentation, rng: Generator
) -> FloatArray:
    """Return which samples of which lead are shown, (B, 12, length), 0 or 1."""
    shown = np.ones((batch, 12, length), dtype=np.float32)
    for row in np.flatnonzero(rng.random(batch) < config.leads_dropped):
        shown[row, rng.random(12) > rng.random()] = 0
    for row in np.flatnonzero(rng.random(batch) < config.beats_dropped):
        shown[row] *= _beats_shown(length, config.fs, rng)
    return shown


def _beats_shown(length: int, fs: float, rng: Generator) -> FloatArray:
    """Return windows of a beat's length shown or not, (12, length).

    Of all leads at once or of each on its own.
    """
    period = rng.uniform(0.4, 1.2) * fs
    window = ((np.arange(length) + rng.uniform(0, period)) / period).astype(int)
    rows = 1 if rng.random() < 0.5 else 12
    shown = rng.random((rows, window[-1] + 1)) < rng.random()
    return np.broadcast_to(shown[:, window], (12, length)).astype(np.float32)
