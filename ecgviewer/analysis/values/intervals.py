"""P, PR, QRS and QT from the fiducials of all leads together, and QT corrected.

A value is the median over the dominant beats. Onsets are the second earliest and
offsets the second latest over the leads (see ``ecg.fiducials``).
"""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from ecgviewer.analysis.beats.beat_table import INTERVALS, BeatTable
from ecgviewer.analysis.gates.j_point_gate import WIDE_IN_ANY_CASE_MS
from ecgviewer.analysis.gates.wave_gates import MIN_HEIGHT_MV
from ecgviewer.analysis.limits.published import FLAT_T
from ecgviewer.analysis.rhythm.measurement_context import MeasurementContext
from ecgviewer.analysis.rhythm.rhythm_facts import (
    P_PRESENT_SHARE,
    P_PRESENT_SHARE_IRREGULAR,
    P_STEADY_SHARE,
    STEADY_S,
)
from ecgviewer.analysis.statistics.qrs_bias_correction import (
    QRS_DEVICE_KEY,
    qrs_as_device,
)
from ecgviewer.analysis.statistics.uncertainty import (
    DelineatorError,
    Doubt,
    robust_sd,
    value_sd,
    with_interval,
)
from ecgviewer.ecg.measurements import Measurement, no_value
from ecgviewer.ecg.reasons import gates, rhythm
from ecgviewer.ecg.reasons import values as why
from ecgviewer.ecg.reasons.phrase import phrase
from ecgviewer.ecg.reasons.reason import Reason

FloatArray = NDArray[np.float64]


# A quantity is that of the recording if so many of its beats have it.
MIN_SHARE = 1 / 3
# PR that differs by this SD from beat to beat is doubtful, or no single value at all.
VARYING_PR_MS, CHANGING_PR_MS = 20.0, 50.0
# P's own length hardly changes: if it does by this SD, its onset is not seen surely,
# and 95 % of the beats lie 120 ms apart, which is as long as P.
CHANGING_P_MS = 30.0


def interval_values(
    table: BeatTable,
    state: MeasurementContext,
    doubt: Doubt,
    error: DelineatorError,
    second: BeatTable | None = None,
) -> dict[str, Measurement]:
    """Return P, PR, QRS, QT and JT in ms, and the share of beats with P.

    Parameters
    ----------
    second : BeatTable or None
        A second opinion; what it differs by widens the intervals.
    """
    if table.fiducials is None:
        reason = rhythm.NOT_DELINEATED()
        keys = (*INTERVALS, QRS_DEVICE_KEY, "jt_ms")
        return {key: no_value("ms", reason) for key in keys} | {
            "p_share": no_value("", reason),
            "p_present": no_value("", reason),
        }
    values = {
        "p_share": _p_share(table.method, state),
        "p_present": _p_present(state),
    }
    for key in INTERVALS:
        values[key] = _value(key, table, state, doubt, error, second)
    values[QRS_DEVICE_KEY] = qrs_as_device(values["qrs_ms"])
    values["jt_ms"] = _jt(values["qt_ms"], values["qrs_ms"])
    return values


def no_heart_has(key: str, value_ms: float) -> Reason | None:
    """Return why an interval cannot be so long; ``None`` if it can."""
    interval = INTERVALS.get(key)
    if interval is None or interval.is_possible(np.array(value_ms)):
        return None
    return why.IMPOSSIBLE(wave=interval.wave, length_ms=value_ms)


