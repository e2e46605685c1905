"""The shapes of beats, made ready to be compared with each other.

Two beats are compared from 100 ms before to 200 ms after R: in each lead by the
correlation of the samples, smoothed over 20 ms and freed of level and slope, then
averaged over the leads by the size of the template in them. So a lead that is noisy or
off counts for no more than it shows, and wander counts for nothing.

R peaks may lie on R in one beat and on S in the next; before beats are compared, each
is moved by up to 40 ms to where it correlates best.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ecgviewer.analysis.filters import fill_missing

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]

COMPARED_S = (-0.10, 0.20)
MAX_LAG_S = 0.04
# From this correlation on two beats are alike.
ALIKE = 0.90

_SMOOTHING_S = 0.02
# A lead in which a beat is smaller than this share of the usual is off for that beat.
_OFF_SHARE = 0.05
_MIN_LEADS = 0.5


def cut(signal: FloatArray, places: IntArray, offsets: IntArray) -> FloatArray:
    """Return stretches around places, shape (n_places, n_leads, n_offsets).

    NaN where a stretch reaches beyond the signal.
    """
    index = places[:, None] + offsets
    outside = (index < 0) | (index >= signal.shape[1])
    stretches: FloatArray = signal[:, np.where(outside, 0, index)].swapaxes(0, 1)
    stretches[np.broadcast_to(outside[:, None, :], stretches.shape)] = np.nan
    return stretches


def median(values: FloatArray) -> FloatArray:
    """Return the median over the first axis of what is not NaN, NaN if nothing is."""
    in_order = np.sort(values, axis=0)  # NaN last
    n_present = np.count_nonzero(~np.isnan(values), axis=0)
    low, high = np.maximum(0, (n_present - 1) // 2), n_present // 2
    high = np.minimum(high, len(values) - 1)
    ends = [np.take_along_axis(in_order, k[None], axis=0)[0] for k in (low, high)]
    middle = np.where(n_present % 2 == 1, ends[0], (ends[0] + ends[1]) / 2)
    return np.where(n_present > 0, middle, np.nan)


@dataclass(frozen=True, eq=False)
class Compared:
    """A signal prepared for comparing stretches of it."""

    smooth: FloatArray  # (n_leads, n_samples), nothing missing
    missing: FloatArray | None  # 1 where a sample is, if any is
    offsets: IntArray
    trend: FloatArray  # orthonormal level and slope, (n_offsets, 2)
    lag: int  # in samples

    @staticmethod
    def of(signal: FloatArray, fs: float, step: int = 1) -> "Compared":
        """Prepare a signal, shape (n_leads, n_samples); compare each ``step`` samples.

        Once smoothed, steps of up to 8 ms lose nothing.
        """
        width = max(1, round(_SMOOTHING_S * fs))
        kernel = np.ones(width) / width
        filled = fill_missing(signal)
        smooth = np.stack([np.convolve(row, kernel, mode="same") for row in filled])
        first, last = (round(s * fs) for s in COMPARED_S)
        offsets = np.arange(first, last + 1, step)
        line = np.stack([np.ones(offsets.size), offsets - offsets.mean()], axis=1)
        trend = line / np.linalg.norm(line, axis=0)
        lag = round(MAX_LAG_S * fs)
        gone = np.isnan(signal)
        missing = gone.astype(np.float64) if gone.any() else None
        return Compared(smooth, missing, offsets, trend, lag)

    def usable(self, places: IntArray) -> NDArray[np.bool_]:
        """Return which beats lie within the signal and have most of their leads."""
        first = places + self.offsets[0] - self.lag
        last = places + self.offsets[-1] + self.lag
        inside = (first >= 0) & (last < self.smooth.shape[1])
        present = self.norms(self.shapes(places)) > 0
        n_live = np.count_nonzero(present[inside].any(axis=0)) if inside.any() else 0
        enough = present.sum(axis=1) >= max(1.0, _MIN_LEADS * n_live)
        result: NDArray[np.bool_] = inside & enough
        return result

    def shapes(self, places: IntArray) -> FloatArray:
        """Return stretches without level and slope; 0 where a lead is missing."""
        stretches = cut(self.smooth, places, self.offsets)
        stretches -= (stretches @ self.trend) @ self.trend.T
        # What reaches beyond the signal is NaN by now.
        stretches[np.isnan(stretches[:, :, 0])] = 0.0
        if self.missing is not None:
            gone = cut(self.missing, places, self.offsets)
            stretches[~(gone.sum(axis=2) == 0)] = 0.0
        return stretches

    @staticmethod
    def norms(shapes: FloatArray) -> FloatArray:
        """Return the size of each beat in each lead, 0 where the lead is off."""
        norms: FloatArray = np.linalg.norm(shapes, axis=2)
        usual = np.nan_to_num(median(np.where(norms > 0, norms, np.nan)))
        norms[norms < np.maximum(_OFF_SHARE * usual, 1e-9)] = 0.0
        return norms

    def best_lags(
        self, places: IntArray, templates: FloatArray, step: int = 1
    ) -> tuple[IntArray, FloatArray]:
        """Return for each beat and template the best lag and the correlation there.

        Both of shape (n_places, n_templates); lags are tried every ``step`` samples.
        """
        known = _Templates.of(templates)
        best = np.full((places.size, len(templates)), -np.inf)
        lags = np.zeros(best.shape, dtype=np.int64)
        # From no lag outwards, so that a tie leaves the beat where it is.
        reach = self.lag // step * step
        for moved in sorted(range(-reach, reach + 1, step), key=abs):
            score = self._correlation(places + moved, known)
            better = score > best
            best[better], lags[better] = score[better], moved
        return lags, best

    def best_lag(
        self, places: IntArray, template: FloatArray, step: int
    ) -> tuple[IntArray, FloatArray]:
        """Return each beat's best lag and correlation there, both of (n_places,).

        Lags are tried every ``step`` samples, then each one around the best.
        """
        known = _Templates.of(template[None])
        all_lags, fits = self.best_lags(places, template[None], step)
        lags, best = all_lags[:, 0], fits[:, 0]
        coarse = lags.copy()
        for more in sorted(range(1 - step, step), key=abs):
            score = self._correlation(places + coarse + more, known)[:, 0]
            better = (score > best) & (np.abs(coarse + more) <= self.lag)
            best[better], lags[better] = score[better], (coarse + more)[better]
        return lags, best

    def _correlation(self, places: IntArray, templates: "_Templates") -> FloatArray:
        """Return the correlation of each beat with each template."""
        shapes = self.shapes(places)
        norms = self.norms(shapes)
        shapes /= np.where(norms > 0, norms, np.inf)[:, :, None]
        total = (norms > 0) @ templates.weights.T
        score = shapes.reshape(places.size, -1) @ templates.weighted.T
        found: FloatArray = np.divide(
            score, total, out=np.zeros(score.shape), where=total > 0
        )
        return found


@dataclass(frozen=True, eq=False)
class _Templates:
    weights: FloatArray  # the size in each lead, (n_templates, n_leads)
    weighted: FloatArray  # (n_templates, n_leads * n_offsets)

    @staticmethod
    def of(templates: FloatArray) -> "_Templates":
        weights = np.linalg.norm(templates, axis=2)
        unit = templates / np.maximum(weights, 1e-12)[:, :, None]
        weighted = (unit * weights[:, :, None]).reshape(len(templates), -1)
        return _Templates(weights, weighted)
