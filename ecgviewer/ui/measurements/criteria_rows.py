"""The rows of the table of criteria: met, not met, or not to be judged."""

from collections.abc import Mapping, Sequence

from ecgviewer.ecg.criteria import KINDS, Criterion, CriterionPart
from ecgviewer.ecg.measurements import as_shown
from ecgviewer.ecg.statement_criteria import any_met, rule_agrees
from ecgviewer.ui.text.i18n import marked, number_text, tr
from ecgviewer.ui.text.localised import localised
from ecgviewer.ui.text.reasons import reasons_text
from ecgviewer.ui.text.value_texts import COUNTED, NOTHING, measured_number, with_unit

CRITERIA_NOTE = marked("A criterion that is met is no diagnosis.")
MET = marked("Criteria met: {criteria}")
PERHAPS = marked("Perhaps: {criterion}")
RESERVATION = marked("with reservation")
WITH_RESERVATIONS = marked("with reservations: {criteria}")
NONE_MET = marked("none of {n}")
NONE_MET_SOME_OPEN = marked("none of {n}, {open} cannot be judged")
NONE_JUDGED = marked("none of {n} can be judged")
# By whether they agree.
RULE_AND_MODEL = {
    True: marked("The rule agrees: {rule}."),
    False: marked("Rule and model disagree: {rule}."),
    None: marked("The rule is open: {rule}."),
}
# Whichever formula is shown beside it.
FORMULA_OF = {"qtc_long": "Fridericia", "qtc_short": "Fridericia"}
# What cannot wait stands first.
_WIDE, _ANY = "wide_qrs_tachycardia", "tachycardia_without_p"
# Rules of ST elevation, of which one is judged unless it is not known which applies.
_ELEVATION = ("st_elevation", "st_elevation_lvh", "sgarbossa")
_DEPRESSION, _IN_BLOCK = "st_depression", "sgarbossa"
_URGENT = frozenset(kind.key for kind in KINDS if kind.urgent)


def criterion_cells(criterion: Criterion) -> tuple[str, ...]:
    """Return a criterion's name, its verdict, the margin, and what was asked."""
    parts = "; ".join(part_text(part) for part in criterion.parts)
    remark = ". ".join(filter(None, (reasons_text(criterion.reasons), parts)))
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
    beyond = criterion.margin > 0 or (criterion.met and criterion.margin == 0)
    signed = f"+{number}" if beyond else number
    return with_unit(signed, criterion.margin_unit)


def criteria_met_text(criteria: Sequence[Criterion]) -> str:
    """Return which criteria are met, the urgent ones first; empty if none were judged.

    Others whose verdict comes with a reservation stand apart. What cannot be judged
    though all that is known of it is met is said before all, if it is urgent.
    """
    if not criteria:
        return ""
    return ". ".join((*perhaps_texts(criteria), _met_criteria_text(criteria)))


def urgent_text(criteria: Sequence[Criterion]) -> str:
    """Return which urgent criteria are met; empty if none is."""
    met = [one for one in criteria if one.met and one.key in _URGENT]
    if any(one.key == _WIDE for one in met):
        # Which says so, too.
        met = [one for one in met if one.key != _ANY]
    return ", ".join(map(_met_text, met))


def met_texts(criteria: Sequence[Criterion]) -> list[str]:
    """Return each criterion that is met, or urgent and perhaps met, urgent ones first.

    Those that come with a reservation stand last.
    """
    met = [one for one in criteria if one.met and one.key not in _URGENT]
    met.sort(key=lambda one: bool(one.reason))
    urgent = urgent_text(criteria)
    return [
        *perhaps_texts(criteria),
        *([urgent] if urgent else []),
        *(_met_text(one) for one in met),
    ]


def none_met_text(criteria: Sequence[Criterion]) -> str:
    """Return of how many criteria none is met; empty if one is or none was asked."""
    if not criteria or any(one.met for one in criteria):
        return ""
    n_open = sum(one.met is None for one in criteria)
    text = NONE_MET_SOME_OPEN if n_open else NONE_MET
    text = NONE_JUDGED if n_open == len(criteria) else text
    return tr(text).format(n=len(criteria), open=n_open)


def perhaps_texts(criteria: Sequence[Criterion]) -> list[str]:
    """Return what is urgent and perhaps met."""
    return [tr(PERHAPS).format(criterion=one) for one in _urgent_open(criteria)]


def asked_text(criteria: Sequence[Criterion]) -> str:
    """Return in a word whether one of the criteria is met; empty if there are none."""
    if not criteria:
        return ""
    met = any_met(criteria)
    if met is None:
        return NOTHING
    return tr("yes") if met else tr("no")


def asked_tip(criteria: Sequence[Criterion]) -> str:
    """Return a line for each of the criteria, those that are met first."""
    rows = []
    for one in sorted(criteria, key=lambda criterion: not criterion.met):
        name, verdict, margin, why = criterion_cells(one)
        known = "" if margin == NOTHING else f" ({margin})"
        rows.append(f"{name}: {verdict}{known}. {why}".strip())
    if rows:
        rows.append(tr(CRITERIA_NOTE))
    return "\n".join(rows)


