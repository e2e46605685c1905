"""The worklist: listing without waiting, stepping in its order, marks that stay."""

import os
import sys
import threading
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QApplication

from ecgviewer.ecg.recording import Recording
from ecgviewer.io import read_recording
from ecgviewer.io.cache.catalogue import Catalogue
from ecgviewer.io.folder import Entry, Row, natural_key
from ecgviewer.io.summary import Summary
from ecgviewer.ui.state.jobs import JobRunner
from ecgviewer.ui.state.prefetch import MAX_HELD, Shelf, read_ahead
from ecgviewer.ui.state.session import Session
from ecgviewer.ui.state.thumbnail import HEIGHT_PX, outline, thumbnail_png
from ecgviewer.ui.state.worklist import order
from ecgviewer.ui.state.worklist.order import RowArrangement, Sorting, arranged
from ecgviewer.ui.window.main_window import MainWindow
from ecgviewer.ui.worklist.worklist_panel import WorklistView
from tests.io.made_files import ecg_uv, write_wfdb
from tests.synthetic import synthetic_recording
from tests.ui.conftest import Desk
from tests.ui.fakes import PatientRunner, SynchronousRunner, fake_steps

SHIFT = Qt.KeyboardModifier.ShiftModifier
CONTROL = Qt.KeyboardModifier.ControlModifier


