"""Values with the intervals they are known by, and verdicts that these leave open."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ecgviewer.ecg.criteria import CriterionPart
from ecgviewer.ecg.measurements import Measurement
from ecgviewer.ecg.reasons.criteria import NEAR_LIMIT_OF
from ecgviewer.ecg.reasons.reason import Reason


@dataclass(frozen=True)
class Span:
    """A value and the interval it is known by; of no width where none is known."""

    value: float
    low: float
    high: float

    def __neg__(self) -> "Span":
        return Span(-self.value, -self.high, -self.low)

    def holds(self, limit: float) -> bool:
        """Return whether the interval leaves open on which side of a limit it is."""
        return self.low < self.high and self.low <= limit <= self.high


def span_of(measured: Measurement | None) -> Span | None:
    if measured is None or measured.value is None:
        return None
    value, low, high = measured.value, measured.low, measured.high
    return Span(value, value if low is None else low, value if high is None else high)


def sum_of(*spans: Span | None) -> Span | None:
    """Return the sum of values of different leads, whose errors are independent."""
    known = [span for span in spans if span is not None]
    if len(known) < len(spans):
        return None
    value = sum(span.value for span in known)
    below = math.hypot(*(span.value - span.low for span in known))
    above = math.hypot(*(span.high - span.value for span in known))
    return Span(value, value - below, value + above)


def product_of(one: Span, other: Span) -> Span:
    """Return the product of two positive values, whose errors are independent."""
    value = one.value * other.value
    below = math.hypot(
        (one.value - one.low) * other.value, (other.value - other.low) * one.value
    )
    above = math.hypot(
        (one.high - one.value) * other.value, (other.high - other.value) * one.value
    )
    return Span(value, value - below, value + above)


def largest_of(spans: Iterable[Span]) -> Span | None:
    """Return the largest value and what it may be; ``None`` of nothing."""
    known = list(spans)
    if not known:
        return None
    ends = ((one.value, one.low, one.high) for one in known)
    return Span(*(max(end) for end in zip(*ends, strict=True)))


def near(name: str, span: Span | None, unit: str, limit: float | None) -> Reason | None:
    """Return a caution if a limit lies within the interval of a value."""
    if span is None or limit is None or not span.holds(limit):
        return None
    return NEAR_LIMIT_OF(
        limit=limit,
        unit=unit,
        part=name,
        low=round(span.low, 3),
        high=round(span.high, 3),
    )


def doubt(asked: Sequence[tuple[CriterionPart, Span | None]]) -> tuple[Reason, ...]:
    """Return what leaves open whether all parts are met; empty if it is certain."""
    found = []
    for part, span in asked:
        caution = near(part.name, span, part.unit, part.threshold)
        if part.met is None or (not part.met and caution is None):
            return ()
        if caution is not None:
            found.append(caution)
    return tuple(found)
