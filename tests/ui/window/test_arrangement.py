"""Windows, panels and letters of every size: nothing is lost and all is reachable."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QFontInfo
from PySide6.QtWidgets import QApplication, QLabel, QTabBar, QToolBar, QWidget

from ecgviewer.ecg.median_lines import LINE_POINTS
from ecgviewer.ui.beats.median_panel import MedianPanel
from ecgviewer.ui.look import theme
from ecgviewer.ui.look.stray_tabs import put_stray_tab_bars_away
from ecgviewer.ui.look.text_size import apply_text_size
from ecgviewer.ui.look.widgets import PanelTitle, SmallLabel
from ecgviewer.ui.paper.ecg_view import MIN_HEIGHT_PX
from ecgviewer.ui.shell.panels import PanelArea, in_front
from ecgviewer.ui.text.messages import Message
from ecgviewer.ui.window.main_window import MainWindow
from tests.ui.conftest import Desk

CONTROL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier
KEY_L, KEY_V = Qt.Key.Key_L, Qt.Key.Key_V
SHIFT = Qt.KeyboardModifier.ShiftModifier
READ = ["Statements", "Recording", "Measurements"]


@pytest.fixture(autouse=True)
def letters_of_normal_size(qapp: QApplication) -> Iterator[None]:
    yield
    apply_text_size(100)


def press(desk: Desk, window: QWidget, key: Qt.Key, held: object = None) -> None:
    target = window.view.canvas if isinstance(window, MainWindow) else window
    none = Qt.KeyboardModifier.NoModifier
    desk.qtbot.keyClick(target, key, held or none)  # type: ignore[call-overload]


def marks(window: QWidget) -> list[str]:
    labels = window.findChildren(QLabel)
    return [label.text() for label in labels if label.isVisible()]


def shown(window: MainWindow) -> list[str]:
    """Return the names of the panels that are not hidden."""
    return [d.objectName() for d in window.panels.docks if not d.isHidden()]


def standing(window: MainWindow) -> dict[str, tuple[bool, int]]:
    """Return of each panel that is not hidden whether it is in front, and how wide."""
    return {
        dock.objectName(): (in_front(dock), dock.width() if in_front(dock) else 0)
        for dock in window.panels.docks
        if not dock.isHidden()
    }


# --------------------------------------------------------------------------- remembered


def test_the_arrangement_is_remembered(desk: Desk) -> None:
    _, window = desk.open("a.hea")
    statements, facts = window.panels.docks[:2]
    window.addDockWidget(Qt.DockWidgetArea.LeftDockWidgetArea, facts)
    statements.hide()
    window.close()
    _, again = desk.open("a.hea")
    statements, facts = again.panels.docks[:2]
    assert statements.isHidden()
    assert facts.isVisible()
    left = Qt.DockWidgetArea.LeftDockWidgetArea
    assert again.dockWidgetArea(facts) == left


def test_a_floating_panel_floats_again(desk: Desk) -> None:
    _, window = desk.open("a.hea")
    window.panels.docks[0].setFloating(True)
    window.close()
    _, again = desk.open("a.hea")
    assert again.panels.docks[0].isFloating()
    assert not again.panels.docks[1].isFloating()


def test_tabs_that_belong_to_no_panels_are_put_away(desk: Desk) -> None:
    _, window = desk.open("a.hea")
    docks = [dock.windowTitle() for dock in window.panels.docks if dock.isVisible()]
    strays = []
    for titles in (["Worklist"], docks[:1], []):
        stray = QTabBar(window)
        for title in titles:
            stray.addTab(title)
        stray.setGeometry(0, 0, 100, 30)  # over the menus, as Qt leaves them
        stray.show()
        strays.append(stray)
    put_stray_tab_bars_away(window)
    direct = Qt.FindChildOption.FindDirectChildrenOnly
    bars = window.findChildren(QTabBar, options=direct)
    seen = [bar for bar in bars if window.rect().intersects(bar.geometry())]
    (bar,) = seen
    assert {bar.tabText(k) for k in range(bar.count())} == set(docks)
    assert not set(seen) & set(strays)


@pytest.mark.parametrize("broken", ["zz", "00ff", "000000ff00000000fd", "x" * 10_000])
def test_a_broken_arrangement_is_none(desk: Desk, broken: str) -> None:
    states = {"window_state": broken, "geometry": broken, "panels_state": broken}
    desk.settings.change(lambda stored: replace(stored, **states))
    _, window = desk.open("a.hea")
    assert shown(window) == READ
    assert window.height() == 768


def test_a_panel_made_late_stands_where_it_stood(desk: Desk) -> None:
    _, window = desk.open("a.hea")
    press(desk, window, Qt.Key.Key_T)
    dock = next(d for d in window.panels.docks if d.objectName() == "Calipers")
    left = Qt.DockWidgetArea.LeftDockWidgetArea
    window.addDockWidget(left, dock)
    window.close()
    _, again = desk.open("a.hea")
    assert all(d.objectName() != "Calipers" for d in again.panels.docks)
    press(desk, again, Qt.Key.Key_T)
    dock = next(d for d in again.panels.docks if d.objectName() == "Calipers")
    assert again.dockWidgetArea(dock) == left


@pytest.mark.parametrize(
    ("title", "key", "held"),
    [
        ("Rate and RR", Qt.Key.Key_T, Qt.KeyboardModifier.ShiftModifier),
        ("Worklist", Qt.Key.Key_L, Qt.KeyboardModifier.NoModifier),
    ],
)
def test_the_first_caliper_leaves_panels_below_the_paper_their_height(
    desk: Desk, title: str, key: Qt.Key, held: Qt.KeyboardModifier
) -> None:
    _, window = desk.open("a.hea")
    press(desk, window, key, held)
    dock = next(d for d in window.panels.docks if d.objectName() == title)
    desk.qtbot.wait(50)
    before_px = dock.height()
    press(desk, window, Qt.Key.Key_T)
    assert window.side.calipers is not None
    window.panels.go_to(dock)
    desk.qtbot.wait(50)
    tabs_px = max(bar.height() for bar in window.findChildren(QTabBar))
    assert dock.height() >= before_px - tabs_px


def test_a_panels_title_has_buttons_for_floating_and_closing(desk: Desk) -> None:
    _, window = desk.open("a.hea")
    dock = window.panels.docks[0]
    title = dock.titleBarWidget()
    assert isinstance(title, PanelTitle)
    desk.qtbot.mouseClick(title.float_button, Qt.MouseButton.LeftButton)
    assert dock.isFloating()
    desk.qtbot.mouseClick(title.float_button, Qt.MouseButton.LeftButton)
    assert not dock.isFloating()
    desk.qtbot.mouseClick(title.close_button, Qt.MouseButton.LeftButton)
    assert dock.isHidden()
    assert not window.actions_table.action("panel_Statements").isChecked()


# -------------------------------------------------------------------------- full screen


def test_full_screen_is_paper_its_captions_and_the_mark(desk: Desk) -> None:
    _, window = desk.open("a.hea")
    press(desk, window, Qt.Key.Key_F11)
    assert window.isFullScreen()
    assert not window.menuBar().isVisible()
    assert not any(bar.isVisible() for bar in window.findChildren(QToolBar))
    assert not any(dock.isVisible() for dock in window.panels.docks)
    assert theme.NOT_FOR_DIAGNOSIS in marks(window)
    assert window.captions.footer.text() in marks(window)


def test_keys_work_in_full_screen_and_escape_leaves_it(desk: Desk) -> None:
    session, window = desk.open("a.hea")
    before = bytes(window.saveState().data())
    press(desk, window, Qt.Key.Key_F11)
    press(desk, window, Qt.Key.Key_2)
    assert session.view.layout == "12x1"
    press(desk, window, Qt.Key.Key_Escape)
    assert not window.isFullScreen()
    assert window.menuBar().isVisible()
    assert bytes(window.saveState().data()) == before
    press(desk, window, Qt.Key.Key_Escape)
    assert not window.isFullScreen()


def test_closing_in_full_screen_remembers_the_window_as_it_was(desk: Desk) -> None:
    _, window = desk.open("a.hea")
    press(desk, window, Qt.Key.Key_F11)
    window.close()
    _, again = desk.open("a.hea")
    assert not again.isFullScreen()
    assert again.menuBar().isVisible()
    assert shown(again) == READ


# -------------------------------------------------------------------------- two windows


def test_all_panels_go_to_a_second_window_and_come_back(desk: Desk) -> None:
    _, window = desk.open("a.hea")
    docks = window.panels.docks
    desk.qtbot.wait(20)
    before = standing(window)
    press(desk, window, Qt.Key.Key_F11, CONTROL)
    second = window.arrangement.second
    assert second is not None
    assert second.isVisible()
    assert all(dock.window() is second for dock in docks)
    assert theme.NOT_FOR_DIAGNOSIS in marks(second)
    assert theme.NOT_FOR_DIAGNOSIS in second.windowTitle()
    press(desk, window, Qt.Key.Key_F11, CONTROL)
    assert window.arrangement.second is None
    assert all(dock.window() is window for dock in docks)
    desk.qtbot.wait(50)
    assert standing(window) == before


def test_keys_work_in_the_second_window(desk: Desk) -> None:
    session, window = desk.open("a.hea")
    window.arrangement.split()
    second = window.arrangement.second
    assert second is not None
    second.activateWindow()
    desk.qtbot.waitUntil(second.isActiveWindow)
    press(desk, second, Qt.Key.Key_2)
    assert session.view.layout == "12x1"


def test_closing_the_second_window_brings_the_panels_back(desk: Desk) -> None:
    _, window = desk.open("a.hea")
    window.arrangement.split()
    second = window.arrangement.second
    assert second is not None
    second.close()
    assert all(dock.window() is window for dock in window.panels.docks)


def test_two_windows_are_remembered(desk: Desk) -> None:
    _, window = desk.open("a.hea")
    window.arrangement.split()
    window.close()
    _, again = desk.open("a.hea")
    assert again.arrangement.is_split
    again.arrangement.join()
    assert shown(again) == READ


def test_a_panel_made_late_comes_into_the_second_window(desk: Desk) -> None:
    _, window = desk.open("a.hea")
    window.arrangement.split()
    press(desk, window, Qt.Key.Key_T)
    dock = next(d for d in window.panels.docks if d.objectName() == "Calipers")
    assert dock.window() is window.arrangement.second
    window.arrangement.join()
    assert dock.window() is window


TWO_SCREENS = """
from pathlib import Path
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication
from ecgviewer.ui.window.main_window import MainWindow
from ecgviewer.ui.state.session import Session
from ecgviewer.ui.look.settings import SettingsStore
from tests.ui.fakes import SynchronousRunner, fake_steps
import sys

