"""Whether QRS ends where its ends are marked.

In ventricular tachycardia, and at any rate in severe hyperkalaemia (the sine wave of
Surawicz 1967, Am Heart J 73:814), a slurred QRS may run straight into T, and no J point
is seen. A network marks ends in any case: often where the first of the deflections is
over, or those of T, so that a wide QRS is measured narrow. At ends that are ones the
leads move far less steeply than within QRS: in the median beats of 175 recordings from
105/min on by less than a sixth, in all but four by less than a tenth; in those of 447
recordings of any rate by no more than a ninth.
"""

import math

import numpy as np
from scipy.ndimage import uniform_filter1d

from ecgviewer.analysis.limits.published import WIDE_QRS
from ecgviewer.analysis.median.median_shape import FloatArray, MedianShape
from ecgviewer.analysis.rhythm.measurement_context import MeasurementContext
from ecgviewer.analysis.statistics.qrs_bias_correction import READERS_LONGER_MS
from ecgviewer.ecg.median_beat import MedianBeats
from ecgviewer.ecg.reasons.gates import NO_J_POINT
from ecgviewer.ecg.reasons.reason import Reason

# Steepness beyond an end, as a share of the steepest within QRS.
STEEP_SHARE = 1 / 6
BEYOND_S = 0.04
# A period of the mains.
SMOOTHING_S = 0.02
# What is measured this wide is wide even if it is wider still.
WIDE_IN_ANY_CASE_MS = WIDE_QRS.adults.value + READERS_LONGER_MS


def j_point_gate(
    shape: MedianShape | None, median: MedianBeats | None, state: MeasurementContext
) -> Reason | None:
    """Return why the ends of QRS are not certain; ``None`` if they are.

    ``shape`` is that of ``median``; it has none where the ends of QRS lie elsewhere
    than its beats.
    """
    rate = state.rhythm.rate_bpm
    if median is None or rate is None:
        return None
    steepness = math.nan if shape is None else steepness_beyond(shape, state)
    # Where the median beat does not hold what is marked, a slow rhythm has other
    # reasons for it.
    if steepness <= STEEP_SHARE or (math.isnan(steepness) and not state.rhythm.fast):
        return None
    return NO_J_POINT(rate_bpm=rate)


def steepness_beyond(shape: MedianShape, state: MeasurementContext) -> float:
    """Return how steep it is beyond the ends of QRS, as a share of the steepest within.

    NaN if the median beat does not hold QRS, or what lies beyond it.
    """
    onset_s, offset_s = shape.common("qrs_onset"), shape.common("qrs_offset")
    if not (math.isfinite(onset_s) and math.isfinite(offset_s)):
        return math.nan
    first_s, last_s = (float(shape.times_s[end]) for end in (0, -1))
    steepness = _steepness(shape, state)
    within, before, behind = (
        steepness[shape.span(*ends)]
        for ends in (
            (onset_s, offset_s),
            (max(first_s, onset_s - BEYOND_S), onset_s),
            (offset_s, min(last_s, offset_s + BEYOND_S)),
        )
    )
    if not (within.size and before.size and behind.size) or within.max() <= 0:
        return math.nan
    return float(max(before.mean(), behind.mean()) / within.max())


def _steepness(shape: MedianShape, state: MeasurementContext) -> FloatArray:
    """Return the root mean square over the leads of their slopes, (n_window,)."""
    heard = state.leads or state.measurable_leads
    rows = [row for row, lead in enumerate(shape.leads) if lead in heard]
    if not rows:
        return np.zeros(shape.times_s.size)
    width = max(1, round(SMOOTHING_S * shape.fs))
    smooth = uniform_filter1d(shape.signal[rows], width, axis=1, mode="nearest")
    slopes = np.gradient(smooth, axis=1)
    steepness: FloatArray = np.sqrt(np.mean(slopes**2, axis=0))
    return steepness
