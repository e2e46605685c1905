"""A recording laid out on a sheet: where each sample falls, in millimetres.

Used alike by the window and by the printed page, so that both draw the same thing.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from ecgviewer.ecg.page.layouts import (
    AS_USUAL,
    RIGHT_MARGIN_MM,
    Arrangement,
    Cell,
    Sheet,
    lay_out,
    shown_layout,
    with_room,
)
from ecgviewer.ecg.page.paper import PaperScale
from ecgviewer.ecg.pyramid import FINEST
from ecgviewer.ecg.recording import Recording
from ecgviewer.ecg.signal import SignalError
from ecgviewer.ui.look.theme import DEFAULT_SCHEME, SCHEMES, Scheme
from ecgviewer.ui.text.filter_texts import NO_FILTERING, FilterCaption
from ecgviewer.ui.text.localised import localised

# A lead whose resting level is further than this from zero would leave its row; it is
# shifted by a constant, and the footer says by how much.
MAX_RESTING_LEVEL_MV = 0.5
# Thinning pays only where samples are this much denser than pixels; then the extremes
# of each pixel's width are kept.
DENSE_SAMPLES_PER_PX = 3
# So much of a lead that stays in its file is read while it is drawn: an eight-minute
# view of a 4K screen. What needs more waits for the pyramid.
MAX_READ_SAMPLES = 250_000
# Millimetres per arbitrary unit are chosen from 1, 2, 5 times a power of ten.
NICE_STEPS = (1.0, 2.0, 5.0)


@dataclass(frozen=True, eq=False)
class Plot:
    """A recording on a sheet.

    Attributes
    ----------
    mm_per_unit : float
        Height in mm of one mV, or of one arbitrary unit, where a cell has the sheet's
        full gain.
    shifts : mapping of lead name to float
        Constants subtracted for display, in the unit of ``signal_mv``; only leads
        that are shifted have one.
    unread : dict of lead name to str
        Leads of which a stretch could not be read when it was to be drawn, and the
        sentence that says why.
    scheme : Scheme
        The colours of the paper and of everything on it.
    filtering : FilterCaption
        What was done to the recording before it was laid out.
    """

    recording: Recording
    sheet: Sheet
    mm_per_unit: float
    shifts: Mapping[str, float] = field(default_factory=dict)
    unread: dict[str, str] = field(default_factory=dict)
    scheme: Scheme = SCHEMES[DEFAULT_SCHEME]
    filtering: FilterCaption = NO_FILTERING

    def draws_like(self, other: "Plot") -> bool:
        """Return whether the other plot draws the same recording in the same way."""
        return (
            self.recording is other.recording
            and self.sheet == other.sheet
            and self.mm_per_unit == other.mm_per_unit
            and self.shifts == other.shifts
            and self.scheme == other.scheme
            and self.filtering == other.filtering
        )

    def y_mm(self, cell: Cell, amplitude: float) -> float:
        """Return where an amplitude (mV or arbitrary units) is drawn in a cell.

        Amplitudes are those of the lead as the file has it, also where the cell shows
        it with its sign turned.
        """
        shift = self.shifts.get(cell.lead, 0.0)
        return cell.y_mm - (amplitude - shift) * self.rise_mm(cell)

    def amplitude_at(self, cell: Cell, y_mm: float) -> float:
        """Return the amplitude drawn at a height of a cell."""
        shift = self.shifts.get(cell.lead, 0.0)
        return (cell.y_mm - y_mm) / self.rise_mm(cell) + shift

    def rise_mm(self, cell: Cell) -> float:
        """Return how far up a cell draws one unit more; down is negative."""
        return cell.sign * cell.gain_factor * self.mm_per_unit

    @cached_property
    def reaches_mm(self) -> tuple[tuple[float, float], ...]:
        """How far the trace of each cell reaches above and below its isoelectric line.

        Of a lead of which more stays in its file than is read while it is drawn, this
        is known from its sketch alone.
        """
        recording, reaches = self.recording, []
        for cell in self.sheet.cells:
            limits_s = (cell.start_s, cell.stop_s)
            first, last = (_sample_at(at_s, recording.fs) for at_s in limits_s)
            row = recording.leads.index(cell.lead)
            if recording.in_memory or last - first <= MAX_READ_SAMPLES:
                samples = self._read([row], first, last)[0]
            else:
                samples = recording.sketch_mv[row]
            # Missing samples count for nothing.
            ends = [f.reduce(samples, initial=np.nan) for f in (np.fmin, np.fmax)]
            reached = [cell.y_mm - self.y_mm(cell, float(end)) for end in ends]
            reaches.append((max(0.0, *reached), max(0.0, *(-mm for mm in reached))))
        return tuple(reaches)

    def leaves_sheet(self) -> tuple[str, ...]:
        """Return the leads whose traces end at the sheet's upper or lower edge."""
        cells, height_mm = self.sheet.cells, self.sheet.height_mm
        cut = [
            cell.name
            for cell, (above_mm, below_mm) in zip(cells, self.reaches_mm, strict=True)
            if above_mm > cell.y_mm or below_mm > height_mm - cell.y_mm
        ]
        return tuple(dict.fromkeys(cut))

    def detail(self, px_per_mm: float) -> int:
        """Return of how many samples two are kept at this scale; 1 means all."""
        px_per_s = self.sheet.scale.speed_mm_per_s * px_per_mm
        per_px = self.recording.fs / px_per_s
        return int(per_px) if per_px > DENSE_SAMPLES_PER_PX else 1

    def points_mm(
        self, cell: Cell, start_s: float, stop_s: float, px_per_mm: float
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return a stretch of a cell's trace in mm of the sheet, see ``traces_mm``."""
        x_mm, y_mm = self.traces_mm((cell,), start_s, stop_s, px_per_mm)
        return x_mm[0], y_mm[0]

    def traces_mm(
        self, cells: Sequence[Cell], start_s: float, stop_s: float, px_per_mm: float
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return a stretch of several cells in mm of the sheet, shape (n_cells, n).

        The cells must show the same time; one by one they would take three times as
        long.

        Where samples are much denser than pixels, only the lowest and highest of each
        stretch of about a pixel's width are kept, so that no spike is lost; of a long
        recording they come from its pyramid. The work depends on the stretch only,
        never on the recording's length. Nothing is returned for what could only be
        drawn by reading very much of a file, as long as there is no pyramid. What
        cannot be read is missing (NaN).
        """
        fs, shown = self.recording.fs, cells[0]
        first = max(0, _sample_at(max(start_s, shown.start_s), fs))
        last = max(first, _sample_at(min(stop_s, shown.stop_s), fs))
        every = self.detail(px_per_mm)
        rows = [self.recording.leads.index(cell.lead) for cell in cells]
        index: NDArray[np.float64 | np.intp]
        if self.recording.pyramid is not None and every >= FINEST:
            index, samples = self._from_pyramid(rows, first, last, every)
        else:
            index, samples = self._from_samples(rows, shown, first, last, every)
        x0_mm = np.array([[cell.x_mm] for cell in cells])
        y0_mm = np.array([[cell.y_mm] for cell in cells])
        shift = np.array([[self.shifts.get(cell.lead, 0.0)] for cell in cells])
        rise_mm = np.array([[self.rise_mm(cell)] for cell in cells])
        x_mm = x0_mm + (index / fs - shown.start_s) * self.sheet.scale.speed_mm_per_s
        return x_mm, y0_mm - (samples - shift) * rise_mm

    def _from_pyramid(
        self, rows: list[int], first: int, last: int, every: int
    ) -> tuple[NDArray[np.float64], NDArray[np.float32]]:
        pyramid = self.recording.pyramid
        assert pyramid is not None
        samples = []
        for row in rows:
            edges, lowest, highest = pyramid.envelope(row, first, last, every)
            samples.append(np.stack([lowest, highest], axis=1).ravel())
        middle = (edges[:-1] + edges[1:] - 1) / 2
        return np.repeat(middle, 2), np.stack(samples)

    def _from_samples(
        self, rows: list[int], shown: Cell, first: int, last: int, every: int
    ) -> tuple[NDArray[np.intp], NDArray[np.float32]]:
        # Bins are counted from the cell's start, so that neighbouring stretches agree.
        start = max(0, _sample_at(shown.start_s, self.recording.fs))
        first -= (first - start) % every
        last = min(
            last + (start - last) % every, _sample_at(shown.stop_s, self.recording.fs)
        )
        if not self.recording.in_memory and last - first > MAX_READ_SAMPLES:
            last = first
        samples = self._read(rows, first, last)
        index = np.arange(first, first + samples.shape[1])
        if every > 1:
            kept = lowest_and_highest(samples, every)
            index, samples = index[kept], np.take_along_axis(samples, kept, axis=1)
        return index, samples

    def _read(self, rows: list[int], first: int, last: int) -> NDArray[np.float32]:
        """Return samples, shape (n_rows, n_samples)."""
        recording = self.recording
        if recording.in_memory:
            return recording.whole_signal_mv[rows, first:last]
        found = np.full(
            (len(rows), min(last, recording.n_samples) - first), np.nan, np.float32
        )
        for place, row in enumerate(rows):
            lead = recording.leads[row]
            try:
                found[place] = recording.lead(lead)[first:last]
            except SignalError as error:
                self.unread[lead] = localised(str(error))
        return found


def _sample_at(time_s: float, fs: float) -> int:
    """Return the first sample that is not before a time."""
    return int(np.ceil(time_s * fs - 1e-6))


def lowest_and_highest(samples: NDArray[np.float32], every: int) -> NDArray[np.intp]:
    """Return which samples to keep: the extremes of every ``every``, and the tail.

    ``samples`` has shape (..., n). They stay in the order of time, so that the thinned
    trace runs through true samples and is never taller or shorter than the full one. A
    missing sample (NaN) is kept only where there is nothing else.
    """
    n = samples.shape[-1]
    n_bins = n // every
    body = samples[..., : n_bins * every]
    body = body.reshape(*samples.shape[:-1], n_bins, every)
    low = high = body
    missing = np.isnan(body)
    if missing.any():
        low, high = np.where(missing, np.inf, body), np.where(missing, -np.inf, body)
    lowest, highest = low.argmin(axis=-1), high.argmax(axis=-1)
    starts = every * np.arange(n_bins)
    n_tail = n - n_bins * every
    kept = np.empty((*samples.shape[:-1], 2 * n_bins + n_tail), dtype=np.intp)
    kept[..., 2 * n_bins :] = np.arange(n_bins * every, n)
    np.add(starts, np.minimum(lowest, highest), out=kept[..., : 2 * n_bins : 2])
    np.add(starts, np.maximum(lowest, highest), out=kept[..., 1 : 2 * n_bins : 2])
    return kept


def plan_plot(
    recording: Recording,
    layout_name: str,
    speed_mm_per_s: float,
    gain_mm_per_mv: float,
    page_start_s: float = 0.0,
    *,
    arrangement: Arrangement = AS_USUAL,
    span_s: float | None = None,
    row_height_mm: float | None = None,
    columns: range | None = None,
    right_mm: float = RIGHT_MARGIN_MM,
    most_mm: float = math.inf,
    scheme: Scheme = SCHEMES[DEFAULT_SCHEME],
    filtering: FilterCaption = NO_FILTERING,
) -> Plot:
    """Lay a recording out; from ``span_s`` to ``right_mm`` as in ``lay_out``.

    Traces that would leave the sheet are given room, as in ``with_room``, on a sheet no
    higher than ``most_mm``.
    """
    layout = shown_layout(layout_name, recording, speed_mm_per_s, arrangement)
    mm_per_unit = gain_mm_per_mv
    if not recording.unit_is_mv:
        fitting = fitting_mm_per_unit(recording, layout.row_height_mm)
        mm_per_unit = fitting * gain_mm_per_mv / 10
    sheet = lay_out(
        layout,
        recording.leads,
        recording.duration_s,
        PaperScale(speed_mm_per_s, mm_per_unit),
        page_start_s,
        span_s=span_s,
        row_height_mm=row_height_mm,
        columns=columns,
        right_mm=right_mm,
    )
    shifts = resting_shifts(recording)
    plot = Plot(
        recording, sheet, mm_per_unit, shifts, scheme=scheme, filtering=filtering
    )
    above_mm = below_mm = 0.0
    for cell, reach_mm in zip(sheet.cells, plot.reaches_mm, strict=True):
        if cell.row == 0:
            above_mm = max(above_mm, reach_mm[0])
        if cell.row == len(sheet.row_y_mm) - 1:
            below_mm = max(below_mm, reach_mm[1])
    return replace(plot, sheet=with_room(sheet, above_mm, below_mm, most_mm))


def resting_shifts(recording: Recording) -> dict[str, float]:
    """Return the resting level of those leads that would leave their row."""
    limit = MAX_RESTING_LEVEL_MV
    if recording.unit_is_mv and _mostly_within(recording, limit):
        return {}
    levels = _levels(recording)
    if not recording.unit_is_mv:
        limit = 0.5 * _largest_deviation(recording, levels)
    return {
        lead: float(level)
        for lead, level in zip(recording.leads, levels, strict=True)
        if abs(level) > limit
    }


def fitting_mm_per_unit(recording: Recording, row_mm: float) -> float:
    """Return a round number of mm per arbitrary unit at which traces fit a row."""
    deviation = _largest_deviation(recording, _levels(recording))
    if deviation == 0:
        return 1.0
    exact = 0.6 * row_mm / deviation
    power = 10.0 ** np.floor(np.log10(exact))
    return float(max(step * power for step in NICE_STEPS if step * power <= exact))


def _mostly_within(recording: Recording, limit: float) -> bool:
    """Return whether no lead's median can be beyond a limit, without sorting."""
    near = np.count_nonzero(np.abs(recording.sketch_mv) <= limit, axis=1)
    return bool((2 * near > recording.sketch_mv.shape[1]).all())


def _levels(recording: Recording) -> NDArray[np.float64]:
    """Return each lead's median, 0 where it has no sample.

    By sorting, because ``np.median`` would import ``numpy.ma`` before the first paint.
    """
    in_order = np.sort(recording.sketch_mv, axis=1)  # NaN last
    n_present = np.count_nonzero(~np.isnan(in_order), axis=1)
    middle = np.maximum(0, (n_present - 1) // 2)
    levels = in_order[np.arange(len(in_order)), middle].astype(np.float64)
    return np.where(n_present > 0, levels, 0.0)


def _largest_deviation(recording: Recording, levels: NDArray[np.float64]) -> float:
    deviation = np.abs(recording.sketch_mv - levels[:, None])
    present = deviation[~np.isnan(deviation)]
    return float(np.quantile(present, 0.999)) if present.size else 0.0
