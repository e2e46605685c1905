"""Evidence as a tree: lead group -> lead -> beat -> wave, each with its contribution.

What waves contribute is asked when their beat is opened.

Its columns are read at any size of letters.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import nan
from typing import Any

import numpy as np
from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QRectF,
    QSignalBlocker,
    Qt,
)
from PySide6.QtGui import QFocusEvent, QFontMetrics, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeView,
)

from ecgviewer.ecg.beats import BeatList
from ecgviewer.ecg.evidence.profile import LeadProfile
from ecgviewer.ecg.evidence.scale import (
    FULL_SCALE_BEAT_LOGIT,
    FULL_SCALE_LEAD_LOGIT,
    bar_fraction,
)
from ecgviewer.ecg.findings import Evidence
from ecgviewer.ui.look import style
from ecgviewer.ui.look.fonts import tabular
from ecgviewer.ui.look.items import Index
from ecgviewer.ui.paper.evidence_scale import contribution_text
from ecgviewer.ui.paper.sheet_paint import beat_of_columns
from ecgviewer.ui.state.evidence_on_demand import PRESENCE, Beat, WaveEvidence
from ecgviewer.ui.state.view_state import Selection
from ecgviewer.ui.text.i18n import marked, number_text, tr

NAME, CONTRIBUTION, BAR = range(3)
HEADERS = (
    marked("Group, lead, beat"),
    marked("Logit"),
    marked("against | for"),
)
BAR_ROLE = Qt.ItemDataRole.UserRole
ERROR_ROLE = BAR_ROLE + 1
GREYED_ROLE = BAR_ROLE + 2
USUAL_ROLE = BAR_ROLE + 3

# internalId of a row: 0 for groups, 1 + group for leads, FIRST_BEAT_ID + flat lead
# number for beats, FIRST_WAVE_ID + flat beat number for waves.
FIRST_BEAT_ID, FIRST_WAVE_ID = 1000, 10_000
BEING_THERE = marked("being there")
ASKING = marked("asking … (close to stop)")
NAME_LETTERS = 10  # of a group or statement that are always in sight
ROWS_IN_SIGHT = 6  # with the names of the columns, where these are on one line
INDENTATION_PX = 14
WIDEST_NUMBER = "−00.00"
# Where there is no room for the words; the legend says what the signs mean.
SHORT_BAR = "− | +"
HEADER_MARGINS_PX = 16


@dataclass(frozen=True)
class _Row:
    name: str
    contribution: float
    fraction: float
    selection: Selection
    error: float = 0.0  # standard error, in logit
    usual: float | None = None  # contribution where the statement is true, in logit


class EvidenceModel(QAbstractItemModel):
    """Rows are made when they are asked for, so a long recording costs no more."""

    def __init__(self) -> None:
        super().__init__()
        self._evidence: Evidence | None = None
        self._greyed = False  # as its checks say that it must not be used
        self._profile: LeadProfile | None = None
        self._beat_of_column: list[int] = []
        self._groups: tuple[str, ...] = ()
        self._leads: tuple[tuple[str, str], ...] = ()  # (group, lead), flat
        # Under a beat of a lead: parts and what they contribute, NaN while asking.
        self._parts: dict[Beat, tuple[tuple[str, float], ...]] = {}
        self._can_ask = False
        self._headers = tuple(tr(name) for name in HEADERS)

    def show_evidence(
        self,
        evidence: Evidence | None,
        beats: BeatList | None,
        *,
        greyed: bool = False,
        profile: LeadProfile | None = None,
    ) -> None:
        """Show evidence; rows that stay what they were stay open and chosen.

        What must not be used is ``greyed``; ``profile`` is what leads usually say.
        """
        self._greyed, self._profile = greyed, profile
        if evidence is not None and beats is not None and self._has_rows_of(evidence):
            self.layoutAboutToBeChanged.emit()
            self._evidence = evidence
            self.layoutChanged.emit()
            return
        self.beginResetModel()
        known = evidence is not None and beats is not None
        self._evidence = evidence if known else None
        self._beat_of_column = []
        self._groups, self._leads, self._parts = (), (), {}
        if evidence is not None and beats is not None:
            self._beat_of_column = beat_of_columns(evidence, beats)
            self._groups = tuple(evidence.groups)
            self._leads = tuple(
                (group, lead)
                for group in self._groups
                for lead in evidence.group_leads[group]
            )
        self.endResetModel()

    def show_waves(
        self, parts: Mapping[Beat, Mapping[str, float]], *, can_ask: bool
    ) -> None:
        """Show the parts of beats under them; others open if one ``can_ask``."""
        if can_ask != self._can_ask:
            self.layoutAboutToBeChanged.emit()
            self._can_ask = can_ask
            self.layoutChanged.emit()
        for beat in {**self._parts, **parts}:
            before = self._parts.get(beat, ())
            after = tuple(parts.get(beat, {}).items())
            at = self._index_of_beat(beat)
            if before == after or not at.isValid():
                continue
            if [name for name, _ in before] == [name for name, _ in after]:
                self._parts[beat] = after
                last = self.index(len(after) - 1, BAR, at)
                self.dataChanged.emit(self.index(0, 0, at), last)
                continue
            if before:
                self.beginRemoveRows(at, 0, len(before) - 1)
                del self._parts[beat]
                self.endRemoveRows()
            if after:
                self.beginInsertRows(at, 0, len(after) - 1)
                self._parts[beat] = after
                self.endInsertRows()

    def _index_of_beat(self, beat: Beat) -> QModelIndex:
        lead, number = beat
        group = next((g for g, name in self._leads if name == lead), None)
        index = self.index_of(Selection(group, lead, number))
        return index if self.beat_of(index) == beat else QModelIndex()

    def beat_of(self, index: Index) -> Beat | None:
        """Return the lead and beat of a beat's row."""
        number = index.internalId() if index.isValid() else 0
        if not FIRST_BEAT_ID <= number < FIRST_WAVE_ID:
            return None
        lead = self._leads[number - FIRST_BEAT_ID][1]
        return lead, self._beat_of_column[index.row()]

    def _has_rows_of(self, evidence: Evidence) -> bool:
        shown = self._evidence
        return (
            shown is not None
            and shown.group_leads == evidence.group_leads
            and np.array_equal(shown.beat_times_s, evidence.beat_times_s)
        )

    def selection_of(self, index: Index) -> Selection:
        return self._row(index).selection if index.isValid() else Selection()

    def index_of(self, selection: Selection) -> QModelIndex:
        """Return the row of a selection, or an invalid index if it has none."""
        if selection.group not in self._groups:
            return QModelIndex()
        group = self.index(self._groups.index(selection.group), 0)
        if selection.lead is None:
            return group
        leads = self._leads_of(selection.group)
        if selection.lead not in leads:
            return QModelIndex()
        lead = self.index(leads.index(selection.lead), 0, group)
        if selection.beat is None or selection.beat not in self._beat_of_column:
            return lead
        beat = self.index(self._beat_of_column.index(selection.beat), 0, lead)
        parts = self._parts.get((selection.lead, selection.beat), ())
        names = [name for name, _ in parts]
        if selection.wave not in names:
            return beat
        return self.index(names.index(selection.wave), 0, beat)

    def name_columns(self, names: Sequence[str]) -> None:
        """Write these names above the columns, such as shorter ones."""
        if tuple(names) != self._headers:
            self._headers = tuple(names)
            last = len(HEADERS) - 1
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, last)

    # ------------------------------------------------------------------- Qt's model

    def index(self, row: int, column: int, parent: Index | None = None) -> QModelIndex:
        if parent is None or not parent.isValid():
            return self.createIndex(row, column, 0)
        if parent.internalId() == 0:
            return self.createIndex(row, column, 1 + parent.row())
        if parent.internalId() >= FIRST_BEAT_ID:
            flat = (parent.internalId() - FIRST_BEAT_ID) * len(self._beat_of_column)
            return self.createIndex(row, column, FIRST_WAVE_ID + flat + parent.row())
        group = parent.internalId() - 1
        flat = self._leads.index(
            (self._groups[group], self._leads_of(self._groups[group])[parent.row()])
        )
        return self.createIndex(row, column, FIRST_BEAT_ID + flat)

    def parent(self, index: Index) -> QModelIndex:  # type: ignore[override]
        number = index.internalId() if index.isValid() else 0
        if number == 0:
            return QModelIndex()
        if number < FIRST_BEAT_ID:
            return self.createIndex(number - 1, 0, 0)
        if number >= FIRST_WAVE_ID:
            flat, row = divmod(number - FIRST_WAVE_ID, len(self._beat_of_column))
            return self.createIndex(row, 0, FIRST_BEAT_ID + flat)
        group, lead = self._leads[number - FIRST_BEAT_ID]
        row = self._leads_of(group).index(lead)
        return self.createIndex(row, 0, 1 + self._groups.index(group))

    def rowCount(self, parent: Index | None = None) -> int:
        if parent is None or not parent.isValid():
            return len(self._groups)
        if parent.column() != 0 or parent.internalId() >= FIRST_WAVE_ID:
            return 0
        if (beat := self.beat_of(parent)) is not None:
            return len(self._parts.get(beat, ()))
        if parent.internalId() == 0:
            return len(self._leads_of(self._groups[parent.row()]))
        return len(self._beat_of_column)

    def hasChildren(self, parent: Index | None = None) -> bool:
        """Return whether a row opens: a beat's does where its waves can be asked."""
        if parent is not None and self._can_ask and parent.column() == 0:
            return self.beat_of(parent) is not None or self.rowCount(parent) > 0
        return self.rowCount(parent) > 0

    def columnCount(self, _parent: Index | None = None) -> int:
        return len(HEADERS)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = 0
    ) -> Any:
        if orientation == Qt.Orientation.Horizontal:
            if role == Qt.ItemDataRole.DisplayRole:
                return self._headers[section]
            if role == Qt.ItemDataRole.TextAlignmentRole and section == BAR:
                return Qt.AlignmentFlag.AlignCenter
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or self._evidence is None:
            return None
        column = index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            if column == NAME:
                return self._row(index).name
            if column == CONTRIBUTION:
                return contribution_text(self._row(index).contribution)
        elif role == Qt.ItemDataRole.FontRole and column == CONTRIBUTION:
            return tabular()
        elif role == Qt.ItemDataRole.TextAlignmentRole and column == CONTRIBUTION:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        elif role == BAR_ROLE and column == BAR:
            return self._row(index).fraction
        elif role == GREYED_ROLE:
            return self._greyed
        elif role == ERROR_ROLE and column == BAR:
            return self._row(index).error / FULL_SCALE_BEAT_LOGIT
        elif role == USUAL_ROLE and column == BAR:
            usual = self._row(index).usual
            return None if usual is None else bar_fraction(usual, FULL_SCALE_LEAD_LOGIT)
        elif role == Qt.ItemDataRole.ToolTipRole and column != NAME:
            row = self._row(index)
            return error_text(row) or usual_text(row, self._profile)
        elif role == Qt.ItemDataRole.ToolTipRole and index.internalId() == 0:
            return reciprocal_text(self._evidence, index.row())
        return None

    # ------------------------------------------------------------------------- rows

    def _leads_of(self, group: str) -> tuple[str, ...]:
        assert self._evidence is not None
        return self._evidence.group_leads[group]

    def _row(self, index: Index) -> _Row:
        evidence, profile = self._evidence, self._profile
        assert evidence is not None
        number, row = index.internalId(), index.row()
        if number == 0:
            return _group_row(evidence, self._groups[row], profile)
        if number < FIRST_BEAT_ID:
            group = self._groups[number - 1]
            return _lead_row(evidence, group, self._leads_of(group)[row], profile)
        if number < FIRST_WAVE_ID:
            group, lead = self._leads[number - FIRST_BEAT_ID]
            selection = Selection(group, lead, self._beat_of_column[row])
            return _beat_row(evidence, selection, row)
        beat_index = self.parent(index)
        beat = self.beat_of(beat_index)
        assert beat is not None
        wave, value = self._parts[beat][row]
        name = {PRESENCE: tr(BEING_THERE), "": tr(ASKING)}.get(wave, wave)
        selection = replace(self._row(beat_index).selection, wave=wave or None)
        return _Row(name, value, bar_fraction(value, FULL_SCALE_BEAT_LOGIT), selection)


