"""The model card: written by the export, printed by one command.

python -m training.bundle.card
python -m training.bundle.card --bundle resources/models/clear-hug > card.md
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from ecgviewer import __version__
from ecgviewer.ai.clear.bundle import LabelSpec
from ecgviewer.ai.clear.tokens import TokenConfig
from training.evaluation.external import external_report
from training.evaluation.report import report
from training.run.compute_cost import Effort
from training.run.config import (
    ending_in_a_sentence,
    load_config,
    setting,
    source_revision,
)
from training.sources.licences import described

INTENDED_USE = (
    "Research and teaching: to show what a self-supervised ECG encoder sees in a "
    "12-lead recording and which beats and leads its statements rest on. Not a medical "
    "device, not cleared for diagnosis, not to be used for decisions about patients."
)
EXTERNAL = "python -m training.evaluation.evaluate --external ../shared/data"
EVALUATE = "python -m training.evaluation.evaluate --data ../shared/data/ptbxl"
TREES_IN_COMMON = (
    " and the trees of what all leads have in common (rate, RR, PR, QRS, QT)"
)


@dataclass(frozen=True)
class Origin:
    """What made a network: settings of both runs, the chosen epoch, its tokens.

    ``efforts`` is what each step cost, in the order in which they were taken;
    ``repeated`` what steps cost when the same commands were run again, where they
    themselves did not keep it. ``delineator_sha256`` is that of the weights of what
    measured for the tree term, if there is one.
    """

    pretrain: dict[str, Any]
    finetune: dict[str, Any]
    epoch: int
    tokens: TokenConfig
    efforts: Mapping[str, Effort] = field(default_factory=dict)
    repeated: Mapping[str, Effort] = field(default_factory=dict)
    delineator_sha256: str = ""


def make_card(
    origin: Origin,
    results: dict[str, Any],
    temperatures: dict[str, float],
    ablation: dict[str, float],
    threshold_rule: str,
    external: dict[str, Any] | None = None,
) -> dict[str, Any]:
    """Return all of the card that is not the network's shape.

    ``results`` are those of fold 9; ``ablation`` is macro AUROC by task without
    what tells rhythms (``export_bundle.without_rhythm_term``); ``external`` are results
    on sets whose labels were never learnt from.
    """
    run = origin.finetune
    pretrain = dict(origin.pretrain)
    pretrain["refused"] = len(pretrain["refused"])
    in_common = TREES_IN_COMMON * ("tree_term" in run)
    return {
        "name": "clear-hug",
        "program_version": __version__,
        "method": _method(run),
        "intended_use": INTENDED_USE,
        "limits": limits_of(origin.tokens, run["n_train"], "tree_term" in run),
        "data": described(pretrain["recordings"]),
        "splits": {
            "pretraining": "all sets above without PTB-XL folds 9 and 10, no labels",
            "fine_tuning": f"PTB-XL folds 1-8, {run['n_train']} recordings",
            "choice": f"PTB-XL fold 9, {run['n_choice']} recordings",
            "test": "none here; fold 10 of the official release was neither learnt "
            "from nor scored",
            **_delineator(origin),
        },
        "training": {
            "pretrain": pretrain,
            "finetune": run,
            "effort": _as_json(origin.efforts),
            "effort_repeated": _as_json(origin.repeated),
            "best_epoch": origin.epoch,
            "exported_at_commit": source_revision(),
        },
        "label_rule": "the five superclasses and every SCP statement and diagnostic "
        f"subclass with at least {run['min_train']} recordings in folds 1-8 and "
        f"{run['min_choice']} in fold 9, but for statements of voltage; subclasses "
        "serve comparison with published results and are not shown to readers",
        "calibration": {"method": "one temperature a task, fold 9", **temperatures},
        "threshold_rule": threshold_rule,
        "fold_9": {
            "command": EVALUATE,
            **results,
            "ablation_without_rhythm_term": ablation,
            "ablation_silences": "the rhythm term, the RR statistics" + in_common,
        },
        "other_sets": external and {"command": EXTERNAL, **external},
    }


def _delineator(origin: Origin) -> dict[str, str]:
    """Return what the network that measures for the tree term has learnt from."""
    if "tree_term" not in origin.finetune:
        return {}
    return {
        "delineator": "what the tree term reads is measured by the delineator, which "
        "learnt from LUDB's annotations and, of PTB-XL folds 1-8, which rhythm labels "
        "mean that there are P waves or none; cross-validation over folds 1-8 is "
        "therefore optimistic about P and PR, and it chose what the tree term speaks "
        "of; of folds 9 and 10 the delineator has heard nothing; SHA-256 of its "
        f"weights {origin.delineator_sha256 or 'unknown'}"
    }


def _method(run: dict[str, Any]) -> str:
    head = {
        "hug": "HUG head as published",
        "linear": "linear head on the three group means, HUG's control",
        "additive": "additive head: non-linear in each lead and each group, a sum of "
        "their terms",
    }[run.get("head", "hug")]
    how = "the head alone fine-tuned" if run.get("frozen") else "fine-tuned as a whole"
    mixup = run.get("mixup") or 0
    mixed = f", mixup {mixup:g}" if mixup else ""
    return (
        f"CLEAR-HUG (arXiv 2512.24002), clean implementation, {how}{mixed}; {head}. "
        "Not in the paper: each token carries its exact time, its RR intervals and its "
        "relative amplitude, and a small network on the RR intervals alone (rhythm "
        "term) is added to the head's logits."
    ) + _terms(run)


def _terms(run: dict[str, Any]) -> str:
    shape, rr = run.get("shape_term"), run.get("rr_term")
    odd = list(run.get("ectopy_term", {}).get("speaks_of", ()))
    spoken = [code for code in (rr["speaks_of"] if rr else ()) if code not in odd]
    said = ""
    if shape:
        alone = [code for code in shape["silent"] if code not in spoken + odd]
        others = f"; those of {', '.join(alone)} are the network's alone" * bool(alone)
        said += (
            " Each logit is the mean of the network's and of a linear read-out, lead "
            f"by lead, of {shape['kernels']} random convolutions of each beat (shape "
            "term; ROCKET, Dempster et al. 2020; ridge regression on folds 1-8), but "
            f"for {', '.join(dict.fromkeys(shape['silent'] + odd))}{others}."
        )
    if spoken:
        said += (
            f" Those of {', '.join(spoken)} are the mean of the network's and of a "
            f"logistic regression on {rr['numbers']} statistics of the RR intervals, "
            "their squares and their products (folds 1-8)."
        )
    if odd:
        said += (
            f" What is said of {', '.join(odd)} is a logistic regression on "
            f"{run['ectopy_term']['numbers']} statistics of how early, unlike and "
            "large single beats are (folds 1-8), and nothing else."
        )
    if beats := run.get("beat_term"):
        spared = [code for code in beats["silent"] if code not in spoken + odd]
        but = f", but for {', '.join(spared)}" * bool(spared)
        said += (
            f" Of what none of these statistics speak of{but}, {beats['share']:.0%} of "
            "the logit is then that of two small residual networks, one on the limb "
            "leads and one on the chest leads of each beat (beat term; folds 1-8, "
            f"{beats['epochs']} passes with mixup)."
        )
    if trees := run.get("tree_term"):
        spared = [code for code in trees["silent"] if code not in spoken + odd]
        but = f", but for {', '.join(spared)}" * bool(spared)
        said += (
            f" Of the same{but}, {trees['share']:.0%} of the logit is then that of "
            f"{trees['trees']} boosted trees a label over what is measured of each "
            "lead's median beat by the delineator's lines, each tree of one lead or of "
            "what all have in common (tree term; folds 1-8)."
        )
    return said


def limits_of(config: TokenConfig, n_train: int, trees: bool = False) -> list[str]:
    """Return what the network cannot know, in sentences for the card.

    ``trees`` tells whether it has a tree term.
    """
    seen_s = config.length / config.fs
    cut = (
        f"A beat is seen {seen_s:.2f} s wide around R; a T wave that ends later is cut"
    )
    if trees:
        cut += (
            " for all but the tree term, whose trees read the median beat up to the "
            "end of T and are as good as the delineator's lines on it"
        )
    return [
        f"Beats are band-passed {config.low_hz:g}-{config.high_hz:g} Hz and "
        "standardised one by one: absolute voltage and ST level in mV are invisible; "
        "low voltage and voltage criteria cannot be seen.",
        "Rhythm statements rest on RR intervals: without what is said of these alone "
        "(rhythm term, RR statistics; not retrained) the rest of the "
        "network is much worse at them, as the ablation shows. Their evidence by lead "
        "is mostly those terms shared among the leads.",
        f"{cut}.",
        f"Trained on {n_train} labelled recordings from one country; children, paced "
        "rhythms and rare statements are hardly represented.",
        "Voltages of the training recordings may be arbitrary: those of the PTB-XL "
        "part this project develops on are standardised per lead.",
        "Intervals on fold 9 are wide; the fold also chose epoch, calibration and "
        "thresholds, so its numbers are optimistic.",
    ]


@dataclass(frozen=True)
class CardConfig:
    bundle: Path = setting(Path("resources/models/clear-hug"), help="bundle folder")


def card_text(card: dict[str, Any]) -> str:
    """Return a card as Markdown."""
    parts = [
        f"# {card['name']}, program version {card.get('program_version', 'unknown')}",
        "## Intended use\n\n" + card["intended_use"],
        "## Method\n\n" + card["method"],
        "## Limits\n\n" + _listed(card["limits"]),
        "## Data\n\n" + _listed(_source(entry) for entry in card["data"]),
        "## Splits\n\n" + _listed(f"{k}: {v}" for k, v in card["splits"].items()),
        "## Training\n\n" + _listed(_training(card["training"])),
        "## Effort\n\n" + _listed(_efforts(card["training"])),
        "## Labels, calibration, thresholds\n\n" + _listed(_rules(card)),
        "## Fold 9\n\n" + _results(card["fold_9"]),
        "## Other sets\n\n" + _other_sets(card.get("other_sets")),
    ]
    return "\n\n".join(parts)


def _listed(lines: Any) -> str:
    return "\n".join(f"- {line}" for line in lines)


def _source(entry: dict[str, Any]) -> str:
    count = entry.get("recordings_listed_for_pretraining", "?")
    return (
        f"{entry['name']}: {count} recordings, {entry['licence']}. {entry['citation']}"
    )


def _training(training: dict[str, Any]) -> list[str]:
    lines = [
        f"chosen epoch: {training['best_epoch']}; exported at commit "
        f"{training.get('exported_at_commit', 'unknown')}"
    ]
    if renewed := training.get("renewed"):
        lines.append(
            f"scored and probed again at commit {renewed['at_commit']}, as what "
            "measures for the trees had changed: logits of the probe moved by up to "
            f"{renewed['probe_moved_by']:g}"
        )
    for name in ("pretrain", "finetune"):
        settings = {
            key: value
            for key, value in training[name].items()
            if not isinstance(value, list | dict)
        }
        lines.append(f"{name}: " + ", ".join(f"{k} {v}" for k, v in settings.items()))
    return lines


def _as_json(efforts: Mapping[str, Effort]) -> dict[str, Any]:
    return {step: asdict(cost) for step, cost in efforts.items()}


def _efforts(training: Mapping[str, Any]) -> Iterator[str]:
    yield from _costs(training.get("effort", {}))
    if repeated := training.get("effort_repeated"):
        yield from (f"run again: {line}" for line in _costs(repeated))


def _costs(efforts: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    """Yield a line for each step, and one for all of them."""
    total = Effort()
    for step, stored in efforts.items():
        cost = Effort(**{**stored, "devices": tuple(stored["devices"])})
        total += cost
        yield f"{step}: {_cost(cost)}; {', '.join(cost.devices)}"
    if efforts:
        yield f"together: {_cost(total)}"
    else:
        yield "not recorded"


def _cost(cost: Effort) -> str:
    energy = (
        "energy not counted: the machine gave no counter to read"
        if cost.energy_j is None
        else f"{cost.energy_j / 3.6e6:.2f} kWh of the processors' packages"
    )
    return (
        f"{cost.wall_s / 60:.0f} min, {cost.processor_s / 60:.0f} processor minutes, "
        f"{energy}"
    )


def _rules(card: dict[str, Any]) -> list[str]:
    calibration = dict(card["calibration"])
    method = calibration.pop("method")
    values = ", ".join(f"{task} {value:.3f}" for task, value in calibration.items())
    return [
        f"labels: {card['label_rule']}",
        f"calibration: {method} ({values})",
        f"thresholds: {card['threshold_rule']}",
        *(
            f"{x['code']}: {x['label']}, present from {x['threshold']:.3f}"
            f"{_at_95(LabelSpec(**x))}"
            for x in card["labels"]
            if LabelSpec(**x).shown
        ),
    ]


def _at_95(label: LabelSpec) -> str:
    if label.threshold_at_95 is None or label.specificity_at_95 is None:
        return ""
    return (
        f"; 95 % sensitivity from {label.threshold_at_95:.4f}, specificity "
        f"{label.specificity_at_95:.3f}"
    )


def _results(results: dict[str, Any]) -> str:
    if "subgroups" not in results:
        return f"Printed by `{results['command']}`."
    ablation = ", ".join(
        f"{task} {value:.3f}"
        for task, value in results["ablation_without_rhythm_term"].items()
    )
    wrong = _listed(
        f"recording {x['record']}: {x['code']} is "
        f"{'present' if x['present'] else 'absent'}, probability {x['probability']:.3f}"
        for x in results["failures"]
    )
    silenced = results.get("ablation_silences", "what RR intervals say alone")
    return (
        f"`{results['command']}`\n\n```\n{report(results)}\n```\n\n"
        f"Without {silenced}, not retrained: {ablation}.\n\n"
        f"Superclasses most surely wrong:\n\n{wrong}"
    )


def _other_sets(results: dict[str, Any] | None) -> str:
    if not results:
        return "Not scored when the card was written."
    return (
        f"`{results['command']}`\n\nNo label of these was learnt from; some of them "
        "were pretrained on, as the data above say.\n\n"
        f"```\n{external_report(results)}\n```"
    )


@ending_in_a_sentence
def main(argv: Sequence[str] | None = None) -> None:
    config = load_config(CardConfig, argv, __doc__ or "")
    path = config.bundle / "card.json"
    print(card_text(json.loads(path.read_text(encoding="utf-8"))))


if __name__ == "__main__":
    main()
