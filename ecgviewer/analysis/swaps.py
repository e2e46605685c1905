"""Suspected exchanges of electrodes, from the shapes of the leads of a usual beat.

Exchanged limb electrodes exchange limb leads and turn some over; the chest leads stay,
and with them what the limb leads should look like: I resembles V6, aVR nothing. What is
compared is free of scale: which way P, QRS and T point in each lead, and how leads
correlate during QRS and T. Boosted trees, taught on exchanges made by calculation,
decide; the electrodes of the right leg are found by the lead they silence. I, II and
III are brought to one scale by Einthoven's law where their own scales differ.

Only advice: nothing is ever changed.
"""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from ecgviewer.analysis.decision import Decision
from ecgviewer.ecg.leads import STANDARD_12, derive_limb_leads
from ecgviewer.ecg.quality import SuspectedSwap

FloatArray = NDArray[np.float64]

# What becomes of the limb leads: from which lead each one is made, and its sign.
_STAY = {name: (name, 1) for name in STANDARD_12}


def _exchange(*pairs: tuple[str, str]) -> dict[str, tuple[str, int]]:
    swapped = {a: (b, 1) for pair in pairs for a, b in (pair, pair[::-1])}
    return _STAY | swapped


EXCHANGES: Mapping[str, Mapping[str, tuple[str, int]]] = {
    "LA/RA": _exchange(("II", "III"), ("aVR", "aVL")) | {"I": ("I", -1)},
    "LA/LL": _exchange(("I", "II"), ("aVL", "aVF")) | {"III": ("III", -1)},
    "RA/LL": _exchange(("aVR", "aVF"))
    | {"I": ("III", -1), "II": ("II", -1), "III": ("I", -1)},
    **{f"V{k}/V{k + 1}": _exchange((f"V{k}", f"V{k + 1}")) for k in range(1, 6)},
    "V1-V6 reversed": _exchange(("V1", "V6"), ("V2", "V5"), ("V3", "V4")),
}
# The lead between an exchanged electrode and the right leg's is silent (Haisty 2003).
SILENCED = {"RA/RL": "II", "LA/RL": "III"}
SILENT_SHARE = 0.06

# A usual beat: from the P wave to the end of the T wave, 100 times a second.
BEAT_S = np.arange(-30, 46) / 100.0
_P, _BASELINE, _QRS, _T = slice(6, 22), slice(20, 24), slice(23, 40), slice(42, 76)
MIN_BEATS = 3
MAX_BEATS = 60

_LIMB, _CHEST = STANDARD_12[:6], STANDARD_12[6:]
_SIZES = ("direction", "area", "size")
_WAVES = {"P": _P, "QRS": _QRS, "T": _T}
_PAIRS = tuple((a, b) for k, b in enumerate(STANDARD_12) for a in STANDARD_12[:k])
_COMPARED = tuple((a, b) for a, b in _PAIRS if b in _CHEST)
_OF_ALL_LEADS = (
    *(f"{wave} in {lead}" for wave in _WAVES for lead in STANDARD_12),
    *(f"{wave} of {a} like {b}" for wave in ("QRS", "T") for a, b in _COMPARED),
)
_OF_LIMB_LEADS = (
    *(
        f"{size} of {wave} in {a}"
        for wave in _WAVES
        for size in _SIZES
        for a in _LIMB[:3]
    ),
    *(f"{wave} axis" for wave in _WAVES),
)
FEATURES = (*_OF_ALL_LEADS, *_OF_LIMB_LEADS)
# Exchanged chest electrodes leave the limb leads as they are.
CHEST_FEATURES = len(_OF_ALL_LEADS)


def usual_beat(
    level: FloatArray, fs: float, r_peaks: NDArray[np.int64]
) -> FloatArray | None:
    """Return the median beat at the times ``BEAT_S`` from R, shape (n_leads, 76).

    Its level just before the QRS complex is 0. ``None`` with fewer than three beats.
    """
    offsets = np.round(BEAT_S * fs).astype(int)
    inside = (r_peaks + offsets[0] >= 0) & (r_peaks + offsets[-1] < level.shape[1])
    places = r_peaks[inside][:MAX_BEATS]
    if places.size < MIN_BEATS:
        return None
    smooth = ndimage.uniform_filter1d(level, max(1, round(fs / 100)), axis=1)
    beats = smooth[:, places[:, None] + offsets]
    beats -= np.median(beats[:, :, _BASELINE], axis=2, keepdims=True)
    beat: FloatArray = np.median(beats, axis=1)
    return beat


def twelve_leads(
    beat: FloatArray, leads: Sequence[str], unit_is_mv: bool
) -> FloatArray | None:
    """Return the usual beat in the order of ``STANDARD_12``, ``None`` if leads miss.

    Limb leads are worked out from I and II, unless each lead has a scale of its own.
    """
    by_name = dict(zip(leads, beat, strict=True))
    if unit_is_mv and "I" in by_name and "II" in by_name:
        by_name |= derive_limb_leads(by_name["I"], by_name["II"])
    if any(name not in by_name for name in STANDARD_12):
        return None
    return np.stack([by_name[name] for name in STANDARD_12])


