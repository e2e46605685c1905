"""Stand-ins for jobs and for the network, for tests of the window."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from ecgviewer.ai.registry import DEFAULT_EXPLAINER
from ecgviewer.ai.report.card import ReportCard, judged, load_limits
from ecgviewer.analysis.signal.display_filter import apply_filter
from ecgviewer.ecg.beats import BeatList
from ecgviewer.ecg.evidence.timeline import Timeline
from ecgviewer.ecg.evidence.wave_shares import WaveShares
from ecgviewer.ecg.fiducials import Fiducials
from ecgviewer.ecg.findings import Evidence, Explanation, Finding, Prediction
from ecgviewer.ecg.leads import ANATOMIC, Grouping
from ecgviewer.ecg.recording import Recording
from ecgviewer.io.errors import ReadError
from ecgviewer.ui.state.steps import (
    Steps,
    keep_statement,
    median_beats,
    preview_table,
    read_annotations,
    summarise,
    survey,
)
from tests import examined
from tests.synthetic import regular_r_times, synthetic_recording

FINDINGS = (
    Finding("NORM", "Normal ECG", 0.004, -5.5, 0.5),
    Finding("MI", "Myocardial infarction", 0.87, 1.9, 0.4),
    Finding("STTC", "ST/T change", 0.52, 0.1, 0.45),
    Finding("CD", "Conduction disturbance", 0.11, -2.1, 0.4),
    Finding("HYP", "Hypertrophy", 0.995, 5.3, 0.5),
)


class SynchronousRunner:
    """Does each job at once; an answer comes before ``submit`` returns."""

    def __init__(self) -> None:
        self.keys: list[str] = []
        self.closed = False

    def submit(
        self,
        key: str,
        function: Callable[..., Any],
        *args: Any,
        on_done: Callable[[Any], None],
        on_error: Callable[[Exception], None] | None = None,
        on_progress: Callable[[float], None] | None = None,
    ) -> None:
        self.keys.append(key)
        try:
            result = function(*args)
        except Exception as error:
            if on_error is None:
                raise
            on_error(error)
        else:
            on_done(result)

    def cancel(self, key: str) -> None:
        pass

    def shutdown(self) -> None:
        self.closed = True


class PatientRunner(SynchronousRunner):
    """Keeps jobs until it is told to do them, and drops those that were cancelled."""

    def __init__(self) -> None:
        super().__init__()
        self.waiting: dict[str, Callable[[], None]] = {}

    def submit(
        self, key: str, function: Callable[..., Any], *args: Any, **keywords: Any
    ) -> None:
        submit = super().submit
        self.waiting[key] = lambda: submit(key, function, *args, **keywords)

    def cancel(self, key: str) -> None:
        self.waiting.pop(key, None)

    def do(self, key: str) -> None:
        self.waiting.pop(key)()


def read(path: Path) -> Recording:
    if path.name.startswith("bad"):
        raise ReadError(path, "header line 1", "is no WFDB header")
    return synthetic_recording(path=str(path))


def detect_beats(recording: Recording) -> BeatList:
    times = regular_r_times(duration_s=recording.duration_s)
    return BeatList(np.round(times * recording.fs).astype(np.int64), recording.fs)


def predict(
    recording: Recording,
    beats: BeatList,
    bundle: object,
    span_s: tuple[float, float] | None = None,
) -> Prediction:
    return Prediction(FINDINGS, model="fake 1.0", span_s=span_s)


def explain(
    recording: Recording,
    beats: BeatList,
    bundle: object,
    before: Explanation | None,
    seen_s: tuple[float, float] | None,
    grouping: Grouping,
    method: str,
    code: str | None,
    span_s: tuple[float, float] | None = None,
) -> Explanation:
    codes = (finding.code for finding in FINDINGS)
    made = [make_evidence(beats, one, grouping=grouping) for one in codes]
    if method != DEFAULT_EXPLAINER:
        made = [replace(x, isoelectric=True) for x in made if x.code == code]
    known = {} if before is None else before.evidence
    return Explanation({**known, **{x.code: x for x in made}}, method != "owen")


def make_evidence(
    beats: BeatList,
    code: str = "HYP",
    size: float = 0.1,
    grouping: Grouping = ANATOMIC,
) -> Evidence:
    """Return evidence that adds up: random beats, leads and groups their sums."""
    leads = [lead for group in grouping.leads.values() for lead in group]
    rng = np.random.default_rng(1)
    values = size * rng.standard_normal((len(leads), len(beats)))
    values[leads.index("V1")] = 0.0
    values[leads.index("V5")] += size
    by_lead = dict(zip(leads, values.sum(axis=1).tolist(), strict=True))
    groups = {
        name: sum(by_lead[lead] for lead in members)
        for name, members in grouping.leads.items()
    }
    return Evidence(
        code=code,
        logit=-0.5 + sum(groups.values()),
        baseline_logit=-0.5,
        groups=groups,
        group_leads=grouping.leads,
        leads=by_lead,
        beats=values,
        beat_times_s=beats.times_s,
        method="Owen values over groups, leads and beats, exact.",
        grouping=grouping,
    )


def report(
    recording: Recording, beats: BeatList, bundle: object, evidence: Evidence
) -> ReportCard:
    """Return a card that fails one vital check but for HYP."""
    limits = load_limits()
    values: dict[str, float | None] = {k: limit.value for k, limit in limits.items()}
    values["alike"] = None
    if evidence.code != "HYP":
        values["degradation"] = -0.25
    checks = judged(values, limits, {"alike": "Too few beats."})
    return ReportCard(evidence.code, checks, second_method="Occlusion")


def timeline(
    recording: Recording,
    beats: BeatList,
    bundle: object,
    before: Timeline | None,
    seen_s: tuple[float, float] | None,
) -> Timeline:
    """Return a whole course at once: infarction in the second half."""
    count = max(1, round(recording.duration_s / 10))
    codes = tuple(finding.code for finding in predict(recording, beats, "").findings)
    course = np.full((len(codes), count), 0.1, dtype=np.float32)
    course[codes.index("MI"), count // 2 :] = 0.9
    edges_s = np.linspace(0, recording.duration_s, count + 1)
    return Timeline(codes, edges_s, course, np.ones(count, dtype=bool))


def waves(
    recording: Recording,
    beats: BeatList,
    fiducials: Fiducials,
    bundle: object,
    lead: str,
    beat: int,
    span_s: tuple[float, float] | None = None,
) -> dict[str, WaveShares]:
    """Return shares of which ST and T carry what a beat says."""
    parts = {"P": 0.0, "PR": 0.0, "QRS": -0.02, "ST": 0.08, "T": 0.05}
    codes = (finding.code for finding in FINDINGS)
    whole = sum(parts.values())
    return {one: WaveShares(one, lead, (beat,), parts, whole) for one in codes}


def fake_steps(**changes: Any) -> Steps:
    """Return steps that need no file, no torch and no time."""
    steps: dict[str, Any] = {
        "read": read,
        "detect_beats": detect_beats,
        "load_bundle": lambda _name: "a bundle",
        "predict": predict,
        "explain": explain,
        "filter_signal": apply_filter,
        "survey": survey,
        "median_beats": median_beats,
        "read_annotations": read_annotations,
        "examine": examined.examine,
        "second_opinion": examined.second_opinion,
        "report": report,
        "timeline": timeline,
        "summarise": summarise,
        "preview_table": preview_table,
        "keep_statement": keep_statement,
        "waves": waves,
        "begin_reading": lambda _path: None,
    }
    return Steps(**{**steps, **changes})
