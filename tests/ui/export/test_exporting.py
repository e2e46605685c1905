"""Pages out of the window: what is shown, where the reader wants it."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter

from ecgviewer.ai.files import BundleError
from ecgviewer.ecg.beats import BeatList
from ecgviewer.ecg.examination import EcgAnalysis
from ecgviewer.ecg.recording import Recording
from ecgviewer.ecg.signal import SignalError
from ecgviewer.io import read_recording
from ecgviewer.ui.export.page import fact_lines, footer_lines
from ecgviewer.ui.export.page_files import Target, page_layout, write_pages
from ecgviewer.ui.export.page_plan import A4, LETTER, PageContent, pages_of, plan_page
from ecgviewer.ui.export.recording_files import Copy, copy_kinds
from ecgviewer.ui.state.jobs import JobRunner
from tests.synthetic import synthetic_recording
from tests.ui.conftest import Desk
from tests.ui.fakes import PatientRunner, fake_steps
from tests.ui.page_paths import pdf_pages, pdf_size_mm, steps_mm, with_pen

CONTROL = Qt.KeyboardModifier.ControlModifier


def test_control_e_exports_what_is_shown(desk: Desk, tmp_path: Path) -> None:
    session, window = desk.open("a.hea")
    session.viewing.set_speed(50.0)
    path = tmp_path / "out.pdf"
    exporting = window.exporting.made()
    exporting.ask_for_target = lambda _parent, _name: Target(path, "pdf", LETTER)
    desk.qtbot.keyClick(window.view.canvas, Qt.Key.Key_E, CONTROL)
    assert pdf_size_mm(path) == pytest.approx((279.4, 215.9), abs=0.5)
    assert len(pdf_pages(path)) == 2
    assert "out.pdf" in window.statusBar().currentMessage()
    assert desk.settings.load().export_folder == str(tmp_path)


def test_a_page_made_before_its_values_are_there_says_so(desk: Desk) -> None:
    runner = PatientRunner()
    session, window = desk.open(runner=runner)
    session.set_recording(synthetic_recording())
    desk.qtbot.waitUntil(lambda: "beats" in runner.waiting)
    content = window.exporting.made().content()
    assert content is not None
    assert content.measurements == ("Not measured when this page was made.",)
    assert fact_lines(content, plan_page(content))[1] == content.measurements[0]
    runner.do("beats")
    runner.do("examine")
    content = window.exporting.made().content()
    assert content is not None
    assert "QRS 98 ms (92–104)" in content.measurements
    assert "Not measured" not in " ".join(content.measurements)


def test_a_page_says_why_nothing_could_be_measured(desk: Desk) -> None:
    def fail(_recording: Recording, _beats: BeatList) -> EcgAnalysis:
        raise BundleError("the delineator is damaged")

    session, window = desk.open("a.hea", steps=fake_steps(examine=fail))
    desk.qtbot.waitUntil(lambda: session.examining.failure != "")
    content = window.exporting.made().content()
    assert content is not None
    expected = "Nothing could be measured: the delineator is damaged"
    assert content.measurements[0] == expected
    assert fact_lines(content, plan_page(content))[1].startswith(expected)


def test_a_filter_goes_onto_the_page_and_dark_paper_is_printed_light(
    desk: Desk,
) -> None:
    session, window = desk.open("a.hea")
    session.viewing.set_scheme("dark")
    session.filtering.choose_band("monitor")
    content = window.exporting.made().content()
    assert content is not None
    assert content.recording is session.shown_recording
    assert "NOT DIAGNOSTIC" in content.filtering.warning
    assert content.scheme.name == "print"
    assert content.hide_patient == session.privacy.hidden


def test_all_pages_of_a_longer_recording_are_exported(
    desk: Desk, tmp_path: Path
) -> None:
    long = synthetic_recording(duration_s=25.0)
    _, window = desk.open("a.hea", steps=fake_steps(read=lambda _path: long))
    path = tmp_path / "out.pdf"
    window.exporting.made().ask_for_target = lambda *_: Target(path, "pdf", A4)
    window.actions_table.action("export_all").trigger()
    assert len(pdf_pages(path)) == 3


def test_a_file_is_never_replaced_unasked(desk: Desk, tmp_path: Path) -> None:
    _, window = desk.open("a.hea")
    path = tmp_path / "report.pdf"
    path.write_text("somebody's work")
    exporting = window.exporting.made()
    exporting.ask_for_target = lambda *_: Target(path, "pdf", A4)
    asked: list[str] = []
    exporting.confirm_overwriting = lambda _parent, name: bool(asked.append(name))
    window.actions_table.action("export").trigger()
    assert asked == ["report.pdf"]
    assert path.read_text() == "somebody's work"
    exporting.confirm_overwriting = lambda *_: True
    window.actions_table.action("export").trigger()
    assert path.read_bytes().startswith(b"%PDF")


def test_no_warning_of_the_file_names_the_patient_on_a_page(qapp: object) -> None:
    recording = replace(
        synthetic_recording(path="/ecg/Zwiebel_Q4711.hea"),
        warnings=("Zwiebel_Q4711.dat is longer than its header says.",),
        acquisition=("recorded for Zwiebel_Q4711",),
    )
    content = PageContent(recording, hide_patient=True)
    (page,) = pages_of(content)
    text = " ".join(footer_lines(page, plan_page(page)))
    assert "Zwiebel" not in text
    assert "longer than its header" in text


def test_a_file_that_cannot_be_written_is_a_sentence(
    desk: Desk, tmp_path: Path
) -> None:
    session, window = desk.open("a.hea")
    path = tmp_path / "no such folder" / "out.pdf"
    window.exporting.made().ask_for_target = lambda *_: Target(path, "pdf", A4)
    window.actions_table.action("export").trigger()
    assert session.messages.message is not None
    assert session.messages.message.text.startswith(
        "“out.pdf” could not be written: No such"
    )


def test_nothing_happens_when_the_reader_thinks_better_of_it(desk: Desk) -> None:
    session, window = desk.open("a.hea")
    window.exporting.made().ask_for_target = lambda *_: None
    window.exporting.made().ask_for_printer = lambda *_: None
    window.actions_table.action("export").trigger()
    window.actions_table.action("print").trigger()
    assert session.messages.message is None


@pytest.mark.parametrize("size", [A4, LETTER], ids=["A4", "Letter"])
def test_a_print_is_never_scaled_to_fit(
    desk: Desk, tmp_path: Path, size: object
) -> None:
    _, window = desk.open("a.hea")
    path = tmp_path / "print.pdf"
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(path))
    printer.setPageLayout(page_layout(size))  # type: ignore[arg-type]
    window.exporting.made().ask_for_printer = lambda _parent: printer
    desk.qtbot.keyClick(window.view.canvas, Qt.Key.Key_P, CONTROL)
    drawn = pdf_pages(path)[0]
    for axis in (0, 1):
        assert steps_mm(with_pen(drawn, 0.16), axis) == pytest.approx(5.0, rel=0.005)


class Pages:
    """Three pages of a recording, and a folder to write them into."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        recording = synthetic_recording(duration_s=25.0)
        self.pages = pages_of(PageContent(recording), all_pages=True)

    def target(self, name: str) -> Target:
        return Target(self.folder / name, name[-3:], A4, 150)  # type: ignore[arg-type]

    def names(self) -> list[str]:
        return sorted(path.name for path in self.folder.iterdir())


