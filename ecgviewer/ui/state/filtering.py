"""The display filter in use: what was chosen, and the recording as it is drawn."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QObject, Signal

from ecgviewer.analysis.signal.display_filter import (
    BANDS,
    Band,
    FilterChoice,
    Filtered,
    refusal,
)
from ecgviewer.analysis.signal.powerline import MAINS_HZ
from ecgviewer.ecg.recording import Recording
from ecgviewer.ui.state.job_scope import JobScope
from ecgviewer.ui.text.filter_texts import (
    NO_FILTERING,
    FilterCaption,
    altered_caption,
    filter_caption,
)
from ecgviewer.ui.text.i18n import tr


class Filtering(QObject):
    """Filters what is drawn; what is measured and analysed stays as the file has it.

    The choice outlives the recording. Until a filtered recording has come, and where
    a filter is refused, the unfiltered one is drawn, and the caption says so.
    """

    changed = Signal()

    def __init__(
        self,
        filter_signal: Callable[..., Filtered],
        jobs: JobScope,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._filter_signal = filter_signal
        self._jobs = jobs
        self._choice = FilterChoice()
        self._recording: Recording | None = None
        self._filtered: Filtered | None = None
        self._altered = ""

    @property
    def choice(self) -> FilterChoice:
        return self._choice

    @property
    def filtered(self) -> Filtered | None:
        """The recording as it is drawn, ``None`` where that is the file's own."""
        return self._filtered

    @property
    def shown(self) -> Recording | None:
        """The recording as it is drawn, altered and filtered."""
        return self._recording if self._filtered is None else self._filtered.recording

    @property
    def altered(self) -> str:
        """What was altered about the recording that is drawn, in words."""
        return self._altered

    @property
    def caption(self) -> FilterCaption:
        if self._recording is None:
            return NO_FILTERING
        refused = refusal(self._recording, self._choice)
        caption = filter_caption(self._filtered, refused)
        return altered_caption(caption, self._altered) if self._altered else caption

    def forget(self) -> None:
        """Draw nothing filtered: another recording comes."""
        self._jobs.stop("filter")
        self._recording = self._filtered = None
        self._altered = ""

    def alter(self, recording: Recording, altered: str) -> None:
        """Draw a copy that was altered as these words say; none if there are none."""
        self._recording, self._altered = recording, altered
        self._show(None)
        self._apply()

    def take(self, recording: Recording) -> None:
        """Filter this recording as chosen."""
        self._recording = recording
        self._apply()

    def choose(self, choice: FilterChoice) -> None:
        if choice == self._choice:
            return
        self._choice = choice
        self._apply()
        self.changed.emit()

    def choose_band(self, band: Band) -> None:
        self.choose(replace(self._choice, band=band))

    def next_band(self) -> None:
        self.choose_band(_next(tuple(BANDS), self._choice.band))

    def choose_mains(self, mains_hz: float) -> None:
        """Subtract hum of a named frequency, or none for 0."""
        self.choose(replace(self._choice, mains_hz=mains_hz, find_powerline=False))

    def find_powerline(self) -> None:
        """Subtract hum of the frequency that the recording shows."""
        self.choose(replace(self._choice, mains_hz=0.0, find_powerline=True))

    def next_mains(self) -> None:
        """Go from none to the frequency that is found, then through those named."""
        choice = self._choice
        if not choice.find_powerline and not choice.mains_hz:
            self.find_powerline()
        elif choice.find_powerline:
            self.choose_mains(MAINS_HZ[0])
        else:
            self.choose_mains(_next((*MAINS_HZ, 0.0), choice.mains_hz))

    def toggle_baseline(self) -> None:
        self.choose(replace(self._choice, baseline=not self._choice.baseline))

    def _apply(self) -> None:
        recording, choice = self._recording, self._choice
        if recording is None:
            return
        if choice.is_none or refusal(recording, choice) is not None:
            self._jobs.stop("filter")
            # Nothing chosen and nothing filtered: the paper is right as it is.
            if self._filtered is not None or not choice.is_none:
                self._show(None)
            return
        activity = tr("Filtering …")
        job = (self._filter_signal, recording, choice)
        self._jobs.start("filter", activity, *job, on_done=self._show)

    def _show(self, filtered: Filtered | None) -> None:
        self._filtered = filtered
        self.changed.emit()


def _next(values: tuple[Any, ...], value: object) -> Any:
    return values[(values.index(value) + 1) % len(values)]
