"""What may take the mouse on the paper before the paper itself pans or selects."""

from typing import Protocol

from PySide6.QtCore import QPointF, Qt


class PaperTool(Protocol):
    """A tool with handles on the paper. Places are in mm of the sheet.

    The canvas asks its tools in turn; the one that answers ``press`` with True gets
    every ``move`` until ``release``, and the paper neither pans nor selects meanwhile.
    """

    def press(self, place_mm: QPointF, held: Qt.KeyboardModifier) -> bool: ...

    def move(self, place_mm: QPointF, held: Qt.KeyboardModifier) -> None: ...

    def release(self, place_mm: QPointF) -> None: ...

    def hover(self, place_mm: QPointF) -> Qt.CursorShape | None:
        """Return the mouse shape over this place, ``None`` for the usual one."""
        ...
