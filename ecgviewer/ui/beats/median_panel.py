"""The median beat with its fiducials, which the reader may move."""

from collections.abc import Callable

from PySide6.QtCore import QSignalBlocker, QSize, Qt, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from ecgviewer.analysis.median.global_beat import GlobalBeat, global_beat
from ecgviewer.ecg.median_lines import MedianLines
from ecgviewer.ecg.page.paper import PaperScale, ScreenScale
from ecgviewer.ui.beats.beat_grid import BeatRoom
from ecgviewer.ui.beats.beat_picture import fitting_px_per_mm
from ecgviewer.ui.beats.beats_panel import mm_per_unit, name_scales
from ecgviewer.ui.beats.median_grid import MedianGrid
from ecgviewer.ui.beats.median_picture import median_picture
from ecgviewer.ui.look.theme import SCHEMES
from ecgviewer.ui.look.widgets import SmallLabel, WrappingRow
from ecgviewer.ui.state.session import Session
from ecgviewer.ui.text.i18n import marked, tr
from ecgviewer.ui.text.median_texts import (
    definition_text,
    edits_text,
    intervals_text,
    line_text,
)

# Speed in mm/s, gain in mm/mV.
SCALES: tuple[tuple[float, float], ...] = (
    *((50.0, 20.0), (100.0, 20.0), (100.0, 40.0), (25.0, 10.0)),
)
FITS = marked("As large as fits")  # the scale behind these
DRAWN_TO_FIT = marked("Drawn as large as there is room, not to scale.")
LEAST_PX = 150  # of the picture's height, before the panel scrolls
GRID_PX = 700  # wide enough for four leads side by side
ARRANGEMENTS = (marked("Leads over each other"), marked("Leads side by side"))
TOGETHER, GRID = 0, 1
HINT = marked("Tab: next line · ← →: move it (Shift: ten) · Del: put it back")


def draws_to_fit(scales: QComboBox) -> bool:
    """Return whether the last scale is chosen, which is none."""
    return scales.currentIndex() == len(SCALES)


