"""The one door for interface texts to their translation."""

from PySide6.QtCore import QCoreApplication

CONTEXT = "ecgviewer"


def tr(text: str) -> str:
    """Return a text in the reader's language, itself if there is no translation.

    Call it with a literal, which ``packaging`` collects, and fill in values afterwards:
    ``tr("Reading {name} …").format(name=name)``.
    """
    return QCoreApplication.translate(CONTEXT, text)


def marked(text: str) -> str:
    """Return the text itself, marked as one to be translated by ``tr`` later.

    For constants: when a module is imported, no translation is loaded yet.
    """
    return text
