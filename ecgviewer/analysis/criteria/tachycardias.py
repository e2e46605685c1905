"""Fast rhythms that ask for attention by themselves.

Regular wide-QRS tachycardia without P is ventricular, unless shown not to be; where QRS
is narrow it comes from the atria or the AV node, or P lies in T. The first also says
where other criteria must not be applied: the level before QRS is no baseline there, and
QRS not what the bundles make. A run of ectopic beats is too short to be the rhythm of a
recording; beats of another shape that come on time after P are none of it
(``aberrant_beats``).

Wide QRS without P in a regular rhythm of any rate comes from a ventricle too, by itself
or because a pacemaker makes it whose spikes are not seen: at few samples a second, or
through a low-pass filter, nothing is left of these. What criteria say of bundles,
voltages and ST is then perhaps not so.
"""

from collections.abc import Sequence
from dataclasses import replace

from ecgviewer.analysis.criteria.criteria_facts import (
    Facts,
    all_met,
    compared,
    held_to,
    judged,
    not_evaluated,
)
from ecgviewer.analysis.limits import published as limits
from ecgviewer.analysis.rhythm.rhythm_facts import STEADY_SHARE
from ecgviewer.ecg.criteria import Criterion, CriterionPart
from ecgviewer.ecg.reasons import criteria as why
from ecgviewer.ecg.reasons.phrase import phrase
from ecgviewer.ecg.reasons.reason import Reason, joined
from ecgviewer.ecg.reasons.rhythm import ATRIAL_WAVES_FOR_P

KEY, ANY_KEY, RUN_KEY = "wide_qrs_tachycardia", "tachycardia_without_p", "ectopic_run"


def tachycardias(facts: Facts) -> list[Criterion]:
    """Return the criteria of fast rhythms, the urgent ones first."""
    fast, wide, *others = _parts(facts)
    return [
        _tachycardia(facts, KEY, [fast, wide, *others]),
        _run(facts),
        _tachycardia(facts, ANY_KEY, [fast, *others]),
    ]


def _tachycardia(facts: Facts, key: str, parts: Sequence[CriterionPart]) -> Criterion:
    """Return whether a rhythm is fast, regular and without P, and more."""
    if facts.rhythm.paced:
        return not_evaluated(key, parts, limits.SVT, why.IN_PACED_RHYTHM())
    if not facts.adult:
        reason = why.CHILD_AGE_AND_RATE()
        return not_evaluated(key, parts, limits.SVT, reason)
    met = all_met([part.met for part in parts])
    near = facts.near_qrs(limits.WIDE_QRS.adults) if met and key == KEY else None
    seen = met is not False and facts.rhythm.atrial_waves
    waves = ATRIAL_WAVES_FOR_P().weighing("caution") if seen else None
    notes = joined(near, waves)
    return judged(key, met, parts, limits.SVT, decides=parts[0], notes=notes)


def is_ventricular(facts: Facts) -> bool | None:
    """Return whether it is met; ``None`` if the width of QRS or P leaves it open."""
    sought = facts.adult and not facts.rhythm.paced
    return all_met([part.met for part in _parts(facts)]) if sought else False


def is_wide_without_p(facts: Facts) -> bool | None:
    """Return whether wide QRS are regular and without P, at any rate.

    ``None`` if the width of QRS, P or RR leaves it open. False in paced rhythm that is
    known as such, of which criteria have their own word.
    """
    _, *parts = _parts(facts)
    return False if facts.rhythm.paced else all_met([part.met for part in parts])


def _parts(facts: Facts) -> list[CriterionPart]:
    rhythm, share = facts.rhythm, facts.value("rr_steady_share")
    steady = compared(phrase("share of steady RR"), share, "", ">=", STEADY_SHARE)
    return [
        held_to(
            phrase("heart rate"), facts.value("heart_rate_bpm"), limits.TACHYCARDIA
        ),
        facts.wide_qrs,
        replace(steady, met=rhythm.regular),
        CriterionPart(phrase("P waves"), None, "", "absent", None, rhythm.p_absent),
    ]


def _run(facts: Facts) -> Criterion:
    """Return whether three ectopic beats or more follow one another, and fast."""
    beats = facts.value("ectopic_run_beats")
    parts = [
        held_to(phrase("ectopic beats in a row"), beats, limits.RUN),
        held_to(
            phrase("rate of the run"),
            facts.value("ectopic_run_bpm"),
            limits.TACHYCARDIA,
        ),
    ]
    if parts[0].met is False:
        parts[1] = replace(parts[1], met=False)
    met = all_met([part.met for part in parts])
    notes = joined(_perhaps_aberrant(facts) if met else None)
    return judged(RUN_KEY, met, parts, limits.VT, decides=parts[0], notes=notes)


def _perhaps_aberrant(facts: Facts) -> Reason | None:
    """Return why the beats of a run are perhaps conducted; ``None`` if they are not.

    In fibrillation a beat after a short RR interval finds a bundle refractory, and no P
    tells it from one of the ventricles.
    """
    if facts.rhythm.regular or facts.rhythm.has_p is not False:
        return None
    return why.PERHAPS_ABERRANT()
