"""Wide QRS without P, regular: beats that the bundles perhaps do not make."""

import pytest

from ecgviewer.ecg.criteria import Criterion
from tests.analysis.judging import LEFT, everything, facts, found
from tests.analysis.measuring import beats_of, measured, medians
from tests.simulator import LBBB, VENTRICULAR, BeatShape, simulate

SLOW: dict[str, float | None] = {
    **{"heart_rate_bpm": 80.0, "qrs_ms": 150.0, "p_present": 0.0, "p_share": 0.0}
}
MEETING: dict[str, dict[str, dict[str, float | None]]] = {
    "lbbb": LEFT,  # type: ignore[dict-item]
    "ivcd": {},
    "sokolow_lyon": {"V1": {"s_mv": -2.0}, "V5": {"r_mv": 2.0}},
    "st_elevation": {lead: {"st_j_mv": 0.3} for lead in ("II", "aVF")},
    "st_depression": {lead: {"st_j_mv": -0.3} for lead in ("V4", "V5")},
}
RESERVATION = "a ventricular or paced rhythm is not ruled out (wide QRS without P)"


@pytest.mark.parametrize("key", MEETING)
@pytest.mark.parametrize(
    ("changed", "reserved"),
    [
        ({}, True),
        ({"heart_rate_bpm": 35.0}, True),
        # P before some of the beats only, or nothing known of P or RR.
        ({"p_share": 0.3}, True),
        ({"p_present": None, "p_share": None}, True),
        ({"rr_steady_share": None}, True),
        ({"p_present": 1.0, "p_share": 1.0}, False),
        ({"rr_steady_share": 0.84}, False),
    ],
)
def test_what_wide_beats_without_p_meet_comes_with_a_reservation(
    key: str, changed: dict[str, float | None], reserved: bool
) -> None:
    one = found(everything(facts(MEETING[key], **SLOW | changed)), key)
    assert one.met is True
    assert (RESERVATION in one.reason) == reserved


def test_of_narrow_paced_and_fast_beats_it_is_not_said() -> None:
    """What is known of the last two is said instead."""
    leads = MEETING["sokolow_lyon"]
    for known in (
        facts(leads, **SLOW | {"qrs_ms": 119.0}),
        facts(leads, paced=True, **SLOW),
        facts(leads, **SLOW | {"heart_rate_bpm": 150.0}),
    ):
        assert not any(RESERVATION in one.reason for one in everything(known))


def criteria_of(shape: BeatShape, rate_bpm: float) -> list[Criterion]:
    shape = shape.for_rate(rate_bpm)
    simulated = simulate(rate_bpm=rate_bpm, shape=shape, duration_s=20.0)
    median = medians(simulated.recording, beats_of(simulated))
    return list(measured(simulated, median=median).criteria)


@pytest.mark.parametrize("rate_bpm", [35, 80])
def test_an_escape_rhythm_of_a_ventricle_is_not_said_to_be_conducted(
    rate_bpm: float,
) -> None:
    ivcd = found(criteria_of(VENTRICULAR, rate_bpm), "ivcd")
    assert ivcd.met is True
    assert RESERVATION in ivcd.reason


def test_a_block_in_sinus_rhythm_is_said_without_it() -> None:
    lbbb = found(criteria_of(LBBB, 70), "lbbb")
    assert lbbb.met is True
    assert RESERVATION not in lbbb.reason
