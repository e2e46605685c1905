"""The one place that changes: what is open, what is known of it, how it is shown.

Lives on the GUI thread. Values are frozen and replaced whole; setters compare and
return early, which ends every loop. Panels connect to its signals and never to each
other.
"""

import logging
import traceback
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QUndoStack

from ecgviewer.ai.limits import too_long
from ecgviewer.ecg.annotations import Annotations
from ecgviewer.ecg.beats import BeatList
from ecgviewer.ecg.findings import Evidence, Prediction
from ecgviewer.ecg.layouts import (
    AS_USUAL,
    DEFAULT_LAYOUT,
    LAYOUTS,
    PAGE_S,
    Arrangement,
    Layout,
)
from ecgviewer.ecg.leads import LEAD_GROUPS
from ecgviewer.ecg.paper import (
    GAINS_MM_PER_MV,
    SLOWEST_PAPER_MM_PER_S,
    SPEEDS_MM_PER_S,
)
from ecgviewer.ecg.recording import Recording
from ecgviewer.ecg.signal import SignalError
from ecgviewer.ecg.survey import Survey, needs_survey, surveyed
from ecgviewer.io.errors import ReadError
from ecgviewer.ui.beats_model import BeatsModel
from ecgviewer.ui.comparison import Comparison
from ecgviewer.ui.filtering import Filtering
from ecgviewer.ui.i18n import marked, tr
from ecgviewer.ui.jobs import OnDone, OnError, Runner
from ecgviewer.ui.plot import shown_layout
from ecgviewer.ui.prefetch import Held, Shelf, present, read_or_take
from ecgviewer.ui.privacy import shown_name, without_all_names
from ecgviewer.ui.steps import PROGRAM_STEPS, Steps
from ecgviewer.ui.theme import DEFAULT_SCHEME, SCHEMES
from ecgviewer.ui.worklist import Worklist

LOGGER = logging.getLogger(__name__)

ZOOM_STEPS: tuple[float, ...] = (
    *(0.25, 0.35, 0.5, 0.7, 0.85, 1.0, 1.25, 1.5, 1.75),
    *(2.0, 2.5, 3.0, 4.0, 6.0, 8.0),
)
# A place is found again to the pixel, not to the sample.
PLACE_SLACK_S = 0.1
NO_MODEL = marked(
    "No model is installed: recordings open, but nothing is said about them."
)


@dataclass(frozen=True)
class View:
    """How the paper is shown. ``zoom`` magnifies paper and trace together."""

    layout: str = DEFAULT_LAYOUT
    speed_mm_per_s: float = 25.0
    gain_mm_per_mv: float = 10.0
    zoom: float = 1.0
    page_start_s: float = 0.0
    evidence_shown: bool = False
    scheme: str = DEFAULT_SCHEME
    annotations_shown: bool = True
    arrangement: Arrangement = AS_USUAL

    def __post_init__(self) -> None:
        known = (
            self.layout in LAYOUTS
            and _is_speed(self.speed_mm_per_s)
            and self.gain_mm_per_mv in GAINS_MM_PER_MV
            and self.scheme in SCHEMES
        )
        if not known:
            raise ValueError(f"no such layout, speed, gain or colours: {self}")


def _is_speed(speed_mm_per_s: float) -> bool:
    compressed = 0 < speed_mm_per_s <= SLOWEST_PAPER_MM_PER_S
    return compressed or speed_mm_per_s in SPEEDS_MM_PER_S


@dataclass(frozen=True)
class Selection:
    """A lead group, a lead of it or one beat of that lead (index into the beats)."""

    group: str | None = None
    lead: str | None = None
    beat: int | None = None


@dataclass(frozen=True)
class Message:
    """A sentence the reader must see."""

    text: str
    kind: Literal["error", "warning"] = "error"


