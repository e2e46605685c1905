"""What the unit gives, from a model that is right by voltage alone."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from ecgviewer.ai.bundle import save_bundle
from tests.ai.test_bundle import PROBES
from tests.ai.tiny import tiny_acl, tiny_rr
from tests.training.made_ptbxl import make_ptbxl, options
from training.evaluation import voltage
from training.evaluation.results import Draws
from training.evaluation.voltage import voltage_report, voltage_results
from training.scoring.scores import load_scores, make_scores
from training.sources.datasets import Label
from training.sources.entries import Entry


@pytest.fixture
def known():
    """Return scores of LVH, which are right, and of an infarction, which are not."""
    truth = np.arange(40)[:, None] % np.array([2, 4, 3]) == 0
    logits = np.where(truth, 1.0, -1.0)
    logits[:, 1] = np.random.default_rng(0).standard_normal(40)
    entries = [Entry(Path("x"), "ptbxl", str(k), f"p{k // 2}", 9) for k in range(40)]
    labels = [
        Label("HYP", "", "super"),
        Label("NST_", "", "all"),
        Label("LVH", "", "all"),
    ]
    asked = np.ones_like(truth)
    return make_scores("m", "ptbxl fold 9", entries, labels, truth, asked, logits)


def test_the_gain_is_that_of_the_same_patients(known):
    chance = np.random.default_rng(1).standard_normal(known.logits.shape)
    logits = np.where([False, True, False], known.logits, chance)
    found = voltage_results(known, replace(known, logits=logits), Draws(50))
    hypertrophy = found["groups"]["hypertrophy"]
    assert (hypertrophy["labels"], hypertrophy["known"]) == (2, 1.0)
    assert hypertrophy["difference"]["low"] > 0
    assert found["statements"]["NST_"]["difference"]["value"] == 0
    assert found["statements"]["NST_"]["difference"]["high"] == 0
    assert "voltage" not in found["groups"]  # nobody was asked
    assert "LVH" in voltage_report(found, Draws(50))


def test_few_positives_have_no_interval(known):
    rare = replace(known, truth=known.truth & (np.arange(40) < 14)[:, None])
    found = voltage_results(rare, rare, Draws(20))["statements"]["LVH"]
    assert found["positives"] == 5
    assert found["difference"] == {"value": 0.0, "low": None, "high": None}


def test_a_bundle_is_asked_with_and_without_the_unit(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    data = make_ptbxl(tmp_path / "ptbxl", n_records=40)
    save_bundle(tmp_path / "acl", tiny_acl(), PROBES, {"limits": []})
    asked = options(model=tmp_path / "acl", data=data, draws=5, workers=1, json="true")
    voltage.main([*asked, "--min-positives", "1"])
    found = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert found["records"] == 4
    assert found["label_sets"]["super"]["labels"] == 1
    kept = sorted(p.name for p in tmp_path.rglob("scores-fold9*.npz"))
    assert kept == ["scores-fold9-without-unit.npz", "scores-fold9.npz"]
    first, second = (
        load_scores(p) for p in sorted(tmp_path.rglob("scores-fold9*.npz"))
    )
    assert not np.allclose(first.logits, second.logits, equal_nan=True)


def test_a_model_that_reads_no_voltage_is_refused(tmp_path):
    save_bundle(tmp_path / "rr", tiny_rr(), PROBES, {"limits": []})
    with pytest.raises(SystemExit, match="reads no voltage"):
        voltage.main(options(model=tmp_path / "rr", data=tmp_path))
