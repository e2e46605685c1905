"""What if: a copy of a recording with something about it changed.

For asking a network what it would say then; nothing is measured of such a copy, and it
is nobody's ECG. The recording itself stays as it is.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from ecgviewer.analysis.quality.lead_reversal import EXCHANGES
from ecgviewer.analysis.signal.display_filter import Band, FilterChoice, apply_filter
from ecgviewer.ecg.beats import BeatList
from ecgviewer.ecg.fiducials import Fiducials, Point
from ecgviewer.ecg.median_beat import MedianBeats
from ecgviewer.ecg.reasons.phrase import phrase
from ecgviewer.ecg.recording import Recording

# How much of a beat lies before its R peak, as a share of RR, and at most.
BEFORE_R, BEFORE_R_S = 0.4, 0.3
AFTER_R, AFTER_R_S = 0.6, 0.5
# How fast a shifted ST segment leaves the J point, and where a median beat is joined.
RAMP_S = 0.02
# The level at an end of a stretch is the mean of so much around it.
LEVEL_S = 0.008

Float = NDArray[np.float32]


class AlterationError(Exception):
    """An alteration cannot be made; the message says why."""


@dataclass(frozen=True)
class MuteLead:
    """A lead without signal."""

    lead: str


@dataclass(frozen=True)
class MuteBeat:
    """A beat, by its number in the list, that is a straight line in every lead."""

    beat: int


@dataclass(frozen=True)
class MedianForBeat:
    """A beat with the median beat in its place."""

    beat: int


@dataclass(frozen=True)
class SwapElectrodes:
    """Two electrodes exchanged; ``pair`` is a key of ``EXCHANGES``."""

    pair: str


@dataclass(frozen=True)
class ShiftSt:
    """The ST segment of some leads, raised in every beat; sinking for below nil."""

    by_mv: float
    leads: tuple[str, ...]


@dataclass(frozen=True)
class ScaleP:
    """P waves of so many times their size; none for 0."""

    factor: float


@dataclass(frozen=True)
class FilterBand:
    """The signal as a display filter passes it."""

    band: Band


Alteration = (
    MuteLead | MuteBeat | MedianForBeat | SwapElectrodes | ShiftSt | ScaleP | FilterBand
)


@dataclass(frozen=True, eq=False)
class Landmarks:
    """What is known of the beats that are altered."""

    beats: BeatList
    fiducials: Fiducials | None = None
    median: MedianBeats | None = None


def altered(
    recording: Recording, alterations: Sequence[Alteration], known: Landmarks
) -> Recording:
    """Return a copy of a recording, altered step by step.

    Raises
    ------
    AlterationError
        For a recording that is too long to be held in memory, a lead or a beat that it
        does not have, and where no waves or no median beat are known.
    """
    if not recording.in_memory:
        raise AlterationError(phrase("A recording of this length cannot be altered."))
    signal = recording.whole_signal_mv.copy()
    for one in alterations:
        signal = _altered(replace(recording, signal_mv=signal), one, known)
    return replace(recording, signal_mv=signal)


def _altered(recording: Recording, one: Alteration, known: Landmarks) -> Float:
    signal = recording.whole_signal_mv.copy()
    match one:
        case MuteLead(lead):
            signal[_rows(recording, (lead,))] = 0.0
        case MuteBeat(beat):
            _straighten(signal, *_beat(recording, known, beat))
        case MedianForBeat(beat):
            _put_median(signal, recording, known, beat)
        case SwapElectrodes(pair):
            return _swapped(recording, pair)
        case ShiftSt(by_mv, leads):
            _shift_st(signal, recording, known, by_mv, leads)
        case ScaleP(factor):
            _scale_p(signal, recording, known, factor)
        case FilterBand(band):
            return _filtered(recording, band)
    return signal


def _rows(recording: Recording, leads: Sequence[str]) -> list[int]:
    if missing := [lead for lead in leads if lead not in recording.leads]:
        raise AlterationError(
            phrase("The recording has no lead {missing}.", missing=missing[0])
        )
    return [recording.leads.index(lead) for lead in leads]


def _beat(recording: Recording, known: Landmarks, beat: int) -> tuple[int, int]:
    """Return the first sample of a beat and the one after its last."""
    times_s = known.beats.times_s
    if not 0 <= beat < len(times_s):
        raise AlterationError(
            phrase("The recording has no beat {beat}.", beat=beat + 1)
        )
    r_s = times_s[beat]
    before_s, after_s = BEFORE_R_S, AFTER_R_S
    if beat > 0:
        before_s = min(before_s, BEFORE_R * (r_s - times_s[beat - 1]))
    if beat + 1 < len(times_s):
        after_s = min(after_s, AFTER_R * (times_s[beat + 1] - r_s))
    first = round((r_s - before_s) * recording.fs)
    stop = round((r_s + after_s) * recording.fs)
    return max(0, first), min(recording.n_samples, stop)


def _line(signal: Float, first: int, stop: int, fs: float) -> Float:
    """Return the straight line through both ends of a stretch, (n_leads, n)."""
    half = max(1, round(LEVEL_S * fs / 2))
    ends = [
        np.nan_to_num(signal[:, max(0, at - half) : at + half + 1].mean(axis=1))
        for at in (first, stop - 1)
    ]
    share = np.linspace(0.0, 1.0, stop - first, dtype=np.float32)
    line: Float = ends[0][:, None] * (1 - share) + ends[1][:, None] * share
    return line


def _straighten(signal: Float, first: int, stop: int) -> None:
    share = np.linspace(0.0, 1.0, stop - first, dtype=np.float32)
    ends = np.nan_to_num(signal[:, [first, stop - 1]])
    signal[:, first:stop] = ends[:, :1] * (1 - share) + ends[:, 1:] * share


def _put_median(
    signal: Float, recording: Recording, known: Landmarks, beat: int
) -> None:
    median = known.median
    if median is None or median.leads != recording.leads:
        raise AlterationError(phrase("There is no median beat to put in its place."))
    first, stop = _beat(recording, known, beat)
    row = median.row_of(beat)
    r_peak = (
        round(known.beats.times_s[beat] * recording.fs)
        if row is None
        else int(median.r_peaks[row])
    )
    first = max(first, r_peak + int(median.offsets[0]))
    stop = min(stop, r_peak + int(median.offsets[-1]) + 1)
    columns = np.arange(first, stop) - r_peak - int(median.offsets[0])
    shape = np.nan_to_num(median.median[:, columns])
    # The beat stands on the line that the recording has there.
    wander = _line(signal, first, stop, recording.fs)
    own = np.linspace(0.0, 1.0, stop - first, dtype=np.float32)
    flat = shape[:, :1] * (1 - own) + shape[:, -1:] * own
    signal[:, first:stop] = wander + shape - flat


def _swapped(recording: Recording, pair: str) -> Float:
    exchange = EXCHANGES[pair]
    source = recording.whole_signal_mv
    signal = source.copy()
    for row, lead in enumerate(recording.leads):
        came_from, sign = exchange.get(lead, (lead, 1))
        signal[row] = sign * source[_rows(recording, (came_from,))[0]]
    return signal


def _filtered(recording: Recording, band: Band) -> Float:
    filtered = apply_filter(recording, FilterChoice(band))
    return filtered.recording.whole_signal_mv


def _waves(known: Landmarks, *points: Point) -> NDArray[np.float64]:
    """Return points of the beats that have them all, (n_beats, n_points), in s."""
    if known.fiducials is None:
        raise AlterationError(phrase("No waves are known in this recording."))
    found = np.stack([known.fiducials.common(point) for point in points], axis=1)
    return found[np.isfinite(found).all(axis=1)]


def _shift_st(
    signal: Float,
    recording: Recording,
    known: Landmarks,
    by_mv: float,
    leads: Sequence[str],
) -> None:
    """Raise from the J point to where T begins to end, and fade out along T."""
    rows = _rows(recording, leads)
    time_s = np.arange(recording.n_samples) / recording.fs
    shift = np.zeros(recording.n_samples)
    for j_s, peak_s, off_s in _waves(known, "qrs_offset", "t_peak", "t_offset"):
        corners_s = (j_s, j_s + RAMP_S, max(peak_s, j_s + 2 * RAMP_S), off_s)
        if not (np.diff(corners_s) > 0).all():
            continue
        shift = np.maximum(shift, np.interp(time_s, corners_s, (0.0, 1.0, 1.0, 0.0)))
    signal[rows] += (by_mv * shift).astype(np.float32)


def _scale_p(
    signal: Float, recording: Recording, known: Landmarks, factor: float
) -> None:
    for onset_s, offset_s in _waves(known, "p_onset", "p_offset"):
        first = max(0, round(onset_s * recording.fs))
        stop = min(recording.n_samples, round(offset_s * recording.fs) + 1)
        if stop - first < 3:
            continue
        line = _line(signal, first, stop, recording.fs)
        signal[:, first:stop] = line + factor * (signal[:, first:stop] - line)
