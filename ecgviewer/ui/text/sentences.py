"""Sentences that the layers below the interface form, in the reader's language.

Those layers say plain English with values filled in. Here a sentence is recognised by
its template (``sentence_table``), the template is translated, and the values are put
into the translation: values that are words or sentences themselves in translation,
numbers with the language's decimal sign, what is quoted from a file as it stands there.
A sentence without a template is shown as it is.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from ecgviewer.ui.text.i18n import decimal_sign, language_code, tr

WORD = re.compile(r"[A-Za-z]{2}")
# Names of leads and waves have no three small letters in a row.
ENGLISH = re.compile(
    r"(?<![A-Za-z])([a-z]{3,}|as|at|by|in|is|it|no|of|on|or|to|up)(?![A-Za-z])"
)
FILE_NAME = re.compile(r"\S+\.\w+")
FIELD = re.compile(r"\{(\d)(:n)?\}")
NUMBER = r"([-+−]?\d[\d.]*(?:e[-+]?\d+)?%?|nan|inf)"
QUOTED = r"([^”]*)"
# A value has no other sentence in it, unless nothing else explains the text.
SHORT, LONG = r"((?:(?!; |\. |\n).)*?)", r"((?:.|\n)*?)"
# Templates with fewer words fit too much: their values must be understood as well.
STRONG_WORDS = 2
# Between sentences, and between the parts of one; what is rarest within one first.
SEPARATORS = tuple(
    re.compile(between)
    for between in (r"\n", r"(?<=\.) ", r"\. |; ", r": ", r" \(|\)", r", ")
)
# How often what separates sentences may stand within the first one: a bound on the time
# that a long text takes of which nothing is known.
MOST_WITHIN = 6


def translated_sentence(sentence: str) -> str:
    """Return a sentence in the reader's language, itself if nothing of it is known."""
    return _translated(sentence) or _in_part(sentence) or sentence


@dataclass(frozen=True)
class Template:
    """A sentence with places for values."""

    text: str
    longest: str  # what a sentence must have in it to be tried at all
    numbers: frozenset[int]  # the places of numbers
    quoted: frozenset[int]  # the places of what is quoted from a file
    weak: bool  # whether it has too few words of its own

    @staticmethod
    def of(text: str) -> "Template":
        fields = list(FIELD.finditer(text))
        own = FIELD.split(text)[::3]
        return Template(
            text,
            max(own, key=len),
            frozenset(int(field[1]) for field in fields if field[2]),
            frozenset(
                int(field[1]) for field in fields if text[: field.start()].endswith("“")
            ),
            len(re.findall(r"[A-Za-z]{3,}", " ".join(own))) < STRONG_WORDS,
        )

    def values_in(self, sentence: str, *, long: bool) -> tuple[str, ...] | None:
        """Return the values that make this sentence; ``None`` if none do."""
        if self.longest not in sentence:
            return None
        match = _pattern(self, long).fullmatch(sentence)
        return None if match is None else match.groups()

    def own_words(self, values: Sequence[str]) -> list[str]:
        """Return the values that are neither numbers nor quoted from a file."""
        others = self.numbers | self.quoted
        return [value for place, value in enumerate(values) if place not in others]


@lru_cache(maxsize=1)
def _templates() -> tuple[Template, ...]:
    """Return the templates, those that say most of a sentence first."""
    from ecgviewer.ui.text.sentence_table import SENTENCES

    with_values = [text for text in SENTENCES if FIELD.search(text)]
    with_values.sort(key=lambda text: -len(FIELD.sub("", text)))
    return tuple(Template.of(text) for text in with_values)


@lru_cache(maxsize=1024)
def _pattern(template: Template, long: bool) -> re.Pattern[str]:
    pieces = FIELD.split(template.text)
    pattern = re.escape(pieces[0])
    for place, after in zip(pieces[1::3], pieces[3::3], strict=True):
        number = int(place)
        value = LONG if long else SHORT
        if number in template.numbers:
            value = NUMBER
        elif number in template.quoted:
            value = QUOTED
        pattern += value + re.escape(after)
    return re.compile(pattern)


def _translated(text: str) -> str | None:
    """Return a text in the reader's language, ``None`` if it is not known."""
    return _known(text, language_code()) if WORD.search(text) else None


@lru_cache(maxsize=4096)
def _known(text: str, _language: str) -> str | None:
    return (
        _surely(text, _language)
        or _filled(text, sure=False)
        or _filled(text, sure=False, long=True)
    )


@lru_cache(maxsize=4096)
def _surely(text: str, _language: str) -> str | None:
    """Return a text all of which is known, down to the values in it."""
    return _whole(text) or _otherwise_written(text)


def _whole(text: str) -> str | None:
    fixed = tr(text)
    if fixed != text:
        return str(fixed)
    return _filled(text) or _joined(text)


def _filled(text: str, *, sure: bool = True, long: bool = False) -> str | None:
    """Return the translation of the first template that fits, with its values.

    ``sure`` asks for values that are all understood; a template with too few words of
    its own always does.
    """
    for template in _templates():
        values = template.values_in(text, long=long)
        if values is None:
            continue
        words = template.own_words(values)
        if all(map(_is_understood, words)) or not (sure or template.weak):
            return _with_values(template, values)
    return None


def _with_values(template: Template, values: Sequence[str]) -> str:
    """Return the translation of a template with its values, each in its place."""
    shown = [_value(template, place, value) for place, value in enumerate(values)]
    return FIELD.sub(lambda field: shown[int(field[1])], tr(template.text))


def _value(template: Template, place: int, value: str) -> str:
    if place in template.quoted:
        return value
    if place in template.numbers:
        return value.replace(".", decimal_sign()).replace("-", "−")
    return translated_sentence(value)


def _is_understood(value: str) -> bool:
    """Whether nothing in a value needs a translation that it does not have."""
    if FILE_NAME.fullmatch(value):
        return True
    return not ENGLISH.search(value) or _surely(value, language_code()) is not None


def _otherwise_written(text: str) -> str | None:
    """Return a phrase that begins or ends as a sentence does, or the other way."""
    small = text[:1].lower() + text[1:]
    if text.endswith("."):
        ended = _whole(text[:-1]) or _capital(_whole(small[:-1]))
        return None if ended is None else f"{ended}."
    found = _capital(_whole(small)) if small != text else None
    if found is None and (whole := _whole(f"{text}.")) is not None:
        found = whole.removesuffix(".")
    return found


def _capital(text: str | None) -> str | None:
    return None if text is None else text[:1].upper() + text[1:]


def _joined(text: str) -> str | None:
    """Return several sentences, or parts of one, if all of them are understood."""
    for separator in SEPARATORS:
        for between in islice(separator.finditer(text), MOST_WITHIN):
            parts = text[: between.start()], text[between.end() :]
            if all(map(_is_understood, parts)) and any(map(_translated, parts)):
                return between[0].join(_translated(part) or part for part in parts)
    return None


def _in_part(text: str) -> str | None:
    """Return a text with those of its sentences translated that are known."""
    for separator in SEPARATORS:
        parts = separator.split(text)
        if any(map(_translated, parts)):
            shown = iter([_translated(part) or part for part in parts])
            return next(shown) + "".join(
                between[0] + next(shown) for between in separator.finditer(text)
            )
    return None
