"""Beats of fast rhythms in which nothing is steep, against exact synthetic truth."""

from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from benchmarks.rpeaks import match
from ecgviewer.analysis.beats.periodicity_detector import periodic_runs
from ecgviewer.analysis.beats.rpeaks import detect_r_peaks
from ecgviewer.analysis.rhythm.qrs_peaks import _without_jumps, qrs_peaks
from ecgviewer.ecg.recording import Recording
from tests.simulated_noise import Noise
from tests.simulator import (
    SLURRED,
    Simulated,
    regular_r_s,
    simulate,
    tachycardia_beat,
    with_dissociated_p,
)

NOISE = Noise(white_mv=0.01, wander_mv=0.05)
RATES = (142, 180, 218)


def tachycardia(rate_bpm: float, noise: Noise = NOISE, **shape: object) -> Simulated:
    beat = tachycardia_beat(rate_bpm, **shape)
    return simulate(rate_bpm=rate_bpm, shape=beat, noise=noise)


def peaks_of(recording: Recording) -> NDArray[np.int64]:
    return qrs_peaks(recording, detect_r_peaks(recording)).r_peaks


def assert_found(recording: Recording, truth: Simulated) -> None:
    """Every beat within 100 ms of its R, and no other."""
    within = round(0.1 * recording.fs)
    found = match(peaks_of(recording), truth.r_peaks.astype(float), within)
    assert found == (truth.r_peaks.size, 0, 0)


@pytest.mark.parametrize("form", SLURRED)
@pytest.mark.parametrize("rate_bpm", RATES)
def test_the_beats_of_a_slurred_tachycardia_are_found(form, rate_bpm):
    truth = tachycardia(rate_bpm, form=form)
    assert_found(truth.recording, truth)


@pytest.mark.parametrize(
    ("axis_deg", "like_lbbb"),
    [(-150.0, False), (-30.0, True), (90.0, False), (170.0, True)],
)
def test_whatever_the_axis(axis_deg, like_lbbb):
    truth = tachycardia(175, axis_deg=axis_deg, like_lbbb=like_lbbb)
    assert_found(truth.recording, truth)


@pytest.mark.parametrize(("axis_deg", "like_lbbb"), [(20.0, False), (-30.0, True)])
def test_nothing_at_the_ends_is_taken_for_one_more(axis_deg, like_lbbb):
    beat = tachycardia_beat(163, form="notched", axis_deg=axis_deg, like_lbbb=like_lbbb)
    r_s = np.arange(0.25, 9.75, 60.0 / 163)
    truth = simulate(r_s, shape=beat, noise=NOISE)
    assert_found(truth.recording, truth)
    assert peaks_of(truth.recording).size == r_s.size


@pytest.mark.parametrize("rate_bpm", RATES)
def test_dissociated_p_waves_are_not_taken_for_the_beats(rate_bpm):
    truth = tachycardia(rate_bpm)
    assert_found(with_dissociated_p(truth), truth)


@pytest.mark.parametrize(("rate_bpm", "noise"), [(150, NOISE), (200, Noise())])
def test_sinus_beats_before_it_are_found_too(rate_bpm, noise):
    beat = tachycardia_beat(rate_bpm, form="smooth")
    fast_s = np.arange(3.0, 9.7, 60.0 / rate_bpm)
    truth = simulate([0.4, 1.25, 2.1], ectopic=dict.fromkeys(fast_s, beat), noise=noise)
    assert_found(truth.recording, truth)


def test_eight_leads_that_are_off_change_nothing():
    dead = ("I", "II", "aVR", "aVL", "V1", "V2", "V3", "V6")
    truth = tachycardia(180, replace(NOISE, dead=dead))
    assert_found(truth.recording, truth)


@pytest.mark.parametrize(("axis_deg", "rate_bpm"), [(-30.0, 146), (120.0, 180)])
def test_qrs_peaks_are_as_steady_as_the_rhythm(axis_deg, rate_bpm):
    truth = tachycardia(rate_bpm, axis_deg=axis_deg, like_lbbb=True)
    rr = np.diff(peaks_of(truth.recording))
    assert np.mean(np.abs(rr / np.median(rr) - 1) < 0.1) >= 0.95


