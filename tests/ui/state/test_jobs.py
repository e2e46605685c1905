"""Jobs: each answer arrives once, on the GUI thread, and none after close."""

import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from PySide6.QtCore import QObject, QThread, Signal, Slot
from PySide6.QtGui import QImage, QPainter, Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from ecgviewer.ui.state.jobs import JobRunner


@pytest.fixture
def runner(qapp: QApplication) -> Iterator[JobRunner]:
    runner = JobRunner()
    yield runner
    runner.shutdown()


class Receiver(QObject):
    """Counts what worker threads send to the thread it lives on."""

    received = Signal(int, object)

    def __init__(self) -> None:
        super().__init__()
        self.numbers: list[int] = []
        self.threads: set[QThread] = set()
        queued = Qt.ConnectionType.QueuedConnection
        self.received.connect(self.on_number_received, queued)

    @Slot(int, object)
    def on_number_received(self, number: int, payload: object) -> None:
        assert payload == {"number": number}
        self.numbers.append(number)
        self.threads.add(QThread.currentThread())


def test_ten_thousand_signals_from_a_plain_thread_arrive_in_order(qtbot: QtBot) -> None:
    receiver = Receiver()

    def send() -> None:
        for number in range(10_000):
            receiver.received.emit(number, {"number": number})

    with ThreadPoolExecutor(1) as executor:
        future = executor.submit(send)
        qtbot.waitUntil(lambda: len(receiver.numbers) == 10_000, timeout=20_000)
        future.result()
    assert receiver.numbers == list(range(10_000))
    assert receiver.threads == {receiver.thread()}


def test_ten_thousand_jobs_answer_each_once(qtbot: QtBot, runner: JobRunner) -> None:
    answers: list[int] = []
    for number in range(10_000):
        runner.submit(f"job {number}", int, number, on_done=answers.append)
    qtbot.waitUntil(lambda: len(answers) == 10_000, timeout=20_000)
    assert sorted(answers) == list(range(10_000))


def test_the_newest_job_with_a_key_wins(qtbot: QtBot, runner: JobRunner) -> None:
    go = threading.Event()
    answers: list[str] = []

    def slow(text: str) -> str:
        go.wait(5)
        return text

    for text in ("old", "older", "new"):
        runner.submit("read", slow, text, on_done=answers.append)
    go.set()
    qtbot.waitUntil(lambda: bool(answers))
    qtbot.wait(20)
    assert answers == ["new"]


def test_an_answer_already_queued_is_dropped_when_cancelled(
    qtbot: QtBot, runner: JobRunner
) -> None:
    ran = threading.Event()
    answers: list[object] = []
    runner.submit("read", ran.set, on_done=answers.append)
    assert ran.wait(5)
    time.sleep(0.05)  # the signal is queued by now, but no event loop has run
    runner.cancel("read")
    qtbot.wait(20)
    assert answers == []


def test_a_running_function_is_told_that_it_is_cancelled(
    qtbot: QtBot, runner: JobRunner
) -> None:
    started, stopped = threading.Event(), threading.Event()

    def patient(cancelled: Callable[[], bool]) -> None:
        started.set()
        while not cancelled():
            time.sleep(0.001)
        stopped.set()

    runner.submit("evidence", patient, on_done=lambda _: pytest.fail("dropped"))
    assert started.wait(5)
    runner.cancel("evidence")
    assert stopped.wait(5)


def test_errors_go_to_the_asker_or_to_the_exception_hook(
    qtbot: QtBot, runner: JobRunner
) -> None:
    asked: list[Exception] = []
    runner.submit("a", int, "x", on_done=pytest.fail, on_error=asked.append)
    qtbot.waitUntil(lambda: len(asked) == 1)
    assert isinstance(asked[0], ValueError)
    with qtbot.captureExceptions() as hooked:
        runner.submit("b", int, "y", on_done=pytest.fail)
        qtbot.waitUntil(lambda: len(hooked) == 1)
    assert hooked[0][0] is ValueError


def test_a_window_closed_in_mid_job_leaves_no_thread(qtbot: QtBot) -> None:
    before = threading.active_count()
    window = QWidget()
    runner = JobRunner(parent=window)
    started = threading.Event()

    def patient(cancelled: Callable[[], bool]) -> None:
        started.set()
        while not cancelled():
            time.sleep(0.001)

    for number in range(20):
        runner.submit(f"job {number}", patient, on_done=pytest.fail)
    assert started.wait(5)
    window.show()
    window.close()
    runner.shutdown()
    window.deleteLater()
    del window, runner
    qtbot.wait(20)
    assert threading.active_count() == before


def test_pyside_does_not_eat_none(qapp: QApplication) -> None:
    """PySide6 6.12.0 on CPython 3.11 drops one reference to None per void call."""
    image = QImage(8, 8, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    before = sys.getrefcount(None)
    for _ in range(2000):
        painter.setPen(Qt.GlobalColor.black)
    painter.end()
    assert sys.getrefcount(None) > before - 500


def test_the_next_recording_is_read_while_two_jobs_take_their_time(
    qtbot: QtBot, runner: JobRunner
) -> None:
    go_on = threading.Event()
    answers: list[str] = []
    for slow in ("bundle", "examine"):
        runner.submit(slow, go_on.wait, 10, on_done=lambda _: answers.append("slow"))
    runner.submit("read", lambda: "read", on_done=answers.append)
    qtbot.waitUntil(lambda: bool(answers))
    assert answers == ["read"]
    go_on.set()
    qtbot.waitUntil(lambda: len(answers) == 3)


def test_progress_is_told_on_the_gui_thread_and_not_of_a_job_given_up(
    qtbot: QtBot, runner: JobRunner
) -> None:
    told: list[tuple[str, float, bool]] = []
    go_on = threading.Event()

    def work(name: str, progress: Callable[[float], None]) -> str:
        progress(0.25)
        go_on.wait(10)
        progress(1.0)
        return name

    def submit(name: str, answers: list[str]) -> None:
        here = QThread.currentThread()
        runner.submit(
            "work",
            work,
            name,
            on_done=answers.append,
            on_progress=lambda f: told.append(
                (name, f, QThread.currentThread() == here)
            ),
        )

    answers: list[str] = []
    submit("first", answers)
    submit("second", answers)
    go_on.set()
    qtbot.waitUntil(lambda: bool(answers))
    assert answers == ["second"]
    assert told == [("second", 0.25, True), ("second", 1.0, True)]
