"""ECGs with a change that is known: what evidence must find."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from ecgviewer.ecg.beats import BeatList
from ecgviewer.ecg.leads import STANDARD_12
from ecgviewer.ecg.recording import Recording

ST_MV = 0.2
ST_S = (0.06, 0.30)  # after R: from J into T, with soft ends
PR_S = (-0.30, -0.06)  # where P is replaced by the line between its ends
QRS_S = 0.12  # to each side of R
WIDER = 1.8
USUAL_RATE_PER_MIN = (60, 100)

BoolArray = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Altered:
    """A changed ECG, the statements that should rise, and the cells that carry it."""

    kind: str
    recording: Recording
    codes: tuple[str, ...]
    cells: BoolArray  # (12, n_beats)


def altered(
    recording: Recording, beats: BeatList, territory: tuple[str, ...]
) -> list[Altered]:
    """Return the ECG with ST elevation in a territory, and half without P or wide.

    Of P and QRS every second beat is changed, in all leads.
    """
    n_beats = len(beats)
    leads = np.isin(STANDARD_12, territory)
    second = np.arange(n_beats) % 2 == 1
    in_leads = np.repeat(leads[:, None], n_beats, axis=1)
    in_beats = np.repeat(second[None], len(STANDARD_12), axis=0)
    signal = recording.whole_signal_mv.astype(np.float64)
    rows = [k for k, name in enumerate(recording.leads) if name in territory]
    peaks = beats.r_peaks
    raised, without, wide = signal.copy(), signal.copy(), signal.copy()
    for peak in peaks:
        _raise(raised, rows, int(peak), recording.fs)
    for peak in peaks[second]:
        _flatten(without, int(peak), recording.fs)
        _widen(wide, int(peak), recording.fs)

    def made(changed: NDArray[np.float64]) -> Recording:
        return replace(recording, signal_mv=changed.astype(np.float32))

    stt = ("STE_", "MI", "STTC")
    return [
        Altered("ST elevation", made(raised), stt, in_leads),
        Altered("P dropped", made(without), ("AFIB", "SVARR", "SR"), in_beats),
        Altered("QRS widened", made(wide), ("CD", "CLBBB", "PVC"), in_beats),
    ]


def _part(peak: int, ends_s: tuple[float, float], fs: float, n: int) -> tuple[int, int]:
    start, stop = (peak + round(end * fs) for end in ends_s)
    return max(start, 0), min(stop, n)


def _raise(signal: NDArray[np.float64], rows: list[int], peak: int, fs: float) -> None:
    start, stop = _part(peak, ST_S, fs, signal.shape[1])
    if stop - start > 2:
        signal[rows, start:stop] += ST_MV * np.hanning(stop - start)


def _flatten(signal: NDArray[np.float64], peak: int, fs: float) -> None:
    start, stop = _part(peak, PR_S, fs, signal.shape[1])
    if stop - start > 2:
        share = np.linspace(0, 1, stop - start)
        ends = signal[:, [start]], signal[:, [stop - 1]]
        signal[:, start:stop] = ends[0] * (1 - share) + ends[1] * share


def _widen(signal: NDArray[np.float64], peak: int, fs: float) -> None:
    """Stretch QRS about its peak; the ends are drawn into what follows."""
    start, stop = _part(peak, (-QRS_S, QRS_S), fs, signal.shape[1])
    if stop - start <= 2:
        return
    at = np.arange(start, stop)
    from_peak = (at - peak) / WIDER + peak
    soft = np.hanning(stop - start) ** 0.25
    for row in range(len(signal)):
        drawn = np.interp(from_peak, at, signal[row, start:stop])
        signal[row, start:stop] = soft * drawn + (1 - soft) * signal[row, start:stop]


def null_recording(recording: Recording, seed: int) -> Recording:
    """Return 20 uV of noise instead of an ECG."""
    rng = np.random.default_rng(seed)
    noise = rng.normal(0, 0.020, recording.signal_mv.shape)
    return replace(recording, signal_mv=noise.astype(np.float32))


def null_beats(recording: Recording, seed: int) -> BeatList:
    """Return beats at one usual rate, so that no rhythm is to be told of them."""
    rng = np.random.default_rng(seed)
    step = 60 * recording.fs / rng.uniform(*USUAL_RATE_PER_MIN)
    peaks = np.round(np.arange(step / 2, recording.n_samples, step))
    return BeatList(peaks.astype(np.int64), recording.fs)
