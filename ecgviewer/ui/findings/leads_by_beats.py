"""Evidence as a map: a row a lead, a column a beat, on the scale of all ECGs."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, QSize, Qt, Slot
from PySide6.QtGui import (
    QFontMetrics,
    QHelpEvent,
    QKeyEvent,
    QLinearGradient,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from ecgviewer.ecg.beats import BeatList
from ecgviewer.ecg.evidence.scale import (
    FULL_SCALE_BEAT_LOGIT,
    bar_fraction,
)
from ecgviewer.ecg.findings import Evidence
from ecgviewer.ecg.leads import STANDARD_12
from ecgviewer.ui.look import style, theme
from ecgviewer.ui.look.fonts import tabular
from ecgviewer.ui.look.text_size import letters
from ecgviewer.ui.look.theme import GAP_PX, SPACE_PX
from ecgviewer.ui.paper.evidence_scale import contribution_text
from ecgviewer.ui.paper.sheet_paint import beat_of_columns, evidence_tint
from ecgviewer.ui.state.session import Session
from ecgviewer.ui.state.view_state import Selection
from ecgviewer.ui.text.i18n import marked, number_text, tr

LEAST_CELL_PX, MOST_CELL_PX = 6, 32
# Of a cell's height: for hangs from its top and against stands on its bottom, since
# colour must not be alone.
FILLED = 0.7
RAMP_LINES, MOST_ROW_LINES = 6, 2.5  # in heights of a line
UNSURE_SE = 2.0  # what lies within so many standard errors of nil is hatched
HATCH_PX = 4
LEGEND = marked("±{full:g} logit a beat in a lead, in every ECG")
HATCHED = marked("hatched: within two standard errors of nil; dot: not known yet")
NOTHING = marked("No evidence: select a statement.")


@dataclass(frozen=True, eq=False)
class BeatMap:
    """What the map shows; rows are ``leads``, columns the beats numbered ``beats``."""

    leads: tuple[str, ...]
    beats: tuple[int, ...]
    times_s: NDArray[np.float64]
    values: NDArray[np.float64]
    errors: NDArray[np.float64]
    totals: tuple[float, ...]


def map_of(evidence: Evidence, beats: BeatList) -> BeatMap:
    """Return the map of evidence, its leads in the standard order."""
    leads = tuple(lead for lead in STANDARD_12 if lead in evidence.leads)
    rows = [list(evidence.leads).index(lead) for lead in leads]
    return BeatMap(
        leads,
        tuple(beat_of_columns(evidence, beats)),
        evidence.beat_times_s,
        evidence.beats[rows],
        evidence.beats_se[rows],
        tuple(evidence.leads[lead] for lead in leads),
    )


@dataclass(frozen=True)
class MapGrid:
    """Where cells lie, from the leftmost column that is shown."""

    area: QRectF
    first: int
    n_columns: int

    @property
    def stop(self) -> int:
        return self.first + self.n_columns

    def cell(self, row: int, column: int) -> QRectF:
        """Return where the cell of a lead and a beat lies."""
        width_px = min(MOST_CELL_PX, self.area.width() / max(1, self.n_columns))
        height_px = self.area.height() / len(STANDARD_12)
        return QRectF(
            self.area.left() + (column - self.first) * width_px,
            self.area.top() + row * height_px,
            width_px,
            height_px,
        )

    def at(self, place: QPoint) -> tuple[int, int | None]:
        """Return the row and the column at a place; beside the cells no column."""
        first = self.cell(0, self.first)
        row = int((place.y() - first.top()) // first.height())
        across = (place.x() - first.left()) // first.width()
        inside = 0 <= across < self.n_columns
        return row, self.first + int(across) if inside else None


@dataclass(frozen=True)
class MapLegend:
    """What colours and stripes mean: on one line where there is room, else below."""

    width_px: int
    greyed: bool

    @property
    def _metrics(self) -> QFontMetrics:
        return QFontMetrics(letters(theme.CAPTION_PX))

    @property
    def line_px(self) -> int:
        return self._metrics.height()

    def _words(self) -> tuple[str, str]:
        """Return what stands beside the colours, and what below them."""
        scale = tr(LEGEND).format(full=FULL_SCALE_BEAT_LOGIT)
        if self._beside_px() >= self._metrics.horizontalAdvance(scale):
            return scale, tr(HATCHED)
        return "", f"{scale}; {tr(HATCHED)}"

    def _beside_px(self) -> int:
        """Return how much room there is beside the colours."""
        metrics = self._metrics
        words_px = sum(map(metrics.horizontalAdvance, (tr("against"), tr("for"))))
        return self.width_px - words_px - RAMP_LINES * self.line_px - 4 * GAP_PX

    @property
    def height_px(self) -> int:
        room = QRect(0, 0, max(1, self.width_px), 10_000)
        wrap, text = int(Qt.TextFlag.TextWordWrap), self._words()[1]
        below_px = self._metrics.boundingRect(room, wrap, text).height()
        return self.line_px + below_px + GAP_PX

    def paint(self, painter: QPainter) -> None:
        line_px, width = self.line_px, self.width_px
        painter.setPen(style.worn().muted)
        metrics, left_px = painter.fontMetrics(), 0
        painter.drawText(left_px, metrics.ascent(), tr("against"))
        left_px += metrics.horizontalAdvance(tr("against")) + GAP_PX
        ramp = QRectF(left_px, 3, RAMP_LINES * line_px, line_px - 6)
        painter.fillRect(ramp, self._ramp(ramp))
        left_px += RAMP_LINES * line_px + GAP_PX
        painter.drawText(left_px, metrics.ascent(), tr("for"))
        beside, below = self._words()
        line = QRectF(0, 0, width, line_px)
        painter.drawText(line, Qt.AlignmentFlag.AlignRight, beside)
        room = QRectF(0, line_px, width, self.height_px)
        painter.drawText(room, int(Qt.TextFlag.TextWordWrap), below)

    def _ramp(self, bar: QRectF) -> QLinearGradient:
        """Return the colours of the scale from full against to full for."""
        ramp = QLinearGradient(bar.topLeft(), bar.topRight())
        for k in range(-4, 5):
            colour = evidence_tint(k / 4, style.worn(), greyed=self.greyed)
            ramp.setColorAt((k + 4) / 8, colour if k else style.worn().surface)
        return ramp


class LeadsByBeats(QWidget):
    """The map of the evidence that is shown; a click or an arrow key selects a cell."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._map: BeatMap | None = None
        self._first = 0  # the leftmost column
        self.setAccessibleName(tr("Evidence of leads by beats"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        policy = QSizePolicy.Policy
        self.setSizePolicy(policy.Expanding, policy.Preferred)
        session.evidence_changed.connect(self.on_evidence_changed)
        session.beats_changed.connect(self.on_evidence_changed)
        session.recording_changed.connect(self.on_evidence_changed)
        session.selecting.changed.connect(self.on_selection_changed)
        self.on_evidence_changed()

    @property
    def shown(self) -> BeatMap | None:
        return self._map

    @Slot()
    def on_evidence_changed(self) -> None:
        evidence, beats = self._session.known.evidence, self._session.known.beats
        self._map = None
        lines: list[str] = []
        if evidence is not None and beats is not None:
            shown = self._map = map_of(evidence, beats)
            totals = zip(shown.leads, shown.totals, strict=True)
            lines = [f"{lead} {contribution_text(total)}" for lead, total in totals]
        self.setAccessibleDescription("\n".join(lines))
        self.on_selection_changed()

    @Slot()
    def on_selection_changed(self) -> None:
        """Bring the beat that is selected into view."""
        place = self._column_selected()
        if place is not None:
            room = self.grid.n_columns
            self._first = min(max(self._first, place - room + 1), place)
        self.update()

    # ------------------------------------------------------------------------ places

    @property
    def grid(self) -> MapGrid:
        """Where cells lie: as many beats as there is room for."""
        metrics = QFontMetrics(letters(theme.CAPTION_PX, strong=True))
        left_px = metrics.horizontalAdvance("aVR") + SPACE_PX
        right_px = metrics.horizontalAdvance("+00.00") + SPACE_PX
        top_px, line_px = self._legend.height_px, self._legend.line_px
        row_px = (self.height() - top_px - line_px) / len(STANDARD_12)
        row_px = min(max(line_px, row_px), MOST_ROW_LINES * line_px)
        width_px = max(1, self.width() - left_px - right_px)
        area = QRectF(left_px, top_px, width_px, len(STANDARD_12) * row_px)
        n_beats = 0 if self._map is None else len(self._map.beats)
        room = max(1, int(area.width() // LEAST_CELL_PX))
        return MapGrid(area, self._first, min(n_beats, room))

    @property
    def _legend(self) -> MapLegend:
        return MapLegend(self.width(), self._session.cards.discredited)

    def _column_selected(self) -> int | None:
        beat = self._session.selection.beat
        if self._map is None or beat is None or beat not in self._map.beats:
            return None
        return self._map.beats.index(beat)

    def _at(self, place: QPoint) -> tuple[str, int | None] | None:
        """Return the lead and the column at a place; beside the cells no column."""
        if (shown := self._map) is None:
            return None
        row, column = self.grid.at(place)
        if not 0 <= row < len(shown.leads):
            return None
        known = column is not None and column < len(shown.beats)
        return shown.leads[row], column if known else None

    def sizeHint(self) -> QSize:
        return self.minimumSizeHint()

    def minimumSizeHint(self) -> QSize:
        rows_px = (len(STANDARD_12) + 1) * self._legend.line_px
        return QSize(240, self._legend.height_px + rows_px)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.updateGeometry()  # the legend takes more lines where it is narrow
        self.on_selection_changed()

    # ---------------------------------------------------------------------- painting

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setFont(letters(theme.CAPTION_PX))
        self._legend.paint(painter)
        if self._map is None:
            painter.setPen(style.worn().muted)
            painter.drawText(self.grid.area, Qt.AlignmentFlag.AlignCenter, tr(NOTHING))
        else:
            for row in range(len(self._map.leads)):
                self._paint_row(painter, self._map, row)
            self._paint_beats(painter, self._map)
        painter.end()

    def _paint_row(self, painter: QPainter, shown: BeatMap, row: int) -> None:
        scheme, lead = style.worn(), shown.leads[row]
        marked_leads, grid = self._session.selecting.leads, self.grid
        first = grid.cell(row, grid.first)
        line = QRectF(0, first.top(), self.width(), first.height())
        if lead in marked_leads:
            painter.fillRect(line, scheme.accent_ground)
        painter.setPen(scheme.text)
        painter.setFont(letters(theme.CAPTION_PX, strong=lead in marked_leads))
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(line, middle, lead)
        painter.setFont(tabular(letters(theme.CAPTION_PX)))
        right = middle | Qt.AlignmentFlag.AlignRight
        total = contribution_text(shown.totals[row])
        painter.drawText(line.adjusted(0, 0, -GAP_PX, 0), right, total)
        for column in range(grid.first, min(len(shown.beats), grid.stop)):
            value, error = shown.values[row, column], shown.errors[row, column]
            self._paint_cell(painter, grid.cell(row, column), float(value), error)

    def _paint_cell(
        self, painter: QPainter, cell: QRectF, value: float, error: float
    ) -> None:
        scheme = style.worn()
        inner = cell.adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setPen(QPen(scheme.line, 0))
        painter.drawRect(inner)
        if np.isnan(value):
            middle = cell.center()
            painter.fillRect(QRectF(middle.x() - 1, middle.y() - 1, 2, 2), scheme.muted)
            return
        fraction = bar_fraction(value, FULL_SCALE_BEAT_LOGIT)
        if not fraction:
            return
        filled = inner.adjusted(0.5, 0.5, -0.5, -0.5)
        height_px = FILLED * filled.height()
        if fraction < 0:
            filled.setTop(filled.bottom() - height_px)
        filled.setHeight(height_px)
        greyed = self._session.cards.discredited
        painter.fillRect(filled, evidence_tint(fraction, scheme, greyed=greyed))
        if abs(value) < UNSURE_SE * error:
            _hatch(painter, filled)

    def _paint_beats(self, painter: QPainter, shown: BeatMap) -> None:
        """Write the numbers of the first and last beat, and frame what is selected."""
        scheme, selection, grid = style.worn(), self._session.selection, self.grid
        last = min(len(shown.beats), grid.stop) - 1
        if last < grid.first:
            return
        left = grid.cell(len(STANDARD_12), grid.first)
        right = grid.cell(len(STANDARD_12), last)
        room = QRectF(left.topLeft(), right.bottomRight())
        painter.setFont(letters(theme.CAPTION_PX))
        painter.setPen(scheme.muted)
        flags = Qt.AlignmentFlag.AlignTop
        first = tr("beat {number}").format(number=shown.beats[grid.first] + 1)
        painter.drawText(room, flags, first)
        numbers = number_text(shown.beats[last] + 1, "d")
        painter.drawText(room, flags | Qt.AlignmentFlag.AlignRight, numbers)
        column = self._column_selected()
        if column is None or selection.lead not in shown.leads:
            return
        painter.setPen(QPen(scheme.accent, 2))
        painter.drawRect(grid.cell(shown.leads.index(selection.lead), column))

    # ------------------------------------------------------------------ user's hands

    def _select(self, lead: str, column: int | None) -> None:
        assert self._map is not None
        beat = None if column is None else self._map.beats[column]
        self._session.selecting.select(
            Selection(self._session.selecting.group_of(lead), lead, beat)
        )

    def mousePressEvent(self, event: QMouseEvent) -> None:
        at = self._at(event.position().toPoint())
        if at is not None:
            self._select(*at)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk from cell to cell; the first key begins at the strongest one."""
        steps = {
            Qt.Key.Key_Left: (0, -1),
            Qt.Key.Key_Right: (0, 1),
            Qt.Key.Key_Up: (-1, 0),
            Qt.Key.Key_Down: (1, 0),
        }
        step, shown = steps.get(Qt.Key(event.key())), self._map
        if step is None or shown is None or not shown.beats:
            super().keyPressEvent(event)
            return
        lead, column = self._session.selection.lead, self._column_selected()
        if lead not in shown.leads or column is None:
            sizes = np.nan_to_num(np.abs(shown.values))
            row, column = divmod(int(sizes.argmax()), len(shown.beats))
        else:
            row = min(max(shown.leads.index(lead) + step[0], 0), len(shown.leads) - 1)
            column = min(max(column + step[1], 0), len(shown.beats) - 1)
        self._select(shown.leads[row], column)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            text = self.text_at(event.pos())
            QToolTip.showText(event.globalPos(), text, self)
            return True
        return super().event(event)

    def text_at(self, place: QPoint) -> str:
        """Return what a cell says, in words; empty beside all cells."""
        at, shown = self._at(place), self._map
        if at is None or shown is None:
            return ""
        lead, column = at
        if column is None:
            return ""
        row = shown.leads.index(lead)
        said = contribution_text(float(shown.values[row, column]))
        if shown.errors[row, column] > 0:
            said += " ± " + number_text(float(shown.errors[row, column]), ".2f")
        return tr("{lead}, beat {number} at {time:.2f} s: {said} logit").format(
            lead=lead,
            number=shown.beats[column] + 1,
            time=float(shown.times_s[column]),
            said=said,
        )


def _hatch(painter: QPainter, area: QRectF) -> None:
    """Take stripes of what is behind out of an area."""
    painter.save()
    painter.setClipRect(area)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(style.worn().surface, HATCH_PX / 2))
    height_px = area.height()
    at_px = area.left() - height_px
    while at_px < area.right():
        start = area.bottomLeft()
        start.setX(at_px)
        end = area.topLeft()
        end.setX(at_px + height_px)
        painter.drawLine(start, end)
        at_px += 1.5 * HATCH_PX
    painter.restore()
