"""Add the shape term to a fine-tuned network: random convolutions, read linearly.

    python -m training.shape_term --run runs/finetune-small --out runs/finetune-shape

The term learns from the same recordings as the run (PTB-XL folds 1-8), by ridge
regression, whose strength is the one that is best in cross-validation over these folds.
Each logit is then the mean of the network's and the term's, the term's with the mean
and the spread over fold 9 that the network's has. Logits of rhythm stay the network's,
and those of which the term says little in cross-validation, such as premature beats.
The new run folder is evaluated and exported like any other.
"""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from ecgviewer.ai.classifier import ClearClassifier
from ecgviewer.ai.shape_term import DILATIONS, KERNEL_LENGTH, ShapeTerm
from ecgviewer.ai.tokens import BeatTokens
from training.boosting import auroc
from training.choosing import choice_value, task_aurocs
from training.config import load_config, setting, source_revision
from training.datasets import Label
from training.entries import TRAIN_FOLDS
from training.finetune import load_labelled
from training.finetune_config import FinetuneConfig
from training.labelled import LabelledSet
from training.models import BEST, Trained, load_trained, logits_of

FloatArray = NDArray[np.float64]

STRENGTHS = (0.3, 1.0, 2.0, 4.0, 8.0)
SILENT_TASKS = ("rhythm",)
MIN_AUROC = 0.7  # in cross-validation, of a label that the term has a say in
# Of so many beats the levels are quantiles.
_LEVEL_BEATS = 2000


@dataclass(frozen=True)
class ShapeConfig:
    run: Path = setting(help="folder of the fine-tuning run")
    out: Path = setting(Path("runs/finetune-shape"), help="folder of the new run")
    kernels: int = setting(256, help="random convolutions, a multiple of four")
    seed: int = setting(0, help="seed of the kernels and their levels")


