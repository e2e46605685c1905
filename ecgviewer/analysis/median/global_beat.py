"""The median beat of all leads together, as one curve: their root mean square.

The root mean square over the leads needs no model of the body, unlike the magnitude of
a vector derived from them, and shows where any lead is active, whatever its sign. Only
leads that do not follow from others count: with III and the augmented leads the limb
leads would count three times.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ecgviewer.ecg.leads import INDEPENDENT_8
from ecgviewer.ecg.median_beat import MedianBeats
from ecgviewer.ecg.quality import RecordQuality

MIN_LEADS = 2


@dataclass(frozen=True, eq=False)
class GlobalBeat:
    """``rms`` over ``leads``, shape (n_window,), in the unit of the median beat.

    NaN where one of the leads has no sample.
    """

    leads: tuple[str, ...]
    rms: NDArray[np.float32]


def global_beat(
    median: MedianBeats, quality: RecordQuality | None = None
) -> GlobalBeat | None:
    """Return the root mean square over the leads; ``None`` for fewer than two.

    Of recordings without any of I, II, V1 to V6 all leads count. With ``quality`` those
    that cannot be read are left out.
    """
    present = np.flatnonzero(~np.isnan(median.median).all(axis=1))
    leads = [median.leads[row] for row in present]
    if quality is not None:
        leads = [lead for lead in leads if lead in quality.usable_leads]
    independent = [lead for lead in INDEPENDENT_8 if lead in leads]
    chosen = tuple(independent or leads)
    if len(chosen) < MIN_LEADS:
        return None
    rows = [median.leads.index(lead) for lead in chosen]
    mean_square = np.mean(median.median[rows].astype(np.float64) ** 2, axis=0)
    return GlobalBeat(chosen, np.sqrt(mean_square).astype(np.float32))
