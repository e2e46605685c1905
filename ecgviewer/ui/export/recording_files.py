"""The recording itself as a file of another format: what can be asked for."""

from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtWidgets import QWidget

from ecgviewer.ui.export.save_dialog import ask_where
from ecgviewer.ui.text.i18n import tr


@dataclass(frozen=True)
class Copy:
    """Where a copy of a recording goes; its suffix says in which format."""

    path: Path
    deidentified: bool


def copy_kinds(*, without_patient: bool) -> dict[str, Copy]:
    """Return what can be written, by the words of the file dialog.

    While names are hidden, copies without them come first.
    """
    formats = {"WFDB": ".hea", "DICOM": ".dcm", "EDF+": ".edf", "CSV": ".csv"}
    kinds = {}
    for deidentified in (without_patient, not without_patient):
        for name, suffix in formats.items():
            words = tr("{format}, de-identified").format(format=name)
            text = f"{words if deidentified else name} (*{suffix})"
            kinds[text] = Copy(Path(suffix), deidentified)
    return kinds


def ask_for_copy(
    parent: QWidget, suggestion: str, without_patient: bool
) -> Copy | None:
    """Ask where to write and as what; ``None`` if the reader thought better of it."""
    kinds = copy_kinds(without_patient=without_patient)
    suffixes = {words: str(copy.path) for words, copy in kinds.items()}
    # Files that exist are never replaced; that is said by what writes them.
    found = ask_where(parent, tr("Export recording"), suggestion, suffixes)
    if found is None:
        return None
    path, kind = found
    return replace(kinds[kind], path=path)
