"""From a file's channels to a ``Recording``: names, units, order, derived leads.

This is the part that is the same whatever the format.
"""

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from ecgviewer.ecg.leads import canonical_lead_name, derive_limb_leads, standard_order
from ecgviewer.ecg.measurements import Measurement
from ecgviewer.ecg.reasons.phrase import joined_phrases, phrase
from ecgviewer.ecg.recording import PatientContext, Recording, Source, Stated
from ecgviewer.ecg.signal import AnySignal, StoredSignal
from ecgviewer.io.errors import ReadError
from ecgviewer.io.plausibility import age_doubts, doubts, odd_steps

LIMB_SUM_LEADS = ("III", "aVR", "aVL", "aVF")

_MV_PER_UNIT = {
    "mv": 1.0,
    "millivolt": 1.0,
    "millivolts": 1.0,
    "uv": 1e-3,
    "µv": 1e-3,  # micro sign
    "μv": 1e-3,  # Greek mu
    "microvolt": 1e-3,
    "microvolts": 1e-3,
    "nv": 1e-6,
    "v": 1e3,
    "volt": 1e3,
    "volts": 1e3,
}
_MANY_LEADS = 6
_TWELVE_OF = ("I", "II", "V1", "V2", "V3", "V4", "V5", "V6")
_CALLED_ECG = re.compile(r"^\s*(ecg|ekg|lead)", re.IGNORECASE)
_NO_ECG = re.compile(
    r"resp|pleth|ppg|spo2|sao2|press|abp|\bart\b|\bcvp\b|\bpap\b|\bbp\b|eeg|emg|eog"
    r"|temp|marker|event|trigger|sync|pace|flow|co2|accel|scg|phono|sound",
    re.IGNORECASE,
)


@dataclass(frozen=True, eq=False)
class Channel:
    """One channel as the file stores it.

    Attributes
    ----------
    name, unit : str
        As the file writes them. ``unit`` is empty when amplitudes are uncalibrated.
    samples : ndarray of float32, shape (n_samples,)
        In ``unit``; NaN where missing.
    step : float
        Size of one ADC step in ``unit``.
    """

    name: str
    unit: str
    samples: NDArray[np.float32]
    step: float


@dataclass(frozen=True)
class LeadSource:
    """Where a lead comes from.

    ``channel`` is its place among the channels and ``factor`` what makes their unit the
    recording's; a derived lead has no channel.
    """

    lead: str
    channel: int | None
    factor: float = 1.0


StoreSignal = Callable[[tuple[LeadSource, ...]], StoredSignal]


def mv_per_unit(unit: str) -> float | None:
    """Return how many mV one of this unit is, ``None`` if it is not a voltage."""
    unit = unit.strip()
    # Written so, it may be milli or mega: no scale is better than a guessed one.
    return None if unit == "MV" else _MV_PER_UNIT.get(unit.lower())


def filter_notes(low_hz: float, high_hz: float, notch_hz: float) -> list[str]:
    """Return what is said of a channel's filters; a frequency of 0 was off."""
    notes: list[str] = []
    if low_hz and high_hz:
        notes.append(
            phrase(
                "acquired with {low_hz:g}-{high_hz:g} Hz",
                low_hz=low_hz,
                high_hz=high_hz,
            )
        )
    elif low_hz or high_hz:
        notes.append(
            phrase("acquired above {low_hz:g} Hz", low_hz=low_hz)
            if low_hz
            else phrase("acquired below {high_hz:g} Hz", high_hz=high_hz)
        )
    if notch_hz:
        notes.append(phrase("{notch_hz:g} Hz notch", notch_hz=notch_hz))
    return notes


def polarity_inverted(name: str) -> str:
    """Return what is said of a channel that its file turns over."""
    return phrase(
        "Lead {name} has a negative gain: the file turns it upside down.", name=name
    )


def left_out_for_rate(name: str) -> str:
    """Return what is said of a channel that is not sampled as the ECG is."""
    return phrase(
        "Channel “{name}” has another sampling frequency and is left out.", name=name
    )


def several_recordings(
    shown: int, n_leads: int, seconds: float, others: Sequence[int]
) -> str:
    """Return what is said of a file's other recordings; numbers count from 1."""
    listed = ", ".join(map(str, others))
    return phrase(
        "The file holds several recordings. Shown is waveform group number "
        "{shown} ({n_leads} leads, {seconds:.3g} s); not shown: {listed}.",
        shown=shown,
        n_leads=n_leads,
        seconds=seconds,
        listed=listed,
    )


