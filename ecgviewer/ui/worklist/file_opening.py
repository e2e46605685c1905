"""What the reader opens: files and folders, tables of results, a second recording."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, QObject, Qt, Signal, Slot
from PySide6.QtWidgets import QFileDialog, QWidget

from ecgviewer.ui.state.session import Session
from ecgviewer.ui.text.format_texts import file_filters
from ecgviewer.ui.text.i18n import tr
from ecgviewer.ui.worklist.recent import Recent
from ecgviewer.ui.worklist.worklist_panel import WorklistPanel

if TYPE_CHECKING:
    from ecgviewer.io.results.search import Sought

ChooseFiles = Callable[[QWidget, str], Sequence[str]]
ChooseFolder = Callable[[QWidget, str], str]


def choose_folder(parent: QWidget, folder: str) -> str:
    """Ask for a folder; empty when the reader thought better of it."""
    return QFileDialog.getExistingDirectory(parent, tr("Open a folder"), folder)


def choose_files(parent: QWidget, folder: str) -> Sequence[str]:
    """Ask for files; an empty answer means that the reader thought better of it."""
    title = tr("Open recordings")
    return QFileDialog.getOpenFileNames(parent, title, folder, file_filters())[0]


def dropped_paths(data: QMimeData) -> list[Path]:
    """Return the files and folders that something dragged consists of."""
    return [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]


class FileOpening(QObject):
    """Asks what is to be opened, and remembers where it was."""

    list_wanted = Signal()  # more than one file was opened
    results_wanted = Signal()  # a table of results was opened
    search_wanted = Signal()  # a file is to be looked for in the worklist

    def __init__(
        self,
        session: Session,
        recent: Recent,
        worklist: WorklistPanel,
        ask_for_files: ChooseFiles,
        ask_for_folder: ChooseFolder,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._session = session
        self._recent = recent
        self._worklist = worklist
        self._window = window
        self.ask_for_files = ask_for_files
        self.ask_for_folder = ask_for_folder
        session.opening.opened.connect(self.on_opened)
        session.opening.results_read.connect(self.on_results_read)

    @Slot()
    def open_file(self) -> None:
        names = self.ask_for_files(self._window, self._recent.folder())
        if names:
            self.open_files([Path(name) for name in names])

    @Slot()
    def open_folder(self) -> None:
        name = self.ask_for_folder(self._window, self._recent.folder())
        if name:
            self.open_files([Path(name)])

    def open_files(self, paths: Sequence[Path]) -> None:
        """Open files or folders; they are remembered once it is known which."""
        self._session.opening.open_files(paths)

    def other_file(self) -> Path | None:
        """Ask for one file that is not opened yet."""
        names = self.ask_for_files(self._window, self._recent.folder())
        return Path(names[0]) if names else None

    @Slot(object, bool)
    def on_opened(self, paths: Sequence[Path], is_folder: bool) -> None:
        """Remember what was opened, and show the list of it if it is one."""
        first = paths[0].absolute()
        folder = first if is_folder else first.parent
        self._recent.note_soon(paths, folder)
        if len(paths) > 1 or is_folder:
            self.list_wanted.emit()

    @Slot(object)
    def on_results_read(self, sought: "Sought") -> None:
        """Show a table of results in place of the worklist, below the paper."""
        self.results_wanted.emit()
        self._worklist.show_results(sought)
        self._recent.note_soon([sought.table.path])

    @Slot()
    def find_file(self) -> None:
        """Show the worklist and put the keyboard into its filter."""
        self.search_wanted.emit()
        line = self._worklist.made().filter
        line.setFocus(Qt.FocusReason.ShortcutFocusReason)
        line.selectAll()

    @Slot()
    def toggle_read(self) -> None:
        """Mark the recording, or the selected row while the keyboard is in the list."""
        listed = self._worklist.list
        if listed is not None and listed.table.hasFocus():
            listed.toggle_selected()
        else:
            self._session.stepping.toggle_read()
