"""The rows of the table by lead: voltages, ST levels and how well a lead is read."""

from collections.abc import Mapping, Sequence

from ecgviewer.ecg.measurements import Measurement
from ecgviewer.ecg.quality import LeadQuality, RecordQuality
from ecgviewer.ui.text.i18n import tr
from ecgviewer.ui.text.localised import localised
from ecgviewer.ui.text.value_texts import (
    LEAD_NAMES,
    NOTHING,
    lead_value_name,
    voltage_text,
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
    told = tuple(_told(values.get(key)) for key in keys)
    verdict, faults = quality_texts(quality, lead)
    said = (*faults, *_reasons(values))
    return (lead, verdict, *told, "; ".join(said) or NOTHING)


def _told(measured: Measurement | None) -> str:
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
    of: dict[str, list[str]] = {}
    for key, measured in values.items():
        if measured.reason:
            of.setdefault(measured.reason, []).append(lead_value_name(key))
    return [
        localised(reason)
        if len(names) == len(values)
        else f"{', '.join(names)}: {localised(reason)}"
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
    return verdict, [localised(fault.reason) for fault in own.faults]
