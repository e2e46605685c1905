"""Pages out of the window: what is shown, where the reader wants it."""

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter

from ecgviewer.ui.page import footer_lines
from ecgviewer.ui.page_files import Target, page_layout
from ecgviewer.ui.page_plan import A4, LETTER, PageContent, pages_of, plan_page
from tests.synthetic import synthetic_recording
from tests.ui.conftest import Desk
from tests.ui.fakes import fake_steps
from tests.ui.page_paths import pdf_pages, pdf_size_mm, steps_mm, with_pen

CONTROL = Qt.KeyboardModifier.ControlModifier


def test_control_e_exports_what_is_shown(desk: Desk, tmp_path: Path) -> None:
    session, window = desk.open("a.hea")
    session.viewing.set_speed(50.0)
    path = tmp_path / "out.pdf"
    exporting = window.exporting()
    exporting.ask_for_target = lambda _parent, _name: Target(path, "pdf", LETTER)
    desk.qtbot.keyClick(window.view.canvas, Qt.Key.Key_E, CONTROL)
    assert pdf_size_mm(path) == pytest.approx((279.4, 215.9), abs=0.5)
    assert len(pdf_pages(path)) == 2
    assert "out.pdf" in window.statusBar().currentMessage()
    assert desk.settings.load().export_folder == str(tmp_path)


def test_a_filter_goes_onto_the_page_and_dark_paper_is_printed_light(
    desk: Desk,
) -> None:
    session, window = desk.open("a.hea")
    session.viewing.set_scheme("dark")
    session.filtering.choose_band("monitor")
    content = window.exporting().content()
    assert content is not None
    assert content.recording is session.shown_recording
    assert "NOT DIAGNOSTIC" in content.filtering.warning
    assert content.scheme.name == "print"
    assert content.hide_patient == session.hide_patient


def test_all_pages_of_a_longer_recording_are_exported(
    desk: Desk, tmp_path: Path
) -> None:
    long = synthetic_recording(duration_s=25.0)
    _, window = desk.open("a.hea", steps=fake_steps(read=lambda _path: long))
    path = tmp_path / "out.pdf"
    window.exporting().ask_for_target = lambda *_: Target(path, "pdf", A4)
    window.actions_table.action("export_all").trigger()
    assert len(pdf_pages(path)) == 3


def test_a_file_is_never_replaced_unasked(desk: Desk, tmp_path: Path) -> None:
    _, window = desk.open("a.hea")
    path = tmp_path / "report.pdf"
    path.write_text("somebody's work")
    exporting = window.exporting()
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
    window.exporting().ask_for_target = lambda *_: Target(path, "pdf", A4)
    window.actions_table.action("export").trigger()
    assert session.message is not None
    assert session.message.text.startswith("out.pdf could not be written: No such")


def test_nothing_happens_when_the_reader_thinks_better_of_it(desk: Desk) -> None:
    session, window = desk.open("a.hea")
    window.exporting().ask_for_target = lambda *_: None
    window.exporting().ask_for_printer = lambda *_: None
    window.actions_table.action("export").trigger()
    window.actions_table.action("print").trigger()
    assert session.message is None


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
    window.exporting().ask_for_printer = lambda _parent: printer
    desk.qtbot.keyClick(window.view.canvas, Qt.Key.Key_P, CONTROL)
    drawn = pdf_pages(path)[0]
    for axis in (0, 1):
        assert steps_mm(with_pen(drawn, 0.16), axis) == pytest.approx(5.0, rel=0.005)
