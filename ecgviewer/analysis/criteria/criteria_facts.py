"""What criteria ask: measured values, age and sex, and answers with three outcomes."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from ecgviewer.analysis.criteria.criteria_spans import Span, span_of
from ecgviewer.analysis.limits import published as limits
from ecgviewer.analysis.limits.published import Limit
from ecgviewer.analysis.statistics.qrs_bias_correction import (
    DEVICES_SD_MS,
    QRS_DEVICE_KEY,
    is_device_qrs,
    qrs_as_device,
)
from ecgviewer.ecg.criteria import KIND, Criterion, CriterionPart, Relation
from ecgviewer.ecg.measurements import Measurement, as_shown
from ecgviewer.ecg.reasons import criteria as why
from ecgviewer.ecg.reasons.phrase import phrase
from ecgviewer.ecg.reasons.reason import Reason, blocking, joined
from ecgviewer.ecg.reasons.values import OF_PACED_BEATS
from ecgviewer.ecg.recording import Sex
from ecgviewer.ecg.rhythm_facts import RhythmFacts


@dataclass(frozen=True)
class Facts:
    """What is known of a recording and its patient."""

    values: Mapping[str, Measurement]
    per_lead: Mapping[str, Mapping[str, Measurement]]
    age_years: float | None = None
    sex: Sex | None = None
    rhythm: RhythmFacts = field(default_factory=RhythmFacts)
    # Fast, regular, of wide QRS and without P; None if the width or P is open.
    wide_tachycardia: bool | None = False
    # Regular, of wide QRS and without P, at any rate; None if one of these is open.
    wide_without_p: bool | None = False
    # Criteria of conduction by key, and whether they are met; empty before they are
    # judged.
    blocks: Mapping[str, bool | None] = field(default_factory=dict)

    @cached_property
    def wide_qrs(self) -> CriterionPart:
        """Whether QRS is wide, at the patient's age."""
        return self.qrs(limits.WIDE_QRS.at(self.age_years))

    @property
    def not_conducted(self) -> Reason | None:
        """Why beats are perhaps none that the bundles conduct; ``None`` if they are."""
        if self.rhythm.paced:
            return why.IN_PACED_RHYTHM()
        return why.IN_WIDE_TACHYCARDIA() if self.wide_tachycardia else None

    def value(self, key: str) -> float | None:
        found = self.values.get(key)
        return found.value if found is not None else None

    def lead(self, name: str, key: str) -> float | None:
        found = self.per_lead.get(name, {}).get(key)
        return found.value if found is not None else None

    def span(self, name: str, key: str) -> Span | None:
        """Return a lead's value with its interval."""
        return span_of(self.per_lead.get(name, {}).get(key))

    def depth(self, name: str) -> Span | None:
        """Return the depth of S in mV, or of QS where there is no R."""
        q, r, s = (self.span(name, f"{wave}_mv") for wave in "qrs")
        if q is None or r is None or s is None:
            return None
        deep = [-s, -q] if r.value == 0 else [-s]
        deepest = max(deep, key=lambda span: span.value)
        return deepest if deepest.value > 0 else Span(0.0, 0.0, 0.0)

    def has(self, name: str, wave: str) -> bool | None:
        """Return whether a lead has a wave such as ``"q"``."""
        found = self.lead(name, f"{wave}_mv")
        return None if found is None else found != 0

    @cached_property
    def device_qrs(self) -> Measurement | None:
        """QRS as devices measure it, of whom limits are."""
        found, known = self.values.get("qrs_ms"), self.values.get(QRS_DEVICE_KEY)
        if found is None or is_device_qrs(found):
            return found
        # What is known already has the interval of the lines that QRS lies between.
        if known is not None and known.provenance == found.provenance:
            return known
        return qrs_as_device(found)

    def device_qrs_ms(self, off_sd: float = 0.0) -> float | None:
        """Return a device's QRS, or that of one that is so many SD off the others."""
        found = self.device_qrs
        if found is None or found.value is None:
            return None
        return found.value + (0.0 if is_device_qrs(found) else off_sd * DEVICES_SD_MS)

    @property
    def qrs_name(self) -> str:
        """What QRS is called where it is held against a limit."""
        found = self.device_qrs
        return (
            "QRS"
            if found is None or is_device_qrs(found)
            else phrase("QRS (device-like)")
        )

    def qrs(self, limit: Limit) -> CriterionPart:
        """Compare QRS with a limit; undecided if devices might not agree on it."""
        part, *others = (
            held_to(self.qrs_name, self.device_qrs_ms(off), limit)
            for off in (0.0, -1.0, 1.0)
        )
        sure = all(other.met == part.met for other in others)
        return part if sure else replace(part, met=None)

    def near_qrs(self, *thresholds: Limit) -> Reason | None:
        """Return a caution if a limit lies within the interval of a device's QRS."""
        return self._near(self.device_qrs, *thresholds)

    def near(self, key: str, *thresholds: Limit) -> Reason | None:
        """Return a caution if a threshold lies within a value's interval."""
        return self._near(self.values.get(key), *thresholds)

    @staticmethod
    def _near(found: Measurement | None, *thresholds: Limit) -> Reason | None:
        if found is None or found.low is None or found.high is None:
            return None
        values = [limit.value for limit in thresholds]
        within = [value for value in values if found.low <= value <= found.high]
        if not within:
            return None
        low, high = found.low, found.high
        return why.NEAR_LIMIT(limit=within[0], low=low, high=high, unit=found.unit)

    def limits_of(self, key: str, *thresholds: Limit) -> tuple[Reason, ...]:
        """Return what limits a criterion that a value decides: certainty and age."""
        return joined(self.near(key, *thresholds), self.age_note)

    @property
    def adult(self) -> bool:
        """Whether limits of adults hold; also where the age is not known."""
        return self.age_years is None or self.age_years >= limits.ADULT_YEARS

    @property
    def age_note(self) -> Reason | None:
        return why.AGE_UNKNOWN() if self.age_years is None else None


