"""P waves moved within their recordings, and taken out of them.

LUDB's part holds few long PR intervals, hardly a P within the T before it, and none
missing in a regular rhythm but in fibrillation. Its annotators' marks tell where P is,
so P can be cut out along the line between its ends and added again elsewhere: earlier
by the same time in every beat, or nowhere.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from training.delineation.wave_labels import NOTHING, QRS, UNKNOWN, P

# What is cut out is wider than the marks: these lie within P's foot.
MARGIN_S = 0.012
# The earliest P begins so much after the QRS before it, and so much before its own.
AFTER_QRS_S, MAX_PR_S = 0.08, 0.42
# A mark's level is the mean over so much on either side of it.
_LEVEL_S = 0.004

FloatArray = NDArray[np.float32]
Labels = NDArray[np.int8]


@dataclass(frozen=True, eq=False)
class Waves:
    """A signal, (12, n_samples), with labels of leads and of the whole beat."""

    signal_mv: FloatArray
    leads: Labels
    common: Labels


def p_signal(signal: FloatArray, common: Labels, fs: float) -> FloatArray:
    """Return what P adds to ``signal`` (12, n_samples); 0 elsewhere.

    ``common`` (n_samples,) are the labels of the whole beat.
    """
    added = np.zeros_like(signal)
    margin, level = round(MARGIN_S * fs), max(1, round(_LEVEL_S * fs))
    for first, last in runs_of(common, P):
        start, stop = max(0, first - margin), min(common.size - 1, last + margin)
        # P may end where QRS begins.
        own = common[last + 1 : stop + 1]
        stop = last + int(np.argmax(own == QRS)) if (own == QRS).any() else stop
        if stop - start < 2:
            continue
        ends = [
            signal[:, max(0, k - level) : k + level + 1].mean(axis=1)
            for k in (start, stop)
        ]
        share = np.linspace(0.0, 1.0, stop - start + 1)
        line = np.outer(ends[0], 1 - share) + np.outer(ends[1], share)
        added[:, start : stop + 1] = signal[:, start : stop + 1] - line
    return added


def runs_of(common: Labels, label: int) -> list[tuple[int, int]]:
    """Return the first and last sample of each run of a label."""
    edges = np.flatnonzero(np.diff(np.concatenate([[0], common == label, [0]])))
    return [(int(first), int(stop) - 1) for first, stop in edges.reshape(-1, 2)]


def most_earlier(common: Labels, fs: float) -> int:
    """Return by how many samples every P may begin earlier; 0 if one has no room."""
    qrs = runs_of(common, QRS)
    room = []
    for first, _ in runs_of(common, P):
        own = next((onset for onset, _ in qrs if onset > first), None)
        if own is None:
            continue
        before = [offset for _, offset in qrs if offset < first]
        room.append(MAX_PR_S * fs - (own - first))
        if before:
            room.append(first - before[-1] - AFTER_QRS_S * fs)
    return max(0, int(min(room))) if room else 0


def with_p_earlier(waves: Waves, p: FloatArray, earlier: int, gain: float) -> Waves:
    """Return the recording with every P earlier by so many samples, times ``gain``.

    Where P then lies on T, the label is P. What is not known stays unknown.
    """
    moved = without_p(waves, p)
    signal = moved.signal_mv + gain * _earlier(p, earlier)
    leads = _with_p_labels(moved.leads, _earlier(waves.leads == P, earlier))
    common = _with_p_labels(moved.common, _earlier(waves.common == P, earlier))
    return Waves(signal.astype(np.float32), leads, common)


def without_p(waves: Waves, p: FloatArray) -> Waves:
    """Return the recording without its P waves."""
    leads, common = waves.leads.copy(), waves.common.copy()
    leads[leads == P] = NOTHING
    common[common == P] = NOTHING
    return Waves(waves.signal_mv - p, leads, common)


def _earlier(values: NDArray[Any], samples: int) -> NDArray[Any]:
    """Return ``values`` moved along the last axis; nothing comes in behind."""
    moved = np.zeros_like(values)
    moved[..., : values.shape[-1] - samples] = values[..., samples:]
    return moved


def _with_p_labels(labels: Labels, is_p: NDArray[np.bool_]) -> Labels:
    free = (labels != UNKNOWN) & (labels != QRS)
    return np.where(is_p & free, P, labels).astype(np.int8)
