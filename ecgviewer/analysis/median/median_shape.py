"""The median beat with its fiducials and its own baseline, ready to be measured.

The baseline of a lead is its level just before QRS begins, to which ST levels refer
(Rautaharju et al. 2009); that of P is the level just before P. Pacing spikes
are cut out.
"""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from ecgviewer.analysis.rhythm.measurement_context import MeasurementContext
from ecgviewer.analysis.statistics.uncertainty import MEDIAN_VARIANCE
from ecgviewer.ecg.fiducials import POINTS, Point
from ecgviewer.ecg.median_beat import MedianBeats
from ecgviewer.ecg.median_lines import MedianLines

FloatArray = NDArray[np.float64]

# The level before a wave is the mean over this, or less where P is so near.
BASELINE_S = 0.016
# A level is the mean over this on either side.
LEVEL_HALF_S = 0.004
# Fewer beats do not tell how much they differ.
MIN_BEATS = 3
# How far a pacing spike reaches before and behind it, as recorders' filters ring.
SPIKE_S = (0.008, 0.018)


@dataclass(frozen=True, eq=False)
class MedianShape:
    """The median beat, its baseline subtracted, and when its waves begin and end.

    Attributes
    ----------
    leads : tuple of str
    fs : float
        In Hz.
    times_s : ndarray of float64, shape (n_window,)
        From the R peak.
    signal : ndarray of float64, shape (n_leads, n_window)
        In the unit of the recording; NaN where nothing is known.
    noise : ndarray of float64, shape (n_leads,)
        SD of the median's own noise, from how its beats differ.
    common_s : ndarray of float64, shape (9,)
        Fiducials of all leads from the R peak, NaN for those that are not there.
    per_lead_s : ndarray of float64, shape (n_leads, 9)
    n_beats : int
    beats : ndarray of float64, shape (n_beats, n_leads, n_window)
        Those that the median is of, each lead's level before QRS subtracted.
    """

    leads: tuple[str, ...]
    fs: float
    times_s: FloatArray
    signal: FloatArray
    noise: FloatArray
    common_s: FloatArray
    per_lead_s: FloatArray
    n_beats: int
    beats: FloatArray

    def common(self, point: Point) -> float:
        return float(self.common_s[POINTS.index(point)])

    def lead_point(self, row: int, point: Point) -> float:
        """Return a lead's own fiducial, or that of all leads where it has none."""
        own = float(self.per_lead_s[row, POINTS.index(point)])
        return own if np.isfinite(own) else self.common(point)

    def span(self, start_s: float, stop_s: float) -> slice:
        """Return the samples from one time to another, ends included.

        Empty if a time is unknown or lies outside of the window.
        """
        if not (np.isfinite(start_s) and np.isfinite(stop_s)):
            return slice(0, 0)
        half = 0.5 / self.fs
        if start_s < self.times_s[0] - half or stop_s > self.times_s[-1] + half:
            return slice(0, 0)
        first, last = np.searchsorted(self.times_s, (start_s - half, stop_s + half))
        return slice(int(first), max(int(first), int(last)))

    def level(self, at_s: float) -> FloatArray:
        """Return each lead's level at a time, shape (n_leads,); NaN outside."""
        span = self.span(at_s - LEVEL_HALF_S, at_s + LEVEL_HALF_S)
        if span.stop <= span.start:
            return np.full(len(self.leads), np.nan)
        level: FloatArray = self.signal[:, span].mean(axis=1)
        return level

    def slope(self, at_s: float) -> FloatArray:
        """Return each lead's slope at a time per s, shape (n_leads,)."""
        step_s = max(0.008, 1.0 / self.fs)
        ends = (self.level(at_s + step_s), self.level(at_s - step_s))
        slope: FloatArray = (ends[0] - ends[1]) / (2 * step_s)
        return slope

    def area(self, start: Point, stop: Point) -> FloatArray:
        """Return each lead's net area between two fiducials of all leads.

        In the unit of the recording times ms, shape (n_leads,); NaN without fiducials.
        P's baseline runs from its onset to its offset, that of other waves is QRS's.
        """
        span = self.span(self.common(start), self.common(stop))
        if span.stop - span.start < 2:
            return np.full(len(self.leads), np.nan)
        return _net_area(self.signal[:, span], start, self.fs)

    def area_of_beats(self, start: Point, stop: Point) -> FloatArray:
        """Return the net areas of single beats, shape (n_beats, n_leads).

        NaN where samples are missing, or the wave has no limits.
        """
        span = self.span(self.common(start), self.common(stop))
        if span.stop - span.start < 2:
            return np.full(self.beats.shape[:2], np.nan)
        return _net_area(self.beats[:, :, span], start, self.fs)

    def area_sd(self, start: Point, stop: Point) -> FloatArray:
        """Return how far noise may have moved each net area, SD, shape (n_leads,).

        From the areas of single beats, each about its own baseline as the median is: a
        baseline that wanders slowly moves the beat as a whole and hardly the area. NaN
        from fewer than three beats.
        """
        areas = self.area_of_beats(start, stop)
        areas = areas[np.isfinite(areas).all(axis=1)]
        n = len(areas)
        if n < MIN_BEATS:
            return np.full(len(self.leads), np.nan)
        away = np.abs(areas - np.median(areas, axis=0))
        # The median of few beats lies on one of them and hides part of the noise.
        usual = 1.4826 * np.median(away, axis=0) * np.sqrt(n / (n - 1))
        sd: FloatArray = usual * np.sqrt(MEDIAN_VARIANCE / n)
        return sd


