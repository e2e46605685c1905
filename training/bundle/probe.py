"""The recording a bundle is verified with: synthetic, so it belongs to nobody."""

from pathlib import Path

import numpy as np

from ecgviewer.ecg.leads import INDEPENDENT_8, STANDARD_12, derive_limb_leads
from ecgviewer.ecg.recording import Recording, Source

# centre after R (s), SD (s), amplitude (mV) in I II V1 V2 V3 V4 V5 V6
_WAVES = (
    (-0.16, 0.020, (0.07, 0.14, 0.05, 0.07, 0.08, 0.08, 0.07, 0.06)),
    (-0.026, 0.008, (-0.05, -0.06, 0.04, 0.04, 0.0, -0.05, -0.07, -0.07)),
    (0.0, 0.010, (0.65, 1.00, 0.22, 0.42, 0.80, 1.25, 1.15, 0.95)),
    (0.028, 0.011, (-0.11, -0.14, -0.85, -1.05, -0.6, -0.3, -0.12, -0.06)),
    (0.27, 0.045, (0.20, 0.28, -0.05, 0.33, 0.40, 0.36, 0.30, 0.24)),
)


def probe_recording(fs: float = 500.0, duration_s: float = 10.0) -> Recording:
    """Return a fixed 12-lead ECG: slightly irregular, one early wide beat."""
    time_s = np.arange(round(fs * duration_s)) / fs
    r_times_s = 0.5 + np.cumsum([0, *(0.82 + 0.03 * np.sin(np.arange(10)))])
    r_times_s[6] -= 0.25
    rows = np.zeros((len(INDEPENDENT_8), time_s.size))
    for k, r_time in enumerate(r_times_s):
        stretch = 2.2 if k == 6 else 1.0
        for centre, sd, amplitudes in _WAVES:
            distance = (time_s - r_time - centre) / (sd * stretch)
            rows += np.outer(amplitudes, np.exp(-0.5 * distance**2))
    leads = dict(zip(INDEPENDENT_8, rows.astype(np.float32), strict=True))
    leads |= derive_limb_leads(leads["I"], leads["II"])
    return Recording(
        signal_mv=np.stack([leads[name] for name in STANDARD_12]),
        fs=fs,
        leads=STANDARD_12,
        source=Source(Path("probe"), "synthetic", ""),
    )
