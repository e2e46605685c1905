"""The rows of the tables of measurements: of all leads, and by lead.

Of all leads stand the file's values, ours and the reader's; by lead voltages, ST levels
and how well the lead is read.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ecgviewer.analysis.statistics.qrs_bias_correction import QRS_DEVICE_KEY
from ecgviewer.analysis.values.registry import noise_floor
from ecgviewer.ecg.measurements import Measurement, Measurements, as_shown
from ecgviewer.ecg.quality import LeadQuality, RecordQuality
from ecgviewer.ecg.reasons.reason import Reason
from ecgviewer.ui.text.i18n import tr
from ecgviewer.ui.text.reasons import reasons_sentence, reasons_text
from ecgviewer.ui.text.value_texts import (
    LEAD_NAMES,
    NOTHING,
    VALUE_NAMES,
    how_text,
    lead_value_name,
    measured_number,
    value_name,
    value_text,
    voltage_text,
    with_unit,
)

HIGHER, LOWER = "▲", "▼"
SECOND = "NeuroKit2"  # whose opinion the second one is


@dataclass(frozen=True)
class ValueRow:
    """One value in words. ``how`` tells how each was come by."""

    key: str
    name: str
    file: str
    ours: str
    reader: str
    second: str
    remark: str
    how: str
    flagged: bool  # whether two of them differ by more than noise

    @property
    def cells(self) -> tuple[str, ...]:
        told = (self.file, self.ours, self.reader, self.second)
        return (self.name, *told, self.remark)


def value_rows(
    measurements: Measurements,
    file: Mapping[str, Measurement],
    reader: Mapping[str, Measurement],
) -> tuple[ValueRow, ...]:
    """Return a row for each value that anybody has, the well-known ones first."""
    if "qrs_ms" in file and QRS_DEVICE_KEY in measurements.values:
        file = {**file, QRS_DEVICE_KEY: file["qrs_ms"]}
    known = {**measurements.values, **file, **reader}
    keys = [key for key in VALUE_NAMES if key in known]
    keys += [key for key in known if key not in VALUE_NAMES]
    return tuple(
        _row(
            key,
            file.get(key),
            measurements.values.get(key),
            reader.get(key),
            measurements.second_opinion.get(key),
        )
        for key in keys
    )


def _row(
    key: str,
    file: Measurement | None,
    ours: Measurement | None,
    reader: Measurement | None,
    second: Measurement | None,
) -> ValueRow:
    # A device's QRS is held against ours as devices measure it, in a row of its own.
    compared = None if key == "qrs_ms" else file
    noise_of = "qrs_ms" if key == QRS_DEVICE_KEY else key
    differences = (
        difference_text(tr("file"), compared, tr("ours"), ours, noise_of),
        difference_text(tr("reader"), reader, tr("ours"), ours, noise_of),
        difference_text(SECOND, second, tr("ours"), ours, noise_of),
    )
    reasons = [
        reasons_text(m.reasons) for m in (ours, reader) if m is not None and m.reasons
    ]
    if ours is not None and ours.value is None and reader is not None and reasons:
        # Why we have none is not what limits the reader's.
        reasons[0] = f"{tr('ours')}: {reasons[0]}" if ours.reasons else reasons[0]
    if second is not None and second.reasons:
        reasons.append(f"{SECOND}: {reasons_text(second.reasons)}")
    # What limits our value and the reader's alike is said once.
    said = dict.fromkeys(part for part in (*differences, *reasons) if part)
    remark = ". ".join(said)
    told = (
        *((tr("File"), file), (tr("Ours"), ours)),
        *((tr("Reader"), reader), (SECOND, second)),
    )
    how = [f"{who}: {how_text(m)}" for who, m in told if m is not None]
    return ValueRow(
        key=key,
        name=value_name(key),
        file=_told(key, file),
        ours=_told(key, ours),
        reader=_told(key, reader),
        second=_told(key, second),
        remark=remark,
        how="\n".join(how),
        flagged=any(differences),
    )


def _told(key: str, measured: Measurement | None) -> str:
    """Return a value in words; whether there are P waves is no number."""
    if key == "p_present" and measured is not None and measured.value is not None:
        return tr("present") if measured.value else tr("absent")
    return value_text(measured)


def difference_text(
    one_name: str,
    one: Measurement | None,
    other_name: str,
    other: Measurement | None,
    key: str,
) -> str:
    """Return by how much one value is beyond noise above or below another; or nothing.

    A sign and words say it, so that no colour needs to.
    """
    if one is None or other is None or one.value is None or other.value is None:
        return ""
    floor = noise_floor(key)
    if floor is None or one.unit != other.unit:
        return ""
    shown = (as_shown(m, one.unit) for m in (one.value, other.value))
    change = floor.difference(*shown)
    if abs(change) <= floor.size:
        return ""
    sign = HIGHER if change > 0 else LOWER
    text = (
        tr("{sign} {one} {size} above {other} (noise: up to {floor})")
        if change > 0
        else tr("{sign} {one} {size} below {other} (noise: up to {floor})")
    )
    size = with_unit(measured_number(abs(change), one.unit), one.unit)
    floor_size = with_unit(measured_number(floor.size, one.unit), one.unit)
    return text.format(
        sign=sign, one=one_name, other=other_name, size=size, floor=floor_size
    )


def lead_keys(per_lead: Mapping[str, Mapping[str, Measurement]]) -> tuple[str, ...]:
    """Return the columns that any lead has a value for, the well-known ones first."""
    known = {key for values in per_lead.values() for key in values}
    usual = [key for key in LEAD_NAMES if key in known]
    return (*usual, *sorted(known - set(usual)))


def lead_header(keys: Sequence[str]) -> tuple[str, ...]:
    names = (lead_value_name(key) for key in keys)
    return (tr("Lead"), tr("Quality"), *names, tr("Remarks"))


def lead_cells(
    lead: str,
    keys: Sequence[str],
    values: Mapping[str, Measurement],
    quality: RecordQuality | None,
) -> tuple[str, ...]:
    """Return one lead's row; why a value is missing stands in its last cell."""
    told = tuple(_voltage(values.get(key)) for key in keys)
    verdict, faults = quality_texts(quality, lead)
    said = (*faults, *_reasons(values))
    return (lead, verdict, *told, "; ".join(said) or NOTHING)