class Session(QObject):
    """State of one window, and the jobs that change it."""

    recording_changed = Signal()  # everything known of the former one is gone
    recording_surveyed = Signal()  # it is the same, and now known to its end
    beats_changed = Signal()
    annotations_changed = Signal()
    prediction_changed = Signal()
    evidence_changed = Signal()  # a map has come, or another statement is explained
    selection_changed = Signal()
    view_changed = Signal()
    message_changed = Signal()
    activity_changed = Signal()
    files_changed = Signal()  # other files, another order, other marks, another file
    privacy_changed = Signal()

    def __init__(
        self,
        runner: Runner,
        steps: Steps = PROGRAM_STEPS,
        view: View | None = None,
        parent: QObject | None = None,
        *,
        background: Runner | None = None,
        cache: Path | None = None,
    ) -> None:
        """Make a session without a recording.

        ``background`` does what nobody waits for; ``cache`` is the file in which the
        worklist remembers, none if it shall not.
        """
        super().__init__(parent)
        self._runner = runner
        self._steps = steps
        self._background = background or runner
        self.worklist = Worklist(self._background, steps, cache, self)
        self._shelf = Shelf(self._background, steps.read)
        self._marks_on_next = True
        self._recording: Recording | None = None
        self._beats: BeatList | None = None
        self._annotations: tuple[Annotations, ...] = ()
        self._prediction: Prediction | None = None
        self._evidence: Mapping[str, Evidence] = {}
        self._code: str | None = None
        self._selection = Selection()
        self._view = view or View()
        self._message: Message | None = None
        self._activities: dict[str, str] = {}
        self._model_note = ""
        self._bundle: Any = None
        self._first_shown_s = 0.0
        self._analysis_due = False
        self._open_when_listed = False
        self._undo_stack = QUndoStack(self)
        worklist = self.worklist
        worklist.first_listed.connect(self.on_first_listed)
        worklist.rows_changed.connect(self.files_changed)
        worklist.marks_changed.connect(self.files_changed)
        worklist.current_changed.connect(self.files_changed)
        self._beats_model = BeatsModel(self)
        self._filtering = Filtering(
            self._steps.filter_signal, self._start, self._stop, self
        )
        self._comparison = Comparison(self, runner)

    # ---------------------------------------------------------------- what is known

    @property
    def undo_stack(self) -> QUndoStack:
        """The steps that can be undone; another recording has none yet."""
        return self._undo_stack

    @property
    def beats_model(self) -> BeatsModel:
        """The recording's beats laid over each other, and their median."""
        return self._beats_model

    @property
    def comparison(self) -> Comparison:
        """The second recording, if one is compared with this one."""
        return self._comparison

    @property
    def steps(self) -> Steps:
        """The functions that the session's jobs run."""
        return self._steps

    @property
    def recording(self) -> Recording | None:
        """The recording as the file has it: what is measured and analysed."""
        return self._recording

    @property
    def shown_recording(self) -> Recording | None:
        """The recording as it is drawn, filtered if the reader wants that."""
        filtered = self._filtering.filtered
        return self._recording if filtered is None else filtered.recording

    @property
    def filtering(self) -> Filtering:
        return self._filtering

    @property
    def beats(self) -> BeatList | None:
        return self._beats

    @property
    def annotations(self) -> tuple[Annotations, ...]:
        """What lies beside the recording, one entry per annotator."""
        return self._annotations

    @property
    def prediction(self) -> Prediction | None:
        return self._prediction

    @property
    def code(self) -> str | None:
        """The statement that is explained."""
        return self._code

    @property
    def evidence(self) -> Evidence | None:
        """The evidence for the statement that is explained, once it is there."""
        return self._evidence.get(self._code) if self._code is not None else None

    @property
    def selection(self) -> Selection:
        return self._selection

    @property
    def view(self) -> View:
        return self._view

    @property
    def message(self) -> Message | None:
        return self._message

    @property
    def activity(self) -> str:
        """What is being done in the background, empty when nothing is."""
        return " ".join(self._activities.values())

    @property
    def model_note(self) -> str:
        """Why the network says nothing; empty while it can."""
        return self._model_note

    # ---------------------------------------------------------------- opening files

    def open_files(self, paths: Sequence[Path]) -> None:
        """Make these files and what these folders hold the worklist.

        The first file is read at once; of a folder, the first recording that is unread.
        """
        if not paths:
            return
        self._shelf.cancel()
        if paths[0].is_dir():
            self._open_when_listed = True
            self.worklist.list_folders(paths)
        else:
            self._open_when_listed = False
            self.worklist.name_files(paths)
            self.open_path(paths[0])

    @Slot()
    def on_first_listed(self) -> None:
        if not self._open_when_listed:
            return
        self._open_when_listed = False
        path = self.worklist.next_unread() or self.worklist.step(1)
        if path is not None:
            self.open_path(path)

    def step_file(self, step: int) -> None:
        """Open the next (1) or previous (-1) recording of the worklist.

        Going on to the next marks the one that was shown as read, if that is wanted;
        going back marks nothing.
        """
        path = self.worklist.step(step)
        if path is not None:
            self._step_to(path, onwards=step > 0)

    def step_to_unread(self) -> None:
        """Open the next unread recording of the worklist."""
        path = self.worklist.next_unread()
        if path is not None:
            self._step_to(path, onwards=True)

    def _step_to(self, path: Path, *, onwards: bool) -> None:
        if onwards and self._marks_on_next and self._has_been_seen():
            self._mark_current(True)
        self.open_path(path)

    def _has_been_seen(self) -> bool:
        """Return whether the recording that was asked for has been on the screen."""
        recording = self._recording
        if recording is None or self._analysis_due:
            return False
        return recording.source.path == self.worklist.current

    def toggle_read(self) -> None:
        """Mark the recording as read, or as unread if it is read."""
        self._mark_current(not self.worklist.is_read(self.worklist.current))

    def _mark_current(self, read: bool) -> None:
        path, recording = self.worklist.current, self._recording
        if path is None:
            return
        same = recording is not None and recording.source.path == path
        sha256 = recording.source.sha256 if recording is not None and same else None
        self.worklist.mark(path, read, sha256)

    @property
    def marks_on_next(self) -> bool:
        """Whether going on to the next recording marks the present one as read."""
        return self._marks_on_next

    def set_marks_on_next(self, marks: bool) -> None:
        self._marks_on_next = marks
        self.files_changed.emit()

    def open_path(self, path: Path) -> None:
        """Read a recording of the worklist, or take it if it was read ahead."""
        self._shelf.cancel()
        self.worklist.set_current(path)
        self.set_message(None)
        self._start(
            "read",
            tr("Reading {name} …").format(name=shown_name(path, self.hide_patient)),
            read_or_take,
            self._steps.read,
            path,
            self._shelf.held(path),
            on_done=self._on_read,
            on_error=self._on_read_failed,
        )

    def _on_read(self, held: Held) -> None:
        self._shelf.keep(held)
        self.set_recording(held.recording)

    def _on_read_failed(self, error: Exception) -> None:
        if isinstance(error, ReadError):
            self.set_message(Message(str(error)))
        else:
            self.report_unexpected(error, tr("Reading a recording …"))
        self._read_ahead()

    def _read_ahead(self) -> None:
        """Do what must not stand between the reader and the paper."""
        self.worklist.list_due()
        current = self.worklist.current
        if current is not None:
            self._shelf.fetch(current, self.worklist.neighbours())

    def look_for(
        self, paths: Sequence[Path], on_done: Callable[[frozenset[Path]], object]
    ) -> None:
        """Tell which of these are still there, without waiting for a slow drive."""
        self._background.submit("look_for", present, tuple(paths), on_done=on_done)

    # ------------------------------------------------------------------------ privacy

    @property
    def hide_patient(self) -> bool:
        """Whether names of patients, files and folders are hidden everywhere."""
        return self.worklist.patients_hidden

    def set_hide_patient(self, hidden: bool) -> None:
        if hidden == self.hide_patient:
            return
        self.worklist.hide_patients(hidden)
        self.privacy_changed.emit()
        self.message_changed.emit()

    def toggle_hide_patient(self) -> None:
        self.set_hide_patient(not self.hide_patient)

    def shown(self, text: str) -> str:
        """Return a text as it may be shown: without names while they are hidden."""
        return self._without_names(text) if self.hide_patient else text

    def _without_names(self, text: str) -> str:
        known: list[tuple[Path | None, Recording | None]] = [
            (self.worklist.current, self._recording),
            (self._comparison.asked_for, self._comparison.recording),
        ]
        for recording in (self._recording, self._comparison.recording):
            if recording is not None:
                known.append((recording.source.path, recording))
        named = [(path, recording) for path, recording in known if path is not None]
        return without_all_names(text, named)

    def set_recording(self, recording: Recording) -> None:
        """Show a recording; beats and statements follow once it is on the screen."""
        jobs = ("annotations", "survey", "beats", "bundle", "predict", "evidence")
        for key in jobs:
            self._stop(key)
        self._undo_stack.clear()
        self._filtering.forget()
        self._recording = recording
        self._beats = None
        self._annotations = ()
        self._prediction = None
        self._evidence = {}
        self._code = None
        self._selection = Selection()
        self._view = replace(self._view, page_start_s=0.0)
        self._first_shown_s = 0.0
        self._analysis_due = True
        if recording.warnings:
            self.set_message(Message(" ".join(recording.warnings), "warning"))
        self.recording_changed.emit()
        self._filtering.take(recording)

    # ------------------------------------------------- beats, statements, evidence

    @Slot()
    def on_paper_painted(self) -> None:
        """Start the analysis: the reader has the paper, so torch may now be loaded."""
        if not self._analysis_due or self._recording is None:
            return
        self._analysis_due = False
        if self._recording.source.format == "WFDB":
            self._start(
                "annotations",
                tr("Reading annotations …"),
                self._steps.read_annotations,
                self._recording,
                on_done=self._on_annotations_read,
            )
        if needs_survey(self._recording):
            self._start(
                "survey",
                tr("Building the overview …"),
                self._steps.survey,
                self._recording,
                on_done=self._on_surveyed,
                tells_progress=True,
            )
        self._start(
            "beats",
            tr("Finding beats …"),
            self._steps.detect_beats,
            self._recording,
            on_done=self._on_beats_found,
            tells_progress=not self._recording.in_memory,
        )
        self._read_ahead()

    def _on_annotations_read(self, found: Any) -> None:
        self._annotations = found.sets
        if found.warnings:
            self.set_message(Message(" ".join(found.warnings), "warning"))
        self.annotations_changed.emit()

    def _on_surveyed(self, survey: Survey) -> None:
        assert self._recording is not None
        self._recording = surveyed(self._recording, survey)
        if survey.warnings:
            text = " ".join(self._recording.warnings)
            self.set_message(Message(text, "warning"))
        self.recording_surveyed.emit()

    def _on_beats_found(self, beats: BeatList) -> None:
        self._beats = beats
        self.beats_changed.emit()
        assert self._recording is not None
        reason = too_long(self._recording)
        if reason is not None:
            # Known without the model, whose loading would take memory for nothing.
            self._on_predicted(Prediction((), "–", abstained=reason))
            return
        if self._bundle is not None:
            self._predict()
            return
        self._start(
            "bundle",
            tr("Loading the model …"),
            self._steps.load_bundle,
            on_done=self._on_bundle_loaded,
            on_error=self._on_bundle_failed,
        )

    def _on_bundle_loaded(self, bundle: Any) -> None:
        self._bundle = bundle
        self._model_note = tr(NO_MODEL) if bundle is None else ""
        if bundle is None:
            self.prediction_changed.emit()
        else:
            self._predict()

    def _on_bundle_failed(self, error: Exception) -> None:
        LOGGER.error("the model could not be loaded", exc_info=error)
        note = tr("The model cannot be used: {error}")
        self._model_note = note.format(error=error)
        self.prediction_changed.emit()

    def _predict(self) -> None:
        self._start(
            "predict",
            tr("Asking the model …"),
            self._steps.predict,
            self._recording,
            self._beats,
            self._bundle,
            on_done=self._on_predicted,
        )

    def _on_predicted(self, prediction: Prediction) -> None:
        self._prediction = prediction
        self.prediction_changed.emit()
        if prediction.abstained is not None or not prediction.findings:
            return
        self._start(
            "evidence",
            tr("Computing the evidence …"),
            self._steps.attribute,
            self._recording,
            self._beats,
            self._bundle,
            on_done=self._on_attributed,
        )
        present = [finding for finding in prediction.findings if finding.present]
        if present:
            self.select_finding(max(present, key=lambda f: f.probability).code)

    def _on_attributed(self, evidence: Mapping[str, Evidence]) -> None:
        self._evidence = evidence
        self.evidence_changed.emit()

    def select_finding(self, code: str | None) -> None:
        """Explain this statement; its evidence may still be on its way."""
        if code == self._code:
            return
        self._code = code
        self.evidence_changed.emit()

    # -------------------------------------------------------------------------- jobs

    def start_job(
        self,
        key: str,
        activity: str,
        function: Callable[..., Any],
        *args: Any,
        on_done: OnDone,
        on_error: OnError | None = None,
    ) -> None:
        """Run a job of a part of the session; the newest of a key wins."""
        self._start(key, activity, function, *args, on_done=on_done, on_error=on_error)

    def stop_job(self, key: str) -> None:
        """Give up on a job; its answer is dropped."""
        self._stop(key)

    def _start(
        self,
        key: str,
        activity: str,
        function: Callable[..., Any],
        *args: Any,
        on_done: OnDone,
        on_error: OnError | None = None,
        tells_progress: bool = False,
    ) -> None:
        """Submit a job and say that it runs until it has ended."""

        def done(result: Any) -> None:
            self._set_activity(key, "")
            on_done(result)

        def failed(error: Exception) -> None:
            self._set_activity(key, "")
            if isinstance(error, SignalError):
                self.set_message(Message(str(error)))
            elif on_error is None:
                self.report_unexpected(error, activity)
            else:
                on_error(error)

        def progressed(fraction: float) -> None:
            self._set_activity(key, f"{activity} {100 * fraction:.0f} %")

        self._set_activity(key, activity)
        more = {"on_progress": progressed} if tells_progress else {}
        self._runner.submit(key, function, *args, on_done=done, on_error=failed, **more)

    def _stop(self, key: str) -> None:
        self._runner.cancel(key)
        self._set_activity(key, "")

    def _set_activity(self, key: str, activity: str) -> None:
        before = self.activity
        self._activities.pop(key, None)
        if activity:
            self._activities[key] = activity
        if self.activity != before:
            self.activity_changed.emit()

    # --------------------------------------------------------------------- selection

    def select(self, selection: Selection) -> None:
        """Select a group, lead or beat, turning to the page that shows it."""
        if selection == self._selection:
            return
        self._selection = selection
        self._turn_to_beat(selection.beat)
        self.selection_changed.emit()

    def _turn_to_beat(self, beat: int | None) -> None:
        if beat is None or self._beats is None or not self.paged:
            return
        time_s = float(self._beats.times_s[beat])
        start_s, page_s = self._view.page_start_s, self.page_s
        if not start_s <= time_s < start_s + page_s:
            self.turn_to(page_s * (time_s // page_s))

    def selected_leads(self) -> tuple[str, ...]:
        """Return the leads that the selection speaks of."""
        if self._selection.lead is not None:
            return (self._selection.lead,)
        if self._selection.group is None:
            return ()
        evidence = self.evidence
        groups = evidence.group_leads if evidence is not None else LEAD_GROUPS
        return groups.get(self._selection.group, ())

    def group_of(self, lead: str) -> str | None:
        """Return the group that a lead belongs to in the evidence shown."""
        evidence = self.evidence
        groups = evidence.group_leads if evidence is not None else LEAD_GROUPS
        return next((name for name, leads in groups.items() if lead in leads), None)

    # -------------------------------------------------------------------------- view

    @property
    def paged(self) -> bool:
        """Whether the recording is shown one page at a time."""
        layout = self.layout
        return layout is not None and layout.pages

    @property
    def page_s(self) -> float:
        """The time from the start of one page to that of the next."""
        layout = self.layout
        if layout is None or self._recording is None:
            return PAGE_S
        return layout.page_s(self._recording.duration_s)

    @property
    def layout(self) -> Layout | None:
        """The layout as shown; ``None`` without a recording."""
        if self._recording is None:
            return None
        view = self._view
        return shown_layout(
            *(view.layout, self._recording, view.speed_mm_per_s, view.arrangement)
        )

    def set_view(self, view: View) -> None:
        if view == self._view:
            return
        self._view = view
        self.view_changed.emit()

    def set_layout(self, name: str) -> None:
        self._lay_out_anew(replace(self._view, layout=name))

    def arrange(self, **choices: Any) -> None:
        """Change some of the choices within a layout, fields of ``Arrangement``."""
        arrangement = replace(self._view.arrangement, **choices)
        self._lay_out_anew(replace(self._view, arrangement=arrangement))

    def _lay_out_anew(self, view: View) -> None:
        """Change the view and stay at the place: on the page that has it."""
        if self._recording is not None:
            layout = shown_layout(
                *(view.layout, self._recording, view.speed_mm_per_s, view.arrangement)
            )
            duration_s = self._recording.duration_s
            start_s = view.page_start_s
            if layout.pages and not self.paged:
                page_s = layout.page_s(duration_s)
                start_s = page_s * ((self._first_shown_s + PLACE_SLACK_S) // page_s)
            last_s = layout.last_page_start_s(duration_s)
            view = replace(view, page_start_s=min(last_s, start_s))
        self.set_view(view)

    def note_first_shown(self, time_s: float) -> None:
        """Remember from which second on the paper shows the recording."""
        self._first_shown_s = time_s

    def toggle_cabrera(self) -> None:
        self.arrange(cabrera=not self._view.arrangement.cabrera)

    def toggle_same_beats(self) -> None:
        self.arrange(same_beats=not self._view.arrangement.same_beats)

    def toggle_chest_half_gain(self) -> None:
        self.arrange(chest_half_gain=not self._view.arrangement.chest_half_gain)

    def step_lead(self, step: int) -> None:
        """Show the next (1) or previous (-1) lead in the single-lead layout."""
        if self._recording is None:
            return
        leads, lead = self._recording.leads, self._view.arrangement.lead
        # The first is shown in the stead of one that is not there.
        index = leads.index(lead) if lead in leads else 0
        self.arrange(lead=leads[(index + step) % len(leads)])

    def set_speed(self, speed_mm_per_s: float) -> None:
        self.set_view(replace(self._view, speed_mm_per_s=speed_mm_per_s))

    def set_gain(self, gain_mm_per_mv: float) -> None:
        self.set_view(replace(self._view, gain_mm_per_mv=gain_mm_per_mv))

    def step_gain(self, step: int) -> None:
        index = GAINS_MM_PER_MV.index(self._view.gain_mm_per_mv) + step
        self.set_gain(GAINS_MM_PER_MV[max(0, min(len(GAINS_MM_PER_MV) - 1, index))])

    def step_speed(self, step: int) -> None:
        """Go to the next faster (1) or slower (-1) speed, and round from the end."""
        now = self._view.speed_mm_per_s
        faster = [speed for speed in SPEEDS_MM_PER_S if speed > now]
        slower = [speed for speed in SPEEDS_MM_PER_S if speed < now]
        if step > 0:
            self.set_speed((*faster, SPEEDS_MM_PER_S[0])[0])
        else:
            self.set_speed((SPEEDS_MM_PER_S[-1], *slower)[-1])

    def set_zoom(self, zoom: float) -> None:
        zoom = max(ZOOM_STEPS[0], min(ZOOM_STEPS[-1], zoom))
        self.set_view(replace(self._view, zoom=zoom))

    def step_zoom(self, step: int) -> None:
        """Go to the next larger (1) or smaller (-1) step."""
        zoom = self._view.zoom
        larger = [known for known in ZOOM_STEPS if known > zoom * 1.001]
        smaller = [known for known in ZOOM_STEPS if known < zoom * 0.999]
        if step > 0 and larger:
            self.set_zoom(larger[0])
        elif step < 0 and smaller:
            self.set_zoom(smaller[-1])

    def set_scheme(self, name: str) -> None:
        self.set_view(replace(self._view, scheme=name))

    def next_scheme(self) -> None:
        names = list(SCHEMES)
        index = names.index(self._view.scheme) + 1
        self.set_scheme(names[index % len(names)])

    def toggle_evidence(self) -> None:
        self.set_view(replace(self._view, evidence_shown=not self._view.evidence_shown))

    def toggle_annotations(self) -> None:
        shown = not self._view.annotations_shown
        self.set_view(replace(self._view, annotations_shown=shown))

    def turn_to(self, page_start_s: float) -> None:
        """Show the page starting at this time, within the recording."""
        if self._recording is None:
            return
        layout = self.layout
        assert layout is not None
        last_s = layout.last_page_start_s(self._recording.duration_s)
        start_s = max(0.0, min(last_s, page_start_s))
        self.set_view(replace(self._view, page_start_s=start_s))

    # ---------------------------------------------------------------------- messages

    def set_message(self, message: Message | None) -> None:
        if message == self._message:
            return
        self._message = message
        self.message_changed.emit()

    @Slot()
    def dismiss_message(self) -> None:
        self.set_message(None)

    def report_unexpected(self, error: BaseException, activity: str) -> None:
        """Show and log an error that nobody foresaw, and during which activity."""
        trace = "".join(traceback.format_exception(error)).rstrip()
        # A log is read by others than the reader of the ECG: names never stand in it.
        said = self._without_names(f"{activity}\n{trace}")
        LOGGER.error("unexpected error: %s", said)
        what = f"{type(error).__name__}: {error}"
        parts = (tr("Something went wrong."), activity, what)
        self.set_message(Message(" ".join(part for part in parts if part)))

    def close(self) -> None:
        """Give up on every job and every step that could be undone."""
        self._comparison.end()
        self.worklist.close()
        self._runner.shutdown()
        # An undo stack that is deleted while it holds steps still sends signals.
        self._undo_stack.clear()
