"""What the program remembers between runs: one dataclass, stored as one JSON text."""

import json
import secrets
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, fields, replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import QDir, QFile, QLockFile, QSettings

from ecgviewer.ai.installed import DEFAULT
from ecgviewer.ecg.page.calipers import SNAPPINGS
from ecgviewer.ecg.page.layouts import DEFAULT_LAYOUT, LAYOUTS, Arrangement
from ecgviewer.ecg.page.paper import (
    GAINS_MM_PER_MV,
    MAX_PX_PER_MM,
    MIN_PX_PER_MM,
    SPEEDS_MM_PER_S,
)
from ecgviewer.ecg.qtc import DEFAULT_QTC_FORMULA, QTC_FORMULAS
from ecgviewer.ui.look.theme import DEFAULT_SCHEME, SCHEMES
from ecgviewer.ui.text.i18n import DESKTOP, LANGUAGES
from ecgviewer.ui.text.privacy import KEY_BYTES

KEY = "settings"
LOCK_MS = 1000
TEXT_SIZES_PERCENT: tuple[int, ...] = (80, 90, 100, 110, 125, 150, 175, 200)


@dataclass(frozen=True)
class Settings:
    """Remembered choices. Of zoom only whether the paper fills its place."""

    notice_read: bool = False
    layout: str = DEFAULT_LAYOUT
    speed_mm_per_s: float = 25.0
    gain_mm_per_mv: float = 10.0
    fit_paper: bool = True
    cabrera: bool = False
    same_beats: bool = False
    chest_half_gain: bool = False
    rhythm_1: str = "II"
    rhythm_3: str = "V1,II,V5"
    lead: str = "II"
    folder: str = ""
    export_folder: str = ""
    qtc_formula: str = DEFAULT_QTC_FORMULA
    snapping: str = "sample"
    scheme: str = DEFAULT_SCHEME
    mark_read_on_next: bool = True
    hide_patient: bool = False
    alias_key: str = ""  # in hexadecimal; made by ``kept_alias_key``
    recent: str = ""  # paths, newest first, one in each line
    geometry: str = ""  # QWidget.saveGeometry() in hexadecimal
    window_state: str = ""  # QMainWindow.saveState() in hexadecimal
    workspace: str = "read"
    two_windows: bool = False
    panels_geometry: str = ""  # of the second window
    panels_state: str = ""
    text_percent: int = 100
    language: str = DESKTOP
    model: str = DEFAULT
    grouping: str = ""  # of leads: a name or a path; empty is the anatomic one
    # Device pixels per mm, by ``screens.screen_key``, where the reader measured them.
    screens: dict[str, float] = field(default_factory=dict)

    @property
    def arrangement(self) -> Arrangement:
        """The choices within a layout; the usual rhythm leads if damaged."""
        usual = Arrangement(
            self.cabrera, self.same_beats, self.chest_half_gain, lead=self.lead
        )
        rhythm_1, rhythm_3 = self.rhythm_1.split(","), self.rhythm_3.split(",")
        try:
            return replace(usual, rhythm_1=tuple(rhythm_1), rhythm_3=tuple(rhythm_3))
        except ValueError:
            return usual

    def with_arrangement(self, arrangement: Arrangement) -> "Settings":
        return replace(
            self,
            cabrera=arrangement.cabrera,
            same_beats=arrangement.same_beats,
            chest_half_gain=arrangement.chest_half_gain,
            rhythm_1=",".join(arrangement.rhythm_1),
            rhythm_3=",".join(arrangement.rhythm_3),
            lead=arrangement.lead,
        )


