"""What a table does not say is asked for, once for all tables with the same head."""

from functools import partial
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialogButtonBox, QLineEdit

from ecgviewer.ecg.leads import STANDARD_12
from ecgviewer.io import preview_table, read_recording, summarise
from ecgviewer.io.cache.table_statements import KeptStatements
from ecgviewer.io.table_statement import TableStatement
from ecgviewer.ui.look.theme import RED
from ecgviewer.ui.state.session import Session
from ecgviewer.ui.window.dialogs.table_columns import READ_AS, ColumnTable
from ecgviewer.ui.window.dialogs.table_dialog import TableDialog
from ecgviewer.ui.window.dialogs.table_trace import MM_PER_MV, MM_PER_S, PX_PER_MM
from ecgviewer.ui.window.main_window import MainWindow
from tests.io.made_files import ecg_uv
from tests.ui.conftest import Desk
from tests.ui.fakes import fake_steps


def write_table(path: Path, names: tuple[str, ...] = STANDARD_12) -> Path:
    head = [",".join(names)] if names else []
    rows = [",".join(f"{value:g}" for value in row) for row in ecg_uv().T]
    path.write_text("\n".join([*head, *rows]))
    return path


def open_tables(desk: Desk, folder: Path, *paths: Path) -> tuple[Session, MainWindow]:
    """Open tables in a window that keeps what is stated of them."""
    kept = KeptStatements(folder / "tables.json")
    steps = fake_steps(
        read=partial(read_recording, stated=kept),
        summarise=partial(summarise, stated=kept),
        preview_table=partial(preview_table, stated=kept),
        keep_statement=kept.keep,
    )
    session, window = desk.open(steps=steps)
    window.files.open_files(paths)
    return session, window


def asked() -> TableDialog:
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, TableDialog)
    return dialog


def ok(dialog: TableDialog) -> bool:
    return dialog.buttons.button(QDialogButtonBox.StandardButton.Ok).isEnabled()


def type_into(dialog: TableDialog, row: int, words: str) -> None:
    """Write into a row of the list as the reader does: over what stands there."""
    dialog.table.setCurrentCell(row, 0)
    QTest.keyClicks(dialog.table, words[0])
    editor = dialog.table.viewport().findChildren(QLineEdit)[-1]
    QTest.keyClicks(editor, words[1:])
    QTest.keyClick(editor, Qt.Key.Key_Return)
    QApplication.processEvents()  # the list takes it once the line has had the key


def test_rate_and_unit_are_asked_for_once(desk: Desk, tmp_path: Path) -> None:
    one, two = (write_table(tmp_path / name) for name in ("one.csv", "two.csv"))
    session, _ = open_tables(desk, tmp_path, one, two)
    dialog = asked()
    assert session.worklist.rows.row(1).reason.startswith("sampling frequency: ")
    desk.qtbot.waitUntil(dialog.fs.hasFocus)
    assert dialog.fs.text() == ""
    assert dialog.unit.currentData() == ""
    assert not ok(dialog)
    QTest.keyClicks(dialog.fs, "500")
    assert dialog.doubt.text() == "Choose the unit of the numbers."
    QTest.keyClick(dialog.fs, Qt.Key.Key_Tab)
    QTest.keyClicks(dialog.unit, "µ")
    QTest.keyClick(dialog.unit, Qt.Key.Key_Return)
    assert session.recording is not None
    assert (session.recording.fs, session.recording.source.path) == (500.0, one)
    np.testing.assert_allclose(session.recording.signal_mv, ecg_uv() / 1000, atol=1e-6)
    assert session.messages.message is not None
    assert "500 Hz, is stated by hand" in session.messages.message.text
    assert session.worklist.rows.row(1).reason == ""
    session.stepping.step_file(1)
    assert QApplication.activeModalWidget() is None
    assert session.recording.source.path == two


def test_what_was_stated_can_be_stated_otherwise(desk: Desk, tmp_path: Path) -> None:
    path = write_table(tmp_path / "one.csv")
    KeptStatements(tmp_path / "tables.json").keep(
        preview_table(path).key, TableStatement(250.0, "mV")
    )
    session, window = open_tables(desk, tmp_path, path)
    assert session.recording is not None
    assert session.recording.fs == 250.0
    desk.qtbot.keyClick(window, Qt.Key.Key_T, Qt.KeyboardModifier.ControlModifier)
    dialog = asked()
    assert (dialog.fs.text(), dialog.unit.currentData()) == ("250", "mV")
    dialog.fs.setText("500")
    QTest.mouseClick(dialog.buttons.button(QDialogButtonBox.StandardButton.Ok), LEFT)
    assert session.recording.fs == 500.0


