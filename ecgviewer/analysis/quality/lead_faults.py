"""Faults of each lead, with what was measured, the limit and when.

Limits are in mV where the unit is known. Where it is not, the same numbers are parts
of the height of a usual QRS complex in the lead, which is about 1 mV in most people.

One cause is reported once: what a step, a missing stretch or a swing does to the
baseline is taken out before wander is judged, and hum before muscle noise is.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property, partial

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from ecgviewer.analysis.signal import noise
from ecgviewer.analysis.signal.isoelectric_hold import between_beats
from ecgviewer.analysis.signal.noise import BLOCK_S, BoolArray, FloatArray
from ecgviewer.ecg.quality import Fault, FaultCode
from ecgviewer.ecg.reasons import quality as why
from ecgviewer.ecg.reasons.reason import Reason, ReasonKind

# Half a large square of paper: beyond it the ST level is a matter of opinion.
WANDER_LIMIT = 0.5
STEP_LIMIT = 0.4
MOTION_LIMIT = 1.5
MOTION_RATIO = 3.0
# Amplitudes: 0.4 mm of hum from crest to trough, a trace twice as thick as usual.
MAINS_LIMIT = 0.02
EMG_LIMIT = 0.02
# From this part of the time on, a lead without signal is off altogether.
OFF_SHARE = 0.9
FLAT_SHARE = 0.02

_OPENING_BLOCKS = 5
_MIN_EMG_PART = 0.1
_MOTION_WINDOW_S = 1.0
_MIN_HEIGHT_SHARE = 0.25


@dataclass(frozen=True, eq=False)
class LeadNoise:
    """What is measured of all leads at once; rows are leads, columns blocks."""

    fs: float
    duration_s: float
    leads: tuple[str, ...]
    unit: str  # "mV" or "QRS"
    scale: FloatArray  # of one ``unit``, in the unit of the signal, (n_leads,)
    missing: FloatArray
    constant: FloatArray
    clipped: FloatArray
    steps: list[list[tuple[int, float]]]
    swing: FloatArray
    swing_limit: FloatArray
    baseline: FloatArray
    wander: FloatArray  # range of the baseline, extremes left aside, (n_leads,)
    mains_hz: float
    hum: FloatArray  # where it exceeds other noise
    emg: FloatArray
    steady_emg: FloatArray  # without peaks of less than half a second
    emg_part: float

    @cached_property
    def still(self) -> FloatArray:
        """Which part of each block holds no signal."""
        return np.minimum(self.missing + self.constant + self.clipped, 1.0)


def measure_noise(
    level: FloatArray,
    missing: BoolArray,
    fs: float,
    leads: tuple[str, ...],
    qrs_heights: FloatArray,
    unit_is_mv: bool,
    r_peaks: NDArray[np.int64],
) -> LeadNoise:
    """Measure a signal, shape (n_leads, n_samples), for ``faults_of``.

    ``level`` is the signal about each lead's median, ``missing`` samples bridged.

    ``qrs_heights``, shape (n_leads,), are used where the unit is unknown only; a lead
    with hardly any QRS complex is measured by the others. What is constant between
    ``r_peaks`` is a baseline if it recurs.
    """
    scale = np.ones(len(leads)) if unit_is_mv else _heights(qrs_heights)
    still = noise.still_samples(level, missing, fs)
    baseline = between_beats(level, still.constant, r_peaks, fs)
    still = replace(still, constant=still.constant & ~baseline)
    slow = noise.Slow.of(noise.without(level, still.long(fs)), fs)
    steps = noise.find_steps(slow, STEP_LIMIT * scale)
    slow = noise.without_steps(slow, steps)
    swing = _swing(slow)
    swing_limit = _swing_limit(swing, scale)
    slow_level = noise.baseline_of(slow, _widened(swing > swing_limit, slow.fs))
    mains_hz, hum, emg = _fast_noise(noise.fast_part(level, fs), fs)
    steady_emg, n_blocks = _opened(emg), emg.shape[1]
    in_blocks = slow.per_block(slow_level, n_blocks)
    return LeadNoise(
        fs=fs,
        duration_s=level.shape[1] / fs,
        leads=leads,
        unit="mV" if unit_is_mv else "QRS",
        scale=scale,
        missing=noise.block_share(missing, fs),
        constant=noise.block_share(still.constant, fs),
        clipped=noise.block_share(still.clipped, fs),
        steps=steps,
        swing=slow.per_block(swing, n_blocks),
        swing_limit=swing_limit[:, 0],
        baseline=in_blocks,
        wander=np.ptp(np.percentile(in_blocks, [5, 95], axis=1), axis=0),
        mains_hz=mains_hz,
        hum=np.where(hum > steady_emg, hum, 0.0),
        emg=emg,
        steady_emg=steady_emg,
        emg_part=_noise_band_part(fs),
    )


def _swing_limit(swing: FloatArray, scale: FloatArray) -> FloatArray:
    """Return from which swing on a lead moves, shape (n_leads, 1)."""
    usual = np.median(swing, axis=1, keepdims=True)
    limit: FloatArray = np.maximum(MOTION_LIMIT * scale[:, None], MOTION_RATIO * usual)
    return limit


def _heights(qrs_heights: FloatArray) -> FloatArray:
    """Return the heights of QRS, where there is hardly any by those of the others."""
    known = qrs_heights[qrs_heights > 0]
    usual = float(np.median(known)) if known.size else 1.0
    heights: FloatArray = np.maximum(qrs_heights, _MIN_HEIGHT_SHARE * usual)
    return heights


def _fast_noise(fast: FloatArray, fs: float) -> tuple[float, FloatArray, FloatArray]:
    """Return the mains' frequency, steady hum and muscle noise of each block.

    Shapes (n_leads, n_blocks). Some of broadband noise looks like hum for a while: what
    is no higher than that is none.
    """
    mains_hz, amplitude = _hum(fast, fs)
    power = noise.block_means(fast**2, fs)
    hum = _per_block(amplitude, power.shape[1])
    emg = np.sqrt(np.maximum(power - hum**2 / 2, 0.0))
    return mains_hz, _opened(hum), emg


def _hum(fast: FloatArray, fs: float) -> tuple[float, FloatArray]:
    """Return the mains frequency with more hum, and its amplitudes in windows."""
    measured = [
        (hz, noise.hum_amplitudes(fast, fs, hz)) for hz in noise.measurable_mains(fs)
    ]
    if not measured:
        return 0.0, np.zeros((len(fast), 1))
    return max(measured, key=lambda one: float(np.median(one[1], axis=1).max()))


def _per_block(windows: FloatArray, n_blocks: int) -> FloatArray:
    """Return values of the mains' windows, each longer than a block, by blocks."""
    at = (np.arange(n_blocks) * BLOCK_S / noise.MAINS_WINDOW_S).astype(int)
    per_block: FloatArray = windows[:, np.minimum(at, windows.shape[1] - 1)]
    return per_block


