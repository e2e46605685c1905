"""A second recording beside the one that is read, and how the two are laid together.

It lives in a session of its own, which has neither model nor worklist; both sessions
have one view, so that speed, gain, zoom, layout and page cannot differ.
"""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from PySide6.QtCore import QObject, Signal, Slot

from ecgviewer.ecg.recording import Recording
from ecgviewer.io.errors import ReadError
from ecgviewer.ui.state.jobs import OnDone, OnError, OnProgress, Runner
from ecgviewer.ui.state.linked_views import LinkedViews
from ecgviewer.ui.text.i18n import tr
from ecgviewer.ui.text.privacy import shown_error, shown_name

if TYPE_CHECKING:
    from ecgviewer.ui.state.session import Session

# Median beats over each other, traces over each other on one paper, two papers.
Mode = Literal["medians", "overlay", "side"]
MODES: tuple[Mode, ...] = ("medians", "overlay", "side")


class SecondRunner:
    """The runner of the first session, under names of its own."""

    def __init__(self, runner: Runner) -> None:
        self._runner = runner
        self._keys: set[str] = set()

    def submit(
        self,
        key: str,
        function: Callable[..., Any],
        *args: Any,
        on_done: OnDone,
        on_error: OnError | None = None,
        on_progress: OnProgress | None = None,
    ) -> None:
        self._keys.add(key)
        more: dict[str, Any] = (
            {} if on_progress is None else {"on_progress": on_progress}
        )
        self._runner.submit(
            f"second {key}", function, *args, on_done=on_done, on_error=on_error, **more
        )

    def cancel(self, key: str) -> None:
        self._runner.cancel(f"second {key}")

    def shutdown(self) -> None:
        """Cancel the second session's jobs; the runner itself is the first one's."""
        for key in self._keys:
            self.cancel(key)


