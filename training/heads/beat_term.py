"""Add the beat term to a network: residual networks that see a beat in many leads.

    python -m training.heads.beat_term --run runs/finetune-terms \
        --out runs/finetune-beats

The term learns from the same recordings as the run (PTB-XL folds 1-8): a few beats of
each at a time, mixed with those of another (mixup), in one short cycle, because longer
ones only learn the recordings by heart. Cross-validation over these folds says which
labels it tells. Each of these logits becomes a mean with the network's, the term's with
the mean and the spread over fold 9 that the network's has. Rhythms and what RR
intervals or single beats speak of stay as they are: ``training.heads.ectopy_term`` is
run before it.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from tqdm import tqdm

from ecgviewer.ai.clear.batch import make_batch
from ecgviewer.ai.clear.beat_term import BeatTerm, beat_images
from ecgviewer.ai.clear.tokens import N_LEADS
from training.finetuning.adapting import loss_of
from training.finetuning.model_selection import task_aurocs
from training.heads.side_terms import (
    FloatArray,
    blend_in,
    judged,
    keep,
    label_aurocs,
    load_ground,
    mean_of,
    refuse_out_of_turn,
    tells_shapes,
    with_term,
)
from training.labels.labelled import LabelledSet
from training.run.config import ending_in_a_sentence, load_config, setting
from training.run.run import choose_device, seed_epoch
from training.scoring.models import logits_of
from training.sources.datasets import Label
from training.sources.entries import TRAIN_FOLDS

# In so many recordings any number of leads is left, as evidence will ask.
_FEW_LEADS_SHARE = 0.1
_SHIFT = 3  # samples


@dataclass(frozen=True)
class BeatTermConfig:
    run: Path = setting(help="folder of the fine-tuning run")
    out: Path = setting(Path("runs/finetune-beats"), help="folder of the new run")
    width: int = setting(32, help="channels of the first stage")
    epochs: int = setting(30, help="passes over folds 1-8")
    batch: int = setting(32, help="recordings a step")
    n_beats: int = setting(2, help="beats of a recording a step")
    rate: float = setting(3e-3, help="highest learning rate")
    weight_decay: float = setting(0.05, help="of AdamW")
    mixup: float = setting(0.4, help="parameter of mixup's beta distribution (0: none)")
    lead_dropout: float = setting(0.1, help="probability that a lead is left out")
    noise: float = setting(0.05, help="SD of added noise, relative to the beat")
    share: float = setting(0.5, help="the term's share in a logit that it speaks of")
    parts: int = setting(4, help="parts of folds 1-8 in cross-validation")
    seed: int = setting(0, help="seed of everything random")
    device: str = setting("auto", help="auto, cpu or cuda")


@dataclass(frozen=True, eq=False)
class Beats:
    """The beats of recordings, one after the other.

    ``images`` is (n_beats, 12, length), ``present`` (n_beats, 12) which leads they
    have, ``first`` (n_records + 1,) where each recording begins.
    """

    images: Tensor
    present: Tensor
    first: NDArray[np.int64]

    def some(
        self, rows: NDArray[np.int64], n_beats: int, rng: np.random.Generator
    ) -> tuple[Tensor, Tensor]:
        """Return so many beats of each recording: images and leads, (n, n_beats, ...).

        A beat comes again only if there are fewer.
        """
        drawn = []
        for row in rows:
            own = np.arange(self.first[row], self.first[row + 1])
            drawn.append(rng.choice(own, n_beats, replace=len(own) < n_beats))
        chosen = torch.from_numpy(np.stack(drawn))
        return self.images[chosen], self.present[chosen]


def beats_of(data: LabelledSet) -> Beats:
    """Return every beat of every recording that has any lead."""
    images, present, count = [], [], []
    for record in data.stretches:
        found, leads = beat_images(make_batch(record))
        there = leads.any(dim=2)
        images.append(found[there])
        present.append(leads[there])
        count.append(int(there.sum()))
    first = np.cumsum([0, *count])
    return Beats(torch.cat(images), torch.cat(present), first)


def learn(data: LabelledSet, config: BeatTermConfig) -> BeatTerm:
    """Return a term that has learnt each label from the recordings asked about it.

    The last epoch counts.
    """
    torch.manual_seed(config.seed)
    device = choose_device(config.device)
    beats = beats_of(data)
    n_labels, length = data.truth.shape[1], beats.images.shape[-1]
    term = BeatTerm(n_labels, config.width, length)
    with torch.no_grad():
        term.constant.copy_(_prior(data))
    term.to(device).train()
    optimiser = torch.optim.AdamW(
        term.parameters(), config.rate, weight_decay=config.weight_decay
    )
    steps = max(1, len(data) // config.batch)
    cycle = torch.optim.lr_scheduler.OneCycleLR(
        optimiser, config.rate, total_steps=steps * config.epochs
    )
    truth, asked = (
        torch.from_numpy(x.astype(np.float32)) for x in (data.truth, data.asked)
    )
    progress = tqdm(total=steps * config.epochs, desc="beat term")
    for epoch in range(config.epochs):
        rng, _ = seed_epoch(config.seed, epoch)
        order = rng.permutation(len(data))
        for step in range(steps):
            rows = order[step * config.batch : (step + 1) * config.batch]
            images, present = beats.some(rows, config.n_beats, rng)
            images, present = distorted(images, present, config, rng)
            answers = truth[rows], asked[rows]
            images, *answers = _mixed(images, *answers, config.mixup, rng)
            logits = term.of_images(images.to(device), present.to(device))
            loss = loss_of(logits, *(x.to(device) for x in answers), 0.0)
            optimiser.zero_grad(set_to_none=True)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(term.parameters(), 1.0)
            optimiser.step()
            cycle.step()
            progress.update()
    progress.close()
    return term.cpu().eval().requires_grad_(False)


def _prior(data: LabelledSet) -> Tensor:
    """Return the logit of how often each label is true, (n_labels,)."""
    true = (data.truth & data.asked).sum(axis=0) + 0.5
    false = (~data.truth & data.asked).sum(axis=0) + 0.5
    return torch.from_numpy(np.log(true / false))


def distorted(
    images: Tensor, present: Tensor, config: BeatTermConfig, rng: np.random.Generator
) -> tuple[Tensor, Tensor]:
    """Return beats of recordings with leads missing, noise, gain and a small shift.

    ``images`` is (n, n_beats, 12, length), ``present`` (n, n_beats, 12). What belongs
    to a recording happens to all of its beats.
    """
    n = len(images)
    kept = rng.random((n, 1, N_LEADS)) >= config.lead_dropout
    few = rng.random((n, 1, 1)) < _FEW_LEADS_SHARE
    kept &= ~few | (rng.random((n, 1, N_LEADS)) < rng.random((n, 1, 1)))
    present = present & torch.from_numpy(kept)
    shifts = rng.integers(-_SHIFT, _SHIFT + 1, n)
    images = torch.stack(
        [torch.roll(x, int(by), dims=-1) for x, by in zip(images, shifts, strict=True)]
    )
    gain = rng.uniform(0.8, 1.25, (n, 1, 1, 1)).astype(np.float32)
    noise = rng.standard_normal(images.shape).astype(np.float32) * config.noise
    images = images * torch.from_numpy(gain) + torch.from_numpy(noise)
    return images * present[..., None], present


def _mixed(
    images: Tensor,
    truth: Tensor,
    asked: Tensor,
    mixup: float,
    rng: np.random.Generator,
) -> tuple[Tensor, Tensor, Tensor]:
    """Return mixtures of recordings' beats, what they should be and are asked.

    Zhang et al. (ICLR 2018). R lies in the middle of every beat, so waves meet their
    like.
    """
    if mixup <= 0:
        return images, truth, asked
    partner = torch.from_numpy(rng.permutation(len(truth)))
    drawn = rng.beta(mixup, mixup, len(truth)).astype(np.float32)
    share = torch.from_numpy(np.maximum(drawn, 1 - drawn))
    own = share.view(-1, 1, 1, 1)
    return (
        own * images + (1 - own) * images[partner],
        share[:, None] * truth + (1 - share[:, None]) * truth[partner],
        asked * asked[partner],
    )


@torch.inference_mode()
def said_of(term: BeatTerm, data: LabelledSet) -> FloatArray:
    """Return the logits, (n_records, n_labels); of several stretches the mean."""
    rows = [term(make_batch(record)).double().mean(dim=0) for record in data.stretches]
    return torch.stack(rows).numpy()


def said_unseen(data: LabelledSet, config: BeatTermConfig) -> FloatArray:
    """Return what is said of each part of folds 1-8 after learning from the others.

    NaN of recordings of other sets.
    """
    part = np.array(
        [e.fold % config.parts if e.fold in TRAIN_FOLDS else -1 for e in data.entries]
    )
    said = np.full(data.truth.shape, np.nan)
    for k in np.unique(part[part >= 0]):
        unseen = part == k
        if unseen.all():
            continue
        term = learn(data.rows(~unseen), replace(config, seed=config.seed + 1 + int(k)))
        said[unseen] = said_of(term, data.rows(unseen))
    return said


def speaks_of(
    aurocs: FloatArray, labels: Sequence[Label], stored: dict[str, Any]
) -> NDArray[np.bool_]:
    """Return of which labels the term has a say, (n_labels,).

    ``aurocs`` are those of cross-validation, ``stored`` the settings of the run.
    """
    taken = {
        code
        for name in ("rr_term", "ectopy_term")
        for code in stored.get(name, {}).get("speaks_of", ())
    }
    free = np.array([label.code not in taken for label in labels])
    return free & tells_shapes(aurocs, labels)


def add_beats(config: BeatTermConfig) -> Path:
    """Write a run that has the term; return its folder."""
    refuse_out_of_turn(config.run, "beat_term", config.share)
    ground = load_ground(config.run)
    trained, train, choice = ground.trained, ground.train, ground.choice
    stored = json.loads((config.run / "config.json").read_text(encoding="utf-8"))
    own, unseen = judged(train, said_unseen(train, config))
    speaks = speaks_of(label_aurocs(own, unseen), ground.labels, stored)
    term = learn(train, config)
    head = replace(trained.head, beat_width=config.width)
    model = with_term(trained, head)
    assert model.beats is not None
    said = said_of(term, choice)
    network = logits_of(trained.model, choice, torch.device("cpu"))
    blend = mean_of(network, said, speaks, config.share)
    blend_in(model, model.beats, term, blend)
    silent = [x.code for x, say in zip(ground.labels, speaks, strict=True) if not say]
    facts = {
        "width": config.width,
        "epochs": config.epochs,
        "share": config.share,
        "seed": config.seed,
        "silent": silent,
        "cross_validation": task_aurocs(own, unseen, ground.labels, 5),
    }
    keep(ground, config.run, config.out, model, head, "beat_term", facts, said)
    return config.out


@ending_in_a_sentence
def main(argv: Sequence[str] | None = None) -> None:
    out = add_beats(load_config(BeatTermConfig, argv, __doc__ or ""))
    print(f"network with its beat term written to {out}")


if __name__ == "__main__":
    main()
