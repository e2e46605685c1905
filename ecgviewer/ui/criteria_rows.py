"""The rows of the table of criteria: met, not met, or not to be judged."""

from ecgviewer.ecg.criteria import Criterion, CriterionPart
from ecgviewer.ui.i18n import tr
from ecgviewer.ui.localised import localised
from ecgviewer.ui.value_texts import NOTHING, measured_number, with_unit


def criterion_cells(criterion: Criterion) -> tuple[str, ...]:
    """Return a criterion's name, its verdict, the margin, and what was asked."""
    parts = "; ".join(part_text(part) for part in criterion.parts)
    remark = ". ".join(filter(None, (localised(criterion.reason), parts)))
    return (
        localised(criterion.name),
        verdict_text(criterion),
        margin_text(criterion),
        remark,
    )


def verdict_text(criterion: Criterion) -> str:
    if criterion.met is None:
        return tr("cannot be judged")
    return tr("met") if criterion.met else tr("not met")


def margin_text(criterion: Criterion) -> str:
    """Return by how much the deciding value is beyond its threshold, or short of it."""
    if criterion.margin is None:
        return NOTHING
    number = measured_number(criterion.margin, criterion.margin_unit)
    signed = f"+{number}" if criterion.margin > 0 else number
    return with_unit(signed, criterion.margin_unit)


def part_text(part: CriterionPart) -> str:
    """Return what was measured and what is asked, such as ``R V5 2.10 mV (≥ 2.60)``."""
    asked = {">=": "≥", "<=": "≤", "present": tr("present"), "absent": tr("absent")}
    relation = asked.get(part.relation, part.relation)
    if part.threshold is not None:
        relation += " " + measured_number(part.threshold, part.unit)
    measured = NOTHING
    if part.value is not None:
        measured = with_unit(measured_number(part.value, part.unit), part.unit)
    elif part.threshold is None and part.met is not None:
        measured = tr("yes") if part.met else tr("no")
    return f"{localised(part.name)} {measured} ({relation})"
