"""Which beats values are taken from, and the RR intervals between them."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ecgviewer.analysis.beats.rr_gaps import RrGap, gaps_s, rr_gap_stretches
from ecgviewer.ecg.beats import BeatList
from ecgviewer.ecg.median_beat import MedianBeats
from ecgviewer.ecg.recording import Recording

FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class MeasuredBeats:
    """The beats of the heart, artefacts left out, in the order of time.

    Attributes
    ----------
    times_s : ndarray of float64, shape (n_beats,)
    dominant, paced : ndarray of bool, shape (n_beats,)
        The beats that values are taken from, and those that a pacemaker made. Where
        nothing is known, all are dominant and none is paced.
    rr_s : ndarray of float64, shape (n_beats,)
        The RR interval before each beat; NaN before the first one and where beats in
        between may not have been seen: in a gap of the recording, where an artefact was
        taken for a beat, where the leads carry no signal.
    numbers : ndarray of int64, shape (n_beats,)
        Which beats of the recording's list these are.
    beatless : tuple of Beatless
        The stretches without a beat that are longer than a pause.
    ectopic : ndarray of bool, shape (n_beats,), or None
        The beats of another shape than the dominant ones; ``None`` where the kinds of
        beats are not known.
    """

    times_s: FloatArray
    dominant: BoolArray
    paced: BoolArray
    rr_s: FloatArray
    numbers: NDArray[np.int64]
    rr_gaps: tuple[RrGap, ...] = ()
    ectopic: BoolArray | None = None

    def __len__(self) -> int:
        return len(self.times_s)

    @property
    def known_rr_s(self) -> FloatArray:
        return self.rr_s[np.isfinite(self.rr_s)]

    def rr_of_list(self, n_beats: int) -> FloatArray:
        """Return the RR interval before each of the list's beats, NaN if not known."""
        rr = np.full(n_beats, np.nan)
        rr[self.numbers] = self.rr_s
        return rr

    @property
    def normal_rr_s(self) -> FloatArray:
        """RR intervals between two dominant beats, in place, NaN elsewhere."""
        normal = self.rr_s.copy()
        if normal.size:
            normal[1:][~(self.dominant[1:] & self.dominant[:-1])] = np.nan
        return normal

    @property
    def is_paced(self) -> bool:
        """Whether a pacemaker makes most of the beats that values are taken from."""
        chosen = self.paced[self.dominant]
        return bool(chosen.size and chosen.mean() > 0.5)


def choose_beats(
    recording: Recording,
    beats: BeatList,
    classes: Sequence[str] | None = None,
    median: MedianBeats | None = None,
) -> MeasuredBeats:
    """Return the beats to measure.

    Parameters
    ----------
    classes : sequence of str or None
        The kinds of ``BeatClasses``, one for each beat. If a pacemaker makes most
        beats, its beats are the dominant ones.
    median : MedianBeats or None
        Tells which beats are dominant where there are no classes.
    """
    n_beats, ectopic = len(beats), None
    if classes is not None and len(classes) == n_beats:
        named = np.array(classes, dtype=str)
        ectopic = named == "ectopic"
        heart, paced = named != "artefact", named == "paced"
        own = named == "dominant"
        dominant = own if own.sum() >= paced.sum() else paced
        if not dominant.any():
            # Too few, or too unlike each other, for any to be the usual ones.
            dominant = heart & (named != "ectopic")
        if not dominant.any():
            # Of few beats none is known to be like the others.
            dominant = named == "unclassified"
    else:
        heart = np.ones(n_beats, dtype=bool)
        paced = np.zeros(n_beats, dtype=bool)
        dominant = np.ones(n_beats, dtype=bool)
        if median is not None:
            known = median.numbers < n_beats
            dominant[median.numbers[known]] = median.dominant[known]
    times, artefacts = beats.times_s[heart], beats.times_s[~heart]
    rr_gaps = rr_gap_stretches(recording, times, artefacts)
    return MeasuredBeats(
        times,
        dominant[heart],
        paced[heart],
        _rr_before(recording, times, artefacts, rr_gaps),
        np.flatnonzero(heart),
        rr_gaps,
        None if ectopic is None else ectopic[heart],
    )


def _rr_before(
    recording: Recording,
    times_s: FloatArray,
    artefacts_s: FloatArray,
    rr_gaps: Sequence[RrGap],
) -> FloatArray:
    rr = np.full(times_s.size, np.nan)
    if not times_s.size:
        return rr
    rr[1:] = np.diff(times_s)
    unseen = [(one.start_s, one.stop_s) for one in rr_gaps if not one.is_pause]
    gaps = np.reshape([*gaps_s(recording), *unseen], (-1, 2))
    # From the beat before the gap to the one behind it, and all within.
    before = np.searchsorted(times_s, gaps[:, 0], side="right")
    behind = np.searchsorted(times_s, gaps[:, 1], side="left")
    for first, last in zip(before.tolist(), behind.tolist(), strict=True):
        rr[first : last + 1] = np.nan
    behind_artefacts = np.searchsorted(times_s, artefacts_s)
    rr[behind_artefacts[behind_artefacts < rr.size]] = np.nan
    return rr
