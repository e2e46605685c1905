"""Evidence in words: contributions, how sure, what carries a statement."""

from math import isnan

import numpy as np

from ecgviewer.ecg.evidence.scale import (
    CARRIES_FROM,
    FULL_SCALE_BEAT_LOGIT,
    FULL_SCALE_LEAD_LOGIT,
    NIL_LOGIT,
)
from ecgviewer.ecg.findings import LIKELY, NEAR_CERTAIN, Evidence, Finding
from ecgviewer.ui.text.i18n import number_text, tr


def contribution_text(contribution: float, digits: int = 2) -> str:
    """Return ``"+0.12"`` or ``"−0.12"``, ``"0"`` for nil, ``"…"`` if not known yet."""
    if isnan(contribution):
        return "…"
    if abs(contribution) < NIL_LOGIT:
        return "0"
    sign = "+" if contribution > 0 else "−"
    if digits == 2 and round(abs(contribution), 2) == 0:
        return f"{sign}<{number_text(0.01, 'g')}"
    return sign + number_text(abs(contribution), f".{digits}f")


def probability_text(probability: float) -> str:
    """Return a probability as a whole percent; nobody knows it better than that."""
    if probability < 0.01:
        return "<1 %"
    if probability > 0.99:
        return ">99 %"
    return f"{round(100 * probability)} %"


def certainty_text(finding: Finding) -> str:
    """Return in words how sure the network is of a statement."""
    if not finding.present:
        return tr("below its threshold")
    if finding.probability >= NEAR_CERTAIN:
        return tr("near certain")
    return tr("likely") if finding.probability >= LIKELY else tr("possible")


def carriers(evidence: Evidence) -> dict[str, tuple[str, ...]]:
    """Return the groups that carry a statement, the strongest first, and their leads.

    What stays below a quarter of the full scale carries nothing.
    """
    least = CARRIES_FROM * FULL_SCALE_LEAD_LOGIT
    groups = [(value, name) for name, value in evidence.groups.items() if value > least]
    return {
        name: tuple(
            lead for lead in evidence.group_leads[name] if evidence.leads[lead] > least
        )
        for _, name in sorted(groups, reverse=True)
    }


def sureness_text(evidence: Evidence) -> str:
    """Return what is exact, what is an estimate and how good, and what is to come."""
    if evidence.isoelectric:
        return tr("A second opinion: leads made flat, where Owen values remove beats.")
    if evidence.told == "group":
        return tr("Groups: exact. Leads and beats are still to come.")
    if evidence.exact == "group":
        return tr("Groups: exact. Leads: first estimates. Beats are still to come.")
    if evidence.told == "lead":
        return tr("Groups and leads: exact. Beats are still to come.")
    if evidence.exact == "beat":
        return tr("Groups, leads and beats: exact.")
    text = tr("Groups and leads: exact. Beats: estimates, each ±{error} on average.")
    if not evidence.is_told:
        text = tr("Groups and leads: exact. Beats: first those on the screen.")
    error = float(np.sqrt(np.nanmean(evidence.beats_se**2)))
    return text.format(error=number_text(error, ".2g"))


def strip_legend() -> str:
    """Return what the strips over the traces mean."""
    return tr(
        "above, orange: for the statement · below, blue: against · full colour = "
        "±{full:g} logit per beat in one lead, from a quarter on lit · blank: nil"
    ).format(full=FULL_SCALE_BEAT_LOGIT)
