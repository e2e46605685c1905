"""From recordings to a scored, carded, installable bundle, by one command."""

import json
from pathlib import Path

import numpy as np
import pytest
import torch

from ecgviewer.ai.bundle import load_model
from ecgviewer.ai.inference import predict
from ecgviewer.ai.resnet.network import RawResNet, ResNetConfig
from ecgviewer.analysis.beats.rpeaks import detect_r_peaks
from ecgviewer.io import read_recording
from tests.training.made_ptbxl import make_measured, make_ptbxl, options
from training import pipeline
from training.bundle import card
from training.evaluation import evaluate
from training.labels.material import Material
from training.raw import learning, teach
from training.registry import TRAINERS
from training.scoring.scores import load_scores
from training.sources.datasets import list_ptbxl

CONFIGS = Path(__file__).parents[2] / "training" / "configs"


@pytest.fixture(scope="module")
def ptbxl(tmp_path_factory) -> Path:
    return make_ptbxl(tmp_path_factory.mktemp("ptbxl"), n_records=80)


@pytest.fixture(scope="module")
def models(ptbxl, tmp_path_factory) -> Path:
    """Return the folder of bundles that the shipped configs make, in small."""
    out = tmp_path_factory.mktemp("pipeline")
    make_measured(Material(ptbxl, out / "cache", 1, 8))
    for name, settings in SETTINGS.items():
        write_config(out, ptbxl, name, settings)
        pipeline.main([str(out / f"{name}.toml")])
    return out / "models"


SETTINGS = {
    "acl": "[train.network]\nwidths = [4, 6]\n"
    "[train.pretrain]\nepochs = 1\nbatch = 16\n"
    "[train.objective]\nhidden = 8\nwidth = 4\n"
    "[train.teach]\nshort_epochs = 1\nwhole_epochs = 1\nbatch = 16\n",
    "physioclr": "[train.network]\nwidths = [4, 6]\n"
    "[train.pretrain]\nepochs = 1\nbatch = 16\n"
    "[train.objective]\nprojection = 8\n"
    "[train.teach]\nshort_epochs = 1\nwhole_epochs = 1\nbatch = 16\n",
    "rr": "",
    "resnet": "[train]\nshort_epochs = 1\nwhole_epochs = 1\nbatch = 16\n"
    "checkpoint_steps = 1\n",
    "clear-hug": "[train.network]\nwidth = 24\ndepth = 2\nheads = 4\nhidden = 48\n"
    "[train.pretrain]\nepochs = 1\nbatch = 16\ncheckpoint_steps = 1\n"
    "[train.teach]\nepochs = 2\nbatch = 16\ncheckpoint_steps = 1\n",
    "ensemble": 'members = ["clear-hug", "resnet", "rr"]\n',
}


def write_config(out: Path, data: Path, name: str, settings: str) -> None:
    family = {"clear-hug": "clear"}.get(name, name)
    places = {"out": out / "models" / name, "run": out / "runs" / name, "data": data}
    top = [f'name = "{name}"', f'family = "{family}"', f'cache = "{out}/cache"']
    top += [f'{key} = "{value}"' for key, value in places.items()]
    top += ["workers = 1", "draws = 4", "min_train = 8"]
    (out / f"{name}.toml").write_text("\n".join([*top, settings]))


@pytest.mark.parametrize("name", SETTINGS)
def test_a_config_becomes_a_bundle_that_loads_and_answers(models, ptbxl, name):
    model = load_model(models / name)
    recording = read_recording(list_ptbxl(ptbxl)[0].path)
    prediction = predict(recording, detect_r_peaks(recording), model)
    assert prediction.model == name
    assert prediction.abstained is None
    assert {"SR", "SBRAD"} <= {finding.code for finding in prediction.findings}


def test_the_report_is_what_evaluate_prints(models, ptbxl, capsys):
    model = models / "resnet"
    evaluate.main(options(data=ptbxl, model=model, json="true", draws=4, workers=1))
    printed = json.loads(capsys.readouterr().out.splitlines()[-1])
    kept = json.loads((model / "card.json").read_text())["fold_9"]
    assert printed["labels"] == kept["labels"]
    assert printed["records"] == kept["records"] == 8


def test_rr_statistics_tell_slow_from_usual(models):
    scores = load_scores(models.parent / "runs" / "rr" / "scores-fold9.npz")
    column = scores.labels.index("SBRAD")
    slow = scores.truth[:, column]
    assert scores.logits[slow, column].min() > scores.logits[~slow, column].max()


