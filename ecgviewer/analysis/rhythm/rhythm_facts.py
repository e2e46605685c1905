"""Decides what the rhythm is taken for: regular, fast, with P, paced."""

import numpy as np
from numpy.typing import NDArray

from ecgviewer.analysis.beats.beat_table import BeatTable
from ecgviewer.analysis.beats.rr_gaps import PAUSE_S
from ecgviewer.analysis.rhythm.rhythm import rr_variation, steady_share
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


def rhythm_facts(
    table: BeatTable, *, paced: bool = False, paced_atria: bool = False
) -> RhythmFacts:
    """Return what beats and their fiducials say of the rhythm.

    What is asked of the signal is not among it: ``further_p`` and ``atrial_waves``.

    Parameters
    ----------
    paced, paced_atria : bool
        As in ``RhythmFacts``.
    """
    beats = table.beats
    rr = beats.known_rr_s
    rate_bpm = 60.0 / float(rr.mean()) if rr.size else None
    variation = rr_variation(_without_pauses(beats.normal_rr_s))
    varies = variation > IRREGULAR_VARIATION
    regular = is_regular(steady_share(beats), varies=varies)
    share = _p_share(table)
    has_p = True if paced_atria else _has_p(table, share, varies=varies)
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


def _p_share(table: BeatTable) -> float | None:
    present = np.isfinite(table.at_s("p_onset"))[table.with_room_for_p]
    return float(present.mean()) if present.size else None


def _has_p(table: BeatTable, share: float | None, *, varies: bool) -> bool | None:
    """Return whether P waves belong to the rhythm; ``None`` if nothing is known."""
    on_time = _p_share_on_time(table)
    share = share if on_time is None else on_time
    if share is None:
        return None
    if not varies:
        return share >= P_PRESENT_SHARE
    steady = _p_steady_share(table) >= P_STEADY_SHARE
    return steady or share >= P_PRESENT_SHARE_IRREGULAR


def _p_steady_share(table: BeatTable) -> float:
    """Return the share of the dominant beats with P at about the usual distance.

    0 if that is known of too few.
    """
    pr_s = table.at_s("qrs_onset") - table.at_s("p_onset")
    pr_s = pr_s[table.with_room_for_p]
    known = pr_s[np.isfinite(pr_s)]
    if not known.size:
        return 0.0
    steady = np.count_nonzero(np.abs(known - np.median(known)) <= STEADY_S)
    return float(steady / pr_s.size) if steady >= MIN_STEADY else 0.0


def _p_share_on_time(table: BeatTable) -> float | None:
    """Return the share with P of the dominant beats that do not come early.

    Their P no T hides. ``None`` if that is not known.
    """
    rr = table.beats.rr_s
    known = rr[np.isfinite(rr)]
    if not known.size:
        return None
    early = rr < _EARLY * float(np.median(known))
    seen = table.measured & table.has_room_for_p & ~early
    if np.count_nonzero(seen) < _MIN_ON_TIME:
        return None
    return float(np.isfinite(table.at_s("p_onset"))[seen].mean())
