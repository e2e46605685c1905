"""From recordings to an installable bundle, by one command.

    python -m training.pipeline training/configs/resnet.toml
    python -m training.pipeline training/configs/ensemble.toml --data /data/ptb-xl

A config names a family and its training settings, or the bundles of an ensemble. The
steps are: store (recordings read once), train, calibrate (fold 8), report (fold 9),
export. Each is kept in the run's folder: the same command again goes on where it was
killed, and does nothing anew that is done. Progress bars tell how long a step takes.
"""

import argparse
import json
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ecgviewer.ai.bundle import in_half_precision, load_model, save_bundle
from ecgviewer.ai.ensemble import Ensemble
from ecgviewer.ai.files import CARD
from ecgviewer.ai.model import EcgModel, FamilyModel
from ecgviewer.ai.ood import fit_ood
from ecgviewer.analysis.beats.rpeaks import detect_r_peaks
from training.bundle.calibration import calibrate, with_thresholds
from training.bundle.card import costs_json, make_card
from training.bundle.probe import probe_recordings
from training.bundle.profiles import lead_profiles
from training.bundle.weighing import joined, said_together, weigh
from training.evaluation.evaluate import scores_name, scores_of
from training.evaluation.external import external_results
from training.evaluation.results import Draws, all_results
from training.labels.material import CALIBRATION_FOLD, REPORT_FOLD, Material
from training.registry import TRAINERS
from training.run.compute_cost import Meter, add_effort, read_efforts
from training.run.config import ending_in_a_sentence, source_revision
from training.scoring.metrics import probabilities
from training.scoring.models import Trained, kept_answers
from training.scoring.scores import Scores, save_scores
from training.sources import read_entry
from training.sources.entries import Entry
from training.variants import BUNDLE, variant_name, variant_settings

ENSEMBLE = "ensemble"
# Of the recordings learnt from: enough to tell which embeddings are usual.
OOD_RECORDINGS = 2000
EVALUATE = "python -m training.evaluation.evaluate --data {data} --model {out}"


@dataclass(frozen=True)
class PipelineConfig:
    """What a config file says, and the options given beside it."""

    name: str
    family: str
    out: Path
    run: Path
    data: Path
    cache: Path = Path("runs/cache")
    external: str = ""
    members: tuple[str, ...] = ()
    train: dict[str, Any] = field(default_factory=dict)
    workers: int = 2
    draws: int = 200
    limit: int = 0
    min_train: int = 20
    only: str = ""
    labels: float = 1.0
    draw: int = 0
    start: str = ""
    seed: int | None = None
    profiles: int = 0


def load_pipeline_config(argv: Sequence[str] | None) -> PipelineConfig:
    """Return the config of a TOML file; options override it.

    Raises
    ------
    SystemExit
        If a key is unknown or missing.
    """
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("config", type=Path)
    for name in ("out", "run", "data", "cache"):
        parser.add_argument(f"--{name}", type=Path)
    parser.add_argument("--external", help="folder of other sets to score as well")
    for name in ("workers", "draws", "limit", "min-train", "profiles"):
        parser.add_argument(f"--{name}", type=int)
    parser.add_argument(
        "--only", choices=["pretrain", "score"], help="do this, and no bundle"
    )
    parser.add_argument(
        "--labels", type=float, help="share of the patients to learn of"
    )
    parser.add_argument("--draw", type=int, help="which patients those are")
    parser.add_argument("--start", choices=["random"], help="no pretrained encoder")
    parser.add_argument("--seed", type=int, help="teach once more, drawn anew")
    options = {k: v for k, v in vars(parser.parse_args(argv)).items() if v is not None}
    path = options.pop("config")
    values = tomllib.loads(path.read_text(encoding="utf-8")) | options
    known = set(PipelineConfig.__dataclass_fields__)
    if unknown := sorted(set(values) - known):
        parser.error(f"{path}: unknown settings: {', '.join(unknown)}")
    if missing := sorted({"name", "family", "out", "run", "data"} - set(values)):
        parser.error(f"{path}: missing settings: {', '.join(missing)}")
    if values["family"] not in (*TRAINERS, ENSEMBLE):
        families = ", ".join([*TRAINERS, ENSEMBLE])
        parser.error(f"{path}: unknown family {values['family']!r}; known: {families}")
    for name in ("out", "run", "data", "cache"):
        if name in values:
            values[name] = Path(values[name])
    values["members"] = tuple(values.get("members", ()))
    return _variant(PipelineConfig(**values))


