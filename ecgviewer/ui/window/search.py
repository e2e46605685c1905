"""What is found beside actions: leads, measured values and statements."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QWidget

from ecgviewer.ecg.findings import in_reading_order
from ecgviewer.ui.findings.statement_cards import capital
from ecgviewer.ui.paper.evidence_scale import certainty_text, probability_text
from ecgviewer.ui.shell.actions import Actions
from ecgviewer.ui.shell.palette import Command, Palette, commands
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
        where = Selection(session.selecting.group_of(lead), lead)
        for text, do in (
            (tr("{lead} alone"), partial(session.viewing.show_lead, lead)),
            (
                tr("{lead} marked on the paper"),
                partial(session.selecting.select, where),
            ),
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
    findings = (
        () if session.known.prediction is None else session.known.prediction.findings
    )
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


class Search(QObject):
    """Opens the palette over actions, leads, values and statements.

    Parameters
    ----------
    show_value : callable
        Goes to the value of a key.
    first_value : callable
        Returns the key of the value that stands before the others.
    show_evidence : callable
        Goes to where the statement that is chosen is explained.
    """

    def __init__(
        self,
        session: Session,
        window: QWidget,
        show_value: Callable[[str], object],
        first_value: Callable[[], str],
        show_evidence: Callable[[], object],
    ) -> None:
        super().__init__(window)
        self._session, self._window = session, window
        self._show_value, self._first_value = show_value, first_value
        self._show_evidence = show_evidence
        self._actions: Actions | None = None

    def take_actions(self, actions: Actions) -> None:
        """Find these actions."""
        self._actions = actions

    @Slot()
    def show_palette(self) -> None:
        assert self._actions is not None
        session = self._session
        things = (
            *lead_commands(session),
            *value_commands(session, self._show_value, self._first_value()),
            *statement_commands(session, self._explain),
        )
        Palette(commands(self._actions), things, self._window).open()

    def _explain(self, code: str) -> None:
        self._session.analysis.explaining.select_finding(code)
        self._show_evidence()
