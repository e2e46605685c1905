"""How the recording is looked at, and the steps from one way of looking to the next."""

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from ecgviewer.ecg.page.layouts import PAGE_S, Layout, shown_layout
from ecgviewer.ecg.page.paper import GAINS_MM_PER_MV, SPEEDS_MM_PER_S
from ecgviewer.ui.look.theme import SCHEMES
from ecgviewer.ui.state.view_state import View

if TYPE_CHECKING:
    from ecgviewer.ui.state.session import Session

ZOOM_STEPS: tuple[float, ...] = (
    *(0.25, 0.35, 0.5, 0.7, 0.85, 1.0, 1.25, 1.5, 1.75),
    *(2.0, 2.5, 3.0, 4.0, 6.0, 8.0),
)
# A place is found again to the pixel, not to the sample.
PLACE_SLACK_S = 0.1


class Viewing(QObject):
    """The view of a session's recording; it outlives the recording but for the page."""

    changed = Signal()

    def __init__(self, session: "Session", view: View) -> None:
        super().__init__(session)
        self._session = session
        self._view = view
        self._first_shown_s = 0.0
        self.steps = ViewSteps(session, self)

    @property
    def view(self) -> View:
        return self._view

    def set_view(self, view: View) -> None:
        if view == self._view:
            return
        self._view = view
        self.changed.emit()

    # ------------------------------------------------------------------------- pages

    @property
    def layout(self) -> Layout | None:
        """The layout as shown; ``None`` without a recording."""
        return self._shown_layout(self._view)

    @property
    def paged(self) -> bool:
        """Whether the recording is shown one page at a time."""
        layout = self.layout
        return layout is not None and layout.pages

    @property
    def page_s(self) -> float:
        """The time from the start of one page to that of the next."""
        layout, recording = self.layout, self._session.recording
        if layout is None or recording is None:
            return PAGE_S
        return layout.page_s(recording.duration_s)

    def turn_to(self, page_start_s: float) -> None:
        """Show the page starting at this time, within the recording."""
        layout, recording = self.layout, self._session.recording
        if layout is None or recording is None:
            return
        last_s = layout.last_page_start_s(recording.duration_s)
        start_s = max(0.0, min(last_s, page_start_s))
        self.set_view(replace(self._view, page_start_s=start_s))

    def turn_to_time(self, time_s: float) -> None:
        """Show the page that has this time, where there are pages."""
        start_s, page_s = self._view.page_start_s, self.page_s
        if self.paged and not start_s <= time_s < start_s + page_s:
            self.turn_to(page_s * (time_s // page_s))

    def start_over(self) -> None:
        """Go to the first page in silence: another recording comes, which is told."""
        self._view = replace(self._view, page_start_s=0.0)
        self._first_shown_s = 0.0

    def note_shown(self, start_s: float, stop_s: float) -> None:
        """Remember which seconds of the recording the paper shows."""
        self._first_shown_s = start_s
        self._session.analysis.part.look_at(start_s, stop_s)

    # ------------------------------------------------------------------------ layout

    def set_layout(self, name: str) -> None:
        """Choose a layout; a single lead is the selected one, if there is one."""
        arrangement, lead = self._view.arrangement, self._session.selection.lead
        if lead is not None and name == "single":
            arrangement = replace(arrangement, lead=lead)
        view = replace(self._view, layout=name, arrangement=arrangement)
        self._lay_out_anew(view)

    def show_lead(self, lead: str) -> None:
        """Show a lead alone, in rows one after the other in time."""
        arrangement = replace(self._view.arrangement, lead=lead)
        view = replace(self._view, layout="single", arrangement=arrangement)
        self._lay_out_anew(view)

    def arrange(self, **choices: Any) -> None:
        """Change some of the choices within a layout, fields of ``Arrangement``."""
        arrangement = replace(self._view.arrangement, **choices)
        self._lay_out_anew(replace(self._view, arrangement=arrangement))

    def _shown_layout(self, view: View) -> Layout | None:
        recording = self._session.recording
        if recording is None:
            return None
        return shown_layout(
            *(view.layout, recording, view.speed_mm_per_s, view.arrangement)
        )

    def _lay_out_anew(self, view: View) -> None:
        """Change the view and stay at the place: on the page that has it."""
        layout, recording = self._shown_layout(view), self._session.recording
        if layout is not None and recording is not None:
            start_s = view.page_start_s
            if layout.pages and not self.paged:
                page_s = layout.page_s(recording.duration_s)
                start_s = page_s * ((self._first_shown_s + PLACE_SLACK_S) // page_s)
            last_s = layout.last_page_start_s(recording.duration_s)
            view = replace(view, page_start_s=min(last_s, start_s))
        self.set_view(view)

    # ------------------------------------------------------------------------- scale

    def set_speed(self, speed_mm_per_s: float) -> None:
        self.set_view(replace(self._view, speed_mm_per_s=speed_mm_per_s))

    def set_gain(self, gain_mm_per_mv: float) -> None:
        self.set_view(replace(self._view, gain_mm_per_mv=gain_mm_per_mv))

    def set_zoom(self, zoom: float) -> None:
        zoom = max(ZOOM_STEPS[0], min(ZOOM_STEPS[-1], zoom))
        self.set_view(replace(self._view, zoom=zoom))

    # ------------------------------------------------------------------------- looks

    def set_scheme(self, name: str) -> None:
        self.set_view(replace(self._view, scheme=name))


class ViewSteps:
    """From one way of looking to the next, as keys and menus go."""

    def __init__(self, session: "Session", viewing: Viewing) -> None:
        self._session, self._viewing = session, viewing

    @property
    def _view(self) -> View:
        return self._viewing.view

    def toggle_cabrera(self) -> None:
        self._viewing.arrange(cabrera=not self._view.arrangement.cabrera)

    def toggle_same_beats(self) -> None:
        self._viewing.arrange(same_beats=not self._view.arrangement.same_beats)

    def toggle_chest_half_gain(self) -> None:
        halved = self._view.arrangement.chest_half_gain
        self._viewing.arrange(chest_half_gain=not halved)

    def step_lead(self, step: int) -> None:
        """Show the next (1) or previous (-1) lead in the single-lead layout."""
        recording = self._session.recording
        if recording is None:
            return
        leads, lead = recording.leads, self._view.arrangement.lead
        # The first is shown in the stead of one that is not there.
        index = leads.index(lead) if lead in leads else 0
        self._viewing.arrange(lead=leads[(index + step) % len(leads)])

    def step_speed(self, step: int) -> None:
        """Go to the next faster (1) or slower (-1) speed, and round from the end."""
        now = self._view.speed_mm_per_s
        faster = [speed for speed in SPEEDS_MM_PER_S if speed > now]
        slower = [speed for speed in SPEEDS_MM_PER_S if speed < now]
        if step > 0:
            self._viewing.set_speed((*faster, SPEEDS_MM_PER_S[0])[0])
        else:
            self._viewing.set_speed((SPEEDS_MM_PER_S[-1], *slower)[-1])

    def step_gain(self, step: int) -> None:
        index = GAINS_MM_PER_MV.index(self._view.gain_mm_per_mv) + step
        last = len(GAINS_MM_PER_MV) - 1
        self._viewing.set_gain(GAINS_MM_PER_MV[max(0, min(last, index))])

    def step_zoom(self, step: int) -> None:
        """Go to the next larger (1) or smaller (-1) step."""
        zoom = self._view.zoom
        larger = [known for known in ZOOM_STEPS if known > zoom * 1.001]
        smaller = [known for known in ZOOM_STEPS if known < zoom * 0.999]
        if step > 0 and larger:
            self._viewing.set_zoom(larger[0])
        elif step < 0 and smaller:
            self._viewing.set_zoom(smaller[-1])

    def next_scheme(self) -> None:
        names = list(SCHEMES)
        index = names.index(self._view.scheme) + 1
        self._viewing.set_scheme(names[index % len(names)])

    def toggle_evidence(self) -> None:
        shown = not self._view.evidence_shown
        self._viewing.set_view(replace(self._view, evidence_shown=shown))

    def show_evidence(self) -> None:
        if not self._view.evidence_shown:
            self.toggle_evidence()

    def toggle_annotations(self) -> None:
        shown = not self._view.annotations_shown
        self._viewing.set_view(replace(self._view, annotations_shown=shown))
