"""What was measured, in the lines above the paper where printed ECGs have it."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QSizePolicy

from ecgviewer.ui.paper.caption_label import CaptionLabel
from ecgviewer.ui.paper.captions import SEPARATOR
from ecgviewer.ui.state.session import Session
from ecgviewer.ui.text.i18n import tr

N_LINES = 2
MARGINS_PX = (8, 0, 8, 1)


class ValuesLine(CaptionLabel):
    """Values of the recording and what criteria are met; pressed, it asks for more.

    It has room for two lines from the beginning, so that the paper moves when values
    come only if there is more to say. The intervals of the values are in the tables.
    """

    pressed = Signal()

    def __init__(self, session: Session, formula: Callable[[], str]) -> None:
        super().__init__()
        self._session, self._formula = session, formula
        self.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self.setContentsMargins(*MARGINS_PX)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.setAccessibleName(tr("Measurements"))
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setToolTip(tr("All measurements (Shift+V)"))
        self.hide()
        self._keep_room()
        for changed in (
            *(session.recording_changed, session.examining.changed),
            session.reader_lines.settled,
        ):
            changed.connect(self.write)

    @Slot()
    def write(self) -> None:
        """Say what is known now."""
        session = self._session
        self.setVisible(session.recording is not None)
        if session.recording is not None:
            self.setText(self._told())

    def _told(self) -> str:
        # Here, because the first paper is painted without.
        from ecgviewer.ui.measurements.criteria_rows import criteria_met_text
        from ecgviewer.ui.measurements.page_values import (
            WHAT_LIMITED_MEANS,
            page_values,
        )
        from ecgviewer.ui.state.effective_values import (
            file_values,
            told_criteria,
            told_values,
        )
        from ecgviewer.ui.text.quality_texts import cautions

        session = self._session
        told, file = told_values(session), file_values(session)
        values = page_values(told, self._formula(), file=file, intervals=False)
        if note := session.examining.note:
            values = (note, *values)
        criteria = criteria_met_text(told_criteria(session))
        # The values are to fit on one line.
        star = tr(WHAT_LIMITED_MEANS)
        stars = [star] if star in values else []
        values = tuple(text for text in values if text != star)
        attention = (*cautions(session.examining.result), criteria, *stars)
        lines = (SEPARATOR.join(filter(None, part)) for part in (values, attention))
        return "\n".join(filter(None, lines))

    def _keep_room(self) -> None:
        _, above, _, below = MARGINS_PX
        lines_px = N_LINES * self.fontMetrics().lineSpacing()
        self.setMinimumHeight(lines_px + above + below)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._keep_room()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        inside = self.rect().contains(event.position().toPoint())
        if event.button() == Qt.MouseButton.LeftButton and inside:
            self.pressed.emit()
