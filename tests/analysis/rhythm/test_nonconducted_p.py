"""P waves of no beat: what they make of PR, of the rate of the atria, and what is said.

The P waves are those of the simulation, as a delineator that sees all would give them.
"""

from dataclasses import replace

import numpy as np
import pytest

from ecgviewer.ecg.fiducials import POINTS
from ecgviewer.ecg.measurements import Measurements
from ecgviewer.ecg.reasons.text import text_of
from tests.analysis.judging import found
from tests.analysis.measuring import measured, refused, value
from tests.simulator import (
    SINUS,
    VENTRICULAR,
    Simulated,
    simulate,
    with_p_waves,
)

P_FROM_R_S = SINUS.limits_s["p"][0]


def with_p_at(simulated: Simulated, p_s: np.ndarray) -> Simulated:
    """Return the recording with P waves that begin there, and its truth.

    The last P less than half a second before QRS belongs to it; what QRS or T hides is
    not seen.
    """
    fiducials = simulated.fiducials
    common = fiducials.common_s.copy()
    onset_s, t_end_s = (fiducials.common(p) for p in ("qrs_onset", "t_offset"))
    others = []
    for at in p_s.tolist():
        beat = int(np.searchsorted(onset_s, at + SINUS.p_s))
        if beat and at < t_end_s[beat - 1]:
            continue
        own = beat < onset_s.size and onset_s[beat] - at < 0.5
        if own and not np.any((p_s > at) & (p_s + SINUS.p_s < onset_s[beat])):
            common[beat, : POINTS.index("qrs_onset")] = at + SINUS.p_s * np.arange(
                0, 1.1, 0.5
            )
        elif 0 < beat < onset_s.size:
            others.append((at, at + SINUS.p_s))
    seen = replace(
        fiducials, common_s=common, other_p_s=np.reshape(np.array(others), (-1, 2))
    )
    recording = with_p_waves(simulated.recording, p_s)
    return replace(simulated, recording=recording, fiducials=seen)


def blocked(atrial_bpm: float, conducted: int, of: int) -> Simulated:
    """Return P waves in groups of so many, of which the first ones are conducted."""
    p_s = np.arange(0.3, 19.8, 60.0 / atrial_bpm)
    r_s = [at - P_FROM_R_S for n, at in enumerate(p_s) if n % of < conducted]
    beats = simulate(r_s, duration_s=20, shape=replace(SINUS, p=()))
    return with_p_at(beats, p_s)


def complete(atrial_bpm: float, ventricular_bpm: float) -> Simulated:
    beats = simulate(
        rate_bpm=ventricular_bpm, duration_s=20, shape=replace(VENTRICULAR, p=())
    )
    return with_p_at(beats, np.arange(0.15, 19.8, 60.0 / atrial_bpm))


def said(found: Measurements) -> str:
    return text_of(found.cautions)


@pytest.mark.parametrize(
    ("atrial_bpm", "conducted", "of"), [(80, 1, 2), (80, 3, 4), (100, 1, 3)]
)
def test_blocked_p_waves_are_said_and_pr_is_that_of_conducted_beats(
    atrial_bpm, conducted, of
):
    simulated = blocked(atrial_bpm, conducted, of)
    measurements = measured(simulated)
    n = len(simulated.fiducials.other_p_s)
    assert f"{n} P waves are followed by no QRS" in said(measurements)
    assert value(measurements, "pr_ms") == pytest.approx(1000 * SINUS.pr_s, abs=3)
    assert f"{n} P waves have no QRS" in measurements.values["pr_ms"].reason
    assert value(measurements, "atrial_rate_bpm") == pytest.approx(atrial_bpm, rel=0.02)


@pytest.mark.parametrize(
    ("atrial_bpm", "ventricular_bpm"), [(85, 38), (75, 42), (100, 33), (66, 31)]
)
def test_in_complete_block_nothing_is_called_pr(atrial_bpm, ventricular_bpm):
    measurements = measured(complete(atrial_bpm, ventricular_bpm))
    assert refused(measurements, "pr_ms")
    assert found(list(measurements.criteria), "pr_long").met is None
    assert "AV block" in said(measurements)


