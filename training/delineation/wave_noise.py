"""Disturbances of a 12-lead ECG that leave its waves where they are."""

import numpy as np
from numpy.typing import NDArray
from scipy import signal as sps

FloatArray = NDArray[np.float64]


def disturbance_mv(
    shape: tuple[int, int], fs: float, rng: np.random.Generator
) -> FloatArray:
    """Return noise in mV to be added, shape (n_leads, n_samples).

    Each kind comes or stays away by chance and is usually small: muscle noise up to
    0.16 mV, mains up to 0.22 mV, breathing up to 1.2 mV, wandering up to 0.1 mV.
    """
    noise = np.zeros(shape)
    if rng.random() < 0.6:
        noise += _usually_small(0.16, rng) * _muscle(shape, rng)
    if rng.random() < 0.4:
        noise += _usually_small(0.22, rng) * _mains(shape, fs, rng)
    if rng.random() < 0.5:
        noise += rng.uniform(0, 1.2) * _breathing(shape, fs, rng)
    if rng.random() < 0.3:
        noise += _usually_small(0.1, rng) * _wandering(shape, fs, rng)
    return noise


def _usually_small(largest: float, rng: np.random.Generator) -> float:
    return largest * float(rng.random()) ** 2


def _muscle(shape: tuple[int, int], rng: np.random.Generator) -> FloatArray:
    """White or bluer noise of SD 1, steady or in bursts, alike in all leads or not."""
    noise: FloatArray = rng.standard_normal(shape, dtype=np.float32).astype(np.float64)
    if rng.random() < 0.5:
        noise[:, 1:] -= rng.uniform(0.2, 0.9) * noise[:, :-1]
    noise /= noise.std()
    if rng.random() < 0.3:
        places = np.linspace(0, shape[1], 8)
        bursts = np.interp(np.arange(shape[1]), places, rng.uniform(-0.5, 1.5, 8))
        noise *= np.clip(bursts, 0, None)
    if rng.random() < 0.5:
        noise *= rng.uniform(0.3, 1.2, (shape[0], 1))
    return noise


def _mains(shape: tuple[int, int], fs: float, rng: np.random.Generator) -> FloatArray:
    """A sine near 50 or 60 Hz with its third harmonic, of amplitude 1 at most."""
    time_s = np.arange(shape[1]) / fs
    frequency = rng.choice([50.0, 60.0]) * rng.uniform(0.995, 1.005)
    phase = rng.uniform(0, 2 * np.pi)
    per_lead = rng.uniform(0, 2 * np.pi, (shape[0], 1)) if rng.random() < 0.3 else 0.0
    angle = 2 * np.pi * frequency * time_s + phase + per_lead
    hum: FloatArray = np.sin(angle) + rng.uniform(0, 0.3) * np.sin(3 * angle)
    if rng.random() < 0.6:
        hum = hum * rng.uniform(0, 1, (shape[0], 1))
    return np.broadcast_to(hum, shape).astype(np.float64)


def _breathing(
    shape: tuple[int, int], fs: float, rng: np.random.Generator
) -> FloatArray:
    """Two slow sines, as weak as the network's high-pass leaves them."""
    time_s = np.arange(shape[1]) / fs
    wander = np.zeros(shape)
    for _ in range(2):
        frequency = rng.uniform(0.1, 0.8)
        passed = (frequency / 0.5) ** 4 / (1 + (frequency / 0.5) ** 4)
        phase = rng.uniform(0, 2 * np.pi, (shape[0], 1))
        wander += 0.5 * passed * np.sin(2 * np.pi * frequency * time_s + phase)
    wander *= rng.uniform(0.2, 1, (shape[0], 1))
    return wander


def _wandering(
    shape: tuple[int, int], fs: float, rng: np.random.Generator
) -> FloatArray:
    """A random walk above 0.5 Hz, of SD 1."""
    walk = rng.standard_normal(shape).cumsum(axis=1)
    sos = sps.butter(2, 0.5, "highpass", fs=fs, output="sos")
    walk = sps.sosfiltfilt(sos, walk, axis=1)
    scaled: FloatArray = walk / walk.std()
    return scaled