def build_recording(
    source: Source,
    channels: Sequence[Channel],
    fs: float,
    *,
    patient: PatientContext,
    start_time: datetime | None,
    warnings: Sequence[str],
    acquisition: Sequence[str],
    file_values: Mapping[str, Measurement] | None = None,
    stated: Stated | None = None,
    store_signal: StoreSignal | None = None,
) -> Recording:
    """Choose the ECG leads among a file's channels and make the recording.

    Amplitudes become mV. This is the one gate behind all readers: what cannot be is
    refused, what is doubtful becomes a warning, what may help a note; no sample is
    repaired. Absent limb leads are derived from I and II; no stored one is replaced.

    A recording too long for memory gives the channels' beginning only, by which they
    are judged, and with ``store_signal`` the signal that these leads make.
    """
    warnings, acquisition = list(warnings), list(acquisition)
    leads, chosen = _choose_leads(source, channels, warnings, acquisition)
    unit_is_mv = _common_unit(source, leads, chosen, warnings)
    stored, steps, sources = _in_one_unit(channels, leads, chosen, unit_is_mv)
    is_whole = store_signal is None
    doubtful, notes = _judged(source, stored, steps, fs, unit_is_mv, is_whole)
    warnings += [*doubtful, *age_doubts(patient.age_years)]
    acquisition += notes
    derived = _derive(stored, unit_is_mv, warnings)
    ordered = _ordered((*stored, *derived))
    try:
        return Recording(
            signal_mv=_signal(ordered, stored | derived, sources, store_signal),
            fs=fs,
            leads=ordered,
            source=source,
            unit_is_mv=unit_is_mv,
            derived_leads=tuple(derived),
            resolution_mv=max(steps.values()),
            patient=patient,
            start_time=start_time,
            warnings=tuple(dict.fromkeys(warnings)),
            acquisition=tuple(dict.fromkeys(acquisition)),
            file_values=dict(file_values or {}),
            stated=stated or Stated(),
        )
    except ValueError as error:
        raise ReadError(source.path, "recording", str(error)) from error


def _in_one_unit(
    channels: Sequence[Channel],
    leads: Sequence[str],
    chosen: Sequence[Channel],
    unit_is_mv: bool,
) -> tuple[dict[str, NDArray[np.float32]], dict[str, float], dict[str, LeadSource]]:
    """Return samples and steps of the leads in one unit, and where they come from."""
    stored, steps, sources = {}, {}, {}
    for lead, channel in zip(leads, chosen, strict=True):
        factor = (mv_per_unit(channel.unit) or 1.0) if unit_is_mv else 1.0
        place = next(k for k, other in enumerate(channels) if other is channel)
        sources[lead] = LeadSource(lead, place, factor)
        with np.errstate(over="ignore", invalid="ignore"):
            stored[lead] = channel.samples * np.float32(factor)
        steps[lead] = channel.step * factor
    return stored, steps, sources


def _judged(
    source: Source,
    stored: Mapping[str, NDArray[np.float32]],
    steps: Mapping[str, float],
    fs: float,
    unit_is_mv: bool,
    is_whole: bool,
) -> tuple[list[str], list[str]]:
    """Return what is doubtful about the leads, and what else is to be noted."""
    if is_whole:
        _refuse_unusable(source, stored)
    doubtful, notes = doubts(stored, fs, max(steps.values()), unit_is_mv)
    if not is_whole:
        seconds = next(iter(stored.values())).size / fs
        doubtful = [
            phrase("In the first {seconds:.0f} s: {text}", seconds=seconds, text=text)
            for text in doubtful
        ]
    return [*odd_steps(steps), *doubtful], list(notes)


