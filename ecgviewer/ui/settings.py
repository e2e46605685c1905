"""What the program remembers between runs: one dataclass, stored as one JSON text."""

import json
from dataclasses import asdict, dataclass, fields

from PySide6.QtCore import QSettings

from ecgviewer.ecg.calipers import SNAPPINGS
from ecgviewer.ecg.layouts import DEFAULT_LAYOUT, LAYOUTS
from ecgviewer.ecg.paper import GAINS_MM_PER_MV, SPEEDS_MM_PER_S
from ecgviewer.ecg.qtc import DEFAULT_QTC_FORMULA, QTC_FORMULAS

KEY = "settings"


@dataclass(frozen=True)
class Settings:
    """Remembered choices. Zoom is not one: a new window is true to scale."""

    notice_read: bool = False
    layout: str = DEFAULT_LAYOUT
    speed_mm_per_s: float = 25.0
    gain_mm_per_mv: float = 10.0
    folder: str = ""
    qtc_formula: str = DEFAULT_QTC_FORMULA
    snapping: str = "sample"
    geometry: str = ""  # QWidget.saveGeometry() in hexadecimal


class SettingsStore:
    """Loads and saves ``Settings``; a damaged or foreign value means its default."""

    def __init__(self, store: QSettings) -> None:
        self._store = store

    def load(self) -> Settings:
        try:
            stored = json.loads(str(self._store.value(KEY, "{}")))
        except json.JSONDecodeError:
            return Settings()
        if not isinstance(stored, dict):
            return Settings()
        default = Settings()
        known = {
            field.name: stored[field.name]
            for field in fields(Settings)
            if field.name in stored
            and type(stored[field.name]) is type(getattr(default, field.name))
        }
        allowed = {
            "layout": LAYOUTS,
            "speed_mm_per_s": SPEEDS_MM_PER_S,
            "gain_mm_per_mv": GAINS_MM_PER_MV,
            "qtc_formula": QTC_FORMULAS,
            "snapping": SNAPPINGS,
        }
        for name, values in allowed.items():
            if known.get(name) not in values:
                known.pop(name, None)
        return Settings(**known)

    def save(self, settings: Settings) -> None:
        self._store.setValue(KEY, json.dumps(asdict(settings)))
        self._store.sync()