def rule_text(stated: bool, criteria: Sequence[Criterion]) -> str:
    """Return what the rule measured, and whether it says what the network does.

    Empty if no criterion asks the same. Of several the one is told that decides: one
    that is met, else one that is open, else the one that falls short by least.
    """
    if not criteria:
        return ""
    agrees = rule_agrees(stated, criteria)
    met = any_met(criteria)
    deciding = [one for one in criteria if one.met is met]
    # Margins of one unit compare; where there are several units the first stands.
    unit = deciding[0].margin_unit
    alike = [x for x in deciding if x.margin is not None and x.margin_unit == unit]
    told = max(alike, key=lambda x: x.margin or 0.0, default=deciding[0])
    name, verdict, _, why = criterion_cells(told)
    rule = tr("{name} {verdict}").format(name=name, verdict=verdict)
    return tr(RULE_AND_MODEL[agrees]).format(rule=f"{rule}. {why}".rstrip(". "))


def _met_criteria_text(criteria: Sequence[Criterion]) -> str:
    met = [one for one in criteria if one.met]
    if not met:
        return tr(MET).format(criteria=none_met_text(criteria))
    rest = [one for one in met if one.key not in _URGENT]
    certain = [_met_text(one) for one in rest if not one.reasons]
    first = ", ".join(filter(None, (urgent_text(met), *certain)))
    others = ", ".join(_met_text(one) for one in rest if one.reasons)
    parts = [first, tr(WITH_RESERVATIONS).format(criteria=others) if others else ""]
    return tr(MET).format(criteria="; ".join(filter(None, parts)))


def _urgent_open(criteria: Sequence[Criterion]) -> list[str]:
    """Return what is urgent and cannot be judged, though what is known of it is met."""
    known = {one.key: one for one in criteria}
    tachycardia = known.get(_WIDE)
    found = []
    if tachycardia is not None and _may_be_met(tachycardia):
        found.append(localised(tachycardia.name))
    rules = [known[key] for key in _ELEVATION if key in known]
    ventricular = tachycardia is not None and tachycardia.met
    if not ventricular and all(one.met is None for one in rules):
        raised = [one for one in rules if one.margin is not None and one.margin >= 0]
        found += [_met_text(one) for one in raised[:1]]
    if not ventricular and _hidden_by_voltages(known):
        found.append(_met_text(known[_DEPRESSION]))
    return found


def _hidden_by_voltages(known: Mapping[str, Criterion]) -> bool:
    """Return whether ST is depressed, and high voltages alone leave open what by.

    In a block, whose own rule is asked then, depression is the rule.
    """
    depression, in_block = known.get(_DEPRESSION), known.get(_IN_BLOCK)
    if depression is None or in_block is None or depression.met is not None:
        return False
    no_block = in_block.met is False and in_block.margin is None
    return no_block and depression.margin is not None and depression.margin >= 0


def _may_be_met(criterion: Criterion) -> bool:
    """Return whether one thing alone leaves it open, and it was asked at all."""
    if criterion.met is not None or criterion.margin is None:
        return False
    others = [part.met for part in criterion.parts if part.met is not None]
    return len(others) == len(criterion.parts) - 1 and all(others)


def _met_text(criterion: Criterion) -> str:
    """Return a criterion's name, where it is met if that is urgent, and by how much."""
    urgent = criterion.key in _URGENT
    leads = ", ".join(criterion.leads) if urgent else ""
    margin = "" if criterion.margin is None else margin_text(criterion)
    if criterion.margin_unit in COUNTED:
        # A margin would be taken for the score.
        counted = [one for one in criterion.parts if one.unit == criterion.margin_unit]
        number = measured_number(counted[0].value or 0.0, "")
        margin = with_unit(number, criterion.margin_unit)
    formula = FORMULA_OF.get(criterion.key, "")
    facts = ", ".join(filter(None, (formula, margin)))
    facts = ": ".join(filter(None, (leads, facts)))
    if urgent and criterion.met and criterion.reasons:
        facts = ", ".join(filter(None, (facts, tr(RESERVATION))))
    return localised(criterion.name) + (f" ({facts})" if facts else "")


def part_text(part: CriterionPart) -> str:
    """Return what was measured and what is asked, such as ``R V5 2.10 mV (≥ 2.60)``."""
    name = localised(part.name)
    if part.threshold is None and part.value is None:
        asked = tr("asked: present") if part.relation == "present" else ""
        asked = asked or tr("asked: absent")
        if part.met is None:
            return f"{name} {NOTHING} ({asked})"
        there = part.met == (part.relation == "present")
        return f"{name} {tr('present') if there else tr('absent')} ({asked})"
    relation = {">=": "≥", "<=": "≤"}.get(part.relation, part.relation)
    if part.threshold is not None:
        relation += " " + measured_number(part.threshold, part.unit)
    measured = NOTHING
    if _looks_equal(part):
        number = number_text(part.value or 0.0, ".3f")
        return f"{name} {with_unit(number, part.unit)} ({relation})"
    if part.value is not None:
        measured = with_unit(measured_number(part.value, part.unit), part.unit)
    return f"{name} {measured} ({relation})"


def _looks_equal(part: CriterionPart) -> bool:
    """Return whether a voltage beside its limit would be shown as the limit."""
    if part.unit != "mV" or part.value is None or part.threshold is None:
        return False
    shown = (as_shown(mv, part.unit) for mv in (part.value, part.threshold))
    return len(set(shown)) == 1 and abs(part.value - part.threshold) >= 0.0005
