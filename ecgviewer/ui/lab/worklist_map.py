"""The worklist as a model sees it: found out in the background, shown in part."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Signal, Slot

from ecgviewer.io.errors import ReadError
from ecgviewer.ui.state.job_scope import JobScope
from ecgviewer.ui.state.steps import Steps
from ecgviewer.ui.state.worklist.jobs import MAX_LOOK_BYTES
from ecgviewer.ui.text.i18n import marked, tr

if TYPE_CHECKING:
    from ecgviewer.ai.attention.neighbours import Projection
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
PROJECTIONS: "dict[Projection, str]" = {"pca": "PCA", "umap": "UMAP"}


@dataclass(frozen=True, eq=False)
class Embedded:
    """What is known of a file; without ``vector`` where the model does not answer."""

    path: Path
    vector: NDArray[np.float64] | None = None
    probabilities: Mapping[str, float] | None = None
    quality: float | None = None


@dataclass(frozen=True, eq=False)
class Portion:
    """The model, the files that are new, and where all that are known lie.

    ``projection`` is by what they lie there, not always what was wanted.
    """

    bundle: Any
    files: tuple[Embedded, ...]
    places: Mapping[Path, tuple[float, float]]
    projection: "Projection"


def embed_files(
    steps: Steps,
    name: str,
    bundle: Any,
    known: Sequence[Embedded],
    paths: Sequence[Path],
    wanted: "Projection" = "pca",
    cancelled: Callable[[], bool] = lambda: False,
) -> Portion:
    """Return what a model makes of some more files, and where all of them lie."""
    from ecgviewer.ai.attention.neighbours import plane

    model = steps.load_bundle(name) if bundle is None else bundle
    found = []
    for path in paths:
        if cancelled():
            break
        found.append(_embedded(steps, model, path))
    vectors = vectors_of((*known, *found))
    places, used = {}, wanted
    if vectors:
        used, found_at = plane(np.stack(list(vectors.values())), wanted)
        places = {
            path: (float(x), float(y))
            for path, (x, y) in zip(vectors, found_at, strict=True)
        }
    return Portion(model, tuple(found), places, used)


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
        self.wanted_projection: Projection = "pca"
        self.projection: Projection = "pca"
        self._asked_for: Projection = "pca"
        self._session = session
        self._wanted, self._name = False, ""
        self._bundles: dict[str, Any] = {}
        self._files: dict[Path, Embedded] = {}
        self._places: Mapping[Path, tuple[float, float]] = {}
        self._jobs = JobScope(session.background, self._on_failed, self)
        session.worklist.rows.changed.connect(self.go_on)
        session.worklist.rows.changed.connect(self.changed)
        session.worklist.current_changed.connect(self.changed)
        session.worklist.rows.marks_changed.connect(self.changed)
        session.evidence_changed.connect(self.changed)

    @property
    def places(self) -> Mapping[Path, tuple[float, float]]:
        """Where files lie that are known and in sight."""
        worklist = self._session.worklist
        return {
            path: place
            for path, place in self._places.items()
            if worklist.rows.place_of(path) is not None
        }

    def file(self, path: Path) -> Embedded:
        return self._files[path]

    @property
    def n_waiting(self) -> int:
        return len(self._waiting())

    @property
    def is_as_wanted(self) -> bool:
        """Whether files were laid out as is wanted, or as near to it as can be."""
        return self._asked_for == self.wanted_projection

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

    def project_by(self, projection: "Projection") -> None:
        """Lay what is known out anew; files that wait come after it."""
        self.wanted_projection = projection
        self._jobs.stop(JOB)
        self.go_on()
        self.changed.emit()

    def amount(self, path: Path) -> float | None:
        """Return how much of what it is coloured by a file has, 0 to 1."""
        found = self._files[path]
        if self.colouring == "quality":
            return found.quality
        if self.colouring == "read":
            return float(self._session.worklist.rows.is_read(path))
        code = self._session.known.code
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
        listed = self._session.worklist.rows
        rows = (listed.row(place) for place in range(min(len(listed), MOST_FILES)))
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
        name, every = self._name, self._waiting()
        waiting = every[:FILES_AT_ONCE]
        # UMAP takes too long to be done again for each portion.
        wanted = "pca" if len(every) > len(waiting) else self.wanted_projection
        if not waiting and (wanted == self._asked_for or not self._places):
            return
        text = tr("Placing recordings, {n} to go …").format(n=self.n_waiting)
        self._jobs.start(
            *(JOB, text, embed_files, self._session.steps, name),
            *(self._bundles.get(name), tuple(self._files.values()), tuple(waiting)),
            wanted,
            on_done=partial(self._take, wanted),
        )

    def _take(self, wanted: "Projection", portion: Portion) -> None:
        self._bundles[self._name] = portion.bundle
        self._files |= {one.path: one for one in portion.files}
        self._places, self.projection = portion.places, portion.projection
        self._asked_for = wanted
        self.changed.emit()
        self.go_on()

    def _on_failed(self, error: Exception, activity: str) -> None:
        self._session.messages.report_unexpected(error, activity)
