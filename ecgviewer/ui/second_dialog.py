"""Which recording to compare with: one of the worklist, a recent one, or any file."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from ecgviewer.ui.i18n import tr
from ecgviewer.ui.privacy import shown_name
from ecgviewer.ui.session import Session

# More would not be looked through; the worklist has a filter of its own.
MAX_LISTED = 500


class SecondDialog(QDialog):
    """Lists the worklist from the recording that is shown on, then recent files."""

    chosen = Signal(Path)

    def __init__(
        self,
        session: Session,
        recent: Sequence[Path],
        other_file: Callable[[], Path | None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._other_file = other_file
        self.setWindowTitle(tr("Compare with"))
        self.list = QListWidget()
        self.list.setAccessibleName(tr("Recordings to compare with"))
        for path in candidates(session, recent):
            item = QListWidgetItem(shown_name(path, session.hide_patient))
            item.setData(Qt.ItemDataRole.UserRole, str(path))
            if not session.hide_patient:
                item.setToolTip(str(path))
            self.list.addItem(item)
        self.list.setCurrentRow(0)
        self.list.itemActivated.connect(self.accept)
        self._build()

    def _build(self) -> None:
        label = QLabel(tr("&Worklist and recent recordings:"))
        label.setBuddy(self.list)
        kinds = QDialogButtonBox.StandardButton
        buttons = QDialogButtonBox(kinds.Ok | kinds.Cancel)
        buttons.button(kinds.Ok).setText(tr("Compare"))
        buttons.button(kinds.Ok).setEnabled(self.list.count() > 0)
        self.other = buttons.addButton(
            tr("Another &file …"), QDialogButtonBox.ButtonRole.ActionRole
        )
        self.other.clicked.connect(self.on_other_file)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.addWidget(label)
        column.addWidget(self.list)
        column.addWidget(buttons)
        self.resize(420, 360)

    @Slot()
    def accept(self) -> None:
        item = self.list.currentItem()
        super().accept()
        if item is not None:
            self.chosen.emit(Path(item.data(Qt.ItemDataRole.UserRole)))

    @Slot()
    def on_other_file(self) -> None:
        path = self._other_file()
        if path is not None:
            super().accept()
            self.chosen.emit(path)


def candidates(session: Session, recent: Sequence[Path]) -> tuple[Path, ...]:
    """Return what may be compared with, without the recording that is shown."""
    worklist = session.worklist
    place = worklist.place_of(worklist.current) or 0
    places = [*range(place, len(worklist)), *range(place)][:MAX_LISTED]
    listed = [worklist.row(k).entry.path for k in places]
    known = [path for path in recent if path not in listed and not path.is_dir()]
    shown = session.recording.source.path if session.recording is not None else None
    return tuple(path for path in (*listed, *known) if path != shown)
