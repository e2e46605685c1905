"""The commands that need no window."""

import argparse
import os
import sys
from pathlib import Path

from ecgviewer.ecg.recording import Recording
from ecgviewer.io.errors import ReadError


def render(options: argparse.Namespace) -> int:
    """Write a page as PDF or PNG, after the suffix of ``options.output``."""
    output: Path = options.output
    if output.suffix.lower() not in (".pdf", ".png"):
        return _fail(f"{output}: the page is written as .pdf or .png")
    from ecgviewer.io import read_recording

    try:
        recording = read_recording(options.file)
    except ReadError as error:
        return _fail(str(error))
    if not 0 <= options.start < recording.duration_s:
        return _fail(f"--start: the recording lasts {recording.duration_s:.1f} s")
    _use_no_screen_if_there_is_none()
    from PySide6.QtGui import QGuiApplication

    application = QGuiApplication.instance() or QGuiApplication(["ecgviewer"])
    try:
        _write_page(options, recording)
    except LookupError as error:
        return _fail(str(error.args[0]))
    except OSError as error:
        return _fail(f"{output}: {error.strerror}")
    del application
    return 0


def analyze(options: argparse.Namespace) -> int:
    """Print one JSON object per file; 1 if one of them could not be read."""
    from ecgviewer.analyze import analyze_files, to_json

    refused = 0
    for answer in analyze_files(options.files, with_evidence=options.evidence):
        print(to_json(answer), flush=True)
        refused += "error" in answer
    return 1 if refused else 0


def _write_page(options: argparse.Namespace, recording: Recording) -> None:
    from dataclasses import replace

    from ecgviewer.ui.page import PageContent, write_pdf, write_png

    content = PageContent(
        recording,
        options.layout,
        options.speed,
        options.gain,
        options.start,
    )
    if options.evidence:
        content = replace(content, **_explain(recording, options.evidence))
    if options.output.suffix.lower() == ".pdf":
        write_pdf(content, options.output)
    else:
        write_png(content, options.output, options.dpi)


def _explain(recording: Recording, code: str) -> dict[str, object]:
    """Return beats, finding and evidence for a page; ``LookupError`` if there are none.

    Imported here: a page without evidence needs no torch.
    """
    from ecgviewer.ui.steps import PROGRAM_STEPS as STEPS

    bundle = STEPS.load_bundle()
    if bundle is None:
        raise LookupError("--evidence: no model is installed")
    beats = STEPS.detect_beats(recording)
    prediction = STEPS.predict(recording, beats, bundle)
    if prediction.abstained is not None:
        raise LookupError(f"--evidence: the model says nothing: {prediction.abstained}")
    known = [finding.code for finding in prediction.findings]
    if code not in known:
        raise LookupError(f"--evidence: no {code}; there are {', '.join(known)}")
    return {
        "beats": beats,
        "finding": prediction.finding(code),
        "evidence": STEPS.attribute(recording, beats, bundle, lambda: False)[code],
        "model": prediction.model,
    }


def _use_no_screen_if_there_is_none() -> None:
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
