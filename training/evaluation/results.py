"""From scores to results: by task, by statement, by subgroup, against a baseline."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from training.scoring.metrics import (
    Interval,
    Metric,
    auprc,
    auroc,
    bootstrap,
    brier,
    expected_calibration_error,
    macro,
    probabilities,
    specificity_at,
)
from training.scoring.scores import Scores, paired

# Positives from which a label counts in a task's mean, and from which it is relied on.
MIN_POSITIVES, FEW_POSITIVES = 5, 10
SENSITIVITY = 0.95
N_FAILURES = 12


@dataclass(frozen=True)
class Task:
    """A row of the table.

    ``everyone`` asks all recordings: who has no statement of form has none of its
    findings. The papers leave those recordings out, so they ask how probable a finding
    is given that some was stated; ``given`` answers that: P(finding) / P(any).
    """

    title: str
    name: str
    everyone: bool = False
    given: bool = False


TASKS = (
    Task("super", "super"),
    Task("sub", "sub"),
    Task("form", "form"),
    Task("rhythm", "rhythm"),
    Task("form, given that some is stated", "form", given=True),
    Task("form, of all recordings", "form", everyone=True),
    Task("diagnostic", "diagnostic", everyone=True),
    Task("diag", "diag"),
    Task("all", "all"),
)


def tasks_of(*several: Scores) -> tuple[Task, ...]:
    """Return PTB-XL's tasks, then those that are another set's own diagnoses."""
    known = {task.name for task in TASKS}
    names = dict.fromkeys(name for scores in several for name in scores.tasks)
    return (*TASKS, *(Task(name, name) for name in names if name not in known))


def main_tasks(scores: Scores) -> tuple[Task, ...]:
    """Return the tasks that a set is known for, each with the papers' question."""
    own = tasks_of(scores)[len(TASKS) :]
    return own or TASKS[:4]


@dataclass(frozen=True)
class Draws:
    """How intervals are drawn, and the positives a label needs to count in a mean."""

    n: int = 500
    seed: int = 0
    min_positives: int = MIN_POSITIVES


def of_task(scores: Scores, task: Task) -> Scores:
    """Return the scores of a task's labels, asked as the task asks."""
    columns = [k for k, name in enumerate(scores.tasks) if name == task.name]
    chosen = scores.columns(columns)
    if task.given:
        return replace(chosen, logits=_given_any(chosen.logits))
    if not task.everyone:
        return chosen
    return replace(chosen, asked=np.ones_like(chosen.asked))


