"""What was learnt from is not evaluated, by whatever name another set has it."""

import pytest

from tests.training.made_sets import ecg, make_challenge, make_ptbxl_table, write_wfdb
from training.evaluation.external import learnt_from
from training.sources import list_entries
from training.store import unseen
from training.store.unseen import copies_of_learnt

COMMENTS = ("#Age: 74", "#Sex: Female", "#Dx: RBBB")


@pytest.fixture
def sets(tmp_path):
    """Return PTB-XL, and a set with copies of its folds 3, 9, 10, and others."""
    ptbxl = make_ptbxl_table(tmp_path / "ptbxl", folds=[1, 3, 9, 10])
    other = make_challenge(tmp_path / "cpsc2018", {"A1": "RBBB", "A2": "LBBB"})
    for k, name in ((1, "A3"), (2, "A9"), (3, "A10")):
        write_wfdb(other, name, ecg(k)[:, ::2] / 2, comments=COMMENTS, fs=250)
    return ptbxl, other


def test_a_planted_copy_of_what_was_learnt_is_not_evaluated(sets, tmp_path):
    ptbxl, other = sets
    evaluated = list_entries([other])
    found = copies_of_learnt(evaluated, learnt_from(ptbxl), tmp_path / "cache", 1)
    assert found == {"cpsc2018/A3": "the signal of ptbxl/2"}


def test_what_was_pretrained_on_is_not_evaluated_either(sets, tmp_path):
    ptbxl, other = sets
    copy = write_wfdb(tmp_path / "third", "x", 3 * ecg(50)).parent
    learnt = learnt_from(ptbxl, [copy])
    found = copies_of_learnt(list_entries([other]), learnt, tmp_path / "cache", 1)
    assert set(found) == {"cpsc2018/A1", "cpsc2018/A3"}
    learnt = learnt_from(ptbxl, [other])
    found = copies_of_learnt(list_entries([other]), learnt, tmp_path / "cache", 1)
    assert len(found) == 5


def test_what_was_learnt_is_read_once(sets, tmp_path, monkeypatch):
    ptbxl, other = sets
    evaluated, cache = list_entries([other]), tmp_path / "cache"
    first = copies_of_learnt(evaluated, learnt_from(ptbxl), cache, 1)
    read = []

    def fingerprint(recording):
        read.append(recording.source.path)
        return original(recording)

    original = unseen.fingerprint
    monkeypatch.setattr(unseen, "fingerprint", fingerprint)
    assert copies_of_learnt(evaluated, learnt_from(ptbxl), cache, 1) == first
    assert len(read) == len(evaluated)
