"""The dialog that asks where something is written, and as what."""

from collections.abc import Mapping
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget


def ask_where(
    parent: QWidget, title: str, suggestion: str, suffixes: Mapping[str, str]
) -> tuple[Path, str] | None:
    """Return a path and the kind of file; ``None`` if the reader thought better of it.

    ``suffixes`` has the suffix of each kind, by its words; the path gets it where it
    has another. Whether a file may be replaced is not asked here: its whole name is not
    known to the dialog.
    """
    name, kind = QFileDialog.getSaveFileName(
        parent,
        title,
        suggestion,
        ";;".join(suffixes),
        options=QFileDialog.Option.DontConfirmOverwrite,
    )
    if not name:
        return None
    kind = kind if kind in suffixes else next(iter(suffixes))
    path = Path(name)
    if path.suffix.lower() != suffixes[kind]:
        path = path.with_name(path.name + suffixes[kind])
    return path, kind
