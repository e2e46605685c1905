"""All systems on the same recordings, in one table.

    python -m training.compare --data runs/ptbxl100
    python -m training.compare --data runs/ptbxl100 --fold 10 --json true

Each encoder is asked frozen, under logistic regression (``linear``), beside the same
network with random weights (``random``, the mean of three), with 1, 10 and 100 % of the
labels; fine-tuned, as its bundle; and taught from chance or with few labels, where
such a run is there (``training.variants``).
Beside them stand what needs no encoder, and what papers report. Probes learn on folds
1-8 and choose their penalty on fold 8; bundles learn on folds 1-7. Scores are kept in
``--out``: the same command again makes only what is missing.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ecgviewer.ai.files import CARD, WEIGHTS, sha256_of
from training.baselines.kept_features import LEARN, kept_features
from training.baselines.logistic import fit_and_score
from training.baselines.signals import (
    Examples,
    Signals,
    load_examples,
    load_signals,
)
from training.evaluation.evaluate import (
    EvaluateConfig,
    entries_of_fold,
    find_scores,
    scores_name,
)
from training.evaluation.external import (
    column_entries,
    external_scores,
    learnt_from,
    score_set,
)
from training.evaluation.published import CLAIMS, COLUMNS, PUBLISHED, Claim
from training.evaluation.results import MIN_POSITIVES, Draws
from training.evaluation.systems_table import (
    SCORE,
    Answered,
    differences_of,
    row_of,
    table,
)
from training.labels.labelling import labelling_of
from training.run.config import (
    ending_in_a_sentence,
    load_config,
    setting,
    source_revision,
)
from training.scoring.models import load_trained
from training.scoring.scores import Scores, load_scores, make_scores, save_scores
from training.sources.entries import Entry
from training.store.split import drawn_patients
from training.store.unseen import copies_of_learnt
from training.variants import BUNDLE, variant_name

Floats = NDArray[np.float64]
SYSTEMS = ("clear-hug", "physioclr", "acl", "jepa")
WITHOUT_ENCODER = ("kernels", "rr", "features", "measured")
SHARES = (1.0, 0.1, 0.01)
# What a network that is taught as a whole may start from, and what its row is called.
STARTS = {"": "fine-tuned", "random": "from chance"}


@dataclass(frozen=True)
class CompareConfig:
    data: Path = setting(Path("runs/ptbxl100"), help="folder of PTB-XL")
    models: Path = setting(Path("resources/models"), help="folder of the bundles")
    runs: Path = setting(Path("runs"), help="folder of the runs that made them")
    out: Path = setting(Path("runs/compare"), help="folder of all scores")
    cache: Path = setting(Path("runs/cache"), help="folder of signals and values")
    external: str = setting("../shared/data", help="folder of other sets, if any")
    pretrained_on: tuple[Path, ...] = setting(
        (), help="other sets that something learnt from: no signal of theirs is scored"
    )
    systems: tuple[str, ...] = setting(SYSTEMS, help="bundles with an encoder")
    probes: tuple[str, ...] = setting((), help="further runs with an encoder, NAME=OF")
    baselines: tuple[str, ...] = setting(WITHOUT_ENCODER, help="what needs no encoder")
    seeds: int = setting(3, help="random encoders, and draws of few labels")
    shares: tuple[float, ...] = setting(SHARES, help="shares of the labels")
    kernels: int = setting(1000, help="random convolution kernels")
    fold: int = setting(9, help="fold to score")
    draws: int = setting(200, help="bootstrap draws over patients")
    min_positives: int = setting(
        MIN_POSITIVES, help="positives of a label that counts in a mean"
    )
    workers: int = setting(2, help="processes that read, measure and ask")
    json: bool = setting(False, help="print one JSON object instead of the table")


@dataclass(frozen=True, eq=False)
class Comparison:
    """Makes the scores of rows, each once: of PTB-XL and of every other set."""

    config: CompareConfig

    @cached_property
    def examples(self) -> tuple[Examples, Examples]:
        config = self.config
        return load_examples(config.data, config.cache, config.fold)

    @cached_property
    def _listed(self) -> dict[str, list[Entry]]:
        folder = Path(self.config.external)
        if not self.config.external or not folder.is_dir():
            return {}
        return column_entries(folder, self.config.data)

    @cached_property
    def left_out(self) -> dict[str, str]:
        """Names of what is scored by nobody, being learnt from by another name."""
        config = self.config
        evaluated = [
            *entries_of_fold(config.data, config.fold),
            *(entry for entries in self._listed.values() for entry in entries),
        ]
        learnt = learnt_from(config.data, config.pretrained_on)
        return copies_of_learnt(evaluated, learnt, config.cache, config.workers)

    @cached_property
    def asked(self) -> dict[str, list[Entry]]:
        """Recordings of other sets that may be asked, by the column's title."""
        unseen = {
            title: [entry for entry in entries if entry.name not in self.left_out]
            for title, entries in self._listed.items()
        }
        return {title: entries for title, entries in unseen.items() if entries}

    @cached_property
    def external(self) -> dict[str, Signals]:
        return {
            title: load_signals(entries, self.config.cache, self.config.workers)
            for title, entries in self.asked.items()
        }

    def features(self, name: str, of: str, seed: int | None) -> dict[str, Floats]:
        """Return features of what is learnt from, scored, and of other sets, kept."""
        learn, score = (part.signals for part in self.examples)
        parts = {LEARN: learn, SCORE: score, **self.external}
        return kept_features(self.config, name, of, seed, parts)

    def probe(
        self, name: str, of: str, seed: int | None, share: float, draw: int
    ) -> Answered:
        """Return the scores of logistic regression on frozen features."""
        kind = "linear" if seed is None else f"random{seed}"
        title = f"{name}-{kind}" if share == 1 else f"{name}-{kind}-{share:g}-{draw}"
        folder = self.config.out / title
        expected = {
            part: tuple(entry.record for entry in signals.entries)
            for part, signals in self.external.items()
        }
        kept = {part: _kept(folder / _file(part)) for part in expected}
        own = _kept(folder / scores_name(self.config.fold))
        whole = {part: x for part, x in kept.items() if x is not None}
        if own is not None and {k: x.records for k, x in whole.items()} == expected:
            return self._told(own, whole)
        train, score = self.examples
        features = self.features(name, of, seed)
        learn = features.pop(LEARN)
        if share < 1:
            patients = [entry.patient for entry in train.signals.entries]
            chosen = drawn_patients(patients, share, draw)
            train, learn = train.rows(chosen), learn[np.flatnonzero(chosen)]
        logits, strength = fit_and_score(learn, train, np.vstack([*features.values()]))
        stops = np.cumsum([len(x) for x in features.values()])[:-1]
        said = dict(zip(features, np.split(logits, stops), strict=True))
        origin = {"strength": strength, "labels": share, "commit": source_revision()}
        own = make_scores(
            title,
            f"{labelling_of(self.config.data).dataset} fold {self.config.fold}",
            score.signals.entries,
            score.labels,
            score.truth,
            score.papers_ask,
            said[SCORE],
            origin,
        )
        save_scores(own, folder / scores_name(self.config.fold))
        known = np.flatnonzero(np.isfinite(logits).all(axis=0))
        codes = [score.labels[k].code for k in known]
        for part, signals in self.external.items():
            whole[part] = external_scores(
                title, part, signals.entries, said[part][:, known], codes, origin
            )
            save_scores(whole[part], folder / _file(part))
        return self._told(own, whole)

    def bundle(self, name: str) -> Answered | None:
        """Return the scores of a bundle, or of a run that was taught from chance."""
        config = self.config
        folders = [config.models / name, config.runs / name / BUNDLE]
        folder = next((x for x in folders if (x / CARD).exists()), None)
        own = _kept(config.runs / name / scores_name(config.fold))
        if own is None and folder is not None:
            asked = EvaluateConfig(
                model=(folder,),
                data=config.data,
                fold=config.fold,
                workers=config.workers,
            )
            own = find_scores(folder, asked)
        if own is None:
            return None
        external = {} if folder is None else self._asked_outside(name, folder)
        return self._told(own, external)

    def _asked_outside(self, name: str, folder: Path) -> dict[str, Scores]:
        """Return what a bundle says of other sets, asked once for its weights."""
        weights = sha256_of(folder / WEIGHTS)
        found = {}
        for part, entries in self.asked.items():
            path = self.config.out / name / _file(part)
            scores = _kept(path)
            names = {entry.record for entry in entries}
            if scores is not None:
                refused = {x.rpartition("/")[2] for x in scores.origin["refused"]}
                same = scores.origin["weights"] == weights
                if not same or {*scores.records} | refused != names:
                    scores = None
            if scores is None:
                trained = load_trained(folder)
                trained = replace(trained, origin={"weights": weights})
                scores = score_set(trained, entries, self.config.workers, part)
                save_scores(scores, path)
            found[part] = scores
        return found

    def _told(self, own: Scores, external: Mapping[str, Scores]) -> Answered:
        """Return what may be scored: nothing that was learnt from by another name."""
        dataset = labelling_of(self.config.data).dataset
        seen = [f"{dataset}/{record}" in self.left_out for record in own.records]
        return {SCORE: own.rows(~np.array(seen, dtype=bool)), **external}


