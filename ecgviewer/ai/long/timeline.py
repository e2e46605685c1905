"""The probability of every statement over a long recording, ten seconds at a time.

It is filled from coarse to fine, so that a day's course is there after a few dozen
answers and only becomes sharper. Every value is the answer about its own ten seconds,
as calibrated on recordings of ten seconds; nothing is smoothed.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from ecgviewer.ai.inputs import ModelAbstains
from ecgviewer.ai.long.excerpt import Span, excerpt
from ecgviewer.ai.model import EcgModel, recording_logits, sigmoid
from ecgviewer.ecg.beats import BeatList
from ecgviewer.ecg.evidence.timeline import Timeline
from ecgviewer.ecg.recording import Recording

WINDOW_S = 10.0
# Windows asked about before the answers so far are handed out.
STEP = 24


def timeline(
    recording: Recording,
    beats: BeatList,
    model: EcgModel,
    before: Timeline | None = None,
    seen_s: Span | None = None,
    cancelled: Callable[[], bool] = lambda: False,
) -> Timeline:
    """Return a recording's course with the answers of some windows more.

    Those that are looked at (``seen_s``) come first. Where the model abstains nothing
    is known, and it is not asked again.

    Raises
    ------
    SignalError
        If samples cannot be read.
    """
    if before is None:
        before = _unasked(recording, model)
    probability = before.probability.copy()
    asked = before.asked.copy()
    for k in _next(before, seen_s):
        if cancelled():
            break
        asked[k] = True
        part = excerpt(recording, beats, (before.edges_s[k], before.edges_s[k + 1]))
        try:
            stretches = model.prepare(part.recording, part.beats)
        except ModelAbstains:
            continue
        logits = recording_logits(model, stretches)
        rows = [j for j, spec in enumerate(model.labels) if spec.shown]
        probability[:, k] = [sigmoid(float(logits[j])) for j in rows]
    return Timeline(before.codes, before.edges_s, probability, asked)


def _unasked(recording: Recording, model: EcgModel) -> Timeline:
    codes = tuple(spec.code for spec in model.labels if spec.shown)
    count = max(1, round(recording.duration_s / WINDOW_S))
    edges_s = np.linspace(0.0, recording.duration_s, count + 1)
    unknown = np.full((len(codes), count), np.nan, dtype=np.float32)
    return Timeline(codes, edges_s, unknown, np.zeros(count, dtype=bool))


def _next(before: Timeline, seen_s: Span | None) -> NDArray[np.intp]:
    """Return the windows asked next: what is looked at, then evenly over the rest."""
    numbers = np.flatnonzero(~before.asked)
    if seen_s is None:
        seen = np.zeros(numbers.size, dtype=bool)
    else:
        seen = (before.edges_s[numbers] < seen_s[1]) & (
            before.edges_s[numbers + 1] > seen_s[0]
        )
    order = np.lexsort((_places(before.asked.size)[numbers], ~seen))
    return numbers[order[:STEP]]


def _places(count: int) -> NDArray[np.int64]:
    """Return each window's place in an order that halves the gaps again and again."""
    bits = max(1, int(count - 1).bit_length())
    numbers = np.arange(count)
    reversed_ = np.zeros(count, dtype=np.int64)
    for bit in range(bits):
        reversed_ |= ((numbers >> bit) & 1) << (bits - 1 - bit)
    return np.argsort(np.argsort(reversed_))
