"""Statements and evidence after opening, as ratios to reading the file.

    python -m benchmarks.ai FILE [FILE ...]

Model load is shown apart. "Group and lead evidence" is every finding's exact values
for groups and leads; "all" adds the beats. "Opened to all shown" is the time from
opening the file in a window, the models loaded, to its last value and evidence; its
ratio is to finding beats, measuring, statements and evidence one after the other.
"""

import argparse
import os
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEventLoop, QSettings

from ecgviewer.ai.acceleration import gpu_names
from ecgviewer.ai.evidence.owen import attribute, lead_set_values, owen_values
from ecgviewer.ai.inference import predict
from ecgviewer.ai.installed import DEFAULT, load_installed
from ecgviewer.ai.model import EcgModel, never
from ecgviewer.analysis.beats.rpeaks import detect_r_peaks
from ecgviewer.app import make_application
from ecgviewer.ecg.beats import BeatList
from ecgviewer.ecg.recording import Recording
from ecgviewer.io import read_recording
from ecgviewer.ui.look.settings import SettingsStore
from ecgviewer.ui.state.jobs import JobRunner
from ecgviewer.ui.state.session import Session
from ecgviewer.ui.state.steps import PROGRAM_STEPS
from ecgviewer.ui.window.main_window import MainWindow

ALL_SHOWN = "opened to all shown"


def timed(function: Callable[..., Any], *arguments: Any) -> tuple[float, Any]:
    start = time.perf_counter()
    result = function(*arguments)
    return time.perf_counter() - start, result


def groups_and_leads(recording: Recording, beats: BeatList, model: EcgModel) -> None:
    """Compute what the evidence of groups and leads needs, and no beats."""
    for stretch in model.prepare(recording, beats):
        owen_values(lead_set_values(model, stretch, never))


def opened_to_all_shown(path: Path, model: EcgModel) -> float:
    """Return the seconds from opening a file in a window to all that is said of it."""
    application = make_application()
    with TemporaryDirectory() as folder:
        settings = QSettings(f"{folder}/ai.ini", QSettings.Format.IniFormat)
        steps = replace(PROGRAM_STEPS, load_bundle=lambda _name: model)
        session = Session(JobRunner(), steps, background=JobRunner(workers=1))
        window = MainWindow(session, SettingsStore(settings))
        window.show()
        application.processEvents()
        start = time.perf_counter()
        session.open_files([path])
        while not all_shown(session):
            # as the program's own loop waits; spinning would slow the jobs down
            application.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
        seconds = time.perf_counter() - start
        window.close()
        session.close()
    return seconds


def all_shown(session: Session) -> bool:
    """Return whether values and evidence are there, or it is known why they are not."""
    said = session.prediction
    if session.examining.result is None or said is None:
        return False
    return said.abstained is not None or bool(session.analysis.known.evidence)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--repeat", type=int, default=5)
    parser.add_argument("--model", default=DEFAULT)
    arguments = parser.parse_args()

    load_s, model = timed(load_installed, arguments.model)
    print(f"{model.name}, load and probes: {load_s:.2f} s (once)")
    for path in arguments.files:
        read_recording(path)
        times: dict[str, list[float]] = {}
        for _ in range(arguments.repeat):
            read_s, recording = timed(read_recording, path)
            beats_s, beats = timed(detect_r_peaks, recording)
            measure_s, _ = timed(PROGRAM_STEPS.examine, recording, beats)
            predict_s, _ = timed(predict, recording, beats, model)

            leads_s, _ = timed(groups_and_leads, recording, beats, model)
            all_s, _ = timed(attribute, recording, beats, model)
            for name, value in (
                ("read", read_s),
                ("beats", beats_s),
                ("measuring", measure_s),
                ("statements", predict_s),
                ("group and lead evidence", leads_s),
                ("all evidence", all_s),
                (
                    "statements + group and lead evidence",
                    beats_s + predict_s + leads_s,
                ),
                ("all, bare", beats_s + measure_s + predict_s + all_s),
                (ALL_SHOWN, opened_to_all_shown(path, model)),
            ):
                times.setdefault(name, []).append(value)
        floor = median(times["read"])
        print(
            f"{path.name}: {len(beats)} beats, median of {arguments.repeat}, "
            f"GPUs that may be used for evidence: {', '.join(gpu_names()) or 'none'}"
        )
        for name, values in times.items():
            seconds = median(values)
            print(f"  {name:38s} {seconds:7.3f} s  {seconds / floor:8.1f} x reading")
        ratio = median(times[ALL_SHOWN]) / median(times["all, bare"])
        print(f"  {ALL_SHOWN}: {ratio:.2f} x beats, measuring, statements and evidence")


if __name__ == "__main__":
    main()
