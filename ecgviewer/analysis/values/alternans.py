"""QRS, ST or T that alternate from beat to beat.

In electrical alternans, alternans of ST or of T every second beat has another height.
The median beat then lies halfway between the two, where no beat is, and does not show
it. So the beats with an even number are held against those with an odd one.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from ecgviewer.analysis.beats.beat_shapes import median as median_of
from ecgviewer.analysis.median.median_shape import BASELINE_S, MedianShape
from ecgviewer.analysis.statistics.uncertainty import MIN_BEATS_FOR_SPREAD, Z_95
from ecgviewer.analysis.values.lead_values import ST_KEYS, WAVE_KEYS
from ecgviewer.ecg.leads import INDEPENDENT_8
from ecgviewer.ecg.measurements import Measurement
from ecgviewer.ecg.median_beat import MedianBeats
from ecgviewer.ecg.reasons.reason import Reason
from ecgviewer.ecg.reasons.values import ALTERNANS

FloatArray = NDArray[np.float64]
PerLead = Mapping[str, Mapping[str, Measurement]]

# Each half of the beats lies further from what is between them than 95 % of it spread:
# what is between is a value that no beat has.
MIN_APART_SD = 2 * Z_95
# Half a millimetre of paper: what is less nobody reads.
MIN_APART_MV = 0.05
# Chance does not separate the halves in two leads that no third gives.
MIN_LEADS = 2
# ST is its mean level between these, in s after the J point; T's height that of so
# much on either side of its peak.
_ST_S, _T_HALF_S = (0.02, 0.08), 0.02

KEYS = {
    "QRS": (*(f"{wave}_mv" for wave in WAVE_KEYS), "qrs_mv"),
    "ST": (*ST_KEYS, "st_slope_mv_s"),
    "T": ("t_mv",),
}


@dataclass(frozen=True, eq=False)
class Alternans:
    """Which waves alternate, of ``KEYS``, and the two beats that take turns."""

    waves: tuple[str, ...]
    halves: tuple[MedianShape, MedianShape]

    @property
    def caution(self) -> Reason:
        return ALTERNANS(waves=self.waves)


def find_alternans(
    median: MedianBeats | None, shape: MedianShape | None
) -> Alternans | None:
    """Return what alternates; ``None`` if nothing does or too few beats would show it.

    ``shape`` is that of ``median``, in mV.
    """
    if median is None or shape is None or median.spikes_s:
        return None
    numbers = median.numbers[median.dominant]
    # What follows an ectopic beat differs for that.
    in_order = np.isin(numbers - 1, numbers)
    even = numbers[in_order] % 2 == 0
    if min(even.sum(), (~even).sum()) < MIN_BEATS_FOR_SPREAD:
        return None
    beats = _from_baseline(median.beats[median.dominant][in_order], shape)
    if beats is None:
        return None
    waves = tuple(
        name
        for name in KEYS
        if any(
            _alternates(height, even, shape) for height in _heights(name, beats, shape)
        )
    )
    if not waves:
        return None
    # Half of the beats leave twice the variance.
    noise = shape.noise * np.sqrt(2.0)
    one, other = (
        replace(shape, signal=median_of(beats[half]), noise=noise)
        for half in (even, ~even)
    )
    return Alternans(waves, (one, other))


def with_alternans(
    per_lead: PerLead,
    found: Alternans | None,
    values_of: Callable[[MedianShape], PerLead],
) -> dict[str, dict[str, Measurement]]:
    """Return the values of each lead; intervals hold both beats where they take turns.

    Parameters
    ----------
    values_of : callable
        Measures the leads of one of the two beats.
    """
    widened = {lead: dict(values) for lead, values in per_lead.items()}
    if found is None:
        return widened
    halves = [values_of(half) for half in found.halves]
    for lead, values in widened.items():
        for key in (key for wave in found.waves for key in KEYS[wave]):
            own = values.get(key)
            if own is None or own.value is None:
                continue
            ends = [own.low, own.high, own.value]
            for half in halves:
                other = half[lead][key]
                ends += [other.low, other.high, other.value]
            known = [end for end in ends if end is not None]
            values[key] = replace(own, low=min(known), high=max(known))
    return widened


def _from_baseline(beats: NDArray[np.float32], shape: MedianShape) -> FloatArray | None:
    """Return beats from their own level before QRS; ``None`` if it is not known."""
    onset_s = shape.common("qrs_onset")
    span = shape.span(onset_s - BASELINE_S, onset_s)
    if span.stop <= span.start:
        return None
    whole = beats.astype(np.float64)
    from_level: FloatArray = whole - whole[:, :, span].mean(axis=2, keepdims=True)
    return from_level


def _heights(name: str, beats: FloatArray, shape: MedianShape) -> Iterator[FloatArray]:
    """Yield heights of a wave in each beat and lead, (n_beats, n_leads)."""
    j_s = shape.common("qrs_offset")
    if name == "QRS":
        span = shape.span(shape.common("qrs_onset"), j_s)
        if span.stop > span.start:
            yield beats[:, :, span].max(axis=2)
            yield beats[:, :, span].min(axis=2)
    elif name == "ST":
        span = shape.span(j_s + _ST_S[0], j_s + _ST_S[1])
        if span.stop > span.start:
            yield beats[:, :, span].mean(axis=2)
    else:
        peak_s = shape.common("t_peak")
        span = shape.span(peak_s - _T_HALF_S, peak_s + _T_HALF_S)
        if span.stop > span.start:
            yield beats[:, :, span].mean(axis=2)


def _alternates(
    heights: FloatArray, even: NDArray[np.bool_], shape: MedianShape
) -> bool:
    """Return whether the halves of the beats are apart, in leads enough."""
    halves = (heights[even], heights[~even])
    apart = np.abs(np.median(halves[0], axis=0) - np.median(halves[1], axis=0))
    squares = sum(((one - one.mean(axis=0)) ** 2).sum(axis=0) for one in halves)
    sd = np.sqrt(squares / (len(heights) - 2))
    with np.errstate(invalid="ignore"):
        split = (apart > MIN_APART_SD * sd) & (apart > MIN_APART_MV)
    # The other limb leads are sums of two.
    rows = [r for r, name in enumerate(shape.leads) if name in INDEPENDENT_8]
    rows = rows or list(range(len(shape.leads)))
    return bool(split[rows].sum() >= min(MIN_LEADS, len(rows)))
