"""Turn a fine-tuned run into the bundle the program ships.

    python -m training.export_bundle --run runs/finetune-small \
        --pretrain runs/clear-small --data ../shared/data/ptbxl

Logits are scaled by one temperature a task, fitted on fold 9, and the scale is folded
into the weights; thresholds maximise F1 on fold 9, but what is more likely than not
always counts as present. Then fold 9 is scored and the card
written. Fold 9 chose all of this, which the card says.
"""

import copy
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from scipy.optimize import minimize_scalar

from ecgviewer import __version__
from ecgviewer.ai.bundle import LabelSpec, save_bundle
from ecgviewer.ai.classifier import ClearClassifier
from ecgviewer.ai.heads import HeadConfig
from ecgviewer.ai.nets import EncoderConfig
from ecgviewer.ai.tokens import TokenConfig
from training.config import load_config, setting, source_revision
from training.datasets import Label, list_ptbxl, read_statements
from training.evaluate import (
    FEW_POSITIVES,
    TASKS,
    label_results,
    labels_of,
    task_results,
)
from training.finetune import scores, task_aurocs
from training.labelled import LabelledSet, label_store
from training.metrics import best_f1_threshold
from training.probe import probe_recording
from training.split import Split
from training.store import load_store

DATA_SETS = {
    "ptbxl": (
        "PTB-XL",
        "CC BY 4.0",
        "Wagner P, et al. PTB-XL, a large publicly available electrocardiography "
        "dataset. Sci Data 2020;7:154.",
    ),
    "cinc2011": (
        "PhysioNet/CinC Challenge 2011",
        "ODC-By",
        "Silva I, Moody GB, Celi L. Improving the quality of ECGs collected using "
        "mobile phones. Comput Cardiol 2011;38:273-276.",
    ),
    "ludb": (
        "LUDB 1.0.1",
        "ODC-By",
        "Kalyakulina AI, et al. LUDB: a new open-access validation tool for "
        "electrocardiogram delineation algorithms. IEEE Access 2020;8:186181.",
    ),
    "cpsc2018": (
        "CPSC2018",
        "CC BY 4.0",
        "Liu F, et al. An open access database for evaluating the algorithms of ECG "
        "rhythm and morphology abnormality detection. J Med Imaging Health Inform "
        "2018.",
    ),
    "cpsc_extra": (
        "CPSC-Extra (CinC 2020)",
        "CC BY 4.0",
        "Perez Alday EA, et al. Physiol Meas 2020;41:124003.",
    ),
    "georgia": (
        "Georgia (CinC 2020)",
        "CC BY 4.0",
        "Perez Alday EA, et al. Classification of 12-lead ECGs: the PhysioNet/"
        "Computing in Cardiology Challenge 2020. Physiol Meas 2020;41:124003.",
    ),
    "chapman_ningbo": (
        "Chapman-Shaoxing and Ningbo",
        "CC BY 4.0",
        "Zheng J, et al. A 12-lead electrocardiogram database for arrhythmia research "
        "covering more than 10,000 patients. Sci Data 2020;7:48.",
    ),
}

# With few positives the best F1 can ask for near certainty; a reader would not.
MOST_THRESHOLD = 0.5

INTENDED_USE = (
    "Research and teaching: to show what a self-supervised ECG encoder sees in a "
    "12-lead recording and which beats and leads its statements rest on. Not a medical "
    "device, not cleared for diagnosis, not to be used for decisions about patients."
)


@dataclass(frozen=True)
class ExportConfig:
    run: Path = setting(help="folder of the fine-tuning run")
    pretrain: Path = setting(help="folder of the pretraining run")
    data: Path = setting(help="the PTB-XL folder")
    out: Path = setting(Path("resources/models/clear-hug"), help="bundle folder")
    cache: Path = setting(Path("runs/cache"), help="folder of the token store")
    draws: int = setting(500, help="bootstrap draws over patients")
    seed: int = setting(0, help="seed of the bootstrap")
    workers: int = setting(2, help="processes that tokenise")


def fit_temperature(truth: NDArray[np.bool_], logits: NDArray[np.float64]) -> float:
    """Return the divisor of the logits that minimises the cross-entropy."""

    def cross_entropy(log_temperature: float) -> float:
        z = logits / np.exp(log_temperature)
        return float(np.mean(np.logaddexp(0, z) - truth * z))

    found = minimize_scalar(cross_entropy, bounds=(-1.5, 1.5), method="bounded")
    return float(np.exp(found.x))


def calibrate(
    model: ClearClassifier,
    data: LabelledSet,
    logits: NDArray[np.float64],
    labels: Sequence[Label],
) -> tuple[NDArray[np.float64], dict[str, float]]:
    """Fold one temperature a task into the model; return new logits, temperatures."""
    divisor = np.ones(len(labels))
    temperatures = {}
    for task in TASKS:
        columns = [k for k, label in enumerate(labels) if label.task == task]
        if columns:
            asked = data.asked[:, columns]
            temperatures[task] = fit_temperature(
                data.truth[:, columns][asked], logits[:, columns][asked]
            )
            divisor[columns] = temperatures[task]
    model.scale_logits(torch.from_numpy(1 / divisor).float())
    return logits / divisor, temperatures


def threshold_of(truth: NDArray[np.bool_], probability: NDArray[np.float64]) -> float:
    """Return the probability from which a statement counts as present."""
    if int(truth.sum()) < FEW_POSITIVES:
        return MOST_THRESHOLD
    return min(MOST_THRESHOLD, best_f1_threshold(truth, probability))


