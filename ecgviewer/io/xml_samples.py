"""What readers of XML share: texts, names of leads in sentences, written samples."""

from collections.abc import Sequence
from pathlib import Path
from xml.etree.ElementTree import Element

import numpy as np
from numpy.typing import NDArray

from ecgviewer.ecg.leads import canonical_lead_name
from ecgviewer.ecg.reasons.phrase import phrase
from ecgviewer.io.errors import ReadError
from ecgviewer.io.limits import finite_number

# No converter has more bits.
MAX_DIGIT = 2**31


def text_at(element: Element, place: str) -> str:
    """Return the text at a place within an element, empty if there is none."""
    return (element.findtext(place) or "").strip()


def spoken(name: str) -> str:
    """Return what a lead is called in a sentence: quoted if the name is unknown."""
    return canonical_lead_name(name) or f"“{name}”"


def whole_numbers(path: Path, place: str, cells: Sequence[str]) -> NDArray[np.int64]:
    """Return samples that are written as whole numbers; raises ``ReadError``."""
    try:
        steps = np.array(cells, dtype=np.int64)
    except (ValueError, OverflowError):
        raise ReadError(
            path, place, phrase("its samples are not all whole numbers")
        ) from None
    if not steps.size or np.abs(steps).max() >= MAX_DIGIT:
        reason = (
            phrase("it holds no samples")
            if not steps.size
            else phrase("a sample is too large")
        )
        raise ReadError(path, place, reason)
    return steps


def listed_numbers(
    path: Path, place: str, text: str, claimed: str
) -> NDArray[np.int64]:
    """Return samples between commas, as many as are claimed; raises ``ReadError``.

    A comma may stand at the end.
    """
    cells = "".join(text.split()).removesuffix(",").split(",")
    steps = whole_numbers(path, place, cells if any(cells) else [])
    if finite_number(claimed) not in (None, steps.size):
        reason = phrase(
            "it claims {claimed} samples and holds {n_steps}",
            claimed=claimed,
            n_steps=steps.size,
        )
        raise ReadError(path, place, reason)
    return steps
