"""The window: puts the parts together and does nothing else."""

from collections.abc import Sequence
from dataclasses import replace
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
    QMainWindow,
    QMenuBar,
    QToolBar,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ecgviewer.ai.installed import installed_bundles
from ecgviewer.ecg.page.paper import ScreenScale
from ecgviewer.ui.beats.beats_actions import BeatsDock, beats_actions
from ecgviewer.ui.calipers.caliper_controller import Measuring
from ecgviewer.ui.calipers.calipers import Calipers
from ecgviewer.ui.calipers.measuring_actions import SHARED_KEYS, measuring_actions
from ecgviewer.ui.comparing.comparison_actions import Comparing, comparison_actions
from ecgviewer.ui.findings.evidence_actions import GroupingChoice, evidence_actions
from ecgviewer.ui.findings.findings_panel import FindingsPanel
from ecgviewer.ui.holter.long_reading import LongReading
from ecgviewer.ui.holter.time_actions import time_actions
from ecgviewer.ui.lab.lab_actions import AttentionLab, lab_actions
from ecgviewer.ui.lab.lab_state import attending
from ecgviewer.ui.look import style, theme
from ecgviewer.ui.look.icons import icon_size
from ecgviewer.ui.look.screens import Screens
from ecgviewer.ui.look.settings import Settings, SettingsStore, kept_alias_key
from ecgviewer.ui.look.stray_tabs import UnusedTabBars
from ecgviewer.ui.look.text_size import apply_text_size
from ecgviewer.ui.look.theme import GAP_PX, SCHEMES, SPACE_PX
from ecgviewer.ui.look.widgets import (
    SmallLabel,
)
from ecgviewer.ui.measurements.answer_row import AnswerRow
from ecgviewer.ui.measurements.examining_parts import ExaminingParts, examining_actions
from ecgviewer.ui.measurements.numerals import QTC
from ecgviewer.ui.measurements.waiting_values import WaitingValues
from ecgviewer.ui.paper.ecg_view import EcgView
from ecgviewer.ui.paper.painting_ahead import PaintingAhead
from ecgviewer.ui.paper.paper_actions import looks_actions
from ecgviewer.ui.shell.actions import Actions, ActionSpec
from ecgviewer.ui.shell.help_windows import HelpWindows
from ecgviewer.ui.shell.kept_choices import KeptChoices
from ecgviewer.ui.shell.notices import Banner, NoticeReading, NoticeStrip, StatusLine
from ecgviewer.ui.shell.panels import Panels
from ecgviewer.ui.state.session import Session
from ecgviewer.ui.text.i18n import tr
from ecgviewer.ui.text.privacy import use_alias_key
from ecgviewer.ui.window.appearance import Appearance
from ecgviewer.ui.window.arrangement import Arrangement
from ecgviewer.ui.window.caption_lines import PROGRAM, CaptionLines
from ecgviewer.ui.window.close_guard import Leaving
from ecgviewer.ui.window.context_menus import ContextMenus
from ecgviewer.ui.window.dialogs.opened import Dialogs
from ecgviewer.ui.window.dialogs.table_asking import TableAsking
from ecgviewer.ui.window.filter_widgets import FilterButton, FilterMark
from ecgviewer.ui.window.info_panel import InfoPanel
from ecgviewer.ui.window.model_button import ModelButton
from ecgviewer.ui.window.paper_bar import PaperBar
from ecgviewer.ui.window.reading_actions import reading_actions
from ecgviewer.ui.window.search import Search
from ecgviewer.ui.window.side_panels import PanelParts, SidePanels
from ecgviewer.ui.window.top_row import Head, Segments, TopRow
from ecgviewer.ui.window.window_actions import (
    help_actions,
    page_actions,
    window_actions,
)
from ecgviewer.ui.window.workspaces import (
    WORKSPACES,
    Workspaces,
    workspace_actions,
)
from ecgviewer.ui.worklist.file_opening import (
    ChooseFiles,
    ChooseFolder,
    FileOpening,
    choose_files,
    choose_folder,
    dropped_paths,
)
from ecgviewer.ui.worklist.recent import Recent, RecentMenu
from ecgviewer.ui.worklist.worklist_actions import (
    FileSlots,
    closing_actions,
    worklist_actions,
)
from ecgviewer.ui.worklist.worklist_panel import WorklistPanel

if TYPE_CHECKING:
    from ecgviewer.ui.export.exporting import Exporting

