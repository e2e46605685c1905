"""Whether a pacemaker paces the atria alone, so that the AV node conducts its beats.

Their QRS, ST and T are then what they are without a pacemaker, and what criteria ask of
conducted beats may be asked of them. A spike that comes early before QRS is one of the
atria (``PacingSpikes.ventricular``). That of a ventricle may be too small to be seen,
so QRS must be narrow as well: what is paced from a ventricle is not.
"""

import numpy as np

from ecgviewer.analysis.beats.beat_table import BeatTable
from ecgviewer.analysis.limits.published import LONG_QRS
from ecgviewer.analysis.statistics.qrs_bias_correction import READERS_LONGER_MS
from ecgviewer.ecg.pacing import PacingSpikes


def only_atria_are_paced(table: BeatTable, spikes: PacingSpikes | None) -> bool:
    """Return whether the paced beats that values are taken from are conducted."""
    beats, widths_ms = table.beats, table.known_ms["qrs_ms"]
    if spikes is None or not widths_ms.size or not beats.is_paced:
        return False
    chosen = beats.numbers[beats.dominant]
    if np.isin(spikes.beats[spikes.ventricular], chosen).any():
        return False
    return bool(np.median(widths_ms) - READERS_LONGER_MS <= LONG_QRS.adults.value)