def _file(part: str) -> str:
    return f"scores-{part.lower()}.npz"


def _kept(path: Path) -> Scores | None:
    return load_scores(path) if path.exists() else None


class Rows:
    """The rows of the table, and differences between them, one system after another.

    Attributes
    ----------
    linear : dict of Answered
        Of each encoder with all labels, as pretrained and from chance; for claims.
    """

    def __init__(self, made: Comparison) -> None:
        config = made.config
        self._made, self._config = made, config
        self._draws = Draws(config.draws, min_positives=config.min_positives)
        self.rows: list[dict[str, Any]] = []
        self.differences: dict[str, Any] = {}
        self.linear: dict[str, Answered] = {}

    def _add(self, title: str, found: Sequence[Answered]) -> None:
        self.rows.append(row_of(title, found, self._draws))

    def _label(self, share: float) -> str:
        return "" if share == 1 else f", {share:.0%} of labels"

    def _n_draws(self, share: float) -> int:
        return 1 if share == 1 else self._config.seeds

    def add_probe(self, name: str, of: str, share: float) -> None:
        """Add an encoder that is asked frozen; a bundle's beside random ones."""
        made, label = self._made, self._label(share)
        draws = range(self._n_draws(share))
        own = [made.probe(name, of, None, share, k) for k in draws]
        chance = [
            made.probe(name, of, k, share, 0 if share == 1 else k)
            for k in range(self._config.seeds if name == of else 0)
        ]
        self._add(f"{name}, linear{label}", own)
        if share == 1:
            self.linear[f"{name}-linear"] = own[0]
        if not chance:
            return
        self._add(f"{name}, random and linear{label}", chance)
        pairs = [(own[k % len(own)], other) for k, other in enumerate(chance)]
        title = f"{name}, pretrained less random{label}"
        self.differences[title] = differences_of(pairs, self._draws)
        if share == 1:
            self.linear[f"{name}-random"] = chance[0]

    def add_taught(self, name: str, share: float) -> None:
        """Add what is fine-tuned and taught from chance."""
        made, label = self._made, self._label(share)
        pairs = [
            [made.bundle(variant_name(name, share, draw, start)) for start in STARTS]
            for draw in range(self._n_draws(share))
        ]
        for title, found in zip(STARTS.values(), zip(*pairs, strict=True), strict=True):
            there = [answered for answered in found if answered is not None]
            if there:
                self._add(f"{name}, {title}{label}", there)
        both = [(a, b) for a, b in pairs if a is not None and b is not None]
        if both:
            title = f"{name}, fine-tuned less from chance{label}"
            self.differences[title] = differences_of(both, self._draws)

    def add_bundle(self, name: str) -> None:
        """Add a bundle, if it is there."""
        if (found := self._made.bundle(name)) is not None:
            self._add(f"{name}, bundle", [found])

    def add_baseline(self, name: str) -> None:
        """Add what needs no encoder."""
        self._add(f"{name}, linear", [self._made.probe(name, "", None, 1.0, 0)])

    def claim(self, claim: Claim, pair: tuple[str, str]) -> dict[str, Any]:
        """Return what a paper says, and the difference here if both rows are there."""
        both = [self.linear[name] for name in pair if name in self.linear]
        ours = None
        if len(both) == 2:
            ours = differences_of([(both[0], both[1])], self._draws)
        return {"system": claim.system, "says": claim.says, "pair": pair, "ours": ours}


