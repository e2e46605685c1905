"""Amplitudes, durations and ST levels of each lead, on the median beat."""

import math

import numpy as np
from numpy.typing import NDArray

from ecgviewer.analysis.median.median_shape import LEVEL_HALF_S, MedianShape
from ecgviewer.analysis.rhythm.measurement_context import MeasurementContext
from ecgviewer.analysis.statistics.uncertainty import DelineatorError, with_interval
from ecgviewer.analysis.values.qrs_waves import QrsWave, qrs_waves
from ecgviewer.ecg.fiducials import Point
from ecgviewer.ecg.measurements import Measurement, no_value
from ecgviewer.ecg.reasons import values as why
from ecgviewer.ecg.reasons.phrase import phrase
from ecgviewer.ecg.reasons.reason import Reason, joined

FloatArray = NDArray[np.float64]
Row = dict[str, Measurement]

# After the J point, in ms.
ST_MS = (0, 20, 40, 60, 80)
ST_KEYS = tuple("st_j_mv" if ms == 0 else f"st_j{ms}_mv" for ms in ST_MS)
WAVE_KEYS = ("q", "r", "s", "r_prime", "s_prime")
TIMED_WAVES = ("q", "r", "s")
# What calibration and filters leave unknown of any amplitude.
_AMPLITUDE_SD_MV = 0.005
# P and T are smoothed over this to either side, which takes a fiftieth of P's height.
_SMOOTH_HALF_S = 0.006
_AMPLITUDE = phrase("median beat, from the level before QRS")


def lead_values(
    shape: MedianShape | None,
    state: MeasurementContext,
    error: DelineatorError,
    *,
    leads: tuple[str, ...],
    unit_is_mv: bool,
    resolution_mv: float | None,
) -> dict[str, Row]:
    """Return the values of each lead by key, lead name first.

    Parameters
    ----------
    leads : tuple of str
        All of the recording; a lead that cannot be read gets reasons.
    """
    if not unit_is_mv or shape is None:
        reason = why.NO_MEDIAN_QRS if unit_is_mv else why.NO_VOLTAGE_UNIT
        return {lead: _nothing(reason()) for lead in leads}
    step = resolution_mv or 0.0
    noise = np.sqrt(2 * shape.noise**2 + step**2 / 12 + _AMPLITUDE_SD_MV**2)
    st = _st(shape, noise, error)
    rows = {}
    for lead in leads:
        if lead not in shape.leads or lead not in state.leads:
            rows[lead] = _nothing(why.LEAD_UNREADABLE())
            continue
        row = shape.leads.index(lead)
        if not np.isfinite(shape.signal[row]).any():
            rows[lead] = _nothing(why.LEAD_EMPTY())
            continue
        sd = float(noise[row])
        rows[lead] = (
            _p(shape, row, sd, state)
            | _qrs(shape, row, sd, error)
            | st[row]
            | _t(shape, row, sd, state)
        )
        rows[lead]["t_r_ratio"] = _ratio(rows[lead]["t_mv"], rows[lead]["r_mv"], "T/R")
        rows[lead]["r_s_ratio"] = _ratio(
            rows[lead]["r_mv"], rows[lead]["s_mv"], "R/S", absolute=True
        )
        rows[lead] = _in_lead(rows[lead], lead, shape.n_beats)
    return rows


def _keys() -> dict[str, str]:
    """Return all keys with their units."""
    waves = {f"{name}_mv": "mV" for name in WAVE_KEYS}
    waves |= {f"{name}_ms": "ms" for name in TIMED_WAVES}
    st = dict.fromkeys(ST_KEYS, "mV")
    return (
        {"p_mv": "mV", "p_terminal_mv": "mV", "p_terminal_ms": "ms"}
        | waves
        | {"r_peak_time_ms": "ms", "qrs_mv": "mV"}
        | st
        | {"st_slope_mv_s": "mV/s", "t_mv": "mV", "t_r_ratio": "", "r_s_ratio": ""}
    )


def _nothing(reason: Reason) -> Row:
    return {key: no_value(unit, reason) for key, unit in _keys().items()}


def _in_lead(row: Row, lead: str, n_beats: int) -> Row:
    return {
        key: Measurement(
            m.value, m.unit, m.method, m.low, m.high, m.reasons, (lead,), n_beats
        )
        for key, m in row.items()
    }


# ------------------------------------------------------------------------------- QRS


