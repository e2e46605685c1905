"""One analysis as the object that ``ecgviewer analyze`` prints.

``measurements`` and what goes with them are written by ``measurements_json``,
``quality`` by ``quality_json``. Keys never change meaning within a ``schema_version``,
whose JSON Schema is ``docs/reference/analyze.schema.json``.
"""

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ecgviewer.cli.measurements_json import (
    fiducials_json,
    measurements_json,
    values_json,
)
from ecgviewer.cli.quality_json import quality_to_dict
from ecgviewer.ecg.beat_classes import BEAT_KINDS, BeatClasses
from ecgviewer.ecg.criteria import Criterion
from ecgviewer.ecg.findings import Evidence, Finding
from ecgviewer.ecg.statement_criteria import any_met, criteria_of, rule_verdict

if TYPE_CHECKING:
    from ecgviewer.api.analysis import Analysis

# Of what is printed (docs/reference/analyze.schema.json). The first number rises when a
# key changes or goes, the second when one is added.
SCHEMA_VERSION = "1.1"
NOTICE = "AI output for research, not for diagnosis"
# Digits beyond these are not supported by the calibration, or are rounding noise.
_PROBABILITY_DIGITS = 3
_LOGIT_DIGITS = 9
_TIME_DIGITS = 4


def analysis_json(analysis: "Analysis", *, fiducials: bool = False) -> dict[str, Any]:
    """Return what is known of a recording; docs/reference/json.md has the keys."""
    examined, prediction = analysis.examined, analysis.prediction
    recording, measured = examined.recording, examined.measurements
    answer = {
        "schema_version": SCHEMA_VERSION,
        "file": str(recording.source.path),
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
        "paced": measured.rhythm.paced,
        "model": prediction.model,
        "notice": NOTICE,
        "abstained": prediction.abstained,
        "notes": list(prediction.notes),
        "ood_score": None
        if prediction.ood_score is None
        else round(prediction.ood_score, 3),
        "findings": [
            _finding(finding, analysis.evidence.get(finding.code))
            | rule_json(finding.code, finding.present, measured.criteria)
            for finding in prediction.findings
        ],
    }
    answer |= measurements_json(measured, recording.file_values)
    answer["file_statements"] = list(recording.stated.statements)
    answer["file_statements_original"] = list(recording.stated.original)
    if measured.second_opinion:
        answer["second_opinion"] = values_json(measured.second_opinion)
    if fiducials:
        found = examined.fiducials
        answer["fiducials"] = None if found is None else fiducials_json(found)
    return answer


def to_json(answer: dict[str, Any]) -> str:
    """Return one line of JSON; NaN would be a fault and raises ``ValueError``."""
    # ASCII: a terminal's encoding must not decide whether a file name can be printed.
    return json.dumps(answer, ensure_ascii=True, allow_nan=False)


def _beat_kinds(classes: BeatClasses | None) -> dict[str, Any]:
    """Return the kind of each beat, and how many there are of each."""
    if classes is None:
        return {"beat_kinds": None, "beat_counts": None}
    counts = {kind: classes.kinds.count(kind) for kind in BEAT_KINDS}
    return {"beat_kinds": list(classes.kinds), "beat_counts": counts}


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


def rule_json(
    code: str, stated: bool, criteria: tuple[Criterion, ...]
) -> dict[str, Any]:
    """Return the criteria that ask what a statement says, and what they say to it."""
    asked = criteria_of(code, criteria)
    return {
        "criteria": [criterion.key for criterion in asked],
        "criteria_met": any_met(asked),
        "rule": rule_verdict(stated, asked),
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
