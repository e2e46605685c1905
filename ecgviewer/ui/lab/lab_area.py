"""The widgets of the lab: small multiples, a map enlarged, its mask, a token."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QButtonGroup,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ecgviewer.ui.lab.head_grid import HeadGrid, Place
from ecgviewer.ui.lab.lab_jobs import Levels
from ecgviewer.ui.lab.lab_state import KIND_NAMES, LabState
from ecgviewer.ui.lab.lab_texts import (
    head_captions,
    head_tips,
    measures_text,
    notice_text,
)
from ecgviewer.ui.lab.map_paint import MapColours, mask_levels
from ecgviewer.ui.lab.map_panel import WorklistMapPanel
from ecgviewer.ui.lab.map_view import MapView
from ecgviewer.ui.lab.side import Side
from ecgviewer.ui.lab.token_card import Legend, TokenCard
from ecgviewer.ui.look.theme import SCHEMES, SPACE_PX, Scheme
from ecgviewer.ui.look.widgets import SmallLabel
from ecgviewer.ui.text.i18n import tr

CARD_PX = 300  # of a token, beside the maps


class MultiplesPanel(QWidget):
    """Left of the paper: models, kind of map, every layer and head, the notice."""

    def __init__(self, state: LabState, worklist: WorklistMapPanel) -> None:
        super().__init__()
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._state = state
        self.worklist = worklist
        self.models = tuple(self._model_box(number) for number in range(2))
        self.kinds = QButtonGroup(self)
        self.notice, self.measures = QLabel(), SmallLabel()
        self.grids = (HeadGrid(), HeadGrid())
        self.legend = Legend()
        for label in (self.notice, self.measures):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
        for grid in self.grids:
            grid.chosen.connect(state.choose_head)
        models, kinds, grids = QHBoxLayout(), QHBoxLayout(), QHBoxLayout()
        for box in self.models:
            models.addWidget(box, 1)
        kinds.setSpacing(0)
        for number, (kind, name) in enumerate(KIND_NAMES.items()):
            button = QToolButton()
            button.setText(tr(name))
            button.setCheckable(True)
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            self.kinds.addButton(button, number)
            kinds.addWidget(button)
            button.clicked.connect(partial(self._choose_kind, kind))
        kinds.addStretch(1)
        for grid in self.grids:
            grids.addWidget(grid, 1)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(SPACE_PX, SPACE_PX, SPACE_PX, SPACE_PX)
        self._column.setSpacing(SPACE_PX)
        for part in (models, kinds, self.notice):
            if isinstance(part, QWidget):
                self._column.addWidget(part)
            else:
                self._column.addLayout(part)
        self._column.addLayout(grids, 3)
        self._column.addWidget(self.measures)
        self._column.addWidget(self.legend)
        self._column.addWidget(worklist, 2)

    def _model_box(self, number: int) -> QComboBox:
        box = QComboBox()
        names = self._state.names
        box.addItems([tr("no second model"), *names] if number else list(names))
        first = tr("Model whose attention is shown")
        box.setAccessibleName(tr("Second model beside it") if number else first)
        box.activated.connect(
            lambda at: self._state.choose_model(
                number, "" if number and not at else box.itemText(at)
            )
        )
        return box

    def _choose_kind(self, kind: str, _checked: bool = False) -> None:
        self._state.choose_kind(kind)  # type: ignore[arg-type]

    def _hold_words(self) -> None:
        """Keep every line of the notice, which the maps would take room from."""
        height_px = self.notice.heightForWidth(self.notice.width())
        self.notice.setMinimumHeight(max(0, height_px))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._hold_words()

    def show_state(self, colours: MapColours) -> None:
        state = self._state
        for box, side, grid in zip(self.models, state.sides, self.grids, strict=True):
            box.setCurrentIndex(max(0, box.findText(side.name)) if side.name else 0)
            looked, place = side.looked, state.place(side)
            small = None
            if looked is not None and place is not None:
                small = looked.pictures[state.kind].small
            of_heads = small is not None and state.kind == "weights"
            captions = head_captions(side) if of_heads else {}
            tips = head_tips(side) if of_heads else {}
            grid.show_maps(small, place, captions, tips, colours)
            grid.setVisible(side is state.sides[0] or bool(side.name))
        for button, kind in zip(self.kinds.buttons(), KIND_NAMES, strict=True):
            button.setChecked(kind == state.kind)
            # Not every style shows well enough what is chosen.
            font = button.font()
            font.setBold(kind == state.kind)
            button.setFont(font)
        self.notice.setText(notice_text(state))
        self._hold_words()
        self.measures.setText(measures_text(state))
        self.legend.show_colours(colours)
        self.worklist.setVisible(
            len(state.session.worklist.rows) > 1 or has_kept(state)
        )
        self.worklist.show_state(colours)


class SideView(QWidget):
    """One model's map, and beside it what its mask allows."""

    hovered = Signal(str)

    def __init__(self, state: LabState, side: Side) -> None:
        super().__init__()
        self._state, self._side = state, side
        self._mask: tuple[object, Levels] | None = None
        self._titles = (QLabel(), SmallLabel(tr("what the mask allows")))
        self.used = MapView(tr("Attention of the chosen head"))
        self.allowed = MapView(tr("The mask"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        for title, view in zip(self._titles, (self.used, self.allowed), strict=True):
            column = QVBoxLayout()
            column.addWidget(title)
            column.addWidget(view, 1)
            row.addLayout(column, 1)
            view.token_chosen.connect(self.on_token_chosen)
            view.hovered.connect(self.hovered)

    def title(self) -> str:
        return self._titles[0].text()

    @Slot(int)
    def on_token_chosen(self, row: int) -> None:
        seen = self._side.seen
        if seen is not None:
            self._state.choose_token(seen.attention.tokens[row])

    def show_state(self, colours: MapColours) -> None:
        state, side = self._state, self._side
        self.setVisible(side is state.sides[0] or bool(side.name))
        looked, place = side.looked, state.place(side)
        text = " · ".join(filter(None, (side.name, state.place_text(side))))
        self._titles[0].setText(f"{text}  {side.note}".strip())
        if looked is None or place is None:
            for view in (self.used, self.allowed):
                view.show_map(None, (), None, colours)
            return
        attention = looked.seen.attention
        row = state.token_index(side)
        levels = looked.pictures[state.kind].whole
        if self._mask is None or self._mask[0] is not attention:
            self._mask = (attention, mask_levels(attention.allowed))
        # The same slice stays the same map, so that it is not painted anew.
        self.used.show_map(
            _slice(self.used, levels, place), attention.tokens, row, colours
        )
        self.allowed.show_map(self._mask[1], attention.tokens, row, colours)


def _slice(view: MapView, levels: Levels, place: Place) -> Levels:
    known = getattr(view, "slice_of", None)
    if known is None or known[0] is not levels or known[1] != place:
        known = (levels, place, levels[place])
        view.slice_of = known  # type: ignore[attr-defined]
    found: Levels = known[2]
    return found


class MapsPanel(QWidget):
    """Above the paper: the enlarged maps, and beside or below them the chosen token."""

    hovered = Signal(str)

    def __init__(self, state: LabState) -> None:
        super().__init__()
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._state = state
        self.views = tuple(SideView(state, side) for side in state.sides)
        self.card = TokenCard()
        self.card.setMaximumWidth(CARD_PX)
        self._row = row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        row.setContentsMargins(SPACE_PX, SPACE_PX, SPACE_PX, SPACE_PX)
        for view in self.views:
            row.addWidget(view, 1)
            view.hovered.connect(self.hovered)
        row.addWidget(self.card, 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        upright = self.height() > self.width()
        ways = QBoxLayout.Direction
        self._row.setDirection(ways.TopToBottom if upright else ways.LeftToRight)
        self.card.setMaximumWidth(self.width() if upright else CARD_PX)

    def show_state(self, colours: MapColours) -> None:
        state = self._state
        for view in self.views:
            view.show_state(colours)
        side = state.sides[0]
        row, place = state.token_index(side), state.place(side)
        levels = row_levels(state)
        self.card.show_row(side.seen, state.kind, place, row, levels, colours)


def row_levels(state: LabState) -> Sequence[int]:
    """Return the chosen row of the first model's map, as levels."""
    side = state.sides[0]
    place, row = state.place(side), state.token_index(side)
    if side.looked is None or place is None or row is None:
        return ()
    found: list[int] = side.looked.pictures[state.kind].whole[place][row].tolist()
    return found


def has_kept(state: LabState) -> bool:
    return state.session.worklist.rows.arrangement.kept is not None


def scheme_of(state: LabState) -> Scheme:
    return SCHEMES[state.session.view.scheme]
