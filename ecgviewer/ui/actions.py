"""What the reader can ask for: rows of tables, made into menus, keys and tool bar.

The rows stand in modules of their own, one per area (``reading_actions`` …).
"""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMenuBar, QToolBar, QWidget

from ecgviewer.ui.session import Session

Condition = Callable[[Session], bool]


def always(_session: Session) -> bool:
    return True


def has_recording(session: Session) -> bool:
    return session.recording is not None


@dataclass(frozen=True)
class ActionSpec:
    """One row of the table.

    ``checked`` makes the action checkable; actions with the same ``group`` exclude
    each other. ``on_paper`` keys belong to the paper while it has the focus, because
    trees need them too. ``short`` puts the action on the tool bar under that name.
    """

    id: str
    menu: str
    text: str
    keys: tuple[str, ...]
    slot: Callable[[], object]
    enabled: Condition = has_recording
    checked: Condition | None = None
    group: str = ""
    on_paper: bool = False
    short: str = ""
    label: Callable[[Session], str] | None = None  # overrides text and short


class Actions(QObject):
    """The table as Qt actions in menus and a tool bar, kept up to date."""

    def __init__(
        self, table: tuple[ActionSpec, ...], session: Session, view: QWidget
    ) -> None:
        super().__init__(view)
        self._session = session
        self._rows: dict[str, tuple[ActionSpec, QAction]] = {}
        groups: dict[str, QActionGroup] = {}
        for spec in table:
            action = self._make(spec, view)
            if spec.group:
                group = groups.setdefault(spec.group, QActionGroup(self))
                group.addAction(action)
            self._rows[spec.id] = (spec, action)
        for signal in (session.recording_changed, session.view_changed):
            signal.connect(self.on_session_changed)
        session.activity_changed.connect(self.on_session_changed)
        self.on_session_changed()

    def _make(self, spec: ActionSpec, view: QWidget) -> QAction:
        action = QAction(spec.text, self)
        action.setShortcuts([QKeySequence(keys) for keys in spec.keys])
        action.setCheckable(spec.checked is not None)
        action.setIconText(spec.short or spec.text)
        if spec.keys:
            name = spec.text.replace("&", "").rstrip(" …")
            action.setToolTip(f"{name} ({spec.keys[0]})")
        if spec.on_paper:
            action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            view.addAction(action)
        # Qt passes on whether the action is checked, which no slot here wants.
        action.triggered.connect(lambda _checked=False, slot=spec.slot: slot())
        return action

    def action(self, action_id: str) -> QAction:
        return self._rows[action_id][1]

    def texts(self) -> tuple[str, ...]:
        """Return what the menus and the tool bar say."""
        actions = [action for _, action in self._rows.values()]
        return tuple(action.text() + action.toolTip() for action in actions)

    def fill_menus(self, menus: QMenuBar) -> None:
        by_name = {}
        for spec, action in self._rows.values():
            if spec.menu not in by_name:
                by_name[spec.menu] = menus.addMenu(spec.menu)
            by_name[spec.menu].addAction(action)

    def fill_tool_bar(self, bar: QToolBar) -> None:
        kind = None
        for spec, action in self._rows.values():
            if not spec.short:
                continue
            new_kind = spec.group or spec.menu
            if kind not in (None, new_kind):
                bar.addSeparator()
            kind = new_kind
            bar.addAction(action)

    @Slot()
    def on_session_changed(self) -> None:
        for spec, action in self._rows.values():
            action.setEnabled(spec.enabled(self._session))
            if spec.checked is not None:
                action.setChecked(spec.checked(self._session))
            if spec.label is not None:
                action.setText(spec.label(self._session))
                action.setIconText(spec.label(self._session))
