"""Evidence as a tree: lead group -> lead -> beat, each with its contribution."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPersistentModelIndex, Qt

from ecgviewer.ecg.beats import BeatList
from ecgviewer.ecg.findings import Evidence
from ecgviewer.ui.look.fonts import tabular
from ecgviewer.ui.paper.evidence_scale import (
    FULL_SCALE_BEAT_LOGIT,
    FULL_SCALE_LEAD_LOGIT,
    bar_fraction,
    contribution_text,
)
from ecgviewer.ui.paper.sheet_paint import beat_of_columns
from ecgviewer.ui.state.view_state import Selection
from ecgviewer.ui.text.i18n import marked, number_text, tr

Index = QModelIndex | QPersistentModelIndex

NAME, CONTRIBUTION, BAR = range(3)
HEADERS = (
    marked("Group, lead, beat"),
    marked("Logit"),
    marked("against | for"),
)
BAR_ROLE = Qt.ItemDataRole.UserRole

# internalId of a row: 0 for groups, 1 + group for leads, FIRST_BEAT_ID + flat lead
# number for beats.
FIRST_BEAT_ID = 1000


@dataclass(frozen=True)
class _Row:
    name: str
    contribution: float
    fraction: float
    selection: Selection


class EvidenceModel(QAbstractItemModel):
    """Rows are made when they are asked for, so a long recording costs no more."""

    def __init__(self) -> None:
        super().__init__()
        self._evidence: Evidence | None = None
        self._beat_of_column: list[int] = []
        self._groups: tuple[str, ...] = ()
        self._leads: tuple[tuple[str, str], ...] = ()  # (group, lead), flat
        self._headers = tuple(tr(name) for name in HEADERS)

    def show_evidence(self, evidence: Evidence | None, beats: BeatList | None) -> None:
        self.beginResetModel()
        known = evidence is not None and beats is not None
        self._evidence = evidence if known else None
        self._beat_of_column = []
        self._groups, self._leads = (), ()
        if evidence is not None and beats is not None:
            self._beat_of_column = beat_of_columns(evidence, beats)
            self._groups = tuple(evidence.groups)
            self._leads = tuple(
                (group, lead)
                for group in self._groups
                for lead in evidence.group_leads[group]
            )
        self.endResetModel()

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
        return self.index(self._beat_of_column.index(selection.beat), 0, lead)

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
        group, lead = self._leads[number - FIRST_BEAT_ID]
        row = self._leads_of(group).index(lead)
        return self.createIndex(row, 0, 1 + self._groups.index(group))

    def rowCount(self, parent: Index | None = None) -> int:
        if parent is None or not parent.isValid():
            return len(self._groups)
        if parent.column() != 0 or parent.internalId() >= FIRST_BEAT_ID:
            return 0
        if parent.internalId() == 0:
            return len(self._leads_of(self._groups[parent.row()]))
        return len(self._beat_of_column)

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
        return None

    # ------------------------------------------------------------------------- rows

    def _leads_of(self, group: str) -> tuple[str, ...]:
        assert self._evidence is not None
        return self._evidence.group_leads[group]

    def _row(self, index: Index) -> _Row:
        evidence = self._evidence
        assert evidence is not None
        number, row = index.internalId(), index.row()
        full_scale = FULL_SCALE_LEAD_LOGIT
        if number == 0:
            group = self._groups[row]
            value, selection = evidence.groups[group], Selection(group)
            name = tr(group)
        elif number < FIRST_BEAT_ID:
            group = self._groups[number - 1]
            lead = self._leads_of(group)[row]
            name, value = lead, evidence.leads[lead]
            selection = Selection(group, lead)
        else:
            group, lead = self._leads[number - FIRST_BEAT_ID]
            lead_row = evidence.lead_row(lead)
            beat = self._beat_of_column[row]
            name = f"{beat + 1} · {number_text(evidence.beat_times_s[row], '.2f')} s"
            value = 0.0 if lead_row is None else float(evidence.beats[lead_row, row])
            selection = Selection(group, lead, beat)
            full_scale = FULL_SCALE_BEAT_LOGIT
        return _Row(name, value, bar_fraction(value, full_scale), selection)
