"""Every action has a key that works, stands in a menu, and is found by its words."""

from collections import defaultdict

import pytest
from PySide6.QtCore import QMarginsF, QPoint, Qt
from PySide6.QtGui import QAction, QKeySequence, QPageLayout, QPageSize, QPdfWriter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from ecgviewer.ui.calipers.measuring_actions import SHARED_KEYS
from ecgviewer.ui.shell.actions import (
    Actions,
    ActionSpec,
    always,
    key_texts,
    plain_text,
)
from ecgviewer.ui.shell.key_sheet import KeySheet, in_columns
from ecgviewer.ui.shell.palette import Palette, score
from ecgviewer.ui.state.view_state import Selection
from ecgviewer.ui.window.main_window import MainWindow
from tests.ui.conftest import Desk


def in_menus(menu: QMenu) -> list[QAction]:
    """Return the actions of a menu and of the menus within it."""
    found = []
    for action in menu.actions():
        inner = action.menu()
        found += [action] if inner is None else in_menus(inner)
    return found


def menu_actions(window: MainWindow) -> list[QAction]:
    menus = [action.menu() for action in window.menuBar().actions()]
    return [action for menu in menus if menu is not None for action in in_menus(menu)]


def top_dialog(window: MainWindow) -> Palette | KeySheet:
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, Palette | KeySheet)
    return dialog


def open_palette(desk: Desk, window: MainWindow) -> Palette:
    desk.qtbot.keyClick(
        window.view.canvas, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier
    )
    dialog = top_dialog(window)
    assert isinstance(dialog, Palette)
    desk.qtbot.waitUntil(dialog.line.hasFocus)
    return dialog


# --------------------------------------------------------------------------- the table


# What steps through the choices of a group, beside the key of each.
STEPPING = {
    "speed": "other_speed",
    "gain": "more_gain",
    "snapping": "next_snapping",
    "qtc": "next_formula",
    "scheme": "next_scheme",
    "band": "next_band",
    "mains": "next_mains",
    "comparison_mode": "next_comparison_mode",
    "comparison_alignment": "next_alignment",
}


def test_every_action_has_a_key(desk: Desk) -> None:
    _, window = desk.open("a.hea")
    for spec, action in window.actions_table.rows():
        assert action.shortcuts(), spec.id
    for name in STEPPING.values():
        assert window.actions_table.action(name).shortcuts()


@pytest.mark.parametrize(
    ("key", "what", "value"),
    [
        *((Qt.Key.Key_1, "speed_mm_per_s", 12.5), (Qt.Key.Key_3, "speed_mm_per_s", 50)),
        *((Qt.Key.Key_5, "gain_mm_per_mv", 2.5), (Qt.Key.Key_8, "gain_mm_per_mv", 20)),
    ],
)
def test_each_speed_and_gain_is_one_key_away(
    desk: Desk, key: Qt.Key, what: str, value: float
) -> None:
    session, window = desk.open("a.hea")
    alt = Qt.KeyboardModifier.AltModifier
    desk.qtbot.keyClick(window.view.canvas, key, alt)
    assert getattr(session.view, what) == value


def test_each_scheme_band_snapping_and_formula_is_one_key_away(desk: Desk) -> None:
    session, window = desk.open("a.hea")
    canvas, held = window.view.canvas, Qt.KeyboardModifier
    both = held.ControlModifier | held.AltModifier
    desk.qtbot.keyClick(canvas, Qt.Key.Key_4, both)
    assert session.view.scheme == "dark"
    desk.qtbot.keyClick(canvas, Qt.Key.Key_4)
    assert session.view.layout == "3x4+3R"
    desk.qtbot.keyClick(canvas, Qt.Key.Key_F4)
    assert session.filtering.choice.band == "monitor"
    calipers = window.measuring.calipers
    desk.qtbot.keyClick(canvas, Qt.Key.Key_F5, held.ShiftModifier)
    assert calipers.setup.snapping == "off"
    desk.qtbot.keyClick(canvas, Qt.Key.Key_H, held.ShiftModifier)
    assert calipers.setup.formula == "Hodges"
    assert not session.view.arrangement.chest_half_gain


def test_every_action_stands_in_exactly_one_menu(desk: Desk) -> None:
    _, window = desk.open("a.hea")
    standing = menu_actions(window)
    for spec, action in window.actions_table.rows():
        assert standing.count(action) == 1, spec.id


