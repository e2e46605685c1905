"""What the reader can ask for: rows of tables, made into menus, keys and tool bar.

The rows stand in modules of their own, one per area (``reading_actions`` …).
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeVar

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar, QToolBar, QToolButton, QWidget

from ecgviewer.ui.state.session import Session
from ecgviewer.ui.text.i18n import marked, tr

FIRST_MENUS = (marked("&File"), marked("&Edit"))
HELP_MENU = marked("&Help")  # always the last
INNER = " › "  # the same, as a reader would write it
SUBMENU = " | "  # between the names of a menu and of one within it

Condition = Callable[[Session], bool]
Value = TypeVar("Value")
Told = TypeVar("Told")


def always(_session: Session) -> bool:
    return True


def has_recording(session: Session) -> bool:
    return session.recording is not None


def given(
    value: Value, told: Callable[[Session, Value], Told]
) -> Callable[[Session], Told]:
    """Return what is told of the session and this value, such as that of a loop."""
    return lambda session: told(session, value)


@dataclass(frozen=True)
class ActionSpec:
    """One row of the table.

    ``checked`` makes the action checkable; actions with the same ``group`` exclude
    each other. ``on_paper`` keys belong to the paper while it has the focus, because
    trees need them too. ``short`` puts the action on the tool bar under that name.
    ``right`` puts it at that bar's end. With a ``button``, it stands in the menu of
    that tool button instead, which shows the ``short`` names of what is chosen.
    ``needs`` is the sentence that says what is missing while the action is disabled.
    ``menu`` may name a menu within a menu: ``"&View" + SUBMENU + "Text &size"``.
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
    needs: str = ""
    button: str = ""
    right: bool = False

    def menu_path(self) -> str:
        """Return where the action stands, as a reader would write it down."""
        return self.menu.replace("&", "").replace(SUBMENU, INNER)


def action_rows(
    menu: str,
    rows: Iterable[tuple[str, str, str, Callable[[], object]]],
    enabled: Condition = has_recording,
    on_paper: bool = False,
    needs: str = "",
) -> tuple[ActionSpec, ...]:
    """Return actions of a menu that differ in no more than id, text, key and slot."""
    return tuple(
        ActionSpec(
            name,
            menu,
            text,
            (key,),
            slot,
            enabled=enabled,
            on_paper=on_paper,
            needs=needs,
        )
        for name, text, key, slot in rows
    )


def plain_text(action: QAction) -> str:
    """Return an action's text without the marks of its menu."""
    return action.text().replace("&", "").rstrip(" …")


def key_texts(action: QAction) -> tuple[str, ...]:
    """Return an action's keys as they are called in the reader's language."""
    native = QKeySequence.SequenceFormat.NativeText
    return tuple(keys.toString(native) for keys in action.shortcuts())


