"""Beat tokens: what the encoder sees of a recording.

The tokeniser of CLEAR (arXiv 2512.24002): one token per beat and lead, 0.96 s around
the R peak at 100 Hz, standardised on its own. Differences, each a fault of the released
code: no 15-slot grid, so no beat of a fast rhythm is dropped; the standardisation uses
only real samples, not the zero padding; a lead that is off gives invalid tokens, not
zeros; each token carries its exact time and RR intervals.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import signal as sps

from ecgviewer.analysis.signal.filters import fill_missing, zero_phase_bandpass
from ecgviewer.ecg.beats import BeatList
from ecgviewer.ecg.leads import STANDARD_12
from ecgviewer.ecg.recording import Recording
from ecgviewer.ecg.signal import recorded_samples

FloatArray = NDArray[np.float32]

N_LEADS = len(STANDARD_12)
# log of each RR interval, and for each whether it is known
N_TIMING = 4
N_AMPLITUDE = 2
_TYPICAL_RR_S = 0.8
_FLAT_SHARE = 1e-3
_MISSING_SHARE = 0.2
MIN_BEATS = 3
MAX_DEAD_LEADS = 4


class TokenError(Exception):
    """A recording from which no tokens can be made; the message says why."""


@dataclass(frozen=True)
class TokenConfig:
    """How a recording becomes tokens. Saved in the model card and checked at load."""

    version: int = 1
    fs: float = 100.0
    length: int = 96
    low_hz: float = 0.5
    high_hz: float = 40.0
    window_s: float = 10.0
    max_window_beats: int = 30


@dataclass(frozen=True, eq=False)
class BeatTokens:
    """The tokens of one stretch of a recording, about ``window_s`` long at most.

    Attributes
    ----------
    beats : ndarray of float32, shape (12, n_beats, length)
        Standardised beats, R peak at ``length // 2``; zero outside the beat.
    valid : ndarray of bool, shape (12, n_beats)
        False where the lead is flat or missing.
    amplitude : ndarray of float32, shape (12, n_beats, 2)
        Log SD and mean of the beat relative to the lead's median SD: no unit, so that
        recordings in arbitrary units are valid input.
    timing : ndarray of float32, shape (n_beats, 4)
        Log RR before and after relative to 0.8 s, and whether each is known.
    time_s : ndarray of float32, shape (n_beats,)
        R-peak time from the start of the stretch.
    beat_index : ndarray of int64, shape (n_beats,)
        Position of each beat in the recording's ``BeatList``.
    measured : ndarray of float32, shape (13, n_numbers), or None
        What was measured of the whole recording (``measured_numbers``), if it was.
    """

    beats: FloatArray
    valid: NDArray[np.bool_]
    amplitude: FloatArray
    timing: FloatArray
    time_s: FloatArray
    beat_index: NDArray[np.int64]
    measured: FloatArray | None = None

    @property
    def n_beats(self) -> int:
        return int(self.beats.shape[1])


def prepare_signal(recording: Recording, config: TokenConfig) -> NDArray[np.float64]:
    """Return the 12 standard leads, band-passed and resampled to ``config.fs``.

    Shape (12, n_samples). Silence appended to the recording is left out. Raises
    ``TokenError`` if a standard lead is missing.
    """
    missing = recording.missing_standard_leads
    if missing:
        raise TokenError(
            "the network reads the twelve standard leads; "
            f"this recording has no {', '.join(missing)}"
        )
    recorded = _recorded(recording)
    filled = fill_missing(recorded)
    high_hz = min(config.high_hz, 0.4 * config.fs)
    banded = zero_phase_bandpass(filled, recording.fs, config.low_hz, high_hz)
    n_samples = round(recorded.shape[1] / recording.fs * config.fs)
    ratio = config.fs / recording.fs
    if ratio == 1:
        return banded
    whole = recording.fs / config.fs
    if whole == round(whole):
        return banded[:, :: round(whole)][:, :n_samples]
    # Band-limited by the filter above, so interpolation cannot alias.
    places = np.arange(n_samples) / config.fs * recording.fs
    dense = sps.resample_poly(banded, 4, 1, axis=1)
    at = np.clip(np.round(places * 4).astype(int), 0, dense.shape[1] - 1)
    resampled: NDArray[np.float64] = dense[:, at]
    return resampled


def _recorded(recording: Recording) -> FloatArray:
    """Return the 12 standard leads, (12, n_samples), without silence appended."""
    rows = [recording.leads.index(name) for name in STANDARD_12]
    signal = recording.whole_signal_mv
    recorded: FloatArray = signal[rows, : recorded_samples(signal)]
    return recorded


def tokenise(
    recording: Recording, beats: BeatList, config: TokenConfig
) -> tuple[BeatTokens, ...]:
    """Cut a recording into beat tokens, one ``BeatTokens`` per stretch.

    Stretches are equally long, at most a tenth longer than ``window_s``, with (on
    average) at most ``max_window_beats``; each beat lies in exactly one. Stretches
    without beats are left out.

    Raises
    ------
    TokenError
        If a standard lead is missing, there are fewer than three beats, or more than
        four leads hold no signal.
    """
    if len(beats) == 0:
        raise TokenError("no heart beat was found")
    if len(beats) < MIN_BEATS:
        raise TokenError(
            f"only {len(beats)} heart beats were found, at least {MIN_BEATS} are needed"
        )
    signal = prepare_signal(recording, config)
    whole = _cut(signal, beats, config, _holds_signal(recording, beats, config))
    dead = [name for row, name in enumerate(STANDARD_12) if not whole.valid[row].any()]
    if len(dead) > MAX_DEAD_LEADS:
        raise TokenError(f"too many leads without signal: {', '.join(dead)}")
    return _split(whole, beats, signal.shape[1] / config.fs, config)


def _holds_signal(
    recording: Recording, beats: BeatList, config: TokenConfig
) -> NDArray[np.bool_]:
    """Return in which leads each beat was really recorded, shape (12, n_beats).

    Judged on the samples as read: filters leave ringing where a lead is off, and
    standardising would blow it up to the size of a beat.
    """
    signal = _recorded(recording)
    known = ~np.isnan(signal)
    lowest = np.where(known, signal, np.inf)
    highest = np.where(known, signal, -np.inf)
    extent = highest.max(axis=1) - lowest.min(axis=1)
    size = np.where(known, np.abs(signal), 0).max(axis=1)
    least = np.maximum(_FLAT_SHARE * extent, 1e-6 * size)
    half = config.length / config.fs / 2
    holds = np.zeros((N_LEADS, len(beats)), dtype=bool)
    for k, time_s in enumerate(beats.times_s):
        start = max(0, round((time_s - half) * recording.fs))
        window = slice(start, round((time_s + half) * recording.fs))
        missing = 1 - known[:, window].mean(axis=1)
        spread = highest[:, window].max(axis=1) - lowest[:, window].min(axis=1)
        holds[:, k] = (missing <= _MISSING_SHARE) & (spread > least)
    return holds


def _cut(
    signal: NDArray[np.float64],
    beats: BeatList,
    config: TokenConfig,
    holds: NDArray[np.bool_],
) -> BeatTokens:
    n_samples = signal.shape[1]
    half = config.length // 2
    peaks = np.clip(np.round(beats.times_s * config.fs).astype(int), 0, n_samples - 1)
    limits = _beat_limits(peaks, n_samples, config.length)
    raw = np.zeros((N_LEADS, peaks.size, config.length))
    inside = np.zeros((peaks.size, config.length), dtype=bool)
    for k, (peak, (start, stop)) in enumerate(zip(peaks, limits, strict=True)):
        first = half - (peak - start)
        raw[:, k, first : first + stop - start] = signal[:, start:stop]
        inside[k, first : first + stop - start] = True
    standard, scale, mean = _standardise(raw, inside)
    flat = max(_FLAT_SHARE * float(np.median(scale)), 1e-12)
    valid: NDArray[np.bool_] = (scale > flat) & holds
    typical = np.array(
        [np.median(s[v]) if v.any() else 1.0 for s, v in zip(scale, valid, strict=True)]
    )[:, None]
    relative = np.where(valid, scale, typical) / typical
    amplitude = np.stack([np.log(relative), np.where(valid, mean / typical, 0.0)], -1)
    return BeatTokens(
        beats=np.where(valid[..., None], standard, 0.0).astype(np.float32),
        valid=valid,
        amplitude=np.clip(amplitude, -3, 3).astype(np.float32),
        timing=_timing(beats),
        time_s=beats.times_s.astype(np.float32),
        beat_index=np.arange(peaks.size),
    )


def _beat_limits(
    peaks: NDArray[np.int64], n_samples: int, length: int
) -> list[tuple[int, int]]:
    """Return (start, stop) of each beat: midway to its neighbours, at most ``length``.

    A beat never reaches further than half a token from its R peak, so that the peak
    can always lie on the middle sample.
    """
    half = length // 2
    limits = []
    for k, peak in enumerate(peaks):
        start, stop = peak - half, peak + half
        if k > 0:
            start = max(start, (peaks[k - 1] + peak) // 2)
        if k + 1 < peaks.size:
            stop = min(stop, (peak + peaks[k + 1]) // 2)
        limits.append((max(int(start), 0), min(max(int(stop), peak + 1), n_samples)))
    return limits


def _standardise(
    raw: NDArray[np.float64], inside: NDArray[np.bool_]
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Return standardised beats (zero outside), their SD and their mean."""
    count = np.maximum(inside.sum(axis=1), 2)
    mean = raw.sum(axis=2) / count
    centred = np.where(inside, raw - mean[..., None], 0.0)
    scale = np.sqrt((centred**2).sum(axis=2) / (count - 1))
    return centred / np.maximum(scale, 1e-12)[..., None], scale, mean


