"""The worklist as a model sees it: found out in the background, shown in part."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Signal, Slot

from ecgviewer.io.errors import ReadError
from ecgviewer.ui.state.job_scope import JobScope
from ecgviewer.ui.state.steps import Steps
from ecgviewer.ui.state.worklist_jobs import MAX_LOOK_BYTES
from ecgviewer.ui.text.i18n import marked, tr

if TYPE_CHECKING:
    from ecgviewer.ui.state.session import Session

JOB = "worklist-map"
# Few enough that places come soon, and enough that they are not laid out each time.
FILES_AT_ONCE = 4
MOST_FILES = 400
MOST_NEIGHBOURS = 6

Colouring = Literal["statement", "quality", "read"]
COLOURINGS: dict[Colouring, str] = {
    "statement": marked("statement"),
    "quality": marked("quality"),
    "read": marked("read or unread"),
}


@dataclass(frozen=True, eq=False)
class Embedded:
    """What is known of a file; without ``vector`` where the model does not answer."""

    path: Path
    vector: NDArray[np.float64] | None = None
    probabilities: Mapping[str, float] | None = None
    quality: float | None = None


@dataclass(frozen=True, eq=False)
class Portion:
    """The model, the files that are new, and where all that are known lie."""

    bundle: Any
    files: tuple[Embedded, ...]
    places: Mapping[Path, tuple[float, float]]


def embed_files(
    steps: Steps,
    name: str,
    bundle: Any,
    known: Sequence[Embedded],
    paths: Sequence[Path],
    cancelled: Callable[[], bool] = lambda: False,
) -> Portion:
    """Return what a model makes of some more files, and where all of them lie."""
    from ecgviewer.ai.attention.neighbours import principal_plane

    model = steps.load_bundle(name) if bundle is None else bundle
    found = []
    for path in paths:
        if cancelled():
            break
        found.append(_embedded(steps, model, path))
    vectors = vectors_of((*known, *found))
    places = {}
    if vectors:
        plane = principal_plane(np.stack(list(vectors.values())))
        places = {
            path: (float(x), float(y))
            for path, (x, y) in zip(vectors, plane, strict=True)
        }
    return Portion(model, tuple(found), places)


def vectors_of(files: Iterable[Embedded]) -> dict[Path, NDArray[np.float64]]:
    """Return the embeddings of the files that have one."""
    return {one.path: one.vector for one in files if one.vector is not None}


def _embedded(steps: Steps, model: Any, path: Path) -> Embedded:
    from ecgviewer.ai.attention.neighbours import seen_as
    from ecgviewer.ai.inputs import ModelAbstains
    from ecgviewer.ai.model import sigmoid
    from ecgviewer.analysis.quality.quality import measure_quality
    from ecgviewer.ecg.signal import SignalError

    try:
        recording = steps.read(path)
        beats = steps.detect_beats(recording)
        vector, logits = seen_as(recording, beats, model)
    except (ReadError, SignalError, ModelAbstains, OSError):
        return Embedded(path)
    codes = (label.code for label in model.labels)
    probabilities = dict(zip(codes, map(sigmoid, logits), strict=True))
    quality = measure_quality(recording, beats).score
    return Embedded(path, vector, probabilities, quality)


class WorklistMap(QObject):
    """Asks one portion after the other while somebody looks."""

    changed = Signal()

    def __init__(self, session: "Session") -> None:
        super().__init__(session)
        self.colouring: Colouring = "statement"
        self._session = session
        self._wanted, self._name = False, ""
        self._bundles: dict[str, Any] = {}
        self._files: dict[Path, Embedded] = {}
        self._places: Mapping[Path, tuple[float, float]] = {}
        self._jobs = JobScope(session.background, self._on_failed, self)
        session.worklist.rows_changed.connect(self.go_on)
        session.worklist.rows_changed.connect(self.changed)
        session.worklist.current_changed.connect(self.changed)
        session.worklist.marks_changed.connect(self.changed)
        session.evidence_changed.connect(self.changed)

    @property
    def places(self) -> Mapping[Path, tuple[float, float]]:
        """Where files lie that are known and in sight."""
        worklist = self._session.worklist
        return {
            path: place
            for path, place in self._places.items()
            if worklist.place_of(path) is not None
        }

    def file(self, path: Path) -> Embedded:
        return self._files[path]

    @property
    def n_waiting(self) -> int:
        return len(self._waiting())

    def want(self, wanted: bool, name: str = "") -> None:
        """Ask this model while somebody looks; another one begins anew."""
        if name != self._name and wanted:
            self._jobs.stop(JOB)
            self._name, self._files, self._places = name, {}, {}
            self.changed.emit()
        self._wanted = wanted
        if wanted:
            self.go_on()
        else:
            self._jobs.stop(JOB)

    def colour_by(self, colouring: Colouring) -> None:
        self.colouring = colouring
        self.changed.emit()

    def amount(self, path: Path) -> float | None:
        """Return how much of what it is coloured by a file has, 0 to 1."""
        found = self._files[path]
        if self.colouring == "quality":
            return found.quality
        if self.colouring == "read":
            return float(self._session.worklist.is_read(path))
        code = self._session.code
        return None if code is None else (found.probabilities or {}).get(code)

    def neighbours(self) -> tuple[Path, ...]:
        """Return the files most like the one that is shown, the nearest first."""
        from ecgviewer.ai.attention.neighbours import nearest

        vectors = vectors_of(self._files.values())
        paths, shown = list(vectors), self._session.worklist.shown
        if shown not in vectors or len(paths) < 2:
            return ()
        whole = np.stack(list(vectors.values()))
        most = nearest(whole, paths.index(shown), MOST_NEIGHBOURS)
        return tuple(paths[k] for k in most)

    def _waiting(self) -> list[Path]:
        worklist = self._session.worklist
        rows = (worklist.row(place) for place in range(min(len(worklist), MOST_FILES)))
        return [
            row.entry.path
            for row in rows
            if row.entry.path not in self._files
            and not row.reason
            and row.entry.size <= MAX_LOOK_BYTES
        ]

    @Slot()
    def go_on(self) -> None:
        if not self._wanted or not self._name or self._jobs.is_busy(JOB):
            return
        waiting, name = self._waiting()[:FILES_AT_ONCE], self._name
        if not waiting:
            return
        text = tr("Placing recordings, {n} to go …").format(n=self.n_waiting)
        self._jobs.start(
            *(JOB, text, embed_files, self._session.steps, name),
            *(self._bundles.get(name), tuple(self._files.values()), tuple(waiting)),
            on_done=self._take,
        )

    def _take(self, portion: Portion) -> None:
        self._bundles[self._name] = portion.bundle
        self._files |= {one.path: one for one in portion.files}
        self._places = portion.places
        self.changed.emit()
        self.go_on()

    def _on_failed(self, error: Exception, activity: str) -> None:
        self._session.report_unexpected(error, activity)
