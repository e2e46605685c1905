"""The one door for interface texts to their translation, and for numbers in them."""

from numbers import Real
from string import Formatter
from typing import Any

from PySide6.QtCore import QCoreApplication

CONTEXT = "ecgviewer"


def tr(text: str) -> str:
    """Return a text in the reader's language, itself if there is no translation.

    Call it with a literal, which ``packaging`` collects, and fill in values afterwards:
    ``tr("Reading {name} …").format(name=name)``. Numbers filled in have the decimal
    sign of the language.
    """
    translated = QCoreApplication.translate(CONTEXT, text)
    return translated if decimal_sign() == "." else Translated(translated)


def marked(text: str) -> str:
    """Return the text itself, marked as one to be translated by ``tr`` later.

    For constants: when a module is imported, no translation is loaded yet.
    """
    return text


LANGUAGE = marked("en")  # each language has its own code here


def decimal_sign() -> str:
    """Return what stands before the decimals in the reader's language."""
    return QCoreApplication.translate(CONTEXT, marked("0.5"))[1]


def language_code() -> str:
    """Return which language texts are shown in."""
    return QCoreApplication.translate(CONTEXT, LANGUAGE)


def is_english() -> bool:
    """Whether texts are shown as they stand in the sources."""
    return language_code() == LANGUAGE


def number_text(value: float, form: str) -> str:
    """Return a number for the reader: with the language's decimal sign, and a minus.

    ``form`` is as in ``format``. What machines read is written without this.
    """
    return format(value, form).replace(".", decimal_sign()).replace("-", "−")


class Translated(str):
    """A translated text that fills in numbers as its language writes them."""

    __slots__ = ()

    def format(self, *args: object, **values: object) -> str:
        return _FORMATTER.vformat(self, args, values)


class _LocalNumbers(Formatter):
    def format_field(self, value: Any, form: str) -> Any:
        text = super().format_field(value, form)
        if isinstance(value, Real):
            return text.replace(".", decimal_sign())
        return text


_FORMATTER = _LocalNumbers()