def _voltage(measured: Measurement | None) -> str:
    text = voltage_text(measured)
    reader = measured is not None and measured.provenance == "reader"
    return f"{text} {tr('(reader)')}" if reader else text


def lead_tip(ours: Mapping[str, Measurement], told: Mapping[str, Measurement]) -> str:
    """Return the values that are the reader's, each beside ours."""
    text = tr("{name}: reader {reader}, ours {ours}")
    return "\n".join(
        text.format(
            name=lead_value_name(key),
            reader=voltage_text(measured),
            ours=voltage_text(ours.get(key)),
        )
        for key, measured in told.items()
        if measured.provenance == "reader"
    )


def _reasons(values: Mapping[str, Measurement]) -> list[str]:
    """Return each reason once, with the values it is of unless it is of all."""
    of: dict[tuple[Reason, ...], list[str]] = {}
    for key, measured in values.items():
        if measured.reasons:
            of.setdefault(measured.reasons, []).append(lead_value_name(key))
    return [
        reasons_text(reason)
        if len(names) == len(values)
        else f"{', '.join(names)}: {reasons_text(reason)}"
        for reason, names in of.items()
    ]


def quality_texts(quality: RecordQuality | None, lead: str) -> tuple[str, list[str]]:
    """Return whether a lead can be read, and what is wrong with it."""
    known = {} if quality is None else {own.lead: own for own in quality.leads}
    own: LeadQuality | None = known.get(lead)
    if own is None:
        return tr("not known"), []
    if not own.usable:
        verdict = tr("unusable")
    else:
        verdict = tr("usable") if own.faults else tr("good")
    return verdict, [reasons_sentence(fault.reason) for fault in own.faults]