def _qrs(shape: MedianShape, row: int, sd: float, error: DelineatorError) -> Row:
    span = shape.span(shape.common("qrs_onset"), shape.common("qrs_offset"))
    mv, times_s = shape.signal[row, span], shape.times_s[span]
    if mv.size < 3 or not np.isfinite(mv).all():
        reason = why.QRS_NO_END()
        keys = [k for k in _keys() if k.split("_")[0] in ("q", "r", "s", "qrs")]
        return {k: no_value(_keys()[k], reason) for k in keys if k != "r_s_ratio"}
    waves = qrs_waves(times_s, mv)
    values: Row = {}
    for name in WAVE_KEYS:
        values[f"{name}_mv"] = _height(name, waves, sd)
    onset_s = shape.lead_point(row, "qrs_onset")
    for name in TIMED_WAVES:
        values[f"{name}_ms"] = _duration(name, waves, onset_s, error)
    values["r_peak_time_ms"] = _r_peak_time(waves, onset_s, shape.fs, error)
    whole = Measurement(
        float(np.ptp(mv)), "mV", phrase("highest less lowest point of QRS")
    )
    missed = max((wave.missed_mv for wave in waves.values()), default=0.0)
    values["qrs_mv"] = with_interval(
        whole, math.hypot(sd, missed) * math.sqrt(2), lowest=0.0
    )
    return values


def _written(name: str) -> str:
    return name.replace("_prime", "’").upper()


def _height(name: str, waves: dict[str, QrsWave], sd: float) -> Measurement:
    if name in waves:
        note = why.IS_QS() if name == "q" and "r" not in waves else None
        found = Measurement(waves[name].mv, "mV", _AMPLITUDE, reasons=joined(note))
        return with_interval(found, math.hypot(sd, waves[name].missed_mv))
    none = why.NO_WAVE(wave=_written(name))
    return Measurement(0.0, "mV", _AMPLITUDE, reasons=(none,))


def _duration(
    name: str, waves: dict[str, QrsWave], onset_s: float, error: DelineatorError
) -> Measurement:
    if name not in waves:
        none = why.NO_WAVE(wave=_written(name))
        return Measurement(
            0.0, "ms", phrase("between crossings of the baseline"), reasons=(none,)
        )
    wave = waves[name]
    start_s = wave.start_s
    if wave is next(iter(waves.values())):
        # The lead's own QRS onset: before it the first wave has not begun.
        start_s = min(max(start_s, onset_s), wave.peak_s)
    found = Measurement(
        1000 * (wave.stop_s - start_s),
        "ms",
        phrase("between crossings of the baseline"),
    )
    return with_interval(found, error.qrs_ms / math.sqrt(2), lowest=0.0)


def _r_peak_time(
    waves: dict[str, QrsWave], onset_s: float, fs: float, error: DelineatorError
) -> Measurement:
    last = waves.get("r_prime", waves.get("r"))
    if last is None:
        return no_value("ms", why.NO_R())
    found = Measurement(
        max(0.0, 1000 * (last.peak_s - onset_s)),
        "ms",
        phrase("from the lead's QRS onset to the peak of R, or of R’"),
    )
    return with_interval(found, math.hypot(error.qrs_ms, 500 / fs), lowest=0.0)


# -------------------------------------------------------------------------------- ST


def _st(shape: MedianShape, noise: FloatArray, error: DelineatorError) -> list[Row]:
    rows: list[Row] = [{} for _ in shape.leads]
    j_s = shape.common("qrs_offset")
    # A J point that is off by so much changes the level by that times the slope.
    j_sd_s = error.qrs_ms / math.sqrt(2) / 1000
    levels = {}
    for ms, key in zip(ST_MS, ST_KEYS, strict=True):
        at_s = j_s + ms / 1000
        levels[ms] = shape.level(at_s)
        sd = np.hypot(noise, j_sd_s * np.nan_to_num(shape.slope(at_s)))
        place = (
            phrase("at the J point")
            if ms == 0
            else phrase("{ms} ms after the J point", ms=ms)
        )
        method = phrase("level {place} from that before QRS, median beat", place=place)
        for row, level in enumerate(levels[ms].tolist()):
            rows[row][key] = (
                with_interval(Measurement(level, "mV", method), float(sd[row]))
                if math.isfinite(level)
                else no_value("mV", why.NO_J_LEVEL())
            )
    rise = (levels[80] - levels[0]) / 0.08
    method = phrase("from the J point to 80 ms after it")
    for row, slope in enumerate(rise.tolist()):
        rows[row]["st_slope_mv_s"] = (
            with_interval(Measurement(slope, "mV/s", method), float(noise[row]) / 0.08)
            if math.isfinite(slope)
            else no_value("mV/s", why.NO_J_LEVEL())
        )
    return rows


