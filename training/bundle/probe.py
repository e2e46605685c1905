"""The recordings a bundle is verified with: made by calculation, so nobody's.

They are like what readers open: a usual rhythm with an early wide beat, noise, wander,
fibrillation, bundle branch block, a lead that is off. A bundle whose preprocessing has
changed for any of these says something else of them.
"""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ecgviewer.ecg.leads import INDEPENDENT_8, STANDARD_12, derive_limb_leads
from ecgviewer.ecg.recording import Recording, Source

# centre after R (s), SD (s), amplitude (mV) in I II V1 V2 V3 V4 V5 V6
_P = (-0.16, 0.020, (0.07, 0.14, 0.05, 0.07, 0.08, 0.08, 0.07, 0.06))
_QRS = (
    (-0.026, 0.008, (-0.05, -0.06, 0.04, 0.04, 0.0, -0.05, -0.07, -0.07)),
    (0.0, 0.010, (0.65, 1.00, 0.22, 0.42, 0.80, 1.25, 1.15, 0.95)),
    (0.028, 0.011, (-0.11, -0.14, -0.85, -1.05, -0.6, -0.3, -0.12, -0.06)),
)
_T = (0.27, 0.045, (0.20, 0.28, -0.05, 0.33, 0.40, 0.36, 0.30, 0.24))
_FS = 500.0
_DURATION_S = 10.0


def probe_recordings() -> dict[str, Recording]:
    """Return all probes by name."""
    rng = np.random.default_rng(0)
    time_s = np.arange(round(_FS * _DURATION_S)) / _FS
    usual = 0.5 + np.cumsum([0, *(0.82 + 0.03 * np.sin(np.arange(10)))])
    irregular = 0.4 + np.cumsum(rng.uniform(0.45, 1.05, 11))
    noise = 0.04 * rng.standard_normal((8, time_s.size))
    hum = 0.03 * np.sin(2 * np.pi * 50 * time_s)
    wander = 0.5 * np.sin(2 * np.pi * 0.3 * time_s + np.arange(8)[:, None])
    off = np.ones((12, 1))
    off[STANDARD_12.index("V3")] = 0
    return {
        "usual": probe_recording(),
        "noise": _recording(_leads(usual) + noise + hum),
        "wander": _recording(_leads(usual) + wander),
        "fibrillation": _recording(_leads(irregular, p=0.0)),
        "wide_qrs": _recording(_leads(usual, stretch=2.0)),
        "lead_off": _recording(_leads(usual), off),
    }


def probe_recording() -> Recording:
    """Return a fixed 12-lead ECG: slightly irregular, one early wide beat."""
    r_times_s = 0.5 + np.cumsum([0, *(0.82 + 0.03 * np.sin(np.arange(10)))])
    r_times_s[6] -= 0.25
    return _recording(_leads(r_times_s, odd=6))


def _leads(
    r_times_s: NDArray[np.float64], p: float = 1.0, stretch: float = 1.0, odd: int = -1
) -> NDArray[np.float64]:
    """Return eight leads, (8, n); the beat ``odd`` is wide and has no P."""
    time_s = np.arange(round(_FS * _DURATION_S)) / _FS
    rows = np.zeros((len(INDEPENDENT_8), time_s.size))
    for k, r_time in enumerate(r_times_s):
        wide = 2.2 if k == odd else stretch
        waves = [(*_P, 1.0, 0.0 if k == odd else p)]
        waves += [(*wave, wide, 1.0) for wave in _QRS] + [(*_T, 1.0, 1.0)]
        for centre, sd, amplitudes, broader, size in waves:
            distance = (time_s - r_time - centre) / (sd * broader)
            rows += size * np.outer(amplitudes, np.exp(-0.5 * distance**2))
    return rows


def _recording(
    rows: NDArray[np.float64], gains: NDArray[np.float64] | float = 1.0
) -> Recording:
    leads = dict(zip(INDEPENDENT_8, rows.astype(np.float32), strict=True))
    leads |= derive_limb_leads(leads["I"], leads["II"])
    signal_mv = np.stack([leads[name] for name in STANDARD_12]) * gains
    return Recording(
        signal_mv=signal_mv.astype(np.float32),
        fs=_FS,
        leads=STANDARD_12,
        source=Source(Path("probe"), "synthetic", ""),
    )
