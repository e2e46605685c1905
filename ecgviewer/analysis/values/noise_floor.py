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


VOLTAGE_FLOOR = NoiseFloor(0.1, "this program's choice")


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