def test_no_two_actions_share_a_key_unless_one_has_it_for_a_selected_caliper(
    desk: Desk,
) -> None:
    _, window = desk.open("a.hea")
    owners = defaultdict(list)
    for spec, action in window.actions_table.rows():
        for keys in action.shortcuts():
            if spec.id not in SHARED_KEYS:
                owners[keys.toString()].append(spec.id)
    assert {key: ids for key, ids in owners.items() if len(ids) > 1} == {}


def test_every_key_of_the_table_triggers_its_action_and_no_other(desk: Desk) -> None:
    _, window = desk.open("a.hea")
    heard: list[str] = []
    rows = window.actions_table.rows()
    for spec, action in rows:
        action.triggered.disconnect()
        action.triggered.connect(lambda *_, name=spec.id: heard.append(name))
    for spec, action in rows:
        for keys in action.shortcuts():
            action.setEnabled(True)
            heard.clear()
            QTest.keySequence(window.view.canvas, keys)
            assert heard == [spec.id], f"{keys.toString()}: {heard}"


def test_keys_are_called_as_on_the_readers_keyboard(desk: Desk) -> None:
    _, window = desk.open()
    action = window.actions_table.action("open")
    native = QKeySequence("Ctrl+O").toString(QKeySequence.SequenceFormat.NativeText)
    assert key_texts(action) == (native,)
    assert native in action.toolTip()


def test_help_is_the_last_menu_and_a_menu_may_stand_within_another(
    desk: Desk,
) -> None:
    _, window = desk.open()
    spec = ActionSpec(
        "probe", "&Probe | &Inner", "Probe", ("Ctrl+F12",), lambda: None, enabled=always
    )
    action = window.actions_table.add(spec)
    titles = [action.text() for action in window.menuBar().actions()]
    assert titles[-1] == "&Help"
    assert action in menu_actions(window)
    assert spec.menu_path() == "Probe › Inner"


# -------------------------------------------------------------------------- the palette


@pytest.mark.parametrize(
    ("query", "text", "fits"),
    [
        ("", "Zoom in", True),
        ("in zoom", "Zoom in View", True),
        ("ZOOM", "Zoom in", True),
        ("rhythm 3", "3 × 4 and rhythm strip", True),
        ("zmin", "Zoom in", True),
        ("oom", "Zoom in", True),
        ("inferior MI", "Inferior myocardial infarction", True),
        ("im", "Inferior myocardial infarction", True),
        ("mf", "Inferior myocardial infarction", False),
        ("zoom file", "Zoom in View", False),
        ("ni", "Zoom in", False),
    ],
)
def test_a_query_fits_by_words_in_any_order(query: str, text: str, fits: bool) -> None:
    assert (score(query, text) > 0) is fits


def test_the_beginning_of_a_word_counts_more_than_its_middle_or_its_letters() -> None:
    assert score("pla", "Plan") > score("pla", "Display") > score("pla", "Paula") > 0
    assert score("v1", "V1 alone") > score("v1", "V10 alone")


def test_the_palette_lists_every_action_with_menu_and_keys(desk: Desk) -> None:
    _, window = desk.open("a.hea")
    found = open_palette(desk, window).found()
    rows = window.actions_table.rows()
    listed = {(command.name, command.where) for command in found}
    assert {(plain_text(action), spec.menu_path()) for spec, action in rows} <= listed
    fit = next(command for command in found if command.name == "Fit the sheet")
    assert (fit.where, fit.keys) == ("View", "F")


def typed(desk: Desk, window: MainWindow, words: str) -> str:
    """Type words into the palette, press Enter, and return what stood first."""
    window.activateWindow()
    desk.qtbot.waitUntil(window.isActiveWindow)
    palette = open_palette(desk, window)
    desk.qtbot.keyClicks(palette.line, words)
    first = palette.found()[0].name
    desk.qtbot.keyClick(palette.line, Qt.Key.Key_Return)
    assert QApplication.activeModalWidget() is None
    return first


