"""The window, used as a reader uses it: keys, clicks, drags, drops."""

import threading
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, QSettings, Qt, QUrl
from PySide6.QtGui import QDropEvent, QImage, QWheelEvent
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from ecgviewer.ecg.findings import Explanation, Prediction
from ecgviewer.ecg.recording import Recording
from ecgviewer.io.dicom.format import bundled_example
from ecgviewer.ui.look import theme
from ecgviewer.ui.look.settings import KEY, Settings, SettingsStore
from ecgviewer.ui.state.jobs import JobRunner
from ecgviewer.ui.state.session import Session
from ecgviewer.ui.window.main_window import MainWindow
from tests.synthetic import synthetic_recording
from tests.ui.conftest import Desk
from tests.ui.fakes import fake_steps, predict, read

LEFT = Qt.MouseButton.LeftButton


def press(desk: Desk, window: MainWindow, key: Qt.Key) -> None:
    desk.qtbot.keyClick(window.view.canvas, key)


def all_texts(window: MainWindow) -> str:
    """Return every word that the window shows."""
    labels = [label.text() for label in window.findChildren(QLabel)]
    rows = window.actions_table.texts()
    return "\n".join([*labels, *rows, window.windowTitle()])


def test_keys_choose_layout_speed_gain_zoom_and_evidence(desk: Desk) -> None:
    session, window = desk.open("a.hea")
    for key, field, value in (
        (Qt.Key.Key_2, "layout", "12x1"),
        (Qt.Key.Key_1, "layout", "3x4+1R"),
        (Qt.Key.Key_S, "speed_mm_per_s", 50.0),
        (Qt.Key.Key_Up, "gain_mm_per_mv", 20.0),
        (Qt.Key.Key_Down, "gain_mm_per_mv", 10.0),
        (Qt.Key.Key_Plus, "zoom", 1.25),
        (Qt.Key.Key_Minus, "zoom", 1.0),
        (Qt.Key.Key_E, "evidence_shown", True),
    ):
        press(desk, window, key)
        assert getattr(session.view, field) == value, field


def test_a_view_says_its_speed_gain_filter_scale_and_layout(desk: Desk) -> None:
    _, window = desk.open("a.hea")
    for words in ("25 mm/s", "10 mm/mV", "no display filter", "true to scale"):
        assert words in window.captions.footer.text()
    assert "3×4+1R" in window.captions.footer.text()
    assert "a.hea" in window.answer.who.text()


def test_arrow_keys_belong_to_the_tree_while_it_has_the_focus(desk: Desk) -> None:
    session, window = desk.open("a.hea")
    tree = window.findings.evidence.tree
    tree.setFocus()
    tree.setCurrentIndex(tree.model().index(0, 0))
    desk.qtbot.keyClick(tree, Qt.Key.Key_Down)
    assert session.view.gain_mm_per_mv == 10.0
    assert session.selection.group == "lateral"


def test_page_keys_turn_pages_and_scroll_rows(desk: Desk) -> None:
    steps = fake_steps(read=lambda _: synthetic_recording(duration_s=25.0))
    session, window = desk.open("a.hea", steps=steps)
    press(desk, window, Qt.Key.Key_PageDown)
    assert session.view.page_start_s == 10.0
    assert "10.0–20.0 s of 25.0 s" in window.captions.footer.text()
    press(desk, window, Qt.Key.Key_End)
    assert session.view.page_start_s == 20.0
    press(desk, window, Qt.Key.Key_Home)
    assert session.view.page_start_s == 0.0
    press(desk, window, Qt.Key.Key_2)
    before = window.view.canvas.origin_mm.x()
    press(desk, window, Qt.Key.Key_Right)
    assert window.view.canvas.origin_mm.x() == pytest.approx(before + 25.0, abs=0.2)
    press(desk, window, Qt.Key.Key_PageDown)
    assert window.view.canvas.origin_mm.x() > before + 100.0


def test_dragging_moves_the_paper_with_the_hand(desk: Desk) -> None:
    session, window = desk.open("a.hea", px_per_mm=4.0)
    session.viewing.set_speed(50.0)
    canvas = window.view.canvas
    before = canvas.origin_mm
    viewport = canvas.viewport()
    desk.qtbot.mousePress(viewport, LEFT, pos=QPoint(400, 300))
    desk.qtbot.mouseMove(viewport, QPoint(300, 300))
    desk.qtbot.mouseRelease(viewport, LEFT, pos=QPoint(300, 300))
    assert canvas.origin_mm.x() == pytest.approx(before.x() + 25.0, abs=0.2)
    assert session.selection.lead is None


