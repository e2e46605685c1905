"""Where NeuroKit2 sees the waves begin and end: a second opinion, never the first.

Of its methods ``prominence`` is the one whose QRS boundaries can be used (on LUDB the
R onsets of ``dwt`` are off by 60 ms in the middle, ``cwt`` raises for some leads), and
the fastest. Single leads and beats are off by tens of ms, so order statistics of the
leads are used, and the constant error of QRS, which begins 5 ms late and ends 16 early,
is taken out. On 150 LUDB records the intervals, medians over the beats, then differ
from the readers' by (mean and SD in ms) -6 +- 19 for P, -8 +- 11 for PR, 3 +- 21 for
QRS and 8 +- 22 for QT (``python -m benchmarks.measure --only second-opinion``). It sees
a P wave in any beat, also where there is none.

Twelve leads of 10 s take about 0.2 s, importing NeuroKit2 some seconds the first time.
"""

import warnings
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ecgviewer.analysis.beats.rpeaks import signal_present_mask
from ecgviewer.analysis.signal.filters import fill_missing
from ecgviewer.ecg.beats import BeatList
from ecgviewer.ecg.fiducials import POINTS, Fiducials, Point
from ecgviewer.ecg.reasons import values as why
from ecgviewer.ecg.reasons.phrase import phrase
from ecgviewer.ecg.reasons.reason import Reason
from ecgviewer.ecg.recording import Recording

FloatArray = NDArray[np.float64]

METHOD = phrase("NeuroKit2, prominence, order statistics of the leads")
MIN_BEATS = 3
# Of a longer recording, its middle.
MAX_S = 60.0

# NeuroKit2's name of each point, and where, relative to R in s, it may lie. Points are
# assigned by time: NeuroKit2 may return one fewer than there are beats, without a word.
_POINTS: dict[Point, tuple[str, float, float]] = {
    "p_onset": ("ECG_P_Onsets", -0.40, -0.02),
    "p_peak": ("ECG_P_Peaks", -0.40, -0.02),
    "p_offset": ("ECG_P_Offsets", -0.40, 0.0),
    "qrs_onset": ("ECG_R_Onsets", -0.15, 0.0),
    "qrs_offset": ("ECG_R_Offsets", 0.0, 0.18),
    "t_peak": ("ECG_T_Peaks", 0.05, 0.60),
    "t_offset": ("ECG_T_Offsets", 0.10, 0.70),
}
# Which of the leads in order is the common one, as a share: onsets count from the
# earliest, offsets from the latest.
_ORDER = {"p": 0.25, "qrs": 0.09, "t": 0.2}
_BIAS_S: dict[Point, float] = {"qrs_onset": 0.005, "qrs_offset": -0.016}
_MIN_LEADS_SHARE = 0.34
_MIN_PRESENT_SHARE = 0.8
# Between the waves a clean lead is flat too.
_MIN_LIVE_SHARE = 0.25
_MIN_FOUND_SHARE = 0.5
# What it raises on signals that hold nothing it expects.
_FAULTS = (
    *(ValueError, IndexError, KeyError, TypeError, AttributeError),
    *(ZeroDivisionError, RuntimeError, np.linalg.LinAlgError),
)


@dataclass(frozen=True, eq=False)
class SecondOpinion:
    """Fiducials of the beats, or ``None`` and the reason why there are none."""

    fiducials: Fiducials | None
    reason: Reason | None = None

    def interval_ms(self, start: Point, stop: Point) -> float | None:
        """Return the median over the beats from one common point to another."""
        if self.fiducials is None:
            return None
        span = self.fiducials.common(stop) - self.fiducials.common(start)
        known = span[np.isfinite(span)]
        return float(1000.0 * np.median(known)) if known.size else None

    @property
    def intervals_ms(self) -> dict[str, float | None]:
        """P, PR, QRS and QT under the keys of our own values."""
        return {
            "p_ms": self.interval_ms("p_onset", "p_offset"),
            "pr_ms": self.interval_ms("p_onset", "qrs_onset"),
            "qrs_ms": self.interval_ms("qrs_onset", "qrs_offset"),
            "qt_ms": self.interval_ms("qrs_onset", "t_offset"),
        }


