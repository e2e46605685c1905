"""A table of texts that is read, not edited, and copied as text."""

from collections.abc import Collection, Sequence

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

# Letters of a column before it wraps, where there is room and where there is little.
WIDEST, NARROWEST = 18, 9
CELL_MARGINS_PX = 8
LAST_SHARE = 0.28  # of the width, for the last column


class TextTable(QTableWidget):
    """Rows of texts; the last column takes the width that is left and wraps.

    With ``wraps`` False each row is one line, however long, and the table scrolls.
    """

    def __init__(
        self, name: str, parent: QWidget | None = None, *, wraps: bool = True
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self._shown: tuple[object, ...] = ()
        self._wanted_px: list[int] = []
        self.verticalHeader().hide()
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)  # Tab goes on to the next panel
        self._wraps = wraps
        self.setWordWrap(wraps)
        self.setAlternatingRowColors(True)
        pixels = QAbstractItemView.ScrollMode.ScrollPerPixel
        self.setVerticalScrollMode(pixels)
        self.setHorizontalScrollMode(pixels)
        self.horizontalHeader().setHighlightSections(False)

    def show_rows(
        self,
        header: Sequence[str],
        rows: Sequence[Sequence[str]],
        tips: Sequence[str] = (),
        strong: Sequence[bool] = (),
    ) -> None:
        """Write the rows; ``tips`` and whether a row is ``strong`` go by row.

        Rows that are there already stay as they are, with what is selected of them.
        """
        wanted = (tuple(header), tuple(map(tuple, rows)), tuple(tips), tuple(strong))
        if wanted == self._shown:
            return
        self._shown = wanted
        place = self.verticalScrollBar().value()
        # Else every text that is set measures its whole column and row again.
        for lines in (self.horizontalHeader(), self.verticalHeader()):
            lines.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setColumnCount(len(header))
        self.setHorizontalHeaderLabels(list(header))
        self.setRowCount(len(rows))
        for row, texts in enumerate(rows):
            for column, text in enumerate(texts):
                item = QTableWidgetItem(text)
                item.setTextAlignment(
                    Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft
                )
                if row < len(tips) and tips[row]:
                    item.setToolTip(tips[row])
                    said = ". ".join((text, tips[row].replace("\n", ". ")))
                    item.setData(Qt.ItemDataRole.AccessibleTextRole, said)
                if row < len(strong) and strong[row]:
                    font = item.font()
                    font.setBold(True)
                    item.setFont(font)
                self.setItem(row, column, item)
        self._fit()
        self.verticalScrollBar().setValue(place)

    def hide_columns(self, hidden: Collection[int]) -> None:
        """Hide these columns and show all others, which share the width anew."""
        for column in range(self.columnCount()):
            self.setColumnHidden(column, column in hidden)
        self._share_width()

    def _fit(self) -> None:
        """Let columns be as wide as what is in them, the last one have the rest."""
        columns = range(self.columnCount())
        self._wanted_px = [self.sizeHintForColumn(column) for column in columns]
        self._share_width()
        header = self.horizontalHeader()
        header.setMinimumSectionSize(self.fontMetrics().horizontalAdvance("0" * 4))
        self.verticalHeader().setSectionResizeMode(
            QHeaderView.ResizeMode.ResizeToContents
        )

    def _share_width(self) -> None:
        header, mode = self.horizontalHeader(), QHeaderView.ResizeMode
        last, name_px = len(self._wanted_px) - 1, self._letters_px(WIDEST)
        others_px = self._widest_other_px()
        for column, wanted_px in enumerate(self._wanted_px):
            # A name that was cut off could not be told from another.
            widest_px = name_px if column == 0 else others_px
            if column == last and self._wraps:
                header.setSectionResizeMode(column, mode.Stretch)
            elif self._wraps and wanted_px > widest_px:
                header.setSectionResizeMode(column, mode.Fixed)
                header.resizeSection(column, max(widest_px, self._number_px(column)))
            else:
                header.setSectionResizeMode(column, mode.ResizeToContents)

    def _number_px(self, column: int) -> int:
        """Return how wide the longest number of a column is: none may be cut off."""
        words = [
            word
            for row in range(self.rowCount())
            if (item := self.item(row, column)) is not None
            for word in item.text().split()
            if any(letter.isdigit() for letter in word)
        ]
        advance = self.fontMetrics().horizontalAdvance
        return max(map(advance, words), default=0) + CELL_MARGINS_PX

    def _letters_px(self, n_letters: int) -> int:
        return self.fontMetrics().horizontalAdvance("0" * n_letters)

    def _widest_other_px(self) -> int:
        """Return where columns between the first and the last one wrap.

        The last one is to have room for a sentence.
        """
        room_px = self.viewport().width() * (1.0 - LAST_SHARE)
        room_px -= min([*self._wanted_px[:1], self._letters_px(WIDEST)])
        others_px = [
            wanted_px
            for column, wanted_px in enumerate(self._wanted_px[:-1])
            if column > 0 and not self.isColumnHidden(column)
        ]
        for n_letters in range(WIDEST, NARROWEST, -1):
            widest_px = self._letters_px(n_letters)
            if sum(min(wanted_px, widest_px) for wanted_px in others_px) <= room_px:
                return widest_px
        return self._letters_px(NARROWEST)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._wraps and event.size().width() != event.oldSize().width():
            self._share_width()

    def row_texts(self, row: int) -> tuple[str, ...]:
        items = (self.item(row, column) for column in range(self.columnCount()))
        return tuple("" if item is None else item.text() for item in items)

    def text(self, rows: Sequence[int] | None = None) -> str:
        """Return rows as text with tabs between columns, the header first."""
        columns = range(self.columnCount())
        header = (self.horizontalHeaderItem(column) for column in columns)
        lines = ["\t".join("" if item is None else item.text() for item in header)]
        for row in range(self.rowCount()) if rows is None else rows:
            lines.append("\t".join(self.row_texts(row)))
        return "\n".join(lines)

    def event(self, event: QEvent) -> bool:
        """Keep Ctrl+C for the rows while the table has the keyboard."""
        override = event.type() == QEvent.Type.ShortcutOverride
        if override and isinstance(event, QKeyEvent) and _copies(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if _copies(event):
            rows = sorted({index.row() for index in self.selectedIndexes()})
            QGuiApplication.clipboard().setText(self.text(rows or None))
            return
        super().keyPressEvent(event)


def _copies(event: QKeyEvent) -> bool:
    return event.matches(QKeySequence.StandardKey.Copy)
