"""Pretraining, fine-tuning and evaluation of CLEAR on a made-up PTB-XL."""

import json
import os
import re
from pathlib import Path

import pytest
import torch

from tests.training.made_ptbxl import make_challenge, make_ptbxl, options
from training.bundle import card
from training.clear import pretrain, pretrain_run, throughput
from training.evaluation import evaluate
from training.finetuning import finetune
from training.sources.datasets import list_ptbxl


@pytest.fixture(scope="module")
def ptbxl(tmp_path_factory) -> Path:
    return make_ptbxl(tmp_path_factory.mktemp("ptbxl"))


@pytest.fixture(scope="module")
def runs(ptbxl, tmp_path_factory) -> Path:
    """Pretrain and fine-tune a tiny network."""
    out = tmp_path_factory.mktemp("runs")
    common = options(data=ptbxl, cache=out / "cache", workers=1)
    tiny = options(width=24, depth=2, heads=4, hidden=48, beats=6, held_out=0.1)
    where = options(out=out / "pretrain", epochs=2, device="cpu")
    pretrain.main([*common, *tiny, *where])
    where = options(out=out / "finetune", encoder=out / "pretrain" / "encoder.pt")
    rules = options(epochs=3, device="cpu", min_train=4, min_choice=1, min_scored=1)
    finetune.main([*common, *where, *rules])
    return out


RULES = options(min_train=4, min_choice=1, min_scored=1)


def tiny_from_chance(runs):
    return options(encoder="none", shape_of=runs / "pretrain" / "encoder.pt")


def test_a_run_is_compared_with_itself_and_with_kept_scores(runs, ptbxl, capsys):
    kept = runs / "finetune" / "scores-fold9.npz"
    where = options(data=ptbxl)
    evaluate.main(["--model", str(runs / "finetune"), *where, *options(draws=2)])
    capsys.readouterr()
    models = ["--model", str(runs / "finetune"), str(kept), "--against", str(kept)]
    rules = options(draws=5, workers=1, json="true", min_positives=1)
    evaluate.main([*models, *rules, *where])
    results = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert len(results) == 2
    for result in results:
        pair = result["tasks"]["super"]["against"]["macro_auroc"]
        assert pair == {"value": 0.0, "low": 0.0, "high": 0.0}
    evaluate.main([*models, *rules, *where, "--json", "false"])
    assert "minus finetune, on the same patients" in capsys.readouterr().out


def test_a_network_is_scored_on_sets_it_learnt_nothing_from(
    runs, ptbxl, tmp_path, capsys
):
    folder = make_challenge(tmp_path / "cpsc2018", n_records=8)
    where = options(model=runs / "finetune", external=folder.parent, data=ptbxl)
    evaluate.main([*where, *options(draws=5, workers=1, cache=tmp_path)])
    text = capsys.readouterr().out
    assert "cpsc2018: 8 recordings, 0 refused" in text
    (line,) = (line for line in text.splitlines() if "sinus bradycardia" in line)
    assert re.search(r" 4\* \d\.\d{3}$", line)  # no interval of four positives
    assert "left out, without positives: normal, AF, 1AVB, " in text
    assert "unlike" not in text  # a run cannot say; a bundle can


def test_sets_are_known_by_the_names_that_the_challenges_give_their_folders(
    runs, ptbxl, tmp_path, capsys
):
    folder = tmp_path / "training"
    for name in ("cpsc_2018", "georgia", "cpsc2018"):
        make_challenge(folder / name / "g1", n_records=4)
    (folder / "other" / "g1").mkdir(parents=True)
    (folder / "ptb").mkdir()
    make_ptbxl(folder / "ptb-xl", n_records=2)
    raw = make_challenge(folder / "ptbxl_raw_mv", n_records=1)
    for path in sorted(raw.iterdir()):  # known to the table that was learnt from
        path.write_bytes(path.read_bytes().replace(b"A0000", b"HR00001"))
        path.rename(path.with_stem("HR00001"))
    where = options(model=runs / "finetune", external=folder, data=ptbxl)
    evaluate.main([*where, *options(draws=5, workers=1, cache=tmp_path)])
    text = capsys.readouterr().out
    for name in ("cpsc2018", "cpsc_2018", "georgia"):
        assert f"\n{name}: 4 recordings, 0 refused" in text
    assert "  other: not a name of these sets" in text
    assert "  ptb-xl: PTB-XL's own release" in text
    assert "  ptbxl_raw_mv: no recording with diagnoses that PTB-XL does not" in text
    assert "  ptb: it holds no recordings" in text
    assert "nan" not in text
    with pytest.raises(SystemExit, match="g1: not a name of these sets"):
        evaluate.main(options(model=runs / "finetune", external=folder / "georgia"))


