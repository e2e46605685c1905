"""The actions of comparing two recordings, and choosing the second one."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QSplitter, QVBoxLayout

from ecgviewer.ui.actions import ActionSpec
from ecgviewer.ui.ecg_view import EcgView
from ecgviewer.ui.i18n import tr
from ecgviewer.ui.session import Session

if TYPE_CHECKING:
    from ecgviewer.ui.compare_area import CompareArea


class Comparing:
    """Compares on demand; what that needs is made when it is first asked for.

    ``choose`` asks for the second recording and hands it on.
    """

    def __init__(
        self,
        session: Session,
        view: EcgView,
        choose: Callable[[Callable[[Path], None]], object],
    ) -> None:
        self._session = session
        self._view = view
        self._choose = choose
        self._column: QVBoxLayout | None = None
        self.splitter = QSplitter()
        self.splitter.setChildrenCollapsible(False)
        self.splitter.addWidget(view)
        self.area: CompareArea | None = None

    def put_into(self, column: QVBoxLayout) -> None:
        """Stand where the paper would stand alone."""
        self._column = column
        column.addWidget(self.splitter, stretch=1)

    def toggle(self) -> None:
        """Ask for a recording to compare with, or end the comparison."""
        if self._session.comparison.second is not None:
            self._session.comparison.end()
            return
        self._choose(self.compare)

    def compare(self, path: Path) -> None:
        """Compare the recording that is shown with this one."""
        if self.area is None:
            from ecgviewer.ui.compare_area import CompareArea

            self.area = CompareArea(self._session, self.splitter, self._view)
            assert self._column is not None
            self._column.insertWidget(self._column.indexOf(self.splitter), self.area)
            self.area.on_comparison_changed()
        self._session.comparison.open(path)


def comparison_actions(
    session: Session, comparing: Comparing
) -> tuple[ActionSpec, ...]:
    """Return the actions in the order of the menus."""
    comparison = session.comparison

    def compares(_session: Session) -> bool:
        return comparison.second is not None

    menu = tr("&Compare")
    needs = tr("No recording is compared with this one (Ctrl+D).")
    return (
        ActionSpec(
            *("compare", tr("&File"), tr("&Compare with …"), ("Ctrl+D",)),
            comparing.toggle,
            label=lambda s: (
                tr("End the &comparison") if compares(s) else tr("&Compare with …")
            ),
        ),
        ActionSpec(
            *("comparison_mode", menu, tr("&Over each other or side by side"), ("O",)),
            *(comparison.next_mode, compares),
            needs=needs,
        ),
        ActionSpec(
            *("comparison_by_beat", menu, tr("Lay together on &R peaks"), ("A",)),
            *(comparison.toggle_alignment, compares),
            lambda _: comparison.by_beat,
            needs=needs,
        ),
    )
