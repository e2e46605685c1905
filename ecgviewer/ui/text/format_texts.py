"""Which files can be opened, for sentences and dialogs."""

from ecgviewer.io import FORMATS
from ecgviewer.ui.text.i18n import tr


def formats_text() -> str:
    """Return the formats with the suffixes that their files have."""
    return ", ".join(
        f"{row.name} ({', '.join(row.suffixes)})" for row in FORMATS.values()
    )


def file_filters() -> str:
    """Return the filters of a file dialog, as Qt writes them.

    All files come first: DICOM files and WFDB records often have no suffix.
    """
    by_name = {row.name: _patterns(row.suffixes) for row in FORMATS.values()}
    # Several formats are called .xml.
    suffixes = (one for row in FORMATS.values() for one in row.suffixes)
    together = _patterns(tuple(dict.fromkeys(suffixes)))
    rows = [f"{name} ({patterns})" for name, patterns in by_name.items()]
    every = tr("ECG recordings ({patterns})").format(patterns=together)
    return ";;".join([tr("All files (*)"), every, *rows])


def _patterns(suffixes: tuple[str, ...]) -> str:
    return " ".join(f"*{suffix}" for suffix in suffixes)
