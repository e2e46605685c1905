"""The door to the translation of what the layers below the interface say."""

from collections.abc import Iterable

from ecgviewer.ui.text.i18n import is_english


def localised(sentence: str) -> str:
    """Return a sentence of a layer below in the reader's language, if it is known.

    In English, in which those layers speak, nothing is loaded for it.
    """
    if is_english():
        return sentence
    from ecgviewer.ui.text.sentences import translated_sentence

    return translated_sentence(sentence)


def said_text(sentences: Iterable[str]) -> str:
    """Return what was found out about a recording, in the reader's language."""
    return " ".join(map(localised, sentences))
