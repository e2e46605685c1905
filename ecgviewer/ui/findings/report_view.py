"""The report card of the evidence, below it: each check, what it found, the verdict."""

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QGridLayout, QLabel, QPushButton, QWidget

from ecgviewer.ui.look.widgets import SmallLabel, WrappingRow
from ecgviewer.ui.state.session import Session
from ecgviewer.ui.text.i18n import tr
from ecgviewer.ui.text.localised import localised
from ecgviewer.ui.text.report_texts import (
    NAMES,
    limits_text,
    mark,
    value_text,
    verdict_text,
)

COLUMNS = 3


class ReportView(QWidget):
    """A button while nothing is checked, then one line a check."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 4, 0, 0)
        self._grid.setColumnStretch(1, 1)
        self._grid.setColumnStretch(2, 1)
        self._title = QLabel(tr("Can this be believed?"))
        self._ask = QPushButton(tr("Check it (Shift+E)"))
        self._ask.clicked.connect(session.cards.ask)
        # The button comes below where large letters leave it no room beside.
        self._grid.addLayout(WrappingRow(self._title, self._ask), 0, 0, 1, COLUMNS)
        self._verdict = _words()
        self._grid.addWidget(self._verdict, 1, 0, 1, COLUMNS)
        self._rows: list[SmallLabel] = []
        session.activity_changed.connect(self.on_changed)
        self.on_changed()

    def texts(self) -> tuple[str, ...]:
        """Return the verdict and what each check says."""
        return tuple(label.text() for label in (self._verdict, *self._rows))

    @Slot()
    def on_changed(self) -> None:
        """Write the card of the evidence that is shown."""
        cards = self._session.cards
        self.setVisible(self._session.known.evidence is not None)
        self._ask.setText(
            tr("Stop checking") if cards.busy else tr("Check it (Shift+E)")
        )
        for label in self._rows:
            self._grid.removeWidget(label)
            label.hide()
            label.deleteLater()
        self._rows = []
        card = cards.card
        self._ask.setVisible(card is None)
        self._verdict.setVisible(card is not None)
        if card is None:
            self._verdict.setText("")
            return
        self._verdict.setText(verdict_text(card))
        font = self._verdict.font()
        font.setBold(True)
        self._verdict.setFont(font)
        for row, check in enumerate(card.checks, start=2):
            texts = (mark(check), tr(NAMES[check.key]), value_text(check))
            for column, text in enumerate(texts):
                label = _words(text)
                if check.passed is False:
                    label.setFont(font)
                self._grid.addWidget(label, row, column)
                self._rows.append(label)
        method = tr("Second method: {method}.").format(
            method=localised(card.second_method)
        )
        label = _words(f"{method} {limits_text(card)}")
        self._grid.addWidget(label, len(card.checks) + 2, 0, 1, COLUMNS)
        self._rows.append(label)


def _words(text: str = "") -> SmallLabel:
    label = SmallLabel(text)
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    return label