def test_an_ensemble_weighs_only_what_a_member_knows(models):
    ensemble = load_model(models / "ensemble")
    spoken = {spec.code for spec in ensemble.members[2].labels}
    for k, spec in enumerate(ensemble.labels):
        assert (ensemble.weights[:, k] >= 0).all()
        if spec.code not in spoken:
            assert ensemble.weights[2, k] == 0


@pytest.mark.parametrize("name", SETTINGS)
def test_no_card_tells_how_a_machine_is_laid_out(models, name):
    text = (models / name / "card.json").read_text()
    assert str(models.parent) not in text
    assert "/tmp" not in text


def test_the_card_prints_what_a_reviewer_asks(models, capsys):
    card.main(["--bundle", str(models / "ensemble")])
    text = capsys.readouterr().out
    for word in ("Intended use", "Not a medical device", "PTB-XL folds 1-7", "fold 8"):
        assert word in text
    assert "chose nothing" in text
    assert "min, " in text  # what it cost


def test_the_same_command_again_learns_nothing_anew(models, monkeypatch):
    def refused(*_args: object) -> None:
        raise AssertionError("taught again")

    monkeypatch.setattr(teach, "teach", refused)
    before = (models / "resnet" / "weights.safetensors").read_bytes()
    pipeline.main([str(models.parent / "resnet.toml")])
    assert (models / "resnet" / "weights.safetensors").read_bytes() == before


def test_a_killed_training_goes_on_as_it_would_have(ptbxl, tmp_path):
    material = Material(ptbxl, tmp_path / "cache", 1, 8)
    config = teach.TeachConfig(
        short_epochs=1, whole_epochs=1, batch=16, checkpoint_steps=1
    )

    class Killed(Exception):
        pass

    def kill_after_third(folder: Path, state: dict) -> None:
        original(folder, state)
        if state["step"] == 3:
            raise Killed

    def train(run: Path) -> None:
        size = ResNetConfig(n_labels=len(material.labels), widths=(8, 12))
        torch.manual_seed(0)
        teach.teach(RawResNet(size), size, material, config, run)

    original = learning.save_checkpoint
    train(tmp_path / "whole")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(learning, "save_checkpoint", kill_after_third)
        with pytest.raises(Killed):
            train(tmp_path / "halves")
    train(tmp_path / "halves")
    whole, halves = (
        torch.load(tmp_path / name / "weights.pt", weights_only=True)
        for name in ("whole", "halves")
    )
    assert all(torch.equal(halves[k], v) for k, v in whole.items())


def test_fold_9_and_10_teach_and_calibrate_nothing(ptbxl, tmp_path):
    material = Material(ptbxl, tmp_path, 1, 8)
    folds = {
        part: {entry.fold for entry in getattr(material, part)}
        for part in ("training", "calibration", "report")
    }
    assert folds["training"] == set(range(1, 8))
    assert folds["calibration"] == {8}
    assert folds["report"] == {9}


@pytest.mark.parametrize("family", TRAINERS)
def test_every_trainer_is_complete(family):
    row = TRAINERS[family]
    assert row.key == family
    assert row.method
    assert row.limits
    assert callable(row.fit)


@pytest.mark.parametrize("path", sorted(CONFIGS.glob("*.toml")), ids=lambda p: p.stem)
def test_the_shipped_configs_are_understood(path):
    if path.stem.endswith("_small"):
        pytest.skip("a config of pretraining or fine-tuning")
    config = pipeline.load_pipeline_config([str(path)])
    assert config.family in (*TRAINERS, "ensemble")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ('name = "a"\nfamily = "rr"\nout = "o"\nrun = "r"\n', "missing settings: data"),
        ('name = "a"\nfamily = "x"\nout = "o"\nrun = "r"\ndata = "d"', "family 'x'"),
        ('name = "a"\nepoch = 3\n', "unknown settings: epoch"),
    ],
)
def test_a_wrong_config_is_refused_with_a_sentence(text, sentence, tmp_path, capsys):
    path = tmp_path / "wrong.toml"
    path.write_text(text)
    with pytest.raises(SystemExit):
        pipeline.main([str(path)])
    assert sentence in capsys.readouterr().err


def test_calibration_finds_the_slope_that_was_taken_away():
    from training.bundle.calibration import calibrate

    rng = np.random.default_rng(0)
    logits = rng.normal(-1, 2, (4000, 3))
    targets = rng.random(logits.shape) < 1 / (1 + np.exp(-logits))
    asked = np.ones_like(targets)
    found = calibrate(logits / 2 + 1, targets, asked)
    np.testing.assert_allclose(found.scale, 2, atol=0.15)
    np.testing.assert_allclose(found.bias, -2, atol=0.3)
