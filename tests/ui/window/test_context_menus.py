"""What the reader points at has a menu of those actions that concern it."""

from PySide6.QtCore import QPoint, QPointF
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from ecgviewer.ui.measurements.values_panel import ValuesPanel
from ecgviewer.ui.window.context_menus import MENUS
from ecgviewer.ui.window.main_window import MainWindow
from tests.ui.conftest import Desk

Reason = QContextMenuEvent.Reason


def ask(widget: QWidget, place: QPoint, reason: Reason = Reason.Mouse) -> QMenu | None:
    """Ask for a menu as Qt does, and return the one that opens."""
    QApplication.sendEvent(
        widget, QContextMenuEvent(reason, place, widget.mapToGlobal(place))
    )
    menu = QApplication.activePopupWidget()
    assert menu is None or isinstance(menu, QMenu)
    return menu


def told(menu: QMenu | None) -> tuple[str, list[str]]:
    """Return what a menu is of, and its actions by their ids; and close it."""
    assert menu is not None
    first, *rest = [one for one in menu.actions() if not one.isSeparator()]
    assert not first.isEnabled()
    window = menu.parentWidget().window()
    assert isinstance(window, MainWindow)
    ids = {action: spec.id for spec, action in window.actions_table.rows()}
    said = first.text(), [ids[action] for action in rest]
    menu.close()
    return said


def listed(kind: str) -> list[str]:
    return [name for group in MENUS[kind] for name in group]


def place_of(window: MainWindow, lead: str, after_s: float) -> QPoint:
    """Return where a lead is drawn some seconds after its beginning, in px."""
    plot, canvas = window.view.plot, window.view.canvas
    assert plot is not None
    cell = next(cell for cell in plot.sheet.cells if cell.lead == lead)
    x_mm = plot.sheet.x_at(cell, cell.start_s + after_s)
    return canvas.to_px(QPointF(x_mm, cell.y_mm)).toPoint()


def test_a_beat_on_the_paper_is_selected_and_has_its_menu(desk: Desk) -> None:
    session, window = desk.open("a.hea")
    canvas = window.view.canvas
    menu = ask(canvas.viewport(), place_of(window, "V2", 1.0))
    assert session.selection.lead == "V2"
    assert session.selection.beat is not None
    name = f"V2, beat {session.selection.beat + 1}"
    assert told(menu) == (name, listed("beat"))
    # A key asks for what is selected, wherever the mouse is.
    assert told(ask(canvas, QPoint(2, 2), Reason.Keyboard))[0] == name
    window.actions_table.action("layout_single").trigger()
    assert session.view.arrangement.lead == "V2"
    assert window.view.plot is not None
    assert {cell.lead for cell in window.view.plot.sheet.cells} == {"V2"}


def test_beside_all_leads_nothing_opens(desk: Desk) -> None:
    session, window = desk.open("a.hea")
    viewport = window.view.canvas.viewport()
    assert ask(viewport, QPoint(viewport.width() - 2, viewport.height() - 2)) is None
    assert session.selection.lead is None


def test_a_value_above_the_paper_and_one_of_the_table_have_the_same_menu(
    desk: Desk,
) -> None:
    _, window = desk.open("a.hea")
    window.activateWindow()
    row = window.answer
    menu = ask(row, row.numerals["qrs_ms"].geometry().center())
    assert told(menu) == ("QRS 98 ms", listed("value"))
    window.examining.show_values("pr_ms")
    panel = window.examining.values.panel
    assert isinstance(panel, ValuesPanel)
    table = panel.values.table
    place = table.visualItemRect(table.currentItem()).center()
    assert told(ask(table.viewport(), place)) == ("PR", listed("value"))


def test_a_statement_has_its_menu_and_what_cannot_be_done_is_grey(desk: Desk) -> None:
    session, window = desk.open("a.hea")
    cards = window.findings.statements
    place = cards.visualItemRect(cards.currentItem()).center()
    menu = ask(cards.viewport(), place)
    assert menu is not None
    grey = [one.text() for one in menu.actions() if not one.isEnabled()]
    assert any("Next change" in text.replace("&", "") for text in grey)
    name, ids = told(menu)
    assert name == cards.currentItem().text(0)
    assert ids == listed("statement")
    window.actions_table.action("workspace_explain").trigger()
    assert session.view.evidence_shown
