"""Electrical axes and the angle between QRS and T.

The frontal vector is the one whose projections on I, II and III, at 0, 60 and 120
degrees, come nearest to the net areas of the wave in them: with Einthoven's triangle
that is atan2((II + III) / sqrt(3), I). Degrees run clockwise from lead I, from -180
to 180. The spatial vectors are by Kors' regression from the eight independent leads
(Kors et al. 1990).
"""

import math

import numpy as np
from numpy.typing import NDArray

from ecgviewer.analysis.median.median_shape import MedianShape
from ecgviewer.analysis.rhythm.measurement_context import MeasurementContext
from ecgviewer.analysis.statistics.uncertainty import Z_95
from ecgviewer.ecg.fiducials import Point
from ecgviewer.ecg.leads import INDEPENDENT_8
from ecgviewer.ecg.measurements import Measurement, no_value
from ecgviewer.ecg.reasons import rhythm
from ecgviewer.ecg.reasons import values as why
from ecgviewer.ecg.reasons.phrase import phrase
from ecgviewer.ecg.reasons.reason import Reason, joined

FloatArray = NDArray[np.float64]

WAVES: dict[str, tuple[Point, Point]] = {
    "p": ("p_onset", "p_offset"),
    "qrs": ("qrs_onset", "qrs_offset"),
    "t": ("t_onset", "t_offset"),
}
LIMB_LEADS = ("I", "II", "III")
_DIRECTIONS = np.deg2rad([0.0, 60.0, 120.0])
# A net area below this share of all that lies above and below the baseline has no
# direction to speak of: the wave is equiphasic in all limb leads.
MIN_NET_SHARE = 0.10
# Nor has a wave that is smaller than this on average.
MIN_MEAN_MV = 0.005
# A direction that is less sure than this is none.
MAX_HALF_DEG = 60.0
# From this share of the net area on it is said that II is not I + III.
UNEQUAL_SHARE = 0.15
# What onsets, offsets and electrode places leave unknown of any axis.
_AXIS_SD_DEG = {"p": 5.0, "qrs": 3.0, "t": 4.0}
# What regression from twelve leads adds.
_KORS_SD_DEG = 8.0
# P has a baseline of its own from onset to offset, which takes slow noise away.
_NOISE_SHARE = {"p": 0.5, "qrs": 1.0, "t": 1.0}

KORS: FloatArray = np.array(
    [
        [0.38, -0.07, -0.13, 0.05, -0.01, 0.14, 0.06, 0.54],  # X, to the left
        [-0.07, 0.93, 0.06, -0.02, -0.05, 0.06, -0.17, 0.13],  # Y, to the feet
        [0.11, -0.23, -0.43, -0.06, -0.14, -0.20, -0.11, 0.31],  # Z, to the back
    ]
)


def frontal_vector(i: float, ii: float, iii: float) -> tuple[float, float]:
    """Return X (left) and Y (down) of the vector nearest to its three projections."""
    given = np.array([i, ii, iii])
    x = 2 / 3 * float(given @ np.cos(_DIRECTIONS))
    y = 2 / 3 * float(given @ np.sin(_DIRECTIONS))
    return x, y


def axis_deg(i: float, ii: float, iii: float) -> float:
    """Return the frontal axis of net values in I, II and III."""
    x, y = frontal_vector(i, ii, iii)
    return math.degrees(math.atan2(y, x))


def between_deg(first: float, second: float) -> float:
    """Return the angle between two axes, 0 to 180."""
    return abs((first - second + 180.0) % 360.0 - 180.0)


