"""Beats of another shape that the atria conduct all the same.

A bundle that is refractory, or an accessory pathway, changes QRS from one beat to the
next: rate-dependent bundle branch block is one shape for minutes, then another. Such
beats come when the next beat of the rhythm is due, and after a P at its usual distance;
ectopic ones come early or late, or have no P of their own.
"""

import numpy as np
from numpy.typing import NDArray

from ecgviewer.analysis.beats.beat_table import BeatTable
from ecgviewer.analysis.rhythm.rhythm import PREMATURE_SHARE
from ecgviewer.analysis.rhythm.rhythm_facts import (
    MIN_STEADY,
    P_STEADY_SHARE,
    STEADY_S,
)

BoolArray = NDArray[np.bool_]

# So many beats of another shape, and all of them conducted, need no neighbours.
MIN_SINGLE = 3

# RR this much shorter than usual is that of a premature beat, this much longer that of
# a late one.
OFF_TIME = 1.0 - PREMATURE_SHARE


def aberrant_beats(table: BeatTable) -> BoolArray | None:
    """Return which beats of another shape are conducted, shape (n_beats,).

    ``None`` where it cannot be told: without fiducials or kinds of beats, or where the
    dominant beats have no usual PR or no usual RR.
    """
    beats = table.beats
    if beats.ectopic is None:
        return None
    pr_s, usual_pr_s = (
        pr_ms["pr_ms"] / 1000 for pr_ms in (table.lengths_ms, table.known_ms)
    )
    rr = beats.normal_rr_s[np.isfinite(beats.normal_rr_s)]
    # Where each second beat is of another shape, none lies between two usual ones.
    rr = rr if rr.size else beats.known_rr_s
    if usual_pr_s.size < MIN_STEADY or not rr.size:
        return None
    middle_s, usual_s = float(np.median(usual_pr_s)), float(np.median(rr))
    steady = np.count_nonzero(np.abs(usual_pr_s - middle_s) <= STEADY_S)
    if steady < P_STEADY_SHARE * beats.dominant.sum():
        return None
    with np.errstate(invalid="ignore"):
        after_p = np.abs(pr_s - middle_s) <= STEADY_S
        off_time = np.abs(beats.rr_s / usual_s - 1.0) > OFF_TIME
    known = np.isfinite(beats.rr_s)
    # The interval behind a beat is the one before the next.
    off_time |= np.append(off_time[1:], False)
    known |= np.append(known[1:], False)
    found: BoolArray = beats.ectopic & after_p & known & ~off_time
    judged = beats.ectopic & known
    return found if _all_are(found, judged) else found & _in_a_row(found)


def _all_are(found: BoolArray, judged: BoolArray) -> bool:
    """Return whether so many single beats are marked that chance does not do it.

    As in block of every second beat: of three beats of the ventricles one in a thousand
    times each has a P at the usual distance.
    """
    n_judged = int(judged.sum())
    return n_judged >= MIN_SINGLE and bool((found == judged).all())


def _in_a_row(found: BoolArray) -> BoolArray:
    """Return which of those marked have a neighbour that is marked, too.

    Before a beat of the ventricles P lies where it does by chance: in about one of ten
    within ``STEADY_S`` of the usual PR. One such beat must not end a run.
    """
    padded = np.concatenate([[False], found, [False]])
    beside: BoolArray = padded[:-2] | padded[2:]
    return beside
