"""Median beats: all leads aligned on one list of R peaks, the odd beats set apart.

The dominant morphology is the largest group of beats alike (``beat_shapes``). A beat
that correlates with their median by less than 0.90 is different; what it is, an ectopic
beat or an artefact, ``beat_classes`` says.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ecgviewer.analysis.beats.beat_shapes import (
    ALIKE,
    COMPARED_S,
    MAX_LAG_S,
    Compared,
    cut,
    from_baseline,
    median,
)
from ecgviewer.analysis.beats.beat_windows import AroundBeats
from ecgviewer.analysis.median.residual_noise import residual_noise
from ecgviewer.ecg.beat_classes import BeatClasses
from ecgviewer.ecg.beats import BeatList
from ecgviewer.ecg.median_beat import Abstention, MedianBeats
from ecgviewer.ecg.pacing import PacingSpikes
from ecgviewer.ecg.recording import Recording

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
BoolArray = NDArray[np.bool_]

BEFORE_R_S, AFTER_R_S = 0.30, 0.50
# At faster rates the window ends where the neighbours begin.
BEFORE_R_SHARE, AFTER_R_SHARE = 0.4, 0.6
# A late end of T is seen with so much behind it as its baseline is taken from, an early
# P with so much before it, as long as the QRS before stays outside.
BEHIND_T_S, BEFORE_P_S = 0.06, 0.06
BEFORE_R_SHARE_WITH_P = 0.8
MIN_BEATS = 3
# A median needs no more, and a day has a hundred thousand.
MAX_BEATS = 200

_MAX_SEEDS = 40
# Beats are moved and smoothed, both within this.
_SETTLING_S = MAX_LAG_S + 0.02
# Samples are compared this far apart, lags twice as far at first: smoothed beats lose
# nothing by it.
_STEP_S = 0.004
_ROUNDS = 2
# Wander is told from so much around each beat, and from all in between where beats
# follow each other within twice that.
_WANDER_REACH_S = 1.5
# The baseline is the flattest such stretch between P and QRS, or before P.
_BASELINE_S = 0.04
_BASELINE_BEFORE_R_S = 0.04
# Pacing spikes further apart are two.
_SPIKES_APART_S = 0.008


def median_beats(
    recording: Recording,
    beats: BeatList,
    first_beat: int | None = None,
    classes: BeatClasses | None = None,
    t_offset_s: float = 0.0,
    p_onset_s: float = 0.0,
    among: IntArray | None = None,
) -> MedianBeats | Abstention:
    """Lay beats over each other; of many, ``MAX_BEATS`` from the whole recording.

    ``among`` are the numbers of those that are taken from, in order; all if it is not
    given. With ``first_beat`` the next ``MAX_BEATS`` from there on are taken instead.

    The window becomes longer where T ends late, ``t_offset_s`` after R, and where P
    begins early, at ``p_onset_s``, which is negative.

    With ``classes`` the dominant beats are those of the whole recording's largest
    group, and of many beats only these are taken; without, the largest group of these.

    Each beat's baseline is the median level of one stretch of 40 ms before R, the same
    for all beats: the flattest of the median beat over all leads, which lies between P
    and QRS or, without a flat PR segment, before P. Wander and mains hum are taken
    away before (``residual_noise``), so that ST and T are no higher or lower for them.
    """
    numbers = _numbers(len(beats), first_beat, among, classes)
    if numbers.size == 0:
        return "no_beats"
    fs, peaks = recording.fs, beats.r_peaks[numbers]
    offsets = _window(beats.r_peaks, numbers, fs, t_offset_s, p_onset_s)
    around = AroundBeats.of(recording, peaks, _reach_s(offsets, fs))
    laid = _laid(around, peaks, numbers, fs, classes)
    if not isinstance(laid, _Laid):
        return laid
    alike = _alike(len(beats), numbers, laid.usual[0], classes)
    stacked, baseline = _levelled(around, laid, offsets, fs, beats.r_peaks, alike)
    return MedianBeats(
        leads=recording.leads,
        fs=fs,
        offsets=offsets,
        numbers=laid.numbers,
        r_peaks=laid.r_peaks,
        beats=stacked.astype(np.float32),
        median=median(stacked[laid.dominant]).astype(np.float32),
        correlation=laid.correlation,
        dominant=laid.dominant,
        baseline_s=(offsets[baseline.start] / fs, offsets[baseline.stop - 1] / fs),
        left_out=tuple(np.setdiff1d(numbers, laid.numbers).tolist()),
        spikes_s=() if classes is None else usual_spikes_s(classes.spikes, *laid.usual),
    )


@dataclass(frozen=True, eq=False)
class _Laid:
    """Usable beats as they coincide, and how well each fits the dominant ones.

    ``places`` are their R peaks in the signal around them, ``r_peaks`` those in the
    recording.
    """

    numbers: IntArray
    places: IntArray
    r_peaks: IntArray
    correlation: FloatArray
    dominant: BoolArray

    @property
    def usual(self) -> tuple[IntArray, IntArray]:
        """The numbers and R peaks of the dominant ones."""
        return self.numbers[self.dominant], self.r_peaks[self.dominant]

    def put_into(self, r_peaks: IntArray) -> IntArray:
        """Return the recording's R peaks, with those of these beats where they are."""
        found = r_peaks.copy()
        found[self.numbers] = self.r_peaks
        return found