def without_rhythm_term(model: ClearClassifier) -> ClearClassifier:
    """Return a copy that is silent about RR intervals, for the card's ablation."""
    silent = copy.deepcopy(model)
    with torch.no_grad():
        for parameter in silent.rhythm.parameters():
            parameter.zero_()
    return silent


def training_data(pretrain: Path) -> list[dict[str, Any]]:
    """Return the card's entry for each data set the encoder learnt from."""
    recordings = json.loads((pretrain / "config.json").read_text())["recordings"]
    return [
        {
            "name": DATA_SETS.get(key, (key,))[0],
            "licence": DATA_SETS.get(key, ("", "unknown to this script"))[1],
            "citation": DATA_SETS.get(key, ("", "", "unknown to this script"))[2],
            "recordings_listed_for_pretraining": count,
        }
        for key, count in recordings.items()
    ]


def limits_of(config: TokenConfig, n_train: int) -> list[str]:
    """Return what the network cannot know, in sentences for the card."""
    return [
        f"Beats are band-passed {config.low_hz:g}-{config.high_hz:g} Hz and "
        "standardised one by one: absolute voltage and ST level in mV are invisible; "
        "low voltage and voltage criteria cannot be seen.",
        "Rhythm statements rest on the rhythm term: without it (not retrained) the "
        "rest of the network is little better than chance at them, as the ablation "
        "shows. Their evidence by lead is mostly that term shared among the leads.",
        f"A beat is seen {config.length / config.fs:.2f} s wide around R; a T wave "
        "that ends later is cut.",
        f"Trained on {n_train} labelled recordings from one country; children, paced "
        "rhythms and rare statements are hardly represented.",
        "Voltages of the training recordings may be arbitrary: those of the PTB-XL "
        "part this project develops on are standardised per lead.",
        "Intervals on fold 9 are wide; the fold also chose epoch, calibration and "
        "thresholds, so its numbers are optimistic.",
    ]


def export(config: ExportConfig) -> Path:
    """Write the bundle; return its folder."""
    saved = torch.load(config.run / "best.pt", map_location="cpu", weights_only=True)
    encoder = EncoderConfig(**saved["encoder"])
    head = HeadConfig(**saved["head"])
    model = ClearClassifier(encoder, head)
    model.load_state_dict(saved["model"])
    tokens = TokenConfig()
    statements = read_statements(config.data)
    specs = [LabelSpec(x["code"], x["text"], x["task"], 0.5) for x in saved["labels"]]
    labels = labels_of(specs, statements)
    entries = Split(list_ptbxl(config.data)).choice
    store = load_store(entries, tokens, config.cache, config.workers)
    data = label_store(store, labels, statements)
    raw = scores(model, data, torch.device("cpu"))
    logits, temperatures = calibrate(model, data, raw, labels)
    probability = 1 / (1 + np.exp(-logits))
    specs = [
        LabelSpec(
            spec.code,
            spec.label,
            spec.task,
            round(
                threshold_of(
                    data.truth[data.asked[:, k], k], probability[data.asked[:, k], k]
                ),
                4,
            ),
        )
        for k, spec in enumerate(specs)
    ]
    run_config = json.loads((config.run / "config.json").read_text())
    pretrain_config = json.loads((config.pretrain / "config.json").read_text())
    pretrain_config["refused"] = len(pretrain_config["refused"])
    card = {
        "name": "clear-hug",
        "program_version": __version__,
        "method": "CLEAR-HUG (arXiv 2512.24002), clean implementation, fine-tuned as a "
        "whole. Not in the paper: each token carries its exact time, its RR intervals "
        "and its relative amplitude, and a small network on the RR intervals alone "
        "(rhythm term) is added to the head's logits.",
        "intended_use": INTENDED_USE,
        "limits": limits_of(tokens, run_config["n_train"]),
        "data": training_data(config.pretrain),
        "splits": {
            "pretraining": "all sets above without PTB-XL folds 9 and 10, no labels",
            "fine_tuning": f"PTB-XL folds 1-8, {run_config['n_train']} recordings",
            "choice": f"PTB-XL fold 9, {run_config['n_choice']} recordings",
            "test": "none here; fold 10 of the official release was never read",
        },
        "training": {
            "pretrain": pretrain_config,
            "finetune": run_config,
            "best_epoch": saved["epoch"],
            "exported_at_commit": source_revision(),
        },
        "label_rule": "the five superclasses and every SCP statement (and diagnostic "
        "subclass, which readers are not shown) with at least "
        f"{run_config['min_train']} recordings in folds 1-8 and "
        f"{run_config['min_choice']} in fold 9",
        "calibration": {"method": "one temperature a task, fold 9", **temperatures},
        "threshold_rule": "probability that maximises F1 on fold 9, at most "
        f"{MOST_THRESHOLD}; {MOST_THRESHOLD} for statements with fewer than "
        f"{FEW_POSITIVES} positives there",
        "fold_9": {
            "command": "python -m training.evaluate --data ../shared/data/ptbxl",
            "draws": config.draws,
            "seed": config.seed,
            "records": len(data),
            "tasks": task_results(data, logits, labels, config.draws, config.seed),
            "labels": label_results(data, logits, labels),
            "ablation_without_rhythm_term": task_aurocs(
                data,
                scores(without_rhythm_term(model), data, torch.device("cpu")),
                labels,
            ),
        },
    }
    save_bundle(
        config.out, model, encoder, head, tokens, specs, probe_recording(), card
    )
    return config.out


def main(argv: Sequence[str] | None = None) -> None:
    out = export(load_config(ExportConfig, argv, __doc__ or ""))
    print(f"bundle written to {out}")


if __name__ == "__main__":
    main()
