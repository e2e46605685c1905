"""The commands that need no window."""

import argparse
import os
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from ecgviewer.ai.installed import DEFAULT, installed_bundles
from ecgviewer.cli.table_flags import table_statement
from ecgviewer.ecg.beats import BeatList
from ecgviewer.ecg.leads import Grouping, canonical_lead_name
from ecgviewer.ecg.page.layouts import LAYOUTS, Arrangement
from ecgviewer.ecg.recording import Recording
from ecgviewer.ecg.signal import SignalError
from ecgviewer.io.errors import ReadError, read_error
from ecgviewer.io.grouping_file import GroupingError, find_grouping

if TYPE_CHECKING:
    from ecgviewer.ui.export.page_plan import PageContent

MIN_DPI, MAX_DPI = 20, 1200


class NoEvidenceError(Exception):
    """A page with evidence was asked for and there is none; the message says why."""


class NoFilterError(Exception):
    """The recording cannot be filtered as asked for; the message says why."""


class NoPagesError(Exception):
    """The pages asked for cannot be written; the message says why."""


def render(options: argparse.Namespace) -> int:
    """Write pages as PDF, SVG or PNG, after the suffix of ``options.output``."""
    output: Path = options.output
    if output.suffix.lower() not in (".pdf", ".svg", ".png"):
        return _fail(f"{output}: pages are written as .pdf, .svg or .png")
    from ecgviewer.io import read_recording

    try:
        recording = read_recording(options.file, table_statement(options))
    except ReadError as error:
        return _fail(str(error))
    if not MIN_DPI <= options.dpi <= MAX_DPI:
        return _fail(f"--dpi: {MIN_DPI} to {MAX_DPI} can be drawn")
    if not 0 <= options.start < recording.duration_s:
        return _fail(f"--start: the recording lasts {recording.duration_s:.1f} s")
    try:
        arrangement = _arrangement(options, recording)
    except ValueError as error:
        return _fail(str(error))
    use_no_screen_if_there_is_none()
    from PySide6.QtGui import QGuiApplication

    from ecgviewer.ui.look.fonts import install_font

    application = QGuiApplication.instance()
    if not isinstance(application, QGuiApplication):
        application = QGuiApplication(["ecgviewer"])
    install_font(application)
    try:
        unread = _write_page(options, recording, arrangement)
    except NoEvidenceError as error:
        return _fail(f"--evidence: {error}")
    except GroupingError as error:
        return _fail(f"--grouping: {error}")
    except NoFilterError as error:
        return _fail(str(error))
    except NoPagesError as error:
        return _fail(f"--all-pages: {error}")
    except (SignalError, MemoryError) as error:
        return _fail(str(read_error(options.file, error)))
    except OSError as error:
        return _fail(f"{output}: {error.strerror}")
    del application
    return _fail(f"{options.file.name}: {' '.join(unread)}") if unread else 0


def analyze(options: argparse.Namespace) -> int:
    """Print one JSON object per file; 1 if one cannot be read or printed.

    With an output a table is written instead.
    """
    try:
        grouping = find_grouping(options.grouping)
    except GroupingError as error:
        return _fail(f"--grouping: {error}")
    if not options.files and not options.list:
        return _fail("no recording is named")
    if options.output is not None:
        from ecgviewer.cli.batch import analyze_to_table, default_jobs

        if options.jobs is None:
            options.jobs = default_jobs()
        return analyze_to_table(options, grouping)
    from ecgviewer.cli.analysis_json import to_json
    from ecgviewer.cli.analyze import analyze_files

    if options.list:
        return _fail("--list: a list is read with -o TABLE")
    refused = 0
    answers = analyze_files(
        options.files,
        with_evidence=options.evidence,
        with_fiducials=options.fiducials,
        with_second_opinion=options.second_opinion,
        model_name=options.model or DEFAULT,
        grouping=grouping,
        stated=table_statement(options),
    )
    for answer in answers:
        try:
            print(to_json(answer), flush=True)
        except BrokenPipeError:
            # Whoever read the lines has seen enough.
            _print_no_more()
            break
        except OSError as error:
            _print_no_more()
            return _fail(f"nothing more can be printed: {error.strerror}")
        refused += "error" in answer
    return 1 if refused else 0


