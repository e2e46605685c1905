"""Filters for what is drawn, never for what is analysed.

All are zero phase: no wave moves in time. Bands are Butterworth filters run forwards
and backwards, with the corner moved so that the stated frequency is the one at -3 dB.

Mains hum is estimated and subtracted rather than notched out: a notch rings after
every QRS. Which frequency it has is found in the recording or said by the reader. In
windows of ``HUM_WINDOW_S`` a sine at the mains frequency and at its
harmonics is fitted by least squares to the samples between the QRS complexes, and the
fits are cross-faded. Whatever is subtracted is a slowly changing sine, so nothing can
ring.

Baseline wander is estimated and subtracted, too: running medians of 0.2 s and 0.6 s
leave out QRS and T (de Chazal, O'Dwyer and Reilly 2004), and what they leave is
low-passed at 0.5 Hz. A plain high-pass would bend the ST segment at slow rates.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from ecgviewer.ecg.recording import Recording

Band = Literal["none", "diagnostic", "monitor", "muscle"]
Refusal = Literal["too long", "mains"]
Signal = NDArray[np.float64]

BANDS: dict[Band, tuple[float, float]] = {  # Hz; 0 where there is no corner
    "none": (0.0, 0.0),
    "diagnostic": (0.05, 150.0),
    "monitor": (0.5, 40.0),
    "muscle": (0.0, 35.0),
}
MAINS_HZ: tuple[float, ...] = (50.0, 60.0)
MAX_DURATION_S = 600.0
# Four samples to a period of 60 Hz: fewer cannot tell hum from the slopes of a QRS.
MIN_FS_FOR_MAINS = 240.0

BAND_ORDER = 2
HUM_WINDOW_S = 4.0
# Less cannot be seen, and what is found to be so small may be anything.
HARDLY_MV = 0.001
# Mains and recorders' clocks are off by less than this.
MAX_MAINS_ERROR_HZ = 0.5
# This part of a window, the one with the steepest slopes, has no say in the hum.
STEEP_PART = 0.25
BASELINE_HZ = 0.5
BASELINE_ORDER = 4
BASELINE_FS = 100.0
MEDIANS_S = (0.2, 0.6)


class FilterRefused(Exception):
    """A filter cannot be applied; ``reason`` says why."""

    def __init__(self, reason: Refusal) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class FilterChoice:
    """What the reader wants done to the traces.

    Attributes
    ----------
    mains_hz : float
        Hum of this frequency is subtracted; 0 for none that was named.
    find_mains : bool
        Hum is subtracted if there is any, at the frequency that the recording shows.
    """

    band: Band = "none"
    mains_hz: float = 0.0
    baseline: bool = False
    find_mains: bool = False

    def __post_init__(self) -> None:
        if self.band not in BANDS or self.mains_hz not in (0.0, *MAINS_HZ):
            raise ValueError(f"no such filter: {self}")
        if self.find_mains and self.mains_hz:
            raise ValueError("the mains frequency is either found or named")

    @property
    def is_none(self) -> bool:
        return self == FilterChoice()

    @property
    def diagnostic(self) -> bool:
        """Whether ST segments and QRS complexes keep their shape (AHA 2007)."""
        return self.band in ("none", "diagnostic")


@dataclass(frozen=True, eq=False)
class Filtered:
    """A recording for drawing, and what was done to it.

    ``hum_mv`` is the largest amplitude of hum subtracted, in lead ``hum_lead``, in the
    unit of the signal; ``mains_hz`` is its frequency, 0 if there was none to subtract.
    ``low_hz`` and ``high_hz`` are 0 where nothing was cut, as at a frequency that the
    file does not hold.
    """

    recording: Recording
    choice: FilterChoice
    low_hz: float
    high_hz: float
    mains_hz: float = 0.0
    hum_mv: float = 0.0
    hum_lead: str = ""


def refusal(recording: Recording, choice: FilterChoice) -> Refusal | None:
    """Return why a recording cannot be filtered like this, ``None`` if it can."""
    if choice.is_none:
        return None
    if recording.duration_s > MAX_DURATION_S:
        return "too long"
    if (choice.mains_hz or choice.find_mains) and recording.fs < MIN_FS_FOR_MAINS:
        return "mains"
    return None


def apply_filter(
    recording: Recording,
    choice: FilterChoice,
    cancelled: Callable[[], bool] = lambda: False,
) -> Filtered:
    """Return the recording as it is to be drawn.

    Missing samples stay missing; they are bridged in a straight line meanwhile. Raises
    ``FilterRefused``.
    """
    reason = refusal(recording, choice)
    if reason is not None:
        raise FilterRefused(reason)
    low_hz, high_hz = cut_frequencies(choice.band, recording.fs)
    done = Filtered(recording, choice, low_hz, high_hz)
    if choice.is_none:
        return done
    from ecgviewer.analysis.filters import fill_missing

    measured = recording.whole_signal_mv
    missing = np.isnan(measured)
    signal = fill_missing(measured)
    mains_hz = choice.mains_hz
    if choice.find_mains:
        mains_hz = find_mains(signal, recording.fs)
    if mains_hz:
        present = np.logical_not(missing.any(axis=0))
        hum = mains_hum(signal, recording.fs, mains_hz, present)
        largest = np.sqrt(2 * np.mean(hum**2, axis=1))
        row = int(largest.argmax())
        hardly = recording.unit_is_mv and largest[row] < HARDLY_MV
        if not (choice.find_mains and hardly):
            signal = signal - hum
            size, lead = float(largest[row]), recording.leads[row]
            done = replace(done, mains_hz=mains_hz, hum_mv=size, hum_lead=lead)
    if choice.baseline and not cancelled():
        signal = signal - baseline_wander(signal, recording.fs)
    if not cancelled():
        signal = zero_phase_band(signal, recording.fs, low_hz, high_hz)
    signal[missing] = np.nan
    shown = replace(recording, signal_mv=signal.astype(np.float32), pyramid=None)
    return replace(done, recording=shown)


def cut_frequencies(band: Band, fs: float) -> tuple[float, float]:
    """Return a band's corners in Hz; 0 for one that the file does not reach."""
    low_hz, high_hz = BANDS[band]
    return low_hz, high_hz if high_hz < 0.5 * fs else 0.0


