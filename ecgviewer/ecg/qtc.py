"""QT corrected for heart rate: four formulas, each under its own name.

Sources: Bazett 1920; Fridericia 1920; Sagie et al. 1992 (Framingham); Hodges et al.
1983. All four leave the QT as it is at 60 beats per minute.
"""

import math
from collections.abc import Callable, Mapping


def bazett_ms(qt_ms: float, rr_s: float) -> float:
    return qt_ms / math.sqrt(rr_s)


def fridericia_ms(qt_ms: float, rr_s: float) -> float:
    return qt_ms / math.cbrt(rr_s)


def framingham_ms(qt_ms: float, rr_s: float) -> float:
    return qt_ms + 154.0 * (1.0 - rr_s)


def hodges_ms(qt_ms: float, rr_s: float) -> float:
    return qt_ms + 1.75 * (60.0 / rr_s - 60.0)


QTC_FORMULAS: Mapping[str, Callable[[float, float], float]] = {
    "Fridericia": fridericia_ms,
    "Bazett": bazett_ms,
    "Framingham": framingham_ms,
    "Hodges": hodges_ms,
}
# The keys of QT corrected for rate, by formula.
QTC_KEYS: Mapping[str, str] = {
    "qtcf_ms": "Fridericia",
    "qtcb_ms": "Bazett",
    "qtcframingham_ms": "Framingham",
    "qtchodges_ms": "Hodges",
}
DEFAULT_QTC_FORMULA = "Fridericia"


def qtc_ms(qt_ms: float, rr_s: float, formula: str = DEFAULT_QTC_FORMULA) -> float:
    """Return the corrected QT in ms from QT in ms and the RR interval in s.

    ``KeyError`` for a formula that is not in ``QTC_FORMULAS``; ``ValueError`` for a QT
    or an RR interval that is not positive.
    """
    if qt_ms <= 0 or rr_s <= 0:
        raise ValueError(f"QT and RR must be positive, not {qt_ms} ms and {rr_s} s")
    return QTC_FORMULAS[formula](qt_ms, rr_s)