class SettingsStore:
    """Loads and changes ``Settings``; a damaged or foreign value means its default."""

    def __init__(self, store: QSettings) -> None:
        self._store = store
        self._read: tuple[str, Settings] | None = None

    def load(self) -> Settings:
        text = self._text()
        if self._read is None or self._read[0] != text:
            self._read = (text, self._understood(text))
        return self._read[1]

    def _text(self) -> str:
        return str(self._store.value(KEY, "{}"))

    def change(self, change: Callable[[Settings], Settings]) -> None:
        """Write what ``change`` makes of what is stored now, and nothing else.

        Another run of the program may have written since, or be about to.
        """
        known_key = self.load().alias_key
        _keep_to_user(Path(self._store.fileName()))
        with self._alone():
            self._store.sync()
            stored = self.load()
            # A file that was lost in between must not take the patients' names along.
            kept = replace(stored, alias_key=stored.alias_key or known_key)
            self._write(stored, change(kept))
            self._store.sync()

    def _write(self, before: Settings, after: Settings) -> None:
        former, new = asdict(before), asdict(after)
        changed = {name: value for name, value in new.items() if value != former[name]}
        if changed:
            values = json.dumps({**_values(self._text()), **changed})
            self._store.setValue(KEY, values)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Keep other runs waiting; after a while without an answer go on regardless."""
        lock = QLockFile(_lock_path(self._store))
        lock.tryLock(LOCK_MS)
        try:
            yield
        finally:
            lock.unlock()

    def _understood(self, text: str) -> Settings:
        stored, default = _values(text), Settings()
        known = {
            known.name: stored[known.name]
            for known in fields(Settings)
            if known.name in stored
            and type(stored[known.name]) is type(getattr(default, known.name))
        }
        allowed = {
            "layout": LAYOUTS,
            "speed_mm_per_s": SPEEDS_MM_PER_S,
            "gain_mm_per_mv": GAINS_MM_PER_MV,
            "qtc_formula": QTC_FORMULAS,
            "snapping": SNAPPINGS,
            "scheme": SCHEMES,
            "language": (DESKTOP, *LANGUAGES),
            "text_percent": TEXT_SIZES_PERCENT,
        }
        for name, values in allowed.items():
            if known.get(name) not in values:
                known.pop(name, None)
        if "screens" in known:
            known["screens"] = _believable(known["screens"])
        return Settings(**known)


def _values(text: str) -> dict[str, Any]:
    try:
        stored = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return stored if isinstance(stored, dict) else {}


def _keep_to_user(path: Path) -> None:
    """Let nobody else read the file: names of recordings and their key are in it."""
    if sys.platform in ("win32", "darwin"):  # whose settings are the system's to keep
        return
    owner = QFile.Permission.ReadOwner | QFile.Permission.WriteOwner
    QDir().mkpath(str(path.parent), owner | QFile.Permission.ExeOwner)
    file = QFile(str(path))
    if not file.exists():
        file.open(QFile.OpenModeFlag.WriteOnly, owner)
        file.close()
    file.setPermissions(owner)


def _lock_path(store: QSettings) -> str:
    """Return a place for a lock: beside the file, if the settings are one."""
    path = Path(store.fileName())
    if not path.parent.is_dir():  # as in the registry of Windows
        path = Path(QDir.tempPath()) / "ecgviewer"
    return f"{path}.change"


def known_alias_key(store: SettingsStore) -> bytes | None:
    """Return this installation's key to the names that stand in for patients'."""
    return _alias_key(store.load())


def kept_alias_key(store: SettingsStore) -> bytes:
    """Return the key as ``known_alias_key`` does, and make one if there is none."""
    key, new = known_alias_key(store), secrets.token_bytes(KEY_BYTES)
    if key is None:
        store.change(lambda stored: _with_alias_key(stored, new))
        key = known_alias_key(store)
    return new if key is None else key


def _with_alias_key(settings: Settings, key: bytes) -> Settings:
    if _alias_key(settings) is not None:  # another run has just made one
        return settings
    return replace(settings, alias_key=key.hex())


def _alias_key(settings: Settings) -> bytes | None:
    try:
        key = bytes.fromhex(settings.alias_key)
    except ValueError:
        return None
    return key if len(key) == KEY_BYTES else None


def _believable(screens: dict[str, Any]) -> dict[str, float]:
    """Return the densities that a screen may have."""
    return {
        key: float(density)
        for key, density in screens.items()
        if isinstance(density, int | float)
        and MIN_PX_PER_MM <= density <= MAX_PX_PER_MM
    }