LEFT = Qt.MouseButton.LeftButton


def test_a_table_that_says_all_is_not_asked_about(desk: Desk, tmp_path: Path) -> None:
    names = ("time_s", *(f"{lead} [uV]" for lead in STANDARD_12))
    path = tmp_path / "all.csv"
    times = np.arange(ecg_uv().shape[1]) / 500
    rows = [
        ",".join([f"{time:g}", *(f"{value:g}" for value in row)])
        for time, row in zip(times, ecg_uv().T, strict=True)
    ]
    path.write_text("\n".join([",".join(names), *rows]))
    session, _ = open_tables(desk, tmp_path, path)
    assert QApplication.activeModalWidget() is None
    assert session.recording is not None
    assert session.recording.warnings == ()


@pytest.fixture
def dialog(desk: Desk, tmp_path: Path) -> TableDialog:
    """The dialog for a table of twelve columns without a name."""
    preview = preview_table(write_table(tmp_path / "bare.csv", ()))
    one = TableDialog("bare.csv", preview, RED)
    desk.qtbot.addWidget(one)
    with desk.qtbot.waitExposed(one):
        one.show()
    return one


def test_columns_without_a_name_are_named_by_keys(dialog: TableDialog) -> None:
    QTest.keyClicks(dialog.fs, "500")
    assert dialog.doubt.text() == "Say which column holds which lead."
    type_into(dialog, 0, "II")
    type_into(dialog, 1, "II")
    assert dialog.doubt.text() == "Two columns are called II."
    type_into(dialog, 1, "V1")
    dialog.unit.setCurrentText("mV")
    assert ok(dialog)
    assert "Left out: Column 3, " in dialog.doubt.text()
    columns = ("II", "V1", *("",) * 10)
    assert dialog.statement() == TableStatement(500.0, "mV", columns)


def test_twelve_columns_are_named_at_once(dialog: TableDialog) -> None:
    dialog.table.setCurrentCell(0, READ_AS)
    QTest.mouseClick(dialog.usual, LEFT)
    assert dialog.table.leads() == STANDARD_12
    dialog.table.setCurrentCell(1, READ_AS)
    assert not dialog.usual.isEnabled()


def test_a_column_of_times_gives_the_rate(dialog: TableDialog, tmp_path: Path) -> None:
    type_into(dialog, 0, "time in ms")
    type_into(dialog, 1, "II")
    dialog.unit.setCurrentText("mV")
    columns = ("time [ms]", "II", *("",) * 10)
    stated = dialog.statement()
    assert stated == TableStatement(None, "mV", columns)
    preview = preview_table(tmp_path / "bare.csv", stated)
    again = ColumnTable(preview, hide_words=False)
    assert [again.item(row, READ_AS).text() for row in (0, 1)] == ["time in ms", "II"]


def test_a_column_is_drawn_to_the_scale_of_what_is_stated(dialog: TableDialog) -> None:
    type_into(dialog, 0, "II")
    assert dialog.trace.words == "With rate and unit the trace is drawn to scale."
    dialog.fs.setText("250")
    dialog.unit.setCurrentText("µV")
    signal_mv = ecg_uv()[0] / 1000
    (piece,) = dialog.trace.points()
    second = piece[250].x() - piece[0].x()
    height = piece[np.argmin(signal_mv)].y() - piece[np.argmax(signal_mv)].y()
    assert second == pytest.approx(MM_PER_S * PX_PER_MM)
    assert height == pytest.approx(np.ptp(signal_mv) * MM_PER_MV * PX_PER_MM, rel=0.01)


def test_with_names_hidden_only_numbers_are_shown(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "named.csv"
    path.write_text("patient,II\n" + "Åsa Ödmark,0.5\n" * 9)
    preview = preview_table(path)
    for hidden, shown in ((False, "Åsa Ödmark"), (True, "…")):
        dialog = TableDialog("a table", preview, RED, hide_words=hidden)
        desk.qtbot.addWidget(dialog)
        assert dialog.table.item(0, 2).text() == shown
        assert dialog.table.item(1, 2).text() == "0.5"
