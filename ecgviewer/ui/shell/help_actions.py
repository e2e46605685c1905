"""The actions that help to find all others."""

from collections.abc import Callable

from ecgviewer.ui.shell.actions import HELP_MENU, ActionSpec, always
from ecgviewer.ui.text.i18n import tr


def help_actions(
    show_palette: Callable[[], object],
    show_key_sheet: Callable[[], object],
    show_notice: Callable[[], object],
) -> tuple[ActionSpec, ...]:
    """Return the Help menu; its windows are made when they are first asked for."""
    menu = tr(HELP_MENU)
    rows = (
        ("palette", tr("&Commands …"), "Ctrl+K", show_palette),
        ("key_sheet", tr("&Keys …"), "F1", show_key_sheet),
        ("notice", tr("&Not for diagnosis …"), "Shift+F1", show_notice),
    )
    return tuple(
        ActionSpec(name, menu, text, (key,), slot, always)
        for name, text, key, slot in rows
    )
