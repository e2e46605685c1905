"""Atria that are paced alone: their beats are conducted, and judged as such."""

from dataclasses import replace

import pytest

from ecgviewer.analysis.beats.beat_classes import classify_beats
from ecgviewer.ecg.measurements import Measurements
from ecgviewer.ecg.reasons.rhythm import ATRIA_PACED
from tests.analysis.judging import found
from tests.analysis.measuring import beats_of, refused, whole
from tests.simulated_noise import Noise
from tests.simulator import LBBB, SINUS, BeatShape, Simulated, simulate

NOISE = Noise(white_mv=0.005, wander_mv=0.05)
INFERIOR = replace(SINUS, st_mv=(-0.1, 0.35, -0.1, -0.1, 0.0, 0.0, 0.0, 0.0))


def examined(simulated: Simulated) -> Measurements:
    """Measure with the classes and spikes that are found."""
    beats, recording = beats_of(simulated), simulated.recording
    classes = classify_beats(recording, beats)
    return whole(simulated, classes=classes.kinds, spikes=classes.spikes)


def paced(shape: BeatShape, spike_mv: float = 1.0, fs: float = 500.0) -> Measurements:
    return examined(
        simulate(shape=shape, pacing="atrial", spike_mv=spike_mv, fs=fs, noise=NOISE)
    )


@pytest.mark.parametrize(
    ("spike_mv", "fs"), [(0.3, 250.0), (1.0, 500.0), (3.0, 1000.0)]
)
def test_st_elevation_is_judged_where_the_atria_are_paced(spike_mv, fs):
    one = paced(INFERIOR, spike_mv, fs)
    criteria = one.criteria
    assert found(criteria, "st_elevation").met is True
    assert found(criteria, "lbbb").met is False
    assert not one.rhythm.paced
    assert "of paced beats" not in one.values["qrs_ms"].reason
    assert ATRIA_PACED() in one.cautions


def test_p_and_pr_that_begin_in_a_spike_have_no_value():
    one = paced(SINUS)
    expected = "a pacemaker paces the atria: its spike hides where P begins"
    assert {refused(one, key) for key in ("p_ms", "pr_ms")} == {expected}


def test_a_wide_qrs_may_be_paced_by_a_spike_that_is_not_seen():
    one = paced(LBBB)
    assert one.rhythm.paced
    assert found(one.criteria, "lbbb").met is None


@pytest.mark.parametrize("pacing", ["ventricular", "dual"])
def test_paced_ventricles_make_their_beats(pacing):
    one = examined(simulate(pacing=pacing, noise=NOISE))
    assert one.rhythm.paced
    assert one.cautions == ()