def _swing(slow: noise.Slow) -> FloatArray:
    """Return how far the level moves within a second around each moment."""
    width = max(1, round(_MOTION_WINDOW_S * slow.fs))
    highest = ndimage.maximum_filter1d(slow.level, width, axis=1)
    lowest = ndimage.minimum_filter1d(slow.level, width, axis=1)
    swing: FloatArray = highest - lowest
    return swing


def _widened(mask: BoolArray, fs: float) -> BoolArray:
    """Return a mask with half a second more on either side of what it covers."""
    wide: BoolArray = ndimage.maximum_filter1d(mask, 2 * round(fs / 2) + 1, axis=1)
    return wide


def _opened(levels: FloatArray) -> FloatArray:
    """Return levels without peaks shorter than half a second, such as QRS complexes."""
    size = min(_OPENING_BLOCKS, levels.shape[1])
    opened: FloatArray = ndimage.grey_opening(levels, (1, size))
    return opened


def _noise_band_part(fs: float) -> float:
    """Return which part of the amplitude of white noise in the band ``fs`` lets see."""
    low, high = noise.NOISE_BAND_HZ
    seen = max(0.0, min(high, 0.45 * fs) - low)
    return float(np.sqrt(seen / (high - low)))


# -------------------------------------------------------------------------- faults


def faults_of(measured: LeadNoise, row: int) -> tuple[Fault, ...]:
    """Return the faults of one lead, the gravest kinds first."""
    silent = _silence(measured, row)
    if any(
        fault.code in ("lead_off", "missing") and _all(fault, measured)
        for fault in silent
    ):
        return tuple(silent)
    found = [check(measured, row) for check in _CHECKS]
    return (*silent, *(fault for fault in found if fault is not None))


