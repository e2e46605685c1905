"""Voltages that no heart has: the file's gain or unit is wrong."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

import numpy as np

from ecgviewer.ecg.criteria import Criterion
from ecgviewer.ecg.measurements import Measurement

# The median over the leads is rarely above 2 mV, also in hypertrophy.
MAX_MEDIAN_QRS_MV = 4.0
MIN_LEADS = 6


def gain_doubt(per_lead: Mapping[str, Mapping[str, Measurement]]) -> str:
    """Return why voltages are not to be believed; empty if they may be."""
    found = [values.get("qrs_mv") for values in per_lead.values()]
    heights = [one.value for one in found if one is not None and one.value is not None]
    if len(heights) < MIN_LEADS or np.median(heights) <= MAX_MEDIAN_QRS_MV:
        return ""
    return (
        f"QRS of {np.median(heights):.1f} mV in most leads is hardly possible: the "
        "file’s gain or unit is probably wrong"
    )


def doubted_voltages(
    criteria: Iterable[Criterion], doubt: str
) -> tuple[Criterion, ...]:
    """Say of criteria of voltages that are met why these are not to be believed."""
    return tuple(
        replace(one, reason="; ".join(filter(None, (one.reason, doubt))))
        if one.met and doubt
        else one
        for one in criteria
    )
