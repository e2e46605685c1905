"""What is shown of the measurements in one window, and the keys for it."""

from collections.abc import Callable, Sequence
from functools import partial
from math import ceil

import numpy as np
from PySide6.QtCore import QObject, QPoint, Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDockWidget, QMainWindow, QWidget

from ecgviewer.ui.calipers.caliper_texts import Readout
from ecgviewer.ui.calipers.calipers import Calipers
from ecgviewer.ui.look.widgets import LazyPanel
from ecgviewer.ui.measurements.value_pointer import ValuePointer
from ecgviewer.ui.measurements.value_span import ENDS
from ecgviewer.ui.measurements.waves_item import MODE_TEXTS, MODES, WavesItem
from ecgviewer.ui.paper.ecg_view import EcgView
from ecgviewer.ui.shell.actions import SUBMENU, Actions, ActionSpec, action_rows
from ecgviewer.ui.shell.panels import Panels, in_front
from ecgviewer.ui.state.effective_values import file_values, told_criteria, told_values
from ecgviewer.ui.state.session import Session
from ecgviewer.ui.text.i18n import marked, tr

MEDIAN, VALUES = marked("Median beat"), marked("Measurements")
TREND = marked("Rate and RR")
TREND_PX = 230
LINES = marked("Li&nes")
NO_LINES = marked("There is no median beat with lines.")
NOT_YET = marked("Not measured when this page was made.")
LEAST_LETTERS = 38  # in fewer a table wraps at each word


