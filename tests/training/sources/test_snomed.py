"""The table of diagnoses: what other sets' codes mean, and what they do not tell."""

import csv
from pathlib import Path

import numpy as np
import pytest

from tests.ai.clear.test_nets import random_tokens
from training.labels.labelled import label_store
from training.sources.datasets import Label, Statement, read_statements
from training.sources.entries import Entry
from training.sources.snomed import TABLE, annotated, answers, read_map
from training.store.store import TokenStore

PTBXL = Path("../shared/data/ptbxl")


@pytest.mark.parametrize(
    ("dataset", "code", "statement"),
    [
        ("georgia", "164889003", "AFIB"),
        ("chapman_ningbo", "59118001", "CRBBB"),
        ("cpsc2018", "RBBB", "CRBBB"),
        ("cpsc2018", "LBBB", "CLBBB"),
        ("cpsc2018", "I-AVB", "1AVB"),
        ("cpsc2018", "Normal", "NORM"),
        ("cpsc2018", "426783006", "NORM"),
        ("georgia", "426783006", "SR"),
        ("ningbo", "427172004", "PVC"),
        ("georgia", "17338001", "PVC"),
        ("code15", "ST", "STACH"),
        ("code15", "SB", "SBRAD"),
    ],
)
def test_codes_and_words_become_statements(dataset, code, statement):
    assert answers(dataset, {code}).present == {statement}


def test_a_set_answers_only_what_it_annotates():
    cpsc = {"AFIB", "1AVB", "CLBBB", "NORM", "PAC", "CRBBB", "STD_", "STE_", "PVC"}
    assert annotated("cpsc2018") == cpsc
    assert "NORM" not in annotated("georgia")
    assert "SBRAD" in annotated("chapman_ningbo")
    assert not annotated("cinc2011")


def test_an_unspecific_code_leaves_the_specific_questions_open():
    told = answers("georgia", {"6374002"}).told  # block of a bundle branch
    assert not {"CLBBB", "CRBBB"} & told
    assert "AFIB" in told
    both = answers("georgia", {"6374002", "59118001"})
    assert "CRBBB" in both.told
    assert "CRBBB" in both.present


def test_unknown_codes_say_nothing():
    assert not answers("georgia", {"12345", ""}).present


def test_each_row_has_a_source_and_says_something_or_why_not():
    with TABLE.open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert len({row["code"] for row in rows}) == len(rows)
    for row in rows:
        assert row["source"], row
        assert (
            row["statements"]
            or row["leaves_open"]
            or row["abbreviation"] in (*("LAD", "RAD", "PRWP"),)
        ), row


@pytest.mark.skipif(not PTBXL.exists(), reason="../shared/data is not here")
def test_all_statements_of_the_table_are_ptb_xl_s():
    known = set(read_statements(PTBXL))
    for diagnosis in read_map().values():
        assert diagnosis.statements | diagnosis.leaves_open <= known, diagnosis


def test_sets_with_different_labels_are_joined_with_masks():
    labels = [
        Label("AFIB", "atrial fibrillation", "rhythm", frozenset({"AFIB"})),
        Label("PVC", "premature complex", "form", frozenset({"PVC"})),
        Label("LVH", "hypertrophy", "diagnostic", frozenset({"LVH"})),
        Label("CD", "conduction", "super", frozenset({"CRBBB", "CLBBB"})),
    ]
    statements = {"AFIB": Statement("AFIB", "", None, False, True)}
    entries = (
        Entry(Path("a"), "ptbxl", "a", "a", 1, frozenset({"AFIB"})),
        Entry(Path("b"), "cpsc2018", "b", "b", diagnoses=frozenset({"RBBB", "AF"})),
        Entry(Path("c"), "georgia", "c", "c", diagnoses=frozenset({"164873001"})),
        Entry(Path("d"), "cinc2011", "d", "d"),
    )
    stretches = tuple(random_tokens(3, k) for k in range(4))
    data = label_store(
        TokenStore(entries, stretches, np.arange(4), {}), labels, statements
    )
    assert [entry.record for entry in data.entries] == ["a", "b", "c"]
    np.testing.assert_array_equal(
        data.truth, [[1, 0, 0, 0], [1, 0, 0, 0], [0, 0, 1, 0]]
    )
    # CPSC2018 does not annotate hypertrophy; no set but PTB-XL answers superclasses
    np.testing.assert_array_equal(
        data.asked, [[1, 1, 1, 0], [1, 1, 0, 0], [1, 1, 1, 0]]
    )
