"""The window is on the screen before anything heavy is imported."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from ecgviewer import app
from ecgviewer.ui.state.session import Session
from tests.ui.fakes import SynchronousRunner, fake_steps

HEAVY = ("torch", "captum", "neurokit2", "scipy", "pandas", "matplotlib")

PAINT_ONE_RECORDING = f"""
import sys
from pathlib import Path
from PySide6.QtCore import QSettings
from ecgviewer.app import make_application
from ecgviewer.ui.window.main_window import MainWindow
from ecgviewer.ui.state.session import Session
from ecgviewer.ui.look.settings import SettingsStore
from tests.synthetic import synthetic_recording

class Idle:
    def submit(self, *args, **keywords): pass
    def cancel(self, key): pass
    def shutdown(self): pass

application = make_application()
session = Session(Idle())
store = QSettings(sys.argv[1], QSettings.Format.IniFormat)
window = MainWindow(session, SettingsStore(store))
window.first_painted.connect(application.quit)
window.show()
session.set_recording(synthetic_recording())
application.exec()
print([name for name in {HEAVY!r} if name in sys.modules])
window.close()
"""


OPEN_THE_EXAMPLE = """
import sys
from PySide6.QtCore import QSettings
QSettings.setDefaultFormat(QSettings.Format.IniFormat)
QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, sys.argv[1])
from ecgviewer.app import open_window

application, session, window = open_window([], example=True)
parsed_here = []

def painted():
    parsed_here.append("pydicom" in sys.modules)
    window.close()
    application.quit()

window.first_painted.connect(painted)
application.exec()
print(session.recording.source.format, parsed_here)
"""


def run(*arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, *arguments],
        capture_output=True,
        text=True,
        timeout=120,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        cwd=Path(__file__).resolve().parents[3],
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_a_recording_is_painted_before_heavy_libraries_are_imported(
    tmp_path: Path,
) -> None:
    assert run("-c", PAINT_ONE_RECORDING, str(tmp_path / "settings.ini")) == "[]"


def test_the_first_file_is_read_by_a_second_process(tmp_path: Path) -> None:
    assert run("-c", OPEN_THE_EXAMPLE, str(tmp_path)) == "DICOM [False]"


def test_importing_the_program_imports_no_qt() -> None:
    code = "import sys, ecgviewer.app; print('PySide6' in sys.modules)"
    assert run("-c", code) == "False"


def test_the_version_is_printed() -> None:
    assert run("-m", "ecgviewer", "--version") == "0.1.0"


def test_an_uncaught_error_is_shown_and_logged(
    qtbot: QtBot, caplog: pytest.LogCaptureFixture
) -> None:
    session = Session(SynchronousRunner(), fake_steps())
    hook = app.exception_hook(session)
    error = RuntimeError("nobody expected this")
    hook(RuntimeError, error, None)
    assert session.messages.message is not None
    assert "nobody expected this" in session.messages.message.text
    assert "nobody expected this" in caplog.text


@pytest.mark.parametrize(
    ("arguments", "files", "example"),
    [([], [], False), (["a.hea", "b.dcm"], ["a.hea", "b.dcm"], False)],
)
def test_the_window_takes_files(
    arguments: list[str], files: list[str], example: bool
) -> None:
    options = app.window_parser().parse_args(arguments)
    assert [path.name for path in options.files] == files
    assert options.example == example


def test_commands_are_told_apart_from_files() -> None:
    options = app.command_parser().parse_args(["render", "a.hea", "-o", "a.pdf"])
    assert (options.layout, options.speed, options.dpi) == ("3x4+1R", 25.0, 200)
    options = app.command_parser().parse_args(["analyze", "a.hea", "--evidence"])
    assert options.evidence