def test_control_and_wheel_zoom_about_the_mouse(desk: Desk) -> None:
    session, window = desk.open("a.hea", size=(800, 500))
    canvas, place = window.view.canvas, QPointF(200, 150)
    session.viewing.set_zoom(2.0)
    before = canvas.to_mm(place)
    wheel = QWheelEvent(
        place,
        canvas.viewport().mapToGlobal(place),
        QPoint(),
        QPoint(0, 120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.ControlModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(canvas.viewport(), wheel)
    assert session.view.zoom == pytest.approx(2.3)
    after = canvas.to_mm(place)
    assert after.x() == pytest.approx(before.x(), abs=0.2)
    assert after.y() == pytest.approx(before.y(), abs=0.2)


def test_the_scroll_bar_moves_the_paper(desk: Desk) -> None:
    session, window = desk.open("a.hea")
    session.viewing.set_speed(50.0)
    bar = window.view.scrolling.horizontal
    assert bar.isVisible()
    bar.setValue(bar.maximum())
    width_mm, _ = window.view.canvas.size_mm()
    assert window.view.plot is not None
    end_mm = window.view.canvas.origin_mm.x() + width_mm
    assert end_mm == pytest.approx(window.view.plot.sheet.width_mm + 3, abs=0.5)


def test_the_status_bar_reads_the_paper_under_the_mouse(desk: Desk) -> None:
    _, window = desk.open("a.hea")
    view = window.view
    assert view.plot is not None
    cell = next(c for c in view.plot.sheet.cells if c.lead == "aVF")
    place = view.canvas.to_px(QPointF(cell.x_mm + 12.5, cell.y_mm - 5))
    desk.qtbot.mouseMove(view.canvas.viewport(), place.toPoint())
    name, time_s, _, amplitude, unit = window.captions.cursor.text().split()
    assert (name, unit) == ("aVF", "mV")
    assert float(time_s) == pytest.approx(3.0, abs=0.01)
    assert float(amplitude) == pytest.approx(0.5, abs=0.03)


def test_an_unreadable_file_is_named_in_a_banner_and_the_paper_stays(
    desk: Desk,
) -> None:
    _session, window = desk.open("a.hea", "bad.hea")
    assert not window.middle.banner.isVisible()
    press(desk, window, Qt.Key.Key_N)
    assert window.middle.banner.isVisible()
    assert window.middle.banner.text() == (
        "Error: bad.hea: header line 1: is no WFDB header. The paper still shows a.hea."
    )
    assert "a.hea" in window.answer.who.text()
    assert len(window.view.plot.sheet.cells) == 13  # type: ignore[union-attr]
    desk.qtbot.mouseClick(window.middle.banner.close_button, LEFT)
    assert not window.middle.banner.isVisible()


def test_warnings_of_the_file_are_seen(desk: Desk) -> None:
    warned = replace(synthetic_recording(), warnings=("V1 and V2 look swapped.",))
    _, window = desk.open("a.hea", steps=fake_steps(read=lambda _: warned))
    assert window.middle.banner.isVisible()
    assert "V1 and V2 look swapped." in window.middle.banner.text()
    assert "swapped" in window.info.text("Warnings")


def test_keys_step_through_the_files(desk: Desk) -> None:
    _session, window = desk.open("a.hea", "b.hea")
    assert "file 1 of 2" in window.answer.who.text()
    press(desk, window, Qt.Key.Key_N)
    press(desk, window, Qt.Key.Key_N)
    assert "b.hea" in window.answer.who.text()
    press(desk, window, Qt.Key.Key_P)
    assert "a.hea" in window.answer.who.text()


def test_a_dropped_file_is_opened(desk: Desk, tmp_path: Path) -> None:
    _session, window = desk.open("a.hea")
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(tmp_path / "dropped.hea"))])
    drop = QDropEvent(
        QPointF(50, 50),
        Qt.DropAction.CopyAction,
        mime,
        LEFT,
        Qt.KeyboardModifier.NoModifier,
    )
    window.dropEvent(drop)
    assert "dropped.hea" in window.answer.who.text()


