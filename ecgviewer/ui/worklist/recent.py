"""The files and folders that were opened last, as a menu and in the settings."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtWidgets import QMenu, QWidget

from ecgviewer.ui.look.settings import Settings, SettingsStore
from ecgviewer.ui.state.prefetch import present
from ecgviewer.ui.state.session import Session
from ecgviewer.ui.text.i18n import tr
from ecgviewer.ui.text.privacy import alias

MAX_RECENT = 12
WRITTEN_MS = 500  # after a file was opened; its paper must not wait for the settings


class Recent(QObject):
    """Paths, newest first, remembered in the settings once they are written."""

    cleared = Signal()

    def __init__(self, settings: SettingsStore, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        self._due = QTimer(self, interval=WRITTEN_MS, singleShot=True)
        self._due.timeout.connect(self.write)
        self._unwritten: tuple[Path, ...] = ()
        self._folder: Path | None = None

    def paths(self) -> tuple[Path, ...]:
        return self._newest(self._settings.load())

    def add(self, *paths: Path) -> None:
        """Put these before all others, the first of them first."""
        self.note(*paths)
        self.write()

    def note(self, *paths: Path, folder: Path | None = None) -> None:
        """Do so and write nothing yet; ``folder`` is where files are sought next."""
        new = [path.absolute() for path in paths]
        self._unwritten = tuple(dict.fromkeys((*new, *self._unwritten)))[:MAX_RECENT]
        self._folder = folder or self._folder

    def folder(self) -> str:
        """Return where files are sought next; empty if nothing was opened yet."""
        return (
            self._settings.load().folder if self._folder is None else str(self._folder)
        )

    def note_soon(self, paths: Sequence[Path], folder: Path | None = None) -> None:
        """Note these, and write them once their paper had time to be drawn."""
        self.note(*paths[:MAX_RECENT], folder=folder)
        self._due.start()

    @Slot()
    def write(self) -> None:
        """Write what was noted, which waits for a drive."""
        self._due.stop()
        if not self._unwritten:
            return

        def added(stored: Settings) -> Settings:
            folder = stored.folder if self._folder is None else str(self._folder)
            return replace(_with_paths(stored, self._newest(stored)), folder=folder)

        self._settings.change(added)
        self._unwritten, self._folder = (), None

    def clear(self) -> None:
        self._unwritten = ()
        self._settings.change(lambda stored: _with_paths(stored, []))
        self.cleared.emit()

    def _newest(self, stored: Settings) -> tuple[Path, ...]:
        newest = dict.fromkeys((*self._unwritten, *_paths(stored)))
        return tuple(newest)[:MAX_RECENT]


def _paths(stored: Settings) -> tuple[Path, ...]:
    lines = stored.recent.splitlines()
    return tuple(Path(line) for line in lines if line)[:MAX_RECENT]


def _with_paths(stored: Settings, paths: Sequence[Path]) -> Settings:
    lines = "\n".join(str(path) for path in paths if "\n" not in str(path))
    return replace(stored, recent=lines)


class RecentMenu(QMenu):
    """Filled when it opens; what is gone is greyed and says so."""

    def __init__(
        self,
        recent: Recent,
        session: Session,
        open_files: Callable[[Sequence[Path]], object],
        parent: QWidget,
    ) -> None:
        super().__init__(tr("Recen&t"), parent)
        self._recent = recent
        self._session = session
        self._open_files = open_files
        self.aboutToShow.connect(self.on_about_to_show)
        session.privacy.changed.connect(self.on_about_to_show)
        self.setToolTipsVisible(True)

    @Slot()
    def on_about_to_show(self) -> None:
        paths = self._recent.paths()
        self._fill(paths, frozenset(paths))
        self._session.background.submit(
            "look_for", present, tuple(paths), on_done=partial(self._fill, paths)
        )

    def _fill(self, paths: Sequence[Path], there: frozenset[Path]) -> None:
        self.clear()
        hidden = self._session.privacy.hidden
        for path in paths:
            name = alias(path) if hidden else path.name.replace("&", "&&")
            action = self.addAction(name)
            action.triggered.connect(
                lambda _checked=False, path=path: self._open_files([path])
            )
            if not hidden:
                action.setToolTip(str(path))
            if path not in there:
                action.setEnabled(False)
                action.setText(tr("{name} (not there any more)").format(name=name))
        self.addSeparator()
        clear = self.addAction(tr("C&lear this list"))
        clear.setEnabled(bool(paths))
        clear.triggered.connect(self.on_clear)

    @Slot()
    def on_clear(self) -> None:
        self._recent.clear()
