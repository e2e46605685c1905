"""By how much a value differs from one time to the next without anything behind it.

QT 32 ms and QT corrected for rate 26 ms: the minimal detectable changes of repeated
measurements in PMC4025961. P 30, PR 20 and QRS 20 ms: twice the standard deviation by
which IEC 60601-2-25 lets an automatic interval differ from the CSE's referees (15, 10
and 10 ms). Heart rate 5/min: what ANSI/AAMI EC13 lets a monitor be wrong by. Axes 15
and 30 degrees, voltages 0.1 mV: one small square of paper, or what that does to an
axis; these are this program's own choice.
"""

import math
from dataclasses import dataclass

from ecgviewer.ecg.measurements import Measurement


@dataclass(frozen=True)
class NoiseFloor:
    """A difference up to ``size`` says nothing; ``source`` is where that is from."""

    size: float
    source: str
    circular: bool = False

    def difference(self, one: float, other: float) -> float:
        """Return one value less another, of angles the shorter way round."""
        change = one - other
        return (change + 180.0) % 360.0 - 180.0 if self.circular else change


_QT = "PMC4025961, minimal detectable change"
_CSE = "IEC 60601-2-25, twice the SD of the CSE"
_OWN = "this program's choice"
FLOORS: dict[str, NoiseFloor] = {
    "heart_rate_bpm": NoiseFloor(5.0, "ANSI/AAMI EC13"),
    "p_ms": NoiseFloor(30.0, _CSE),
    "pr_ms": NoiseFloor(20.0, _CSE),
    "qrs_ms": NoiseFloor(20.0, _CSE),
    "qt_ms": NoiseFloor(32.0, _QT),
    "qtcf_ms": NoiseFloor(26.0, _QT),
    "qtcb_ms": NoiseFloor(26.0, _QT),
    "qtcframingham_ms": NoiseFloor(26.0, _QT),
    "qtchodges_ms": NoiseFloor(26.0, _QT),
    "jt_ms": NoiseFloor(32.0, _QT),
    "jtcf_ms": NoiseFloor(26.0, _QT),
    "p_axis_deg": NoiseFloor(30.0, _OWN, circular=True),
    "qrs_axis_deg": NoiseFloor(15.0, _OWN, circular=True),
    "t_axis_deg": NoiseFloor(30.0, _OWN, circular=True),
}
VOLTAGE_FLOOR = NoiseFloor(0.1, _OWN)


def voltage_floor(one: Measurement, other: Measurement) -> float:
    """Return up to which difference two voltages of a lead may be the same, in mV.

    ``VOLTAGE_FLOOR``, or what the intervals of the two leave open where that is more:
    the square root of the sum of the squares of half their widths.
    """
    halves = [
        (measured.high - measured.low) / 2
        for measured in (one, other)
        if measured.low is not None and measured.high is not None
    ]
    return max(VOLTAGE_FLOOR.size, math.hypot(*halves))


def noise_floor(key: str) -> NoiseFloor | None:
    """Return the floor of a value by its key, ``None`` if none is known."""
    return VOLTAGE_FLOOR if key.endswith("_mv") else FLOORS.get(key)
