"""The report card of the evidence for one finding, asked of the model itself.

Everything goes through ``logits_without``, so every family is asked alike.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ecgviewer.ai.evidence.owen import METHOD, EvidenceError
from ecgviewer.ai.model import EcgModel, FloatArray, never, sigmoid
from ecgviewer.ai.registry import EXPLAINERS
from ecgviewer.ai.report.card import Limit, ReportCard, judged, load_limits
from ecgviewer.ai.report.disturbed import disturbances, with_random_weights
from ecgviewer.ai.report.faithfulness import (
    Degradation,
    amplitudes,
    degradations,
    order_of,
    random_orders,
    shares,
)
from ecgviewer.ai.report.question import Question, cell_map, lead_map, question
from ecgviewer.analysis.beats.beat_classes import classify_beats
from ecgviewer.ecg.beats import BeatList
from ecgviewer.ecg.findings import Evidence
from ecgviewer.ecg.leads import STANDARD_12
from ecgviewer.ecg.reasons.phrase import phrase
from ecgviewer.ecg.recording import Recording

OCCLUSION = phrase("Occlusion of single beats of leads")
FEWEST_ALIKE = 3
RANDOM_SEEDS = (1, 2, 3)
NO_WEIGHTS = phrase("This model has no weights that could be made random.")
NOT_MEASURED = phrase(
    "How well it tells this statement was not measured, or on too few."
)
TOO_FEW_ALIKE = phrase("Fewer than three beats have the same shape.")
# Why a value may be missing.
WHY_NONE = {
    "discrimination": NOT_MEASURED,
    "alike": TOO_FEW_ALIKE,
    "randomised": NO_WEIGHTS,
}


@dataclass(frozen=True, eq=False)
class SecondMap:
    """What another method says of each cell, (12, n_beats), and its name."""

    method: str
    values: FloatArray


@dataclass(frozen=True, eq=False)
class _Case:
    recording: Recording
    beats: BeatList
    asked: Question
    evidence: Evidence
    values: FloatArray  # of the evidence, in the order of the twelve leads


def report(
    recording: Recording,
    beats: BeatList,
    model: EcgModel,
    evidence: Evidence,
    *,
    shapes: NDArray[np.int64] | None = None,
    second: SecondMap | None = None,
    limits: dict[str, Limit] | None = None,
    cancelled: Callable[[], bool] = never,
    progress: Callable[[float], None] = lambda _fraction: None,
) -> ReportCard:
    """Return the report card of evidence that tells beats.

    ``shapes`` are the beats' groups of one morphology (``BeatClasses.groups``), looked
    for if not given; ``second`` is another method's map, ``second_map`` if not given.

    Raises
    ------
    ModelAbstains
        If the model says nothing of this recording.
    Cancelled
        If ``cancelled`` answered True.
    """
    asked = question(recording, beats, model, evidence.code, cancelled)
    case = _Case(recording, beats, asked, evidence, in_order(evidence))
    values: dict[str, float | None] = dict(_of_the_numbers(evidence))
    values["discrimination"] = measured_auroc(model, evidence.code)
    progress(0.05)
    curves = _faithful(case, values)
    progress(0.35)
    if second is None:
        second = second_map(recording, beats, asked, evidence)
    values["agreement"] = rank_correlation(
        case.values[asked.valid], second.values[asked.valid]
    )
    progress(0.65)
    if shapes is None:
        shapes = classify_beats(recording, beats, cancelled=cancelled).groups
    values["alike"] = alike_in_one_shape(second.values, asked.valid, shapes)
    leads = lead_map(asked)
    values["stability"] = _stability(case, leads)
    progress(0.85)
    values["randomised"] = _like_random(case, leads)
    reasons = {key: why for key, why in WHY_NONE.items() if values[key] is None}
    checks = judged(values, limits or load_limits(), reasons)
    return ReportCard(evidence.code, checks, shares(), curves, second.method)


def second_map(
    recording: Recording, beats: BeatList, asked: Question, evidence: Evidence
) -> SecondMap:
    """Return integrated gradients beside removal, else occlusion of single cells.

    Occlusion also where a model cannot be differentiated.
    """
    explainer = EXPLAINERS["ig"]
    if evidence.method == METHOD:
        try:
            told = explainer.attribute(
                *(recording, beats, asked.model, [evidence.code]),
                cancelled=asked.cancelled,
            )
            return SecondMap(explainer.title, told[evidence.code].beats)
        except EvidenceError:
            pass
    return SecondMap(OCCLUSION, cell_map(asked))


# -------------------------------------------------------------------------- checks


def _of_the_numbers(evidence: Evidence) -> dict[str, float]:
    """Return what the evidence itself tells: its size, gap and sampling error."""
    whole = abs(evidence.logit - evidence.baseline_logit)
    told = max(np.abs(evidence.beats).sum(), 1e-12)
    error = float(np.sqrt((evidence.beats_se**2).sum()) / told)
    return {
        "size": whole,
        "efficiency": evidence.max_gap / max(whole, 1e-12),
        "sampling": error,
    }


def measured_auroc(model: EcgModel, code: str) -> float | None:
    """Return the lower end of the interval that the model's card gives for a statement.

    Removal is faithful to whatever a model does, also to one that has learnt nothing;
    only recordings with a diagnosis tell. ``None`` where the card does not.
    """
    rows = model.card.get("fold_9", {}).get("labels", ())
    tasks = {spec.task for spec in model.labels if spec.code == code}
    for row in rows:
        if row["code"] == code and row["task"] in tasks and row["auroc_95"]:
            return float(row["auroc_95"][0])
    return None


def _faithful(case: _Case, values: dict[str, float | None]) -> dict[str, FloatArray]:
    """Add the checks of removal, and return the curves in probabilities."""
    valid, item = case.asked.valid, case.evidence
    sign = 1.0 if item.logit >= item.baseline_logit else -1.0
    found = degradations(
        case.asked,
        {
            "map": [order_of(sign * case.values, valid)],
            "amplitude": [order_of(amplitudes(case.recording, case.beats), valid)],
            "random": random_orders(valid),
        },
    )
    (own,), (amplitude,) = found["map"], found["amplitude"]
    random = [one.score for one in found["random"]]
    values["degradation"] = own.score
    # An order turned round has the score with the other sign.
    values["above_random"] = own.score - max(map(abs, random))
    values["above_amplitude"] = own.score - amplitude.score
    return _curves(own, amplitude, found["random"])


def _curves(
    own: Degradation, amplitude: Degradation, random: list[Degradation]
) -> dict[str, FloatArray]:
    chance = np.mean([one.most for one in random], axis=0)
    return {
        "removed": _probabilities(own.most),
        "kept": _probabilities(own.least[::-1]),
        "random": _probabilities(chance),
        "amplitude": _probabilities(amplitude.most),
    }


def _probabilities(logits: FloatArray) -> FloatArray:
    return np.array([sigmoid(float(logit)) for logit in logits])


def alike_in_one_shape(
    cells: FloatArray, valid: NDArray[np.bool_], shapes: NDArray[np.int64]
) -> float | None:
    """Return how alike beats of the usual shape are told, ``None`` if too few.

    The mean correlation over the leads of each with the mean of the others. Taken from
    a map of single cells, because sampled beats are drawn towards each other.
    """
    rows = valid.any(axis=1)
    usual = np.flatnonzero((shapes == 0) & valid[rows].all(axis=0))
    if len(usual) < FEWEST_ALIKE:
        return None
    own = cells[rows][:, usual]
    others = (own.sum(axis=1, keepdims=True) - own) / (len(usual) - 1)
    each = [correlation(own[:, k], others[:, k]) for k in range(len(usual))]
    return float(np.mean(each))


def _stability(case: _Case, leads: FloatArray) -> float:
    """Return the least correlation of the leads' map with that of a changed ECG."""
    found = []
    for recording, beats in disturbances(case.recording, case.beats):
        other = question(
            *(recording, beats, case.asked.model, case.evidence.code),
            case.asked.cancelled,
        )
        found.append(correlation(leads, lead_map(other)))
    return min(found)


