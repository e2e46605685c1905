"""QT corrected for heart rate, by four formulas, and when not to trust it.

The RR interval is the median of those before the very beats whose QT was measured.
"""

import math
from collections.abc import Callable

import numpy as np

from ecgviewer.analysis.circumstances import Circumstances
from ecgviewer.analysis.intervals import is_wide, per_beat_ms
from ecgviewer.analysis.measured_beats import MeasuredBeats
from ecgviewer.analysis.uncertainty import (
    MEDIAN_VARIANCE,
    Z_95,
    robust_sd,
    with_interval,
)
from ecgviewer.ecg.fiducials import Fiducials
from ecgviewer.ecg.measurements import Measurement, no_value
from ecgviewer.ecg.qtc import QTC_FORMULAS

KEYS = {
    "qtcf_ms": "Fridericia",
    "qtcb_ms": "Bazett",
    "qtcframingham_ms": "Framingham",
    "qtchodges_ms": "Hodges",
}
# Bazett's formula overcorrects above and undercorrects below these rates.
_BAZETT_BPM = (60.0, 90.0)
# Outside of these no formula was ever fitted.
_POSSIBLE_RR_S = (0.25, 3.0)


def qtc_values(
    qt: Measurement,
    qrs: Measurement,
    beats: MeasuredBeats,
    fiducials: Fiducials | None,
    state: Circumstances,
) -> dict[str, Measurement]:
    """Return QTc by each formula and JTc, which is QTc by Fridericia less QRS."""
    keys = (*KEYS, "jtcf_ms")
    if qt.value is None or fiducials is None:
        reason = qt.reason or "the waves were not delineated"
        return {key: no_value("ms", reason) for key in keys}
    known_qt = np.isfinite(per_beat_ms("qt_ms", beats, fiducials)) & beats.dominant
    rr = beats.rr_s[known_qt]
    rr = rr[np.isfinite(rr)]
    if not rr.size:
        reason = "no RR interval before a beat with QT"
        return {key: no_value("ms", reason) for key in keys}
    rr_s = float(np.median(rr))
    low, high = _POSSIBLE_RR_S
    if not low <= rr_s <= high:
        reason = f"no formula holds at {60 / rr_s:.0f}/min"
        return {key: no_value("ms", reason) for key in keys}
    rr_sd = robust_sd(rr, 0.05 * rr_s) * math.sqrt(MEDIAN_VARIANCE / rr.size)
    values = {
        key: _corrected(qt, rr_s, rr_sd, name, _cautions(name, rr_s, qrs, state))
        for key, name in KEYS.items()
    }
    values["jtcf_ms"] = _jtc(values["qtcf_ms"], qrs)
    return values


def _corrected(
    qt: Measurement, rr_s: float, rr_sd: float, name: str, cautions: list[str]
) -> Measurement:
    assert qt.value is not None
    formula = QTC_FORMULAS[name]
    qt_sd = (qt.high - qt.value) / Z_95 if qt.high is not None else math.inf
    sd = math.hypot(
        _change(lambda qt_ms: formula(qt_ms, rr_s), qt.value, qt_sd),
        _change(lambda rr: formula(qt.value or 0.0, rr), rr_s, min(rr_sd, rr_s / 2)),
    )
    measured = Measurement(
        formula(qt.value, rr_s),
        "ms",
        f"{name}, from QT {qt.value:.0f} ms and the median RR interval before the "
        f"same beats, {1000 * rr_s:.0f} ms",
        reason="; ".join(filter(None, [qt.reason, *cautions])),
        leads=qt.leads,
        n_beats=qt.n_beats,
    )
    return with_interval(measured, sd, lowest=0.0)


def _change(function: Callable[[float], float], at: float, sd: float) -> float:
    if not math.isfinite(sd):
        return math.inf
    return abs(function(at + sd) - function(at - sd)) / 2


def _cautions(
    name: str, rr_s: float, qrs: Measurement, state: Circumstances
) -> list[str]:
    said = []
    if state.irregular:
        varies = f"RR varies by {100 * state.rr_variation:.0f} %"
        said.append(f"{varies}: no correction for rate is reliable (AHA 2009)")
    if is_wide(qrs) and qrs.value is not None:
        said.append(f"QRS of {qrs.value:.0f} ms lengthens QT: see JT")
    rate = 60.0 / rr_s
    if name == "Bazett" and rate > _BAZETT_BPM[1]:
        said.append(f"Bazett overcorrects at {rate:.0f}/min")
    if name == "Bazett" and rate < _BAZETT_BPM[0]:
        said.append(f"Bazett undercorrects at {rate:.0f}/min")
    return said


def _jtc(qtc: Measurement, qrs: Measurement) -> Measurement:
    if qtc.value is None:
        return no_value("ms", qtc.reason)
    if qrs.value is None:
        return no_value("ms", qrs.reason)
    sd = (qtc.high - qtc.value) / Z_95 if qtc.high is not None else math.inf
    measured = Measurement(
        qtc.value - qrs.value,
        "ms",
        "QTc by Fridericia less QRS",
        reason=qtc.reason,
        leads=qtc.leads,
        n_beats=qtc.n_beats,
    )
    return with_interval(measured, sd, lowest=0.0)
