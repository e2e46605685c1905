"""The dialog in which the reader chooses the rhythm leads."""

from collections.abc import Sequence

from PySide6.QtCore import Slot
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QWidget,
)

from ecgviewer.ecg.leads import STANDARD_12
from ecgviewer.ui.state.session import Session
from ecgviewer.ui.text.i18n import tr


class RhythmDialog(QDialog):
    """One lead for layouts with one rhythm row, three for those with three."""

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(parent)
        self._session = session
        self.setWindowTitle(tr("Rhythm leads"))
        arrangement, recording = session.view.arrangement, session.recording
        known = STANDARD_12 if recording is None else recording.leads
        leads = tuple(
            dict.fromkeys((*known, *arrangement.rhythm_1, *arrangement.rhythm_3))
        )
        form = QFormLayout(self)
        self.one = _lead_box(tr("One rhythm row (3×4+1R)"), leads)
        self.one.setCurrentText(arrangement.rhythm_1[0])
        form.addRow(self.one.accessibleName(), self.one)
        self.three = []
        for number, lead in enumerate(arrangement.rhythm_3, start=1):
            name = tr("Row {number} of three (3×4+3R)").format(number=number)
            box = _lead_box(name, leads)
            box.setCurrentText(lead)
            box.currentTextChanged.connect(self.on_lead_chosen)
            form.addRow(name, box)
            self.three.append(box)
        self._doubt = QLabel()
        form.addRow(self._doubt)
        self.buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel
        )
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        form.addRow(self.buttons)

    def chosen_three(self) -> tuple[str, ...]:
        return tuple(box.currentText() for box in self.three)

    @Slot()
    def on_lead_chosen(self) -> None:
        """Refuse the same lead twice: a row would be lost."""
        different = len(set(self.chosen_three())) == len(self.three)
        self._doubt.setText("" if different else tr("Choose three different leads."))
        ok = self.buttons.button(QDialogButtonBox.StandardButton.Ok)
        ok.setEnabled(different)

    def accept(self) -> None:
        self._session.viewing.arrange(
            rhythm_1=(self.one.currentText(),), rhythm_3=self.chosen_three()
        )
        super().accept()


def _lead_box(name: str, leads: Sequence[str]) -> QComboBox:
    box = QComboBox()
    box.addItems(list(leads))
    box.setAccessibleName(name)
    return box
