"""The neighbours' sheets, painted before they are opened.

Stroking the traces is most of what opening a recording costs once it has been read.
"""

from collections.abc import Sequence

from PySide6.QtCore import QObject, Slot

from ecgviewer.ecg.recording import Recording
from ecgviewer.ui.paper.ecg_view import EcgView
from ecgviewer.ui.paper.still_sheet import paint_pictures
from ecgviewer.ui.state.session import Session

KEY = "paint ahead"


class PaintingAhead(QObject):
    """Belongs to a view and gives it pictures; lives on the GUI thread.

    A picture serves only as long as the sheet would be laid out as it was then;
    without one the sheet is painted when it is shown.
    """

    def __init__(self, session: Session, view: EcgView) -> None:
        super().__init__(view)
        self._view, self._runner = view, session.background
        session.opening.neighbours_read.connect(self.on_neighbours_read)
        session.recording_changed.connect(self.on_recording_changed)

    @Slot(object)
    def on_neighbours_read(self, recordings: Sequence[Recording]) -> None:
        # What stays in its file would be read again, beside the reader.
        parts = [
            self._view.first_part(recording)
            for recording in recordings
            if recording.in_memory
        ]
        self._runner.submit(
            KEY,
            paint_pictures,
            self._view.still.layers_of_plot(),
            tuple(parts),
            on_done=self._view.still.keep_ahead,
        )

    @Slot()
    def on_recording_changed(self) -> None:
        """The reader went on: what is under way must not stand in the way."""
        self._runner.cancel(KEY)
