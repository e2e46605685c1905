"""QT is told only where T is seen, and less surely where it is flat."""

from dataclasses import replace

import numpy as np
import pytest

from ecgviewer.ecg.measurements import Measurement
from ecgviewer.pipeline import Models, analyze_recording
from tests.simulated_noise import Noise
from tests.simulator import SINUS, simulate


def qt_of(
    models: Models,
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
    return analyze_recording(recording, models).measurements.values["qt_ms"]


def test_without_t_there_is_no_qt(models: Models) -> None:
    qt = qt_of(models, 0.0)
    assert qt.value is None
    assert "µV high: its end cannot be told" in qt.reason


def test_a_t_within_the_noise_has_no_end_whatever_the_unit(
    models: Models,
) -> None:
    qt = qt_of(models, 0.0, unit_is_mv=False, noise_mv=0.01)
    assert qt.value is None
    assert "T does not stand out of the noise" in qt.reason


@pytest.mark.parametrize(
    "noise", [Noise(wander_mv=1.0), Noise(mains_mv=0.1)], ids=["wander", "hum"]
)
def test_neither_wander_nor_hum_hides_t(models: Models, noise: Noise) -> None:
    recording = simulate(rate_bpm=67, noise=noise).recording
    qt = analyze_recording(recording, models).measurements.values["qt_ms"]
    assert qt.value is not None


def test_a_flat_t_is_told_less_surely(models: Models) -> None:
    usual, flat = qt_of(models, 1.0), qt_of(models, 0.15)
    assert usual.value is not None
    assert flat.value is not None
    assert "flat" not in usual.reason
    assert "T is flat (" in flat.reason
    assert flat.high is not None
    assert usual.high is not None
    assert flat.high - flat.value > 1.2 * (usual.high - usual.value)
