"""Quality: each fault put into a clean recording is found, and nothing else is."""

import json
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ecgviewer.analysis.beats.rpeaks import detect_r_peaks
from ecgviewer.analysis.quality import long_quality
from ecgviewer.analysis.quality.quality import (
    measure_quality,
    quality_features,
)
from ecgviewer.cli.quality_json import quality_to_dict
from ecgviewer.ecg.leads import STANDARD_12
from ecgviewer.ecg.quality import RecordQuality
from ecgviewer.ecg.reasons.quality import DOES_NOT_REPEAT
from ecgviewer.ecg.reasons.reason import is_among
from ecgviewer.ecg.reasons.text import text_of
from ecgviewer.ecg.recording import Recording
from tests.analysis.measuring import quality_model
from tests.synthetic import regular_r_times, synthetic_recording

FS = 500.0
V2, V3, V4, V5 = (STANDARD_12.index(name) for name in ("V2", "V3", "V4", "V5"))
TIME_S = np.arange(5000) / FS


def quality_of(recording: Recording) -> RecordQuality:
    return measure_quality(recording, detect_r_peaks(recording))


def changed(change, unit_is_mv: bool = True) -> Recording:
    clean = synthetic_recording(noise_mv=0.005, unit_is_mv=unit_is_mv)
    signal = clean.whole_signal_mv.copy()
    change(signal)
    return replace(clean, signal_mv=signal)


def codes(quality: RecordQuality) -> dict[str, list[str]]:
    return {
        lead.lead: [fault.code for fault in lead.faults]
        for lead in quality.leads
        if lead.faults
    }


def missing(signal):
    signal[V3, 1000:2000] = np.nan


def off(signal):
    signal[V3] = 3.0


def flat(signal):
    signal[V3, 3000:4000] = signal[V3, 3000]


def clipped_above(signal):
    signal[V3] = np.minimum(signal[V3], 0.5)


def stuck_at_the_limit(signal):
    signal[V3, 2000:3000] = 5.0


def step(signal):
    signal[V3, 2345:] += 1.2


def motion(signal):
    signal[V3] += 4.0 * np.exp(-0.5 * ((TIME_S - 6.1) / 0.2) ** 2)


def wander(signal):
    signal[V3] += np.sin(2 * np.pi * 0.3 * TIME_S)


def hum_50(signal):
    signal[V3] += 0.1 * np.sin(2 * np.pi * 50.1 * TIME_S + 1.0)


def hum_60(signal):
    signal[V3] += 0.1 * np.sin(2 * np.pi * 60.0 * TIME_S)


def muscle(signal):
    signal[V3] += 0.1 * np.random.default_rng(5).standard_normal(TIME_S.size)


FAULTS = {
    missing: ("missing", (2.0, 4.0)),
    off: ("lead_off", (0.0, 10.0)),
    flat: ("flat", (6.0, 8.0)),
    clipped_above: ("saturation", None),
    stuck_at_the_limit: ("saturation", (4.0, 6.0)),
    step: ("steps", (4.69, 4.79)),
    motion: ("motion", (5.5, 6.7)),
    wander: ("baseline_wander", None),
    hum_50: ("mains", (0.0, 10.0)),
    hum_60: ("mains", (0.0, 10.0)),
    muscle: ("emg", (0.0, 10.0)),
}


@pytest.mark.parametrize("unit_is_mv", [True, False])
def test_a_clean_recording_has_no_faults(unit_is_mv):
    quality = quality_of(changed(lambda signal: None, unit_is_mv))
    assert codes(quality) == {}
    assert quality.acceptable
    assert quality.usable_leads == STANDARD_12
    assert quality.mains_hz == 0


@pytest.mark.parametrize("unit_is_mv", [True, False])
@pytest.mark.parametrize("change", FAULTS, ids=lambda change: change.__name__)
def test_exactly_the_fault_that_is_there_is_found(change, unit_is_mv):
    code, when = FAULTS[change]
    quality = quality_of(changed(change, unit_is_mv))
    assert codes(quality) == {"V3": [code]}
    fault = quality.lead("V3").fault(code)
    assert fault.unit in (("mV", "%") if unit_is_mv else ("QRS", "%"))
    assert fault.value > fault.limit
    assert text_of(fault.reason)
    if when is not None:
        assert fault.stretches_s[0][0] == pytest.approx(when[0], abs=0.25)
        assert fault.stretches_s[-1][1] == pytest.approx(when[1], abs=0.25)
    assert quality.lead("V3").score < quality.lead("V4").score


@pytest.mark.parametrize(("change", "hz"), [(hum_50, 50.0), (hum_60, 60.0)])
def test_hum_is_measured(change, hz):
    quality = quality_of(changed(change))
    assert quality.mains_hz == hz
    assert quality.lead("V3").fault("mains").value == pytest.approx(0.1, rel=0.05)


def test_a_lead_that_is_off_cannot_be_used_and_most_off_is_not_acceptable():
    def most_off(signal):
        signal[:7] = 0.0

    assert not quality_of(changed(off)).lead("V3").usable
    quality = quality_of(changed(most_off))
    assert not quality.acceptable
    assert quality.usable_leads == STANDARD_12[7:]
    assert "aVF" in text_of(quality.reasons[0])


def test_a_lead_that_shows_anything_but_the_heart_is_off():
    def floating(signal):
        drift = np.cumsum(np.random.default_rng(6).standard_normal(5000))
        signal[V3] = 0.05 * drift

    fault = quality_of(changed(floating)).lead("V3").fault("lead_off")
    assert is_among(DOES_NOT_REPEAT, [fault.reason])


