"""``ecgviewer analyze``: what is known of each recording, as JSON Lines.

``measurements`` and what goes with them are written by ``measurements_json``,
``quality`` by ``quality_json``. Keys never change meaning within a ``schema_version``,
whose JSON Schema is ``docs/reference/analyze.schema.json``. A file that is refused, or
cannot be read to its end, gets an object with ``file`` and ``error``, so that no line
is missing.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from ecgviewer.ai.files import BundleError
from ecgviewer.ai.inference import predict
from ecgviewer.ai.installed import DEFAULT, load_installed
from ecgviewer.ai.model import EcgModel
from ecgviewer.ai.registry import DEFAULT_EXPLAINER, EXPLAINERS
from ecgviewer.analysis.beats.rpeaks import detect_r_peaks
from ecgviewer.cli.measurements_json import (
    fiducials_json,
    measurements_json,
    values_json,
)
from ecgviewer.cli.quality_json import quality_to_dict
from ecgviewer.ecg.beat_classes import BEAT_KINDS, BeatClasses
from ecgviewer.ecg.criteria import Criterion
from ecgviewer.ecg.findings import Evidence, Finding, Prediction
from ecgviewer.ecg.leads import ANATOMIC, Grouping
from ecgviewer.ecg.signal import SignalError
from ecgviewer.ecg.statement_criteria import any_met, criteria_of
from ecgviewer.ecg.survey import needs_survey, surveyed
from ecgviewer.io import read_recording
from ecgviewer.io.cache.survey import survey
from ecgviewer.io.errors import ReadError, read_error
from ecgviewer.pipeline import (
    Models,
    analyze_recording,
    ask_second_opinion,
    installed_delineator,
    installed_quality_model,
)

# Of what is printed (docs/reference/analyze.schema.json). The first number rises when a
# key changes or goes, the second when one is added.
SCHEMA_VERSION = "1.0"
NOTICE = "AI output for research, not for diagnosis"
# Digits beyond these are not supported by the calibration, or are rounding noise.
_PROBABILITY_DIGITS = 3
_LOGIT_DIGITS = 9
_TIME_DIGITS = 4


@dataclass(frozen=True)
class Installed:
    """The models that are installed; ``no_model`` says why the first is missing."""

    model: EcgModel | None
    no_model: str
    measuring: Models


def analyze_files(
    paths: Iterable[Path],
    *,
    with_evidence: bool,
    with_fiducials: bool = False,
    with_second_opinion: bool = False,
    model_name: str = DEFAULT,
    grouping: Grouping = ANATOMIC,
) -> Iterator[dict[str, Any]]:
    """Yield one JSON-ready object per file, in order."""
    installed = _installed(model_name)
    for path in paths:
        try:
            yield analyze_file(
                path,
                installed,
                with_evidence=with_evidence,
                with_fiducials=with_fiducials,
                with_second_opinion=with_second_opinion,
                grouping=grouping,
            )
        except ReadError as error:
            yield _refused(path, error)
        except (SignalError, OSError, MemoryError) as error:
            # The samples of a long recording are read only now.
            yield _refused(path, read_error(path, error))


def _refused(path: Path, error: ReadError) -> dict[str, Any]:
    reason = {"place": error.place, "reason": error.reason}
    return {"schema_version": SCHEMA_VERSION, "file": str(path), "error": reason}


def analyze_file(
    path: Path,
    installed: Installed,
    *,
    with_evidence: bool,
    with_fiducials: bool,
    with_second_opinion: bool,
    grouping: Grouping = ANATOMIC,
) -> dict[str, Any]:
    """Return what is known of one recording.

    Raises ``ReadError``, and what reading the samples of a long recording may raise:
    ``SignalError`` and ``OSError``.
    """
    model = installed.model
    recording = read_recording(path)
    if needs_survey(recording):
        recording = surveyed(recording, survey(recording))
    # The network was taught with the detector's R peaks, not with those of readers.
    beats = detect_r_peaks(recording)
    examined = analyze_recording(recording, installed.measuring, beats)
    if with_second_opinion:
        examined = ask_second_opinion(examined, installed.measuring)
    prediction = (
        Prediction((), "none", abstained=installed.no_model)
        if model is None
        else predict(recording, beats, model)
    )
    evidence: dict[str, Evidence] = {}
    if with_evidence and model is not None and prediction.abstained is None:
        explain = EXPLAINERS[DEFAULT_EXPLAINER].attribute
        evidence = dict(explain(recording, beats, model, grouping=grouping))
    answer = {
        "schema_version": SCHEMA_VERSION,
        "file": str(path),
        "sha256": recording.source.sha256,
        "fs": recording.fs,
        "duration_s": round(recording.duration_s, _TIME_DIGITS),
        "leads": list(recording.leads),
        "derived_leads": list(recording.derived_leads),
        "unit": recording.amplitude_unit,
        "warnings": list(recording.warnings),
        "quality": examined.quality and quality_to_dict(examined.quality),
        "beats": [round(float(t), _TIME_DIGITS) for t in examined.beats.times_s],
        **_beat_kinds(examined.classes),
        "paced": examined.measurements.paced,
        "model": prediction.model,
        "notice": NOTICE,
        "abstained": prediction.abstained,
        "notes": list(prediction.notes),
        "ood_score": None
        if prediction.ood_score is None
        else round(prediction.ood_score, 3),
        "findings": [
            _finding(finding, evidence.get(finding.code))
            | _measured(finding, examined.measurements.criteria)
            for finding in prediction.findings
        ],
    }
    answer |= measurements_json(examined.measurements, recording.file_values)
    if with_second_opinion:
        answer["second_opinion"] = values_json(examined.measurements.second_opinion)
    if with_fiducials:
        found = examined.fiducials
        answer["fiducials"] = None if found is None else fiducials_json(found)
    return answer


def _beat_kinds(classes: BeatClasses | None) -> dict[str, Any]:
    """Return the kind of each beat, and how many there are of each."""
    if classes is None:
        return {"beat_kinds": None, "beat_counts": None}
    counts = {kind: classes.kinds.count(kind) for kind in BEAT_KINDS}
    return {"beat_kinds": list(classes.kinds), "beat_counts": counts}


def to_json(answer: dict[str, Any]) -> str:
    """Return one line of JSON; NaN would be a fault and raises ``ValueError``."""
    # ASCII: a terminal's encoding must not decide whether a file name can be printed.
    return json.dumps(answer, ensure_ascii=True, allow_nan=False)


def _installed(model_name: str) -> Installed:
    model, no_model, delineator = None, "", None
    try:
        model = load_installed(model_name)
    except (BundleError, FileNotFoundError) as error:
        no_model = str(error)
    # Without it no interval is measured, and each says so.
    with suppress(BundleError):
        delineator = installed_delineator()
    return Installed(model, no_model, Models(delineator, installed_quality_model()))


def _finding(finding: Finding, evidence: Evidence | None) -> dict[str, Any]:
    said: dict[str, Any] = {
        "code": finding.code,
        "label": finding.label,
        "probability": round(finding.probability, _PROBABILITY_DIGITS),
        "logit": round(finding.logit, _LOGIT_DIGITS),
        "threshold": finding.threshold,
        "present": finding.present,
    }
    if finding.members:
        said["members"] = _rounded(finding.members)
    if evidence is None:
        return said
    printed = _rounded_evidence(evidence)
    return said | {
        # The evidence's own logit: the same network in another batch, 1e-6 apart.
        "logit": printed.logit,
        "baseline_logit": printed.baseline_logit,
        "grouping": {
            "key": evidence.grouping.key,
            "title": evidence.grouping.title,
            "version": evidence.grouping.version,
            "n_removals": evidence.grouping.n_removals,
        },
        "groups": dict(printed.groups),
        "group_leads": {k: list(v) for k, v in printed.group_leads.items()},
        "leads": dict(printed.leads),
        "beats": printed.beats.tolist(),
        "beats_se": printed.beats_se.tolist(),
        "exact": printed.exact,
        "n_rounds": printed.n_rounds,
        "method": printed.method,
        "max_gap": printed.max_gap,
    }


def _measured(finding: Finding, criteria: tuple[Criterion, ...]) -> dict[str, Any]:
    """Return the criteria that ask what a statement says, and whether one is met."""
    asked = criteria_of(finding.code, criteria)
    return {
        "criteria": [criterion.key for criterion in asked],
        "criteria_met": any_met(asked),
    }


def _rounded_evidence(evidence: Evidence) -> Evidence:
    """Return the evidence as printed: its gap is then that of the printed numbers."""
    return replace(
        evidence,
        logit=round(evidence.logit, _LOGIT_DIGITS),
        baseline_logit=round(evidence.baseline_logit, _LOGIT_DIGITS),
        groups=_rounded(evidence.groups),
        leads=_rounded(evidence.leads),
        beats=evidence.beats.round(_LOGIT_DIGITS),
        beats_se=evidence.beats_se.round(_LOGIT_DIGITS),
    )


def _rounded(values: Mapping[str, float]) -> dict[str, float]:
    return {name: round(value, _LOGIT_DIGITS) for name, value in values.items()}
