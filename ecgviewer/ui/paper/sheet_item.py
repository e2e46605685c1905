"""An item on the view as large as the sheet, painted in millimetres."""

import pyqtgraph as pg
from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

from ecgviewer.ui.look.theme import DEFAULT_SCHEME, SCHEMES, Scheme
from ecgviewer.ui.paper.plot import Plot
from ecgviewer.ui.paper.sheet_paint import SheetMap


def sheet_map(painter: QPainter) -> SheetMap:
    """Return where sheet millimetres are on the view, from the painter's transform."""
    transform = painter.worldTransform()
    return SheetMap(transform.m11(), transform.dx(), transform.dy())


class SheetItem(pg.GraphicsObject):
    """An item as large as the sheet, in millimetres."""

    def __init__(self) -> None:
        super().__init__()
        self._plot: Plot | None = None
        self._bounds = QRectF()

    @property
    def plot(self) -> Plot | None:
        return self._plot

    @property
    def scheme(self) -> Scheme:
        """The colours to paint in."""
        return self._plot.scheme if self._plot else SCHEMES[DEFAULT_SCHEME]

    def show_plot(self, plot: Plot | None) -> None:
        bounds = QRectF()
        if plot is not None:
            bounds = QRectF(0, 0, plot.sheet.width_mm, plot.sheet.height_mm)
        if bounds != self._bounds:
            self.prepareGeometryChange()
            self._bounds = bounds
        self._plot = plot
        self.update()

    def boundingRect(self) -> QRectF:
        return self._bounds

    def viewTransformChanged(self) -> None:
        """Do nothing: bounds in millimetres do not depend on the view."""

    def paint(
        self,
        painter: QPainter,
        _option: QStyleOptionGraphicsItem,
        _widget: QWidget | None = None,
    ) -> None:
        if self._plot is None:
            return
        to = sheet_map(painter)
        painter.save()
        painter.resetTransform()
        self.paint_sheet(painter, to, self._plot)
        painter.restore()

    def paint_sheet(self, painter: QPainter, to: SheetMap, plot: Plot) -> None:
        raise NotImplementedError