# --------------------------------------------------------------------------- bands


def zero_phase_band(signal: Signal, fs: float, low_hz: float, high_hz: float) -> Signal:
    """Cut below ``low_hz`` and above ``high_hz``, 3 dB at each; 0 cuts nothing.

    The resting level is kept: what it means is for the reader to judge.
    """
    if low_hz:
        level = np.median(signal, axis=-1, keepdims=True)
        signal = level + _both_ways(signal - level, fs, low_hz, "highpass", BAND_ORDER)
    if high_hz:
        signal = _both_ways(signal, fs, high_hz, "lowpass", BAND_ORDER)
    return signal


def _both_ways(
    signal: Signal, fs: float, cut_hz: float, kind: str, order: int
) -> Signal:
    """Run a Butterworth filter forwards and backwards, -3 dB in all at ``cut_hz``."""
    from scipy.signal import butter, sosfiltfilt

    # Once through, half of the loss is due at the stated frequency.
    factor = (np.sqrt(2.0) - 1.0) ** (-1.0 / (2 * order))
    warped = np.tan(np.pi * cut_hz / fs)
    warped *= factor if kind == "lowpass" else 1.0 / factor
    corner_hz = np.arctan(warped) * fs / np.pi
    sos = butter(order, corner_hz, kind, fs=fs, output="sos")
    n_samples = signal.shape[-1]
    # Long enough for the start to settle, as far as there is signal to mirror.
    padding = min(n_samples - 1, round(3 * fs / corner_hz))
    filtered: Signal = sosfiltfilt(sos, signal, axis=-1, padlen=padding)
    return filtered


# ----------------------------------------------------------------------- mains hum


def find_mains(signal: Signal, fs: float) -> float:
    """Return at which mains frequency the leads hum, 0 if at none.

    Hum is what stands out of the neighbouring frequencies most of the time, in the lead
    that hums most.
    """
    from ecgviewer.analysis import noise

    fast = noise.fast_part(signal, fs)
    amplitudes = {
        hz: float(np.median(noise.hum_amplitudes(fast, fs, hz), axis=1).max())
        for hz in MAINS_HZ
    }
    loudest_hz = max(amplitudes, key=lambda hz: amplitudes[hz])
    return loudest_hz if amplitudes[loudest_hz] > 0 else 0.0


def mains_hum(
    signal: Signal, fs: float, mains_hz: float, present: NDArray[np.bool_]
) -> Signal:
    """Return the hum in every lead, shape of ``signal``.

    All leads share frequency and samples, so what is subtracted from III is exactly
    what is subtracted from II less what is subtracted from I.
    """
    n_samples = signal.shape[-1]
    fast = signal - _period_mean(signal, fs / mains_hz)
    quiet = present & ~steep_samples(signal, fs / mains_hz)
    exact_hz = mains_frequency(fast * quiet, fs, mains_hz)
    orders = [k for k in (1, 2, 3) if k * exact_hz < 0.45 * fs]
    phase = 2 * np.pi * exact_hz * np.arange(n_samples) / fs
    waves = np.stack([wave(k * phase) for k in orders for wave in (np.cos, np.sin)])
    # What was done to the signal is done to the waves, so the fit stays exact.
    fast_waves = waves - _period_mean(waves, fs / mains_hz)
    hum, total = np.zeros_like(signal), np.zeros(n_samples)
    for start, stop in _windows(n_samples, round(HUM_WINDOW_S * fs)):
        part, used = slice(start, stop), quiet[start:stop]
        if used.sum() < 8 * len(waves):
            continue
        amplitudes, *_ = np.linalg.lstsq(
            fast_waves[:, part][:, used].T, fast[:, part][:, used].T, rcond=None
        )
        fade = np.hanning(stop - start + 2)[1:-1]
        hum[:, part] += fade * (amplitudes.T @ waves[:, part])
        total[part] += fade
    hum /= np.where(total > 0, total, 1.0)
    return hum


