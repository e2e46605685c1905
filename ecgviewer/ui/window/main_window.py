"""The window: puts the parts together and does nothing else."""

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
from ecgviewer.ui.look import style
from ecgviewer.ui.look.screens import Screens
from ecgviewer.ui.look.settings import SettingsStore, kept_alias_key
from ecgviewer.ui.look.text_size import apply_text_size
from ecgviewer.ui.look.theme import SCHEMES
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
from ecgviewer.ui.shell.notices import NoticeReading, StatusLine
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
from ecgviewer.ui.window.exporting_on_demand import ExportingOnDemand
from ecgviewer.ui.window.info_panel import InfoPanel
from ecgviewer.ui.window.middle import Middle
from ecgviewer.ui.window.model_button import ModelButton
from ecgviewer.ui.window.reading_actions import reading_actions
from ecgviewer.ui.window.remembering import Remembering
from ecgviewer.ui.window.search import Search
from ecgviewer.ui.window.side_panels import PanelParts, SidePanels
from ecgviewer.ui.window.top_row import Head, TopRow
from ecgviewer.ui.window.window_actions import (
    help_actions,
    page_actions,
    window_actions,
)
from ecgviewer.ui.window.workspaces import (
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
    closing_actions,
    worklist_actions,
)
from ecgviewer.ui.worklist.worklist_panel import WorklistPanel


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
        self._session, self._settings = session, settings
        self._painted_once = False
        use_alias_key(kept_alias_key(settings))
        apply_text_size(settings.load().text_percent)
        style.wear(self, SCHEMES[session.view.scheme])
        self.recent = Recent(settings, self)
        self.choices = KeptChoices(session, settings, self)
        self.help = HelpWindows(session, self)
        self.notice_reading = NoticeReading(settings, self)
        self._status_line = StatusLine(session, self.statusBar())
        self._screens = Screens(settings)
        self.view = EcgView(session, screen_scale, scale_of=self._screens.scale)
        PaintingAhead(session, self.view)
        self.findings = FindingsPanel(session)
        self.info = InfoPanel(session)
        self.worklist = WorklistPanel(session)
        self.files = FileOpening(
            *(session, self.recent, self.worklist, ask_for_files, ask_for_folder, self),
        )
        self.dialogs = Dialogs(*(session, self._screens, self.recent, self.files, self))
        self.grouping = GroupingChoice(session, settings, self)
        self.tables = TableAsking(session, self)
        self._make_parts()
        self._make_actions()
        self._build()
        self._connect()
        self._restore()

    def _make_parts(self) -> None:
        """Make what measures, compares and looks into what the paper shows."""
        session, view, stored = self._session, self.view, self._settings.load()
        self.long = LongReading(session, view)
        calipers = Calipers(session, stored.qtc_formula, stored.snapping)
        self.measuring = Measuring(session, view, calipers)
        self.answer = AnswerRow(session, lambda: calipers.setup.formula)
        calipers.settled.connect(self.answer.write)
        self.captions = CaptionLines(
            *(session, view, self.long, self.measuring, self.answer, self),
        )
        self.beats = BeatsDock(session, view)
        self.examining = ExaminingParts(session, view, calipers)
        self._values = WaitingValues(session, self.examining, self)
        self.exporting = ExportingOnDemand(
            *(session, view, self._settings),
            lambda: self.examining.page_values(self.measuring.readouts()),
        )
        self._leaving = Leaving(session, self.exporting, self.close, self)
        self.comparing = Comparing(session, view, self.dialogs.choose_second)
        self.lab = AttentionLab(
            *(session, view, lambda: attending(installed_bundles())),
            lambda aside: self.arrangement.set_aside(aside),
            self.comparing.compare,
        )
        self.search = Search(
            session,
            self,
            self.on_answer_pressed,
            lambda: self.answer.value_key(QTC),
            lambda: self.workspaces.choose("explain"),
        )

    def _make_actions(self) -> None:
        """Make the actions of all parts, and what arranges the parts by them."""
        session = self._session
        self.actions_table = Actions(self._table(), session, self.view)
        for part in (self.help, self.search, self.dialogs):
            part.take_actions(self.actions_table)
        self.grouping.changed.connect(self.actions_table.on_session_changed)
        self.measuring.take_keys(self.actions_table, SHARED_KEYS)
        self.examining.keep_actions(self.actions_table)
        self.panels = Panels(self, self.actions_table, self.view)
        self.arrangement = Arrangement(self, self.view, self.panels)
        self.workspaces = Workspaces(self, self.panels, self.arrangement, self.lab)
        self._remembering = Remembering(
            *(session, self._settings, self.view, self.measuring.calipers),
            *(self.arrangement, self.workspaces),
        )
        for spec in (
            *workspace_actions(self.workspaces),
            *window_actions(self.choices, self.arrangement, self.dialogs),
        ):
            self.actions_table.add(spec)
        self.context_menus = ContextMenus(
            *(session, self.actions_table, self.view, self.answer, self.examining),
            self.findings.statements,
        )

    def _table(self) -> tuple[ActionSpec, ...]:
        """Return the actions of all parts, in the order of the menus."""
        session = self._session
        return (
            *reading_actions(session, self.view, self.files, self.dialogs),
            *evidence_actions(
                *(session, self.grouping),
                lambda: self.grouping.choose_file(self),
            ),
            *worklist_actions(session, self.files),
            self.tables.action(),
            *time_actions(session, self.long),
            *measuring_actions(session, self.measuring),
            *page_actions(self.exporting),
            *looks_actions(session),
            *closing_actions(self.close),
            *help_actions(self.search, self.help, self.notice_reading),
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
        session, table, files = self._session, self.actions_table, self.files
        self.middle = Middle(
            *(session, table, self.view, self.captions, self.long),
            *(self.comparing, self.lab),
            self.workspaces.only("explain", self.findings.evidence.above),
        )
        self.setCentralWidget(self.middle)
        self.head = Head(TopRow(table), self.answer)
        self.setMenuWidget(self.head)
        self.recent_menu = RecentMenu(self.recent, session, files.open_files, self)
        self.captions.welcome.offer(files, self.recent)
        menu = table.menu(tr("&File"))
        menu.insertMenu(table.action("next_file"), self.recent_menu)
        # Without this the keys would sleep while the menu bar is hidden.
        keyed = [action for spec, action in table.rows() if not spec.on_paper]
        self.addActions(keyed)
        parts = PanelParts(
            *(self.findings, self.info, self.worklist, self.beats, self.examining),
            *(self.measuring, self.long, files),
        )
        self.side = SidePanels(
            *(session, self.panels, parts, table),
            *(self.choices.model_names, self),
        )
        self._appearance = Appearance(
            *(session, table, self.choices, self.arrangement, self.head),
            *(self.side, self),
        )
        self.captions.put_into(self.statusBar(), ModelButton(self.choices, table))
        self.captions.show()

    def menuBar(self) -> QMenuBar:
        """Return the menus, which stand in the first row."""
        return self.head.first.menus

    def _connect(self) -> None:
        session, view = self._session, self.view
        for signal in (
            *(self.choices.changed, self.notice_reading.changed),
            *(self.exporting.busy_changed, self.workspaces.changed),
            view.fitting.changed,
        ):
            signal.connect(self.actions_table.on_session_changed)
        self.notice_reading.changed.connect(self.middle.notice.setVisible)
        self.measuring.reached.connect(self.long.window.reveal)
        self.dialogs.calibrated.connect(view.magnification.on_screen_changed)
        self.lab.said.connect(self.captions.cursor.setText)
        self.lab.changed.connect(self.workspaces.changed)
        self.exporting.written.connect(self._status_line.say)
        self.answer.pressed.connect(self.on_answer_pressed)
        self.answer.pointed.connect(self.examining.pointer.point_at)
        self.answer.left.connect(view.setFocus)
        self.workspaces.entered["compare"] = self.comparing.begin
        self.workspaces.entered["explain"] = session.viewing.steps.show_evidence
        # Queued: the frame is then on the screen, and not still being painted.
        queued = Qt.ConnectionType.QueuedConnection
        view.painted.connect(session.on_paper_painted, queued)
        view.painted.connect(self.on_view_painted, queued)

    def _restore(self) -> None:
        self.examining.values.wait(True)
        self._remembering.restore()
        self.grouping.restore()
        self.view.setFocus()

    @Slot(str)
    def on_answer_pressed(self, key: str) -> None:
        """Show every value, at one of them, with the beat it is of."""
        self.workspaces.choose("measure")
        self.examining.show_values(key)

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

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if dropped_paths(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        if paths := dropped_paths(event.mimeData()):
            event.acceptProposedAction()
            self.files.open_files(paths)

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
        self._remembering.write()
        self._session.close()
        super().closeEvent(event)
