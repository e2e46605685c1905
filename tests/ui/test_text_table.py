"""Tables of texts share their width so that the last column can be read."""

from ecgviewer.ui.text_table import TextTable

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
