"""Filters for what is drawn, never for what is analysed.

All are zero phase: no wave moves in time. Bands are Butterworth filters run forwards
and backwards, with the corner moved so that the stated frequency is the one at -3 dB.

Mains hum is estimated and subtracted (``powerline``). Which frequency it has is found
in the recording or said by the reader.

Baseline wander is estimated and subtracted, too: running medians of 0.2 s and 0.6 s
leave out QRS and T (de Chazal, O'Dwyer and Reilly 2004), and what they leave is
low-passed at 0.5 Hz. A plain high-pass would bend the ST segment at slow rates.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from ecgviewer.analysis.signal.powerline import (
    MAINS_HZ,
    MIN_FS_FOR_MAINS,
    find_powerline,
    powerline,
)
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
MAX_DURATION_S = 600.0

BAND_ORDER = 2
# Less cannot be seen, and what is found to be so small may be anything.
HARDLY_MV = 0.001
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
    find_powerline: bool = False

    def __post_init__(self) -> None:
        if self.band not in BANDS or self.mains_hz not in (0.0, *MAINS_HZ):
            raise ValueError(f"no such filter: {self}")
        if self.find_powerline and self.mains_hz:
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
    if (choice.mains_hz or choice.find_powerline) and recording.fs < MIN_FS_FOR_MAINS:
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
    from ecgviewer.analysis.signal.filters import fill_missing

    measured = recording.whole_signal_mv
    missing = np.isnan(measured)
    signal = fill_missing(measured)
    mains_hz = choice.mains_hz
    if choice.find_powerline:
        mains_hz = find_powerline(signal, recording.fs)
    if mains_hz:
        present = np.logical_not(missing.any(axis=0))
        hum = powerline(signal, recording.fs, mains_hz, present)
        largest = np.sqrt(2 * np.mean(hum**2, axis=1))
        row = int(largest.argmax())
        hardly = recording.unit_is_mv and largest[row] < HARDLY_MV
        if not (choice.find_powerline and hardly):
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
