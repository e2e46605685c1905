"""The lab as it stands around the paper: keeps its widgets up to date."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QFileDialog, QSplitter, QWidget

from ecgviewer.ecg.findings import Evidence
from ecgviewer.ecg.recording import Recording
from ecgviewer.ui.lab.lab_area import (
    MapsPanel,
    MultiplesPanel,
    row_levels,
    scheme_of,
)
from ecgviewer.ui.lab.lab_state import LabState
from ecgviewer.ui.lab.map_paint import MapColours
from ecgviewer.ui.lab.map_panel import WorklistMapPanel
from ecgviewer.ui.lab.paper_layer import AttentionLayer, is_drawn
from ecgviewer.ui.lab.worklist_map import WorklistMap
from ecgviewer.ui.look.theme import SPACE_PX, Scheme
from ecgviewer.ui.paper.ecg_view import EcgView
from ecgviewer.ui.state.session import Session
from ecgviewer.ui.text.i18n import tr
from ecgviewer.ui.text.localised import localised
from ecgviewer.ui.text.messages import Message
from ecgviewer.ui.text.privacy import shown_name

if TYPE_CHECKING:
    from ecgviewer.ai.attention.look import Kind
    from ecgviewer.ui.lab.lab_actions import LabSplitter
    from ecgviewer.ui.lab.lab_jobs import Looked

AskForFolder = Callable[[QWidget], str]

LEFT_SHARE, MAPS_SHARE, ABOVE_SHARE = 0.38, 0.46, 0.41


class LabView(QObject):
    """Puts its panels beside and above the paper, and lights tokens up on it."""

    said = Signal(str)

    def __init__(
        self,
        session: Session,
        view: EcgView,
        names: Sequence[str],
        splitter: "LabSplitter",
        beside: QSplitter,
        compare: Callable[[Path], object],
    ) -> None:
        """``compare`` lays a recording beside the one that is shown."""
        super().__init__(session)
        self._session, self._view = session, view
        self.ask_for_folder: AskForFolder = ask_for_folder
        self._splitter, self._beside = splitter, beside
        self.state = LabState(session, names, self._looked_at_s)
        self.worklist_map = WorklistMap(session)
        worklist = WorklistMapPanel(session, self.worklist_map, compare)
        worklist.hovered.connect(self.said)
        self.multiples = MultiplesPanel(self.state, worklist)
        self.maps = MapsPanel(self.state)
        self.layer = AttentionLayer()
        self._colours: tuple[Scheme, MapColours] | None = None
        self._lit: tuple[object, ...] = ()
        paper = beside.widget(0)
        assert paper is not None
        self._paper = paper
        self._upright: bool | None = None  # as it was arranged
        self._arrange(False)
        splitter.resized.connect(self.on_resized)
        view.still.add_layer(self.layer, behind=True)
        self.state.changed.connect(self.on_changed)
        self.worklist_map.changed.connect(self.on_changed)
        # The layout says which tokens are drawn.
        view.plot_changed.connect(self.on_changed)
        self.maps.hovered.connect(self.said)
        self._show(False)

    def _looked_at_s(self) -> float:
        plot = self._view.plot
        return 0.0 if plot is None else self._view.scrolling.span_s(plot)[0]

    @property
    def is_open(self) -> bool:
        return self.state.wanted

    def open(self) -> None:
        self._show(True)
        self._arrange(self._is_upright)
        self.state.want(True)
        self.on_changed()
        self.multiples.grids[0].setFocus()

    def close(self) -> None:
        self.state.want(False)
        self.worklist_map.want(False)
        self._show(False)
        self._arrange(False)
        self.on_changed()
        self._view.setFocus()

    def next_kind(self) -> None:
        self.state.next_kind()

    def export(self) -> None:
        """Write everything that is shown into a folder of the reader's choice."""
        recording = self._session.recording
        looks = [side for side in self.state.sides if side.looked is not None]
        if recording is None or not looks:
            return
        name = self.ask_for_folder(self._view)
        if not name:
            return
        path, hidden = recording.source.path, self._session.privacy.hidden
        stem = Path(shown_name(path, hidden)).stem
        for number, side in enumerate(looks):
            assert side.looked is not None
            folder = Path(name) / f"{stem}-attention-{side.name}"
            place, kind = self.state.place(side), self.state.kind
            job = (f"attention-files{number}", tr("Writing the attention …"))
            self._session.jobs.start(
                *(*job, _write, folder, side.looked, recording, side.evidence),
                *(("weights", (0, 0)) if place is None else (kind, place)),
                on_done=self._say_written,
                on_error=self._say_failed,
            )

    def _say_written(self, folder: Path) -> None:
        self.said.emit(tr("Written: “{name}”").format(name=folder.name))

    def _say_failed(self, error: Exception) -> None:
        if not isinstance(error, OSError):
            self._session.messages.report_unexpected(
                error, tr("Writing the attention …")
            )
            return
        text = tr("{name} could not be written: {reason}.")
        reason = localised(error.strerror or str(error))
        text = text.format(name=tr("The attention"), reason=reason)
        self._session.messages.show(Message(text))

    def _show(self, shown: bool) -> None:
        self.multiples.setVisible(shown)
        self.maps.setVisible(shown)
        # Without it the maps would touch the window's edge.
        self._splitter.setContentsMargins(0, 0, SPACE_PX if shown else 0, 0)

    @property
    def _is_upright(self) -> bool:
        return self._splitter.height() > self._splitter.width()

    def _arrange(self, upright: bool) -> None:
        """Stand the maps beside the paper, in an upright window above it.

        The room is shared out then; later it is as the reader has left it.
        """
        size = self._splitter.width(), self._splitter.height()
        if upright != self._upright:
            self._upright = upright
            across, down = Qt.Orientation.Horizontal, Qt.Orientation.Vertical
            self._splitter.setOrientation(down if upright else across)
            self._beside.setOrientation(across if upright else down)
            first, second = (
                ((self.multiples, self.maps), (self._beside, self._paper))
                if upright
                else ((self.maps, self._paper), (self.multiples, self._beside))
            )
            for splitter, widgets in (
                (self._beside, first),
                (self._splitter, second),
            ):
                for number, widget in enumerate(widgets):
                    splitter.insertWidget(number, widget)
            self._sized = False
        if self._sized or not self.multiples.isVisible():
            return
        self._sized = True
        shares = (LEFT_SHARE, MAPS_SHARE)
        if upright:
            size, shares = size[::-1], (ABOVE_SHARE, LEFT_SHARE)
        for splitter, whole, share in zip(
            (self._splitter, self._beside), size, shares, strict=True
        ):
            splitter.setSizes([round(share * whole), round((1 - share) * whole)])

    @Slot()
    def on_resized(self) -> None:
        """Arrange the lab anew once the window is upright, or no longer.

        Later: the splitter is still laying out what it has.
        """
        if self.is_open and self._is_upright != self._upright:
            QTimer.singleShot(0, self, self._suit_window)

    @Slot()
    def _suit_window(self) -> None:
        if self.is_open:
            self._arrange(self._is_upright)

    def colours(self) -> MapColours:
        """Return the colours of the scheme, the same object while it is the same."""
        scheme = scheme_of(self.state)
        if self._colours is None or self._colours[0] is not scheme:
            palette = self._splitter.window().palette()
            self._colours = (scheme, MapColours.of(scheme, palette))
        return self._colours[1]

    @Slot()
    def on_changed(self) -> None:
        if self.is_open:
            colours = self.colours()
            self.multiples.show_state(colours)
            self.maps.show_state(colours)
            self.maps.card.say_undrawn(self._undrawn_text())
            self._place_worklist()
        self._light_up()

    def _place_worklist(self) -> None:
        """Have the worklist placed once the open recording has been looked at."""
        side = self.state.sides[0]
        if side.looked is not None and len(self._session.worklist.rows) > 1:
            self.worklist_map.want(True, side.name)

    def _undrawn_text(self) -> str:
        """Say why the chosen token is not where its lead is drawn."""
        plot, token = self._view.plot, self.state.token
        if plot is None or token is None or is_drawn(plot, token):
            return ""
        return tr("Not drawn at this time in this layout; 12×1 (key 2) shows it.")

    def _light_up(self) -> None:
        """Show on the paper what the chosen token looks at."""
        side = self.state.sides[0]
        row = self.state.token_index(side) if self.is_open else None
        lit = (side.looked, self.state.kind, self.state.place(side), row)
        if lit == self._lit:
            return
        self._lit = lit
        if row is None or side.seen is None:
            self.layer.show_row(None, (), ())
        else:
            tokens = side.seen.attention.tokens
            self.layer.show_row(tokens[row], tokens, row_levels(self.state))
        self._view.still.refresh()


def ask_for_folder(parent: QWidget) -> str:
    """Ask where to write; empty when the reader thought better of it."""
    title = tr("A folder for the attention")
    return QFileDialog.getExistingDirectory(parent, title)


def _write(
    folder: Path,
    looked: "Looked",
    recording: Recording,
    evidence: Evidence | None,
    kind: "Kind",
    place: tuple[int, int],
    cancelled: Callable[[], bool] = lambda: False,
) -> Path:
    from ecgviewer.ui.lab.lab_files import lab_files, write_files

    told = evidence if evidence is not None and evidence.is_told else None
    files = lab_files(looked.seen, looked.bundle, recording, told, kind, place)
    return write_files(folder, files, cancelled)
