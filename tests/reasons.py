"""Reasons with any text, for tests that ask what becomes of a reason."""

from ecgviewer.ecg.reasons.reason import Reason, caution_kind

_ANY = caution_kind("any_of_tests", "{text}")


def because(text: str) -> tuple[Reason, ...]:
    """Return a reason with this text in English; none without text."""
    return (_ANY(text=text),) if text else ()
