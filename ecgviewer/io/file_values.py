"""What a file came with: what the device measured and stated, or a reader wrote."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import islice

from ecgviewer.ecg.measurements import Measurement
from ecgviewer.ecg.reasons.files import FORMULA_UNKNOWN
from ecgviewer.ecg.reasons.phrase import phrase
from ecgviewer.ecg.recording import Stated

MAX_STATEMENTS = 100
MAX_STATEMENT_LETTERS = 500


@dataclass(frozen=True)
class _Kind:
    unit: str
    lowest: float
    highest: float


# Outside of these a number is a mark for "none", such as 0 or 29999.
_KINDS: Mapping[str, _Kind] = {
    "heart_rate_bpm": _Kind("bpm", 10, 400),
    "rr_ms": _Kind("ms", 150, 6000),
    "p_ms": _Kind("ms", 20, 600),
    "pr_ms": _Kind("ms", 40, 800),
    "qrs_ms": _Kind("ms", 20, 400),
    "qt_ms": _Kind("ms", 100, 1000),
    "qtc_ms": _Kind("ms", 100, 1000),
    "qtcb_ms": _Kind("ms", 100, 1000),
    "qtcf_ms": _Kind("ms", 100, 1000),
    "qtcframingham_ms": _Kind("ms", 100, 1000),
    "qtchodges_ms": _Kind("ms", 100, 1000),
    "p_axis_deg": _Kind("deg", -360, 360),
    "qrs_axis_deg": _Kind("deg", -360, 360),
    "t_axis_deg": _Kind("deg", -360, 360),
}


def stated(statements: Iterable[str], original: Iterable[str] = ()) -> Stated:
    """Return what a file states, line breaks and empty texts left out.

    ``original`` is kept only where it differs.
    """
    now, before = _texts(statements), _texts(original)
    return Stated(now, () if before == now else before)


def _texts(given: Iterable[str]) -> tuple[str, ...]:
    texts = (" ".join(text.replace("\0", " ").split()) for text in given)
    kept = (text[:MAX_STATEMENT_LETTERS] for text in texts if text)
    return tuple(islice(kept, MAX_STATEMENTS))


def file_values(
    said: Iterable[tuple[str, float | None, str]],
) -> dict[str, Measurement]:
    """Return the values that a file gives, by the keys of ``Measurements.values``.

    Parameters
    ----------
    said : iterable of (key, number, words)
        The number in the key's unit; the words say how the file calls it. A number
        that cannot be, and one that the file contradicts elsewhere, is left out. QT
        corrected by a formula that is not named has the key ``qtc_ms``.
    """
    values: dict[str, Measurement] = {}
    contradicted = set()
    for key, number, words in said:
        kind = _KINDS[key]
        if number is None or not math.isfinite(number):
            continue
        if not kind.lowest <= number <= kind.highest:
            continue
        if kind.unit == "deg":
            number = (number + 180.0) % 360.0 - 180.0
            number = 180.0 if number == -180.0 else number
        if key in values and values[key].value != number:
            contradicted.add(key)
        values[key] = Measurement(
            number,
            kind.unit,
            phrase("as the file says ({words})", words=words),
            reasons=(FORMULA_UNKNOWN(),) if key == "qtc_ms" else (),
            provenance="file",
        )
    return {key: one for key, one in values.items() if key not in contradicted}
