"""What is measured and stated of one recording."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from ecgviewer.ai.files import BundleError
from ecgviewer.ai.inference import predict_all
from ecgviewer.ai.installed import DEFAULT, load_installed
from ecgviewer.ai.model import EcgModel
from ecgviewer.ai.registry import DEFAULT_EXPLAINER, EXPLAINERS
from ecgviewer.analysis.beats.rpeaks import detect_r_peaks
from ecgviewer.api.frames import frame_of
from ecgviewer.cli.analysis_json import analysis_json
from ecgviewer.ecg.beats import BeatList
from ecgviewer.ecg.criteria import Criterion
from ecgviewer.ecg.examination import EcgAnalysis
from ecgviewer.ecg.findings import Evidence, Finding, Prediction
from ecgviewer.ecg.leads import ANATOMIC, Grouping
from ecgviewer.ecg.measurements import Measurement
from ecgviewer.ecg.recording import Recording
from ecgviewer.ecg.survey import needs_survey, surveyed
from ecgviewer.io.cache.survey import survey
from ecgviewer.io.results.flat import flat_row
from ecgviewer.pipeline import (
    Models,
    analyze_recording,
    ask_second_opinion,
    installed_delineator,
    installed_quality_model,
)

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Asked:
    """What is asked of recordings; ``model`` is ``None`` where none is installed.

    ``no_model`` says why there is none.
    """

    model: EcgModel | None
    measuring: Models
    no_model: str = ""
    evidence: bool = False
    second_opinion: bool = False
    grouping: Grouping = ANATOMIC


@dataclass(frozen=True, eq=False)
class Analysis:
    """What is known of one recording.

    Attributes
    ----------
    examined : EcgAnalysis
        Beats, waves, the median beat, values, criteria and quality.
    prediction : Prediction
        What the network states, or why it says nothing.
    evidence : mapping of code to Evidence
        Where it was asked for.
    """

    examined: EcgAnalysis
    prediction: Prediction
    evidence: Mapping[str, Evidence] = field(default_factory=dict)

    @property
    def recording(self) -> Recording:
        return self.examined.recording

    @property
    def beats(self) -> BeatList:
        """The peaks of the QRS complexes."""
        return self.examined.beats

    @property
    def measurements(self) -> Mapping[str, Measurement]:
        """Values of the recording as a whole by their keys, such as ``"pr_ms"``."""
        return self.examined.measurements.values

    @property
    def criteria(self) -> tuple[Criterion, ...]:
        return self.examined.measurements.criteria

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Statements, most probable first; none where the network abstains."""
        return self.prediction.findings

    def to_dict(self, *, fiducials: bool = False) -> dict[str, Any]:
        """Return what ``ecgviewer analyze`` prints, see docs/reference/json.md."""
        return analysis_json(self, fiducials=fiducials)

    def to_row(self) -> dict[str, Any]:
        """Return one flat row, as a table of ``ecgviewer analyze -o`` has it."""
        return dict(flat_row(self.to_dict()))

    def to_rows(self) -> list[dict[str, Any]]:
        """Return measurements, criteria and statements, one row each.

        Each row has ``kind``, ``key``, ``name``, ``lead``, ``value``, ``unit``,
        ``low``, ``high``, ``met`` and ``reason``. The value of a criterion is the
        margin by which it is met, that of a statement its probability.
        """
        measured = self.examined.measurements
        rows = [_row("measurement", k, v) for k, v in measured.values.items()]
        for lead, values in measured.per_lead.items():
            rows += [
                _row("lead measurement", k, v, lead=lead) for k, v in values.items()
            ]
        for item in measured.criteria:
            row = _row("criterion", item.key, name=item.name, value=item.margin)
            row |= {"unit": item.margin_unit, "met": item.met, "reason": item.reason}
            rows.append(row)
        for said in self.findings:
            row = _row("statement", said.code, name=said.label, value=said.probability)
            rows.append(row | {"met": said.present})
        return rows

    def to_frame(self) -> "pd.DataFrame":
        """Return ``to_rows`` as a table; raises ``ImportError`` without pandas."""
        return frame_of(self.to_rows())