def test_open_asks_for_files_and_remembers_the_folder(
    desk: Desk, tmp_path: Path
) -> None:
    _session, window = desk.open()
    asked: list[str] = []

    def choose(_parent: object, folder: str) -> list[str]:
        asked.append(folder)
        return [str(tmp_path / "a.hea")]

    window.files.ask_for_files = choose
    window.actions_table.action("open").trigger()
    window.actions_table.action("open").trigger()
    assert asked == ["", str(tmp_path)]


def test_the_example_of_an_empty_window_offers_only_what_works(desk: Desk) -> None:
    session, window = desk.open()
    assert "Open a recording" in window.captions.welcome.text()
    assert window.captions.welcome.isVisible()
    for name, enabled in (("open", True), ("evidence", False), ("zoom_in", False)):
        assert window.actions_table.action(name).isEnabled() == enabled
    session.set_recording(synthetic_recording())
    assert not window.captions.welcome.isVisible()


def test_an_empty_window_offers_the_last_files_and_an_example(
    desk: Desk, tmp_path: Path
) -> None:
    session, window = desk.open()
    welcome = window.captions.welcome
    assert welcome.last == []
    names = [f"{number}.hea" for number in range(7)]
    for name in names[1:]:
        (tmp_path / name).touch()
    window.recent.add(*(tmp_path / name for name in names))
    welcome.fill()
    # The first is gone, and there are no more than a few.
    assert [button.text() for button in welcome.last] == names[1:6]
    session.privacy.hide(True)
    shown = [button.text() + button.toolTip() for button in welcome.last]
    assert not any("hea" in text for text in shown)
    welcome.last[0].click()
    assert session.recording is not None
    assert session.recording.source.path == tmp_path / names[1]
    assert not welcome.isVisible()


def test_the_example_is_one_press_away(desk: Desk) -> None:
    session, window = desk.open()
    window.captions.welcome.example.click()
    assert session.recording is not None
    assert session.recording.source.path == bundled_example()


def test_no_panel_is_empty_and_silent_where_nothing_is_open(desk: Desk) -> None:
    _, window = desk.open(size=(1920, 1080))
    assert window.examining.values.panel is None
    assert window.examining.values.says() == "No recording is open."
    blank = QImage(window.examining.values.size(), QImage.Format.Format_RGB32)
    window.examining.values.render(blank)
    colours = {blank.pixel(x, y) for x in range(200) for y in range(40)}
    assert len(colours) > 1


def test_arbitrary_units_never_show_a_millivolt(desk: Desk) -> None:
    recording = synthetic_recording(unit_is_mv=False)
    session, window = desk.open("a.hea", steps=fake_steps(read=lambda _: recording))
    session.viewing.steps.toggle_evidence()
    view = window.view
    assert view.plot is not None
    cell = view.plot.sheet.cells[0]
    place = view.canvas.to_px(QPointF(cell.x_mm + 5, cell.y_mm))
    desk.qtbot.mouseMove(view.canvas.viewport(), place.toPoint())
    assert window.captions.cursor.text().endswith("a.u.")
    assert "arbitrary units, amplitude not calibrated" in window.captions.footer.text()
    assert "mV" not in all_texts(window).replace("0.1 mV", "mV")
    assert "µV" not in all_texts(window)


def test_arbitrary_units_fit_their_rows(desk: Desk) -> None:
    signal = 300.0 * synthetic_recording().signal_mv
    recording = replace(synthetic_recording(), signal_mv=signal, unit_is_mv=False)
    session, window = desk.open()
    session.set_recording(recording)
    plot = window.view.plot
    assert plot is not None
    heights_mm = []
    for cell in plot.sheet.cells:
        _, y_mm = plot.points_mm(cell, cell.start_s, cell.stop_s, px_per_mm=4.0)
        heights_mm.append(np.ptp(y_mm))
        assert heights_mm[-1] < 1.2 * cell.height_mm
    assert max(heights_mm) > 10.0


def test_the_mark_is_always_there(desk: Desk) -> None:
    _, window = desk.open("a.hea")
    marks = [label.text() for label in window.statusBar().findChildren(QLabel)]
    assert theme.NOT_FOR_DIAGNOSIS in marks
    assert theme.NOT_FOR_DIAGNOSIS in window.windowTitle()


def test_the_notice_is_shown_until_it_was_read(
    desk: Desk, settings: SettingsStore
) -> None:
    _, window = desk.open()
    assert not window.middle.notice.isVisible()
    window.notice_reading.say_unless_read()
    assert window.middle.notice.isVisible()
    assert not settings.load().notice_read
    press(desk, window, Qt.Key.Key_F12)
    assert settings.load().notice_read
    assert not window.middle.notice.isVisible()
    window.notice_reading.say_unless_read()
    assert not window.middle.notice.isVisible()
    window.notice_reading.say()
    desk.qtbot.mouseClick(window.middle.notice.button, LEFT)
    assert not window.middle.notice.isVisible()


