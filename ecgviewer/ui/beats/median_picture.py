"""The median beat as drawn: a cell per lead or one for all, and one of all together."""

import numpy as np
from numpy.typing import NDArray

from ecgviewer.analysis.median.global_beat import GlobalBeat
from ecgviewer.ecg.median_beat import MedianBeats
from ecgviewer.ecg.median_lines import MedianLines
from ecgviewer.ecg.page.paper import PaperScale
from ecgviewer.ui.beats.beat_picture import BeatCurve, BeatPicture, Look
from ecgviewer.ui.text.i18n import tr

LINE_AIR_S = 0.02


def global_name(everywhere: GlobalBeat) -> str:
    """Return what the cell of the global beat is called."""
    return tr("RMS of {n} leads").format(n=len(everywhere.leads))


def _together_name(leads: tuple[str, ...]) -> str:
    """Return what the cell of all leads is called: that of one lead as this lead."""
    return leads[0] if len(leads) == 1 else tr("{n} leads").format(n=len(leads))


def median_picture(
    median: MedianBeats,
    lines: MedianLines,
    scale: PaperScale,
    lead: str | None,
    everywhere: GlobalBeat | None = None,
    *,
    together: bool,
) -> BeatPicture:
    """Return the median beat in a cell per lead, or with all leads in one cell.

    In that one the chosen lead stands before the others. The global beat has a cell of
    its own: the first beside those of the leads, else the one below. The axis of time
    reaches as far as the lines do.
    """
    rows = np.flatnonzero(~np.isnan(median.median).all(axis=1))
    leads = tuple(median.leads[row] for row in rows)
    known = median.median[rows]
    extra = () if everywhere is None else (global_name(everywhere),)
    if together:
        names = (lead or _together_name(leads), *extra)
        curves = _over_each_other(leads, known, lead, len(names))
        if everywhere is not None:
            curves.append(BeatCurve(_in_row(everywhere.rms, 1, 2), "median"))
        n_apart = len(names)
    else:
        names, n_apart = (*extra, *leads), len(extra)
        values = known if everywhere is None else np.vstack([everywhere.rms, known])
        curves = [BeatCurve(values, "median")]
    axis = BeatCurve(np.full((len(names), 2), np.nan, dtype=np.float32), "median")
    times_s = (_axis_s(median, lines), *(median.times_s for _ in curves))
    return BeatPicture(names, (axis, *curves), times_s, scale, n_apart)


def _over_each_other(
    leads: tuple[str, ...], known: NDArray[np.float32], lead: str | None, n_cells: int
) -> list[BeatCurve]:
    behind: Look = "lead" if lead is None else "dominant"
    looks: dict[str, Look] = {
        name: "median" if name == lead else behind for name in leads
    }
    in_order = sorted(range(len(leads)), key=lambda row: leads[row] == lead)
    return [
        BeatCurve(_in_row(known[row], 0, n_cells), looks[leads[row]])
        for row in in_order
    ]


def _in_row(values: NDArray[np.float32], row: int, n_rows: int) -> NDArray[np.float32]:
    """Return the values of one cell, and none of the others."""
    placed = np.full((n_rows, len(values)), np.nan, dtype=np.float32)
    placed[row] = values
    return placed


def _axis_s(median: MedianBeats, lines: MedianLines) -> NDArray[np.float64]:
    reach_s = lines.common_s[~np.isnan(lines.common_s)]
    seen_s = np.concatenate([median.times_s[[0, -1]], reach_s])
    return np.array([seen_s.min() - LINE_AIR_S, seen_s.max() + LINE_AIR_S])
