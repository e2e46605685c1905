"""What the reader chooses once for every start: letters, language and model."""

from dataclasses import replace
from functools import cached_property

from PySide6.QtCore import QObject, Signal

from ecgviewer.ai.installed import installed_bundles
from ecgviewer.ui.look.settings import SettingsStore
from ecgviewer.ui.look.text_size import apply_text_size, stepped
from ecgviewer.ui.state.session import Session
from ecgviewer.ui.text.i18n import tr
from ecgviewer.ui.text.messages import Message


class KeptChoices(QObject):
    """Follows each of these choices, and keeps it in the settings."""

    letters_changed = Signal()
    model_chosen = Signal(str)
    changed = Signal()

    def __init__(
        self, session: Session, settings: SettingsStore, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._settings = settings

    def set_text_size(self, percent: int) -> None:
        """Write in letters of this size, now and from now on."""
        apply_text_size(percent)
        self.letters_changed.emit()
        self._settings.change(lambda stored: replace(stored, text_percent=percent))

    def step_text_size(self, step: int) -> None:
        self.set_text_size(stepped(self._settings.load().text_percent, step))

    @property
    def language(self) -> str:
        """The language chosen for the next start."""
        return self._settings.load().language

    def choose_language(self, code: str) -> None:
        """Remember a language; what is on the screen stays in the present one."""
        self._settings.change(lambda stored: replace(stored, language=code))
        self.changed.emit()
        text = tr("The language changes when the program is next started.")
        self._session.messages.show(Message(text, "warning"))

    @property
    def model_name(self) -> str:
        """The model that is asked."""
        return self._session.analysis.model.name

    @cached_property
    def model_names(self) -> tuple[str, ...]:
        """The models that are installed, the default first."""
        return tuple(bundle.name for bundle in installed_bundles())

    def choose_model(self, name: str) -> None:
        """Ask this model, now and from the next start on."""
        self._session.analysis.statements.choose_model(name)
        self._settings.change(lambda stored: replace(stored, model=name))
        self.model_chosen.emit(name)
        self.changed.emit()
