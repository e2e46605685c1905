"""Block of the AV node as it is examined: blocked P waves are seen, and said."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from ecgviewer.ecg.reasons.text import text_of
from ecgviewer.io import read_recording
from ecgviewer.pipeline import Models, analyze_recording
from tests.analysis.judging import found
from tests.analysis.measuring import refused, value
from tests.simulated_noise import Noise
from tests.simulator import (
    SINUS,
    VENTRICULAR,
    simulate,
    with_dissociated_p,
    with_p_waves,
)

NOISE = Noise(white_mv=0.008, wander_mv=0.05, muscle_mv=0.008)
BEAT = replace(SINUS.for_rate(50), p=())
P_FROM_R_S = SINUS.limits_s["p"][0]


@pytest.mark.parametrize(
    ("atrial_bpm", "conducted", "of"), [(70, 1, 2), (80, 1, 2), (80, 3, 4), (100, 1, 3)]
)
def test_second_degree_block(
    models: Models, atrial_bpm: float, conducted: int, of: int
) -> None:
    p_s = np.arange(0.3, 10, 60.0 / atrial_bpm)
    r_s = [at - P_FROM_R_S for n, at in enumerate(p_s) if n % of < conducted]
    beats = simulate([at for at in r_s if at < 9.8], shape=BEAT, noise=NOISE)
    recording = with_p_waves(beats.recording, p_s)
    measured = analyze_recording(recording, models).measurements
    assert "P waves are followed by no QRS" in text_of(measured.cautions)
    assert value(measured, "pr_ms") == pytest.approx(1000 * SINUS.pr_s, abs=15)
    assert value(measured, "atrial_rate_bpm") == pytest.approx(atrial_bpm, rel=0.03)


@pytest.mark.parametrize(
    ("atrial_bpm", "ventricular_bpm"), [(85, 38), (95, 37), (100, 35), (66, 31)]
)
def test_complete_block_has_no_pr(
    models: Models, atrial_bpm: float, ventricular_bpm: float
) -> None:
    beats = simulate(rate_bpm=ventricular_bpm, shape=BEAT, noise=NOISE)
    recording = with_dissociated_p(beats, atrial_bpm)
    measured = analyze_recording(recording, models).measurements
    refused(measured, "pr_ms")
    assert found(list(measured.criteria), "pr_long").met is None
    assert "AV block" in text_of(measured.cautions)


@pytest.mark.parametrize(
    ("atrial_bpm", "ventricular_bpm", "seed"),
    [(110, 55, 4), (80, 40, 4), (75, 37.5, 4), (100, 50, 1)],
)
def test_dissociated_p_waves_are_no_fault_of_the_limb_leads(
    models: Models, atrial_bpm: float, ventricular_bpm: float, seed: int
) -> None:
    """Medians of few beats that P waves differ in are not Einthoven's to the digit."""
    beats = simulate(rate_bpm=ventricular_bpm, shape=BEAT, noise=NOISE, seed=seed)
    recording = with_dissociated_p(beats, atrial_bpm)
    values = analyze_recording(recording, models).measurements.values
    said = [values[f"{wave}_axis_deg"].reason for wave in ("p", "qrs", "t")]
    assert not any("II is not I + III" in reason for reason in said)


def test_a_pacemaker_that_is_not_seen_makes_no_pr(models: Models) -> None:
    """The atria at 80/min, the ventricles at 60/min."""
    beats = simulate(rate_bpm=60, shape=VENTRICULAR, noise=NOISE)
    p_s = np.arange(0.3, 10, 0.75)
    recording = with_p_waves(beats.recording, p_s)
    measured = analyze_recording(recording, models).measurements
    assert "P keeps its distance from QRS in only" in refused(measured, "pr_ms")


def test_the_axis_of_a_qrs_that_flutter_may_run_through_is_said_to_be_doubtful(
    models: Models,
) -> None:
    """At 4 to 1 the level before QRS is one of the wave, always the same."""
    flutter = simulate(rate_bpm=75, shape=BEAT, atria="flutter", noise=NOISE)
    values = analyze_recording(flutter.recording, models).measurements.values
    axis = values["qrs_axis_deg"]
    assert "flutter waves are not ruled out in QRS" in axis.reason
    sinus = simulate(rate_bpm=75, noise=NOISE)
    values = analyze_recording(sinus.recording, models).measurements.values
    axis = values["qrs_axis_deg"]
    assert axis.reason == ""


def test_pr_that_jumps_in_a_real_recording_is_withheld(
    models: Models, shared_data: Path
) -> None:
    """From the fifteenth beat on P lies 0.6 s before QRS instead of 0.14 s."""
    path = shared_data / "cpsc_extra" / "Q1240.hea"
    if not path.exists():
        pytest.skip(f"{path} is not there")
    measured = analyze_recording(read_recording(path), models).measurements
    assert "only 15 of 20 beats" in refused(measured, "pr_ms")
    assert "followed by no QRS" not in text_of(measured.cautions)
