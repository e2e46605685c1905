"""Lead names, their order, their groups, and the leads that follow from others.

Names are spelled as on paper (``aVR``, ``V1``). The canonical order is I, II, III, aVR,
aVL, aVF, V1..V6.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ecgviewer.ecg.reasons.phrase import phrase

STANDARD_12: tuple[str, ...] = (
    *("I", "II", "III", "aVR", "aVL", "aVF"),
    *("V1", "V2", "V3", "V4", "V5", "V6"),
)
INDEPENDENT_8: tuple[str, ...] = ("I", "II", "V1", "V2", "V3", "V4", "V5", "V6")

_EXTRA = ("V7", "V8", "V9", "V3R", "V4R", "V5R", "V6R", "V2R", "VX", "VY", "VZ")
_SPELLING = {name.upper(): name for name in (*STANDARD_12, *_EXTRA)} | {
    "MLI": "I",
    "MLII": "II",
    "MLIII": "III",
}
_CHEST = re.compile(r"V\dR?")
_DECORATION = re.compile(r"^(?:lead|ecg|ekg)[\s:_-]*|\s*\(.*?\)\s*$", re.IGNORECASE)


def canonical_lead_name(raw: str) -> str | None:
    """Return the standard spelling of a lead name found in a file.

    ``"avf"``, ``"Lead I (Einthoven)"``, ``"ECG V1"`` and NUL- or space-padded names are
    understood. Returns ``None`` for a name that is no ECG lead we know.
    """
    name = raw.replace("\0", " ").strip()
    previous = None
    while name != previous:
        previous, name = name, _DECORATION.sub("", name).strip()
    return _SPELLING.get(name.upper())


def is_chest_lead(lead: str) -> bool:
    """Return whether a lead stands on the chest, V1 to V9 or right of it (V3R)."""
    return _CHEST.fullmatch(lead) is not None


def derive_limb_leads(
    lead_i: NDArray[np.float32], lead_ii: NDArray[np.float32]
) -> dict[str, NDArray[np.float32]]:
    """Return III, aVR, aVL and aVF from I and II (Einthoven 1912, Goldberger 1942).

    Parameters
    ----------
    lead_i, lead_ii : ndarray, shape (n_samples,)
        In any common unit; the derived leads have the same.
    """
    return {
        "III": lead_ii - lead_i,
        "aVR": -(lead_i + lead_ii) / 2,
        "aVL": lead_i - lead_ii / 2,
        "aVF": lead_ii - lead_i / 2,
    }


def standard_order(leads: tuple[str, ...]) -> tuple[int, ...]:
    """Return indices that put standard leads first in canonical order, others after."""
    known = [leads.index(name) for name in STANDARD_12 if name in leads]
    others = [i for i, name in enumerate(leads) if name not in STANDARD_12]
    return (*known, *others)


@dataclass(frozen=True)
class LeadGroup:
    """Leads that are told together.

    ``reciprocal`` are leads of other groups that look at the same place from the
    opposite side: a change there is expected to be turned round.
    """

    name: str
    leads: tuple[str, ...]
    reciprocal: tuple[str, ...] = ()


@dataclass(frozen=True)
class Grouping:
    """Groups with each of the twelve leads in one of them."""

    key: str
    title: str
    version: int
    groups: tuple[LeadGroup, ...]
    source: str = ""

    @property
    def leads(self) -> Mapping[str, tuple[str, ...]]:
        """The leads of each group, by its name."""
        return {group.name: group.leads for group in self.groups}

    @property
    def rows(self) -> tuple[tuple[int, ...], ...]:
        """The leads of each group as places in the canonical order."""
        return tuple(
            tuple(map(STANDARD_12.index, group.leads)) for group in self.groups
        )

    @property
    def n_removals(self) -> int:
        """How often a model is asked for exact Owen values of groups and leads.

        About each union of groups, and about each union of others with some leads of
        one more.
        """
        parts = sum(2 ** len(group.leads) - 2 for group in self.groups)
        n_groups = len(self.groups)
        return int(2**n_groups + 2 ** (n_groups - 1) * parts)


# Contiguous territories (Fourth Universal Definition of MI 2018; groupings differ
# between textbooks, so each table is versioned and named wherever it is used).
LEAD_GROUPS_VERSION = 1
LEAD_GROUPS: Mapping[str, tuple[str, ...]] = {
    "inferior": ("II", "III", "aVF"),
    "lateral": ("I", "aVL", "V5", "V6"),
    "septal": ("V1", "V2"),
    "anterior": ("V3", "V4"),
    "aVR": ("aVR",),
}
ANATOMIC = Grouping(
    "anatomic",
    phrase("Anatomic territories"),
    LEAD_GROUPS_VERSION,
    tuple(LeadGroup(name, leads) for name, leads in LEAD_GROUPS.items()),
    "Thygesen K, et al. Fourth Universal Definition of Myocardial Infarction, 2018",
)
CABRERA = Grouping(
    "cabrera",
    phrase("Contiguous in Cabrera order"),
    1,
    (
        # In this order aVR stands turned round, at +30 degrees, beside I.
        LeadGroup(phrase("high lateral"), ("aVL", "I", "aVR"), ("III", "aVF")),
        LeadGroup("inferior", ("II", "aVF", "III"), ("aVL", "I")),
        LeadGroup("septal", ("V1", "V2"), ("II", "III", "aVF")),
        LeadGroup("anterior", ("V3", "V4"), ("II", "III", "aVF")),
        LeadGroup(phrase("apical and low lateral"), ("V5", "V6"), ("V1",)),
    ),
    "Wagner GS, et al. AHA/ACCF/HRS recommendations, part VI: acute ischemia, 2009",
)
CLEAR_HUG = Grouping(
    "clear-hug",
    phrase("CLEAR-HUG's own"),
    1,
    (
        LeadGroup(phrase("bipolar limb leads"), ("I", "II", "III")),
        LeadGroup(phrase("augmented limb leads"), ("aVR", "aVL", "aVF")),
        LeadGroup(phrase("chest leads"), ("V1", "V2", "V3", "V4", "V5", "V6")),
    ),
    "CLEAR-HUG, arXiv 2512.24002, AAAI 2026",
)
GROUPINGS: Mapping[str, Grouping] = {
    one.key: one for one in (ANATOMIC, CABRERA, CLEAR_HUG)
}
