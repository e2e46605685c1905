"""Kinds of beats, by their shapes, by pacing spikes and by noise.

Beats that correlate by ``ALIKE`` or more form a group. The group that most beats belong
to that no pacemaker made is the dominant one, unless its beats come early: in bigeminy
the premature beats may be the larger half. A group is paced if its beats follow
ventricular spikes; not all need to, since a filtered spike may be too small to be seen.
A beat that correlates with the dominant ones, or with the paced ones, by less than
``DIFFERENT`` is ectopic, unless it is so noisy, compared with its own size and with
other beats, that its shape says nothing, or far smaller or larger in the middle lead
than beats are: ventricular beats on LUDB and PTB-XL are 0.9 to 3.6 times as large as
the usual one, swings of the baseline taken for beats often a tenth. In between lie
beats over flutter waves, fusion beats and slightly noisy ones; they are left
unclassified.

Long recordings are read by stretches. The shapes of groups are carried from one to the
next, where they may drift slowly, as they do when the patient turns over.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ecgviewer.analysis.beats.beat_groups import BeatGroups
from ecgviewer.analysis.beats.beat_shapes import (
    ALIKE,
    Compared,
    FloatArray,
    IntArray,
    cut,
)
from ecgviewer.analysis.beats.local_median_rr import local_median_rr
from ecgviewer.analysis.beats.pacing import find_pacing_spikes
from ecgviewer.analysis.signal.filters import fill_missing
from ecgviewer.ecg.beat_classes import BeatClasses, BeatKind
from ecgviewer.ecg.beats import BeatList
from ecgviewer.ecg.recording import Recording
from ecgviewer.ecg.signal import stretches

BoolArray = NDArray[np.bool_]

# A group that follows spikes so often is paced, the other spikes being too small.
PACED_SHARE = 0.2
MIN_PACED = 2
DIFFERENT = 0.80
# A beat of another shape with more noise than this, and than so many times the noise of
# the usual beats, is an artefact.
MAX_NOISE = 0.15
NOISE_RATIO = 3.0
# So is one of another size, in the median over the leads, relative to the usual beat.
SIZES = (0.5, 5.0)
# Fewer beats alike are no dominant group, nor is one far smaller than the paced beats:
# those may be ectopic.
MIN_DOMINANT = 2
MIN_SHARE_OF_PACED = 0.25
# Beats are premature if the RR before them is so short a share of that behind, in the
# median, and the next largest group has so many beats for each of them.
EARLY_RR_RATIO = 0.8
MIN_SHARE_OF_EARLY = 0.5

# If fewer of the beats are dominant or paced, none is known to be unlike the usual: in
# strong wander each beat is unlike the others.
MIN_SHARE_OF_USUAL = 0.3

_STRETCH_S = 120.0
_MARGIN_S = 0.5
_STEP_S = 0.008
_LAG_STEP_S = 0.004
_RR_AROUND = 9


@dataclass(eq=False)
class _Comparison:
    """What was measured of each beat."""

    groups: IntArray
    fit: list[tuple[IntArray, FloatArray]]
    noise: FloatArray
    size: FloatArray

    def correlation(self, group: int) -> FloatArray:
        """Return each beat's correlation with a group, NaN where it was not compared.

        A group that began later is like none of the beats before.
        """
        correlation = np.full(self.groups.size, np.nan)
        for numbers, fit in self.fit:
            known = group < fit.shape[1]
            correlation[numbers] = fit[:, group] if known else 0.0
        return correlation

    def unlike(self, groups: Iterable[int]) -> BoolArray:
        """Return which beats were compared and are unlike each of some groups."""
        fits = [self.correlation(group) for group in groups]
        if not fits:
            return np.zeros(self.groups.size, dtype=bool)
        return np.asarray(np.max(fits, axis=0) < DIFFERENT)


def classify_beats(
    recording: Recording,
    beats: BeatList,
    *,
    cancelled: Callable[[], bool] = lambda: False,
    progress: Callable[[float], None] = lambda _fraction: None,
) -> BeatClasses:
    """Return of what kind each beat is, and the measured reasons.

    When ``cancelled`` answers True, beats not yet seen are ``unclassified``.
    """
    compared = _compare(recording, beats, cancelled, progress)
    spikes = find_pacing_spikes(recording, beats, cancelled=cancelled)
    after_spike = np.zeros(len(beats), dtype=bool)
    after_spike[spikes.beats] = True
    captured = np.zeros(len(beats), dtype=bool)
    captured[spikes.beats[spikes.ventricular]] = True
    paced = after_spike | _paced_groups(compared.groups, captured)
    rr_ratio = _rr_ratio(beats)
    usual = _usual_group(compared.groups, rr_ratio)
    return BeatClasses(
        kinds=_kinds(compared, paced, rr_ratio),
        groups=_renumbered(compared.groups, usual),
        correlation=compared.correlation(usual),
        coupling=_coupling(beats),
        noise=compared.noise,
        size=compared.size,
        spikes=spikes,
    )


def _compare(
    recording: Recording,
    beats: BeatList,
    cancelled: Callable[[], bool],
    progress: Callable[[float], None],
) -> _Comparison:
    fs, peaks = recording.fs, beats.r_peaks
    unknown = np.full(peaks.size, np.nan)
    found = _Comparison(
        np.full(peaks.size, -1, dtype=np.int64), [], unknown, unknown.copy()
    )
    known = BeatGroups()
    margin, lag_step = round(_MARGIN_S * fs), max(1, round(_LAG_STEP_S * fs))
    for start, stop in stretches(recording.n_samples, round(_STRETCH_S * fs)):
        if cancelled():
            break
        numbers = np.arange(*np.searchsorted(peaks, (start, stop)))
        first, last = max(0, start - margin), min(stop + margin, recording.n_samples)
        if numbers.size:
            signal = np.asarray(recording.signal_mv[:, first:last], dtype=np.float64)
            compared = Compared.of(signal, fs, max(1, round(_STEP_S * fs)))
            usable = compared.usable(peaks[numbers] - first)
            numbers = numbers[usable]
        if numbers.size:
            places = peaks[numbers] - first
            fit = known.place(compared, places, lag_step)
            alike = fit.max(axis=1, initial=0.0) >= ALIKE
            found.groups[numbers[alike]] = fit[alike].argmax(axis=1)
            found.fit.append((numbers, fit))
            noise, size = _noise_and_size(signal, compared, places)
            found.noise[numbers], found.size[numbers] = noise, size
        progress(stop / recording.n_samples)
    return found


def _noise_and_size(
    signal: FloatArray, compared: Compared, places: IntArray
) -> tuple[FloatArray, FloatArray]:
    """Return what the smoothing took out of each beat, and how large the rest is.

    The noise is relative to what was left of the beat, by medians over time, so that a
    QRS complex, which is sharp for less than half of it, is no noise. The size is
    relative to the usual beat, the median over the leads.
    """
    rough = np.abs(fill_missing(signal) - compared.smooth)
    removed = np.median(np.nan_to_num(cut(rough, places, compared.offsets)), axis=2)
    sizes = np.linalg.norm(compared.shapes(places), axis=2)
    sizes /= np.sqrt(compared.offsets.size)
    usual = np.median(sizes, axis=0)
    live = usual > 1e-6 * usual.max(initial=0.0)
    if not live.any():
        return np.zeros(places.size), np.ones(places.size)
    relative = sizes[:, live] / usual[live]
    total = np.maximum(relative, 1e-6).sum(axis=1)
    noise = (removed[:, live] / usual[live]).sum(axis=1) / total
    return noise, np.median(relative, axis=1)


def _paced_groups(groups: IntArray, captured: BoolArray) -> BoolArray:
    """Return which beats belong to groups whose beats follow ventricular spikes."""
    paced = np.zeros(groups.size, dtype=bool)
    for group in np.unique(groups[captured & (groups >= 0)]):
        members = groups == group
        n_captured = (captured & members).sum()
        if n_captured >= max(MIN_PACED, PACED_SHARE * members.sum()):
            paced |= members
    return paced


def _rr_ratio(beats: BeatList) -> FloatArray:
    """Return the RR interval before each beat over that behind it; NaN at both ends."""
    ratio = np.full(len(beats), np.nan)
    if len(beats) > 2:
        rr = beats.rr_s
        ratio[1:-1] = rr[:-1] / rr[1:]
    return ratio


def _usual_group(groups: IntArray, rr_ratio: FloatArray) -> int:
    """Return the group of the usual beats; those without a group are -1."""
    sizes = np.bincount(groups[groups >= 0], minlength=2)
    largest, second = (int(group) for group in np.argsort(-sizes, kind="stable")[:2])
    early = _median_ratio(groups == largest, rr_ratio) < EARLY_RR_RATIO
    enough = max(MIN_DOMINANT, MIN_SHARE_OF_EARLY * sizes[largest])
    return second if early and sizes[second] >= enough else largest


def _median_ratio(members: BoolArray, rr_ratio: FloatArray) -> float:
    known = rr_ratio[members & np.isfinite(rr_ratio)]
    return float(np.median(known)) if known.size else 1.0


def _renumbered(groups: IntArray, usual: int) -> IntArray:
    """Return groups numbered by size, the usual one 0."""
    sizes = np.bincount(groups[groups >= 0], minlength=usual + 1)
    order = np.argsort(-sizes, kind="stable")
    order = np.concatenate([[usual], order[order != usual]])
    rank = np.empty(sizes.size, dtype=np.int64)
    rank[order] = np.arange(sizes.size)
    renamed = np.full(groups.size, -1, dtype=np.int64)
    renamed[groups >= 0] = rank[groups[groups >= 0]]
    return renamed


def _kinds(
    compared: _Comparison, paced: BoolArray, rr_ratio: FloatArray
) -> tuple[BeatKind, ...]:
    groups, noise = compared.groups, compared.noise
    own = _own_group(groups, paced, np.isfinite(noise), rr_ratio)
    different = compared.unlike(
        _usual_group(groups[of], rr_ratio[of]) for of in (own, paced) if of.any()
    )
    if (own | paced).sum() < MIN_SHARE_OF_USUAL * np.isfinite(noise).sum():
        different[:] = False
    level = float(np.median(noise[own])) if own.any() else 0.0
    noisy = noise > max(MAX_NOISE, NOISE_RATIO * level)
    odd_size = (compared.size < SIZES[0]) | (compared.size > SIZES[1])
    no_beat = noisy | odd_size
    kinds: list[BeatKind] = ["unclassified"] * groups.size
    for number in range(groups.size):
        if paced[number]:
            kinds[number] = "paced"
        elif own[number]:
            kinds[number] = "dominant"
        elif different[number]:
            kinds[number] = "artefact" if no_beat[number] else "ectopic"
    return tuple(kinds)


def _own_group(
    groups: IntArray, paced: BoolArray, compared: BoolArray, rr_ratio: FloatArray
) -> BoolArray:
    """Return which beats are of the dominant group; none if no group stands out."""
    unpaced = (groups >= 0) & ~paced
    if not unpaced.any():
        return unpaced
    own = unpaced & (groups == _usual_group(np.where(unpaced, groups, -1), rr_ratio))
    few = own.sum() < min(MIN_DOMINANT, compared.sum())
    rare = own.sum() < MIN_SHARE_OF_PACED * paced.sum()
    return np.zeros_like(own) if few or rare else own


def _coupling(beats: BeatList) -> FloatArray:
    """Return the RR interval before each beat over the median of those around it."""
    coupling = np.full(len(beats), np.nan)
    if len(beats) > 2:
        coupling[1:] = beats.rr_s / local_median_rr(beats.rr_s, _RR_AROUND)
    return coupling
