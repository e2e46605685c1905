"""Intervals between the lines on the median beat, as a reader has put them."""

from collections.abc import Mapping
from dataclasses import replace

from ecgviewer.analysis.statistics.qrs_bias_correction import (
    QRS_DEVICE_KEY,
    qrs_as_device,
)
from ecgviewer.analysis.values.intervals import no_heart_has
from ecgviewer.analysis.values.qtc_values import (
    QTC_RR_KEY,
    correction_cautions,
    why_not_corrected,
)
from ecgviewer.ecg.fiducials import Point
from ecgviewer.ecg.measurements import Measurement, Measurements, Provenance
from ecgviewer.ecg.median_lines import Line, MedianLines, ReaderEdits
from ecgviewer.ecg.qtc import QTC_KEYS, qtc_ms
from ecgviewer.ecg.reasons.phrase import phrase
from ecgviewer.ecg.reasons.reason import Reason, blocking, joined

INTERVALS: Mapping[str, tuple[Point, Point]] = {
    "p_ms": ("p_onset", "p_offset"),
    "pr_ms": ("p_onset", "qrs_onset"),
    "qrs_ms": ("qrs_onset", "qrs_offset"),
    "qt_ms": ("qrs_onset", "t_offset"),
    "jt_ms": ("qrs_offset", "t_offset"),
}
READER: Provenance = "reader"
METHOD = phrase("between the reader's lines on the median beat")


def interval_ms(lines: MedianLines, lead: str | None, key: str) -> float | None:
    """Return an interval between two lines in ms, ``None`` if one is missing."""
    span_s = lines.span_s(lead, *INTERVALS[key])
    return None if span_s is None else 1000.0 * span_s


def is_edited(edits: ReaderEdits, lead: str | None, key: str) -> bool:
    """Return whether a reader has put one of the two lines of an interval."""
    return any(Line(lead, point) in edits for point in INTERVALS[key])


def reader_intervals(
    lines: MedianLines, edits: ReaderEdits, measurements: Measurements
) -> dict[str, Measurement]:
    """Return the intervals of all leads that a reader has changed, by key.

    ``lines`` already has the edits. QTc takes the RR interval from ``measurements``, as
    ours does. What limits our values limits the reader's of the same beats. With QRS
    comes what a device might have for it.
    """
    values = {}
    for key in INTERVALS:
        value = interval_ms(lines, None, key)
        if is_edited(edits, None, key) and value is not None:
            impossible = no_heart_has(key, value)
            values[key] = Measurement(
                None if impossible else value,
                "ms",
                METHOD,
                reasons=blocking(impossible)
                if impossible
                else _cautions(key, measurements),
                provenance=READER,
            )
    if "qrs_ms" in values:
        values[QRS_DEVICE_KEY] = qrs_as_device(
            _as_sure(values["qrs_ms"], edits, measurements)
        )
    if "qt_ms" in values:
        values |= _corrected(values, measurements)
    if "qtcf_ms" in values or "qrs_ms" in values:
        values |= _jtc(values, measurements)
    return values


def _as_sure(
    qrs: Measurement, edits: ReaderEdits, measurements: Measurements
) -> Measurement:
    """Return a reader's QRS, no surer than ours while one of its lines is ours."""
    ours = measurements.values.get("qrs_ms")
    if all(Line(None, point) in edits for point in INTERVALS["qrs_ms"]):
        return qrs
    if ours is None or ours.low is None or ours.high is None or qrs.value is None:
        return qrs
    half = (ours.high - ours.low) / 2
    return replace(qrs, low=qrs.value - half, high=qrs.value + half)


def _cautions(key: str, measurements: Measurements) -> tuple[Reason, ...]:
    """Return what limits our own value; why there is none is not the reader's."""
    ours = measurements.values.get(key)
    return ours.reasons if ours is not None and ours.value is not None else ()


def _corrected(
    values: Mapping[str, Measurement], measurements: Measurements
) -> dict[str, Measurement]:
    """Return the reader's QT corrected by each formula, as ours is."""
    both = {**measurements.values, **values}
    qt, rr, qrs = values["qt_ms"], both.get(QTC_RR_KEY), both.get("qrs_ms")
    none = qt.reasons if qt.value is None else why_not_corrected(rr)
    corrected = {}
    for key, formula in QTC_KEYS.items():
        method = phrase("{formula}, QT {method}", formula=formula, method=METHOD)
        value, reasons = None, blocking(none)
        if not none:
            assert qt.value is not None
            assert rr is not None
            assert rr.value is not None
            value = qtc_ms(qt.value, rr.value / 1000, formula)
            cautions = correction_cautions(formula, rr, qrs)
            reasons = joined(qt.reasons, cautions)
        corrected[key] = Measurement(
            value, "ms", method, reasons=reasons, provenance=READER
        )
    return corrected


def _jtc(
    values: Mapping[str, Measurement], measurements: Measurements
) -> dict[str, Measurement]:
    """Return JTc, the reader's QTc or QRS before ours; nothing if one is missing."""
    both = {**measurements.values, **values}
    qtc, qrs = both.get("qtcf_ms"), both.get("qrs_ms")
    if qtc is None or qrs is None or qtc.value is None or qrs.value is None:
        return {}
    method = phrase("QTc by Fridericia less QRS, {method}", method=METHOD)
    value = qtc.value - qrs.value
    jtc = Measurement(value, "ms", method, reasons=qtc.reasons, provenance=READER)
    return {"jtcf_ms": jtc}
