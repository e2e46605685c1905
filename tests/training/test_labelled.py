"""Labels: who counts as positive, who was asked, and which folds are learnt from."""

from pathlib import Path

import numpy as np

from tests.ai.test_nets import random_tokens
from tests.training.test_seam import make_ptbxl
from training.datasets import Label, Statement, choose_labels, read_statements
from training.entries import Entry
from training.finetune import FinetuneConfig, load_labelled
from training.labelled import label_store
from training.store import TokenStore

STATEMENTS = {
    "NORM": Statement("NORM", "normal ECG", "NORM", False, False),
    "IMI": Statement("IMI", "inferior infarction", "MI", False, False),
    "SR": Statement("SR", "sinus rhythm", None, False, True),
    "AFIB": Statement("AFIB", "atrial fibrillation", None, False, True),
    "PVC": Statement("PVC", "premature complex", None, True, False),
}
LABELS = [
    Label("MI", "infarction", "super", frozenset({"IMI"})),
    Label("AFIB", "fibrillation", "rhythm", frozenset({"AFIB"})),
    Label("PVC", "premature complex", "form", frozenset({"PVC"})),
]


def store_of(*codes: set[str]) -> TokenStore:
    entries = tuple(
        Entry(Path(str(k)), "ptbxl", str(k), f"p{k}", 1, frozenset(c))
        for k, c in enumerate(codes)
    )
    stretches = tuple(random_tokens(3, k) for k in range(len(codes)))
    return TokenStore(entries, stretches, np.arange(len(codes)), {})


def test_truth_and_questions_follow_the_statements():
    store = store_of({"IMI", "SR"}, {"NORM", "AFIB"}, {"SR", "PVC"}, {"NORM"})
    data = label_store(store, LABELS, STATEMENTS)
    np.testing.assert_array_equal(
        data.truth, [[1, 0, 0], [0, 1, 0], [0, 0, 1], [0, 0, 0]]
    )
    # no diagnostic statement, no question about superclasses; no rhythm likewise
    np.testing.assert_array_equal(
        data.asked, [[1, 1, 1], [1, 1, 1], [0, 1, 1], [1, 0, 1]]
    )


def test_recordings_without_tokens_are_left_out():
    store = store_of({"IMI"}, {"NORM"}, {"SR"})
    fewer = TokenStore(store.entries, store.stretches[:2], np.array([0, 2]), {})
    data = label_store(fewer, LABELS, STATEMENTS)
    assert [entry.record for entry in data.entries] == ["0", "2"]


def test_statements_need_enough_examples_in_both_sets():
    def entry(fold: int, *codes: str) -> Entry:
        return Entry(Path("x"), "ptbxl", "1", "p", fold, frozenset(codes))

    entries = [entry(1, "AFIB"), entry(2, "AFIB"), entry(9, "AFIB"), entry(3, "PVC")]
    entries += [entry(4, "PVC"), entry(10, "PVC"), entry(10, "SR"), entry(10, "SR")]
    chosen = [x.code for x in choose_labels(entries, STATEMENTS, 2, 1)]
    assert chosen == ["NORM", "MI", "STTC", "CD", "HYP", "AFIB"]


def test_folds_1_to_8_are_learnt_from_and_9_chooses(tmp_path):
    folder = make_ptbxl(tmp_path / "ptbxl", n_records=40)
    config = FinetuneConfig(
        data=folder, cache=tmp_path / "cache", workers=1, min_train=4, min_choice=1
    )
    train, choice, labels = load_labelled(config)
    assert {entry.fold for entry in train.entries} == set(range(1, 9))
    assert {entry.fold for entry in choice.entries} == {9}
    assert not set(train.patients) & set(choice.patients)
    slow = [label.code for label in labels].index("SBRAD")
    for entry, truth in zip(train.entries, train.truth, strict=True):
        assert truth[slow] == ("SBRAD" in (entry.codes or ()))
    assert "SBRAD" in read_statements(folder)
