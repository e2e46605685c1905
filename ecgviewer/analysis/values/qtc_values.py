"""QT corrected for heart rate, by four formulas, and when not to trust it.

The RR interval is the median of those before the very beats whose QT was measured. A
reader's QT is corrected in the same way, so that the two differ by QT alone.
"""

import math
from collections.abc import Callable

import numpy as np

from ecgviewer.analysis.beats.beat_table import BeatTable
from ecgviewer.analysis.limits.published import BAZETT_FROM, BAZETT_TO, WIDE_QRS
from ecgviewer.analysis.rhythm.measurement_context import MeasurementContext
from ecgviewer.analysis.rhythm.rhythm_facts import IRREGULAR_VARIATION
from ecgviewer.analysis.statistics.qrs_bias_correction import qrs_as_device
from ecgviewer.analysis.statistics.uncertainty import (
    MEDIAN_VARIANCE,
    Z_95,
    robust_sd,
    with_interval,
)
from ecgviewer.ecg.measurements import Measurement, no_value
from ecgviewer.ecg.qtc import QTC_FORMULAS, QTC_KEYS
from ecgviewer.ecg.reasons import values as why
from ecgviewer.ecg.reasons.phrase import phrase
from ecgviewer.ecg.reasons.reason import Reason, joined

# The key of the RR interval by which QT is corrected.
QTC_RR_KEY = "qtc_rr_ms"
# Outside of these no formula was ever fitted.
_POSSIBLE_RR_MS = (250.0, 3000.0)


def qtc_values(
    qt: Measurement,
    qrs: Measurement,
    table: BeatTable,
    state: MeasurementContext,
) -> dict[str, Measurement]:
    """Return QTc by each formula, the RR interval it is by, and JTc.

    JTc is QTc by Fridericia less QRS. The RR interval is known also where QT is not, so
    that a reader's QT can be corrected by it.
    """
    rr = _rr(qt, table, state)
    reasons = qt.reasons if qt.value is None else why_not_corrected(rr)
    values = {QTC_RR_KEY: rr}
    for key, name in QTC_KEYS.items():
        values[key] = (
            no_value("ms", reasons) if reasons else _corrected(qt, qrs, rr, name)
        )
    values["jtcf_ms"] = _jtc(values["qtcf_ms"], qrs)
    return values


def _rr(qt: Measurement, table: BeatTable, state: MeasurementContext) -> Measurement:
    """Return the median RR interval before the beats that QT is of, in ms."""
    beats = table.beats
    chosen, words = beats.dominant, phrase("the dominant beats")
    if qt.value is not None:
        chosen = chosen & np.isfinite(table.lengths_ms["qt_ms"])
        words = phrase("the beats whose QT was measured")
    rr = beats.rr_s[chosen]
    rr = rr[np.isfinite(rr)]
    if not rr.size:
        return no_value("ms", why.NO_RR_BEFORE_QT())
    rr_s = float(np.median(rr))
    of_all_s = float(np.median(beats.known_rr_s))
    reason = None
    if state.rhythm.irregular:
        reason = why.RR_VARIES(percent=100 * state.rhythm.rr_variation)
    elif abs(rr_s - of_all_s) > IRREGULAR_VARIATION * of_all_s:
        # As in bigeminy, whose sinus beats all follow a pause.
        reason = why.RR_NOT_USUAL()
    measured = Measurement(
        1000 * rr_s,
        "ms",
        phrase("median RR interval before {words}", words=words),
        reasons=joined(reason),
        n_beats=rr.size,
    )
    sd_s = robust_sd(rr, 0.05 * rr_s) * math.sqrt(MEDIAN_VARIANCE / rr.size)
    return with_interval(measured, 1000 * sd_s, lowest=0.0)


def _corrected(
    qt: Measurement, qrs: Measurement, rr: Measurement, name: str
) -> Measurement:
    assert qt.value is not None
    assert rr.value is not None
    assert rr.high is not None
    formula, rr_s = QTC_FORMULAS[name], rr.value / 1000
    rr_sd = (rr.high - rr.value) / Z_95 / 1000
    qt_sd = (qt.high - qt.value) / Z_95 if qt.high is not None else math.inf
    sd = math.hypot(
        _change(lambda qt_ms: formula(qt_ms, rr_s), qt.value, qt_sd),
        _change(lambda rr: formula(qt.value or 0.0, rr), rr_s, min(rr_sd, rr_s / 2)),
    )
    cautions = correction_cautions(name, rr, qrs)
    measured = Measurement(
        formula(qt.value, rr_s),
        "ms",
        phrase(
            "{name}, from QT {qt_ms:.0f} ms and the median RR interval before the "
            "same beats, {rr_ms:.0f} ms",
            name=name,
            qt_ms=qt.value,
            rr_ms=rr.value,
        ),
        reasons=joined(qt.reasons, cautions),
        leads=qt.leads,
        n_beats=qt.n_beats,
    )
    return with_interval(measured, sd, lowest=0.0)


def _change(function: Callable[[float], float], at: float, sd: float) -> float:
    if not math.isfinite(sd):
        return math.inf
    return abs(function(at + sd) - function(at - sd)) / 2


def _jtc(qtc: Measurement, qrs: Measurement) -> Measurement:
    if qtc.value is None:
        return no_value("ms", qtc.reasons)
    if qrs.value is None:
        return no_value("ms", qrs.reasons)
    sd = (qtc.high - qtc.value) / Z_95 if qtc.high is not None else math.inf
    measured = Measurement(
        qtc.value - qrs.value,
        "ms",
        phrase("QTc by Fridericia less QRS"),
        reasons=qtc.reasons,
        leads=qtc.leads,
        n_beats=qtc.n_beats,
    )
    return with_interval(measured, sd, lowest=0.0)


def why_not_corrected(rr: Measurement | None) -> tuple[Reason, ...]:
    """Return why QT cannot be corrected by an RR interval; empty if it can."""
    if rr is None:
        return (why.RATE_UNKNOWN(),)
    if rr.value is None:
        return rr.reasons
    low, high = _POSSIBLE_RR_MS
    if low <= rr.value <= high:
        return ()
    return (why.NO_FORMULA(rate_bpm=60000 / rr.value),)


def correction_cautions(
    formula: str, rr: Measurement, qrs: Measurement | None
) -> list[Reason]:
    """Return what limits QT corrected by a formula, apart from what limits QT.

    ``rr`` is an interval that QT can be corrected by; its own limits are among these.
    """
    assert rr.value is not None
    found = list(rr.reasons)
    wide_ms = qrs_as_device(qrs).value if qrs is not None else None
    if wide_ms is not None and wide_ms >= WIDE_QRS.adults.value:
        found.append(why.WIDE_QRS_LENGTHENS())
    rate = 60000.0 / rr.value
    if formula == "Bazett" and rate > BAZETT_TO.value:
        found.append(why.OVERCORRECTS(formula=formula, rate_bpm=rate))
    if formula == "Bazett" and rate < BAZETT_FROM.value:
        found.append(why.UNDERCORRECTS(formula=formula, rate_bpm=rate))
    return found
