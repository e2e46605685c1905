"""The fixed scale of evidence: the same for every recording and every statement.

A scale fitted to each recording would always paint something dark, even where the
network had no reason at all; on this one nil is blank and small is small.
"""

from math import isnan

import numpy as np

from ecgviewer.ecg.findings import Evidence, Finding
from ecgviewer.ui.text.i18n import number_text, tr

# Logit units at which a bar is full: about what the strongest hundredth of beats and
# the strongest twentieth of groups reach with the bundled model on LUDB.
FULL_SCALE_BEAT_LOGIT = 0.15
FULL_SCALE_LEAD_LOGIT = 2.0
# Below half of the last digit shown, a contribution is nil.
NIL_LOGIT = 0.0005


def bar_fraction(contribution: float, full_scale: float) -> float:
    """Return the signed length of a bar, -1 to 1; exactly 0 where there is nothing.

    What is not known yet (NaN) has none either.
    """
    if isnan(contribution) or abs(contribution) < NIL_LOGIT:
        return 0.0
    return max(-1.0, min(1.0, contribution / full_scale))


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


def ordered(findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """Return the present findings first, each part by falling probability."""
    return tuple(sorted(findings, key=lambda f: (not f.present, -f.probability)))


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
        "bar up, orange: for the statement · bar down, blue: against · "
        "full height = ±{full:g} logit per beat in one lead · blank: nil"
    ).format(full=FULL_SCALE_BEAT_LOGIT)
