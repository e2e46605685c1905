"""The window: puts the parts together and does nothing else."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import (
    QCloseEvent,
    QDragEnterEvent,
    QDropEvent,
    QKeyEvent,
    QShowEvent,
)
from PySide6.QtWidgets import (
    QDockWidget,
    QFileDialog,
    QGridLayout,
    QMainWindow,
    QMenuBar,
    QSizePolicy,
    QToolBar,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ecgviewer.ai.installed import installed_bundles
from ecgviewer.ecg.page.paper import ScreenScale
from ecgviewer.ui.beats.beats_actions import TITLE as BEATS
from ecgviewer.ui.beats.beats_actions import BeatsDock, beats_actions
from ecgviewer.ui.calipers.caliper_controller import Measuring
from ecgviewer.ui.calipers.calipers import Calipers
from ecgviewer.ui.calipers.measuring_actions import SHARED_KEYS, measuring_actions
from ecgviewer.ui.comparing.comparison_actions import Comparing, comparison_actions
from ecgviewer.ui.findings.evidence_actions import GroupingChoice, evidence_actions
from ecgviewer.ui.findings.findings_panel import FindingsPanel
from ecgviewer.ui.findings.model_answers import ModelAnswers
from ecgviewer.ui.holter.long_reading import LongReading
from ecgviewer.ui.holter.time_actions import time_actions
from ecgviewer.ui.lab.lab_actions import AttentionLab, lab_actions
from ecgviewer.ui.lab.lab_state import attending
from ecgviewer.ui.look import style, theme
from ecgviewer.ui.look.icons import icon, icon_size
from ecgviewer.ui.look.screens import Screens
from ecgviewer.ui.look.settings import Settings, SettingsStore, kept_alias_key
from ecgviewer.ui.look.stray_tabs import UnusedTabBars
from ecgviewer.ui.look.text_size import apply_text_size, stepped
from ecgviewer.ui.look.theme import GAP_PX, SCHEMES, SPACE_PX, Scheme
from ecgviewer.ui.look.widgets import (
    LazyPanel,
    PanelTitle,
    SmallButton,
    SmallLabel,
    TitleLabel,
)
from ecgviewer.ui.measurements.answer_row import AnswerRow
from ecgviewer.ui.measurements.examining_parts import ExaminingParts, examining_actions
from ecgviewer.ui.paper.caption_label import CaptionLabel
from ecgviewer.ui.paper.captions import SEPARATOR, footer_parts, header_parts
from ecgviewer.ui.paper.ecg_view import EcgView
from ecgviewer.ui.paper.evidence_layer import shows_beat
from ecgviewer.ui.paper.evidence_scale import strip_legend
from ecgviewer.ui.paper.painting_ahead import PaintingAhead
from ecgviewer.ui.paper.paper_actions import looks_actions
from ecgviewer.ui.paper.plot import Plot
from ecgviewer.ui.shell.actions import Actions
from ecgviewer.ui.shell.documentation import open_documentation
from ecgviewer.ui.shell.notices import Banner, NoticeStrip, StatusLine
from ecgviewer.ui.shell.panels import Panels
from ecgviewer.ui.state.session import Session
from ecgviewer.ui.text.format_texts import file_filters
from ecgviewer.ui.text.i18n import marked, tr
from ecgviewer.ui.text.messages import Message
from ecgviewer.ui.text.privacy import shown_name, use_alias_key
from ecgviewer.ui.window.accessible_description import PaperWords
from ecgviewer.ui.window.arrangement import Arrangement
from ecgviewer.ui.window.close_guard import Leaving
from ecgviewer.ui.window.context_menus import ContextMenus
from ecgviewer.ui.window.filter_widgets import FilterButton, FilterMark
from ecgviewer.ui.window.info_panel import InfoPanel
from ecgviewer.ui.window.paper_bar import PaperBar
from ecgviewer.ui.window.reading_actions import reading_actions
from ecgviewer.ui.window.recent import MAX_RECENT, Recent, RecentMenu
from ecgviewer.ui.window.table_asking import TableAsking
from ecgviewer.ui.window.top_row import Head, Segments, TopRow
from ecgviewer.ui.window.window_actions import (
    help_actions,
    model_menu,
    page_actions,
    window_actions,
)
from ecgviewer.ui.window.workspaces import (
    WORKSPACES,
    Workspaces,
    workspace_actions,
)
from ecgviewer.ui.worklist.worklist_actions import (
    FileSlots,
    closing_actions,
    worklist_actions,
)
from ecgviewer.ui.worklist.worklist_panel import WorklistPanel

if TYPE_CHECKING:
    from ecgviewer.io.results.search import Sought
    from ecgviewer.ui.calipers.calipers_panel import CalipersPanel
    from ecgviewer.ui.export.exporting import Exporting

PROGRAM = "ecgviewer"
SCROLLED_MS = 100
WRITTEN_MS = 500  # after a file was opened; its paper must not wait for the settings
VALUES_MS = 2000  # after the first paint; measurements that come sooner are shown
# What is longer, such as the names of all leads that are not shown, costs paper.
MOST_FOOTER_LINES = 5
ICONS = {
    "open": "folder-open",
    "zoom_in": "zoom-in",
    "zoom_out": "zoom-out",
    "evidence": "chart-column",
    "time_caliper": "ruler-dimension-line",
    "beats": "activity",
}
WITHOUT_WORDS = ("open", "zoom_in", "zoom_out")
WELCOME = marked(
    "Open a recording (Ctrl+O) or a folder (Ctrl+Shift+O), or drop files here."
)


class FooterLabel(CaptionLabel):
    """How the paper is drawn, in the letters of a caption."""


ChooseFiles = Callable[[QWidget, str], Sequence[str]]
ChooseFolder = Callable[[QWidget, str], str]


def choose_folder(parent: QWidget, folder: str) -> str:
    """Ask for a folder; empty when the reader thought better of it."""
    return QFileDialog.getExistingDirectory(parent, tr("Open a folder"), folder)


def choose_files(parent: QWidget, folder: str) -> Sequence[str]:
    """Ask for files; an empty answer means that the reader thought better of it."""
    title = tr("Open recordings")
    return QFileDialog.getOpenFileNames(parent, title, folder, file_filters())[0]


class MainWindow(QMainWindow):
    """Paper in the middle, statements and file facts beside it."""

    first_painted = Signal()  # the first frame with a recording is on the screen

    def __init__(
        self,
        session: Session,
        settings: SettingsStore,
        *,
        screen_scale: ScreenScale | None = None,
        ask_for_files: ChooseFiles = choose_files,
        ask_for_folder: ChooseFolder = choose_folder,
    ) -> None:
        super().__init__()
        self.setDockNestingEnabled(True)
        self._session = session
        self._settings = settings
        use_alias_key(kept_alias_key(settings))
        self.ask_for_files = ask_for_files
        self.ask_for_folder = ask_for_folder
        self.recent = Recent(settings)
        self._painted_once = self._says_notice = False
        apply_text_size(settings.load().text_percent)
        self._exporting: Exporting | None = None
        self._leaving = Leaving(session, self.close, self)
        self._status_line = StatusLine(session, self.statusBar())
        self._screens = Screens(settings)
        self._model_button = SmallButton()
        self._worn = SCHEMES[session.view.scheme]
        style.wear(self, self._worn)
        self.view = EcgView(session, screen_scale, scale_of=self._screens.scale)
        PaintingAhead(session, self.view)
        self.banner = Banner(session)
        self.findings = FindingsPanel(session)
        self.info = InfoPanel(session)
        self.worklist = WorklistPanel(session)
        self._footer = _caption(MOST_FOOTER_LINES)
        self.filter_mark = FilterMark(self.view)
        self._footer.setObjectName("footer")
        self._scrolled = QTimer(self, interval=SCROLLED_MS, singleShot=True)
        self.welcome = TitleLabel(tr(WELCOME))
        self._values_due = QTimer(self, interval=VALUES_MS, singleShot=True)
        self._writing_due = QTimer(self, interval=WRITTEN_MS, singleShot=True)
        self._cursor = SmallLabel()
        self.long = LongReading(session, self.view)
        self.measuring = Measuring(session, self.view, self._stored_calipers())
        calipers = self.measuring.calipers
        self.answer = AnswerRow(session, lambda: calipers.formula)
        calipers.settled.connect(self.answer.write)
        self._words = PaperWords(
            session,
            self.view,
            self.measuring,
            lambda: (
                self.answer.header_text(),
                self.answer.text(),
                self._footer.text(),
            ),
        )
        self.beats = BeatsDock(session, self.view)
        self.examining = ExaminingParts(session, self.view, self.measuring.calipers)
        self.comparing = Comparing(session, self.view, self.choose_second)
        self.grouping = GroupingChoice(session, settings, self)
        self.tables = TableAsking(session, self)
        self.lab = AttentionLab(
            *(session, self.view, lambda: attending(installed_bundles())),
            *(self._aside, self.comparing.compare),
        )
        table = (
            *reading_actions(
                session, self.view, self.open_file, self.choose_rhythm_leads
            ),
            *evidence_actions(
                *(session, self.grouping),
                lambda: self.grouping.choose_file(self),
            ),
            *worklist_actions(session, self._file_slots()),
            self.tables.action(),
            *time_actions(session, self.long),
            *measuring_actions(session, self.measuring),
            *page_actions(self.exporting, self._is_exporting),
            *looks_actions(session),
            *closing_actions(self.close),
            *help_actions(
                *(self.show_palette, self.show_key_sheet),
                *(self.say_notice, self.accept_notice, lambda: self._says_notice),
                self.show_documentation,
            ),
            *beats_actions(self.beats),
            *examining_actions(
                *(session, self.examining),
                lambda: self.answer.setFocus(Qt.FocusReason.ShortcutFocusReason),
            ),
            *comparison_actions(session, self.comparing),
            *lab_actions(self.lab),
        )
        self._menus = QMenuBar()
        self.actions_table = Actions(table, session, self.view)
        self.grouping.changed.connect(self.actions_table.on_session_changed)
        self.measuring.take_keys(self.actions_table, SHARED_KEYS)
        self.examining.keep_actions(self.actions_table)
        self.panels = Panels(self, self.actions_table, self.view)
        self._tab_bars = UnusedTabBars(self)
        self.arrangement = Arrangement(self, self.view, self.panels)
        self.workspaces = Workspaces(
            *(self, self.panels, lambda: self.lab.is_open, self.lab.close),
            lambda: self.arrangement.is_split,
        )
        for spec in (*workspace_actions(self.workspaces), *window_actions(self)):
            self.actions_table.add(spec)
        self.context_menus = ContextMenus(
            *(session, self.actions_table, self.view, self.answer, self.examining),
            self.findings.statements,
        )
        self.notice = NoticeStrip(self.actions_table.action("accept_notice"))
        self.calipers_panel: CalipersPanel | None = None
        self._build()
        self._connect()
        self._restore()

    def _build(self) -> None:
        self.setWindowTitle(PROGRAM)
        self.setAcceptDrops(True)
        middle = QWidget()
        column = QVBoxLayout(middle)
        column.setContentsMargins(SPACE_PX, SPACE_PX, 0, GAP_PX)
        column.setSpacing(0)
        column.addWidget(self.notice)
        column.addWidget(self.banner)
        column.addWidget(self.lab.splitter, stretch=1)
        self.tools = self._tool_bar()
        self.lab.column.addWidget(self.tools)
        self.comparing.put_into(self.lab.column)
        place = self.view.layout()
        assert isinstance(place, QGridLayout)
        self.welcome.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.welcome.setWordWrap(True)  # large letters must not widen the window
        place.addWidget(self.welcome, 0, 0)
        column.addWidget(self.long.strip)
        column.addWidget(self.filter_mark)
        column.addWidget(self._footer)
        self.setCentralWidget(middle)
        self.actions_table.fill_menus(self._menus)
        self._add_recent()
        table = self.actions_table
        table.action("lab").setIconText(tr("Lab"))
        chosen = [table.action(f"workspace_{one.name}") for one in WORKSPACES]
        self.head = Head(
            TopRow(
                self._menus, (*chosen, table.action("lab")), table.action("palette")
            ),
            self.answer,
        )
        self.setMenuWidget(self.head)
        # Without this the keys would sleep while the menu bar is hidden.
        rows = self.actions_table.rows()
        self.addActions([action for spec, action in rows if not spec.on_paper])
        self._add_docks()
        self._fill_model_button()
        self._draw_icons(self._worn)
        mark = SmallLabel(tr(theme.NOT_FOR_DIAGNOSIS))
        self.statusBar().addWidget(self._cursor, 1)
        self.statusBar().addPermanentWidget(self._model_button)
        self.statusBar().addPermanentWidget(mark)
        self._show_captions()

    def _tool_bar(self) -> QToolBar:
        """Return the paper's own bar."""
        tools = PaperBar(tr("Tools"))
        tools.setIconSize(icon_size())
        self.actions_table.fill_tool_bar(tools)
        self.filter_button = FilterButton(self._session, self.actions_table)
        tools.addWidget(self.filter_button)
        actions = map(self.actions_table.action, WITHOUT_WORDS)
        buttons = map(tools.widgetForAction, actions)
        tools.leave_words_out([b for b in buttons if isinstance(b, QToolButton)])
        space = QWidget()
        space.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        tools.addWidget(space)
        tools.addWidget(Segments(self.actions_table.at_right()))
        return tools

    def _draw_icons(self, scheme: Scheme) -> None:
        """Draw icons in the colours of a scheme; menus go without."""
        for action_id, name in ICONS.items():
            action = self.actions_table.action(action_id)
            action.setIcon(icon(name, scheme))
            action.setIconVisibleInMenu(False)
        self.head.first.wear(scheme)
        for dock in self.panels.docks:
            title = dock.titleBarWidget()
            if isinstance(title, PanelTitle):
                title.wear(scheme)

    def menuBar(self) -> QMenuBar:
        """Return the menus, which stand in the first row."""
        return self._menus

    def _fill_model_button(self) -> None:
        """Show the model that is asked; a click chooses another."""
        button = self._model_button
        button.setText(self.model_name)
        button.setToolTip(tr("The model that is asked; click for another."))
        button.setAccessibleName(tr("Model"))
        button.setAutoRaise(True)
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        if self.model_names:
            button.setMenu(self.actions_table.menu(model_menu()))

    def _add_docks(self) -> None:
        # The panels beside the paper keep their height when one comes below it.
        right = Qt.DockWidgetArea.RightDockWidgetArea
        self.setCorner(Qt.Corner.BottomRightCorner, right)
        statements = self.add_panel(marked("Statements"), self.findings)
        facts = self.add_panel(marked("Recording"), self.info)
        beats = self.add_panel(BEATS, self.beats.panel)
        self._statements_dock = statements
        self.tabifyDockWidget(statements, facts)
        self.tabifyDockWidget(statements, beats)
        self._add_annotations(statements)
        self._add_models(statements)
        self._add_maps(statements)
        self._add_what_if(statements)
        self.beats.put_into(beats)
        self.examining.add_panels(self.panels)
        statements.raise_()
        left = Qt.DockWidgetArea.LeftDockWidgetArea
        self.setCorner(Qt.Corner.BottomLeftCorner, left)
        title = marked("Worklist")
        self._worklist_dock = self.panels.add(title, self.worklist, left, "L")
        self._worklist_dock.hide()

    def _add_annotations(self, beside: QDockWidget) -> None:
        self.annotations = LazyPanel(self._make_annotations)
        right = Qt.DockWidgetArea.RightDockWidgetArea
        title = marked("Annotations")
        dock = self.panels.add(title, self.annotations, right, "Shift+U")
        self.tabifyDockWidget(beside, dock)
        dock.hide()

    def _add_models(self, beside: QDockWidget) -> None:
        self.model_answers = ModelAnswers(self._session, self.model_names)
        self.models = LazyPanel(self._make_models)
        right = Qt.DockWidgetArea.RightDockWidgetArea
        dock = self.panels.add(marked("Models"), self.models, right, "Shift+A")
        self.tabifyDockWidget(beside, dock)
        dock.hide()

    def _make_models(self) -> QWidget:
        from ecgviewer.ui.findings.models_panel import ModelsPanel

        return ModelsPanel(self.model_answers)

    def _add_maps(self, beside: QDockWidget) -> None:
        self.maps = LazyPanel(self._make_maps)
        right = Qt.DockWidgetArea.RightDockWidgetArea
        dock = self.panels.add(marked("Maps"), self.maps, right, "Shift+D")
        self.tabifyDockWidget(beside, dock)
        dock.hide()

    def _make_maps(self) -> QWidget:
        from ecgviewer.ui.findings.evidence_maps import EvidenceMaps

        return EvidenceMaps(self._session)

    def _add_what_if(self, beside: QDockWidget) -> None:
        self.what_if = LazyPanel(self._make_what_if)
        right = Qt.DockWidgetArea.RightDockWidgetArea
        dock = self.panels.add(marked("What if"), self.what_if, right, "Shift+X")
        self.tabifyDockWidget(beside, dock)
        dock.hide()

    def _make_what_if(self) -> QWidget:
        from ecgviewer.ui.findings.what_if import WhatIf
        from ecgviewer.ui.findings.what_if_panel import WhatIfPanel

        return WhatIfPanel(self._session, WhatIf(self._session))

    def _make_annotations(self) -> QWidget:
        from ecgviewer.ui.holter.annotations_panel import AnnotationsPanel

        return AnnotationsPanel(self._session, self.long.window)

    def _add_recent(self) -> None:
        self.recent_menu = RecentMenu(self.recent, self._session, self.open_files, self)
        menu = self.actions_table.menu(tr("&File"))
        menu.insertMenu(self.actions_table.action("next_file"), self.recent_menu)

    def _file_slots(self) -> FileSlots:
        return FileSlots(self.open_folder, self.find_file, self.toggle_read)

    def add_panel(
        self,
        title: str,
        panel: QWidget,
        area: Qt.DockWidgetArea = Qt.DockWidgetArea.RightDockWidgetArea,
    ) -> QDockWidget:
        """Put a panel beside the paper and into the Panels menu; see ``Panels.add``."""
        dock = self.panels.add(title, panel, area)
        bar = dock.titleBarWidget()
        if isinstance(bar, PanelTitle):
            bar.wear(self._worn)
        return dock

    def _stored_calipers(self) -> Calipers:
        """Return the session's calipers, set up as they last were."""
        stored = self._settings.load()
        return Calipers(self._session, stored.qtc_formula, stored.snapping)

    @Slot()
    def on_measuring_changed(self) -> None:
        """Bring the panel of calipers with the first one."""
        if self.calipers_panel is None and self.measuring.calipers.state.calipers:
            self._add_calipers_panel()

    def _add_calipers_panel(self) -> None:
        from ecgviewer.ui.calipers.calipers_panel import CalipersPanel

        self.calipers_panel = CalipersPanel(self.measuring)
        for name in ("remove_caliper", "put_down"):
            self.calipers_panel.addAction(self.actions_table.action(name))
        below = Qt.DockWidgetArea.BottomDockWidgetArea
        beside = self.panels.shown_in(below)  # which keep their height
        dock = self.add_panel(marked("Calipers"), self.calipers_panel, below)
        title = dock.titleBarWidget()
        height_px = self.calipers_panel.sizeHint().height()
        height_px += title.sizeHint().height() if title is not None else 0
        if self.dockWidgetArea(dock) == below and not beside:
            self.resizeDocks([dock], [height_px], Qt.Orientation.Vertical)

    def _connect(self) -> None:
        session, view = self._session, self.view
        session.recording_changed.connect(self.on_recording_changed)
        session.privacy_changed.connect(self.on_privacy_changed)
        session.files_changed.connect(self.on_captions_changed)
        session.opening.opened.connect(self.on_opened)
        session.opening.results_read.connect(self.on_results_read)
        session.filtering.changed.connect(self.actions_table.on_session_changed)
        session.analysis.marked_changed.connect(self.actions_table.on_session_changed)
        session.evidence_changed.connect(self.on_captions_changed)
        session.selection_changed.connect(self.on_captions_changed)
        session.view_changed.connect(self.on_view_changed)
        view.plot_changed.connect(self.on_captions_changed)
        self._scrolled.timeout.connect(self.on_captions_changed)
        self._values_due.timeout.connect(self.make_values)
        self._writing_due.timeout.connect(self.recent.write)
        self.long.window.changed.connect(self.on_time_window_changed)
        self.measuring.calipers.settled.connect(self.on_measuring_changed)
        self.measuring.reached.connect(self.long.window.reveal)
        session.comparison.changed.connect(self.actions_table.on_session_changed)
        session.comparison.changed.connect(self.on_captions_changed)
        view.cursor_moved.connect(self._cursor.setText)
        session.selection_changed.connect(self.on_selection_changed)
        self.lab.said.connect(self._cursor.setText)
        self.lab.changed.connect(self.actions_table.on_session_changed)
        self.answer.pressed.connect(self.on_answer_pressed)
        self.answer.pointed.connect(self.examining.pointer.point_at)
        self.answer.left.connect(view.setFocus)
        self.view.fits_changed.connect(self.actions_table.on_session_changed)
        self.workspaces.changed.connect(self.actions_table.on_session_changed)
        self.workspaces.entered["compare"] = self._compare_two
        self.workspaces.entered["explain"] = self._light_evidence
        session.examining.changed.connect(self._words.tell)
        session.examining.changed.connect(self.on_measured)
        session.reader_lines.settled.connect(self._words.tell)
        # Queued: the frame is then on the screen, and not still being painted.
        queued = Qt.ConnectionType.QueuedConnection
        view.painted.connect(session.on_paper_painted, queued)
        view.painted.connect(self.on_view_painted, queued)

    def _restore(self) -> None:
        stored = self._settings.load()
        self.examining.values.wait(True)
        self.workspaces.remember(stored.workspace)
        if not self.arrangement.restore(stored):
            self.workspaces.arrange()
        if stored.fit_paper:
            self.view.fit()
        self._session.opening.set_marks_on_next(stored.mark_read_on_next)
        self._session.set_hide_patient(stored.hide_patient)
        self.grouping.restore()
        self.view.setFocus()

    def _aside(self, aside: bool) -> None:
        """Let the panels make room for the lab, or come back."""
        if aside:
            self.arrangement.put_panels_aside()
        else:
            self.arrangement.bring_panels_back()

    @Slot(str)
    def on_answer_pressed(self, key: str) -> None:
        """Show every value, at one of them, with the beat it is of."""
        self.workspaces.choose("measure")
        self.examining.show_values(key)

    def _compare_two(self) -> None:
        if self._session.comparison.second is None and self._session.recording:
            self.comparing.toggle()

    def _light_evidence(self) -> None:
        if not self._session.view.evidence_shown:
            self._session.viewing.toggle_evidence()

    def header_text(self) -> str:
        return self.answer.header_text()

    def footer_text(self) -> str:
        return self._footer.text()

    def cursor_text(self) -> str:
        return self._cursor.text()

    # ----------------------------------------------------------------------- signals

    @Slot()
    def on_recording_changed(self) -> None:
        """Name the recording; its captions are written once it is laid out."""
        recording = self._session.recording
        if recording is not None:
            path, hidden = recording.source.path, self._session.hide_patient
            name = shown_name(path, hidden)
            mark = tr(theme.NOT_FOR_DIAGNOSIS)
            self.setWindowTitle(f"{name} – {PROGRAM} – {mark}")

    @Slot()
    def on_privacy_changed(self) -> None:
        self.on_recording_changed()
        self._show_captions()

    @Slot()
    def on_captions_changed(self) -> None:
        self._show_captions()

    @Slot()
    def on_selection_changed(self) -> None:
        """Say in words where the reader is."""
        self._cursor.setText(self._words.selection())

    @Slot()
    def on_time_window_changed(self) -> None:
        """Say which stretch is in view, but not anew with every frame of a pan."""
        if not self._scrolled.isActive():
            self._scrolled.start()

    @Slot()
    def on_view_changed(self) -> None:
        self._wear(SCHEMES[self._session.view.scheme])

    def _wear(self, scheme: Scheme) -> None:
        """Give the window colours that suit the paper."""
        if scheme is not self._worn:
            self._worn = scheme
            style.wear(self, scheme)
            self._draw_icons(scheme)
            if self.arrangement.second is not None:
                style.wear(self.arrangement.second, scheme)

    @Slot()
    def make_values(self) -> None:
        """Fill the place of the measurements, if it can be seen."""
        self._values_due.stop()
        self.examining.values.wait(False)

    @Slot()
    def on_measured(self) -> None:
        if self._session.examining.result is not None:
            self.make_values()

    @Slot()
    def on_view_painted(self) -> None:
        if not self._painted_once:
            self._painted_once = True
            self.first_painted.emit()
            # What it is made of is imported by then, and not on this thread.
            self._values_due.start()

    def _show_captions(self) -> None:
        self._write_captions()
        self._words.tell()

    def _write_captions(self) -> None:
        # It states the scale of the paper, which median beats do not share.
        self._footer.setVisible(not self._session.comparison.covers_paper)
        recording, plot = self._session.recording, self.view.plot
        if recording is None or plot is None:
            self.answer.say_recording((tr(WELCOME),))
            self._footer.setText("")
            self.welcome.setVisible(recording is None)
            return
        self.welcome.hide()
        parts = header_parts(recording, self._session.hide_patient)
        worklist = self._session.worklist
        place = worklist.place_of(worklist.shown)
        if place is not None and len(worklist) > 1:
            text = tr("file {number} of {n} (keys N, P)")
            parts += (text.format(number=place + 1, n=len(worklist)),)
        self.answer.say_recording(parts)
        view = self.view
        said = footer_parts(
            plot, view.scale_text(), view.unscaled_px_per_mm(), view.span_s(plot)
        )
        footer = SEPARATOR.join(said)
        if self._session.view.evidence_shown and self._session.code is not None:
            footer += "\n" + self._legend(self._session.code)
        footer += self._selection_text(plot)
        self._footer.setText(self._session.shown(footer))

    def _legend(self, code: str) -> str:
        """Say what bars mean, or that there are none yet: no bar would mean nil."""
        evidence = self._session.evidence
        if evidence is None:
            return tr("Evidence for {code} is not there yet.").format(code=code)
        if not evidence.tells("beat"):
            return tr("Evidence for {code}: that of beats is not there yet.").format(
                code=code
            )
        text = tr("Evidence for {code}: {legend}")
        return text.format(code=code, legend=strip_legend())

    def _selection_text(self, plot: Plot) -> str:
        """Say what is marked, and where a beat is whose lead is not drawn just then."""
        selection, beats = self._session.selection, self._session.beats
        if selection.beat is None and (leads := self._session.selected_leads()):
            text = tr("Marked: {leads}")
            return "\n" + text.format(leads=", ".join(leads))
        if selection.lead is None or selection.beat is None or beats is None:
            return ""
        time_s = float(beats.times_s[selection.beat])
        if shows_beat(plot, selection.lead, time_s):
            return ""
        text = tr(
            "{lead} is not drawn at {time:.2f} s in this layout; the beat is marked in "
            "the lowest row that shows it. 12×1 (key 2) shows every beat of a lead."
        )
        return "\n" + text.format(lead=selection.lead, time=time_s)

    # ------------------------------------------------------------------------ window

    def set_text_size(self, percent: int) -> None:
        """Write in letters of this size, now and from now on."""
        apply_text_size(percent)
        for window in filter(None, (self, self.arrangement.second)):
            style.take_letters(window)
        # Later: headers take the size of their letters when they are next laid out.
        QTimer.singleShot(0, self, self._widen_statements)
        self._settings.change(lambda stored: replace(stored, text_percent=percent))

    @Slot()
    def _widen_statements(self) -> None:
        self.panels.give_room(self._statements_dock)

    def step_text_size(self, step: int) -> None:
        self.set_text_size(stepped(self._settings.load().text_percent, step))

    @property
    def language(self) -> str:
        """The language chosen for the next start."""
        return self._settings.load().language

    def choose_language(self, code: str) -> None:
        """Remember a language; what is on the screen stays in the present one."""
        self._settings.change(lambda stored: replace(stored, language=code))
        self.actions_table.on_session_changed()
        text = tr("The language changes when the program is next started.")
        self._session.set_message(Message(text, "warning"))

    @property
    def model_name(self) -> str:
        """The model that is asked."""
        return self._session.model_name

    @cached_property
    def model_names(self) -> tuple[str, ...]:
        """The models that are installed, the default first."""
        return tuple(bundle.name for bundle in installed_bundles())

    def choose_model(self, name: str) -> None:
        """Ask this model, now and from the next start on."""
        self._session.choose_model(name)
        self._settings.change(lambda stored: replace(stored, model=name))
        self._model_button.setText(name)
        self.actions_table.on_session_changed()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave full screen by Esc, once nothing else wants that key."""
        if event.key() == Qt.Key.Key_Escape and self.arrangement.is_full_screen:
            self.arrangement.leave_full_screen()
            return
        super().keyPressEvent(event)

    @Slot()
    def calibrate_screen(self) -> None:
        from ecgviewer.ui.window.calibration import CalibrationDialog

        dialog = CalibrationDialog(self._screens, self)
        dialog.accepted.connect(self.view.on_screen_changed)
        dialog.open()

    @Slot()
    def choose_rhythm_leads(self) -> None:
        from ecgviewer.ui.window.rhythm_dialog import RhythmDialog

        RhythmDialog(self._session, self).open()

    # ---------------------------------------------------------------- finding actions

    @Slot()
    def show_palette(self) -> None:
        from ecgviewer.ui.shell.palette import Palette

        Palette(self.actions_table, self).open()

    @Slot()
    def show_key_sheet(self) -> None:
        from ecgviewer.ui.shell.key_sheet import KeySheet

        KeySheet(self.actions_table, self).open()

    # ------------------------------------------------------------------------- files

    @Slot()
    def open_file(self) -> None:
        folder = self._settings.load().folder
        names = self.ask_for_files(self, folder)
        if names:
            self.open_files([Path(name) for name in names])

    def choose_second(self, chosen: Callable[[Path], None]) -> None:
        """Ask for a recording to compare with, and hand it on."""
        from ecgviewer.ui.comparing.second_dialog import SecondDialog

        def other_file() -> Path | None:
            names = self.ask_for_files(self, self._settings.load().folder)
            return Path(names[0]) if names else None

        dialog = SecondDialog(self._session, self.recent.paths(), other_file, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        # Names can be hidden while it stands before the window and takes its keys.
        dialog.addAction(self.actions_table.action("hide_patient"))
        dialog.chosen.connect(chosen)
        dialog.open()

    @Slot()
    def open_folder(self) -> None:
        name = self.ask_for_folder(self, self._settings.load().folder)
        if name:
            self.open_files([Path(name)])

    def open_files(self, paths: Sequence[Path]) -> None:
        """Open files or folders; they are remembered once it is known which."""
        self._session.open_files(paths)

    @Slot(object, bool)
    def on_opened(self, paths: Sequence[Path], is_folder: bool) -> None:
        """Remember what was opened, and show the list of it if it is one."""
        first = paths[0].absolute()
        folder = first if is_folder else first.parent
        self.recent.note(*paths[:MAX_RECENT], folder=folder)
        self._writing_due.start()
        if len(paths) > 1 or is_folder:
            self._worklist_dock.show()

    @Slot(object)
    def on_results_read(self, sought: "Sought") -> None:
        """Show a table of results in place of the worklist, below the paper."""
        below, dock = Qt.DockWidgetArea.BottomDockWidgetArea, self._worklist_dock
        if self.dockWidgetArea(dock) == Qt.DockWidgetArea.LeftDockWidgetArea:
            self.addDockWidget(below, dock)  # it is too wide for a rail
        self._worklist_dock.show()
        self._worklist_dock.raise_()
        self.worklist.show_results(sought)
        self.recent.add(sought.table.path.absolute())

    @Slot()
    def find_file(self) -> None:
        """Show the worklist and put the keyboard into its filter."""
        self._worklist_dock.show()
        self._worklist_dock.raise_()
        line = self.worklist.made().filter
        line.setFocus(Qt.FocusReason.ShortcutFocusReason)
        line.selectAll()

    @Slot()
    def toggle_read(self) -> None:
        """Mark the recording, or the selected row while the keyboard is in the list."""
        listed = self.worklist.list
        if listed is not None and listed.table.hasFocus():
            listed.toggle_selected()
        else:
            self._session.opening.toggle_read()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        urls = event.mimeData().urls()
        paths = [Path(url.toLocalFile()) for url in urls if url.isLocalFile()]
        if paths:
            event.acceptProposedAction()
            self.open_files(paths)

    def exporting(self) -> "Exporting":
        """Return what brings pages out; imported when it is first asked for."""
        if self._exporting is None:
            from ecgviewer.ui.export.exporting import Exporting

            self._exporting = Exporting(
                self._session,
                self.view,
                self._settings,
                lambda: self.examining.page_values(self.measuring.readouts()),
            )
            self._exporting.written.connect(self._status_line.say)
            changed = self.actions_table.on_session_changed
            self._exporting.busy_changed.connect(changed)
            self._leaving.watch(self._exporting)
        return self._exporting

    def _is_exporting(self) -> bool:
        return self._exporting is not None and self._exporting.busy

    # ---------------------------------------------------------------- start and end

    def show_notice(self) -> None:
        """Say what the program is not, unless the reader has already read it."""
        if not self._settings.load().notice_read:
            self.say_notice()

    @Slot()
    def say_notice(self) -> None:
        self._says_notice = True
        self.notice.show()
        self.actions_table.on_session_changed()

    @Slot()
    def show_documentation(self) -> None:
        if reason := open_documentation():
            self._session.set_message(Message(reason, "warning"))

    @Slot()
    def accept_notice(self) -> None:
        self._says_notice = False
        self.notice.hide()
        self.actions_table.on_session_changed()
        self._settings.change(lambda stored: replace(stored, notice_read=True))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        # Docks have the widths of the last time by then.
        QTimer.singleShot(0, self, self._widen_statements)

    def closeEvent(self, event: QCloseEvent) -> None:
        if self._leaving.must_wait():
            event.ignore()
            return
        self._values_due.stop()
        self._writing_due.stop()
        self.recent.write()
        self._settings.change(self._remembered)
        self._session.close()
        super().closeEvent(event)

    def _remembered(self, stored: Settings) -> Settings:
        """Return the settings with how everything is now looked at."""
        view = self._session.view
        stored = self.arrangement.remembered(stored)
        return replace(
            stored.with_arrangement(view.arrangement),
            layout=view.layout,
            speed_mm_per_s=view.speed_mm_per_s,
            gain_mm_per_mv=view.gain_mm_per_mv,
            qtc_formula=self.measuring.calipers.formula,
            snapping=self.measuring.calipers.snapping,
            scheme=view.scheme,
            fit_paper=self.view.fits,
            workspace=self.workspaces.current,
            mark_read_on_next=self._session.opening.marks_on_next,
            hide_patient=self._session.hide_patient,
        )


def _caption(most_lines: int) -> CaptionLabel:
    """Return a line of text below the paper that never widens the window."""
    label = FooterLabel(most_lines=most_lines)
    label.setContentsMargins(SPACE_PX, GAP_PX // 2, SPACE_PX, 0)
    label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
    return label