def _value(
    key: str,
    table: BeatTable,
    state: MeasurementContext,
    doubt: Doubt,
    error: DelineatorError,
    second: BeatTable | None,
) -> Measurement:
    words = INTERVALS[key].wave
    reason = _why_not(key, state) or _why_no_p_onset(key, table)
    if reason:
        return no_value("ms", reason)
    known = table.known_ms[key]
    if known.size < max(1.0, MIN_SHARE * state.n_measured):
        n = {"n": int(known.size), "n_beats": state.n_measured}
        return no_value("ms", why.IN_FEW_BEATS(wave=words, **n))
    value, spread = float(np.median(known)), robust_sd(known, error.of(key))
    reason = _why_no_ends(key, table, state)
    if reason:
        return no_value("ms", reason)
    if key == "pr_ms" and spread > CHANGING_PR_MS:
        return no_value("ms", why.PR_CHANGES(sd_ms=spread))
    reason = _why_no_distance(known, spread, state) if key == "pr_ms" else None
    if reason:
        return no_value("ms", reason)
    sd = value_sd(
        _less_sure(error.of(key), key, state),
        spread_sd=spread,
        n_beats=known.size,
        disagreement=_disagreement(key, value, second),
        noise_share=doubt.noise_share,
        step=doubt.sample_ms,
    )
    cautions = [*_cautions(key, value, spread, state), *state.cautions(known.size)]
    measured = Measurement(
        value,
        "ms",
        phrase(
            "median over beats, second earliest onset to second latest offset of "
            "the leads; {method}",
            method=table.method,
        ),
        reasons=tuple(cautions),
        leads=state.measurable_leads,
        n_beats=known.size,
    )
    return with_interval(measured, sd, lowest=0.0)


def _less_sure(error_sd_ms: float, key: str, state: MeasurementContext) -> float:
    """Return the delineator's error, larger where T is flat.

    A T half as high falls half as steeply, and noise moves its end twice as far.
    """
    if key != "qt_ms" or state.flat_t_mv is None:
        return error_sd_ms
    return error_sd_ms * FLAT_T.value / max(state.flat_t_mv, MIN_HEIGHT_MV)


def _why_not(key: str, state: MeasurementContext) -> Reason | None:
    if not state.measurable_leads:
        return why.NO_LEAD()
    if not state.n_measured:
        return why.NO_BEAT_DELINEATED()
    if state.no_usual_reason:
        return state.no_usual_reason
    if key != "p_ms" and state.changing_qrs:
        return state.changing_qrs
    if key in ("p_ms", "pr_ms"):
        return state.no_p_reason
    return state.no_t_reason if key == "qt_ms" else None


def _why_no_p_onset(key: str, table: BeatTable) -> Reason | None:
    if key not in ("p_ms", "pr_ms"):
        return None
    spread = robust_sd(table.known_ms["p_ms"])
    if spread <= CHANGING_P_MS:
        return None
    return why.P_CHANGES(sd_ms=spread)


def _why_no_distance(
    pr_ms: FloatArray, spread_ms: float, state: MeasurementContext
) -> Reason | None:
    """Return why the distances of P from QRS are no PR; ``None`` if they are.

    There may be two or three of them, each steady, as where the atria and a pacemaker
    that nobody sees keep rates of 4 to 3. In 314 of 315 recordings three quarters of
    the beats have P at one distance.
    """
    if state.why_no_pr or spread_ms > VARYING_PR_MS:
        return state.why_no_pr
    steady = np.count_nonzero(np.abs(pr_ms - np.median(pr_ms)) <= 1000 * STEADY_S)
    if steady >= P_STEADY_SHARE * state.n_with_room_for_p:
        return None
    n = {"n_steady": int(steady), "n_beats": state.n_with_room_for_p}
    return rhythm.P_KEEPS_NO_DISTANCE(**n)


def _why_no_ends(
    key: str, table: BeatTable, state: MeasurementContext
) -> Reason | None:
    """Return why QRS, or what begins with it, is not between its marked ends."""
    if key not in ("qrs_ms", "qt_ms") or state.hidden_j is None:
        return None
    known = table.known_ms["qrs_ms"]
    if known.size and np.median(known) >= WIDE_IN_ANY_CASE_MS:
        return None
    # What is marked is one deflection of several, and not surely the first.
    no_end = gates.NO_J_POINT_NO_WIDTH
    if key == "qt_ms":
        no_end = gates.NO_J_POINT_NO_START
    return no_end(why=state.hidden_j)


