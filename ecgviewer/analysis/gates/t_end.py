"""The end of T by two published rules, on the median beat.

- Tangent: where the steepest tangent after T's peak meets the baseline (Lepeschkin and
  Surawicz 1952).
- Threshold: where T has sunk to 5 % of its peak above the baseline.

Both are of one lead. QT by them is from QRS onset of all leads to the second latest end
over the leads. Neither says anything where T is small, has two phases, or runs into a
U wave or the next P: then a lead abstains.

A network marks an end in any case: behind a U wave that rises from T, or behind a P
that T has not sunk before. In the median beat both can be seen (``t_fusion``).
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from scipy.ndimage import uniform_filter1d
from scipy.signal import find_peaks

from ecgviewer.analysis.gates.wave_gates import (
    AFTER_J_S,
    MAX_BEATS,
    noise_of_waves,
    without_line,
)
from ecgviewer.analysis.median.median_shape import FloatArray, MedianShape
from ecgviewer.analysis.rhythm.measurement_context import MeasurementContext
from ecgviewer.analysis.statistics.uncertainty import (
    MIN_BEATS_FOR_SPREAD,
    DelineatorError,
    with_interval,
)
from ecgviewer.ecg.measurements import Measurement, no_value
from ecgviewer.ecg.reasons import gates as why
from ecgviewer.ecg.reasons.phrase import phrase
from ecgviewer.ecg.reasons.reason import Reason, joined
from ecgviewer.ecg.reasons.rhythm import T_INTO_P
from ecgviewer.ecg.reasons.values import NO_LEAD, NO_MEDIAN_QRS

# T smaller than this, or than this share of QRS, has no end to be told.
MIN_T_MV = 0.05
MIN_T_SHARE = 0.04
# Nor has one that is not this many times as high as the median's noise.
MIN_T_TO_NOISE = 8.0
# A second phase of this share of the first makes T biphasic.
BIPHASIC_SHARE = 0.35
# T that does not sink to this share of its peak runs into what follows.
SUNK_SHARE = 0.15
THRESHOLD_SHARE = 0.05
MIN_LEADS = 2
SMOOTHING_S = 0.016
# Beyond the delineator's end of T it is looked for no further.
_BEYOND_S = 0.10
# The baseline it falls to is the level this long behind the delineator's end of T.
_BEHIND_S = (0.02, 0.06)

METHODS = {
    "tangent": phrase("the steepest tangent after T’s peak meets the baseline"),
    "threshold": phrase("T has sunk to 5 % of its peak"),
}
# A hump stands out by this share of T's height, and this many times the noise.
HUMP_SHARE, HUMP_TO_NOISE = 0.08, 6.0
# Of the leads in which T is large enough to tell; in fewer leads it is theirs alone.
FUSION_SHARE, FUSION_LEADS = 0.5, 3
# At fast rates so many leads run on for each in which T sinks.
RUNS_ON_TO_SUNK = 3


def held_against_rules(
    qt: Measurement, by_rules: Mapping[str, Measurement]
) -> Measurement:
    """Return QT, with a remark where its interval meets that of neither rule.

    Then another wave follows T, or T has two phases, and which one ends it is not seen.
    """
    tangent, threshold = (by_rules[f"qt_{rule}_ms"] for rule in METHODS)
    if _meet(qt, tangent) or _meet(qt, threshold):
        return qt
    assert tangent.value is not None
    assert threshold.value is not None
    differ = why.RULES_DISAGREE(tangent_ms=tangent.value, threshold_ms=threshold.value)
    return replace(qt, reasons=joined(qt.reasons, differ))


def _meet(one: Measurement, other: Measurement) -> bool:
    """Return whether two intervals meet; what has none may be anywhere."""
    if one.low is None or one.high is None or other.low is None or other.high is None:
        return True
    return max(one.low, other.low) <= min(one.high, other.high)


@dataclass(frozen=True)
class TEnd:
    """One lead's end of T in s from R by each rule, or why there is none."""

    tangent_s: float = math.nan
    threshold_s: float = math.nan
    reason: Reason | None = None


