"""The whole way on made-up PTB-XL: pretrain, fine-tune, export, load, predict."""

import copy
import csv
import hashlib
import json
import os
import re
import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
import wfdb
from ecgviewer.ai.clear.bundle import (
    FORMAT_VERSION,
    Bundle,
    BundleError,
    LabelSpec,
    load_bundle,
)
from ecgviewer.ai.clear.evidence import attribute
from ecgviewer.ai.clear.inference import predict, readable_stretches, recording_logits
from ecgviewer.ai.clear.measured_numbers import N_NUMBERS
from ecgviewer.ai.clear.tree_term import N_ROWS
from training.heads import beat_term, ectopy_term, rr_term, shape_term, tree_term
from training.heads.numbers_terms import PENALTIES

from ecgviewer.ai.clear.batch import make_batch
from ecgviewer.ai.clear.classifier import ClearClassifier
from ecgviewer.ai.clear.heads import HeadConfig
from ecgviewer.ai.clear.nets import EncoderConfig
from ecgviewer.ai.clear.tokens import TokenConfig, tokenise
from ecgviewer.ai.files import read_card, write_card
from ecgviewer.analysis.beats.rpeaks import detect_r_peaks
from ecgviewer.ecg.leads import STANDARD_12
from ecgviewer.io import read_recording
from ecgviewer.paths import model_dir
from tests.simulator import simulate
from tests.synthetic import regular_r_times, synthetic_signal
from training.bundle import card, export_bundle, renew_bundle
from training.clear import pretrain, pretrain_run, throughput
from training.evaluation import evaluate
from training.finetuning import finetune
from training.labels import measured
from training.scoring.metrics import probabilities
from training.scoring.scores import make_scores
from training.sources.datasets import Label, list_ptbxl
from training.sources.entries import Entry

STATEMENTS = """,description,diagnostic,form,rhythm,diagnostic_class,diagnostic_subclass
NORM,normal ECG,1.0,,,NORM,NORM
IMI,inferior myocardial infarction,1.0,,,MI,IMI
CLBBB,complete left bundle branch block,1.0,,,CD,CLBBB
SR,sinus rhythm,,,1.0,,
SBRAD,sinus bradycardia,,,1.0,,
PVC,ventricular premature complex,,1.0,,,
"""


