"""Numbers of a recording that a reader looks at, lead by lead, for the tree term.

They come from the median beat and the delineator's lines: how high and deep waves are,
how long they last, how ST leaves QRS. Heights are in SD of the lead's own median beat,
so that neither unit nor gain matters; what is known of all leads together (rate, PR,
QRS, QT and the like) stands apart.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from ecgviewer.ai.clear.tokens import BeatTokens
from ecgviewer.ai.clear.tree_term import N_ROWS, UNKNOWN
from ecgviewer.ai.delineation.delineator import Delineator, load_delineator
from ecgviewer.ai.delineation.measuring import examine
from ecgviewer.analysis.median.median_lines import median_lines
from ecgviewer.analysis.median.median_shape import MedianShape, median_shape
from ecgviewer.analysis.reader.reader_lead_values import reader_context
from ecgviewer.ecg.beats import BeatList
from ecgviewer.ecg.examination import Examination
from ecgviewer.ecg.leads import STANDARD_12
from ecgviewer.ecg.measurements import Measurement
from ecgviewer.ecg.median_beat import MedianBeats
from ecgviewer.ecg.recording import Recording
from ecgviewer.ecg.signal import recorded_samples
from ecgviewer.paths import model_dir

FloatArray = NDArray[np.float64]
Numbers = NDArray[np.float32]

LEAD_NUMBERS = (
    *("r", "s", "deepest_before_r", "deepest_after_r", "qrs", "r_share", "qrs_mean"),
    *("qrs_s", "q_share", "q_s", "r_peak_s"),
    *("j", "j20", "j40", "j60", "j80", "j80_share", "j_to_j80"),
    *("p_high", "p_low", "p_s", "t_high", "t_low", "t_mean", "t_share", "t_late"),
)
COMMON_NUMBERS = (
    *("heart_rate_bpm", "rate_min_bpm", "rate_max_bpm", "rr_sd_ms", "rmssd_ms"),
    *("rr_range_ms", "rr_steady_share", "longest_rr_ms", "p_ms", "pr_ms", "qrs_ms"),
    *("qt_ms", "qtcf_ms", "qtcb_ms", "jt_ms", "qt_tangent_ms", "qt_threshold_ms"),
    *("p_share", "premature_beats", "ectopic_beats"),
)
N_NUMBERS = max(len(LEAD_NUMBERS), len(COMMON_NUMBERS))
_AFTER_J_S = (0.0, 0.02, 0.04, 0.06, 0.08)
# T begins so long after the J point.
_T_AFTER_J_S = 0.06
# The lead's SD is that of its median beat over this.
_BEAT_S = (-0.30, 0.45)
_LEAST = 1e-9


def measured_numbers(recording: Recording, beats: BeatList) -> Numbers:
    """Return shape (13, N_NUMBERS): the twelve leads, then what they have in common.

    ``UNKNOWN`` stands for what could not be measured. Silence at the end of a recording
    changes nothing. Raises ``BundleError`` without a delineator.
    """
    signal = recording.whole_signal_mv
    n_samples = recorded_samples(signal)
    if n_samples < signal.shape[1]:
        recording = replace(recording, signal_mv=signal[:, :n_samples])
    # A wave may be too small to be measured in mV; where the unit is not known nobody
    # can say so, and the term must not hear which it was.
    recording = replace(recording, unit_is_mv=False)
    return numbers_of(examine(recording, _delineator(), beats))


def with_measured(
    stretches: Sequence[BeatTokens], recording: Recording, beats: BeatList
) -> tuple[BeatTokens, ...]:
    """Return the stretches of a recording with what was measured of all of it."""
    numbers = measured_numbers(recording, beats)
    return tuple(replace(stretch, measured=numbers) for stretch in stretches)


def numbers_of(found: Examination) -> Numbers:
    """Return the numbers of an examination, as ``measured_numbers`` does."""
    numbers = np.full((N_ROWS, N_NUMBERS), np.nan)
    median, fiducials = found.median, found.fiducials
    if isinstance(median, MedianBeats) and fiducials is not None:
        lines = median_lines(fiducials, median)
        state = reader_context(median, median.leads, p_there=True)
        shape = median_shape(median, lines, state)
        if shape is not None:
            for row, lead in enumerate(STANDARD_12):
                if lead in shape.leads:
                    at = shape.leads.index(lead)
                    numbers[row, : len(LEAD_NUMBERS)] = _of_lead(shape, at)
    values = found.measurements.values
    common = [_known(values, key) for key in COMMON_NUMBERS]
    numbers[-1, : len(common)] = common
    return np.where(np.isfinite(numbers), numbers, UNKNOWN).astype(np.float32)


@lru_cache(maxsize=1)
def _delineator() -> Delineator:
    return load_delineator(model_dir("delineator"))


def _known(values: Mapping[str, Measurement], key: str) -> float:
    found = values.get(key)
    return np.nan if found is None or found.value is None else found.value


def _of_lead(shape: MedianShape, row: int) -> list[float]:
    """Return one lead's numbers; its baseline is the level before QRS already."""
    whole = shape.signal[row, shape.span(*_within(shape))]
    size = float(np.nanstd(whole)) if np.isfinite(whole).any() else 0.0
    mv = shape.signal[row] / (size + _LEAST)
    onset, offset = (shape.lead_point(row, p) for p in ("qrs_onset", "qrs_offset"))
    qrs = mv[shape.span(onset, offset)]
    if size <= _LEAST or qrs.size < 3 or not np.isfinite(qrs).all():
        return [np.nan] * len(LEAD_NUMBERS)
    peak, height = int(qrs.argmax()), float(np.ptp(qrs)) + _LEAST
    high, low = float(qrs.max()), float(qrs.min())
    q, s = float(qrs[: peak + 1].min()), float(qrs[peak:].min())
    deep = qrs[: peak + 1] < -0.05 * height
    levels = [_level(shape, mv, offset + after) for after in _AFTER_J_S]
    p_onset, p_offset = (shape.lead_point(row, p) for p in ("p_onset", "p_offset"))
    p = mv[shape.span(p_onset, p_offset)]
    t = mv[shape.span(offset + _T_AFTER_J_S, shape.common("t_offset"))]
    return [
        *(high, low, q, s, height, high / height, float(qrs.mean())),
        *(offset - onset, q / height, deep.sum() / shape.fs, peak / shape.fs),
        *(*levels, levels[-1] / height, levels[-1] - levels[0]),
        *_of_p(p, p_offset - p_onset),
        *_of_t(t, height),
    ]


def _within(shape: MedianShape) -> tuple[float, float]:
    start_s, stop_s = _BEAT_S
    return max(start_s, float(shape.times_s[0])), min(stop_s, float(shape.times_s[-1]))


def _level(shape: MedianShape, mv: FloatArray, at_s: float) -> float:
    span = shape.span(at_s - 0.01, at_s + 0.01)
    part = mv[span]
    return float(part.mean()) if part.size else np.nan


def _of_p(p: FloatArray, length_s: float) -> tuple[float, float, float]:
    if not p.size or not np.isfinite(p).all():
        return np.nan, np.nan, np.nan
    return float(p.max()), float(p.min()), length_s


def _of_t(t: FloatArray, height: float) -> tuple[float, ...]:
    """Return T's highest and lowest, its mean, its peak to QRS and its last quarter."""
    if t.size < 4 or not np.isfinite(t).all():
        return (np.nan,) * 5
    peak = float(t[np.abs(t).argmax()])
    late = float(t[-(t.size // 4) :].mean())
    return float(t.max()), float(t.min()), float(t.mean()), peak / height, late
