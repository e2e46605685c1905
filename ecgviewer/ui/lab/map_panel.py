"""The worklist in the lab: points, how they are coloured, and what is most alike."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from ecgviewer.ui.lab.map_paint import MapColours
from ecgviewer.ui.lab.scatter import Scatter
from ecgviewer.ui.lab.worklist_map import COLOURINGS, PROJECTIONS, WorklistMap
from ecgviewer.ui.look.widgets import SmallLabel
from ecgviewer.ui.state.session import Session
from ecgviewer.ui.text.i18n import tr
from ecgviewer.ui.text.privacy import shown_name

NEIGHBOURS_PX = 170


class WorklistMapPanel(QWidget):
    """A lasso keeps what is within it in the worklist; Enter on a neighbour compares.

    ``compare`` lays a recording beside the one that is shown.
    """

    hovered = Signal(str)

    def __init__(
        self, session: Session, found: WorklistMap, compare: Callable[[Path], object]
    ) -> None:
        super().__init__()
        self._session, self._map, self._compare = session, found, compare
        self.scatter = Scatter()
        self.colouring = QComboBox()
        self.colouring.setAccessibleName(tr("Coloured by"))
        for key, name in COLOURINGS.items():
            self.colouring.addItem(tr("Colour: {what}").format(what=tr(name)), key)
        self.projection = QComboBox()
        self.projection.setAccessibleName(tr("Placed by"))
        for which, name in PROJECTIONS.items():
            self.projection.addItem(name, which)
        self.all_again = QPushButton(tr("Whole worklist again"))
        self.neighbours = QListWidget()
        self.neighbours.setAccessibleName(tr("Most like this recording"))
        self.neighbours.setMaximumWidth(NEIGHBOURS_PX)
        self._title, self._state = SmallLabel(), SmallLabel()
        for label in (self._title, self._state):
            label.setTextFormat(Qt.TextFormat.PlainText)
        top, middle, right = QHBoxLayout(), QHBoxLayout(), QVBoxLayout()
        top.addWidget(self.all_again)
        top.addStretch(1)
        top.addWidget(self.projection)
        top.addWidget(self.colouring)
        right.addWidget(SmallLabel(tr("most alike (Enter compares)")))
        right.addWidget(self.neighbours, 1)
        middle.addWidget(self.scatter, 1)
        middle.addLayout(right)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self._title)
        column.addLayout(top)
        column.addLayout(middle, 1)
        column.addWidget(self._state)
        self.colouring.activated.connect(
            lambda at: found.colour_by(self.colouring.itemData(at))
        )
        self.projection.activated.connect(
            lambda at: found.project_by(self.projection.itemData(at))
        )
        self.all_again.clicked.connect(lambda: session.worklist.rows.keep(None))
        self.scatter.marked.connect(self.on_marked)
        self.scatter.opened.connect(session.opening.open_path)
        self.scatter.hovered.connect(self.on_hovered)
        self.neighbours.itemActivated.connect(self.on_neighbour_chosen)

    def title(self) -> str:
        return self._title.text()

    def state_text(self) -> str:
        return self._state.text()

    @Slot(object)
    def on_marked(self, paths: frozenset[Path]) -> None:
        if paths:
            self._session.worklist.rows.keep(paths)

    @Slot(object)
    def on_hovered(self, path: Path | None) -> None:
        text = "" if path is None else self._name(path)
        self.hovered.emit(text)

    @Slot(QListWidgetItem)
    def on_neighbour_chosen(self, item: QListWidgetItem) -> None:
        self._compare(Path(item.data(Qt.ItemDataRole.UserRole)))
        self._session.comparison.set_mode("side")

    def _name(self, path: Path) -> str:
        return shown_name(path, self._session.privacy.hidden)

    def show_state(self, colours: MapColours) -> None:
        session, found = self._session, self._map
        places = found.places
        amounts = {path: found.amount(path) for path in places}
        self.scatter.show_points(places, amounts, session.worklist.shown, colours)
        title = tr("Worklist as this model sees it ({projection})").format(
            projection=PROJECTIONS[found.projection]
        )
        if found.colouring == "statement" and session.known.code is not None:
            title += f" · {session.known.code}"
        self._title.setText(title)
        self.all_again.setVisible(session.worklist.rows.arrangement.kept is not None)
        waiting = found.n_waiting
        text = tr("{n} recordings").format(n=len(places))
        if waiting:
            text += " · " + tr("{n} still to place").format(n=waiting)
        if found.projection != found.wanted_projection:
            text += " · " + self._why_not(len(places))
        self._state.setText(text)
        self._list_neighbours(found.neighbours())

    def _why_not(self, n_placed: int) -> str:
        """Return why recordings do not lie as was wanted."""
        from ecgviewer.ai.attention.neighbours import FEWEST_UMAP

        if not self._map.is_as_wanted:
            return tr("UMAP follows when all are placed.")
        if n_placed < FEWEST_UMAP:
            text = tr("UMAP needs {n} recordings; this is PCA.")
            return text.format(n=FEWEST_UMAP)
        return tr("UMAP is not installed (package umap-learn); this is PCA.")

    def _list_neighbours(self, paths: tuple[Path, ...]) -> None:
        role = Qt.ItemDataRole.UserRole
        known = [self.neighbours.item(k) for k in range(self.neighbours.count())]
        names = [self._name(path) for path in paths]
        if [(item.text(), item.data(role)) for item in known] == [
            (name, str(path)) for name, path in zip(names, paths, strict=True)
        ]:
            return
        self.neighbours.clear()
        for name, path in zip(names, paths, strict=True):
            item = QListWidgetItem(name)
            item.setData(role, str(path))
            self.neighbours.addItem(item)
