"""Synthetic 12-lead ECGs with exact fiducials.

Each wave is a Gaussian in time with its own amplitude in each of the eight independent
leads; III, aVR, aVL and aVF follow from I and II, so Einthoven holds exactly.
"""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ecgviewer.ecg.leads import INDEPENDENT_8, STANDARD_12, derive_limb_leads
from ecgviewer.ecg.recording import Recording, Source

# wave: (centre relative to R in s, SD in s, amplitude in mV in I II V1 .. V6)
WAVES: dict[str, tuple[float, float, tuple[float, ...]]] = {
    "p": (-0.16, 0.020, (0.08, 0.15, 0.06, 0.08, 0.08, 0.08, 0.08, 0.07)),
    "q": (-0.025, 0.008, (-0.06, -0.05, 0.05, 0.05, 0.0, -0.05, -0.08, -0.08)),
    "r": (0.0, 0.010, (0.70, 1.10, 0.20, 0.40, 0.80, 1.30, 1.20, 1.00)),
    "s": (0.028, 0.010, (-0.10, -0.15, -0.9, -1.1, -0.6, -0.3, -0.12, -0.05)),
    "t": (0.28, 0.045, (0.20, 0.30, -0.05, 0.35, 0.40, 0.38, 0.30, 0.25)),
}


def synthetic_signal(
    r_times_s: Sequence[float],
    *,
    duration_s: float = 10.0,
    fs: float = 500.0,
    noise_mv: float = 0.0,
    wander_mv: float = 0.0,
    without: Sequence[str] = (),
    seed: int = 0,
) -> NDArray[np.float64]:
    """Return shape (12, n_samples) in mV, rows in the order of ``STANDARD_12``.

    ``without`` names waves to leave out; noise and wander are added to the independent
    leads, so that the derived ones still follow from them.
    """
    time_s = np.arange(round(duration_s * fs)) / fs
    rng = np.random.default_rng(seed)
    rows = np.zeros((len(INDEPENDENT_8), time_s.size))
    for name, (centre_s, sd_s, amplitudes) in WAVES.items():
        if name in without:
            continue
        shape = np.zeros_like(time_s)
        for r_time in r_times_s:
            # Beyond 15 SD nothing is left of a wave, not even as float32.
            middle_s, reach_s = r_time + centre_s, 15 * sd_s
            ends = np.array([middle_s - reach_s, middle_s + reach_s]) * fs
            near = slice(*np.clip(ends.astype(int), 0, time_s.size).tolist())
            shape[near] += np.exp(-0.5 * ((time_s[near] - middle_s) / sd_s) ** 2)
        rows += np.outer(amplitudes, shape)
    rows += noise_mv * rng.standard_normal(rows.shape)
    phase = rng.uniform(0, 2 * np.pi, (rows.shape[0], 1))
    rows += wander_mv * np.sin(2 * np.pi * 0.25 * time_s + phase)
    by_name = dict(zip(INDEPENDENT_8, rows, strict=True))
    by_name |= derive_limb_leads(by_name["I"], by_name["II"])
    return np.stack([by_name[name] for name in STANDARD_12])


def regular_r_times(
    rate_bpm: float = 72.0, duration_s: float = 10.0, first_s: float = 0.4
) -> NDArray[np.float64]:
    return np.arange(first_s, duration_s - 0.35, 60.0 / rate_bpm)


def synthetic_recording(
    r_times_s: Sequence[float] | None = None,
    *,
    duration_s: float = 10.0,
    fs: float = 500.0,
    unit_is_mv: bool = True,
    path: str = "synthetic.hea",
    leads: Sequence[str] = STANDARD_12,
    **options: object,
) -> Recording:
    """Return a 12-lead recording, sinus rhythm at 72/min unless told otherwise."""
    if r_times_s is None:
        r_times_s = regular_r_times(duration_s=duration_s)
    signal = synthetic_signal(r_times_s, duration_s=duration_s, fs=fs, **options)  # type: ignore[arg-type]
    rows = [STANDARD_12.index(name) for name in leads]
    return Recording(
        signal_mv=signal[rows].astype(np.float32),
        fs=fs,
        leads=tuple(leads),
        source=Source(Path(path), "synthetic", "0" * 64),
        unit_is_mv=unit_is_mv,
    )