def exchanged(beat: FloatArray, name: str) -> FloatArray:
    """Return the twelve leads as they were if these electrodes were exchanged."""
    rows = [EXCHANGES[name][lead] for lead in STANDARD_12]
    return np.stack([sign * beat[STANDARD_12.index(lead)] for lead, sign in rows])


def swap_features(beat: FloatArray) -> FloatArray:
    """Return shape (len(FEATURES),) of a usual beat in the order of ``STANDARD_12``."""
    size = np.abs(beat).max(axis=1) + 1e-9
    polarity = [_polarity(beat[:, wave], size) for wave in _WAVES.values()]
    first = [STANDARD_12.index(a) for a, _ in _COMPARED]
    second = [STANDARD_12.index(b) for _, b in _COMPARED]
    alike = [_alike(beat[:, _WAVES[wave]])[first, second] for wave in ("QRS", "T")]
    return np.concatenate([*polarity, *alike, _limb_waves(_to_one_scale(beat[:3]))])


def _to_one_scale(limb: FloatArray) -> FloatArray:
    """Return I, II and III to one scale, whatever the scale of each.

    II is I + III, so the factors are those of the only sum of the three that vanishes.
    """
    unit = limb / (np.linalg.norm(limb, axis=1, keepdims=True) + 1e-9)
    factors = np.abs(np.linalg.eigh(unit @ unit.T)[1][:, 0])
    scaled: FloatArray = unit * factors[:, None]
    return scaled


def _limb_waves(limb: FloatArray) -> FloatArray:
    """Return what the waves of I, II and III are to each other, and their axes."""
    values, axes = [], []
    for wave in (limb[:, part] for part in _WAVES.values()):
        direction = wave.max(axis=1) + wave.min(axis=1)
        size = np.linalg.norm(wave - wave.mean(axis=1, keepdims=True), axis=1)
        for of_leads in (direction, wave.sum(axis=1), size):
            values.append(of_leads / (np.abs(of_leads).max() + 1e-9))
        # I points to 0 degrees, and II and III together to 90 (Einthoven's triangle).
        upright = (direction[1] + direction[2]) / np.sqrt(3.0)
        axes.append(float(np.arctan2(upright, direction[0])))
    return np.concatenate([*values, axes])


def _polarity(wave: FloatArray, size: FloatArray) -> FloatArray:
    """Return how much a wave points up (to 1) or down (to -1) in each lead."""
    polarity: FloatArray = (wave.max(axis=1) + wave.min(axis=1)) / size
    return polarity


def _alike(wave: FloatArray) -> FloatArray:
    """Return the leads' cosines, without level, shape (12, 12)."""
    shape = wave - wave.mean(axis=1, keepdims=True)
    shape /= np.linalg.norm(shape, axis=1, keepdims=True) + 1e-9
    alike: FloatArray = shape @ shape.T
    return alike


def suspected_swaps(
    beat: FloatArray, decisions: Mapping[str, Decision]
) -> tuple[SuspectedSwap, ...]:
    """Return the exchanges that are likely, the surest first.

    ``beat`` has the twelve leads in the order of ``STANDARD_12``.
    """
    numbers = swap_features(beat)
    found = [*_silenced(beat)]
    for name, decision in decisions.items():
        score = decision.probability(numbers)
        if score > decision.threshold:
            found.append(SuspectedSwap(name, score, _reason(name, beat)))
    return tuple(sorted(found, key=lambda swap: -swap.score))


def _silenced(beat: FloatArray) -> list[SuspectedSwap]:
    """Return exchanges with the right leg's electrode: one limb lead is nearly flat."""
    limb = np.ptp(beat[:3, _QRS], axis=1)
    largest, smallest = float(limb.max()), int(limb.argmin())
    share = float(limb[smallest]) / largest if largest > 0 else 1.0
    if share > SILENT_SHARE:
        return []
    return [
        SuspectedSwap(
            name,
            1.0 - share / SILENT_SHARE / 2,
            f"{lead} is nearly flat: its QRS complex has {share:.0%} of the height of "
            "the largest one in I, II and III.",
        )
        for name, lead in SILENCED.items()
        if lead == STANDARD_12[smallest]
    ]


def _reason(name: str, beat: FloatArray) -> str:
    other = exchanged(beat, name)
    if name.startswith("V"):
        now, then = _in_order(beat), _in_order(other)
        return (
            "QRS complexes of neighbouring chest leads resemble each other by "
            f"{now:.2f}, and by {then:.2f} with the leads exchanged."
        )
    return (
        f"I resembles V6 by {_i_like_v6(beat):.2f} and P in II points "
        f"{_p_in_ii(beat)}; with the electrodes exchanged by {_i_like_v6(other):.2f} "
        f"and {_p_in_ii(other)}."
    )


def _in_order(beat: FloatArray) -> float:
    alike = _alike(beat[6:, _QRS])
    return float(np.diagonal(alike, 1).mean())


def _i_like_v6(beat: FloatArray) -> float:
    return float(_alike(beat[[0, 11]][:, _QRS])[0, 1])


def _p_in_ii(beat: FloatArray) -> str:
    return "up" if _polarity(beat[1:2, _P], np.ones(1))[0] > 0 else "down"
