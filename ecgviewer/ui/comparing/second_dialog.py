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
from shiboken6 import isValid

from ecgviewer.ui.state.prefetch import files_among
from ecgviewer.ui.state.session import Session
from ecgviewer.ui.text.i18n import tr
from ecgviewer.ui.text.privacy import shown_name

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
        self._session = session
        self._other_file = other_file
        self.setWindowTitle(tr("Compare with"))
        self.list = QListWidget()
        self.list.setAccessibleName(tr("Recordings to compare with"))
        self.list.itemActivated.connect(self.accept)
        self._build()
        self._add(listed(session))
        session.privacy.changed.connect(self.on_privacy_changed)
        session.background.submit(
            "files", files_among, tuple(recent), on_done=self._add
        )

    def _build(self) -> None:
        label = QLabel(tr("&Worklist and recent recordings:"))
        label.setBuddy(self.list)
        kinds = QDialogButtonBox.StandardButton
        buttons = QDialogButtonBox(kinds.Ok | kinds.Cancel)
        buttons.button(kinds.Ok).setText(tr("Compare"))
        self._compare = buttons.button(kinds.Ok)
        self._compare.setEnabled(False)
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

    def _add(self, paths: Sequence[Path]) -> None:
        """List these recordings too, but not the one that is shown."""
        if not isValid(self):  # closed before a slow drive had answered
            return
        recording = self._session.recording
        known = {_path(item) for item in self.items()}
        if recording is not None:
            known.add(recording.source.path)
        for path in paths:
            if path not in known:
                item = QListWidgetItem()
                item.setData(Qt.ItemDataRole.UserRole, str(path))
                self.list.addItem(item)
        if self.list.currentRow() < 0:
            self.list.setCurrentRow(0)
        self._compare.setEnabled(self.list.count() > 0)
        self.on_privacy_changed()

    def items(self) -> tuple[QListWidgetItem, ...]:
        return tuple(self.list.item(row) for row in range(self.list.count()))

    @Slot()
    def on_privacy_changed(self) -> None:
        hidden = self._session.privacy.hidden
        for item in self.items():
            item.setText(shown_name(_path(item), hidden))
            item.setToolTip("" if hidden else str(_path(item)))

    @Slot()
    def accept(self) -> None:
        item = self.list.currentItem()
        super().accept()
        if item is not None:
            self.chosen.emit(_path(item))

    @Slot()
    def on_other_file(self) -> None:
        path = self._other_file()
        if path is not None:
            super().accept()
            self.chosen.emit(path)


def _path(item: QListWidgetItem) -> Path:
    return Path(item.data(Qt.ItemDataRole.UserRole))


def listed(session: Session) -> tuple[Path, ...]:
    """Return the worklist's recordings from the one that is shown on, then the rest."""
    worklist = session.worklist
    place = worklist.rows.place_of(worklist.shown) or 0
    places = [*range(place, len(worklist.rows)), *range(place)][:MAX_LISTED]
    return tuple(worklist.rows.row(k).entry.path for k in places)