def second_opinion(
    recording: Recording,
    beats: BeatList,
    *,
    cancelled: Callable[[], bool] = lambda: False,
) -> SecondOpinion:
    """Return where NeuroKit2 sees the waves of the beats.

    ``fiducials`` has a row for each beat; of recordings longer than ``MAX_S`` those in
    the middle have values.
    """
    fs = recording.fs
    start, stop = _middle(recording)
    inside = (start <= beats.r_peaks) & (beats.r_peaks < stop)
    if inside.sum() < MIN_BEATS:
        return SecondOpinion(None, why.SECOND_FEW_BEATS())
    signal = recording.signal_mv[:, start:stop]
    present = np.isfinite(signal).mean(axis=1) >= _MIN_PRESENT_SHARE
    live = present & (signal_present_mask(signal, fs).mean(axis=1) >= _MIN_LIVE_SHARE)
    if not live.any():
        return SecondOpinion(None, why.SECOND_NO_LEAD())
    places = beats.r_peaks[inside] - start
    per_lead = np.full((len(beats), len(recording.leads), len(POINTS)), np.nan)
    for row in np.flatnonzero(live):
        if cancelled():
            return SecondOpinion(None, why.SECOND_STOPPED())
        found = _lead(fill_missing(signal[row : row + 1])[0], places, fs)
        if found is not None:
            per_lead[inside, row] = (found + start) / fs
    common = _common(per_lead, int(live.sum()))
    if not np.isfinite(common[:, POINTS.index("qrs_onset")]).any():
        return SecondOpinion(None, why.SECOND_NO_WAVES())
    common[:, POINTS.index("r_peak")] = beats.times_s
    return SecondOpinion(
        Fiducials(recording.leads, beats.times_s, common, per_lead, METHOD)
    )


def _middle(recording: Recording) -> tuple[int, int]:
    length = min(recording.n_samples, round(MAX_S * recording.fs))
    start = (recording.n_samples - length) // 2
    return start, start + length


def _lead(
    samples: FloatArray, places: NDArray[np.int64], fs: float
) -> FloatArray | None:
    """Return the points of each beat in one lead in samples, or ``None``.

    Shape (n_beats, 9), NaN where it has none.
    """
    import neurokit2

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            cleaned = neurokit2.ecg_clean(samples, sampling_rate=round(fs))
            _, waves = neurokit2.ecg_delineate(
                cleaned, rpeaks=places, sampling_rate=round(fs), method="prominence"
            )
    except _FAULTS:
        return None
    points = np.full((places.size, len(POINTS)), np.nan)
    for point, (name, low_s, high_s) in _POINTS.items():
        times = np.asarray(waves.get(name, []), dtype=np.float64).ravel()
        times = times[np.isfinite(times)]
        points[:, POINTS.index(point)] = _assign(times, places, low_s * fs, high_s * fs)
    found = np.isfinite(points[:, POINTS.index("qrs_onset")])
    return points if found.mean() >= _MIN_FOUND_SHARE else None


def _assign(
    times: FloatArray, places: NDArray[np.int64], low: float, high: float
) -> FloatArray:
    """Return for each beat the time within its limits that is nearest to R."""
    assigned = np.full(places.size, np.nan)
    for beat, place in enumerate(places):
        within = times[(times >= place + low) & (times <= place + high)]
        if within.size:
            assigned[beat] = within[np.argmin(np.abs(within - place))]
    return assigned


def _common(per_lead: FloatArray, n_live: int) -> FloatArray:
    """Return the points of all leads, shape (n_beats, 9), from those of each."""
    common = np.full((len(per_lead), len(POINTS)), np.nan)
    enough = max(1.0, _MIN_LEADS_SHARE * n_live)
    for column, point in enumerate(POINTS):
        if point not in _POINTS:
            continue
        share = _ORDER[point.partition("_")[0]]
        if point.endswith("offset"):
            share = 1.0 - share
        elif point.endswith("peak"):
            share = 0.5
        for beat, values in enumerate(per_lead[:, :, column]):
            known = values[np.isfinite(values)]
            if known.size >= enough:
                bias = _BIAS_S.get(point, 0.0)
                common[beat, column] = np.quantile(known, share) - bias
    return common