def compared(config: CompareConfig) -> dict[str, Any]:
    """Return every row of the table and every difference."""
    made = Comparison(config)
    rows = Rows(made)
    probes = [(name, name) for name in config.systems]
    probes += [tuple(text.split("=", 1)) for text in config.probes]  # type: ignore[misc]
    for name, of in probes:
        for share in config.shares:
            rows.add_probe(name, of, share)
        for share in config.shares:
            rows.add_taught(name, share)
    for name in ("resnet", "rr", "ensemble"):
        rows.add_bundle(name)
    for name in config.baselines:
        rows.add_baseline(name)
    return {
        "part": rows.rows[0]["part"],
        "columns": [*COLUMNS, *made.external],
        "other_sets": {k: len(x.entries) for k, x in made.external.items()},
        "left_out": made.left_out,
        "min_positives": config.min_positives,
        "rows": rows.rows,
        "differences": rows.differences,
        "claims": [rows.claim(claim, pair) for claim in CLAIMS for pair in claim.pairs],
        "published": [
            {"name": p.name, **p.auroc, "source": p.source, "differs": p.differs}
            for p in PUBLISHED
        ],
    }


@ending_in_a_sentence
def main(argv: Sequence[str] | None = None) -> None:
    config = load_config(CompareConfig, argv, __doc__ or "")
    result = compared(config)
    print(json.dumps(result) if config.json else table(result))


if __name__ == "__main__":
    main()
