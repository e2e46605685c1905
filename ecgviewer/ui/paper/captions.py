"""The words around the paper: what is shown, at which scale, and what it is not."""

from ecgviewer.ecg.page.layouts import USUAL_COLUMN_S, Layout, Sheet
from ecgviewer.ecg.page.paper import PaperScale, is_compressed
from ecgviewer.ecg.recording import PatientContext, Recording
from ecgviewer.ui.paper.plot import Plot
from ecgviewer.ui.text.i18n import number_text, tr
from ecgviewer.ui.text.localised import localised
from ecgviewer.ui.text.privacy import shown_name

SEPARATOR = "  ·  "
# From here on durations are told in hours and minutes.
LONG_S = 600.0


def patient_text(patient: PatientContext, hidden: bool = False) -> str:
    """Return name, number, age and sex as far as the file gives them.

    With ``hidden`` name and number are left out, and it is said that they are.
    """
    parts = [patient.name or "", patient.patient_id or ""]
    if hidden:
        parts = [tr("patient hidden") if any(parts) else ""]
    if patient.age_years is not None:
        parts.append(tr("{years:.0f} y").format(years=patient.age_years))
    parts.append(tr(patient.sex) if patient.sex else "")
    return ", ".join(part for part in parts if part)


def date_text(recording: Recording) -> str:
    if recording.start_time is None:
        return ""
    return recording.start_time.strftime("%Y-%m-%d %H:%M")


def header_parts(recording: Recording, hide_patient: bool = False) -> tuple[str, ...]:
    """Return file, patient, date and the bare facts of the recording."""
    parts = (
        shown_name(recording.source.path, hide_patient),
        patient_text(recording.patient, hide_patient)
        or tr("patient not named in the file"),
        date_text(recording) or tr("no date in the file"),
        duration_text(recording.duration_s),
        f"{number_text(recording.fs, 'g')} Hz",
        leads_text(len(recording.leads)),
    )
    return parts


def leads_text(n_leads: int) -> str:
    """Return how many leads there are."""
    return tr("1 lead") if n_leads == 1 else tr("{n} leads").format(n=n_leads)


def duration_text(duration_s: float) -> str:
    """Return a duration in seconds, or as h:mm:ss where that says more."""
    if duration_s < LONG_S:
        return f"{number_text(duration_s, '.1f')} s"
    return time_text(duration_s)


