"""Settings of a program that may run twice: neither run undoes what the other did."""

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings

from ecgviewer.ui.look.settings import (
    KEY,
    SettingsStore,
    kept_alias_key,
    known_alias_key,
)
from ecgviewer.ui.worklist.recent import Recent

CHANGE_ELSEWHERE = """
import json, sys
from dataclasses import replace
from PySide6.QtCore import QSettings
from ecgviewer.ui.look.settings import SettingsStore
store = SettingsStore(QSettings(sys.argv[1], QSettings.Format.IniFormat))
changes = json.loads(sys.argv[2])
store.change(lambda stored: replace(stored, **changes))
"""
MEASURE_SCREENS = """
import sys
from dataclasses import replace
from PySide6.QtCore import QSettings
from ecgviewer.ui.look.settings import SettingsStore
store = SettingsStore(QSettings(sys.argv[1], QSettings.Format.IniFormat))
for number in range(15):
    name = f"{sys.argv[2]} {number}"
    store.change(lambda s: replace(s, screens={**s.screens, name: 4.0}))
"""


@pytest.fixture
def path(settings_path: Path) -> Path:
    return settings_path


def change_elsewhere(path: Path, **changes: object) -> None:
    """Change settings in another run; those of this one's process are shared."""
    arguments = ["-c", CHANGE_ELSEWHERE, str(path), json.dumps(changes)]
    subprocess.run([sys.executable, *arguments], check=True)


def test_what_another_run_has_written_stays(
    settings: SettingsStore, path: Path
) -> None:
    settings.change(lambda stored: replace(stored, screens={"mine": 4.0}))
    screens = {"mine": 4.0, "theirs": 5.0}
    change_elsewhere(path, screens=screens, layout="6x2", recent="/theirs")
    Recent(settings).add(Path("/mine"))
    stored = SettingsStore(QSettings(str(path), QSettings.Format.IniFormat)).load()
    assert stored.screens == screens
    assert stored.layout == "6x2"
    assert stored.recent.splitlines() == ["/mine", "/theirs"]


def test_runs_that_write_at_once_lose_nothing(
    settings: SettingsStore, path: Path
) -> None:
    runs = [
        subprocess.Popen([sys.executable, "-c", MEASURE_SCREENS, str(path), name])
        for name in "ab"
    ]
    assert [run.wait() for run in runs] == [0, 0]
    settings.change(lambda stored: stored)
    expected = {f"{name} {number}" for name in "ab" for number in range(15)}
    assert set(settings.load().screens) == expected


def test_two_runs_have_one_alias_key(settings: SettingsStore, path: Path) -> None:
    assert known_alias_key(settings) is None
    change_elsewhere(path, alias_key="ab" * 16)
    assert kept_alias_key(settings) == bytes.fromhex("ab" * 16)


def test_the_alias_key_outlives_a_lost_file(
    settings: SettingsStore, path: Path
) -> None:
    key = kept_alias_key(settings)
    path.unlink()
    change_elsewhere(path, layout="6x2")
    settings.change(lambda stored: replace(stored, lead="V1"))
    assert settings.load().layout == "6x2"
    assert known_alias_key(settings) == key


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="the system's to keep")
def test_the_file_is_its_owners_alone(tmp_path: Path) -> None:
    path = tmp_path / "new" / "settings.ini"
    settings = SettingsStore(QSettings(str(path), QSettings.Format.IniFormat))
    Recent(settings).add(Path("/ecg/Zwiebel.hea"))
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700
    path.chmod(0o644)
    Recent(settings).add(Path("/ecg/Erbse.hea"))
    assert path.stat().st_mode & 0o777 == 0o600


def test_values_of_another_version_stay(tmp_path: Path) -> None:
    store = QSettings(str(tmp_path / "a.ini"), QSettings.Format.IniFormat)
    store.setValue(KEY, json.dumps({"layout": "of tomorrow", "colour": "new"}))
    SettingsStore(store).change(lambda stored: replace(stored, lead="V1"))
    assert json.loads(str(store.value(KEY))) == {
        "layout": "of tomorrow",
        "colour": "new",
        "lead": "V1",
    }