def test_a_new_window_remembers_layout_and_scale(
    desk: Desk, settings: SettingsStore
) -> None:
    session, window = desk.open("a.hea")
    session.viewing.set_layout("12x1")
    session.viewing.set_gain(5.0)
    session.viewing.set_zoom(2.0)
    window.close()
    stored = settings.load()
    assert (stored.layout, stored.gain_mm_per_mv) == ("12x1", 5.0)


@pytest.mark.parametrize(
    "text",
    [
        *("", "{", "[]", '{"layout": "7x7", "gain_mm_per_mv": 3.0, "x": 1}'),
        *(100_000 * "[", f'{{"text_percent": {5000 * "9"}}}'),
    ],
    ids=range(6),
)
def test_damaged_settings_mean_defaults(tmp_path: Path, text: str) -> None:
    store = QSettings(str(tmp_path / "damaged.ini"), QSettings.Format.IniFormat)
    store.setValue(KEY, text)
    assert SettingsStore(store).load() == Settings()


def test_nothing_is_clipped_at_1366_by_768(desk: Desk) -> None:
    session, window = desk.open("a.hea", px_per_mm=96 / 25.4)
    session.viewing.steps.toggle_evidence()
    desk.qtbot.wait(10)
    assert (window.width(), window.height()) == (1366, 768)
    minimum = window.minimumSizeHint()
    assert minimum.width() <= 1366
    assert minimum.height() <= 700
    plot = window.view.plot
    assert plot is not None
    width_mm, height_mm = window.view.canvas.size_mm()
    assert width_mm >= plot.sheet.width_mm
    assert height_mm >= plot.sheet.height_mm


class Gate:
    """Steps that wait until the test lets them go on, or until they are cancelled."""

    def __init__(self) -> None:
        self.entered, self.go = threading.Event(), threading.Event()

    def explain(self, *_: object, cancelled: Callable[[], bool]) -> Explanation:
        self.entered.set()
        while not cancelled() and not self.go.is_set():
            time.sleep(0.001)
        return Explanation({})


def test_a_window_closed_in_mid_job_leaves_no_thread(desk: Desk, qtbot: QtBot) -> None:
    gate = Gate()
    before = threading.active_count()
    steps = fake_steps(explain=gate.explain)
    session, window = desk.open("a.hea", steps=steps, runner=JobRunner())
    qtbot.waitUntil(gate.entered.is_set, timeout=10_000)
    assert "Computing the evidence" in session.activity
    window.close()
    assert threading.active_count() == before


def test_a_file_opened_in_mid_job_wins(desk: Desk, qtbot: QtBot) -> None:
    slow, gate = threading.Event(), threading.Event()

    def slow_read(path: Path) -> Recording:
        if path.name == "slow.hea":
            slow.set()
            gate.wait(10)
        return read(path)

    steps = fake_steps(read=slow_read)
    session, window = desk.open(steps=steps, runner=JobRunner())
    window.files.open_files([Path("slow.hea")])
    qtbot.waitUntil(slow.is_set, timeout=10_000)
    window.files.open_files([Path("fast.hea")])
    qtbot.waitUntil(lambda: session.recording is not None, timeout=10_000)
    gate.set()
    qtbot.waitUntil(lambda: session.known.evidence is not None, timeout=10_000)
    assert "fast.hea" in window.answer.who.text()
    window.close()


def test_statements_arrive_from_worker_threads(desk: Desk, qtbot: QtBot) -> None:
    threads: list[str] = []

    def watched(*args: object) -> Prediction:
        threads.append(threading.current_thread().name)
        return predict(*args)  # type: ignore[arg-type]

    steps = fake_steps(predict=watched)
    session, window = desk.open("a.hea", steps=steps, runner=JobRunner())
    qtbot.waitUntil(lambda: session.known.evidence is not None, timeout=10_000)
    assert threads
    assert threads[0] != threading.main_thread().name
    assert len(window.findings.statements.items()) == 5
    window.close()


def test_an_idle_session_holds_no_job(desk: Desk) -> None:
    session, _window = desk.open("a.hea")
    assert isinstance(session, Session)
    assert session.activity == ""
