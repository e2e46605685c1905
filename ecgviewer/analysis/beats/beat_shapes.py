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

from ecgviewer.analysis.signal.filters import fill_missing

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
# So many stretches are compared at once: enough for NumPy, few enough for the cache.
_AT_ONCE = 256


def cut(signal: FloatArray, places: IntArray, offsets: IntArray) -> FloatArray:
    """Return stretches around places, shape (n_places, n_leads, n_offsets).

    NaN where a stretch reaches beyond the signal.
    """
    index = places[:, None] + offsets
    outside = (index < 0) | (index >= signal.shape[1])
    stretches: FloatArray = signal[:, np.where(outside, 0, index)].swapaxes(0, 1)
    if outside.any():
        stretches[np.broadcast_to(outside[:, None, :], stretches.shape)] = np.nan
    return stretches


def from_baseline(stacked: FloatArray, baseline: slice) -> FloatArray:
    """Return beats, shape (n_beats, n_leads, n_window), each from its own baseline."""
    levels = median(np.moveaxis(stacked[:, :, baseline], 2, 0))
    return stacked - levels[:, :, None]


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
        """Return stretches without level and slope; 0 where a lead is missing.

        Shape (n_places, n_leads, n_offsets).
        """
        by_beat: FloatArray = self._by_lead(places).swapaxes(0, 1)
        return by_beat

    def _by_lead(self, places: IntArray) -> FloatArray:
        """Return the same with the leads first."""
        n_leads, n_samples = self.smooth.shape
        index = places[:, None] + self.offsets
        outside = (index[:, 0] < 0) | (index[:, -1] >= n_samples)
        index[outside] = 0
        rows = self.smooth.take(index, axis=1).reshape(-1, self.offsets.size)
        rows -= (rows @ self.trend) @ self.trend.T
        stretches: FloatArray = rows.reshape(n_leads, *index.shape)
        stretches[:, outside] = 0.0
        if self.missing is not None:
            stretches[self.missing.take(index, axis=1).any(axis=2)] = 0.0
        return stretches

    @staticmethod
    def norms(shapes: FloatArray) -> FloatArray:
        """Return the size of each beat in each lead, 0 where the lead is off."""
        return _known_sizes(np.linalg.norm(shapes, axis=2))

    def best_lags(
        self, places: IntArray, templates: FloatArray, step: int = 1
    ) -> tuple[IntArray, FloatArray]:
        """Return for each beat and template the best lag and the correlation there.

        Both of shape (n_places, n_templates); lags are tried every ``step`` samples.
        """
        # From no lag outwards, so that a tie leaves the beat where it is.
        reach = self.lag // step * step
        moved = np.array(sorted(range(-reach, reach + 1, step), key=abs))
        fits = self._correlation(places + moved[:, None], _Templates.of(templates))
        best = fits.argmax(axis=0)
        return moved[best], np.take_along_axis(fits, best[None], axis=0)[0]

    def best_lag(
        self, places: IntArray, template: FloatArray, step: int
    ) -> tuple[IntArray, FloatArray]:
        """Return each beat's best lag and correlation there, both of (n_places,).

        Lags are tried every ``step`` samples, then each one around the best.
        """
        coarse = self.best_lags(places, template[None], step)[0][:, 0]
        more = np.array(sorted(range(1 - step, step), key=abs))
        lags = coarse + more[:, None]
        fits = self._correlation(places + lags, _Templates.of(template[None]))[:, :, 0]
        fits[np.abs(lags) > self.lag] = -np.inf
        best, beats = fits.argmax(axis=0), np.arange(places.size)
        return lags[best, beats], fits[best, beats]

    def _correlation(self, places: IntArray, templates: "_Templates") -> FloatArray:
        """Return the correlation of each beat, moved by each lag, with each template.

        ``places`` has shape (n_lags, n_beats), the answer one axis more for templates.
        """
        n_lags, n_beats = places.shape
        found = np.empty((n_lags, n_beats, len(templates.weights)))
        at_once = max(1, _AT_ONCE // max(1, n_beats))
        for first in range(0, n_lags, at_once):
            some = places[first : first + at_once]
            shapes = self._by_lead(some.ravel())
            sizes = np.sqrt(np.einsum("lbo,lbo->bl", shapes, shapes))
            norms = _known_sizes(sizes.reshape(*some.shape, -1), axis=1)
            of_leads = np.moveaxis(shapes @ templates.weighted, 0, 1)
            of_leads = of_leads.reshape(*norms.shape, -1)
            of_leads /= np.where(norms > 0, norms, np.inf)[..., None]
            score, total = of_leads.sum(axis=2), (norms > 0) @ templates.weights.T
            found[first : first + at_once] = np.divide(
                score, total, out=np.zeros(score.shape), where=total > 0
            )
        return found


def _known_sizes(sizes: FloatArray, axis: int = 0) -> FloatArray:
    """Return sizes, 0 where they are far smaller than usual among the beats (axis)."""
    known = np.moveaxis(np.where(sizes > 0, sizes, np.nan), axis, 0)
    least = np.maximum(_OFF_SHARE * np.nan_to_num(median(known)), 1e-9)
    large: FloatArray = np.where(sizes < np.expand_dims(least, axis), 0.0, sizes)
    return large


@dataclass(frozen=True, eq=False)
class _Templates:
    weights: FloatArray  # the size in each lead, (n_templates, n_leads)
    weighted: FloatArray  # (n_leads, n_offsets, n_templates)

    @staticmethod
    def of(templates: FloatArray) -> "_Templates":
        weights = np.linalg.norm(templates, axis=2)
        unit = templates / np.maximum(weights, 1e-12)[:, :, None]
        weighted = np.ascontiguousarray((unit * weights[:, :, None]).transpose(1, 2, 0))
        return _Templates(weights, weighted)
