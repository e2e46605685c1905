"""Fixtures for the window's tests: own settings, no thread or timer left behind."""

import os
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, QSettings, QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ecgviewer.ecg.page.paper import ScreenScale
from ecgviewer.ui.look.fonts import install_font
from ecgviewer.ui.look.settings import SettingsStore
from ecgviewer.ui.state.jobs import Runner
from ecgviewer.ui.state.session import Session
from ecgviewer.ui.state.steps import Steps
from ecgviewer.ui.text.i18n import install_language
from ecgviewer.ui.window.main_window import MainWindow
from tests.ui.fakes import SynchronousRunner, fake_steps

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let the offscreen platform say what it cannot do, such as raising."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            cannot = ("propagateSizeHints", "does not support (raise|grabbing)")
            item.add_marker(pytest.mark.qt_log_ignore(*cannot, extend=True))


@pytest.fixture(scope="session")
def qapp(qapp: QApplication) -> QApplication:
    """The application as the program makes it: in its own font."""
    install_font(qapp)
    return qapp


@pytest.fixture(autouse=True)
def nothing_left_behind(qapp: QApplication) -> Iterator[None]:
    """Fail a test that leaves a thread, a running timer or a window alive."""
    before = set(threading.enumerate())
    yield
    for widget in QApplication.topLevelWidgets():
        widget.close()
        widget.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    qapp.processEvents()
    left = [t.name for t in threading.enumerate() if t not in before]
    assert not left, f"threads left alive: {left}"
    living = shiboken6.getAllValidWrappers()
    timers = [x for x in living if isinstance(x, QTimer) and x.isActive()]
    assert not timers, f"timers left running: {timers}"


@pytest.fixture
def german(qapp: QApplication) -> Iterator[None]:
    translators = install_language("de")
    yield
    for translator in translators:
        QCoreApplication.removeTranslator(translator)


@pytest.fixture
def settings_path() -> Iterator[Path]:
    """A file of this test's own, where no change of settings waits for a disk."""
    in_memory = Path("/dev/shm")
    place = in_memory if os.access(in_memory, os.W_OK) else None
    with TemporaryDirectory(dir=place, prefix="ecgviewer-settings-") as folder:
        yield Path(folder) / "settings.ini"


@pytest.fixture
def settings(settings_path: Path) -> SettingsStore:
    return SettingsStore(QSettings(str(settings_path), QSettings.Format.IniFormat))


class Desk:
    """A session and its window, with jobs that are done at once."""

    def __init__(self, qtbot: QtBot, settings: SettingsStore) -> None:
        self.qtbot = qtbot
        self.settings = settings
        # Places on the paper are known where a millimetre is one.
        settings.change(lambda stored: replace(stored, fit_paper=False))
        self.windows: list[MainWindow] = []

    def open(
        self,
        *names: str,
        steps: Steps | None = None,
        runner: Runner | None = None,
        background: Runner | None = None,
        cache: Path | None = None,
        px_per_mm: float = 4.0,
        true_scale: bool = True,
        size: tuple[int, int] = (1366, 768),
    ) -> tuple[Session, MainWindow]:
        """Show a window, open files in it and wait until all is drawn."""
        session = Session(
            runner or SynchronousRunner(),
            steps or fake_steps(),
            background=background or SynchronousRunner(),
            cache=cache,
        )
        scale = ScreenScale(px_per_mm, true_scale)
        window = MainWindow(session, self.settings, screen_scale=scale)
        window.resize(*size)
        self.qtbot.addWidget(window)
        self.windows.append(window)
        with self.qtbot.waitExposed(window):
            window.show()
        if names:
            with self.qtbot.waitSignal(window.first_painted):
                window.files.open_files([Path(name) for name in names])
        return session, window


@pytest.fixture
def desk(qtbot: QtBot, settings: SettingsStore) -> Desk:
    return Desk(qtbot, settings)
