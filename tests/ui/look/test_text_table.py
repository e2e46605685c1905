"""Tables of texts share their width so that the last column can be read."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QApplication, QStyleOptionViewItem

from ecgviewer.ui.look.text_table import LAST_LETTERS, TextTable

HEADER = ("Value", "Ours", "NeuroKit2", "Remarks")
ROWS = (
    ("QTc Framingham", "453 ms (432-474)", "440 ms", ""),
    ("QRS", "101 ms (79-122)", "127 ms", "NeuroKit2 26 ms above ours (noise 20 ms)"),
)
SECOND = 2


def shown(qtbot, width_px=375):
    table = TextTable("values")
    qtbot.addWidget(table)
    table.resize(width_px, 300)
    table.show()
    table.show_rows(HEADER, ROWS)
    return table


def test_a_column_that_comes_back_shares_the_width_as_if_never_hidden(qtbot):
    table = shown(qtbot)
    table.hide_columns([SECOND])
    assert table.isColumnHidden(SECOND)
    table.show_rows(HEADER, ROWS[::-1])
    table.hide_columns([])
    assert not table.isColumnHidden(SECOND)
    at_once = shown(qtbot)
    last = len(HEADER) - 1
    assert table.columnWidth(last) == at_once.columnWidth(last)


def test_a_hidden_column_leaves_its_width_to_the_last_one(qtbot):
    table = shown(qtbot)
    with_it_px = table.columnWidth(len(HEADER) - 1)
    table.hide_columns([SECOND])
    assert table.columnWidth(len(HEADER) - 1) > with_it_px


def test_no_number_is_cut_off_however_narrow_the_table(qtbot):
    table = shown(qtbot, width_px=240)
    table.show_rows(HEADER, (*ROWS, ("RR", "1313 ms (1307-131966)", "1310 ms", "")))
    number_px = table.fontMetrics().horizontalAdvance("(1307-131966)")
    assert table.columnWidth(1) > number_px


FILLED_HEADER = ("Wert", "Datei", "Programm", "Befunder", "NeuroKit2", "Bemerkungen")
REMARK = "▲ Datei 405 ms über Programm (Rauschen: bis zu 30 ms)"
FILLED_ROWS = (
    ("Herzfrequenz", "41/min", "41/min (41–42)", "—", "—", ""),
    ("P", "508 ms", "103 ms (86–120)", "—", "106 ms", REMARK),
    ("QTc Framingham", "—", "1506 ms (1484–1528)", "1505 ms", "—", ""),
)


@pytest.mark.parametrize("points", [9, 14])
@pytest.mark.parametrize("width_px", [300, 375, 460, 900])
@pytest.mark.parametrize("hidden", [(), (4,), (3, 4)])
def test_remarks_can_be_read_beside_every_column(qtbot, points, width_px, hidden):
    table = TextTable("values")
    qtbot.addWidget(table)
    font = table.font()
    font.setPointSize(points)
    table.setFont(font)
    table.resize(width_px, 300)
    table.show()
    table.show_rows(FILLED_HEADER, FILLED_ROWS, strong=(False, True, False))
    table.hide_columns(hidden)
    letters = table.fontMetrics().horizontalAdvance
    last = len(FILLED_HEADER) - 1
    assert table.columnWidth(last) >= letters("0" * LAST_LETTERS)
    line_px = table.fontMetrics().lineSpacing()
    assert table.rowHeight(1) < 6 * line_px
    font.setBold(True)
    for column in set(range(len(FILLED_HEADER))) - set(hidden):
        for row in range(table.rowCount()):
            metrics = QFontMetrics(font) if row == 1 else table.fontMetrics()
            for word in table.item(row, column).text().split():
                assert metrics.horizontalAdvance(word) < table.columnWidth(column)
    # The scroll bar reaches what does not fit, once it is laid out.
    QApplication.processEvents()
    shown_px = sum(map(table.columnWidth, range(len(FILLED_HEADER))))
    reached_px = table.viewport().width() + table.horizontalScrollBar().maximum()
    assert reached_px >= shown_px


def test_there_is_nothing_to_scroll_to_where_all_columns_fit(qtbot):
    table = shown(qtbot, width_px=460)
    assert table.horizontalScrollBar().maximum() == 0
    widths_px = sum(map(table.columnWidth, range(len(HEADER))))
    assert widths_px == table.viewport().width()


def test_columns_grow_with_the_letters(qtbot):
    table = shown(qtbot, width_px=300)
    font = table.font()
    font.setPointSize(2 * font.pointSize())
    table.setFont(font)
    last = len(HEADER) - 1
    letters_px = table.fontMetrics().horizontalAdvance("0" * LAST_LETTERS)
    assert table.columnWidth(last) >= letters_px


# ------------------------------------------------------- the last column folded away


def filled(qtbot, width_px):
    table = TextTable("values", folds=True)
    qtbot.addWidget(table)
    table.resize(width_px, 300)
    table.show()
    table.show_rows(FILLED_HEADER, FILLED_ROWS, tips=("", "measured", ""))
    return table


def test_remarks_that_only_scrolling_would_reach_are_folded_away(qtbot):
    table = filled(qtbot, 375)
    last = len(FILLED_HEADER) - 1
    assert table.folded
    assert table.isColumnHidden(last)
    assert table.last_text(1) == REMARK
    QApplication.processEvents()
    assert table.horizontalScrollBar().maximum() == 0
    table.resize(900, 300)
    assert not table.folded
    assert not table.isColumnHidden(last)
    assert table.columnWidth(last) >= LAST_LETTERS


def test_a_folded_remark_is_heard_with_the_name_of_its_row(qtbot):
    table = filled(qtbot, 375)
    role = Qt.ItemDataRole.AccessibleTextRole
    assert table.item(1, 0).data(role) == f"P. {REMARK}. measured"
    assert table.item(1, 1).data(role) == "508 ms. measured"
    table.resize(900, 300)
    assert table.item(1, 0).data(role) == "P. measured"


def test_rows_with_a_folded_remark_are_marked_and_copied_as_ever(qtbot):
    table = filled(qtbot, 375)
    assert _painted(table, 1) == "* P"
    assert _painted(table, 0) == "Herzfrequenz"
    assert table.text().split("\n")[2] == "\t".join(FILLED_ROWS[1])
    table.resize(900, 300)
    assert _painted(table, 1) == "P"


def _painted(table, row):
    option = QStyleOptionViewItem()
    index = table.model().index(row, 0)
    table.itemDelegateForIndex(index).initStyleOption(option, index)
    return option.text


@pytest.mark.parametrize("height_px", [110, 130, 150])
def test_folding_comes_to_rest(qtbot, height_px):
    """Folded rows are lower and may need no scroll bar, which leaves more room."""
    table = filled(qtbot, 300)
    folds = []
    table.folded_changed.connect(lambda: folds.append(table.folded))
    for width_px in range(300, 640, 3):
        table.resize(width_px, height_px)
        for _ in range(4):
            QApplication.processEvents()
    assert folds == [False]
