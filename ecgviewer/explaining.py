"""Why a model states what it states of a recording, by one or more methods.

    explained = explain(read_recording(path), ["owen", "ig"])
    explained.answers["ig"].beats       # (12, n_beats), in logits
    explained.write(folder)

``ecgviewer explain`` is the same from the command line.
"""

import csv
import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ecgviewer.ai.attention.files import attention_files
from ecgviewer.ai.attention.look import AttentionError, AttentionLook, look
from ecgviewer.ai.evidence.owen import EvidenceError
from ecgviewer.ai.evidence.waves import explain_waves
from ecgviewer.ai.inference import predict
from ecgviewer.ai.installed import DEFAULT, load_installed
from ecgviewer.ai.model import EcgModel, never
from ecgviewer.ai.registry import DEFAULT_EXPLAINER, EXPLAINERS
from ecgviewer.analysis.beats.rpeaks import detect_r_peaks
from ecgviewer.api.analysis import installed_measuring
from ecgviewer.api.frames import frame_of
from ecgviewer.api.statement_names import StatementError, find_statement
from ecgviewer.cli.explanation_files import (
    Context,
    Files,
    evidence_files,
    map_files,
    refusal_files,
    wave_files,
)
from ecgviewer.ecg.beats import BeatList
from ecgviewer.ecg.evidence.attribution import Attribution
from ecgviewer.ecg.evidence.wave_shares import WaveShares
from ecgviewer.ecg.examination import EcgAnalysis
from ecgviewer.ecg.findings import Evidence, Finding, Prediction
from ecgviewer.ecg.leads import ANATOMIC, STANDARD_12, Grouping
from ecgviewer.ecg.recording import Recording
from ecgviewer.pipeline import analyze_recording

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, eq=False)
class Asked:
    """What methods are asked about; what several need is found once.

    ``lead`` and ``beat`` are those that waves are asked of, all if there is none; of
    attention, the stretch with that beat is looked at.
    """

    recording: Recording
    beats: BeatList
    model: EcgModel
    code: str
    stated: bool
    lead: str | None
    beat: int | None
    grouping: Grouping
    cancelled: Callable[[], bool]

    def context(self, key: str) -> Context:
        return Context(
            *(key, self.code, self.stated, self.measured.measurements.criteria),
            *(self.recording, self.beats, self.model),
        )

    @cached_property
    def evidence(self) -> Mapping[str, Evidence]:
        found: Mapping[str, Evidence] = EXPLAINERS[DEFAULT_EXPLAINER].attribute(
            *(self.recording, self.beats, self.model),
            grouping=self.grouping,
            cancelled=self.cancelled,
        )
        return found

    @cached_property
    def measured(self) -> EcgAnalysis:
        return analyze_recording(self.recording, installed_measuring(), self.beats)


@dataclass(frozen=True)
class Method:
    """A method: what it answers, and the files of an answer.

    ``ask`` raises ``EvidenceError`` where it has no answer.
    """

    key: str
    title: str
    ask: Callable[[Asked], Any]
    files: Callable[[Asked, Any], Files]


def _evidence(asked: Asked) -> Evidence:
    if asked.code not in asked.evidence:
        raise EvidenceError(f"{asked.code} is not explained")
    return asked.evidence[asked.code]


def _map(key: str, asked: Asked) -> Attribution:
    found: Mapping[str, Attribution] = EXPLAINERS[key].attribute(
        *(asked.recording, asked.beats, asked.model, [asked.code]),
        cancelled=asked.cancelled,
    )
    return found[asked.code]


def _waves(asked: Asked) -> tuple[WaveShares, ...]:
    if asked.measured.fiducials is None:
        raise EvidenceError("no wave of this recording could be told")
    numbers = None if asked.beat is None else [asked.beat]
    return tuple(
        explain_waves(
            *(asked.recording, asked.beats, asked.measured.fiducials, asked.model),
            *(lead, numbers, asked.evidence, asked.cancelled),
        )[asked.code]
        for lead in ([asked.lead] if asked.lead else STANDARD_12)
    )


def _attention(asked: Asked) -> AttentionLook:
    at_s = 0.0 if asked.beat is None else float(asked.beats.times_s[asked.beat])
    try:
        return look(asked.recording, asked.beats, asked.model, asked.code, at_s)
    except AttentionError as reason:
        raise EvidenceError(str(reason)) from None


def _attention_files(asked: Asked, seen: AttentionLook) -> Files:
    known = asked.evidence.get(asked.code)
    return attention_files(seen, asked.model, asked.recording, known)


def _map_files(key: str, asked: Asked, item: Attribution) -> Files:
    return map_files(asked.context(key), item, asked.measured.fiducials)


def _rows() -> Iterator[Method]:
    owen = EXPLAINERS[DEFAULT_EXPLAINER]
    yield Method(
        *(owen.key, owen.title, _evidence),
        lambda asked, item: evidence_files(asked.context(owen.key), item),
    )
    for row in EXPLAINERS.values():
        if row is not owen:
            ask, files = partial(_map, row.key), partial(_map_files, row.key)
            yield Method(row.key, row.title, ask, files)
    yield Method(
        *("waves", "Waves of the beats", _waves),
        lambda asked, items: wave_files(asked.context("waves"), items),
    )
    yield Method("attention", "Attention", _attention, _attention_files)