class ExaminingParts(QObject):
    """The panels, made when they are first shown, and the waves on the paper."""

    menu_wanted = Signal(str, QPoint)  # for the value that is called so

    def __init__(self, session: Session, view: EcgView, calipers: Calipers) -> None:
        super().__init__(view)
        self._session = session
        self._view = view
        self._calipers = calipers
        self.waves = WavesItem()
        view.add_overlay(self.waves)
        self.pointer = ValuePointer(session, view)
        self.pointer.said.connect(view.cursor_moved)
        self.median = LazyPanel(self._make_median)
        self.values = LazyPanel(self._make_values)
        self.trend = LazyPanel(self._make_trend)
        self.values.says = self._why_empty
        self._trend_placed = self._beside_placed = False
        self._show_values: Callable[[], None] = lambda: None
        self._show_median: Callable[[], None] = lambda: None
        self._median_dock: QDockWidget | None = None
        session.examining.changed.connect(self.on_examined)
        session.view_changed.connect(self.on_view_changed)
        self.on_view_changed()

    def _why_empty(self) -> str:
        """Return why nothing is measured, where nothing is under way."""
        session = self._session
        is_coming = session.recording is not None or session.activity
        return "" if is_coming else tr("No recording is open.")

    def _make_median(self) -> QWidget:
        from ecgviewer.ui.beats.median_panel import MedianPanel

        calipers = self._calipers
        panel = MedianPanel(
            self._session,
            lambda: self._view.magnification.screen,
            lambda: calipers.setup.formula,
        )
        self._view.plot_changed.connect(panel.on_screen_scale_changed)
        calipers.settled.connect(panel.on_lines_changed)
        return panel

    def _make_values(self) -> QWidget:
        from ecgviewer.ui.measurements.values_panel import ValuesPanel

        panel = ValuesPanel(self._session)
        panel.pointed.connect(self.pointer.hold)
        panel.menu_wanted.connect(self.menu_wanted)
        return panel

    def _make_trend(self) -> QWidget:
        from ecgviewer.ui.holter.trend_panel import TrendPanel

        return TrendPanel(self._session)

    def copy_values(self) -> None:
        """Put every table of measurements onto the clipboard, as text."""
        from ecgviewer.ui.measurements.values_panel import ValuesPanel

        values = self.values.made()
        assert isinstance(values, ValuesPanel)
        QGuiApplication.clipboard().setText(values.text())

    def page_values(self, readouts: Sequence[Readout]) -> tuple[str, ...]:
        """Return what a page says was measured, by the program and with calipers."""
        from ecgviewer.ui.measurements.page_values import page_values
        from ecgviewer.ui.text.quality_texts import cautions

        session = self._session
        said = page_values(
            told_values(session),
            self._calipers.setup.formula,
            readouts,
            file_values(session),
            cautions=cautions(session.examining.result),
            criteria=told_criteria(session),
        )
        # Without it a page of what nobody measured looks like one with nothing to
        # warn of.
        note = tr(NOT_YET) if session.examining.under_way else session.examining.failure
        return (note, *said) if note else said

    def add_panels(self, panels: Panels) -> None:
        """Put the panels beside the paper, hidden."""
        right = Qt.DockWidgetArea.RightDockWidgetArea
        below = Qt.DockWidgetArea.BottomDockWidgetArea
        for title, panel, area, key in (
            (MEDIAN, self.median, right, "Shift+L"),
            (VALUES, self.values, right, "Shift+V"),
            (TREND, self.trend, below, "Shift+T"),
        ):
            dock = panels.add(title, panel, area, key)
            dock.hide()
            if area == right:
                dock.visibilityChanged.connect(partial(self._on_shown_beside, dock))
            if panel is self.values:
                self._show_values = partial(panels.go_to, dock)
            if panel is self.median:
                self._median_dock = dock
                self._show_median = partial(panels.go_to, dock)
            if panel is self.trend:
                dock.visibilityChanged.connect(partial(self._on_trend_shown, dock))

    def show_values(self, key: str = "") -> None:
        """Bring the tables of measurements to the front, at the row of a value.

        Of the median beat's lines the one that the value ends at is selected.
        """
        from ecgviewer.ui.measurements.values_panel import ValuesPanel

        self._show_values()
        lines = self._session.reader_lines
        if key in ENDS and lines.automatic is not None:
            lines.select(ENDS[key][1])
        panel = self.values.made()
        if key and isinstance(panel, ValuesPanel):
            panel.go_to(key)

    @property
    def lines_seen(self) -> bool:
        """Whether the median beat with its lines is in front of the reader."""
        return self._median_dock is not None and in_front(self._median_dock)

    def with_lines_seen(self, act: Callable[[], None], first: int = 1) -> None:
        """Do what a key does to the lines, or show them if nobody would see it.

        They are shown with the selected one as it is, else with the first from the
        left (1) or from the right (-1) selected, and nothing is moved.
        """
        if self.lines_seen:
            act()
            return
        self._show_median()
        lines = self._session.reader_lines
        if lines.state.point is None:
            lines.step(first)

    def _on_trend_shown(self, dock: QDockWidget, visible: bool) -> None:
        """Leave the paper its height: a trend is read at any size."""
        window = dock.parentWidget()
        if visible and not self._trend_placed and isinstance(window, QMainWindow):
            self._trend_placed = True
            window.resizeDocks([dock], [TREND_PX], Qt.Orientation.Vertical)

    def _on_shown_beside(self, dock: QDockWidget, visible: bool) -> None:
        """Leave a page that is in view its width: it is read beside the panel."""
        window = dock.parentWidget()
        if visible and not self._beside_placed and isinstance(window, QMainWindow):
            self._beside_placed = True
            width_px = width_beside_page(self._view, dock)
            if width_px is not None:
                window.resizeDocks([dock], [width_px], Qt.Orientation.Horizontal)

    def keep_actions(self, actions: Actions) -> None:
        """Keep the actions up to date with what they depend on."""
        self._session.examining.changed.connect(actions.on_session_changed)
        self._session.reader_lines.settled.connect(actions.on_session_changed)

    @Slot()
    def on_examined(self) -> None:
        """Mark the waves, and let calipers snap to them."""
        result = self._session.examining.result
        fiducials = None if result is None else result.fiducials
        self.waves.show_fiducials(fiducials)
        times_s = np.empty(0)
        if fiducials is not None:
            times_s = fiducials.common_s[~np.isnan(fiducials.common_s)]
        self._calipers.setup.set_fiducials(times_s)

    @Slot()
    def on_view_changed(self) -> None:
        self.waves.set_above_strips(self._session.view.evidence_shown)

    def next_waves(self) -> None:
        """Mark the waves of all leads, of each lead, or none."""
        mode = MODES[(MODES.index(self.waves.mode) + 1) % len(MODES)]
        self.waves.set_mode(mode)
        self._session.examining.want()
        said = self._session.examining.note if mode != "off" else ""
        self._view.cursor_moved.emit(said or tr(MODE_TEXTS[mode]))


