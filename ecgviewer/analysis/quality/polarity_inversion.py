"""A recording whose leads are all upside down: the file has them with the other sign.

No exchange of electrodes does this, and nothing else is likely to: the P of a sinus
rhythm has an axis from 0 to 90 degrees, so the opposite is from -180 to -90; R grows
from V1 to V6 and aVR is negative. In dextrocardia P points to the right, but downwards,
and an ectopic P leaves QRS as it is.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from ecgviewer.analysis.quality.lead_reversal import CRITERIA
from ecgviewer.ecg.criteria import Criterion
from ecgviewer.ecg.measurements import Measurement
from ecgviewer.ecg.reasons.quality import UPSIDE_DOWN
from ecgviewer.ecg.reasons.reason import Reason, joined

P_AXIS_DEG = (-180.0, -90.0)
_QRS_WAVES = ("q_mv", "r_mv", "s_mv", "r_prime_mv", "s_prime_mv")

PerLead = Mapping[str, Mapping[str, Measurement]]


def polarity_inverted(
    values: Mapping[str, Measurement], per_lead: PerLead
) -> Reason | None:
    """Return why all leads are perhaps upside down; ``None`` if nothing says so.

    ``values`` has ``p_axis_deg``, ``per_lead`` the waves of each lead in mV. Where one
    of these is not known, as in rhythms without P, nothing is said.
    """
    axis = values.get("p_axis_deg")
    if axis is None or axis.value is None:
        return None
    low, high = P_AXIS_DEG
    # Upwards in V1 and aVR, downwards in V6.
    signs = [
        (_net_qrs_mv(per_lead, "V1"), 1),
        (_net_qrs_mv(per_lead, "aVR"), 1),
        (_net_qrs_mv(per_lead, "V6"), -1),
        (_mv(per_lead, "V6", "p_mv"), -1),
    ]
    mirrored = all(mv is not None and sign * mv > 0 for mv, sign in signs)
    return UPSIDE_DOWN() if low <= axis.value <= high and mirrored else None


def _mv(per_lead: PerLead, lead: str, key: str) -> float | None:
    found = per_lead.get(lead, {}).get(key)
    return None if found is None else found.value


def _net_qrs_mv(per_lead: PerLead, lead: str) -> float | None:
    """Return the sum of the heights and depths of QRS; ``None`` if R or S is not known.

    A wave that is not there counts as none.
    """
    if _mv(per_lead, lead, "r_mv") is None or _mv(per_lead, lead, "s_mv") is None:
        return None
    return sum(_mv(per_lead, lead, wave) or 0.0 for wave in _QRS_WAVES)


def doubted_polarity(
    criteria: Iterable[Criterion], doubt: Reason | None
) -> tuple[Criterion, ...]:
    """Say of verdicts that rest on how leads point why these are not to be believed."""
    return tuple(
        replace(one, reasons=joined(one.reasons, doubt))
        if doubt and one.key in CRITERIA and one.met is not None
        else one
        for one in criteria
    )
