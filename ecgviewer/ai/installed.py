"""Which bundles are installed, and which of them is asked. Light: torch comes later."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ecgviewer.ai.registry import FORMAT_VERSION
from ecgviewer.ecg.reasons.phrase import phrase
from ecgviewer.paths import data_dir, resources_dir

if TYPE_CHECKING:
    from ecgviewer.ai.model import EcgModel

DEFAULT = "ensemble"
CARD = "card.json"


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
    try:
        shipped = [resources_dir() / "models"]
    except FileNotFoundError:
        shipped = []
    return [*shipped, data_dir() / "models"]


def installed_bundles() -> list[InstalledBundle]:
    """Return the bundles that can be chosen, the default first.

    A folder whose card cannot be read, or is not a model's, is none.
    """
    found: dict[str, InstalledBundle] = {}
    for bundle in _bundles():
        found.setdefault(bundle.name, bundle)
    return sorted(found.values(), key=lambda one: (one.name != DEFAULT, one.name))


def _bundles() -> Iterator[InstalledBundle]:
    for place in bundle_folders():
        for path in sorted(place.glob(f"*/{CARD}")):
            try:
                card = json.loads(path.read_text(encoding="utf-8"))
            except (OSError, ValueError):
                continue
            if isinstance(card, dict) and card.get("format") == FORMAT_VERSION:
                yield InstalledBundle(path.parent.name, path.parent, card)


def load_installed(name: str = DEFAULT) -> "EcgModel":
    """Load a bundle by its name.

    Raises
    ------
    BundleError
        If it is not installed, or damaged.
    """
    from ecgviewer.ai.bundle import load_model
    from ecgviewer.ai.files import BundleError

    for place in bundle_folders():
        if (place / name / CARD).is_file():
            return load_model(place / name)
    known = ", ".join(one.name for one in installed_bundles()) or "none"
    raise BundleError(
        phrase(
            "no model “{name}” is installed; installed: {known}", name=name, known=known
        )
    )