def _group_row(evidence: Evidence, group: str, profile: LeadProfile | None) -> _Row:
    value = evidence.groups[group]
    usual = None if profile is None else profile.of(evidence.group_leads[group])
    fraction = bar_fraction(value, FULL_SCALE_LEAD_LOGIT)
    return _Row(tr(group), value, fraction, Selection(group), usual=usual)


def _lead_row(
    evidence: Evidence, group: str, lead: str, profile: LeadProfile | None
) -> _Row:
    value = evidence.leads[lead]
    usual = None if profile is None else profile.of((lead,))
    fraction = bar_fraction(value, FULL_SCALE_LEAD_LOGIT)
    return _Row(lead, value, fraction, Selection(group, lead), usual=usual)


def _beat_row(evidence: Evidence, selection: Selection, column: int) -> _Row:
    """Return the row of a beat in a lead, which stands in a column of the evidence."""
    assert selection.lead is not None
    assert selection.beat is not None
    time_s = number_text(evidence.beat_times_s[column], ".2f")
    name = f"{selection.beat + 1} · {time_s} s"
    value = error = 0.0
    if (lead_row := evidence.lead_row(selection.lead)) is not None:
        value = float(evidence.beats[lead_row, column])
        error = float(evidence.beats_se[lead_row, column])
    fraction = bar_fraction(value, FULL_SCALE_BEAT_LOGIT)
    return _Row(name, value, fraction, selection, error)


