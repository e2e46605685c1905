"""The scripts of ``packaging/``, which are no package."""

import sys
from importlib import import_module
from pathlib import Path
from types import ModuleType

ROOT = Path(__file__).resolve().parent.parent.parent


def script(name: str, folder: str = "packaging") -> ModuleType:
    """Import a script; they import each other by their names."""
    place = str(ROOT / folder)
    if place not in sys.path:
        sys.path.append(place)
    return import_module(name)
