"""Which panels stand beside the paper and below it, and how they are made."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtWidgets import QDockWidget, QMainWindow, QWidget

from ecgviewer.ui.beats.beats_actions import TITLE as BEATS
from ecgviewer.ui.beats.beats_actions import BeatsDock
from ecgviewer.ui.calipers.caliper_controller import Measuring
from ecgviewer.ui.findings.findings_panel import FindingsPanel
from ecgviewer.ui.findings.model_answers import ModelAnswers
from ecgviewer.ui.holter.long_reading import LongReading
from ecgviewer.ui.look.theme import SCHEMES, Scheme
from ecgviewer.ui.look.widgets import LazyPanel, PanelTitle
from ecgviewer.ui.measurements.examining_parts import ExaminingParts
from ecgviewer.ui.shell.actions import Actions
from ecgviewer.ui.shell.panels import Panels, in_front
from ecgviewer.ui.state.session import Session
from ecgviewer.ui.text.i18n import marked
from ecgviewer.ui.window.info_panel import InfoPanel
from ecgviewer.ui.worklist.file_opening import FileOpening
from ecgviewer.ui.worklist.worklist_panel import WorklistPanel

if TYPE_CHECKING:
    from ecgviewer.ui.calipers.calipers_panel import CalipersPanel

LEFT = Qt.DockWidgetArea.LeftDockWidgetArea
RIGHT = Qt.DockWidgetArea.RightDockWidgetArea
BELOW = Qt.DockWidgetArea.BottomDockWidgetArea
LOW_PX = 900  # in a lower window nothing comes below the paper by itself
CALIPERS = marked("Calipers")


@dataclass(frozen=True)
class PanelParts:
    """What panels show, and what makes them."""

    findings: FindingsPanel
    info: InfoPanel
    worklist: WorklistPanel
    beats: BeatsDock
    examining: ExaminingParts
    measuring: Measuring
    long: LongReading
    files: FileOpening


class SidePanels(QObject):
    """The window's panels; those that few look at are made when they are first seen."""

    def __init__(
        self,
        session: Session,
        panels: Panels,
        parts: PanelParts,
        actions: Actions,
        model_names: tuple[str, ...],
        window: QMainWindow,
    ) -> None:
        super().__init__(window)
        self._session = session
        self._panels = panels
        self._parts, self._actions = parts, actions
        self._window = window
        self.model_answers = ModelAnswers(session, model_names)
        self.annotations = LazyPanel(self._make_annotations)
        self.models = LazyPanel(self._make_models)
        self.maps = LazyPanel(self._make_maps)
        self.what_if = LazyPanel(self._make_what_if)
        self.calipers: CalipersPanel | None = None
        # The panels beside the paper keep their height when one comes below it.
        window.setCorner(Qt.Corner.BottomRightCorner, RIGHT)
        self.statements_dock = panels.add(marked("Statements"), parts.findings, RIGHT)
        facts = panels.add(marked("Recording"), parts.info, RIGHT)
        beats = panels.add(BEATS, parts.beats.panel, RIGHT)
        window.tabifyDockWidget(self.statements_dock, facts)
        window.tabifyDockWidget(self.statements_dock, beats)
        for title, panel, key in (
            (marked("Annotations"), self.annotations, "Shift+U"),
            (marked("Models"), self.models, "Shift+A"),
            (marked("Maps"), self.maps, "Shift+D"),
            (marked("What if"), self.what_if, "Shift+X"),
        ):
            dock = panels.add(title, panel, RIGHT, key)
            window.tabifyDockWidget(self.statements_dock, dock)
            dock.hide()
        parts.beats.put_into(beats)
        parts.examining.add_panels(panels)
        self.statements_dock.raise_()
        window.setCorner(Qt.Corner.BottomLeftCorner, LEFT)
        self.worklist_dock = panels.add(marked("Worklist"), parts.worklist, LEFT, "L")
        self.worklist_dock.hide()
        parts.files.list_wanted.connect(self.worklist_dock.show)
        parts.files.search_wanted.connect(self.bring_worklist)
        parts.files.results_wanted.connect(lambda: self.bring_worklist(below=True))
        parts.measuring.calipers.settled.connect(self.bring_calipers)

    def wear(self, scheme: Scheme) -> None:
        """Draw the titles in the colours of a scheme."""
        for dock in self._panels.docks:
            title = dock.titleBarWidget()
            if isinstance(title, PanelTitle):
                title.wear(scheme)

    @Slot()
    def widen_statements(self) -> None:
        """Widen the statements if their letters have become too large for them."""
        self._panels.give_room(self.statements_dock)

    def bring_worklist(self, *, below: bool = False) -> None:
        """Show it in front; below the paper, if it is too wide for a rail."""
        dock = self.worklist_dock
        if below and self._window.dockWidgetArea(dock) == LEFT:
            self._window.addDockWidget(BELOW, dock)
        dock.show()
        dock.raise_()

    @Slot()
    def bring_calipers(self) -> None:
        """Bring the panel of calipers with the first one."""
        if (
            self.calipers is not None
            or not self._parts.measuring.calipers.state.calipers
        ):
            return
        from ecgviewer.ui.calipers.calipers_panel import CalipersPanel

        self.calipers = panel = CalipersPanel(self._parts.measuring)
        for name in ("remove_caliper", "put_down"):
            panel.addAction(self._actions.action(name))
        others = self._panels.shown_in(RIGHT)
        if others and self._window.height() < LOW_PX:
            self._add_calipers_behind(panel, others)
        else:
            self._add_calipers_below(panel)
        self.wear(SCHEMES[self._session.view.scheme])

    def _add_calipers_behind(self, panel: QWidget, others: list[QDockWidget]) -> None:
        # Below it would take the rhythm strip; each caliper says its value itself.
        dock = self._panels.add(CALIPERS, panel, RIGHT)
        if self._window.dockWidgetArea(dock) == RIGHT:  # and not where it last stood
            front = next(filter(in_front, others), others[0])
            self._window.tabifyDockWidget(others[0], dock)
            front.raise_()

    def _add_calipers_below(self, panel: QWidget) -> None:
        beside = self._panels.shown_in(BELOW)  # which keep their height
        dock = self._panels.add(CALIPERS, panel, BELOW)
        title = dock.titleBarWidget()
        height_px = panel.sizeHint().height()
        height_px += title.sizeHint().height() if title is not None else 0
        if self._window.dockWidgetArea(dock) == BELOW and not beside:
            self._window.resizeDocks([dock], [height_px], Qt.Orientation.Vertical)

    def _make_annotations(self) -> QWidget:
        from ecgviewer.ui.holter.annotations_panel import AnnotationsPanel

        return AnnotationsPanel(self._session, self._parts.long.window)

    def _make_models(self) -> QWidget:
        from ecgviewer.ui.findings.models_panel import ModelsPanel

        return ModelsPanel(self.model_answers)

    def _make_maps(self) -> QWidget:
        from ecgviewer.ui.findings.evidence_maps import EvidenceMaps

        return EvidenceMaps(self._session)

    def _make_what_if(self) -> QWidget:
        from ecgviewer.ui.findings.what_if import WhatIf
        from ecgviewer.ui.findings.what_if_panel import WhatIfPanel

        return WhatIfPanel(self._session, WhatIf(self._session))
