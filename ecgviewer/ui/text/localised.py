"""What the layers below the interface say, in the reader's language."""

from collections.abc import Iterable

from ecgviewer.ecg.reasons.phrase import Phrase
from ecgviewer.ui.text.i18n import is_english, tr


def localised(sentence: str) -> str:
    """Return what a layer below says in the reader's language, if it is known.

    A ``Phrase`` by its template: values that are words or phrases in translation,
    numbers with the language's decimal sign, what is quoted from a file as it stands
    there. A plain text as a whole.
    """
    if is_english() or not sentence:
        return sentence
    if not isinstance(sentence, Phrase):
        return tr(sentence)
    shown = {
        name: localised(value)
        if isinstance(value, str) and not _is_quoted(sentence, name)
        else value
        for name, value in sentence.values.items()
    }
    text = tr(sentence.template)
    return text.format(**shown) if shown else text


def _is_quoted(sentence: Phrase, name: str) -> bool:
    return f"“{{{name}}}" in sentence.template


def said_text(sentences: Iterable[str]) -> str:
    """Return what was found out about a recording, in the reader's language."""
    return " ".join(map(localised, sentences))
