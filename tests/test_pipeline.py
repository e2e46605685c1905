"""One pass over a recording: how far it has come, and giving it up."""

import itertools
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from ecgviewer import pipeline
from ecgviewer.ai.delineation.delineator import Delineator, load_delineator
from ecgviewer.ai.delineation.recording_fiducials import MAX_WHOLE_S
from ecgviewer.ecg.examination import EcgAnalysis
from ecgviewer.ecg.median_beat import MedianBeats
from ecgviewer.pipeline import Models, analyze_recording
from tests.simulator import simulate, sinus_beat

FS = 125.0


def test_it_tells_how_far_it_has_come_from_the_first_part_on(
    models: Models,
) -> None:
    recording = simulate(duration_s=250.0, fs=125.0, leads=("II",)).recording
    told: list[float] = []
    analyze_recording(recording, models, progress=told.append)
    assert told == sorted(told)
    assert 0 < told[0] < 0.2
    assert told[-1] == pytest.approx(1.0)
    assert max(np.diff(told)) < 0.3


@pytest.mark.parametrize("moments", [0, 2, 4, 6])
def test_given_up_at_any_moment_it_answers_with_what_it_has(
    models: Models, moments: int
) -> None:
    recording = simulate(duration_s=250.0, fs=125.0, leads=("II",)).recording
    asked = itertools.count()
    found = analyze_recording(
        recording, models, cancelled=lambda: next(asked) >= moments
    )
    if found.fiducials is not None:
        assert not (found.fiducials.r_peaks_s == found.beats.times_s[-1]).any()


def test_a_recording_that_is_sampled_has_the_values_of_a_shorter_one(
    models: Models,
) -> None:
    def examined(duration_s: float) -> EcgAnalysis:
        leads = ("I", "II", "III")
        simulated = simulate(duration_s=duration_s, fs=FS, leads=leads)
        return analyze_recording(simulated.recording, models)

    whole, sampled = examined(MAX_WHOLE_S - 10.0), examined(MAX_WHOLE_S + 10.0)
    values = sampled.measurements.values
    assert values["p_present"].value == 1
    assert values["p_share"].value == whole.measurements.values["p_share"].value
    for key in ("p_ms", "pr_ms", "qrs_ms", "qt_ms", "qtcf_ms", "qrs_axis_deg"):
        usual = whole.measurements.values[key].value
        # Medians over other beats, placed on the samples: half of one.
        assert values[key].value == pytest.approx(usual, abs=500 / FS), key
    n_beats, n_all = values["qrs_ms"].n_beats, len(sampled.beats)
    assert f"{n_beats} of {n_all} beats" in values["qrs_ms"].method


def test_the_median_beat_is_of_the_beats_that_were_delineated(
    models: Models,
) -> None:
    recording = simulate(duration_s=320.0, fs=125.0, leads=("II",)).recording
    found = analyze_recording(recording, models)
    assert found.fiducials is not None
    assert isinstance(found.median, MedianBeats)
    times_s = found.beats.times_s[found.median.numbers]
    assert np.isin(times_s, found.fiducials.r_peaks_s).all()
    assert times_s[-1] > 300.0


def test_the_median_beat_begins_before_an_early_p_and_ends_behind_a_late_t(
    models: Models,
) -> None:
    shape = sinus_beat(pr_s=0.34, qt_s=0.56)
    simulated = simulate(rate_bpm=50, shape=shape, duration_s=15)
    found = analyze_recording(simulated.recording, models)
    assert isinstance(found.median, MedianBeats)
    p_onset_s = simulated.fiducials.common("p_onset") - simulated.fiducials.r_peaks_s
    t_offset_s = simulated.fiducials.common("t_offset") - simulated.fiducials.r_peaks_s
    assert found.median.times_s[0] < np.median(p_onset_s)
    assert found.median.times_s[-1] > np.median(t_offset_s)
    assert found.measurements.values["p_axis_deg"].value is not None


def test_of_two_jobs_that_need_the_models_one_loads_and_the_other_waits(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    loads: list[Path] = []

    def load(folder: Path) -> Delineator:
        loads.append(folder)
        time.sleep(0.1)
        return load_delineator(folder)

    monkeypatch.setattr(pipeline, "load_delineator", load)
    pipeline.installed_delineator.cache_clear()
    with ThreadPoolExecutor(2) as pool:
        one, other = pool.map(lambda _job: pipeline.installed_models(), range(2))
    assert len(loads) == 1
    assert one.delineator is other.delineator
