"""The model card: written by the pipeline, printed by one command.

python -m training.bundle.card
python -m training.bundle.card --bundle resources/models/clear-hug > card.md
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from ecgviewer import __version__
from ecgviewer.ai.model import LabelSpec
from training.bundle.calibration import THRESHOLD_RULE
from training.evaluation.external import external_report
from training.evaluation.report import report
from training.labels.material import CALIBRATION_FOLD, Material
from training.run.compute_cost import Effort
from training.run.config import (
    ending_in_a_sentence,
    load_config,
    setting,
    source_revision,
)
from training.sources.licences import described

INTENDED_USE = (
    "Research and teaching: to show what an ECG network sees in a 12-lead recording "
    "and which beats and leads its statements rest on. Not a medical device, not "
    "cleared for diagnosis, not to be used for decisions about patients."
)


def make_card(
    material: Material,
    method: str,
    limits: Sequence[str],
    pretrained_on: Mapping[str, int],
    training: Mapping[str, Any],
    results: Mapping[str, Any],
    external: Mapping[str, Any] | None,
) -> dict[str, Any]:
    """Return all of the card that is not the model's shape.

    ``training`` has settings, commit and cost; ``results`` are those of the report fold
    with the ``command`` that prints them.
    """
    n = {
        "training": len(material.training),
        "calibration": len(material.calibration),
        "report": len(material.report),
    }
    return {
        "program_version": __version__,
        "method": method,
        "intended_use": INTENDED_USE,
        "limits": list(limits),
        "data": described({"ptbxl": sum(n.values()), **pretrained_on}),
        "splits": {
            "training": f"PTB-XL folds 1-7, {n['training']} recordings",
            "calibration": f"PTB-XL fold {CALIBRATION_FOLD}, {n['calibration']} "
            f"recordings: calibration, thresholds, weights of an "
            "ensemble, the edge of what is usual",
            "report": f"PTB-XL fold 9, {n['report']} recordings: chose nothing",
            "test": "fold 10 of the official release was neither learnt nor scored",
        },
        "training": {**training, "exported_at_commit": source_revision()},
        "label_rule": "the five superclasses, the diagnostic subclasses and every SCP "
        f"statement with at least {material.min_train} recordings in folds 1-8; "
        "subclasses serve comparison with published results and are not shown to "
        "readers",
        "calibration": "two numbers a label (slope and bias), drawn towards a common "
        f"slope where positives are few, fold {CALIBRATION_FOLD}",
        "threshold_rule": THRESHOLD_RULE,
        "fold_9": dict(results),
        "other_sets": external and dict(external),
    }


@dataclass(frozen=True)
class CardConfig:
    bundle: Path = setting(Path("resources/models/ensemble"), help="bundle folder")


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
        "## Labels, calibration, thresholds\n\n" + _listed(_rules(card)),
        "## Fold 9\n\n" + _results(card["fold_9"]),
        "## Other sets\n\n" + _other_sets(card.get("other_sets")),
    ]
    return "\n\n".join(parts)


def _listed(lines: Any) -> str:
    return "\n".join(f"- {line}" for line in lines)


def _source(entry: dict[str, Any]) -> str:
    return (
        f"{entry['name']}: {entry['recordings']} recordings, {entry['licence']}. "
        f"{entry['citation']}"
    )


def _training(training: Mapping[str, Any]) -> Iterator[str]:
    for name, value in training.items():
        if name == "cost":
            yield from _costs(value)
        elif not isinstance(value, dict):
            yield f"{name.replace('_', ' ')}: {value}"
        else:
            plain = {k: v for k, v in value.items() if not isinstance(v, list | dict)}
            yield f"{name}: " + ", ".join(f"{k} {v}" for k, v in plain.items())


def costs_json(efforts: Mapping[str, Effort]) -> dict[str, Any]:
    return {step: asdict(cost) for step, cost in efforts.items()}


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
        yield "cost not recorded"


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


def _rules(card: dict[str, Any]) -> Iterator[str]:
    yield f"labels: {card['label_rule']}"
    yield f"calibration: {card['calibration']}"
    yield f"thresholds: {card['threshold_rule']}"
    for row in card["labels"]:
        spec = LabelSpec(**row)
        if spec.shown:
            yield (
                f"{spec.code}: {spec.label}, present from {spec.threshold:.3f}"
                f"{_at_95(spec)}"
            )


def _at_95(spec: LabelSpec) -> str:
    if spec.threshold_at_95 is None:
        return ""
    return (
        f"; 95 % found from {spec.threshold_at_95:.3f}, then specificity "
        f"{spec.specificity_at_95:.2f}"
    )


def _results(results: dict[str, Any]) -> str:
    return f"`{results['command']}`\n\n```\n{report(results)}\n```"


def _other_sets(external: dict[str, Any] | None) -> str:
    if not external:
        return "not scored"
    return f"`{external['command']}`\n\n```\n{external_report(external)}\n```"


@ending_in_a_sentence
def main(argv: Sequence[str] | None = None) -> None:
    config = load_config(CardConfig, argv, __doc__ or "")
    path = config.bundle / "card.json"
    print(card_text(json.loads(path.read_text(encoding="utf-8"))))


if __name__ == "__main__":
    main()
