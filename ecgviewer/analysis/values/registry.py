"""The values that are measured of a recording as a whole: one row for each.

Tables, pages, differences and what is printed follow from the rows. Values of leads are
those of ``lead_values``.

What computes is imported when it is asked: the first paper is painted without.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from ecgviewer.analysis.values.noise_floor import VOLTAGE_FLOOR, NoiseFloor
from ecgviewer.ecg.measurements import Measurement

if TYPE_CHECKING:
    from ecgviewer.analysis.values.inputs import Inputs

Values = Mapping[str, Measurement]
Compute = Callable[["Inputs", Values], Values]


@dataclass(frozen=True)
class ValueKind:
    """What is known of a value before it is measured: one row of the registry.

    Attributes
    ----------
    key, name : str
        As in ``Measurements.values``, and for the reader.
    unit : str
        As in ``Measurement``; it decides how many digits are shown.
    compute : callable
        Returns the value by its key, of ``Inputs`` and the values of rows before. Rows
        that are computed together share one.
    floor : NoiseFloor or None
        Up to which difference two of it may be the same; ``None`` if that is not known.
    on_page : str
        Whether it is printed on a page: ``"always"``, ``"if known"`` of what few
        recordings have, or ``""``.
    """

    key: str
    name: str
    unit: str
    compute: Compute
    floor: NoiseFloor | None = None
    on_page: Literal["", "if known", "always"] = ""


def _rates(seen: "Inputs", _before: Values) -> Values:
    from ecgviewer.analysis.rhythm.rhythm import rate_values

    return rate_values(seen.table.beats, seen.doubt)


def _atrial_rate(seen: "Inputs", _before: Values) -> Values:
    from ecgviewer.analysis.rhythm.atrial_activity import atrial_value

    of_p = None if seen.further_p is None else seen.further_p.rate()
    return {"atrial_rate_bpm": of_p or atrial_value(seen.atria)}


def _intervals(seen: "Inputs", _before: Values) -> Values:
    from ecgviewer.analysis.gates.t_end import held_against_rules
    from ecgviewer.analysis.values.intervals import interval_values

    values = interval_values(
        seen.table, seen.state, seen.doubt, seen.error, seen.second
    )
    return values | {"qt_ms": held_against_rules(values["qt_ms"], seen.qt_by_rules)}


def _qtc(seen: "Inputs", before: Values) -> Values:
    from ecgviewer.analysis.values.qtc_values import qtc_values

    return qtc_values(before["qt_ms"], before["qrs_ms"], seen.table, seen.state)


def _axes(seen: "Inputs", _before: Values) -> Values:
    from ecgviewer.analysis.values.axes import axis_values

    return axis_values(seen.shape, seen.state, unit_is_mv=seen.unit_is_mv)


def _variability(seen: "Inputs", _before: Values) -> Values:
    from ecgviewer.analysis.rhythm.rhythm import variability_values

    return variability_values(seen.table.beats)


def _pauses(seen: "Inputs", _before: Values) -> Values:
    from ecgviewer.analysis.rhythm.rhythm import pause_values, pauses

    return pause_values(pauses(seen.table.beats), seen.table.beats)


def _premature(seen: "Inputs", _before: Values) -> Values:
    from ecgviewer.analysis.rhythm.rhythm import premature_value

    return {"premature_beats": premature_value(seen.early, seen.table.beats)}


def _ectopic(seen: "Inputs", _before: Values) -> Values:
    from ecgviewer.analysis.rhythm.rhythm import ectopic_values
    from ecgviewer.analysis.values.aberrant_conduction import aberrant_beats

    return ectopic_values(seen.table.beats, aberrant_beats(seen.table))


def _qt_by_rules(seen: "Inputs", _before: Values) -> Values:
    return seen.qt_by_rules


def _transition(seen: "Inputs", _before: Values) -> Values:
    from ecgviewer.analysis.values.r_progression import transition_zone

    return {"r_transition": transition_zone(seen.per_lead)}


_QT = "PMC4025961, minimal detectable change"
_CSE = "IEC 60601-2-25, twice the SD of the CSE"
_OWN = "this program's choice"
_QTC_FLOOR = NoiseFloor(26.0, _QT)
_AXIS_FLOOR = NoiseFloor(30.0, _OWN, circular=True)
# In the order in which they are shown.
VALUES: tuple[ValueKind, ...] = (
    ValueKind(
        "heart_rate_bpm",
        "Heart rate",
        "bpm",
        _rates,
        NoiseFloor(5.0, "ANSI/AAMI EC13"),
        "always",
    ),
    ValueKind("rate_min_bpm", "Slowest rate", "bpm", _rates),
    ValueKind("rate_max_bpm", "Fastest rate", "bpm", _rates),
    ValueKind(
        "atrial_rate_bpm", "Atrial rate", "bpm", _atrial_rate, on_page="if known"
    ),
    ValueKind("rr_ms", "RR (median)", "ms", _rates),
    ValueKind("p_ms", "P", "ms", _intervals, NoiseFloor(30.0, _CSE)),
    ValueKind("pr_ms", "PR", "ms", _intervals, NoiseFloor(20.0, _CSE), "always"),
    ValueKind("qrs_ms", "QRS", "ms", _intervals, NoiseFloor(20.0, _CSE), "always"),
    # What devices print, and limits such as 120 ms are of.
    ValueKind("qrs_device_ms", "QRS (device-like)", "ms", _intervals, on_page="always"),
    ValueKind("qt_ms", "QT", "ms", _intervals, NoiseFloor(32.0, _QT), "always"),
    ValueKind("qtcf_ms", "QTc Fridericia", "ms", _qtc, _QTC_FLOOR),
    ValueKind("qtcb_ms", "QTc Bazett", "ms", _qtc, _QTC_FLOOR),
    ValueKind("qtcframingham_ms", "QTc Framingham", "ms", _qtc, _QTC_FLOOR),
    ValueKind("qtchodges_ms", "QTc Hodges", "ms", _qtc, _QTC_FLOOR),
    ValueKind("qtc_rr_ms", "RR for QTc", "ms", _qtc),
    ValueKind("jt_ms", "JT", "ms", _intervals, NoiseFloor(32.0, _QT)),
    ValueKind("jtcf_ms", "JTc Fridericia", "ms", _qtc, _QTC_FLOOR),
    ValueKind("p_axis_deg", "P axis", "deg", _axes, _AXIS_FLOOR),
    ValueKind(
        "qrs_axis_deg",
        "QRS axis",
        "deg",
        _axes,
        NoiseFloor(15.0, _OWN, circular=True),
        "always",
    ),
    ValueKind("t_axis_deg", "T axis", "deg", _axes, _AXIS_FLOOR),
    ValueKind("qrs_t_angle_deg", "QRS-T angle, frontal", "deg", _axes),
    ValueKind("qrs_t_spatial_deg", "QRS-T angle, spatial", "deg", _axes),
    ValueKind("rr_sd_ms", "SD of RR (usual beats)", "ms", _variability),
    ValueKind("rmssd_ms", "RMSSD (usual beats)", "ms", _variability),
    ValueKind("rr_range_ms", "Range of RR (usual beats)", "ms", _variability),
    ValueKind("rr_steady_share", "Share of steady RR (usual beats)", "", _variability),
    ValueKind("longest_rr_ms", "Longest RR (all beats)", "ms", _pauses),
    ValueKind("pauses_over_2s", "Pauses over 2 s", "", _pauses),
    ValueKind("pauses_over_3s", "Pauses over 3 s", "", _pauses),
    ValueKind("premature_beats", "Premature beats", "", _premature),
    ValueKind("ectopic_beats", "Ectopic beats", "", _ectopic),
    ValueKind("ectopic_run_beats", "Longest run of ectopic beats", "", _ectopic),
    ValueKind("ectopic_run_bpm", "Rate of that run", "bpm", _ectopic),
    ValueKind("p_present", "P waves", "", _intervals),
    ValueKind("p_share", "Share of beats with P", "", _intervals),
    ValueKind("qt_tangent_ms", "QT by tangent", "ms", _qt_by_rules),
    ValueKind("qt_threshold_ms", "QT by threshold", "ms", _qt_by_rules),
    ValueKind("r_transition", "R/S transition (V lead)", "", _transition),
)
FLOORS: Mapping[str, NoiseFloor] = {
    kind.key: kind.floor for kind in VALUES if kind.floor is not None
}


def values_of(seen: "Inputs") -> dict[str, Measurement]:
    """Return the value of each row, in their order."""
    found: dict[str, Measurement] = {}
    for compute in dict.fromkeys(kind.compute for kind in VALUES):
        found |= compute(seen, found)
    return {kind.key: found.pop(kind.key) for kind in VALUES} | found


def noise_floor(key: str) -> NoiseFloor | None:
    """Return the floor of a value by its key, ``None`` if none is known."""
    return VOLTAGE_FLOOR if key.endswith("_mv") else FLOORS.get(key)
