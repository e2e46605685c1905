"""Beats of fast rhythms in which nothing is steep, against exact synthetic truth."""

from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from benchmarks.rpeaks import match
from ecgviewer.analysis.qrs_peaks import qrs_peaks
from ecgviewer.analysis.rpeaks import detect_r_peaks
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
RATES = (142, 163, 180, 199, 218)


def tachycardia(rate_bpm: float, noise: Noise = NOISE, **shape: object) -> Simulated:
    beat = tachycardia_beat(rate_bpm, **shape)  # type: ignore[arg-type]
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
def test_the_beats_of_a_slurred_tachycardia_are_found(
    form: str, rate_bpm: float
) -> None:
    truth = tachycardia(rate_bpm, form=form)
    assert_found(truth.recording, truth)


@pytest.mark.parametrize("axis_deg", [-150.0, -30.0, 90.0, 170.0])
@pytest.mark.parametrize("like_lbbb", [False, True])
def test_whatever_the_axis(axis_deg: float, like_lbbb: bool) -> None:
    truth = tachycardia(175, axis_deg=axis_deg, like_lbbb=like_lbbb)
    assert_found(truth.recording, truth)


@pytest.mark.parametrize("rate_bpm", RATES)
def test_dissociated_p_waves_are_not_taken_for_the_beats(rate_bpm: float) -> None:
    truth = tachycardia(rate_bpm)
    assert_found(with_dissociated_p(truth), truth)


@pytest.mark.parametrize("noise", [Noise(), NOISE])
@pytest.mark.parametrize("rate_bpm", [150, 175, 200])
def test_sinus_beats_before_it_are_found_too(rate_bpm: float, noise: Noise) -> None:
    beat = tachycardia_beat(rate_bpm, form="smooth")
    fast_s = np.arange(3.0, 9.7, 60.0 / rate_bpm)
    truth = simulate([0.4, 1.25, 2.1], ectopic=dict.fromkeys(fast_s, beat), noise=noise)
    assert_found(truth.recording, truth)


def test_five_leads_that_are_off_change_nothing() -> None:
    dead = ("II", "V1", "V2", "V3", "V6")
    truth = tachycardia(180, replace(NOISE, dead=dead))
    assert_found(truth.recording, truth)


@pytest.mark.parametrize("rate_bpm", RATES)
def test_qrs_peaks_are_as_steady_as_the_rhythm(rate_bpm: float) -> None:
    found = peaks_of(tachycardia(rate_bpm, form="notched").recording)
    rr = np.diff(found)
    assert np.mean(np.abs(rr / np.median(rr) - 1) < 0.1) >= 0.95


@pytest.mark.parametrize("hz", [2.5, 3.0, 3.5, 4.0])
@pytest.mark.parametrize("height_mv", [0.2, 0.5])
def test_an_artefact_that_repeats_as_fast_is_no_tachycardia(
    hz: float, height_mv: float
) -> None:
    """As of a tooth brush; the QRS complexes stand out of it."""
    truth = simulate(rate_bpm=75, noise=NOISE)
    times_s = np.arange(truth.recording.n_samples) / truth.recording.fs
    wave = height_mv * np.sin(2 * np.pi * hz * times_s)
    signal = truth.recording.whole_signal_mv + wave.astype(np.float32)
    assert_found(replace(truth.recording, signal_mv=signal), truth)


@pytest.mark.parametrize("rate_bpm", [70, 110, 150])
def test_flutter_waves_are_no_beats(rate_bpm: float) -> None:
    truth = simulate(rate_bpm=rate_bpm, atria="flutter", noise=NOISE)
    assert_found(truth.recording, truth)


def test_noise_alone_has_no_beats() -> None:
    silent = simulate([], noise=Noise(muscle_mv=0.1, white_mv=0.1, wander_mv=1.0))
    assert peaks_of(silent.recording).size == 0


@pytest.mark.parametrize("duration_s", [0.3, 1.0, 2.39, 2.4, 2.41, 5.0])
def test_short_recordings_are_searched_as_far_as_they_go(duration_s: float) -> None:
    beat = tachycardia_beat(180)
    r_s = regular_r_s(180, duration_s + 0.3, 0.2)
    truth = simulate(r_s, duration_s=duration_s, shape=beat, noise=NOISE)
    peaks = peaks_of(truth.recording)
    assert ((peaks >= 0) & (peaks < truth.recording.n_samples)).all()
