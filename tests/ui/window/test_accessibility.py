"""What a screen reader is told, and where the keyboard gets."""

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QTabBar,
    QToolButton,
    QWidget,
)

from ecgviewer.ui.shell import notices
from ecgviewer.ui.shell.panels import in_front
from ecgviewer.ui.state.view_state import Selection
from ecgviewer.ui.text.messages import Message
from ecgviewer.ui.window.main_window import MainWindow
from tests.ui.conftest import Desk


def name_of(widget: QWidget) -> str:
    """Return the name that a screen reader is given."""
    interface = QAccessible.queryAccessibleInterface(widget)
    return interface.text(QAccessible.Text.Name) if interface is not None else ""


def reachable(window: QWidget) -> list[QWidget]:
    """Return what the keyboard or the mouse can focus, without Qt's own inner parts."""
    return [
        widget
        for widget in window.findChildren(QWidget)
        if widget.focusPolicy() != Qt.FocusPolicy.NoFocus
        and not isinstance(widget.window().parentWidget(), QComboBox)
        and widget.isEnabled()
        # A bar that Qt keeps for later, without a tab and never shown.
        and not (isinstance(widget, QTabBar) and not widget.count())
    ]


def open_all(desk: Desk) -> MainWindow:
    session, window = desk.open("a.hea", "b.hea")
    desk.qtbot.keyClick(window.view.canvas, Qt.Key.Key_T)
    for dock in window.panels.docks:
        window.panels.go_to(dock)
    session.messages.show(Message("A sentence.", "warning"))
    return window


def test_everything_that_takes_the_focus_has_a_name(desk: Desk) -> None:
    window = open_all(desk)
    widgets = reachable(window)
    assert len(widgets) > 15
    nameless = [type(widget).__name__ for widget in widgets if not name_of(widget)]
    assert nameless == []


def test_every_button_has_a_name_whether_or_not_the_keyboard_gets_there(
    desk: Desk,
) -> None:
    window = open_all(desk)
    buttons = [b for b in window.findChildren(QAbstractButton) if b.isVisible()]
    assert len(buttons) > 20
    nameless = [button for button in buttons if not name_of(button).strip()]
    assert [(type(b).__name__, b.objectName(), b.toolTip()) for b in nameless] == []


def test_every_dialogs_widgets_have_names(desk: Desk) -> None:
    window = open_all(desk)
    for show in (
        window.search.show_palette,
        window.help.show_key_sheet,
        window.dialogs.calibrate_screen,
    ):
        show()
        dialog = QApplication.activeModalWidget()
        assert dialog is not None
        widgets = [w for w in reachable(dialog) if w.isVisible()]
        assert [type(w).__name__ for w in widgets if not name_of(w)] == []
        assert dialog.windowTitle()
        dialog.close()


def test_the_paper_tells_file_layout_scale_selection_and_calipers(desk: Desk) -> None:
    session, window = desk.open("a.hea")
    canvas = window.view.canvas
    assert canvas.accessibleName() == "ECG paper"
    said = canvas.accessibleDescription()
    for words in ("a.hea", "3×4+1R", "25 mm/s", "10 mm/mV", "no display filter"):
        assert words in said
    desk.qtbot.keyClick(canvas, Qt.Key.Key_2)
    assert "12×1" in canvas.accessibleDescription()
    session.selecting.select(Selection("inferior", "II", 2))
    assert "Selected: II, beat 3 at" in canvas.accessibleDescription()
    session.selecting.select(Selection())
    assert "Selected" not in canvas.accessibleDescription()
    desk.qtbot.keyClick(canvas, Qt.Key.Key_T)
    assert "Selected caliper: " in canvas.accessibleDescription()
    desk.qtbot.keyClick(canvas, Qt.Key.Key_Escape)
    assert "Calipers: " in canvas.accessibleDescription()