def t_ends(
    shape: MedianShape, state: MeasurementContext, *, unit_is_mv: bool
) -> dict[str, TEnd]:
    """Return the end of T in each lead that can be read."""
    start_s = shape.common("qrs_offset") + AFTER_J_S
    t_offset_s = shape.common("t_offset")
    if not math.isfinite(start_s) or not math.isfinite(t_offset_s):
        nothing = TEnd(reason=why.NO_T_END())
        return dict.fromkeys(state.leads, nothing)
    # The baseline behind T is seen as far as the window and the next P allow.
    stop_s = min(t_offset_s + _BEYOND_S, float(shape.times_s[-1]))
    onset_s, rate = shape.common("p_onset"), state.rhythm.rate_bpm
    if math.isfinite(onset_s) and rate:
        stop_s = min(stop_s, 60.0 / rate + onset_s)
    span = shape.span(start_s, stop_s)
    width = max(1, round(SMOOTHING_S * shape.fs))
    ends = {}
    for row, lead in enumerate(shape.leads):
        if lead not in state.leads:
            continue
        mv = shape.signal[row, span]
        if mv.size < 10 or not np.isfinite(mv).all():
            ends[lead] = TEnd(reason=why.T_NOT_WHOLE())
            continue
        least = least_t(shape, row, unit_is_mv=unit_is_mv)
        smooth = uniform_filter1d(mv, width, mode="nearest")
        times_s = shape.times_s[span]
        ends[lead] = _t_end(times_s, smooth, least, _behind(times_s, t_offset_s))
    return ends


def least_t(shape: MedianShape, row: int, *, unit_is_mv: bool) -> float:
    """Return how high T must be in a lead for its shape to be told."""
    qrs = np.nan_to_num(np.ptp(shape.signal[row]))
    return max(
        MIN_T_SHARE * float(qrs),
        MIN_T_TO_NOISE * float(shape.noise[row]),
        MIN_T_MV if unit_is_mv else 0.0,
    )


def qt_values(
    shape: MedianShape | None,
    state: MeasurementContext,
    error: DelineatorError,
    *,
    unit_is_mv: bool,
) -> tuple[dict[str, Measurement], dict[str, dict[str, Measurement]]]:
    """Return QT by both rules over all leads, and in each lead."""
    keys = {rule: f"qt_{rule}_ms" for rule in METHODS}
    if shape is None:
        return {key: no_value("ms", NO_MEDIAN_QRS()) for key in keys.values()}, {}
    ends = t_ends(shape, state, unit_is_mv=unit_is_mv)
    onset_s = shape.common("qrs_onset")
    overall: dict[str, Measurement] = {}
    per_lead: dict[str, dict[str, Measurement]] = {lead: {} for lead in ends}
    for rule, key in keys.items():
        found = {}
        for lead, end in ends.items():
            at_s = end.tangent_s if rule == "tangent" else end.threshold_s
            if math.isfinite(at_s):
                found[lead] = 1000 * (at_s - onset_s)
                method = phrase(
                    "from QRS onset of all leads to where {methods}",
                    methods=METHODS[rule],
                )
                one = Measurement(
                    found[lead], "ms", method, leads=(lead,), n_beats=shape.n_beats
                )
                per_lead[lead][key] = with_interval(one, error.t_end_ms, lowest=0.0)
            else:
                reason = end.reason or why.T_DOES_NOT_SINK()
                per_lead[lead][key] = no_value("ms", reason)
        overall[key] = _overall(rule, found, shape.n_beats, state, error, ends)
    return overall, per_lead


def _overall(
    rule: str,
    found: dict[str, float],
    n_beats: int,
    state: MeasurementContext,
    error: DelineatorError,
    ends: dict[str, TEnd],
) -> Measurement:
    if state.no_t_reason:
        return no_value("ms", state.no_t_reason)
    if len(found) < min(MIN_LEADS, max(1, len(state.leads))):
        known = {end.reason for end in ends.values() if end.reason}
        reasons = tuple(sorted(known, key=lambda reason: reason.code)) or (NO_LEAD(),)
        return no_value("ms", why.FEW_T_ENDS(n=len(found), why=reasons))
    latest = sorted(found.values())
    value = latest[-2] if len(latest) > 1 else latest[-1]
    measured = Measurement(
        value,
        "ms",
        phrase(
            "from QRS onset to the second latest end of T over the leads: where "
            "{methods}; median beat",
            methods=METHODS[rule],
        ),
        leads=tuple(found),
        n_beats=n_beats,
    )
    return with_interval(measured, error.t_end_ms, lowest=0.0)


def _behind(times_s: FloatArray, t_offset_s: float) -> slice:
    """Return the samples from which the baseline behind T is taken, maybe none."""
    start_s, stop_s = t_offset_s + _BEHIND_S[0], t_offset_s + _BEHIND_S[1]
    first, last = np.searchsorted(times_s, (start_s, stop_s))
    return slice(int(first), int(last))


