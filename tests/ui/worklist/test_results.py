"""A table of results in place of the worklist: sorted, filtered, a row opened."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from ecgviewer.io.results.search import Sought, search_if_results
from ecgviewer.io.results.table import write_results
from ecgviewer.ui.worklist.results_model import ResultsTable
from tests.io.results.test_search import ROWS
from tests.ui.conftest import Desk


@pytest.fixture
def path(tmp_path: Path) -> Path:
    out = tmp_path / "study.csv"
    write_results(out, lambda: iter(ROWS), {}, ".csv")
    return out


@pytest.fixture
def sought(path: Path) -> Sought:
    found = search_if_results(path)
    assert found is not None
    return found


def texts(model: ResultsTable, place: int) -> list[str]:
    return [
        str(model.data(model.index(place, column)))
        for column in range(model.columnCount())
    ]


def test_a_row_says_its_values_and_their_intervals(sought):
    model = ResultsTable(sought)
    assert texts(model, 0) == ["b.hea", "AFIB IMI", "", "0.900", "0.700", "98", ""]
    assert texts(model, 2)[-2:] == ["130", "yes"]
    tip = Qt.ItemDataRole.ToolTipRole
    assert model.data(model.index(0, 5), tip) == "90 to 104"
    assert model.data(model.index(3, 5), tip) == "no J point"


def test_a_table_is_opened_filtered_and_a_row_opened_with_enter(
    desk: Desk, path: Path
) -> None:
    session, window = desk.open()
    window.files.open_files([path])
    view = window.worklist.results
    assert view is not None
    assert window.side.worklist_dock.isVisible()
    assert view.state_text() == "4 of 4 rows"
    view.filter.setText("IMI")
    assert view.state_text() == "2 of 4 rows"
    view.filter.setText("IMI qrs_m>")
    assert view.state_text() == "there is no column qrs_m"
    assert view.model.rowCount() == 2
    view.filter.setText("IMI")
    view.table.sortByColumn(3, Qt.SortOrder.AscendingOrder)
    view.table.setCurrentIndex(view.model.index(0, 0))
    desk.qtbot.keyClick(view.table, Qt.Key.Key_Return)
    assert session.recording is not None
    assert session.recording.source.path == path.parent / "c.hea"


def test_closing_it_brings_the_list_back_and_so_does_opening_files(
    desk: Desk, path: Path, tmp_path: Path
) -> None:
    _, window = desk.open()
    window.files.open_files([path])
    assert window.worklist.results is not None
    window.worklist.results.closed.emit()
    assert window.worklist.results is None
    assert window.worklist.made().isVisible()
    window.files.open_files([path])
    window.files.open_files([Path("x.hea")])
    assert window.worklist.results is None


def test_names_are_hidden_with_those_of_patients(desk: Desk, path: Path) -> None:
    session, window = desk.open()
    window.files.open_files([path])
    view = window.worklist.results
    assert view is not None
    view.filter.setText("smith")
    session.privacy.toggle()
    assert view.filter.text() == ""
    for place in range(4):
        assert "Smith" not in " ".join(texts(view.model, place))
        assert (
            view.model.data(view.model.index(place, 0), Qt.ItemDataRole.ToolTipRole)
            is None
        )


def test_a_csv_recording_is_opened_as_ever(desk: Desk, tmp_path: Path) -> None:
    recording = tmp_path / "ecg.csv"
    recording.write_text("# fs 500\nI,II\n1,2\n")
    session, window = desk.open()
    window.files.open_files([recording])
    assert window.worklist.results is None
    assert session.recording is not None


def test_a_damaged_table_is_a_sentence(desk: Desk, tmp_path: Path) -> None:
    broken = tmp_path / "study.csv"
    broken.write_text("file,error,x\na,b\n")
    session, window = desk.open()
    window.files.open_files([broken])
    assert session.messages.message is not None
    assert "study.csv: whole file: it is damaged" in session.messages.message.text
    assert window.worklist.results is None