# --------------------------------------------------------------------------- P and T


def _p(shape: MedianShape, row: int, sd: float, state: MeasurementContext) -> Row:
    units = {"p_mv": "mV", "p_terminal_mv": "mV", "p_terminal_ms": "ms"}
    reason = state.no_p_reason
    onset_s = shape.common("p_onset")
    span = shape.span(onset_s, shape.common("p_offset"))
    before = shape.span(onset_s - LEVEL_HALF_S, onset_s)
    mv = shape.signal[row, span]
    if reason is None and (mv.size < 3 or not np.isfinite(mv).all()):
        reason = why.P_NOT_WHOLE()
    if reason is not None:
        return {key: no_value(unit, reason) for key, unit in units.items()}
    level = shape.signal[row, before]
    mv = _smooth(mv - (level.mean() if level.size else mv[0]), shape.fs)
    peak = float(mv[np.abs(mv).argmax()])
    method = phrase("largest deflection of P from the level before it, median beat")
    depth, ms = _terminal(mv, shape.fs)
    note = () if depth else (why.P_NOT_DOWN(),)
    return {
        "p_mv": with_interval(Measurement(peak, "mV", method), sd),
        "p_terminal_mv": with_interval(
            Measurement(
                depth,
                "mV",
                phrase("lowest point of P's last part below baseline"),
                reasons=note,
            ),
            sd,
        ),
        "p_terminal_ms": Measurement(
            ms, "ms", phrase("duration of P's last part below baseline"), reasons=note
        ),
    }


def _smooth(mv: FloatArray, fs: float) -> FloatArray:
    """Return P or T without its fastest part, whose highest sample is mostly noise."""
    reach = round(_SMOOTH_HALF_S * fs)
    padded = np.pad(mv, reach, mode="edge")
    smooth: FloatArray = np.convolve(
        padded, np.full(2 * reach + 1, 1.0 / (2 * reach + 1)), mode="valid"
    )
    return smooth


def _terminal(mv: FloatArray, fs: float) -> tuple[float, float]:
    """Return depth and duration of the last part of P that lies below its baseline."""
    line = np.linspace(mv[0], mv[-1], mv.size)
    bent = mv - line
    below = bent < 0
    # The very last sample lies on the line.
    last = mv.size - 2
    if last < 0 or not below[last]:
        return 0.0, 0.0
    above = np.flatnonzero(~below[: last + 1])
    first = int(above[-1]) + 1 if above.size else 0
    depth = float(bent[first : last + 1].min())
    if depth > -_AMPLITUDE_SD_MV:
        return 0.0, 0.0
    return depth, 1000.0 * (last + 1 - first) / fs


def _t(shape: MedianShape, row: int, sd: float, state: MeasurementContext) -> Row:
    start: Point = "t_onset"
    start_s = shape.common(start)
    if not math.isfinite(start_s):
        start_s = shape.common("qrs_offset") + 0.06
    span = shape.span(start_s, shape.common("t_offset"))
    mv = shape.signal[row, span]
    if mv.size < 3 or not np.isfinite(mv).all():
        reason = state.no_t_reason or why.T_NO_END()
        return {"t_mv": no_value("mV", reason)}
    mv = _smooth(mv, shape.fs)
    highest, lowest = float(mv.max()), float(mv.min())
    peak, other = sorted((highest, lowest), key=abs, reverse=True)
    both = peak * other < 0 and abs(other) >= max(0.05, 0.25 * abs(peak))
    found = Measurement(
        peak,
        "mV",
        phrase("largest deflection of T, {amplitude}", amplitude=_AMPLITUDE),
        reasons=(why.T_OTHER_PHASE(other_mv=other),) if both else (),
    )
    return {"t_mv": with_interval(found, sd)}


def _ratio(
    above: Measurement, below: Measurement, words: str, *, absolute: bool = False
) -> Measurement:
    if above.value is None or below.value is None:
        return no_value("", above.reasons or below.reasons)
    if not below.value:
        return no_value("", below.reasons or why.NOTHING_TO_DIVIDE(ratio=words))
    value = above.value / below.value
    return Measurement(abs(value) if absolute else value, "", words)
