"""Intervals between the lines on the median beat, as a reader has put them."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from ecgviewer.analysis.median_lines import median_lines
from ecgviewer.ecg.fiducials import Point
from ecgviewer.ecg.measurements import Measurement, Measurements
from ecgviewer.ecg.median_beat import MedianBeats
from ecgviewer.ecg.median_lines import Line, MedianLines, ReaderEdits
from ecgviewer.ecg.qtc import qtc_ms

if TYPE_CHECKING:
    from ecgviewer.ecg.examination import Examination

INTERVALS: Mapping[str, tuple[Point, Point]] = {
    "p_ms": ("p_onset", "p_offset"),
    "pr_ms": ("p_onset", "qrs_onset"),
    "qrs_ms": ("qrs_onset", "qrs_offset"),
    "qt_ms": ("qrs_onset", "t_offset"),
    "jt_ms": ("qrs_offset", "t_offset"),
}
# The keys of QT corrected for rate, by formula.
QTC_KEYS: Mapping[str, str] = {
    "qtcf_ms": "Fridericia",
    "qtcb_ms": "Bazett",
    "qtcframingham_ms": "Framingham",
    "qtchodges_ms": "Hodges",
}
METHOD = "between the reader's lines on the median beat"


def interval_ms(lines: MedianLines, lead: str | None, key: str) -> float | None:
    """Return an interval between two lines in ms, ``None`` if one is missing."""
    span_s = lines.span_s(lead, *INTERVALS[key])
    return None if span_s is None else 1000.0 * span_s


def is_edited(edits: ReaderEdits, lead: str | None, key: str) -> bool:
    """Return whether a reader has put one of the two lines of an interval."""
    return any(Line(lead, point) in edits for point in INTERVALS[key])


def rr_of(measurements: Measurements) -> float | None:
    """Return the usual RR interval in s, of the rate if it was not measured itself."""
    for key, s_per_value in (
        ("rr_ms", lambda rr: rr / 1000.0),
        ("heart_rate_bpm", _rr),
    ):
        known = measurements.values.get(key)
        if known is not None and known.value is not None and known.value > 0:
            return s_per_value(known.value)
    return None


def _rr(rate_bpm: float) -> float:
    return 60.0 / rate_bpm


def reader_values(
    lines: MedianLines, edits: ReaderEdits, measurements: Measurements
) -> dict[str, Measurement]:
    """Return the values of all leads that a reader has changed, by key.

    ``lines`` already has the edits. QTc takes the rate from ``measurements``.
    """
    values = {}
    for key in INTERVALS:
        value = interval_ms(lines, None, key)
        if is_edited(edits, None, key) and value is not None:
            values[key] = Measurement(value, "ms", METHOD, provenance="reader")
    if "qt_ms" in values:
        values |= _corrected(values["qt_ms"], measurements)
    if "qtcf_ms" in values or "qrs_ms" in values:
        values |= _jtc(values, measurements)
    return values


def with_edits(found: "Examination", edits: ReaderEdits) -> dict[str, Measurement]:
    """Return what was measured of a recording, the reader's values over ours."""
    values = dict(found.measurements.values)
    if edits and found.fiducials is not None and isinstance(found.median, MedianBeats):
        lines = edits.applied_to(median_lines(found.fiducials, found.median))
        values |= reader_values(lines, edits, found.measurements)
    return values


def _corrected(qt: Measurement, measurements: Measurements) -> dict[str, Measurement]:
    rr_s = rr_of(measurements)
    assert qt.value is not None
    corrected = {}
    for key, formula in QTC_KEYS.items():
        method = f"{formula}, QT {METHOD}"
        if rr_s is None:
            reason = "the heart rate is not known"
            known = Measurement(None, "ms", method, reason=reason, provenance="reader")
        else:
            value = qtc_ms(qt.value, rr_s, formula)
            known = Measurement(value, "ms", method, provenance="reader")
        corrected[key] = known
    return corrected


def _jtc(
    values: Mapping[str, Measurement], measurements: Measurements
) -> dict[str, Measurement]:
    """Return JTc, the reader's QTc or QRS before ours; nothing if one is missing."""
    both = {**measurements.values, **values}
    qtc, qrs = both.get("qtcf_ms"), both.get("qrs_ms")
    if qtc is None or qrs is None or qtc.value is None or qrs.value is None:
        return {}
    method = f"QTc by Fridericia less QRS, {METHOD}"
    jtc = Measurement(qtc.value - qrs.value, "ms", method, provenance="reader")
    return {"jtcf_ms": jtc}