def _variant(config: PipelineConfig) -> PipelineConfig:
    """Return the run from chance, with few labels or drawn anew, if one is asked."""
    what = config.labels, config.draw, config.start, config.seed
    name = variant_name(config.name, *what)
    if name == config.name:
        return config
    trainer = TRAINERS.get(config.family)
    if trainer is None or trainer.pretrain is None:
        raise SystemExit(
            f"{config.name}: --labels, --start and --seed are for what is pretrained; "
            f"the family {config.family} is not"
        )
    run = config.run.with_name(variant_name(config.run.name, *what))
    train = variant_settings(config.train, *what, config.run)
    return replace(config, name=name, run=run, out=run / BUNDLE, train=train)


def run_pipeline(config: PipelineConfig) -> Path:
    """Make the bundle, or what ``only`` names; return its folder."""
    material = Material(
        config.data,
        config.cache,
        config.workers,
        config.min_train,
        config.limit,
    )
    config.run.mkdir(parents=True, exist_ok=True)
    if config.only == "pretrain":
        _pretrain(config, material)
        return config.run
    model: FamilyModel[Any] | Ensemble
    if config.family == ENSEMBLE:
        ensemble, method, limits = _ensemble(config, material)
        model, families = ensemble, [member.family for member in ensemble.members]
    else:
        trainer = TRAINERS[config.family]
        fitted = in_half_precision(trainer.fit(material, config.train, config.run))
        named = replace_name(fitted, config.name)
        if config.only == "score":
            _scored(named, config, material)
            return config.run
        model = _calibrated(named, config, material)
        method, limits = trainer.method, trainer.limits
        families = [config.family]
    _export(model, config, material, method, limits, families)
    return config.out


def _pretrain(config: PipelineConfig, material: Material) -> None:
    pretrain = None
    if config.family in TRAINERS:
        pretrain = TRAINERS[config.family].pretrain
    if pretrain is None:
        raise SystemExit(f"{config.name}: the family {config.family} is not pretrained")
    pretrain(material, config.train, config.run)


def replace_name(model: "FamilyModel[Any]", name: str) -> "FamilyModel[Any]":
    model.name = name
    return model


def _calibrated(
    model: "FamilyModel[Any]", config: PipelineConfig, material: Material
) -> "FamilyModel[Any]":
    """Calibrate a model on fold 8, and tell what is usual for it."""
    meter = Meter()
    answers = kept_answers(
        model, material.calibration, config.run / "raw-fold8", config.workers
    )
    model.calibration = calibrate(
        answers.logits, *_asked(model, answers.entries, material)
    )
    logits = answers.logits * model.calibration.scale + model.calibration.bias
    model.labels = with_thresholds(
        model.labels,
        probabilities(logits),
        *_asked(model, answers.entries, material),
    )
    learnt = _embeddings(model, material.training, config.run / "embeddings-learnt")
    usual = _embeddings(model, material.calibration, config.run / "embeddings-fold8")
    model.ood = fit_ood(learnt, usual)
    add_effort(config.run, "calibrate", meter.lap(), fresh=False)
    return model


