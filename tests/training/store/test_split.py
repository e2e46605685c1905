"""The split: which recordings may be learnt from, and that the test fold is kept."""

import ast
import logging
from pathlib import Path

import pytest

from training.sources.entries import UNPLACED_FOLD, Entry
from training.store.split import FINAL_REPORT, Split, TestFoldRefused, folded_by_patient

TRAINING = Path(__file__).resolve().parents[3] / "training"
# What may ask for the test fold: reports only.
REPORTS = {"evaluate.py", "split.py"}


def entry(record: str, fold: int | None, patient: str | None = None) -> Entry:
    return Entry(Path(record), "set", record, patient or record, fold)


def names(entries) -> list[str]:
    return [e.record for e in entries]


@pytest.fixture
def split() -> Split:
    return Split([entry("a", 1), entry("b", 9), entry("c", 10), entry("d", None)])


def test_train_choice_and_test_are_told_apart(split):
    assert names(split.train) == ["a", "d"]
    assert names(split.choice) == ["b"]
    assert names(split.learning) == ["a", "b", "d"]


@pytest.mark.parametrize("purpose", ["training", "", "choosing the epoch"])
def test_the_test_fold_is_refused(split, purpose):
    with pytest.raises(TestFoldRefused, match="final report"):
        split.test(purpose)
    with pytest.raises(TestFoldRefused):
        split.fold(10, purpose)


def test_a_final_report_gets_the_test_fold_and_that_is_logged(split, caplog):
    with caplog.at_level(logging.WARNING):
        assert names(split.test(FINAL_REPORT)) == ["c"]
    assert "fold 10 handed out" in caplog.text


def test_other_folds_need_no_purpose(split, caplog):
    assert names(split.fold(9, "training")) == ["b"]
    assert not caplog.text


@pytest.mark.parametrize(("one", "other"), [(1, 9), (9, 10), (10, 2), (None, 10)])
def test_parts_that_share_a_patient_are_refused(one, other):
    with pytest.raises(ValueError, match="patient p"):
        Split([entry("a", one, "p"), entry("b", other, "p")])


def test_recordings_whose_fold_is_not_known_are_in_no_part():
    split = Split([entry("a", UNPLACED_FOLD), entry("b", 1)])
    assert names(split.learning) == ["b"]
    assert names(split.test(FINAL_REPORT)) == []
    assert list(split.left_out) == ["set/a"]


def test_duplicates_of_held_recordings_are_left_out():
    entries = [entry("a", 1), entry("b", 9), entry("c", 10), entry("d", None)]
    split = Split(entries, [["set/a", "set/b"], ["set/d", "set/c"]])
    assert names(split.train) == []
    assert names(split.choice) == ["b"]
    assert names(split.test(FINAL_REPORT)) == ["c"]
    assert "fold 9" in split.left_out["set/a"]
    assert "fold 10" in split.left_out["set/d"]


def test_other_recordings_of_the_patient_of_a_copy_are_left_out_as_well():
    entries = [entry("a", None, "p"), entry("b", None, "p"), entry("c", 10, "q")]
    split = Split([*entries, entry("d", None, "r")], [["set/a", "set/c"]])
    assert names(split.train) == ["d"]
    assert split.left_out["set/b"] == "the patient of set/c"


def test_duplicates_among_what_is_learnt_from_stay():
    split = Split([entry("a", 1), entry("b", None)], [["set/a", "set/b"]])
    assert names(split.train) == ["a", "b"]


def test_sets_without_folds_are_divided_by_patient():
    entries = [entry(str(k), None, f"p{k // 2}") for k in range(400)]
    folded = folded_by_patient([*entries, entry("own", 7, "p0")])
    assert folded[-1].fold == 7
    split = Split(folded[:-1])  # refuses patients in several parts
    counts = [len(split.fold(fold, "counting")) for fold in range(1, 10)]
    assert min(counts) > 10
    assert [e.fold for e in folded_by_patient(entries[6:8])] == [folded[6].fold] * 2


@pytest.mark.parametrize("path", sorted(TRAINING.rglob("*.py")), ids=lambda p: p.name)
def test_nothing_but_a_report_names_the_test_fold_or_its_key(path):
    if path.name in REPORTS:
        return
    held = {"TEST_FOLD", "FINAL_REPORT", "_test"}
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom):
            assert not held & {alias.name for alias in node.names}, path
        if isinstance(node, ast.Attribute):
            assert node.attr not in held, path
