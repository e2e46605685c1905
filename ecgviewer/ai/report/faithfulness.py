"""Whether removing what a map calls important moves the statement most.

Deletion and insertion (Petsiuk V, et al. RISE, 2018); most relevant against least
relevant first (Samek W, et al. Evaluating the visualization of what a deep neural
network has learned, 2017; here normalised by what there is to lose).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ecgviewer.ai.model import BoolArray, FloatArray
from ecgviewer.ai.report.question import Question
from ecgviewer.ecg.beats import BeatList
from ecgviewer.ecg.leads import STANDARD_12
from ecgviewer.ecg.recording import Recording

N_STEPS = 10
N_RANDOM = 4
_SEED = 34

Order = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Degradation:
    """Logits while cells are removed, each (N_STEPS + 1,) from none to all.

    ``most`` removes the most important first, ``least`` the least.
    """

    most: FloatArray
    least: FloatArray

    @property
    def score(self) -> float:
        """The mean of least minus most over the share removed, of what there is.

        0 for an order that says nothing, negative for one that is the wrong way round.
        """
        gap, whole = self.least - self.most, self.most[0] - self.most[-1]
        area = float(np.trapezoid(gap, dx=1 / N_STEPS))
        return area / float(whole) if abs(whole) > 1e-12 else 0.0


def shares() -> FloatArray:
    return np.linspace(0, 1, N_STEPS + 1)


def degradations(
    asked: Question, orders: Mapping[str, Sequence[Order]]
) -> dict[str, list[Degradation]]:
    """Return the degradation of each order of the valid cells, asked in one go.

    An order has places in the flattened cells, the most important first.
    """
    flat = [order for several in orders.values() for order in several]
    kept = np.concatenate([_removals(asked.valid, o) for o in flat])
    ends = np.stack([asked.valid, np.zeros_like(asked.valid)])
    said = asked.logits(np.concatenate([ends, kept]))
    full, none = said[:2]
    parts = said[2:].reshape(len(flat), 2, N_STEPS - 1)
    curves = [
        Degradation(*(np.concatenate([[full], part, [none]]) for part in both))
        for both in parts
    ]
    found: dict[str, list[Degradation]] = {}
    for name, several in orders.items():
        found[name], curves = curves[: len(several)], curves[len(several) :]
    return found


def _removals(valid: BoolArray, order: Order) -> BoolArray:
    """Return the cells that stay at each inner step, either end first."""
    steps = np.round(shares()[1:-1] * len(order)).astype(int)
    kept = np.tile(valid.ravel(), (2 * len(steps), 1))
    for row, n_removed in enumerate(steps):
        kept[row, order[:n_removed]] = False
        kept[len(steps) + row, order[len(order) - n_removed :]] = False
    return kept.reshape(-1, *valid.shape)


def order_of(values: FloatArray, valid: BoolArray) -> Order:
    """Return the valid cells, those of the largest value first."""
    places = np.flatnonzero(valid)
    ordered: Order = places[np.argsort(-values.ravel()[places], kind="stable")]
    return ordered


def random_orders(valid: BoolArray, n: int = N_RANDOM) -> list[Order]:
    rng, places = np.random.default_rng(_SEED), np.flatnonzero(valid)
    return [rng.permutation(places) for _ in range(n)]


def amplitudes(recording: Recording, beats: BeatList) -> FloatArray:
    """Return the mean of |signal - its median| of each cell, (12, n_beats).

    What a map is worth that only finds large deflections.
    """
    limits = np.round(beats.limits_s(recording.duration_s) * recording.fs).astype(int)
    found = np.zeros((len(STANDARD_12), len(beats)))
    for row, lead in enumerate(STANDARD_12):
        if lead not in recording.leads:
            continue
        signal = np.nan_to_num(recording.lead(lead)[:].astype(np.float64))
        away = np.abs(signal - np.median(signal))
        for beat in range(len(beats)):
            part = away[limits[beat] : limits[beat + 1]]
            found[row, beat] = part.mean() if part.size else 0.0
    return found
