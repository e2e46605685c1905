"""Which RR interval corrects QT for rate, and what limits the correction.

The same for our QT and a reader's, so that the two differ by QT alone.
"""

from collections.abc import Mapping

from ecgviewer.analysis.statistics.qrs_bias_correction import WIDE_QRS_MS, qrs_as_device
from ecgviewer.ecg.measurements import Measurement

# The keys of QT corrected for rate, by formula.
QTC_KEYS: Mapping[str, str] = {
    "qtcf_ms": "Fridericia",
    "qtcb_ms": "Bazett",
    "qtcframingham_ms": "Framingham",
    "qtchodges_ms": "Hodges",
}
# The key of the RR interval by which QT is corrected.
QTC_RR_KEY = "qtc_rr_ms"
# Bazett's formula overcorrects above and undercorrects below these rates.
_BAZETT_BPM = (60.0, 90.0)
# Outside of these no formula was ever fitted.
_POSSIBLE_RR_MS = (250.0, 3000.0)


def why_not_corrected(rr: Measurement | None) -> str:
    """Return why QT cannot be corrected by an RR interval; empty if it can."""
    if rr is None:
        return "the heart rate is not known"
    if rr.value is None:
        return rr.reason
    low, high = _POSSIBLE_RR_MS
    if low <= rr.value <= high:
        return ""
    return f"no formula holds at {60000 / rr.value:.0f}/min"


def correction_cautions(
    formula: str, rr: Measurement, qrs: Measurement | None
) -> list[str]:
    """Return what limits QT corrected by a formula, apart from what limits QT.

    ``rr`` is an interval that QT can be corrected by; its own limits are among these.
    """
    assert rr.value is not None
    said = [rr.reason] if rr.reason else []
    wide_ms = qrs_as_device(qrs).value if qrs is not None else None
    if wide_ms is not None and wide_ms >= WIDE_QRS_MS:
        said.append("the wide QRS lengthens QT: see JT")
    rate = 60000.0 / rr.value
    if formula == "Bazett" and rate > _BAZETT_BPM[1]:
        said.append(f"Bazett overcorrects at {rate:.0f}/min")
    if formula == "Bazett" and rate < _BAZETT_BPM[0]:
        said.append(f"Bazett undercorrects at {rate:.0f}/min")
    return said
