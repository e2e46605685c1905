"""Reasons in the reader's language."""

from collections.abc import Iterable

from ecgviewer.ecg.reasons.reason import Reason
from ecgviewer.ecg.reasons.text import sentence_of, text_of
from ecgviewer.ui.text.i18n import is_english, tr
from ecgviewer.ui.text.localised import localised


def reasons_text(reasons: Reason | Iterable[Reason] | None) -> str:
    """Return what reasons say, parts of one sentence; empty for none."""
    return text_of(reasons) if is_english() else text_of(reasons, tr, localised)


def reasons_sentence(reasons: Reason | Iterable[Reason]) -> str:
    """Return each reason as a sentence of its own."""
    if is_english():
        return sentence_of(reasons)
    return sentence_of(reasons, tr, localised)
