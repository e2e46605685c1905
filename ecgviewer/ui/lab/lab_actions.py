"""Opens the attention lab beside the paper, and its actions."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from ecgviewer.ui.paper.ecg_view import EcgView
from ecgviewer.ui.shell.actions import ActionSpec
from ecgviewer.ui.state.session import Session
from ecgviewer.ui.text.i18n import marked, tr

if TYPE_CHECKING:
    from ecgviewer.ui.lab.lab_view import LabView

NEEDS = marked("The attention lab is not open (F7).")


class LabSplitter(QSplitter):
    """Says when it has another size."""

    resized = Signal()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.resized.emit()


class AttentionLab(QObject):
    """Opened on demand; what it needs is made when it is first asked for.

    ``panels_aside`` is told whether the panels are to make room; ``compare`` lays a
    recording beside the one that is shown.
    """

    changed = Signal()  # opened or closed
    said = Signal(str)  # about what is under the pointer, or was done

    def __init__(
        self,
        session: Session,
        view: EcgView,
        names: Callable[[], Sequence[str]],
        panels_aside: Callable[[bool], object],
        compare: Callable[[Path], object],
    ) -> None:
        super().__init__(session)
        self._session, self._ecg = session, view
        self._names = names
        self._panels_aside, self._compare = panels_aside, compare
        self.view: LabView | None = None
        self.splitter = LabSplitter(Qt.Orientation.Horizontal)
        self.beside = QSplitter(Qt.Orientation.Vertical)
        holder = QWidget()
        self.column = QVBoxLayout(holder)  # where the paper stands
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(0)
        self.beside.addWidget(holder)
        self.splitter.addWidget(self.beside)
        for splitter in (self.splitter, self.beside):
            splitter.setChildrenCollapsible(False)

    @property
    def is_open(self) -> bool:
        return self.view is not None and self.view.is_open

    def toggle(self) -> None:
        if self.is_open:
            self.close()
        else:
            self.open()

    def open(self) -> None:
        if self.view is None:
            from ecgviewer.ui.lab.lab_view import LabView

            places = (self.splitter, self.beside)
            self.view = LabView(
                *(self._session, self._ecg, self._names()), *places, self._compare
            )
            self.view.said.connect(self.said)
        self._panels_aside(True)
        self.view.open()
        self.changed.emit()

    @Slot()
    def close(self) -> None:
        if self.view is not None and self.view.is_open:
            self.view.close()
            self._panels_aside(False)
            self.changed.emit()


def lab_actions(lab: AttentionLab) -> tuple[ActionSpec, ...]:
    """Return the actions in the order of the menu."""
    menu, needs = tr("Evi&dence"), tr(NEEDS)

    def is_open(_session: Session) -> bool:
        return lab.is_open

    def asked(name: str) -> None:
        assert lab.view is not None
        getattr(lab.view, name)()

    return (
        ActionSpec(
            "lab", menu, tr("Attention &lab"), ("F7",), lab.toggle, checked=is_open
        ),
        ActionSpec(
            "lab_kind",
            menu,
            tr("Next &kind of attention map"),
            ("Ctrl+F7",),
            partial(asked, "next_kind"),
            enabled=is_open,
            needs=needs,
        ),
        ActionSpec(
            "lab_export",
            menu,
            tr("E&xport the attention …"),
            ("Alt+F7",),
            partial(asked, "export"),
            enabled=is_open,
            needs=needs,
        ),
    )
