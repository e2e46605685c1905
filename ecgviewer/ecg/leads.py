"""Lead names, their order, their groups, and the leads that follow from others.

Names are spelled as on paper (``aVR``, ``V1``). The canonical order is I, II, III, aVR,
aVL, aVF, V1..V6.
"""

import re
from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

STANDARD_12: tuple[str, ...] = (
    *("I", "II", "III", "aVR", "aVL", "aVF"),
    *("V1", "V2", "V3", "V4", "V5", "V6"),
)
INDEPENDENT_8: tuple[str, ...] = ("I", "II", "V1", "V2", "V3", "V4", "V5", "V6")

# Contiguous territories (Fourth Universal Definition of MI 2018; groupings differ
# between textbooks, so the table is versioned and shown wherever it is used).
LEAD_GROUPS_VERSION = 1
LEAD_GROUPS: Mapping[str, tuple[str, ...]] = {
    "inferior": ("II", "III", "aVF"),
    "lateral": ("I", "aVL", "V5", "V6"),
    "septal": ("V1", "V2"),
    "anterior": ("V3", "V4"),
    "aVR": ("aVR",),
}

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


def lead_group(lead: str) -> str | None:
    """Return the territory of a standard lead, ``None`` for other leads."""
    for group, leads in LEAD_GROUPS.items():
        if lead in leads:
            return group
    return None


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
