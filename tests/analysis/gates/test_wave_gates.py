"""The ends of P are told only where P can be seen."""

from dataclasses import replace

import numpy as np
import pytest

from ecgviewer.analysis.gates.wave_gates import MIN_HEIGHT_MV, MIN_PROBABILITY
from ecgviewer.ecg.recording import Recording
from tests.analysis.measuring import measured, refused, value
from tests.simulated_noise import Noise
from tests.simulator import BeatShape, Simulated, simulate, sinus_beat, twelve_leads


def with_signal(simulated: Simulated, signal_mv: np.ndarray) -> Recording:
    return replace(simulated.recording, signal_mv=signal_mv.astype(np.float32))


def shape_with_p(height_mv: float) -> BeatShape:
    """Return a beat whose P has this height in the second highest lead."""
    usual = sinus_beat()
    (wave,) = usual.p
    heights = np.abs(twelve_leads(np.array(wave.mv)[:, None]))[:, 0]
    mv = np.array(wave.mv) * height_mv / np.sort(heights)[-2]
    return replace(usual, p=(replace(wave, mv=tuple(mv.tolist())),))


@pytest.mark.parametrize("fs", [250.0, 1000.0])
def test_a_p_wave_below_half_a_millimetre_has_no_ends(fs):
    # smoothing over 20 ms lowers the top of a wave of 100 ms by a few hundredths
    high = simulate(fs=fs, shape=shape_with_p(1.1 * MIN_HEIGHT_MV))
    low = simulate(fs=fs, shape=shape_with_p(0.98 * MIN_HEIGHT_MV))
    assert value(measured(high), "pr_ms") > 0
    found = measured(low)
    for key in ("p_ms", "pr_ms"):
        assert "µV high: its ends cannot be told" in refused(found, key)
    assert found.values["p_present"].value == 1
    assert value(found, "qrs_ms") > 0


@pytest.mark.parametrize(("sure", "told"), [(1.2, True), (0.8, False)])
def test_ends_are_not_told_of_a_p_wave_that_the_delineator_doubts(sure, told):
    simulated = simulate()
    # a little above the limit, or below
    probability = np.full(len(simulated.fiducials), 1 - (1 - MIN_PROBABILITY) / sure)
    probability[0] = np.nan
    fiducials = replace(simulated.fiducials, p_probability=probability)
    found = measured(simulated, fiducials=fiducials)
    for key in ("p_ms", "pr_ms"):
        if told:
            assert value(found, key) > 0
        else:
            assert "not sure of P" in refused(found, key)
    assert value(found, "p_present") == 1


def test_heights_are_not_judged_where_the_unit_is_unknown():
    unknown = simulate(unit_is_mv=False)
    small = with_signal(unknown, 1e-4 * unknown.recording.whole_signal_mv)
    assert value(measured(unknown, recording=small), "pr_ms") > 0


def test_one_lead_with_a_high_p_is_not_enough():
    simulated = simulate(shape=shape_with_p(0.02))
    signal = simulated.recording.whole_signal_mv.copy()
    signal[1] *= 10
    assert "µV high" in refused(
        measured(simulated, recording=with_signal(simulated, signal)), "pr_ms"
    )
    signal[5] *= 10
    assert (
        value(measured(simulated, recording=with_signal(simulated, signal)), "pr_ms")
        > 0
    )


def test_p_is_told_through_noise_that_it_stands_out_of():
    quiet, loud = (simulate(noise=Noise(muscle_mv=mv), seed=1) for mv in (0.05, 0.6))
    assert value(measured(quiet), "pr_ms") > 0
    found = measured(loud)
    for key in ("p_ms", "pr_ms"):
        assert "does not stand out of the noise" in refused(found, key)


@pytest.mark.parametrize("smooth_ms", [0, 10])
def test_noise_alone_is_hardly_ever_taken_for_p(smooth_ms):
    """Of forty recordings of noise, as wide as P, one at most passes."""
    simulated = simulate()
    rng = np.random.default_rng(2)
    shape = simulated.recording.signal_mv.shape
    passed = 0
    for _ in range(40):
        noise = 0.3 * rng.standard_normal(shape)
        if smooth_ms:
            width = round(smooth_ms * simulated.recording.fs / 1000)
            kernel = np.ones(width) / width
            noise = np.array([np.convolve(row, kernel, "same") for row in noise])
        found = measured(simulated, recording=with_signal(simulated, noise))
        passed += found.values["pr_ms"].value is not None
    assert passed <= 1


def test_wander_and_missing_samples_do_not_hide_p():
    simulated = simulate(noise=Noise(wander_mv=1.0), duration_s=20)
    signal = simulated.recording.whole_signal_mv.copy()
    # in most beats
    signal[:, 3000:9000] = np.nan
    signal[3] = np.nan
    found = measured(simulated, recording=with_signal(simulated, signal))
    assert value(found, "pr_ms") > 0


@pytest.mark.parametrize("n_beats", [1, 4])
def test_leads_seen_in_few_beats_do_not_prove_p(n_beats):
    """In so few beats noise is underestimated, or not seen at all."""
    simulated = simulate()
    rng = np.random.default_rng(5)
    noise = 0.3 * rng.standard_normal(simulated.recording.signal_mv.shape)
    for lead in (1, 6):
        seen = np.zeros(noise.shape[1], dtype=bool)
        for peak in simulated.r_peaks[1 : 1 + n_beats]:
            seen[peak - 200 : peak + 100] = True
        noise[lead, ~seen] = np.nan
    found = measured(simulated, recording=with_signal(simulated, noise))
    assert "does not stand out" in refused(found, "pr_ms")


def test_a_single_lead_is_judged_by_itself():
    low = simulate(leads=("II",), shape=shape_with_p(0.02))
    assert "µV high" in refused(measured(low), "pr_ms")
    loud = simulate(leads=("II",), noise=Noise(muscle_mv=0.8))
    assert "does not stand out" in refused(measured(loud), "pr_ms")
    assert value(measured(simulate(leads=("II",))), "pr_ms") > 0
