"""Beats laid over each other on paper of their own: what is drawn, and where in mm."""

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF

from ecgviewer.ecg.page.paper import PaperScale

# Looks of a line. Kinds differ by their stroke as well as by their colour.
Look = Literal["dominant", "different", "median", "second", "lead"]
MIN_ROW_MM, MAX_ROW_MM = 15.0, 60.0
GRID_MM = 5.0
# Limb leads and chest leads then keep columns of their own, as on the paper.
N_COLUMNS = (1, 2, 4)
# Of a millimetre, how large one may be drawn where a picture is to fit its room.
MOST_TIMES, LEAST_TIMES, LARGER_BY = 4.0, 0.5, 0.05


@dataclass(frozen=True, eq=False)
class BeatCurve:
    """One beat in all leads.

    ``values`` has shape (n_leads, n_samples), NaN where there is nothing; ``beat`` is
    its number in the recording's beats, ``None`` for a median.
    """

    values: NDArray[np.float32]
    look: Look
    beat: int | None = None


@dataclass(frozen=True, eq=False)
class BeatPicture:
    """Curves over one axis of time from R, the last on top.

    ``times_s`` has one array per curve, because two recordings may be sampled
    differently. ``scale`` is in mm per unit of the curves where they are not in mV.
    The first ``n_apart`` leads stand below each other, above the columns of the rest.
    """

    leads: tuple[str, ...]
    curves: tuple[BeatCurve, ...]
    times_s: tuple[NDArray[np.float64], ...]
    scale: PaperScale
    n_apart: int = 0

    def curve_of(self, beat: int | None) -> int | None:
        """Return which curve is a beat, ``None`` if none is."""
        if beat is None:
            return None
        found = (k for k, curve in enumerate(self.curves) if curve.beat == beat)
        return next(found, None)


@dataclass(frozen=True)
class BeatCell:
    """One lead's piece of paper; R stands at ``x_mm``, the baseline at ``y_mm``."""

    lead: str
    row: int  # of the curves' values
    place: QRectF
    x_mm: float
    y_mm: float


def _grid_up(mm: float) -> float:
    return GRID_MM * math.ceil(mm / GRID_MM - 1e-9)


def lay_out_beats(picture: BeatPicture, width_mm: float) -> tuple[BeatCell, ...]:
    """Return one cell per lead in as many columns as fit, leads down the columns.

    Leads that stand apart come first, each in a line of its own.

    R and baseline of each cell lie on 5 mm lines.
    """
    if not picture.curves:
        return ()
    first_s = min(float(times[0]) for times in picture.times_s)
    last_s = max(float(times[-1]) for times in picture.times_s)
    before_mm = _grid_up(picture.scale.time_to_mm(-first_s))
    cell_mm = before_mm + _grid_up(picture.scale.time_to_mm(last_s))
    n_leads, n_apart = len(picture.leads), picture.n_apart
    fitting = [n for n in N_COLUMNS if n * cell_mm <= width_mm]
    n_columns = max([1, *fitting])
    n_rows = -(-(n_leads - n_apart) // n_columns)
    lines = [range(row, row + 1) for row in range(n_apart)]
    lines += [range(n_apart + k, n_leads, n_rows) for k in range(n_rows)]
    heights = [_extent_mm(picture, row) for row in range(n_leads)]
    cells = []
    top_mm = 0.0
    for rows in lines:
        above_mm = max(heights[row][0] for row in rows)
        height_mm = above_mm + max(heights[row][1] for row in rows)
        for column, row in enumerate(rows):
            place = QRectF(column * cell_mm, top_mm, cell_mm, height_mm)
            cells.append(
                BeatCell(
                    picture.leads[row],
                    row,
                    place,
                    place.left() + before_mm,
                    top_mm + above_mm,
                )
            )
        top_mm += height_mm
    return tuple(cells)


def fitting_px_per_mm(
    picture: BeatPicture, width_px: int, height_px: int, true_px_per_mm: float
) -> float:
    """Return as many pixels a millimetre as there is room for, in steps."""
    steps = np.arange(MOST_TIMES, LEAST_TIMES, -LARGER_BY)
    for px_per_mm in steps * true_px_per_mm:
        cells = lay_out_beats(picture, width_px / px_per_mm)
        right_mm = max((cell.place.right() for cell in cells), default=0.0)
        bottom_mm = max((cell.place.bottom() for cell in cells), default=0.0)
        if max(right_mm / width_px, bottom_mm / height_px) * px_per_mm <= 1.0:
            return float(px_per_mm)
    return LEAST_TIMES * true_px_per_mm


def _extent_mm(picture: BeatPicture, row: int) -> tuple[float, float]:
    """Return how far a lead reaches above and below its baseline, on 5 mm lines."""
    highest, lowest = [0.0], [0.0]
    for curve in picture.curves:
        values = curve.values[row]
        values = values[~np.isnan(values)]
        if values.size:
            highest.append(float(values.max()))
            lowest.append(float(values.min()))
    above = max(highest) * picture.scale.gain_mm_per_mv
    below = -min(lowest) * picture.scale.gain_mm_per_mv
    # Room for the lead's name, which stands in the upper left corner. What an artefact
    # makes higher than ``MAX_ROW_MM`` is cut off at the cell's edge.
    above_mm = min(_grid_up(max(5.0, above + 2.0)), MAX_ROW_MM - 10.0)
    below_mm = min(_grid_up(max(5.0, below + 1.0)), MAX_ROW_MM - above_mm)
    return above_mm, max(below_mm, MIN_ROW_MM - above_mm)


def points_mm(
    picture: BeatPicture, cell: BeatCell, curve: int
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return a curve's samples in mm; NaN where there is nothing."""
    values = picture.curves[curve].values[cell.row].astype(np.float64)
    x_mm = cell.x_mm + picture.times_s[curve] * picture.scale.speed_mm_per_s
    return x_mm, cell.y_mm - values * picture.scale.gain_mm_per_mv


def nearest_beat(
    picture: BeatPicture, cell: BeatCell, x_mm: float, y_mm: float, reach_mm: float
) -> int | None:
    """Return the number of the beat whose line passes nearest to a place.

    ``None`` if no beat passes within reach; medians are not asked.
    """
    best_mm, best = reach_mm, None
    for k, curve in enumerate(picture.curves):
        if curve.beat is None:
            continue
        x, y = points_mm(picture, cell, k)
        distance_mm = _distance(x - x_mm, y - y_mm)
        if distance_mm < best_mm:
            best_mm, best = distance_mm, curve.beat
    return best


def _distance(x: NDArray[np.float64], y: NDArray[np.float64]) -> float:
    """Return how far the origin is from a line through points; inf without one."""
    dx, dy = np.diff(x), np.diff(y)
    length = np.maximum(dx * dx + dy * dy, 1e-12)
    along = np.clip(-(x[:-1] * dx + y[:-1] * dy) / length, 0.0, 1.0)
    away = np.hypot(x[:-1] + along * dx, y[:-1] + along * dy)
    away = away[~np.isnan(away)]
    return float(away.min()) if away.size else math.inf
