"""Q, R, S and what follows them in one lead's QRS complex.

A wave is a stretch of one sign of at least 30 µV that lasts at least 12 ms and is
above 30 µV for at least 6 ms; it rises and falls (IEC 60601-2-25). The first upward
wave is R, a downward one before it Q, the next downward one S; then come R' and S'. A
complex without upward wave is a single Q, called QS.
"""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]

MIN_WAVE_MV = 0.030
MIN_WAVE_S = 0.012
MIN_ABOVE_S = 0.006
# A peak after a notch counts from this share of the wave's height on.
NOTCH_SHARE = 0.5


@dataclass(frozen=True)
class QrsWave:
    """One wave: its height, signed, and when it begins, peaks and ends in s.

    Of a notched wave ``peak_s`` is the last peak, from which the final stroke goes: the
    intrinsicoid deflection. ``missed_mv`` is how much higher it may be between samples:
    the summit of the parabola through the highest and its neighbours, at most.
    """

    mv: float
    start_s: float
    peak_s: float
    stop_s: float
    missed_mv: float = 0.0

    @property
    def ms(self) -> float:
        return 1000.0 * (self.stop_s - self.start_s)


def qrs_waves(times_s: FloatArray, mv: FloatArray) -> dict[str, QrsWave]:
    """Return the waves by name: ``q``, ``r``, ``s``, ``r_prime``, ``s_prime``.

    Parameters
    ----------
    times_s, mv : ndarray, shape (n_samples,)
        From QRS onset to offset, the baseline subtracted.
    """
    if mv.size < 3 or not np.isfinite(mv).all():
        return {}
    named: dict[str, QrsWave] = {}
    for wave in _waves(times_s, mv):
        up = wave.mv > 0
        if "r" not in named:
            name = "r" if up else "q"
        elif up:
            name = "r_prime" if "s" in named else "r"
        else:
            name = "s_prime" if "r_prime" in named else "s"
        if name in named:
            # Nothing that counts lies between: one wave with a notch.
            wave = _joined(named[name], wave)
        named[name] = wave
    return named


def _waves(times_s: FloatArray, mv: FloatArray) -> list[QrsWave]:
    edges = np.flatnonzero(np.diff(np.signbit(mv))) + 1
    bounds = [0, *edges.tolist(), mv.size]
    step_s = float(times_s[1] - times_s[0])
    found = []
    for first, stop in pairwise(bounds):
        part = np.abs(mv[first:stop])
        peak = first + int(part.argmax())
        height = float(part.max())
        # At the ends of QRS a rise or a fall alone is no wave.
        ends = [
            abs(float(mv[k]))
            for k, outer in ((first, first == 0), (stop - 1, stop == mv.size))
            if outer
        ]
        if height - max(ends, default=0.0) < MIN_WAVE_MV:
            continue
        above_s = np.count_nonzero(part >= MIN_WAVE_MV) * step_s
        start_s = _crossing(times_s, mv, first)
        stop_s = _crossing(times_s, mv, stop)
        if above_s < MIN_ABOVE_S or stop_s - start_s < MIN_WAVE_S:
            continue
        last = first + _last_peak(part)
        missed = _missed(mv, peak)
        found.append(
            QrsWave(float(mv[peak]), start_s, float(times_s[last]), stop_s, missed)
        )
    return found


def _missed(mv: FloatArray, peak: int) -> float:
    """Return by how much a parabola's summit may pass its highest sample."""
    if not 0 < peak < mv.size - 1:
        return 0.0
    return abs(float(mv[peak - 1] - 2 * mv[peak] + mv[peak + 1])) / 8


def _last_peak(part: FloatArray) -> int:
    """Return the last peak that is high enough and stands out of its notch."""
    top = int(part.argmax())
    for at in range(part.size - 2, top, -1):
        if part[at] < part[at + 1] or part[at] <= part[at - 1]:
            continue
        notch = float(part[top:at].min())
        if part[at] >= NOTCH_SHARE * part[top] and part[at] - notch >= MIN_WAVE_MV:
            return at
    return top


def _crossing(times_s: FloatArray, mv: FloatArray, at: int) -> float:
    """Return when the signal is zero between one sample and that before."""
    if at == 0 or at == mv.size:
        return float(times_s[min(at, mv.size - 1)])
    before, after = float(mv[at - 1]), float(mv[at])
    share = before / (before - after) if before != after else 0.0
    return float(times_s[at - 1] + share * (times_s[at] - times_s[at - 1]))


def _joined(first: QrsWave, second: QrsWave) -> QrsWave:
    higher = first if abs(first.mv) >= abs(second.mv) else second
    last = second if abs(second.mv) >= NOTCH_SHARE * abs(higher.mv) else first
    ends = first.start_s, last.peak_s, second.stop_s
    return QrsWave(higher.mv, *ends, higher.missed_mv)
