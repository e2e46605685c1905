import numpy as np
import pytest

from ecgviewer.analysis.rhythm.qrs_peaks import qrs_peaks
from ecgviewer.ecg.beats import BeatList
from tests.simulated_noise import Noise
from tests.simulator import LBBB, SINUS, VENTRICULAR, simulate


def beats_of(simulated, moved_s=0.0):
    fs = simulated.recording.fs
    return BeatList(simulated.r_peaks + round(moved_s * fs), fs)


@pytest.mark.parametrize(("fs", "moved_s"), [(250, -0.03), (500, 0.0), (500, 0.03)])
def test_the_peak_of_a_narrow_qrs_is_its_r_wherever_the_search_begins(fs, moved_s):
    simulated = simulate(fs=fs, noise=Noise(muscle_mv=0.01), shape=SINUS)
    found = qrs_peaks(simulated.recording, beats_of(simulated, moved_s))

    np.testing.assert_allclose(found.r_peaks, simulated.r_peaks, atol=0.008 * fs)


@pytest.mark.parametrize("shape", [VENTRICULAR, LBBB])
def test_the_peak_of_a_wide_qrs_lies_within_it(shape):
    simulated = simulate(shape=shape)
    found = qrs_peaks(simulated.recording, beats_of(simulated)).times_s

    assert (found > simulated.fiducials.common("qrs_onset")).all()
    assert (found < simulated.fiducials.common("qrs_offset")).all()
    assert np.ptp(found - simulated.fiducials.r_peaks_s) <= 0.002


def test_a_pacing_spike_is_no_peak():
    simulated = simulate(pacing="ventricular", spike_mv=20.0)
    found = qrs_peaks(simulated.recording, beats_of(simulated)).times_s

    assert (found > np.array(simulated.spikes_s) + 0.02).all()


def test_dead_leads_have_no_vote_and_without_leads_nothing_moves():
    dead = ("I", "aVL", "V1", "V2", "V3", "V4", "V6")
    simulated = simulate(noise=Noise(dead=dead))
    found = qrs_peaks(simulated.recording, beats_of(simulated))
    np.testing.assert_allclose(found.r_peaks, simulated.r_peaks, atol=4)

    silent = simulate(noise=Noise(dead=simulated.recording.leads))
    kept = qrs_peaks(silent.recording, beats_of(silent))
    np.testing.assert_array_equal(kept.r_peaks, silent.r_peaks)
