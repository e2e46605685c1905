"""Stretches in which no beat was found: a pause, or beats that cannot be seen."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from ecgviewer.analysis.beats.rpeaks import signal_present_mask
from ecgviewer.ecg.reasons import rhythm as why
from ecgviewer.ecg.reasons.reason import Reason, ReasonKind
from ecgviewer.ecg.recording import Recording
from ecgviewer.ecg.signal import recorded_samples

FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]

PAUSE_S = 2.0
# A longer RR interval is one if the leads carry signal, but the reader must know of it.
MAX_USUAL_RR_S = 10.0
# Hardly a heart beats again by itself after so long; electrodes lie about for hours.
MAX_RR_S = 60.0
# Without samples for so long, a beat may have been missed.
MIN_GAP_S = 0.2
# Of a stretch whose leads do not change for most of it nothing is seen.
FLAT_SHARE = 0.5
# The beats on either side tell how small a change is none.
_BESIDE_S = 0.3

# Why beats within a stretch would not be seen; empty if they would.
Hidden = Literal["", "artefact", "missing", "flat", "endless"]


@dataclass(frozen=True)
class RrGap:
    """A stretch longer than ``PAUSE_S`` without a beat.

    Attributes
    ----------
    start_s, stop_s : float
        The beats around it, or where the recording begins or ends.
    hidden : str
    between : bool
        Whether there is a beat on either side, so that it is an RR interval.
    """

    start_s: float
    stop_s: float
    hidden: Hidden
    between: bool = True

    @property
    def length_s(self) -> float:
        return self.stop_s - self.start_s

    @property
    def is_pause(self) -> bool:
        """Whether the heart was seen not to beat for so long.

        A shorter stretch without any change is taken for a pause, but not at the ends
        of a recording, where leads are put on and taken off.
        """
        if self.hidden == "flat":
            return self.between and self.length_s <= MAX_USUAL_RR_S
        return not self.hidden

    @property
    def is_usual(self) -> bool:
        """Whether nothing needs to be said of it."""
        usual = self.between and self.length_s <= MAX_USUAL_RR_S
        return usual and not self.hidden


def rr_gap_stretches(
    recording: Recording, times_s: FloatArray, artefacts_s: FloatArray
) -> tuple[RrGap, ...]:
    """Return the stretches without a beat, in the order of time.

    Parameters
    ----------
    times_s, artefacts_s : ndarray of float64
        R peaks of beats, and what was taken for them; in order.
    """
    if not times_s.size:
        return ()
    ends = np.concatenate([[0.0], times_s, [_recorded_s(recording)]])
    found = []
    for number in np.flatnonzero(np.diff(ends) > PAUSE_S).tolist():
        start, stop = float(ends[number]), float(ends[number + 1])
        artefact = _any_within(artefacts_s, start, stop)
        hidden = "artefact" if artefact else _hidden(recording, start, stop)
        found.append(RrGap(start, stop, hidden, 0 < number < times_s.size))
    return tuple(found)


def remarks(stretches: Sequence[RrGap]) -> tuple[Reason, ...]:
    """Return what the reader must know of these stretches."""
    found: list[Reason] = []
    for seen in (True, False):
        some = [one for one in stretches if one.is_pause == seen and not one.is_usual]
        if not some:
            continue
        longest = max(some, key=lambda one: one.length_s)
        found.append(_remark(longest))
        if len(some) > 1:
            total = sum(one.length_s for one in some)
            found.append(why.SUCH_STRETCHES(n=len(some), total_s=total))
    return tuple(found)


_NO_BEAT: dict[Hidden, ReasonKind] = {
    "": why.NO_BEAT,
    "endless": why.NO_BEAT,
    "artefact": why.NO_BEAT_ARTEFACT,
    "missing": why.NO_BEAT_MISSING,
    "flat": why.NO_BEAT_FLAT,
}


def _remark(one: RrGap) -> Reason:
    return _NO_BEAT[one.hidden](length_s=one.length_s, start_s=one.start_s)


def gaps_s(recording: Recording) -> list[tuple[float, float]]:
    """Return when samples are missing in all leads.

    A stretch without any change is none: it may be asystole. A recording that stays in
    its file is not searched.
    """
    if not recording.in_memory:
        return []
    fs = recording.fs
    missing = np.asarray(np.isnan(recording.whole_signal_mv).all(axis=0))
    return [(start / fs, stop / fs) for start, stop in _long_runs(missing, fs)]


def _hidden(recording: Recording, start_s: float, stop_s: float) -> Hidden:
    if stop_s - start_s > MAX_RR_S:
        return "endless"
    fs = recording.fs
    first, last = round(start_s * fs), round(stop_s * fs)
    beside = round(_BESIDE_S * fs)
    begin = max(0, first - beside)
    signal = np.asarray(recording.signal_mv[:, begin : last + beside])
    inside = slice(first - begin, last - begin)
    missing = _long_runs(np.asarray(np.isnan(signal).all(axis=0)), fs)
    # One that goes on beyond a beat counts, too: the RR interval is not known.
    if any(start < inside.stop and stop > inside.start for start, stop in missing):
        return "missing"
    live = signal_present_mask(signal, fs)[:, inside].any(axis=0)
    return "flat" if np.mean(~live) > FLAT_SHARE else ""


def _recorded_s(recording: Recording) -> float:
    """Return where the recording ends, without silence appended to it, in s."""
    if not recording.in_memory:
        return recording.duration_s
    return recorded_samples(recording.whole_signal_mv) / recording.fs


def _any_within(times_s: FloatArray, start_s: float, stop_s: float) -> bool:
    first, last = np.searchsorted(times_s, [start_s, stop_s])
    return bool(last > first)


def _long_runs(mask: BoolArray, fs: float) -> list[tuple[int, int]]:
    """Return where a mask is set for ``MIN_GAP_S`` or longer, as (start, stop)."""
    edges = np.flatnonzero(np.diff(mask.astype(np.int8), prepend=0, append=0))
    return [
        (start, stop)
        for start, stop in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True)
        if stop - start >= MIN_GAP_S * fs
    ]
