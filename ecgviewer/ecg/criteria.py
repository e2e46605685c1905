"""Published criteria, and what a recording's measured values come to under them.

A criterion is met or not met; it is no diagnosis. Where a value that it needs is
missing, or where it must not be applied, it is neither.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from ecgviewer.ecg.reasons.reason import Reason
from ecgviewer.ecg.reasons.text import text_of

Relation = Literal[">=", ">", "<=", "<", "present", "absent"]
Electrodes = Literal["limb", "chest"]


@dataclass(frozen=True)
class CriterionPart:
    """One thing that a criterion asks, and what was measured.

    Attributes
    ----------
    name : str
        Such as ``"S V1 + R V5"``.
    value : float or None
        ``None`` where it could not be measured.
    unit : str
        As in ``Measurement``.
    relation, threshold : str, float or None
        What the value must be; a wave that must be there or not has no threshold.
    met : bool or None
    """

    name: str
    value: float | None
    unit: str
    relation: Relation
    threshold: float | None
    met: bool | None


@dataclass(frozen=True)
class Criterion:
    """One criterion applied to one recording.

    Attributes
    ----------
    key : str
        Stable, such as ``"lbbb"``.
    name : str
        For the reader.
    met : bool or None
        ``None`` if it could not be or must not be evaluated; ``reasons`` say why.
    parts : tuple of CriterionPart
        Everything that was asked.
    margin, margin_unit : float or None, str
        By how much the deciding value is beyond its threshold, negative if short of it;
        ``None`` where no single value decides.
    leads : tuple of str
        The leads that decided.
    source : str
        Where the criterion was published.
    reasons : tuple of Reason
        Why it was not evaluated, or what limits it; else empty.
    """

    key: str
    name: str
    met: bool | None
    parts: tuple[CriterionPart, ...] = ()
    margin: float | None = None
    margin_unit: str = ""
    leads: tuple[str, ...] = ()
    source: str = ""
    reasons: tuple[Reason, ...] = ()

    def __post_init__(self) -> None:
        if self.met is None and not self.reasons:
            raise ValueError(f"{self.key}: neither met nor not met, and no reason")

    @property
    def is_certain(self) -> bool:
        """Whether it is met or not, and nothing makes that doubtful.

        What is only to be known of it, such as that a limit is one of adults, does not.
        """
        weighty = any(one.severity != "note" for one in self.reasons)
        return self.met is not None and not weighty

    @property
    def reason(self) -> str:
        """The text of ``reasons`` in English, to be printed; code asks ``reasons``."""
        return text_of(self.reasons)


@dataclass(frozen=True)
class CriterionKind:
    """What is known of a criterion before it is applied: one row of the registry.

    Attributes
    ----------
    key, name : str
        As those of ``Criterion``.
    electrodes : frozenset of Electrodes
        Which ones the verdict rests on, so that it is doubtful where they are
        exchanged; empty if it rests on what all leads have in common.
    statements : tuple of str
        SCP-ECG codes, and PTB-XL's superclasses (Wagner et al. 2020, table 5), of the
        network's statements that say the same.
    urgent : bool
        Whether it stands before the others where it is met.
    """

    key: str
    name: str
    electrodes: frozenset[Electrodes] = frozenset()
    statements: tuple[str, ...] = ()
    urgent: bool = False


_LIMB, _CHEST = frozenset[Electrodes](("limb",)), frozenset[Electrodes](("chest",))
_BOTH = _LIMB | _CHEST
_LEFT, _RIGHT = ("LVH", "HYP"), ("RVH", "HYP")
# In the order in which they are shown.
KINDS: tuple[CriterionKind, ...] = (
    CriterionKind("pr_long", "PR interval long", statements=("1AVB", "LPR", "CD")),
    CriterionKind("pr_short", "PR interval short"),
    CriterionKind("qrs_long", "QRS long"),
    CriterionKind("qtc_long", "QTc long", statements=("LNGQT",)),
    CriterionKind("qtc_short", "QTc short"),
    CriterionKind("axis_left", "QRS axis to the left", _LIMB),
    CriterionKind("axis_right", "QRS axis to the right", _LIMB),
    CriterionKind("axis_extreme", "Extreme QRS axis", _LIMB),
    CriterionKind("rr_irregular", "RR irregular"),
    CriterionKind(
        "wide_qrs_tachycardia", "Regular wide-QRS tachycardia without P", urgent=True
    ),
    CriterionKind("ectopic_run", "Run of ectopic beats", urgent=True),
    CriterionKind(
        "tachycardia_without_p", "Regular tachycardia, no P seen", urgent=True
    ),
    CriterionKind("rbbb", "Right bundle branch block", _BOTH, ("CRBBB", "CD")),
    CriterionKind(
        "rbbb_incomplete",
        "Incomplete right bundle branch block",
        _BOTH,
        ("IRBBB", "CD"),
    ),
    CriterionKind("lbbb", "Left bundle branch block", _BOTH, ("CLBBB", "CD")),
    CriterionKind("lafb", "Left anterior fascicular block", _LIMB, ("LAFB", "CD")),
    CriterionKind("lpfb", "Left posterior fascicular block", _LIMB, ("LPFB", "CD")),
    CriterionKind(
        "ivcd",
        "Intraventricular conduction disturbance, unspecific",
        _BOTH,
        ("IVCD", "CD"),
    ),
    CriterionKind("sokolow_lyon", "Sokolow-Lyon", _CHEST, _LEFT),
    CriterionKind("sokolow_lyon_avl", "Sokolow-Lyon, R aVL", _LIMB, _LEFT),
    CriterionKind("cornell", "Cornell voltage", _BOTH, _LEFT),
    CriterionKind("cornell_product", "Cornell product", _BOTH, _LEFT),
    CriterionKind("peguero", "Peguero-Lo Presti", _BOTH, _LEFT),
    CriterionKind("romhilt_estes", "Romhilt-Estes score", _BOTH, _LEFT),
    CriterionKind(
        "sokolow_lyon_right", "Sokolow-Lyon, right ventricle", _CHEST, _RIGHT
    ),
    CriterionKind("low_voltage", "Low QRS voltage", _BOTH, ("LVOLT",)),
    CriterionKind("poor_r_progression", "Poor R-wave progression", _CHEST),
    CriterionKind(
        "st_elevation",
        "ST elevation in two contiguous leads",
        _BOTH,
        ("STE_",),
        urgent=True,
    ),
    CriterionKind(
        "st_elevation_lvh",
        "ST elevation with high voltages, in two contiguous leads",
        _BOTH,
        ("STE_",),
        urgent=True,
    ),
    CriterionKind(
        "sgarbossa",
        "ST deviation in left bundle branch block or paced rhythm",
        _BOTH,
        ("STE_",),
        urgent=True,
    ),
    CriterionKind(
        "st_depression",
        "Horizontal or downsloping ST depression in two contiguous leads",
        _BOTH,
        ("STD_",),
        urgent=True,
    ),
)
KIND: Mapping[str, CriterionKind] = {kind.key: kind for kind in KINDS}
