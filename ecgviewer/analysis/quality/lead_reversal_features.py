"""Numbers by which a usual beat differs from itself with electrodes exchanged.

From V1 to V6 the heart is seen from neighbouring places: each lead lies between its
neighbours, R grows and S shrinks, the peaks of QRS come later, and what the limb leads
leave unexplained changes step by step. An exchange breaks that order, so what counts is
how all of this differs between the leads as they are and as they would be.

Everything is free of scale, lead by lead: sizes are parts of the lead's QRS complex,
and leads are compared by cosines. Only I, II and III are brought to one scale, by
Einthoven's law.
"""

from itertools import combinations, permutations

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from ecgviewer.ecg.leads import STANDARD_12

FloatArray = NDArray[np.float64]

# A usual beat: from the P wave to the end of the T wave, 250 times a second.
BEAT_S = np.arange(-75, 115) / 250.0
MIN_BEATS = 3
MAX_BEATS = 60
_SMOOTH_S = 0.01


def _between(start_s: float, end_s: float) -> slice:
    first, last = np.searchsorted(BEAT_S, [start_s - 1e-6, end_s + 1e-6])
    return slice(int(first), int(last))


_P, _BASELINE = _between(-0.24, -0.076), _between(-0.1, -0.064)
_QRS, _J, _ST, _T = (
    _between(-0.068, 0.1),
    _between(0.06, 0.08),
    _between(0.056, 0.128),
    _between(0.12, 0.456),
)
# Of the QRS complex: to R, to just after R (for Q), and after it.
_EARLY, _WITH_R, _LATE = slice(0, 18), slice(0, 22), slice(24, None)
_QRS_MS = 1000.0 * BEAT_S[_QRS]
# The T wave of all leads is less sure than QRS, and often much the same.
_T_WEIGHT = 0.7
# A lead is explained by others up to noise of this size.
_RIDGE, _LEAST = 1e-3, 1e-3

_LIMB, _CHEST = STANDARD_12[:6], STANDARD_12[6:]
_OF_LEAD = (
    *("R", "S", "Q", "area of QRS", "size of QRS", "early QRS", "late QRS"),
    *("R at", "S at", "steepest rise at", "steepest fall at", "steepness"),
    *("size of T", "shape of T", "direction of T", "T at", "ST", "J", "P", "size of P"),
)
_COMPARED = ("QRS", "T", "QRS and T", "slopes of QRS")
_EXPLAINED = _COMPARED[:3]
_PAIRS = tuple((a, b) for a, b in combinations(range(12), 2) if b >= 6)
_SIZES = ("direction", "area", "size")
_WAVES = {"P": _P, "QRS": _QRS, "T": _T}


# Which leads explain a chest lead, counted from V1: pairs of others, or one of them.
_CHEST_ROWS = range(len(_CHEST))
_BY_TWO = tuple(
    (lead, a, b)
    for lead in _CHEST_ROWS
    for a, b in combinations(_CHEST_ROWS, 2)
    if lead not in (a, b)
)
_BY_ONE = tuple(permutations(_CHEST_ROWS, 2))

FEATURES = (
    *(f"{name} in {lead}" for name in _OF_LEAD for lead in STANDARD_12),
    *(
        f"{wave} of {STANDARD_12[a]} like {STANDARD_12[b]}"
        for wave in _COMPARED
        for a, b in _PAIRS
    ),
    *(
        f"{wave} of {lead} by {others}"
        for wave in _EXPLAINED
        for lead, others in (
            *((_CHEST[y], f"{_CHEST[a]}, {_CHEST[b]}") for y, a, b in _BY_TWO),
            *((_CHEST[y], f"I, II, {_CHEST[a]}") for y, a in _BY_ONE),
            *((lead, "I, II") for lead in _CHEST),
            *((lead, "all others") for lead in _CHEST),
        )
    ),
    *(f"{_CHEST[y]} by {_CHEST[a]} more than {_CHEST[b]}" for y, a, b in _BY_TWO),
    *(
        f"{size} of {wave} in {lead}, one scale"
        for wave in _WAVES
        for size in _SIZES
        for lead in _LIMB[:3]
    ),
    *(f"{wave} axis {part}" for wave in _WAVES for part in ("right", "down")),
)