def test_test_and_choice_folds_are_never_pretrained_on(ptbxl, tmp_path):
    folds = {e.fold for e in pretrain.pretraining_entries(list_ptbxl(ptbxl), tmp_path)}
    assert folds == set(range(1, 9))


@pytest.mark.parametrize("stop_at_step", [1, 2])
def test_pretraining_resumes_where_it_stopped(ptbxl, tmp_path, stop_at_step):
    """Stopped after an epoch or within one and resumed: the same to the last bit."""
    common = ["--data", str(ptbxl), "--cache", str(tmp_path / "cache")]
    common += ["--width", "24", "--depth", "1", "--heads", "4", "--hidden", "48"]
    common += ["--beats", "6", "--workers", "1", "--device", "cpu", "--limit", "16"]
    common += ["--epochs", "2", "--batch", "8", "--dropout", "0.1", "--average", "0.9"]
    common += ["--checkpoint-steps", "1"]
    pretrain.main([*common, "--out", str(tmp_path / "whole")])

    class Stopped(Exception):
        pass

    def stop_early(folder, state):
        original(folder, state)
        if state["step"] == stop_at_step:
            raise Stopped

    original = pretrain_run.save_checkpoint
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pretrain_run, "save_checkpoint", stop_early)
        with pytest.raises(Stopped):
            pretrain.main([*common, "--out", str(tmp_path / "halves")])
    pretrain.main([*common, "--out", str(tmp_path / "halves")])
    whole, halves = (
        torch.load(tmp_path / name / "checkpoint.pt", weights_only=True)
        for name in ("whole", "halves")
    )
    for part in ("model", "average"):
        assert all(torch.equal(halves[part][k], v) for k, v in whole[part].items())
    assert whole["step"] == halves["step"] == 4
    for part in ("train_loss", "held_out_loss"):
        curves = [[row[part] for row in run["history"]] for run in (whole, halves)]
        assert curves[0] == curves[1]


def test_the_run_folder_says_what_was_run_where(runs):
    """Enough to repeat the run, and what it found."""
    kept = json.loads((runs / "pretrain" / "config.json").read_text())
    assert kept["objective"] == "clear"
    assert kept["seed"] == 0
    assert kept["commit"]
    assert kept["recordings"] == {"ptbxl": 46}
    assert len(kept["manifest_sha256"]) == 64
    assert kept["environment"]["torch"] == torch.__version__
    assert kept["environment"]["processes"] == 1
    history = json.loads((runs / "pretrain" / "history.json").read_text())
    assert [row["epoch"] for row in history] == [1, 2]
    assert all(row["train_loss"] > 0 < row["held_out_loss"] for row in history)


def test_unknown_settings_are_an_error(tmp_path, capsys):
    config = tmp_path / "wrong.toml"
    config.write_text('data = ["x"]\nepoch = 3\n')
    with pytest.raises(SystemExit):
        pretrain.main(["--config", str(config)])
    assert "unknown settings: epoch" in capsys.readouterr().err


@pytest.mark.parametrize(
    "script",
    [
        pretrain,
        finetune,
        evaluate,
        card,
        throughput,
    ],
)
def test_each_script_explains_itself(script, capsys):
    with pytest.raises(SystemExit) as ended:
        script.main(["--help"])
    assert ended.value.code == 0
    assert "--config" in capsys.readouterr().out


def test_finetuning_learns_what_can_be_learnt(runs, ptbxl, tmp_path):
    """Slow against fast rhythm is written in the RR intervals every token carries."""
    common = options(data=ptbxl, cache=runs / "cache", workers=1, device="cpu")
    common += options(out=tmp_path / "run", batch=8, epochs=20, average=0.9, rate=3e-3)
    finetune.main([*common, *RULES, *tiny_from_chance(runs)])
    history = json.loads((tmp_path / "run" / "history.json").read_text())
    assert history[-1]["rhythm"] > 0.9