def _net_area(wave: FloatArray, start: Point, fs: float) -> FloatArray:
    """Return the area above less that below the baseline, over the last axis."""
    if start == "p_onset":
        wave = wave - np.linspace(wave[..., 0], wave[..., -1], wave.shape[-1], axis=-1)
    area: FloatArray = wave.sum(axis=-1) * 1000.0 / fs
    return area


def median_shape(
    median: MedianBeats, lines: MedianLines, state: MeasurementContext
) -> MedianShape | None:
    """Return the median beat with its fiducials; ``None`` if QRS has none."""
    if state.changing_qrs:
        return None
    common = lines.common_s.copy()
    per_lead = np.full((len(median.leads), len(POINTS)), np.nan)
    for row, lead in enumerate(median.leads):
        if lead in lines.leads:
            per_lead[row] = lines.per_lead_s[lines.leads.index(lead)]
    if not state.rhythm.has_p:
        common[:3], per_lead[:, :3] = np.nan, np.nan
    shape = MedianShape(
        median.leads,
        median.fs,
        median.times_s,
        _without_spikes(median),
        _noise(median),
        common,
        per_lead,
        median.n_dominant,
        median.beats[median.dominant].astype(np.float64),
    )
    onset, p_offset = shape.common("qrs_onset"), shape.common("p_offset")
    start = onset - BASELINE_S
    if np.isfinite(p_offset):
        start = min(max(start, p_offset), onset - 1.0 / median.fs)
    span = shape.span(start, onset)
    if span.stop <= span.start:
        return None
    level = shape.signal[:, span].mean(axis=1, keepdims=True)
    levels = shape.beats[:, :, span].mean(axis=2, keepdims=True)
    return replace(shape, signal=shape.signal - level, beats=shape.beats - levels)


def _without_spikes(median: MedianBeats) -> FloatArray:
    """Return the median beat without pacing spikes.

    A spike is no part of QRS nor of the level before it. Up to it the level stays what
    it was; from there to where it has rung out goes a straight line.
    """
    signal = median.median.astype(np.float64)
    before_s, behind_s = SPIKE_S
    for at_s in median.spikes_s:
        ends_s = (at_s - before_s, at_s, at_s + behind_s)
        first, spike, last = np.searchsorted(median.times_s, ends_s).tolist()
        if 0 < first and last < signal.shape[1]:
            level, end = signal[:, first - 1], signal[:, last]
            signal[:, first:spike] = level[:, None]
            signal[:, spike : last + 1] = np.linspace(level, end, last + 1 - spike).T
    return signal


def _noise(median: MedianBeats) -> FloatArray:
    rest = np.abs(median.beats[median.dominant] - median.median)
    usual = np.median(np.nan_to_num(rest), axis=(0, 2))
    # The median of few beats lies on one of them and hides part of the noise.
    n = max(median.n_dominant, 1)
    share = np.sqrt(MEDIAN_VARIANCE / n) * np.sqrt(n / max(n - 1, 1))
    noise: FloatArray = 1.4826 * usual.astype(np.float64) * share
    return noise
