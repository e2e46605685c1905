"""A sentence that keeps its words and its values apart.

The layers below the interface speak English. A ``Phrase`` is that English text, and
remembers the template and the values it was made of, so that the interface can say the
same in another language without taking sentences apart.
"""

import re
from collections.abc import Iterable, Mapping
from numbers import Integral, Real
from typing import Any

TEMPLATE, VALUES = "template", "values"
# Letters of a phrase that came from outside: many within many would fill the memory.
MAX_TEMPLATE, MAX_VALUE = 2_000, 100_000
# A place of a template that came from outside: a name, and at most a short format.
_PLACE = re.compile(r"\{([A-Za-z_]\w*)(:[^{}]{0,5})?\}")


class Phrase(str):
    """An English text with the template and the values that it was made of.

    Attributes
    ----------
    template : str
        The text with places as ``str.format`` has them, ``"{n} leads"``; where there
        are no values, the text itself.
    values : mapping of str to str, int or float
        By the name of their place. A text may be a phrase of its own.
    """

    template: str
    values: Mapping[str, "str | float"]

    def __str__(self) -> str:
        return self  # the text of an error stays what it was raised with

    def __reduce__(self) -> tuple[Any, ...]:
        return _made, (self.template, dict(self.values))

    def __deepcopy__(self, _memo: object) -> "Phrase":
        return self


def phrase(template: str, /, **values: object) -> Phrase:
    """Return the text of a template with its values.

    Call it with a literal, which ``packaging`` collects for translation. Numbers stay
    numbers, texts stay texts; anything else is kept as ``str`` says it.
    """
    return _made(template, {name: _plain(value) for name, value in values.items()})


def joined_phrases(between: str, parts: Iterable[str]) -> Phrase:
    """Return texts one after another, each of which keeps what it was made of."""
    values = {f"part{number}": part for number, part in enumerate(parts, start=1)}
    between = between.replace("{", "{{").replace("}", "}}")
    template = between.join(f"{{{name}}}" for name in values)
    return phrase(template, **values)


def phrases_json(facts: Any) -> Any:
    """Return facts for JSON, in which a phrase keeps what it was made of."""
    if isinstance(facts, Phrase):
        return {TEMPLATE: facts.template, VALUES: phrases_json(facts.values)}
    if isinstance(facts, Mapping):
        return {name: phrases_json(value) for name, value in facts.items()}
    if isinstance(facts, list | tuple):
        return [phrases_json(value) for value in facts]
    return facts


def phrase_of(stored: dict[str, Any]) -> Any:
    """Return the phrase that ``phrases_json`` put into an object, else the object.

    For ``object_hook`` of ``json.loads``. Raises ``ValueError`` for a template that
    asks for more than its values, each by its name.
    """
    if stored.keys() != {TEMPLATE, VALUES}:
        return stored
    template, values = stored[TEMPLATE], stored[VALUES]
    if not (isinstance(template, str) and isinstance(values, dict)):
        raise ValueError("no phrase")
    longest = max((len(v) for v in values.values() if isinstance(v, str)), default=0)
    if len(template) > MAX_TEMPLATE or longest > MAX_VALUE:
        raise ValueError("a phrase of too many letters")
    words = template.replace("{{", "").replace("}}", "")
    names = {match[1] for match in _PLACE.finditer(words)}
    unnamed = re.search("[{}]", _PLACE.sub("", words))
    if values and (unnamed or not names <= values.keys()):
        raise ValueError("a phrase with other places than values")
    return phrase(template, **values)


def _made(template: str, values: Mapping[str, "str | float"]) -> Phrase:
    text = Phrase(template.format(**values) if values else template)
    text.template, text.values = template, values
    return text


def _plain(value: object) -> "str | float":
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return str(value)
    if isinstance(value, Integral):
        return int(value)
    return float(value) if isinstance(value, Real) else str(value)
