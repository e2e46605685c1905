"""The actions that bring pages out of the program: files and paper."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from ecgviewer.ui.shell.actions import ActionSpec
from ecgviewer.ui.text.i18n import tr

if TYPE_CHECKING:
    from ecgviewer.ui.export.exporting import Exporting


def page_actions(
    exporting: "Callable[[], Exporting]", busy: Callable[[], bool]
) -> tuple[ActionSpec, ...]:
    """Return the actions; ``exporting`` is asked for when one is used.

    ``busy`` tells whether pages are on their way.
    """

    def export(all_pages: bool) -> None:
        exporting().export(all_pages=all_pages)

    def print_(all_pages: bool) -> None:
        exporting().print(all_pages=all_pages)

    rows = (
        ("export", tr("&Export page …"), "Ctrl+E", partial(export, False)),
        (
            "export_all",
            tr("Export &all pages …"),
            "Ctrl+Shift+E",
            partial(export, True),
        ),
        ("print", tr("Pr&int page …"), "Ctrl+P", partial(print_, False)),
        ("print_all", tr("Print a&ll pages …"), "Ctrl+Shift+P", partial(print_, True)),
    )
    return (
        *(
            ActionSpec(name, tr("&File"), text, (key,), slot)
            for name, text, key, slot in rows
        ),
        ActionSpec(
            "stop_pages",
            tr("&File"),
            tr("&Stop writing and printing"),
            ("Ctrl+.",),
            lambda: exporting().stop(),
            enabled=lambda _: busy(),
            needs=tr("No pages are being written or printed."),
        ),
    )
