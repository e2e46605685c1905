"""Sets that are tasks of their own: CPSC2018 and whatever else has diagnoses."""

import json

import numpy as np
import pytest
import torch

from tests.training.made_ptbxl import make_challenge, make_ptbxl, options
from training.baselines.__main__ import main as baselines
from training.evaluation import evaluate
from training.finetuning import finetune
from training.finetuning.finetune import FinetuneConfig, load_labelled
from training.labels.labelling import labelling_of
from training.scoring.models import load_trained
from training.scoring.scores import load_scores
from training.sources.snomed import word_for

N_RECORDS = 60
# The made records say 426783006, by which CPSC2018 means its word "Normal".
SLOW, SINUS = "426177001", "Normal"


# As the Challenge of 2020 published the set.
CPSC2018_CODES = (
    "426783006 164889003 270492004 164909002 59118001 284470004 164884008 429622005 "
    "164931005"
).split()


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return make_challenge(tmp_path_factory.mktemp("sets") / "cpsc2018", N_RECORDS)


@pytest.fixture(scope="module")
def cache(tmp_path_factory):
    return tmp_path_factory.mktemp("cache")


def config_of(folder, cache, **others) -> FinetuneConfig:
    rules = {"min_train": 4, "min_choice": 1, "workers": 1}
    return FinetuneConfig(data=folder, cache=cache, **(rules | others))


def test_a_set_is_learnt_by_its_own_words_in_parts_of_its_own(folder, cache):
    train, choice, labels = load_labelled(config_of(folder, cache))
    assert [label.code for label in labels] == [SLOW, "LBBB", SINUS]
    assert {label.task for label in labels} == {"cpsc2018"}
    assert labels[0].text == "sinus bradycardia"
    assert {entry.fold for entry in train.entries} == set(range(1, 9))
    assert {entry.fold for entry in choice.entries} == {9}
    assert not set(train.patients) & set(choice.patients)
    slow = np.array([int(e.record[1:]) % 2 == 0 for e in train.entries])
    np.testing.assert_array_equal(train.truth, np.stack([slow, ~slow, ~slow], axis=1))
    assert train.asked.all()
    assert choice.asked.all()


def test_releases_of_cpsc2018_in_codes_and_in_words_are_one():
    """Its nine classes; other sets have no words, and their codes stay apart."""
    words = [word_for("cpsc2018", code) for code in CPSC2018_CODES]
    assert words == "Normal AF I-AVB LBBB RBBB PAC PVC STD STE".split()
    assert [word_for("cpsc2018", word) for word in words] == words
    assert [word_for("ningbo", code) for code in CPSC2018_CODES] == CPSC2018_CODES
    assert word_for("cpsc2018", "39732003") == "39732003"  # left axis deviation


def test_a_diagnosis_needs_enough_examples_to_be_learnt(folder, cache):
    with pytest.raises(SystemExit, match=r"no diagnosis has 500 recordings in folds"):
        load_labelled(config_of(folder, cache, min_train=500))


def test_other_sets_are_not_joined_to_diagnoses(folder, cache, tmp_path):
    other = make_challenge(tmp_path / "georgia", 2)
    with pytest.raises(SystemExit, match=r"georgia: other sets are joined to PTB-XL"):
        load_labelled(config_of(folder, cache, join=(other,)))


def test_a_set_without_diagnoses_is_named(folder, cache, tmp_path):
    bare = make_challenge(tmp_path / "georgia", 3)
    for header in bare.glob("*.hea"):
        header.write_text(header.read_text().replace("Dx:", "Note:"))
    with pytest.raises(SystemExit, match="none of its 3 recordings comes with a diag"):
        load_labelled(config_of(bare, cache))
    with pytest.raises(SystemExit, match="there is no such folder"):
        load_labelled(config_of(tmp_path / "nowhere", cache))


@pytest.fixture(scope="module")
def run(folder, cache, tmp_path_factory):
    out = tmp_path_factory.mktemp("runs") / "own"
    where = options(data=folder, cache=cache, out=out, workers=1, device="cpu")
    rules = options(encoder="none", min_train=4, min_choice=1, min_scored=1)
    finetune.main([*where, *rules, *options(epochs=3, average=0.9, batch=8)])
    return out


def test_what_was_learnt_of_a_set_is_scored_on_its_held_parts(
    folder, cache, run, capsys, caplog
):
    """Slow against fast rhythm is written in the RR intervals: easily learnt."""
    where = options(data=folder, model=run, draws=20, workers=1)
    rules = [*where, *options(min_positives=1)]
    evaluate.main([*rules, *options(json="true")])
    result = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert result["part"] == "cpsc2018 fold 9"
    assert result["tasks"].keys() == {"cpsc2018"}
    assert result["tasks"]["cpsc2018"]["labels"] == 3
    assert result["tasks"]["cpsc2018"]["macro_auroc"]["value"] > 0.9
    assert {row["code"] for row in result["labels"]} == {SLOW, SINUS, "LBBB"}
    assert result["failures"][0]["code"] in (SLOW, "LBBB", SINUS)
    assert "fold 10" not in caplog.text
    evaluate.main([*rules, *options(fold=10)])
    text = capsys.readouterr().out
    assert "fold 10 handed out for the final report" in caplog.text
    assert "own, cpsc2018 fold 10:" in text
    tenth = {e.record for e in labelling_of(folder).entries() if e.fold == 10}
    assert set(load_scores(run / "scores-fold10.npz").records) == tenth
    evaluate.main([*where, *options(min_positives=1), "--model", str(run), str(run)])
    head = capsys.readouterr().out.splitlines()[1]
    assert head.split() == ["cpsc2018"]


def test_a_network_is_not_scored_on_what_it_was_not_taught(
    folder, cache, run, tmp_path
):
    ptbxl = make_ptbxl(tmp_path / "ptbxl", n_records=20)
    rules = options(draws=5, workers=1)
    with pytest.raises(SystemExit, match=r"nobody there is asked .*\(cpsc2018\)"):
        evaluate.main([*options(data=ptbxl, model=run), *rules])
    with pytest.raises(SystemExit, match=r"nobody there is asked .*rhythm"):
        evaluate.main([*options(data=folder), *rules])


def test_baselines_learn_a_set_of_its_own_as_well(folder, cache, run, tmp_path):
    where = options(data=folder, cache=cache, out=tmp_path, kernels=40)
    baselines(["kernels", *where])
    kept = load_scores(tmp_path / "kernels-0" / "scores-fold9.npz")
    assert kept.part == "cpsc2018 fold 9"
    assert kept.labels == (SLOW, "LBBB", SINUS)
    assert kept.tasks == ("cpsc2018",) * 3


def test_diagnoses_of_single_beats_are_told_as_such(run, tmp_path):
    """Premature beats in one stretch of several are there; a rhythm is the mean."""
    saved = torch.load(run / "best.pt", weights_only=True)
    saved["labels"][1]["code"] = "427172004"  # premature ventricular contractions
    saved["labels"][2]["code"] = "PVC"
    torch.save(saved, tmp_path / "best.pt")
    assert [label.of_beats for label in load_trained(tmp_path).labels] == [
        False,
        True,
        True,
    ]