def mains_frequency(fast: Signal, fs: float, mains_hz: float) -> float:
    """Return where near the nominal frequency the leads together have most power.

    The signal is turned down to zero frequency and thinned first; its spectrum is then
    short however long the recording.
    """
    n_samples = fast.shape[-1]
    block = max(1, round(fs / 8))
    n_blocks = n_samples // block
    if n_blocks < 8:
        return mains_hz
    turned = fast * np.exp(-2j * np.pi * mains_hz * np.arange(n_samples) / fs)
    thinned = turned[:, : n_blocks * block].reshape(len(fast), n_blocks, block)
    windowed = thinned.mean(axis=2) * np.hanning(n_blocks)
    size = 16 * n_blocks
    power = (np.abs(np.fft.fft(windowed, size, axis=1)) ** 2).sum(axis=0)
    offsets_hz = np.fft.fftfreq(size, block / fs)
    power[np.abs(offsets_hz) > MAX_MAINS_ERROR_HZ] = 0.0
    return float(mains_hz + offsets_hz[power.argmax()])


def steep_samples(signal: Signal, period: float) -> NDArray[np.bool_]:
    """Return which samples are in or next to a QRS complex, shape (n_samples,).

    Judged by the slope of the mean over one period of the mains, in which there is no
    hum.
    """
    from scipy.ndimage import maximum_filter1d

    smooth = _period_mean(signal, period)
    slope = np.abs(np.gradient(smooth, axis=-1))
    usual = np.median(slope, axis=-1, keepdims=True)
    slope /= np.where(usual > 0, usual, 1.0)
    steepest = maximum_filter1d(slope.max(axis=0), 2 * round(period) + 1)
    limit: float = np.quantile(steepest, 1.0 - STEEP_PART)
    steep: NDArray[np.bool_] = steepest > limit
    return steep


def _period_mean(rows: Signal, period: float) -> Signal:
    """Return the running mean over ``period`` samples, not always a whole number."""
    pad = int(np.ceil(period)) + 1
    padded = np.pad(rows, ((0, 0), (pad, pad)), mode="edge")
    sums = np.cumsum(padded, axis=1)
    known = np.arange(padded.shape[1])
    middle = np.arange(rows.shape[1]) + pad
    # The sum up to a sample ends half a sample after it.
    before, behind = middle - 0.5 - period / 2, middle - 0.5 + period / 2
    means = [np.interp(behind, known, s) - np.interp(before, known, s) for s in sums]
    return np.stack(means) / period


def _windows(n_samples: int, width: int) -> list[tuple[int, int]]:
    """Return half-overlapping windows that cover everything."""
    if n_samples <= width:
        return [(0, n_samples)]
    starts = [*range(0, n_samples - width, width // 2), n_samples - width]
    return [(start, start + width) for start in starts]


# ------------------------------------------------------------------ baseline wander


def baseline_wander(signal: Signal, fs: float) -> Signal:
    """Return the wander of every lead's baseline about its middle, shape of ``signal``.

    It is slow, so it is worked out at about ``BASELINE_FS`` and interpolated.
    """
    from scipy.ndimage import median_filter

    step = max(1, round(fs / BASELINE_FS))
    n_samples = signal.shape[-1]
    n_blocks = n_samples // step
    if n_blocks < 2:
        return np.zeros_like(signal)
    blocks = signal[:, : n_blocks * step].reshape(len(signal), n_blocks, step)
    slow = blocks.mean(axis=2)
    slow_fs = fs / step
    for span_s in MEDIANS_S:
        width = 2 * round(span_s * slow_fs / 2) + 1
        slow = median_filter(slow, size=(1, width), mode="nearest")
    slow = _both_ways(slow, slow_fs, BASELINE_HZ, "lowpass", BASELINE_ORDER)
    slow -= np.median(slow, axis=1, keepdims=True)
    centres = (np.arange(n_blocks) + 0.5) * step - 0.5
    places = np.arange(n_samples)
    return np.stack([np.interp(places, centres, row) for row in slow])