def axis_values(
    shape: MedianShape | None, state: MeasurementContext, *, unit_is_mv: bool
) -> dict[str, Measurement]:
    """Return the axes of P, QRS and T, and the frontal and spatial QRS-T angles.

    An interval may reach beyond 180 degrees, so that it is never inside out.
    """
    values = {
        f"{wave}_axis_deg": _axis(wave, shape, state, unit_is_mv=unit_is_mv)
        for wave in WAVES
    }
    qrs, t = values["qrs_axis_deg"], values["t_axis_deg"]
    values["qrs_t_angle_deg"] = _frontal_angle(qrs, t)
    values["qrs_t_spatial_deg"] = _spatial_angle(shape, state, unit_is_mv=unit_is_mv)
    return values


def _why_not(
    wave: str,
    shape: MedianShape | None,
    state: MeasurementContext,
    leads: tuple[str, ...],
    *,
    unit_is_mv: bool,
) -> Reason | None:
    if not unit_is_mv:
        return why.NO_COMMON_SCALE()
    if shape is None:
        return why.NO_MEDIAN_QRS()
    # P is too small to be told from much noise; the others' intervals hold it.
    readable = state.leads if wave == "p" else state.measurable_leads
    missing = tuple(n for n in leads if n not in shape.leads or n not in readable)
    if missing:
        return why.LEADS_MISSING(leads=missing)
    if wave == "p":
        return state.no_p_reason
    return state.no_t_reason if wave == "t" else None


def _axis(
    wave: str, shape: MedianShape | None, state: MeasurementContext, *, unit_is_mv: bool
) -> Measurement:
    reason = _why_not(wave, shape, state, LIMB_LEADS, unit_is_mv=unit_is_mv)
    if reason is not None:
        return no_value("deg", reason)
    assert shape is not None
    start, stop = _limits(wave, shape)
    rows = [shape.leads.index(name) for name in LIMB_LEADS]
    areas = shape.area(start, stop)[rows]
    if not np.isfinite(areas).all():
        return no_value("deg", why.WAVE_CUT_OFF())
    span = shape.span(shape.common(start), shape.common(stop))
    total = np.abs(shape.signal[rows, span]).sum(axis=1) * 1000.0 / shape.fs
    size = math.hypot(*frontal_vector(*areas.tolist()))
    if size == 0 or size < MIN_NET_SHARE * float(np.max(total)):
        return no_value("deg", why.EQUIPHASIC())
    duration_ms = 1000.0 * (span.stop - span.start) / shape.fs
    if size < MIN_MEAN_MV * duration_ms:
        return no_value("deg", why.WAVE_TOO_SMALL())
    noise = float(_area_noise(wave, shape)[rows].max())
    # What II is not I + III by, one lead or another must be wrong by.
    unequal = abs(float(areas[0] - areas[1] + areas[2]))
    error = math.hypot(noise, unequal / 3)
    noise_deg = math.degrees(math.atan2(error, size))
    half = Z_95 * math.hypot(noise_deg, _AXIS_SD_DEG[wave])
    if half > MAX_HALF_DEG:
        return no_value("deg", why.WAVE_IN_NOISE())
    value = axis_deg(*areas.tolist())
    off = _unequal_in_beats(wave, shape, rows, unequal) > UNEQUAL_SHARE * size
    unlike = why.NOT_EINTHOVEN() if off else None
    flutter = _flutter_in_qrs(state) if wave == "qrs" else None
    return Measurement(
        value,
        "deg",
        phrase("net areas in I, II and III, median beat"),
        low=value - half,
        high=value + half,
        reasons=joined(unlike, flutter),
        leads=LIMB_LEADS,
        n_beats=shape.n_beats,
    )


def _flutter_in_qrs(state: MeasurementContext) -> Reason | None:
    """Return why QRS perhaps has no level baseline that its area is above."""
    if state.rhythm.atrial_waves:
        return rhythm.ATRIAL_WAVES_IN_QRS()
    return rhythm.PERHAPS_FLUTTER_IN_QRS() if state.rhythm.perhaps_flutter else None


