"""The simulator's own truths."""

import numpy as np
import pytest

from ecgviewer.ecg.leads import STANDARD_12
from tests.simulated_noise import Noise
from tests.simulator import (
    LBBB,
    SINUS,
    VENTRICULAR,
    irregular_r_s,
    simulate,
    sinus_beat,
)

EVERYTHING = Noise(muscle_mv=0.05, mains_mv=0.1, wander_mv=0.5, white_mv=0.02)


def lead(simulated, name):
    return simulated.recording.lead(name).astype(float)


def frontal_axis_deg(simulated, onset, offset):
    """The axis by the areas of I and aVF between two common points of the beat 1."""
    fs = simulated.recording.fs
    start, stop = (simulated.fiducials.common(p)[1] for p in (onset, offset))
    inside = slice(int(start * fs) - 5, int(stop * fs) + 6)
    in_i, in_avf = (lead(simulated, name)[inside].sum() for name in ("I", "aVF"))
    return np.degrees(np.arctan2(2 / np.sqrt(3) * in_avf, in_i))


@pytest.mark.parametrize("shape", [SINUS, VENTRICULAR, LBBB])
@pytest.mark.parametrize("noise", [Noise(), EVERYTHING])
def test_limb_leads_obey_einthoven_and_goldberger(shape, noise):
    simulated = simulate(shape=shape, noise=noise, pacing="atrial")
    one, two, three = (lead(simulated, name) for name in ("I", "II", "III"))
    right, left, foot = (lead(simulated, name) for name in ("aVR", "aVL", "aVF"))

    np.testing.assert_allclose(one + three, two, atol=1e-6)
    np.testing.assert_allclose(right + left + foot, 0.0, atol=1e-6)
    np.testing.assert_allclose(right, -(one + two) / 2, atol=1e-6)


@pytest.mark.parametrize("axis_deg", [-179, -135, -90, -45, 0, 30, 59, 90, 135, 179])
def test_axes_are_those_asked_for_all_around_the_circle(axis_deg):
    beat = sinus_beat(
        p_axis_deg=axis_deg, qrs_axis_deg=axis_deg, t_axis_deg=axis_deg, pr_s=0.2
    )
    simulated = simulate(shape=beat, fs=1000)

    for wave in (("p_onset", "p_offset"), ("qrs_onset", "qrs_offset")):
        assert frontal_axis_deg(simulated, *wave) == pytest.approx(axis_deg, abs=0.1)
    t_axis = frontal_axis_deg(simulated, "t_onset", "t_offset")
    assert t_axis == pytest.approx(axis_deg, abs=0.1)


def test_waves_are_zero_up_to_their_onsets_and_from_their_offsets_on():
    simulated = simulate(fs=1000, shape=sinus_beat(u_mv=0.0))
    truth, fs = simulated.fiducials, 1000
    times_s = np.arange(simulated.recording.n_samples) / fs
    inside = np.zeros((12, times_s.size), dtype=bool)
    for row in range(12):
        for beat in truth.per_lead_s[:, row]:
            for onset, offset in (beat[[0, 2]], beat[[3, 5]], beat[[6, 8]]):
                if not np.isnan(onset):
                    inside[row] |= (onset < times_s) & (times_s < offset)
    signal = np.abs(simulated.recording.signal_mv)

    assert signal[~inside].max() < 1e-6
    # ... and not zero just inside: the truth is no wider than the wave.
    for row, points in enumerate(truth.per_lead_s[3]):
        for onset, offset in (points[[0, 2]], points[[3, 5]], points[[6, 8]]):
            if not np.isnan(onset):
                assert signal[row, int(np.floor(onset * fs)) + 2] > 0
                assert signal[row, int(np.ceil(offset * fs)) - 2] > 0


def test_intervals_are_those_of_the_shape():
    beat = sinus_beat(pr_s=0.18, qrs_s=0.10, qt_s=0.41, p_s=0.11)
    points = simulate(shape=beat).fiducials

    def interval(start, stop):
        return points.common(stop) - points.common(start)

    np.testing.assert_allclose(interval("p_onset", "qrs_onset"), 0.18, atol=1e-9)
    np.testing.assert_allclose(interval("qrs_onset", "qrs_offset"), 0.10, atol=1e-9)
    np.testing.assert_allclose(interval("qrs_onset", "t_offset"), 0.41, atol=1e-9)
    np.testing.assert_allclose(interval("p_onset", "p_offset"), 0.11, atol=1e-9)