def time_text(time_s: float) -> str:
    """Return a time as 1:15 or 1:02:03."""
    minutes, seconds = divmod(round(time_s), 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return f"{hours}:{minutes:02d}:{seconds:02d}"
    return f"{minutes}:{seconds:02d}"


def speed_text(speed_mm_per_s: float) -> str:
    """Return the paper speed, and that time is compressed where no paper is so slow."""
    if is_compressed(speed_mm_per_s):
        return tr("{speed:.3g} mm/s, compressed").format(speed=speed_mm_per_s)
    return f"{number_text(speed_mm_per_s, 'g')} mm/s"


def scale_parts(plot: Plot, unscaled_px_per_mm: float | None) -> tuple[str, str]:
    """Return the horizontal and the vertical scale.

    Without a screen size (``unscaled_px_per_mm``, the device pixels drawn for a
    millimetre, is given) both are in pixels, and what a small square means stands
    beside them.
    """
    scale, in_mv = plot.sheet.scale, plot.recording.unit_is_mv
    if unscaled_px_per_mm is None:
        return speed_text(scale.speed_mm_per_s), gain_text(plot)
    speed, gain = paper_scale_parts(scale, unscaled_px_per_mm)
    if not in_mv:
        return speed, tr("arbitrary units, amplitude not calibrated")
    if plot.sheet.layout.chest_half_gain:
        half = tr("chest leads at half gain, {px:.3g} px/mV")
        px = plot.mm_per_unit * unscaled_px_per_mm / 2
        gain = f"{gain}, {half.format(px=px)}"
    return speed, gain


def paper_scale_parts(
    scale: PaperScale, unscaled_px_per_mm: float | None
) -> tuple[str, str]:
    """Return speed and gain of a signal in mV, in pixels as ``scale_parts`` does."""
    if unscaled_px_per_mm is None:
        gain = f"{number_text(scale.gain_mm_per_mv, 'g')} mm/mV"
        return speed_text(scale.speed_mm_per_s), gain
    speed = tr("{px:.0f} px/s (small square {square:g} s)")
    gain = tr("{px:.3g} px/mV (small square {square:g} mV)")
    if is_compressed(scale.speed_mm_per_s):  # such paper has no squares
        speed, gain = tr("{px:.3g} px/s, compressed"), tr("{px:.3g} px/mV")
    return (
        speed.format(
            px=scale.time_to_mm(1.0) * unscaled_px_per_mm, square=scale.mm_to_time(1.0)
        ),
        gain.format(
            px=scale.gain_mm_per_mv * unscaled_px_per_mm,
            square=scale.mm_to_amplitude(1.0),
        ),
    )


def gain_text(plot: Plot) -> str:
    """Return the vertical scale; only a file in mV may claim mm/mV."""
    half = plot.sheet.layout.chest_half_gain
    if plot.recording.unit_is_mv:
        text = f"{number_text(plot.mm_per_unit, 'g')} mm/mV"
        if half:
            chest = tr("chest leads {gain:g} mm/mV (½)")
            text = f"{text}, {chest.format(gain=plot.mm_per_unit / 2)}"
        return text
    text = tr(
        "arbitrary units, amplitude not calibrated (1 a.u. drawn {mm:g} mm high)"
    ).format(mm=plot.mm_per_unit)
    return f"{text}, {tr('chest leads at half gain (½)')}" if half else text


def layout_text(layout: Layout) -> str:
    """Return a layout's name with what the reader changed of it."""
    parts = [layout.name.replace("x", "×")]
    if layout.successive:
        parts = [tr("single lead {lead}").format(lead=layout.rows[0][0])]
    if layout.without_further:
        parts.append(tr("no leads beyond the twelve in this recording"))
    if layout.cabrera:
        parts.append(tr("Cabrera (−aVR)"))
    if layout.same_beats:
        parts.append(tr("the same beats in every column"))
    return ", ".join(parts)


def columns_text(sheet: Sheet) -> str:
    """Return what is unusual about the columns: their length, or not all being here."""
    n_columns, parts = sheet.layout.n_columns, []
    if n_columns > len(sheet.columns):
        first, last = sheet.columns.start + 1, sheet.columns.stop
        one, several = tr("column {first} of {n}"), tr("columns {first}–{last} of {n}")
        text = one if first == last else several
        parts.append(text.format(first=first, last=last, n=n_columns))
    if n_columns > 1 and abs(sheet.column_s - USUAL_COLUMN_S) > 1e-6:
        text = tr("columns of {seconds:.3g} s")
        parts.append(text.format(seconds=sheet.column_s))
    return ", ".join(parts)


def screen_text(true_scale: bool, zoom: float) -> str:
    """Return what a millimetre of paper is on this screen."""
    percent = tr("zoom {percent:.0f} %").format(percent=100 * zoom)
    if not true_scale:
        unknown = tr("not to scale (screen size unknown)")
        return f"{unknown}, {percent}"
    return tr("true to scale") if abs(zoom - 1) < 1e-3 else percent


def shown_text(plot: Plot, span_s: tuple[float, float] | None = None) -> str:
    """Return which part of the recording is on the sheet.

    ``span_s`` is the part of it that is in view, where that is less.
    """
    duration_s = plot.recording.duration_s
    start_s, stop_s = span_s or (plot.sheet.start_s, plot.sheet.stop_s)
    whole = start_s == 0 and abs(stop_s - duration_s) < 1e-6
    if whole:
        return duration_text(duration_s)
    if duration_s >= LONG_S:
        return tr("{start}–{stop} of {duration}").format(
            start=time_text(start_s),
            stop=time_text(stop_s),
            duration=time_text(duration_s),
        )
    return tr("{start:.1f}–{stop:.1f} s of {duration:.1f} s").format(
        start=max(0.0, start_s), stop=stop_s, duration=duration_s
    )


def remarks(plot: Plot) -> tuple[str, ...]:
    """Return what was done to the signal to draw it, and what the file says of it."""
    recording = plot.recording
    parts = []
    absent = leads_not_drawn(plot)
    if absent:
        text = tr("not shown here: {leads}")
        parts.append(text.format(leads=", ".join(absent)))
    if plot.shifts:
        unit = recording.amplitude_unit
        shifts = ", ".join(
            f"{lead} {number_text(shift, '+.2f')} {unit}"
            for lead, shift in plot.shifts.items()
        )
        removed = tr("resting level removed: {shifts}")
        parts.append(removed.format(shifts=shifts))
    if cut_off := plot.leaves_sheet():
        text = tr("cut off at the edge of the paper: {leads}")
        parts.append(text.format(leads=", ".join(cut_off)))
    if recording.derived_leads:
        derived = ", ".join(recording.derived_leads)
        parts.append(tr("computed from I and II: {leads}").format(leads=derived))
    if recording.acquisition:
        said = "; ".join(localised(fact) for fact in recording.acquisition)
        parts.append(tr("file: {facts}").format(facts=said))
    return tuple(parts)


def leads_not_drawn(plot: Plot) -> tuple[str, ...]:
    """Return the recording's leads that have no cell here nor on a sheet beside it.

    Nothing for a single lead: that the others are not there is its meaning.
    """
    sheet = plot.sheet
    if sheet.layout.successive:
        return ()
    drawn = {cell.lead for cell in sheet.cells}
    drawn.update(sheet.leads_before, sheet.leads_after)
    return tuple(lead for lead in plot.recording.leads if lead not in drawn)


def footer_parts(
    plot: Plot,
    scale_text: str,
    unscaled_px_per_mm: float | None = None,
    span_s: tuple[float, float] | None = None,
) -> tuple[str, ...]:
    """Return speed, gain, filter, scale, layout, stretch shown and remarks.

    ``unscaled_px_per_mm`` is given where a millimetre is not one, see ``scale_parts``;
    ``span_s`` where less than the sheet is in view, see ``shown_text``.
    """
    sheet = plot.sheet
    return (
        *scale_parts(plot, unscaled_px_per_mm),
        plot.filtering.footer,
        scale_text,
        ", ".join(filter(None, (layout_text(sheet.layout), columns_text(sheet)))),
        shown_text(plot, span_s),
        *remarks(plot),
    )


def cursor_text(plot: Plot, x_mm: float, y_mm: float) -> str:
    """Return lead, time and amplitude at a place of the sheet; empty beside traces."""
    cell = plot.sheet.cell_at(x_mm, y_mm)
    if cell is None:
        return ""
    time_s = plot.sheet.time_at(cell, x_mm)
    amplitude = cell.sign * plot.amplitude_at(cell, y_mm)
    text = number_text(amplitude, "+.2f")
    unit = plot.recording.amplitude_unit
    read = f"{cell.name}   {number_text(time_s, '.3f')} s   {text} {unit}"
    return f"{read} {plot.filtering.remark}".rstrip()