def _t_end(times_s: FloatArray, mv: FloatArray, least: float, behind: slice) -> TEnd:
    high, low = float(mv.max()), float(mv.min())
    sign = 1.0 if high >= -low else -1.0
    upright = sign * mv
    peak = int(upright.argmax())
    height, other = float(upright[peak]), -float(upright.min())
    if height < least:
        return TEnd(reason=why.T_SMALL())
    if other > BIPHASIC_SHARE * height:
        return TEnd(reason=why.T_BIPHASIC())
    level = float(upright[behind].mean()) if upright[behind].size > 2 else 0.0
    if abs(level) > SUNK_SHARE * height:
        return TEnd(reason=why.T_RUNS_ON())
    tail, height = upright[peak:] - level, height - level
    sunk = np.flatnonzero(tail <= SUNK_SHARE * height)
    if not sunk.size:
        return TEnd(reason=why.T_RUNS_ON())
    slope = np.gradient(tail[: int(sunk[0]) + 1]) if sunk[0] > 1 else np.array([0.0])
    steepest = int(slope.argmin())
    fall = float(slope[steepest])
    if fall >= 0:
        return TEnd(reason=why.T_DOES_NOT_FALL())
    step_s = float(times_s[1] - times_s[0])
    after = steepest + float(tail[steepest]) / -fall
    tangent_s = float(times_s[peak]) + after * step_s
    return TEnd(tangent_s, _threshold_s(times_s[peak:], tail, THRESHOLD_SHARE * height))


def _threshold_s(times_s: FloatArray, tail: FloatArray, level: float) -> float:
    below = np.flatnonzero(tail <= level)
    if not below.size or below[0] == 0:
        return math.nan
    at = int(below[0])
    share = (tail[at - 1] - level) / (tail[at - 1] - tail[at])
    return float(times_s[at - 1] + share * (times_s[at] - times_s[at - 1]))


def t_fusion(
    shape: MedianShape | None, state: MeasurementContext, *, unit_is_mv: bool
) -> Reason | None:
    """Return why T cannot be told from what follows it; ``None`` if it can."""
    if shape is None or not math.isfinite(shape.common("t_offset")):
        return None
    if _has_second_hump(shape, state, unit_is_mv=unit_is_mv):
        return why.SECOND_HUMP()
    if state.rhythm.fast and _runs_on(shape, state, unit_is_mv=unit_is_mv):
        return T_INTO_P()
    return None


def _runs_on(
    shape: MedianShape, state: MeasurementContext, *, unit_is_mv: bool
) -> bool:
    ends = t_ends(shape, state, unit_is_mv=unit_is_mv).values()
    running = sum(end.reason == why.T_RUNS_ON() for end in ends)
    sunk = sum(math.isfinite(end.tangent_s) for end in ends)
    return running >= max(FUSION_LEADS, RUNS_ON_TO_SUNK * sunk)


def _has_second_hump(
    shape: MedianShape, state: MeasurementContext, *, unit_is_mv: bool
) -> bool:
    start_s, stop_s = shape.common("qrs_offset") + AFTER_J_S, shape.common("t_offset")
    span = shape.span(start_s, min(stop_s, float(shape.times_s[-1])))
    width = max(1, round(SMOOTHING_S * shape.fs))
    noise = _noise(shape, span, width)
    n_large = n_humps = 0
    for row, lead in enumerate(shape.leads):
        mv = shape.signal[row, span]
        if lead not in state.leads or mv.size < 10 or not np.isfinite(mv).all():
            continue
        smooth = uniform_filter1d(mv, width, mode="nearest")
        upright = smooth if smooth.max() >= -smooth.min() else -smooth
        height = float(upright.max())
        if height < least_t(shape, row, unit_is_mv=unit_is_mv):
            continue
        least = max(HUMP_SHARE * height, HUMP_TO_NOISE * float(noise[row]))
        n_large += 1
        n_humps += len(find_peaks(upright, prominence=least)[0]) > 1
    return n_humps >= max(FUSION_LEADS, FUSION_SHARE * n_large)


def _noise(shape: MedianShape, span: slice, width: int) -> FloatArray:
    """Return the SD of the noise that may make humps in a stretch, (n_leads,).

    From single beats, smoothed and less their lines as T's own visibility is told:
    wander has no humps. Of few beats it is the noise of the median beat.
    """
    beats = shape.beats[:, :, span]
    beats = beats[np.isfinite(beats).all(axis=(1, 2))][:MAX_BEATS]
    if len(beats) < MIN_BEATS_FOR_SPREAD or not beats.size:
        return shape.noise
    smooth = uniform_filter1d(beats, width, axis=2, mode="nearest")
    return noise_of_waves(without_line(smooth))
