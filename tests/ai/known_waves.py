"""Beats whose waves are known, and a model that says what a function makes of them."""

from dataclasses import dataclass

import numpy as np

from ecgviewer.ai.inputs import spans
from ecgviewer.ai.model import Calibration, FamilyModel
from ecgviewer.ecg.evidence.wave_shares import SEGMENTS
from ecgviewer.ecg.fiducials import POINTS, Fiducials
from ecgviewer.ecg.leads import STANDARD_12
from tests.ai.tiny import LABELS

FS = 500
# From the R peak in s, as the synthetic waves have it.
FROM_R_S = {
    **{"p_onset": -0.22, "p_peak": -0.16, "p_offset": -0.10},
    **{"qrs_onset": -0.05, "r_peak": 0.0, "qrs_offset": 0.06},
    **{"t_onset": 0.16, "t_peak": 0.28, "t_offset": 0.40},
}


def fiducials_of(beats, without=()):
    common = np.stack(
        [
            beats.times_s + (np.nan if point in without else FROM_R_S[point])
            for point in POINTS
        ],
        axis=1,
    )
    per_lead = np.repeat(common[:, None], len(STANDARD_12), axis=1)
    return Fiducials(STANDARD_12, beats.times_s, common, per_lead, "known")


@dataclass(frozen=True, eq=False)
class Raw:
    signal: np.ndarray
    valid: np.ndarray
    beat_index: np.ndarray


class Reader(FamilyModel[Raw]):
    """Says what a function makes of the samples of the recording, just as they are."""

    family = "reader"

    def __init__(self, function, beats):
        super().__init__("reader", LABELS[:2], Calibration.none(2))
        self.function, self.beats = function, beats

    def prepare(self, recording, beats):
        assert beats is self.beats
        signal = recording.signal_mv.astype(float)
        every = spans(beats, recording.duration_s, 10.0, 30)
        cuts = [(s, round(s.start_s * FS), round(s.stop_s * FS)) for s in every]
        return tuple(
            Raw(signal[:, a:b], np.ones((12, len(s.beat_index)), bool), s.beat_index)
            for s, a, b in cuts
        )

    def raw_logits(self, stretches):
        return np.array([[self.function(s.signal), 0.0] for s in stretches])

    def raw_without(self, stretch, kept, cancelled):
        shares = kept.mean(axis=(1, 2))
        return np.stack([5 * shares, 0 * shares], axis=1)

    def embeddings(self, stretches):
        return np.zeros((len(stretches), 1))

    def config(self):
        return {}

    def tensors(self):
        return {}


def samples_of(beats, number, segment):
    start, stop = (
        round((beats.times_s[number] + FROM_R_S[p]) * FS) for p in SEGMENTS[segment]
    )
    return slice(start, stop)


def line_of(recording, beats, number, lead):
    """Return the beat's isoelectric line on all samples of the recording."""
    first = samples_of(beats, number, "P").start
    last = samples_of(beats, number, "T").stop
    row = recording.signal_mv[STANDARD_12.index(lead)].astype(float)
    levels = [np.median(row[k - 5 : k + 6]) for k in (first, last)]
    return np.interp(np.arange(row.size), (first, last), levels)