def usual_beat(
    level: FloatArray, fs: float, r_peaks: NDArray[np.int64]
) -> FloatArray | None:
    """Return the median beat at the times ``BEAT_S`` from R, shape (n_leads, 190).

    Its level just before the QRS complex is 0. ``None`` with fewer than three beats.
    """
    offsets = np.round(BEAT_S * fs).astype(int)
    inside = (r_peaks + offsets[0] >= 0) & (r_peaks + offsets[-1] < level.shape[1])
    places = r_peaks[inside][:MAX_BEATS]
    if places.size < MIN_BEATS:
        return None
    smooth = ndimage.uniform_filter1d(level, max(1, round(_SMOOTH_S * fs)), axis=1)
    beats = smooth[:, places[:, None] + offsets]
    beats -= np.median(beats[:, :, _BASELINE], axis=2, keepdims=True)
    beat: FloatArray = np.median(beats, axis=1)
    return beat


def lead_reversal_features(beats: FloatArray) -> FloatArray:
    """Return shape (n, len(FEATURES)) of usual beats, shape (n, 12, 190).

    The leads are in the order of ``STANDARD_12``.
    """
    qrs, t = _unit(beats[:, :, _QRS]), _unit(beats[:, :, _T])
    compared = {
        "QRS": qrs,
        "T": t,
        "QRS and T": np.concatenate([qrs, _T_WEIGHT * t], axis=2),
        "slopes of QRS": np.gradient(qrs, axis=2),
    }
    alike = {name: _alike(shape) for name, shape in compared.items()}
    first, second = np.array(_PAIRS).T
    columns = [*_of_leads(beats), *(one[:, first, second] for one in alike.values())]
    for name in _EXPLAINED:
        columns += _left_by_others(alike[name])
    columns.append(_nearer(alike["QRS and T"]))
    return np.concatenate([*columns, *_limb_waves(beats[:, :3])], axis=1)


def qrs_alike(beat: FloatArray) -> FloatArray:
    """Return the cosines of the leads' QRS complexes, shape (n_leads, n_leads)."""
    alike: FloatArray = _alike(_unit(beat[None, :, _QRS]))[0]
    return alike


def qrs_ranges(beat: FloatArray) -> FloatArray:
    """Return largest less smallest value of each lead's QRS complex."""
    ranges: FloatArray = np.ptp(beat[:, _QRS], axis=1)
    return ranges


def points_up(lead: FloatArray) -> bool:
    """Return whether the P wave of one lead of a usual beat points up."""
    return bool(lead[_P].max() + lead[_P].min() > 0)


def _unit(wave: FloatArray) -> FloatArray:
    shape = wave - wave.mean(axis=-1, keepdims=True)
    unit: FloatArray = shape / (np.linalg.norm(shape, axis=-1, keepdims=True) + 1e-9)
    return unit


def _alike(shape: FloatArray) -> FloatArray:
    unit = _unit(shape)
    alike: FloatArray = unit @ unit.transpose(0, 2, 1)
    return alike


def _of_leads(beats: FloatArray) -> list[FloatArray]:
    """Return what each lead shows by itself, each of shape (n, 12)."""
    size = np.abs(beats[:, :, _QRS]).max(axis=2, keepdims=True) + 1e-9
    parts = beats / size
    qrs, t, p = parts[:, :, _QRS], parts[:, :, _T], parts[:, :, _P]
    slope = np.gradient(qrs, axis=2)
    t_direction = t.max(axis=2) + t.min(axis=2)
    t_size, p_size = np.ptp(t, axis=2), np.ptp(p, axis=2)
    return [
        qrs.max(axis=2),
        -qrs.min(axis=2),
        -np.minimum(qrs[:, :, _WITH_R], 0.0).min(axis=2),
        qrs.mean(axis=2),
        np.abs(qrs).mean(axis=2),
        qrs[:, :, _EARLY].mean(axis=2),
        qrs[:, :, _LATE].mean(axis=2),
        _QRS_MS[qrs.argmax(axis=2)],
        _QRS_MS[qrs.argmin(axis=2)],
        _QRS_MS[slope.argmax(axis=2)],
        _QRS_MS[slope.argmin(axis=2)],
        np.abs(slope).max(axis=2),
        np.log(t_size + 1e-9),
        t_direction / (t_size + 1e-9),
        t_direction,
        1000.0 * BEAT_S[_T][np.abs(t).argmax(axis=2)],
        parts[:, :, _ST].mean(axis=2),
        parts[:, :, _J].mean(axis=2),
        p.max(axis=2) + p.min(axis=2),
        np.log(p_size + 1e-3),
    ]


