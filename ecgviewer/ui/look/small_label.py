"""A label in letters a little smaller than the rest."""

from PySide6.QtWidgets import QLabel


class SmallLabel(QLabel):
    """Its letters follow those of the interface; ``text_size`` knows it by its name."""