class Comparison(QObject):
    """Belongs to a session; ends when that opens another recording."""

    changed = Signal()  # another recording, mode or alignment; or more is known

    def __init__(self, session: "Session", runner: Runner) -> None:
        super().__init__(session)
        self._session = session
        self.views = LinkedViews(session, self)
        self._runner = SecondRunner(runner)
        self._asked_for: Path | None = None
        self._mode: Mode = "medians"
        session.recording_changed.connect(self.end)
        session.beats_changed.connect(self.on_beats_changed)
        session.beats_model.changed.connect(self.on_median_beats_changed)
        session.examining.changed.connect(self.on_median_beats_changed)
        session.privacy.changed.connect(self.on_privacy_changed)
        session.filtering.changed.connect(self.on_filtering_changed)

    @property
    def second(self) -> "Session | None":
        """The session of the second recording, ``None`` while nothing is compared."""
        return self.views.second

    @property
    def recording(self) -> Recording | None:
        return self.views.second.recording if self.views.second is not None else None

    @property
    def asked_for(self) -> Path | None:
        """The file that was last chosen as the second one."""
        return self._asked_for

    @property
    def mode(self) -> Mode:
        """How both are shown: as was chosen, unless these two refuse that."""
        return "side" if self.refusal else self._mode

    @property
    def covers_paper(self) -> bool:
        """Whether median beats stand where the paper was."""
        return self.views.second is not None and self.mode == "medians"

    @property
    def axes_s(self) -> tuple[tuple[float, float], tuple[float, float]] | None:
        """Return from when to when each paper lasts if both show the same stretch.

        Each in its own recording's time: it may begin before 0 and go on after the
        end, where the other recording does. ``None`` unless they are side by side.
        """
        first, second = self._session.recording, self.recording
        if self.mode != "side" or first is None or second is None:
            return None
        shift_s = self.views.shift_s
        start_s = min(0.0, shift_s)
        stop_s = max(first.duration_s, second.duration_s + shift_s)
        return (start_s, stop_s), (start_s - shift_s, stop_s - shift_s)

    @property
    def refusal(self) -> str:
        """Why the recordings cannot be laid over each other; empty if they can."""
        first, second = self._session.recording, self.recording
        if first is None or second is None:
            return ""
        for recording in (first, second):
            if not recording.unit_is_mv:
                name = shown_name(recording.source.path, self._session.privacy.hidden)
                text = tr(
                    "{name} is in arbitrary units, so that its amplitude cannot be "
                    "compared: the recordings are shown side by side, not over each "
                    "other."
                )
                return text.format(name=name)
        if not set(first.leads) & set(second.leads):
            return tr("The recordings have no lead in common.")
        return ""

    # ---------------------------------------------------------------- start and end

    def open(self, path: Path) -> None:
        """Read a recording to compare with the one that is shown."""
        session = self._session
        self._asked_for = path
        name = shown_name(path, session.privacy.hidden)
        session.jobs.start(
            "second read",
            tr("Reading {name} …").format(name=name),
            session.steps.read,
            path,
            on_done=self.set_recording,
            on_error=self._on_read_failed,
        )

    def _on_read_failed(self, error: Exception) -> None:
        from ecgviewer.ui.text.messages import Message

        messages = self._session.messages
        if isinstance(error, ReadError):
            hidden = self._session.privacy.hidden
            messages.show(Message(shown_error(error, hidden)))
        else:
            messages.report(error, tr("Reading a recording …"))

    def set_recording(self, recording: Recording) -> None:
        """Compare with this recording."""
        if self._session.recording is None:
            return
        self.end()
        from ecgviewer.ui.text.messages import Message

        steps = replace(self._session.steps, load_bundle=_no_model)
        store = self._session.edit_store
        second = type(self._session)(
            *(self._runner, steps, self._session.view, self), edit_store=store
        )
        second.privacy.hide(self._session.privacy.hidden)
        self.views.second = second
        self._asked_for = recording.source.path
        second.messages.changed.connect(self.on_second_message_changed)
        second.set_recording(recording)
        second.filtering.changed.connect(self.changed)
        second.filtering.choose(self._session.filtering.choice)
        second.beats_changed.connect(self.on_beats_changed)
        second.beats_model.changed.connect(self.changed)
        # Which settle as well whenever it was measured.
        second.reader_lines.settled.connect(self.changed)
        second.view_changed.connect(self.views.on_second_view_changed)
        second.beats_model.want()
        self._session.beats_model.want()
        if self.refusal:
            self._session.messages.show(Message(self.refusal, "warning"))
        self.views.align()
        self.changed.emit()
        # Its beats are found although its paper may never be seen.
        second.on_paper_painted()

    @Slot()
    def on_second_message_changed(self) -> None:
        """Show what must be known of the second recording where messages are seen."""
        second = self.views.second
        if second is not None and second.messages.message is not None:
            text = tr("Second recording: {text}").format(
                text=second.messages.message.text
            )
            self._session.messages.show(replace(second.messages.message, text=text))

    @Slot()
    def end(self) -> None:
        """Show the first recording alone."""
        self._session.jobs.stop("second read")
        second, self.views.second = self.views.second, None
        if second is None:
            return
        self._asked_for = None
        self.changed.emit()
        second.close()
        second.deleteLater()

    # ------------------------------------------------------------------- how to look

    def next_mode(self) -> None:
        self.set_mode(MODES[(MODES.index(self.mode) + 1) % len(MODES)])

    def set_mode(self, mode: Mode) -> None:
        from ecgviewer.ui.text.messages import Message

        if self.refusal and mode != "side":
            self._session.messages.show(Message(self.refusal, "warning"))
        else:
            self._mode = mode
        # Said even if it stays as it was: a menu may show the one that was refused.
        self.changed.emit()

    def set_by_beat(self, by_beat: bool) -> None:
        """Lay beats on beats, or the starts of the recordings on each other."""
        self.views.by_beat = by_beat
        self.views.align()
        self.changed.emit()

    # ----------------------------------------------------------------------- signals

    @Slot()
    def on_beats_changed(self) -> None:
        self.views.align()
        self.changed.emit()

    @Slot()
    def on_median_beats_changed(self) -> None:
        if self.views.second is not None:
            self.changed.emit()

    @Slot()
    def on_privacy_changed(self) -> None:
        if self.views.second is not None:
            self.views.second.privacy.hide(self._session.privacy.hidden)
            self.changed.emit()

    @Slot()
    def on_filtering_changed(self) -> None:
        """Filter the second recording as the first one is."""
        if self.views.second is not None:
            self.views.second.filtering.choose(self._session.filtering.choice)
            self.changed.emit()


def _no_model(_name: str) -> None:
    return None
