"""What brings pages out of the window, imported when it is first asked for."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from ecgviewer.ui.look.settings import SettingsStore
from ecgviewer.ui.paper.ecg_view import EcgView
from ecgviewer.ui.state.session import Session

if TYPE_CHECKING:
    from ecgviewer.ui.export.exporting import Exporting


class ExportingOnDemand(QObject):
    """Makes ``Exporting`` once, and tells what it tells."""

    written = Signal(str)
    not_written = Signal()
    busy_changed = Signal()

    def __init__(
        self,
        session: Session,
        view: EcgView,
        settings: SettingsStore,
        measured: Callable[[], tuple[str, ...]],
    ) -> None:
        super().__init__(view)
        self._needed = session, view, settings, measured
        self._made: Exporting | None = None

    def made(self) -> "Exporting":
        if self._made is None:
            from ecgviewer.ui.export.exporting import Exporting

            self._made = Exporting(*self._needed)
            self._made.written.connect(self.written)
            self._made.not_written.connect(self.not_written)
            self._made.busy_changed.connect(self.busy_changed)
        return self._made

    @property
    def busy(self) -> bool:
        """Whether pages are on their way."""
        return self._made is not None and self._made.busy
