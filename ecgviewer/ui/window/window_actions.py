"""The actions of the window itself, in the menu Window."""

from functools import partial
from typing import TYPE_CHECKING

from ecgviewer.ui.shell.actions import SUBMENU, ActionSpec, always
from ecgviewer.ui.text.i18n import tr
from ecgviewer.ui.text.language import DESKTOP, LANGUAGES

if TYPE_CHECKING:
    from ecgviewer.ui.window.main_window import MainWindow


def window_actions(window: "MainWindow") -> tuple[ActionSpec, ...]:
    """Return the actions in the order of the menus."""
    return (
        *_text_actions(window),
        *_language_actions(window),
        *_window_actions(window),
    )


def _text_actions(window: "MainWindow") -> tuple[ActionSpec, ...]:
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
                partial(window.step_text_size, step),
                enabled=always,
            )
            for name, text, keys, step in rows
        ),
        ActionSpec(
            "normal_text",
            menu,
            tr("&Normal letters"),
            ("Ctrl+Alt+0",),
            partial(window.set_text_size, 100),
            enabled=always,
        ),
    )


def _language_actions(window: "MainWindow") -> tuple[ActionSpec, ...]:
    menu = tr("&View") + SUBMENU + tr("Lan&guage")
    names = {**LANGUAGES, DESKTOP: tr("The desktop's language")}
    return tuple(
        ActionSpec(
            f"language_{code or 'desktop'}",
            menu,
            name,
            (f"Ctrl+Shift+F{number}",),
            partial(window.choose_language, code),
            enabled=always,
            checked=lambda _, code=code: window.language == code,
            group="language",
        )
        for number, (code, name) in enumerate(names.items(), start=1)
    )


def _window_actions(window: "MainWindow") -> tuple[ActionSpec, ...]:
    menu, arrangement = tr("&Window"), window.arrangement
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
            window.calibrate_screen,
            enabled=always,
        ),
    )
