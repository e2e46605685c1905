"""Wide QRS without P in a regular rhythm, at any rate.

Such beats come from a ventricle, by themselves or because a pacemaker makes them whose
spikes are not seen: at few samples a second, or through a low-pass filter, nothing is
left of these. What criteria say of bundles, voltages and ST is then perhaps not so.
"""

from ecgviewer.analysis.criteria.criteria_facts import Facts, all_met, compared, there
from ecgviewer.analysis.criteria.tachycardias import MOST_P_SHARE, STEADY_SHARE
from ecgviewer.analysis.statistics.qrs_bias_correction import WIDE_QRS_MS


def is_wide_without_p(facts: Facts) -> bool | None:
    """Return whether it is so; ``None`` if the width of QRS, P or RR leaves it open.

    False in paced rhythm that is known as such, of which criteria have their own word.
    """
    if facts.paced:
        return False
    share = facts.value("rr_steady_share")
    parts = [
        facts.qrs(">=", WIDE_QRS_MS),
        compared("share of steady RR", share, "", ">=", STEADY_SHARE),
        there("P waves", _has_p(facts), absent=True),
    ]
    return all_met([part.met for part in parts])


def _has_p(facts: Facts) -> bool | None:
    """Return whether there is P; ``None`` if it was seen before some beats only."""
    present, share = facts.value("p_present"), facts.value("p_share")
    if present is None or present > 0:
        return None if present is None else True
    return None if share is not None and share > MOST_P_SHARE else False