def test_waves_of_p_are_no_flutter():
    measurements = measured(blocked(80, 1, 2))
    assert not any("flutter" in one.reason for one in measurements.criteria)
    dissociated = measured(complete(66, 31))
    assert "flutter" not in dissociated.values["qt_ms"].reason


def test_p_at_one_long_distance_is_not_called_blocked():
    """PR grows from 160 to 580 ms in mid-recording, and every P has its QRS."""
    r_s = np.arange(0.6, 19.5, 1.2)
    p_s = r_s + P_FROM_R_S - np.where(r_s > 12, 0.42, 0.0)
    simulated = with_p_at(simulate(r_s, duration_s=20, shape=replace(SINUS, p=())), p_s)
    measurements = measured(simulated)
    assert "followed by no QRS" not in said(measurements)
    assert "P keeps its distance from QRS in only" in refused(measurements, "pr_ms")


def test_a_p_behind_a_beat_of_the_ventricles_is_not_called_blocked():
    """The pause behind such a beat holds a P that finds the AV node refractory."""
    r_s = np.arange(0.6, 19.5, 0.8)
    odd = {float(r_s[n]) - 0.25: VENTRICULAR for n in (5, 11, 17)}
    kept = [at for n, at in enumerate(r_s) if n not in (5, 11, 17)]
    simulated = with_p_at(
        simulate(kept, duration_s=20, shape=replace(SINUS, p=()), ectopic=odd),
        np.delete(r_s, 0) + P_FROM_R_S,
    )
    other = np.array([(t + 0.45, t + 0.55) for t in odd])
    fiducials = replace(simulated.fiducials, other_p_s=other)
    measurements = measured(replace(simulated, fiducials=fiducials))
    assert said(measurements) == ""
    assert value(measurements, "pr_ms") == pytest.approx(1000 * SINUS.pr_s, abs=3)


@pytest.mark.parametrize("n_other", [0, 1])
def test_a_single_p_of_no_beat_says_nothing(n_other):
    simulated = blocked(80, 1, 2)
    few = simulated.fiducials.other_p_s[:n_other]
    fiducials = replace(simulated.fiducials, other_p_s=few)
    measurements = measured(replace(simulated, fiducials=fiducials))
    assert said(measurements) == ""
    assert measurements.values["pr_ms"].reason == ""


def test_early_beats_of_the_atria_have_no_rate_of_the_atria():
    """Blocked early P waves, each at another distance from the one before."""
    r_s = np.arange(0.6, 19.5, 0.9)
    gone = np.array([3, 8, 13, 18])
    p_s = r_s + P_FROM_R_S
    p_s[gone] -= (0.05, 0.12, 0.19, 0.26)
    simulated = with_p_at(
        simulate(np.delete(r_s, gone), duration_s=20, shape=replace(SINUS, p=())), p_s
    )
    measurements = measured(simulated)
    assert "4 P waves are followed by no QRS" in said(measurements)
    low = 60.0 / 0.9 * 0.9
    rate = measurements.values["atrial_rate_bpm"]
    assert rate.value is None or low < rate.value < 60.0 / 0.9 * 1.1


def test_two_distances_by_turns_are_no_pr():
    """The atria and a pacemaker that nobody sees keep rates of 4 to 3."""
    simulated = simulate(duration_s=20, shape=replace(VENTRICULAR, p=()))
    onset_s = simulated.fiducials.common("qrs_onset")
    before_s = np.resize([0.12, 0.38, np.nan], onset_s.size)
    p_s = (onset_s - before_s)[np.isfinite(before_s)]
    reason = refused(measured(with_p_at(simulated, p_s[1:])), "pr_ms")
    assert reason == "P keeps its distance from QRS in only 8 of 23 beats"


def test_p_before_two_of_three_beats_is_still_one_pr():
    """As where noise hides some."""
    simulated = simulate(duration_s=20)
    common = simulated.fiducials.common_s.copy()
    common[1::3, : POINTS.index("qrs_onset")] = np.nan
    fiducials = replace(simulated.fiducials, common_s=common)
    assert value(measured(simulated, fiducials=fiducials), "pr_ms") == pytest.approx(
        1000 * SINUS.pr_s, abs=3
    )
