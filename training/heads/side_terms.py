"""Terms that are learnt beside the network and added to its logits."""

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from ecgviewer.ai.clear.beat_term import BeatTerm
from ecgviewer.ai.clear.classifier import ClearClassifier
from ecgviewer.ai.clear.heads import HeadConfig
from ecgviewer.ai.clear.tree_term import TreeTerm
from training.finetuning.finetune import load_labelled
from training.finetuning.finetune_config import FinetuneConfig
from training.finetuning.model_selection import task_aurocs
from training.fitting.boosting import auroc
from training.labels.labelled import LabelledSet
from training.run.compute_cost import Meter, read_efforts, write_efforts
from training.run.config import source_revision
from training.scoring.models import BEST, Trained, load_trained, logits_of
from training.sources.datasets import Label
from training.sources.entries import TRAIN_FOLDS

FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]
Term = BeatTerm | TreeTerm

SILENT_TASKS = ("rhythm",)
# In the order in which they are added: each is told what those before it speak of.
TERMS = ("shape_term", "rr_term", "ectopy_term", "beat_term", "tree_term")
MIN_AUROC = 0.7  # in cross-validation, of what a term that sees single beats may say


@dataclass(frozen=True, eq=False)
class Ground:
    """What a term is learnt from: folds 1-8, and fold 9 with the network's logits."""

    trained: Trained
    train: LabelledSet
    choice: LabelledSet
    labels: Sequence[Label]
    min_scored: int
    meter: Meter = field(default_factory=Meter)


def load_ground(run: Path) -> Ground:
    """Load a fine-tuning run and the recordings that it learnt from.

    Raises
    ------
    SystemExit
        If the labels are no longer those of the run.
    """
    meter = Meter()
    trained, settings = load_trained(run), _settings_of(run)
    train, choice, labels = load_labelled(settings)
    if [x.code for x in labels] != [x.code for x in trained.labels]:
        raise SystemExit(f"{run}: its labels are not those of {settings.data}")
    return Ground(trained, train, choice, labels, settings.min_scored, meter)


def _settings_of(run: Path) -> FinetuneConfig:
    stored = json.loads((run / "config.json").read_text(encoding="utf-8"))
    names = {field.name for field in fields(FinetuneConfig)}
    values = {name: stored[name] for name in names & stored.keys()}
    for name in ("data", "out", "cache"):
        values[name] = Path(values[name])
    values["join"] = tuple(map(Path, values.get("join", ())))
    return FinetuneConfig(**values)


def refuse_out_of_turn(run: Path, name: str, share: float = 1.0) -> None:
    """Stop, before anything is learnt, if a term cannot be added to a run.

    ``share`` is the term's in a logit that it speaks of.

    Raises
    ------
    SystemExit
        If the run has that term, or one that is added after it, or the share is not
        above 0 and at most 1.
    """
    stored = json.loads((run / "config.json").read_text(encoding="utf-8"))
    found = [later for later in TERMS[TERMS.index(name) :] if later in stored]
    if found:
        raise SystemExit(
            f"{run}: has its {' and '.join(found)} already; the {name} is added once, "
            f"in the order {', '.join(TERMS)}"
        )
    if not 0 < share <= 1:
        raise SystemExit(f"--share is {share:g}; it must be above 0 and at most 1")


def with_term(trained: Trained, head: HeadConfig) -> ClearClassifier:
    """Return the network with room for one more term, which says nothing yet."""
    model = ClearClassifier(trained.encoder, head)
    before = trained.model.state_dict()
    model.load_state_dict(model.state_dict() | before)
    return model.eval()


@dataclass(frozen=True, eq=False)
class Blend:
    """How the network's and a term's logits become their mean, (n_labels,) each.

    The network's are multiplied by ``network``, the term's by ``term``; ``constant`` is
    added.
    """

    network: FloatArray
    term: FloatArray
    constant: FloatArray


def mean_of(
    logits: FloatArray,
    said: FloatArray,
    speaks: NDArray[np.bool_],
    share: float = 0.5,
) -> Blend:
    """Return the blend in which the term has a share of what is said, a half as a rule.

    ``logits`` and ``said`` are those of the same recordings, (n_records, n_labels); the
    term's get the mean and the spread of the network's. Where the term does not speak,
    (n_labels,), the network's logit stays.
    """
    rest = np.where(speaks, 1 - share, 1.0)
    scale = np.where(speaks, share, 0.0) * logits.std(axis=0)
    scale /= np.maximum(said.std(axis=0), 1e-9)
    constant = (1 - rest) * logits.mean(axis=0) - scale * said.mean(axis=0)
    return Blend(rest, scale, constant)