@pytest.fixture
def three(qapp: object, tmp_path: Path) -> Pages:
    (tmp_path / "out").mkdir()
    return Pages(tmp_path / "out")


@pytest.mark.parametrize("name", ["page.png", "page.svg", "page.pdf"])
@pytest.mark.parametrize("asked", [0, 1, 2])
def test_pages_that_are_given_up_leave_nothing(
    three: Pages, name: str, asked: int
) -> None:
    answers = iter([False] * asked + [True] * 9)
    done = write_pages(three.pages, three.target(name), cancelled=lambda: next(answers))
    assert done == ()
    assert three.names() == []


@pytest.mark.parametrize("name", ["page.png", "page.svg", "page.pdf"])
def test_pages_that_fail_leave_what_was_there(three: Pages, name: str) -> None:
    class Broken(PageContent):
        @property
        def hide_patient(self) -> bool:  # type: ignore[override]
            raise SignalError("the file is gone")

    target = three.target(name)
    (former,) = target.paths(1)
    former.write_text("somebody's work")
    broken = object.__new__(Broken)
    broken.__dict__.update(vars(three.pages[2]))
    with pytest.raises(SignalError):
        write_pages([*three.pages[:2], broken], target)
    assert three.names() == [name]
    assert former.read_text() == "somebody's work"


def test_several_pages_are_there_together(three: Pages) -> None:
    write_pages(three.pages, three.target("page.svg"))
    assert three.names() == ["page-1.svg", "page-2.svg", "page-3.svg"]


def test_a_link_stays_a_link(three: Pages, tmp_path: Path) -> None:
    real = tmp_path / "real.svg"
    real.write_text("old")
    (three.folder / "page.svg").symlink_to(real)
    write_pages(three.pages[:1], three.target("page.svg"))
    assert (three.folder / "page.svg").is_symlink()
    assert real.read_text().startswith("<?xml")


def test_two_exports_do_not_drop_each_other(desk: Desk, tmp_path: Path) -> None:
    runner = PatientRunner()
    session, window = desk.open(runner=runner)
    session.set_recording(synthetic_recording())
    exporting = window.exporting.made()
    for name in ("one.svg", "other.svg"):
        target = Target(tmp_path / name, "svg", A4)
        exporting.ask_for_target = lambda *_, target=target: target
        window.actions_table.action("export").trigger()
    for key in [key for key in runner.waiting if key.startswith("pages")]:
        runner.do(key)
    assert {path.name for path in tmp_path.glob("*.svg")} == {"one.svg", "other.svg"}


