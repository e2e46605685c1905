"""The same recording in several sets, found by its signal.

Sets borrow from each other and change units, rate, filter and file format. 256 bits,
each the sign of one fixed random projection of leads I, II and V2 (2-15 Hz, each lead
in units of its own spread), change by a few for a copy and by half for any other
recording (Charikar, STOC 2002). Recordings that share one of 16 groups of bits are
compared; what is close is read again and called the same only if the leads correlate.
A copy that starts at another moment is not found.
"""

import hashlib
from collections.abc import Iterable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from ecgviewer.analysis.signal.filters import fill_missing, zero_phase_bandpass
from ecgviewer.ecg.leads import INDEPENDENT_8
from ecgviewer.ecg.recording import Recording
from ecgviewer.io.errors import ReadError
from training.sources import read_entry
from training.sources.entries import Entry

BITS = 256
MAX_DIFFERENT_BITS = 40
MIN_CORRELATION = 0.99
_PROJECTED = ("I", "II", "V2")
_PROJECTED_FS = 50.0
# The beginning itself is left out: filters that the copy went through ring there.
_START_S, _STOP_S = 0.5, 5.5
_READ_S = 8.0
_BANDS = 16


def fingerprint(recording: Recording) -> NDArray[np.uint8] | None:
    """Return 32 bytes, ``None`` for a short recording or one without these leads."""
    shape = _shape(recording, _PROJECTED, (2.0, 15.0), _PROJECTED_FS)
    if shape is None or not shape.any():
        return None
    return np.packbits(_projections(shape.size) @ shape.ravel() > 0)


def candidates(
    prints: NDArray[np.uint8], known: NDArray[np.bool_]
) -> Iterator[tuple[int, int]]:
    """Yield pairs of rows whose fingerprints are close, each once.

    ``prints`` is (n, 32); rows that are not ``known`` are in no pair.
    """
    rows = np.flatnonzero(known)
    bands = np.ascontiguousarray(prints[rows]).view("<u2")
    seen: set[tuple[int, int]] = set()
    for band in range(_BANDS):
        order = np.argsort(bands[:, band], kind="stable")
        key = bands[order, band]
        apart = 1
        while (alike := np.flatnonzero(key[apart:] == key[:-apart])).size:
            one, other = rows[order[alike]], rows[order[alike + apart]]
            different = np.bitwise_count(prints[one] ^ prints[other]).sum(axis=1)
            for k in np.flatnonzero(different <= MAX_DIFFERENT_BITS):
                pair = (int(min(one[k], other[k])), int(max(one[k], other[k])))
                if pair not in seen:
                    seen.add(pair)
                    yield pair
            apart += 1


def same_signal(pair: tuple[Entry, Entry]) -> bool:
    """Read two recordings again and tell whether their leads correlate."""
    try:
        shapes = [
            _shape(read_entry(entry), INDEPENDENT_8, (2.0, 40.0), 100.0)
            for entry in pair
        ]
    except ReadError:
        return False
    if shapes[0] is None or shapes[1] is None:
        return False
    correlation = (shapes[0] * shapes[1]).mean(axis=1)
    live = (shapes[0].any(axis=1)) & (shapes[1].any(axis=1))
    return bool(live.any() and np.median(correlation[live]) > MIN_CORRELATION)


def groups(pairs: Iterable[tuple[str, str]]) -> list[tuple[str, ...]]:
    """Return names that belong together, each group and all of them sorted."""
    group_of: dict[str, set[str]] = {}
    for one, other in pairs:
        joined = group_of.get(one, {one}) | group_of.get(other, {other})
        for name in joined:
            group_of[name] = joined
    return sorted({tuple(sorted(group)) for group in group_of.values()})


def _shape(
    recording: Recording, leads: Sequence[str], band_hz: tuple[float, float], fs: float
) -> NDArray[np.float64] | None:
    """Return the leads' first seconds with mean 0 and spread 1, (n_leads, n_samples).

    A lead without signal is all zeros.
    """
    if recording.duration_s < _STOP_S or not set(leads) <= set(recording.leads):
        return None
    rows = [recording.leads.index(name) for name in leads]
    beginning = recording.signal_mv[rows, : round(_READ_S * recording.fs)]
    filled = fill_missing(np.asarray(beginning))
    highest = min(band_hz[1], 0.4 * recording.fs)
    banded = zero_phase_bandpass(filled, recording.fs, band_hz[0], highest)
    times = np.arange(round(_START_S * fs), round(_STOP_S * fs)) / fs
    own = np.arange(banded.shape[1]) / recording.fs
    shape = np.stack([np.interp(times, own, lead) for lead in banded])
    shape -= shape.mean(axis=1, keepdims=True)
    spread = shape.std(axis=1, keepdims=True)
    live = spread > 1e-6 * np.abs(filled).max(axis=1, keepdims=True)
    return np.asarray(np.where(live, shape / np.where(live, spread, 1.0), 0.0))


def _projections(size: int) -> NDArray[np.float64]:
    # Bits of a hash, which are the same with every version of every library.
    drawn = hashlib.shake_256(b"ecgviewer fingerprint").digest(BITS * size // 8)
    bits = np.unpackbits(np.frombuffer(drawn, dtype=np.uint8))
    return 2.0 * bits.reshape(BITS, size).astype(np.float64) - 1.0
