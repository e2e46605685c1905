"""The actions that choose how the paper looks.

Layout, speed and gain; colours and display filters.
"""

from collections.abc import Callable
from functools import partial

from ecgviewer.analysis.signal.display_filter import BANDS
from ecgviewer.analysis.signal.powerline import MAINS_HZ
from ecgviewer.ecg.page.layouts import LAYOUTS
from ecgviewer.ecg.page.paper import GAINS_MM_PER_MV, SPEEDS_MM_PER_S
from ecgviewer.ui.look.theme import SCHEMES
from ecgviewer.ui.paper.captions import speed_text
from ecgviewer.ui.shell.actions import SUBMENU, ActionSpec, always, given
from ecgviewer.ui.state.session import Session
from ecgviewer.ui.text.filter_texts import BAND_NAMES
from ecgviewer.ui.text.i18n import marked, number_text, tr

LAYOUT_TEXTS = {
    "3x4+1R": (marked("&3 × 4 and rhythm strip"), "3×4+1R"),
    "12x1": (marked("&12 × 1"), "12×1"),
    "3x4": (marked("3 × &4"), "3×4"),
    "3x4+3R": (marked("3 × 4 and &three rhythm strips"), "3×4+3R"),
    "6x2": (marked("&6 × 2"), "6×2"),
    "single": (marked("S&ingle lead"), marked("Single lead")),
    "15-lead": (marked("3 × 5: 15 leads, &further leads"), marked("15 leads")),
}


def paper_actions(
    session: Session, choose_rhythm: Callable[[], object]
) -> tuple[ActionSpec, ...]:
    """Return the actions in the order of the menu."""
    return (
        *_layout_actions(session),
        *_arrangement_actions(session, choose_rhythm),
        *_speed_actions(session),
        *_gain_actions(session),
    )


def _layout_actions(session: Session) -> tuple[ActionSpec, ...]:
    return tuple(
        ActionSpec(
            f"layout_{name}",
            tr("&Paper"),
            tr(LAYOUT_TEXTS[name][0]),
            (str(key),),
            partial(session.viewing.set_layout, name),
            enabled=always,
            checked=given(name, lambda s, name: s.view.layout == name),
            group="layout",
            short=tr(LAYOUT_TEXTS[name][1]),
            button=tr("Layout"),
        )
        for key, name in enumerate(LAYOUTS, start=1)
    )


def _arrangement_actions(
    session: Session, choose_rhythm: Callable[[], object]
) -> tuple[ActionSpec, ...]:
    menu, button = tr("&Paper"), tr("Layout")
    return (
        ActionSpec(
            "cabrera",
            menu,
            tr("&Cabrera order, −aVR"),
            ("C",),
            session.viewing.steps.toggle_cabrera,
            enabled=always,
            checked=lambda s: s.view.arrangement.cabrera,
            short=tr("Cabrera"),
            button=button,
        ),
        ActionSpec(
            "same_beats",
            menu,
            tr("Same &beats in every column"),
            ("B",),
            session.viewing.steps.toggle_same_beats,
            enabled=_has_columns,
            checked=lambda s: s.view.arrangement.same_beats and _has_columns(s),
            short=tr("same beats"),
            button=button,
            needs=tr("This layout has one column."),
        ),
        ActionSpec(
            "rhythm_leads",
            menu,
            tr("&Rhythm leads …"),
            ("Ctrl+R",),
            choose_rhythm,
            enabled=always,
            button=button,
        ),
        *_single_lead_actions(session),
    )


def _single_lead_actions(session: Session) -> tuple[ActionSpec, ...]:
    menu = tr("&Paper")
    single = tr("Only the single-lead layout (key 6) shows one lead.")
    return (
        ActionSpec(
            "next_lead",
            menu,
            tr("Ne&xt lead alone"),
            ("Ctrl+Down",),
            partial(session.viewing.steps.step_lead, 1),
            enabled=_shows_single_lead,
            on_paper=True,
            needs=single,
        ),
        ActionSpec(
            "previous_lead",
            menu,
            tr("Pre&vious lead alone"),
            ("Ctrl+Up",),
            partial(session.viewing.steps.step_lead, -1),
            enabled=_shows_single_lead,
            on_paper=True,
            needs=single,
        ),
    )


def _has_columns(session: Session) -> bool:
    return session.viewing.layout is None or session.viewing.layout.n_columns > 1


def _shows_single_lead(session: Session) -> bool:
    return session.recording is not None and session.view.layout == "single"


def _speed_actions(session: Session) -> tuple[ActionSpec, ...]:
    speeds = tuple(
        ActionSpec(
            f"speed_{speed:g}",
            tr("&Paper"),
            speed_text(speed),
            (f"Alt+{number}",),
            partial(session.viewing.set_speed, speed),
            enabled=always,
            checked=given(speed, lambda s, speed: s.view.speed_mm_per_s == speed),
            group="speed",
            short=speed_text(speed),
            button=tr("Speed"),
        )
        for number, speed in enumerate(SPEEDS_MM_PER_S, start=1)
    )
    return (
        *speeds,
        ActionSpec(
            "other_speed",
            tr("&Paper"),
            tr("Next &speed"),
            ("S",),
            partial(session.viewing.steps.step_speed, 1),
        ),
        ActionSpec(
            "previous_speed",
            tr("&Paper"),
            tr("&Previous speed"),
            ("Shift+S",),
            partial(session.viewing.steps.step_speed, -1),
        ),
    )


