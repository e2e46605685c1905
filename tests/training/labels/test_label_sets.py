"""PTB-XL's tasks as the papers define them, on the real table of statements."""

from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from training.labels.label_sets import (
    paper_asked,
    paper_labels,
    sub_labels,
    with_support,
)
from training.sources.datasets import list_ptbxl, read_statements
from training.sources.entries import Entry

PTBXL = Path("../shared/data/ptbxl")


@pytest.fixture(scope="module")
def statements():
    if not PTBXL.exists():
        pytest.skip("PTB-XL's table of statements is not here")
    return read_statements(PTBXL)


def entry(*codes: str) -> Entry:
    return Entry(Path("x"), "ptbxl", "1", "p", 1, frozenset(codes))


def test_the_tasks_have_as_many_labels_as_the_papers_say(statements):
    labels = paper_labels(statements)
    count = Counter(label.task for label in labels)
    expected = {"super": 5, "sub": 23, "form": 19, "rhythm": 12, "diag": 44, "all": 71}
    assert count == expected
    assert len({(label.code, label.task) for label in labels}) == len(labels)


def test_a_subclass_holds_its_statements_and_keeps_its_name_apart(statements):
    subs = {label.code: label for label in sub_labels(statements)}
    assert {"NDT", "DIG", "LNGQT", "ANEUR", "EL"} == subs["sub:STTC"].codes
    assert subs["sub:LAFB/LPFB"].present(frozenset({"LPFB", "SR"}))
    assert not subs["sub:IMI"].present(frozenset({"ASMI"}))


def test_who_has_no_statement_of_a_task_is_not_asked(statements):
    labels = paper_labels(statements)
    asked = paper_asked([entry("IMI"), entry("PVC", "SR")], labels, statements)
    tasks = np.array([label.task for label in labels])
    for task, expected in (
        ("super", [True, False]),
        ("sub", [True, False]),
        ("form", [False, True]),
        ("rhythm", [False, True]),
    ):
        assert (asked[:, tasks == task] == np.array(expected)[:, None]).all()


def test_rare_labels_are_left_out(statements):
    train, choice = [entry("IMI"), entry("ILMI"), entry("PMI")], [entry("IPMI")]
    kept = with_support(sub_labels(statements), train, choice, 2, 1)
    assert [label.code for label in kept] == ["sub:IMI"]


def test_fold_9_has_the_positives_the_expectations_were_measured_on(statements):
    records = [e for e in list_ptbxl(PTBXL) if e.fold == 9]
    enough = with_support(paper_labels(statements), records, records, 5, 5)
    count = Counter(label.task for label in enough)
    main = {task: count[task] for task in ("super", "sub", "form", "rhythm")}
    assert main == {"super": 5, "sub": 13, "form": 7, "rhythm": 5}
