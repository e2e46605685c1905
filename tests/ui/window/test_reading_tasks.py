"""Five tasks of a reader, each done by a few keys, which a page of the docs lists."""

from pathlib import Path

import pytest
from PySide6.QtGui import QKeySequence
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from ecgviewer.ui.state.session import Session
from ecgviewer.ui.window.main_window import MainWindow
from tests.ui.conftest import Desk
from tests.ui.fakes import fake_steps
from tests.ui.measurements.test_value_pointer import told_apart

MOST_KEYS = 5
RATE, QTC, INFARCT, COMPARE, PRINT = (
    (),
    ("Shift+G", "Left", "Left"),
    ("F6", "Home", "E"),
    ("Ctrl+D", "End", "Return"),
    ("Ctrl+P", "Return"),
)
PAGE = Path(__file__).parents[3] / "docs" / "design" / "window.md"


def press(desk: Desk, window: MainWindow, keys: tuple[str, ...]) -> None:
    """Press keys where the keyboard is, as a reader does."""
    for key in keys:
        QApplication.processEvents()
        place = QApplication.focusWidget() or window.view.canvas
        QTest.keySequence(place, QKeySequence(key))
    desk.qtbot.wait(20)


@pytest.fixture
def reading(desk: Desk) -> tuple[Session, MainWindow]:
    """The second of three recordings, just opened, with the keyboard on the paper."""
    steps = fake_steps(examine=told_apart)
    session, window = desk.open("a.hea", "b.hea", "c.hea", steps=steps)
    session.stepping.step_file(1)
    window.activateWindow()
    window.view.setFocus()
    desk.qtbot.waitUntil(lambda: session.examining.result is not None)
    return session, window


def test_rate_and_rhythm_are_read_without_a_key(
    desk: Desk, reading: tuple[Session, MainWindow]
) -> None:
    _, window = reading
    press(desk, window, RATE)
    numerals = window.answer.numerals
    assert numerals["heart_rate_bpm"].number.text() == "72"
    assert numerals["rhythm"].isVisible()


def test_whether_qtc_is_long_and_in_which_lead_it_is_measured(
    desk: Desk, reading: tuple[Session, MainWindow]
) -> None:
    _, window = reading
    press(desk, window, QTC)
    assert window.captions.cursor.text().startswith("QTc Fridericia ")
    assert window.captions.cursor.text().endswith("begins in V2, ends in V5.")
    assert window.answer.numerals["qtc"].mark.text() == " "  # it is not


def test_which_leads_carry_the_infarct_statement(
    desk: Desk, reading: tuple[Session, MainWindow]
) -> None:
    session, window = reading
    press(desk, window, INFARCT)
    assert session.known.code == "MI"
    assert session.known.evidence is not None
    assert not window.view.strips.is_blank()


def test_comparing_with_the_previous_ecg(
    desk: Desk, reading: tuple[Session, MainWindow]
) -> None:
    session, window = reading
    press(desk, window, COMPARE)
    second = session.comparison.second
    assert second is not None
    assert second.recording is not None
    assert second.recording.source.path.name == "a.hea"


def test_printing_the_page(
    desk: Desk, reading: tuple[Session, MainWindow], tmp_path: Path
) -> None:
    _, window = reading
    path = tmp_path / "page.pdf"

    def system_dialog(_parent: object) -> QPrinter:
        """Stand in for the system's dialog, whose own key is the second."""
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(str(path))
        return printer

    window.exporting.made().ask_for_printer = system_dialog
    press(desk, window, PRINT[:1])
    desk.qtbot.waitUntil(lambda: not window.exporting.made().busy)
    assert path.stat().st_size > 0


def test_no_task_needs_more_than_five_keys_and_the_page_lists_them() -> None:
    page = PAGE.read_text(encoding="utf-8")
    for keys in (RATE, QTC, INFARCT, COMPARE, PRINT):
        assert len(keys) <= MOST_KEYS
        said = " ".join(f"`{key}`" for key in keys) or "none"
        assert f"| {said} | {len(keys)} |" in page