def test_the_papers_words_hide_the_patient_too(desk: Desk) -> None:
    session, window = desk.open("secretname.hea")
    session.privacy.hide(True)
    assert "secretname" not in window.view.canvas.accessibleDescription()


def test_messages_are_read_out(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[str] = []
    monkeypatch.setattr(notices, "announce", lambda _, text: heard.append(text))
    _, window = desk.open()
    window.files.open_files([Path("bad.hea")])
    assert len(heard) == 1
    assert heard[0].startswith("Error: ")
    assert "bad.hea" in heard[0]


def test_no_colour_says_what_no_word_says(desk: Desk) -> None:
    """A message's kind, a statement's side and a contribution's sign are in words."""
    session, window = desk.open("a.hea")
    for kind, word in (("error", "Error: "), ("warning", "Note: ")):
        session.messages.show(Message("Something.", kind))  # type: ignore[arg-type]
        assert window.middle.banner.text() == f"{word}Something."
    said = Qt.ItemDataRole.AccessibleTextRole
    texts = [str(i.data(0, said)) for i in window.findings.statements.items()]
    assert "Myocardial infarction, likely, 87 %" in texts
    assert "Conduction disturbance, below its threshold, 11 %" in texts
    model = window.findings.evidence.tree.model()
    logits = [str(model.index(row, 1).data()) for row in range(model.rowCount())]
    assert all(text[0] in "+−0" for text in logits)


def test_tab_goes_through_a_panel_and_its_title(desk: Desk) -> None:
    _, window = desk.open("a.hea")
    dock = window.panels.docks[0]
    window.panels.go_to(dock)
    assert window.findings.statements.hasFocus()
    seen = []
    for _ in range(6):
        focus = QApplication.focusWidget()
        assert focus is not None
        seen.append(focus)
        desk.qtbot.keyClick(focus, Qt.Key.Key_Tab)
    assert window.findings.statements in seen
    assert window.findings.evidence.tree in seen


def test_titles_buttons_work_by_the_keyboard(desk: Desk) -> None:
    _, window = desk.open("a.hea")
    dock = window.panels.docks[0]
    title = dock.titleBarWidget()
    assert title is not None
    close = title.findChildren(QToolButton)[-1]
    close.setFocus()
    desk.qtbot.keyClick(close, Qt.Key.Key_Space)
    assert dock.isHidden()


@pytest.mark.parametrize("by_button", [False, True])
def test_a_panel_that_is_closed_gives_the_keyboard_to_the_paper(
    desk: Desk, by_button: bool
) -> None:
    _, window = desk.open("a.hea", "b.hea")
    for dock in window.panels.docks:
        window.panels.go_to(dock)
        title = dock.titleBarWidget()
        assert title is not None
        buttons = title.findChildren(QToolButton)
        buttons[0].setFocus()  # in the title, so that no key is taken by the panel
        if by_button:
            buttons[-1].setFocus()
            desk.qtbot.keyClick(buttons[-1], Qt.Key.Key_Space)
        else:
            name = f"panel_{dock.objectName()}"
            window.actions_table.action(name).trigger()
        desk.qtbot.wait(10)
        assert dock.isHidden(), dock.objectName()
        assert window.focusWidget() is window.view.canvas, dock.objectName()


def test_tab_never_goes_where_nothing_is_seen(desk: Desk) -> None:
    _, window = desk.open("a.hea", "b.hea")
    statements = window.panels.docks[0]
    window.panels.go_to(window.panels.docks[1])
    desk.qtbot.wait(50)
    assert not in_front(statements)
    room, been = window.rect(), set()
    for _ in range(30):
        desk.qtbot.wait(5)
        focus = QApplication.focusWidget()
        assert focus is not None
        been |= {dock for dock in window.panels.docks if dock.isAncestorOf(focus)}
        place = QRect(focus.mapTo(window, QPoint(0, 0)), focus.size())
        assert room.intersects(place), type(focus).__name__
        desk.qtbot.keyClick(focus, Qt.Key.Key_Tab)
    assert statements in been
