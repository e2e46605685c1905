"""Measurements that come after the first paint, so as not to stand in its way."""

from PySide6.QtCore import QObject, QTimer, Slot

from ecgviewer.ui.measurements.examining_parts import ExaminingParts
from ecgviewer.ui.state.session import Session

VALUES_MS = 2000  # after the first paint; measurements that come sooner are shown


class WaitingValues(QObject):
    """Fills the place of the measurements, if it can be seen, once there is time."""

    def __init__(
        self, session: Session, examining: ExaminingParts, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._session, self._examining = session, examining
        self._due = QTimer(self, interval=VALUES_MS, singleShot=True)
        self._due.timeout.connect(self.make)
        session.examining.changed.connect(self.on_measured)

    @Slot()
    def start(self) -> None:
        # What they are made of is imported by then, and not on this thread.
        self._due.start()

    def stop(self) -> None:
        self._due.stop()

    @Slot()
    def make(self) -> None:
        self._due.stop()
        self._examining.values.wait(False)

    @Slot()
    def on_measured(self) -> None:
        if self._session.examining.result is not None:
            self.make()
