"""What in a recording cannot be right: sentences for the reader.

Nothing here changes a sample or refuses a file. A wrong unit, a mixed-up lead or a
fallen electrode shows in the numbers, and the reader should know before measuring.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

# A QRS of 20 mV in most leads, or none above 0.05 mV, is a unit mistaken for another.
MAX_MEDIAN_RANGE_MV = 20.0
MIN_MEDIAN_RANGE_MV = 0.05
# An amplifier at its limit repeats one value; a heart does not for so long.
SATURATION_S = 0.1
SATURATION_MIN_DEPTH = 0.25
# A lead of another unit is a thousand times as large as the rest; a low voltage is a
# twentieth of a large one.
MAX_LEAD_RATIO = 100.0
MIN_LEADS_COMPARED = 4
# Below this age the limits of adults do not hold; the criteria here say so, too.
ADULT_YEARS = 16.0
# What the limb leads leave unexplained of each other, as a share of the largest. In the
# CinC and PTB-XL recordings it stays below that, as rounded as they are.
MAX_LIMB_MISFIT = 0.05
# Each limb lead as a sum of I and II.
_IN_I_AND_II = {
    **{"I": (1.0, 0.0), "II": (0.0, 1.0), "III": (-1.0, 1.0)},
    **{"aVR": (-0.5, -0.5), "aVL": (1.0, -0.5), "aVF": (-0.5, 1.0)},
}

Leads = Mapping[str, NDArray[np.float32]]


@dataclass(frozen=True, eq=False)
class _Extent:
    """How far the finite samples of a lead reach, and how many are missing."""

    finite: NDArray[np.float32]
    low: float
    high: float
    n_missing: int

    @property
    def width(self) -> float | None:
        """Maximum minus minimum, ``None`` if no sample is finite."""
        return self.high - self.low if self.finite.size else None


def _extent(row: NDArray[np.float32]) -> _Extent:
    # Both are NaN if one sample is: most leads need no mask.
    low, high = float(row.min(initial=np.inf)), float(row.max(initial=-np.inf))
    if np.isfinite(low) and np.isfinite(high):
        return _Extent(row, low, high, 0)
    finite = row[np.isfinite(row)]
    low, high = float(finite.min(initial=np.inf)), float(finite.max(initial=-np.inf))
    return _Extent(finite, low, high, int(np.isnan(row).sum()))


def doubts(
    leads: Leads, fs: float, step: float, unit_is_mv: bool
) -> tuple[list[str], list[str]]:
    """Return what the reader must know of the stored samples, and what may help.

    Parameters
    ----------
    leads : mapping of lead name to samples, shape (n_samples,)
        In mV if ``unit_is_mv``; NaN where missing.
    step : float
        One ADC step in the same unit.
    """
    extents = {name: _extent(row) for name, row in leads.items()}
    sentences = _missing(leads, extents, fs)
    ranges = {name: extent.width for name, extent in extents.items()}
    flat = [n for n, width in ranges.items() if width is not None and width < step / 2]
    if flat:
        sentences.append(f"No signal in {', '.join(flat)}.")
    moving = {name: row for name, row in leads.items() if name not in flat}
    stuck = [name for name, row in moving.items() if _saturated(row, extents[name], fs)]
    if stuck:
        sentences.append(
            f"Saturated in part, for {SATURATION_S:g} s or longer: {', '.join(stuck)}."
        )
    if not unit_is_mv:
        return sentences, []
    there = {n: row for n, row in moving.items() if ranges[n] is not None}
    sentences += _same_samples(there, extents)
    sentences += _amplitude([ranges[name] for name in moving])
    sentences += _odd_sizes(there, extents)
    misfits, notes = _limb_leads(moving, extents, step)
    return sentences + misfits, notes


def odd_steps(steps: Mapping[str, float]) -> list[str]:
    """Point out a lead or two digitised otherwise than all others.

    ``steps`` maps lead names to the size of one ADC step. One device digitises all
    leads alike; leads that all differ are a way of storing them, no reason for doubt.
    """
    usual, count = Counter(f"{step:.4g}" for step in steps.values()).most_common(1)[0]
    odd = [name for name, step in steps.items() if f"{step:.4g}" != usual]
    if not odd or len(odd) > 2 or count < 3:
        return []
    return [
        f"The gain of {', '.join(odd)} differs from that of all other leads: the "
        "amplitudes there may be wrong."
    ]


def checksum_doubts(
    stated: Sequence[tuple[str, int | None]], sums: Sequence[int]
) -> list[str]:
    """Compare each signal's sum, modulo 65536, with the checksum that is stated.

    ``stated`` has each signal's name and checksum, ``None`` if there is none. A column
    of zeros is what programs write that compute no checksum.
    """
    if not any(checksum for _, checksum in stated):
        return []
    broken = [
        name
        for (name, checksum), total in zip(stated, sums, strict=True)
        if checksum is not None and (total - checksum) % 65536
    ]
    if not broken:
        return []
    return [
        f"The checksum of {', '.join(broken)} is wrong: the samples or the header have "
        "been changed or damaged since they were written."
    ]


def _missing(leads: Leads, extents: Mapping[str, _Extent], fs: float) -> list[str]:
    sentences = []
    counts = {name: extent.n_missing for name, extent in extents.items()}
    n_samples = next((row.size for row in leads.values()), 0)
    if len(counts) > 1 and len(set(counts.values())) == 1:
        n_missing = next(iter(counts.values()))
        if 0 < n_missing < n_samples:
            return [
                f"In all leads {n_missing} samples ({n_missing / fs:.3g} s) are marked "
                "missing."
            ]
    for name, row in leads.items():
        n_missing = counts[name]
        if n_missing == row.size:
            sentences.append(f"Lead {name} holds no samples: all are marked missing.")
        elif n_missing:
            sentences.append(missing_text(name, n_missing, fs))
    return sentences


def missing_text(lead: str, n_missing: int, fs: float) -> str:
    return (
        f"Lead {lead}: {n_missing} samples ({n_missing / fs:.3g} s) are marked missing."
    )


def _saturated(row: NDArray[np.float32], extent: _Extent, fs: float) -> bool:
    """Tell whether the lead stays at its own maximum or minimum for long.

    Only limits well away from the usual level count: the lowest value of a quiet
    baseline also repeats.
    """
    if not extent.finite.size:
        return False
    shortest = max(3, round(SATURATION_S * fs))
    for limit in (extent.low, extent.high):
        at_limit = row == np.float32(limit)
        # Counted first: hardly a lead is at its limit often enough to look further.
        if np.count_nonzero(at_limit) < shortest or _longest_run(at_limit) < shortest:
            continue
        depth = abs(limit - float(np.median(extent.finite)))
        if depth > SATURATION_MIN_DEPTH * (extent.high - extent.low):
            return True
    return False


def _same_samples(leads: Leads, extents: Mapping[str, _Extent]) -> list[str]:
    """Point out leads that are copies of each other, which no two electrodes give."""
    limits = {name: (extents[name].low, extents[name].high) for name in leads}
    shared = Counter(limits.values())
    copies: dict[bytes, list[str]] = {}
    for name, row in leads.items():
        if shared[limits[name]] > 1:
            copies.setdefault(row.tobytes(), []).append(name)
    return [
        f"{', '.join(names)} hold the same samples: all but one are not what they are "
        "called."
        for names in copies.values()
        if len(names) > 1
    ]


def _odd_sizes(leads: Leads, extents: Mapping[str, _Extent]) -> list[str]:
    """Point out a lead far larger or smaller than the others."""
    if len(leads) < MIN_LEADS_COMPARED:
        return []
    sizes = {name: float(extents[name].finite.std(dtype=np.float64)) for name in leads}
    usual = float(np.median(list(sizes.values())))
    if usual <= 0:
        return []
    return [
        f"Lead {name} is {size / usual:.3g} times as large as the other leads: its "
        "gain or unit is probably wrong, or its electrode was loose."
        for name, size in sizes.items()
        if not 1 / MAX_LEAD_RATIO < size / usual < MAX_LEAD_RATIO
    ]


def age_doubts(age_years: float | None) -> list[str]:
    """Say that a patient is a child, for whom nothing here was validated."""
    if age_years is None or age_years >= ADULT_YEARS:
        return []
    return [
        f"The patient is a child of {age_years:.2g} years: limits and statements here "
        "are those of adults."
    ]


def _longest_run(mask: NDArray[np.bool_]) -> int:
    edges = np.flatnonzero(np.diff(np.concatenate([[False], mask, [False]])))
    return int((edges[1::2] - edges[::2]).max(initial=0))


def _amplitude(ranges: list[float | None]) -> list[str]:
    known = [width for width in ranges if width is not None]
    if not known:
        return []
    median = float(np.median(known))
    if MIN_MEDIAN_RANGE_MV <= median <= MAX_MEDIAN_RANGE_MV:
        return []
    return [
        f"Amplitudes of {median:.3g} mV are not possible for an ECG: the file's gain "
        "or unit is probably wrong."
    ]


def _limb_leads(
    leads: Leads, extents: Mapping[str, _Extent], step: float
) -> tuple[list[str], list[str]]:
    """Compare the stored limb leads with each other; return warnings and notes.

    All six are sums of I and II (Einthoven, Goldberger), so three or more can be
    checked without any threshold on the heart itself. Covariances are compared, so a
    constant offset of a lead does not matter.
    """
    names = [name for name in _IN_I_AND_II if name in leads]
    if len(names) < 3:
        return [], []
    rows = np.stack([leads[name] for name in names], dtype=np.float64)
    if any(extents[name].finite.size < rows.shape[1] for name in names):
        rows = rows[:, np.isfinite(rows).all(axis=0)]
    if rows.shape[1] < 2:
        return [], []
    covariance = np.cov(rows)
    allowed = MAX_LIMB_MISFIT * float(np.sqrt(np.diag(covariance).max())) + 2 * step
    if _misfit(names, names, covariance) <= allowed:
        return [], []
    if explained := _one_fault(names, covariance, allowed):
        return [explained], []
    if {"I", "II", "III"} <= set(names) and _differ_by_scale(names, covariance):
        return [], [
            "The limb leads are scaled differently (II is not quite I + III): their "
            "amplitudes and the axis are approximate."
        ]
    return [
        "The limb leads do not fit together (Einthoven: II is I + III): leads may be "
        "mixed up, wrongly scaled or damaged."
    ], []


def _one_fault(
    names: list[str], covariance: NDArray[np.float64], allowed: float
) -> str | None:
    """Return what is wrong, if one exchange or one bad lead explains all of it."""
    if len(names) < 4:
        return None
    exchanged = []
    for a, b in combinations(names, 2):
        labels = [{a: b, b: a}.get(name, name) for name in names]
        if _misfit(labels, labels, covariance) <= allowed:
            exchanged.append(f"{a} and {b}")
    if len(exchanged) == 1:
        return (
            f"Leads {exchanged[0]} seem to be exchanged: the limb leads fit each other "
            "only the other way round. They are shown as the file names them."
        )
    alone = [
        name
        for name in names
        if _misfit([n for n in names if n != name], names, covariance) <= allowed
    ]
    if len(alone) == 1:
        return (
            f"Lead {alone[0]} does not fit the other limb leads (Einthoven), which fit "
            "each other: it may be wrongly scaled, mixed up or damaged."
        )
    return None


def _misfit(
    some: list[str], names: list[str], covariance: NDArray[np.float64]
) -> float:
    """Return the largest standard deviation left of ``some`` leads beside I and II."""
    at = [names.index(name) for name in some]
    rest = _rest(tuple(some))
    left = rest @ covariance[np.ix_(at, at)] @ rest.T
    return float(np.sqrt(max(0.0, np.diag(left).max())))


@lru_cache(maxsize=256)
def _rest(names: tuple[str, ...]) -> NDArray[np.float64]:
    """Return what takes out of these leads all that I and II explain."""
    mixing = np.array([_IN_I_AND_II[name] for name in names])
    rest: NDArray[np.float64] = np.eye(len(names)) - mixing @ np.linalg.pinv(mixing)
    return rest


def _differ_by_scale(names: list[str], covariance: NDArray[np.float64]) -> bool:
    """Tell whether II = a I + b III holds with positive a and b not far from 1.

    So it is in LUDB, whose leads are scaled one by one; exchanged or inverted leads
    give negative factors, foreign leads no such relation.
    """
    at = [names.index(name) for name in ("I", "II", "III")]
    part = covariance[np.ix_(at, at)]
    sizes = np.sqrt(np.diag(part))
    if sizes.min() <= 0:
        return False
    values, vectors = np.linalg.eigh(part / np.outer(sizes, sizes))
    relation = vectors[:, 0] / sizes
    factors = -relation[[0, 2]] / relation[1] if relation[1] else np.zeros(2)
    related = max(0.0, values[0]) ** 0.5 <= MAX_LIMB_MISFIT
    return bool(related and ((factors > 1 / 6) & (factors < 6)).all())
