"""Where across the chest R becomes as large as S."""

from collections.abc import Mapping

from ecgviewer.ecg.measurements import Measurement, no_value
from ecgviewer.ecg.reasons import values as why
from ecgviewer.ecg.reasons.phrase import phrase

CHEST_LEADS = ("V1", "V2", "V3", "V4", "V5", "V6")
METHOD = phrase("where R and S are equal, between chest leads, 1 for V1 to 6 for V6")


def transition_zone(
    per_lead: Mapping[str, Mapping[str, Measurement]],
) -> Measurement:
    """Return the place of the transition, 3.5 if it is between V3 and V4."""
    nets: list[float] = []
    for lead in CHEST_LEADS:
        waves = [per_lead.get(lead, {}).get(f"{wave}_mv") for wave in "qrs"]
        values = [wave.value if wave is not None else None for wave in waves]
        if any(value is None for value in values):
            first = next((wave for wave in waves if wave is not None), None)
            none = first.reasons if first is not None and first.value is None else ()
            none = none or (why.LEAD_NOT_MEASURED(),)
            return no_value("", why.OF_LEAD(lead=lead, why=none), METHOD)
        q, r, s = (value or 0.0 for value in values)
        nets.append(r - max(-s, -q if r == 0 else 0.0))
    if nets[0] > 0:
        return no_value("", why.R_LARGER_FROM_V1(), METHOD)
    for at in range(1, len(nets)):
        if nets[at] >= 0:
            share = nets[at - 1] / (nets[at - 1] - nets[at]) if nets[at] else 1.0
            return Measurement(at + share, "", METHOD, leads=CHEST_LEADS)
    return no_value("", why.R_SMALLER_TO_V6(), METHOD)