def blend_in(
    model: ClearClassifier, place: Term, learnt: torch.nn.Module, blend: Blend
) -> None:
    """Let a network say the mean of what it said and of what a term has learnt.

    ``place`` is the network's own room for the term.
    """
    model.scale_logits(torch.from_numpy(blend.network).float())
    place.load_state_dict(learnt.state_dict())
    place.scale_logits(torch.from_numpy(blend.term).float())
    with torch.no_grad():
        place.constant.add_(torch.from_numpy(blend.constant))


def cross_validated(
    data: LabelledSet, said: Callable[[BoolArray, BoolArray], FloatArray]
) -> FloatArray:
    """Return what is said of each of folds 1-8 after learning from all the rest.

    ``said`` is given which recordings to learn from and which to speak of,
    (n_records,) each, and returns the logits of the latter. The outcome is (n_records,
    n_labels), NaN of recordings that nothing was said of: those of other sets, which
    are always learnt from, and those of a fold that is all there is.
    """
    fold = np.array([entry.fold for entry in data.entries])
    found = np.full(data.truth.shape, np.nan)
    for k in TRAIN_FOLDS:
        unseen = fold == k
        if unseen.any() and not unseen.all():
            found[unseen] = said(~unseen, unseen)
    return found


def judged(data: LabelledSet, said: FloatArray) -> tuple[LabelledSet, FloatArray]:
    """Return the recordings that cross-validation has spoken of, and what it said."""
    known = ~np.isnan(said).any(axis=1)
    return data.rows(known), said[known]


def label_aurocs(data: LabelledSet, said: FloatArray) -> FloatArray:
    """Return the AUROC of each label, (n_labels,), NaN where there is none."""
    aurocs = np.full(data.truth.shape[1], np.nan)
    for column, asked in enumerate(data.asked.T):
        truth = data.truth[asked, column]
        if 0 < truth.sum() < truth.size:
            aurocs[column] = auroc(truth, said[asked, column])
    return aurocs


def tells_shapes(aurocs: FloatArray, labels: Sequence[Label]) -> NDArray[np.bool_]:
    """Return which labels a term that sees single beats may speak of, (n_labels,).

    ``aurocs`` are those of cross-validation. No rhythm is seen in one beat.
    """
    silent = np.array([label.task in SILENT_TASKS for label in labels])
    return ~silent & (aurocs >= MIN_AUROC)


def keep(
    ground: Ground,
    run: Path,
    out: Path,
    model: ClearClassifier,
    head: HeadConfig,
    name: str,
    facts: dict[str, Any],
    said: FloatArray | None = None,
) -> None:
    """Write a run folder like ``run`` with one more term, and print its facts.

    What the network and, alone, the term reach on fold 9 is added to ``facts``, which
    are kept as ``name`` in ``config.json``; ``said`` are the term's logits there.
    """

    def reached(logits: FloatArray) -> dict[str, float]:
        return task_aurocs(ground.choice, logits, ground.labels, ground.min_scored)

    alone = {} if said is None else {"fold_9_alone": reached(said)}
    both = reached(logits_of(model, ground.choice, torch.device("cpu")))
    facts = {**facts, **alone, "fold_9": both, "commit": source_revision()}
    save_run(run, out, ground.trained, model, head, {name: facts})
    write_efforts(out, read_efforts(run) | {name: ground.meter.lap()})
    print(json.dumps(facts, indent=1))


def save_run(
    run: Path,
    out: Path,
    trained: Trained,
    model: ClearClassifier,
    head: HeadConfig,
    facts: dict[str, Any],
) -> None:
    """Write a run folder like the one that the term was added to.

    ``facts`` go into its ``config.json``.
    """
    out.mkdir(parents=True, exist_ok=True)
    stored = json.loads((run / "config.json").read_text(encoding="utf-8"))
    text = json.dumps(stored | {"out": str(out)} | facts, indent=2)
    (out / "config.json").write_text(text, encoding="utf-8")
    labels = [{"code": x.code, "text": x.label, "task": x.task} for x in trained.labels]
    saved = {
        "model": model.state_dict(),
        "encoder": asdict(trained.encoder),
        "head": asdict(head),
        "labels": labels,
        "epoch": trained.origin["epoch"],
    }
    torch.save(saved, out / BEST)