class Actions(QObject):
    """The table as Qt actions in menus and a tool bar, kept up to date."""

    def __init__(
        self, table: tuple[ActionSpec, ...], session: Session, view: QWidget
    ) -> None:
        super().__init__(view)
        self._session = session
        self._view = view
        self._rows: dict[str, tuple[ActionSpec, QAction]] = {}
        self._marked: list[tuple[ActionSpec, QAction]] = []
        self._needing: dict[Condition, list[QAction]] = {}
        self._answers: dict[Condition, bool] = {}
        self._groups: dict[str, QActionGroup] = {}
        self._buttons: dict[str, QToolButton] = {}
        self._menu_bar: QMenuBar | None = None
        self._menus: dict[str, QMenu] = {}
        for spec in table:
            self._add(spec)
        for signal in (
            *(session.recording_changed, session.view_changed),
            *(session.beats_changed, session.annotations_changed),
            *(session.files_changed, session.privacy.changed),
            *(session.evidence_changed, session.analysis.part.marked_changed),
            *(session.filtering.changed, session.comparison.changed),
        ):
            signal.connect(self.on_session_changed)
        self.on_session_changed()

    def add(self, spec: ActionSpec) -> QAction:
        """Add a row to the table once the window is built, and to its menu."""
        action = self._add(spec)
        if self._menu_bar is not None:
            self.menu(spec.menu).addAction(action)
        action.setEnabled(spec.enabled(self._session))
        self._mark(spec, action)
        return action

    def _add(self, spec: ActionSpec) -> QAction:
        action = self._make(spec, self._view)
        if spec.group:
            group = self._groups.setdefault(spec.group, QActionGroup(self))
            group.addAction(action)
        self._rows[spec.id] = (spec, action)
        if spec.checked is not None or spec.label is not None:
            self._marked.append((spec, action))
        self._needing.setdefault(spec.enabled, []).append(action)
        return action

    def _make(self, spec: ActionSpec, view: QWidget) -> QAction:
        action = QAction(spec.text, self)
        action.setShortcuts([QKeySequence(keys) for keys in spec.keys])
        action.setCheckable(spec.checked is not None)
        action.setIconText(spec.short or spec.text)
        if spec.keys:
            _name_with_key(action)
        if spec.on_paper:
            action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            view.addAction(action)
        # Qt passes on whether the action is checked, which no slot here wants.
        action.triggered.connect(lambda _checked=False, slot=spec.slot: slot())
        return action

    def action(self, action_id: str) -> QAction:
        return self._rows[action_id][1]

    def rows(self) -> tuple[tuple[ActionSpec, QAction], ...]:
        """Return the whole table, in the order of the menus."""
        return tuple(self._rows.values())

    def why_not(self, spec: ActionSpec) -> str:
        """Return why an action cannot be done now; empty if it can."""
        if spec.enabled(self._session):
            return ""
        if self._session.recording is None:
            return tr("No recording is open.")
        return spec.needs or tr("Not possible at present.")

    def texts(self) -> tuple[str, ...]:
        """Return what the menus and the tool bar say."""
        actions = [action for _, action in self._rows.values()]
        return tuple(action.text() + action.toolTip() for action in actions)

    def fill_menus(self, menus: QMenuBar) -> None:
        self._menu_bar = menus
        for name in FIRST_MENUS:
            self.menu(tr(name))
        for spec, action in self._rows.values():
            self.menu(spec.menu).addAction(action)

    def menu(self, path: str) -> QMenu:
        """Return the menu of this path, made where it is first asked for."""
        if path not in self._menus:
            outer, _, name = path.rpartition(SUBMENU)
            above = self.menu(outer) if outer else self._menu_bar
            assert above is not None
            self._menus[path] = above.addMenu(name)
            last = self._menus.get(tr(HELP_MENU))
            if last is not None and not outer:
                above.addAction(last.menuAction())  # moves it to the end
        return self._menus[path]

    def fill_tool_bar(self, bar: QToolBar) -> None:
        kind = None
        for spec, action in self._rows.values():
            if spec.button in self._buttons:
                self._buttons[spec.button].menu().addAction(action)
                continue
            if not spec.short or spec.right:
                continue
            new_kind = "button" if spec.button else spec.group or spec.menu
            if kind not in (None, new_kind):
                bar.addSeparator()
            kind = new_kind
            if spec.button:
                self._add_button(bar, spec.button).menu().addAction(action)
            else:
                bar.addAction(action)
        self.on_session_changed()

    def at_right(self) -> tuple[QAction, ...]:
        """Return the actions that stand at the end of the tool bar."""
        return tuple(action for spec, action in self._rows.values() if spec.right)

    def _add_button(self, bar: QToolBar, name: str) -> QToolButton:
        button = QToolButton(bar)
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        button.setToolTip(name)
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # as the bar's other buttons
        button.setMenu(QMenu(button))
        bar.addWidget(button)
        self._buttons[name] = button
        return button

    def _name_buttons(self) -> None:
        """Let each tool button say what is chosen in its menu."""
        for name, button in self._buttons.items():
            chosen = [a.iconText() for a in button.menu().actions() if a.isChecked()]
            said = f"{name}: {', '.join(chosen)}"
            if said != button.accessibleName():
                button.setText(" · ".join(chosen) or name)
                button.setAccessibleName(said)

    @Slot()
    def on_session_changed(self) -> None:
        """Bring every action up to date; those that stay as they are cost nothing."""
        for condition, actions in self._needing.items():
            enabled = condition(self._session)
            if enabled != self._answers.get(condition):
                self._answers[condition] = enabled
                for action in actions:
                    action.setEnabled(enabled)
        for spec, action in self._marked:
            self._mark(spec, action)
        self._name_buttons()

    def _mark(self, spec: ActionSpec, action: QAction) -> None:
        # Set even if the answer is as before: a click has changed the action since.
        if spec.checked is not None:
            action.setChecked(spec.checked(self._session))
        if spec.label is not None:
            label = spec.label(self._session)
            if label != action.text() or label != action.iconText():
                action.setText(label)
                action.setIconText(label)
                _name_with_key(action)


def _name_with_key(action: QAction) -> None:
    """Let the tool tip say the action's name, and its key if it has one."""
    if action.shortcuts():
        action.setToolTip(f"{plain_text(action)} ({key_texts(action)[0]})")