def _asked(
    model: EcgModel, entries: Sequence[Entry], material: Material
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Return targets and label mask of a model's own labels."""
    codes = [label.code for label in material.labels]
    columns = [codes.index(spec.code) for spec in model.labels]
    targets, label_mask = material.targets(entries)
    return targets[:, columns], label_mask[:, columns]


def _embeddings(
    model: "FamilyModel[Any]", entries: Sequence[Entry], path: Path
) -> NDArray[np.float64]:
    """Return the embeddings of some recordings, (n, width), kept beside the run."""
    kept = path.with_suffix(".npy")
    if kept.exists():
        stored: NDArray[np.float64] = np.load(kept, allow_pickle=False)
        return stored
    rng = np.random.default_rng(0)
    chosen = rng.permutation(len(entries))[:OOD_RECORDINGS]
    found = []
    for k in chosen:
        recording = read_entry(entries[k])
        stretches = model.prepare(recording, detect_r_peaks(recording))
        found.append(model.embeddings(stretches).mean(axis=0))
    embeddings = np.array(found)
    np.save(kept, embeddings)
    return embeddings


def _ensemble(
    config: PipelineConfig, material: Material
) -> tuple[Ensemble, str, tuple[str, ...]]:
    """Weigh the members by what they say of fold 8, which none of them learnt from."""
    meter = Meter()
    members = tuple(load_model(config.out.parent / name) for name in config.members)
    specs = material.specs
    answers = [
        kept_answers(
            *(member, material.calibration),
            *(config.run / f"{member.name}-fold8", config.workers),
        )
        for member in members
    ]
    entries, logits = said_together(members, answers, specs)
    targets, label_mask = material.targets(entries)
    weights, bias = weigh(logits, targets, label_mask)
    ensemble = Ensemble(config.name, members, specs, weights, bias, {})
    together = probabilities(joined(logits, weights, bias))
    labels = with_thresholds(specs, together, targets, label_mask)
    add_effort(config.run, "weigh", meter.lap(), fresh=False)
    method = (
        f"Weighted sum of the calibrated logits of {', '.join(config.members)}: one "
        "weight a member and label, not negative, by logistic regression on fold "
        f"{CALIBRATION_FOLD}, drawn towards weights that all labels share as far as a "
        "label has few positives."
    )
    limits = tuple(
        dict.fromkeys(text for member in members for text in member.card["limits"])
    )
    return replace(ensemble, labels=labels), method, limits


def _export(
    model: "FamilyModel[Any] | Ensemble",
    config: PipelineConfig,
    material: Material,
    method: str,
    limits: Sequence[str],
    families: Sequence[str],
) -> None:
    meter = Meter()
    draws = Draws(n=config.draws)
    trained, scores = _scored(model, config, material)
    results = all_results(scores, draws)
    command = EVALUATE.format(data="runs/ptbxl100", out=_within(config.out))
    external = None
    if config.external:
        found = external_results(
            trained,
            Path(config.external),
            config.data,
            config.workers,
            draws,
            config.cache,
        )
        external = {"command": f"{command} --external ../shared/data", **found}
    add_effort(config.run, "report", meter.lap(), fresh=False)
    usual = _profiles(model, config, material)
    training = {
        "settings": _settings(config),
        "run": _facts(config.run),
        "cost": costs_json(read_efforts(config.run)),
    }
    sets = {k: n for name in families for k, n in TRAINERS[name].pretrained_on.items()}
    results = {"command": command, **results}
    card = make_card(material, method, limits, sets, training, results, external)
    card |= {"lead_profiles": usual} if usual else {}
    save_bundle(config.out, model, probe_recordings(), card)
    load_model(config.out)
    print(f"{config.out / CARD}: written and loaded")


def _scored(
    model: "FamilyModel[Any] | Ensemble", config: PipelineConfig, material: Material
) -> tuple[Trained, Scores]:
    """Return what a model says of the report fold, and keep it in the run."""
    answers = kept_answers(
        *(model, material.report),
        *(config.run / f"report-{source_revision()}", config.workers),
    )
    trained = Trained(model, config.run, {"config": config.name})
    scores = scores_of(trained, answers, config.data, REPORT_FOLD)
    save_scores(scores, config.run / scores_name(REPORT_FOLD))
    return trained, scores


def _profiles(
    model: "FamilyModel[Any] | Ensemble", config: PipelineConfig, material: Material
) -> dict[str, Any]:
    """Return how much leads usually count, from fold 8, if the config asks."""
    if not config.profiles:
        return {}
    present, asked = _asked(model, material.calibration, material)
    what = model, material.calibration, present & asked, config.profiles
    return lead_profiles(*what, config.run / "profiles.json")


def _settings(config: PipelineConfig) -> dict[str, Any]:
    settings = dict(config.train)
    if config.members:
        settings["members"] = list(config.members)
    return _without_machine(settings)


def _facts(run: Path) -> dict[str, Any]:
    """Return what a run's ``config.json`` says."""
    path = run / "config.json"
    if not path.exists():
        return {}
    stored: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    kept = {k: v for k, v in stored.items() if k not in ("labels", "environment")}
    return _without_machine(kept)


def _without_machine(values: dict[str, Any]) -> dict[str, Any]:
    """Return settings without the folders that only one machine has."""
    return {
        k: _within(Path(v)) if isinstance(v, str) and v.startswith("/") else v
        for k, v in values.items()
    }


def _within(path: Path) -> str:
    """Return a path as seen from the project, or its last part."""
    here = Path.cwd()
    whole = path if path.is_absolute() else here / path
    return str(whole.relative_to(here)) if whole.is_relative_to(here) else path.name


@ending_in_a_sentence
def main(argv: Sequence[str] | None = None) -> None:
    run_pipeline(load_pipeline_config(argv))


if __name__ == "__main__":
    main()
