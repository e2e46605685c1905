"""How sure a measured value is: the one place where its interval is worked out.

What makes a value uncertain is taken for independent, so variances add up:

- the delineator's own error from record to record, known by cross-validation, and
  larger where noise buries the waves' ends;
- the spread from beat to beat, which a median over many beats averages out;
- what a second opinion makes of the same recording;
- the width of a sample.

Each makes the interval wider, none narrower.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ecgviewer.ecg.measurements import Measurement

FloatArray = NDArray[np.float64]

# Half the width of an interval that holds 95 % of a normal distribution, in SD.
Z_95 = 1.96
# The variance of a median over that of a mean, for normal values.
MEDIAN_VARIANCE = math.pi / 2
# A second opinion errs some four times as much as the first: so much of what it
# differs by is put down to the first.
SECOND_OPINION_SHARE = 0.25
# Noise of this share of the QRS complex's height doubles the delineator's variance.
NOISE_SHARE = 0.05
# What is assumed of the spread if there are too few beats to tell.
MIN_BEATS_FOR_SPREAD = 4


@dataclass(frozen=True)
class DelineatorError:
    """How far a delineator's values of a recording lie from an annotator's.

    The SD over records in ms, by cross-validation; the delineator's card states it.
    """

    p_ms: float = 6.0
    pr_ms: float = 6.0
    qrs_ms: float = 8.0
    qt_ms: float = 10.0
    # Of the tangent and of the threshold method, against the delineator's T end.
    t_end_ms: float = 16.0
    r_peak_ms: float = 5.0

    def of(self, key: str) -> float:
        """Return the error of one value by its key; ``KeyError`` for others."""
        if key not in self.__dataclass_fields__:
            raise KeyError(key)
        return float(getattr(self, key))


@dataclass(frozen=True)
class Doubt:
    """What is known of a recording that makes its values less sure.

    Attributes
    ----------
    noise_share : float
        SD of what differs from beat to beat, as a share of the QRS complex's height in
        the usual lead.
    sample_ms : float
        The time between samples.
    """

    noise_share: float = 0.0
    sample_ms: float = 2.0


def value_sd(
    error_sd: float,
    *,
    spread_sd: float = 0.0,
    n_beats: int = 1,
    disagreement: float | None = None,
    noise_share: float = 0.0,
    step: float = 0.0,
) -> float:
    """Return the SD of a value that is a median over beats, in its own unit.

    Parameters
    ----------
    error_sd : float
        Of the method from record to record.
    spread_sd, n_beats : float, int
        From beat to beat, and how many beats there are.
    disagreement : float or None
        By how much a second opinion differs.
    noise_share : float
        As in ``Doubt``.
    step : float
        The smallest difference the value can show, such as one sample.
    """
    variance = error_sd**2 * (1.0 + (noise_share / NOISE_SHARE) ** 2)
    variance += MEDIAN_VARIANCE * spread_sd**2 / max(n_beats, 1)
    variance += (SECOND_OPINION_SHARE * abs(disagreement or 0.0)) ** 2
    variance += step**2 / 12
    return math.sqrt(variance)


def robust_sd(values: FloatArray, unknown: float = 0.0) -> float:
    """Return the SD by the median deviation; ``unknown`` if that cannot be told."""
    known = values[np.isfinite(values)]
    if known.size < MIN_BEATS_FOR_SPREAD:
        return unknown
    return 1.4826 * float(np.median(np.abs(known - np.median(known))))


def with_interval(
    measured: Measurement, sd: float, *, lowest: float = -math.inf
) -> Measurement:
    """Return the measurement with the interval that its SD makes."""
    if measured.value is None or not math.isfinite(sd):
        return measured
    half = Z_95 * sd
    low = max(measured.value - half, min(lowest, measured.value))
    # as ``replace`` would, which takes three times as long
    return Measurement(
        measured.value,
        measured.unit,
        measured.method,
        low,
        measured.value + half,
        measured.reasons,
        measured.leads,
        measured.n_beats,
        measured.provenance,
    )
