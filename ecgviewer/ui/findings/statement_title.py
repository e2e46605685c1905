"""The statement that is explained, as a title above the paper."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel

from ecgviewer.ecg.findings import Finding
from ecgviewer.ui.findings.statement_cards import capital
from ecgviewer.ui.look.theme import GAP_PX, SPACE_PX, WIDE_SPACE_PX
from ecgviewer.ui.look.widgets import FactsLabel, StatementLabel, TitleLabel
from ecgviewer.ui.paper.evidence_scale import certainty_text, probability_text
from ecgviewer.ui.text.i18n import tr


class StatementTitle(QFrame):
    """The statement, how sure, what carries it and what the rule measured."""

    shown = Signal(bool)  # whether it stands there, so that nobody says it twice

    def __init__(self) -> None:
        super().__init__()
        self.name, self.certainty = TitleLabel(), StatementLabel()
        self.reasons = FactsLabel()
        row = QHBoxLayout(self)
        row.setContentsMargins(SPACE_PX + GAP_PX, GAP_PX, SPACE_PX, GAP_PX)
        row.setSpacing(WIDE_SPACE_PX)
        for label in (self.name, self.certainty, self.reasons):
            label.setTextFormat(Qt.TextFormat.PlainText)
            row.addWidget(label, stretch=int(label is self.reasons))
        for label in (self.name, self.reasons):
            label.setWordWrap(True)  # large letters must not widen the window
        self.hide()

    def say(self, finding: Finding | None, account: str, rule: str) -> None:
        """Name a statement; nothing stands there where none is chosen."""
        if finding is None:
            name = certainty = ""
        else:
            name = capital(tr(finding.label))
            said = probability_text(finding.probability)
            certainty = f"{certainty_text(finding)} {said}"
        texts = (name, certainty, "\n".join(filter(None, (account, rule))))
        for label, text in zip(self._labels, texts, strict=True):
            label.setText(text)

    @property
    def _labels(self) -> tuple[QLabel, ...]:
        return self.name, self.certainty, self.reasons

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.shown.emit(True)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.shown.emit(False)
