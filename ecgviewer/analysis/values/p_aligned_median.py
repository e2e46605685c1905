"""P of the median beat where its distance from QRS differs from beat to beat.

In second degree block of Wenckebach's type, in dissociation and under a wandering
pacemaker the median of beats laid over each other on R shows P nowhere, or low and
long. Laid over each other on the onsets of their own P, the same beats show it.
"""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from ecgviewer.analysis.beats.beat_shapes import median
from ecgviewer.analysis.beats.beat_table import BeatTable
from ecgviewer.analysis.gates.wave_gates import MAX_BEATS
from ecgviewer.analysis.median.median_shape import LEVEL_HALF_S, MedianShape
from ecgviewer.analysis.statistics.uncertainty import MIN_BEATS_FOR_SPREAD, robust_sd
from ecgviewer.analysis.values.intervals import VARYING_PR_MS
from ecgviewer.ecg.recording import Recording

FloatArray = NDArray[np.float64]


def p_aligned(
    shape: MedianShape | None,
    recording: Recording,
    table: BeatTable,
) -> MedianShape | None:
    """Return the median beat with P as it is where PR varies, else the same.

    P is put where the lines of the median beat are, and meets the median beat at the
    level before it. Nothing but the stretch from just before P to its end is changed.
    """
    if shape is None or robust_sd(table.known_ms["pr_ms"]) <= VARYING_PR_MS:
        return shape
    onset_s = shape.common("p_onset")
    span = shape.span(onset_s - LEVEL_HALF_S, shape.common("p_offset"))
    before = shape.span(onset_s - LEVEL_HALF_S, onset_s)
    n_before = before.stop - before.start
    if span.stop - span.start <= n_before:
        return shape
    p = _median_p(recording, table, shape, n_before, span)
    if p is None:
        return shape
    level = shape.signal[:, before].mean(axis=1, keepdims=True)
    p = p - p[:, :n_before].mean(axis=1, keepdims=True) + level
    known = np.isfinite(p).all(axis=1)
    signal = shape.signal.copy()
    signal[known, span] = p[known]
    return replace(shape, signal=signal)


def _median_p(
    recording: Recording,
    table: BeatTable,
    shape: MedianShape,
    n_before: int,
    span: slice,
) -> FloatArray | None:
    """Return P in the leads of the median beat, shape (n_leads, n_span).

    ``n_before`` of the samples are up to its onset; ``None`` if too few beats have a P
    within the recording.
    """
    onset_s = table.at_s("p_onset")[table.measured]
    onset_s = onset_s[np.isfinite(onset_s)]
    onset_s = onset_s[:: max(1, -(-onset_s.size // MAX_BEATS))]
    first = np.round(onset_s * recording.fs).astype(np.int64) - (n_before - 1)
    length = span.stop - span.start
    first = first[(first >= 0) & (first + length <= recording.n_samples)]
    if first.size < MIN_BEATS_FOR_SPREAD:
        return None
    leads = [recording.leads.index(name) for name in shape.leads]
    parts = np.stack(
        [
            np.asarray(recording.signal_mv[:, start : start + length], np.float64)
            for start in first.tolist()
        ]
    )[:, leads]
    # A baseline that wanders is at another level in each beat.
    parts -= parts[:, :, :n_before].mean(axis=2, keepdims=True)
    return median(parts)
