"""How much each lead usually contributes to a statement where it is true."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ecgviewer.ecg.leads import STANDARD_12


@dataclass(frozen=True)
class LeadProfile:
    """Mean contribution of each lead in logits, over so many recordings.

    They are of a fold that the model did not learn from; the statement is true of all.
    """

    n_recordings: int
    leads: Mapping[str, float]

    def of(self, leads: Sequence[str]) -> float:
        """Return what some leads together usually contribute."""
        return sum(self.leads[lead] for lead in leads)


def profile_of(card: Mapping[str, Any], code: str) -> LeadProfile | None:
    """Return a statement's profile from a model's card, ``None`` if it has none."""
    stored = card.get("lead_profiles", {}).get(code)
    if stored is None:
        return None
    leads = dict(zip(STANDARD_12, map(float, stored["leads"]), strict=True))
    return LeadProfile(int(stored["recordings"]), leads)
