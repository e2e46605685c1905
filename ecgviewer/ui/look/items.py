"""The items of Qt's models and trees, as its stubs type them."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex
from PySide6.QtWidgets import QTreeWidgetItem

Index = QModelIndex | QPersistentModelIndex
NO_PARENT = QModelIndex()


def rows_in(item: QTreeWidgetItem) -> list[QTreeWidgetItem]:
    """Return the items right below one, in their order."""
    rows = (item.child(row) for row in range(item.childCount()))
    return [row for row in rows if row is not None]
