"""Reading what is longer than a page: puts its parts together for a window."""

from PySide6.QtCore import QObject, Slot

from ecgviewer.ecg.page.layouts import PAGE_S
from ecgviewer.ui.holter.annotation_item import AnnotationItem
from ecgviewer.ui.holter.jump import JumpDialog
from ecgviewer.ui.holter.overview_strip import OverviewStrip
from ecgviewer.ui.holter.time_window import TimeWindow
from ecgviewer.ui.paper.ecg_view import EcgView
from ecgviewer.ui.paper.sheet_item import LeadNamesItem, PulseItem
from ecgviewer.ui.paper.time_scale import TimeScaleItem
from ecgviewer.ui.state.session import Session


class LongReading(QObject):
    """The overview strip, the time scale, annotations, and moving between them."""

    def __init__(self, session: Session, view: EcgView) -> None:
        super().__init__(view)
        self._session, self._view = session, view
        self.window = TimeWindow(session, view)
        self.strip = OverviewStrip(session, self.window)
        self.overview_wanted = True
        self.annotations = AnnotationItem()
        self.dialog: JumpDialog | None = None
        view.add_overlay(TimeScaleItem())
        view.add_overlay(LeadNamesItem())
        view.add_overlay(PulseItem())
        view.add_overlay(self.annotations)
        session.recording_changed.connect(self.on_recording_changed)
        session.annotations_changed.connect(self.on_annotations_changed)
        session.view_changed.connect(self.on_view_changed)
        self.window.annotation_reached.connect(self.on_annotation_reached)
        self.strip.hide()

    @Slot()
    def on_recording_changed(self) -> None:
        self.annotations.show_current(None)
        self.on_annotations_changed()
        self._show_strip()

    @Slot()
    def on_annotations_changed(self) -> None:
        self.annotations.show_annotations(self._session.known.annotations)

    @Slot()
    def on_view_changed(self) -> None:
        self.annotations.setVisible(self._session.view.annotations_shown)

    @Slot(float)
    def on_annotation_reached(self, time_s: float) -> None:
        self.annotations.show_current(time_s)

    def toggle_overview(self) -> None:
        """Show or hide the strip; it is shown only where there is more than a page."""
        self.overview_wanted = not self.overview_wanted
        self._show_strip()

    def _show_strip(self) -> None:
        recording = self._session.recording
        long = recording is not None and recording.duration_s > PAGE_S
        self.strip.setVisible(long and self.overview_wanted)

    def ask_for_time(self) -> None:
        """Ask for a time and show the recording from there."""
        recording = self._session.recording
        if recording is None:
            return
        self.dialog = JumpDialog(recording, self._view.window())
        self.dialog.chosen.connect(self.window.begin_at)
        self.dialog.open()