def test_a_lead_is_found_and_shown_alone_or_marked(desk: Desk) -> None:
    session, window = desk.open("a.hea")
    assert typed(desk, window, "v3 mark") == "V3 marked on the paper"
    assert session.selection == Selection("anterior", "V3")
    assert typed(desk, window, "V3") == "V3 alone"
    assert (session.view.layout, session.view.arrangement.lead) == ("single", "V3")
    # The one that is asked for, whichever is marked.
    assert typed(desk, window, "avf") == "aVF alone"
    assert session.view.arrangement.lead == "aVF"


def test_a_value_is_found_and_opened_in_measure(desk: Desk) -> None:
    _, window = desk.open("a.hea")
    window.measuring.calipers.setup.set_formula("Bazett")
    assert typed(desk, window, "QTc").startswith("QTc Bazett: ")
    assert window.workspaces.current == "measure"
    table = window.examining.values.made().values.table
    assert table.currentItem().text() == "QTc Bazett"
    assert typed(desk, window, "PR").startswith("PR: 165 ms")
    assert table.currentItem().text() == "PR"


@pytest.mark.parametrize("words", ["myocardial inf", "MI"])
def test_a_statement_is_found_and_explained(desk: Desk, words: str) -> None:
    session, window = desk.open("a.hea")
    session.analysis.explaining.select_finding("HYP")
    first = typed(desk, window, words)
    assert first == "Myocardial infarction: likely, 87 %"
    assert (session.known.code, window.workspaces.current) == ("MI", "explain")
    # Also one that is not stated.
    said = "Conduction disturbance: below its threshold, 11 %"
    assert typed(desk, window, "conduction") == said
    assert session.known.code == "CD"
    cards = window.findings.statements
    assert cards.currentItem().text(0) == "Conduction disturbance"


def test_a_setting_is_found_and_set(desk: Desk) -> None:
    session, window = desk.open("a.hea")
    assert typed(desk, window, "dark") == "Dark"
    assert session.view.scheme == "dark"
    assert typed(desk, window, "50 mm/s") == "50 mm/s"
    assert session.view.speed_mm_per_s == 50.0


def test_without_a_recording_there_are_actions_only(desk: Desk) -> None:
    _, window = desk.open()
    found = open_palette(desk, window).found()
    assert len(found) == len(window.actions_table.rows())


def test_typing_and_enter_do_an_action_and_close_the_palette(desk: Desk) -> None:
    session, window = desk.open("a.hea")
    palette = open_palette(desk, window)
    desk.qtbot.keyClicks(palette.line, "12")
    assert palette.found()[0].name == "12 × 1"
    desk.qtbot.keyClick(palette.line, Qt.Key.Key_Return)
    assert session.view.layout == "12x1"
    assert QApplication.activeModalWidget() is None


def test_the_arrow_keys_choose_another_line(desk: Desk) -> None:
    _, window = desk.open("a.hea")
    palette = open_palette(desk, window)
    desk.qtbot.keyClicks(palette.line, "zoom")
    second = palette.found()[1]
    desk.qtbot.keyClick(palette.line, Qt.Key.Key_Down)
    heard: list[bool] = []
    actions = [action for _, action in window.actions_table.rows()]
    action = next(one for one in actions if plain_text(one) == second.name)
    action.triggered.connect(lambda *_: heard.append(True))
    desk.qtbot.keyClick(palette.line, Qt.Key.Key_Return)
    assert heard == [True]


def test_what_cannot_be_done_stands_last_says_why_and_is_not_done(desk: Desk) -> None:
    session, window = desk.open()
    palette = open_palette(desk, window)
    last = palette.found()[-1]
    assert last.why_not == "No recording is open."
    desk.qtbot.keyClicks(palette.line, last.name)
    assert palette.reason() == "No recording is open."
    desk.qtbot.keyClick(palette.line, Qt.Key.Key_Return)
    assert palette.isVisible()
    assert session.recording is None


def test_an_action_says_what_it_needs(desk: Desk) -> None:
    _, window = desk.open("a.hea", "b.hea")
    spec = next(s for s, _ in window.actions_table.rows() if s.id == "previous_file")
    assert "before this one" in window.actions_table.why_not(spec)
    spec = next(s for s, _ in window.actions_table.rows() if s.id == "next_file")
    assert window.actions_table.why_not(spec) == ""


