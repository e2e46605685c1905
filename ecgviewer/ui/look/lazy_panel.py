"""A place for a panel that is made when it is first looked at."""

from collections.abc import Callable

from PySide6.QtCore import QSize
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget


class LazyPanel(QWidget):
    """Keeps what a panel needs out of the program's start."""

    def __init__(
        self, make: Callable[[], QWidget], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._make = make
        self._panel: QWidget | None = None

    @property
    def panel(self) -> QWidget | None:
        return self._panel

    def made(self) -> QWidget:
        """Return the panel, which is made if it is not there yet."""
        if self._panel is None:
            self._panel = self._make()
            column = QVBoxLayout(self)
            column.setContentsMargins(0, 0, 0, 0)
            column.addWidget(self._panel)
            self._panel.show()
            self.setFocusProxy(self._panel)
        return self._panel

    def sizeHint(self) -> QSize:
        return self._panel.sizeHint() if self._panel is not None else QSize(400, 500)

    def showEvent(self, event: QShowEvent) -> None:
        self.made()
        super().showEvent(event)
