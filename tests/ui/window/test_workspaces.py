"""Workspaces, the first row, and how the paper uses its room."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt

from ecgviewer.ecg.recording import Recording
from ecgviewer.ui.look.theme import SPACE_PX
from ecgviewer.ui.shell.panels import in_front
from ecgviewer.ui.window.main_window import MainWindow
from ecgviewer.ui.window.workspaces import LAB, WORKSPACES
from tests.synthetic import synthetic_recording
from tests.ui.conftest import Desk
from tests.ui.fakes import fake_steps

CONTROL = Qt.KeyboardModifier.ControlModifier
KEYS = dict(
    zip(
        (one.name for one in WORKSPACES),
        (Qt.Key(Qt.Key.Key_F2 + number) for number in range(5)),
        strict=True,
    )
)


def shown(window: MainWindow) -> set[str]:
    return {d.objectName() for d in window.panels.docks if not d.isHidden()}


def seen(window: MainWindow) -> set[str]:
    return {d.objectName() for d in window.panels.docks if in_front(d)}


def enter(desk: Desk, window: MainWindow, name: str) -> None:
    desk.qtbot.keyClick(window.view.canvas, KEYS[name], CONTROL)
    desk.qtbot.wait(20)


@pytest.mark.parametrize("name", [n for n in KEYS if n != "compare"])
def test_each_workspace_is_one_key_away_and_shows_its_panels(
    desk: Desk, name: str
) -> None:
    _, window = desk.open("a.hea", size=(1920, 1080))
    workspace = next(one for one in WORKSPACES if one.name == name)
    enter(desk, window, name)
    assert shown(window) == {*workspace.right, *workspace.below}
    assert window.workspaces.current == name
    chosen = window.actions_table.action(f"workspace_{name}")
    assert chosen.isChecked()
    enter(desk, window, "read")
    assert not chosen.isChecked() or name == "read"


def test_panels_stand_below_one_another_where_there_is_room_and_else_behind_tabs(
    desk: Desk,
) -> None:
    _, window = desk.open("a.hea", size=(1366, 768))
    desk.qtbot.wait(20)
    assert seen(window) == {"Statements"}
    window.resize(1920, 1080)
    desk.qtbot.wait(50)
    assert seen(window) == {"Statements", "Measurements"}
    window.resize(1366, 768)
    desk.qtbot.wait(50)
    assert seen(window) == {"Statements"}


def test_in_an_upright_window_panels_stand_below_the_paper(desk: Desk) -> None:
    _, window = desk.open("a.hea", size=(1080, 1920))
    desk.qtbot.wait(20)
    enter(desk, window, "read")
    assert seen(window) == {"Statements", "Measurements"}
    for dock in window.panels.docks:
        if in_front(dock):
            assert dock.y() > window.centralWidget().geometry().bottom()
    assert window.view.width() > 0.9 * window.width()
    window.resize(1366, 768)
    desk.qtbot.wait(50)
    assert seen(window) == {"Statements"}
    assert window.side.statements_dock.x() > window.view.width()


def test_the_paper_is_the_largest_thing(desk: Desk) -> None:
    _, window = desk.open("a.hea", size=(1920, 1080))
    desk.qtbot.wait(20)
    paper = window.view.width() * window.view.height()
    others = [d.width() * d.height() for d in window.panels.docks if in_front(d)]
    assert paper > 2 * max(others)
    assert paper > 0.5 * window.width() * window.height()


def test_the_lab_is_a_workspace_that_its_key_leaves(desk: Desk) -> None:
    _, window = desk.open("a.hea")
    before = shown(window)
    desk.qtbot.keyClick(window.view.canvas, Qt.Key.Key_F7)
    assert window.workspaces.current == LAB
    window.actions_table.action("lab").trigger()
    assert window.workspaces.current == "read"
    assert shown(window) == before


def test_explaining_lights_the_evidence(desk: Desk) -> None:
    session, window = desk.open("a.hea")
    enter(desk, window, "explain")
    assert session.view.evidence_shown
    enter(desk, window, "explain")
    assert session.view.evidence_shown


def test_what_is_explained_is_the_title_of_the_paper(desk: Desk) -> None:
    session, window = desk.open("a.hea", size=(1920, 1080))
    title = window.findings.evidence.above
    assert not title.isVisible()
    enter(desk, window, "explain")
    session.analysis.explaining.select_finding("HYP")
    assert title.isVisible()
    assert title.name.text() == "Hypertrophy"
    assert title.certainty.text() == "near certain >99 %"
    assert "The rule agrees" in title.reasons.text()
    desk.qtbot.keyClick(window.view.canvas, Qt.Key.Key_F7)
    assert not title.isVisible()
    enter(desk, window, "explain")
    window.close()
    _, again = desk.open("a.hea", size=(1920, 1080))
    assert again.findings.evidence.above.isVisible()


def test_waterfall_and_report_are_seen_beside_the_statements(desk: Desk) -> None:
    _, window = desk.open("a.hea", size=(1920, 1080))
    enter(desk, window, "explain")
    evidence = window.findings.evidence
    for widget in (evidence.waterfall, evidence.report):
        assert widget.visibleRegion().boundingRect().height() == widget.height()
    assert evidence.waterfall.mapTo(window, QPoint()).x() > (
        window.findings.statements.mapTo(window, QPoint()).x()
        + window.findings.statements.width()
    )


def test_a_panel_at_the_edge_of_the_window_keeps_air(desk: Desk) -> None:
    _, window = desk.open("a.hea", size=(1920, 1080))
    enter(desk, window, "rhythm")
    docks = {dock.objectName(): dock for dock in window.panels.docks}
    below, beside = docks["Rate and RR"], docks["Statements"]
    desk.qtbot.wait(20)
    assert (below.x(), below.edge_px, beside.edge_px) == (0, SPACE_PX, 0)
    inner = below.widget().viewport()
    assert inner.mapTo(window, QPoint()).x() > SPACE_PX


def test_the_workspace_of_the_last_time_is_remembered(desk: Desk) -> None:
    _, window = desk.open("a.hea")
    enter(desk, window, "rhythm")
    window.close()
    _, again = desk.open("a.hea")
    assert again.workspaces.current == "rhythm"
    assert shown(again) == {"Statements", "Annotations", "Rate and RR"}


def test_the_search_of_the_first_row_finds_actions(desk: Desk) -> None:
    _, window = desk.open("a.hea")
    heard: list[bool] = []
    action = window.actions_table.action("palette")
    action.triggered.disconnect()
    action.triggered.connect(lambda *_: heard.append(True))
    desk.qtbot.mouseClick(window.head.first.search, Qt.MouseButton.LeftButton)
    assert heard == [True]


@pytest.mark.parametrize("size", [(1366, 768), (1920, 1080), (1080, 1920)])
def test_nothing_of_the_first_rows_is_cut_off(
    desk: Desk, size: tuple[int, int]
) -> None:
    _, window = desk.open("a.hea", size=size)
    desk.qtbot.wait(20)
    menus, first = window.menuBar(), window.head.first
    assert menus.width() >= menus.sizeHint().width()
    assert first.segments.width() >= first.segments.sizeHint().width()
    assert first.search.geometry().right() <= window.width()
    assert window.middle.tools.sizeHint().width() <= window.middle.tools.width()


def test_the_papers_bar_leaves_out_words_before_it_leaves_out_buttons(
    desk: Desk,
) -> None:
    _, window = desk.open("a.hea", size=(1140, 768))
    styles = Qt.ToolButtonStyle
    for width_px, style in (
        (1140, styles.ToolButtonIconOnly),
        (1920, styles.ToolButtonTextBesideIcon),
    ):
        window.resize(width_px, 768)
        desk.qtbot.waitUntil(
            lambda style=style: window.middle.tools.toolButtonStyle() == style
        )
        desk.qtbot.wait(20)
        assert window.middle.tools.sizeHint().width() <= window.middle.tools.width()


# --------------------------------------------------------------------------- the paper


@pytest.mark.parametrize("size", [(1366, 768), (1920, 1080)])
def test_a_sheet_that_fits_fills_the_view_at_every_size(
    desk: Desk, size: tuple[int, int]
) -> None:
    session, window = desk.open("a.hea", size=size)
    desk.qtbot.keyClick(window.view.canvas, Qt.Key.Key_F)
    desk.qtbot.wait(20)
    for width, height in (size, (1500, 900)):
        window.resize(width, height)
        desk.qtbot.wait(50)
        plot, (width_mm, height_mm) = window.view.plot, window.view.canvas.size_mm()
        assert plot is not None
        # Nothing but the margin is left: a page's rows are spread over the view.
        assert 0 <= height_mm - plot.sheet.height_mm < 6.1
        spread = plot.sheet.row_height_mm > 30
        assert not spread or 0 <= width_mm - plot.sheet.width_mm < 3
        assert width_mm >= plot.sheet.width_mm
        assert height_mm >= plot.sheet.height_mm  # the rhythm strip is whole
    assert window.view.fitting.fits
    rows_mm = plot.sheet.row_y_mm
    desk.qtbot.keyClick(window.view.canvas, Qt.Key.Key_Plus)
    assert not window.view.fitting.fits
    plot = window.view.plot
    assert plot is not None
    assert plot.sheet.row_y_mm == rows_mm  # a closer look moves nothing
    desk.qtbot.keyClick(window.view.canvas, Qt.Key.Key_F)
    desk.qtbot.keyClick(window.view.canvas, Qt.Key.Key_0)
    assert (session.view.zoom, window.view.fitting.fits) == (1.0, False)
    plot = window.view.plot
    assert plot is not None
    assert plot.sheet.row_y_mm == (20.0, 50.0, 80.0, 110.0)


def test_whether_the_paper_fits_is_remembered(desk: Desk) -> None:
    _, window = desk.open("a.hea")
    desk.qtbot.keyClick(window.view.canvas, Qt.Key.Key_F)
    window.close()
    assert desk.settings.load().fit_paper


def test_two_leads_fill_the_paper(desk: Desk) -> None:
    base = synthetic_recording()

    def two(_path: object) -> Recording:
        return Recording(
            signal_mv=np.ascontiguousarray(base.signal_mv[[1, 10]]),
            fs=base.fs,
            leads=("II", "V5"),
            source=base.source,
        )

    _, window = desk.open("a.hea", steps=fake_steps(read=two), size=(1920, 1080))
    desk.qtbot.keyClick(window.view.canvas, Qt.Key.Key_F)
    desk.qtbot.wait(20)
    plot = window.view.plot
    assert plot is not None
    assert [cell.lead for cell in plot.sheet.cells] == ["II", "V5"]
    assert all(cell.height_mm >= 50 for cell in plot.sheet.cells)
    _, height_mm = window.view.canvas.size_mm()
    assert height_mm - plot.sheet.height_mm < 10
