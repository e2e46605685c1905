"""The actions that change how the paper looks: its colours."""

from functools import partial

from ecgviewer.ui.actions import ActionSpec, always
from ecgviewer.ui.i18n import tr
from ecgviewer.ui.session import Session
from ecgviewer.ui.theme import SCHEMES


def looks_actions(session: Session) -> tuple[ActionSpec, ...]:
    """Return one action per colour scheme, and one that goes through them."""
    menu = tr("&Colours")
    schemes = tuple(
        ActionSpec(
            *(f"scheme_{scheme.name}", menu, _capital(tr(scheme.label)), ()),
            partial(session.set_scheme, scheme.name),
            always,
            lambda s, name=scheme.name: s.view.scheme == name,
            group="scheme",
        )
        for scheme in SCHEMES.values()
    )
    return (
        *schemes,
        ActionSpec(
            *("next_scheme", menu, tr("&Next colour scheme"), ("G",)),
            session.next_scheme,
            always,
        ),
    )


def _capital(text: str) -> str:
    """Return a text with a capital first letter and all others as they are."""
    return text[:1].upper() + text[1:]
