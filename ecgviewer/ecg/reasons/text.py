"""The text of reasons: English from the catalogue, others by a translation of it."""

from collections.abc import Callable, Iterable

# What defines the kinds of reasons, by room.
from ecgviewer.ecg.reasons import (  # noqa: F401
    criteria,
    files,
    gates,
    quality,
    rhythm,
    values,
)
from ecgviewer.ecg.reasons.reason import CATALOGUE, Param, Reason, joined

Translation = Callable[[str], str]


def _same(text: str) -> str:
    return text


def text_of(
    reasons: Reason | Iterable[Reason] | None,
    translate: Translation = _same,
    word: Translation = _same,
    between: str = "; ",
) -> str:
    """Return the text of reasons; empty for none.

    Parameters
    ----------
    translate : callable
        Returns the text of the catalogue in another language, with the same places.
    word : callable
        Returns a name of a part or wave in that language; names of leads stay.
    between : str
        What stands between two reasons.
    """
    return between.join(_one(reason, translate, word) for reason in joined(reasons))


def _one(reason: Reason, translate: Translation, word: Translation) -> str:
    shown = {name: _shown(value, translate, word) for name, value in reason.params}
    return translate(CATALOGUE[reason.code].text).format(**shown)


def _shown(value: Param, translate: Translation, word: Translation) -> str | float:
    if isinstance(value, str):
        return word(value)
    if isinstance(value, Reason):
        return _one(value, translate, word)
    if isinstance(value, tuple):
        reasons = [one for one in value if isinstance(one, Reason)]
        if reasons:
            return text_of(reasons, translate, word)
        return ", ".join(word(str(one)) for one in value)
    return value


def sentence_of(
    reasons: Reason | Iterable[Reason],
    translate: Translation = _same,
    word: Translation = _same,
) -> str:
    """Return each reason as a sentence of its own."""
    said = (text_of(reason, translate, word) for reason in joined(reasons))
    return " ".join(f"{one}." for one in said)
