from dataclasses import replace

import numpy as np
import pytest
from scipy import signal as sps

from ecgviewer.analysis.beats.pacing import find_pacing_spikes
from ecgviewer.ecg.beats import BeatList
from ecgviewer.ecg.recording import Recording
from tests.analysis.measuring import beats_of
from tests.simulated_noise import Noise
from tests.simulator import (
    LBBB,
    SINUS,
    VENTRICULAR,
    Bump,
    Simulated,
    dipole,
    simulate,
    sinus_beat,
)

NOISE = Noise(muscle_mv=0.02, white_mv=0.01, wander_mv=0.3)


def found(simulated: Simulated):
    return find_pacing_spikes(simulated.recording, beats_of(simulated))


def filtered(recording: Recording, high_hz: float) -> Recording:
    sos = sps.butter(2, high_hz, fs=recording.fs, output="sos")
    low_passed = sps.sosfiltfilt(sos, recording.signal_mv, axis=1)
    return Recording(low_passed, recording.fs, recording.leads, recording.source)


@pytest.mark.parametrize(
    ("fs", "pacing"),
    [(250, "dual"), (500, "atrial"), (500, "ventricular"), (1000, "dual")],
)
def test_every_spike_is_found_where_it_is(fs, pacing):
    simulated = simulate(pacing=pacing, fs=fs, noise=NOISE)
    spikes = found(simulated)

    assert len(spikes) == len(simulated.spikes_s)
    np.testing.assert_allclose(
        spikes.times_s, sorted(simulated.spikes_s), atol=0.002 + 1.5 / fs
    )
    assert spikes.ventricular.any() == (pacing != "atrial")
    assert spikes.ventricular.all() == (pacing == "ventricular")


def test_spikes_belong_to_the_beats_they_precede():
    spikes = found(simulate(pacing="dual"))

    assert (np.bincount(spikes.beats) == 2).all()
    assert (spikes.lags_s > 0).all()


def test_what_a_recorders_filter_leaves_of_spikes_is_enough():
    simulated = simulate(pacing="ventricular", noise=NOISE)
    spikes = find_pacing_spikes(
        filtered(simulated.recording, 150.0), beats_of(simulated)
    )

    assert len(spikes) == len(simulated.spikes_s)


@pytest.mark.parametrize("shape", [SINUS, VENTRICULAR, LBBB, sinus_beat(qrs_s=0.06)])
@pytest.mark.parametrize("fs", [250, 1000])
def test_beats_without_pacing_have_no_spikes(shape, fs):
    assert len(found(simulate(shape=shape, fs=fs))) == 0
    assert len(found(simulate(shape=shape, fs=fs, noise=NOISE))) == 0


@pytest.mark.parametrize("qrs_s", [0.04, 0.07])
@pytest.mark.parametrize("share", [0.1, 0.3])
def test_the_sudden_beginning_of_a_narrow_qrs_is_no_spike(qrs_s, share):
    first, second = (
        dipole(mv, 50.0, (-0.9, -0.7, 0.2, 1, 1.2, 1.3)) for mv in (1.5, 1)
    )
    waves = (Bump(0.0, share, 2 * share, first), Bump(1.2 * share, 0.7, 1.0, second))
    shape = replace(SINUS, qrs=waves, qrs_s=qrs_s, r_share=0.7)

    assert len(found(simulate(shape=shape))) == 0


@pytest.mark.parametrize("rate_bpm", [172, 220])
@pytest.mark.parametrize(("white_mv", "with_p"), [(0.002, True), (0.005, False)])
def test_the_beat_before_a_fast_one_is_no_spike(rate_bpm, white_mv, with_p):
    """Its QRS begins suddenly, and always as long before the next R."""
    shape = replace(SINUS.for_rate(rate_bpm), pr_s=0.1, p_s=0.08)
    shape = shape if with_p else replace(shape, p=())
    noise = Noise(white_mv=white_mv)

    assert len(found(simulate(rate_bpm=rate_bpm, shape=shape, noise=noise))) == 0


def test_the_last_beat_of_a_stretch_is_no_spike_of_the_next_stretch():
    shape = replace(SINUS.for_rate(200), p=())
    noise = Noise(white_mv=0.005)
    simulated = simulate(rate_bpm=200, duration_s=125.0, shape=shape, noise=noise)

    assert len(found(simulated)) == 0


@pytest.mark.parametrize("rate_bpm", [130, 160])
def test_spikes_of_fast_pacing_are_found(rate_bpm):
    shape = VENTRICULAR.for_rate(rate_bpm)
    simulated = simulate(rate_bpm=rate_bpm, shape=shape, pacing="ventricular")

    assert len(found(simulated)) == len(simulated.spikes_s) > 10


def test_beats_of_which_two_are_one_have_spikes_like_any():
    """Beats may come from annotations, which may stand anywhere."""
    simulated = simulate(pacing="ventricular")
    twice = np.sort(np.concatenate([simulated.r_peaks, simulated.r_peaks[1:] + 5]))
    spikes = find_pacing_spikes(simulated.recording, BeatList(twice, 500.0))

    assert len(spikes) == len(simulated.spikes_s)


def test_spikes_that_keep_no_distance_from_the_beats_are_artefacts():
    simulated = simulate(duration_s=30.0)
    signal = simulated.recording.signal_mv.copy()
    rng = np.random.default_rng(0)
    for place in rng.integers(0, signal.shape[1], 20):
        signal[:, place] += 1.0
    spoilt = Recording(
        signal, 500.0, simulated.recording.leads, simulated.recording.source
    )
    spikes = find_pacing_spikes(spoilt, beats_of(simulated))

    assert len(spikes) == 0


def test_too_few_samples_a_second_and_too_few_beats_show_no_spikes():
    assert len(found(simulate(pacing="ventricular", fs=100))) == 0
    two = simulate([1.0, 2.0], pacing="ventricular", duration_s=3.0)
    assert len(found(two)) == 0
    none = BeatList(np.array([], dtype=np.int64), 500.0)
    assert len(find_pacing_spikes(two.recording, none)) == 0


def test_spikes_in_a_few_minutes_of_a_longer_recording_are_found():
    paced = simulate(pacing="ventricular", duration_s=20.0, fs=250, noise=NOISE)
    sinus = simulate(duration_s=130.0, fs=250, noise=NOISE)
    signal = np.concatenate(
        [sinus.recording.signal_mv, paced.recording.signal_mv], axis=1
    )
    recording = Recording(signal, 250.0, paced.recording.leads, paced.recording.source)
    offset = sinus.recording.n_samples
    beats = BeatList(np.concatenate([sinus.r_peaks, paced.r_peaks + offset]), 250.0)
    spikes = find_pacing_spikes(recording, beats)

    assert len(spikes) == len(paced.spikes_s)
    assert (spikes.samples > offset).all()
    assert (spikes.beats >= sinus.r_peaks.size).all()


def test_giving_up_leaves_the_spikes_found_so_far():
    simulated = simulate(pacing="ventricular", duration_s=250.0, leads=("II",))
    answers = iter([False, True])
    spikes = find_pacing_spikes(
        simulated.recording, beats_of(simulated), cancelled=lambda: next(answers)
    )

    assert 100 < spikes.times_s.max() < 121