def reciprocal_text(evidence: Evidence, group: int) -> str | None:
    """Return what the leads contribute that look at a group from the other side."""
    reciprocal = evidence.grouping.groups[group].reciprocal
    if not reciprocal:
        return None
    said = (f"{lead} {contribution_text(evidence.leads[lead])}" for lead in reciprocal)
    return tr("Reciprocal leads: {leads}").format(leads=", ".join(said))


def usual_text(row: _Row, profile: LeadProfile | None) -> str | None:
    """Return what a group or lead usually contributes where the statement is true."""
    if row.usual is None or profile is None:
        return None
    return tr("Usually {usual} where it is true ({n} recordings)").format(
        usual=contribution_text(row.usual), n=profile.n_recordings
    )


def error_text(row: _Row) -> str | None:
    """Return a contribution with its standard error, where it has one."""
    if not row.error > 0:
        return None
    return tr("{contribution} ± {error} logit (standard error)").format(
        contribution=contribution_text(row.contribution),
        error=number_text(row.error, ".2f"),
    )


class EvidenceTree(QTreeView):
    """A tree whose first row is not chosen because the focus comes.

    Its columns never need more than its width: the bars get narrower and names of
    columns go on in the next line.
    """

    def __init__(self, model: EvidenceModel) -> None:
        super().__init__()
        self._model = model
        self.setModel(model)
        self.setItemDelegateForColumn(BAR, BarDelegate(self))
        self.setUniformRowHeights(True)
        self.setIndentation(INDENTATION_PX)
        header = self.header()
        header.setStretchLastSection(False)
        for column in (NAME, CONTRIBUTION, BAR):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Fixed)
        self._share_width()

    def show_waves(self, waves: WaveEvidence) -> None:
        """Show what is known of waves, and what is asked."""
        parts: dict[Beat, dict[str, float]] = {}
        for beat in waves.known():
            parts[beat] = waves.parts(*beat)
        if waves.asking is not None:
            parts[waves.asking] = {"": nan}
        self._model.show_waves(parts, can_ask=waves.can_ask)

    def focusInEvent(self, event: QFocusEvent) -> None:
        with QSignalBlocker(self.selectionModel()):
            super().focusInEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_width()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._share_width()

    def _share_width(self) -> None:
        """Give names what numbers and bars leave, bars what names can do without."""
        metrics, names = self.fontMetrics(), [tr(name) for name in HEADERS]
        advance = metrics.horizontalAdvance
        room_px = self.viewport().width()
        number_px = max(map(advance, (names[CONTRIBUTION], WIDEST_NUMBER)))
        number_px += HEADER_MARGINS_PX
        least_px = NAME_LETTERS * metrics.averageCharWidth() + 2 * INDENTATION_PX
        bar_px = advance(names[BAR]) + HEADER_MARGINS_PX
        if least_px + number_px + bar_px > room_px:
            names[BAR] = SHORT_BAR
            shortest_px = advance(SHORT_BAR) + HEADER_MARGINS_PX
            bar_px = max(shortest_px, room_px - number_px - least_px)
        name_px = max(room_px - number_px - bar_px, least_px - INDENTATION_PX)
        names[NAME] = in_lines(names[NAME], metrics, name_px - HEADER_MARGINS_PX // 2)
        for column, width_px in ((NAME, name_px), (CONTRIBUTION, number_px)):
            self.header().resizeSection(column, width_px)
        self.header().resizeSection(BAR, bar_px)
        self._model.name_columns(names)
        # The rest of the panel needs its room too: a name on two lines costs a row.
        n_lines = max(ROWS_IN_SIGHT, ROWS_IN_SIGHT - 1 + names[NAME].count("\n"))
        self.setMinimumHeight(n_lines * metrics.height())


def in_lines(text: str, metrics: QFontMetrics, width_px: int) -> str:
    """Return a text with line breaks where the next word would be too much."""
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and metrics.horizontalAdvance(longer) <= width_px:
            lines[-1] = longer
        else:
            lines.append(word)
    return "\n".join(lines)


class BarDelegate(QStyledItemDelegate):
    """Draws a contribution as a bar to the right (for) or the left (against).

    A line through its end, one standard error to each side, says how far it is known;
    a mark across it, what is usual where the statement is true.
    """

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: Index
    ) -> None:
        self.initStyleOption(option, index)
        drawn = option.widget.style()
        primitive = QStyle.PrimitiveElement.PE_PanelItemViewItem
        drawn.drawPrimitive(primitive, option, painter, option.widget)
        fraction, error = index.data(BAR_ROLE), index.data(ERROR_ROLE)
        area = QRectF(option.rect).adjusted(4, 4, -4, -4)
        axis, half = area.center().x(), area.width() / 2
        usual = index.data(USUAL_ROLE)
        if usual is not None:
            # Beyond the bar above and below, so that it shows before it and on it.
            at = axis + usual * half
            mark = QRectF(at - 1, area.top() - 3, 2, area.height() + 6)
            painter.fillRect(mark, option.palette.text())
        if not fraction and not (error and error > 0):
            return
        scheme = style.worn()
        colour = scheme.evidence_for if fraction > 0 else scheme.evidence_against
        if index.data(GREYED_ROLE):
            colour = scheme.evidence_axis
        left = axis if fraction > 0 else axis + fraction * half
        bar = QRectF(left, area.top(), abs(fraction) * half, area.height())
        painter.fillRect(bar, colour)
        painter.fillRect(
            QRectF(axis - 0.5, area.top() - 3, 1, area.height() + 6),
            scheme.evidence_axis,
        )
        if error and error > 0:
            ends = (max(-1.0, fraction - error), min(1.0, fraction + error))
            first, last = (axis + end * half for end in ends)
            line = QRectF(first, area.center().y() - 0.5, last - first, 1)
            painter.fillRect(line, scheme.evidence_axis)