def _ordered(names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(names[row] for row in standard_order(names))


def _signal(
    leads: Sequence[str],
    rows: Mapping[str, NDArray[np.float32]],
    sources: Mapping[str, LeadSource],
    store_signal: StoreSignal | None,
) -> AnySignal:
    """Return the leads' samples, or the signal that keeps them in their file."""
    if store_signal is None:
        return np.stack([rows[lead] for lead in leads])
    return store_signal(
        tuple(sources.get(lead, LeadSource(lead, None)) for lead in leads)
    )


def _refuse_unusable(source: Source, stored: Mapping[str, NDArray[np.float32]]) -> None:
    if all(np.isnan(row).all() for row in stored.values()):
        raise ReadError(source.path, "samples", phrase("all are marked missing"))
    if any(np.isinf(row).any() for row in stored.values()):
        raise ReadError(
            source.path, "recording", phrase("the signal holds infinite values")
        )


def _choose_leads(
    source: Source,
    channels: Sequence[Channel],
    warnings: list[str],
    acquisition: list[str],
) -> tuple[list[str], list[Channel]]:
    """Return lead names and their channels; what is left out is put on record.

    Known leads are taken. Only if there is none, channels that can be an ECG are taken
    under the names they have: better a lead called "ECG1" than no recording.
    """
    names = [canonical_lead_name(channel.name) for channel in channels]
    if any(names):
        pairs = [(n, c) for n, c in zip(names, channels, strict=True) if n]
    else:
        pairs = _unnamed_leads(source, channels)
        listed = ", ".join(name for name, _ in pairs)
        warnings.append(
            phrase(
                "No channel has the name of a known ECG lead; shown under the "
                "names in the file: {listed}.",
                listed=listed,
            )
        )
    taken = {id(channel) for _, channel in pairs}
    left_out = [channel for channel in channels if id(channel) not in taken]
    one_is_absent = _MANY_LEADS <= len(pairs) and not set(_TWELVE_OF) <= {
        name for name, _ in pairs
    }
    for channel in left_out:
        note = phrase(
            "Channel “{channel}” is not a known ECG lead and is left out.",
            channel=channel.name,
        )
        # In volts it may be a lead whose name we do not know: that must be seen. So
        # may one of any unit where another lead is missing from the usual twelve.
        may_be = mv_per_unit(channel.unit) or one_is_absent
        doubtful = may_be and not _NO_ECG.search(channel.name)
        (warnings if doubtful else acquisition).append(note)
    acquisition += _modified(pairs)
    _refuse_repeated(source, [name for name, _ in pairs])
    return [name for name, _ in pairs], [channel for _, channel in pairs]


def _modified(pairs: Sequence[tuple[str, Channel]]) -> list[str]:
    """Return a sentence for each lead that the file calls a modified one."""
    return [
        phrase(
            "Lead {name} is called {channel} in the file: a modified lead "
            "with electrodes on the trunk.",
            name=name,
            channel=channel.name.strip(),
        )
        for name, channel in pairs
        if channel.name.strip().upper().startswith("ML")
    ]


def _refuse_repeated(source: Source, names: list[str]) -> None:
    for name, count in Counter(names).items():
        if count > 1:
            reason = phrase(
                "stored more than once: {name}; which one is meant is not known",
                name=name,
            )
            raise ReadError(source.path, "leads", reason)


def _unnamed_leads(
    source: Source, channels: Sequence[Channel]
) -> list[tuple[str, Channel]]:
    pairs = []
    used: Counter[str] = Counter()
    for number, channel in enumerate(channels, start=1):
        electric = not channel.unit or mv_per_unit(channel.unit) is not None
        if _NO_ECG.search(channel.name) or not (
            electric or _CALLED_ECG.match(channel.name)
        ):
            continue
        name = channel.name.replace("\0", " ").strip() or phrase(
            "Channel {number}", number=number
        )
        used[name] += 1
        # Two channels called "ECG" are told apart by their place in the file.
        pairs.append((name if used[name] == 1 else f"{name} #{number}", channel))
    if not pairs:
        listed = ", ".join(f"“{channel.name}”" for channel in channels)
        raise ReadError(
            source.path, "leads", phrase("none is an ECG lead: {listed}", listed=listed)
        )
    return pairs


def _common_unit(
    source: Source, leads: list[str], channels: list[Channel], warnings: list[str]
) -> bool:
    """Return whether the leads are voltages; refuse a mixture, which has no scale."""
    units = {lead: channel.unit for lead, channel in zip(leads, channels, strict=True)}
    volts = [lead for lead, unit in units.items() if mv_per_unit(unit) is not None]
    others = [lead for lead in leads if lead not in volts]
    if volts and others:
        reason = phrase(
            "is {unit_words}, while lead {volts} is in {units}: the leads "
            "have no common scale",
            unit_words=_unit_words(units[others[0]]),
            volts=volts[0],
            units=units[volts[0]],
        )
        raise ReadError(source.path, phrase("lead {spoken}", spoken=others[0]), reason)
    if others:
        words = joined_phrases(
            ", ", sorted({_unit_words(unit) for unit in units.values()})
        )
        warnings.append(
            phrase(
                "The file's unit is not a voltage (amplitudes are {words}): only "
                "shape and timing mean anything.",
                words=words,
            )
        )
        return False
    if len({mv_per_unit(unit) for unit in units.values()}) > 1:
        listed = joined_phrases(
            ", ",
            (
                phrase("{lead} in {unit}", lead=lead, unit=unit)
                for lead, unit in units.items()
            ),
        )
        warnings.append(phrase("The leads' units differ: {listed}.", listed=listed))
    return True


def _unit_words(unit: str) -> str:
    return phrase("in “{unit}”", unit=unit) if unit else phrase("not calibrated")


def _derive(
    stored: dict[str, NDArray[np.float32]], unit_is_mv: bool, warnings: list[str]
) -> dict[str, NDArray[np.float32]]:
    absent = [lead for lead in LIMB_SUM_LEADS if lead not in stored]
    if not absent or "I" not in stored or "II" not in stored:
        return {}
    if not unit_is_mv:
        # Without a common scale II - I is not III.
        warnings.append(
            phrase(
                "{absent} cannot be computed from I and II: the leads have no "
                "common scale.",
                absent=", ".join(absent),
            )
        )
        return {}
    with np.errstate(over="ignore", invalid="ignore"):
        computed = derive_limb_leads(stored["I"], stored["II"])
    return {lead: computed[lead] for lead in absent}
