"""The median beats of a recording, found when somebody wants to see them."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from ecgviewer.ecg.median_beat import Abstention, MedianBeats
from ecgviewer.ui.text.i18n import tr

if TYPE_CHECKING:
    from ecgviewer.ui.state.session import Session

# Where a recording has more beats than are laid over each other, so many of them come
# before the one that is selected.
BEFORE_SELECTED = 100


class BeatsModel(QObject):
    """Belongs to a session; finds nothing as long as nobody ``want``s it."""

    changed = Signal()

    def __init__(self, session: "Session") -> None:
        super().__init__(session)
        self._session = session
        self._wanted = False
        self._result: MedianBeats | Abstention | None = None
        session.recording_changed.connect(self.on_recording_changed)
        session.beats_changed.connect(self.on_beats_changed)
        session.selecting.changed.connect(self.on_selection_changed)

    @property
    def result(self) -> MedianBeats | Abstention | None:
        """The median beats, why there are none, or ``None`` before they are known."""
        return self._result

    @property
    def median(self) -> MedianBeats | None:
        return self._result if isinstance(self._result, MedianBeats) else None

    def want(self) -> None:
        """Find the median beats of this recording and of those opened later."""
        if not self._wanted:
            self._wanted = True
            self._find(0)

    @Slot()
    def on_recording_changed(self) -> None:
        if self._result is not None:
            self._result = None
            self.changed.emit()

    @Slot()
    def on_beats_changed(self) -> None:
        self._find(0)

    @Slot()
    def on_selection_changed(self) -> None:
        """Go to the part of a long recording in which a beat was selected."""
        beat, median = self._session.selection.beat, self.median
        if beat is None or median is None or beat in median.left_out:
            return
        if median.row_of(beat) is None:
            self._find(max(0, beat - BEFORE_SELECTED))

    def _find(self, first_beat: int) -> None:
        session = self._session
        if not self._wanted or session.recording is None or session.known.beats is None:
            return
        session.recording_jobs.start(
            "median_beats",
            tr("Laying beats over each other …"),
            session.steps.median_beats,
            session.recording,
            session.known.beats,
            first_beat,
            on_done=self._on_found,
        )

    def _on_found(self, result: MedianBeats | Abstention) -> None:
        self._result = result
        self.changed.emit()
