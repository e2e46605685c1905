"""Regular waves of the atria that go on through QRS and T, as those of flutter do.

Outside of QRS each lead is taken for a sum of three: a slow baseline; what goes with
QRS, P before and T behind it; and one wave of the atria, a sine with its second
harmonic. Where conduction varies the last one keeps no distance from QRS, and least
squares tell it from the second: the usual beat is taken out of the signal, as Slocum
et al. did (1992, J Electrocardiol 25:1), and out of the sines as well, so that what
goes with it is not missed (Vaníček 1971, Astrophys Space Sci 12:10). In a regular
rhythm the wave keeps its distance from QRS, and nothing is told.

Waves of flutter have one rate, 240 to 340/min, under drugs less (Saoudi et al. 2001,
Eur Heart J 22:1162); those of fibrillation a range of rates. So one rate must explain
much of what is left, more than any other, and in several leads.

A tremor of 4 to 6 Hz has one rate, too. Chest leads are measured against the mean of
the three limbs, so that it is in all of them alike, which no wave of a heart is.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import uniform_filter1d

from ecgviewer.analysis.beats.beat_table import BeatTable
from ecgviewer.analysis.rhythm.measurement_context import MeasurementContext
from ecgviewer.analysis.rhythm.rhythm_facts import IRREGULAR_VARIATION
from ecgviewer.ecg.fiducials import Point
from ecgviewer.ecg.measurements import Measurement, no_value
from ecgviewer.ecg.reasons import rhythm as why
from ecgviewer.ecg.reasons.phrase import phrase
from ecgviewer.ecg.reasons.reason import Reason
from ecgviewer.ecg.recording import Recording

FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]

KEY = "atrial_rate_bpm"
LOWEST_BPM, HIGHEST_BPM = 220.0, 360.0
# At the best rate the wave explains this share of what neither baseline nor beats do,
# in so many leads. Chosen on folds 1-8 of PTB-XL: no irregular rhythm with P reaches
# .28; of 98 recordings in fibrillation as read five do, and no other has more than .30
# (``benchmarks.atrial_waves`` lists them).
MIN_SHARE, MIN_LEADS = 0.35, 3
# No other rate explains so much of that. In two of these, conducted between two and
# four to one, what is left of the wave looks a little like other rates, too: .52, .56.
OTHER_SHARE = 0.6
# Half of it or more is of the sine itself: what has nothing but a second harmonic is a
# wave of twice the rate.
HALF = 0.5
# What is in all chest leads alike, up to this share of its power, comes from the limbs.
# In the recordings above it is half at most.
ALIKE_SHARE, CHEST = 0.8, ("V1", "V2", "V3", "V4", "V5", "V6")
# Leads in which the wave explains half as much as it must are among those named.
NAMED_SHARE = MIN_SHARE / 2

# Phases hold for no longer, as the rate of flutter changes a little.
STRETCH_S, MIN_STRETCH_S, LONGEST_S = 10.0, 5.0, 60.0
MIN_BEATS = 3
_FS = 50.0  # the second harmonic needs 25
_MAINS_HZ = 60.0  # that of 50 Hz the means over 20 ms take away
_STEP_HZ = 0.04  # two fifths of how far 10 s tell rates apart
_BEYOND_HZ = 0.2  # searched on both sides, where a peak is none of flutter
_PEAK_HZ = 0.3  # the width of a peak, with its first side lobes
_HARMONICS = 2
_BASELINE_HZ = 1.0
# P is sought from here before QRS on; QRS is left out with so much on both sides.
_BEFORE_QRS_S, _BESIDE_QRS_S = 0.22, 0.02

_METHOD = phrase(
    "least squares: the rate of a wave that goes on through all beats, "
    "without what keeps its distance from QRS"
)


@dataclass(frozen=True)
class AtrialWaves:
    """Waves of one rate, and how far off it may be.

    Attributes
    ----------
    heights : mapping of str to float
        From the top to the bottom of their sine in each lead, in its unit.
    leads : tuple of str
        Those that show them.
    """

    rate_bpm: float
    off_bpm: float
    heights: Mapping[str, float]
    leads: tuple[str, ...]


def atrial_value(found: AtrialWaves | Reason) -> Measurement:
    """Return the rate of the atria in bpm, or why there is none."""
    if isinstance(found, Reason):
        return no_value("bpm", found)
    low, high = found.rate_bpm - found.off_bpm, found.rate_bpm + found.off_bpm
    return Measurement(found.rate_bpm, "bpm", _METHOD, low, high, leads=found.leads)


def find_atrial_waves(
    recording: Recording,
    table: BeatTable,
    state: MeasurementContext,
) -> AtrialWaves | Reason:
    """Return regular waves of the atria, or why there are none."""
    reason = _why_not(recording, state)
    if reason is not None:
        return reason
    beats, limits = table.beats, BeatLimits.of(table)
    rows = [
        k for k, name in enumerate(recording.leads) if name in state.measurable_leads
    ]
    names = tuple(recording.leads[k] for k in rows)
    n_stretches = max(1, round(recording.duration_s / STRETCH_S))
    edges = np.linspace(0, recording.n_samples, n_stretches + 1).astype(np.int64)
    found, reasons = [], []
    for start, stop in zip(edges[:-1].tolist(), edges[1:].tolist(), strict=True):
        signal = np.asarray(recording.signal_mv[:, start:stop], np.float64)[rows]
        from_s = start / recording.fs
        spectrum = atrial_spectrum(
            signal, recording.fs, beats.times_s - from_s, beats.dominant, limits
        )
        waves = spectrum.waves(names) if spectrum else why.TOO_LITTLE_FOR_ATRIA()
        if isinstance(waves, AtrialWaves):
            found.append(waves)
        else:
            reasons.append(waves)
    if 2 * len(found) <= n_stretches:
        return max(reasons, key=reasons.count)
    return _joined(found)


def _why_not(recording: Recording, state: MeasurementContext) -> Reason | None:
    rhythm = state.rhythm
    if rhythm.has_p is None:
        return why.NOT_DELINEATED()
    if rhythm.paced:
        return why.VENTRICLES_PACED()
    if rhythm.has_p or rhythm.rr_variation <= IRREGULAR_VARIATION:
        return why.ATRIA_NOT_SOUGHT()
    if recording.duration_s > LONGEST_S + 1.0:
        return why.ATRIA_TOO_LONG(longest_s=LONGEST_S)
    few = (
        len(state.measurable_leads) < MIN_LEADS or recording.duration_s < MIN_STRETCH_S
    )
    return why.TOO_LITTLE_FOR_ATRIA() if few else None


def _joined(found: list[AtrialWaves]) -> AtrialWaves:
    """Return what several stretches show: the median rate, and as far off as any is."""
    rates = np.array([one.rate_bpm for one in found])
    rate = float(np.median(rates))
    off = max(abs(one.rate_bpm - rate) + one.off_bpm for one in found)
    heights = {
        name: float(np.median([one.heights[name] for one in found]))
        for name in found[0].heights
    }
    shown = {name for one in found for name in one.leads}
    return AtrialWaves(rate, off, heights, tuple(k for k in heights if k in shown))


@dataclass(frozen=True)
class BeatLimits:
    """The usual limits of QRS and the end of T, in s from R."""

    onset_s: float
    offset_s: float
    t_offset_s: float

    @classmethod
    def of(cls, table: BeatTable) -> "BeatLimits":
        def usual_s(point: Point, unknown_s: float) -> float:
            from_r_s = (table.at_s(point) - table.r_peaks_s)[table.measured]
            known = from_r_s[np.isfinite(from_r_s)]
            return float(np.median(known)) if known.size else unknown_s

        # Where the network sees no end, that of most adults (Rautaharju et al. 2009).
        return cls(
            usual_s("qrs_onset", -0.05),
            usual_s("qrs_offset", 0.06),
            usual_s("t_offset", 0.36),
        )


@dataclass(frozen=True, eq=False)
class AtrialSpectrum:
    """What waves of each rate explain.

    Attributes
    ----------
    hz : ndarray of float64, shape (n_rates,)
    shares, of_sine : ndarray of float64, shape (n_rates, n_leads)
        Of what neither the baseline nor the beats explain, with the second harmonic
        and without.
    sizes : ndarray of complex128, shape (n_rates, n_leads)
        Amplitude and phase of the sine itself, in the leads' unit.
    length_s : float
        How long the stretch is.
    """

    hz: FloatArray
    shares: FloatArray
    of_sine: FloatArray
    sizes: NDArray[np.complex128]
    length_s: float

    def waves(self, leads: tuple[str, ...]) -> AtrialWaves | Reason:
        """Return the waves that stand out, or why there are none."""
        common = -np.sort(-self.shares, axis=1)[:, MIN_LEADS - 1]
        best = int(common.argmax())
        share, rate_bpm = float(common[best]), 60.0 * self._peak_hz(common, best)
        if share < MIN_SHARE or not LOWEST_BPM <= rate_bpm <= HIGHEST_BPM:
            return why.ATRIA_NOT_FOUND()
        elsewhere = common[np.abs(self.hz - self.hz[best]) > _PEAK_HZ]
        sine = -np.sort(-self.of_sine[best])[MIN_LEADS - 1]
        if elsewhere.max(initial=0.0) > OTHER_SHARE * share or sine < HALF * share:
            return why.ATRIA_NOT_FOUND()
        chest = [k for k, name in enumerate(leads) if name in CHEST]
        if _alike_share(self.sizes[best, chest]) > ALIKE_SHARE:
            return why.TREMOR()
        shown = np.flatnonzero(self.shares[best] >= NAMED_SHARE)
        named = tuple(leads[k] for k in shown.tolist())
        high = (2 * np.abs(self.sizes[best])).tolist()
        # Half of how far a stretch of this length tells rates apart.
        off_bpm = 30.0 / self.length_s
        return AtrialWaves(
            rate_bpm, off_bpm, dict(zip(leads, high, strict=True)), named
        )

    def _peak_hz(self, common: FloatArray, best: int) -> float:
        """Return the top of the parabola through the best rate and its neighbours."""
        if not 0 < best < common.size - 1:
            return float(self.hz[best])
        before, top, behind = common[best - 1 : best + 2]
        bent = before - 2 * top + behind
        shift = 0.5 * (before - behind) / bent if bent < 0 else 0.0
        return float(self.hz[best] + shift * (self.hz[1] - self.hz[0]))


def _alike_share(sizes: NDArray[np.complex128]) -> float:
    """Return which share of the power is in all leads alike; 0 of too few leads."""
    power = float((np.abs(sizes) ** 2).sum())
    if sizes.size < MIN_LEADS or power <= 0:
        return 0.0
    return float(np.abs(sizes.sum()) ** 2 / (sizes.size * power))


def atrial_spectrum(
    signal: FloatArray,
    fs: float,
    r_peaks_s: FloatArray,
    usual: BoolArray,
    limits: BeatLimits,
) -> AtrialSpectrum | None:
    """Return what waves of the atria explain of leads, ``None`` if too little is there.

    Parameters
    ----------
    signal : ndarray, shape (n_leads, n_samples)
        In any unit. Samples that are missing, NaN, in a lead are left out in all.
    r_peaks_s : ndarray, shape (n_beats,)
        In s from the first sample; some may lie outside.
    usual : ndarray of bool, shape (n_beats,)
        The beats of one shape. Of the others all but P is left out.
    """
    reduced, slow_fs = _reduced(signal, fs)
    n_samples = reduced.shape[1]
    length_s = n_samples / slow_fs
    inside = (r_peaks_s >= 0) & (r_peaks_s < length_s)
    if length_s < MIN_STRETCH_S or np.count_nonzero(usual & inside) < MIN_BEATS:
        return None
    places = r_peaks_s * slow_fs
    spans = _Spans.of(limits, slow_fs)
    missing = np.isnan(reduced)
    known_lead = missing.mean(axis=1) < HALF
    left = spans.left(places, usual, n_samples) & ~missing[known_lead].any(axis=0)
    if np.count_nonzero(known_lead) < MIN_LEADS or not left.any():
        return None
    beats = spans.of_beats(places[usual], n_samples)
    basis = np.concatenate([beats, _slow(n_samples, slow_fs)], axis=1)[left]
    basis = basis[:, np.abs(basis).sum(axis=0) > 1e-9]
    if np.count_nonzero(left) < 2 * basis.shape[1]:
        return None
    hz, sines = _sines(n_samples, slow_fs)
    rows = np.where(known_lead[:, None], reduced, 0.0)[:, left].T
    return AtrialSpectrum(hz, *_explained(rows, basis, sines[left]), length_s)


def _reduced(signal: FloatArray, fs: float) -> tuple[FloatArray, float]:
    """Return means over about 20 ms, without mains, and how many make a second.

    NaN where samples are missing.
    """
    gone = np.isnan(signal)
    if not gone.any():
        return _means(signal, fs)
    # The sums of a filter that runs over NaN would be NaN from there on.
    means, slow_fs = _means(np.where(gone, 0.0, signal), fs)
    missing, _ = _means(gone.astype(np.float64), fs)
    return np.where(missing > 1e-6, np.nan, means), slow_fs


def _means(signal: FloatArray, fs: float) -> tuple[FloatArray, float]:
    width = round(fs / _MAINS_HZ)
    if width > 1:
        signal = uniform_filter1d(signal, width, axis=1, mode="nearest")
    step = max(1, round(fs / _FS))
    n_means = signal.shape[1] // step
    parts = signal[:, : n_means * step].reshape(len(signal), n_means, step)
    return parts.mean(axis=2), fs / step


@dataclass(frozen=True)
class _Spans:
    """Samples from R: where P may begin, where QRS does and ends, where T ends."""

    p: int
    qrs: int
    after_qrs: int
    after_t: int

    @classmethod
    def of(cls, limits: BeatLimits, fs: float) -> "_Spans":
        qrs = round((limits.onset_s - _BESIDE_QRS_S) * fs)
        after_qrs = int(np.ceil((limits.offset_s + _BESIDE_QRS_S / 2) * fs))
        after_t = int(np.ceil((limits.t_offset_s + _BESIDE_QRS_S) * fs))
        p = qrs - round((_BEFORE_QRS_S - _BESIDE_QRS_S) * fs)
        return cls(p, qrs, max(after_qrs, qrs + 1), max(after_t, after_qrs + 1))

    def left(self, places: FloatArray, usual: BoolArray, n: int) -> BoolArray:
        """Return which samples lie outside QRS, and outside T of unusual beats."""
        left = np.ones(n, dtype=bool)
        first = np.floor(places).astype(np.int64) + self.qrs
        stops = np.ceil(places).astype(np.int64)
        stops += np.where(usual, self.after_qrs, self.after_t)
        for start, stop in zip(first.tolist(), stops.tolist(), strict=True):
            left[max(0, start) : max(0, stop)] = False
        return left

    def of_beats(self, places: FloatArray, n: int) -> FloatArray:
        """Return a column for each distance from R, where each beat has which of them.

        Between two distances a sample has a part of either: R lies between samples. T
        ends at the latest where the next QRS begins; what lies behind one beat and
        before another is of both.
        """
        following = np.ceil(np.append(places[1:], 2 * n + self.after_t)) + self.qrs
        runs = (self.p, self.qrs), (self.after_qrs, self.after_t)
        return np.concatenate(
            [_of_run(places, following, np.arange(*run), n) for run in runs], axis=1
        )


def _of_run(
    places: FloatArray, following: FloatArray, offsets: NDArray[np.int64], n: int
) -> FloatArray:
    first = np.ceil(places).astype(np.int64)
    at = first[:, None] + offsets
    valid = (at >= 0) & (at < n) & (at < following[:, None])
    beyond = np.broadcast_to((first - places)[:, None], at.shape)[valid]
    column = np.broadcast_to(np.arange(offsets.size), at.shape)[valid]
    found = np.zeros((n, offsets.size + 1))
    np.add.at(found, (at[valid], column), 1.0 - beyond)
    np.add.at(found, (at[valid], column + 1), beyond)
    return found


@lru_cache(maxsize=8)
def _slow(n_samples: int, fs: float) -> FloatArray:
    """Return cosines up to the highest rate of the baseline, shape (n_samples, n)."""
    n_waves = int(2 * _BASELINE_HZ * n_samples / fs) + 1
    at = (np.arange(n_samples)[:, None] + 0.5) / n_samples
    waves: FloatArray = np.cos(np.pi * at * np.arange(n_waves))
    waves.setflags(write=False)
    return waves


@lru_cache(maxsize=8)
def _sines(n_samples: int, fs: float) -> tuple[FloatArray, FloatArray]:
    """Return rates in Hz, and sines and cosines of them and of their harmonics.

    Shapes (n_rates,) and (n_samples, n_rates, 2 * harmonics).
    """
    lowest, highest = LOWEST_BPM / 60 - _BEYOND_HZ, HIGHEST_BPM / 60 + _BEYOND_HZ
    hz = np.arange(lowest, highest + _STEP_HZ / 2, _STEP_HZ)
    angle = 2 * np.pi * np.outer(np.arange(n_samples) / fs, hz)
    parts = [f(k * angle) for k in range(1, _HARMONICS + 1) for f in (np.cos, np.sin)]
    waves = np.stack(parts, axis=2)
    waves.setflags(write=False)
    return hz, waves


def _explained(
    rows: FloatArray, basis: FloatArray, sines: FloatArray
) -> tuple[FloatArray, FloatArray, NDArray[np.complex128]]:
    """Return which share of the rows sines explain that the basis leaves.

    With harmonics, and without; then how large the sine without them is. All of shape
    (n_rates, n_leads); ``rows`` is of shape (n_samples, n_leads).
    """
    scale = np.maximum(np.abs(rows).max(axis=0), np.finfo(np.float64).tiny)
    rows = rows / scale
    unit, triangle = np.linalg.qr(basis)
    # Distances that only ever come together are one column's worth.
    unit = unit[:, np.abs(np.diag(triangle)) > 1e-6]
    rest = rows - unit @ (unit.T @ rows)
    n_samples, n_rates, n_waves = sines.shape
    flat = sines.reshape(n_samples, -1)
    of_basis = (unit.T @ flat).reshape(-1, n_rates, n_waves).transpose(1, 2, 0)
    by_rate = sines.transpose(1, 2, 0)
    products = by_rate @ by_rate.transpose(0, 2, 1)
    products -= of_basis @ of_basis.transpose(0, 2, 1)
    # A wave of which the basis leaves next to nothing explains nothing.
    products += 1e-6 * n_samples * np.eye(n_waves)
    onto = (flat.T @ rest).reshape(n_rates, n_waves, -1)
    total = np.maximum((rest**2).sum(axis=0), 1e-12 * n_samples)
    whole = np.linalg.solve(products, onto)
    sine = np.linalg.solve(products[:, :2, :2], onto[:, :2])
    return (
        (whole * onto).sum(axis=1) / total,
        (sine * onto[:, :2]).sum(axis=1) / total,
        (sine[:, 0] - 1j * sine[:, 1]) * scale,
    )