@pytest.mark.parametrize("straight", [False, True])
def test_the_steepest_tangent_of_t_ends_where_it_says(straight):
    simulated = simulate(shape=sinus_beat(straight_t=straight), fs=2000)
    fs, truth = 2000, simulated.fiducials
    start = int(truth.lead("II", "t_peak")[2] * fs)
    stop = int(truth.lead("II", "t_offset")[2] * fs)
    fall = lead(simulated, "II")[start : stop + 1]
    steepest = int(np.argmin(np.gradient(fall)[1:-1])) + 1
    end = start + steepest - fall[steepest] / np.gradient(fall)[steepest]

    assert end / fs == pytest.approx(simulated.t_tangent_s[2], abs=0.001)
    assert (simulated.t_tangent_s[2] < truth.common("t_offset")[2]) is not straight


def test_st_level_lasts_from_j_point_to_t():
    level = tuple(0.1 * k for k in range(1, 9))
    simulated = simulate(shape=sinus_beat(st_mv=level, t_mv=0.0), fs=1000)
    j_point = round(simulated.fiducials.common("qrs_offset")[1] * 1000)
    flat = simulated.recording.signal_mv[:, j_point + 2 : j_point + 60]

    assert np.ptp(flat, axis=1).max() < 1e-6
    assert flat[0, 0] == pytest.approx(0.1, abs=1e-6)
    assert flat[STANDARD_12.index("V6"), 0] == pytest.approx(0.8, abs=1e-6)


def test_ectopic_beats_come_when_told_and_take_the_place_of_sinus_beats():
    simulated = simulate(rate_bpm=60, ectopic=(3.1, 6.4))

    assert simulated.classes.count("ectopic") == 2
    odd = [
        t
        for t, c in zip(simulated.fiducials.r_peaks_s, simulated.classes, strict=True)
        if c == "ectopic"
    ]
    assert odd == [3.1, 6.4]
    assert np.isnan(simulated.fiducials.common("p_onset")[3])
    assert np.diff(simulated.fiducials.r_peaks_s).min() > 0.25


def test_atria_that_fibrillate_have_no_p_and_flutter_goes_on_through():
    for atria in ("fibrillation", "flutter"):
        simulated = simulate(irregular_r_s(), atria=atria)
        assert np.isnan(simulated.fiducials.common("p_onset")).all()
        assert np.isnan(simulated.fiducials.lead("II", "p_peak")).all()
        assert np.ptp(lead(simulated, "V1")[:100]) > 0.05


@pytest.mark.parametrize(("pacing", "per_beat"), [("atrial", 1), ("dual", 2)])
def test_spikes_come_before_the_waves_they_cause(pacing, per_beat):
    simulated = simulate(pacing=pacing, fs=1000)
    spikes = np.array(simulated.spikes_s)

    assert len(spikes) == per_beat * len(simulated.fiducials)
    assert set(simulated.classes) == {"paced"}
    steep = np.abs(np.diff(lead(simulated, "II"), prepend=0.0))
    for spike in spikes:
        around = steep[round(spike * 1000) - 1 : round(spike * 1000) + 3]
        assert around.max() > 1.0


def test_dead_leads_missing_leads_and_units():
    simulated = simulate(
        noise=Noise(dead=("V3",)), leads=("II", "V3"), unit_is_mv=False, fs=250
    )

    assert simulated.recording.leads == ("II", "V3")
    assert not lead(simulated, "V3").any()
    assert np.ptp(lead(simulated, "II")) > 100
    assert simulated.fiducials.per_lead_s.shape[1] == 2


def test_the_same_seed_gives_the_same_recording():
    one, same = (simulate(noise=EVERYTHING, seed=3).recording for _ in range(2))
    other = simulate(noise=EVERYTHING, seed=4).recording

    assert (one.signal_mv == same.signal_mv).all()
    assert (one.signal_mv != other.signal_mv).any()