def _like_random(case: _Case, leads: FloatArray) -> float | None:
    """Return how like the leads' map is to those of random weights, by rank.

    The mean over draws, whatever its sign.
    """
    found = []
    for seed in RANDOM_SEEDS:
        model = with_random_weights(case.asked.model, seed)
        if model is None:
            return None
        other = question(
            *(case.recording, case.beats, model, case.evidence.code),
            case.asked.cancelled,
        )
        found.append(rank_correlation(leads, lead_map(other)))
    return abs(float(np.mean(found)))


# ----------------------------------------------------------------------- arithmetic


def correlation(one: FloatArray, other: FloatArray) -> float:
    """Return Pearson's r; 0 where one of them does not vary."""
    a, b = one - one.mean(), other - other.mean()
    size = float(np.sqrt((a**2).sum() * (b**2).sum()))
    return float((a * b).sum()) / size if size > 1e-24 else 0.0


def rank_correlation(one: FloatArray, other: FloatArray) -> float:
    """Return Spearman's rho; ties share their rank."""
    return correlation(_ranks(one), _ranks(other))


def _ranks(values: FloatArray) -> FloatArray:
    _, inverse, counts = np.unique(
        np.round(values, 12), return_inverse=True, return_counts=True
    )
    last = np.cumsum(counts)
    ranks: FloatArray = (last - (counts - 1) / 2)[inverse.ravel()]
    return ranks


def in_order(evidence: Evidence) -> FloatArray:
    """Return the beats' contributions in the order of the twelve leads."""
    rows = [evidence.lead_row(lead) for lead in STANDARD_12]
    return np.stack(
        [
            np.zeros(evidence.beats.shape[1]) if row is None else evidence.beats[row]
            for row in rows
        ]
    )