def test_whatever_is_disabled_with_a_recording_open_says_what_it_needs(
    desk: Desk,
) -> None:
    _, window = desk.open("a.hea")
    table = window.actions_table
    disabled = [spec for spec, action in table.rows() if not action.isEnabled()]
    assert len(disabled) > 5
    assert [spec.id for spec in disabled if not spec.needs] == []


def test_words_that_fit_nothing_say_so(desk: Desk) -> None:
    _, window = desk.open()
    palette = open_palette(desk, window)
    desk.qtbot.keyClicks(palette.line, "qqqq")
    assert palette.found() == ()
    assert palette.reason() == "Nothing fits these words."
    desk.qtbot.keyClick(palette.line, Qt.Key.Key_Return)
    assert palette.isVisible()


# ------------------------------------------------------------------------ the key sheet


def open_sheet(desk: Desk, window: MainWindow) -> KeySheet:
    desk.qtbot.keyClick(window.view.canvas, Qt.Key.Key_F1)
    dialog = top_dialog(window)
    assert isinstance(dialog, KeySheet)
    return dialog


def test_the_sheet_has_every_action_and_each_of_its_keys(desk: Desk) -> None:
    _, window = desk.open("a.hea")
    text = open_sheet(desk, window).text().replace("\N{NO-BREAK SPACE}", " ")
    for spec, action in window.actions_table.rows():
        assert plain_text(action) in text, spec.id
        assert spec.menu_path() in text
        for keys in key_texts(action):
            assert keys in text


def test_the_sheet_is_one_page_at_1366_by_768(desk: Desk) -> None:
    _, window = desk.open("a.hea", size=(1366, 768))
    browser = open_sheet(desk, window).browser
    assert browser.verticalScrollBar().maximum() == 0
    assert browser.document().idealWidth() <= browser.viewport().width()


def test_columns_keep_the_order_and_are_of_like_height() -> None:
    parts = [
        (name, [("", "")] * n) for name, n in zip("abcd", (5, 3, 2, 6), strict=True)
    ]
    columns = in_columns(parts, 2)
    assert [[name for name, _ in column] for column in columns] == [
        ["a", "b"],
        ["c", "d"],
    ]


def test_the_sheet_prints_on_one_page(desk: Desk, tmp_path: object) -> None:
    _, window = desk.open("a.hea")
    path = f"{tmp_path}/keys.pdf"
    writer = QPdfWriter(path)
    size = QPageSize(QPageSize.PageSizeId.A4)
    landscape = QPageLayout.Orientation.Landscape
    writer.setPageLayout(QPageLayout(size, landscape, QMarginsF(10, 10, 10, 10)))
    open_sheet(desk, window).print_to(writer)
    del writer
    with open(path, "rb") as file:  # noqa: PTH123
        assert file.read().count(b"/Type /Page\n") == 1


# ------------------------------------------------------------------------------- panels


def test_a_panels_key_shows_it_brings_it_forward_and_hides_it(desk: Desk) -> None:
    _, window = desk.open("a.hea")
    statements, facts = window.panels.docks[:2]
    control = Qt.KeyboardModifier.ControlModifier
    assert facts.visibleRegion().isEmpty()
    desk.qtbot.keyClick(window.view.canvas, Qt.Key.Key_2, control)
    assert not facts.visibleRegion().isEmpty()
    assert statements.visibleRegion().isEmpty()
    desk.qtbot.keyClick(window, Qt.Key.Key_2, control)
    assert facts.isHidden()
    action = window.actions_table.action("panel_Recording")
    assert not action.isChecked()
    desk.qtbot.keyClick(window, Qt.Key.Key_2, control)
    assert facts.isVisible()
    assert action.isChecked()


def test_going_to_a_panel_takes_the_keyboard_there(desk: Desk) -> None:
    _, window = desk.open("a.hea")
    window.panels.go_to(window.panels.docks[0])
    focus = window.focusWidget()
    assert focus is not None
    assert window.findings.isAncestorOf(focus)


def test_actions_can_be_added_later(desk: Desk) -> None:
    _, window = desk.open()
    actions: Actions = window.actions_table
    before = len(actions.rows())
    actions.add(
        ActionSpec("late", "&File", "Late", ("Ctrl+F11",), lambda: None, enabled=always)
    )
    assert len(actions.rows()) == before + 1
    assert window.mapToGlobal(QPoint()) is not None