def analyze(
    recording: Recording,
    *,
    model: EcgModel | str = DEFAULT,
    evidence: bool = False,
    second_opinion: bool = False,
    grouping: Grouping = ANATOMIC,
) -> Analysis:
    """Measure a recording and ask a model for its statements.

    Parameters
    ----------
    recording : Recording
    model : EcgModel or str
        One that is loaded, or the name of one that is installed.
    evidence : bool
        Whether each statement is explained by Owen values; it takes seconds.
    second_opinion : bool
        Whether NeuroKit2 widens intervals where it differs.
    grouping : Grouping
        Of leads, for the evidence.

    Raises
    ------
    BundleError
        If the model is not installed, or damaged.
    SignalError, OSError
        If the samples of a long recording cannot be read.
    """
    asked_model = loaded(model) if isinstance(model, str) else model
    asked = Asked(
        *(asked_model, installed_measuring(), ""),
        evidence=evidence,
        second_opinion=second_opinion,
        grouping=grouping,
    )
    return analyses([examined(recording, asked)], asked)[0]


def examined(recording: Recording, asked: Asked) -> EcgAnalysis:
    """Return what is measured; a long recording is read to its end first.

    Raises ``SignalError`` and ``OSError`` where that fails.
    """
    if needs_survey(recording):
        recording = surveyed(recording, survey(recording))
    # The network was taught with the detector's R peaks, not with those of readers.
    r_peaks = detect_r_peaks(recording)
    found = analyze_recording(recording, asked.measuring, r_peaks)
    return ask_second_opinion(found, asked.measuring) if asked.second_opinion else found


def analyses(items: Sequence[EcgAnalysis], asked: Asked) -> tuple[Analysis, ...]:
    """Return what is stated of recordings that are measured, asking about all at once.

    Raises ``SignalError`` and ``OSError`` for a long recording that cannot be read.
    """
    model = asked.model
    if model is None:
        none = Prediction((), "none", abstained=asked.no_model)
        return tuple(Analysis(item, none) for item in items)
    said = predict_all([(item.recording, item.r_peaks) for item in items], model)
    return tuple(
        Analysis(item, prediction, _evidence(item, prediction, model, asked))
        for item, prediction in zip(items, said, strict=True)
    )


def _evidence(
    item: EcgAnalysis, prediction: Prediction, model: EcgModel, asked: Asked
) -> Mapping[str, Evidence]:
    if not asked.evidence or prediction.abstained is not None:
        return {}
    attribute = EXPLAINERS[DEFAULT_EXPLAINER].attribute
    known = item.recording, item.r_peaks, model
    return dict(attribute(*known, grouping=asked.grouping))


@lru_cache(maxsize=4)
def loaded(name: str) -> EcgModel:
    """Return an installed model, read once; raises ``BundleError``."""
    return load_installed(name)


def installed_measuring() -> Models:
    """Return what measures; a damaged delineator is none."""
    delineator = None
    # Without it no interval is measured, and each says so.
    with suppress(BundleError):
        delineator = installed_delineator()
    return Models(delineator, installed_quality_model())


def _row(
    kind: str,
    key: str,
    measured: Measurement | None = None,
    *,
    lead: str = "",
    name: str = "",
    value: float | None = None,
) -> dict[str, Any]:
    row = {"kind": kind, "key": key, "name": name or key, "lead": lead, "value": value}
    row |= {"unit": "", "low": None, "high": None, "met": None, "reason": ""}
    if measured is not None:
        row |= {"value": measured.value, "unit": measured.unit}
        row |= {"low": measured.low, "high": measured.high, "reason": measured.reason}
    return row