def _laid(
    around: AroundBeats,
    peaks: IntArray,
    numbers: IntArray,
    fs: float,
    classes: BeatClasses | None,
) -> _Laid | Abstention:
    """Lay beats over each other by their shapes."""
    peaks_in = around.places(peaks)
    step = max(1, round(_STEP_S * fs))
    compared = Compared.of(around.signal, fs, step)
    usable = compared.usable(peaks_in)
    if usable.sum() < MIN_BEATS:
        return "few_beats"
    of_group = np.ones(numbers.size, dtype=bool)
    if classes is not None:
        of_group = classes.usual[numbers]
    of_group = of_group[usable]
    aligned = _align(compared, peaks_in[usable], of_group, 2 * step)
    if aligned is None:
        return "no_dominant"
    places, correlation = aligned
    return _Laid(
        numbers[usable],
        places,
        places + (peaks - peaks_in)[usable],
        correlation,
        (correlation >= ALIKE) & of_group,
    )


def _levelled(
    around: AroundBeats,
    laid: _Laid,
    offsets: IntArray,
    fs: float,
    r_peaks: IntArray,
    alike: BoolArray,
) -> tuple[FloatArray, slice]:
    """Return the beats from their baseline, without noise, and where that lies.

    ``r_peaks`` are all of the recording, ``alike`` which look like the dominant ones.
    """
    level = median(cut(around.signal, laid.places, offsets)[laid.dominant])
    baseline = _flattest(level, offsets, fs)
    r_peaks = laid.put_into(r_peaks)
    noise = residual_noise(around, fs, offsets, baseline, r_peaks, alike)
    stacked = cut(around.signal - noise, laid.places, offsets)
    return from_baseline(stacked, baseline), baseline


def _numbers(
    n_beats: int,
    first_beat: int | None,
    among: IntArray | None,
    classes: BeatClasses | None,
) -> IntArray:
    """Return which beats are laid over each other."""
    if first_beat is not None:
        return np.arange(first_beat, min(n_beats, first_beat + MAX_BEATS))
    return _spread(np.arange(n_beats) if among is None else among, classes)


def usual_spikes_s(
    spikes: PacingSpikes, numbers: IntArray, r_peaks: IntArray
) -> tuple[float, ...]:
    """Return when spikes lie in half of these beats or more; some have several."""
    own = np.isin(spikes.beats, numbers)
    beats = spikes.beats[own]
    rows = np.searchsorted(numbers, beats)
    from_r_s = (spikes.samples[own] - r_peaks[rows]) / spikes.fs
    order = np.argsort(from_r_s, kind="stable")
    gaps = np.flatnonzero(np.diff(from_r_s[order]) > _SPIKES_APART_S) + 1
    return tuple(
        float(np.median(from_r_s[alike]))
        for alike in np.split(order, gaps)
        if 2 * np.unique(beats[alike]).size >= max(1, numbers.size)
    )


def _spread(numbers: IntArray, classes: BeatClasses | None) -> IntArray:
    """Return ``MAX_BEATS`` of these beats, evenly; all if they are no more."""
    if numbers.size <= MAX_BEATS:
        return numbers
    if classes is not None:
        # Every so many beats of bigeminy are all of one kind, maybe the other one.
        alike = numbers[classes.usual[numbers]]
        numbers = alike if alike.size >= MIN_BEATS else numbers
    n_taken = min(MAX_BEATS, numbers.size)
    places = np.linspace(0, numbers.size - 1, n_taken).round().astype(np.int64)
    return numbers[places]


