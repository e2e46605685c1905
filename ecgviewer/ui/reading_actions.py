"""The actions of reading one recording: files, paper, zoom, moving, evidence."""

from collections.abc import Callable
from functools import partial

from ecgviewer.ui.actions import ActionSpec, always
from ecgviewer.ui.ecg_view import EcgView
from ecgviewer.ui.i18n import tr
from ecgviewer.ui.session import Session


def reading_actions(
    session: Session, view: EcgView, open_file: Callable[[], object]
) -> tuple[ActionSpec, ...]:
    """Return the actions in the order of the menus."""
    return (
        ActionSpec(
            *("open", tr("&File"), tr("&Open …"), ("Ctrl+O",), open_file, always),
            short=tr("Open"),
        ),
        *_layout_actions(session),
        *_scale_actions(session),
        *_zoom_actions(session, view),
        *_move_actions(view),
        ActionSpec(
            *("evidence", tr("&Evidence"), tr("Show &evidence on the paper"), ("E",)),
            session.toggle_evidence,
            checked=lambda s: s.view.evidence_shown,
            short=tr("Evidence"),
        ),
    )


def _layout_actions(session: Session) -> tuple[ActionSpec, ...]:
    rows = (
        ("3x4+1R", tr("&3 × 4 and rhythm strip"), "1", "3×4+R"),
        ("12x1", tr("&12 × 1"), "2", "12×1"),
    )
    return tuple(
        ActionSpec(
            *(f"layout_{name}", tr("&Paper"), text, (key,)),
            partial(session.set_layout, name),
            always,
            lambda s, name=name: s.view.layout == name,
            *("layout", False, short),
        )
        for name, text, key, short in rows
    )


def _scale_actions(session: Session) -> tuple[ActionSpec, ...]:
    speeds = tuple(
        ActionSpec(
            *(f"speed_{speed:g}", tr("&Paper"), f"{speed:g} mm/s", ()),
            partial(session.set_speed, speed),
            always,
            lambda s, speed=speed: s.view.speed_mm_per_s == speed,
            *("speed", False, f"{speed:g} mm/s"),
        )
        for speed in (25.0, 50.0)
    )
    gains = tuple(
        ActionSpec(
            *(f"gain_{gain:g}", tr("&Paper"), f"{gain:g} mm/mV", ()),
            partial(session.set_gain, gain),
            always,
            lambda s, gain=gain: s.view.gain_mm_per_mv == gain,
            *("gain", False, f"{gain:g}"),
            label=lambda s, gain=gain: gain_label(s, gain),
        )
        for gain in (5.0, 10.0, 20.0)
    )
    return (
        *speeds,
        ActionSpec(
            *("other_speed", tr("&Paper"), tr("Other &speed"), ("S",)),
            session.toggle_speed,
        ),
        *gains,
        ActionSpec(
            *("more_gain", tr("&Paper"), tr("&Larger gain"), ("Up",)),
            lambda: session.step_gain(1),
            on_paper=True,
        ),
        ActionSpec(
            *("less_gain", tr("&Paper"), tr("S&maller gain"), ("Down",)),
            lambda: session.step_gain(-1),
            on_paper=True,
        ),
    )


def gain_label(session: Session, gain_mm_per_mv: float) -> str:
    """Return a gain's name; without millivolts it is only half, normal or double."""
    recording = session.recording
    if recording is None or recording.unit_is_mv:
        return f"{gain_mm_per_mv:g} mm/mV"
    return tr("gain × {factor:g}").format(factor=gain_mm_per_mv / 10)


def _zoom_actions(session: Session, view: EcgView) -> tuple[ActionSpec, ...]:
    return (
        ActionSpec(
            *("zoom_in", tr("&View"), tr("Zoom &in"), ("+", "=", "Ctrl++")),
            lambda: session.step_zoom(1),
            short=tr("Zoom +"),
        ),
        ActionSpec(
            *("zoom_out", tr("&View"), tr("Zoom &out"), ("-", "Ctrl+-")),
            lambda: session.step_zoom(-1),
            short=tr("Zoom −"),
        ),
        ActionSpec(
            *("zoom_none", tr("&View"), tr("&True size (zoom 100 %)"), ("0", "Ctrl+0")),
            lambda: session.set_zoom(1.0),
            short="100 %",
        ),
        ActionSpec(
            *("zoom_fit", tr("&View"), tr("&Fit the sheet"), ("F",)),
            lambda: session.set_zoom(view.fit_zoom()),
            short=tr("Fit"),
        ),
    )


def _move_actions(view: EcgView) -> tuple[ActionSpec, ...]:
    moves = (
        ("later", tr("Later by a second"), "Right", lambda: view.step_time(1)),
        ("earlier", tr("Earlier by a second"), "Left", lambda: view.step_time(-1)),
        ("next_page", tr("Next page"), "PgDown", lambda: view.step_page(1)),
        ("previous_page", tr("Previous page"), "PgUp", lambda: view.step_page(-1)),
        ("start", tr("Start of the recording"), "Home", view.go_to_start),
        ("end", tr("End of the recording"), "End", view.go_to_end),
    )
    return tuple(
        ActionSpec(name, tr("&Move"), text, (key,), slot, on_paper=True)
        for name, text, key, slot in moves
    )
