"""What is said of the lines on a median beat and of the intervals between them."""

from collections.abc import Sequence

import numpy as np

from ecgviewer.analysis.reader.reader_intervals import interval_ms, is_edited
from ecgviewer.analysis.rhythm.measurement_context import FEW_LEADS
from ecgviewer.analysis.values.intervals import no_heart_has
from ecgviewer.analysis.values.qtc_values import (
    QTC_RR_KEY,
    why_not_corrected,
)
from ecgviewer.ecg.examination import EcgAnalysis
from ecgviewer.ecg.fiducials import Fiducials, Point
from ecgviewer.ecg.measurements import Measurement, Measurements
from ecgviewer.ecg.median_beat import MedianBeats
from ecgviewer.ecg.median_lines import Line, MedianLines, ReaderEdits
from ecgviewer.ecg.qtc import QTC_KEYS, qtc_ms
from ecgviewer.ui.text.i18n import marked, number_text, tr
from ecgviewer.ui.text.localised import localised

SEPARATOR = " · "
POINT_NAMES: dict[Point, str] = {
    "p_onset": marked("P onset"),
    "p_offset": marked("P end"),
    "qrs_onset": marked("QRS onset"),
    "qrs_offset": marked("J point (QRS end)"),
    "t_offset": marked("T end"),
}
INTERVAL_NAMES = {
    "p_ms": marked("P"),
    "pr_ms": marked("PR"),
    "qrs_ms": marked("QRS"),
    "qt_ms": marked("QT"),
}
DEFINITION = marked(
    "All leads: an onset is the second earliest and an end the second latest over the "
    "leads, each the median over {n} beats. Found by {method}. Drawn: the "
    "signal as recorded less wander and mains hum, no display filter."
)
# The network has one answer for all leads, which it learned on twelve.
OF_FEW_LEADS = marked(
    "Onsets and ends are estimated from {leads} alone, by a network that learned the "
    "second earliest onset and the second latest end of twelve leads: intervals are "
    "rather short. Each is the median over {n} beats. Found by {method}. Drawn: the "
    "signal as recorded less wander and mains hum, no display filter."
)
GLOBAL_BEAT = marked(
    "Global beat: the root mean square (RMS) of the median beats of {leads}."
)
OF_ONE_LEAD = marked(
    "Lines of {lead} alone: they measure this lead, in the table of leads too; the "
    "values of the recording follow the lines of all leads."
)


def intervals_text(
    lines: MedianLines,
    edits: ReaderEdits,
    lead: str | None,
    measurements: Measurements,
    formula: str,
) -> str:
    """Return the intervals of a lead, or of all, and which of them are the reader's.

    Where no line of an interval of all leads was moved, its measured value is said. An
    interval that no heart has is none, as in the tables.
    """
    parts, qt = [], None
    for key, name in INTERVAL_NAMES.items():
        value = interval_ms(lines, lead, key)
        edited = is_edited(edits, lead, key)
        measured = measurements.values.get(key)
        if lead is None and not edited and measured is not None:
            value = measured.value
        elif value is not None and no_heart_has(key, value):
            value = None
        parts.append(_interval_text(tr(name), value, edited))
        qt = value if key == "qt_ms" else qt
    edited = is_edited(edits, lead, "qt_ms")
    key = next(key for key, name in QTC_KEYS.items() if name == formula)
    measured = measurements.values.get(key) if lead is None and not edited else None
    known = None if measured is None else measured.value
    rr = measurements.values.get(QTC_RR_KEY)
    parts.append(_qtc_text(qt, known, rr, formula, edited=edited))
    return SEPARATOR.join(part for part in parts if part)


def _interval_text(name: str, value: float | None, edited: bool) -> str:
    if value is None:
        return f"{name} —"
    text = tr("{name} {ms:.0f} ms").format(name=name, ms=value)
    return f"{text} {tr('(reader)')}" if edited else text


def _qtc_text(
    qt: float | None,
    known: float | None,
    rr: Measurement | None,
    formula: str,
    *,
    edited: bool,
) -> str:
    """Return QTc, that of ``qt`` where no measured one is ``known``."""
    if qt is None or qt <= 0 or rr is None or why_not_corrected(rr):
        return tr("QTc — ({formula})").format(formula=formula)
    assert rr.value is not None
    value = qtc_ms(qt, rr.value / 1000, formula) if known is None else known
    text = tr("QTc {ms:.0f} ms ({formula}, RR {rr:.0f} ms)").format(
        ms=value, formula=formula, rr=rr.value
    )
    return f"{text} {tr('(reader)')}" if edited else text


def line_text(lines: MedianLines, edits: ReaderEdits, line: Line) -> str:
    """Return which line is selected, where it stands and who put it there."""
    name, time_s = tr(POINT_NAMES[line.point]), lines.time_s(line)
    if time_s is None:
        text = tr("{line}: not found. An arrow key puts it in its usual place.")
        return text.format(line=name)
    place = number_text(1000 * time_s, "+.0f")
    who = tr("put by the reader") if line in edits else tr("automatic")
    text = tr("{line}: {place} ms from R, {who}")
    return text.format(line=name, place=place, who=who)


def definition_text(
    examination: EcgAnalysis, lead: str | None, global_leads: Sequence[str] = ()
) -> str:
    """Return what lines and curves are; ``global_leads`` make up the global beat."""
    median, fiducials = examination.median, examination.fiducials
    if not isinstance(median, MedianBeats) or fiducials is None:
        return ""
    if lead is not None:
        return tr(OF_ONE_LEAD).format(lead=lead)
    method = localised(fiducials.method)
    told = {"n": median.n_dominant, "method": method}
    leads = _leads_with_waves(fiducials)
    text = tr(DEFINITION).format(**told)
    if len(leads) < FEW_LEADS:
        text = tr(OF_FEW_LEADS).format(**told, leads=", ".join(leads))
    if global_leads:
        text += " " + tr(GLOBAL_BEAT).format(leads=", ".join(global_leads))
    return text


def _leads_with_waves(fiducials: Fiducials) -> tuple[str, ...]:
    known = ~np.isnan(fiducials.per_lead_s).all(axis=(0, 2))
    return tuple(np.array(fiducials.leads)[known].tolist())


def edits_text(edits: ReaderEdits) -> str:
    """Return how many lines the reader has moved; empty if none."""
    if not edits:
        return ""
    if len(edits) == 1:
        return tr("1 line was moved by the reader")
    return tr("{n} lines were moved by the reader").format(n=len(edits))
