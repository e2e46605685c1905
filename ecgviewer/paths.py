"""Where the files shipped with the program are.

Three cases: run from a source tree (``resources/`` lies beside the package), installed
from a wheel (mapped to ``ecgviewer/_resources``) and frozen by PyInstaller (unpacked
below ``sys._MEIPASS``). Nothing else in the program knows these places.
"""

import os
import sys
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def resources_dir() -> Path:
    """Return the folder holding ``models/`` and the other shipped resources.

    Raises
    ------
    FileNotFoundError
        If none of the three places exists, naming them.
    """
    candidates = [_PACKAGE / "_resources", _PACKAGE.parent / "resources"]
    frozen = getattr(sys, "_MEIPASS", None)
    if frozen is not None:
        candidates.insert(0, Path(frozen) / "ecgviewer" / "_resources")
    for candidate in candidates:
        if candidate.is_dir():
            return candidate
    places = ", ".join(str(candidate) for candidate in candidates)
    raise FileNotFoundError(f"The program's resources are in none of: {places}")


def model_dir(name: str = "clear-hug") -> Path:
    """Return the folder of the model bundle called ``name`` (it may not exist)."""
    return resources_dir() / "models" / name


def documentation() -> Path | None:
    """Return where reading begins: a built site, else Markdown; ``None`` without.

    The site comes with the frozen program, or was built beside the sources by
    ``packaging/docs.py``.
    """
    root = _PACKAGE.parent
    places = (
        resources_dir() / "docs" / "index.html",
        root / "build" / "docs" / "html" / "index.html",
        root / "docs" / "README.md",
    )
    return next((place for place in places if place.is_file()), None)


def cache_dir() -> Path:
    """Return the user's folder for what can be made anew (it may not exist)."""
    home = Path.home()
    if sys.platform == "win32":
        local = os.environ.get("LOCALAPPDATA")
        return (Path(local) if local else home / "AppData/Local") / "ecgviewer/cache"
    if sys.platform == "darwin":
        return home / "Library/Caches/ecgviewer"
    xdg = os.environ.get("XDG_CACHE_HOME", "")
    return (Path(xdg) if Path(xdg).is_absolute() else home / ".cache") / "ecgviewer"


def data_dir() -> Path:
    """Return the user's folder for what a reader has made (it may not exist)."""
    home = Path.home()
    if sys.platform == "win32":
        roaming = os.environ.get("APPDATA")
        return (Path(roaming) if roaming else home / "AppData/Roaming") / "ecgviewer"
    if sys.platform == "darwin":
        return home / "Library/Application Support/ecgviewer"
    xdg = os.environ.get("XDG_DATA_HOME", "")
    folder = Path(xdg) if Path(xdg).is_absolute() else home / ".local/share"
    return folder / "ecgviewer"
