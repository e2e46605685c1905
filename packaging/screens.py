"""Make a gallery of the window: workspaces by colours and sizes, and its states.

    python packaging/screens.py FOLDER [--file RECORDING] [--only WORDS]

The recording defaults to the ECG that pydicom carries; the network is asked once, and
what it says is shown in every picture. ``--only`` takes those pictures whose name holds
one of the words, such as ``read-dark``. With ``QT_SCALE_FACTOR=2`` they are those of a
screen of twice as many pixels. Ends with 1 if anything takes five minutes.
"""

import argparse
import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QDeadlineTimer, QEventLoop, QSettings
from PySide6.QtWidgets import QApplication

from ecgviewer.app import make_application
from ecgviewer.ecg.beats import BeatList
from ecgviewer.ecg.findings import Explanation, Prediction
from ecgviewer.ecg.recording import Recording
from ecgviewer.io.dicom.format import bundled_example
from ecgviewer.ui.look.settings import SettingsStore
from ecgviewer.ui.state.jobs import JobRunner
from ecgviewer.ui.state.session import Session
from ecgviewer.ui.state.steps import PROGRAM_STEPS
from ecgviewer.ui.text.messages import Message
from ecgviewer.ui.window.main_window import MainWindow
from ecgviewer.ui.window.workspaces import WORKSPACES

SIZES = ((1920, 1080), (1366, 768), (1080, 1920))
SCHEMES = ("red", "dark")
LIMIT_MS, SETTLE_MS = 300_000, 700
# A dialog stands before these, and their areas are of other files.
WITHOUT = ("compare",)
Act = Callable[[Session, MainWindow], object]


@dataclass(frozen=True)
class Picture:
    """One picture: what is done to a window of a size before it is taken."""

    name: str
    size: tuple[int, int]
    scheme: str
    act: Act
    opens: bool = True


def workspace(name: str) -> Act:
    return lambda _session, window: window.workspaces.choose(name)


def lit(session: Session, window: MainWindow) -> None:
    window.workspaces.choose("read")
    session.viewing.steps.toggle_evidence()


def abstained(session: Session, window: MainWindow) -> None:
    analysis = session.analysis
    silent = Prediction(
        (), session.analysis.model.name, abstained="only 2 beats were found"
    )
    analysis.knowledge.known = replace(analysis.known, prediction=silent, code=None)
    session.prediction_changed.emit()


def message(session: Session, window: MainWindow) -> None:
    session.messages.show(Message("a.hea: header line 1: is no WFDB header."))


STATES: dict[str, tuple[Act, bool]] = {
    "lit": (lit, True),
    "notice": (lambda _s, window: window.notice_reading.say(), True),
    "error": (message, True),
    "abstained": (abstained, True),
    "true-size": (lambda _s, window: window.view.fitting.show_true_size(), True),
    "large-letters": (lambda _s, window: window.choices.set_text_size(150), True),
    "empty": (lambda _s, _w: None, False),
}


def pictures() -> Iterator[Picture]:
    """Yield every picture of the gallery."""
    for size in SIZES:
        for scheme in SCHEMES:
            names = [one.name for one in WORKSPACES if one.name not in WITHOUT]
            acts = {name: (workspace(name), True) for name in names}
            acts["lab"] = (lambda _s, window: window.lab.open(), True)
            # An upright window differs by where its panels stand, and by no state.
            states = STATES if size[0] > size[1] else {}
            for name, (act, opens) in (acts | states).items():
                label = f"{name}-{'light' if scheme == 'red' else scheme}-{size[1]}"
                yield Picture(label, size, scheme, act, opens)


class Known:
    """What the network says, asked once and kept for every window."""

    def __init__(self) -> None:
        self._prediction: Prediction | None = None
        self._explanation: Explanation | None = None

    def predict(self, *asked: object, **more: object) -> Prediction:
        if self._prediction is None:
            ask: Callable[..., Prediction] = PROGRAM_STEPS.predict
            self._prediction = ask(*asked, **more)
        return self._prediction

    def explain(
        self,
        recording: Recording,
        beats: BeatList,
        bundle: object,
        before: Explanation | None,
        *asked: Any,
        cancelled: Callable[[], bool],
    ) -> Explanation:
        """Go on from what the windows before this one were told."""
        what = recording, beats, bundle, self._explanation or before
        self._explanation = PROGRAM_STEPS.explain(*what, *asked, cancelled=cancelled)
        return self._explanation


def is_told(session: Session) -> bool:
    """Whether the model has said all it will: statements, and their beats' evidence."""
    if session.known.prediction is None:
        return bool(session.analysis.model.note)
    is_asked = session.recording_jobs.is_busy("evidence")
    return not is_asked and (session.known.code is None) == (
        session.known.evidence is None
    )


def settle(least_ms: int, done: Callable[[], bool] = lambda: True) -> None:
    """Let the window work for a while, and until it has done what is asked."""
    least, last = QDeadlineTimer(least_ms), QDeadlineTimer(LIMIT_MS)
    while not (least.hasExpired() and done()):
        if last.hasExpired():
            sys.exit("it took more than five minutes")
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)


def take(picture: Picture, file: Path, known: Known, folder: Path) -> None:
    """Open a window, do what the picture asks, and write it."""
    with tempfile.TemporaryDirectory() as place:
        path = f"{place}/settings.ini"
        store = SettingsStore(QSettings(path, QSettings.Format.IniFormat))
        steps = replace(PROGRAM_STEPS, predict=known.predict, explain=known.explain)
        session = Session(JobRunner(), steps, background=JobRunner(workers=1))
        session.viewing.set_scheme(picture.scheme)
        window = MainWindow(session, store)
        window.resize(*picture.size)
        window.show()
        if picture.opens:
            window.files.open_files([file])
            settle(SETTLE_MS, lambda: is_told(session) and not session.activity)
        picture.act(session, window)
        settle(SETTLE_MS, lambda: not session.activity)
        window.grab().save(str(folder / f"{picture.name}.png"))
        window.choices.set_text_size(100)
        window.close()
        settle(0)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--file", type=Path, default=bundled_example())
    parser.add_argument("--only", default="")
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    make_application()
    known, words = Known(), options.only.split(",")
    for picture in pictures():
        if any(word in picture.name for word in words):
            take(picture, options.file, known, options.folder)
            print(picture.name, flush=True)


if __name__ == "__main__":
    main()
