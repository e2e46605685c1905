"""Groups of beats of the same shape, carried through a recording."""

from dataclasses import dataclass, field

import numpy as np

from ecgviewer.analysis.beats.beat_shapes import (
    ALIKE,
    Compared,
    FloatArray,
    IntArray,
    median,
)

_MAX_SEEDS = 40
# Beats that begin no more than so many groups; later ones like none have no group.
_MAX_GROUPS = 40
# How far the beats of a stretch draw the shape of their group.
_DRIFT = 0.5


@dataclass(eq=False)
class BeatGroups:
    """The shapes found so far, each of shape (n_leads, n_compared)."""

    shapes: list[FloatArray] = field(default_factory=list)

    def place(self, compared: Compared, places: IntArray, step: int) -> FloatArray:
        """Return each beat's correlation with each group, new ones added.

        Shape (n_beats, n_groups).
        """
        if not self.shapes:
            self._begin(compared, places, step)
        lags, fit = compared.best_lags(places, np.stack(self.shapes), step)
        self._look_farther(compared, places, step, lags, fit)
        unlike = fit.max(axis=1) < ALIKE
        n_known = len(self.shapes)
        if unlike.any():
            self._begin(compared, places[unlike], step)
        if len(self.shapes) > n_known:
            new = np.stack(self.shapes[n_known:])
            more_lags, more_fit = compared.best_lags(places, new, step)
            lags, fit = np.hstack([lags, more_lags]), np.hstack([fit, more_fit])
        self._drift(compared, places, lags, fit)
        return fit

    def _look_farther(
        self,
        compared: Compared,
        places: IntArray,
        step: int,
        lags: IntArray,
        fit: FloatArray,
    ) -> None:
        """Let beats that are like none be one whose R peak lies farther away.

        In a wide and notched QRS complex it may be found on either of two peaks.
        """
        for away in (-2 * compared.lag, 2 * compared.lag):
            rows = np.flatnonzero(fit.max(axis=1) < ALIKE)
            rows = rows[compared.usable(places[rows] + away)] if rows.size else rows
            if not rows.size:
                continue
            shapes = np.stack(self.shapes)
            more_lags, more_fit = compared.best_lags(places[rows] + away, shapes, step)
            found = more_fit.max(axis=1) >= ALIKE
            lags[rows[found]] = more_lags[found] + away
            fit[rows[found]] = more_fit[found]

    def _begin(self, compared: Compared, places: IntArray, step: int) -> None:
        """Add groups for beats that belong to none, the largest first."""
        every = max(1, -(-places.size // _MAX_SEEDS))
        seeds = places[::every]
        lags, fit = compared.best_lags(places, compared.shapes(seeds), step)
        alike = fit >= ALIKE
        while alike.any() and len(self.shapes) < _MAX_GROUPS:
            best = int(np.argmax(alike.sum(axis=0)))
            members = alike[:, best]
            aligned = places[members] + lags[members, best]
            if not self._found_farther(compared, aligned, step):
                self.shapes.append(median(compared.shapes(aligned)))
            alike = alike & ~members[:, None]

    def _found_farther(self, compared: Compared, places: IntArray, step: int) -> bool:
        """Return whether most of these beats are of a known group, but farther away."""
        if not self.shapes:
            return False
        lags = np.zeros((places.size, len(self.shapes)), dtype=np.int64)
        fit = np.full(lags.shape, -1.0)
        self._look_farther(compared, places, step, lags, fit)
        return bool(np.mean(fit.max(axis=1) >= ALIKE) > 0.5)

    def _drift(
        self, compared: Compared, places: IntArray, lags: IntArray, fit: FloatArray
    ) -> None:
        own = fit.argmax(axis=1)
        for group in range(len(self.shapes)):
            members = (own == group) & (fit[:, group] >= ALIKE)
            if members.sum() >= 3:
                aligned = places[members] + lags[members, group]
                now = median(compared.shapes(aligned))
                before = self.shapes[group]
                self.shapes[group] = (1 - _DRIFT) * before + _DRIFT * now
