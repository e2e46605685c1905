"""Values of single leads on the median beat, between the lines a reader has put.

A line of one lead counts for that lead, before a line of all leads; a line of all
leads counts for every lead, as the lines found do.
"""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from ecgviewer.analysis.circumstances import P_PRESENT_SHARE, Circumstances
from ecgviewer.analysis.lead_values import lead_values
from ecgviewer.analysis.median_lines import median_lines
from ecgviewer.analysis.median_shape import median_shape
from ecgviewer.analysis.swap_cautions import doubted_lead_values, swaps_of
from ecgviewer.analysis.uncertainty import DelineatorError
from ecgviewer.ecg.examination import Examination
from ecgviewer.ecg.fiducials import POINTS, Point
from ecgviewer.ecg.measurements import Measurement
from ecgviewer.ecg.median_beat import MedianBeats
from ecgviewer.ecg.median_lines import Line, MedianLines, ReaderEdits
from ecgviewer.ecg.recording import Recording

BY_LINES = "by the reader's lines"
_P: frozenset[Point] = frozenset(("p_onset", "p_offset"))
# QRS onset is among those of ST and T, because levels are measured from before it.
_QRS: frozenset[Point] = frozenset(("qrs_onset", "qrs_offset"))
_T: frozenset[Point] = _QRS | {"t_offset"}


def reader_lead_values(
    recording: Recording, found: Examination, edits: ReaderEdits
) -> dict[str, dict[str, Measurement]]:
    """Return the values of leads that rest on a line which a reader has moved.

    By lead, then by key as in ``Measurements.per_lead``. They have no interval: how far
    another reader would put the line is not known. Empty where the unit is no voltage
    or there is no median beat with lines.
    """
    median, fiducials = found.median, found.fiducials
    known = isinstance(median, MedianBeats) and fiducials is not None
    if not edits or not known or not recording.unit_is_mv:
        return {}
    assert isinstance(median, MedianBeats)
    assert fiducials is not None
    lines = edits.applied_to(median_lines(fiducials, median))
    values: dict[str, dict[str, Measurement]] = {}
    for lead in _usable(found, median.leads):
        moved = _moved(lead, edits)
        own = _values(recording, found, _of_lead(median, lead), lines, edits)
        chosen = {
            key: replace(
                *(measured,),
                low=None,
                high=None,
                provenance="reader",
                method=f"{measured.method}; {BY_LINES}",
            )
            for key, measured in own.items()
            if moved & _points_of(key)
        }
        if chosen:
            values[lead] = chosen
    return doubted_lead_values(values, swaps_of(found.quality))


def _usable(found: Examination, leads: tuple[str, ...]) -> tuple[str, ...]:
    if found.quality is None:
        return leads
    return tuple(lead for lead in leads if lead in found.quality.usable_leads)


def _moved(lead: str, edits: ReaderEdits) -> frozenset[Point]:
    return frozenset(line.point for line in edits if line.lead in (None, lead))


def _points_of(key: str) -> frozenset[Point]:
    """Return which lines a value rests on."""
    if key.startswith("p_"):
        return _P
    return _T if key.startswith("t_") else _QRS


def _of_lead(median: MedianBeats, lead: str) -> MedianBeats:
    row = [median.leads.index(lead)]
    return replace(
        *(median,),
        leads=(lead,),
        beats=median.beats[:, row],
        median=median.median[row],
    )


def _values(
    recording: Recording,
    found: Examination,
    median: MedianBeats,
    lines: MedianLines,
    edits: ReaderEdits,
) -> Mapping[str, Measurement]:
    """Return the values of the median beat's only lead."""
    (lead,) = median.leads
    own = _lines_of(lead, lines, edits)
    state = _state(found, lead, has_p=_has_p(found, own.common_s, lead, edits))
    return lead_values(
        median_shape(median, own, state),
        state,
        DelineatorError(),
        leads=(lead,),
        unit_is_mv=True,
        resolution_mv=recording.resolution_mv,
    )[lead]


def _lines_of(lead: str, lines: MedianLines, edits: ReaderEdits) -> MedianLines:
    """Return the lines that count for a lead, as if it were the only one."""
    common_s = lines.common_s.copy()
    for line, time_s in edits.times_s.items():
        if line.lead == lead:
            common_s[POINTS.index(line.point)] = time_s
    row = lines.leads.index(lead)
    return MedianLines((lead,), common_s, lines.per_lead_s[[row]])


def _has_p(
    found: Examination, own_s: NDArray[np.float64], lead: str, edits: ReaderEdits
) -> bool:
    """Return whether there is a P wave: one that was found, or that a reader put."""
    both = [own_s[POINTS.index(point)] for point in ("p_onset", "p_offset")]
    share = found.measurements.values.get("p_share")
    seen = share is not None and (share.value or 0.0) >= P_PRESENT_SHARE
    put = any(Line(of, point) in edits for of in (None, lead) for point in _P)
    return bool(np.isfinite(both).all()) and (seen or put)


def _state(found: Examination, lead: str, *, has_p: bool) -> Circumstances:
    """Return circumstances in which every wave that has lines is taken as it is."""
    median = found.median
    assert isinstance(median, MedianBeats)
    return Circumstances(
        rate_bpm=None,
        rr_variation=0.0,
        p_share=float(has_p),
        paced=False,
        fused_share=0.0,
        n_measured=median.n_dominant,
        leads=(lead,),
        heard_leads=(lead,),
    )
