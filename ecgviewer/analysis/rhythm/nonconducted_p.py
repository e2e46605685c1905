"""P waves that are not each before a QRS of their own.

In second degree AV block some P waves are followed by no QRS, in complete block none
has one of its own: P and QRS go their own ways, and a QRS comes after P by chance. So
do early beats of the atria that find the AV node refractory. What is measured from P to
QRS is PR only where P keeps its distance from QRS (Surawicz et al. 2009; ACC/AHA/HRS
2018 on bradycardia, Kusumoto et al., table 4).

P waves that neither of two beats has are the delineator's (``Fiducials.other_p_s``).
What QRS or T hides is not among them, so that the counts are at least so many.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ecgviewer.analysis.beats.beat_table import BeatTable
from ecgviewer.analysis.rhythm.atrial_activity import LOWEST_BPM
from ecgviewer.analysis.rhythm.rhythm_facts import (
    P_PRESENT_SHARE_IRREGULAR,
    STEADY_S,
)
from ecgviewer.ecg.measurements import Measurement
from ecgviewer.ecg.reasons import rhythm as why
from ecgviewer.ecg.reasons.phrase import phrase
from ecgviewer.ecg.reasons.reason import Reason

FloatArray = NDArray[np.float64]

# A single one may be an error of the delineator.
MIN_WAVES = 2
# The rate of the atria is told from so many distances of P waves that are alike.
MIN_ALIKE = 3
# Between P waves with a QRS between them the atria are a little faster than between
# others (ventriculophasic arrhythmia, by some 5 to 10 %).
ALIKE_SHARE = 0.12
# Distances that are none of so many times the shortest make no rhythm of the atria.
MULTIPLES_SHARE = 0.9
_MOST_HIDDEN = 3
_METHOD = phrase(
    "60 s over the median distance of P waves that follow each other at once"
)


@dataclass(frozen=True)
class PWithoutQrs:
    """What P waves that no beat has mean.

    Attributes
    ----------
    n_followed_by_none : int
        P waves after which another P comes before the next QRS.
    n_steady, n_beats : int
        Beats of the usual shape, and those of them with P at its usual distance.
    rate_bpm : float or None
        Of the atria; ``None`` where P waves do not follow each other regularly.
    n_waves : int
        How many P waves that is told from.
    """

    n_followed_by_none: int
    n_steady: int
    n_beats: int
    rate_bpm: float | None
    n_waves: int

    @property
    def keeps_distance(self) -> bool:
        """Whether almost all beats have P at one distance, so that they have a PR."""
        return self.n_steady >= P_PRESENT_SHARE_IRREGULAR * self.n_beats

    @property
    def why_no_pr(self) -> Reason | None:
        """Why P to QRS is no PR; ``None`` if it is."""
        if self.keeps_distance:
            return None
        return why.P_KEEPS_NO_DISTANCE(n_steady=self.n_steady, n_beats=self.n_beats)

    @property
    def caution(self) -> Reason | None:
        """What must be known before values are read; ``None`` if there is nothing."""
        if self.n_followed_by_none >= MIN_WAVES:
            return why.P_WITHOUT_QRS(n=self.n_followed_by_none)
        reason = self.why_no_pr
        return None if reason is None else why.AV_BLOCK_OPEN(why=reason)

    @property
    def of_pr(self) -> Reason | None:
        """What limits PR where there is one."""
        if self.n_followed_by_none < MIN_WAVES:
            return None
        return why.OF_CONDUCTED_BEATS(n=self.n_followed_by_none)

    def rate(self) -> Measurement | None:
        """Return the rate of the atria; ``None`` if it is not known."""
        if self.rate_bpm is None or self.n_followed_by_none < MIN_WAVES:
            return None
        off_bpm = ALIKE_SHARE / 2 * self.rate_bpm
        low, high = self.rate_bpm - off_bpm, self.rate_bpm + off_bpm
        return Measurement(
            self.rate_bpm, "bpm", _METHOD, low, high, n_beats=self.n_waves
        )


def find_p_without_qrs(table: BeatTable) -> PWithoutQrs | None:
    """Return what P waves of no beat mean; ``None`` where there are too few of them."""
    fiducials = table.fiducials
    if fiducials is None or len(fiducials.other_p_s) < MIN_WAVES:
        return None
    chosen, own_s = table.rows[table.measured], fiducials.common("p_onset")
    pr_s = (table.at_s("qrs_onset") - table.at_s("p_onset"))[table.measured]
    # The P of the first beat may lie before the recording.
    pr_s = pr_s[np.isfinite(pr_s) | (chosen > 0)]
    known = pr_s[np.isfinite(pr_s)]
    middle_s = float(np.median(known)) if known.size else np.nan
    steady = int(np.count_nonzero(np.abs(known - middle_s) <= STEADY_S))
    other_s = fiducials.other_p_s[:, 0]
    p_s = np.sort(np.concatenate([own_s[np.isfinite(own_s)], other_s]))
    rate_bpm = _rate_bpm(np.diff(p_s))
    usual = np.zeros(len(fiducials), dtype=bool)
    usual[chosen] = True
    return PWithoutQrs(
        _followed_by_none(p_s, fiducials.r_peaks_s, usual),
        steady,
        int(pr_s.size),
        rate_bpm,
        int(p_s.size),
    )


def _followed_by_none(
    p_s: FloatArray, r_peaks_s: FloatArray, usual: NDArray[np.bool_]
) -> int:
    """Return how many P waves another one follows before the next R peak.

    Behind a beat of the ventricles the AV node is refractory, which is no block: only
    those behind usual beats count.
    """
    between = np.searchsorted(r_peaks_s, p_s)
    behind_usual = np.append(True, usual)[between[:-1]]
    return int(np.count_nonzero((between[1:] == between[:-1]) & behind_usual))


def _rate_bpm(distances_s: FloatArray) -> float | None:
    """Return the rate of regular P waves some of which are not seen."""
    if not distances_s.size:
        return None
    alike = distances_s[distances_s <= (1 + 2 * ALIKE_SHARE) * distances_s.min()]
    usual_s = float(np.median(alike))
    times = distances_s / usual_s
    # Of many in a row hidden nobody knows how many they were.
    times = times[times < _MOST_HIDDEN + 1.5]
    off = np.abs(times - np.round(times))
    regular = np.mean(off <= ALIKE_SHARE * np.maximum(1.0, np.round(times)))
    if alike.size < MIN_ALIKE or regular < MULTIPLES_SHARE:
        return None
    rate_bpm = 60.0 / usual_s
    # Faster atria flutter or fibrillate, and have no P waves.
    return rate_bpm if rate_bpm < LOWEST_BPM else None