METHODS: dict[str, Method] = {row.key: row for row in _rows()}


@dataclass(frozen=True, eq=False)
class Explained:
    """Answers by method, and of the others why there is none.

    Of ``owen`` the answer is an ``Evidence``, of ``waves`` a ``WaveShares`` for each
    lead, of ``attention`` an ``AttentionLook``, of the others an ``Attribution``.
    """

    asked: Asked
    prediction: Prediction
    answers: Mapping[str, Any]
    refused: Mapping[str, str]

    @property
    def code(self) -> str:
        """The statement explained."""
        return self.asked.code

    @property
    def answer(self) -> Any:
        """The answer of the first method that has one."""
        return next(iter(self.answers.values()))

    @property
    def finding(self) -> Finding:
        """What the model says of the statement."""
        return self.prediction.finding(self.code)

    def to_frame(self, method: str | None = None) -> "pd.DataFrame":
        """Return the table of a method's CSV, of the first that has an answer.

        Raises ``KeyError`` for a method without an answer and ``ImportError`` without
        pandas.
        """
        key = next(iter(self.answers)) if method is None else method
        files = METHODS[key].files(self.asked, self.answers[key])
        name = next(name for name in files if name.endswith(".csv"))
        rows = csv.DictReader(io.StringIO(files[name].decode()))
        return frame_of([{k: _cell(k, v) for k, v in row.items()} for row in rows])

    def files(self) -> Files:
        """Return NPZ, CSV and JSON by their names; of what is refused, JSON only."""
        files: Files = {}
        for key, answer in self.answers.items():
            files |= METHODS[key].files(self.asked, answer)
        for key, reason in self.refused.items():
            files |= refusal_files(self.asked.context(key), reason)
        return files

    def write(self, folder: Path) -> list[Path]:
        """Write the files into a folder, which is made; raises ``OSError``."""
        files = self.files()
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in files.items():
            (folder / name).write_bytes(content)
        return [folder / name for name in files]


def _cell(column: str, text: str) -> Any:
    if column in ("lead", "wave", "token"):
        return text
    try:
        return float(text) if text else None
    except ValueError:
        return text


def explain(
    recording: Recording,
    methods: Sequence[str] = (DEFAULT_EXPLAINER,),
    statement: str | None = None,
    model: EcgModel | str = DEFAULT,
    *,
    lead: str | None = None,
    beat: int | None = None,
    grouping: Grouping = ANATOMIC,
    cancelled: Callable[[], bool] = never,
) -> Explained:
    """Explain one statement of a model about a recording.

    ``methods`` are keys of ``METHODS``. A ``statement`` is named by its code or in
    words (``"inferior MI"``); without one it is the first to be read of those that are
    stated (urgent before abnormal before usual), or the most probable of all. ``model``
    is one that is loaded, or the name of one that is installed. ``lead`` and ``beat``
    (numbered from 0) are those whose waves are asked about; else they are all leads and
    all beats. Owen values are told by ``grouping``.

    Raises
    ------
    EvidenceError
        If the model abstains, or there is no such statement, method, lead or beat.
    BundleError
        If the model is not installed, or damaged.
    Cancelled
        If ``cancelled`` answered True.
    """
    _refuse_unknown(methods)
    asked_model = load_installed(model) if isinstance(model, str) else model
    # Networks were taught with the detector's R peaks.
    beats = detect_r_peaks(recording)
    prediction = predict(recording, beats, asked_model)
    if prediction.abstained is not None:
        raise EvidenceError(f"the model says nothing: {prediction.abstained}")
    code = _code_of(statement, prediction)
    _refuse_beside(lead, beat, len(beats))
    stated = prediction.finding(code).present
    asked = Asked(
        *(recording, beats, asked_model, code, stated),
        *(lead, beat, grouping, cancelled),
    )
    answers, refused = {}, {}
    for key in dict.fromkeys(methods):
        try:
            answers[key] = METHODS[key].ask(asked)
        except EvidenceError as reason:
            refused[key] = str(reason)
    return Explained(asked, prediction, answers, refused)


def _refuse_unknown(methods: Sequence[str]) -> None:
    if unknown := [key for key in methods if key not in METHODS]:
        known = ", ".join(METHODS)
        raise EvidenceError(f"no method {', '.join(unknown)}; there are {known}")


def _refuse_beside(lead: str | None, beat: int | None, n_beats: int) -> None:
    """Refuse a lead or beat that there is not."""
    if beat is not None and not 0 <= beat < n_beats:
        raise EvidenceError(f"no beat {beat}; they are numbered 0 to {n_beats - 1}")
    if lead is not None and lead not in STANDARD_12:
        raise EvidenceError(f"no lead {lead}; there are {', '.join(STANDARD_12)}")


def _code_of(statement: str | None, prediction: Prediction) -> str:
    """Return the code of a statement in words, or of the first to be read."""
    if statement is None:
        return (prediction.first_to_explain or prediction.findings[0]).code
    labels = {finding.code: finding.label for finding in prediction.findings}
    try:
        return find_statement(statement, labels)
    except StatementError as error:
        raise EvidenceError(str(error)) from None
