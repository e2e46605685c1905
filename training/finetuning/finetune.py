"""Fine-tune the pretrained encoder and its head on PTB-XL's statements, or a set's own.

    python -m training.finetuning.finetune --config training/configs/finetune_small.toml
    python -m training.finetuning.finetune \
        --config training/configs/finetune_small.toml \
        --labels 0.1 --label-seed 1 --out runs/finetune-10-percent-1
    python -m training.finetuning.finetune \
        --config training/configs/finetune_small.toml \
        --data /data/cpsc_2018 --out runs/cpsc2018

Of another set than PTB-XL, such as CPSC2018, it learns the diagnoses that come with it.
Learns on folds 1-8 and keeps the epoch that is best on fold 9; fold 10 is never learnt
from. Sets given as ``--join`` are learnt from as well, each asked only what its
annotators say; then fold 10 is read to leave out copies of it. Running the same command
again resumes an unfinished run.
"""

import json
from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from tqdm import tqdm

from ecgviewer.ai.clear.batch import make_batch
from ecgviewer.ai.clear.classifier import ClearClassifier
from ecgviewer.ai.clear.tokens import TokenConfig
from training.finetuning.adapting import (
    answered,
    build_model,
    layer_groups,
    logits_of,
    loss_of,
    training_example,
)
from training.finetuning.finetune_config import FinetuneConfig
from training.finetuning.model_selection import (
    choice_value,
    task_aurocs,
)
from training.labels.labelled import LabelledSet
from training.labels.labelling import labelling_of
from training.run.compute_cost import Meter, add_effort
from training.run.config import ending_in_a_sentence, load_config, save_config
from training.run.run import (
    AveragedWeights,
    choose_bf16,
    choose_device,
    cosine_rate,
    load_checkpoint,
    save_checkpoint,
    seed_epoch,
)
from training.sources.datasets import Label
from training.sources.entries import CHOICE_FOLD, TRAIN_FOLDS
from training.store.duplicate_exclusion import load_without_copies
from training.store.split import Split, drawn_patients
from training.store.store import stored_duplicates

__all__ = ["FinetuneConfig", "finetune", "load_labelled"]


def load_labelled(
    config: FinetuneConfig,
) -> tuple[LabelledSet, LabelledSet, list[Label]]:
    """Return the training set, the choice set and the labels.

    Which labels there are is decided by all of folds 1-8, whatever share is learnt
    from. In the choice set those are asked whom the papers ask. Copies of fold 10 are
    in neither set, those of fold 9 in the choice set only.

    Raises
    ------
    SystemExit
        If there is no recording to learn from, or none to choose by.
    """
    labelling = labelling_of(config.data)
    found = labelling.entries(config.join)
    split = Split(found, stored_duplicates(config.cache))
    entries = split.learning[: config.limit] if config.limit else split.learning
    rules = config.min_train, config.min_choice, config.sub
    labels = labelling.choose(entries, *rules)
    store = load_without_copies(
        entries, found, TokenConfig(), config.cache, config.workers
    )
    data = labelling.label(store, labels)
    own = np.array([entry.fold in TRAIN_FOLDS for entry in data.entries], dtype=bool)
    choice = data.folds([CHOICE_FOLD])
    if not own.any() or not len(choice):
        missing = f"fold {CHOICE_FOLD}" if own.any() else "folds 1-8"
        raise SystemExit(f"{config.data}: no recording of {missing} has tokens")
    drawn = np.zeros_like(own)
    patients = [entry.patient for entry in data.entries if entry.fold in TRAIN_FOLDS]
    drawn[own] = drawn_patients(patients, config.labels, config.label_seed)
    others = np.array([entry.fold is None for entry in data.entries])
    judged = labelling.asked(choice.entries, labels)
    return data.rows(drawn | others), replace(choice, asked=judged), labels


