"""The actions of comparing two recordings, and choosing the second one."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QSplitter, QVBoxLayout

from ecgviewer.ui.paper.ecg_view import EcgView
from ecgviewer.ui.shell.actions import SUBMENU, ActionSpec, Condition, given
from ecgviewer.ui.state.comparison import MODES, Comparison, Mode
from ecgviewer.ui.state.session import Session
from ecgviewer.ui.text.i18n import marked, tr

if TYPE_CHECKING:
    from ecgviewer.ui.comparing.compare_area import CompareArea

NEEDS = marked("No recording is compared with this one (Ctrl+D).")
MODE_NAMES: dict[Mode, str] = {
    "medians": marked("&Median beats over each other"),
    "overlay": marked("Traces &over each other"),
    "side": marked("Papers &side by side"),
}


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

    def begin(self) -> None:
        """Ask for a recording to compare with, unless one is compared already."""
        if self._session.comparison.second is None and self._session.recording:
            self.toggle()

    def compare(self, path: Path) -> None:
        """Compare the recording that is shown with this one."""
        if self.area is None:
            from ecgviewer.ui.comparing.compare_area import CompareArea

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

    return (
        ActionSpec(
            "compare",
            tr("&File"),
            tr("&Compare with …"),
            ("Ctrl+D",),
            comparing.toggle,
            label=lambda s: (
                tr("End the &comparison") if compares(s) else tr("&Compare with …")
            ),
        ),
        *_mode_actions(comparison, compares),
        *_alignment_actions(comparison, compares),
    )


def _mode_actions(
    comparison: Comparison, compares: Condition
) -> tuple[ActionSpec, ...]:
    """Return the ways of showing both recordings, and what goes through them."""
    menu, needs = tr("&View") + SUBMENU + tr("&Comparison"), tr(NEEDS)
    modes = tuple(
        ActionSpec(
            f"comparison_{mode}",
            menu,
            tr(MODE_NAMES[mode]),
            (f"Alt+Shift+{number}",),
            partial(comparison.set_mode, mode),
            enabled=compares,
            checked=given(mode, lambda _s, mode: comparison.mode == mode),
            group="comparison_mode",
            needs=needs,
        )
        for number, mode in enumerate(MODES, start=1)
    )
    return (
        *modes,
        ActionSpec(
            "next_comparison_mode",
            menu,
            tr("&Next way of showing both"),
            ("O",),
            comparison.next_mode,
            enabled=compares,
            needs=needs,
        ),
    )


def _alignment_actions(
    comparison: Comparison, compares: Condition
) -> tuple[ActionSpec, ...]:
    """Return what is laid on what, and what goes from one to the other."""
    views = comparison.views
    menu, needs = tr("&View") + SUBMENU + tr("&Comparison"), tr(NEEDS)
    by_time = (
        "comparison_by_time",
        menu,
        tr("Lay together by the time from the s&tart"),
    )
    by_beat = ("comparison_by_beat", menu, tr("Lay together on &R peaks"))
    return (
        *(
            ActionSpec(
                *text,
                (key,),
                partial(comparison.set_by_beat, chosen),
                enabled=compares,
                checked=given(chosen, lambda _s, chosen: views.by_beat == chosen),
                group="comparison_alignment",
                needs=needs,
            )
            for text, key, chosen in (
                (by_time, "Alt+Shift+4", False),
                (by_beat, "Alt+Shift+5", True),
            )
        ),
        ActionSpec(
            "next_alignment",
            menu,
            tr("Next way of &laying them together"),
            ("A",),
            lambda: comparison.set_by_beat(not views.by_beat),
            enabled=compares,
            needs=needs,
        ),
    )