def _reach_s(offsets: IntArray, fs: float) -> float:
    """Return how far around R the signal is needed."""
    window_s = max(-int(offsets[0]), int(offsets[-1])) / fs
    compared_s = max(-COMPARED_S[0], COMPARED_S[1])
    return max(window_s, compared_s, _WANDER_REACH_S) + _SETTLING_S


def _alike(
    n_beats: int, taken: IntArray, dominant: IntArray, classes: BeatClasses | None
) -> BoolArray:
    """Return which beats of the recording look like the dominant ones.

    ``taken`` are the numbers of the beats that were compared. Of the rest, the classes
    tell which are of the usual shape.
    """
    alike = np.zeros(n_beats, dtype=bool)
    if classes is not None:
        alike |= classes.usual
        alike[taken] = False
    alike[dominant] = True
    return alike


def _window(
    r_peaks: IntArray, numbers: IntArray, fs: float, t_offset_s: float, p_onset_s: float
) -> IntArray:
    """Return the samples of a beat relative to R, as the usual RR interval allows.

    The usual one of the recording's ``r_peaks`` from the first of ``numbers`` to the
    last.
    """
    peaks = r_peaks[numbers[0] : numbers[-1] + 1]
    before_s, after_s, with_p_s = BEFORE_R_S, AFTER_R_S, BEFORE_P_S - p_onset_s
    after_s = max(after_s, t_offset_s + BEHIND_T_S)
    if peaks.size > 1:
        rr_s = float(np.median(np.diff(peaks))) / fs
        before_s = min(before_s, BEFORE_R_SHARE * rr_s)
        after_s = min(after_s, AFTER_R_SHARE * rr_s)
        with_p_s = min(with_p_s, BEFORE_R_SHARE_WITH_P * rr_s)
    before_s = max(before_s, with_p_s)
    return np.arange(-round(before_s * fs), round(after_s * fs) + 1)


def _flattest(median: FloatArray, offsets: IntArray, fs: float) -> slice:
    """Return which samples of the window are the baseline."""
    # Beats as close as noise may be have no room for a whole stretch.
    width = min(max(2, round(_BASELINE_S * fs)), offsets.size)
    last = int(np.searchsorted(offsets, -round(_BASELINE_BEFORE_R_S * fs)))
    last = max(width, last)
    known = median[~np.isnan(median[:, :last]).any(axis=1), :last]
    if known.size == 0 or width < 2:
        return slice(0, width)
    steep = (np.diff(known, axis=1) ** 2).sum(axis=0)
    sums = np.convolve(steep, np.ones(width - 1), mode="valid")
    # Of stretches equally flat the one nearest to R: it is the PR segment.
    flattest = np.flatnonzero(sums <= 1.5 * sums.min() + 1e-12)[-1]
    return slice(int(flattest), int(flattest) + width)


def _align(
    compared: Compared, places: IntArray, of_group: NDArray[np.bool_], coarse: int
) -> tuple[IntArray, FloatArray] | None:
    """Return where the beats coincide best, and how well each fits the dominant ones.

    ``None`` if no group of ``MIN_BEATS`` beats is alike, of those that ``of_group``
    leaves to choose from.
    """
    if of_group.sum() < MIN_BEATS:
        return None
    every = max(1, -(-int(of_group.sum()) // _MAX_SEEDS))
    seeds = compared.shapes(places[of_group][::every])
    lags, correlation = compared.best_lags(places, seeds, coarse)
    alike = (correlation >= ALIKE) & of_group[:, None]
    # Of groups equally large, the one that is more alike.
    rank = alike.sum(axis=0) + correlation.mean(axis=0) / 10
    seed = int(np.argmax(rank))
    chosen, fit = places + lags[:, seed], correlation[:, seed]
    for _ in range(_ROUNDS):
        group = (fit >= ALIKE) & of_group
        if group.sum() < MIN_BEATS:
            return None
        template = median(compared.shapes(chosen[group]))
        # R must stay R: the group as a whole is not moved.
        moved, fit = compared.best_lag(places, template, coarse)
        moved -= round(float(np.median(moved[group])))
        chosen = places + np.clip(moved, -compared.lag, compared.lag)
    enough = ((fit >= ALIKE) & of_group).sum() >= MIN_BEATS
    return (chosen, fit) if enough else None