def _all(fault: Fault, measured: LeadNoise) -> bool:
    return fault.total_s >= OFF_SHARE * measured.duration_s


def _silence(measured: LeadNoise, row: int) -> list[Fault]:
    """Return where and why a lead holds no signal."""
    still, missing = measured.still[row], measured.missing[row]
    if still.mean() >= OFF_SHARE > missing.mean():
        return [
            _part_of_time(measured, "lead_off", still, OFF_SHARE, why.NOTHING_OF_HEART)
        ]
    kinds: tuple[tuple[FaultCode, FloatArray, ReasonKind], ...] = (
        ("missing", missing, why.SAMPLES_MISSING),
        ("flat", measured.constant[row], why.NOTHING_CHANGES),
        ("saturation", measured.clipped[row], why.CUT_OFF),
    )
    return [
        _part_of_time(measured, code, share, 0.0, kind)
        for code, share, kind in kinds
        if share.any()
    ]


def _part_of_time(
    measured: LeadNoise,
    code: FaultCode,
    share: FloatArray,
    limit: float,
    kind: ReasonKind,
) -> Fault:
    stretches = noise.stretches_of(share > 0, measured.duration_s)
    total = float(share.mean())
    return Fault(
        code,
        100 * total,
        "%",
        100 * limit,
        stretches,
        kind(total_s=total * measured.duration_s),
    )


def _steps(measured: LeadNoise, row: int) -> Fault | None:
    scale = float(measured.scale[row])
    # A jump beyond the limit may last in part only.
    limit = STEP_LIMIT * scale
    found = [step for step in measured.steps[row] if abs(step[1]) > limit]
    if not found:
        return None
    height = max(abs(height) for _, height in found) / scale
    times = sorted(sample / measured.fs for sample, _ in found)
    ends = [min(time + BLOCK_S, measured.duration_s) for time in times]
    return Fault(
        "steps",
        height,
        measured.unit,
        STEP_LIMIT,
        tuple(zip(times, ends, strict=True)),
        why.STEPS(size=_size(height, measured)),
    )


def _motion(measured: LeadNoise, row: int) -> Fault | None:
    swing = np.where(measured.still[row] > 0, 0.0, measured.swing[row])
    scale = measured.scale[row]
    limit = float(measured.swing_limit[row] / scale)
    return _levels(measured, "motion", swing / scale, limit, why.SWINGS)


def _wander(measured: LeadNoise, row: int) -> Fault | None:
    value = float(measured.wander[row] / measured.scale[row])
    if value <= WANDER_LIMIT:
        return None
    baseline = measured.baseline[row] / measured.scale[row]
    middle = np.percentile(baseline, [5, 95]).mean()
    return Fault(
        "baseline_wander",
        value,
        measured.unit,
        WANDER_LIMIT,
        noise.stretches_of(
            np.abs(baseline - middle) > WANDER_LIMIT / 2, measured.duration_s
        ),
        why.WANDERS(size=_size(value, measured)),
    )


def _mains(measured: LeadNoise, row: int) -> Fault | None:
    hum = partial(why.HUM, mains_hz=measured.mains_hz)
    level = measured.hum[row] / measured.scale[row]
    return _levels(measured, "mains", level, MAINS_LIMIT, hum)


def _emg(measured: LeadNoise, row: int) -> Fault | None:
    if measured.emg_part < _MIN_EMG_PART:
        return None
    level = measured.steady_emg[row] / measured.scale[row] / measured.emg_part
    return _levels(
        measured,
        "emg",
        np.where(measured.still[row] > 0, 0.0, level),
        EMG_LIMIT,
        why.FAST_NOISE,
    )


_CHECKS: tuple[Callable[[LeadNoise, int], Fault | None], ...] = (
    _steps,
    _motion,
    _wander,
    _mains,
    _emg,
)


def _levels(
    measured: LeadNoise,
    code: FaultCode,
    level: FloatArray,
    limit: float,
    kind: Callable[..., Reason],
) -> Fault | None:
    above: BoolArray = level > limit
    if not above.any():
        return None
    value = float(np.percentile(level[above], 90))
    return Fault(
        code,
        value,
        measured.unit,
        limit,
        noise.stretches_of(above, measured.duration_s),
        kind(size=_size(value, measured)),
    )


def _size(value: float, measured: LeadNoise) -> Reason:
    return (why.MV if measured.unit == "mV" else why.TIMES_QRS)(value=value)