def _cautions(
    key: str, value: float, spread: float, state: MeasurementContext
) -> list[Reason]:
    found = []
    if key == "pr_ms" and spread > VARYING_PR_MS:
        found.append(why.PR_CHANGES(sd_ms=spread).weighing("caution"))
    if key == "pr_ms" and state.of_pr is not None:
        found.append(state.of_pr)
    if key == "qrs_ms" and state.hidden_j is not None:
        found.append(gates.NO_J_POINT_WIDTH_OPEN(why=state.hidden_j))
    if state.rhythm.paced and key in ("qrs_ms", "qt_ms"):
        found.append(why.OF_PACED_BEATS())
    if key == "qt_ms" and state.flat_t_mv is not None:
        found.append(why.T_FLAT(height_uv=1000 * state.flat_t_mv))
    if key == "qt_ms" and state.rhythm.perhaps_flutter:
        found.append(rhythm.PERHAPS_FLUTTER())
    if key == "qt_ms" and state.rhythm.atrial_waves:
        found.append(rhythm.ATRIAL_WAVES_IN_T())
    rate = state.rhythm.rate_bpm
    if key != "qrs_ms" and rate is not None and state.t_close_to_p:
        found.append(why.T_CLOSE_TO_P(rate_bpm=rate))
    return found


def _disagreement(key: str, value: float, second: BeatTable | None) -> float | None:
    if second is None:
        return None
    other = second.known_ms[key]
    return float(np.median(other)) - value if other.size else None


def second_values(
    ours: Mapping[str, Measurement], second: BeatTable | None
) -> dict[str, Measurement]:
    """Return what a second opinion makes of the intervals that we have values for.

    Where we abstain it is not asked: it sees waves in any beat.
    """
    values: dict[str, Measurement] = {}
    if second is None:
        return values
    for key, known in second.known_ms.items():
        if ours[key].value is None:
            continue
        if known.size:
            median = float(np.median(known))
            values[key] = Measurement(median, "ms", second.method, n_beats=known.size)
        else:
            values[key] = no_value("ms", why.NOT_IN_SECOND_OPINION())
    return values


def _p_share(method: str, state: MeasurementContext) -> Measurement:
    if state.rhythm.p_share is None:
        return no_value("", why.NO_BEAT_DELINEATED())
    paced = rhythm.VENTRICLES_PACED().weighing("caution")
    return Measurement(
        state.rhythm.p_share,
        "",
        phrase(
            "share of the dominant beats that have a P wave; {method}", method=method
        ),
        reasons=(paced,) if state.rhythm.paced else (),
        leads=state.measurable_leads,
        n_beats=state.n_measured,
    )


def _p_present(state: MeasurementContext) -> Measurement:
    if state.rhythm.has_p is None:
        return no_value("", why.NO_BEAT_DELINEATED())
    return Measurement(
        float(state.rhythm.has_p),
        "",
        phrase(
            "1 if at least {p_present_share:.0f} % of the dominant beats that are "
            "not early have a P wave, {p_present_share_irregular:.0f} % if RR is "
            "irregular",
            p_present_share=100 * P_PRESENT_SHARE,
            p_present_share_irregular=100 * P_PRESENT_SHARE_IRREGULAR,
        ),
        leads=state.measurable_leads,
        n_beats=state.n_measured,
    )


def _jt(qt: Measurement, qrs: Measurement) -> Measurement:
    if qt.value is None:
        return no_value("ms", qt.reasons)
    if qrs.value is None:
        return no_value("ms", qrs.reasons)
    # The end of T and the J point are two fiducials, as the ends of QT are.
    sd = (qt.high - qt.value) / 1.96 if qt.high is not None else np.inf
    measured = Measurement(
        qt.value - qrs.value,
        "ms",
        phrase("QT less QRS"),
        reasons=qt.reasons,
        leads=qt.leads,
        n_beats=min(qt.n_beats, qrs.n_beats),
    )
    return with_interval(measured, sd, lowest=0.0)
