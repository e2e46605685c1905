"""Attributions of a recording: what each sample of a lead has to do with a statement.

An ensemble's is the sum of its members', each as much as it counts. Unlike Owen
values, which take beats away, all of these compare with an isoelectric line, which a
network may take for a lead that is off: they are second opinions, not what is shown
first.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
import torch
from torch import Tensor

from ecgviewer.ai.differentiable import NOWHERE, Differentiable
from ecgviewer.ai.evidence import gradients
from ecgviewer.ai.evidence.gradients import Answer, Job
from ecgviewer.ai.evidence.owen import EvidenceError
from ecgviewer.ai.inputs import N_LEADS, ModelAbstains
from ecgviewer.ai.model import EcgModel, FloatArray, Stretch, never, stretch_weights
from ecgviewer.ecg.beats import BeatList
from ecgviewer.ecg.evidence.attribution import (
    COMPLETE_LOGIT,
    COMPLETE_SHARE,
    Attribution,
)
from ecgviewer.ecg.leads import STANDARD_12
from ecgviewer.ecg.reasons.phrase import phrase
from ecgviewer.ecg.recording import Recording


@dataclass(frozen=True)
class _Method:
    """A method: what it does, what it promises, and what it says of one part."""

    said: str
    ask: Callable[[Differentiable, Job], Answer]
    adds_up: bool = False
    unit: str | None = "logit"
    seed: int | None = None
    needs_layers: bool = False


@dataclass(frozen=True, eq=False)
class _Piece:
    """One part of one stretch; logits are (n_labels,), ``weight`` is the stretch's."""

    part: Differentiable
    weight: FloatArray
    logits: FloatArray
    baseline: FloatArray

    @property
    def change(self) -> FloatArray:
        changed: FloatArray = self.weight * (self.logits - self.baseline)
        return changed


def _explained(
    method: _Method,
    recording: Recording,
    beats: BeatList,
    model: EcgModel,
    codes: Sequence[str] | None = None,
    *,
    cancelled: Callable[[], bool] = never,
) -> Mapping[str, Attribution]:
    """Return a method's attribution for each statement asked about, by code.

    ``codes`` are all statements that are shown if there are none.

    Raises
    ------
    EvidenceError
        If the model abstains, cannot be explained so, or has no such statement.
    Cancelled
        If ``cancelled`` answered True before one of the network's answers.
    """
    try:
        stretches = model.prepare(recording, beats)
    except ModelAbstains as reason:
        raise EvidenceError(str(reason)) from None
    columns = _columns(model, codes)
    logits = model.logits(stretches)
    weights = stretch_weights(logits, model.labels)
    pieces = [
        _Piece(part, weight, *(_logits(part, x) for x in (part.input, part.baseline)))
        for stretch, weight in zip(stretches, weights, strict=True)
        for part in model.differentiable(stretch, beats)
    ]
    unit = _check(method, model, pieces)
    unexplained = _unexplained(model, stretches, pieces)
    answers = {}
    for code, column in columns.items():
        found = _attribution(method, recording, beats, pieces, column, cancelled)
        left = [k for k, said in unexplained.items() if said[:, column].any()]
        logit = float((weights * logits)[:, column].sum())
        change = sum(float(piece.change[column]) for piece in pieces)
        answers[code] = replace(
            found,
            code=code,
            logit=logit,
            baseline_logit=logit - change,
            gap=float(found.beats.sum()) - change if method.adds_up else None,
            unit=unit,
            left_out=tuple(left),
        )
    return answers


def _columns(model: EcgModel, codes: Sequence[str] | None) -> dict[str, int]:
    """Return where the statements asked about stand in the model's answers."""
    known = {spec.code: column for column, spec in enumerate(model.labels)}
    if codes is None:
        return {spec.code: known[spec.code] for spec in model.labels if spec.shown}
    if missing := [code for code in codes if code not in known]:
        raise EvidenceError(
            phrase(
                "{model} has no statement {code}",
                model=model.name,
                code=", ".join(missing),
            )
        )
    return {code: known[code] for code in codes}


def _unexplained(
    model: EcgModel, stretches: Sequence[Stretch], pieces: Sequence[_Piece]
) -> dict[str, FloatArray]:
    """Return what members say that are no pieces, by their names."""
    named = {piece.part.name for piece in pieces}
    shares = model.shares(stretches)
    return {name: said for name, said in shares.items() if name not in named}


@torch.no_grad()
def _logits(part: Differentiable, inputs: Tensor) -> FloatArray:
    said: FloatArray = part.logits(inputs)[0].numpy()
    return said


