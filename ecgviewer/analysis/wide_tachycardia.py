"""Regular wide-QRS tachycardia without P: ventricular, unless shown not to be.

It asks for attention by itself, and says where other criteria must not be applied: the
level before QRS is no baseline there, and QRS not what the bundles make.
"""

from ecgviewer.analysis.criteria_facts import (
    Facts,
    all_met,
    compared,
    judged,
    not_evaluated,
    there,
)
from ecgviewer.analysis.interval_criteria import IRREGULAR_RR_MS, RR_RANGE
from ecgviewer.ecg.criteria import Criterion, CriterionPart

KEY, NAME = "wide_qrs_tachycardia", "Regular wide-QRS tachycardia without P"
SOURCE = "ACC/AHA/HRS (Page et al. 2016)"
FAST_BPM, WIDE_QRS_MS = 100.0, 120.0


def wide_qrs_tachycardia(facts: Facts) -> Criterion:
    """Return whether a rhythm is fast, regular, of wide QRS and without P."""
    parts = _parts(facts)
    if facts.paced:
        return not_evaluated(KEY, NAME, parts, SOURCE, "not evaluated in paced rhythm")
    if not facts.adult:
        reason = "limits of children depend on age and rate"
        return not_evaluated(KEY, NAME, parts, SOURCE, reason)
    met = all_met([part.met for part in parts])
    note = facts.near_qrs(WIDE_QRS_MS) if met else ""
    return judged(KEY, NAME, met, parts, SOURCE, decides=parts[0], note=note)


def is_ventricular(facts: Facts) -> bool | None:
    """Return whether it is met; ``None`` if only the width of QRS leaves it open."""
    fast, wide, *others = (part.met for part in _parts(facts))
    sought = facts.adult and not facts.paced
    return wide if sought and all([fast, *others]) else False


def _parts(facts: Facts) -> list[CriterionPart]:
    present = facts.value("p_present")
    rr_range = facts.value("rr_range_ms")
    return [
        compared("heart rate", facts.value("heart_rate_bpm"), "bpm", ">", FAST_BPM),
        facts.qrs(">=", WIDE_QRS_MS),
        compared(RR_RANGE, rr_range, "ms", "<=", IRREGULAR_RR_MS),
        there("P waves", None if present is None else present > 0, absent=True),
    ]