def _gain_actions(session: Session) -> tuple[ActionSpec, ...]:
    gains = tuple(
        ActionSpec(
            f"gain_{gain:g}",
            tr("&Paper"),
            f"{number_text(gain, 'g')} mm/mV",
            (f"Alt+{number}",),
            partial(session.viewing.set_gain, gain),
            enabled=always,
            checked=given(gain, lambda s, gain: s.view.gain_mm_per_mv == gain),
            group="gain",
            short=number_text(gain, "g"),
            label=given(gain, lambda s, gain: gain_label(s, gain)),
            button=tr("Gain"),
        )
        for number, gain in enumerate(GAINS_MM_PER_MV, start=5)
    )
    return (
        *gains,
        ActionSpec(
            "chest_half_gain",
            tr("&Paper"),
            tr("C&hest leads at half gain"),
            ("H",),
            session.viewing.steps.toggle_chest_half_gain,
            enabled=always,
            checked=lambda s: s.view.arrangement.chest_half_gain,
            short=tr("chest ½"),
            button=tr("Gain"),
        ),
        ActionSpec(
            "more_gain",
            tr("&Paper"),
            tr("&Larger gain"),
            ("Up",),
            lambda: session.viewing.steps.step_gain(1),
            on_paper=True,
        ),
        ActionSpec(
            "less_gain",
            tr("&Paper"),
            tr("S&maller gain"),
            ("Down",),
            lambda: session.viewing.steps.step_gain(-1),
            on_paper=True,
        ),
    )


def gain_label(session: Session, gain_mm_per_mv: float) -> str:
    """Return a gain's name; without millivolts it is only half, normal or double."""
    recording = session.recording
    if recording is None or recording.unit_is_mv:
        return f"{number_text(gain_mm_per_mv, 'g')} mm/mV"
    return tr("gain × {factor:g}").format(factor=gain_mm_per_mv / 10)


def looks_actions(session: Session) -> tuple[ActionSpec, ...]:
    """Return the filters, the colour schemes and what goes through each."""
    menu = tr("&View") + SUBMENU + tr("Colou&rs")
    schemes = tuple(
        ActionSpec(
            f"scheme_{scheme.name}",
            menu,
            _capital(tr(scheme.label)),
            (f"Ctrl+Alt+{number}",),
            partial(session.viewing.set_scheme, scheme.name),
            enabled=always,
            checked=given(scheme.name, lambda s, name: s.view.scheme == name),
            group="scheme",
        )
        for number, scheme in enumerate(SCHEMES.values(), start=1)
    )
    return (
        *_filter_actions(session),
        *schemes,
        ActionSpec(
            "next_scheme",
            menu,
            tr("&Next colour scheme"),
            ("G",),
            session.viewing.steps.next_scheme,
            enabled=always,
        ),
    )


def _capital(text: str) -> str:
    """Return a text with a capital first letter and all others as they are."""
    return text[:1].upper() + text[1:]


def _filter_actions(session: Session) -> tuple[ActionSpec, ...]:
    menu = tr("&Paper") + SUBMENU + tr("Filters")
    filtering = session.filtering
    bands = tuple(
        ActionSpec(
            f"band_{band}",
            menu,
            tr("Band: {name}").format(name=tr(name)),
            (f"F{number}",),
            partial(filtering.choose_band, band),
            checked=given(band, lambda _s, band: filtering.choice.band == band),
            group="band",
        )
        for number, (band, name) in enumerate(
            ((band, BAND_NAMES[band]) for band in BANDS), start=2
        )
    )

    return (
        *bands,
        ActionSpec("next_band", menu, tr("Next &band"), ("D",), filtering.next_band),
        *_mains_actions(session, menu),
        ActionSpec(
            "next_mains",
            menu,
            tr("Next &mains frequency"),
            ("M",),
            filtering.next_mains,
        ),
        ActionSpec(
            "baseline",
            menu,
            tr("Subtract baseline &wander"),
            ("W",),
            filtering.toggle_baseline,
            checked=lambda _s: filtering.choice.baseline,
        ),
    )


def _mains_actions(session: Session, menu: str) -> tuple[ActionSpec, ...]:
    filtering = session.filtering

    def named(hz: float, key: str) -> ActionSpec:
        return ActionSpec(
            f"mains_{hz:g}",
            menu,
            _mains_text(hz),
            (key,),
            partial(filtering.choose_mains, hz),
            checked=lambda _s: (
                not filtering.choice.find_powerline and filtering.choice.mains_hz == hz
            ),
            group="mains",
        )

    found = ActionSpec(
        "mains_found",
        menu,
        tr("Mains hum: subtract what is found"),
        ("Shift+F8",),
        filtering.find_powerline,
        checked=lambda _s: filtering.choice.find_powerline,
        group="mains",
    )
    keys = ("F8", "F9")
    return (
        *(named(0.0, "Shift+F7"), found),
        *(named(hz, key) for hz, key in zip(MAINS_HZ, keys, strict=True)),
    )


def _mains_text(hz: float) -> str:
    if not hz:
        return tr("Mains hum: left in")
    return tr("Mains hum: subtract {hz:g} Hz").format(hz=hz)
