"""The fixed scale of evidence: the same for every recording and every statement.

A scale fitted to each recording would always paint something dark, even where the
network had no reason at all; on this one nil is blank and small is small.
"""

from ecgviewer.ecg.findings import Finding
from ecgviewer.ui.text.i18n import number_text, tr

# Logit units at which a bar is full: about what the strongest hundredth of beats and
# the strongest twentieth of groups reach with the bundled model on LUDB.
FULL_SCALE_BEAT_LOGIT = 0.15
FULL_SCALE_LEAD_LOGIT = 2.0
# Below half of the last digit shown, a contribution is nil.
NIL_LOGIT = 0.0005


def bar_fraction(contribution: float, full_scale: float) -> float:
    """Return the signed length of a bar, -1 to 1; exactly 0 where there is nothing."""
    if abs(contribution) < NIL_LOGIT:
        return 0.0
    return max(-1.0, min(1.0, contribution / full_scale))


def contribution_text(contribution: float, digits: int = 2) -> str:
    """Return ``"+0.12"`` or ``"−0.12"``, and ``"0"`` for nil."""
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


def strip_legend() -> str:
    """Return what the strips over the traces mean."""
    return tr(
        "bar up, orange: for the statement · bar down, blue: against · "
        "full height = ±{full:g} logit per beat in one lead · blank: nil"
    ).format(full=FULL_SCALE_BEAT_LOGIT)
