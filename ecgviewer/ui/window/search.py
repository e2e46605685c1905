"""What is found beside actions: leads, measured values and statements."""

from collections.abc import Callable
from functools import partial

from ecgviewer.ecg.findings import in_reading_order
from ecgviewer.ui.findings.statement_cards import capital
from ecgviewer.ui.paper.evidence_scale import certainty_text, probability_text
from ecgviewer.ui.shell.palette import Command
from ecgviewer.ui.state.effective_values import told_values
from ecgviewer.ui.state.session import Session
from ecgviewer.ui.state.view_state import Selection
from ecgviewer.ui.text.i18n import marked, tr
from ecgviewer.ui.text.value_texts import VALUE_NAMES, value_name, value_text

LEAD, VALUE, STATEMENT = marked("Lead"), marked("Value"), marked("Statement")


def lead_commands(session: Session) -> tuple[Command, ...]:
    """Return for each lead how to see it alone, and how to mark it on the paper."""
    if session.recording is None:
        return ()
    found = []
    for lead in session.recording.leads:
        where = Selection(session.group_of(lead), lead)
        for text, do in (
            (tr("{lead} alone"), partial(session.viewing.show_lead, lead)),
            (tr("{lead} marked on the paper"), partial(session.select, where)),
        ):
            found.append(Command(do, text.format(lead=lead), tr(LEAD)))
    return tuple(found)


def value_commands(
    session: Session, show: Callable[[str], object], first: str
) -> tuple[Command, ...]:
    """Return how to go to each measured value, to the one of this key before others."""
    values = told_values(session)
    keys = [key for key in (first, *VALUE_NAMES, *values) if key in values]
    return tuple(
        Command(
            partial(show, key),
            f"{value_name(key)}: {value_text(values[key], interval=False)}",
            tr(VALUE),
            also=VALUE_NAMES.get(key, ""),
        )
        for key in dict.fromkeys(keys)
    )


def statement_commands(
    session: Session, explain: Callable[[str], object]
) -> tuple[Command, ...]:
    """Return how to have each statement explained, in the order they are read."""
    findings = () if session.prediction is None else session.prediction.findings
    return tuple(
        Command(
            partial(explain, finding.code),
            f"{capital(tr(finding.label))}: {certainty_text(finding)}, "
            f"{probability_text(finding.probability)}",
            tr(STATEMENT),
            also=f"{finding.code} {finding.label}",
        )
        for finding in in_reading_order(findings)
    )
