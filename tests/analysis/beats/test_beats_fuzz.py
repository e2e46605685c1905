"""Whatever a recording holds, beats are found, classified and laid over each other."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ecgviewer.analysis.beats.beat_classes import classify_beats
from ecgviewer.analysis.beats.rpeaks import detect_r_peaks
from ecgviewer.analysis.median.median_beat import median_beats
from ecgviewer.analysis.rhythm.qrs_peaks import qrs_peaks
from ecgviewer.ecg.beats import BeatList
from ecgviewer.ecg.leads import STANDARD_12
from ecgviewer.ecg.recording import Recording, Source
from tests.simulator import LBBB, SINUS, VENTRICULAR, simulate

SPOILS = (
    *("none", "flat", "flat_lead", "missing", "missing_lead", "bursts", "clipped"),
    *("inverted", "noise", "steps", "huge", "tiny", "constant", "one_sample", "ramp"),
)


@st.composite
def recordings(draw):
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    fs = draw(st.sampled_from([50, 100, 240, 250, 360, 500, 1000]))
    duration_s = draw(st.sampled_from([0.02, 0.3, 1.0, 2.0, 4.0, 10.0]))
    leads = STANDARD_12[: draw(st.sampled_from([1, 2, 3, 12]))]
    r_s = np.arange(
        draw(st.floats(0, 1)), duration_s, draw(st.sampled_from([0.25, 0.6, 1.0, 2.5]))
    )
    simulated = simulate(
        r_s[: draw(st.sampled_from([0, 1, 100]))],
        duration_s=duration_s,
        fs=fs,
        leads=leads,
        shape=draw(st.sampled_from([SINUS, VENTRICULAR, LBBB])),
        atria=draw(st.sampled_from(["sinus", "fibrillation", "flutter"])),
        pacing=draw(st.sampled_from(["", "atrial", "dual"])),
        unit_is_mv=draw(st.booleans()),
    )
    signal = simulated.recording.signal_mv.astype(np.float64)
    for spoil in draw(st.lists(st.sampled_from(SPOILS), min_size=0, max_size=3)):
        signal = spoilt(signal, spoil, rng)
    return Recording(
        signal.astype(np.float32), fs, leads, Source(Path("any"), "any", None)
    )


def spoilt(signal, spoil, rng):
    n_leads, n_samples = signal.shape
    lead, start = rng.integers(n_leads), rng.integers(n_samples)
    stop = min(n_samples, start + 1 + rng.integers(n_samples))
    signal = signal.copy()
    match spoil:
        case "flat":
            signal[:, start:stop] = signal[:, start : start + 1]
        case "flat_lead":
            signal[lead] = 0.0
        case "missing":
            signal[:, start:stop] = np.nan
        case "missing_lead":
            signal[lead] = np.nan
        case "bursts":
            signal[rng.random(signal.shape) < rng.random() / 2] = np.nan
        case "clipped":
            limit = np.nanmax(np.abs(signal), initial=0.0) * rng.random()
            signal = np.clip(signal, -limit, limit)
        case "inverted":
            signal = -signal
        case "noise":
            signal += rng.standard_normal(signal.shape) * 10 ** rng.uniform(-3, 2)
        case "steps":
            signal[:, start:] += rng.standard_normal((n_leads, 1)) * 50
        case "huge":
            signal *= 1e6
        case "tiny":
            signal *= 1e-9
        case "constant":
            signal[:] = rng.standard_normal()
        case "one_sample":
            signal[lead, start] = 1e5
        case "ramp":
            signal += np.linspace(-100, 100, n_samples)
    return signal


@settings(max_examples=40)
@given(recordings())
def test_nothing_that_can_be_recorded_makes_the_search_for_beats_fail(recording):
    beats = detect_r_peaks(recording)
    within(recording, beats)
    examine(recording, beats)


@settings(max_examples=25)
@given(recordings(), st.lists(st.floats(0, 1), max_size=30))
def test_nor_do_beats_that_are_nowhere_near_a_qrs(recording, shares):
    places = np.unique((np.array(shares) * (recording.n_samples - 1)).astype(np.int64))
    examine(recording, BeatList(places, recording.fs))


@pytest.mark.parametrize("apart", [1, 3, 20])
def test_nor_do_beats_so_close_that_none_has_room_for_its_baseline(apart):
    wave = np.sin(np.arange(480) * 2 * np.pi / apart) + np.sin(np.arange(480) / 20)
    signal = np.stack([wave, -wave]).astype(np.float32)
    recording = Recording(signal, 240.0, ("I", "II"), Source(Path("x"), "x", None))
    examine(recording, BeatList(100 + apart * np.arange(12), 240.0))


def within(recording, beats):
    assert ((beats.r_peaks >= 0) & (beats.r_peaks < recording.n_samples)).all()


def examine(recording, beats):
    peaks = qrs_peaks(recording, beats)
    assert len(peaks) == len(beats)
    within(recording, peaks)
    classes = classify_beats(recording, beats)
    assert len(classes) == len(beats)
    for given_classes in (None, classes):
        median = median_beats(recording, beats, classes=given_classes)
        if not isinstance(median, str):
            assert median.n_dominant >= 3
            within(recording, BeatList(np.unique(median.r_peaks), recording.fs))


@pytest.mark.parametrize("n_samples", [1, 2, 31, 100])
@pytest.mark.parametrize("fs", [50, 20_000])
def test_recordings_of_a_few_samples_have_no_beats_that_can_be_told(n_samples, fs):
    signal = np.random.default_rng(0).standard_normal((3, n_samples))
    recording = Recording(
        signal.astype(np.float32), fs, ("I", "II", "V1"), Source(Path("x"), "x", None)
    )
    examine(recording, detect_r_peaks(recording))
    examine(recording, BeatList(np.arange(n_samples), fs))
