"""What the columns of a worklist say, and the order and choice of its rows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from ecgviewer.io.folder import Row, natural_key
from ecgviewer.ui.text.i18n import marked, number_text, tr
from ecgviewer.ui.text.privacy import alias

THUMBNAIL, FILE, DATE, PATIENT, RATE, DURATION, LEADS, STATE = range(8)
TITLES = (
    *(marked("Trace"), marked("File"), marked("Date"), marked("Patient")),
    *(marked("Rate"), marked("Duration"), marked("Leads"), marked("State")),
)
READ, UNREAD, REFUSED = (
    *(marked("✓ read"), marked("● unread")),
    marked("× cannot be read"),
)


@dataclass(frozen=True)
class Sorting:
    """The column that rows are sorted by; ``None`` leaves them as they were listed."""

    column: int | None = None
    descending: bool = False


@dataclass(frozen=True)
class RowArrangement:
    """Which rows are in sight, and in which order.

    Attributes
    ----------
    words : str
        What a row must have somewhere, all of them.
    kept : set of Path, optional
        The recordings that rows are narrowed down to.
    hidden : bool
        Whether names of patients are hidden, so that no word finds them.
    """

    sorting: Sorting = Sorting()
    words: str = ""
    kept: frozenset[Path] | None = None
    hidden: bool = False


def cell_text(row: Row, column: int, hidden: bool) -> str:
    """Return what a cell says; with ``hidden``, nothing that names the patient."""
    summary = row.summary
    if column == FILE:
        return alias(row.entry.path) if hidden else row.entry.path.name
    if column == STATE:
        return state_text(row)
    if column == RATE:
        return "" if row.rate_bpm is None else f"{row.rate_bpm:.0f}/min"
    if summary is None:
        return ""
    if column == DATE:
        start = summary.start_time
        return "" if start is None else start.strftime("%Y-%m-%d %H:%M")
    if column == PATIENT and not hidden:
        names = (summary.patient.name, summary.patient.patient_id)
        return ", ".join(filter(None, names))
    if column == DURATION and summary.duration_s is not None:
        return duration_text(summary.duration_s)
    return str(summary.n_leads) if column == LEADS else ""


def state_text(row: Row) -> str:
    if row.reason:
        return tr(REFUSED)
    return tr(READ) if row.read else tr(UNREAD)


def duration_text(duration_s: float) -> str:
    """Return seconds, or hours and minutes of a long recording."""
    if duration_s < 120:
        return f"{number_text(duration_s, '.1f')} s"
    minutes, seconds = divmod(round(duration_s), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{seconds:02d}"


def arranged(rows: Sequence[Row], arrangement: RowArrangement) -> list[int]:
    """Return the numbers of the rows that are in sight, in order.

    What is not known comes last in either direction.
    """
    wanted, hidden = arrangement.words.casefold().split(), arrangement.hidden
    kept, sorting = arrangement.kept, arrangement.sorting
    numbers = [
        number
        for number, row in enumerate(rows)
        if (kept is None or row.entry.path in kept) and _matches(row, wanted, hidden)
    ]
    column = sorting.column
    if column is None:
        return numbers
    keys = {number: _key(rows[number], column, hidden) for number in numbers}
    known = [number for number in numbers if keys[number] is not None]
    known.sort(key=lambda number: keys[number], reverse=sorting.descending)  # type: ignore[arg-type, return-value]
    return known + [number for number in numbers if keys[number] is None]


def _matches(row: Row, wanted: Sequence[str], hidden: bool) -> bool:
    if not wanted:
        return True
    texts = [cell_text(row, column, hidden) for column in (FILE, DATE, PATIENT)]
    format_ = row.summary.format if row.summary else ""
    text = "\n".join([*texts, format_]).casefold()
    # "read" is also a part of "unread", so a state is a word of its own.
    states = state_text(row).casefold().split()
    return all(word in text or word in states for word in wanted)


def _key(row: Row, column: int, hidden: bool) -> object:
    """Return what rows are compared by, ``None`` where it is not known."""
    summary = row.summary
    if column == RATE:
        return row.rate_bpm
    if column == STATE:
        return (bool(row.reason), row.read)
    if column in (FILE, PATIENT):
        text = cell_text(row, column, hidden)
        return natural_key(text) if text else None
    if summary is None:
        return None
    if column == DATE:
        start: datetime | None = summary.start_time
        return start
    if column == DURATION:
        return summary.duration_s
    return summary.n_leads if column == LEADS else None
