"""What is said of two recordings that are compared."""

from datetime import timedelta

import numpy as np

from ecgviewer.ecg.measurements import as_shown
from ecgviewer.ecg.median_beat import Abstention, MedianBeats
from ecgviewer.ecg.recording import Recording
from ecgviewer.ui.measurements.difference_rows import (
    changes_text,
    difference_rows,
    lead_changes_text,
    lead_difference_rows,
)
from ecgviewer.ui.paper.captions import SEPARATOR, date_text
from ecgviewer.ui.state.comparison import Comparison
from ecgviewer.ui.state.effective_values import told_lead_values, told_values
from ecgviewer.ui.state.session import Session
from ecgviewer.ui.text.i18n import number_text, tr
from ecgviewer.ui.text.privacy import shown_name

DAYS_PER_YEAR, DAYS_PER_MONTH = 365.25, 30.44


def names_text(session: Session, comparison: Comparison) -> str:
    """Return which recordings are compared, how each is drawn, and the time between."""
    first, second = session.recording, comparison.recording
    if first is None or second is None:
        return ""
    hidden = session.privacy.hidden
    parts = [
        tr("A (solid): {name}").format(name=_name(first, hidden)),
        tr("B (dashed): {name}").format(name=_name(second, hidden)),
        between_text(first, second),
    ]
    if comparison.mode == "side":
        parts[0] = tr("A (left): {name}").format(name=_name(first, hidden))
        parts[1] = tr("B (right): {name}").format(name=_name(second, hidden))
    if is_same(first, second):
        parts.append(tr("A and B are the same recording!"))
    ids = first.patient.patient_id, second.patient.patient_id
    if all(ids) and ids[0] != ids[1]:
        parts.append(tr("The files name different patients!"))
    parts.append(filter_text(session, comparison))
    return SEPARATOR.join(part for part in parts if part)


def is_same(first: Recording, second: Recording) -> bool:
    """Return whether two files hold one recording, whatever they are called.

    A WFDB header has the file's name in it, so that a copy has another hash.
    """
    known = first.source.sha256 is not None
    if known and first.source.sha256 == second.source.sha256:
        return True
    if not (first.in_memory and second.in_memory):
        return False
    described = (first.leads, first.fs) == (second.leads, second.fs)
    signals_mv = first.signal_mv, second.signal_mv
    return described and np.array_equal(*signals_mv, equal_nan=True)


def filter_text(session: Session, comparison: Comparison) -> str:
    """Return how the second recording is filtered if not as the first; else empty.

    Median beats are of the signal as the files have it.
    """
    second = comparison.second
    if second is None or comparison.mode == "medians":
        return ""
    caption = second.filtering.caption
    if caption == session.filtering.caption:
        return ""
    said = SEPARATOR.join(part for part in (caption.footer, caption.warning) if part)
    return tr("B is drawn otherwise: {filter}").format(filter=said)


def _name(recording: Recording, hidden: bool) -> str:
    date = date_text(recording) or tr("no date in the file")
    return f"{shown_name(recording.source.path, hidden)}, {date}"


def between_text(first: Recording, second: Recording) -> str:
    """Return how long after the first the second was recorded; empty if unknown."""
    if first.start_time is None or second.start_time is None:
        return tr("time between them unknown")
    # One may state its time zone and the other not; that is hours in years.
    between = second.start_time.replace(tzinfo=None) - first.start_time.replace(
        tzinfo=None
    )
    if not between:
        return tr("recorded at the same time")
    text = tr("B {time} later") if between > timedelta(0) else tr("B {time} earlier")
    return text.format(time=span_text(abs(between)))


def span_text(span: timedelta) -> str:
    """Return a stretch of time in the unit that suits it."""
    days = span.total_seconds() / 86_400
    if days >= 2 * DAYS_PER_YEAR:
        return tr("{n:.1f} years").format(n=days / DAYS_PER_YEAR)
    if days >= 60:
        return tr("{n:.0f} months").format(n=days / DAYS_PER_MONTH)
    if days >= 2:
        return tr("{n:.0f} days").format(n=days)
    if days >= 2 / 24:
        return tr("{n:.0f} h").format(n=24 * days)
    if days >= 2 / 1440:
        return tr("{n:.0f} min").format(n=1440 * days)
    return tr("{n:.0f} s").format(n=86_400 * days)


def difference_text(
    session: Session, comparison: Comparison, reached: bool = True
) -> str:
    """Return how the second recording differs, and how the two are laid together.

    ``reached`` says whether two papers side by side now stand as they are meant to.
    """
    second = comparison.second
    if second is None:
        return ""
    rates = [_rate(session), _rate(second)]
    shown = ["–" if rate is None else f"{rate:.0f}/min" for rate in rates]
    text = tr("rate A {first}, B {second}").format(first=shown[0], second=shown[1])
    if rates[0] is not None and rates[1] is not None:
        # Of what is written, so that the difference adds up before the eyes.
        change_bpm = as_shown(rates[1], "bpm") - as_shown(rates[0], "bpm")
        change = number_text(change_bpm, "+.0f") if change_bpm else "0"
        text += tr(" (B − A {change}/min)").format(change=change)
    rows = difference_rows(told_values(session), told_values(second))
    # The rate has been said already.
    changes = changes_text(tuple(row for row in rows if row.key != "heart_rate_bpm"))
    leads = lead_changes_text(
        lead_difference_rows(told_lead_values(session), told_lead_values(second))
    )
    alignment = alignment_text(session, comparison)
    parts = [text, *filter(None, (changes, leads, alignment))]
    if not reached:
        parts.append(tr("the two papers do not stand side by side here"))
    return SEPARATOR.join(parts)


def alignment_text(session: Session, comparison: Comparison) -> str:
    """Return how the two are laid together, or why they are not."""
    if comparison.mode == "medians":
        if not has_medians(session, comparison):
            return ""  # why there are none stands where they would
        return tr("median beats laid together on R (O: traces over each other)")
    if not comparison.views.by_beat:
        return tr("laid together by the time from their starts (A: by R peaks)")
    alignment = comparison.views.alignment
    if alignment is None:
        second = comparison.second
        beats = (
            session.known.beats,
            second.known.beats if second is not None else None,
        )
        if any(found is None for found in beats):
            return tr("not laid together yet: R peaks are being looked for")
        return tr("not laid together: no R peaks were found (A: by time)")
    shift = number_text(alignment.shift_s, "+.2f")
    if alignment.rhythms_agree:
        text = tr("laid together on R peaks, B moved by {shift} s (A: by time)")
    else:
        text = tr(
            "rhythms differ: one R peak laid on another, B moved by {shift} s "
            "(A: by time)"
        )
    return text.format(shift=shift)


def median_of(session: Session) -> MedianBeats | Abstention | None:
    """Return the median beat that was measured, before that one of beats alone.

    Only what was measured is sure to go on to the end of T, however late that is.
    """
    measured = session.examining.median
    return session.beats_model.result if measured is None else measured


def has_medians(session: Session, comparison: Comparison) -> bool:
    """Return whether both recordings have a median beat to lay over the other's."""
    second = comparison.second
    return second is not None and all(
        isinstance(median_of(one), MedianBeats) for one in (session, second)
    )


def _rate(session: Session) -> float | None:
    """Return the rate that is told of a recording, of its beats until it is known."""
    told = told_values(session).get("heart_rate_bpm")
    if told is not None and told.value is not None:
        return told.value
    return None if session.known.beats is None else session.known.beats.mean_rate_bpm