def test_pacing_spikes_are_named_but_take_nothing_from_the_score():
    def paced(signal):
        for r_time in regular_r_times():
            signal[:, round((r_time - 0.06) * FS)] += 1.5

    quality = quality_of(changed(paced))
    spikes = quality.lead("V3").fault("pacing_spikes")
    assert spikes.value == len(regular_r_times())
    assert spikes.stretches_s[0][0] == pytest.approx(0.34, abs=0.005)
    assert quality.lead("V3").score > 0.95


def test_a_long_recording_is_judged_by_stretches(monkeypatch):
    monkeypatch.setattr(long_quality, "LONG_S", 60.0)
    clean = synthetic_recording(
        regular_r_times(duration_s=70.0), duration_s=70.0, fs=100.0, leads=("II",)
    )
    signal = clean.whole_signal_mv.copy()
    signal[0, 4000:5000] = 0.0
    told = []
    recording = replace(clean, signal_mv=signal)
    beats = detect_r_peaks(recording)
    quality = long_quality.quality_of(recording, beats, progress=told.append)
    fault = quality.lead("II").fault("lead_off")
    assert fault.stretches_s == ((40.0, 50.0),)
    assert quality.lead("II").score == pytest.approx(6 / 7, abs=0.02)
    assert quality.acceptable
    assert told[-1] == 1.0
    stopped = long_quality.quality_of(recording, beats, cancelled=lambda: True)
    assert stopped.lead("II").faults == ()


def test_the_model_tells_a_clean_recording_from_noise():
    model = quality_model()
    clean = changed(lambda signal: None)
    noise = np.random.default_rng(8).standard_normal((12, 5000))
    beats = detect_r_peaks(clean)
    good = measure_quality(clean, beats, model)
    poor = measure_quality(replace(clean, signal_mv=noise), beats, model)
    assert good.acceptable
    assert good.reasons == ()
    assert not poor.acceptable
    assert poor.score < good.score
    assert text_of(poor.reasons[0]).startswith("Cannot be read: I, II,")


def test_readable_is_judged_by_the_beats_that_artefacts_of_one_lead_make():
    """As it was taught, though these are not the beats that are measured."""

    def spiky(signal):
        signal += 0.1 * np.random.default_rng(0).standard_normal(signal.shape)
        for place in range(400, signal.shape[1] - 100, 530):
            signal[7, place : place + 30] += 8.0
        return signal

    recording = changed(spiky)
    beats = detect_r_peaks(recording)
    assert beats.rejected_leads == (7,)
    model = quality_model()
    taught = model.unacceptable.probability(quality_features(recording))
    found = measure_quality(recording, beats, model)
    assert found.score == pytest.approx(1 - taught)
    unaware = measure_quality(recording, replace(beats, rejected_leads=()), model)
    assert unaware.score != pytest.approx(1 - taught)


def test_quality_can_be_written_as_json():
    printed = quality_to_dict(quality_of(changed(hum_50)))
    assert json.loads(json.dumps(printed, allow_nan=False)) == printed
    (fault,) = printed["leads"]["V3"]["faults"]
    assert fault["code"] == "mains"
    assert fault["stretches_s"] == [[0.0, 10.0]]
    assert printed["leads"]["I"] == {"usable": True, "score": 1.0, "faults": []}


@pytest.mark.parametrize("fs", [100.0, 250.0, 1000.0])
def test_other_sampling_frequencies(fs):
    clean = synthetic_recording(fs=fs, noise_mv=0.003)
    assert codes(quality_of(clean)) == {}
    signal = clean.whole_signal_mv.copy()
    signal[V3] += np.sin(2 * np.pi * 0.3 * np.arange(signal.shape[1]) / fs)
    signal[V5] = 0.0
    found = codes(quality_of(replace(clean, signal_mv=signal)))
    assert found == {"V3": ["baseline_wander"], "V5": ["lead_off"]}


@settings(max_examples=25)
@given(
    seed=st.integers(0, 2**32 - 1),
    n_leads=st.integers(1, 15),
    duration_s=st.floats(0.3, 12.0),
    fs=st.sampled_from([100.0, 250.0, 257.0, 500.0, 1000.0]),
    kind=st.sampled_from(["noise", "zero", "nan", "holes", "clipped", "huge", "ecg"]),
    unit_is_mv=st.booleans(),
)
def test_whatever_it_holds_a_recording_is_judged(
    seed, n_leads, duration_s, fs, kind, unit_is_mv
):
    rng = np.random.default_rng(seed)
    n_samples = max(1, round(duration_s * fs))
    signal = rng.standard_normal((n_leads, n_samples))
    if kind == "zero":
        signal[:] = 0.0
    elif kind == "nan":
        signal[:] = np.nan
    elif kind == "holes":
        signal[rng.random(signal.shape) < 0.3] = np.nan
    elif kind == "clipped":
        signal = np.clip(10 * np.cumsum(signal, axis=1), -16, 16)
    elif kind == "huge":
        signal *= 1e30
    elif kind == "ecg":
        signal = 0.1 * signal + np.sin(2 * np.pi * np.arange(n_samples) / fs) ** 40
    names = (*STANDARD_12, "VX", "VY", "VZ")[:n_leads]
    recording = replace(
        synthetic_recording(duration_s=1.0, leads=STANDARD_12[:1]),
        signal_mv=signal,
        fs=fs,
        leads=names,
        unit_is_mv=unit_is_mv,
    )
    quality = quality_of(recording)
    assert 0 <= quality.score <= 1
    for lead in quality.leads:
        assert 0 <= lead.score <= 1
        for fault in lead.faults:
            assert np.isfinite([fault.value, fault.limit]).all()
            ends = np.ravel(fault.stretches_s)
            assert (np.diff(ends) >= -1e-9).all()
            assert 0 <= ends[0] <= ends[-1] <= recording.duration_s + 1e-9
