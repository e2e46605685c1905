"""Voltages that no heart has: the file's gain or unit is wrong."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

import numpy as np

from ecgviewer.ecg.criteria import Criterion
from ecgviewer.ecg.measurements import Measurement
from ecgviewer.ecg.reasons import quality as why
from ecgviewer.ecg.reasons.reason import Reason, joined

# The median over the leads is rarely above 2 mV, also in hypertrophy.
MAX_MEDIAN_QRS_MV = 4.0
# From the highest to the lowest point, in any lead. The highest voltages that are known
# are those of Danon disease, where the sum of two leads is 10 mV with an SD of 1 (Liu
# et al. 2019, Mol Genet Genomic Med 7:e638); 10 mV is also all that a recorder must
# take in (IEC 60601-2-25). In 392 shared recordings of a known gain the highest is 5.9.
MAX_QRS_MV = 10.0
# What is smaller in all leads is no QRS for a monitor (IEC 60601-2-27). Chest leads are
# larger in tamponade and amyloidosis, too; the smallest of the shared ones have 0.4.
MIN_QRS_MV = 0.15
MIN_LEADS = 6
CHEST_LEADS = ("V1", "V2", "V3", "V4", "V5", "V6")
MIN_CHEST_LEADS = 3


@dataclass(frozen=True)
class GainDoubt:
    """Why voltages are not to be believed, and of which leads.

    Attributes
    ----------
    reason : Reason or None
        ``None`` if nothing speaks against the voltages.
    leads : frozenset of str
        The one lead whose voltages are doubted; empty if it is all of them.
    """

    reason: Reason | None = None
    leads: frozenset[str] = frozenset()


def amplitude_plausibility(
    per_lead: Mapping[str, Mapping[str, Measurement]],
) -> GainDoubt:
    """Return why voltages of some or all leads are not to be believed.

    ``per_lead`` has ``qrs_mv`` of each lead, from QRS's highest to its lowest point in
    mV. Few leads are not judged together.
    """
    found = {lead: values.get("qrs_mv") for lead, values in per_lead.items()}
    heights = {
        lead: one.value
        for lead, one in found.items()
        if one is not None and one.value is not None
    }
    known = list(heights.values())
    if len(known) >= MIN_LEADS and np.median(known) > MAX_MEDIAN_QRS_MV:
        height_mv = float(np.median(known))
        return GainDoubt(why.MOST_LEADS_TOO_HIGH(height_mv=height_mv))
    high = tuple(lead for lead, mv in heights.items() if mv > MAX_QRS_MV)
    if high:
        return GainDoubt(
            why.SOME_LEADS_TOO_HIGH(height_mv=max(known), leads=high),
            # What is wrong in some leads is so perhaps in others that are less high.
            frozenset(high if len(high) == 1 else ()),
        )
    n_chest = sum(lead in heights for lead in CHEST_LEADS)
    if len(known) < MIN_LEADS or n_chest < MIN_CHEST_LEADS or max(known) >= MIN_QRS_MV:
        return GainDoubt()
    return GainDoubt(why.ALL_LEADS_TOO_LOW(height_mv=max(known)))


def doubted_voltages(
    criteria: Iterable[Criterion], doubt: GainDoubt
) -> tuple[Criterion, ...]:
    """Say of criteria of voltages that are met why these are not to be believed.

    Not of those that rest on other leads than the doubted ones.
    """
    return tuple(
        replace(one, reasons=joined(one.reasons, doubt.reason))
        if one.met and doubt.reason and _rests_on(one, doubt.leads)
        else one
        for one in criteria
    )


def _rests_on(criterion: Criterion, leads: frozenset[str]) -> bool:
    return not leads or not criterion.leads or not leads.isdisjoint(_names(criterion))


def _names(criterion: Criterion) -> Iterable[str]:
    # ST is judged in the inverse of aVR, too.
    return (lead.removeprefix("-") for lead in criterion.leads)
