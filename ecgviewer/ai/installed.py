"""Which bundles are installed, and which of them is asked."""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ecgviewer.ai.bundle import FORMAT_VERSION, load_model
from ecgviewer.ai.files import CARD, BundleError, read_card
from ecgviewer.ai.model import EcgModel
from ecgviewer.paths import data_dir, resources_dir

DEFAULT = "ensemble"


@dataclass(frozen=True)
class InstalledBundle:
    """A bundle that can be chosen: its name, its folder, its card."""

    name: str
    folder: Path
    card: dict[str, Any]

    @property
    def size_bytes(self) -> int:
        return sum(file.stat().st_size for file in self.folder.iterdir())


def bundle_folders() -> list[Path]:
    """Return where bundles lie: those that are shipped, then the user's own."""
    return [resources_dir() / "models", data_dir() / "models"]


def installed_bundles() -> list[InstalledBundle]:
    """Return the bundles that can be chosen, the default first.

    A folder whose card cannot be read, or is not a model's, is none.
    """
    found: dict[str, InstalledBundle] = {}
    for place in bundle_folders():
        for card in sorted(place.glob(f"*{os.sep}{CARD}")):
            try:
                read = read_card(card.parent, FORMAT_VERSION)
            except BundleError:
                continue
            name = card.parent.name
            found.setdefault(name, InstalledBundle(name, card.parent, read))
    return sorted(found.values(), key=lambda one: (one.name != DEFAULT, one.name))


def load_installed(name: str = DEFAULT) -> EcgModel:
    """Load a bundle by its name.

    Raises
    ------
    BundleError
        If it is not installed, or damaged.
    """
    for place in bundle_folders():
        if (place / name / CARD).is_file():
            return load_model(place / name)
    known = ", ".join(one.name for one in installed_bundles()) or "none"
    raise BundleError(f"no model {name!r} is installed; installed: {known}")