def make_ptbxl(folder: Path, n_records: int = 54) -> Path:
    """Write a PTB-XL look-alike: slow records are SBRAD, others SR."""
    records = folder / "records500" / "00000"
    records.mkdir(parents=True)
    (folder / "scp_statements.csv").write_text(STATEMENTS)
    rows = []
    for k in range(n_records):
        slow = k % 2 == 0
        rate = (45 if slow else 80) + k % 5
        without = ("t",) if k % 3 == 0 else ()
        signal = synthetic_signal(
            regular_r_times(rate), noise_mv=0.02, seed=k, without=without
        )
        name = f"{k + 1:05d}_hr"
        wfdb.wrsamp(
            name,
            fs=500,
            units=["mV"] * 12,
            sig_name=list(STANDARD_12),
            p_signal=signal.T,
            fmt=["16"] * 12,
            write_dir=str(records),
        )
        codes = {"SBRAD" if slow else "SR": 0.0, "IMI" if without else "NORM": 100.0}
        rows.append(
            {
                "ecg_id": k + 1,
                "patient_id": float(k // 2),
                "age": 60.0,
                "sex": k % 2,
                "scp_codes": str(codes),
                "strat_fold": 1 + (k // 2) % 10,
                "filename_lr": f"records100/00000/{k + 1:05d}_lr",
                "filename_hr": f"records500/00000/{name}",
            }
        )
    with (folder / "ptbxl_database.csv").open("w", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    return folder


def make_challenge(folder: Path, n_records: int) -> Path:
    """Write a look-alike of a CinC set: slow records have sinus bradycardia."""
    folder.mkdir(parents=True)
    for k in range(n_records):
        slow = k % 2 == 0
        signal = synthetic_signal(regular_r_times(45 if slow else 80), noise_mv=0.02)
        wfdb.wrsamp(
            f"A{k:04d}",
            fs=500,
            units=["mV"] * 12,
            sig_name=list(STANDARD_12),
            p_signal=signal.T,
            fmt=["16"] * 12,
            write_dir=str(folder),
            comments=[f"Dx: {'426177001' if slow else '426783006,LBBB'}"],
        )
    return folder


@pytest.fixture(scope="module")
def ptbxl(tmp_path_factory) -> Path:
    return make_ptbxl(tmp_path_factory.mktemp("ptbxl"))


def options(**values: object) -> list[str]:
    """Return command-line options from keyword arguments."""
    return [
        part
        for name, value in values.items()
        for part in (f"--{name.replace('_', '-')}", str(value))
    ]


@pytest.fixture(scope="module")
def runs(ptbxl, tmp_path_factory) -> Path:
    """Pretrain and fine-tune a tiny network, add the terms, export it."""
    out = tmp_path_factory.mktemp("runs")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(measured, "KEPT", out / "cache" / "measured.npz")
        make_runs(out, ptbxl)
    return out


def make_runs(out: Path, ptbxl: Path) -> None:
    common = options(data=ptbxl, cache=out / "cache", workers=1)
    tiny = options(width=24, depth=2, heads=4, hidden=48, beats=6, held_out=0.1)
    where = options(out=out / "pretrain", epochs=2, device="cpu")
    pretrain.main([*common, *tiny, *where])
    where = options(out=out / "finetune", encoder=out / "pretrain" / "encoder.pt")
    rules = options(epochs=3, device="cpu", min_train=4, min_choice=1, min_scored=1)
    finetune.main([*common, *where, *rules])
    shape_term.main(options(run=out / "finetune", out=out / "shape", kernels=8))
    rr_term.main(options(run=out / "shape", out=out / "rr", min_auroc=0.5))
    ectopy_term.main(options(run=out / "rr", out=out / "terms", min_auroc=0.5))
    small = options(width=8, epochs=1, batch=8, parts=2, device="cpu")
    beat_term.main([*options(run=out / "terms", out=out / "beats"), *small])
    few = options(trees=4, leaves=3, min_leaf=2)
    tree_term.main([*options(run=out / "beats", out=out / "trees"), *few])
    where = options(run=out / "trees", pretrain=out / "pretrain", out=out / "bundle")
    export_bundle.main([*common, *where, *options(draws=20, min_positives=1)])


def test_the_bundle_gives_the_logits_of_the_training_process(runs, ptbxl):
    bundle = load_bundle(runs / "bundle")
    saved = torch.load(runs / "trees" / "best.pt", weights_only=True)
    temperatures = bundle.card["calibration"]
    path = next(e.path for e in list_ptbxl(ptbxl) if e.fold == 9)
    recording = read_recording(path)
    prediction = predict(recording, detect_r_peaks(recording), bundle)
    model = ClearClassifier(
        EncoderConfig(**saved["encoder"]), HeadConfig(**saved["head"])
    )
    model.load_state_dict(saved["model"])
    before = Bundle("b", model.eval(), bundle.tokens, bundle.labels, {})
    stretches, _ = readable_stretches(recording, detect_r_peaks(recording), before)
    raw = recording_logits(before, stretches)
    assert {"super", "sub", "rhythm"} <= {spec.task for spec in bundle.labels}
    for spec, logit in zip(bundle.labels, raw, strict=True):
        if not spec.shown:
            continue
        assert prediction.finding(spec.code).logit == pytest.approx(
            logit / temperatures[spec.task], abs=1e-4
        )


def test_the_export_names_the_steps_whose_code_no_commit_holds(
    runs, ptbxl, tmp_path, monkeypatch, capsys
):
    """All ran at a commit but for one term, and the export itself."""
    commits = {"pretrain": "aaaaaaa", "trees": "bbbbbbb"}
    for name, commit in commits.items():
        shutil.copytree(runs / name, tmp_path / name)
        path = tmp_path / name / "config.json"
        stored = json.loads(path.read_text()) | {"commit": commit}
        for term in ("shape_term", "rr_term", "ectopy_term", "beat_term", "tree_term"):
            if term in stored:
                stored[term]["commit"] = "unknown" if term == "rr_term" else "ccccccc"
        path.write_text(json.dumps(stored))
    monkeypatch.setattr(export_bundle, "source_revision", lambda: "ddddddd-dirty")
    common = options(data=ptbxl, cache=runs / "cache", workers=1, draws=2)
    where = options(run=tmp_path / "trees", pretrain=tmp_path / "pretrain")
    export_bundle.main([*common, *where, *options(out=tmp_path / "bundle")])
    said = [x for x in capsys.readouterr().err.splitlines() if "warning: " in x]
    assert len(said) == 2
    assert "rr_term ran at commit unknown" in said[0]
    assert "export_bundle ran at commit ddddddd-dirty" in said[1]


def test_the_card_names_data_licences_splits_and_the_command(runs):
    written = json.loads((runs / "bundle" / "card.json").read_text())
    assert written["fold_9"]["command"].startswith(
        "python -m training.evaluation.evaluate"
    )
    assert {"value", "low", "high"} == set(
        written["fold_9"]["tasks"]["super"]["macro_auroc"]
    )
    for key in ("intended_use", "limits", "splits", "labels", "threshold_rule"):
        assert written[key]


def test_the_card_says_what_measures_and_what_that_has_learnt_from(runs, capsys):
    written = json.loads((runs / "bundle" / "card.json").read_text())
    weights = (model_dir("delineator") / "weights.safetensors").read_bytes()
    said = written["splits"]["delineator"]
    assert hashlib.sha256(weights).hexdigest() in said
    assert "LUDB" in said
    assert "PTB-XL folds 1-8" in said
    (limit,) = (
        text for text in written["limits"] if "a T wave that ends later" in text
    )
    assert "for all but the tree term" in limit
    assert "end of T" in limit
    assert "the trees of what all leads" in written["fold_9"]["ablation_silences"]
    card.main(["--bundle", str(runs / "bundle")])
    assert "Without the rhythm term, the RR statistics and the trees of" in (
        capsys.readouterr().out
    )


def test_a_card_without_trees_says_nothing_of_them():
    (limit,) = (x for x in card.limits_of(TokenConfig(), 9) if "T wave that" in x)
    assert limit.endswith("around R; a T wave that ends later is cut.")
    run = {"n_train": 9, "n_choice": 2, "min_train": 4, "min_choice": 1}
    origin = card.Origin({"refused": {}, "recordings": {}}, run, 1, TokenConfig())
    written = card.make_card(origin, {}, {}, {}, "none")
    assert "delineator" not in written["splits"]
    assert "trees" not in json.dumps(written)


def test_thresholds_of_the_bundle_find_95_percent_where_enough_have_it():
    rng = np.random.default_rng(0)
    truth = np.zeros((60, 3), dtype=bool)
    truth[:40, 0], truth[:10, 1], truth[:9, 2] = True, True, True
    logits = rng.standard_normal(truth.shape) + truth - 4
    entries = [Entry(Path("x"), "ptbxl", str(k), str(k), 9) for k in range(60)]
    labels = [Label(code, code, "form") for code in ("MANY", "TEN", "NINE")]
    asked = np.zeros_like(truth)  # a finding of form is asked of everyone
    scores = make_scores("m", "fold 9", entries, labels, truth, asked, logits)
    specs = [LabelSpec(x.code, x.text, x.task, 0.5) for x in labels]
    many, ten, nine = export_bundle.with_thresholds(specs, scores)
    for k, label, missed in ((0, many, 2), (1, ten, 0)):
        said = probabilities(logits[:, k])
        found = said >= label.threshold_at_95
        assert (truth[:, k] & ~found).sum() == missed
        higher = said >= label.threshold_at_95 + 2e-6
        assert (truth[:, k] & ~higher).sum() == missed + 1
        share = (~found & ~truth[:, k]).sum() / (~truth[:, k]).sum()
        assert label.specificity_at_95 == pytest.approx(share, abs=1e-4)
    assert nine.threshold_at_95 is nine.specificity_at_95 is None
    everyone = replace(scores, truth=np.ones_like(truth))
    for label in export_bundle.with_thresholds(specs, everyone):
        assert label.threshold_at_95 is None


def test_a_bundle_without_thresholds_at_95_percent_loads(runs, tmp_path, capsys):
    folder = tmp_path / "bundle"
    shutil.copytree(runs / "bundle", folder)
    path = folder / "card.json"
    stored = json.loads(path.read_text())
    assert "threshold_at_95" in stored["threshold_rule"]
    for label in stored["labels"]:
        del label["threshold_at_95"], label["specificity_at_95"]
    path.write_text(json.dumps(stored))
    bundle = load_bundle(folder)
    assert {label.threshold_at_95 for label in bundle.labels} == {None}
    card.main(["--bundle", str(folder)])
    assert "95 % sensitivity from" not in capsys.readouterr().out
    stored["labels"][0] |= {"threshold_at_95": 0.1234, "specificity_at_95": 0.75}
    path.write_text(json.dumps(stored))
    assert load_bundle(folder).labels[0].threshold_at_95 == 0.1234
    card.main(["--bundle", str(folder)])
    said = "; 95 % sensitivity from 0.1234, specificity 0.750"
    assert said in capsys.readouterr().out


def test_no_card_tells_how_a_machine_is_laid_out(runs):
    """The made run was given absolute folders; the card names them without."""
    cards = [*model_dir("clear-hug").parent.glob("*/*.json")]
    assert len(cards) >= 3
    for path in (runs / "bundle" / "card.json", *cards):
        quoted = re.findall(r'"([^"]*)"', path.read_text("utf-8"))
        assert [text for text in quoted if Path(text).is_absolute()] == []


def test_the_card_agrees_with_the_evaluate_command(runs, ptbxl, capsys):
    where = options(data=ptbxl, model=runs / "bundle", cache=runs / "cache")
    rules = options(draws=20, workers=1, json="true", min_positives=1)
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(runs)
        evaluate.main([*where, *rules])
    printed = json.loads(capsys.readouterr().out.splitlines()[-1])
    recorded = json.loads((runs / "bundle" / "card.json").read_text())["fold_9"]
    # kept logits are float32, those of the export were not
    for task, row in recorded["tasks"].items():
        assert printed["tasks"][task]["macro_auroc"] == row["macro_auroc"]
        assert printed["tasks"][task]["ece"] == pytest.approx(row["ece"], abs=2e-4)
    assert (runs / "runs" / "evaluate" / "bundle" / "scores-fold9.npz").exists()


def test_the_card_prints_what_a_reviewer_asks(runs, capsys):
    card.main(["--bundle", str(runs / "bundle")])
    text = capsys.readouterr().out
    for part in ("Intended use", "CC BY 4.0", "fold 9", "macro AUROC", "surely wrong"):
        assert part in text
    assert "sub:NORM: " not in text
    efforts = json.loads((runs / "bundle" / "card.json").read_text())["training"][
        "effort"
    ]
    terms = ("shape_term", "rr_term", "ectopy_term", "beat_term", "tree_term")
    assert tuple(efforts) == ("pretrain", "finetune", *terms)
    for step, cost in efforts.items():
        assert cost["processor_s"] > 0
        assert f"- {step}: " in text


def test_a_run_is_compared_with_itself_and_with_kept_scores(runs, ptbxl, capsys):
    """The run before calibration and the scores that the export kept are one."""
    kept = runs / "trees" / "scores-fold9.npz"
    models = ["--model", str(runs / "trees"), str(kept), "--against", str(kept)]
    rules = options(draws=5, workers=1, json="true", min_positives=1)
    where = options(data=ptbxl, cache=runs / "cache")
    evaluate.main([*models, *rules, *where])
    results = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert len(results) == 2
    for result in results:
        pair = result["tasks"]["super"]["against"]["macro_auroc"]
        assert pair == {"value": 0.0, "low": 0.0, "high": 0.0}
    evaluate.main([*models, *rules, *where, "--json", "false"])
    assert "minus trees, on the same patients" in capsys.readouterr().out


def test_a_network_is_scored_on_sets_it_learnt_nothing_from(
    runs, ptbxl, tmp_path, capsys
):
    folder = make_challenge(tmp_path / "cpsc2018", n_records=8)
    where = options(model=runs / "finetune", external=folder.parent, data=ptbxl)
    evaluate.main([*where, *options(cache=runs / "cache", draws=5, workers=1)])
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
    evaluate.main([*where, *options(cache=tmp_path / "cache", draws=5, workers=1)])
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


def test_the_card_has_other_sets_and_how_many_are_unlike_the_training(
    runs, ptbxl, tmp_path, capsys
):
    folder = make_challenge(tmp_path / "cpsc2018", n_records=8)
    where = options(run=runs / "trees", pretrain=runs / "pretrain", data=ptbxl)
    where += options(out=tmp_path / "bundle", external=folder.parent)
    rules = options(cache=runs / "cache", draws=5, workers=1, min_positives=1)
    export_bundle.main([*where, *rules])
    one = json.loads((tmp_path / "bundle" / "card.json").read_text())["other_sets"]
    assert one["sets"]["cpsc2018"]["records"] == 8
    assert 0 <= one["sets"]["cpsc2018"]["unusual"] <= 1
    capsys.readouterr()
    card.main(["--bundle", str(tmp_path / "bundle")])
    text = capsys.readouterr().out
    assert "cpsc2018: 8 recordings, 0 refused, " in text
    assert "% unlike those learnt from" in text
    assert "says nothing of LBBB" in text


def test_the_ablation_is_silent_about_rhythm_and_about_nothing_else():
    """RR intervals are asked by three parts: of the trees, by those all leads share."""
    torch.manual_seed(0)
    head = HeadConfig(
        n_labels=2, rr_term=True, ectopy_term=True, trees=(2,) * N_ROWS, tree_nodes=3
    )
    model = ClearClassifier(EncoderConfig(24, 2, 4, 48), head).eval()
    model.requires_grad_(False)
    for term in (model.rr, model.ectopy, model.trees):
        for parameter in term.parameters():
            torch.nn.init.normal_(parameter)
    model.trees.label[::2] = 1
    model.trees.left[:], model.trees.right[:] = 1, 2
    recording = simulate(rate_bpm=70).recording
    stretches = tokenise(recording, detect_r_peaks(recording), TokenConfig())
    measured = np.random.default_rng(0).normal(size=(N_ROWS, N_NUMBERS))
    measured = measured.astype(np.float32)
    batch = make_batch([replace(each, measured=measured) for each in stretches])
    silent = export_bundle.without_rhythm_term(model)
    about_rhythm = (
        model.rhythm(batch.timing, batch.present),
        model.rr(batch.timing, batch.present),
        model.trees.of_rows(batch.measured)[:, -1],
    )
    assert all(term.abs().min() > 1e-3 for term in about_rhythm)
    expected = model(batch) - sum(about_rhythm)
    torch.testing.assert_close(silent(batch), expected, atol=1e-4, rtol=1e-4)


def test_test_and_choice_folds_are_never_pretrained_on(ptbxl, tmp_path):
    folds = {e.fold for e in pretrain.pretraining_entries(list_ptbxl(ptbxl), tmp_path)}
    assert folds == set(range(1, 9))


def test_a_bundle_is_renewed_where_what_measures_has_changed(
    runs, ptbxl, tmp_path, capsys
):
    """As if the trees had measured otherwise when the bundle was exported."""
    folder = tmp_path / "bundle"
    shutil.copytree(runs / "bundle", folder)
    before = read_card(folder, FORMAT_VERSION)
    other = copy.deepcopy(before)
    other["probe"]["logits"][0] += 0.05
    other["fold_9"]["tasks"]["super"]["macro_auroc"]["value"] = 0.123
    write_card(folder, other)
    with pytest.raises(BundleError, match=r"the probe's logits differ by 0\.05"):
        load_bundle(folder)
    where = options(data=ptbxl, bundle=folder, cache=runs / "cache", workers=1)
    rules = options(draws=20, min_positives=1)
    with pytest.raises(SystemExit, match=r"moved by 0\.050, more than 0\.01: grow"):
        renew_bundle.main([*where, *rules, *options(most=0.01)])
    assert read_card(folder, FORMAT_VERSION) == other
    renew_bundle.main([*where, *rules])
    assert "moved by at most 0.05" in capsys.readouterr().out
    card.main(["--bundle", str(folder)])
    assert "logits of the probe moved by up to 0.05" in capsys.readouterr().out
    after = load_bundle(folder)
    renewed = after.card["training"].pop("renewed")
    assert renewed["probe_moved_by"] == pytest.approx(0.05, abs=1e-3)
    assert after.card == load_bundle(runs / "bundle").card


def test_what_a_renewed_card_says_of_other_sets_does_not_stay_as_it_was(
    runs, ptbxl, tmp_path
):
    folder = tmp_path / "bundle"
    shutil.copytree(runs / "bundle", folder)
    stated = read_card(folder, FORMAT_VERSION)
    write_card(folder, {**stated, "other_sets": {"command": "x", "sets": {}}})
    with pytest.raises(SystemExit, match="--external must name their folder"):
        renew_bundle.main(options(data=ptbxl, bundle=folder, cache=runs / "cache"))


def test_evidence_of_the_exported_bundle_adds_up(runs, ptbxl):
    bundle = load_bundle(runs / "bundle")
    recording = read_recording(list_ptbxl(ptbxl)[0].path)
    for item in attribute(recording, detect_r_peaks(recording), bundle).values():
        assert item.max_gap < 1e-6


def test_a_recording_unlike_those_learnt_from_is_said_to_be(runs, ptbxl):
    bundle = load_bundle(runs / "bundle")
    recording = read_recording(sorted(ptbxl.rglob("*.hea"))[0])
    beats = detect_r_peaks(recording)
    usual = predict(recording, beats, bundle)
    assert usual.novelty is not None
    for ratio in (0.8, 2.5):
        edge = bundle.model.novelty.edge
        edge.mul_(predict(recording, beats, bundle).novelty / ratio)
        said = predict(recording, beats, bundle)
        assert said.novelty == pytest.approx(ratio, rel=1e-4)
        assert any(note.startswith("Unlike") for note in said.notes) == (ratio > 1)
        assert [f.logit for f in said.findings] == [f.logit for f in usual.findings]


def test_the_shape_term_is_added_to_all_but_rhythm(runs):
    run = json.loads((runs / "shape" / "config.json").read_text())
    assert run["shape_term"]["strength"] in shape_term.STRENGTHS
    after = torch.load(runs / "shape" / "best.pt", weights_only=True)
    weight = after["model"]["shape.weight"].abs().amax(dim=(0, 1))
    spoken = {
        label["code"]
        for label, largest in zip(after["labels"], weight, strict=True)
        if largest > 0
    }
    assert "NORM" in spoken
    assert not spoken & {"SR", "SBRAD"}


def test_the_term_of_rr_statistics_speaks_of_rhythms_and_tells_them(runs):
    """Slow against fast rhythm is written in the mean RR interval."""
    facts = json.loads((runs / "rr" / "config.json").read_text())["rr_term"]
    assert facts["penalty"] in PENALTIES
    # of perfectly regular recordings all but the rate is rounding
    assert facts["speaks_of"]["SBRAD"] > 0.8
    assert facts["fold_9_alone"]["rhythm"] == 1.0
    before, after = (
        torch.load(runs / name / "best.pt", weights_only=True)["model"]
        for name in ("shape", "rr")
    )
    codes = [
        x["code"]
        for x in torch.load(runs / "rr" / "best.pt", weights_only=True)["labels"]
    ]
    spoken = after["rr.weight"].abs().amax(dim=0) > 0
    for k, code in enumerate(codes):
        assert spoken[k] == (code in facts["speaks_of"])
        share = after["shape.weight"][..., k] / before["shape.weight"][..., k]
        known = share[share.isfinite()]
        assert torch.allclose(known, torch.tensor(0.5 if spoken[k] else 1.0))


@pytest.mark.parametrize(
    "damage", ["weights", "preprocessing", "card", "probe", "no probe", "label order"]
)
def test_a_changed_bundle_is_refused(runs, tmp_path, damage):
    folder = tmp_path / "bundle"
    folder.mkdir()
    for file in (runs / "bundle").iterdir():
        (folder / file.name).write_bytes(file.read_bytes())
    stored = json.loads((folder / "card.json").read_text())
    if damage == "weights":
        path = folder / "weights.safetensors"
        path.write_bytes(path.read_bytes()[:-4000])
    elif damage == "preprocessing":
        stored["config"]["preprocessing"]["low_hz"] = 3.0
    elif damage == "card":
        del stored["labels"]
    elif damage == "no probe":
        del stored["probe"]
    elif damage == "label order":
        stored["labels"][0], stored["labels"][1] = (
            stored["labels"][1],
            stored["labels"][0],
        )
    else:
        stored["probe"]["logits"][0] += 0.5
    (folder / "card.json").write_text(json.dumps(stored))
    with pytest.raises(BundleError):
        load_bundle(folder)


@pytest.mark.parametrize("stop_at_step", [1, 2, 3])
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
        shape_term,
        rr_term,
        ectopy_term,
        beat_term,
        tree_term,
        evaluate,
        export_bundle,
        card,
        throughput,
    ],
)
def test_each_script_explains_itself(script, capsys):
    with pytest.raises(SystemExit) as ended:
        script.main(["--help"])
    assert ended.value.code == 0
    assert "--config" in capsys.readouterr().out


def test_finetuning_learns_what_can_be_learnt(ptbxl, tmp_path):
    """Slow against fast rhythm is written in the RR intervals every token carries."""
    common = options(data=ptbxl, cache=tmp_path / "cache", workers=1, device="cpu")
    rules = options(
        encoder="none", min_train=4, min_choice=1, min_scored=1, average=0.9, epochs=12
    )
    finetune.main([*common, *rules, *options(out=tmp_path / "run", batch=8)])
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


def test_a_run_is_resumed_with_what_changes_no_number(ptbxl, tmp_path):
    """Processes, device and where tokens are kept are those of the machine."""
    same = options(data=ptbxl, out=tmp_path / "run", encoder="none", epochs=1)
    same += options(min_train=4, min_choice=1, min_scored=1, batch=64)
    for k, device in enumerate(("cpu", "auto")):
        where = options(cache=tmp_path / f"cache-{k}", workers=1 + k, device=device)
        finetune.main([*same, *where])
    same = options(data=ptbxl, out=tmp_path / "first", epochs=1, batch=64, limit=8)
    same += options(width=24, depth=1, heads=4, hidden=48, beats=6)
    for k, device in enumerate(("cpu", "auto")):
        where = options(cache=tmp_path / f"cache-{k}", workers=1 + k, device=device)
        pretrain.main([*same, *where, *options(checkpoint_steps=k)])


@pytest.mark.parametrize("script", [pretrain, finetune])
def test_a_run_is_not_resumed_on_other_data(script, tmp_path):
    """One recording has been replaced since the run was started."""
    folder = make_ptbxl(tmp_path / "ptbxl", n_records=40)
    rules = {
        pretrain: options(width=24, depth=1, heads=4, hidden=48, beats=6, batch=64),
        finetune: options(encoder="none", min_train=4, min_choice=1, min_scored=1),
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
