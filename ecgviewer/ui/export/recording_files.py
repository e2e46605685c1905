"""The recording itself as a file of another format: what can be asked for."""

from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

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
    # Files that exist are never replaced; that is said by what writes them.
    name, kind = QFileDialog.getSaveFileName(
        parent,
        tr("Export recording"),
        suggestion,
        ";;".join(kinds),
        options=QFileDialog.Option.DontConfirmOverwrite,
    )
    if not name:
        return None
    chosen = kinds.get(kind, next(iter(kinds.values())))
    path, suffix = Path(name), str(chosen.path)
    if path.suffix.lower() != suffix:
        path = path.with_name(path.name + suffix)
    return replace(chosen, path=path)
