"""Which measured criteria ask what a statement of the network says.

The network does not read them: where both agree, two independent roads lead to the same
place, and where they differ the reader knows where to look. Neither proves the other
wrong: criteria of voltage miss most hypertrophies, and readers name blocks that fall
short of a published limit.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

from ecgviewer.ecg.criteria import KINDS, Criterion

RuleVerdict = Literal["agrees", "disagrees", "open"]

# By code.
CRITERIA_OF: Mapping[str, tuple[str, ...]] = {
    code: tuple(kind.key for kind in KINDS if code in kind.statements)
    for code in {code for kind in KINDS for code in kind.statements}
}


def criteria_of(code: str, criteria: Iterable[Criterion]) -> tuple[Criterion, ...]:
    """Return those of the criteria judged that ask what a statement says."""
    keys = CRITERIA_OF.get(code, ())
    return tuple(criterion for criterion in criteria if criterion.key in keys)


def any_met(criteria: Iterable[Criterion]) -> bool | None:
    """Return whether one is met; ``None`` if none is and not all could be judged."""
    verdicts = {criterion.met for criterion in criteria}
    if True in verdicts:
        return True
    return None if None in verdicts or not verdicts else False


def rule_agrees(stated: bool, criteria: Iterable[Criterion]) -> bool | None:
    """Return whether criteria say what a statement does; ``None`` if they are open.

    ``stated`` is whether the network makes the statement. A criterion that is met
    though it does not is as much a difference as one that is not met though it does.
    """
    met = any_met(criteria)
    return None if met is None else met == stated


def rule_verdict(stated: bool, criteria: Sequence[Criterion]) -> RuleVerdict | None:
    """Return in a word what ``rule_agrees`` does; ``None`` if no criterion asks."""
    if not criteria:
        return None
    agrees = rule_agrees(stated, criteria)
    return "open" if agrees is None else "agrees" if agrees else "disagrees"
