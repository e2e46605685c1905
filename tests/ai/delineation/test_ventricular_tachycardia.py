"""Ventricular tachycardia as it is examined: never called narrow, its beats found."""

from dataclasses import replace
from itertools import product

import numpy as np
import pytest

from ecgviewer.analysis.limits.published import WIDE_QRS
from ecgviewer.ecg.criteria import CriterionPart
from ecgviewer.ecg.measurements import Measurements
from ecgviewer.ecg.recording import Recording
from ecgviewer.pipeline import Models, analyze_recording
from tests.analysis.judging import found
from tests.simulated_noise import Noise
from tests.simulator import SLURRED, simulate, tachycardia_beat, with_dissociated_p

NOISE = Noise(white_mv=0.01, wander_mv=0.05)


def width(measured: Measurements) -> CriterionPart:
    wide = found(list(measured.criteria), "wide_qrs_tachycardia")
    return next(part for part in wide.parts if part.name.startswith("QRS"))


def assert_not_called_narrow(recording: Recording, models: Models) -> Measurements:
    measured = analyze_recording(recording, models).measurements
    device = measured.values["qrs_device_ms"]
    assert device.reason or (device.value or 0.0) >= WIDE_QRS.adults.value
    assert device.value is None or device.value >= WIDE_QRS.adults.value
    assert width(measured).met is not False
    assert found(list(measured.criteria), "tachycardia_without_p").met is True
    return measured


@pytest.mark.parametrize(
    ("form", "rate_bpm"), list(product(SLURRED, (145, 160, 180, 200, 220)))
)
def test_it_is_not_called_narrow_nor_slow(
    models: Models, form: str, rate_bpm: float
) -> None:
    beat = tachycardia_beat(rate_bpm, form=form, qrs_s=0.18)
    recording = simulate(rate_bpm=rate_bpm, shape=beat, noise=NOISE).recording
    measured = assert_not_called_narrow(recording, models)
    rate = measured.values["heart_rate_bpm"].value
    assert rate == pytest.approx(rate_bpm, rel=0.02)


@pytest.mark.parametrize("rate_bpm", [150, 175, 205])
def test_nor_with_dissociated_p_waves(models: Models, rate_bpm: float) -> None:
    beat = tachycardia_beat(rate_bpm, axis_deg=120.0, like_lbbb=True)
    simulated = simulate(rate_bpm=rate_bpm, shape=beat, noise=NOISE)
    assert_not_called_narrow(with_dissociated_p(simulated), models)


@pytest.mark.parametrize("form", SLURRED)
def test_nor_when_it_begins_in_mid_recording(models: Models, form: str) -> None:
    beat = tachycardia_beat(175, form=form)
    fast_s = np.arange(3.0, 9.7, 60.0 / 175)
    ectopic = dict.fromkeys(fast_s, beat)
    recording = simulate([0.4, 1.25, 2.1], ectopic=ectopic, noise=NOISE).recording
    assert_not_called_narrow(recording, models)


@pytest.mark.parametrize("rate_bpm", [50, 70])
@pytest.mark.parametrize("form", ["smooth", "notched"])
def test_a_sine_wave_is_not_called_narrow_at_any_rate(
    models: Models, form: str, rate_bpm: float
) -> None:
    """Of severe hyperkalaemia: QRS of 240 ms that runs straight into a T as high."""
    beat = tachycardia_beat(rate_bpm, form=form, qrs_s=0.24, t_share=1.0)
    beat = replace(beat, qt_s=0.5, t_s=0.26)
    recording = simulate(rate_bpm=rate_bpm, shape=beat, noise=NOISE).recording
    measured = analyze_recording(recording, models).measurements
    device = measured.values["qrs_device_ms"].value
    assert device is None or device >= WIDE_QRS.adults.value
    qt = measured.values["qt_ms"]
    assert qt.value is None or (qt.low or 0.0) <= 500 <= (qt.high or 0.0)
