"""Two recordings looked at alike, and how times of one are laid on the other."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

if TYPE_CHECKING:
    from ecgviewer.analysis.beats.beat_alignment import BeatAlignment
    from ecgviewer.ui.state.session import Session
    from ecgviewer.ui.state.view_state import View


class LinkedViews(QObject):
    """Links the view of a session to that of a second one.

    Attributes
    ----------
    second : Session, optional
        The session of the second recording, ``None`` while nothing is compared.
    by_beat : bool
        Whether beats are laid together rather than the starts.
    """

    def __init__(self, session: "Session", parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self.second: Session | None = None
        self._linking = False
        self.by_beat = False
        session.view_changed.connect(self.align)

    @property
    def shift_s(self) -> float:
        """What is added to times of the second recording to lay it on the first."""
        alignment = self.alignment
        return alignment.shift_s if alignment is not None else 0.0

    @property
    def alignment(self) -> "BeatAlignment | None":
        """How beats are laid on beats; ``None`` if they are not (yet)."""
        second = self.second
        if not self.by_beat or second is None:
            return None
        if self._session.known.beats is None or second.known.beats is None:
            return None
        from ecgviewer.analysis.beats.beat_alignment import align_beats

        return align_beats(self._session.known.beats, second.known.beats)

    @Slot()
    def on_second_view_changed(self) -> None:
        """Let the first recording follow a page turned in the second."""
        second, session = self.second, self._session
        if second is None or self._linking or session.recording is None:
            return
        view = replace(
            second.view,
            page_start_s=session.view.page_start_s,
            evidence_shown=session.view.evidence_shown,
        )
        self._linked(partial(session.viewing.set_view, view))
        start_s = second.view.page_start_s + self.shift_s
        self._linked(partial(session.viewing.turn_to, start_s))
        self.align()

    @Slot()
    def align(self) -> None:
        """Let the second recording be looked at as the first one is."""
        second = self.second
        if second is None or self._linking:
            return
        view: View = replace(
            self._session.view,
            page_start_s=self._session.view.page_start_s - self.shift_s,
            evidence_shown=False,
        )
        self._linked(partial(second.viewing.set_view, view))

    def _linked(self, set_view: Callable[[], None]) -> None:
        self._linking = True
        try:
            set_view()
        finally:
            self._linking = False
