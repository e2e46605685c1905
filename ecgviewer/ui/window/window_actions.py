"""The actions of the window itself, of help, and of pages that leave the program."""

from collections.abc import Callable
from functools import partial

from ecgviewer.ui.shell.actions import (
    HELP_MENU,
    SUBMENU,
    ActionSpec,
    action_rows,
    always,
    given,
)
from ecgviewer.ui.shell.help_windows import HelpWindows
from ecgviewer.ui.shell.kept_choices import KeptChoices
from ecgviewer.ui.shell.notices import NoticeReading
from ecgviewer.ui.text.i18n import DESKTOP, LANGUAGES, tr
from ecgviewer.ui.window.arrangement import Arrangement
from ecgviewer.ui.window.dialogs.opened import Dialogs
from ecgviewer.ui.window.exporting_on_demand import ExportingOnDemand
from ecgviewer.ui.window.search import Search


def window_actions(
    choices: KeptChoices, arrangement: Arrangement, dialogs: Dialogs
) -> tuple[ActionSpec, ...]:
    """Return the actions in the order of the menus."""
    return (
        *_text_actions(choices),
        *_language_actions(choices),
        *_model_actions(choices),
        *_window_actions(arrangement, dialogs.calibrate_screen),
    )


def _text_actions(choices: KeptChoices) -> tuple[ActionSpec, ...]:
    menu = tr("&View") + SUBMENU + tr("Te&xt size")
    rows = (
        ("larger_text", tr("&Larger letters"), ("Ctrl+Alt+=", "Ctrl+Alt++"), 1),
        ("smaller_text", tr("&Smaller letters"), ("Ctrl+Alt+-",), -1),
    )
    return (
        *(
            ActionSpec(
                name,
                menu,
                text,
                keys,
                partial(choices.step_text_size, step),
                enabled=always,
            )
            for name, text, keys, step in rows
        ),
        ActionSpec(
            "normal_text",
            menu,
            tr("&Normal letters"),
            ("Ctrl+Alt+0",),
            partial(choices.set_text_size, 100),
            enabled=always,
        ),
    )


def _language_actions(choices: KeptChoices) -> tuple[ActionSpec, ...]:
    menu = tr("&View") + SUBMENU + tr("Lan&guage")
    names = {**LANGUAGES, DESKTOP: tr("The desktop's language")}
    return tuple(
        ActionSpec(
            f"language_{code or 'desktop'}",
            menu,
            name,
            (f"Ctrl+Shift+F{number}",),
            partial(choices.choose_language, code),
            enabled=always,
            checked=given(code, lambda _, code: choices.language == code),
            group="language",
        )
        for number, (code, name) in enumerate(names.items(), start=1)
    )


def model_menu() -> str:
    """Return the path of the menu of installed models."""
    return tr("&View") + SUBMENU + tr("&Model")


def _model_actions(choices: KeptChoices) -> tuple[ActionSpec, ...]:
    menu = model_menu()
    return tuple(
        ActionSpec(
            f"model_{name}",
            menu,
            name,
            (f"Ctrl+Alt+F{number}",) if number <= 12 else (),
            partial(choices.choose_model, name),
            enabled=always,
            checked=given(name, lambda _, name: choices.model_name == name),
            group="model",
        )
        for number, name in enumerate(choices.model_names, start=1)
    )


def _window_actions(
    arrangement: Arrangement, calibrate: Callable[[], object]
) -> tuple[ActionSpec, ...]:
    menu = tr("&Window")
    return (
        ActionSpec(
            "full_screen",
            menu,
            tr("&Full screen (Esc leaves it)"),
            ("F11",),
            arrangement.toggle_full_screen,
            enabled=always,
            checked=lambda _: arrangement.is_full_screen,
        ),
        ActionSpec(
            "two_windows",
            menu,
            tr("&Panels in their own window"),
            ("Ctrl+F11",),
            arrangement.toggle_split,
            enabled=always,
            checked=lambda _: arrangement.is_split,
        ),
        ActionSpec(
            "next_area",
            menu,
            tr("&Next of paper and panels"),
            ("F6",),
            partial(arrangement.step_area, 1),
            enabled=always,
        ),
        ActionSpec(
            "previous_area",
            menu,
            tr("Pre&vious of paper and panels"),
            ("Shift+F6",),
            partial(arrangement.step_area, -1),
            enabled=always,
        ),
        ActionSpec(
            "calibrate",
            menu,
            tr("&Calibrate this screen …"),
            ("Ctrl+Shift+M",),
            calibrate,
            enabled=always,
        ),
    )


def help_actions(
    search: Search, windows: HelpWindows, notice: NoticeReading
) -> tuple[ActionSpec, ...]:
    """Return the Help menu; its windows are made when they are first asked for."""
    rows = (
        ("palette", tr("&Find anything …"), "Ctrl+K", search.show_palette),
        ("key_sheet", tr("&Keys …"), "F1", windows.show_key_sheet),
        ("documentation", tr("&Documentation"), "Ctrl+F1", windows.show_documentation),
        ("notice", tr("&Not for diagnosis …"), "Shift+F1", notice.say),
    )
    return (
        *action_rows(tr(HELP_MENU), rows, enabled=always),
        ActionSpec(
            "accept_notice",
            tr(HELP_MENU),
            tr("I &understand"),
            ("F12",),
            notice.accept,
            enabled=lambda _: notice.is_said,
            needs=tr("The notice is not shown."),
        ),
    )


def page_actions(exporting: ExportingOnDemand) -> tuple[ActionSpec, ...]:
    """Return the actions; ``exporting`` is made when one is used."""

    def export(all_pages: bool) -> None:
        exporting.made().export(all_pages=all_pages)

    def print_(all_pages: bool) -> None:
        exporting.made().print(all_pages=all_pages)

    rows = (
        ("export", tr("&Export page …"), "Ctrl+E", partial(export, False)),
        (
            "export_all",
            tr("Export &all pages …"),
            "Ctrl+Shift+E",
            partial(export, True),
        ),
        (
            "export_recording",
            tr("E&xport recording …"),
            "Ctrl+Shift+R",
            lambda: exporting.made().export_recording(),
        ),
        ("print", tr("Pr&int page …"), "Ctrl+P", partial(print_, False)),
        ("print_all", tr("Print a&ll pages …"), "Ctrl+Shift+P", partial(print_, True)),
    )
    return (
        *action_rows(tr("&File"), rows),
        ActionSpec(
            "stop_pages",
            tr("&File"),
            tr("&Stop writing and printing"),
            ("Ctrl+.",),
            lambda: exporting.made().stop(),
            enabled=lambda _: exporting.busy,
            needs=tr("No pages are being written or printed."),
        ),
    )
