"""R peaks against exact synthetic truth and against LUDB's annotators."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.rpeaks import match, reference_beats
from ecgviewer.analysis.beats.rpeaks import detect_r_peaks, detect_r_peaks_in
from ecgviewer.ecg.leads import STANDARD_12
from ecgviewer.ecg.recording import Recording, Source
from ecgviewer.io import read_recording
from tests.simulator import Noise, simulate, sinus_beat, ventricular_beat
from tests.synthetic import regular_r_times, synthetic_recording, synthetic_signal


@pytest.mark.parametrize(
    ("fs", "rate_bpm"),
    [(100.0, 60), (240.0, 100), (500.0, 20), (500.0, 180), (1000.0, 35)],
)
def test_every_beat_is_found_at_its_place(fs, rate_bpm):
    truth = regular_r_times(rate_bpm)
    beats = detect_r_peaks(synthetic_recording(truth, fs=fs))
    assert len(beats) == truth.size
    # the R of the pooled leads lies within the QRS, whose S is 28 ms after R
    assert np.abs(beats.times_s - truth).max() <= 0.03 + 1 / fs


def test_noise_and_wander_hide_no_beat():
    truth = regular_r_times(80)
    recording = synthetic_recording(truth, noise_mv=0.05, wander_mv=1.0)
    assert len(detect_r_peaks(recording)) == truth.size


@pytest.mark.parametrize("noise", [Noise(muscle_mv=0.05), Noise(white_mv=0.02)])
@pytest.mark.parametrize("fs", [100.0, 500.0])
def test_noise_has_no_beats_though_some_leads_of_it_may_look_as_if(fs, noise):
    nothing = np.zeros((12, round(10 * fs)))
    found = [
        detect_r_peaks_in(noise.spoil(nothing, fs, rng), fs).size
        for rng in map(np.random.default_rng, range(40))
    ]
    assert not any(found)


def test_one_lead_of_garbage_changes_nothing():
    truth = regular_r_times(70)
    signal = synthetic_signal(truth)
    rng = np.random.default_rng(1)
    signal[1] = 20 * rng.standard_normal(signal.shape[1])
    signal[7] = np.nan
    found = detect_r_peaks_in(signal, 500.0)
    assert match(found, truth * 500, 25) == (truth.size, 0, 0)


@pytest.mark.parametrize("bad", [1, 7])
def test_a_lead_in_which_only_artefacts_stand_out_neither_hides_nor_adds_a_beat(bad):
    """However high they are and however quiet it is between them."""
    truth = regular_r_times(70)
    signal = synthetic_signal(truth, noise_mv=0.1)
    signal[bad] = 0.05 * np.random.default_rng(2).standard_normal(signal.shape[1])
    for time_s in (0.9, 1.3, 2.1, 3.0, 4.6, 4.9, 6.3, 7.9, 9.2):
        place = round(time_s * 500)
        signal[bad, place : place + 30] += 8.0
    found = detect_r_peaks_in(signal, 500.0)
    assert match(found, truth * 500, 25) == (truth.size, 0, 0)
    source = Source(Path("x"), "x", None)
    recording = Recording(signal.astype(np.float32), 500.0, STANDARD_12, source)
    assert detect_r_peaks(recording).rejected_leads == (bad,)
    assert detect_r_peaks(synthetic_recording(truth)).rejected_leads == ()


def test_leads_that_beat_apart_from_each_other_are_all_heard():
    """Nobody can tell which of three leads is the wrong one."""
    times = [regular_r_times(60, first_s=first) for first in (0.3, 0.63, 0.96)]
    signal = np.stack([synthetic_signal(t)[1] for t in times])
    found = detect_r_peaks_in(signal, 500.0)
    assert len(found) > 0


@pytest.mark.parametrize(
    ("qrs_s", "axis_deg", "rr_s"),
    [(0.14, -70, 1.4), (0.14, 100, 1.8), (0.2, -70, 1.8), (0.2, 0, 1.4)],
)
def test_in_bigeminy_slow_ectopic_beats_are_found(qrs_s, axis_deg, rr_s):
    """Though no RR interval is longer than another if all of them are missed."""
    sinus_s = 0.6 + rr_s * np.arange(round(18 / rr_s))
    wide = ventricular_beat(axis_deg=axis_deg, qrs_s=qrs_s)
    simulated = simulate(
        sinus_s,
        duration_s=20,
        ectopic=dict.fromkeys((sinus_s + 0.6).tolist(), wide),
        noise=Noise(muscle_mv=0.02),
    )
    found = detect_r_peaks(simulated.recording).times_s
    truth = simulated.fiducials.r_peaks_s
    assert match(found, truth, 0.1) == (truth.size, 0, 0)


@pytest.mark.parametrize(
    ("rate_bpm", "t_mv", "qt_s"), [(30, 0.8, 0.62), (30, 1.6, 0.46), (45, 1.6, 0.62)]
)
def test_in_a_slow_rhythm_neither_late_nor_tall_t_waves_are_beats(rate_bpm, t_mv, qt_s):
    shape = replace(sinus_beat(t_mv=t_mv), qt_s=qt_s, t_s=0.2)
    simulated = simulate(
        rate_bpm=rate_bpm, shape=shape, noise=Noise(muscle_mv=0.02), duration_s=20
    )
    found = detect_r_peaks(simulated.recording).times_s
    truth = simulated.fiducials.r_peaks_s
    assert match(found, truth, 0.1) == (truth.size, 0, 0)


def test_a_run_of_wide_beats_after_narrow_ones_is_found_whole():
    narrow_s = 0.5 + 0.8 * np.arange(5)
    wide_s = narrow_s[-1] + 0.8 * np.arange(1, 8)
    made = simulate(narrow_s, ectopic={float(t): ventricular_beat() for t in wide_s})
    found = detect_r_peaks(made.recording)
    assert len(found) == 12
    assert np.diff(found.times_s).max() < 0.9


@pytest.mark.parametrize("at_s", [0.0, 9.99])
def test_a_step_at_an_end_of_the_recording_is_no_beat(at_s):
    truth = regular_r_times(60)
    recording = synthetic_recording(truth)
    first = round(at_s * recording.fs)
    signal = recording.whole_signal_mv.copy()
    signal[:, first : first + round(0.01 * recording.fs)] += 0.9
    found = detect_r_peaks(replace(recording, signal_mv=signal))
    assert len(found) == truth.size


def test_p_waves_without_a_beat_are_none():
    """Tall ones in second-degree block with two P waves a beat."""
    blocked_s = np.arange(1.4, 19, 1.6)
    low = sinus_beat(p_mv=0.35, r_mv=0.8)
    simulated = simulate(
        blocked_s - 0.8,
        duration_s=20,
        shape=low,
        ectopic=dict.fromkeys(blocked_s.tolist(), replace(low, qrs=(), t=())),
    )
    found = detect_r_peaks(simulated.recording).times_s
    assert match(found, blocked_s - 0.8, 0.1) == (blocked_s.size, 0, 0)


def test_pacing_spikes_are_not_beats():
    truth = regular_r_times(60)
    signal = synthetic_signal(truth, without=("p",))
    for r_time in truth:
        place = round((r_time - 0.2) * 500)
        signal[:, place : place + 2] += 3.0
    found = detect_r_peaks_in(signal, 500.0)
    assert match(found, truth * 500, 25) == (truth.size, 0, 0)


def test_an_early_beat_is_kept():
    truth = np.array([0.6, 1.4, 2.2, 2.65, 3.8, 4.6, 5.4, 6.2, 7.0, 7.8, 8.6])
    found = detect_r_peaks_in(synthetic_signal(truth), 500.0)
    assert match(found, truth * 500, 25) == (truth.size, 0, 0)


@pytest.mark.parametrize(("off", "from_s"), [(np.nan, 3.0), (0.0, 5.0), (2.0, 7.0)])
def test_beats_before_the_leads_went_off_are_found_and_none_after(off, from_s):
    truth = regular_r_times(70)
    signal = synthetic_signal(truth, noise_mv=0.01)
    signal[:, round(from_s * 500) :] = off
    found = detect_r_peaks_in(signal, 500.0) / 500
    # the step itself may hide a beat within half a second of it
    real = truth[truth < from_s - 0.5]
    assert match(found[found < from_s - 0.4], real, 0.03) == (real.size, 0, 0)
    # the step where the leads go off is no beat, and nothing follows it
    assert not (found > from_s + 0.1).any()


@pytest.mark.parametrize(
    "signal",
    [
        np.zeros((12, 5000)),
        np.ones((1, 5000)),
        np.full((2, 5000), np.nan),
        np.zeros((12, 3)),
        np.zeros((12, 1)),
    ],
    ids=["zeros", "constant", "all missing", "three samples", "one sample"],
)
def test_nothing_is_found_in_nothing(signal):
    assert detect_r_peaks_in(signal, 500.0).size == 0


@settings(max_examples=60)
@given(
    st.integers(1, 12),
    st.integers(1, 1500),
    st.sampled_from([50.0, 100.0, 500.0]),
    st.integers(0, 2**32 - 1),
    st.floats(0, 0.5),
)
def test_any_signal_gives_increasing_indices_inside_it(leads, n, fs, seed, missing):
    rng = np.random.default_rng(seed)
    signal = rng.standard_normal((leads, n)) * 10.0 ** rng.uniform(-6, 4)
    signal[rng.random(signal.shape) < missing] = np.nan
    found = detect_r_peaks_in(signal, fs)
    assert (np.diff(found) > 0).all()
    assert ((found >= 0) & (found < n)).all()


def test_ludb_beats_are_not_missed(shared_data):
    """Every fifth record; the whole set is printed by ``benchmarks.rpeaks``."""
    counts = np.zeros(3, dtype=int)
    for header in sorted((shared_data / "ludb" / "data").glob("*.hea"))[::5]:
        recording = read_recording(header)
        truth = reference_beats(header.with_suffix(""))
        counts += match(detect_r_peaks(recording).r_peaks, truth, 75)
    found, invented, missed = counts
    assert 2 * found / (2 * found + invented + missed) > 0.99


def long_recording(times, duration_s, fs=250.0):
    """Return a recording longer than one stretch, made of a short one's beats."""
    return synthetic_recording(times, duration_s=duration_s, fs=fs, noise_mv=0.02)


def test_a_long_recording_is_searched_by_stretches_and_no_beat_is_lost_at_a_border():
    # 72.3/min: the borders between stretches fall into every part of a beat.
    times = regular_r_times(72.3, 620.0)
    recording = long_recording(times, 620.0)
    heard = []
    beats = detect_r_peaks(recording, progress=heard.append)
    assert len(beats) == len(times)
    assert np.abs(beats.times_s - times).max() < 0.02
    assert heard == sorted(heard)
    assert heard[-1] == 1.0


def test_a_search_nobody_wants_ends_early():
    recording = long_recording(regular_r_times(60.0, 610.0), 610.0)
    heard = []
    beats = detect_r_peaks(
        recording, cancelled=lambda: bool(heard), progress=heard.append
    )
    assert len(heard) == 1
    assert beats.times_s[-1] < 121