def _compared(value: float, unit: str) -> float:
    return value if unit.startswith("mV") else as_shown(value, unit)


def compared(
    name: str,
    value: float | None,
    unit: str,
    relation: Relation,
    threshold: float,
) -> CriterionPart:
    """Return a part that compares a value with a threshold.

    Times, rates and angles are compared as they are shown: else 200 ms would be longer
    than 200 ms, by 0 ms. Of voltages a hundredth of a millivolt is a fifth of what ST
    may be depressed by, and they are compared as they were measured.
    """
    met = None
    if value is not None:
        value = _compared(value, unit)
        met = {
            ">=": value >= threshold,
            ">": value > threshold,
            "<=": value <= threshold,
            "<": value < threshold,
        }[relation]
    return CriterionPart(name, value, unit, relation, threshold, met)


def held_to(name: str, value: float | None, limit: Limit) -> CriterionPart:
    """Return a part that compares a value with a published limit."""
    return compared(name, value, limit.unit, limit.relation, limit.value)


def there(name: str, found: bool | None, *, absent: bool = False) -> CriterionPart:
    """Return a part that asks whether something is there, or is not."""
    met = None if found is None else found != absent
    return CriterionPart(name, None, "", "absent" if absent else "present", None, met)


def all_met(outcomes: Sequence[bool | None]) -> bool | None:
    if any(outcome is False for outcome in outcomes):
        return False
    return None if any(outcome is None for outcome in outcomes) else True


def any_met(outcomes: Sequence[bool | None]) -> bool | None:
    if any(outcome is True for outcome in outcomes):
        return True
    return None if any(outcome is None for outcome in outcomes) else False


def margin_of(part: CriterionPart) -> float | None:
    """Return by how much a value is beyond its threshold, negative if short of it."""
    if part.value is None or part.threshold is None:
        return None
    beyond = part.value - part.threshold
    if part.relation in ("<=", "<"):
        beyond = -beyond
    return _compared(beyond, part.unit)


def judged(
    key: str,
    met: bool | None,
    parts: Sequence[CriterionPart],
    source: str,
    *,
    decides: CriterionPart | None = None,
    leads: tuple[str, ...] = (),
    notes: Iterable[Reason] = (),
) -> Criterion:
    """Return the criterion; without outcome it says what could not be measured."""
    undecided = _why_undecided(parts) if met is None else ()
    margin = margin_of(decides) if decides is not None else None
    return Criterion(
        key,
        KIND[key].name,
        met,
        tuple(parts),
        margin=margin,
        margin_unit=decides.unit if decides is not None and margin is not None else "",
        leads=leads,
        source=source,
        reasons=joined(undecided, notes),
    )


def _why_undecided(parts: Sequence[CriterionPart]) -> tuple[Reason, ...]:
    missing = tuple(p.name for p in parts if p.met is None and p.value is None)
    close = tuple(p.name for p in parts if p.met is None and p.value is not None)
    return joined(
        why.NOT_MEASURED(parts=missing) if missing else None,
        why.DEVICES_DISAGREE(parts=close, sd_ms=DEVICES_SD_MS) if close else None,
    )


def not_evaluated(
    key: str,
    parts: Sequence[CriterionPart],
    source: str,
    reasons: Reason | Iterable[Reason],
    leads: tuple[str, ...] = (),
) -> Criterion:
    found, name = blocking(reasons), KIND[key].name
    return Criterion(
        key, name, None, tuple(parts), leads=leads, source=source, reasons=found
    )


def unpaced(criterion: Criterion, facts: Facts) -> Criterion:
    """Return the criterion, left open where a pacemaker makes the beats."""
    if not facts.rhythm.paced:
        return perhaps_ventricular(criterion, facts)
    return _left_open(criterion, facts.not_conducted)


def conducted(criterion: Criterion, facts: Facts) -> Criterion:
    """Return the criterion, left open where the bundles perhaps conduct no beat."""
    if facts.not_conducted is None:
        return perhaps_ventricular(criterion, facts)
    return _left_open(criterion, facts.not_conducted)


def _left_open(criterion: Criterion, reason: Reason | None) -> Criterion:
    reasons = joined(reason)
    return replace(criterion, met=None, margin=None, margin_unit="", reasons=reasons)


def perhaps_ventricular(criterion: Criterion, facts: Facts) -> Criterion:
    """Say of a criterion that is met that the beats may be ventricular."""
    if facts.wide_tachycardia is not False:
        caution = why.VT_OPEN()
    elif facts.wide_without_p is not False:
        caution = why.PERHAPS_VENTRICULAR()
    else:
        return criterion
    if not criterion.met:
        return criterion
    return replace(criterion, reasons=joined(criterion.reasons, caution))


def of_paced_beats(criterion: Criterion, facts: Facts) -> Criterion:
    """Say of a criterion that is met that it is of beats that a pacemaker makes."""
    if not criterion.met or not facts.rhythm.paced:
        return criterion
    return replace(criterion, reasons=joined(criterion.reasons, OF_PACED_BEATS()))


def single(
    key: str,
    part: CriterionPart,
    source: str,
    *,
    leads: tuple[str, ...] = (),
    notes: Iterable[Reason] = (),
) -> Criterion:
    """Return a criterion that asks one thing only."""
    return judged(key, part.met, [part], source, decides=part, leads=leads, notes=notes)
