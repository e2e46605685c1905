"""The work a session asks for, as plain functions of frozen inputs.

Every heavy library is imported inside the job that needs it, so that the window is
painted before torch, captum, neurokit2 or scipy are touched.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ecgviewer.analysis.signal.display_filter import (
    FilterChoice,
    Filtered,
    apply_filter,
)
from ecgviewer.ecg.beats import BeatList
from ecgviewer.ecg.findings import Evidence, Explanation, Prediction
from ecgviewer.ecg.leads import Grouping
from ecgviewer.ecg.recording import Recording
from ecgviewer.io.summary import Summary

if TYPE_CHECKING:
    from ecgviewer.ai.report.card import ReportCard
    from ecgviewer.ecg.annotations import AnnotationFiles
    from ecgviewer.ecg.evidence.timeline import Timeline
    from ecgviewer.ecg.evidence.wave_shares import WaveShares
    from ecgviewer.ecg.examination import EcgAnalysis
    from ecgviewer.ecg.fiducials import Fiducials
    from ecgviewer.ecg.median_beat import Abstention, MedianBeats
    from ecgviewer.ecg.survey import Survey
    from ecgviewer.io.delimited.preview import TablePreview
    from ecgviewer.io.table_statement import TableStatement
    from ecgviewer.io.worker.pool import ReadingPool


@dataclass(frozen=True)
class Steps:
    """What a session does with a file, one function per job.

    ``load_bundle`` takes a name and returns ``None`` when no model is installed;
    ``explain`` takes one step more in explaining all statements at once, from what was
    explained before, the time that is looked at, the groups of leads, by which method
    (a key of ``EXPLAINERS``) and which statement is looked at; of a long recording
    ``predict`` and it are given the part that is asked about, and ``timeline`` asks
    about some more of its parts. ``survey`` reads a long recording to its end.
    ``median_beats`` lays beats over each other from a beat on; ``examine`` measures,
    and ``second_opinion`` asks another delineator about what was measured. ``report``
    checks the evidence for a statement, ``waves`` tells what the waves of a beat of a
    lead contribute to every statement, and ``summarise`` tells a recording's facts by
    its header. ``preview_table`` shows how a table begins that does not say all, and
    ``keep_statement`` keeps what is stated of it. ``begin_reading`` is no job: it
    tells, without waiting, what ``read`` will be asked for next. Steps that take long
    have parameters ``cancelled`` and ``progress``, which the runner gives them.
    """

    read: Callable[..., Recording]
    detect_beats: Callable[[Recording], BeatList]
    load_bundle: Callable[[str], Any]
    predict: Callable[..., Prediction]
    explain: Callable[..., Explanation]
    survey: Callable[..., "Survey"]
    median_beats: Callable[[Recording, BeatList, int], "MedianBeats | Abstention"]
    read_annotations: Callable[..., "AnnotationFiles"]
    filter_signal: Callable[..., Filtered]
    examine: Callable[..., "EcgAnalysis"]
    second_opinion: Callable[..., "EcgAnalysis"]
    report: Callable[..., "ReportCard"]
    timeline: Callable[..., "Timeline"]
    summarise: Callable[..., Summary]
    preview_table: "Callable[..., TablePreview]"
    keep_statement: "Callable[[str, TableStatement], None]"
    waves: Callable[..., "Mapping[str, WaveShares]"]
    begin_reading: Callable[[Path], None]


def read(path: Path) -> Recording:
    from ecgviewer.io import read_recording

    return read_recording(path)


def summarise(path: Path) -> Summary:
    from ecgviewer.io import summarise

    return summarise(path)


def preview_table(path: Path) -> "TablePreview":
    from ecgviewer.io import preview_table as preview

    return preview(path)


def keep_statement(_key: str, _statement: "TableStatement") -> None:
    """Keep nothing: only who reads in other processes knows where."""


def begin_reading(_path: Path) -> None:
    """Begin nothing: only who reads in other processes can."""


def detect_beats(
    recording: Recording,
    cancelled: Callable[[], bool] = lambda: False,
    progress: Callable[[float], None] = lambda _fraction: None,
) -> BeatList:
    from ecgviewer.analysis.beats.rpeaks import detect_r_peaks

    return detect_r_peaks(recording, cancelled=cancelled, progress=progress)


def survey(
    recording: Recording,
    cancelled: Callable[[], bool] = lambda: False,
    progress: Callable[[float], None] = lambda _fraction: None,
) -> "Survey":
    from ecgviewer.io.cache.survey_cache import kept_survey
    from ecgviewer.paths import cache_dir

    folder = cache_dir() / "surveys"
    return kept_survey(recording, folder, cancelled=cancelled, progress=progress)


def read_annotations(recording: Recording) -> "AnnotationFiles":
    from ecgviewer.ecg.annotations import AnnotationFiles
    from ecgviewer.io import annotation_reader

    read = annotation_reader(recording)
    return read(recording) if read is not None else AnnotationFiles()


def filter_signal(
    recording: Recording,
    choice: FilterChoice,
    cancelled: Callable[[], bool] = lambda: False,
) -> Filtered:
    return apply_filter(recording, choice, cancelled)


def load_bundle(name: str) -> Any:
    from ecgviewer.ai.installed import installed_bundles, load_installed

    return load_installed(name) if installed_bundles() else None


def predict(
    recording: Recording,
    beats: BeatList,
    bundle: Any,
    span_s: tuple[float, float] | None = None,
) -> Prediction:
    if span_s is not None:
        from ecgviewer.ai.long.excerpt import predict_span

        return predict_span(recording, beats, bundle, span_s)
    from ecgviewer.ai.inference import predict as predict_findings

    return predict_findings(recording, beats, bundle)


def explain(
    recording: Recording,
    beats: BeatList,
    bundle: Any,
    before: Explanation | None,
    seen_s: tuple[float, float] | None,
    grouping: Grouping,
    method: str,
    code: str | None,
    span_s: tuple[float, float] | None = None,
    cancelled: Callable[[], bool] = lambda: False,
) -> Explanation:
    from ecgviewer.ai.registry import EXPLAINERS

    step = EXPLAINERS[method].explain
    if span_s is not None:
        from ecgviewer.ai.long.excerpt import explain_span

        step = partial(explain_span, step, span_s=span_s)
    explained: Explanation = step(
        *(recording, beats, bundle, before, seen_s),
        cancelled=cancelled,
        grouping=grouping,
        code=code,
    )
    return explained


def timeline(
    recording: Recording,
    beats: BeatList,
    bundle: Any,
    before: "Timeline | None",
    seen_s: tuple[float, float] | None,
    cancelled: Callable[[], bool] = lambda: False,
) -> "Timeline":
    from ecgviewer.ai.long.timeline import timeline as course

    return course(recording, beats, bundle, before, seen_s, cancelled)


def median_beats(
    recording: Recording, beats: BeatList, first_beat: int
) -> "MedianBeats | Abstention":
    from ecgviewer.analysis.median.median_beat import median_beats as find

    return find(recording, beats, first_beat)


def examine(
    recording: Recording,
    beats: BeatList,
    cancelled: Callable[[], bool] = lambda: False,
    progress: Callable[[float], None] = lambda _fraction: None,
) -> "EcgAnalysis":
    from ecgviewer.pipeline import analyze_recording, installed_models

    return analyze_recording(
        *(recording, installed_models(), beats), cancelled=cancelled, progress=progress
    )


def second_opinion(
    found: "EcgAnalysis",
    cancelled: Callable[[], bool] = lambda: False,
) -> "EcgAnalysis":
    from ecgviewer.pipeline import ask_second_opinion, installed_models

    return ask_second_opinion(found, installed_models(), cancelled=cancelled)


def report(
    recording: Recording,
    beats: BeatList,
    bundle: Any,
    evidence: Evidence,
    cancelled: Callable[[], bool] = lambda: False,
    progress: Callable[[float], None] = lambda _fraction: None,
) -> "ReportCard":
    from ecgviewer.ai.report.report import report as check

    return check(
        *(recording, beats, bundle, evidence), cancelled=cancelled, progress=progress
    )


def waves(
    recording: Recording,
    beats: BeatList,
    fiducials: "Fiducials",
    bundle: Any,
    lead: str,
    beat: int,
    span_s: tuple[float, float] | None = None,
    cancelled: Callable[[], bool] = lambda: False,
) -> "Mapping[str, WaveShares]":
    what = recording, beats, fiducials, bundle, lead
    if span_s is not None:
        from ecgviewer.ai.long.excerpt import explain_waves_of_span

        return explain_waves_of_span(*what, beat, span_s, cancelled)
    from ecgviewer.ai.evidence.waves import explain_waves

    return explain_waves(*what, [beat], cancelled=cancelled)


PROGRAM_STEPS = Steps(
    *(read, detect_beats, load_bundle, predict, explain, survey, median_beats),
    *(read_annotations, filter_signal, examine, second_opinion, report),
    *(timeline, summarise, preview_table, keep_statement, waves),
    begin_reading=begin_reading,
)


def steps_with(pool: "ReadingPool") -> Steps:
    """Return the program's steps, of which other processes do what opens files."""
    from ecgviewer.io.cache.table_statements import KeptStatements

    tables = pool.tables
    keep = keep_statement if tables is None else KeptStatements(tables).keep
    return replace(
        PROGRAM_STEPS,
        read=pool.read,
        summarise=pool.summarise,
        read_annotations=pool.read_annotations,
        preview_table=pool.preview_table,
        keep_statement=keep,
        begin_reading=pool.begin,
    )
