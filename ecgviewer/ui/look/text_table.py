"""A table of texts that is read, not edited, and copied as text."""

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import (
    QFontMetrics,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from ecgviewer.ui.look.theme import STATUS_PX

# Letters of a column before it wraps, where there is room and where there is little,
# and of names, which come first.
WIDEST, NARROWEST, NARROWEST_NAME = 18, 9, 12
# Of values where even the last column is away: a number with its unit.
NARROWEST_FOLDED = 7
HAS_REMARK = "* "  # before the names of rows whose last column is away
CELL_MARGINS_PX = 8
# The last column gets this share of the width where others can do with less, and so
# many letters even where the table must then be scrolled sideways.
LAST_SHARE, LAST_LETTERS = 0.28, 16


class NameDelegate(QStyledItemDelegate):
    """Marks the rows that have more to say than the table has room for."""

    def initStyleOption(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        super().initStyleOption(option, index)
        table = self.parent()
        assert isinstance(table, TextTable)
        if table.folded and table.last_text(index.row()):
            option.text = HAS_REMARK + option.text


@dataclass(frozen=True)
class ColumnWidths:
    """How columns share the width of a table; each column by its number.

    Attributes
    ----------
    wanted_px, least_px : sequence of int
        What each column would take on one line, and its longest word.
    letters_px : function
        How wide so many letters are.
    """

    letters_px: Callable[[int], int]
    wanted_px: Sequence[int] = ()
    least_px: Sequence[int] = ()

    def narrowest_px(self, others: Sequence[int]) -> int:
        """Return what columns take at least, names first, beside the last one."""
        letters = (NARROWEST_NAME, *[NARROWEST] * len(others))
        return sum(
            min(self.wanted_px[c], max(self.least_px[c], self.letters_px(n)))
            for c, n in zip(others, letters, strict=False)
        )

    def least_last_px(self, last: int) -> int:
        """Return the width at which sentences of the last column can be read."""
        short_line_px = min(self.wanted_px[last], self.letters_px(LAST_LETTERS))
        return max(short_line_px, self.least_px[last])

    def shared_px(
        self, shown: Sequence[int], room_px: int, *, folded: bool
    ) -> dict[int, int]:
        """Return the width of each column that is shown.

        Values wrap before names do, and both before the last column is narrower than
        its share. Where that is ``folded`` away, names have what is left.
        """
        if folded:
            shared_px = self._narrowed_px(shown, room_px, NARROWEST_FOLDED)
            left_px = room_px - sum(shared_px.values())
            return {**shared_px, shown[0]: shared_px[shown[0]] + max(0, left_px)}
        *others, last = shown
        least_px = self.least_last_px(last)
        wished_px = max(least_px, round(LAST_SHARE * room_px))
        shared_px = self._narrowed_px(others, room_px - wished_px, NARROWEST)
        left_px = room_px - sum(shared_px.values())
        return {**shared_px, last: max(least_px, left_px)}

    def _narrowed_px(
        self, shown: Sequence[int], room_px: int, least: int
    ) -> dict[int, int]:
        """Return how wide columns are that fit into a room; ``least`` is in letters."""
        shared_px: dict[int, int] = {}
        for letters in (
            *((WIDEST, n) for n in range(WIDEST, NARROWEST - 1, -1)),
            *((n, NARROWEST) for n in range(WIDEST - 1, NARROWEST_NAME - 1, -1)),
            *((NARROWEST_NAME, n) for n in range(NARROWEST - 1, least - 1, -1)),
        ):
            for column in shown:
                widest_px = self.letters_px(letters[column > 0])
                wanted_px = min(self.wanted_px[column], widest_px)
                shared_px[column] = max(wanted_px, self.least_px[column])
            if sum(shared_px.values()) <= room_px:
                break
        return shared_px


class TextTable(QTableWidget):
    """Rows of texts; the last column takes the width that is left and wraps.

    No column is narrower than its longest word, and the last one not than a short
    line of a sentence: a table that is narrower scrolls sideways.

    With ``wraps`` False each row is one line, however long, and the table scrolls.

    With ``folds`` True the last column goes where the others leave it no room, and
    whoever has the table shows ``last_text`` of the current row elsewhere.
    """

    folded_changed = Signal()

    def __init__(
        self,
        name: str,
        parent: QWidget | None = None,
        *,
        wraps: bool = True,
        folds: bool = False,
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self._shown: tuple[object, ...] = ()
        self._tips: Sequence[str] = ()
        self._folds = folds
        self._folded = False
        self._hidden: frozenset[int] = frozenset()
        self._widths = ColumnWidths(self._letters_px)
        self.verticalHeader().hide()
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)  # Tab goes on to the next panel
        self._wraps = wraps
        self.setWordWrap(wraps)
        self.setShowGrid(False)
        pixels = QAbstractItemView.ScrollMode.ScrollPerPixel
        self.setVerticalScrollMode(pixels)
        self.setHorizontalScrollMode(pixels)
        self.verticalHeader().setMinimumSectionSize(STATUS_PX)
        self.horizontalHeader().setHighlightSections(False)
        left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        self.horizontalHeader().setDefaultAlignment(left)
        if folds:
            self.setItemDelegateForColumn(0, NameDelegate(self))

    def show_rows(
        self,
        header: Sequence[str],
        rows: Sequence[Sequence[str]],
        tips: Sequence[str] = (),
        strong: Sequence[bool | Collection[int]] = (),
    ) -> None:
        """Write the rows; ``tips`` go by row, and so does what is ``strong``.

        That is the whole row, or the columns that are named.

        Rows that are there already stay as they are, with what is selected of them.
        """
        bold = [_columns(of_row, len(header)) for of_row in strong]
        wanted = (tuple(header), tuple(map(tuple, rows)), tuple(tips), tuple(bold))
        if wanted == self._shown:
            return
        self._shown, self._tips = wanted, tips
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
                if row < len(bold) and column in bold[row]:
                    font = item.font()
                    font.setBold(True)
                    item.setFont(font)
                self.setItem(row, column, item)
        self._fit()
        self._speak()
        self.verticalScrollBar().setValue(place)

    def hide_columns(self, hidden: Collection[int]) -> None:
        """Hide these columns and show all others, which share the width anew."""
        if frozenset(hidden) != self._hidden:
            self._hidden = frozenset(hidden)
            self._fit()

    @property
    def folded(self) -> bool:
        """Whether the last column is away for want of room."""
        return self._folded

    def last_text(self, row: int) -> str:
        """Return what the last column says of a row, whether it is seen or not."""
        item = self.item(row, self.columnCount() - 1)
        return "" if item is None else item.text()

    def is_strong(self, row: int) -> bool:
        """Return whether a row stands out by its name."""
        item = self.item(row, 0)
        return item is not None and item.font().bold()

    def _speak(self) -> None:
        """Give readers that do not see it what is in tips and what is folded away."""
        for row in range(self.rowCount()):
            tip = self._tips[row].replace("\n", ". ") if row < len(self._tips) else ""
            folded = self.last_text(row) if self._folded else ""
            for column in range(self.columnCount()):
                item = self.item(row, column)
                if item is not None:
                    remark = folded if column == 0 else ""
                    said = ". ".join(filter(None, (item.text(), remark, tip)))
                    item.setData(Qt.ItemDataRole.AccessibleTextRole, said)

    def _fit(self) -> None:
        """Let columns be as wide as what is in them, the last one have the rest."""
        columns = range(self.columnCount())
        header = self.horizontalHeader()
        # A hidden column does not tell how wide it would be.
        for column in columns:
            self.setColumnHidden(column, column in self._hidden)
        names_px = [header.sectionSizeHint(column) for column in columns]
        wanted_px = map(max, names_px, map(self.sizeHintForColumn, columns))
        least_px = map(max, names_px, map(self._longest_word_px, columns))
        self._widths = ColumnWidths(self._letters_px, tuple(wanted_px), tuple(least_px))
        self._share_width()
        header.setMinimumSectionSize(self._letters_px(4))
        self.verticalHeader().setSectionResizeMode(
            QHeaderView.ResizeMode.ResizeToContents
        )

    def _share_width(self) -> None:
        header, mode = self.horizontalHeader(), QHeaderView.ResizeMode
        if not self._wraps:
            header.setSectionResizeMode(mode.ResizeToContents)
            return
        header.setSectionResizeMode(mode.Fixed)
        self._fold()
        columns = range(len(self._widths.wanted_px))
        shown = [column for column in columns if not self.isColumnHidden(column)]
        if not shown:
            return
        room_px, folded = self.viewport().width(), self._folded
        widths_px = self._widths.shared_px(shown, room_px, folded=folded)
        for column, width_px in widths_px.items():
            header.resizeSection(column, width_px)

    def _fold(self) -> None:
        """Put the last column away where it could only be read by scrolling to it."""
        shown = [c for c in range(len(self._widths.wanted_px)) if c not in self._hidden]
        if not self._folds or len(shown) < 2:
            return
        *others, last = shown
        # As if there were a scroll bar: one that comes and goes with the height of the
        # rows would fold and unfold the column without end.
        bar_px = self.verticalScrollBar().sizeHint().width()
        room_px = self.maximumViewportSize().width() - bar_px
        least_px = self._widths.narrowest_px(others) + self._widths.least_last_px(last)
        folded = least_px > room_px
        self.setColumnHidden(last, folded)
        if folded != self._folded:
            self._folded = folded
            self._speak()
            self.folded_changed.emit()

    def _longest_word_px(self, column: int) -> int:
        """Return how wide a column must be for every word and number to be whole."""
        longest_px = 0
        for row in range(self.rowCount()):
            item = self.item(row, column)
            if item is not None:
                font = self.font()
                font.setBold(item.font().bold())
                advance = QFontMetrics(font).horizontalAdvance
                # Lines break at these only: a fixed space holds words together.
                words = re.split("[ \n]", item.text())
                longest_px = max(longest_px, *map(advance, words))
        return longest_px + CELL_MARGINS_PX

    def _letters_px(self, n_letters: int) -> int:
        return self.fontMetrics().horizontalAdvance("0" * n_letters)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and self._shown:
            self._fit()

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


def _columns(strong: bool | Collection[int], n_columns: int) -> frozenset[int]:
    """Return which columns of a row are strong."""
    if isinstance(strong, bool):
        return frozenset(range(n_columns) if strong else ())
    return frozenset(strong)


def _copies(event: QKeyEvent) -> bool:
    return event.matches(QKeySequence.StandardKey.Copy)
