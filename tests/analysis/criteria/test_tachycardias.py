"""Fast rhythms that ask for attention, and runs of ectopic beats."""

import numpy as np
import pytest

from ecgviewer.analysis.criteria.tachycardias import is_ventricular, tachycardias
from ecgviewer.ecg.criteria import Criterion
from tests.analysis.judging import facts, found
from tests.analysis.measuring import measured, value
from tests.simulator import VENTRICULAR, BeatShape, simulate

FAST = {"heart_rate_bpm": 150.0, "p_present": 0.0, "p_share": 0.0}


def judged(**values: float | None) -> dict[str, Criterion]:
    known = facts(**(FAST | values))  # type: ignore[arg-type]
    return {one.key: one for one in tachycardias(known)}


def test_a_regular_tachycardia_without_p_is_said_however_wide_qrs_is() -> None:
    for qrs_ms, wide in ((90.0, False), (150.0, True)):
        one = judged(qrs_ms=qrs_ms)
        assert one["tachycardia_without_p"].met is True
        assert one["wide_qrs_tachycardia"].met is wide
    with_single_beats = judged(rr_steady_share=0.86)
    assert with_single_beats["tachycardia_without_p"].met is True
    for changed in ({"rr_steady_share": 0.8}, {"p_present": 1.0, "p_share": 1.0}):
        assert judged(**changed)["tachycardia_without_p"].met is False


def test_waves_of_the_atria_that_are_seen_are_said_of_a_tachycardia() -> None:
    """Flutter conducted two to one but for a few beats is regular and without P."""
    waves = "regular waves of the atria instead of P, as in flutter"
    for one in judged(qrs_ms=150.0, atrial_rate_bpm=290.0).values():
        assert (waves in one.reason) is (one.key != "ectopic_run")
    slow = judged(qrs_ms=150.0, atrial_rate_bpm=290.0, heart_rate_bpm=72.0)
    assert not any(waves in one.reason for one in slow.values())


def test_p_before_some_beats_leaves_open_whether_it_is_before_all() -> None:
    known = facts(**(FAST | {"qrs_ms": 150.0, "p_share": 0.15}))  # type: ignore[arg-type]
    wide, _, narrow = tachycardias(known)
    assert (wide.met, narrow.met) == (None, None)
    assert "P waves" in wide.reason
    assert is_ventricular(known) is None
    few = facts(**(FAST | {"qrs_ms": 150.0, "p_share": 0.05}))  # type: ignore[arg-type]
    assert is_ventricular(few) is True


def test_one_captured_beat_leaves_a_tachycardia_regular() -> None:
    rr = np.full(20, 0.45)
    rr[10] = 0.80
    r_s = 0.3 + np.concatenate([[0.0], np.cumsum(rr)])
    steady = measured(simulate(r_s, duration_s=float(r_s[-1]) + 0.4))
    assert value(steady, "rr_steady_share") == pytest.approx(0.95)
    assert value(steady, "rr_range_ms") > 300
    rng = np.random.default_rng(0)
    r_s = 0.3 + np.cumsum(rng.uniform(0.33, 0.57, 20))
    wild = measured(simulate(r_s, duration_s=float(r_s[-1]) + 0.4))
    assert value(wild, "rr_steady_share") < 0.7


def with_run(n_beats: int, rr_s: float) -> dict[float, BeatShape]:
    return {4.0 + rr_s * k: VENTRICULAR for k in range(n_beats)}


@pytest.mark.parametrize(
    ("n_beats", "rr_s", "met"),
    [
        (1, 0.4, False),
        (2, 0.4, False),
        (3, 0.4, True),
        (5, 0.4, True),
        (3, 0.65, False),
    ],
)
def test_three_fast_ectopic_beats_in_a_row_are_a_run(
    n_beats: int, rr_s: float, met: bool
) -> None:
    ectopic = with_run(n_beats, rr_s)
    sinus_s = [0.5, 1.4, 2.3, 3.2, 7.5, 8.4, 9.3, 10.2]
    one = measured(simulate(sinus_s, duration_s=12.0, ectopic=ectopic))
    assert value(one, "ectopic_beats") == n_beats
    assert value(one, "ectopic_run_beats") == n_beats
    if n_beats > 1:
        assert value(one, "ectopic_run_bpm") == pytest.approx(60 / rr_s, abs=1.5)
    assert found(list(one.criteria), "ectopic_run").met is met


def test_without_kinds_of_beats_nobody_knows_of_ectopic_ones() -> None:
    one = measured(simulate(), classes=None)
    assert one.values["ectopic_beats"].value is None
    assert found(list(one.criteria), "ectopic_run").met is None