def draw_kernels(
    term: ShapeTerm, stretches: Sequence[Sequence[BeatTokens]], seed: int
) -> None:
    """Give a term random kernels, and levels that beats of these recordings reach.

    A kernel's weights are normal, without their mean, and add up to one in size; its
    level is a random quantile of its answers.
    """
    rng = np.random.default_rng([seed, 41])
    n_dilations, each = term.levels.shape
    kernels = rng.standard_normal((n_dilations, each, 1, KERNEL_LENGTH))
    kernels -= kernels.mean(axis=-1, keepdims=True)
    kernels /= np.abs(kernels).sum(axis=-1, keepdims=True)
    term.kernels.copy_(torch.from_numpy(kernels))
    beats = torch.from_numpy(_some_beats(stretches, rng))
    quantiles = rng.uniform(0.05, 0.95, (n_dilations, each))
    for row, step in enumerate(DILATIONS):
        answers = torch.conv1d(
            beats[:, None],
            term.kernels[row],
            padding=step * (KERNEL_LENGTH // 2),
            dilation=step,
        )
        for kernel in range(each):
            level = np.quantile(answers[:, kernel].numpy(), quantiles[row, kernel])
            term.levels[row, kernel] = float(level)


def _some_beats(
    stretches: Sequence[Sequence[BeatTokens]], rng: np.random.Generator
) -> NDArray[np.float32]:
    found, n_found = [], 0
    for record in rng.permutation(len(stretches)):
        for stretch in stretches[record]:
            beats = stretch.beats[stretch.valid]
            found.append(beats[rng.permutation(len(beats))[:20]])
            n_found += len(found[-1])
        if n_found >= _LEVEL_BEATS:
            break
    return np.concatenate(found)


@torch.inference_mode()
def record_features(term: ShapeTerm, data: LabelledSet) -> FloatArray:
    """Return each lead's mean over beats, (n_records, 12, n), NaN without any."""
    rows = []
    for record in data.stretches:
        beats = np.concatenate([stretch.beats for stretch in record], axis=1)
        valid = np.concatenate([stretch.valid for stretch in record], axis=1)[..., None]
        numbers = term.features(torch.from_numpy(beats)).double().numpy()
        count = valid.sum(axis=1)
        mean = np.where(valid, numbers, 0.0).sum(axis=1) / np.maximum(count, 1)
        rows.append(np.where(count > 0, mean, np.nan))
    return np.stack(rows)


@dataclass(frozen=True, eq=False)
class LinearFit:
    """Leads' numbers times ``weight`` (12, n, n_labels) plus ``offset`` (12, n_labels).

    A lead that is missing counts as the mean lead, which says nothing.
    """

    weight: FloatArray
    offset: FloatArray

    def __call__(self, numbers: FloatArray) -> FloatArray:
        said = np.einsum("rln,lnk->rlk", np.nan_to_num(numbers), self.weight)
        known = ~np.isnan(numbers).any(axis=2)
        total: FloatArray = ((said + self.offset) * known[..., None]).sum(axis=1)
        return total


def fit_ridge(
    numbers: FloatArray,
    truth: NDArray[np.bool_],
    asked: NDArray[np.bool_],
    strength: float,
) -> LinearFit:
    """Return the ridge regression of each label on standardised numbers.

    ``strength`` is that of the penalty, relative to the mean square of a recording.
    """
    n_records, n_leads, n = numbers.shape
    mean, spread = np.nanmean(numbers, axis=0), np.nanstd(numbers, axis=0) + 1e-6
    standard = np.nan_to_num((numbers - mean) / spread).reshape(n_records, -1)
    standard /= np.sqrt(n_leads * n)
    weight = np.zeros((n_leads * n, truth.shape[1]))
    # Labels that were asked of the same recordings are solved together.
    masks, kind = np.unique(asked, axis=1, return_inverse=True)
    for number in range(masks.shape[1]):
        rows, columns = masks[:, number], np.flatnonzero(kind.reshape(-1) == number)
        x, y = standard[rows], truth[np.ix_(rows, columns)].astype(np.float64)
        if not len(x):
            continue
        gram = x @ x.T + strength * np.eye(len(x))
        weight[:, columns] = x.T @ np.linalg.solve(gram, y - y.mean(axis=0))
    weight = weight.reshape(n_leads, n, -1) / np.sqrt(n_leads * n)
    weight /= spread[..., None]
    return LinearFit(weight, -np.einsum("ln,lnk->lk", mean, weight))


@dataclass(frozen=True, eq=False)
class Choice:
    """A strength, how good each was, and AUROC by label (NaN where it is unknown)."""

    strength: float
    values: dict[float, float]
    aurocs: FloatArray

    def speaks(self, labels: Sequence[Label]) -> NDArray[np.bool_]:
        """Return of which labels the term has a say."""
        silent = np.array([label.task in SILENT_TASKS for label in labels])
        return ~silent & (self.aurocs >= MIN_AUROC)


def choose_strength(
    numbers: FloatArray, train: LabelledSet, labels: Sequence[Label]
) -> Choice:
    """Choose the strength that is best in cross-validation.

    Each of folds 1-8 is judged after learning from the other seven.
    """
    fold = np.array([entry.fold for entry in train.entries])
    values, all_said = {}, {}
    for strength in STRENGTHS:
        said = all_said[strength] = np.zeros(train.truth.shape)
        for k in TRAIN_FOLDS:
            seen = fold != k
            fit = fit_ridge(
                numbers[seen], train.truth[seen], train.asked[seen], strength
            )
            said[~seen] = fit(numbers[~seen])
        scored = task_aurocs(train, said, labels, min_positives=5)
        spoken = {t: v for t, v in scored.items() if t not in SILENT_TASKS}
        values[strength] = choice_value(spoken)
    best = max(values, key=values.__getitem__)
    return Choice(best, values, _label_aurocs(train, all_said[best]))


def _label_aurocs(data: LabelledSet, said: FloatArray) -> FloatArray:
    aurocs = np.full(data.truth.shape[1], np.nan)
    for column, asked in enumerate(data.asked.T):
        truth = data.truth[asked, column]
        if 0 < truth.sum() < truth.size:
            aurocs[column] = auroc(truth, said[asked, column])
    return aurocs


def install(
    model: ClearClassifier,
    fit: LinearFit,
    logits: FloatArray,
    said: FloatArray,
    speaks: NDArray[np.bool_],
) -> None:
    """Make each logit the mean of the network's and of what the fit says.

    ``logits`` and ``said`` are those of the same recordings, (n_records, n_labels).
    Where the fit does not speak, (n_labels,), the network's logit stays.
    """
    half = np.where(speaks, 0.5, 1.0)
    scale = np.where(speaks, 0.5, 0.0) * logits.std(axis=0)
    scale /= np.maximum(said.std(axis=0), 1e-9)
    constant = (1 - half) * logits.mean(axis=0) - scale * said.mean(axis=0)
    assert model.shape is not None
    model.scale_logits(torch.from_numpy(half).float())
    with torch.no_grad():
        model.shape.weight.copy_(torch.from_numpy(fit.weight * scale))
        model.shape.offset.copy_(torch.from_numpy(fit.offset * scale))
        model.shape.constant.copy_(torch.from_numpy(constant))


def add_shape(config: ShapeConfig) -> Path:
    """Write a run that has the term; return its folder."""
    trained = load_trained(config.run)
    settings = _settings_of(config.run)
    train, choice, labels = load_labelled(settings)
    if [x.code for x in labels] != [x.code for x in trained.labels]:
        raise SystemExit(f"{config.run}: its labels are not those of {settings.data}")
    head = replace(trained.head, shape_kernels=config.kernels)
    model = ClearClassifier(trained.encoder, head)
    assert model.shape is not None
    draw_kernels(model.shape, train.stretches, config.seed)
    numbers = record_features(model.shape, train)
    chosen = choose_strength(numbers, train, labels)
    fit = fit_ridge(numbers, train.truth, train.asked, chosen.strength)
    said = fit(record_features(model.shape, choice))
    network = logits_of(trained.model, choice, torch.device("cpu"))
    model.load_state_dict(trained.model.state_dict() | _of_shape(model))
    speaks = chosen.speaks(labels)
    install(model, fit, network, said, speaks)
    alone = task_aurocs(choice, said, labels, settings.min_scored)
    both = logits_of(model, choice, torch.device("cpu"))
    together = task_aurocs(choice, both, labels, settings.min_scored)
    shape = {
        "kernels": config.kernels,
        "seed": config.seed,
        "strength": chosen.strength,
        "cross_validation": chosen.values,
        "silent": [x.code for x, say in zip(labels, speaks, strict=True) if not say],
        "fold_9_alone": alone,
        "fold_9": together,
        "commit": source_revision(),
    }
    _save(config, trained, model, shape)
    print(json.dumps(shape, indent=1))
    return config.out


def _of_shape(model: ClearClassifier) -> dict[str, torch.Tensor]:
    state = model.state_dict()
    return {name: value for name, value in state.items() if name.startswith("shape.")}


def _settings_of(run: Path) -> FinetuneConfig:
    """Return the settings of a fine-tuning from its folder."""
    stored = json.loads((run / "config.json").read_text(encoding="utf-8"))
    names = {field.name for field in fields(FinetuneConfig)}
    values = {name: stored[name] for name in names & stored.keys()}
    for name in ("data", "out", "cache"):
        values[name] = Path(values[name])
    values["join"] = tuple(map(Path, values.get("join", ())))
    return FinetuneConfig(**values)


def _save(
    config: ShapeConfig, trained: Trained, model: ClearClassifier, shape: dict[str, Any]
) -> None:
    config.out.mkdir(parents=True, exist_ok=True)
    stored = json.loads((config.run / "config.json").read_text(encoding="utf-8"))
    text = json.dumps(stored | {"out": str(config.out), "shape_term": shape}, indent=2)
    (config.out / "config.json").write_text(text, encoding="utf-8")
    labels = [{"code": x.code, "text": x.label, "task": x.task} for x in trained.labels]
    saved = {
        "model": model.state_dict(),
        "encoder": asdict(trained.encoder),
        "head": asdict(replace(trained.head, shape_kernels=shape["kernels"])),
        "labels": labels,
        "epoch": trained.origin["epoch"],
    }
    torch.save(saved, config.out / BEST)


def main(argv: Sequence[str] | None = None) -> None:
    out = add_shape(load_config(ShapeConfig, argv, __doc__ or ""))
    print(f"network with its shape term written to {out}")


if __name__ == "__main__":
    main()
