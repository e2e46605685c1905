"""All systems in one table, from scores that are made once."""

import json

import pytest
import torch

from ecgviewer.ai.bundle import save_bundle
from tests.ai.test_bundle import PROBES
from tests.ai.tiny import tiny_acl
from tests.training.made_ptbxl import make_measured, make_ptbxl, options
from training import compare
from training.evaluation.published import CLAIMS, COLUMNS, PUBLISHED
from training.labels.material import Material
from training.raw.pretrain import ENCODER
from training.raw.system import PRETRAINING


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    """Return a folder with a data set, a bundle of ACL-ECG and its pretrained run."""
    place = tmp_path_factory.mktemp("compare")
    data = make_ptbxl(place / "ptbxl", n_records=80)
    make_measured(Material(data, place / "cache", 1, 8))
    model = tiny_acl()
    save_bundle(place / "models" / "acl", model, PROBES, {"limits": []})
    run = place / "runs" / "acl" / PRETRAINING
    run.mkdir(parents=True)
    other = tiny_acl(seed=7).network.get_submodule("encoder")
    torch.save(other.state_dict(), run / ENCODER)
    return place


def asked(place, **changed):
    return options(
        data=place / "ptbxl",
        models=place / "models",
        runs=place / "runs",
        out=place / "compare",
        cache=place / "cache",
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


def test_scores_are_made_once(result, place, monkeypatch, capsys):
    def refused(*_args, **_asked):
        raise AssertionError("made again")

    monkeypatch.setattr(compare, "fit_and_score", refused)
    monkeypatch.setattr(compare, "encoder_features", refused)
    compare.main(asked(place, json="true"))
    printed = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert printed["rows"] == json.loads(json.dumps(result["rows"]))


def test_published_rows_name_their_source():
    for row in PUBLISHED:
        assert row.source
        assert set(row.auroc) <= set(COLUMNS)
