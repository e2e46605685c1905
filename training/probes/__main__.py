"""What a frozen encoder knows, pretrained and with random weights.

    python -m training.probes --data runs/ptbxl100
    python -m training.probes --systems jepa --parts waves --ludb ../shared/data/ludb
    python -m training.probes --systems jepa=ablation-jepa-plain --parts values

Heart rate and QRS duration by ridge regression, statements of fewer leads by logistic
regression, both learnt on folds 1-8 and scored on fold 9; P, QRS and T on LUDB by a
linear layer on ECG-JEPA's patches. Features are those that ``training.compare`` keeps
in ``--out``.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, ClassVar

import numpy as np
import torch

from ecgviewer.ai.delineation.delineator import load_delineator
from ecgviewer.ai.delineation.wave_net import WaveNet, WaveNetConfig, fused
from ecgviewer.ai.jepa.network import JepaNetwork
from ecgviewer.ai.raw.family import RawModel
from ecgviewer.ecg.leads import INDEPENDENT_8
from training.baselines.encoders import load_encoder
from training.baselines.kept_features import LEARN, kept_features
from training.baselines.logistic import fit_and_score
from training.baselines.signals import Examples, Signals, load_examples
from training.delineation.delineate import N_FOLDS, is_left_out
from training.delineation.ludb import read_ludb
from training.evaluation.results import MIN_POSITIVES, Draws
from training.evaluation.systems_table import SCORE, Answered, differences_of, row_of
from training.labels.labelling import labelling_of
from training.probes.printed import printed
from training.probes.values import TARGETS, Values, value_results
from training.probes.waves import (
    Counts,
    WaveLayer,
    counts,
    delineator_labels,
    f1_results,
    marked,
    neurokit_labels,
)
from training.run.config import ending_in_a_sentence, load_config, setting
from training.scoring.scores import make_scores
from training.store.measured import load_measured

PARTS = ("values", "leads", "waves")
# As ECG-JEPA's paper takes leads away; all families are asked the same.
LEAD_SETS: Mapping[str, tuple[str, ...] | None] = {
    "12 leads": None,
    "8 leads": INDEPENDENT_8,
    "2 leads": ("I", "II"),
    "1 lead": ("I",),
}


@dataclass(frozen=True)
class ProbesConfig:
    systems: tuple[str, ...] = setting(
        ("clear-hug", "physioclr", "acl", "jepa"),
        help="bundles with a run of their name, or BUNDLE=RUN",
    )
    parts: tuple[str, ...] = setting(PARTS, help=", ".join(PARTS))
    data: Path = setting(Path("runs/ptbxl100"), help="folder of PTB-XL")
    ludb: Path = setting(Path("../shared/data/ludb"), help="folder of LUDB")
    delineator: str = setting(
        "resources/models/delineator",
        help="bundle, or runs of training.delineation.delineate by fold: runs/d-{fold}",
    )
    models: Path = setting(Path("resources/models"), help="folder of the bundles")
    runs: Path = setting(Path("runs"), help="folder of the runs that made them")
    out: Path = setting(Path("runs/compare"), help="folder of the features")
    cache: Path = setting(Path("runs/cache"), help="folder of signals and values")
    seeds: int = setting(3, help="random encoders")
    fold: int = setting(9, help="fold to score")
    draws: int = setting(200, help="bootstrap draws over patients")
    min_positives: int = setting(
        MIN_POSITIVES, help="positives of a label that counts in a mean"
    )
    workers: int = setting(2, help="processes that read and measure")
    json: bool = setting(False, help="print one JSON object instead of tables")
    # None of what is probed here is a kernel.
    kernels: ClassVar[int] = 0


@dataclass(frozen=True, eq=False)
class Probes:
    """Makes what is asked of each system."""

    config: ProbesConfig

    @cached_property
    def examples(self) -> tuple[Examples, Examples]:
        config = self.config
        return load_examples(config.data, config.cache, config.fold)

    @property
    def signals(self) -> dict[str, Signals]:
        learn, score = self.examples
        return {LEARN: learn.signals, SCORE: score.signals}

    @property
    def draws(self) -> Draws:
        return Draws(self.config.draws, min_positives=self.config.min_positives)

    def kinds(self) -> dict[str, int | None]:
        """Return the seed of each kind of encoder, none of the pretrained one."""
        random = {f"random {k}": k for k in range(self.config.seeds)}
        return {"pretrained": None, **random}

    def values(self, run: str, of: str) -> dict[str, Any]:
        """Return the errors of heart rate and QRS duration."""
        config, (learn, score) = self.config, self.examples
        table = load_measured(
            labelling_of(config.data).entries(), config.cache, config.workers
        )
        features = {}
        for kind, seed in self.kinds().items():
            kept = kept_features(config, run, of, seed, self.signals)
            features[kind] = kept[LEARN], kept[SCORE]
        keys = [target.key for target in TARGETS]
        of_learn, of_score = (
            table.rows(part.signals.entries, keys).astype(np.float64)
            for part in (learn, score)
        )
        patients = [entry.patient for entry in score.signals.entries]
        return {
            target.key: value_results(
                features,
                Values(of_learn[:, k], learn.folds),
                Values(of_score[:, k], score.folds),
                patients,
                self.draws,
            )
            for k, target in enumerate(TARGETS)
        }

    def leads(self, run: str, of: str) -> dict[str, Any]:
        """Return the linear probe with fewer leads, pretrained and random (one)."""
        rows, differences = [], {}
        for title, leads in LEAD_SETS.items():
            both = [self._probe(run, of, seed, leads) for seed in (None, 0)]
            for kind, answered in zip(("pretrained", "random"), both, strict=True):
                rows.append(row_of(f"{run}, {title}, {kind}", [answered], self.draws))
            name = f"{run}, {title}, pretrained less random"
            differences[name] = differences_of([(both[0], both[1])], self.draws)
        return {"rows": rows, "differences": differences}

    def _probe(
        self, run: str, of: str, seed: int | None, leads: tuple[str, ...] | None
    ) -> Answered:
        learn, score = self.examples
        kept = kept_features(self.config, run, of, seed, self.signals, leads)
        logits, _ = fit_and_score(kept[LEARN], learn, kept[SCORE])
        scores = make_scores(
            run,
            f"{labelling_of(self.config.data).dataset} fold {self.config.fold}",
            score.signals.entries,
            score.labels,
            score.truth,
            score.papers_ask,
            logits,
        )
        return {SCORE: scores}

    def waves(self, pairs: Sequence[tuple[str, str]]) -> dict[str, Any]:
        """Return F1 of P, QRS and T of each ECG-JEPA and of what tells waves."""
        config = self.config
        records = [marked(record) for record in read_ludb(config.ludb)]
        found: dict[str, dict[int, Counts]] = {}
        for run, of in pairs:
            for kind, seed in (("pretrained", None), ("random", 0)):
                learn = self.examples[0].signals
                model = load_encoder(
                    config.models / of, config.runs / run, learn, seed=seed
                )
                if not isinstance(model, RawModel) or not isinstance(
                    model.network, JepaNetwork
                ):
                    break
                layer = WaveLayer(model.network, records)
                of_kind = found.setdefault(f"{run}, {kind}", {})
                for fold in range(N_FOLDS):
                    for k, said in layer.said(records, fold).items():
                        of_kind[k] = counts(said, records[k].labels)
        ours, note = self._delineators()
        found[f"our delineator{note}"] = {
            k: counts(delineator_labels(ours[k % N_FOLDS], r), r.labels)
            for k, r in enumerate(records)
        }
        found["NeuroKit2, prominence"] = {
            k: counts(neurokit_labels(r), r.labels) for k, r in enumerate(records)
        }
        return {
            name: f1_results([each[k] for k in sorted(each)], self.draws)
            for name, each in found.items()
        }

    def _delineators(self) -> tuple[list[WaveNet], str]:
        """Return the delineator of each fold's records, and what is to be known."""
        text = self.config.delineator
        if "{fold}" not in text:
            net = load_delineator(Path(text)).net
            return [net] * N_FOLDS, " (has learnt these records)"
        nets = []
        for fold in range(N_FOLDS):
            path = Path(text.format(fold=fold)) / "wave_net.pt"
            saved = torch.load(path, map_location="cpu", weights_only=True)
            size = dict(saved["config"])
            net = WaveNet(WaveNetConfig(**size | {"channels": tuple(size["channels"])}))
            net.load_state_dict(saved["net"])
            nets.append(fused(net))
        assert all(is_left_out(fold, fold) for fold in range(N_FOLDS))
        return nets, ""


def probed(config: ProbesConfig) -> dict[str, Any]:
    """Return all that was asked; raises ``SystemExit`` for a part that is not known."""
    if unknown := [part for part in config.parts if part not in PARTS]:
        raise SystemExit(f"no probe {', '.join(unknown)}; known: {', '.join(PARTS)}")
    made = Probes(config)
    pairs = []
    for text in config.systems:
        of, _, run = text.partition("=")
        pairs.append((run or of, of))
    result: dict[str, Any] = {"fold": config.fold}
    if "values" in config.parts:
        result["values"] = {run: made.values(run, of) for run, of in pairs}
    if "leads" in config.parts:
        result["leads"] = {run: made.leads(run, of) for run, of in pairs}
    if "waves" in config.parts:
        result["waves"] = made.waves(pairs)
    return result


@ending_in_a_sentence
def main(argv: Sequence[str] | None = None) -> None:
    config = load_config(ProbesConfig, argv, __doc__ or "")
    result = probed(config)
    print(json.dumps(result) if config.json else printed(result))


if __name__ == "__main__":
    main()
