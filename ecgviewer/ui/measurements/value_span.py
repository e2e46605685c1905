"""Where on a recording a measured value can be seen: a stretch of one of its beats."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from ecgviewer.ecg.examination import EcgAnalysis
from ecgviewer.ecg.fiducials import POINTS, Fiducials, Point
from ecgviewer.ecg.measurements import Measurement
from ecgviewer.ecg.median_lines import Line, MedianLines

RATE = "heart_rate_bpm"
_QT: tuple[Point, Point] = ("qrs_onset", "t_offset")
_QRS: tuple[Point, Point] = ("qrs_onset", "qrs_offset")
ENDS: dict[str, tuple[Point, Point]] = {
    "p_ms": ("p_onset", "p_offset"),
    "p_axis_deg": ("p_onset", "p_offset"),
    "pr_ms": ("p_onset", "qrs_onset"),
    "qrs_ms": _QRS,
    "qrs_device_ms": _QRS,
    "qrs_axis_deg": _QRS,
    "qt_ms": _QT,
    "qtcf_ms": _QT,
    "qtcb_ms": _QT,
    "qtcframingham_ms": _QT,
    "qtchodges_ms": _QT,
    "jt_ms": ("qrs_offset", "t_offset"),
}

FloatArray = NDArray[np.float64]
IsDrawn = Callable[[str, float], bool]


@dataclass(frozen=True)
class End:
    """Where a stretch begins or ends, in s, and the leads in which it was found there.

    No leads: it is not that of any lead.
    """

    time_s: float
    leads: tuple[str, ...] = ()


@dataclass(frozen=True)
class ValueSpan:
    """A stretch of the recording that is as long as a value says.

    ``at_s`` is the R peak of its beat in s.
    """

    start: End
    stop: End
    at_s: float


def value_span(
    key: str,
    measured: Measurement | None,
    analysis: EcgAnalysis,
    lines: MedianLines | None,
    is_drawn: IsDrawn,
) -> ValueSpan | None:
    """Return where a value is seen best; ``None`` where no stretch shows it.

    A value is the median over beats, so it is shown in one that is about as long: of
    the nearer half of them, the nearest whose leads are drawn, else the nearest.

    Parameters
    ----------
    measured : Measurement or None
        The value that is told; one of the reader's lies between ``lines``.
    is_drawn : callable
        Whether a lead is drawn at a time in s.
    """
    if measured is None or measured.value is None:
        return None
    if key == RATE:
        return _rr(analysis, is_drawn)
    if key not in ENDS or analysis.fiducials is None:
        return None
    ends = ENDS[key]
    if measured.provenance == "reader":
        return _between_lines(ends, analysis, lines, is_drawn)
    leads = measured.leads if measured.unit == "deg" else ()
    return _in_beat(ends, leads, analysis, analysis.fiducials, is_drawn)


def _rr(analysis: EcgAnalysis, is_drawn: IsDrawn) -> ValueSpan | None:
    """Return the RR interval that is most like the median one."""
    times_s = analysis.beats.times_s
    if len(times_s) < 2:
        return None
    spans = [
        ValueSpan(End(float(start)), End(float(stop)), float(stop))
        for start, stop in pairwise(times_s)
    ]
    leads = analysis.recording.leads
    return _best(spans, lambda end: any(is_drawn(lead, end.time_s) for lead in leads))


def _in_beat(
    ends: tuple[Point, Point],
    leads: tuple[str, ...],
    analysis: EcgAnalysis,
    fiducials: Fiducials,
    is_drawn: IsDrawn,
) -> ValueSpan | None:
    """Return the stretch between two fiducials of a beat."""
    start, stop = (POINTS.index(point) for point in ends)
    spans = []
    for row in _dominant_rows(analysis, fiducials):
        common_s, per_lead_s = fiducials.common_s[row], fiducials.per_lead_s[row]
        if np.isnan(common_s[[start, stop]]).any():
            continue
        first, last = (
            End(
                float(common_s[point]),
                leads or _found_in(fiducials, per_lead_s[:, point], common_s[point]),
            )
            for point in (start, stop)
        )
        spans.append(ValueSpan(first, last, float(fiducials.r_peaks_s[row])))
    return _best(
        spans, lambda end: any(is_drawn(lead, end.time_s) for lead in end.leads)
    )


def _between_lines(
    ends: tuple[Point, Point],
    analysis: EcgAnalysis,
    lines: MedianLines | None,
    is_drawn: IsDrawn,
) -> ValueSpan | None:
    """Return the stretch between two lines of the median beat, laid on a beat of it."""
    if lines is None or isinstance(analysis.median, str):
        return None
    start_s, stop_s = (lines.time_s(Line(None, point)) for point in ends)
    if start_s is None or stop_s is None:
        return None
    median, leads = analysis.median, analysis.recording.leads
    spans = [
        ValueSpan(End(float(at_s + start_s)), End(float(at_s + stop_s)), float(at_s))
        for at_s in median.r_peaks[median.dominant] / median.fs
    ]
    return _best(spans, lambda end: any(is_drawn(lead, end.time_s) for lead in leads))


def _best(spans: list[ValueSpan], is_seen: Callable[[End], bool]) -> ValueSpan | None:
    if not spans:
        return None
    lengths_s = np.array([span.stop.time_s - span.start.time_s for span in spans])
    # To the microsecond: beats that are alike are equally near.
    away_s = np.round(np.abs(lengths_s - np.median(lengths_s)), 6)
    order = np.argsort(away_s, kind="stable")
    nearer: list[ValueSpan] = [
        spans[n] for n in order if away_s[n] <= np.median(away_s)
    ]
    # The end of a wave is what is disputed, so it counts more than the beginning.
    seen = [span for span in nearer if is_seen(span.stop)]
    whole = [span for span in seen if is_seen(span.start)]
    return next(iter((*whole, *seen, *nearer)))


def _dominant_rows(analysis: EcgAnalysis, fiducials: Fiducials) -> list[int]:
    """Return the rows of the beats that values are of."""
    rows = fiducials.rows_of(analysis.beats)
    median = analysis.median
    if not isinstance(median, str):
        rows = rows[median.numbers[median.dominant]]
    return [int(row) for row in rows if row >= 0]


def _found_in(
    fiducials: Fiducials, per_lead_s: FloatArray, common_s: float
) -> tuple[str, ...]:
    """Return the leads whose own fiducial is the one of all leads."""
    away_s = np.abs(per_lead_s - common_s)
    if np.isnan(away_s).all():
        return ()
    nearest_s = np.nanmin(away_s)
    return tuple(
        lead
        for lead, lead_s in zip(fiducials.leads, away_s, strict=True)
        if lead_s == nearest_s
    )
