"""The actions that change how the paper looks: its colours and display filters."""

from functools import partial

from ecgviewer.analysis.signal.display_filter import BANDS
from ecgviewer.analysis.signal.powerline import MAINS_HZ
from ecgviewer.ui.look.theme import SCHEMES
from ecgviewer.ui.shell.actions import ActionSpec, always
from ecgviewer.ui.state.session import Session
from ecgviewer.ui.text.filter_texts import BAND_NAMES
from ecgviewer.ui.text.i18n import tr


def looks_actions(session: Session) -> tuple[ActionSpec, ...]:
    """Return the filters, the colour schemes and what goes through each."""
    menu = tr("Colou&rs")
    schemes = tuple(
        ActionSpec(
            f"scheme_{scheme.name}",
            menu,
            _capital(tr(scheme.label)),
            (f"Ctrl+Alt+{number}",),
            partial(session.viewing.set_scheme, scheme.name),
            enabled=always,
            checked=lambda s, name=scheme.name: s.view.scheme == name,
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
            session.viewing.next_scheme,
            enabled=always,
        ),
    )


def _capital(text: str) -> str:
    """Return a text with a capital first letter and all others as they are."""
    return text[:1].upper() + text[1:]


def _filter_actions(session: Session) -> tuple[ActionSpec, ...]:
    menu, filtering = tr("F&ilters"), session.filtering
    bands = tuple(
        ActionSpec(
            f"band_{band}",
            menu,
            tr("Band: {name}").format(name=tr(name)),
            (f"F{number}",),
            partial(filtering.choose_band, band),
            checked=lambda _s, band=band: filtering.choice.band == band,
            group="band",
        )
        for number, (band, name) in enumerate(
            ((band, BAND_NAMES[band]) for band in BANDS), start=2
        )
    )

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
        ("F7",),
        filtering.find_powerline,
        checked=lambda _s: filtering.choice.find_powerline,
        group="mains",
    )
    keys = ("F8", "F9")
    mains = (
        *(named(0.0, "Shift+F7"), found),
        *(named(hz, key) for hz, key in zip(MAINS_HZ, keys, strict=True)),
    )
    return (
        *bands,
        ActionSpec("next_band", menu, tr("Next &band"), ("D",), filtering.next_band),
        *mains,
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


def _mains_text(hz: float) -> str:
    if not hz:
        return tr("Mains hum: left in")
    return tr("Mains hum: subtract {hz:g} Hz").format(hz=hz)
