"""The words around the paper: what is shown, at which scale, and what it is not."""

from ecgviewer.ecg.paper import is_compressed
from ecgviewer.ecg.recording import PatientContext, Recording
from ecgviewer.ui.i18n import marked, tr
from ecgviewer.ui.plot import Plot
from ecgviewer.ui.privacy import shown_name

NO_FILTER = marked("no display filter")
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
    parts.append(patient.sex or "")
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
        f"{recording.fs:g} Hz",
        tr("{n} leads").format(n=len(recording.leads)),
    )
    return parts


def duration_text(duration_s: float) -> str:
    """Return a duration in seconds, or as h:mm:ss where that says more."""
    if duration_s < LONG_S:
        return f"{duration_s:.1f} s"
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
    return f"{speed_mm_per_s:g} mm/s"


def gain_text(plot: Plot) -> str:
    """Return the vertical scale; only a file in mV may claim mm/mV."""
    if plot.recording.unit_is_mv:
        return f"{plot.mm_per_unit:g} mm/mV"
    return tr(
        "arbitrary units, amplitude not calibrated (1 a.u. drawn {mm:g} mm high)"
    ).format(mm=plot.mm_per_unit)


def screen_text(true_scale: bool, zoom: float) -> str:
    """Return what a millimetre of paper is on this screen."""
    percent = tr("zoom {percent:.0f} %").format(percent=100 * zoom)
    if not true_scale:
        unknown = tr("not to scale (screen size unknown)")
        return f"{unknown}, {percent}"
    return tr("true to scale") if abs(zoom - 1) < 1e-3 else percent


def pixels_text(plot: Plot, device_px_per_mm: float) -> str:
    """Return seconds and amplitude in pixels of the screen, for want of millimetres."""
    px_per_s = plot.sheet.scale.speed_mm_per_s * device_px_per_mm
    px_per_unit = plot.mm_per_unit * device_px_per_mm
    return tr("{px_per_s:.0f} px/s, {px_per_unit:.3g} px/{unit}").format(
        px_per_s=px_per_s, px_per_unit=px_per_unit, unit=plot.recording.amplitude_unit
    )


def shown_text(plot: Plot) -> str:
    """Return which part of the recording is on the sheet."""
    sheet, duration_s = plot.sheet, plot.recording.duration_s
    whole = sheet.start_s == 0 and abs(sheet.stop_s - duration_s) < 1e-6
    if whole:
        return duration_text(duration_s)
    if duration_s >= LONG_S:
        return tr("{start}–{stop} of {duration}").format(
            start=time_text(sheet.start_s),
            stop=time_text(sheet.stop_s),
            duration=time_text(duration_s),
        )
    return tr("{start:.1f}–{stop:.1f} s of {duration:.1f} s").format(
        start=sheet.start_s, stop=sheet.stop_s, duration=duration_s
    )


def remarks(plot: Plot) -> tuple[str, ...]:
    """Return what was done to the signal to draw it, and what the file says of it."""
    recording = plot.recording
    parts = []
    if plot.shifts:
        unit = recording.amplitude_unit
        shifts = ", ".join(f"{k} {v:+.2f} {unit}" for k, v in plot.shifts.items())
        removed = tr("resting level removed: {shifts}")
        parts.append(removed.format(shifts=shifts.replace("-", "−")))
    if recording.derived_leads:
        derived = ", ".join(recording.derived_leads)
        parts.append(tr("computed from I and II: {leads}").format(leads=derived))
    if recording.acquisition:
        said = "; ".join(recording.acquisition)
        parts.append(tr("file: {facts}").format(facts=said))
    return tuple(parts)


def footer_parts(plot: Plot, scale_text: str) -> tuple[str, ...]:
    """Return speed, gain, filter, scale, layout, stretch shown and remarks."""
    return (
        speed_text(plot.sheet.scale.speed_mm_per_s),
        gain_text(plot),
        tr(NO_FILTER),
        scale_text,
        plot.sheet.layout.replace("x", "×"),
        shown_text(plot),
        *remarks(plot),
    )


def cursor_text(plot: Plot, x_mm: float, y_mm: float) -> str:
    """Return lead, time and amplitude at a place of the sheet; empty beside traces."""
    cell = plot.sheet.cell_at(x_mm, y_mm)
    if cell is None:
        return ""
    time_s = plot.sheet.time_at(cell, x_mm)
    amplitude = plot.amplitude_at(cell, y_mm)
    text = f"{amplitude:+.2f}".replace("-", "−")
    return f"{cell.lead}   {time_s:.3f} s   {text} {plot.recording.amplitude_unit}"
