"""Leads without noise, as of a patient simulator, and leads that are flat or off."""

from dataclasses import replace

import numpy as np
import pytest

from ecgviewer.analysis.beats.rpeaks import detect_r_peaks
from ecgviewer.analysis.quality.quality import measure_quality
from ecgviewer.ecg.leads import STANDARD_12
from ecgviewer.ecg.quality import RecordQuality
from ecgviewer.ecg.recording import Recording
from ecgviewer.pipeline import analyze_recording
from tests.analysis.measuring import value
from tests.simulated_noise import Noise
from tests.simulator import SINUS, Simulated, regular_r_s, simulate

V3 = STANDARD_12.index("V3")


def exact(rate_bpm: float, fs: float = 500.0) -> Simulated:
    """Return beats with nothing at all between them, in steps of 5 µV."""
    shape = SINUS.for_rate(max(rate_bpm, 40.0))
    simulated = simulate(rate_bpm=rate_bpm, fs=fs, shape=shape, duration_s=12.0)
    signal = np.round(simulated.recording.whole_signal_mv / 0.005) * 0.005
    recording = replace(simulated.recording, signal_mv=signal.astype(np.float32))
    return replace(simulated, recording=recording)


def quality_of(recording: Recording) -> RecordQuality:
    return measure_quality(recording, detect_r_peaks(recording))


def silences(quality: RecordQuality) -> dict[str, list[str]]:
    found = {
        lead.lead: [f.code for f in lead.faults if f.code in ("flat", "lead_off")]
        for lead in quality.leads
    }
    return {lead: codes for lead, codes in found.items() if codes}


@pytest.mark.parametrize(
    ("rate_bpm", "fs"), [(25, 500.0), (30, 1000.0), (50, 250.0), (80, 500.0)]
)
def test_stillness_between_beats_is_no_fault(rate_bpm, fs):
    quality = quality_of(exact(rate_bpm, fs).recording)
    assert silences(quality) == {}
    assert quality.usable_leads == STANDARD_12
    assert all(lead.score == 1 for lead in quality.leads)


@pytest.mark.parametrize("rate_bpm", [30, 50])
def test_what_has_no_noise_is_measured(models, rate_bpm):
    recording = exact(rate_bpm).recording
    measured = analyze_recording(recording, models).measurements
    assert value(measured, "heart_rate_bpm") == pytest.approx(rate_bpm, abs=0.5)
    assert value(measured, "qrs_axis_deg") == pytest.approx(50, abs=2)
    assert measured.values["qrs_ms"].reason == ""


def test_of_irregular_beats_too():
    r_s = [0.6, 1.4, 3.4, 4.1, 6.4, 7.4, 10.2]
    recording = simulate(r_s, duration_s=12.0).recording
    assert silences(quality_of(recording)) == {}


@pytest.mark.parametrize("rate_bpm", [40, 60])
def test_a_lead_that_is_off_stays_off(rate_bpm):
    recording = simulate(rate_bpm=rate_bpm, noise=Noise(dead=("V3",))).recording
    assert silences(quality_of(recording)) == {"V3": ["lead_off"]}


@pytest.mark.parametrize(("rate_bpm", "level_mv"), [(40, 0.0), (60, 0.3)])
def test_a_lead_that_misses_beats_of_others_is_flat_there(rate_bpm, level_mv):
    """Even where it holds its own baseline."""
    recording = exact(rate_bpm).recording
    signal = recording.whole_signal_mv.copy()
    signal[V3, 1500:3500] = level_mv
    quality = quality_of(replace(recording, signal_mv=signal))
    assert silences(quality) == {"V3": ["flat"]}
    flat = quality.lead("V3").fault("flat")
    assert flat.stretches_s[0][0] <= 3.1
    assert flat.stretches_s[-1][1] >= 6.9
    assert flat.total_s < 6.5


def test_leads_that_are_taken_off_are_flat_to_the_end():
    recording = exact(60).recording
    signal = recording.whole_signal_mv.copy()
    signal[:, 4000:] = 0.0
    quality = quality_of(replace(recording, signal_mv=signal))
    assert silences(quality) == {lead: ["flat"] for lead in STANDARD_12}


@pytest.mark.parametrize("often", [1, 4])
def test_a_lead_that_holds_a_value_now_and_then_is_flat(often):
    r_s = regular_r_s(60)
    recording = simulate(r_s, noise=Noise(white_mv=0.01)).recording
    signal = recording.whole_signal_mv.copy()
    for r_time in r_s[1 : 1 + often]:
        first = round((r_time + 0.45) * recording.fs)
        signal[V3, first : first + 200] = signal[V3, first]
    found = silences(quality_of(replace(recording, signal_mv=signal)))
    assert found == {"V3": ["flat"]}
