"""Reading a long recording to its end, once, in the background.

What only the whole of a recording tells comes of it: the pyramid that distant views are
drawn from, the digest, the checksums, and how many samples are missing.
"""

import hashlib
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from ecgviewer.ecg.pyramid import FINEST, PyramidBuilder
from ecgviewer.ecg.recording import Recording
from ecgviewer.ecg.signal import stretches
from ecgviewer.ecg.survey import Survey
from ecgviewer.io.plausibility import checksum_doubts, missing_text
from ecgviewer.io.wfdb.stored import SampleFile, StoredWfdb

# Frames read at once: fast enough, and cancelled within a few milliseconds.
STRETCH_FRAMES = 2048 * FINEST
BYTES_AT_ONCE = 2**22


class SurveyCancelledError(Exception):
    """Nobody wants the survey any more."""


def survey(
    recording: Recording,
    *,
    cancelled: Callable[[], bool] = lambda: False,
    progress: Callable[[float], None] = lambda _fraction: None,
) -> Survey:
    """Read a recording to its end.

    Raises
    ------
    SurveyCancelledError
        As soon as ``cancelled`` answers True.
    SignalError
        If the file is gone or has changed since the recording was opened.
    """
    signal = recording.signal_mv
    if isinstance(signal, StoredWfdb):
        return _of_file(recording, signal, cancelled, progress)
    return _of_array(recording)


def _of_array(recording: Recording) -> Survey:
    signal = recording.whole_signal_mv
    builder = PyramidBuilder(*signal.shape)
    for start, stop in stretches(recording.n_samples, STRETCH_FRAMES):
        builder.add(signal[:, start:stop])
    return Survey(builder.finish(), recording.source.sha256, ())


def _of_file(
    recording: Recording,
    signal: StoredWfdb,
    cancelled: Callable[[], bool],
    progress: Callable[[float], None],
) -> Survey:
    builder = PyramidBuilder(*signal.shape)
    n_missing = np.zeros(len(signal.leads), dtype=np.int64)
    sums = np.zeros(len(signal.channels), dtype=np.int64)
    digest = hashlib.sha256(recording.source.path.read_bytes())
    first, digested = signal.files[0], 0
    for start, stop in stretches(recording.n_samples, STRETCH_FRAMES):
        if cancelled():
            raise SurveyCancelledError
        frames = [file.frames(start, stop) for file in signal.files]
        # About where these frames were, so that the system still holds the bytes.
        until = first.size * stop // recording.n_samples
        _digest(digest, first, digested, until)
        digested = until
        sums += _sums(signal, frames)
        leads = signal.decode(dict(enumerate(frames)), range(len(signal.leads)))
        n_missing += np.count_nonzero(np.isnan(leads), axis=1)
        builder.add(leads)
        progress(stop / recording.n_samples)
    for file in signal.files[1:]:
        _digest(digest, file, 0, file.size)
    warnings = [
        missing_text(lead, int(count), recording.fs)
        for lead, count in zip(recording.leads, n_missing, strict=True)
        if count and lead not in recording.derived_leads
    ]
    stated = [(channel.name, channel.checksum) for channel in signal.channels]
    warnings += checksum_doubts(stated, sums.tolist())
    return Survey(builder.finish(), digest.hexdigest(), tuple(warnings))


def _sums(signal: StoredWfdb, frames: list[NDArray[np.int32]]) -> NDArray[np.int64]:
    by_file = [part.sum(axis=1, dtype=np.int64) for part in frames]
    return np.array([by_file[c.file][c.column] for c in signal.channels])


def _digest(digest: "hashlib._Hash", file: SampleFile, start: int, stop: int) -> None:
    for part_start, part_stop in stretches(stop - start, BYTES_AT_ONCE):
        digest.update(file.read(start + part_start, start + part_stop))
