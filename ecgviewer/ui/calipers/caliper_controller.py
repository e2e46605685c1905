"""Puts the parts of measuring by hand together over one view of the paper."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Signal, Slot
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence

from ecgviewer.ecg.page.calipers import AmplitudeCaliper
from ecgviewer.ui.calipers.caliper_item import CaliperItem
from ecgviewer.ui.calipers.caliper_texts import Readout, readout
from ecgviewer.ui.calipers.caliper_tool import CaliperTool
from ecgviewer.ui.calipers.calipers import Calipers
from ecgviewer.ui.calipers.lens import LensItem
from ecgviewer.ui.paper.ecg_view import EcgView
from ecgviewer.ui.shell.actions import Actions
from ecgviewer.ui.state.session import Session
from ecgviewer.ui.text.filter_texts import NO_FILTERING
from ecgviewer.ui.text.i18n import marked, tr

SNAPPING_PLACES: dict[str, str] = {
    "sample": marked("samples"),
    "r_peak": marked("R peaks"),
    "fiducial": marked("fiducials"),
    "off": marked("nothing"),
}


class Measuring(QObject):
    """Calipers, their picture on the paper and the hand that moves them."""

    changed = Signal()  # what the calipers read, or how it is shown
    reached = Signal(float)  # a handle was selected or moved to this time, in s

    def __init__(self, session: Session, view: EcgView, calipers: Calipers) -> None:
        super().__init__(view)
        self._session = session
        self._view = view
        self.calipers = calipers
        self.item = CaliperItem(
            session, calipers, view.scrolling.visible_mm, self.true_size
        )
        self.tool = CaliperTool(session, view, calipers, self.item)
        self.lens = LensItem(view, calipers, self.item)
        view.add_overlay(self.item)
        view.add_overlay(self.lens)
        view.canvas.add_tool(self.tool)
        self._state = calipers.state
        calipers.changed.connect(self.changed)
        calipers.settled.connect(self.on_calipers_settled)
        view.plot_changed.connect(self.changed)

    def take_keys(self, actions: Actions, shared: Sequence[str]) -> None:
        """Keep the actions up to date and let their keys move calipers."""
        CaliperKeys([actions.action(name) for name in shared], self._view)
        self.calipers.settled.connect(actions.on_session_changed)
        self.lens.switched.connect(actions.on_session_changed)
        self._session.undo_stack.indexChanged.connect(actions.on_session_changed)

    @Slot()
    def on_calipers_settled(self) -> None:
        """Say where the caliper is that was selected or moved."""
        before, self._state = self._state, self.calipers.state
        caliper = self._state.caliper
        if caliper is None or self._state == before:
            return
        if isinstance(caliper, AmplitudeCaliper):
            self.reached.emit(caliper.time_s)
        elif self._state.handle == "second":
            self.reached.emit(caliper.stop_s)
        else:
            self.reached.emit(caliper.start_s)

    def next_snapping(self) -> None:
        self.calipers.setup.next_snapping()
        self._view.cursor_moved.emit(self.set_up_text())

    def next_formula(self) -> None:
        self.calipers.setup.next_formula()
        self._view.cursor_moved.emit(self.set_up_text())

    def set_up_text(self) -> str:
        """Return what edges snap to and which formula corrects a QT."""
        return tr("Edges snap to {place}. QTc by {formula}.").format(
            place=tr(SNAPPING_PLACES[self.calipers.setup.snapping]),
            formula=self.calipers.setup.formula,
        )

    def put_down(self) -> None:
        """End the lens, or deselect the caliper if there is no lens."""
        if self.lens.on:
            self.lens.toggle()
        else:
            self.calipers.deselect()

    def true_size(self) -> bool:
        """Whether a millimetre of paper is a millimetre of the screen now."""
        scale, zoom = self._view.magnification.screen, self._session.view.zoom
        return scale.true_scale and abs(zoom - 1) < 1e-3

    def readouts(self) -> tuple[Readout, ...]:
        """Return what each caliper reads."""
        plot = self._view.plot
        if plot is None:
            return ()
        beats, formula = self._session.known.beats, self.calipers.setup.formula
        return tuple(
            readout(caliper, plot, beats, formula, self.true_size())
            for caliper in self.calipers.state.calipers
        )

    def amplitude_note(self) -> str:
        """Say what amplitudes are read from."""
        plot = self._view.plot
        filtering = NO_FILTERING if plot is None else plot.filtering
        text = tr("Amplitudes are read from the traces as drawn: {filter}.")
        return text.format(filter=filtering.footer)

    def note(self) -> str:
        """Return how the calipers measure."""
        return f"{self.set_up_text()} {self.amplitude_note()}"

    def selected_text(self) -> str:
        """Return the selected caliper's value as it is copied, with lead and unit."""
        selected, readouts = self.calipers.state.selected, self.readouts()
        if selected is None or not readouts:
            return ""
        return readouts[selected].copied


class CaliperKeys(QObject):
    """Lets keys move a caliper while one is selected, and the paper while none is.

    Arrow keys and Esc have another meaning on the paper, and Tab leaves it. Qt asks
    the paper before it looks for a shortcut; here the paper takes the keys for which
    one of these actions is enabled.
    """

    def __init__(self, actions: Sequence[QAction], view: EcgView) -> None:
        super().__init__(view)
        self._actions = tuple(actions)
        view.canvas.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kinds = (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress)
        if event.type() not in kinds or not isinstance(event, QKeyEvent):
            return False
        action = self._action_for(event)
        if action is None:
            return False
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
        else:
            action.trigger()
        return True

    def _action_for(self, event: QKeyEvent) -> QAction | None:
        pressed = QKeySequence(event.keyCombination())
        for action in self._actions:
            if action.isEnabled() and pressed in action.shortcuts():
                return action
        return None
