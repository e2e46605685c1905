"""Recent files, the command line and the end of the program."""

from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtGui import QAction

from ecgviewer import app
from ecgviewer.ui.look.settings import SettingsStore
from ecgviewer.ui.window.main_window import MainWindow
from ecgviewer.ui.worklist.recent import MAX_RECENT, Recent
from tests.ui.conftest import Desk

CONTROL = Qt.KeyboardModifier.ControlModifier


def shown(window: MainWindow) -> list[QAction]:
    window.recent_menu.aboutToShow.emit()
    actions = window.recent_menu.actions()
    return [action for action in actions[:-1] if not action.isSeparator()]


def touch(folder: Path, *names: str) -> list[Path]:
    paths = [folder / name for name in names]
    for path in paths:
        path.write_text("x")
    return paths


def test_recent_files_are_newest_first_and_open_again(
    desk: Desk, tmp_path: Path
) -> None:
    a, b = touch(tmp_path, "a.hea", "b & c.hea")
    session, window = desk.open()
    window.files.open_files([a])
    window.files.open_files([b])
    window.files.open_files([a])
    assert [action.text() for action in shown(window)] == ["a.hea", "b && c.hea"]
    assert shown(window)[0].toolTip() == str(a)
    shown(window)[1].trigger()
    assert session.worklist.current == b
    assert [action.text() for action in shown(window)] == ["b && c.hea", "a.hea"]


def test_a_file_that_is_gone_is_greyed_and_says_so(desk: Desk, tmp_path: Path) -> None:
    a, b = touch(tmp_path, "a.hea", "b.hea")
    _, window = desk.open()
    window.files.open_files([a])
    window.files.open_files([b])
    a.unlink()
    there, gone = shown(window)
    assert there.isEnabled()
    assert not gone.isEnabled()
    assert gone.text() == "a.hea (not there any more)"


def test_the_settings_are_written_after_the_paper_and_before_the_end(
    settings: SettingsStore, desk: Desk, tmp_path: Path
) -> None:
    (a,) = touch(tmp_path, "a.hea")
    _, window = desk.open(str(a))
    assert settings.load().recent == ""
    window.close()
    assert settings.load().recent == str(a)
    assert settings.load().folder == str(tmp_path)


def test_few_are_remembered_for_the_next_time_and_can_be_cleared(
    settings: SettingsStore, desk: Desk, tmp_path: Path
) -> None:
    recent = Recent(settings)
    for number in range(20):
        recent.add(tmp_path / f"{number}.hea")
    newest = [tmp_path / f"{number}.hea" for number in range(19, 19 - MAX_RECENT, -1)]
    assert list(Recent(settings).paths()) == newest
    _, window = desk.open()
    assert len(shown(window)) == MAX_RECENT
    window.recent_menu.actions()[-1].trigger()
    assert shown(window) == []
    assert Recent(settings).paths() == ()


def test_control_q_closes_the_window(desk: Desk) -> None:
    _, window = desk.open("a.hea")
    desk.qtbot.keyClick(window.view.canvas, Qt.Key.Key_Q, CONTROL)
    assert not window.isVisible()


def test_a_folder_on_the_command_line_is_a_worklist(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    touch(tmp_path, "1.hea", "2.hea")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    path, ini = str(tmp_path / "own.ini"), QSettings.Format.IniFormat
    monkeypatch.setattr("PySide6.QtCore.QSettings", lambda: QSettings(path, ini))
    session, window = app.make_window([tmp_path])
    desk.qtbot.addWidget(window)
    window.show()
    desk.qtbot.waitUntil(lambda: len(session.worklist.rows) == 2)
    desk.qtbot.waitUntil(lambda: session.worklist.current == tmp_path / "1.hea")
    assert window.worklist.isVisible()
    assert window.recent.paths() == (tmp_path,)
    window.close()
    assert not list(tmp_path.glob("*.sqlite*"))
