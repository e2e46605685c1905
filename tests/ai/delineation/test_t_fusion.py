"""QT is withheld where a U wave or the next P hides the end of T, and only there."""

from dataclasses import replace

import pytest

from ecgviewer.ecg.measurements import Measurement
from ecgviewer.pipeline import Models, analyze_recording
from tests.simulated_noise import Noise
from tests.simulator import BeatShape, simulate, sinus_beat


def qt_of(models: Models, shape: BeatShape, rate_bpm: float) -> Measurement:
    recording = simulate(rate_bpm=rate_bpm, shape=shape).recording
    return analyze_recording(recording, models).measurements.values["qt_ms"]


@pytest.mark.parametrize(("u_mv", "before_s"), [(0.2, 0.02), (0.3, 0.03)])
def test_a_u_wave_that_rises_from_t_withholds_qt(
    models: Models, u_mv: float, before_s: float
) -> None:
    shape = sinus_beat(u_mv=u_mv, u_after_s=-before_s)
    qt = qt_of(models, shape, 60)
    assert qt.value is None
    assert "second hump follows T" in qt.reason


@pytest.mark.parametrize("wander_mv", [0.05, 0.15])
@pytest.mark.parametrize(
    ("t_mv", "u_mv", "before_s"), [(0.08, 0.2, 0.04), (0.05, 0.15, 0.0)]
)
def test_a_low_t_before_a_large_u_wave_withholds_qt_through_wander(
    models: Models, t_mv: float, u_mv: float, before_s: float, wander_mv: float
) -> None:
    """As in hypokalaemia, where the end of U was said to be that of a long QT."""
    low = sinus_beat(t_mv=t_mv, u_mv=u_mv, u_after_s=-before_s)
    (bump,) = low.t
    chest = tuple(t_mv * at / 0.35 for at in bump.mv[2:])
    shape = replace(low, t=(replace(bump, mv=(*bump.mv[:2], *chest)),))
    noise = Noise(white_mv=0.008, muscle_mv=0.008, wander_mv=wander_mv)
    recording = simulate(rate_bpm=65, shape=shape, noise=noise).recording
    qt = analyze_recording(recording, models).measurements.values["qt_ms"]
    assert qt.value is None
    assert "second hump follows T" in qt.reason


@pytest.mark.parametrize("u_mv", [0.0, 0.08, 0.2])
def test_a_u_wave_apart_from_t_leaves_qt_as_it_is(models: Models, u_mv: float) -> None:
    qt = qt_of(models, sinus_beat(u_mv=u_mv, u_after_s=0.02), 60)
    assert qt.value is not None
    without = qt_of(models, sinus_beat(), 60)
    assert without.value is not None
    assert qt.value == pytest.approx(without.value, abs=8)


@pytest.mark.parametrize("rate_bpm", [130, 150])
def test_a_p_wave_on_t_withholds_qt(models: Models, rate_bpm: float) -> None:
    shape = replace(sinus_beat(), qt_s=0.36, pr_s=0.18)
    qt = qt_of(models, shape, rate_bpm)
    assert qt.value is None
    assert "runs into the next P" in qt.reason


def test_a_fast_rate_alone_does_not_withhold_qt(models: Models) -> None:
    qt = qt_of(models, sinus_beat().for_rate(120), 120)
    assert qt.value is not None


def test_a_t_that_ends_at_the_next_p_is_said_at_a_slow_rate(
    models: Models,
) -> None:
    shape = replace(sinus_beat(), qt_s=0.63, t_s=0.2)
    recording = simulate(rate_bpm=75, shape=shape).recording
    values = analyze_recording(recording, models).measurements.values
    for key in ("p_ms", "pr_ms", "qt_ms"):
        assert "at 75/min T and the next P are close together" in values[key].reason
    assert "close" not in values["qrs_ms"].reason