def test_the_encoder_waits_and_then_learns_at_its_own_rate(runs, ptbxl, tmp_path):
    """Two passes of three leave it as it was; the head learns from the first."""
    common = options(data=ptbxl, cache=runs / "cache", workers=1, device="cpu")
    common += options(min_train=4, min_choice=1, min_scored=1, average=0)
    encoder = runs / "pretrain" / "encoder.pt"
    common += options(encoder=encoder, epochs=3, frozen_epochs=2)
    start = torch.load(encoder, weights_only=True)["encoder"]["blocks.0.mlp.0.weight"]

    moved = {}
    for rate in (1.0, 0.1):
        states = []
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(
                finetune,
                "save_checkpoint",
                lambda _, state, states=states: states.append(
                    {k: v.clone() for k, v in state["model"].items()}
                ),
            )
            where = options(out=tmp_path / str(rate), encoder_rate=rate)
            finetune.main([*common, *where])
        first, second, third = states
        name = "encoder.blocks.0.mlp.0.weight"
        assert torch.equal(first[name], start)
        assert torch.equal(second[name], start)
        head = next(k for k in first if k.startswith("head."))
        assert not torch.equal(first[head], second[head])
        moved[rate] = float((third[name] - start).abs().mean())
    assert 0 < moved[0.1] < 0.5 * moved[1.0]


def test_finetuning_resumes_where_it_stopped(runs, ptbxl, tmp_path):
    """Two epochs in one go, and one epoch then a resume, give the same network."""
    common = options(data=ptbxl, cache=runs / "cache", workers=1, device="cpu")
    rules = options(epochs=2, min_train=4, min_choice=1, min_scored=1, labels=0.5)
    common += [*rules, *options(encoder=runs / "pretrain" / "encoder.pt", mixup=0.4)]
    finetune.main([*common, *options(out=tmp_path / "whole")])

    class Stopped(Exception):
        pass

    def stop_after_first(folder, state):
        original(folder, state)
        if state["epoch"] == 1:
            raise Stopped

    original = finetune.save_checkpoint
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(finetune, "save_checkpoint", stop_after_first)
        with pytest.raises(Stopped):
            finetune.main([*common, *options(out=tmp_path / "halves")])
    finetune.main([*common, *options(out=tmp_path / "halves")])
    whole, halves = (
        torch.load(tmp_path / name / "checkpoint.pt", weights_only=True)
        for name in ("whole", "halves")
    )
    assert whole["history"] == halves["history"]
    assert all(
        torch.equal(whole["model"][k], halves["model"][k]) for k in whole["model"]
    )


def test_a_run_is_not_resumed_with_other_settings(runs, ptbxl):
    common = options(data=ptbxl, cache=runs / "cache", workers=1, device="cpu")
    rules = options(epochs=3, min_train=4, min_choice=1, min_scored=1, rate=0.5)
    where = options(out=runs / "finetune", encoder=runs / "pretrain" / "encoder.pt")
    with pytest.raises(SystemExit, match="other settings \\(rate\\)"):
        finetune.main([*common, *rules, *where])


def test_a_run_is_resumed_with_what_changes_no_number(runs, ptbxl, tmp_path):
    """Processes, device and where tokens are kept are those of the machine."""
    same = options(data=ptbxl, out=tmp_path / "run", epochs=1, batch=64)
    same += [*RULES, *tiny_from_chance(runs)]
    for k, device in enumerate(("cpu", "auto")):
        where = options(cache=tmp_path / f"cache-{k}", workers=1 + k, device=device)
        finetune.main([*same, *where])
    same = options(data=ptbxl, out=tmp_path / "first", epochs=1, batch=64, limit=8)
    same += options(width=24, depth=1, heads=4, hidden=48, beats=6)
    for k, device in enumerate(("cpu", "auto")):
        where = options(cache=tmp_path / f"cache-{k}", workers=1 + k, device=device)
        pretrain.main([*same, *where, *options(checkpoint_steps=k)])


@pytest.mark.parametrize("script", [pretrain, finetune])
def test_a_run_is_not_resumed_on_other_data(script, runs, tmp_path):
    """One recording has been replaced since the run was started."""
    folder = make_ptbxl(tmp_path / "ptbxl", n_records=40)
    rules = {
        pretrain: options(width=24, depth=1, heads=4, hidden=48, beats=6, batch=64),
        finetune: [*RULES, *tiny_from_chance(runs)],
    }[script]
    common = options(data=folder, cache=tmp_path / "cache", workers=1, device="cpu")
    common += options(out=tmp_path / "run", epochs=1)
    script.main([*common, *rules])
    script.main([*common, *rules])  # on the same data it may go on
    first, second = (entry.path.with_suffix(".dat") for entry in list_ptbxl(folder)[:2])
    first.write_bytes(second.read_bytes())
    header = first.with_suffix(".hea")
    os.utime(header, ns=(0, header.stat().st_mtime_ns + 1))
    with pytest.raises(SystemExit, match="started on other data"):
        script.main([*common, *rules])