class MedianPanel(QWidget):
    """Shows the session's lines; ``formula`` names how QT is corrected for rate."""

    def __init__(
        self,
        session: Session,
        screen_scale: Callable[[], ScreenScale],
        formula: Callable[[], str],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._lines = session.reader_lines
        self._screen_scale = screen_scale
        self._formula = formula
        self._lead_in_front: str | None = None
        self._has_room = False
        self.grid = MedianGrid(self._lines)
        self.scales, self.arrangements = QComboBox(), QComboBox()
        self.leads = QComboBox()
        self.one, self.all = QPushButton(), QPushButton()
        self._intervals, self._selected = QLabel(), QLabel()
        self._definition = SmallLabel()
        self._scroll = BeatRoom()
        self._build()
        self._connect()
        session.examining.want()
        self.on_examined()

    def _build(self) -> None:
        self.grid.setAccessibleName(tr("Median beat with its lines"))
        for box, name in (
            (self.scales, tr("Scale of the median beat")),
            (self.arrangements, tr("Arrangement of the leads")),
            (self.leads, tr("Whose lines are moved")),
        ):
            box.setAccessibleName(name)
            box.setToolTip(name)
            # The leads are filled in once the box has been shown.
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        name_scales(self.scales, SCALES, self._session)
        self.scales.addItem(tr(FITS))
        self.scales.setCurrentIndex(len(SCALES))
        for name in ARRANGEMENTS:
            self.arrangements.addItem(tr(name))
        self.one.setText(tr("Line automatic"))
        self.all.setText(tr("All automatic"))
        self.one.setToolTip(tr("Put the selected line back where it was found"))
        self.all.setToolTip(tr("Put every line back where it was found"))
        column = QVBoxLayout(self)
        column.setContentsMargins(4, 4, 4, 4)
        column.addLayout(WrappingRow(self.arrangements, self.scales))
        column.addLayout(WrappingRow(self.leads, self.one, self.all))
        column.addWidget(self._intervals)
        # Where it is in view while a line is moved, however little room there is.
        column.addWidget(self._selected)
        self._scroll.setWidget(self.grid)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setMinimumHeight(LEAST_PX)
        column.addWidget(self._scroll, stretch=1)
        for label in (self._intervals, self._selected, self._definition):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
        font = self._intervals.font()
        font.setBold(True)
        self._intervals.setFont(font)
        column.addWidget(self._definition)
        self.setFocusProxy(self.grid)

    def _connect(self) -> None:
        session = self._session
        session.examining.changed.connect(self.on_examined)
        session.recording_changed.connect(self.on_examined)
        session.view_changed.connect(self.on_view_changed)
        self._lines.changed.connect(self.on_lines_changed)
        self.scales.currentIndexChanged.connect(self.on_examined)
        self.arrangements.currentIndexChanged.connect(self.on_examined)
        self._scroll.resized.connect(self.on_room_changed)
        self.leads.activated.connect(self.on_lead_chosen)
        # The sheet gets its height after it has got its cells.
        self._scroll.verticalScrollBar().rangeChanged.connect(self.scroll_to_lead)
        self.one.clicked.connect(self._lines.reset)
        self.all.clicked.connect(self._lines.reset_all)

    def sizeHint(self) -> QSize:
        return QSize(440, 560)

    def intervals_text(self) -> str:
        return self._intervals.text()

    def selected_text(self) -> str:
        return self._selected.text()

    def definition_text(self) -> str:
        return self._definition.text()

    # ----------------------------------------------------------------------- signals

    @Slot()
    def on_examined(self) -> None:
        if self.isVisible():
            self._draw_up()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._draw_up()

    @Slot()
    def on_room_changed(self) -> None:
        """Stand the leads side by side once there is room, and draw them to fit."""
        has_room = self._scroll.maximumViewportSize().width() >= GRID_PX
        if has_room != self._has_room:
            self._has_room = has_room
            self.arrangements.setCurrentIndex(GRID if has_room else TOGETHER)
        self.on_screen_scale_changed()

    def _draw_up(self) -> None:
        self.on_view_changed()
        name_scales(self.scales, SCALES, self._session)
        self._fill_leads()
        self._show_picture()
        self.on_lines_changed()

    def _fill_leads(self) -> None:
        lines = self._lines.automatic
        with QSignalBlocker(self.leads):
            self.leads.clear()
            self.leads.addItem(tr("Lines of all leads"), None)
            for lead in lines.leads if lines is not None else ():
                self.leads.addItem(tr("Lines of {lead}").format(lead=lead), lead)

    def _show_picture(self) -> None:
        session, picture = self._session, None
        median, lines = session.examining.median, self._lines.lines
        if median is not None and lines is not None and session.recording is not None:
            # To fit it is the first that is drawn larger.
            speed, gain = SCALES[self.scales.currentIndex() % len(SCALES)]
            scale = PaperScale(speed, mm_per_unit(session.recording, gain))
            together = self.arrangements.currentIndex() == TOGETHER
            lead = self._lines.state.lead
            everywhere = self._global_beat()
            picture = median_picture(
                median, lines, scale, lead, everywhere, together=together
            )
        self._lead_in_front = self._lines.state.lead
        self.grid.show_picture(picture)
        self.on_screen_scale_changed()
        self.scroll_to_lead()

    @Slot()
    def scroll_to_lead(self) -> None:
        """Bring the cell of the lead whose lines are moved into view."""
        place = self.grid.cell_px(self._lines.state.lead)
        if place is not None:
            middle, half = place.center(), place.height() // 2 + 1
            self._scroll.ensureVisible(middle.x(), middle.y(), 0, half)

    def _global_beat(self) -> GlobalBeat | None:
        result, median = self._session.examining.result, self._session.examining.median
        if result is None or median is None:
            return None
        return global_beat(median, result.quality)

    @Slot()
    def on_view_changed(self) -> None:
        self.grid.set_scheme(SCHEMES[self._session.view.scheme])

    @Slot()
    def on_screen_scale_changed(self) -> None:
        px_per_mm, picture = self._screen_scale().px_per_mm, self.grid.picture
        if picture is not None and draws_to_fit(self.scales):
            room = self._scroll.maximumViewportSize()
            size = room.width(), room.height()
            px_per_mm = fitting_px_per_mm(picture, *size, px_per_mm)
        self.grid.set_px_per_mm(px_per_mm)

    @Slot(int)
    def on_lead_chosen(self, row: int) -> None:
        self._lines.set_lead(self.leads.itemData(row))

    @Slot()
    def on_lines_changed(self) -> None:
        if not self.isVisible():
            return
        state, lines = self._lines.state, self._lines.lines
        self.leads.setCurrentIndex(max(0, self.leads.findData(state.lead)))
        if state.lead != self._lead_in_front:
            self._show_picture()
        self.one.setEnabled(self._lines.state.is_edited)
        self.all.setEnabled(bool(state.edits))
        self.grid.update()
        self._write(lines)
        said = (self._intervals.text(), self._selected.text())
        self.grid.setAccessibleDescription(". ".join(said))

    def _write(self, lines: MedianLines | None) -> None:
        examining, state = self._session.examining, self._lines.state
        result = examining.result
        if lines is None or result is None:
            self._intervals.setText(examining.median_note)
            self._selected.setText("")
            self._definition.setText("")
            return
        self._intervals.setText(
            intervals_text(
                lines,
                state.edits,
                state.lead,
                result.measurements,
                self._formula(),
            )
        )
        said = [tr(HINT)]
        if state.selected is not None:
            said = [line_text(lines, state.edits, state.selected)]
        self._selected.setText(
            " · ".join(filter(None, (*said, edits_text(state.edits))))
        )
        everywhere = self._global_beat()
        leads = () if everywhere is None else everywhere.leads
        definition = definition_text(result, state.lead, leads)
        recording = self._session.recording
        if recording is not None and not recording.unit_is_mv:
            definition += " " + tr("Arbitrary units, amplitude not calibrated.")
        if draws_to_fit(self.scales):
            definition += " " + tr(DRAWN_TO_FIT)
        elif not self._screen_scale().true_scale:
            definition += " " + tr("Not to scale (screen size unknown).")
        self._definition.setText(definition)
