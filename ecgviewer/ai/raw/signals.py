"""Raw signals of a stretch, and which samples belong to which beat."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray

from ecgviewer.ai.inputs import (
    N_LEADS,
    Span,
    check_beats,
    check_leads,
    holds_signal,
    prepare_signal,
    spans,
)
from ecgviewer.ai.raw.batch import RawBatch, RawConfig
from ecgviewer.ai.raw.unit import without_unit
from ecgviewer.ecg.beats import BeatList
from ecgviewer.ecg.recording import Recording

FloatArray = NDArray[np.float32]
BoolArray = NDArray[np.bool_]

MAX_WINDOW_BEATS = 30
_HALF_BEAT_S = 0.48


@dataclass(frozen=True, eq=False)
class RawStretch:
    """A stretch of twelve leads as the network reads it.

    Attributes
    ----------
    signal : ndarray of float32, shape (12, n_samples)
        In mV where ``in_mv``, else each lead at its usual size.
    owner : ndarray of int64, shape (n_samples,)
        To which of the stretch's beats each sample belongs: the nearest.
    in_mv : bool
    valid : ndarray of bool, shape (12, n_beats)
    beat_index : ndarray of int64, shape (n_beats,)
    start_s : float
        Where it begins in the recording.
    """

    signal: FloatArray
    owner: NDArray[np.int64]
    in_mv: bool
    valid: BoolArray
    beat_index: NDArray[np.int64]
    start_s: float = 0.0


def raw_stretches(
    recording: Recording, beats: BeatList, config: RawConfig
) -> tuple[RawStretch, ...]:
    """Return a recording's stretches; raises ``ModelAbstains``."""
    check_beats(beats)
    signal = prepare_signal(recording, config.fs, config.low_hz, config.high_hz)
    valid = holds_signal(recording, beats, _HALF_BEAT_S)
    check_leads(valid)
    whole = signal.astype(np.float32)
    if not recording.unit_is_mv:
        whole = without_unit(whole)
    duration_s = signal.shape[1] / config.fs
    return tuple(
        _stretch(whole, beats, span, valid, config.fs, in_mv=recording.unit_is_mv)
        for span in spans(beats, duration_s, config.window_s, MAX_WINDOW_BEATS)
    )


def _stretch(
    signal: FloatArray,
    beats: BeatList,
    span: Span,
    valid: BoolArray,
    fs: float,
    *,
    in_mv: bool,
) -> RawStretch:
    start, stop = round(span.start_s * fs), round(span.stop_s * fs)
    cut = signal[:, start:stop]
    times_s = beats.times_s[span.beat_index] - span.start_s
    between = (times_s[1:] + times_s[:-1]) / 2
    owner = np.searchsorted(between, np.arange(cut.shape[1]) / fs)
    valid = valid[:, span.beat_index]
    return RawStretch(cut, owner, in_mv, valid, span.beat_index, start / fs)


def raw_batch(
    stretches: Sequence[RawStretch], kept: Sequence[BoolArray] | None = None
) -> RawBatch:
    """Return stretches as tensors, the shorter ones padded with what is absent.

    ``kept`` is one (12, n_beats) array a stretch; beats that are not valid are never
    shown.
    """
    masks = [
        s.valid if kept is None else s.valid & kept[k] for k, s in enumerate(stretches)
    ]
    length = max(s.signal.shape[1] for s in stretches)
    signal = np.zeros((len(stretches), N_LEADS, length), dtype=np.float32)
    present = np.zeros_like(signal)
    for row, (stretch, mask) in enumerate(zip(stretches, masks, strict=True)):
        n = stretch.signal.shape[1]
        shown = mask[:, stretch.owner]
        signal[row, :, :n] = stretch.signal * shown
        present[row, :, :n] = shown
    in_mv = np.array([float(s.in_mv) for s in stretches], dtype=np.float32)
    return RawBatch(*map(torch.from_numpy, (signal, present, in_mv)))