class FineTuning:
    """One run: the network, its optimiser, its averaged weights, how far it has come.

    Attributes
    ----------
    history : list of dict
        One row an epoch: loss, macro AUROC by task on fold 9, their mean.
    best : dict or None
        The row of the epoch whose weights are kept.
    """

    def __init__(self, config: FinetuneConfig, labels: Sequence[Label]) -> None:
        self.config, self.labels = config, labels
        self.device = choose_device(config.device)
        self.bf16 = choose_bf16(config.bf16, self.device)
        torch.manual_seed(config.seed)
        self.model, self.encoder, self.head = build_model(config, len(labels))
        self.model.to(self.device)
        self.optimiser = torch.optim.AdamW(layer_groups(self.model, config))
        self.average = AveragedWeights(self.model, config.average)
        self.averaged = ClearClassifier(self.encoder, self.head).to(self.device)
        self.history: list[dict[str, float]] = []
        self.best: dict[str, float] | None = None

    def resume(self) -> None:
        """Go on where an earlier run stopped, if there was one."""
        state = load_checkpoint(self.config.out)
        if state is None:
            return
        self.model.load_state_dict(state["model"])
        self.optimiser.load_state_dict(state["optimiser"])
        self.average.values = {
            k: v.to(self.device) for k, v in state["average"].items()
        }
        self.average.n_updates = state["n_updates"]
        self.history, self.best = state["history"], state["best"]

    def run(self, train: LabelledSet, choice: LabelledSet, meter: Meter) -> None:
        """Train the epochs that are left; keep the best and the state after each."""
        for epoch in range(len(self.history), self.config.epochs):
            loss = self._epoch(epoch, train)
            self.averaged.load_state_dict(self.average.values)
            logits = logits_of(self.averaged, choice, self.device)
            aurocs = task_aurocs(choice, logits, self.labels, self.config.min_scored)
            mean = choice_value(aurocs)
            row = {"epoch": epoch + 1, "loss": loss, "mean": mean, **aurocs}
            self.history.append(row)
            if self.best is None or mean > self.best["mean"]:
                self.best = row
                self._keep_best(epoch + 1)
            self._save()
            add_effort(self.config.out, "finetune", meter.lap(), fresh=epoch == 0)
            tqdm.write(json.dumps({k: round(v, 4) for k, v in row.items()}))

    def _epoch(self, epoch: int, train: LabelledSet) -> float:
        """Return the mean loss of one pass over the training set."""
        config = self.config
        rng, _ = seed_epoch(config.seed, epoch)
        order = rng.permutation(len(train))
        steps = -(-len(train) // config.batch)
        self.model.train()
        frozen = config.frozen or epoch < config.frozen_epochs
        self.model.encoder.requires_grad_(not frozen)
        if frozen:
            # its dropout would make the head learn from noise
            self.model.encoder.eval()
        total = 0.0
        progress = tqdm(range(steps), desc=f"epoch {epoch + 1}/{config.epochs}")
        for step in progress:
            rows = order[step * config.batch : (step + 1) * config.batch]
            factor = cosine_rate(epoch * steps + step, steps * config.epochs, 2 * steps)
            for group in self.optimiser.param_groups:
                group["lr"] = group["base"] * factor
            total += self._step(train, rows, rng)
            progress.set_postfix(loss=f"{total / (step + 1):.4f}")
        return total / steps

    def _step(
        self, train: LabelledSet, rows: NDArray[np.int64], rng: np.random.Generator
    ) -> float:
        """Learn from some recordings; return their loss."""
        config = self.config
        examples = [training_example(train.stretches[k], config, rng) for k in rows]
        batch = make_batch(
            [stretch for stretch, _ in examples], [kept for _, kept in examples]
        ).to(self.device)
        truth, asked = (
            torch.from_numpy(part[rows].astype(np.float32)).to(self.device)
            for part in (train.truth, train.asked)
        )
        with torch.autocast(self.device.type, torch.bfloat16, enabled=self.bf16):
            logits, targets = answered(
                self.model, batch, (truth, asked), config.mixup, rng
            )
        loss = loss_of(logits, *targets, config.smoothing)
        self.optimiser.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
        self.optimiser.step()
        self.average.update(self.model)
        return float(loss.detach())

    def _keep_best(self, epoch: int) -> None:
        labels = [{"code": x.code, "text": x.text, "task": x.task} for x in self.labels]
        torch.save(
            {
                "model": {k: v.cpu() for k, v in self.average.values.items()},
                "encoder": asdict(self.encoder),
                "head": asdict(self.head),
                "labels": labels,
                "epoch": epoch,
            },
            self.config.out / "best.pt",
        )

    def _save(self) -> None:
        save_checkpoint(
            self.config.out,
            {
                "model": self.model.state_dict(),
                "optimiser": self.optimiser.state_dict(),
                "average": self.average.values,
                "n_updates": self.average.n_updates,
                "epoch": len(self.history),
                "history": self.history,
                "best": self.best,
            },
        )
        text = json.dumps(self.history, indent=1)
        (self.config.out / "history.json").write_text(text)


def finetune(config: FinetuneConfig) -> Path:
    """Run the fine-tuning; return the folder with ``best.pt`` and its record."""
    meter = Meter(choose_device(config.device))
    train, choice, labels = load_labelled(config)
    save_config(
        config,
        config.out / "config.json",
        n_train=len(train),
        n_choice=len(choice),
        labels_learnt=[label.code for label in labels],
        manifest_sha256=train.manifest_sha256,
    )
    run = FineTuning(config, labels)
    run.resume()
    run.run(train, choice, meter)
    print(f"best on fold {CHOICE_FOLD}: {json.dumps(run.best)}")
    return config.out


@ending_in_a_sentence
def main(argv: Sequence[str] | None = None) -> None:
    finetune(load_config(FinetuneConfig, argv, __doc__ or ""))


if __name__ == "__main__":
    main()