application = QApplication([])
store = SettingsStore(QSettings(sys.argv[1], QSettings.Format.IniFormat))
window = MainWindow(Session(SynchronousRunner(), fake_steps()), store)
window.move(50, 50)
window.show()
window.arrangement.split()
application.processEvents()
print(window.screen().name(), window.arrangement.second.screen().name())
"""


def test_the_panels_window_opens_on_the_other_screen(tmp_path: Path) -> None:
    screens = [
        {"name": "left", "x": 0, "y": 0, "width": 1366, "height": 768},
        {"name": "right", "x": 1366, "y": 0, "width": 1920, "height": 1080},
    ]
    common = {"logicalDpi": 96, "logicalBaseDpi": 96, "dpr": 1}
    config = {"screens": [screen | common for screen in screens]}
    (tmp_path / "screens.json").write_text(json.dumps(config))
    platform = f"offscreen:configfile={tmp_path / 'screens.json'}"
    done = subprocess.run(
        [sys.executable, "-c", TWO_SCREENS, str(tmp_path / "settings.ini")],
        env=os.environ | {"QT_QPA_PLATFORM": platform},
        capture_output=True,
        text=True,
        check=False,
        cwd=Path(__file__).parents[3],
    )
    assert done.stdout.split() == ["left", "right"], done.stderr


# ------------------------------------------------------------------------- the keyboard


def test_f6_goes_round_paper_and_panels(desk: Desk) -> None:
    _, window = desk.open("a.hea")
    window.view.setFocus()
    docks = [dock for dock in window.panels.docks if not dock.isHidden()]

    def area() -> str:
        focus = QApplication.focusWidget()
        assert focus is not None
        inside = [d.objectName() for d in docks if d.isAncestorOf(focus)]
        return inside[0] if inside else "paper"

    seen = [area()]
    for _ in docks:
        desk.qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_F6)
        seen.append(area())
    assert seen == ["paper", *(dock.objectName() for dock in docks)]
    desk.qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_F6)
    assert area() == "paper"
    desk.qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_F6, SHIFT)
    assert area() == docks[-1].objectName()


# ---------------------------------------------------------------------------- text size


def test_letters_grow_shrink_and_are_remembered(desk: Desk) -> None:
    _, window = desk.open("a.hea")
    normal = QFontInfo(window.findings.font()).pointSizeF()
    press(desk, window, Qt.Key.Key_Equal, CONTROL | ALT)
    QApplication.processEvents()
    assert window.font().pointSizeF() == pytest.approx(1.1 * normal)
    small = window.findings.findChildren(SmallLabel)[0]
    smaller = theme.CAPTION_PX / theme.TEXT_PX
    assert small.font().pointSizeF() == pytest.approx(smaller * 1.1 * normal)
    press(desk, window, Qt.Key.Key_Minus, CONTROL | ALT)
    press(desk, window, Qt.Key.Key_Minus, CONTROL | ALT)
    QApplication.processEvents()
    assert window.font().pointSizeF() == pytest.approx(0.9 * normal)
    window.close()
    apply_text_size(100)
    _, again = desk.open("a.hea")
    assert again.font().pointSizeF() == pytest.approx(0.9 * normal)
    press(desk, again, Qt.Key.Key_0, CONTROL | ALT)
    QApplication.processEvents()
    assert again.font().pointSizeF() == pytest.approx(normal)
    assert desk.settings.load().text_percent == 100


@pytest.mark.parametrize("percent", [80, 100, 200])
@pytest.mark.parametrize("calipers", [False, True])
def test_1366_by_768_is_enough_for_letters_of_every_size(
    desk: Desk, percent: int, calipers: bool
) -> None:
    """Peer defect: a window unusable below 1920x1080 or with larger letters."""
    _, window = desk.open("a.hea", size=(1366, 768))
    if calipers:
        press(desk, window, Qt.Key.Key_T)
    window.choices.set_text_size(percent)
    for dock in window.panels.docks:
        window.panels.go_to(dock)
        for _ in range(3):  # layouts settle one after another
            QApplication.processEvents()
        assert (window.width(), window.height()) == (1366, 768)
        assert window.view.canvas.height() >= MIN_HEIGHT_PX - 20
        inner = window.rect().adjusted(0, 0, 1, 1)
        corner = dock.mapTo(window, QPoint(dock.width(), dock.height()))
        assert inner.contains(corner), dock.objectName()
        assert not dock.visibleRegion().isEmpty()
    smallest = window.minimumSizeHint()
    assert smallest.width() <= 1366
    assert smallest.height() <= 768


@pytest.mark.parametrize("percent", [100, 150])
def test_where_a_line_stands_is_in_view_while_keys_move_it(
    desk: Desk, percent: int
) -> None:
    _, window = desk.open("a.hea", size=(1366, 768))
    window.choices.set_text_size(percent)
    press(desk, window, Qt.Key.Key_L, SHIFT)
    panel = window.examining.median.panel
    assert isinstance(panel, MedianPanel)
    grid = window.focusWidget()
    for _ in LINE_POINTS:
        desk.qtbot.keyClick(grid, Qt.Key.Key_Tab)
    desk.qtbot.keyClick(grid, Qt.Key.Key_Right)
    desk.qtbot.wait(50)
    said = panel.selected_text()
    assert said.startswith("T end: +")
    (label,) = (one for one in panel.findChildren(QLabel) if one.text() == said)
    assert label.visibleRegion().boundingRect() == label.rect()


@pytest.mark.parametrize(("percent", "rows"), [(100, 4), (150, 4)])
def test_the_median_beat_is_read_without_scrolling_sideways(
    desk: Desk, percent: int, rows: int
) -> None:
    _, window = desk.open("a.hea", size=(1366, 768), px_per_mm=96 / 25.4)
    window.choices.set_text_size(percent)
    press(desk, window, Qt.Key.Key_L, SHIFT)
    panel = window.examining.median.panel
    assert isinstance(panel, MedianPanel)
    area = panel.parentWidget().parentWidget()
    controls = (panel.arrangements, panel.scales, panel.leads, panel.one, panel.all)
    desk.qtbot.waitUntil(lambda: len({one.y() for one in controls}) == rows)
    desk.qtbot.waitUntil(lambda: panel.width() <= area.width())
    places = [control.geometry() for control in controls]
    assert all(place.right() < panel.width() for place in places)
    assert not any(a.intersects(b) for a, b in combinations(places, 2))
    for control, place in zip(controls, places, strict=True):
        assert place.size() == control.sizeHint()


def test_the_columns_of_evidence_are_read_with_letters_of_every_size(
    desk: Desk,
) -> None:
    _assert_evidence_is_read(desk)


def test_so_are_they_in_german(german: None, desk: Desk) -> None:
    _assert_evidence_is_read(desk)


def test_no_column_of_statements_is_cut_off_with_letters_of_any_size(
    desk: Desk, german: None
) -> None:
    _, window = desk.open("a.hea", size=(1366, 768))
    panel = window.findings
    area = panel.parentWidget().parentWidget()
    assert isinstance(area, PanelArea)
    for percent in (80, 100, 150, 200):
        window.choices.set_text_size(percent)
        desk.qtbot.wait(50)
        assert area.horizontalScrollBar().maximum() == 0, percent
        cards = panel.statements
        assert cards.sizeHintForColumn(0) <= cards.viewport().width()


def test_statements_are_as_wide_as_the_largest_letters_need_at_the_next_start(
    desk: Desk, german: None
) -> None:
    _, window = desk.open("a.hea", size=(1366, 768))
    window.choices.set_text_size(200)
    desk.qtbot.wait(50)
    window.close()
    _, again = desk.open("a.hea", size=(1366, 768))
    desk.qtbot.wait(50)
    assert again.width() == 1366
    area = again.findings.parentWidget().parentWidget()
    assert isinstance(area, PanelArea)
    assert area.horizontalScrollBar().maximum() == 0


def test_messages_have_letters_of_the_size_that_is_chosen(desk: Desk) -> None:
    session, window = desk.open("a.hea")
    session.messages.show(Message("Something must be known."))
    before_px = window.middle.banner.close_button.fontMetrics().height()
    window.choices.set_text_size(200)
    QApplication.processEvents()
    (text,) = window.middle.banner.findChildren(QLabel)
    assert text.fontMetrics().height() >= 1.8 * before_px
    assert window.middle.banner.close_button.font() == text.font()


def _assert_evidence_is_read(desk: Desk) -> None:
    """Whole names above the columns, and all columns within the panel."""
    _, window = desk.open("a.hea", size=(1366, 768))
    tree = window.findings.evidence.tree
    header, model = tree.header(), tree.model()
    for percent in (80, 100, 120, 150, 200):
        window.choices.set_text_size(percent)
        desk.qtbot.wait(20)
        assert tree.horizontalScrollBar().maximum() == 0, percent
        assert header.length() <= tree.viewport().width()
        metrics = header.fontMetrics()
        for column in range(header.count()):
            name = model.headerData(column, Qt.Orientation.Horizontal)
            lines = name.split("\n")
            widest_px = max(map(metrics.horizontalAdvance, lines))
            assert widest_px < header.sectionSize(column), (percent, name)
            assert len(lines) * metrics.height() <= header.height()
        rows_px = tree.viewport().height()
        assert rows_px >= 3 * metrics.height(), percent
        group = model.index(0, 0)
        name_px = tree.fontMetrics().horizontalAdvance(group.data())
        assert name_px <= tree.visualRect(group).width(), percent


@pytest.mark.parametrize("px_per_mm", [96 / 25.4, 100 / 25.4])
@pytest.mark.parametrize("keys", [(KEY_V,), (KEY_L,), (KEY_L, KEY_V)])
def test_the_standard_page_fits_beside_median_beat_and_measurements(
    desk: Desk, px_per_mm: float, keys: tuple[Qt.Key, ...]
) -> None:
    """10 s and the margins are 265 mm: 1002 or 1044 of 1366 pixels."""
    _, window = desk.open("a.hea", size=(1366, 768), px_per_mm=px_per_mm)
    for key in keys:
        press(desk, window, key, SHIFT)
        desk.qtbot.wait(20)
    assert window.width() == 1366
    panels = {KEY_V: window.examining.values, KEY_L: window.examining.median}
    plot, panel = window.view.plot, panels[keys[-1]].panel
    assert plot is not None
    assert panel is not None
    assert panel.isVisible()
    assert window.view.canvas.px_per_mm == px_per_mm
    assert window.view.canvas.size_mm()[0] >= plot.sheet.width_mm
    assert window.view.scrolling.horizontal.isHidden()


def test_a_panel_that_cannot_leave_the_page_its_width_keeps_its_own(
    desk: Desk,
) -> None:
    _, window = desk.open("a.hea", size=(1366, 768), px_per_mm=115 / 25.4)
    press(desk, window, Qt.Key.Key_V, SHIFT)
    desk.qtbot.wait(20)
    assert window.examining.values.width() >= 290


def test_a_panel_that_the_reader_made_wide_stays_so(desk: Desk) -> None:
    _, window = desk.open("a.hea", size=(1366, 768), px_per_mm=96 / 25.4)
    statements = window.panels.docks[0]
    window.resizeDocks([statements], [520], Qt.Orientation.Horizontal)
    desk.qtbot.wait(20)
    press(desk, window, Qt.Key.Key_V, SHIFT)
    desk.qtbot.wait(20)
    assert window.examining.values.width() >= 500


def test_no_panel_makes_the_window_larger(desk: Desk) -> None:
    _, window = desk.open("a.hea", size=(1366, 768))
    large = QLabel("large")
    large.setMinimumSize(3000, 2000)
    for area in (
        Qt.DockWidgetArea.RightDockWidgetArea,
        Qt.DockWidgetArea.BottomDockWidgetArea,
    ):
        window.panels.go_to(window.panels.add(f"Large {area.name}", large, area))
        QApplication.processEvents()
        assert (window.width(), window.height()) == (1366, 768)
        assert window.view.canvas.height() >= MIN_HEIGHT_PX - 20


def test_a_desktop_at_200_per_cent_of_a_1366_screen_still_shows_paper(
    desk: Desk,
) -> None:
    """Half of 1920x1080 is what such a desktop leaves."""
    _, window = desk.open("a.hea", size=(960, 540))
    assert (window.width(), window.height()) == (960, 540)
    assert window.view.canvas.height() >= MIN_HEIGHT_PX - 20
