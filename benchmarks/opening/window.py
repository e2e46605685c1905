"""A window that opens files as the program does, and tells when it has painted them."""

import os
import shutil
import time
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEventLoop, QMimeData, QPointF, QSettings, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QApplication

from benchmarks.view import SIZE, opening_runner
from ecgviewer.app import make_application
from ecgviewer.io.worker.pool import ReadingPool
from ecgviewer.ui.look.settings import SettingsStore
from ecgviewer.ui.state.session import Session
from ecgviewer.ui.state.steps import steps_with
from ecgviewer.ui.window.main_window import MainWindow

GENUINE = Path(__file__).resolve().parents[3] / "shared" / "data" / "formats"
# What a table does not say is stated beside it, as a reader would once.
TABLE_SAYS = '{"fs_hz": 500, "unit": "mV"}'


class OpeningWindow:
    """Reads and paints; nothing is measured meanwhile."""

    def __init__(self, folder: Path) -> None:
        self.application = make_application()
        self.pool = ReadingPool()
        self.pool.start()
        runner = opening_runner(("read",))
        self.session = Session(
            runner, steps_with(self.pool), background=opening_runner(())
        )
        ini = QSettings(str(folder / "settings.ini"), QSettings.Format.IniFormat)
        self.window = MainWindow(self.session, SettingsStore(ini))
        self.window.resize(*SIZE)
        self.window.show()
        self._painted: Path | None = None
        self.window.view.painted.connect(self._note)

    def _note(self) -> None:
        recording = self.session.recording
        self._painted = None if recording is None else recording.source.path

    def seconds_to_trace(self, path: Path) -> float:
        """Drop a file on the window; return when its trace is painted."""
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(path))])
        event = QDropEvent(
            QPointF(9, 9),
            Qt.DropAction.CopyAction,
            data,
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )
        start = time.perf_counter()
        self.window.dropEvent(event)
        while self._painted != path:
            QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
            message = self.session.messages.message
            if message is not None and message.kind == "error":
                raise SystemExit(message.text)
        return time.perf_counter() - start

    def close(self) -> None:
        self.window.close()
        self.session.close()
        self.pool.close()
        self.window.deleteLater()


def copied(path: Path, folder: Path) -> Path:
    """Return a copy of a file and what belongs to it: one that was not read before."""
    folder.mkdir(parents=True)
    for one in path.parent.glob(f"{path.stem}.*"):
        shutil.copy(one, folder)
    if path.suffix == ".csv":
        (folder / path.name).with_suffix(".json").write_text(TABLE_SAYS)
    return folder / path.name
