"""What every family reads: twelve leads in its band and rate, cut into stretches.

Which recordings a network must not answer is decided here, alike for all families.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import signal as sps

from ecgviewer.ai.limits import missing_leads, too_long
from ecgviewer.analysis.signal.filters import fill_missing, zero_phase_bandpass
from ecgviewer.ecg.beats import BeatList
from ecgviewer.ecg.leads import STANDARD_12
from ecgviewer.ecg.reasons.phrase import phrase
from ecgviewer.ecg.recording import Recording
from ecgviewer.ecg.signal import recorded_samples

FloatArray = NDArray[np.float32]

N_LEADS = len(STANDARD_12)
MIN_BEATS = 3
MAX_DEAD_LEADS = 4
_FLAT_SHARE = 1e-3
_MISSING_SHARE = 0.2


class ModelAbstains(Exception):
    """A recording that a network must not answer; the message says why."""


@dataclass(frozen=True)
class Span:
    """A stretch of a recording and the numbers of the beats in it."""

    start_s: float
    stop_s: float
    beat_index: NDArray[np.int64]


def recorded_leads(recording: Recording) -> FloatArray:
    """Return the 12 standard leads, (12, n_samples), without silence appended.

    Raises
    ------
    ModelAbstains
        If a standard lead is missing, or the recording is too long.
    """
    if (reason := too_long(recording)) is not None:
        raise ModelAbstains(reason)
    if (reason := missing_leads(recording)) is not None:
        raise ModelAbstains(reason)
    rows = [recording.leads.index(name) for name in STANDARD_12]
    signal = recording.whole_signal_mv
    recorded: FloatArray = signal[rows, : recorded_samples(signal)]
    return recorded


def check_beats(beats: BeatList) -> None:
    """Raise ``ModelAbstains`` if there are too few beats to answer."""
    if len(beats) == 0:
        raise ModelAbstains(phrase("no heart beat was found"))
    if len(beats) < MIN_BEATS:
        raise ModelAbstains(
            phrase(
                "only {n_beats} heart beats were found, at least {min_beats} are "
                "needed",
                n_beats=len(beats),
                min_beats=MIN_BEATS,
            )
        )


def check_leads(valid: NDArray[np.bool_]) -> None:
    """Raise ``ModelAbstains`` if too many leads hold no signal.

    ``valid`` is (12, n_beats): in which leads each beat was really recorded.
    """
    dead = [name for row, name in enumerate(STANDARD_12) if not valid[row].any()]
    if len(dead) > MAX_DEAD_LEADS:
        raise ModelAbstains(
            phrase("too many leads without signal: {dead}", dead=", ".join(dead))
        )


def prepare_signal(
    recording: Recording, fs: float, low_hz: float, high_hz: float
) -> NDArray[np.float64]:
    """Return the 12 standard leads, band-passed and resampled to ``fs``.

    Shape (12, n_samples), in the recording's unit. Silence appended to the recording is
    left out. Raises ``ModelAbstains`` as ``recorded_leads`` does.
    """
    recorded = recorded_leads(recording)
    filled = fill_missing(recorded)
    banded = zero_phase_bandpass(filled, recording.fs, low_hz, min(high_hz, 0.4 * fs))
    n_samples = round(recorded.shape[1] / recording.fs * fs)
    if fs == recording.fs:
        return banded
    whole = recording.fs / fs
    if whole == round(whole):
        return banded[:, :: round(whole)][:, :n_samples]
    # Band-limited by the filter above, so interpolation cannot alias.
    places = np.arange(n_samples) / fs * recording.fs
    dense = sps.resample_poly(banded, 4, 1, axis=1)
    at = np.clip(np.round(places * 4).astype(int), 0, dense.shape[1] - 1)
    resampled: NDArray[np.float64] = dense[:, at]
    return resampled


def holds_signal(
    recording: Recording, beats: BeatList, half_s: float
) -> NDArray[np.bool_]:
    """Return in which leads each beat was really recorded, shape (12, n_beats).

    Judged on the samples as read, ``half_s`` around each R peak: filters leave ringing
    where a lead is off, and standardising would blow it up to the size of a beat.
    """
    signal = recorded_leads(recording)
    known = ~np.isnan(signal)
    lowest = np.where(known, signal, np.inf)
    highest = np.where(known, signal, -np.inf)
    extent = highest.max(axis=1) - lowest.min(axis=1)
    size = np.where(known, np.abs(signal), 0).max(axis=1)
    least = np.maximum(_FLAT_SHARE * extent, 1e-6 * size)
    holds = np.zeros((N_LEADS, len(beats)), dtype=bool)
    for k, time_s in enumerate(beats.times_s):
        start = max(0, round((time_s - half_s) * recording.fs))
        window = slice(start, round((time_s + half_s) * recording.fs))
        missing = 1 - known[:, window].mean(axis=1)
        spread = highest[:, window].max(axis=1) - lowest[:, window].min(axis=1)
        holds[:, k] = (missing <= _MISSING_SHARE) & (spread > least)
    return holds


def spans(
    beats: BeatList, duration_s: float, window_s: float, max_beats: int
) -> Iterator[Span]:
    """Yield equally long stretches, each beat in exactly one.

    They are at most a tenth longer than ``window_s``, with (on average) at most
    ``max_beats``; stretches without beats are left out. All families cut alike, so that
    an ensemble's members answer for the same stretches.
    """
    # A tenth of tolerance: a 10.2 s recording is one stretch, not two of 5.1 s.
    by_time = np.ceil(duration_s / window_s - 0.1)
    by_beats = np.ceil(len(beats) / max_beats)
    count = int(max(1, by_time, by_beats))
    width_s = duration_s / count
    window = np.minimum((beats.times_s / width_s).astype(int), count - 1)
    for k in np.unique(window):
        index = np.flatnonzero(window == k)
        yield Span(float(k * width_s), float((k + 1) * width_s), index)
