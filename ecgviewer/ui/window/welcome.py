"""What stands in the paper's place while nothing is open: how to open something."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from ecgviewer.io.errors import ReadError
from ecgviewer.ui.look.text_size import text_scale
from ecgviewer.ui.look.theme import WIDE_SPACE_PX
from ecgviewer.ui.look.widgets import SmallLabel, TitleLabel
from ecgviewer.ui.shell.notices import SAID_AFTER_MS
from ecgviewer.ui.state.prefetch import present
from ecgviewer.ui.state.session import Session
from ecgviewer.ui.text.i18n import marked, tr
from ecgviewer.ui.text.messages import Message
from ecgviewer.ui.text.privacy import alias
from ecgviewer.ui.worklist.file_opening import FileOpening
from ecgviewer.ui.worklist.recent import Recent

WELCOME = marked(
    "Open a recording (Ctrl+O) or a folder (Ctrl+Shift+O), or drop files here."
)
MOST_LAST = 5
ABREAST_PX = 600  # from here on the buttons stand side by side


class Welcome(QFrame):
    """One sentence, the files that were opened last, and an example.

    The names are those of the menu of recent files, and hidden where that hides them.
    """

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._recent: Recent | None = None
        self._files: FileOpening | None = None
        self.setObjectName("welcome")  # the style sheet draws where to drop
        self._sentence = TitleLabel(tr(WELCOME))
        self._sentence.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._sentence.setWordWrap(True)
        self._last_opened = SmallLabel(tr("Opened last"))
        self.files = QPushButton(tr("Open a recording …"))
        self.folder = QPushButton(tr("Open a folder …"))
        self.example = QPushButton(tr("Open the example"))
        self.example.setToolTip(tr("The ECG that comes with pydicom"))
        self.last: list[QPushButton] = []
        self._list = QVBoxLayout()
        column = QVBoxLayout(self)
        column.setSpacing(WIDE_SPACE_PX)
        column.addStretch(1)
        column.addWidget(self._sentence)
        middle = Qt.AlignmentFlag.AlignHCenter
        self._offers = QWidget()
        offers = QVBoxLayout(self._offers)
        offers.setSpacing(WIDE_SPACE_PX)
        self._buttons = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._buttons.addStretch(1)
        for button in (self.files, self.folder, self.example):
            self._buttons.addWidget(button)
        self._buttons.addStretch(1)
        offers.addLayout(self._buttons)
        # Large letters must not widen the window.
        ignored = QSizePolicy.Policy.Ignored
        self.setSizePolicy(ignored, ignored)
        self._list.setAlignment(middle)
        offers.addLayout(self._list)
        column.addWidget(self._offers)
        column.addStretch(1)
        self._list.addWidget(self._last_opened, 0, middle)
        self._last_opened.hide()
        self._due = QTimer(self, interval=SAID_AFTER_MS, singleShot=True)
        self._due.timeout.connect(self.write)
        session.privacy.changed.connect(self.fill)
        session.activity_changed.connect(self.on_activity_changed)

    @Slot()
    def on_activity_changed(self) -> None:
        if self.isVisible():
            self._due.start()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        ways = QBoxLayout.Direction
        wide = self.width() >= ABREAST_PX * text_scale()
        self._buttons.setDirection(ways.LeftToRight if wide else ways.TopToBottom)

    @Slot()
    def write(self) -> None:
        """Say how to open something, or what is being read."""
        doing = self._session.privacy.shown(self._session.activity)
        self._sentence.setText(doing or tr(WELCOME))
        self._offers.setVisible(not doing)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._due.stop()

    def text(self) -> str:
        return self._sentence.text()

    def offer(self, files: FileOpening, recent: Recent) -> None:
        """Open by these what a button is pressed for."""
        self._files, self._recent = files, recent
        self.files.clicked.connect(files.open_file)
        self.folder.clicked.connect(files.open_folder)
        self.example.clicked.connect(self._open_example)
        recent.cleared.connect(self.fill)
        self.fill()

    @Slot()
    def _open_example(self) -> None:
        # Here, because the first paper is painted without.
        from ecgviewer.io.dicom.format import bundled_example

        assert self._files is not None
        try:
            self._files.open_files([bundled_example()])
        except ReadError as error:
            self._session.messages.show(Message(str(error)))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.fill()

    @Slot()
    def fill(self) -> None:
        """List the files that were opened last and are still there."""
        if self._recent is None or not self.isVisible():
            return
        paths = self._recent.paths()
        self._session.background.submit(
            "look_for_last", present, paths, on_done=partial(self._list_them, paths)
        )

    def _list_them(self, paths: Sequence[Path], there: frozenset[Path]) -> None:
        for button in self.last:
            self._list.removeWidget(button)
            button.hide()
            button.deleteLater()
        hidden = self._session.privacy.hidden
        known = [path for path in paths if path in there][:MOST_LAST]
        self.last = [self._button(path, hidden) for path in known]
        for button in self.last:
            self._list.addWidget(button, 0, Qt.AlignmentFlag.AlignHCenter)
        self._last_opened.setVisible(bool(self.last))

    def _button(self, path: Path, hidden: bool) -> QPushButton:
        name = alias(path) if hidden else path.name.replace("&", "&&")
        button = QPushButton(name)
        button.setFlat(True)
        if not hidden:
            button.setToolTip(str(path))
        button.clicked.connect(self._opener(path))
        return button

    def _opener(self, path: Path) -> Callable[[], None]:
        def opens() -> None:
            if self._files is not None:
                self._files.open_files([path])

        return opens
