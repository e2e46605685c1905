"""Wander and hum, added to beats that are known."""

from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from ecgviewer.analysis.beats.beat_classes import classify_beats
from ecgviewer.analysis.beats.beat_windows import AroundBeats
from ecgviewer.analysis.median.median_beat import median_beats
from ecgviewer.analysis.median.residual_noise import wander, without_beats
from ecgviewer.ecg.beats import BeatList
from ecgviewer.ecg.median_beat import MedianBeats
from tests.simulator import Simulated, irregular_r_s, regular_r_s, simulate

FloatArray = NDArray[np.float64]
FS = 500.0
# Samples of a beat from R.
OFFSETS = np.arange(-150, 226)


def template(simulated: Simulated) -> FloatArray:
    """Return the beat that the recording is made of."""
    alone = simulate([1.0], duration_s=2.0, fs=FS).recording.whole_signal_mv
    return alone[:, 500 + OFFSETS].astype(np.float64)


def slow(hz: float, mv: float, n_samples: int) -> FloatArray:
    """Return a slow sine in twelve leads, each with a phase of its own."""
    phase = np.arange(12)[:, None]
    return mv * np.sin(2 * np.pi * hz * np.arange(n_samples) / FS + phase)


def beside(
    simulated: Simulated, added: FloatArray, others: tuple[int, ...] = ()
) -> FloatArray:
    signal = simulated.recording.whole_signal_mv.astype(np.float64) + added
    odd = np.isin(np.arange(len(simulated.classes)), others)
    rest = without_beats(
        signal, FS, template(simulated), OFFSETS, simulated.r_peaks, ~odd
    )
    return wander(rest, FS)


@pytest.mark.parametrize(
    ("hz", "rhythm"), [(0.1, "regular"), (0.4, "irregular"), (0.6, "regular")]
)
def test_wander_is_found_whatever_the_rhythm(hz, rhythm):
    times = regular_r_s() if rhythm == "regular" else irregular_r_s()
    simulated = simulate(times, fs=FS)
    added = slow(hz, 1.0, simulated.recording.n_samples)
    left = added - beside(simulated, added)
    # Nobody knows what was before and behind, and 0.6 Hz is next to what is let be.
    inner = left[:, round(FS) : -round(FS)]
    assert np.abs(inner).max() < (0.08 if hz < 0.5 else 0.2)


def test_nothing_of_the_beats_is_wander():
    simulated = simulate(irregular_r_s(), fs=FS)
    found = beside(simulated, np.zeros((12, simulated.recording.n_samples)))
    assert np.abs(found).max() < 0.005


def test_wander_below_ectopic_beats_is_bridged():
    simulated = simulate(regular_r_s(), fs=FS, ectopic=[4.1])
    odd = simulated.classes.index("ectopic")
    added = slow(0.2, 1.0, simulated.recording.n_samples)
    left = added - beside(simulated, added, others=(odd,))
    place = int(simulated.r_peaks[odd])
    assert np.abs(left[:, place - 100 : place + 100]).max() < 0.1
    # Taken for one of the others, the ectopic beat itself would be wander.
    wrong = added - beside(simulated, added)
    assert np.abs(wrong[:, place - 100 : place + 100]).max() > 0.2


def measured(simulated: Simulated, added: FloatArray | float) -> MedianBeats:
    recording = simulated.recording
    signal = (recording.whole_signal_mv + added).astype(np.float32)
    moved = replace(recording, signal_mv=signal)
    found = median_beats(moved, BeatList(simulated.r_peaks, FS))
    assert isinstance(found, MedianBeats)
    return found


@pytest.mark.parametrize("hz", [0.15, 0.3, 0.6])
def test_the_median_beat_keeps_its_st_and_t(hz):
    simulated = simulate(irregular_r_s(70.0, seed=3), fs=FS)
    added = slow(hz, 1.0, simulated.recording.n_samples)
    still, moved = measured(simulated, 0.0), measured(simulated, added)
    # Of 1 mV, in the median of ten beats and in the usual one of them.
    limit_mv = 0.03 if hz < 0.5 else 0.06
    assert np.abs(moved.median - still.median).max() < limit_mv
    single = moved.beats[moved.dominant] - moved.median
    assert np.nanmedian(np.abs(single)) < 0.02


def test_beats_that_are_not_in_the_median_are_known_by_their_kind():
    """Of many beats a median takes some: wander is seen below those in between."""
    simulated = simulate(regular_r_s(duration_s=20.0), duration_s=20.0, fs=FS)
    clean, beats = simulated.recording, BeatList(simulated.r_peaks, FS)
    added = slow(0.4, 1.0, clean.n_samples)
    signal = (clean.whole_signal_mv + added).astype(np.float32)
    found = median_beats(
        replace(clean, signal_mv=signal),
        beats,
        classes=classify_beats(clean, beats),
        among=np.arange(0, len(beats), 3),
    )
    assert np.abs(found.median - measured(simulated, 0.0).median).max() < 0.05


@pytest.mark.parametrize("hz", [50.0, 60.0, 49.7])
def test_mains_hum_is_no_part_of_the_median_beat(hz):
    simulated = simulate(irregular_r_s(70.0, seed=3), fs=FS)
    time_s = np.arange(simulated.recording.n_samples) / FS
    hum = 0.1 * np.sin(2 * np.pi * hz * time_s) * np.linspace(0.2, 1.0, 12)[:, None]
    still, moved = measured(simulated, 0.0), measured(simulated, hum)
    # Of 0.1 mV.
    assert np.abs(moved.median - still.median).max() < 0.015
    # Each beat is free of it, and not their median alone.
    single = moved.beats[moved.dominant] - still.median
    assert np.nanmedian(np.abs(single)) < 0.005


def test_a_step_of_the_level_moves_few_beats():
    simulated = simulate(regular_r_s(), fs=FS)
    added = np.where(np.arange(simulated.recording.n_samples) < 2600, 0.0, 1.0)
    still, moved = measured(simulated, 0.0), measured(simulated, added)
    assert np.abs(moved.median - still.median).max() < 0.03


def test_places_are_those_of_the_parts_read():
    recording = simulate(duration_s=60.0, fs=FS).recording
    peaks = np.array([1000, 1400, 20000])
    around = AroundBeats.of(recording, peaks, 0.5)
    assert around.starts.tolist() == [749, 19749]
    samples = np.array([0, 748, 749, 1000, 1650, 1651, 20000, 29999])
    inside = around.inside(samples)
    assert samples[inside].tolist() == [749, 1000, 1650, 20000]
    places = around.places(samples[inside])
    assert places.tolist() == [0, 251, 901, 902 + 251]
    whole = recording.whole_signal_mv
    assert np.array_equal(around.signal[:, places[1]], whole[:, 1000])
    assert np.array_equal(around.signal[:, places[3]], whole[:, 20000])
