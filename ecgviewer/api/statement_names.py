"""Statements by their codes or in words."""

import re
from collections.abc import Mapping
from difflib import SequenceMatcher

# What is said for words of the statements' labels.
_MEANT = {
    "af": "atrial fibrillation",
    "afib": "atrial fibrillation",
    "afl": "atrial flutter",
    "avb": "av block",
    "bbb": "bundle branch block",
    "infarct": "infarction",
    "ischaemia": "ischemic",
    "ischaemic": "ischemic",
    "ischemia": "ischemic",
    "lbbb": "left bundle branch block",
    "lvh": "left ventricular hypertrophy",
    "mi": "myocardial infarction",
    "pvc": "ventricular premature complex",
    "rbbb": "right bundle branch block",
    "rvh": "right ventricular hypertrophy",
    "ves": "ventricular premature complex",
    "1st": "first",
}
_NEAR, _MOST_NEAR = 0.5, 5


class StatementError(LookupError):
    """No statement, or several, can be meant; the message names those that are near."""


def find_statement(said: str, labels: Mapping[str, str]) -> str:
    """Return the code of the statement that is meant.

    Parameters
    ----------
    said : str
        A code such as ``"IMI"``, a label, or words of one: ``"inferior MI"``.
    labels : mapping of code to label

    Raises
    ------
    StatementError
        If there is none, or the words are those of several.
    """
    codes = {code.casefold(): code for code in labels}
    if (code := codes.get(said.strip().casefold())) is not None:
        return code
    words = _words(said)
    by_code = {code: _words(label) for code, label in labels.items()}
    exact = [code for code, own in by_code.items() if own == words]
    having = [code for code, own in by_code.items() if words and words <= own]
    begun = [code for code, own in by_code.items() if words and _begin(words, own)]
    for found in (exact, having, begun):
        if len(found) == 1:
            return found[0]
        if found:
            raise StatementError(f"{said} may be any of {_listed(found, labels)}")
    near = sorted(labels, key=lambda code: -_likeness(said, code, labels[code]))
    near = [c for c in near if _likeness(said, c, labels[c]) >= _NEAR][:_MOST_NEAR]
    if near:
        raise StatementError(f"no {said}; near it are {_listed(near, labels)}")
    raise StatementError(f"no {said}; there are {', '.join(labels)}")


def _words(text: str) -> frozenset[str]:
    split = re.findall(r"[^\W_]+", text.casefold())
    return frozenset(w for word in split for w in _MEANT.get(word, word).split())


def _begin(words: frozenset[str], own: frozenset[str]) -> bool:
    """Return whether each word is the beginning of one of a label's."""
    return all(any(other.startswith(word) for other in own) for word in words)


def _likeness(said: str, code: str, label: str) -> float:
    words, own = _words(said), _words(label)
    shared = len(words & own) / max(1, len(words))
    spelt = (
        SequenceMatcher(None, said.casefold(), text.casefold()).ratio()
        for text in (code, label)
    )
    return max(shared, *spelt)


def _listed(codes: list[str], labels: Mapping[str, str]) -> str:
    return ", ".join(f"{code} ({labels[code]})" for code in codes)