def _timing(beats: BeatList) -> FloatArray:
    timing = np.zeros((len(beats), N_TIMING), dtype=np.float32)
    log_rr = np.clip(np.log(np.maximum(beats.rr_s, 1e-3) / _TYPICAL_RR_S), -2, 2)
    timing[1:, 0] = log_rr
    timing[:-1, 1] = log_rr
    timing[1:, 2] = 1.0
    timing[:-1, 3] = 1.0
    return timing


def _split(
    whole: BeatTokens, beats: BeatList, duration_s: float, config: TokenConfig
) -> tuple[BeatTokens, ...]:
    # A tenth of tolerance: a 10.2 s recording is one stretch, not two of 5.1 s.
    by_time = np.ceil(duration_s / config.window_s - 0.1)
    by_beats = np.ceil(len(beats) / config.max_window_beats)
    count = int(max(1, by_time, by_beats))
    width_s = duration_s / count
    window = np.minimum((beats.times_s / width_s).astype(int), count - 1)
    return tuple(
        take_beats(whole, np.flatnonzero(window == k), start_s=k * width_s)
        for k in np.unique(window)
    )


def take_beats(
    tokens: BeatTokens, index: NDArray[np.int64], start_s: float = 0.0
) -> BeatTokens:
    """Return the tokens of some beats, their times counted from ``start_s``."""
    return BeatTokens(
        beats=tokens.beats[:, index],
        valid=tokens.valid[:, index],
        amplitude=tokens.amplitude[:, index],
        timing=tokens.timing[index],
        time_s=tokens.time_s[index] - np.float32(start_s),
        beat_index=tokens.beat_index[index],
        measured=tokens.measured,
    )
