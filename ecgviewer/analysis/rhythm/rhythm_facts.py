"""Decides what the rhythm is taken for: regular, fast, with P, paced."""

import numpy as np
from numpy.typing import NDArray

from ecgviewer.analysis.beats.measured_beats import MeasuredBeats
from ecgviewer.analysis.beats.rr_gaps import PAUSE_S
from ecgviewer.analysis.rhythm.rhythm import rr_variation, steady_share
from ecgviewer.ecg.fiducials import Fiducials, Point
from ecgviewer.ecg.rhythm_facts import RhythmFacts

FloatArray = NDArray[np.float64]

# RR intervals that vary by more are irregular, unless single beats make them so.
IRREGULAR_VARIATION = 0.10
# Single beats may come early or late, as captured ones do; in fibrillation fewer RR
# intervals than this are near the usual one.
STEADY_SHARE = 0.85
# A long RR interval is a pause in a slow rhythm, too, if it is so many usual ones.
PAUSE_OF_USUAL = 1.5
# At faster rates T may run into the next P.
FUSION_BPM = 110.0
# From so many of the beats on, P belongs to the rhythm.
P_PRESENT_SHARE = 0.5
# Between the waves of fibrillation a delineator finds P waves that are none, but these
# keep no distance from QRS. So in an irregular rhythm almost all beats must have a P,
# or this share of them one at about the median distance, and of no fewer beats. Chosen
# on folds 1-8 of PTB-XL: of 89 recordings in fibrillation none has more than .56, of 65
# irregular ones in sinus rhythm 62 have more than .6.
P_PRESENT_SHARE_IRREGULAR = 0.9
P_STEADY_SHARE, STEADY_S, MIN_STEADY = 0.6, 0.030, 5
# With P before more of the beats than this it may be before all of them.
MOST_P_SHARE = 0.10
# The P of a beat earlier than this share of the usual RR interval may lie in the T
# before it. Atrial fibrillation has no more P waves in its later beats.
_EARLY = 0.9
_MIN_ON_TIME = 3
_ROOM_FOR_P_S = 0.4


def rhythm_facts(
    beats: MeasuredBeats,
    fiducials: Fiducials | None,
    *,
    paced: bool = False,
    paced_atria: bool = False,
) -> RhythmFacts:
    """Return what beats and their fiducials say of the rhythm.

    What is asked of the signal is not among it: ``further_p`` and ``atrial_waves``.

    Parameters
    ----------
    paced, paced_atria : bool
        As in ``RhythmFacts``.
    """
    rr = beats.known_rr_s
    rate_bpm = 60.0 / float(rr.mean()) if rr.size else None
    variation = rr_variation(_without_pauses(beats.normal_rr_s))
    varies = variation > IRREGULAR_VARIATION
    regular = is_regular(steady_share(beats), varies=varies)
    share = None if fiducials is None else _p_share(beats, fiducials)
    has_p = True if paced_atria else None
    if has_p is None and fiducials is not None:
        has_p = _has_p(beats, fiducials, share, varies=varies)
    return RhythmFacts(
        rate_bpm=rate_bpm,
        rr_variation=variation,
        irregular=varies and not regular,
        regular=regular,
        fast=rate_bpm is not None and rate_bpm >= FUSION_BPM,
        p_share=share,
        has_p=has_p,
        p_absent=is_p_absent(has_p, share),
        paced=paced,
        paced_atria=paced_atria,
    )


def is_regular(share: float | None, *, varies: bool) -> bool | None:
    """Return whether a rhythm is regular but for single beats; ``None`` if not known.

    Parameters
    ----------
    share : float or None
        ``steady_share``.
    varies : bool
        Whether RR intervals as a whole vary by more than ``IRREGULAR_VARIATION``.
    """
    if share is None:
        return False if varies else None
    return share >= STEADY_SHARE


def is_p_absent(has_p: bool | None, share: float | None) -> bool | None:
    """Return whether there is no P; ``None`` if it was seen before some beats only."""
    if has_p is not False:
        return None if has_p is None else False
    return None if share is not None and share > MOST_P_SHARE else True


def _without_pauses(rr_s: FloatArray) -> FloatArray:
    """Return RR intervals, those of a pause NaN.

    A pause is a value of its own; one in a day of beats makes no rhythm irregular.
    """
    known = rr_s[np.isfinite(rr_s)]
    usual = float(np.median(known)) if known.size else 0.0
    pause = (rr_s > PAUSE_S) & (rr_s > PAUSE_OF_USUAL * usual)
    return np.where(pause, np.nan, rr_s)


def points_of(
    fiducials: Fiducials, rows: NDArray[np.int64], point: Point
) -> FloatArray:
    """Return one common point for each row in s, NaN for row -1."""
    values = np.append(fiducials.common(point), np.nan)
    return np.asarray(values[rows], dtype=np.float64)


def _p_share(beats: MeasuredBeats, fiducials: Fiducials) -> float | None:
    seen = rows_with_room_for_p(beats, fiducials)
    if not seen.size:
        return None
    return float(np.isfinite(points_of(fiducials, seen, "p_onset")).mean())


def rows_with_room_for_p(
    beats: MeasuredBeats, fiducials: Fiducials
) -> NDArray[np.int64]:
    """Return the rows of dominant beats but those whose P may lie before the recording.

    All of them if it may of each.
    """
    rows = beats.rows_of(fiducials)
    rows = rows[beats.dominant & (rows >= 0)]
    seen = rows[fiducials.r_peaks_s[rows] > _ROOM_FOR_P_S]
    return seen if seen.size else rows


def _has_p(
    beats: MeasuredBeats,
    fiducials: Fiducials,
    share: float | None,
    *,
    varies: bool,
) -> bool | None:
    """Return whether P waves belong to the rhythm; ``None`` if nothing is known."""
    on_time = _p_share_on_time(beats, fiducials)
    share = share if on_time is None else on_time
    if share is None:
        return None
    if not varies:
        return share >= P_PRESENT_SHARE
    steady = _p_steady_share(beats, fiducials) >= P_STEADY_SHARE
    return steady or share >= P_PRESENT_SHARE_IRREGULAR


def _p_steady_share(beats: MeasuredBeats, fiducials: Fiducials) -> float:
    """Return the share of the dominant beats with P at about the usual distance.

    0 if that is known of too few.
    """
    seen = rows_with_room_for_p(beats, fiducials)
    onset = points_of(fiducials, seen, "p_onset")
    pr_s = points_of(fiducials, seen, "qrs_onset") - onset
    known = pr_s[np.isfinite(pr_s)]
    if not known.size:
        return 0.0
    steady = np.count_nonzero(np.abs(known - np.median(known)) <= STEADY_S)
    return float(steady / seen.size) if steady >= MIN_STEADY else 0.0


def _p_share_on_time(beats: MeasuredBeats, fiducials: Fiducials) -> float | None:
    """Return the share with P of the dominant beats that do not come early.

    Their P no T hides. ``None`` if that is not known.
    """
    if not beats.known_rr_s.size:
        return None
    rows = beats.rows_of(fiducials)
    early = beats.rr_s < _EARLY * float(np.median(beats.known_rr_s))
    seen = beats.dominant & (rows >= 0) & (beats.times_s > _ROOM_FOR_P_S) & ~early
    if np.count_nonzero(seen) < _MIN_ON_TIME:
        return None
    present = np.isfinite(points_of(fiducials, rows[seen], "p_onset"))
    return float(present.mean())
