"""What every format shares: from channels as stored to a plausible ``Recording``."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ecgviewer.ecg.leads import canonical_lead_name, derive_limb_leads, standard_order
from ecgviewer.ecg.recording import MAX_FS, MIN_FS, PatientContext, Recording, Source
from ecgviewer.io.errors import ReadError

# A unit's factor to mV. Letters are folded to lower case except where that would
# confuse milli and mega.
_TO_MV = {"v": 1000.0, "mv": 1.0, "uv": 1e-3, "µv": 1e-3, "μv": 1e-3, "nv": 1e-6}
_ABSURD_MV = 20.0
_FLAT_MV = 1e-6
_LIMB = ("III", "aVR", "aVL", "aVF")


@dataclass(frozen=True, eq=False)
class Channel:
    """One stored channel.

    ``values`` are physical values in ``unit``, NaN where missing; ``step`` is the ADC
    step in the same unit.
    """

    name: str
    unit: str
    values: NDArray[np.float64]
    step: float
    clipped: bool = False


def file_digest(paths: Iterable[Path]) -> str:
    """Return the SHA-256 over the contents of some files, in order, as hex."""
    digest = hashlib.sha256()
    for path in paths:
        digest.update(path.read_bytes())
    return digest.hexdigest()


def voltage_factor(unit: str) -> float | None:
    """Return the factor from a unit to mV, ``None`` if it is not a voltage."""
    text = unit.strip()
    return None if text == "MV" else _TO_MV.get(text.lower())


def check_rate(path: Path, place: str, fs: float) -> None:
    """Raise ``ReadError`` unless a sampling frequency is possible for an ECG."""
    if not MIN_FS <= fs <= MAX_FS:
        raise ReadError(
            path,
            place,
            f"a sampling frequency of {fs:g} Hz; "
            f"{MIN_FS:g} to {MAX_FS:g} Hz are possible for an ECG",
        )


def assemble(
    channels: Sequence[Channel],
    fs: float,
    source: Source,
    *,
    patient: PatientContext,
    start_time: datetime | None,
    warnings: Sequence[str] = (),
    acquisition: Sequence[str] = (),
) -> Recording:
    """Return the recording that some channels make.

    Channels that are no ECG lead are left out and named; leads are put in standard
    order; III, aVR, aVL and aVF are derived where I and II are stored without them.

    Raises
    ------
    ReadError
        If no lead is recognised or a lead name repeats.
    """
    path = source.path
    check_rate(path, "header", fs)
    notes, said = list(warnings), list(acquisition)
    named = [(canonical_lead_name(channel.name), channel) for channel in channels]
    leads = [(name, channel) for name, channel in named if name is not None]
    others = [channel.name.strip() for name, channel in named if name is None]
    if not leads:
        raise ReadError(
            path, "leads", f"no ECG lead among the channels: {', '.join(others)}"
        )
    if others:
        said.append(f"other channels, not shown: {', '.join(others)}")
    names = [name for name, _ in leads]
    repeated = sorted({name for name in names if names.count(name) > 1})
    if repeated:
        raise ReadError(path, "leads", f"stored more than once: {', '.join(repeated)}")
    factors = [voltage_factor(channel.unit) for _, channel in leads]
    unit_is_mv = all(factor is not None for factor in factors)
    if not unit_is_mv:
        strange = sorted({c.unit.strip() or "none" for _, c in leads})
        notes.append(
            f"The file's unit is not a voltage ({', '.join(strange)}): amplitudes are "
            "arbitrary."
        )
    scale = [f if unit_is_mv and f is not None else 1.0 for f in factors]
    rows = {
        name: channel.values * factor
        for (name, channel), factor in zip(leads, scale, strict=True)
    }
    stored = {name: values.astype(np.float32) for name, values in rows.items()}
    notes += _plausibility(stored, [c for _, c in leads], unit_is_mv)
    derived = _derive(stored) if _may_derive(stored, unit_is_mv) else {}
    together = stored | derived
    order = standard_order(tuple(together))
    ordered = [list(together)[k] for k in order]
    return Recording(
        signal_mv=np.stack([together[name] for name in ordered]),
        fs=fs,
        leads=tuple(ordered),
        source=source,
        unit_is_mv=unit_is_mv,
        derived_leads=tuple(name for name in ordered if name in derived),
        resolution_mv=max(
            channel.step * factor
            for (_, channel), factor in zip(leads, scale, strict=True)
        ),
        patient=patient,
        start_time=start_time,
        warnings=tuple(notes),
        acquisition=tuple(said),
    )


def _may_derive(stored: dict[str, NDArray[np.float32]], unit_is_mv: bool) -> bool:
    # With arbitrary units each lead may have its own scale; sums mean nothing then.
    return (
        unit_is_mv
        and {"I", "II", "V1", "V2", "V3", "V4", "V5", "V6"} <= set(stored)
        and not set(_LIMB) <= set(stored)
    )


def _derive(stored: dict[str, NDArray[np.float32]]) -> dict[str, NDArray[np.float32]]:
    limb = derive_limb_leads(stored["I"], stored["II"])
    return {name: values for name, values in limb.items() if name not in stored}


def _plausibility(
    leads: dict[str, NDArray[np.float32]], channels: Sequence[Channel], unit_is_mv: bool
) -> list[str]:
    """Return sentences on what looks wrong in the signal."""
    notes = []
    span = {name: _span(values) for name, values in leads.items()}
    flat = [name for name, value in span.items() if value <= _FLAT_MV]
    if flat:
        notes.append(f"No signal in {', '.join(flat)}.")
    clipped = [n for n, c in zip(leads, channels, strict=True) if c.clipped]
    clipped = [name for name in clipped if name not in flat]
    if clipped:
        notes.append(f"Saturated in part: {', '.join(clipped)}.")
    if not unit_is_mv:
        return notes
    live = [value for name, value in span.items() if name not in flat]
    if live and float(np.median(live)) > _ABSURD_MV:
        notes.append(
            f"Amplitudes of {np.median(live):.0f} mV are not possible: the file's gain "
            "or unit is probably wrong."
        )
    if {"I", "II", "III"} <= set(leads) and not set(flat) & {"I", "II", "III"}:
        residual = _steepness(leads["I"] + leads["III"] - leads["II"])
        size = max(_steepness(leads[name]) for name in ("I", "II", "III"))
        # Genuine recordings whose leads were digitised apart reach 0.84.
        if residual > size:
            notes.append(
                "Lead III is not II minus I (Einthoven): lead order, gain or samples "
                "may be wrong."
            )
    return notes


def _span(values: NDArray[np.float32]) -> float:
    finite = values[np.isfinite(values)]
    return float(np.ptp(finite)) if finite.size else 0.0


def _steepness(values: NDArray[np.float32]) -> float:
    """Return the SD of sample differences: the size of a signal without its wander."""
    steps = np.diff(values)
    finite = steps[np.isfinite(steps)]
    return float(np.std(finite)) if finite.size else 0.0
