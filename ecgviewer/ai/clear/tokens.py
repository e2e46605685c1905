"""Beat tokens: what the encoder sees of a recording.

The tokeniser of CLEAR (arXiv 2512.24002): one token per beat and lead, 0.96 s around
the R peak at 100 Hz, standardised on its own. Differences, each a fault of the released
code: no 15-slot grid, so no beat of a fast rhythm is dropped; the standardisation uses
only real samples, not the zero padding; a lead that is off gives invalid tokens, not
zeros; each token carries its exact time, RR intervals and, where it is known, voltage.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ecgviewer.ai.inputs import (
    N_LEADS,
    check_beats,
    check_leads,
    holds_signal,
    prepare_signal,
    spans,
)
from ecgviewer.ai.model import Token
from ecgviewer.ai.raw.unit import USUAL_SD_MV
from ecgviewer.ecg.beats import BeatList
from ecgviewer.ecg.recording import Recording

FloatArray = NDArray[np.float32]

# log of each RR interval, and for each whether it is known
N_TIMING = 4
# of each beat, without a unit and in all; see ``BeatTokens``
N_UNITLESS = 2
N_AMPLITUDE = 4
_TYPICAL_RR_S = 0.8
_FLAT_SHARE = 1e-3


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
    amplitude : ndarray of float32, shape (12, n_beats, 4)
        Without a unit, so that recordings in arbitrary units are valid input: log SD
        and mean of the beat relative to the lead's median SD. Then log SD in mV
        relative to ``USUAL_SD_MV``, and 1; both 0 where the unit is not known.
    timing : ndarray of float32, shape (n_beats, 4)
        Log RR before and after relative to 0.8 s, and whether each is known.
    time_s : ndarray of float32, shape (n_beats,)
        R-peak time from the start of the stretch.
    beat_index : ndarray of int64, shape (n_beats,)
        Position of each beat in the recording's ``BeatList``.
    start_s : float
        Where the stretch begins in the recording.
    """

    beats: FloatArray
    valid: NDArray[np.bool_]
    amplitude: FloatArray
    timing: FloatArray
    time_s: FloatArray
    beat_index: NDArray[np.int64]
    start_s: float = 0.0

    @property
    def n_beats(self) -> int:
        return int(self.beats.shape[1])


def tokenise(
    recording: Recording, beats: BeatList, config: TokenConfig
) -> tuple[BeatTokens, ...]:
    """Cut a recording into beat tokens, one ``BeatTokens`` per stretch.

    Stretches are cut as for all families (``inputs.spans``).

    Raises
    ------
    ModelAbstains
        If a standard lead is missing, the recording is too long, there are fewer than
        three beats, or more than four leads hold no signal.
    """
    check_beats(beats)
    signal = prepare_signal(recording, config.fs, config.low_hz, config.high_hz)
    half_s = config.length / config.fs / 2
    holds = holds_signal(recording, beats, half_s)
    whole = _cut(signal, beats, config, holds, in_mv=recording.unit_is_mv)
    check_leads(whole.valid)
    duration_s = signal.shape[1] / config.fs
    return tuple(
        take_beats(whole, span.beat_index, span.start_s)
        for span in spans(beats, duration_s, config.window_s, config.max_window_beats)
    )


def _cut(
    signal: NDArray[np.float64],
    beats: BeatList,
    config: TokenConfig,
    holds: NDArray[np.bool_],
    *,
    in_mv: bool,
) -> BeatTokens:
    n_samples = signal.shape[1]
    half = config.length // 2
    peaks = np.clip(peak_samples(beats.times_s, config.fs), 0, n_samples - 1)
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
    voltage = np.log(np.where(valid, scale, USUAL_SD_MV) / USUAL_SD_MV) * in_mv
    parts = [np.log(relative), np.where(valid, mean / typical, 0.0)]
    parts += [voltage, np.full_like(voltage, in_mv)]
    amplitude = np.stack(parts, axis=-1)
    return BeatTokens(
        beats=np.where(valid[..., None], standard, 0.0).astype(np.float32),
        valid=valid,
        amplitude=np.clip(amplitude, -3, 3).astype(np.float32),
        timing=_timing(beats),
        time_s=beats.times_s.astype(np.float32),
        beat_index=np.arange(peaks.size),
    )


def peak_samples(times_s: NDArray[np.float64], fs: float) -> NDArray[np.int64]:
    """Return the samples at ``fs`` on which R peaks at times in s lie."""
    return np.round(times_s * fs).astype(np.int64)


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
        start_s=tokens.start_s + start_s,
    )


def token_places(tokens: BeatTokens, config: TokenConfig) -> tuple[Token, ...]:
    """Return what the encoder's tokens stand for: twelve leads, then valid beats.

    A beat reaches midway to its neighbours in the stretch, at most half a token.
    """
    time_s = tokens.start_s + tokens.time_s.astype(np.float64)
    half_s = config.length / config.fs / 2
    near_s = np.minimum(np.diff(time_s) / 2, half_s)
    start_s = time_s - np.concatenate([[half_s], near_s])
    stop_s = time_s + np.concatenate([near_s, [half_s]])
    first_s, last_s = max(0.0, float(start_s[0])), float(stop_s[-1])
    leads = (Token(lead, first_s, last_s, sums_up=True) for lead in range(N_LEADS))
    beats = (
        Token(int(lead), max(0.0, float(start_s[beat])), float(stop_s[beat]))
        for lead, beat in zip(*np.nonzero(tokens.valid), strict=True)
    )
    return (*leads, *beats)
