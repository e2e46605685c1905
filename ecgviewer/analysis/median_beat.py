"""Median beats: all leads aligned on one list of R peaks, the odd beats set apart.

The dominant morphology is the largest group of beats alike. Two beats are compared
from 100 ms before to 200 ms after R: in each lead by the correlation of the samples,
smoothed over 20 ms and freed of level and slope, then averaged over the leads by the
size of the template in them. So a lead that is noisy or off counts for no more than it
shows, and wander counts for nothing. A beat below 0.90 is different; what it is, an
ectopic beat or an artefact, is left to the reader.

R peaks may lie on R in one beat and on S in the next; before beats are compared, each
is moved by up to 40 ms to where it correlates best.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ecgviewer.analysis.filters import fill_missing
from ecgviewer.ecg.beats import BeatList
from ecgviewer.ecg.median_beat import Abstention, MedianBeats
from ecgviewer.ecg.recording import Recording

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]

BEFORE_R_S, AFTER_R_S = 0.30, 0.50
# At faster rates the window ends where the neighbours begin.
BEFORE_R_SHARE, AFTER_R_SHARE = 0.4, 0.6
COMPARED_S = (-0.10, 0.20)
DOMINANT_CORRELATION = 0.90
MIN_BEATS = 3
# A median needs no more, and a day has a hundred thousand.
MAX_BEATS = 200

_SMOOTHING_S = 0.02
_MAX_LAG_S = 0.04
_MAX_SEEDS = 40
_ROUNDS = 2
# A lead in which a beat is smaller than this share of the usual is off for that beat.
_OFF_SHARE = 0.05
_MIN_LEADS = 0.5
# The baseline is the flattest such stretch between P and QRS, or before P.
_BASELINE_S = 0.04
_BASELINE_BEFORE_R_S = 0.04


def median_beats(
    recording: Recording, beats: BeatList, first_beat: int = 0
) -> MedianBeats | Abstention:
    """Lay beats over each other; of many, ``MAX_BEATS`` from ``first_beat`` on.

    Each beat's baseline is the median level of one stretch of 40 ms before R, the same
    for all beats: the flattest of the median beat over all leads, which lies between P
    and QRS or, without a flat PR segment, before P.
    """
    numbers = np.arange(first_beat, min(len(beats), first_beat + MAX_BEATS))
    if numbers.size == 0:
        return "no_beats"
    fs, peaks = recording.fs, beats.r_peaks[numbers]
    offsets = _window(peaks, fs)
    lag = round(_MAX_LAG_S * fs)
    reach = max(-int(offsets[0]), int(offsets[-1])) + lag + 1
    start = max(0, int(peaks[0]) - reach)
    stop = min(recording.n_samples, int(peaks[-1]) + reach)
    signal = np.asarray(recording.signal_mv[:, start:stop], dtype=np.float64)
    compared = _Compared.of(signal, fs)
    usable = compared.usable(peaks - start, lag)
    if usable.sum() < MIN_BEATS:
        return "few_beats"
    aligned = _align(compared, peaks[usable] - start, lag)
    if aligned is None:
        return "no_dominant"
    places, correlation = aligned
    dominant = correlation >= DOMINANT_CORRELATION
    stacked = _cut(signal, places, offsets)
    raw_median = _median(stacked[dominant])
    baseline = _flattest(raw_median, offsets, fs)
    levels = _median(np.moveaxis(stacked[:, :, baseline], 2, 0))
    stacked -= levels[:, :, None]
    return MedianBeats(
        leads=recording.leads,
        fs=fs,
        offsets=offsets,
        numbers=numbers[usable],
        r_peaks=places + start,
        beats=stacked.astype(np.float32),
        median=_median(stacked[dominant]).astype(np.float32),
        correlation=correlation,
        dominant=dominant,
        baseline_s=(offsets[baseline.start] / fs, offsets[baseline.stop - 1] / fs),
        left_out=tuple(numbers[~usable].tolist()),
    )


def _window(peaks: IntArray, fs: float) -> IntArray:
    """Return the samples of a beat relative to R, as the usual RR interval allows."""
    before_s, after_s = BEFORE_R_S, AFTER_R_S
    if peaks.size > 1:
        rr_s = float(np.median(np.diff(peaks))) / fs
        before_s = min(before_s, BEFORE_R_SHARE * rr_s)
        after_s = min(after_s, AFTER_R_SHARE * rr_s)
    return np.arange(-round(before_s * fs), round(after_s * fs) + 1)


def _cut(signal: FloatArray, places: IntArray, offsets: IntArray) -> FloatArray:
    """Return stretches around places, shape (n_places, n_leads, n_offsets).

    NaN where a stretch reaches beyond the signal.
    """
    index = places[:, None] + offsets
    outside = (index < 0) | (index >= signal.shape[1])
    cut: FloatArray = signal[:, np.where(outside, 0, index)].swapaxes(0, 1)
    cut[np.broadcast_to(outside[:, None, :], cut.shape)] = np.nan
    return cut


def _median(values: FloatArray) -> FloatArray:
    """Return the median over the first axis of what is not NaN, NaN if nothing is."""
    in_order = np.sort(values, axis=0)  # NaN last
    n_present = np.count_nonzero(~np.isnan(values), axis=0)
    low, high = np.maximum(0, (n_present - 1) // 2), n_present // 2
    high = np.minimum(high, len(values) - 1)
    ends = [np.take_along_axis(in_order, k[None], axis=0)[0] for k in (low, high)]
    middle = np.where(n_present % 2 == 1, ends[0], (ends[0] + ends[1]) / 2)
    return np.where(n_present > 0, middle, np.nan)


def _flattest(median: FloatArray, offsets: IntArray, fs: float) -> slice:
    """Return which samples of the window are the baseline."""
    width = max(2, round(_BASELINE_S * fs))
    last = int(np.searchsorted(offsets, -round(_BASELINE_BEFORE_R_S * fs)))
    last = max(width, last)
    known = median[~np.isnan(median[:, :last]).any(axis=1), :last]
    if known.size == 0:
        return slice(0, width)
    steep = (np.diff(known, axis=1) ** 2).sum(axis=0)
    sums = np.convolve(steep, np.ones(width - 1), mode="valid")
    # Of stretches equally flat the one nearest to R: it is the PR segment.
    flattest = np.flatnonzero(sums <= 1.5 * sums.min() + 1e-12)[-1]
    return slice(int(flattest), int(flattest) + width)


@dataclass(frozen=True, eq=False)
class _Compared:
    """A signal prepared for comparing stretches of it."""

    smooth: FloatArray  # (n_leads, n_samples), nothing missing
    missing: NDArray[np.bool_]
    offsets: IntArray
    trend: FloatArray  # orthonormal level and slope, (n_offsets, 2)

    @staticmethod
    def of(signal: FloatArray, fs: float) -> "_Compared":
        width = max(1, round(_SMOOTHING_S * fs))
        kernel = np.ones(width) / width
        filled = fill_missing(signal)
        smooth = np.stack([np.convolve(row, kernel, mode="same") for row in filled])
        offsets = np.arange(round(COMPARED_S[0] * fs), round(COMPARED_S[1] * fs) + 1)
        line = np.stack([np.ones(offsets.size), offsets - offsets.mean()], axis=1)
        trend = line / np.linalg.norm(line, axis=0)
        return _Compared(smooth, np.isnan(signal), offsets, trend)

    def usable(self, places: IntArray, lag: int) -> NDArray[np.bool_]:
        """Return which beats lie within the signal and have most of their leads."""
        first, last = places + self.offsets[0] - lag, places + self.offsets[-1] + lag
        inside = (first >= 0) & (last < self.smooth.shape[1])
        present = self.norms(self.shapes(places)) > 0
        n_live = np.count_nonzero(present[inside].any(axis=0)) if inside.any() else 0
        enough = present.sum(axis=1) >= max(1.0, _MIN_LEADS * n_live)
        result: NDArray[np.bool_] = inside & enough
        return result

    def shapes(self, places: IntArray) -> FloatArray:
        """Return stretches without level and slope; 0 where a lead is missing."""
        cut = _cut(self.smooth, places, self.offsets)
        gone = _cut(self.missing.astype(np.float64), places, self.offsets)
        cut -= (cut @ self.trend) @ self.trend.T
        cut[~(gone.sum(axis=2) == 0)] = 0.0
        return cut

    @staticmethod
    def norms(shapes: FloatArray) -> FloatArray:
        """Return the size of each beat in each lead, 0 where the lead is off."""
        norms: FloatArray = np.linalg.norm(shapes, axis=2)
        usual = np.array([_usual(lead[lead > 0]) for lead in norms.T])
        norms[norms < np.maximum(_OFF_SHARE * usual, 1e-9)] = 0.0
        return norms


def _usual(norms: FloatArray) -> float:
    return float(np.median(norms)) if norms.size else 0.0


def _align(
    compared: _Compared, places: IntArray, lag: int
) -> tuple[IntArray, FloatArray] | None:
    """Return where the beats coincide best, and how well each fits the dominant ones.

    ``None`` if no group of ``MIN_BEATS`` beats is alike.
    """
    step = max(1, -(-places.size // _MAX_SEEDS))
    seeds = compared.shapes(places[::step])
    lags, correlation = _best_lags(compared, places, seeds, lag)
    alike = correlation >= DOMINANT_CORRELATION
    # Of groups equally large, the one that is more alike.
    rank = alike.sum(axis=0) + correlation.mean(axis=0) / 10
    seed = int(np.argmax(rank))
    chosen, fit = places + lags[:, seed], correlation[:, seed]
    for _ in range(_ROUNDS):
        group = fit >= DOMINANT_CORRELATION
        if group.sum() < MIN_BEATS:
            return None
        template = _median(compared.shapes(chosen[group]))[None]
        # R must stay R: the group as a whole is not moved.
        lags, correlation = _best_lags(compared, places, template, lag)
        lags -= round(float(np.median(lags[group])))
        chosen = places + np.clip(lags[:, 0], -lag, lag)
        fit = correlation[:, 0]
    return (chosen, fit) if (fit >= DOMINANT_CORRELATION).sum() >= MIN_BEATS else None


def _best_lags(
    compared: _Compared, places: IntArray, templates: FloatArray, lag: int
) -> tuple[IntArray, FloatArray]:
    """Return for each beat and template the best lag and the correlation there."""
    weights = np.linalg.norm(templates, axis=2)  # (n_templates, n_leads)
    unit = templates / np.maximum(weights, 1e-12)[:, :, None]
    weighted = (unit * weights[:, :, None]).reshape(len(templates), -1)
    best = np.full((places.size, len(templates)), -np.inf)
    lags = np.zeros(best.shape, dtype=np.int64)
    # From no lag outwards, so that a tie leaves the beat where it is.
    for moved in sorted(range(-lag, lag + 1), key=abs):
        shapes = compared.shapes(places + moved)
        norms = compared.norms(shapes)
        shapes /= np.where(norms > 0, norms, np.inf)[:, :, None]
        total = (norms > 0) @ weights.T
        score = shapes.reshape(places.size, -1) @ weighted.T
        score = np.divide(score, total, out=np.zeros(score.shape), where=total > 0)
        better = score > best
        best[better], lags[better] = score[better], moved
    return lags, best