def examining_actions(
    session: Session, parts: ExaminingParts, walk_values: Callable[[], object]
) -> tuple[ActionSpec, ...]:
    """Return the actions in the order of the menus."""
    return (
        ActionSpec(
            "walk_values",
            tr("&Measure"),
            tr("&Go through the values above the paper"),
            ("Shift+G",),
            walk_values,
        ),
        ActionSpec(
            "waves",
            tr("&View"),
            tr("Waves under each &beat"),
            ("Shift+W",),
            parts.next_waves,
            checked=lambda _: parts.waves.mode != "off",
        ),
        ActionSpec(
            "copy_values",
            tr("&Edit"),
            tr("Copy all mea&surements"),
            ("Ctrl+Shift+C",),
            parts.copy_values,
            enabled=lambda s: s.examining.result is not None,
            needs=tr("Nothing has been measured."),
        ),
        ActionSpec(
            "second_opinion",
            tr("&Measure"),
            tr("Second o&pinion of NeuroKit2"),
            ("Ctrl+Shift+N",),
            session.examining.toggle_second_opinion,
            enabled=lambda s: s.recording is not None,
            checked=lambda s: s.examining.second_wanted,
            needs=tr("No recording is open."),
        ),
        *_line_actions(session, parts),
    )


def _line_actions(session: Session, parts: ExaminingParts) -> tuple[ActionSpec, ...]:
    lines, menu = session.reader_lines, tr("&Measure") + SUBMENU + tr(LINES)

    def there(_session: Session) -> bool:
        return lines.automatic is not None

    def movable(_session: Session) -> bool:
        chosen = lines.state.selected is not None or not parts.lines_seen
        return there(_session) and chosen

    seen, step, step_lead = parts.with_lines_seen, lines.step, lines.step_lead
    next_lead = tr("Lines of the next &lead")
    previous_lead = tr("Lines of the previous lea&d")
    walks = (
        ("next_line", tr("&Next line"), "Alt+Down", partial(step, 1), 1),
        ("previous_line", tr("&Previous line"), "Alt+Up", partial(step, -1), -1),
        ("next_lines", next_lead, "Alt+PgDown", partial(step_lead, 1), 1),
        ("previous_lines", previous_lead, "Alt+PgUp", partial(step_lead, -1), 1),
    )
    moves = (
        ("line_later", tr("One sample later"), "Alt+Right", 1),
        ("line_earlier", tr("One sample earlier"), "Alt+Left", -1),
        ("line_far_later", tr("Ten samples later"), "Alt+Shift+Right", 10),
        ("line_far_earlier", tr("Ten samples earlier"), "Alt+Shift+Left", -10),
    )
    return (
        *action_rows(
            menu,
            (
                (name, text, key, partial(seen, act, first))
                for name, text, key, act, first in walks
            ),
            enabled=there,
            needs=tr(NO_LINES),
        ),
        *action_rows(
            menu,
            (
                (name, text, key, partial(seen, partial(lines.nudge, n_samples)))
                for name, text, key, n_samples in moves
            ),
            enabled=movable,
            needs=tr("No line is selected (Alt+Down selects one)."),
        ),
        *_reset_actions(session, parts),
    )


def _reset_actions(session: Session, parts: ExaminingParts) -> tuple[ActionSpec, ...]:
    lines, menu = session.reader_lines, tr("&Measure") + SUBMENU + tr(LINES)
    return (
        ActionSpec(
            "reset_line",
            menu,
            tr("Line &back to automatic"),
            ("Alt+Del",),
            partial(parts.with_lines_seen, lines.reset),
            enabled=lambda _: lines.state.is_edited,
            needs=tr("The reader has not moved the selected line."),
        ),
        ActionSpec(
            "reset_lines",
            menu,
            tr("&All lines back to automatic"),
            ("Alt+Shift+Del",),
            lines.reset_all,
            enabled=lambda _: bool(lines.edits),
            needs=tr("The reader has moved no line."),
        ),
    )


def width_beside_page(view: EcgView, dock: QDockWidget) -> int | None:
    """Return the width that leaves the page its own, at the scale it is drawn in.

    None where the page fits as it is, where the panel would be too narrow to be read,
    or where the reader has made the panel wider than it asks for.
    """
    plot = view.plot
    chosen = dock.width() > dock.sizeHint().width()
    if plot is None or chosen:
        return None
    page_px = ceil(plot.sheet.width_mm * view.canvas.px_per_mm)
    left_px = view.canvas.viewport().width() + dock.width() - page_px
    least_px = LEAST_LETTERS * dock.fontMetrics().averageCharWidth()
    return left_px if least_px <= left_px < dock.width() else None
