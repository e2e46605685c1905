"""The actions of evidence: whether to believe it, by which method and groups."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from ecgviewer.ai.registry import DEFAULT_EXPLAINER, EXPLAINERS
from ecgviewer.ecg.leads import GROUPINGS
from ecgviewer.io.grouping_file import GroupingError, find_grouping
from ecgviewer.ui.look.settings import SettingsStore
from ecgviewer.ui.shell.actions import SUBMENU, ActionSpec, always, given
from ecgviewer.ui.state.session import Session
from ecgviewer.ui.state.view_state import Selection
from ecgviewer.ui.text.i18n import tr
from ecgviewer.ui.text.localised import localised
from ecgviewer.ui.text.messages import Message


class GroupingChoice(QObject):
    """Tells evidence by a grouping, now and from the next start on."""

    changed = Signal()

    def __init__(
        self, session: Session, settings: SettingsStore, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._settings = settings

    def choose(self, name: str) -> None:
        """Take a grouping by its name or file; say so if it cannot be used."""
        try:
            grouping = find_grouping(name)
        except GroupingError as reason:
            self._session.messages.show(Message(localised(str(reason))))
            return
        # A group that is selected may be none of the new ones.
        self._session.selecting.select(Selection())
        self._session.analysis.explaining.choose_grouping(grouping)
        self._settings.change(lambda stored: replace(stored, grouping=name))
        self.changed.emit()

    def choose_file(self, parent: QWidget) -> None:
        title = tr("Open a grouping of leads")
        name, _ = QFileDialog.getOpenFileName(parent, title, "", "JSON (*.json)")
        if name:
            self.choose(name)

    def restore(self) -> None:
        """Take the grouping of the last time."""
        if (name := self._settings.load().grouping) not in ("", self.key):
            self.choose(name)

    @property
    def key(self) -> str:
        return self._session.analysis.explaining.grouping.key


METHOD_KEYS = {DEFAULT_EXPLAINER: "Alt+Shift+O", "ig": "Alt+Shift+I"}


def method_actions(session: Session) -> tuple[ActionSpec, ...]:
    """Return a choice among the methods that evidence can be told by."""
    menu = tr("Evi&dence") + SUBMENU + tr("&Method")
    explaining = session.analysis.explaining
    return tuple(
        ActionSpec(
            f"method_{row.key}",
            menu,
            tr(row.title),
            (METHOD_KEYS[row.key],),
            partial(explaining.choose_method, row.key),
            enabled=always,
            checked=given(row.key, lambda _, key: explaining.method == key),
            group="method",
        )
        for row in EXPLAINERS.values()
        if row.steps
    )


def evidence_actions(
    session: Session, choice: GroupingChoice, choose_file: Callable[[], object]
) -> tuple[ActionSpec, ...]:
    """Return the actions in the order of the menu."""
    menu = tr("Evi&dence") + SUBMENU + tr("&Groups of leads")
    return (
        ActionSpec(
            "report",
            tr("Evi&dence"),
            tr("&Check whether it can be believed"),
            ("Shift+E",),
            session.cards.ask,
        ),
        *method_actions(session),
        *(
            ActionSpec(
                f"grouping_{key}",
                menu,
                tr(grouping.title),
                (f"Alt+Shift+F{number}",),
                partial(choice.choose, key),
                enabled=always,
                checked=given(key, lambda _, key: choice.key == key),
                group="grouping",
            )
            for number, (key, grouping) in enumerate(GROUPINGS.items(), start=1)
        ),
        ActionSpec(
            "grouping_file",
            menu,
            tr("From a &file …"),
            (f"Alt+Shift+F{len(GROUPINGS) + 1}",),
            choose_file,
            enabled=always,
            checked=lambda _: choice.key not in GROUPINGS,
            group="grouping",
        ),
    )
