"""Whether a pacemaker paces the atria alone, so that the AV node conducts its beats.

Their QRS, ST and T are then what they are without a pacemaker, and what criteria ask of
conducted beats may be asked of them. A spike that comes early before QRS is one of the
atria (``PacingSpikes.ventricular``). That of a ventricle may be too small to be seen,
so QRS must be narrow as well: what is paced from a ventricle is not.
"""

import numpy as np

from ecgviewer.analysis.beats.measured_beats import MeasuredBeats
from ecgviewer.analysis.limits.published import LONG_QRS
from ecgviewer.analysis.statistics.qrs_bias_correction import READERS_LONGER_MS
from ecgviewer.analysis.values.intervals import per_beat_ms
from ecgviewer.ecg.fiducials import Fiducials
from ecgviewer.ecg.pacing import PacingSpikes


def only_atria_are_paced(
    beats: MeasuredBeats, spikes: PacingSpikes | None, fiducials: Fiducials | None
) -> bool:
    """Return whether the paced beats that values are taken from are conducted."""
    if spikes is None or fiducials is None or not beats.is_paced:
        return False
    chosen = beats.numbers[beats.dominant]
    if np.isin(spikes.beats[spikes.ventricular], chosen).any():
        return False
    widths_ms = per_beat_ms("qrs_ms", beats, fiducials)[beats.dominant]
    known = widths_ms[np.isfinite(widths_ms)]
    if not known.size:
        return False
    return bool(np.median(known) - READERS_LONGER_MS <= LONG_QRS.adults.value)
