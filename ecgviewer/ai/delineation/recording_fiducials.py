"""Fiducials of a whole recording by the learned delineator."""

import math
from collections.abc import Callable, Iterator

import numpy as np

from ecgviewer.ai.delineation.delineator import Delineator, delineate
from ecgviewer.analysis.delineation.fiducials import find_fiducials
from ecgviewer.ecg.beats import BeatList
from ecgviewer.ecg.fiducials import Fiducials, joined
from ecgviewer.ecg.reasons.phrase import phrase
from ecgviewer.ecg.recording import Recording

# What the network is shown at once; it was trained on stretches of four seconds, and
# needs some seconds around a beat to know its rhythm.
STRETCH_S = 20.0
MARGIN_S = 3.0
# Of a longer recording one stretch a minute is delineated, of hours even fewer: the
# network needs a tenth of a second for each.
MAX_WHOLE_S = 300.0
SAMPLE_S = 10.0
MAX_SAMPLES = 300
MIN_S = 0.5


def find_recording_fiducials(
    recording: Recording,
    beats: BeatList,
    delineator: Delineator,
    *,
    cancelled: Callable[[], bool] = lambda: False,
    progress: Callable[[float], None] = lambda _fraction: None,
) -> Fiducials:
    """Return the fiducials of the beats of a recording.

    Of a recording above five minutes those of ten seconds a minute, and above five
    hours of every so many minutes that there are 300 stretches; its other beats are
    left out, and ``method`` says so. When ``cancelled`` answers True, the beats that
    were not reached are left out.
    """
    parts = []
    for first_s, last_s in _stretches_s(recording.duration_s):
        if cancelled():
            break
        parts.append(_of_stretch(recording, beats, delineator, first_s, last_s))
        progress(last_s / recording.duration_s)
    delineated = sum(len(part) for part in parts)
    sampling = _sampling(recording.duration_s, delineated, len(beats))
    method = phrase(
        "{delineator}, 2nd earliest onset and 2nd latest offset of the leads{sampling}",
        delineator=delineator.name,
        sampling=sampling,
    )
    return joined(recording.leads, parts, method)


def _apart_min(duration_s: float) -> int:
    """Return how many minutes lie between the beginnings of sampled stretches."""
    return max(1, math.ceil(duration_s / 60 / MAX_SAMPLES))


def _sampling(duration_s: float, delineated: int, n_beats: int) -> str:
    """Return in words which part of a recording is delineated."""
    apart = _apart_min(duration_s)
    if duration_s <= MAX_WHOLE_S:
        return ""
    if apart == 1:
        return phrase(
            ", {sample_s:.0f} s of each minute: {delineated} of {n_beats} beats",
            sample_s=SAMPLE_S,
            delineated=delineated,
            n_beats=n_beats,
        )
    return phrase(
        ", {sample_s:.0f} s of every {apart:.0f} minutes: {delineated} of "
        "{n_beats} beats",
        sample_s=SAMPLE_S,
        apart=apart,
        delineated=delineated,
        n_beats=n_beats,
    )


def _stretches_s(duration_s: float) -> Iterator[tuple[float, float]]:
    if duration_s <= MAX_WHOLE_S:
        step = length = STRETCH_S
    else:
        step, length = 60.0 * _apart_min(duration_s), SAMPLE_S
    for start in np.arange(0.0, duration_s, step):
        yield float(start), min(float(start) + length, duration_s)


def _of_stretch(
    recording: Recording,
    beats: BeatList,
    delineator: Delineator,
    first_s: float,
    last_s: float,
) -> Fiducials:
    """Return the fiducials of the beats in a stretch, seen with its neighbourhood."""
    fs, method = recording.fs, delineator.name
    start = max(0, round((first_s - MARGIN_S) * fs))
    stop = min(recording.n_samples, round((last_s + MARGIN_S) * fs))
    signal = np.asarray(recording.signal_mv[:, start:stop])
    inside = (beats.r_peaks >= start) & (beats.r_peaks < stop)
    near = BeatList(beats.r_peaks[inside] - start, fs)
    times_s = beats.times_s[inside]
    wanted = (times_s >= first_s) & (times_s < last_s)
    if signal.shape[1] < MIN_S * fs or not wanted.any():
        return joined(recording.leads, [], method)
    waves = delineate(delineator.net, signal, fs, recording.leads)
    found = find_fiducials(waves, near, signal, recording.leads, method)
    other_p_s = found.other_p_s + start / fs
    own = (other_p_s[:, 0] >= first_s) & (other_p_s[:, 0] < last_s)
    return Fiducials(
        recording.leads,
        times_s[wanted],
        found.common_s[wanted] + start / fs,
        found.per_lead_s[wanted] + start / fs,
        method,
        None if found.p_probability is None else found.p_probability[wanted],
        other_p_s[own],
    )
