"""Labels: who counts as positive, who was asked, and which folds are learnt from."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from ecgviewer.ai.clear.tokens import TokenConfig
from tests.ai.clear.test_nets import random_tokens
from tests.training.made_ptbxl import make_challenge, make_ptbxl
from training.finetuning.adapting import loss_of
from training.finetuning.finetune import FinetuneConfig, load_labelled
from training.labels.labelled import label_store
from training.sources.datasets import (
    Label,
    Statement,
    choose_labels,
    list_entries,
    list_ptbxl,
    read_statements,
)
from training.sources.entries import Entry
from training.store.split import drawn_patients
from training.store.store import TokenStore
from training.store.store_writing import write_store

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


def test_no_statement_of_voltage_is_learnt():
    """Tokens have no millivolts to learn it from."""
    voltage = Statement("LVOLT", "low voltage", None, True, False)
    entries = [
        Entry(Path("x"), "ptbxl", "1", "p", fold, frozenset({"LVOLT", "PVC"}))
        for fold in (1, 9)
    ]
    chosen = choose_labels(entries, STATEMENTS | {"LVOLT": voltage}, 1, 1)
    assert [x.code for x in chosen][5:] == ["PVC"]


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


def test_a_share_of_the_labels_is_drawn_by_patient():
    patients = [f"p{k // 3}" for k in range(300)]
    tenth = drawn_patients(patients, 0.1, 5)
    assert tenth.sum() == 30
    for patient in set(patients):
        rows = [k for k, name in enumerate(patients) if name == patient]
        assert tenth[rows].all() or not tenth[rows].any()
    # more labels are the same and others; another seed draws others
    assert (drawn_patients(patients, 0.5, 5) >= tenth).all()
    assert (drawn_patients(patients, 0.1, 6) != tenth).any()
    assert drawn_patients(patients, 1.0, 5).all()
    assert drawn_patients(patients, 1e-6, 5).sum() == 3
    # nor does the order in which recordings are listed matter
    turned = drawn_patients(patients[::-1], 0.1, 5)
    np.testing.assert_array_equal(turned[::-1], tenth)
    with pytest.raises(SystemExit, match="at most 1"):
        drawn_patients(patients, 10, 5)


@pytest.mark.parametrize(
    ("kept", "sentence"),
    [
        (range(1, 9), "no recording of fold 9 has tokens"),
        ((9, 10), "no recording of folds 1-8 has tokens"),
        # as of a release of which only records100 was fetched
        ((), r"ptbxl: holds none .*records500"),
    ],
)
def test_a_set_without_recordings_to_learn_from_or_choose_by_is_named(
    tmp_path, kept, sentence
):
    folder = make_ptbxl(tmp_path / "ptbxl", n_records=20)
    for entry in list_ptbxl(folder):
        if entry.fold not in kept:
            entry.path.unlink()
    config = FinetuneConfig(
        data=folder, cache=tmp_path / "cache", workers=1, min_train=0, min_choice=0
    )
    with pytest.raises(SystemExit, match=sentence):
        load_labelled(config)


def test_fewer_labels_change_neither_the_label_set_nor_the_choice_fold(tmp_path):
    folder = make_ptbxl(tmp_path / "ptbxl", n_records=40)
    config = FinetuneConfig(
        data=folder, cache=tmp_path / "cache", workers=1, min_train=4, min_choice=1
    )
    train, choice, labels = load_labelled(config)
    fewer = replace(config, labels=0.5, label_seed=3)
    half, same, again = load_labelled(fewer)
    assert 0 < len(half) < len(train)
    assert set(half.patients) < set(train.patients)
    assert [x.code for x in again] == [x.code for x in labels]
    assert same.entries == choice.entries


def test_only_what_was_asked_is_learnt_from():
    """Truth that nobody was asked about has no gradient: joined sets stay silent."""
    logits = torch.zeros(2, 3, requires_grad=True)
    truth = torch.tensor([[1.0, 0.0, 1.0], [0.0, 1.0, 0.0]])
    asked = torch.tensor([[1.0, 0.0, 1.0], [0.0, 1.0, 1.0]])
    loss_of(logits, truth, asked, 0.01).backward()
    assert ((logits.grad != 0) == (asked == 1)).all()
    nobody = loss_of(logits.detach(), truth, torch.zeros(2, 3), 0.01)
    assert nobody == 0


def test_a_joined_set_is_asked_only_what_its_annotators_say(tmp_path):
    folder = make_ptbxl(tmp_path / "ptbxl", n_records=40)
    other = make_challenge(tmp_path / "georgia", n_records=6)
    config = FinetuneConfig(
        data=folder,
        join=(other,),
        cache=tmp_path / "cache",
        workers=1,
        min_train=4,
        min_choice=1,
    )
    train, choice, labels = load_labelled(config)
    joined = np.array([entry.dataset == "georgia" for entry in train.entries])
    assert joined.sum() == 6
    assert {entry.dataset for entry in choice.entries} == {"ptbxl"}
    tasks = np.array([label.task for label in labels])
    assert not train.asked[joined][:, np.isin(tasks, ["super", "sub"])].any()
    slow = [label.code for label in labels].index("SBRAD")
    assert train.asked[joined, slow].all()
    np.testing.assert_array_equal(train.truth[joined, slow], [1, 0] * 3)


@pytest.mark.parametrize("built", [False, True], ids=["no store", "built store"])
def test_copies_of_held_recordings_in_a_joined_set_are_not_learnt_from(tmp_path, built):
    """One of fold 10, one of fold 9 and one of fold 2, which may be learnt from."""
    folder = make_ptbxl(tmp_path / "ptbxl", n_records=40)
    other = make_challenge(tmp_path / "georgia", n_records=6)
    by_fold = {entry.fold: entry for entry in list_ptbxl(folder)}
    comments = (other / "A0000.hea").read_text().splitlines()[-1]
    for fold in (10, 9, 2):
        for suffix in (".hea", ".dat"):
            copy = other / f"B{fold:04d}{suffix}"
            content = by_fold[fold].path.with_suffix(suffix).read_bytes()
            name = by_fold[fold].path.stem.encode()
            if suffix == ".hea":
                content = content.replace(name, copy.stem.encode())
                content += comments.encode() + b"\n"
            copy.write_bytes(content)
    cache = tmp_path / "store"
    if built:
        write_store(list_entries([folder, other]), TokenConfig(), cache, workers=1)
    config = FinetuneConfig(
        data=folder, join=(other,), cache=cache, workers=1, min_train=4, min_choice=1
    )
    train, choice, _ = load_labelled(config)
    joined = {entry.record for entry in train.entries if entry.dataset == "georgia"}
    assert joined == {*(f"A{k:04d}" for k in range(6)), "B0002"}
    assert by_fold[9] in choice.entries