def _given_any(logits: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return logits of each label given that any of them holds, (n, n_labels).

    As if labels were independent; those that a model does not know are left out.
    """
    known = np.isfinite(logits)
    stated = np.where(known, logits, -np.inf)
    absent = -np.logaddexp(0.0, stated).sum(axis=1, keepdims=True)
    any_holds = np.log(-np.expm1(np.minimum(absent, -np.finfo(float).tiny)))
    share = -np.logaddexp(0.0, -np.where(known, logits, 0.0)) - any_holds
    given = share - np.log(-np.expm1(np.minimum(share, -np.finfo(float).eps)))
    return np.where(known, given, np.nan)


def with_positives(scores: Scores, at_least: int) -> Scores:
    """Return the labels with enough positives, whatever the model says of them."""
    positives = (scores.truth & scores.asked).sum(axis=0)
    return scores.columns(np.flatnonzero(positives >= at_least).tolist())


def said(scores: Scores) -> Scores:
    """Return the labels that the model has an answer to."""
    answered = np.isfinite(scores.logits).all(axis=0)
    return scores.columns(np.flatnonzero(answered).tolist())


def macro_interval(scores: Scores, metric: Metric, draws: Draws) -> Interval:
    """Return the mean of a metric over labels, patients resampled."""

    def statistic(rows: NDArray[Any]) -> float:
        return macro(
            metric, scores.truth[rows], scores.logits[rows], scores.asked[rows]
        )

    return bootstrap(statistic, scores.patients, draws.n, draws.seed)


def ece_interval(scores: Scores, draws: Draws) -> Interval:
    """Return the calibration error of all labels together, patients resampled.

    Chance alone gives a calibrated model an error above zero, and resampling adds to
    it: the interval reaches further up than down.
    """
    probability = probabilities(scores.logits)

    def statistic(rows: NDArray[Any]) -> float:
        asked = scores.asked[rows]
        return expected_calibration_error(
            scores.truth[rows][asked], probability[rows][asked]
        )

    return bootstrap(statistic, scores.patients, draws.n, draws.seed)


def label_interval(scores: Scores, column: int, draws: Draws) -> Interval:
    """Return the AUROC of one label, patients resampled."""

    def statistic(rows: NDArray[Any]) -> float:
        chosen = rows[scores.asked[rows, column]]
        return auroc(scores.truth[chosen, column], scores.logits[chosen, column])

    return bootstrap(statistic, scores.patients, draws.n, draws.seed)


def difference(
    pairs: Sequence[tuple[Scores, Scores]], metric: Metric, draws: Draws
) -> Interval:
    """Return how much better the first of each pair is, in the mean over the pairs.

    Patients are resampled for all together. Raises ``SystemExit`` if the pairs were not
    all scored on the same recordings.
    """
    _refuse_other_recordings(pairs)

    def statistic(rows: NDArray[Any]) -> float:
        each = [_better(a.rows(rows), b.rows(rows), metric) for a, b in pairs]
        return float(np.mean(each))

    return bootstrap(statistic, pairs[0][0].patients, draws.n, draws.seed)


def _refuse_other_recordings(pairs: Sequence[tuple[Scores, Scores]]) -> None:
    """Stop unless a row is the same recording, asked the same, in all of the pairs."""
    first = pairs[0][0]
    for one in (scores for pair in pairs for scores in pair):
        if one.records != first.records or one.patients != first.patients:
            raise SystemExit(
                f"{first.model} and {one.model} were not scored on the same "
                "recordings: a mean over pairs needs the same in all of them"
            )
        shared = [code for code in first.labels if code in one.labels]
        asked, asked_too = (
            scores.asked[:, [scores.labels.index(code) for code in shared]]
            for scores in (first, one)
        )
        if not np.array_equal(asked, asked_too):
            raise SystemExit(
                f"{first.model} and {one.model} disagree about who was asked: one of "
                "the scores files was made by another rule"
            )


def _better(first: Scores, second: Scores, metric: Metric) -> float:
    one, two = (macro(metric, s.truth, s.logits, s.asked) for s in (first, second))
    return one - two


def mean_differences(
    pairs: Sequence[tuple[Scores, Scores]], draws: Draws
) -> dict[str, dict[str, Any]]:
    """Return by task how much better the first models are, in the mean over pairs.

    The pairs are repetitions of one comparison, by seed or by draw of labels, scored on
    the same recordings; patients are resampled for all of them together.
    """
    results = {}
    for task in tasks_of(*(scores for pair in pairs for scores in pair)):
        asked = [
            (
                said(with_positives(of_task(first, task), draws.min_positives)),
                said(of_task(second, task)),
            )
            for first, second in pairs
        ]
        both = [paired(a, b) for a, b in asked if set(a.labels) & set(b.labels)]
        if len(both) < len(pairs) or not all(first.labels for first, _ in both):
            continue
        row: dict[str, Any] = {"labels": len(both[0][0].labels)}
        for name, metric in (("macro_auroc", auroc), ("macro_auprc", auprc)):
            row[name] = rounded(difference(both, metric, draws))
            row[f"each_{name}"] = [
                round(_better(first, second, metric), 4) for first, second in both
            ]
        results[task.title] = row
    return results


def task_results(
    scores: Scores, draws: Draws, against: Scores | None = None
) -> dict[str, dict[str, Any]]:
    """Return results by task; with ``against``, how much better than that as well."""
    results = {}
    for task in tasks_of(scores):
        wanted = with_positives(of_task(scores, task), draws.min_positives)
        have = said(wanted)
        if not have.labels:
            continue
        probability, asked = probabilities(have.logits), have.asked
        calibration = ece_interval(have, draws)
        row: dict[str, Any] = {
            "labels": len(have.labels),
            "not_said": sorted(set(wanted.labels) - set(have.labels)),
            "macro_auroc": rounded(macro_interval(have, auroc, draws)),
            "macro_auprc": rounded(macro_interval(have, auprc, draws)),
            "brier": round(brier(have.truth[asked], probability[asked]), 4),
            "ece": round(calibration.value, 4),
            "ece_95": limits(calibration),
        }
        if against is not None:
            row["against"] = _against(have, of_task(against, task), draws)
        results[task.title] = row
    return results


def _against(have: Scores, other: Scores, draws: Draws) -> dict[str, Any] | None:
    if not set(have.labels) & set(said(other).labels):
        return None
    both = paired(have, said(other))
    return {
        "labels": len(both[0].labels),
        "macro_auroc": rounded(difference([both], auroc, draws)),
        "macro_auprc": rounded(difference([both], auprc, draws)),
    }


def label_results(scores: Scores, draws: Draws | None = None) -> list[dict[str, Any]]:
    """Return, per label, positives, AUROC, AUPRC, ECE, specificity at 95 % sensitivity.

    A label of form is asked of everyone: so it is used. With few positives a bootstrap
    would show too narrow an interval, and none is given.
    """
    draws = draws or Draws()
    rows = []
    for task in tasks_of(scores):
        if task.name == "form" and not task.everyone:
            continue
        own = said(of_task(scores, task))
        for k, code in enumerate(own.labels):
            asked = own.asked[:, k]
            truth, logits = own.truth[asked, k], own.logits[asked, k]
            threshold, specificity = specificity_at(truth, logits, SENSITIVITY)
            enough = int(truth.sum()) >= FEW_POSITIVES
            interval = label_interval(own, k, draws) if enough else None
            rows.append(
                {
                    "code": code,
                    "task": task.name,
                    "records": int(asked.sum()),
                    "positives": int(truth.sum()),
                    "auroc": _or_none(auroc(truth, logits)),
                    "auroc_95": None if interval is None else limits(interval),
                    "auprc": _or_none(auprc(truth, logits)),
                    "ece": _or_none(_own_ece(truth, logits)),
                    "threshold_at_95": _or_none(
                        float(probabilities(np.array(threshold)))
                    ),
                    "specificity_at_95": _or_none(specificity),
                }
            )
    return rows


def _own_ece(truth: NDArray[np.bool_], logits: NDArray[np.float64]) -> float:
    if not truth.size:
        return float("nan")
    return expected_calibration_error(truth, probabilities(logits))


AGES = (
    ("under 50 years", 0, 50),
    ("50 to 69 years", 50, 70),
    ("70 years and over", 70, 999),
)


def subgroups(scores: Scores) -> list[dict[str, Scores]]:
    """Return the recordings of each sex, and those of each age group.

    A set that does not tell sexes, or ages, has no such groups.
    """
    sexes, ages = np.array(scores.sexes), scores.ages_years
    by_sex = {name: sexes == name for name in ("female", "male")}
    by_age = {title: (ages >= low) & (ages < high) for title, low, high in AGES}
    known = (
        {title: scores.rows(mask) for title, mask in kind.items() if mask.any()}
        for kind in (by_sex, by_age)
    )
    return [groups for groups in known if groups]


def subgroup_results(scores: Scores, draws: Draws) -> dict[str, dict[str, Any]]:
    """Return macro AUROC by task in each subgroup.

    Both sexes have the mean over the same labels, and so have all ages: those with
    enough positives, and somebody without the finding, in each of them.
    """
    results: dict[str, dict[str, Any]] = {}
    for kind in subgroups(scores):
        results |= {title: {"records": len(group)} for title, group in kind.items()}
        for task in main_tasks(scores):
            parts = {title: said(of_task(group, task)) for title, group in kind.items()}
            shared = _told_everywhere(list(parts.values()), draws.min_positives)
            for title, part in parts.items() if shared else ():
                have = part.columns([part.labels.index(code) for code in shared])
                interval = rounded(macro_interval(have, auroc, draws))
                results[title][task.title] = {"labels": len(shared), **interval}
    return results


def _told_everywhere(parts: Sequence[Scores], at_least: int) -> list[str]:
    """Return the labels with enough positives, and any negative, in all parts."""
    told = []
    for part in parts:
        enough = with_positives(part, at_least)
        negative = (~enough.truth & enough.asked).any(axis=0)
        told.append(set(np.array(enough.labels)[negative]))
    return [code for code in parts[0].labels if all(code in x for x in told)]


def failures(scores: Scores, n: int = N_FAILURES) -> list[dict[str, Any]]:
    """Return where superclasses, or a set's own diagnoses, were most surely wrong.

    One line a recording, so that one strange recording does not fill the list.
    """
    own = said(of_task(scores, main_tasks(scores)[0]))
    probability = probabilities(own.logits)
    wrong = np.where(own.truth, 1 - probability, probability) * own.asked
    worst = wrong.argmax(axis=1) if own.labels else np.zeros(0, dtype=int)
    order: list[int] = []
    if own.labels:
        order = np.argsort(-wrong.max(axis=1), kind="stable")[:n].tolist()
    return [
        {
            "record": own.records[row],
            "code": own.labels[worst[row]],
            "present": bool(own.truth[row, worst[row]]),
            "probability": round(float(probability[row, worst[row]]), 3),
        }
        for row in order
    ]


def all_results(
    scores: Scores, draws: Draws, against: Scores | None = None
) -> dict[str, Any]:
    """Return everything that a report or a card says of one model's scores."""
    return {
        "model": scores.model,
        "part": scores.part,
        "records": len(scores),
        "patients": len(set(scores.patients)),
        "draws": draws.n,
        "seed": draws.seed,
        "min_positives": draws.min_positives,
        "against": None if against is None else against.model,
        "tasks": task_results(scores, draws, against),
        "labels": label_results(scores, draws),
        "subgroups": subgroup_results(scores, draws),
        "failures": failures(scores),
    }


def rounded(interval: Interval) -> dict[str, float]:
    return {name: round(value, 4) for name, value in asdict(interval).items()}


def limits(interval: Interval) -> list[float] | None:
    """Return the ends of an interval, ``None`` if nothing was drawn."""
    low, high = _or_none(interval.low), _or_none(interval.high)
    return None if low is None or high is None else [low, high]


def _or_none(value: float) -> float | None:
    return None if np.isnan(value) else round(value, 4)


def few(rows: Sequence[dict[str, Any]]) -> tuple[list[Any], list[Any]]:
    """Return the labels with enough positives to rely on, and the others."""
    enough = [row for row in rows if row["positives"] >= FEW_POSITIVES]
    return enough, [row for row in rows if row["positives"] < FEW_POSITIVES]
