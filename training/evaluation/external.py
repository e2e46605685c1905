"""How a network does on sets it has learnt no labels from: the CinC 2020/2021 parts.

``external_classes`` has what their diagnoses mean.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from training.evaluation.external_classes import CLASSES, N_CPSC, class_logits
from training.evaluation.report import shown
from training.evaluation.results import (
    FEW_POSITIVES,
    Draws,
    macro_interval,
    rounded,
    said,
    with_positives,
)
from training.labels.labelling import labelling_of
from training.scoring.metrics import auroc
from training.scoring.models import Trained, ask
from training.scoring.scores import Scores, make_scores, save_scores
from training.sources import challenge, ptbxl
from training.sources.datasets import Label, list_entries
from training.sources.entries import UNPLACED_FOLD, Entry
from training.store.split import Split
from training.store.unseen import copies_of_learnt

# Folders by the set they hold, as the challenges name them; of PTB-XL in millivolts,
# what the folder of PTB-XL that was learnt from does not list.
SETS = {**challenge.SETS, "ptbxl_raw_mv": "ptbxl_raw_mv"}
# The order in which sets are scored and printed; any others follow.
_FIRST = ("cpsc2018", "cpsc_extra", "georgia", "chapman_ningbo", "ptbxl_raw_mv")
# What the table of all systems has a column for; a set may lie in several folders.
SET_COLUMNS = {
    "CPSC2018": ("cpsc2018",),
    "Chapman": (
        *("chapman_shaoxing_ningbo", "chapman_ningbo", "chapman_shaoxing"),
        "ningbo",
    ),
}


def strange_entries(folder: Path, data: Path) -> list[Entry]:
    """Return a set's recordings but for those that PTB-XL's table in ``data`` lists."""
    return [
        entry
        for entry in list_entries([data, folder])
        if entry.folder == folder and entry.fold in (None, UNPLACED_FOLD)
    ]


class NothingToScore(Exception):
    """A set of which nothing can be scored; the message says why."""


def learnt_from(data: Path, others: Sequence[Path] = ()) -> tuple[Entry, ...]:
    """Return all that may have been learnt from: a set's folds 1-8, and other folders.

    ``others`` are sets that something was pretrained on.
    """
    return Split(labelling_of(data).entries(others)).train


def entries_to_ask(folder: Path, data: Path) -> list[Entry]:
    """Return a set's recordings with diagnoses, but for those that PTB-XL lists.

    Raises
    ------
    NothingToScore
        If there are none.
    """
    if next(folder.rglob("*.hea"), None) is None:
        raise NothingToScore("it holds no recordings")
    if ptbxl.holds(folder):
        raise NothingToScore("PTB-XL's own release, whose folds tell what is scored")
    asked = [entry for entry in strange_entries(folder, data) if entry.diagnoses]
    if not asked:
        raise NothingToScore("no recording with diagnoses that PTB-XL does not list")
    return asked


def external_scores(
    model: str,
    name: str,
    entries: Sequence[Entry],
    logits: NDArray[np.float64],
    codes: Sequence[str],
    origin: Mapping[str, Any],
) -> Scores:
    """Return what is said of a set's classes, from logits of PTB-XL's labels.

    ``logits`` is (n_entries, n_codes).
    """
    said_there = [entry.diagnoses or frozenset() for entry in entries]
    return make_scores(
        model,
        name,
        entries,
        [Label(x.name, x.note or x.name, "external") for x in CLASSES],
        np.array([[x.present(d) for x in CLASSES] for d in said_there]),
        np.array([[x.asked(d) for x in CLASSES] for d in said_there]),
        class_logits(logits, codes),
        origin,
    )


def score_set(
    trained: Trained, entries: Sequence[Entry], workers: int, name: str
) -> Scores:
    """Return what a network says of a set's recordings.

    Raises
    ------
    NothingToScore
        If it answers to none.
    """
    answers = ask(trained.model, entries, workers)
    if not answers.entries:
        raise NothingToScore("every recording with diagnoses is refused")
    unusual = np.nanmean(answers.ood_scores > 1)
    return external_scores(
        trained.name,
        name,
        answers.entries,
        answers.logits,
        [spec.code for spec in trained.labels],
        {
            **trained.origin,
            "refused": answers.refused,
            "unusual": None if np.isnan(answers.ood_scores).all() else float(unusual),
        },
    )


def of_nine(scores: Scores) -> Scores:
    """Return those of CPSC2018's nine classes that can be judged and are answered.

    Somebody has the class and somebody has not.
    """
    present = (scores.truth & scores.asked).any(axis=0)
    absent = (~scores.truth & scores.asked).any(axis=0)
    told = np.flatnonzero(present & absent)
    return said(scores.columns([int(k) for k in told if k < N_CPSC]))


def set_results(scores: Scores, draws: Draws) -> dict[str, Any]:
    """Return the AUROC of each class of a set, and their mean on CPSC2018.

    Classes that nobody has, or everybody, have none. With few positives a bootstrap
    would show too narrow an interval, and its ends are ``None``; so are those of the
    mean where every class has few.
    """
    positives = (scores.truth & scores.asked).sum(axis=0)
    negatives = (~scores.truth & scores.asked).sum(axis=0)
    rows = []
    for k, each in enumerate(CLASSES):
        own = scores.columns([k])
        if not positives[k] or not negatives[k] or not said(own).labels:
            continue
        found: dict[str, float | None] = {**rounded(macro_interval(own, auroc, draws))}
        if positives[k] < FEW_POSITIVES:
            found |= {"low": None, "high": None}
        rows.append(
            {
                "class": each.name,
                "positives": int(positives[k]),
                "auroc": found,
                "note": each.note,
            }
        )
    have = of_nine(scores)
    refused = scores.origin.get("refused", {})
    result: dict[str, Any] = {
        "records": len(scores),
        "refused": len(refused),
        "copies": len(scores.origin.get("copies", {})),
        "unusual": scores.origin.get("unusual"),
        "classes": rows,
        "without_positives": [CLASSES[k].name for k in np.flatnonzero(positives == 0)],
        "without_negatives": [
            CLASSES[k].name for k in np.flatnonzero((positives > 0) & (negatives == 0))
        ],
        "not_said": [
            each.name
            for k, each in enumerate(CLASSES)
            if scores.truth[:, k].any() and not np.isfinite(scores.logits[:, k]).all()
        ],
    }
    if have.labels:
        macro: dict[str, Any] = rounded(macro_interval(have, auroc, draws))
        if not with_positives(have, FEW_POSITIVES).labels:
            macro |= {"low": None, "high": None}
        result["macro_cpsc"] = {"labels": len(have.labels), **macro}
    return result


def external_results(
    trained: Trained,
    folder: Path,
    data: Path,
    workers: int,
    draws: Draws,
    cache: Path,
    others: Sequence[Path] = (),
) -> dict[str, Any]:
    """Return the results on each set below ``folder``, and keep the scores.

    ``data`` is the folder of PTB-XL that the network learnt from, ``others`` are sets
    that it was pretrained on: no recording with a signal of theirs is asked. Folders
    that are not scored are named with the reason.
    """
    sets, not_scored = {}, {}
    learnt: tuple[Entry, ...] = ()
    for name, place in _placed(folder):
        if place.resolve() == data.resolve():
            continue
        if name is None:
            not_scored[place.name] = "not a name of these sets"
            continue
        try:
            entries = entries_to_ask(place, data)
            learnt = learnt or learnt_from(data, others)
            copies = copies_of_learnt(entries, learnt, cache, workers)
            unseen = [entry for entry in entries if entry.name not in copies]
            if not unseen:
                raise NothingToScore("all of it was learnt from")
            scores = score_set(trained, unseen, workers, name)
        except NothingToScore as reason:
            not_scored[place.name] = str(reason)
            continue
        scores = replace(scores, origin={**scores.origin, "copies": copies})
        save_scores(scores, trained.home / f"scores-{name}.npz")
        sets[name] = set_results(scores, draws)
    if not sets:
        found = "; ".join(f"{name}: {why}" for name, why in not_scored.items())
        raise SystemExit(
            f"{folder}: holds none of the sets to be scored ({found or 'no folders'}); "
            f"folders are known by their names: {', '.join(SETS)}"
        )
    return {
        "model": trained.name,
        "draws": draws.n,
        "seed": draws.seed,
        "sets": sets,
        "not_scored": not_scored,
    }


def column_entries(folder: Path, data: Path) -> dict[str, list[Entry]]:
    """Return what is asked of each of ``SET_COLUMNS`` that is below a folder."""
    found: dict[str, list[Entry]] = {}
    for name, place in _placed(folder):
        for title, sets in SET_COLUMNS.items():
            if name in sets:
                try:
                    found.setdefault(title, []).extend(entries_to_ask(place, data))
                except NothingToScore:
                    continue
    return {title: found[title] for title in SET_COLUMNS if found.get(title)}


def _placed(folder: Path) -> Iterator[tuple[str | None, Path]]:
    """Yield the folders below one, each with the set it holds; none holds it twice.

    ``None`` stands for a folder that no set is known to have. The second folder of a
    set goes by its own name.
    """
    places = sorted(place for place in folder.iterdir() if place.is_dir())
    named: dict[str, Path] = {}
    for place in places:
        name = SETS.get(place.name.lower())
        if name is not None:
            named[place.name if name in named else name] = place
    first = [name for name in _FIRST if name in named]
    for name in [*first, *(name for name in named if name not in first)]:
        yield name, named[name]
    for place in places:
        if place not in named.values():
            yield None, place


def external_report(result: dict[str, Any]) -> str:
    """Return the results as text."""
    lines = [
        f"{result['model']} on sets it learnt no labels from; 95 % intervals from "
        f"{result['draws']} draws of recordings, seed {result['seed']}; * fewer than "
        f"{FEW_POSITIVES} positives, without an interval"
    ]
    for name, one in result["sets"].items():
        title = f"{name}: {one['records']} recordings, {one['refused']} refused"
        if one.get("copies"):
            title += f", {one['copies']} more were learnt from by another name"
        if one["unusual"] is not None:
            title += f", {one['unusual']:.0%} unlike those learnt from"
        lines += ["", title]
        for row in one["classes"]:
            rare = "*" if row["positives"] < FEW_POSITIVES else " "
            found = row["auroc"]
            value = shown(found) if rare == " " else f"{found['value']:.3f}"
            lines.append(
                f"  {row['class']:18s} {row['positives']:4d}{rare} "
                f"{value:22s}  {row['note']}".rstrip()
            )
        if "macro_cpsc" in one:
            macro = one["macro_cpsc"]
            title = f"mean of {macro['labels']} of CPSC2018's nine"
            value = f"{macro['value']:.3f}" if macro["low"] is None else shown(macro)
            lines.append(f"  {title:24s} {value}")
        if one["not_said"]:
            lines.append(f"  the network says nothing of {', '.join(one['not_said'])}")
        for what in ("positives", "negatives"):
            if left_out := one.get(f"without_{what}"):
                lines.append(f"  left out, without {what}: {', '.join(left_out)}")
    if not_scored := result.get("not_scored"):
        lines += ["", "folders that were not scored"]
        lines += [f"  {name}: {why}" for name, why in not_scored.items()]
    return "\n".join(lines)
