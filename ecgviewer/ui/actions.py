"""Everything the reader can ask for, as one table."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMenuBar, QToolBar, QWidget

from ecgviewer.ui.ecg_view import EcgView
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


def action_table(
    session: Session, view: EcgView, open_file: Callable[[], object]
) -> tuple[ActionSpec, ...]:
    """Return all actions, in the order of the menus."""
    return (
        ActionSpec(
            *("open", "&File", "&Open …", ("Ctrl+O",), open_file, always),
            short="Open",
        ),
        ActionSpec(
            *("next_file", "&File", "&Next file", ("N",)),
            lambda: session.step_file(1),
            lambda s: s.file_index + 1 < len(s.files),
        ),
        ActionSpec(
            *("previous_file", "&File", "&Previous file", ("P",)),
            lambda: session.step_file(-1),
            lambda s: s.file_index > 0,
        ),
        *_layout_actions(session),
        *_scale_actions(session),
        *_zoom_actions(session, view),
        *_move_actions(view),
        ActionSpec(
            *("evidence", "&Evidence", "Show &evidence on the paper", ("E",)),
            session.toggle_evidence,
            checked=lambda s: s.view.evidence_shown,
            short="Evidence",
        ),
    )


def _layout_actions(session: Session) -> tuple[ActionSpec, ...]:
    rows = (
        ("3x4+1R", "&3 × 4 and rhythm strip", "1", "3×4+R"),
        ("12x1", "&12 × 1", "2", "12×1"),
    )
    return tuple(
        ActionSpec(
            *(f"layout_{name}", "&Paper", text, (key,)),
            partial(session.set_layout, name),
            always,
            lambda s, name=name: s.view.layout == name,
            *("layout", False, short),
        )
        for name, text, key, short in rows
    )


def _scale_actions(session: Session) -> tuple[ActionSpec, ...]:
    speeds = tuple(
        ActionSpec(
            *(f"speed_{speed:g}", "&Paper", f"{speed:g} mm/s", ()),
            partial(session.set_speed, speed),
            always,
            lambda s, speed=speed: s.view.speed_mm_per_s == speed,
            *("speed", False, f"{speed:g} mm/s"),
        )
        for speed in (25.0, 50.0)
    )
    gains = tuple(
        ActionSpec(
            *(f"gain_{gain:g}", "&Paper", f"{gain:g} mm/mV", ()),
            partial(session.set_gain, gain),
            always,
            lambda s, gain=gain: s.view.gain_mm_per_mv == gain,
            *("gain", False, f"{gain:g}"),
            label=lambda s, gain=gain: gain_label(s, gain),
        )
        for gain in (5.0, 10.0, 20.0)
    )
    return (
        *speeds,
        ActionSpec(
            *("other_speed", "&Paper", "Other &speed", ("S",)), session.toggle_speed
        ),
        *gains,
        ActionSpec(
            *("more_gain", "&Paper", "&Larger gain", ("Up",)),
            lambda: session.step_gain(1),
            on_paper=True,
        ),
        ActionSpec(
            *("less_gain", "&Paper", "S&maller gain", ("Down",)),
            lambda: session.step_gain(-1),
            on_paper=True,
        ),
    )


def gain_label(session: Session, gain_mm_per_mv: float) -> str:
    """Return a gain's name; without millivolts it is only half, normal or double."""
    recording = session.recording
    if recording is None or recording.unit_is_mv:
        return f"{gain_mm_per_mv:g} mm/mV"
    return f"gain × {gain_mm_per_mv / 10:g}"


def _zoom_actions(session: Session, view: EcgView) -> tuple[ActionSpec, ...]:
    return (
        ActionSpec(
            *("zoom_in", "&View", "Zoom &in", ("+", "=", "Ctrl++")),
            lambda: session.step_zoom(1),
            short="Zoom +",
        ),
        ActionSpec(
            *("zoom_out", "&View", "Zoom &out", ("-", "Ctrl+-")),
            lambda: session.step_zoom(-1),
            short="Zoom −",
        ),
        ActionSpec(
            *("zoom_none", "&View", "&True size (zoom 100 %)", ("0", "Ctrl+0")),
            lambda: session.set_zoom(1.0),
            short="100 %",
        ),
        ActionSpec(
            *("zoom_fit", "&View", "&Fit the sheet", ("F",)),
            lambda: session.set_zoom(view.fit_zoom()),
            short="Fit",
        ),
    )


def _move_actions(view: EcgView) -> tuple[ActionSpec, ...]:
    moves = (
        ("later", "Later by a second", "Right", lambda: view.step_time(1)),
        ("earlier", "Earlier by a second", "Left", lambda: view.step_time(-1)),
        ("next_page", "Next page", "PgDown", lambda: view.step_page(1)),
        ("previous_page", "Previous page", "PgUp", lambda: view.step_page(-1)),
        ("start", "Start of the recording", "Home", view.go_to_start),
        ("end", "End of the recording", "End", view.go_to_end),
    )
    return tuple(
        ActionSpec(name, "&View", text, (key,), slot, on_paper=True)
        for name, text, key, slot in moves
    )


class Actions(QObject):
    """The table as Qt actions in menus and a tool bar, kept up to date."""

    def __init__(
        self, table: tuple[ActionSpec, ...], session: Session, view: EcgView
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