class CountingRead:
    """Reads real files and counts how often each was read."""

    def __init__(self) -> None:
        self.names: list[str] = []

    def __call__(self, path: Path) -> Recording:
        self.names.append(path.name)
        return read_recording(path)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of three recordings and one that cannot be read."""
    made = tmp_path / "ecgs"
    made.mkdir()
    for name in ("1", "2", "10"):
        write_wfdb(made, ecg_uv(), name=name)
    (made / "20.hea").write_text("no header at all\n")
    return made


def key(desk: Desk, window: MainWindow, name: Qt.Key, *modifiers: object) -> None:
    desk.qtbot.keyClick(window.view.canvas, name, *modifiers)


def cells(window: MainWindow, column: int = order.FILE) -> list[str]:
    model = listed(window).table.model()
    return [model.index(row, column).data() for row in range(model.rowCount())]


def listed(window: MainWindow) -> WorklistView:
    assert window.worklist.list is not None
    return window.worklist.list


def open_name(session: Session) -> str:
    assert session.recording is not None
    return session.recording.source.path.name


# ----------------------------------------------------------------- order and choice


def make_row(name: str, **facts: object) -> Row:
    rate = facts.pop("rate", None)
    read = bool(facts.pop("read", False))
    summary = Summary("WFDB", 500.0, 12, **facts) if facts else None
    return Row(Entry(Path("/ecgs", name)), summary, rate_bpm=rate, read=read)


ROWS = (
    make_row("10.hea", duration_s=30.0, rate=40.0),
    make_row("9.hea", start_time=datetime(2020, 1, 2), read=True),
    make_row("1.hea"),
)


@pytest.mark.parametrize(
    ("column", "up", "down"),
    [
        (None, [0, 1, 2], [0, 1, 2]),
        (order.FILE, [2, 1, 0], [0, 1, 2]),
        (order.DURATION, [0, 1, 2], [0, 1, 2]),
        (order.DATE, [1, 0, 2], [1, 0, 2]),
        (order.RATE, [0, 1, 2], [0, 1, 2]),
        (order.STATE, [0, 2, 1], [1, 0, 2]),
    ],
)
def test_rows_are_sorted_and_what_is_not_known_comes_last(
    column: int | None, up: list[int], down: list[int]
) -> None:
    assert arranged(ROWS, RowArrangement(Sorting(column))) == up
    assert arranged(ROWS, RowArrangement(Sorting(column, descending=True))) == down


@pytest.mark.parametrize(
    ("words", "left"),
    [
        ("1", [0, 1, 2]),
        ("1. HEA", [2]),
        ("10.hea", [0]),
        ("read", [1]),
        ("unread 10", [0]),
        ("2020-01", [1]),
        ("x", []),
    ],
)
def test_the_filter_keeps_rows_with_all_words(words: str, left: list[int]) -> None:
    assert arranged(ROWS, RowArrangement(words=words)) == left


# ------------------------------------------------------------------- opening, listing


def test_a_folder_opens_as_a_worklist_and_its_first_recording_is_shown(
    desk: Desk, folder: Path
) -> None:
    session, window = desk.open(steps=fake_steps(read=read_recording))
    window.files.ask_for_folder = lambda *_: str(folder)
    key(desk, window, Qt.Key.Key_O, CONTROL | SHIFT)
    assert open_name(session) == "1.hea"
    assert cells(window) == ["1.hea", "2.hea", "10.hea", "20.hea"]
    assert cells(window, order.DURATION)[0] == "2.0 s"
    assert cells(window, order.LEADS)[0] == "12"
    assert "file 1 of 4" in window.answer.who.text()
    assert "4 recordings, 3 unread" in listed(window).state_text()


def test_what_cannot_be_read_is_listed_with_the_reason(
    desk: Desk, folder: Path
) -> None:
    _, window = desk.open(steps=fake_steps(read=read_recording))
    window.files.open_files([folder])
    model = listed(window).table.model()
    assert model.index(3, order.STATE).data() == "× cannot be read"
    tip = model.index(3, order.FILE).data(Qt.ItemDataRole.ToolTipRole)
    assert "header" in tip


def test_dropped_folders_and_files_become_one_list(desk: Desk, folder: Path) -> None:
    other = folder.parent / "other"
    other.mkdir()
    single = write_wfdb(other, ecg_uv(), name="single")
    session, window = desk.open(steps=fake_steps(read=read_recording))
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in (single, folder)])
    event = QDropEvent(
        *(QPointF(5, 5), Qt.DropAction.CopyAction, data),
        *(Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier),
    )
    with desk.qtbot.waitSignal(window.first_painted):
        window.dropEvent(event)
    assert open_name(session) == "single.hea"
    assert cells(window) == ["single.hea", "1.hea", "2.hea", "10.hea", "20.hea"]


def test_the_panel_makes_nothing_before_it_is_shown(desk: Desk) -> None:
    _, window = desk.open("a.hea")
    assert window.worklist.list is None
    key(desk, window, Qt.Key.Key_L)
    assert cells(window) == ["a.hea"]
    assert listed(window).table.hasFocus()


def test_closing_the_window_ends_listing(
    desk: Desk, folder: Path, qtbot: object
) -> None:
    background = JobRunner(workers=1)
    _, window = desk.open(background=background, runner=JobRunner())
    window.files.open_files([folder])
    window.close()
    assert threading.active_count() >= 1  # the fixture fails on what is left


# --------------------------------------------------------------------------- stepping


def test_n_and_p_follow_the_order_and_the_filter_of_the_list(
    desk: Desk, folder: Path
) -> None:
    session, window = desk.open(steps=fake_steps(read=read_recording))
    window.files.open_files([folder])
    listed(window).table.sortByColumn(order.FILE, Qt.SortOrder.DescendingOrder)
    assert cells(window) == ["20.hea", "10.hea", "2.hea", "1.hea"]
    key(desk, window, Qt.Key.Key_P)
    assert open_name(session) == "2.hea"
    listed(window).filter.setText("1")
    assert cells(window) == ["10.hea", "1.hea"]
    key(desk, window, Qt.Key.Key_N)
    assert open_name(session) == "10.hea"
    assert not window.actions_table.action("previous_file").isEnabled()


def test_enter_and_a_double_click_open_the_row(desk: Desk, folder: Path) -> None:
    session, window = desk.open(steps=fake_steps(read=read_recording))
    window.files.open_files([folder])
    table = listed(window).table
    table.setFocus()
    desk.qtbot.keyClick(table, Qt.Key.Key_Down)
    assert open_name(session) == "1.hea"
    desk.qtbot.keyClick(table, Qt.Key.Key_Return)
    assert open_name(session) == "2.hea"
    place = table.visualRect(table.model().index(2, order.FILE)).center()
    desk.qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    desk.qtbot.mouseDClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert open_name(session) == "10.hea"


def test_control_f_goes_to_the_filter_and_letters_typed_there_are_no_commands(
    desk: Desk, folder: Path
) -> None:
    session, window = desk.open(steps=fake_steps(read=read_recording))
    window.files.open_files([folder])
    key(desk, window, Qt.Key.Key_F, CONTROL)
    line = listed(window).filter
    desk.qtbot.waitUntil(line.hasFocus)
    desk.qtbot.keyClicks(line, "unread")
    assert line.text() == "unread"
    assert open_name(session) == "1.hea"
    assert cells(window) == ["1.hea", "2.hea", "10.hea"]


# ------------------------------------------------------------------------------ marks


def test_opening_marks_nothing_and_going_on_marks_what_was_seen(
    desk: Desk, folder: Path
) -> None:
    session, window = desk.open(steps=fake_steps(read=read_recording))
    with desk.qtbot.waitSignal(window.first_painted):
        window.files.open_files([folder])
    assert not session.worklist.rows.is_read(folder / "1.hea")
    key(desk, window, Qt.Key.Key_N)
    assert session.worklist.rows.is_read(folder / "1.hea")
    desk.qtbot.waitUntil(lambda: not session.analysis.due)  # the second has been seen
    key(desk, window, Qt.Key.Key_P)
    assert open_name(session) == "1.hea"
    assert not session.worklist.rows.is_read(folder / "2.hea")


def test_going_on_marks_nothing_when_that_is_switched_off(
    desk: Desk, folder: Path
) -> None:
    session, window = desk.open(steps=fake_steps(read=read_recording))
    with desk.qtbot.waitSignal(window.first_painted):
        window.files.open_files([folder])
    key(desk, window, Qt.Key.Key_R, SHIFT)
    key(desk, window, Qt.Key.Key_N)
    assert not session.worklist.rows.is_read(folder / "1.hea")
    window.close()
    assert not desk.settings.load().mark_read_on_next


def test_what_could_not_be_read_is_never_marked_by_going_on(
    desk: Desk, folder: Path
) -> None:
    session, window = desk.open(steps=fake_steps(read=read_recording))
    with desk.qtbot.waitSignal(window.first_painted):
        window.files.open_files(
            [folder / name for name in ("1.hea", "20.hea", "2.hea")]
        )
    key(desk, window, Qt.Key.Key_N)
    assert open_name(session) == "1.hea"  # still, under the message
    key(desk, window, Qt.Key.Key_N)
    assert open_name(session) == "2.hea"
    assert session.worklist.rows.is_read(folder / "1.hea")
    assert not session.worklist.rows.is_read(folder / "20.hea")


def test_title_header_and_r_speak_of_the_paper_after_an_unreadable_file(
    desk: Desk, folder: Path
) -> None:
    session, window = desk.open(steps=fake_steps(read=read_recording))
    (folder / "1a.hea").write_text("no header at all\n")
    with desk.qtbot.waitSignal(window.first_painted):
        window.files.open_files([folder])
    key(desk, window, Qt.Key.Key_N)
    assert session.messages.message is not None
    assert "1a.hea" in session.messages.message.text
    assert "still shows 1.hea" in window.middle.banner.text()
    assert window.windowTitle().startswith("1.hea")
    assert "file 1 of 5" in window.answer.who.text()
    key(desk, window, Qt.Key.Key_R)  # unread again: N has marked it as read
    assert cells(window, order.STATE)[0] == "● unread"
    assert not session.worklist.rows.is_read(folder / "1a.hea")
    key(desk, window, Qt.Key.Key_N)
    assert open_name(session) == "2.hea"
    assert "file 3 of 5" in window.answer.who.text()
    assert cells(window, order.STATE)[0] == "● unread"


def test_an_empty_folder_says_so(desk: Desk, tmp_path: Path) -> None:
    session, window = desk.open("a.hea")
    window.files.open_files([tmp_path])
    assert session.messages.message is not None
    assert session.messages.message.kind == "warning"
    assert "No recordings were found in this folder" in window.middle.banner.text()
    assert "still shows a.hea" in window.middle.banner.text()
    desk.qtbot.waitUntil(lambda: desk.settings.load().folder == str(tmp_path))


def test_opening_asks_no_drive_on_the_gui_thread(
    desk: Desk, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    runner, background = PatientRunner(), PatientRunner()
    session, window = desk.open(runner=runner, background=background)
    asked: list[str] = []
    for name in ("stat", "is_dir", "is_file", "exists", "resolve"):
        patched = getattr(Path, name)

        def ask(path: Path, *args: object, patched=patched, **more: object) -> object:
            asked.append(str(path))
            return patched(path, *args, **more)

        monkeypatch.setattr(Path, name, ask)
    window.files.open_files([folder])
    window.recent_menu.aboutToShow.emit()
    assert asked == []
    runner.do("read")
    assert asked
    background.do("list")
    assert session.worklist.rows.n_listed == 4


def test_r_marks_and_unmarks_and_the_marks_are_there_the_next_time(
    desk: Desk, folder: Path, tmp_path: Path
) -> None:
    cache = tmp_path / "cache" / "worklist.sqlite"
    steps = fake_steps(read=read_recording)
    session, window = desk.open(steps=steps, cache=cache)
    window.files.open_files([folder])
    key(desk, window, Qt.Key.Key_R)
    assert cells(window, order.STATE)[0] == "✓ read"
    assert "2 unread" in listed(window).state_text()
    table = listed(window).table
    table.setFocus()
    table.select(2)
    desk.qtbot.keyClick(table, Qt.Key.Key_R)
    window.close()

    session, window = desk.open(steps=steps, cache=cache)
    window.files.open_files([folder])
    assert cells(window, order.STATE)[:3] == ["✓ read", "● unread", "✓ read"]
    assert open_name(session) == "2.hea"  # the first that is unread
    assert not window.actions_table.action("next_unread").isEnabled()
    session.worklist.marks.mark(folder / "10.hea", False)
    key(desk, window, Qt.Key.Key_N, SHIFT)
    assert open_name(session) == "10.hea"


def test_a_mark_made_just_before_closing_is_kept(
    desk: Desk, folder: Path, tmp_path: Path
) -> None:
    cache, background = tmp_path / "worklist.sqlite", PatientRunner()
    session, window = desk.open(cache=cache, background=background)
    window.files.open_files([folder])
    background.do("list")
    session.worklist.marks.mark(folder / "2.hea", True)
    session.worklist.marks.mark(folder / "10.hea", True)
    window.close()
    rows = Catalogue(cache).look_up(
        [session.worklist.rows.row(p).entry for p in range(3)]
    )
    assert [row.read for row in rows] == [False, True, True]


def test_a_mark_that_cannot_be_kept_is_said(desk: Desk, folder: Path) -> None:
    cache = folder / "1.hea" / "worklist.sqlite"  # a file stands where a folder must
    session, window = desk.open(cache=cache)
    window.files.open_files([folder])
    assert "cannot be used" in listed(window).state_text()
    session.worklist.marks.mark(folder / "2.hea", True)
    assert "could not be kept" in session.worklist.notes
    assert session.worklist.rows.is_read(folder / "2.hea")


# ---------------------------------------------------------------------- reading ahead


def test_stepping_shows_what_was_read_ahead_without_reading_again(
    desk: Desk, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ecgviewer.ui.state.worklist.jobs.MAX_LOOK_BYTES", 0)
    read = CountingRead()
    session, window = desk.open(steps=fake_steps(read=read))
    with desk.qtbot.waitSignal(window.first_painted):
        window.files.open_files(
            [folder / name for name in ("1.hea", "2.hea", "10.hea")]
        )
    desk.qtbot.waitUntil(lambda: read.names == ["1.hea", "2.hea"])
    with desk.qtbot.waitSignal(window.view.painted):
        key(desk, window, Qt.Key.Key_N)
    assert open_name(session) == "2.hea"
    desk.qtbot.waitUntil(lambda: read.names == ["1.hea", "2.hea", "10.hea"])
    with desk.qtbot.waitSignal(window.view.painted):
        key(desk, window, Qt.Key.Key_P)
    assert open_name(session) == "1.hea"
    assert read.names == ["1.hea", "2.hea", "10.hea"]


def test_reading_begins_before_the_window_prepares_unless_it_was_read_ahead(
    folder: Path, qapp: QApplication
) -> None:
    begun: list[tuple[str, int]] = []
    session = Session(
        SynchronousRunner(),
        fake_steps(
            read=read_recording,
            begin_reading=lambda path: begun.append(
                (path.name, len(session.worklist.rows))
            ),
        ),
    )
    session.opening.open_files([folder / "1.hea", folder / "2.hea"])
    session.on_paper_painted()
    session.stepping.step_file(1)
    assert begun == [("1.hea", 0)]
    session.opening.open_path(folder / "10.hea")
    assert begun[1:] == [("10.hea", 2)]


def test_a_file_that_changed_after_it_was_read_ahead_is_read_again(
    folder: Path, qapp: QApplication
) -> None:
    read = CountingRead()
    session = Session(SynchronousRunner(), fake_steps(read=read))
    session.opening.open_files([folder / "1.hea", folder / "2.hea"])
    session.on_paper_painted()
    assert read.names == ["1.hea", "2.hea"]
    state = (folder / "2.dat").stat()
    os.utime(folder / "2.dat", ns=(state.st_atime_ns, state.st_mtime_ns + 1))
    session.stepping.step_file(1)
    assert read.names == ["1.hea", "2.hea", "2.hea"]


def test_what_was_read_ahead_for_another_place_is_dropped(
    folder: Path, qapp: QApplication
) -> None:
    read, background = CountingRead(), PatientRunner()
    steps = fake_steps(read=read)
    session = Session(SynchronousRunner(), steps, background=background)
    session.opening.open_files([folder / name for name in ("1.hea", "2.hea", "10.hea")])
    session.on_paper_painted()
    assert "prefetch" in background.waiting
    session.stepping.step_file(1)
    assert "prefetch" not in background.waiting
    assert read.names == ["1.hea", "2.hea"]


def test_few_and_only_small_files_are_held(
    folder: Path, qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(30, 36):
        write_wfdb(folder, ecg_uv(), name=str(number))
    paths = [folder / f"{number}.hea" for number in range(30, 36)]
    told: list[tuple[Recording, ...]] = []
    shelf = Shelf(SynchronousRunner(), fake_steps(read=read_recording), told.append)
    shelf.fetch(paths[0], paths[1:])
    assert [one.source.path for one in told[0]] == paths[1:]
    held = [path for path in paths if shelf.held(path) is not None]
    assert len(held) == MAX_HELD
    shelf.fetch(paths[0], ())
    assert not any(shelf.held(path) for path in paths[1:])
    monkeypatch.setattr("ecgviewer.ui.state.prefetch.MAX_BYTES", 100)
    assert read_ahead(read_recording, paths, ()) == ()


# ----------------------------------------------------------------- pictures and rates


def test_rows_on_the_screen_get_a_picture_and_a_rate(desk: Desk, folder: Path) -> None:
    steps = fake_steps(read=read_recording)
    _, window = desk.open(steps=steps)
    window.files.open_files([folder])
    assert cells(window, order.RATE)[0] == "72/min"
    model = listed(window).table.model()
    index = model.index(0, order.THUMBNAIL)
    pixmap = index.data(Qt.ItemDataRole.DecorationRole)
    assert not pixmap.isNull()


def test_a_picture_goes_with_the_file_that_it_was_made_of(
    desk: Desk, folder: Path
) -> None:
    session, window = desk.open(steps=fake_steps(read=read_recording))
    window.files.open_files([folder])
    worklist = session.worklist
    first = worklist.rows.row(0).entry
    assert worklist.facts.picture(first)
    write_wfdb(folder, np.roll(ecg_uv(), 100, axis=1), name="1")
    os.utime(folder / "1.dat", ns=(1, 1))
    window.files.open_files([folder])
    changed = worklist.rows.row(0).entry
    assert changed.path == first.path
    assert worklist.facts.picture(changed)
    assert worklist.facts.picture(changed) != worklist.facts.picture(first)


def test_a_picture_shows_the_peaks_and_leaves_gaps_out() -> None:
    signal = np.zeros(2000, dtype=np.float32)
    signal[1000] = 2.0
    signal[1500:1600] = np.nan
    points = outline(signal, 1.0)
    top = min(points, key=lambda point: point[1])
    assert top == (pytest.approx(84.0, abs=1), pytest.approx(2.0))
    assert not any(127 <= x <= 133 for x, _ in points)
    flat = outline(np.zeros(2000, dtype=np.float32), 1.0)
    assert {y for _, y in flat} == {HEIGHT_PX / 2}
    missing = np.full(10, np.nan, dtype=np.float32)
    assert outline(missing, 1.0) == []
    assert thumbnail_png(synthetic_recording(leads=("V1",)))[1:4] == b"PNG"


# ------------------------------------------------------------------ thousands of files

_watching: list[tuple[str, str]] | None = None


def _audit(event: str, arguments: tuple[object, ...]) -> None:
    if _watching is not None and event in ("open", "os.scandir", "sqlite3.connect"):
        _watching.append((threading.current_thread().name, str(arguments[0])))


@pytest.fixture
def touched() -> Iterator[list[tuple[str, str]]]:
    """Every file and folder that is opened, with the thread that opened it."""
    global _watching
    if not hasattr(sys, "_ecgviewer_audited"):
        sys.addaudithook(_audit)
        sys._ecgviewer_audited = True  # type: ignore[attr-defined]
    _watching = []
    yield _watching
    _watching = None


def test_thousands_of_files_are_listed_without_samples_and_off_the_gui_thread(
    desk: Desk, tmp_path: Path, touched: list[tuple[str, str]]
) -> None:
    n_files = 3000
    folder = tmp_path / "many"
    folder.mkdir()
    lead = "{0}.dat 16 200/mV 16 0 0 0 0 II"
    for number in range(n_files):
        text = f"r{number} 1 250 500\n{lead.format(f'r{number}')}\n"
        (folder / f"r{number}.hea").write_text(text)
        (folder / f"r{number}.dat").write_bytes(bytes(1000))
    touched.clear()
    read_by_job: list[str] = []

    def read(path: Path) -> Recording:
        read_by_job.append(path.name)
        return synthetic_recording(path=str(path))

    background = JobRunner(workers=1)
    session, window = desk.open(
        steps=fake_steps(read=read),
        runner=JobRunner(),
        background=background,
        cache=tmp_path / "cache.sqlite",
    )
    window.files.open_files([folder])
    worklist = session.worklist
    desk.qtbot.waitUntil(lambda: len(worklist.rows) == n_files, timeout=30_000)
    names = [worklist.rows.row(place).entry.path.name for place in range(n_files)]
    assert names == sorted(names, key=natural_key)
    known = lambda: all(worklist.rows.row(p).summary for p in range(n_files))  # noqa: E731
    desk.qtbot.waitUntil(known, timeout=60_000)
    desk.qtbot.waitUntil(lambda: not worklist.activity, timeout=30_000)
    window.close()
    here = threading.current_thread().name
    on_gui_thread = [path for name, path in touched if name == here]
    assert [path for path in on_gui_thread if str(tmp_path) in path] == []
    assert [path for _, path in touched if path.endswith(".dat")] == []
    assert len(set(read_by_job)) < 30