def test_writing_can_be_stopped(desk: Desk, tmp_path: Path) -> None:
    runner = PatientRunner()
    session, window = desk.open(runner=runner)
    session.set_recording(synthetic_recording())
    stop = window.actions_table.action("stop_pages")
    assert not stop.isEnabled()
    target = Target(tmp_path / "out.svg", "svg", A4)
    window.exporting.made().ask_for_target = lambda *_: target
    window.actions_table.action("export").trigger()
    assert stop.isEnabled()
    assert "Writing “out.svg”" in session.activity
    desk.qtbot.keyClick(window.view.canvas, Qt.Key.Key_Period, CONTROL)
    assert not any(key.startswith("pages") for key in runner.waiting)
    assert not stop.isEnabled()
    assert "Writing" not in session.activity


class Closing:
    """A window that was asked to close while one page is being written."""

    def __init__(self, desk: Desk, folder: Path) -> None:
        self.runner = PatientRunner()
        self.session, self.window = desk.open(runner=self.runner)
        self.session.set_recording(synthetic_recording())
        self.path = folder / "out.svg"
        target = Target(self.path, "svg", A4)
        self.window.exporting.made().ask_for_target = lambda *_: target
        desk.qtbot.keyClick(self.window.view.canvas, Qt.Key.Key_E, CONTROL)
        desk.qtbot.keyClick(self.window.view.canvas, Qt.Key.Key_Q, CONTROL)
        assert self.window.isVisible()
        assert self.said().startswith("Pages are still being written")
        assert not self.runner.closed

    def said(self) -> str:
        message = self.session.messages.message
        return "" if message is None else message.text

    def write(self) -> None:
        (key,) = [key for key in self.runner.waiting if key.startswith("pages")]
        self.runner.do(key)


@pytest.fixture
def closing(desk: Desk, tmp_path: Path) -> Closing:
    return Closing(desk, tmp_path)


def test_the_window_closes_once_its_pages_are_written(
    closing: Closing, desk: Desk
) -> None:
    closing.write()
    assert closing.path.exists()
    desk.qtbot.waitUntil(lambda: not closing.window.isVisible())
    assert closing.runner.closed


def test_the_window_closes_when_its_pages_are_given_up(
    closing: Closing, desk: Desk
) -> None:
    desk.qtbot.keyClick(closing.window.view.canvas, Qt.Key.Key_Period, CONTROL)
    desk.qtbot.waitUntil(lambda: not closing.window.isVisible())
    assert not closing.path.exists()


def test_the_window_stays_when_its_pages_cannot_be_written(
    closing: Closing, desk: Desk
) -> None:
    closing.path.mkdir()
    closing.window.exporting.made().confirm_overwriting = lambda *_: True
    closing.write()
    closing.write()
    desk.qtbot.wait(20)
    assert closing.window.isVisible()
    assert closing.said().startswith("“out.svg” could not be written: ")


@pytest.mark.parametrize("answer", [True, False])
def test_the_window_stays_while_it_asks_whether_to_replace_a_file(
    closing: Closing, desk: Desk, answer: bool
) -> None:
    def confirm(*_: object) -> bool:
        desk.qtbot.wait(20)
        assert closing.window.isVisible()
        return answer

    closing.path.write_text("somebody's work")
    closing.window.exporting.made().confirm_overwriting = confirm
    closing.write()
    desk.qtbot.wait(20)
    assert closing.window.isVisible()
    if answer:
        closing.write()
        desk.qtbot.waitUntil(lambda: not closing.window.isVisible())
    else:
        assert closing.said() == ""
        assert closing.path.read_text() == "somebody's work"


def test_a_print_is_made_off_the_gui_thread(desk: Desk, tmp_path: Path) -> None:
    runner = JobRunner()
    session, window = desk.open(runner=runner)
    session.set_recording(synthetic_recording())
    path = tmp_path / "print.pdf"
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(path))
    exporting = window.exporting.made()
    exporting.ask_for_printer = lambda _parent: printer
    with desk.qtbot.waitSignal(exporting.written, timeout=60_000):
        window.actions_table.action("print").trigger()
        assert exporting.busy
    assert not exporting.busy
    assert len(pdf_pages(path)) == 1


def test_the_recording_leaves_unfiltered_in_another_format(
    desk: Desk, tmp_path: Path
) -> None:
    session, window = desk.open("a.hea")
    session.filtering.choose_band("monitor")
    exporting = window.exporting.made()
    exporting.ask_for_copy = lambda *_: Copy(tmp_path / "out.csv", False)
    exporting.export_recording()
    assert "out.csv" in window.statusBar().currentMessage()
    assert session.recording is not None
    written = read_recording(tmp_path / "out.csv").signal_mv
    np.testing.assert_array_equal(written, session.recording.signal_mv)
    exporting.export_recording()
    assert session.messages.message is not None
    assert "exists already" in session.messages.message.text


def test_copies_without_the_patient_come_first_while_names_are_hidden() -> None:
    for hidden in (True, False):
        kinds = copy_kinds(without_patient=hidden)
        first = next(iter(kinds.values()))
        assert first.deidentified == hidden
        assert len(kinds) == 8