def _left_by_others(alike: FloatArray) -> list[FloatArray]:
    """Return which part of each chest lead others leave, in the order of ``FEATURES``.

    ``alike`` are cosines, shape (n, 12, 12). What is returned are logarithms.
    """
    used = np.array([0, 1, *range(6, 12)])
    among = alike[:, used[:, None], used] + _RIDGE * np.eye(used.size)
    chest, with_limb = among[:, 2:, 2:], among[:, 2:, :2]
    explained = with_limb @ np.linalg.solve(among[:, :2, :2], with_limb.swapaxes(1, 2))
    beyond_limb = chest - explained
    own = np.diagonal(beyond_limb, axis1=1, axis2=2)
    lead, other = np.array(_BY_ONE).T
    left = [
        _two(chest)[0],
        own[:, lead] - beyond_limb[:, lead, other] ** 2 / own[:, other],
        own,
        1.0 / np.diagonal(np.linalg.inv(among), axis1=1, axis2=2)[:, 2:],
    ]
    return [np.log(np.maximum(part - _RIDGE, 0.0) + _LEAST) for part in left]


def _nearer(alike: FloatArray) -> FloatArray:
    """Return by how much more the first of two leads has part in a chest lead."""
    _, first, second = _two(alike[:, 6:, 6:] + _RIDGE * np.eye(len(_CHEST)))
    return first - second


def _two(chest: FloatArray) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return what two chest leads leave of a third, and their weights.

    Least squares for ``_BY_TWO``; ``chest`` are cosines, shape (n, 6, 6).
    """
    lead, a, b = np.array(_BY_TWO).T
    aa, bb, ab = chest[:, a, a], chest[:, b, b], chest[:, a, b]
    with_a, with_b = chest[:, lead, a], chest[:, lead, b]
    whole = aa * bb - ab**2
    first = (with_a * bb - with_b * ab) / whole
    second = (with_b * aa - with_a * ab) / whole
    return chest[:, lead, lead] - first * with_a - second * with_b, first, second


def _limb_waves(limb: FloatArray) -> list[FloatArray]:
    """Return what the waves of I, II and III are to each other, and their axes."""
    scaled = _to_one_scale(limb)
    sizes, axes = [], []
    for wave in (scaled[:, :, part] for part in _WAVES.values()):
        direction = wave.max(axis=2) + wave.min(axis=2)
        size = np.linalg.norm(wave - wave.mean(axis=2, keepdims=True), axis=2)
        for of_leads in (direction, wave.sum(axis=2), size):
            largest = np.abs(of_leads).max(axis=1, keepdims=True)
            sizes.append(of_leads / (largest + 1e-9))
        # I points to 0 degrees, and II and III together to 90 (Einthoven's triangle).
        axis = np.stack(
            [direction[:, 0], (direction[:, 1] + direction[:, 2]) / np.sqrt(3.0)],
            axis=1,
        )
        axes.append(axis / (np.linalg.norm(axis, axis=1, keepdims=True) + 1e-9))
    return [*sizes, *axes]


def _to_one_scale(limb: FloatArray) -> FloatArray:
    """Return I, II and III to one scale, whatever the scale of each.

    II is I + III, so the factors are those of the only sum of the three that vanishes.
    """
    unit = limb / (np.linalg.norm(limb, axis=2, keepdims=True) + 1e-9)
    factors = np.abs(np.linalg.eigh(unit @ unit.transpose(0, 2, 1))[1][:, :, 0])
    scaled: FloatArray = unit * factors[:, :, None]
    return scaled
