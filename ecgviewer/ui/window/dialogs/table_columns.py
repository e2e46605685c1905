"""The columns of a table, one a row: what they hold and what each is read as."""

import numpy as np
from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt, Slot
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCompleter,
    QHeaderView,
    QLineEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from ecgviewer.ecg.leads import STANDARD_12, canonical_lead_name
from ecgviewer.io.delimited.head import Column, column_of
from ecgviewer.io.delimited.preview import TablePreview
from ecgviewer.ui.text.i18n import tr

READ_AS = 1  # the place of the cells that are written in
HIDDEN = "…"


class ColumnTable(QTableWidget):
    """Written in by the keyboard: what is typed stands for the chosen column."""

    def __init__(self, preview: TablePreview, *, hide_words: bool) -> None:
        """``hide_words`` leaves out cells that are no numbers: they may be names."""
        own = tuple(map(column_of, preview.names))
        self._own = own or tuple(Column("") for _ in preview.numbers)
        super().__init__(len(self._own), 2 + len(preview.rows))
        self._build(len(preview.rows))
        stated = preview.stated.columns if preview.stated is not None else ()
        self._fill(preview, stated or self._own_names(), hide_words)
        self.currentCellChanged.connect(self.on_current_changed)

    def _build(self, n_rows: int) -> None:
        first = [tr("row {number}").format(number=k + 1) for k in range(n_rows)]
        self.setHorizontalHeaderLabels([tr("Column"), tr("Read as"), *first])
        self.setAccessibleName(tr("Columns of the table"))
        self.setItemDelegateForColumn(READ_AS, LeadDelegate(self))
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        begins = QAbstractItemView.EditTrigger
        self.setEditTriggers(
            begins.AnyKeyPressed | begins.EditKeyPressed | begins.SelectedClicked
        )
        self.setTabKeyNavigation(False)
        self.verticalHeader().setVisible(False)
        self.horizontalHeader().setStretchLastSection(True)
        resizes = QHeaderView.ResizeMode.ResizeToContents
        self.horizontalHeader().setSectionResizeMode(resizes)

    def _fill(
        self, preview: TablePreview, names: tuple[str, ...], hide_words: bool
    ) -> None:
        for place in range(len(self._own)):
            self._put(place, 0, self.label(place))
            self._put(place, READ_AS, shown_as(names[place]), editable=True)
            for k, row in enumerate(preview.rows):
                hidden = hide_words and np.isnan(preview.numbers[place, k])
                self._put(place, 2 + k, HIDDEN if hidden else row[place])
        first = next((k for k, lead in enumerate(self.leads()) if lead), 0)
        self.setCurrentCell(first, READ_AS)

    def _put(self, row: int, place: int, words: str, *, editable: bool = False) -> None:
        item = QTableWidgetItem(words)
        if not editable:
            item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
        self.setItem(row, place, item)

    def _own_names(self) -> tuple[str, ...]:
        return tuple(column.written for column in self._own)

    def label(self, place: int) -> str:
        """Return what the table itself calls a column."""
        own = self._own[place].written
        return own or tr("Column {number}").format(number=place + 1)

    def _words(self) -> list[str]:
        items = (self.item(k, READ_AS) for k in range(len(self._own)))
        return [item.text() if item is not None else "" for item in items]

    def columns(self) -> tuple[Column, ...]:
        """Return the columns as they are going to be read."""
        stated = [column_of(meant_by(words)) for words in self._words()]
        return tuple(
            one if one.unit else Column(one.name, own.unit)
            for one, own in zip(stated, self._own, strict=True)
        )

    def leads(self) -> tuple[str, ...]:
        """Return the lead that each column is read as, empty for none.

        Where none has the name of a known lead, all have their own names.
        """
        named = [
            "" if one.is_time or one.is_left_out else one.name for one in self.columns()
        ]
        known = [canonical_lead_name(name) or "" if name else "" for name in named]
        return tuple(known if any(known) else named)

    @property
    def is_renamed(self) -> bool:
        """Whether a column is read as something else than the table calls it."""
        return self._words() != [shown_as(name) for name in self._own_names()]

    def left_out(self) -> list[str]:
        """Return which columns are read neither as a lead nor as times."""
        both = zip(self.columns(), self.leads(), strict=True)
        return [
            self.label(place)
            for place, (one, lead) in enumerate(both)
            if not lead and not one.is_time
        ]

    @property
    def chosen(self) -> int:
        """The row that the keyboard is in."""
        return max(self.currentRow(), 0)

    @property
    def has_room_for_usual(self) -> bool:
        """Whether twelve columns stand from the chosen one on."""
        return self.chosen + len(STANDARD_12) <= len(self._own)

    @Slot()
    def name_usual(self) -> None:
        """Name twelve columns from the chosen one on as devices order them."""
        for place, lead in enumerate(STANDARD_12, start=self.chosen):
            item = self.item(place, READ_AS)
            if item is not None:
                item.setText(lead)

    @Slot(int, int)
    def on_current_changed(self, row: int, place: int) -> None:
        """Keep the keyboard where something can be written."""
        if place != READ_AS:
            self.setCurrentCell(row, READ_AS)


class LeadDelegate(QStyledItemDelegate):
    """Completes the names of leads and of times while they are typed."""

    def createEditor(
        self,
        parent: QWidget,
        _option: QStyleOptionViewItem,
        _index: QModelIndex | QPersistentModelIndex,
    ) -> QWidget:
        editor = QLineEdit(parent)
        words = [*STANDARD_12, *_time_words(), tr("left out")]
        completer = QCompleter(words, editor)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        # A list that drops down would want Enter for itself first.
        completer.setCompletionMode(QCompleter.CompletionMode.InlineCompletion)
        editor.setCompleter(completer)
        editor.setAccessibleName(tr("Read as"))
        return editor


def _time_words() -> dict[str, str]:
    """Return how columns of times are called here, and how in a statement."""
    return {tr("time in s"): "time_s", tr("time in ms"): "time_ms"}


def shown_as(name: str) -> str:
    """Return what a name of a statement is called on the screen."""
    words = {token: word for word, token in _time_words().items()}
    column = column_of(name)
    if column.is_left_out:
        return tr("left out")
    if column.is_time:
        return words.get(f"time_{column.unit}", column.written)
    return column.name


def meant_by(words: str) -> str:
    """Return the name of a statement for what is written on the screen."""
    text = words.strip()
    if text.lower() == tr("left out").lower():
        return ""
    return _time_words().get(text, text)
