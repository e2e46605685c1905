"""How far one recording must be moved in time for its beats to fall on another's."""

from dataclasses import dataclass

import numpy as np

from ecgviewer.ecg.beats import BeatList

# Enough for a phase to be found, few enough to be tried one against the other.
MAX_BEATS = 60
MATCH_S = 0.05
# Rhythms agree if so many of the beats that are laid over each other fall together.
AGREEING = 0.8


@dataclass(frozen=True)
class BeatAlignment:
    """What is added to the second's times, and whether most beats then coincide."""

    shift_s: float
    rhythms_agree: bool


def align_beats(first: BeatList, second: BeatList) -> BeatAlignment | None:
    """Return how to lay the second's beats on the first's; ``None`` without beats.

    One beat of the second is put exactly on one of the first. If the rhythms agree, so
    that a shift puts most R peaks within 50 ms of each other, it is the one that puts
    the most together; of several, the closest, then the smallest. If they do not, it is
    the smallest shift that puts any two beats together.
    """
    one, other = first.times_s[:MAX_BEATS], second.times_s[:MAX_BEATS]
    if one.size == 0 or other.size == 0:
        return None
    shifts = (one[:, None] - other[None, :]).ravel()
    shifts = shifts[np.argsort(np.abs(shifts), kind="stable")]
    moved = other[None, :] + shifts[:, None]
    after = np.clip(np.searchsorted(one, moved), 1, max(1, one.size - 1))
    neighbours = one[after - 1], one[np.minimum(after, one.size - 1)]
    away = np.minimum(*(np.abs(moved - neighbour) for neighbour in neighbours))
    near = away <= MATCH_S
    matched = near.sum(axis=1)
    error_ms = np.where(near, away, 0.0).sum(axis=1) / np.maximum(matched, 1) * 1000
    best = int(np.lexsort((np.round(error_ms), -matched))[0])  # stable
    inside = (moved[best] >= one[0] - MATCH_S) & (moved[best] <= one[-1] + MATCH_S)
    enough = matched[best] >= AGREEING * max(
        inside.sum(), min(one.size, other.size) / 2
    )
    return BeatAlignment(float(shifts[best if enough else 0]), bool(enough))
