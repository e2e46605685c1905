"""ST rules in left bundle branch block and in rhythm paced in a ventricle.

There ST leaves QRS against its direction, and the usual rules must not be applied. What
counts is ST with QRS, or more of it against QRS than a quarter of S: the criteria of
Sgarbossa et al. (1996, N Engl J Med 334:481) with the third one in proportion to S
(Smith et al. 2012, Ann Emerg Med 60:766). One lead is enough.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from ecgviewer.analysis.criteria.criteria_facts import (
    Facts,
    all_met,
    any_met,
    held_to,
    margin_of,
    not_evaluated,
    there,
)
from ecgviewer.analysis.criteria.criteria_spans import Span, largest_of, near
from ecgviewer.analysis.limits import published as limits
from ecgviewer.ecg.criteria import KIND, Criterion, CriterionPart
from ecgviewer.ecg.leads import STANDARD_12
from ecgviewer.ecg.reasons import criteria as why
from ecgviewer.ecg.reasons.phrase import phrase
from ecgviewer.ecg.reasons.reason import Reason, joined

KEY = "sgarbossa"
DEPRESSED_WITH_QRS = ("V1", "V2", "V3")
_UPWARDS = ("r_mv", "r_prime_mv")
_DOWNWARDS = ("q_mv", "s_mv", "s_prime_mv")


class _Asked(NamedTuple):
    """What is asked of a lead, and its level at the J point."""

    lead: str
    part: CriterionPart
    level: Span

    @property
    def margin(self) -> float:
        margin = margin_of(self.part)
        assert margin is not None
        return margin

    @property
    def is_open(self) -> bool:
        """Whether the interval of the level holds the threshold."""
        limit = self.part.threshold
        return limit is not None and self.level.holds(limit)


def st_in_block(facts: Facts, lbbb: bool | None) -> Criterion:
    """Return whether ST deviates in a block as a block by itself does not explain.

    ``lbbb`` says whether the criterion of left bundle branch block is met, ``None``
    where that is open.
    """
    asked = [one for lead in STANDARD_12 for one in _asked(facts, lead)]
    wide = lbbb
    if facts.rhythm.paced:
        # From the right ventricle, so that QRS points down in V1: atrial pacing and
        # that of both ventricles make no such block.
        wide = all_met([facts.wide_qrs.met, _points_down(facts, "V1")])
    block = there(phrase("Left bundle branch block or paced QRS"), wide)
    parts = (block, *(one.part for one in asked))
    unknown = [name for name in STANDARD_12 if _heights(facts, name) is None]
    outcomes = [one.part.met for one in asked]
    deviates = any_met([*outcomes, *(None for _ in unknown)])
    met = all_met([block.met, deviates])
    if facts.wide_tachycardia and facts.not_conducted is not None:
        return not_evaluated(KEY, parts, limits.SGARBOSSA, facts.not_conducted)
    reasons = joined(None if met is not None else _why_open(wide, unknown))
    one = Criterion(
        KEY, KIND[KEY].name, met, parts, source=limits.SGARBOSSA, reasons=reasons
    )
    if not asked or wide is False:
        return one
    best = max(asked, key=lambda asked: asked.margin)
    one = replace(one, margin=best.margin, margin_unit="mV", leads=(best.lead,))
    return one if met is None else replace(one, reasons=joined(_doubt(asked, met)))


def _heights(facts: Facts, lead: str) -> tuple[Span, Span] | None:
    """Return how high and how deep QRS is; ``None`` if it or J was not measured."""

    def waves(keys: Sequence[str]) -> list[Span]:
        spans = (facts.span(lead, key) for key in keys)
        return [span for span in spans if span is not None]

    up = largest_of(waves(_UPWARDS))
    down = largest_of(-span for span in waves(_DOWNWARDS))
    if facts.span(lead, "st_j_mv") is None or up is None or down is None:
        return None
    return up, down


def _points_down(facts: Facts, lead: str) -> bool | None:
    heights = _heights(facts, lead)
    return None if heights is None else heights[1].low > heights[0].high


def _asked(facts: Facts, lead: str) -> list[_Asked]:
    """Return what is asked of a lead: of ST with its QRS, and against it.

    Nothing of a lead whose QRS is as high as it is deep.
    """
    level, heights = facts.span(lead, "st_j_mv"), _heights(facts, lead)
    if level is None or heights is None:
        return []
    up, down = heights
    name = phrase("J in {lead}", lead=lead)
    if up.low >= down.high:
        part = held_to(
            phrase("{name}, QRS upwards", name=name), level.value, limits.ST_WITH_QRS
        )
        return [_Asked(lead, part, level)]
    if down.low <= up.high:
        return []
    least = max(limits.ST_WITH_QRS.value, limits.ST_SHARE_OF_S.value * down.value)
    against = replace(limits.ST_WITH_QRS, value=least)
    downwards = phrase("{name}, QRS downwards", name=name)
    part = held_to(downwards, level.value, against)
    asked = [_Asked(lead, part, level)]
    if lead in DEPRESSED_WITH_QRS:
        part = held_to(downwards, level.value, limits.ST_DEPRESSED_WITH_QRS)
        asked.append(_Asked(lead, part, level))
    return asked


def _why_open(wide: bool | None, unknown: Sequence[str]) -> Reason:
    if wide is None:
        return why.DEPENDS_ON_LBBB()
    return why.NOT_MEASURED(parts=tuple(unknown))


def _doubt(asked: Sequence[_Asked], met: bool) -> Reason | None:
    """Return which interval leaves the verdict open; ``None`` if none does."""
    counting = [one for one in asked if one.part.met] if met else asked
    if met and not all(one.is_open for one in counting):
        return None
    left_open = [one for one in counting if one.is_open]
    if not left_open:
        return None
    part, level = max(left_open, key=lambda one: one.margin)[1:]
    return near(part.name, level, "mV", part.threshold)
