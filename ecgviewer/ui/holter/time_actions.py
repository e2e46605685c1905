"""The actions of moving through a recording and of stretching time."""

from ecgviewer.ui.holter.long_reading import LongReading
from ecgviewer.ui.shell.actions import ActionSpec
from ecgviewer.ui.state.session import Session
from ecgviewer.ui.text.i18n import tr


def time_actions(session: Session, reading: LongReading) -> tuple[ActionSpec, ...]:
    window = reading.window
    return (
        ActionSpec(
            "jump",
            tr("M&ove"),
            tr("&Jump to time …"),
            ("J",),
            reading.ask_for_time,
        ),
        ActionSpec(
            "next_beat",
            tr("M&ove"),
            tr("Next &beat"),
            (".",),
            lambda: window.step_beat(1),
            enabled=_has_beats,
            needs=tr("No beats are known."),
        ),
        ActionSpec(
            "previous_beat",
            tr("M&ove"),
            tr("Previous b&eat"),
            (",",),
            lambda: window.step_beat(-1),
            enabled=_has_beats,
            needs=tr("No beats are known."),
        ),
        ActionSpec(
            "next_annotation",
            tr("M&ove"),
            tr("Next &annotation"),
            ("]",),
            lambda: window.step_annotation(1),
            enabled=_has_annotations,
            needs=tr("The recording has no annotations."),
        ),
        ActionSpec(
            "previous_annotation",
            tr("M&ove"),
            tr("Previous a&nnotation"),
            ("[",),
            lambda: window.step_annotation(-1),
            enabled=_has_annotations,
            needs=tr("The recording has no annotations."),
        ),
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
            session.viewing.toggle_annotations,
            enabled=_has_annotations,
            checked=lambda s: s.view.annotations_shown,
            needs=tr("The recording has no annotations."),
        ),
    )


def _has_beats(session: Session) -> bool:
    return session.beats is not None and len(session.beats) > 0


def _has_annotations(session: Session) -> bool:
    return bool(session.annotations)
