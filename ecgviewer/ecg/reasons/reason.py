"""A reason as data: a code with parameters, and how much it weighs.

Code decides by ``code`` and ``severity``. What a reader sees is made once, at the edge,
from the text that the catalogue has for the code (``text.text_of``). A code that has
been printed never changes its meaning.
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from string import Formatter
from typing import Any, Literal, Union

Severity = Literal[
    "note",  # to be known, though the value or verdict stands as it is
    "caution",  # the value or verdict is not certain
    "blocks",  # there is none
]
Param = Union[str, float, "Reason", tuple[str, ...], tuple["Reason", ...]]


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason.

    Attributes
    ----------
    code : str
        Of the catalogue, such as ``"t_low"``.
    params : tuple of (name, value)
        What the text has places for: numbers in the unit of their name, names of leads
        and parts, and reasons that this one follows from.
    severity : Severity
    """

    code: str
    params: tuple[tuple[str, Param], ...] = ()
    severity: Severity = "caution"

    def weighing(self, severity: Severity) -> "Reason":
        """Return the same reason with another weight."""
        return self if severity == self.severity else replace(self, severity=severity)


@dataclass(frozen=True)
class ReasonKind:
    """What the catalogue has for a code: its usual weight and its English text.

    Call it with the values that the text has places for.
    """

    code: str
    text: str
    severity: Severity

    @property
    def fields(self) -> frozenset[str]:
        """The names of the places for values."""
        parsed = Formatter().parse(self.text)
        return frozenset(name for _, name, _, _ in parsed if name is not None)

    def __call__(self, **params: Param) -> Reason:
        return Reason(self.code, tuple(params.items()), self.severity)


# By code; ``text`` imports every room's.
CATALOGUE: dict[str, ReasonKind] = {}


def _defined(code: str, text: str, severity: Severity) -> ReasonKind:
    if code in CATALOGUE:
        raise ValueError(f"two reasons are called {code}")
    CATALOGUE[code] = ReasonKind(code, text, severity)
    return CATALOGUE[code]


def note_kind(code: str, text: str) -> ReasonKind:
    """Define a reason that leaves a value or verdict as it is."""
    return _defined(code, text, "note")


def caution_kind(code: str, text: str) -> ReasonKind:
    """Define a reason for which a value or verdict is not certain."""
    return _defined(code, text, "caution")


def blocking_kind(code: str, text: str) -> ReasonKind:
    """Define a reason for which there is no value or verdict."""
    return _defined(code, text, "blocks")


def joined(*found: Reason | Iterable[Reason] | None) -> tuple[Reason, ...]:
    """Return reasons one after another; ``None`` is none."""
    every: list[Reason] = []
    for one in found:
        if isinstance(one, Reason):
            every.append(one)
        elif one is not None:
            every += one
    return tuple(every)


def blocking(reasons: Reason | Iterable[Reason]) -> tuple[Reason, ...]:
    """Return reasons as those for which there is no value or verdict."""
    return tuple(one.weighing("blocks") for one in joined(reasons))


def is_among(kind: ReasonKind, reasons: Iterable[Reason]) -> bool:
    """Return whether a reason of this kind is among some."""
    return any(reason.code == kind.code for reason in reasons)


def reason_json(reason: Reason) -> dict[str, Any]:
    """Return a reason as an object for JSON, as ``reason_of`` reads it."""
    return {
        "code": reason.code,
        "severity": reason.severity,
        "params": {name: _param_json(value) for name, value in reason.params},
    }


def reason_of(stored: Mapping[str, Any]) -> Reason:
    """Return the reason that ``reason_json`` wrote."""
    params = ((name, _param_of(value)) for name, value in stored["params"].items())
    return Reason(stored["code"], tuple(params), stored["severity"])


def _param_json(value: Param) -> Any:
    if isinstance(value, Reason):
        return reason_json(value)
    if isinstance(value, tuple):
        return [_param_json(one) for one in value]
    if isinstance(value, float):
        # Rounding noise is no part of what is known; JSON has no NaN.
        return float(f"{value:.6g}") if math.isfinite(value) else None
    return value


def _param_of(stored: Any) -> Param:
    if isinstance(stored, Mapping):
        return reason_of(stored)
    if isinstance(stored, list):
        return tuple(_param_of(one) for one in stored)  # type: ignore[return-value]
    return stored  # type: ignore[no-any-return]