def _check(method: _Method, model: EcgModel, pieces: Sequence[_Piece]) -> str:
    """Return the unit of the answer, or raise ``EvidenceError``."""
    if not pieces:
        raise EvidenceError(
            phrase(
                "{model} reads no signal that can be differentiated; Owen values "
                "explain it",
                model=model.name,
            )
        )
    units = sorted({piece.part.unit for piece in pieces})
    names = ", ".join(dict.fromkeys(piece.part.name for piece in pieces))
    if method.needs_layers and len({piece.part.name for piece in pieces}) > 1:
        raise EvidenceError(
            phrase(
                "layers of several networks do not add up; ask one: {names}",
                names=names,
            )
        )
    if method.needs_layers and not all(piece.part.layers for piece in pieces):
        raise EvidenceError(
            phrase("{model} has no convolutional layer", model=model.name)
        )
    if len({piece.part.fs for piece in pieces}) > 1:
        raise EvidenceError(
            phrase("read at different rates; ask one: {names}", names=names)
        )
    if method.unit is not None:
        return method.unit
    if len(units) > 1:
        raise EvidenceError(
            phrase(
                "slopes per {units} do not add up; ask one: {names}",
                units=", ".join(units),
                names=names,
            )
        )
    return phrase("logit per {units}", units=units[0])


def _attribution(
    method: _Method,
    recording: Recording,
    beats: BeatList,
    pieces: Sequence[_Piece],
    column: int,
    cancelled: Callable[[], bool],
) -> Attribution:
    fs = pieces[0].part.fs
    change = abs(sum(float(piece.change[column]) for piece in pieces))
    tolerance = max(COMPLETE_SHARE * change, COMPLETE_LOGIT) / len(pieces)
    values = np.zeros((N_LEADS, round(recording.duration_s * fs)))
    sums, variance = np.zeros((2, N_LEADS, len(beats)))
    read, n_steps = np.zeros(N_LEADS, dtype=bool), []
    for number, piece in enumerate(pieces):
        part, weight = piece.part, float(piece.weight[column])
        read[np.unique(part.places.lead[part.places.lead != NOWHERE])] = True
        if weight == 0:
            continue
        answer = method.ask(part, Job(column, tolerance / weight, number, cancelled))
        n_steps.append(answer.n_steps)
        lead, beat, sample = part.places.lead, part.places.beat, part.places.sample
        there = lead != NOWHERE
        np.add.at(sums, (lead[there], beat[there]), weight * answer.values[there])
        timed = there & (sample >= 0) & (sample < values.shape[1])
        np.add.at(values, (lead[timed], sample[timed]), weight * answer.values[timed])
        if answer.variance is not None:
            more = weight**2 * answer.variance[there]
            np.add.at(variance, (lead[there], beat[there]), more)
    return Attribution(
        code="",
        method=method.said,
        values=values,
        fs=fs,
        beats=sums,
        beat_times_s=beats.times_s,
        logit=0.0,
        baseline_logit=0.0,
        n_steps=max((n for n in n_steps if n is not None), default=None),
        seed=method.seed,
        beats_se=None if method.seed is None else np.sqrt(variance),
        unread=tuple(np.array(STANDARD_12)[~read].tolist()),
        notes=tuple(dict.fromkeys(p.part.note for p in pieces if p.part.note)),
    )


# Each takes (recording, beats, model, codes=None, *, cancelled=never).
integrated_gradients = partial(
    _explained,
    _Method(
        phrase(
            "Integrated gradients from isoelectric leads (Sundararajan 2017), "
            "with as many steps as bring the sum within 5 %."
        ),
        gradients.integrated_gradients,
        adds_up=True,
    ),
)
saliency = partial(
    _explained,
    _Method(
        phrase(
            "Slope of the logit by each number that the network reads (Simonyan 2014)."
        ),
        gradients.saliency,
        unit=None,
    ),
)
occlusion = partial(
    _explained,
    _Method(
        phrase(
            "Drop of the logit when {window_s:g} s of a lead are made isoelectric "
            "(Zeiler 2014), spread evenly over them.",
            window_s=gradients.WINDOW_S,
        ),
        gradients.occlusion,
    ),
)
shapley_sampling = partial(
    _explained,
    _Method(
        phrase(
            "Shapley values of the beats of leads, made isoelectric in random "
            "orders (Castro 2009), spread evenly over each beat."
        ),
        gradients.shapley_sampling,
        adds_up=True,
        seed=0,
    ),
)
grad_cam = partial(
    _explained,
    _Method(
        phrase(
            "Grad-CAM of the last convolutional layer (Selvaraju 2017), signed; "
            "where the layer reads several leads, each shows the same."
        ),
        gradients.grad_cam,
        unit=phrase("slope x activation"),
        needs_layers=True,
    ),
)
activation = partial(
    _explained,
    _Method(
        phrase(
            "Mean activation of the last convolutional layer, whatever the "
            "statement; where the layer reads several leads, each shows the same."
        ),
        gradients.activation,
        unit="activation",
        needs_layers=True,
    ),
)
