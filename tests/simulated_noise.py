"""What spoils a simulated ECG: muscle, mains, wander, leads that are off."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import signal as sps

from ecgviewer.ecg.leads import INDEPENDENT_8, STANDARD_12, derive_limb_leads

FloatArray = NDArray[np.float64]


@dataclass(frozen=True)
class Noise:
    """Noise to be added, in mV.

    Attributes
    ----------
    muscle_mv : SD of noise from 20 Hz up, of its own in each independent lead.
    white_mv : SD of white noise.
    mains_mv : amplitude of the mains, with its third harmonic at a fifth of it.
    wander_mv : amplitude of slow sines at 0.15 to 0.4 Hz.
    dead : leads that are zero.
    swapped : pairs of rows whose signals have changed places.
    """

    muscle_mv: float = 0.0
    white_mv: float = 0.0
    mains_mv: float = 0.0
    mains_hz: float = 50.0
    wander_mv: float = 0.0
    dead: tuple[str, ...] = ()
    swapped: tuple[tuple[str, str], ...] = ()

    def spoil(
        self, signal: FloatArray, fs: float, rng: np.random.Generator
    ) -> FloatArray:
        """Return the twelve leads with noise; Einthoven holds but for dead leads."""
        n_samples = signal.shape[1]
        added = np.zeros((len(INDEPENDENT_8), n_samples))
        times_s = np.arange(n_samples) / fs
        if self.muscle_mv:
            added += self.muscle_mv * _muscle(added.shape, fs, rng)
        if self.white_mv:
            added += self.white_mv * rng.standard_normal(added.shape)
        phase = rng.uniform(0, 2 * np.pi, (2, len(added), 1))
        if self.mains_mv:
            angle = 2 * np.pi * self.mains_hz * times_s + phase[0]
            added += self.mains_mv * np.sin(angle)
            if 3 * self.mains_hz < fs / 2:
                added += 0.2 * self.mains_mv * np.sin(3 * angle)
        if self.wander_mv:
            slow_hz = rng.uniform(0.15, 0.4, (len(added), 1))
            added += self.wander_mv * np.sin(2 * np.pi * slow_hz * times_s + phase[1])
        by_name = dict(zip(INDEPENDENT_8, added, strict=True))
        by_name |= derive_limb_leads(by_name["I"], by_name["II"])
        spoilt = signal + np.stack([by_name[name] for name in STANDARD_12])
        for one, other in self.swapped:
            rows = [STANDARD_12.index(one), STANDARD_12.index(other)]
            spoilt[rows] = spoilt[rows[::-1]]
        spoilt[[STANDARD_12.index(name) for name in self.dead]] = 0.0
        return spoilt


CLEAN = Noise()


def _muscle(shape: tuple[int, int], fs: float, rng: np.random.Generator) -> FloatArray:
    """Return noise from 20 Hz up whose SD is 1."""
    white = rng.standard_normal(shape)
    sos = sps.butter(2, 20.0, "highpass", fs=fs, output="sos")
    coloured = sps.sosfilt(sos, white, axis=1)
    return np.asarray(coloured / coloured.std(axis=1, keepdims=True))