def _unequal_in_beats(
    wave: str, shape: MedianShape, rows: list[int], of_median: float
) -> float:
    """Return by what area II is not I + III in single beats, in the usual one.

    Where beats differ, medians of three leads are not of the same beats, and may depart
    from Einthoven's law though no lead does.
    """
    areas = shape.area_of_beats(*_limits(wave, shape))[:, rows]
    off = np.abs(areas[:, 0] - areas[:, 1] + areas[:, 2])
    off = off[np.isfinite(off)]
    return min(of_median, float(np.median(off))) if off.size else of_median


def _area_noise(wave: str, shape: MedianShape) -> FloatArray:
    """Return how far noise may have moved each lead's net area, SD, (n_leads,)."""
    start, stop = _limits(wave, shape)
    span = shape.span(shape.common(start), shape.common(stop))
    # Noise of the baseline is the same in all samples of a wave.
    duration_ms = 1000.0 * (span.stop - span.start) / shape.fs
    of_median = _NOISE_SHARE[wave] * shape.noise * duration_ms
    of_beats = shape.area_sd(start, stop)
    noise: FloatArray = np.where(np.isfinite(of_beats), of_beats, of_median)
    return noise


def _limits(wave: str, shape: MedianShape) -> tuple[Point, Point]:
    start, stop = WAVES[wave]
    # T may rise from the J point on, without an onset of its own.
    known = math.isfinite(shape.common(start))
    return ("qrs_offset" if wave == "t" and not known else start), stop


def _frontal_angle(qrs: Measurement, t: Measurement) -> Measurement:
    for axis, words in ((qrs, "QRS"), (t, "T")):
        if axis.value is None:
            return no_value("deg", why.NO_AXIS(wave=words, why=axis.reasons))
    assert qrs.value is not None
    assert t.value is not None
    value = between_deg(qrs.value, t.value)
    halves = [(axis.high or 0.0) - (axis.value or 0.0) for axis in (qrs, t)]
    half = math.hypot(*halves)
    return Measurement(
        value,
        "deg",
        phrase("between the frontal axes of QRS and T"),
        low=max(0.0, value - half),
        high=min(180.0, value + half),
        leads=LIMB_LEADS,
        n_beats=qrs.n_beats,
    )


def _spatial_angle(
    shape: MedianShape | None, state: MeasurementContext, *, unit_is_mv: bool
) -> Measurement:
    reason = _why_not("t", shape, state, INDEPENDENT_8, unit_is_mv=unit_is_mv)
    if reason is not None:
        return no_value("deg", reason)
    assert shape is not None
    rows = [shape.leads.index(name) for name in INDEPENDENT_8]
    vectors, unsure = [], [_KORS_SD_DEG]
    for wave in ("qrs", "t"):
        vectors.append(KORS @ shape.area(*_limits(wave, shape))[rows])
        size = float(np.linalg.norm(vectors[-1]))
        if not (math.isfinite(size) and size > 0):
            return no_value("deg", why.QRS_OR_T_CUT_OFF())
        # Along the axis that noise moves most.
        moved = float(np.sqrt(KORS**2 @ _area_noise(wave, shape)[rows] ** 2).max())
        unsure += [_AXIS_SD_DEG[wave], math.degrees(math.atan2(moved, size))]
    half = Z_95 * math.hypot(*unsure)
    if half > MAX_HALF_DEG:
        return no_value("deg", why.WAVE_IN_NOISE())
    sizes = [float(np.linalg.norm(vector)) for vector in vectors]
    cosine = float(vectors[0] @ vectors[1]) / (sizes[0] * sizes[1])
    value = math.degrees(math.acos(min(1.0, max(-1.0, cosine))))
    return Measurement(
        value,
        "deg",
        phrase(
            "between the mean spatial vectors of QRS and T (net areas, Kors’ "
            "regression)"
        ),
        low=max(0.0, value - half),
        high=min(180.0, value + half),
        leads=INDEPENDENT_8,
        n_beats=shape.n_beats,
    )
