"""Which part of a recording longer than networks read is asked about."""

import numpy as np
from PySide6.QtCore import QObject, Signal

from ecgviewer.ai.limits import LEAST_S, MAX_DURATION_S, span_around, too_long
from ecgviewer.ecg.recording import Recording
from ecgviewer.ui.state.analysis.knowledge import Knowledge
from ecgviewer.ui.text.i18n import marked, tr
from ecgviewer.ui.text.messages import Message, Messages

OTHER_LENGTH = marked(
    "The model reads {least:g} to {most:g} s at once: what is marked was made to fit, "
    "around its middle."
)


class AskedPart(QObject):
    """What the reader has marked, or else what is on the screen."""

    marked_changed = Signal()
    moved = Signal()  # another part is to be asked about
    seen_anew = Signal()  # another time is on the screen, and the part stays

    def __init__(
        self, knowledge: Knowledge, messages: Messages, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._knowledge, self._messages = knowledge, messages
        self._seen_s: tuple[float, float] | None = None  # all of it
        self._span_s: tuple[float, float] | None = None
        self._marked_s: tuple[float, float] | None = None

    @property
    def seen_s(self) -> tuple[float, float] | None:
        """What is on the screen, ``None`` for all."""
        return self._seen_s

    @property
    def span_s(self) -> tuple[float, float] | None:
        """The part of a long recording that is asked about, ``None`` for all."""
        return self._span_s

    @property
    def marked_s(self) -> tuple[float, float] | None:
        """The part that the reader has marked to be asked about, in s, if any."""
        return self._marked_s

    @property
    def told(self) -> tuple[tuple[float, float], ...]:
        """What a step is told beside the recording: the part, if not all is asked."""
        return () if self._span_s is None else (self._span_s,)

    def forget(self) -> None:
        self._seen_s = self._span_s = self._marked_s = None

    def choose(self, recording: Recording) -> None:
        """Choose a part of a recording that is too long to be asked about whole."""
        if too_long(recording) is not None:
            self._span_s = self._wanted_s(recording)

    def look_at(self, start_s: float, stop_s: float) -> None:
        """Take another time that is on the screen."""
        if (start_s, stop_s) == self._seen_s:
            return
        self._seen_s = (start_s, stop_s)
        recording = self._knowledge.recording
        if recording is None or self._span_s is None or self._marked_s:
            self.seen_anew.emit()
        else:
            self._move(recording)

    def mark(self, span_s: tuple[float, float] | None) -> None:
        """Ask about this part of a long recording, wherever one looks from now on.

        It is made as long as what networks read, which is said. ``None`` asks about
        what is on the screen again. A recording that is read whole has no such part.
        """
        recording = self._knowledge.recording
        if recording is None or self._span_s is None:
            return
        self._marked_s = None
        if span_s is not None:
            self._marked_s = span_around(span_s, recording.duration_s)
            if not np.allclose(self._marked_s, span_s):
                text = tr(OTHER_LENGTH).format(least=LEAST_S, most=MAX_DURATION_S)
                self._messages.show(Message(text, "warning"))
        self.marked_changed.emit()
        self._move(recording)

    def _wanted_s(self, recording: Recording) -> tuple[float, float]:
        return self._marked_s or span_around(
            self._seen_s or (0.0, LEAST_S), recording.duration_s
        )

    def _move(self, recording: Recording) -> None:
        span_s = self._wanted_s(recording)
        if span_s != self._span_s:
            self._span_s = span_s
            self.moved.emit()
