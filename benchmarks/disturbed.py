"""Recordings as they are on a bad day: what is added, and what must not change."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import signal as sps

FloatArray = NDArray[np.float64]
# Signal in mV (n_leads, n_samples) and its rate, before and after.
Disturbance = Callable[[FloatArray, float, np.random.Generator], "Disturbed"]


@dataclass(frozen=True)
class Disturbed:
    """``shift_s`` is where the first sample lies in the undisturbed recording."""

    signal_mv: FloatArray
    fs: float
    shift_s: float = 0.0


def muscle(mv: float) -> Disturbance:
    """Noise of 20-150 Hz with this RMS in each lead."""

    def add(x: FloatArray, fs: float, rng: np.random.Generator) -> Disturbed:
        sos = sps.butter(
            2, (20.0, min(150.0, 0.45 * fs)), "bandpass", fs=fs, output="sos"
        )
        noise = sps.sosfilt(sos, rng.standard_normal(x.shape), axis=1)
        return Disturbed(x + mv * noise / noise.std(axis=1, keepdims=True), fs)

    return add


def mains(mv: float, frequency_hz: float = 50.0) -> Disturbance:
    """A sine of this amplitude in all leads."""

    def add(x: FloatArray, fs: float, rng: np.random.Generator) -> Disturbed:
        angle = 2 * np.pi * frequency_hz * np.arange(x.shape[1]) / fs
        return Disturbed(x + mv * np.sin(angle + rng.uniform(0, 2 * np.pi)), fs)

    return add


def wander(mv: float, frequency_hz: float = 0.3) -> Disturbance:
    """A slow sine of this amplitude, in each lead with a phase of its own."""

    def add(x: FloatArray, fs: float, rng: np.random.Generator) -> Disturbed:
        angle = 2 * np.pi * frequency_hz * np.arange(x.shape[1]) / fs
        phase = rng.uniform(0, 2 * np.pi, (len(x), 1))
        return Disturbed(x + mv * np.sin(angle + phase), fs)

    return add


def dead_leads(number: int) -> Disturbance:
    """Leads drawn by chance are flat."""

    def take(x: FloatArray, fs: float, rng: np.random.Generator) -> Disturbed:
        off = rng.choice(len(x), number, replace=False)
        left = x.copy()
        left[off] = 0.0
        return Disturbed(left, fs)

    return take


def resampled(wanted_fs: float) -> Disturbance:
    def change(x: FloatArray, fs: float, _rng: np.random.Generator) -> Disturbed:
        if wanted_fs == fs:
            return Disturbed(x, fs)
        up, down = round(wanted_fs), round(fs)
        gcd = int(np.gcd(up, down))
        out = sps.resample_poly(x, up // gcd, down // gcd, axis=1, padtype="line")
        return Disturbed(out, wanted_fs)

    return change


def scaled(factor: float) -> Disturbance:
    return lambda x, fs, _rng: Disturbed(factor * x, fs)


def shifted(seconds: float) -> Disturbance:
    """The recording begins later."""

    def cut(x: FloatArray, fs: float, _rng: np.random.Generator) -> Disturbed:
        first = round(seconds * fs)
        return Disturbed(x[:, first:], fs, first / fs)

    return cut


def unchanged(x: FloatArray, fs: float, _rng: np.random.Generator) -> Disturbed:
    return Disturbed(x, fs)


# Under these the interval limits for biological ECGs must still hold.
STRESSES: dict[str, Disturbance] = {
    "0.1 mV muscle noise": muscle(0.1),
    "0.1 mV mains at 50 Hz": mains(0.1),
    "1 mV wander at 0.3 Hz": wander(1.0),
    "4 dead leads": dead_leads(4),
    "250 Hz": resampled(250.0),
}
# Under these a value must stay within its own interval.
REPEATS: dict[str, Disturbance] = {
    "250 Hz": resampled(250.0),
    "1000 Hz": resampled(1000.0),
    "begins 0.5 s later": shifted(0.5),
    "80 % of the size": scaled(0.8),
    "120 % of the size": scaled(1.2),
    "20 uV noise": muscle(0.02),
    "20 uV mains": mains(0.02),
    "0.2 mV wander": wander(0.2),
}
