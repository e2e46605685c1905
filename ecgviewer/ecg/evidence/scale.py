"""The fixed scale of evidence: the same for every recording and every statement.

A scale fitted to each recording would always paint something dark, even where the
network had no reason at all; on this one nil is blank and small is small.
"""

from math import isnan

# Logit units at which a bar is full: about what the strongest hundredth of beats and
# the strongest twentieth of groups reach with the bundled model on LUDB.
FULL_SCALE_BEAT_LOGIT = 0.15
FULL_SCALE_LEAD_LOGIT = 2.0
# Of the full scale: what stays below this share carries nothing.
CARRIES_FROM = 0.25
# Below half of the last digit shown, a contribution is nil.
NIL_LOGIT = 0.0005


def bar_fraction(contribution: float, full_scale: float) -> float:
    """Return the signed length of a bar, -1 to 1; exactly 0 where there is nothing.

    What is not known yet (NaN) has none either.
    """
    if isnan(contribution) or abs(contribution) < NIL_LOGIT:
        return 0.0
    return max(-1.0, min(1.0, contribution / full_scale))
