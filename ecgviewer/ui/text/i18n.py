"""The one door for interface texts to their translation, and for numbers in them.

The language is the desktop's, or the one the reader has chosen.
"""

from numbers import Real
from string import Formatter
from typing import Any

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

from ecgviewer.paths import resources_dir

CONTEXT = "ecgviewer"
# By the name each language has for itself; "" is the desktop's.
LANGUAGES: dict[str, str] = {"en": "English", "de": "Deutsch"}
DESKTOP = ""


def tr(text: str) -> str:
    """Return a text in the reader's language, itself if there is no translation.

    Call it with a literal, which ``packaging`` collects, and fill in values afterwards:
    ``tr("Reading {name} …").format(name=name)``. Numbers filled in have the decimal
    sign of the language, and a minus.
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
            return text.replace(".", decimal_sign()).replace("-", "−")
        return text


_FORMATTER = _LocalNumbers()


def language_of_desktop() -> str:
    """Return the first of the desktop's languages that the program speaks."""
    wanted = (name[:2].lower() for name in QLocale.system().uiLanguages())
    return next((name for name in wanted if name in LANGUAGES), "en")


def install_language(choice: str) -> tuple[QTranslator, ...]:
    """Load the texts of a language, and Qt's own for its dialogs, if there are any.

    Called before the first widget is made: what is already on the screen stays as it
    is. Returns what was installed; English, in which the program is written, is none.
    """
    language = choice or language_of_desktop()
    if language == "en":
        return ()
    application = QCoreApplication.instance()
    folders = {
        "ecgviewer": str(resources_dir() / "translations"),
        "qtbase": QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath),
    }
    installed = []
    for name, folder in folders.items():
        translator = QTranslator(application)
        if translator.load(f"{name}_{language}", folder):
            QCoreApplication.installTranslator(translator)
            installed.append(translator)
    return tuple(installed)