def list_models() -> int:
    """Print the models that are installed, the default first; 1 if there are none."""
    bundles = installed_bundles()
    for bundle in bundles:
        card = bundle.card
        shown = sum(label["task"] != "sub" for label in card.get("labels", ()))
        tasks = card.get("fold_9", {}).get("tasks", {})
        auroc = tasks.get("super", {}).get("macro_auroc", {}).get("value")
        parts = [
            f"family {card.get('family')}",
            f"{shown} statements",
            f"{bundle.size_bytes / 1e6:.1f} MB",
            *([f"superclasses {auroc:.3f} on fold 9"] if auroc is not None else []),
            *(["default"] if bundle.name == DEFAULT else []),
        ]
        print(f"{bundle.name}: {', '.join(parts)}")
    if not bundles:
        return _fail("no model is installed")
    return 0


def _print_no_more() -> None:
    """Keep Python from complaining once more when it ends, of what is not printed."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _arrangement(options: argparse.Namespace, recording: Recording) -> Arrangement:
    """Return the choices within the layout; ``ValueError`` says what cannot be."""
    arrangement = Arrangement(
        options.cabrera, options.same_beats, options.chest_half_gain
    )
    form = LAYOUTS[options.layout]
    if options.same_beats and form.n_rows in (0, 12):
        raise ValueError(f"--same-beats: {options.layout} has one column")
    if options.lead is not None:
        if form.n_rows:
            raise ValueError("--lead: only --layout single shows one lead")
        lead = _known_lead("--lead", options.lead, recording)
        arrangement = replace(arrangement, lead=lead)
    if options.rhythm is None:
        return arrangement
    names = options.rhythm.split(",")
    leads = tuple(_known_lead("--rhythm", name, recording) for name in names)
    if len(leads) != form.n_rhythm or len(set(leads)) != form.n_rhythm:
        raise ValueError(f"--rhythm: {options.layout} has {form.n_rhythm} rhythm rows")
    if form.n_rhythm == 3:
        return replace(arrangement, rhythm_3=leads)
    return replace(arrangement, rhythm_1=leads)


def _known_lead(option: str, name: str, recording: Recording) -> str:
    lead = canonical_lead_name(name) or name.strip()
    if lead not in recording.leads:
        known = ", ".join(recording.leads)
        raise ValueError(f"{option}: no lead {name}; there are {known}")
    return lead


def _write_page(
    options: argparse.Namespace, recording: Recording, arrangement: Arrangement
) -> list[str]:
    """Write the pages; return what is missing on them because it cannot be read."""
    from ecgviewer.ui.export.page import unread_on_page
    from ecgviewer.ui.export.page_files import Target, write_pages
    from ecgviewer.ui.export.page_plan import (
        PAGE_SIZES,
        PageContent,
        TooManyPagesError,
        pages_of,
    )
    from ecgviewer.ui.look.theme import SCHEMES
    from ecgviewer.ui.state.steps import PROGRAM_STEPS

    content = PageContent(
        recording,
        options.layout,
        options.speed,
        options.gain,
        options.start,
        arrangement=arrangement,
        size=PAGE_SIZES[options.size],
        scheme=SCHEMES[options.colours],
        hide_patient=options.hide_patient,
    )
    # A long recording is not measured: that would take minutes for one line.
    measured = options.measurements and recording.in_memory
    if measured or options.evidence:
        r_peaks = PROGRAM_STEPS.detect_beats(recording)
    if measured:
        values = measured_for_page(recording, r_peaks)
        content = replace(content, measurements=values)
    if options.hide_patient:
        _name_as_the_window_does()
    if options.evidence:
        grouping = find_grouping(options.grouping)
        model = options.model or DEFAULT
        content = _explained(content, r_peaks, options.evidence, model, grouping)
    content = _filtered(content, options)
    try:
        pages = pages_of(content, all_pages=options.all_pages)
    except TooManyPagesError as error:
        raise NoPagesError(str(error)) from None
    page_format = options.output.suffix.lower().removeprefix(".")
    target = Target(options.output, page_format, content.size, options.dpi)
    write_pages(pages, target)
    return [text for text in dict.fromkeys(map(unread_on_page, pages)) if text]


def measured_for_page(recording: Recording, r_peaks: BeatList) -> tuple[str, ...]:
    """Return what was measured, and what the reader has corrected of it, for a page."""
    from ecgviewer.ai.files import BundleError
    from ecgviewer.analysis.reader_values import criteria_with_edits, with_edits
    from ecgviewer.ecg.median_lines import ReaderEdits
    from ecgviewer.ecg.qtc import DEFAULT_QTC_FORMULA
    from ecgviewer.io.cache.reader_edits import LINES, EditFileError, EditStore
    from ecgviewer.paths import data_dir
    from ecgviewer.ui.measurements.page_values import page_values
    from ecgviewer.ui.state.examining import FAILED
    from ecgviewer.ui.state.steps import PROGRAM_STEPS as STEPS
    from ecgviewer.ui.text.i18n import tr
    from ecgviewer.ui.text.localised import localised
    from ecgviewer.ui.text.quality_texts import cautions

    edits, sha256 = ReaderEdits(), recording.source.sha256
    try:
        found = STEPS.examine(recording, r_peaks)
        if sha256 is not None:
            edits = EditStore(data_dir() / LINES).load(sha256)
    except BundleError as error:
        print(f"ecgviewer: nothing is measured: {error}", file=sys.stderr)
        return (tr(FAILED).format(reason=localised(str(error))),)
    except EditFileError as error:
        print(f"ecgviewer: moved lines are left out: {error}", file=sys.stderr)
    values, file = with_edits(found, edits), recording.file_values
    criteria = criteria_with_edits(found, edits)
    return page_values(
        *(values, DEFAULT_QTC_FORMULA),
        file=file,
        cautions=cautions(found),
        criteria=criteria,
    )


def _name_as_the_window_does() -> None:
    from PySide6.QtCore import QSettings

    from ecgviewer.ui.look.settings import SettingsStore, known_alias_key
    from ecgviewer.ui.text.privacy import use_alias_key

    key = known_alias_key(SettingsStore(QSettings("ecgviewer", "ecgviewer")))
    if key is not None:
        use_alias_key(key)


def _filtered(content: "PageContent", options: argparse.Namespace) -> "PageContent":
    """Return a page with what is drawn instead of the recording, which it says."""
    from ecgviewer.analysis.signal.display_filter import (
        FilterChoice,
        FilterRefused,
        apply_filter,
    )
    from ecgviewer.ui.text.filter_texts import filter_caption, refusal_text

    find_powerline = options.mains == "find"
    mains_hz = 0.0 if find_powerline else float(options.mains or 0)
    choice = FilterChoice(options.filter, mains_hz, options.baseline, find_powerline)
    try:
        filtered = apply_filter(content.recording, choice)
    except FilterRefused as error:
        option = "--mains" if error.reason == "mains" else "--filter"
        raise NoFilterError(f"{option}: {refusal_text(error.reason)}") from None
    caption = filter_caption(filtered)
    return replace(content, recording=filtered.recording, filtering=caption)


def _explained(
    content: "PageContent",
    r_peaks: BeatList,
    code: str,
    model: str,
    grouping: Grouping,
) -> "PageContent":
    """Return a page with beats, finding and evidence, or raise ``NoEvidenceError``.

    Imported here: a page without evidence needs no torch.
    """
    from ecgviewer.ai.files import BundleError
    from ecgviewer.ai.registry import DEFAULT_EXPLAINER, EXPLAINERS
    from ecgviewer.ui.state.steps import PROGRAM_STEPS as STEPS

    try:
        bundle = STEPS.load_bundle(model)
    except BundleError as error:
        raise NoEvidenceError(str(error)) from None
    if bundle is None:
        raise NoEvidenceError("no model is installed")
    recording = content.recording
    prediction = STEPS.predict(recording, r_peaks, bundle)
    if prediction.abstained is not None:
        raise NoEvidenceError(f"the model says nothing: {prediction.abstained}")
    known = [finding.code for finding in prediction.findings]
    if code not in known:
        raise NoEvidenceError(f"no {code}; there are {', '.join(known)}")
    explain = EXPLAINERS[DEFAULT_EXPLAINER].attribute
    evidence = explain(recording, r_peaks, bundle, grouping=grouping)
    return replace(
        content,
        beats=r_peaks,
        finding=prediction.finding(code),
        evidence=evidence[code],
        model=prediction.model,
    )


def use_no_screen_if_there_is_none() -> None:
    """Let Qt draw without a display on a machine that has none."""
    has_screen = (
        sys.platform != "linux"
        or "DISPLAY" in os.environ
        or "WAYLAND_DISPLAY" in os.environ
    )
    if not has_screen:
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


def _fail(sentence: str) -> int:
    print(f"ecgviewer: {sentence}", file=sys.stderr)
    return 1
