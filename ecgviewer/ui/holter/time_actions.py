"""The actions of moving through a recording and of stretching time."""

from functools import partial

from ecgviewer.ui.holter.long_reading import LongReading
from ecgviewer.ui.holter.time_window import TimeWindow
from ecgviewer.ui.shell.actions import SUBMENU, ActionSpec, action_rows
from ecgviewer.ui.state.session import Session
from ecgviewer.ui.text.i18n import marked, tr

ONLY_LONG = marked("Only of recordings longer than what the model reads at once.")


def time_actions(session: Session, reading: LongReading) -> tuple[ActionSpec, ...]:
    return (
        *_move_actions(reading),
        ActionSpec(
            "mark_span",
            tr("Evi&dence"),
            tr("Keep to this &stretch"),
            ("Shift+K",),
            reading.window.toggle_mark,
            enabled=lambda s: s.analysis.part.span_s is not None,
            checked=lambda s: s.analysis.part.marked_s is not None,
            needs=tr(ONLY_LONG),
        ),
        *_stretch_actions(reading.window),
        ActionSpec(
            "overview",
            tr("&View"),
            tr("O&verview strip"),
            ("Y",),
            reading.toggle_overview,
            checked=lambda _: reading.overview_wanted,
        ),
        ActionSpec(
            "annotations",
            tr("&View"),
            tr("&Annotations"),
            ("U",),
            session.viewing.steps.toggle_annotations,
            enabled=_has_annotations,
            checked=lambda s: s.view.annotations_shown,
            needs=tr("The recording has no annotations."),
        ),
    )


def _move_actions(reading: LongReading) -> tuple[ActionSpec, ...]:
    window, menu = reading.window, tr("&View") + SUBMENU + tr("Move")
    step_beat, step = window.step_beat, window.step_annotation
    return (
        ActionSpec(
            "jump",
            menu,
            tr("&Jump to time …"),
            ("J",),
            reading.ask_for_time,
        ),
        *action_rows(
            menu,
            (
                ("next_beat", tr("Next &beat"), ".", partial(step_beat, 1)),
                ("previous_beat", tr("Previous b&eat"), ",", partial(step_beat, -1)),
            ),
            enabled=_has_beats,
            needs=tr("No beats are known."),
        ),
        *action_rows(
            menu,
            (
                ("next_annotation", tr("Next &annotation"), "]", partial(step, 1)),
                (
                    "previous_annotation",
                    tr("Previous a&nnotation"),
                    "[",
                    partial(step, -1),
                ),
            ),
            enabled=_has_annotations,
            needs=tr("The recording has no annotations."),
        ),
        *_change_actions(window),
    )


def _change_actions(window: TimeWindow) -> tuple[ActionSpec, ...]:
    step = window.step_change
    return action_rows(
        tr("&View") + SUBMENU + tr("Move"),
        (
            (
                "next_change",
                tr("Next c&hange of the statement"),
                "Ctrl+]",
                partial(step, 1),
            ),
            (
                "previous_change",
                tr("Previous chan&ge of the statement"),
                "Ctrl+[",
                partial(step, -1),
            ),
        ),
        enabled=lambda s: s.known.timeline is not None,
        needs=tr(ONLY_LONG),
    )


def _stretch_actions(window: TimeWindow) -> tuple[ActionSpec, ...]:
    return (
        ActionSpec(
            "longer",
            tr("&View"),
            tr("&Longer stretch"),
            # A keyboard's Shift+- may be another sign.
            ("Ctrl+Shift+-", "Ctrl+_", "Shift+-", "_"),
            window.longer,
        ),
        ActionSpec(
            "shorter",
            tr("&View"),
            tr("&Shorter stretch"),
            ("Ctrl+Shift++", "Ctrl+Shift+=", "Shift++"),
            window.shorter,
        ),
        ActionSpec(
            "whole",
            tr("&View"),
            tr("&Whole recording"),
            ("Ctrl+Shift+0", "Ctrl+)"),
            window.show_whole,
        ),
    )


def _has_beats(session: Session) -> bool:
    return session.known.beats is not None and len(session.known.beats) > 0


def _has_annotations(session: Session) -> bool:
    return bool(session.known.annotations)
