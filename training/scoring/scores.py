"""What a model says of a set of recordings, kept so that no comparison needs a re-run.

A scores file is one ``.npz``: recordings, labels, logits and the truth they are judged
by. Bundles, runs and baselines all write it.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from training.sources.datasets import Label
from training.sources.entries import Entry

FORMAT = 1


@dataclass(frozen=True, eq=False)
class Scores:
    """Logits and truth of recordings.

    Attributes
    ----------
    model, part : str
        Which model, and which recordings (``ptbxl fold 9``).
    records, patients, sexes : tuple of str
        ``male``, ``female`` or nothing.
    ages_years : ndarray, shape (n_records,)
        NaN where not known.
    labels, tasks : tuple of str
        Code and task of each label, in the order of the columns.
    truth, asked : ndarray of bool, shape (n_records, n_labels)
        ``asked`` follows the papers' rule: False where a recording has no statement of
        the label's task.
    logits : ndarray, shape (n_records, n_labels)
        NaN where the model says nothing, as of recordings it refuses.
    origin : mapping
        What made them: command, commit, seed.
    """

    model: str
    part: str
    records: tuple[str, ...]
    patients: tuple[str, ...]
    sexes: tuple[str, ...]
    ages_years: NDArray[np.float64]
    labels: tuple[str, ...]
    tasks: tuple[str, ...]
    truth: NDArray[np.bool_]
    asked: NDArray[np.bool_]
    logits: NDArray[np.float64]
    origin: Mapping[str, Any] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.records)

    def rows(self, rows: NDArray[Any]) -> "Scores":
        """Return some recordings, by index or by mask."""
        index = np.arange(len(self))[rows]

        def some(values: tuple[str, ...]) -> tuple[str, ...]:
            return tuple(values[k] for k in index)

        return Scores(
            self.model,
            self.part,
            some(self.records),
            some(self.patients),
            some(self.sexes),
            self.ages_years[index],
            self.labels,
            self.tasks,
            self.truth[index],
            self.asked[index],
            self.logits[index],
            self.origin,
        )

    def columns(self, columns: Sequence[int]) -> "Scores":
        """Return some labels."""
        chosen = list(columns)
        return Scores(
            self.model,
            self.part,
            self.records,
            self.patients,
            self.sexes,
            self.ages_years,
            tuple(self.labels[k] for k in chosen),
            tuple(self.tasks[k] for k in chosen),
            self.truth[:, chosen],
            self.asked[:, chosen],
            self.logits[:, chosen],
            self.origin,
        )


def make_scores(
    model: str,
    part: str,
    entries: Sequence[Entry],
    labels: Sequence[Label],
    truth: NDArray[np.bool_],
    asked: NDArray[np.bool_],
    logits: NDArray[np.float64],
    origin: Mapping[str, Any] | None = None,
) -> Scores:
    """Return scores of listed recordings."""
    return Scores(
        model,
        part,
        tuple(entry.record for entry in entries),
        tuple(entry.patient for entry in entries),
        tuple(entry.sex or "" for entry in entries),
        np.array(
            [np.nan if e.age_years is None else e.age_years for e in entries],
            dtype=np.float64,
        ),
        tuple(label.code for label in labels),
        tuple(label.task for label in labels),
        truth,
        asked,
        logits,
        origin or {},
    )


def save_scores(scores: Scores, path: Path) -> None:
    """Write a scores file: the old one or the new one, never half of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_suffix(".partial.npz")
    head = {
        "format": FORMAT,
        "model": scores.model,
        "part": scores.part,
        "origin": dict(scores.origin),
    }
    np.savez_compressed(
        partial,
        head=np.array(json.dumps(head, default=str)),
        records=np.array(scores.records, dtype=np.str_),
        patients=np.array(scores.patients, dtype=np.str_),
        sexes=np.array(scores.sexes, dtype=np.str_),
        ages_years=scores.ages_years,
        labels=np.array(scores.labels, dtype=np.str_),
        tasks=np.array(scores.tasks, dtype=np.str_),
        truth=scores.truth,
        asked=scores.asked,
        logits=scores.logits.astype(np.float32),
    )
    partial.replace(path)


def load_scores(path: Path) -> Scores:
    """Read a scores file; raises ``SystemExit`` with a sentence if it is none."""
    try:
        with np.load(path, allow_pickle=False) as file:
            head = json.loads(str(file["head"]))
            texts: dict[str, Any] = {
                name: tuple(str(value) for value in file[name])
                for name in ("records", "patients", "sexes", "labels", "tasks")
            }
            arrays: dict[str, Any] = {
                name: file[name] for name in ("ages_years", "truth", "asked", "logits")
            }
    except (OSError, KeyError, ValueError) as error:
        raise SystemExit(f"{path}: not a scores file: {error}") from None
    if head.get("format") != FORMAT:
        raise SystemExit(f"{path}: a scores file of another format")
    arrays["logits"] = arrays["logits"].astype(np.float64)
    return Scores(
        model=head["model"],
        part=head["part"],
        origin=head["origin"],
        **texts,
        **arrays,
    )


def paired(first: Scores, second: Scores) -> tuple[Scores, Scores]:
    """Return both on the recordings and labels that they share, in one order.

    Raises ``SystemExit`` if they are of other parts, share nothing, or disagree about
    the truth or about who was asked.
    """
    if first.part != second.part:
        raise SystemExit(
            f"{first.model} was scored on {first.part}, {second.model} on "
            f"{second.part}: they cannot be compared"
        )
    records = [r for r in first.records if r in set(second.records)]
    keys = list(zip(first.labels, first.tasks, strict=True))
    others = list(zip(second.labels, second.tasks, strict=True))
    shared = [key for key in keys if key in others]
    if not records or not shared:
        raise SystemExit(f"{first.model} and {second.model} share nothing to compare")
    pair = (
        _in_order(first, records, [keys.index(key) for key in shared]),
        _in_order(second, records, [others.index(key) for key in shared]),
    )
    if not np.array_equal(pair[0].truth, pair[1].truth):
        raise SystemExit(
            f"{first.model} and {second.model} disagree about what is true: one of the "
            "scores files was made from other labels"
        )
    if not np.array_equal(pair[0].asked, pair[1].asked):
        raise SystemExit(
            f"{first.model} and {second.model} disagree about who was asked: one of "
            "the scores files was made by another rule"
        )
    return pair


def _in_order(scores: Scores, records: list[str], columns: list[int]) -> Scores:
    place = {record: row for row, record in enumerate(scores.records)}
    rows = np.array([place[record] for record in records])
    return scores.rows(rows).columns(columns)
