"""All systems in one table, from scores that are made once."""

import json
from dataclasses import asdict

import pytest
import torch

from ecgviewer.ai.bundle import save_bundle
from tests.ai.test_bundle import PROBES
from tests.ai.tiny import tiny_acl
from tests.synthetic import regular_r_times, synthetic_signal
from tests.training.made_ptbxl import (
    first_beat_s,
    make_ptbxl,
    options,
    values_made_up,
)
from tests.training.made_sets import write_wfdb
from training import compare
from training.baselines import kept_features
from training.evaluation.published import CLAIMS, COLUMNS, PUBLISHED
from training.raw.pretrain import ENCODER
from training.raw.system import PRETRAINING
from training.scoring.scores import load_scores

INFARCTION, NORMAL = "#Dx: 164931005", "#Dx: 426783006"
N_OTHER = 8


@pytest.fixture(scope="module", autouse=True)
def measured_fast():
    with values_made_up():
        yield


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    """Return a folder with data sets, a bundle of ACL-ECG and its pretrained run.

    The other set has infarctions as PTB-XL's has them, and a copy of one of PTB-XL's.
    """
    place = tmp_path_factory.mktemp("compare")
    make_ptbxl(place / "ptbxl", n_records=80)
    other = place / "sets" / "cpsc2018"
    for k in range(N_OTHER):
        without = ("t",) if k % 2 else ()
        times = regular_r_times(51.5 + 3.5 * k)
        signal = synthetic_signal(times, noise_mv=0.02, seed=k, without=without)
        comments = (INFARCTION if without else NORMAL,)
        write_wfdb(other, f"A{k:04d}", signal, comments=comments)
    times = regular_r_times(81, first_s=first_beat_s(1))
    learnt = synthetic_signal(times, noise_mv=0.02, seed=1)
    write_wfdb(other, "A9999", learnt / 2, comments=(INFARCTION,))
    model = tiny_acl()
    save_bundle(place / "models" / "acl", model, PROBES, {"limits": []})
    run = place / "runs" / "acl" / PRETRAINING
    run.mkdir(parents=True)
    other = tiny_acl(seed=7).network.get_submodule("encoder")
    torch.save(other.state_dict(), run / ENCODER)
    facts = {"network": asdict(model.size)}
    (run / "config.json").write_text(json.dumps(facts))
    return place


def asked(place, **changed):
    return options(
        data=place / "ptbxl",
        models=place / "models",
        runs=place / "runs",
        out=place / "compare",
        cache=place / "cache",
        external=place / "sets",
        systems="acl",
        seeds=2,
        kernels=20,
        draws=4,
        min_positives=2,
        workers=1,
        **changed,
    )


@pytest.fixture(scope="module")
def result(place):
    from training.run.config import load_config

    config = load_config(compare.CompareConfig, asked(place), "")
    return compare.compared(config)


def test_every_row_stands_in_the_table(result):
    names = [row["name"] for row in result["rows"]]
    for name in (
        "acl, linear",
        "acl, random and linear",
        "acl, linear, 10% of labels",
        "acl, random and linear, 1% of labels",
        "kernels, linear",
        "rr, linear",
        "features, linear",
        "measured, linear",
    ):
        assert name in names
    text = compare.table(result)
    for row in (*result["rows"], *result["published"]):
        assert row["name"] in text


def test_the_gain_of_pretraining_is_that_over_each_random_start(result):
    rows = {row["name"]: row for row in result["rows"]}
    own = rows["acl, linear"]["rhythm"]["each"]
    chance = rows["acl, random and linear"]["rhythm"]["each"]
    gain = result["differences"]["acl, pretrained less random"]["rhythm"]["value"]
    assert len(chance) == 2
    assert gain == pytest.approx(own[0] - sum(chance) / 2, abs=2e-3)


def test_rr_statistics_tell_the_slow_rhythm_and_a_claim_not_run_says_so(result):
    rows = {row["name"]: row for row in result["rows"]}
    assert rows["rr, linear"]["rhythm"]["mean"] > 0.9
    assert {claim["system"] for claim in result["claims"]} == {c.system for c in CLAIMS}
    assert "not run" in compare.table(result)


def test_every_row_is_asked_of_the_other_set_too(result):
    for row in result["rows"]:
        if row["name"] != "rr, linear":  # of few labels none may be told at all
            assert "1%" in row["name"] or row["CPSC2018"]["labels"] >= 1, row["name"]
    rows = {row["name"]: row for row in result["rows"]}
    assert rows["features, linear"]["CPSC2018"]["mean"] == 1.0
    assert rows["acl, fine-tuned"]["CPSC2018"]["labels"] == 1  # it knows infarction
    gain = result["differences"]["acl, pretrained less random"]["CPSC2018"]["value"]
    own = rows["acl, linear"]["CPSC2018"]["each"]
    chance = rows["acl, random and linear"]["CPSC2018"]["each"]
    assert gain == pytest.approx(own[0] - sum(chance) / 2, abs=2e-3)


def test_a_copy_of_what_was_learnt_is_scored_by_nobody(result, place):
    assert set(result["left_out"]) == {"cpsc2018/A9999"}
    kept = [*(place / "compare").glob("*/scores-cpsc2018.npz")]
    assert len(kept) == len([*(place / "compare").glob("*/")])
    for path in kept:
        assert len(load_scores(path)) == N_OTHER
        assert "A9999" not in load_scores(path).records
    assert "not scored: cpsc2018/A9999" in compare.table(result)


def test_scores_are_made_once(result, place, monkeypatch, capsys):
    def refused(*_args, **_asked):
        raise AssertionError("made again")

    monkeypatch.setattr(compare, "fit_and_score", refused)
    monkeypatch.setattr(compare, "score_set", refused)
    monkeypatch.setattr(kept_features, "_maker", refused)
    compare.main(asked(place, json="true"))
    printed = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert printed["rows"] == json.loads(json.dumps(result["rows"]))


def test_published_rows_name_their_source():
    for row in PUBLISHED:
        assert row.source
        assert set(row.auroc) <= set(COLUMNS)
