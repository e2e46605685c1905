"""QT is told only where T is seen and nothing that follows it hides its end."""

from dataclasses import replace

import numpy as np
import pytest

from ecgviewer.ai.delineation.delineator import Delineator, load_delineator
from ecgviewer.ai.delineation.measuring import examine
from ecgviewer.ecg.measurements import Measurement
from ecgviewer.paths import model_dir
from tests.simulated_noise import Noise
from tests.simulator import SINUS, BeatShape, simulate, sinus_beat


@pytest.fixture(scope="module")
def delineator() -> Delineator:
    return load_delineator(model_dir("delineator"))


def qt_of(
    delineator: Delineator,
    t_share: float,
    *,
    unit_is_mv: bool = True,
    noise_mv: float = 0.002,
) -> Measurement:
    """Return QT of a sinus rhythm whose T is so many times as high as usual."""
    bumps = tuple(
        replace(bump, mv=tuple(t_share * mv for mv in bump.mv)) for bump in SINUS.t
    )
    made = simulate(rate_bpm=60, shape=replace(SINUS, t=bumps)).recording
    noise = np.random.default_rng(0).normal(0, noise_mv, made.signal_mv.shape)
    signal = (made.signal_mv + noise).astype(np.float32)
    recording = replace(made, signal_mv=signal, unit_is_mv=unit_is_mv)
    return examine(recording, delineator).measurements.values["qt_ms"]


def test_without_t_there_is_no_qt(delineator: Delineator) -> None:
    qt = qt_of(delineator, 0.0)
    assert qt.value is None
    assert "µV high: its end cannot be told" in qt.reason


def test_a_t_within_the_noise_has_no_end_whatever_the_unit(
    delineator: Delineator,
) -> None:
    qt = qt_of(delineator, 0.0, unit_is_mv=False, noise_mv=0.01)
    assert qt.value is None
    assert "T does not stand out of the noise" in qt.reason


@pytest.mark.parametrize(
    "noise", [Noise(wander_mv=1.0), Noise(mains_mv=0.1)], ids=["wander", "hum"]
)
def test_neither_wander_nor_hum_hides_t(delineator: Delineator, noise: Noise) -> None:
    recording = simulate(rate_bpm=67, noise=noise).recording
    qt = examine(recording, delineator).measurements.values["qt_ms"]
    assert qt.value is not None


def test_a_flat_t_is_told_less_surely(delineator: Delineator) -> None:
    usual, flat = qt_of(delineator, 1.0), qt_of(delineator, 0.15)
    assert usual.value is not None
    assert flat.value is not None
    assert "flat" not in usual.reason
    assert "T is flat (" in flat.reason
    assert flat.high is not None
    assert usual.high is not None
    assert flat.high - flat.value > 1.2 * (usual.high - usual.value)


def qt_of_shape(
    delineator: Delineator, shape: BeatShape, rate_bpm: float
) -> Measurement:
    recording = simulate(rate_bpm=rate_bpm, shape=shape).recording
    return examine(recording, delineator).measurements.values["qt_ms"]


@pytest.mark.parametrize(("u_mv", "before_s"), [(0.2, 0.02), (0.3, 0.03)])
def test_a_u_wave_that_rises_from_t_withholds_qt(
    delineator: Delineator, u_mv: float, before_s: float
) -> None:
    shape = sinus_beat(u_mv=u_mv, u_after_s=-before_s)
    qt = qt_of_shape(delineator, shape, 60)
    assert qt.value is None
    assert "second hump follows T" in qt.reason


@pytest.mark.parametrize("wander_mv", [0.05, 0.15])
@pytest.mark.parametrize(
    ("t_mv", "u_mv", "before_s"), [(0.08, 0.2, 0.04), (0.05, 0.15, 0.0)]
)
def test_a_low_t_before_a_large_u_wave_withholds_qt_through_wander(
    delineator: Delineator, t_mv: float, u_mv: float, before_s: float, wander_mv: float
) -> None:
    """As in hypokalaemia, where the end of U was said to be that of a long QT."""
    low = sinus_beat(t_mv=t_mv, u_mv=u_mv, u_after_s=-before_s)
    (bump,) = low.t
    chest = tuple(t_mv * at / 0.35 for at in bump.mv[2:])
    shape = replace(low, t=(replace(bump, mv=(*bump.mv[:2], *chest)),))
    noise = Noise(white_mv=0.008, muscle_mv=0.008, wander_mv=wander_mv)
    recording = simulate(rate_bpm=65, shape=shape, noise=noise).recording
    qt = examine(recording, delineator).measurements.values["qt_ms"]
    assert qt.value is None
    assert "second hump follows T" in qt.reason


@pytest.mark.parametrize("u_mv", [0.0, 0.08, 0.2])
def test_a_u_wave_apart_from_t_leaves_qt_as_it_is(
    delineator: Delineator, u_mv: float
) -> None:
    qt = qt_of_shape(delineator, sinus_beat(u_mv=u_mv, u_after_s=0.02), 60)
    assert qt.value is not None
    without = qt_of_shape(delineator, sinus_beat(), 60)
    assert without.value is not None
    assert qt.value == pytest.approx(without.value, abs=8)


@pytest.mark.parametrize("rate_bpm", [130, 150])
def test_a_p_wave_on_t_withholds_qt(delineator: Delineator, rate_bpm: float) -> None:
    shape = replace(sinus_beat(), qt_s=0.36, pr_s=0.18)
    qt = qt_of_shape(delineator, shape, rate_bpm)
    assert qt.value is None
    assert "runs into the next P" in qt.reason


def test_a_fast_rate_alone_does_not_withhold_qt(delineator: Delineator) -> None:
    qt = qt_of_shape(delineator, sinus_beat().for_rate(120), 120)
    assert qt.value is not None


def test_a_t_that_ends_at_the_next_p_is_said_at_a_slow_rate(
    delineator: Delineator,
) -> None:
    shape = replace(sinus_beat(), qt_s=0.63, t_s=0.2)
    recording = simulate(rate_bpm=75, shape=shape).recording
    values = examine(recording, delineator).measurements.values
    for key in ("p_ms", "pr_ms", "qt_ms"):
        assert "at 75/min T and the next P are close together" in values[key].reason
    assert "close" not in values["qrs_ms"].reason
