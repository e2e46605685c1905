"""A table of results is the same in each format, and read as it was written."""

import json

import numpy as np
import pytest

from ecgviewer.io.errors import ReadError
from ecgviewer.io.results.table import (
    can_write,
    is_result_file,
    kinds_of,
    read_results,
    write_results,
)

ROWS = [
    {"file": "a.hea", "error": None, "n_leads": 12, "pr_ms": 160, "p_AFIB": 0.01},
    {"file": "bad", "error": "leads: none"},
    {"file": "c.hea", "error": None, "n_leads": 8, "pr_ms": 171.5, "p_AFIB": None}
    | {"criterion_lbbb": True},
]


@pytest.mark.parametrize("suffix", [".csv", ".parquet"])
def test_a_table_is_read_as_it_was_written(tmp_path, suffix):
    if suffix == ".parquet":
        pytest.importorskip("pyarrow")
    path = tmp_path / f"out{suffix}"
    write_results(path, lambda: iter(ROWS), {"model": "made"}, suffix)
    assert is_result_file(path)
    table = read_results(path)
    assert list(table.columns) == [
        *("file", "error", "n_leads", "pr_ms", "p_AFIB", "criterion_lbbb")
    ]
    assert list(table.columns["file"]) == ["a.hea", "bad", "c.hea"]
    assert list(table.columns["error"]) == [None, "leads: none", None]
    np.testing.assert_array_equal(table.columns["pr_ms"], [160, np.nan, 171.5])
    np.testing.assert_array_equal(table.columns["criterion_lbbb"], [np.nan, np.nan, 1])
    assert table.recording(0) == tmp_path / "a.hea"


def test_parquet_keeps_types_and_says_whose_it_is(tmp_path):
    pq = pytest.importorskip("pyarrow.parquet")
    path = tmp_path / "out.parquet"
    write_results(path, lambda: iter(ROWS), {"model": "made"}, ".parquet")
    schema = pq.read_schema(path)
    assert schema.metadata[b"model"] == b"made"
    assert [str(field.type) for field in schema] == [
        *("string", "string", "int64", "double", "double", "bool")
    ]


def test_columns_that_come_late_stand_beside_their_neighbours():
    rows = [{"file": "a", "x": 1}, {"file": "b", "new": "?", "x": 2.5, "last": None}]
    assert kinds_of(rows) == {"file": str, "new": str, "x": float, "last": str}


def test_whole_answers_are_read_as_flat_rows(tmp_path):
    path = tmp_path / "out.jsonl"
    refused = {"file": "bad", "error": {"place": "leads", "reason": "none"}}
    write_results(path, lambda: iter([refused]), {}, ".jsonl")
    assert json.loads(path.read_text()) == refused
    assert is_result_file(path)
    assert list(read_results(path).columns["error"]) == ["leads: none"]


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("x.csv", b"a,b\n1,2\n", "columns: none is called"),
        ("x.csv", b"file,error\n1\n", "damaged, or no table of results"),
        ("x.csv", b"\xff\xfe", "damaged, or no table"),
        ("x.jsonl", b'{"file": ', "damaged, or no table"),
        ("x.parquet", b"PAR1 nothing", "damaged, or no table"),
    ],
)
def test_what_is_no_table_is_refused(tmp_path, name, content, reason):
    if name.endswith("parquet"):
        pytest.importorskip("pyarrow")
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(ReadError, match=reason):
        read_results(path)


def test_a_table_is_told_from_a_recording(tmp_path):
    recording = tmp_path / "ecg.csv"
    recording.write_text("# fs 500\nI,II\n1,2\n")
    assert not is_result_file(recording)
    assert not is_result_file(tmp_path / "none.csv")
    assert not is_result_file(tmp_path / "rec.hea")


def test_other_kinds_of_files_are_not_written(tmp_path):
    assert "written as .parquet, .csv, .jsonl" in can_write(tmp_path / "out.xlsx")
    assert can_write(tmp_path / "out.csv") == ""
