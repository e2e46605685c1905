"""The menus of what the reader points at: a lead, a beat, a value, a statement.

They hold actions of the table and nothing else, so that each has its key, its place in
the menu bar and its line in the palette as well.
"""

from PySide6.QtCore import QObject, QPoint, Qt, Slot
from PySide6.QtWidgets import QMenu, QTreeWidget

from ecgviewer.ui.measurements.answer_row import AnswerRow
from ecgviewer.ui.measurements.examining_parts import ExaminingParts
from ecgviewer.ui.paper.ecg_view import EcgView
from ecgviewer.ui.shell.actions import Actions
from ecgviewer.ui.state.session import Session
from ecgviewer.ui.text.i18n import tr

# Groups of actions, by their ids, for each kind of thing.
LEAD = (
    ("layout_single", "layout_12x1", "chest_half_gain", "rhythm_leads"),
    ("evidence", "lens", "time_caliper", "amplitude_caliper"),
)
MENUS: dict[str, tuple[tuple[str, ...], ...]] = {
    "lead": LEAD,
    "beat": (
        ("beats", "waves", "panel_What if"),
        ("next_beat", "previous_beat"),
        *LEAD,
    ),
    "value": (
        ("workspace_measure", "panel_Median beat", "waves"),
        ("next_formula", "second_opinion", "reset_lines"),
        ("copy_values",),
    ),
    "statement": (
        ("evidence", "workspace_explain", "report"),
        ("panel_Models", "panel_What if", "lab"),
        ("next_change", "previous_change"),
    ),
}


class ContextMenus(QObject):
    """Opens the menu of what is asked for, under a line that says what it is."""

    def __init__(
        self,
        session: Session,
        actions: Actions,
        view: EcgView,
        answer: AnswerRow,
        examining: ExaminingParts,
        statements: QTreeWidget,
    ) -> None:
        super().__init__(view)
        self._session, self._actions = session, actions
        self._view, self._statements = view, statements
        view.gestures.menu_wanted.connect(self.on_paper_asked)
        answer.menu_wanted.connect(self.on_value_asked)
        examining.menu_wanted.connect(self.on_value_asked)
        statements.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        statements.customContextMenuRequested.connect(self.on_statement_asked)

    @Slot(QPoint)
    def on_paper_asked(self, at: QPoint) -> None:
        selection = self._session.selection
        if selection.lead is None:
            return
        if selection.beat is None:
            self.open("lead", selection.lead, at)
            return
        name = tr("{lead}, beat {number}")
        number = selection.beat + 1
        self.open("beat", name.format(lead=selection.lead, number=number), at)

    @Slot(str, QPoint)
    def on_value_asked(self, name: str, at: QPoint) -> None:
        if self._session.recording is not None:
            self.open("value", name, at)

    @Slot(QPoint)
    def on_statement_asked(self, place: QPoint) -> None:
        cards = self._statements
        item = cards.currentItem()
        if item is not None and self._session.known.code is not None:
            self.open("statement", item.text(0), cards.viewport().mapToGlobal(place))

    def open(self, kind: str, name: str, at: QPoint) -> QMenu:
        """Open the menu of a kind of thing at a place of the screen."""
        menu = QMenu(self._view)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.setAccessibleName(name)
        menu.addAction(name.replace("&", "&&")).setEnabled(False)
        for group in MENUS[kind]:
            menu.addSeparator()
            menu.addActions([self._actions.action(name) for name in group])
        menu.popup(at)
        return menu