WITHOUT_WORDS = ("open", "zoom_in", "zoom_out")


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
        self.recent = Recent(settings, self)
        self.choices = KeptChoices(session, settings, self)
        self.help = HelpWindows(session, self)
        self.search = Search(
            session,
            self,
            self.on_answer_pressed,
            lambda: self.answer.value_key(QTC),
            lambda: self.workspaces.choose("explain"),
        )
        self.notice_reading = NoticeReading(settings, self)
        self._painted_once = False
        apply_text_size(settings.load().text_percent)
        self._exporting: Exporting | None = None
        self._leaving = Leaving(session, self.close, self)
        self._status_line = StatusLine(session, self.statusBar())
        self._screens = Screens(settings)
        style.wear(self, SCHEMES[session.view.scheme])
        self.view = EcgView(session, screen_scale, scale_of=self._screens.scale)
        PaintingAhead(session, self.view)
        self.banner = Banner(session)
        self.findings = FindingsPanel(session)
        self.info = InfoPanel(session)
        self.worklist = WorklistPanel(session)
        self.files = FileOpening(
            *(session, self.recent, self.worklist, ask_for_files, ask_for_folder, self),
        )
        self.dialogs = Dialogs(*(session, self._screens, self.recent, self.files, self))
        self.filter_mark = FilterMark(self.view)
        self.long = LongReading(session, self.view)
        self.measuring = Measuring(session, self.view, self._stored_calipers())
        calipers = self.measuring.calipers
        self.answer = AnswerRow(session, lambda: calipers.setup.formula)
        calipers.settled.connect(self.answer.write)
        self.captions = CaptionLines(
            session, self.view, self.measuring, self.answer, self
        )
        self.beats = BeatsDock(session, self.view)
        self.examining = ExaminingParts(session, self.view, self.measuring.calipers)
        self._values = WaitingValues(session, self.examining, self)
        self.comparing = Comparing(session, self.view, self.dialogs.choose_second)
        self.grouping = GroupingChoice(session, settings, self)
        self.tables = TableAsking(session, self)
        self.lab = AttentionLab(
            *(session, self.view, lambda: attending(installed_bundles())),
            *(self._aside, self.comparing.compare),
        )
        self._make_actions()
        self._build()
        self._connect()
        self._restore()

    def _make_actions(self) -> None:
        """Make the actions of all parts, and what arranges the parts by them."""
        session = self._session
        self._menus = QMenuBar()
        self.actions_table = Actions(self._table(), session, self.view)
        for part in (self.help, self.search, self.dialogs):
            part.take_actions(self.actions_table)
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
        for spec in (
            *workspace_actions(self.workspaces),
            *window_actions(
                self.choices, self.arrangement, self.dialogs.calibrate_screen
            ),
        ):
            self.actions_table.add(spec)
        self.context_menus = ContextMenus(
            *(session, self.actions_table, self.view, self.answer, self.examining),
            self.findings.statements,
        )
        self.notice = NoticeStrip(self.actions_table.action("accept_notice"))

    def _table(self) -> tuple[ActionSpec, ...]:
        """Return the actions of all parts, in the order of the menus."""
        session, help_windows, notice = self._session, self.help, self.notice_reading
        files = self.files
        slots = FileSlots(files.open_folder, files.find_file, files.toggle_read)
        return (
            *reading_actions(
                session,
                self.view,
                self.files.open_file,
                self.dialogs.choose_rhythm_leads,
            ),
            *evidence_actions(
                *(session, self.grouping),
                lambda: self.grouping.choose_file(self),
            ),
            *worklist_actions(session, slots),
            self.tables.action(),
            *time_actions(session, self.long),
            *measuring_actions(session, self.measuring),
            *page_actions(self.exporting, self._is_exporting),
            *looks_actions(session),
            *closing_actions(self.close),
            *help_actions(
                self.search.show_palette,
                help_windows.show_key_sheet,
                notice.say,
                notice.accept,
                lambda: notice.is_said,
                help_windows.show_documentation,
            ),
            *beats_actions(self.beats),
            *examining_actions(
                *(session, self.examining),
                lambda: self.answer.setFocus(Qt.FocusReason.ShortcutFocusReason),
            ),
            *comparison_actions(session, self.comparing),
            *lab_actions(self.lab),
        )

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
        title = self.workspaces.only("explain", self.findings.evidence.above)
        for widget in (title, self.tools):
            self.lab.column.addWidget(widget)
        self.comparing.put_into(self.lab.column)
        column.addWidget(self.long.strip)
        column.addWidget(self.filter_mark)
        column.addWidget(self.captions.footer)
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
        parts = PanelParts(
            *(self.findings, self.info, self.worklist, self.beats, self.examining),
            *(self.measuring, self.long),
        )
        self.side = SidePanels(
            self._session, self.panels, parts, self.choices.model_names, self
        )
        self._appearance = Appearance(
            *(self._session, table, self.arrangement, self.head, self.side, self)
        )
        mark = SmallLabel(tr(theme.NOT_FOR_DIAGNOSIS))
        self.statusBar().addWidget(self.captions.cursor, 1)
        self.statusBar().addPermanentWidget(ModelButton(self.choices, table))
        self.statusBar().addPermanentWidget(mark)
        self.captions.show()

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
        tools.end_with(Segments(self.actions_table.at_right()))
        return tools

    def menuBar(self) -> QMenuBar:
        """Return the menus, which stand in the first row."""
        return self._menus

    def _add_recent(self) -> None:
        self.recent_menu = RecentMenu(self.recent, self._session, self.open_files, self)
        self.captions.welcome.offer(self.files, self.recent)
        menu = self.actions_table.menu(tr("&File"))
        menu.insertMenu(self.actions_table.action("next_file"), self.recent_menu)

    def _stored_calipers(self) -> Calipers:
        """Return the session's calipers, set up as they last were."""
        stored = self._settings.load()
        return Calipers(self._session, stored.qtc_formula, stored.snapping)

    @Slot()
    def on_measuring_changed(self) -> None:
        """Bring the panel of calipers with the first one."""
        self.side.bring_calipers(self.actions_table, self._appearance.scheme)

    def _connect(self) -> None:
        session, view = self._session, self.view
        side, refresh = self.side, self.actions_table.on_session_changed
        self.files.list_wanted.connect(side.show_worklist)
        self.files.search_wanted.connect(side.bring_worklist)
        self.files.results_wanted.connect(lambda: side.bring_worklist(below=True))
        self.choices.letters_changed.connect(self._appearance.on_letters_changed)
        self.choices.changed.connect(refresh)
        self.notice_reading.changed.connect(self.notice.setVisible)
        self.notice_reading.changed.connect(refresh)
        session.filtering.changed.connect(refresh)
        session.analysis.part.marked_changed.connect(refresh)
        self.long.window.changed.connect(self.captions.on_time_window_changed)
        self.measuring.calipers.settled.connect(self.on_measuring_changed)
        self.measuring.reached.connect(self.long.window.reveal)
        self.dialogs.calibrated.connect(view.magnification.on_screen_changed)
        session.comparison.changed.connect(refresh)
        self.lab.said.connect(self.captions.cursor.setText)
        self.lab.changed.connect(self.workspaces.changed)
        self.answer.pressed.connect(self.on_answer_pressed)
        self.answer.pointed.connect(self.examining.pointer.point_at)
        self.answer.left.connect(view.setFocus)
        self.view.fitting.changed.connect(refresh)
        self.workspaces.changed.connect(refresh)
        self.workspaces.entered["compare"] = self._compare_two
        self.workspaces.entered["explain"] = self._light_evidence
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
            self.view.fitting.fit()
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
            self._session.viewing.steps.toggle_evidence()

    def header_text(self) -> str:
        return self.answer.who.text()

    def footer_text(self) -> str:
        return self.captions.footer.text()

    def cursor_text(self) -> str:
        return self.captions.cursor.text()

    # ----------------------------------------------------------------------- signals

    @Slot()
    def on_view_painted(self) -> None:
        if not self._painted_once:
            self._painted_once = True
            self.first_painted.emit()
            self._values.start()

    # ------------------------------------------------------------------------ window

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave full screen by Esc, once nothing else wants that key."""
        if event.key() == Qt.Key.Key_Escape and self.arrangement.is_full_screen:
            self.arrangement.leave_full_screen()
            return
        super().keyPressEvent(event)

    # ------------------------------------------------------------------------- files

    def open_files(self, paths: Sequence[Path]) -> None:
        self.files.open_files(paths)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if dropped_paths(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        if paths := dropped_paths(event.mimeData()):
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

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        # Docks have the widths of the last time by then.
        QTimer.singleShot(0, self, self.side.widen_statements)

    def closeEvent(self, event: QCloseEvent) -> None:
        if self._leaving.must_wait():
            event.ignore()
            return
        self._values.stop()
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
            qtc_formula=self.measuring.calipers.setup.formula,
            snapping=self.measuring.calipers.setup.snapping,
            scheme=view.scheme,
            fit_paper=self.view.fitting.fits,
            workspace=self.workspaces.current,
            mark_read_on_next=self._session.opening.marks_on_next,
            hide_patient=self._session.hide_patient,
        )
