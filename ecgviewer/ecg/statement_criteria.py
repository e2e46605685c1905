"""Which measured criteria ask what a statement of the network says.

The network does not read them: where both agree, two independent roads lead to the same
place, and where they differ the reader knows where to look. Neither proves the other
wrong: criteria of voltage miss most hypertrophies, and readers name blocks that fall
short of a published limit.
"""

from collections.abc import Iterable, Mapping

from ecgviewer.ecg.criteria import Criterion

_LEFT_VENTRICLE = (
    *("sokolow_lyon", "sokolow_lyon_avl", "cornell", "cornell_product"),
    *("peguero", "romhilt_estes"),
)
_BLOCKS = ("rbbb", "rbbb_incomplete", "lbbb", "lafb", "lpfb", "ivcd")
# By SCP-ECG code, and PTB-XL's superclasses (Wagner et al. 2020, table 5).
CRITERIA_OF: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(("1AVB", "LPR"), ("pr_long",)),
    "CRBBB": ("rbbb",),
    "IRBBB": ("rbbb_incomplete",),
    "CLBBB": ("lbbb",),
    "LAFB": ("lafb",),
    "LPFB": ("lpfb",),
    "IVCD": ("ivcd",),
    "CD": ("pr_long", *_BLOCKS),
    "LVH": _LEFT_VENTRICLE,
    "RVH": ("sokolow_lyon_right",),
    "HYP": (*_LEFT_VENTRICLE, "sokolow_lyon_right"),
    "STD_": ("st_depression",),
    "STE_": ("st_elevation", "st_elevation_lvh", "sgarbossa"),
    "LVOLT": ("low_voltage",),
    "LNGQT": ("qtc_long",),
}


def criteria_of(code: str, criteria: Iterable[Criterion]) -> tuple[Criterion, ...]:
    """Return those of the criteria judged that ask what a statement says."""
    keys = CRITERIA_OF.get(code, ())
    return tuple(criterion for criterion in criteria if criterion.key in keys)


def any_met(criteria: Iterable[Criterion]) -> bool | None:
    """Return whether one is met; ``None`` if none is and not all could be judged."""
    verdicts = {criterion.met for criterion in criteria}
    if True in verdicts:
        return True
    return None if None in verdicts or not verdicts else False
