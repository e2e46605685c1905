"""The words for what the filters did to the traces that are drawn."""

from dataclasses import dataclass

from ecgviewer.analysis.signal.display_filter import (
    BANDS,
    HARDLY_MV,
    MAX_DURATION_S,
    Band,
    FilterChoice,
    Filtered,
    Refusal,
)
from ecgviewer.analysis.signal.powerline import MIN_FS_FOR_MAINS
from ecgviewer.ui.text.i18n import marked, number_text, tr

# Shown through tr().
NO_FILTER = marked("no display filter")
BAND_NAMES: dict[Band, str] = {
    "none": marked("none"),
    "diagnostic": marked("diagnostic 0.05–150 Hz"),
    "monitor": marked("monitor 0.5–40 Hz"),
    "muscle": marked("muscle, up to 35 Hz"),
}
BAND_SHORT: dict[Band, str] = {
    "none": marked("none"),
    "diagnostic": marked("diagnostic"),
    "monitor": marked("monitor"),
    "muscle": marked("35 Hz"),
}
NOT_DIAGNOSTIC = marked("NOT DIAGNOSTIC")


@dataclass(frozen=True)
class FilterCaption:
    """What stands wherever filtered traces are drawn; an empty text means no filter.

    ``warning`` is what must catch the eye where the filter changes ST or QRS.
    """

    text: str = ""
    warning: str = ""
    refused: bool = False

    @property
    def footer(self) -> str:
        return self.text or tr(NO_FILTER)

    @property
    def applied(self) -> str:
        """The filter that the traces went through; empty where they are the file's."""
        return "" if self.refused else self.text

    @property
    def remark(self) -> str:
        """What stands beside an amplitude that was read off filtered traces."""
        return tr("(filtered)") if self.applied else ""

    def remark_on(self, measured: str) -> str:
        """Return what stands beside a value measured under the filter ``measured``.

        ``measured`` is what ``applied`` was then.
        """
        if measured == self.applied:
            return self.remark
        if not self.applied:
            return tr("(filtered; the traces now are not)")
        if not measured:
            return tr("(unfiltered; the traces now are filtered)")
        return tr("(filtered; the traces now otherwise)")


NO_FILTERING = FilterCaption()


def filter_caption(
    filtered: Filtered | None, refused: Refusal | None = None
) -> FilterCaption:
    """Return what to say of a recording as it is drawn."""
    if refused is not None:
        text = f"{tr(NO_FILTER)}: {refusal_text(refused)}"
        return FilterCaption(text, refused=True)
    if filtered is None or filtered.choice.is_none:
        return NO_FILTERING
    if filtered.choice == FilterChoice(find_powerline=True) and not filtered.mains_hz:
        # Nothing was done: the traces are the file's.
        return FilterCaption(f"{tr(NO_FILTER)}: {_hum(filtered)}", refused=True)
    parts = [part for part in (_band(filtered), _hum(filtered)) if part]
    if filtered.choice.baseline:
        parts.append(tr("baseline wander subtracted (slower than 0.5 Hz)"))
    text = tr("display filter, zero phase: {parts}").format(parts=" + ".join(parts))
    if filtered.choice.diagnostic:
        return FilterCaption(text)
    name = tr(BAND_NAMES[filtered.choice.band])
    warning = tr("Display filter: {name} – {mark}")
    return FilterCaption(text, warning.format(name=name, mark=tr(NOT_DIAGNOSTIC)))


def altered_caption(caption: FilterCaption, altered: str) -> FilterCaption:
    """Return what to say of a copy of the recording that was altered like this."""
    warning = tr("ALTERED, not the patient's ECG: {altered}").format(altered=altered)
    text = warning if not caption.text else f"{warning}; {caption.text}"
    return FilterCaption(text, warning, caption.refused)


def _band(filtered: Filtered) -> str:
    choice = filtered.choice
    if choice.band == "none":
        return ""
    text = tr(BAND_NAMES[choice.band])
    high_hz = BANDS[choice.band][1]
    if high_hz and not filtered.high_hz:
        limit = tr("but the file ends at {limit:g} Hz")
        text += ", " + limit.format(limit=filtered.recording.fs / 2)
    return text if choice.diagnostic else f"{text} ({tr(NOT_DIAGNOSTIC)})"


def _hum(filtered: Filtered) -> str:
    if not filtered.mains_hz:
        return tr("no mains hum found") if filtered.choice.find_powerline else ""
    recording, size = filtered.recording, filtered.hum_mv
    if recording.unit_is_mv and size < HARDLY_MV:
        text = tr("{hz:g} Hz hum subtracted (less than {size:g} mV)")
        return text.format(hz=filtered.mains_hz, size=HARDLY_MV)
    text = tr("{hz:g} Hz hum subtracted (most in {lead}: {size} {unit})")
    if filtered.choice.find_powerline:
        text = tr("{hz:g} Hz hum found and subtracted (most in {lead}: {size} {unit})")
    return text.format(
        hz=filtered.mains_hz,
        lead=filtered.hum_lead,
        size=number_text(size, ".3f" if recording.unit_is_mv else ".2g"),
        unit=recording.amplitude_unit,
    )


def refusal_text(reason: Refusal) -> str:
    """Return why a recording is not filtered."""
    if reason == "too long":
        text = tr("filters are for recordings of up to {minutes:.0f} minutes")
        return text.format(minutes=MAX_DURATION_S / 60)
    text = tr("hum can only be told from {fs:g} samples a second upwards")
    return text.format(fs=MIN_FS_FOR_MAINS)
