"""Rows of a table of results are found and sorted by what is in them."""

from pathlib import Path

import numpy as np
import pytest

from ecgviewer.io.results.search import (
    FilterError,
    Sought,
    arranged,
    matching,
    search_if_results,
)
from ecgviewer.io.results.table import ResultTable, write_results

ROWS = [
    {"file": "b.hea", "error": None, "stated": "AFIB IMI", "p_AFIB": 0.9, "p_IMI": 0.7}
    | {"qrs_ms": 98, "qrs_ms_low": 90.0, "qrs_ms_high": 104.0, "qrs_ms_reason": None},
    {"file": "Smith.hea", "error": "lead V2: it is stored twice"},
    {"file": "a.hea", "error": None, "stated": "", "p_AFIB": 0.1, "p_IMI": 0.2}
    | {"qrs_ms": 130, "qrs_ms_low": 120.0, "qrs_ms_high": 135.0, "criterion_x": True},
    {"file": "c.hea", "error": None, "stated": "IMI", "p_AFIB": 0.2, "p_IMI": 0.8}
    | {"qrs_ms": None, "qrs_ms_reason": "no J point", "criterion_x": False},
]


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


@pytest.mark.parametrize(
    ("words", "rows"),
    [
        ("", [0, 1, 2, 3]),
        ("qrs_ms>100", [2]),
        ("qrs_ms<=98", [0]),
        ("AFIB>=0.2", [0, 3]),
        ("p_afib<0,2", [2]),
        ("IMI", [0, 3]),
        ("imi AFIB<0.5", [3]),
        ("criterion_x=1", [2]),
        ("stated=IMI", [3]),
        ("smith", [1]),
        ("twice", [1]),
        (".HEA", [0, 1, 2, 3]),
        ("LBBB", []),
    ],
)
def test_rows_are_filtered_by_values_statements_and_words(sought, words, rows):
    assert list(matching(sought, words)) == rows


def test_what_cannot_be_filtered_by_is_a_sentence(sought):
    with pytest.raises(FilterError, match="there is no column qrs"):
        matching(sought, "qrs>100")
    with pytest.raises(FilterError, match="x is no number"):
        matching(sought, "qrs_ms>x")
    with pytest.raises(FilterError, match="… is no number"):
        matching(sought, "qrs_ms>")


def test_names_that_are_hidden_are_not_searched(sought):
    assert list(matching(sought, "smith", names_hidden=True)) == []
    assert list(matching(sought, "twice", names_hidden=True)) == [1]


@pytest.mark.parametrize(
    ("name", "descending", "rows"),
    [
        ("qrs_ms", False, [0, 2, 1, 3]),
        ("qrs_ms", True, [2, 0, 1, 3]),
        ("file", False, [2, 0, 3, 1]),
        ("stated", True, [3, 0, 1, 2]),
        (None, False, [0, 1, 2, 3]),
    ],
)
def test_rows_are_sorted_and_what_is_not_known_comes_last(
    sought, name, descending, rows
):
    assert list(arranged(sought, np.arange(4), name, descending)) == rows


def test_columns_with_nothing_in_them_and_intervals_are_not_shown(sought):
    assert sought.names == [
        *("file", "stated", "error", "p_AFIB", "p_IMI", "qrs_ms", "criterion_x")
    ]


def test_a_hundred_thousand_rows_keep_their_rows_together():
    n = 100_000
    rng = np.random.default_rng(3)
    values = rng.permutation(n).astype(float)
    columns = {
        "file": np.array([f"r{int(v):06d}.hea" for v in values], dtype=object),
        "qrs_ms": values,
    }
    sought = Sought(ResultTable(Path("study.parquet"), columns))
    rows = arranged(sought, matching(sought, "qrs_ms>=50000"), "qrs_ms", False)
    assert len(rows) == n // 2
    assert [columns["file"][row] for row in rows[:2]] == ["r050000.hea", "r050001.hea"]
