"""The language of the interface: the desktop's, or the one the reader has chosen."""

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

from ecgviewer.paths import resources_dir

# By the name each language has for itself; "" is the desktop's.
LANGUAGES: dict[str, str] = {"en": "English", "de": "Deutsch"}
DESKTOP = ""


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