@pytest.mark.parametrize(("hz", "height_mv"), [(2.5, 0.5), (3.0, 0.2), (4.0, 0.5)])
def test_an_artefact_that_repeats_as_fast_is_no_tachycardia(hz, height_mv):
    """As of a tooth brush; the QRS complexes stand out of it."""
    truth = simulate(rate_bpm=75, noise=NOISE)
    times_s = np.arange(truth.recording.n_samples) / truth.recording.fs
    wave = height_mv * np.sin(2 * np.pi * hz * times_s)
    signal = truth.recording.whole_signal_mv + wave.astype(np.float32)
    assert_found(replace(truth.recording, signal_mv=signal), truth)


@pytest.mark.parametrize("rate_bpm", [70, 150])
def test_flutter_waves_are_no_beats(rate_bpm):
    truth = simulate(rate_bpm=rate_bpm, atria="flutter", noise=NOISE)
    assert_found(truth.recording, truth)


def test_noise_alone_has_no_beats():
    silent = simulate([], noise=Noise(muscle_mv=0.1, white_mv=0.1, wander_mv=1.0))
    assert peaks_of(silent.recording).size == 0


@pytest.mark.parametrize("duration_s", [0.3, 2.39, 2.4, 5.0])
def test_short_recordings_are_searched_as_far_as_they_go(duration_s):
    beat = tachycardia_beat(180)
    r_s = regular_r_s(180, duration_s + 0.3, 0.2)
    truth = simulate(r_s, duration_s=duration_s, shape=beat, noise=NOISE)
    peaks = peaks_of(truth.recording)
    assert ((peaks >= 0) & (peaks < truth.recording.n_samples)).all()


def runs_of(truth: Simulated, known: NDArray[np.int64]) -> list[NDArray[np.int64]]:
    signal = truth.recording.whole_signal_mv.astype(np.float64)
    live = np.ones(signal.shape, dtype=bool)
    return periodic_runs(known, signal, live, truth.recording.fs)


def test_beats_that_fit_are_left_as_they_are():
    truth = tachycardia(180)
    assert runs_of(truth, truth.r_peaks) == []
    assert len(runs_of(truth, truth.r_peaks[::2])) == 1
    assert len(runs_of(truth, truth.r_peaks[:0])) == 1


@pytest.mark.parametrize("rate_bpm", [45, 90, 120])
def test_what_does_not_repeat_as_fast_has_no_such_beats(rate_bpm):
    truth = simulate(rate_bpm=rate_bpm, noise=NOISE)
    assert runs_of(truth, truth.r_peaks[:0]) == []


@pytest.mark.parametrize(("hz", "n_runs"), [(2.0, 0), (3.0, 1), (4.8, 0), (5.5, 0)])
def test_waves_twice_as_fast_are_no_beats(hz, n_runs):
    truth = simulate([], noise=NOISE)
    times_s = np.arange(truth.recording.n_samples) / truth.recording.fs
    signal = np.tile(0.5 * np.sin(2 * np.pi * hz * times_s), (12, 1))
    waves = replace(truth.recording, signal_mv=signal.astype(np.float32))
    found = runs_of(replace(truth, recording=waves), truth.r_peaks)
    assert len(found) == n_runs


@pytest.mark.parametrize(
    ("rr", "jump", "as_steady"), [(150, 40, True), (400, 40, False), (150, 5, False)]
)
def test_jumps_between_two_peaks_are_taken_out_of_fast_rhythms_only(
    rr, jump, as_steady
):
    r_peaks = 100 + rr * np.arange(20)
    found = r_peaks + 10
    found[[4, 9, 10, 15]] += jump
    calm = _without_jumps(found, r_peaks, 500.0)
    assert (calm == (r_peaks + 10 if as_steady else found)).all()


def test_unsteady_r_peaks_stay_as_unsteady():
    rng = np.random.default_rng(0)
    r_peaks = 100 + np.cumsum(rng.integers(110, 260, 30))
    found = r_peaks + rng.integers(-40, 40, 30)
    assert (_without_jumps(found, r_peaks, 500.0) == found).all()
