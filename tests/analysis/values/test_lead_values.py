"""Amplitudes, axes, ST levels and T ends of simulated beats whose shape is known."""

from dataclasses import replace

import numpy as np
import pytest

from ecgviewer.analysis import measure as measure_module
from ecgviewer.analysis.beats.beat_classes import classify_beats
from ecgviewer.analysis.gates.t_end import held_against_rules
from ecgviewer.analysis.measure import has_pacing_spikes
from ecgviewer.analysis.median.median_beat import median_beats, usual_spikes_s
from ecgviewer.analysis.median.median_shape import MedianShape
from ecgviewer.analysis.quality.quality import measure_quality
from ecgviewer.analysis.values.axes import KORS, axis_deg, between_deg
from ecgviewer.analysis.values.qrs_waves import qrs_waves
from ecgviewer.ecg.fiducials import POINTS
from ecgviewer.ecg.leads import INDEPENDENT_8, STANDARD_12, derive_limb_leads
from ecgviewer.ecg.measurements import Measurement, Measurements, no_value
from ecgviewer.ecg.median_beat import MedianBeats
from ecgviewer.ecg.pacing import PacingSpikes
from ecgviewer.ecg.quality import Fault, LeadQuality, RecordQuality
from ecgviewer.ecg.reasons.gates import T_BIPHASIC
from tests.analysis.measuring import (
    beats_of,
    covers,
    half,
    measured,
    medians,
    refused,
    value,
    whole,
)
from tests.reasons import because
from tests.simulated_noise import Noise
from tests.simulator import SINUS, Bump, dipole, simulate, sinus_beat


def lead(found: Measurements, name: str, key: str) -> float:
    one = found.per_lead[name][key]
    assert one.value is not None, f"{name} {key}: {one.reason}"
    return one.value


@pytest.fixture(scope="module")
def sinus() -> Measurements:
    return whole(simulate())


# ------------------------------------------------------------------------- late T ends


def test_a_late_t_is_measured_whole_where_rr_leaves_room():
    simulated = simulate(rate_bpm=50, shape=sinus_beat(qt_s=0.62))
    recording, beats = simulated.recording, beats_of(simulated)
    t_end_s = float(simulated.fiducials.common("t_offset")[1] - beats.times_s[1])
    cut = measured(simulated, median=medians(recording, beats))
    median = median_beats(recording, beats, t_offset_s=t_end_s)
    assert t_end_s < median.times_s[-1] < t_end_s + 0.1
    found = measured(simulated, median=median)
    assert cut.per_lead["II"]["t_mv"].value is None
    assert lead(found, "II", "t_mv") == pytest.approx(0.34, abs=0.02)
    assert value(found, "t_axis_deg") == pytest.approx(45, abs=2)
    assert value(found, "qt_tangent_ms") == pytest.approx(
        1000 * (simulated.t_tangent_s - simulated.fiducials.common("qrs_onset"))[1],
        abs=12,
    )


@pytest.mark.parametrize(
    ("end", "asked"),
    [(-1, {"t_offset_s": 0.35}), (-1, {"t_offset_s": 0.60}), (0, {"p_onset_s": -0.2})],
    ids=["T ends in time", "the next beat begins", "P begins in time"],
)
def test_the_window_stays_where_more_is_not_needed_or_not_there(end, asked):
    simulated = simulate(rate_bpm=75)
    recording, beats = simulated.recording, beats_of(simulated)
    usual = median_beats(recording, beats)
    assert median_beats(recording, beats, **asked).times_s[end] == usual.times_s[end]


@pytest.mark.parametrize(("rate_bpm", "pr_s"), [(60, 0.36), (90, 0.32)])
def test_an_early_p_is_measured_whole(rate_bpm, pr_s):
    simulated = simulate(rate_bpm=rate_bpm, shape=sinus_beat(pr_s=pr_s, qt_s=0.34))
    recording, beats = simulated.recording, beats_of(simulated)
    p_onset_s = float(simulated.fiducials.common("p_onset")[1] - beats.times_s[1])
    cut = measured(simulated, median=medians(recording, beats))
    median = median_beats(recording, beats, p_onset_s=p_onset_s)
    assert p_onset_s - 0.1 < median.times_s[0] < p_onset_s
    # The QRS before stays outside.
    assert -median.times_s[0] < 60 / rate_bpm - 0.06
    found = measured(simulated, median=median)
    assert cut.per_lead["II"]["p_mv"].value is None
    assert lead(found, "II", "p_mv") == pytest.approx(0.14, abs=0.01)
    assert value(found, "p_axis_deg") == pytest.approx(60, abs=2)


# ------------------------------------------------------------------------------ axes


def test_the_axis_goes_all_the_way_round():
    for degrees in range(-180, 180, 15):
        i, ii = np.cos(np.deg2rad([degrees, degrees - 60]))
        assert between_deg(axis_deg(i, ii, ii - i), degrees) == pytest.approx(0)


@pytest.mark.parametrize("degrees", [-150, -60, 45, 180])
def test_measured_axes_are_those_of_the_simulated_dipole(degrees):
    shape = sinus_beat(
        p_axis_deg=degrees, qrs_axis_deg=degrees, t_axis_deg=degrees + 40
    )
    found = whole(simulate(shape=shape, duration_s=5))
    for key, truth in (
        ("p_axis_deg", degrees),
        ("qrs_axis_deg", degrees),
        ("t_axis_deg", degrees + 40),
    ):
        axis = value(found, key)
        assert -180 <= axis <= 180
        assert between_deg(axis, truth) < 1.5, key
        one = found.values[key]
        assert one.low < axis < one.high
    assert value(found, "qrs_t_angle_deg") == pytest.approx(40, abs=2)


@pytest.mark.parametrize(
    ("noise", "truths", "widest_deg"),
    [
        (
            Noise(wander_mv=1.0),
            {"p_axis_deg": 60, "qrs_axis_deg": 50, "t_axis_deg": 45},
            30,
        ),
        (Noise(muscle_mv=0.1), {"qrs_axis_deg": 50, "t_axis_deg": 45}, 20),
    ],
    ids=["wander", "muscle noise"],
)
def test_axes_are_told_through_noise_that_hardly_moves_the_areas(
    noise, truths, widest_deg
):
    """Each beat has its own baseline, and noise of muscles cancels within a wave."""
    held = []
    for seed in range(12):
        simulated = simulate(noise=noise, seed=seed)
        quality = measure_quality(simulated.recording, beats_of(simulated))
        found = whole(simulated, quality=quality)
        for key, truth in truths.items():
            axis = value(found, key)
            assert between_deg(axis, truth) < widest_deg / 2
            one = found.values[key]
            assert axis - one.low < widest_deg
            held.append(covers(one, truth))
    # Of 24 to 36 at 95 %, more than four missed are one in a hundred.
    assert sum(held) >= len(held) - 4


def test_what_an_area_may_be_off_by_is_how_far_medians_of_such_beats_lie_apart():
    """Beats of 50 ms that are higher or lower by chance; medians of ten of them."""
    fs, n_beats, sd_mv = 500.0, 10, 0.1
    times_s = np.arange(-100, 200) / fs
    lines_s = np.full(len(POINTS), np.nan)
    lines_s[[POINTS.index("qrs_onset"), POINTS.index("qrs_offset")]] = -0.02, 0.03
    rng = np.random.default_rng(0)
    said, medians_mv_ms = [], []
    for _ in range(400):
        heights_mv = 1 + sd_mv * rng.standard_normal(n_beats)
        beats = np.where((times_s >= -0.02) & (times_s <= 0.03), 1.0, 0.0)
        beats = heights_mv[:, None, None] * beats
        shape = MedianShape(
            leads=("I",),
            fs=fs,
            times_s=times_s,
            signal=np.median(beats, axis=0),
            noise=np.zeros(1),
            common_s=lines_s,
            per_lead_s=lines_s[None],
            n_beats=n_beats,
            beats=beats,
        )
        said.append(shape.area_sd("qrs_onset", "qrs_offset")[0])
        medians_mv_ms.append(shape.area("qrs_onset", "qrs_offset")[0])
    # 400 draws tell an SD to within 7 % (two standard errors).
    assert np.mean(said) == pytest.approx(np.std(medians_mv_ms), rel=0.15)
    few = replace(shape, beats=beats[:2])
    assert np.isnan(few.area_sd("qrs_onset", "qrs_offset")).all()


def test_p_has_no_axis_in_leads_that_noise_makes_unreadable():
    simulated = simulate(noise=Noise(muscle_mv=0.2))
    quality = measure_quality(simulated.recording, beats_of(simulated))
    assert not set(quality.usable_leads) & {"I", "II", "III"}
    found = whole(simulated, quality=quality)
    assert "I, II, III" in refused(found, "p_axis_deg")
    assert found.values["qrs_axis_deg"].value is not None


def test_angles_between_axes_are_the_short_way_round():
    assert between_deg(170, -170) == pytest.approx(20)
    assert between_deg(-90, 90) == pytest.approx(180)


def test_a_wave_that_is_nowhere_in_the_limb_leads_has_no_axis():
    flat = sinus_beat(t_mv=0.0)
    assert "indeterminate" in refused(whole(simulate(shape=flat)), "t_axis_deg")


def test_limb_leads_of_different_scales_give_an_approximate_axis(sinus):
    simulated = simulate()
    signal = simulated.recording.whole_signal_mv.copy()
    signal[STANDARD_12.index("III")] *= 2.5
    odd = replace(simulated.recording, signal_mv=signal)
    found = whole(simulated, recording=odd)
    uneven, even = found.values["qrs_axis_deg"], sinus.values["qrs_axis_deg"]
    assert "approximate" in uneven.reason
    assert even.reason == ""
    assert covers(uneven, value(sinus, "qrs_axis_deg"))
    assert half(uneven) > half(even)


def test_no_axis_without_limb_leads_or_a_common_scale():
    chest = simulate(leads=("V1", "V2", "V3", "V4", "V5", "V6"))
    assert "I, II, III" in refused(whole(chest), "qrs_axis_deg")
    unscaled = whole(simulate(unit_is_mv=False))
    assert "scale" in refused(unscaled, "qrs_axis_deg")
    assert value(unscaled, "qrs_ms") == pytest.approx(1000 * SINUS.qrs_s, abs=2)


def test_no_p_axis_in_atrial_fibrillation_and_paced_rhythm():
    fibrillating = whole(simulate(rate_bpm=80, atria="fibrillation"))
    assert "no P waves" in refused(fibrillating, "p_axis_deg")
    paced = whole(simulate(pacing="ventricular"))
    assert "pacemaker" in refused(paced, "p_axis_deg")


def test_kors_regression_of_a_pure_vector_keeps_its_direction():
    assert KORS.shape == (3, len(INDEPENDENT_8))
    # A vector to the left is largest in I and V6, one to the feet in II.
    left = dict.fromkeys(INDEPENDENT_8, 0.0) | {"I": 1.0, "II": 0.5, "V6": 1.0}
    x, y, z = KORS @ np.array([left[name] for name in INDEPENDENT_8])
    assert x > abs(y)
    assert x > abs(z)


# ------------------------------------------------------------------------ amplitudes


def test_einthoven_and_goldberger_hold_between_measured_levels(sinus):
    for key in ("st_j_mv", "st_j40_mv", "st_j80_mv", "t_mv"):
        levels = {name: lead(sinus, name, key) for name in STANDARD_12[:6]}
        derived = derive_limb_leads(np.array([levels["I"]]), np.array([levels["II"]]))
        for name, expected in derived.items():
            assert levels[name] == pytest.approx(float(expected[0]), abs=2e-3), key


def test_amplitudes_are_those_simulated(sinus):
    expected = {("V1", "s_mv"): -0.9, ("V6", "r_mv"): 1.3, ("V4", "t_mv"): 0.45}
    expected |= {("V2", "p_mv"): 0.07, ("V1", "q_mv"): 0.0}
    for (name, key), truth in expected.items():
        assert lead(sinus, name, key) == pytest.approx(truth, abs=0.01)
        one = sinus.per_lead[name][key]
        if truth:
            assert covers(one, truth)
        assert one.leads == (name,)


@pytest.mark.parametrize("st_mv", [-0.2, 0.1, 0.3])
def test_st_levels_are_from_before_qrs(st_mv):
    shape = replace(SINUS, st_mv=(0.0, st_mv, st_mv, *(0.0,) * 5))
    found = whole(simulate(shape=shape))
    for name in ("II", "V1"):
        assert lead(found, name, "st_j40_mv") == pytest.approx(st_mv, abs=0.01)
        assert covers(found.per_lead[name]["st_j_mv"], st_mv)
    assert lead(found, "aVR", "st_j40_mv") == pytest.approx(-st_mv / 2, abs=0.01)
    assert lead(found, "I", "st_j40_mv") == pytest.approx(0, abs=0.01)


def test_levels_refer_to_just_before_qrs_whatever_the_median_beat_s_own_zero(sinus):
    simulated = simulate()
    median = medians(simulated.recording, beats_of(simulated))
    raised = replace(
        median,
        beats=median.beats + np.float32(0.3),
        median=median.median + np.float32(0.3),
    )
    found = measured(simulated, median=raised)
    for key in ("st_j40_mv", "r_mv", "t_mv"):
        expected = lead(sinus, "V5", key)
        assert lead(found, "V5", key) == pytest.approx(expected, abs=1e-3)


def test_wander_of_the_baseline_is_neither_st_nor_t(sinus):
    """ST elevation begins at 0.1 mV: what is told must be surer than that."""
    noisy = whole(simulate(noise=Noise(wander_mv=1.0)))
    for name in STANDARD_12:
        for key in ("st_j_mv", "st_j60_mv", "t_mv"):
            assert abs(lead(noisy, name, key) - lead(sinus, name, key)) < 0.03
            clean = half(sinus.per_lead[name][key])
            assert half(noisy.per_lead[name][key]) < clean + 0.03


def test_noise_widens_the_interval_of_amplitudes(sinus):
    noisy = whole(simulate(noise=Noise(muscle_mv=0.1)))
    r, clean = (found.per_lead["V5"]["r_mv"] for found in (noisy, sinus))
    assert half(r) > 1.5 * half(clean)


def test_no_amplitude_without_a_voltage():
    found = whole(simulate(unit_is_mv=False))
    for one in found.per_lead["V2"].values():
        if one.unit == "mV":
            assert one.value is None
            assert "not a voltage" in one.reason


def test_a_lead_that_cannot_be_read_has_no_values():
    simulated = simulate()
    off = (
        Fault("lead_off", 0.0, "mV", 0.05, ((0.0, 10.0),), *because("The lead is off")),
    )
    quality = RecordQuality(
        tuple(
            LeadQuality(name, off, 0.0) if name == "V3" else LeadQuality(name, (), 1.0)
            for name in STANDARD_12
        ),
        0.9,
        True,
    )
    found = whole(simulated, quality=quality)
    assert all(one.value is None for one in found.per_lead["V3"].values())
    assert lead(found, "V4", "r_mv") > 0
    assert "V3" not in found.values["qrs_ms"].leads
    assert "V3" in refused(found, "qrs_t_spatial_deg")


def test_spikes_without_beat_classes_count_as_pacing():
    fault = Fault("pacing_spikes", 1.0, "mV", 0.5, ((1.0, 1.001),), *because("spikes"))
    spiky = RecordQuality(
        tuple(LeadQuality(name, (fault,), 1.0) for name in STANDARD_12), 1.0, True
    )
    assert has_pacing_spikes(spiky)
    assert not has_pacing_spikes(None)
    found = measured(simulate(), classes=None, quality=spiky)
    assert "pacemaker" in refused(found, "pr_ms")


def test_both_spikes_of_a_beat_are_known_where_both_ventricles_are_paced():
    numbers, r_peaks = np.arange(10), 500 * np.arange(1, 11)
    beats = np.repeat(numbers, 3)
    lags = np.tile([120, 50, 25], 10)
    samples = r_peaks[beats] - lags
    # Of a fourth spike fewer than half of the beats have one.
    few = r_peaks[:4] - 80
    spikes = PacingSpikes(
        np.r_[samples, few], np.r_[beats, numbers[:4]], np.r_[lags, [80] * 4] / 500, 500
    )
    found = usual_spikes_s(spikes, numbers, r_peaks)
    assert found == pytest.approx((-0.24, -0.1, -0.05))
    assert usual_spikes_s(spikes, numbers[:5], r_peaks[:5])[1] == -0.16


@pytest.mark.parametrize("pacing", ["ventricular", "dual"])
def test_a_pacing_spike_is_no_part_of_qrs_nor_of_the_level_before_it(pacing):
    plain = simulate(pacing=pacing, spike_mv=0.0)
    spiky = simulate(pacing=pacing, spike_mv=8.0)
    # As a recorder's filter leaves it: both ways, and ringing.
    ringing = np.array([-0.2, -0.8, -0.2, 1.0, 0.4, -0.3, 0.0, 0.15, -0.07, 0.05])
    signal = plain.recording.signal_mv.copy()
    for time_s in spiky.spikes_s:
        first = round(time_s * plain.recording.fs) - 2
        signal[:, first : first + ringing.size] += 8.0 * ringing
    recording = replace(plain.recording, signal_mv=signal)
    beats = beats_of(plain)
    found = []
    for one in (plain.recording, recording):
        classes = classify_beats(one, beats)
        median = median_beats(one, beats, classes=classes)
        assert isinstance(median, MedianBeats)
        found.append(measured(plain, recording=one, median=median))
    assert len(median.spikes_s) == len(spiky.spikes_s) // len(beats)
    for name in STANDARD_12:
        for key in ("q_mv", "r_mv", "s_mv", "qrs_mv", "st_j_mv", "st_j80_mv"):
            without, with_spikes = (lead(one, name, key) for one in found)
            assert with_spikes == pytest.approx(without, abs=0.03), (name, key)


def test_the_transition_is_where_r_and_s_are_equal(sinus):
    net = {v: lead(sinus, v, "r_mv") + lead(sinus, v, "s_mv") for v in ("V3", "V4")}
    assert net["V3"] < 0 < net["V4"]
    crossing = 3 - net["V3"] / (net["V4"] - net["V3"])
    assert value(sinus, "r_transition") == pytest.approx(crossing)


# -------------------------------------------------------------------------- Q, R and S


def waves(*corners: tuple[float, float]) -> dict[str, float]:
    """Return heights by name of a complex given by its corners (ms, mV)."""
    ms, mv = np.array(corners).T
    times = np.arange(ms[0], ms[-1] + 0.5, 1.0)
    found = qrs_waves(times / 1000, np.interp(times, ms, mv))
    return {name: round(wave.mv, 3) for name, wave in found.items()}


def test_waves_are_named_by_order_and_sign():
    assert waves(
        (0, 0), (10, -0.2), (20, 0), (40, 1), (60, 0), (75, -0.4), (90, 0)
    ) == {
        "q": -0.2,
        "r": 1.0,
        "s": -0.4,
    }
    rsr = waves((0, 0), (15, 0.3), (30, 0), (45, -0.5), (60, 0), (80, 0.6), (100, 0))
    assert rsr == {"r": 0.3, "s": -0.5, "r_prime": 0.6}
    assert waves((0, 0), (45, -1.2), (90, 0)) == {"q": -1.2}


@pytest.mark.parametrize(
    ("ms", "mv", "counts"), [(14, 0.08, True), (10, 0.08, False), (20, 0.029, False)]
)
def test_a_wave_must_be_thirty_microvolts_and_twelve_milliseconds(ms, mv, counts):
    found = waves((0, 0), (ms / 2, -mv), (ms, 0), (ms + 20, 1.0), (ms + 40, 0))
    assert ("q" in found) == counts


def test_a_raised_st_segment_is_no_second_r():
    found = waves((0, 0), (15, 0.3), (30, 0), (45, -0.9), (65, 0), (80, 0.2))
    assert found == {"r": 0.3, "s": -0.9}


def test_a_notch_that_stays_above_the_baseline_is_one_r():
    ms = [(0, 0), (30, 1.0), (50, 0.6), (70, 0.9), (110, 0)]
    assert waves(*ms) == {"r": 1.0}
    at = np.arange(0, 111.0)
    line = np.interp(at, *np.array(ms).T)
    # The intrinsicoid deflection is the last peak's.
    assert qrs_waves(at / 1000, line)["r"].peak_s == pytest.approx(0.070)


# ---------------------------------------------------------------------------- T's end


def test_the_tangent_meets_the_baseline_where_it_was_simulated():
    for shape in (SINUS, sinus_beat(straight_t=True)):
        simulated = simulate(shape=shape, fs=1000)
        found = whole(simulated)
        onset = simulated.fiducials.common("qrs_onset")
        truth_ms = 1000 * float(np.median(simulated.t_tangent_s - onset))
        assert value(found, "qt_tangent_ms") == pytest.approx(truth_ms, abs=6)
        assert value(found, "qt_tangent_ms") <= value(found, "qt_ms") + 6
        assert covers(found.values["qt_threshold_ms"], value(found, "qt_ms"))


def test_small_and_biphasic_t_waves_abstain():
    small = whole(simulate(shape=sinus_beat(t_mv=0.02)))
    assert "too small" in small.per_lead["I"]["qt_tangent_ms"].reason
    both = replace(
        SINUS,
        t=(
            Bump(0.0, 0.25, 0.5, dipole(0.3, 40, (0.3,) * 6)),
            Bump(0.5, 0.75, 1.0, dipole(-0.3, 40, (-0.3,) * 6)),
        ),
    )
    found = whole(simulate(shape=both))
    assert "biphasic" in refused(found, "qt_tangent_ms")
    assert "as much above as below" in refused(found, "t_axis_deg")


def test_a_u_wave_that_t_runs_into_makes_lead_abstain():
    simulated = simulate(rate_bpm=55)
    plain = whole(simulated)
    assert plain.per_lead["V4"]["qt_tangent_ms"].value is not None
    # T that stays up, as with a large U wave fused to it.
    signal = simulated.recording.whole_signal_mv.copy()
    fs = simulated.recording.fs
    row = simulated.recording.leads.index("V4")
    for t_offset in simulated.fiducials.common("t_offset"):
        start, stop = round((t_offset - 0.08) * fs), round((t_offset + 0.15) * fs)
        signal[row, start:stop] = np.maximum(signal[row, start:stop], 0.2)
    raised = replace(simulated.recording, signal_mv=signal)
    found = whole(simulated, recording=raised)
    assert "U wave" in found.per_lead["V4"]["qt_tangent_ms"].reason


def test_without_a_median_beat_there_are_reasons_only():
    found = measured(simulate())
    assert not isinstance(found.per_lead["II"]["r_mv"].value, float)
    assert "no median beat" in refused(found, "qrs_axis_deg")


def test_qt_that_neither_rule_comes_near_has_a_remark():
    qt = Measurement(620.0, "ms", "", 590.0, 645.0)
    tangent = Measurement(504.0, "ms", "", 472.0, 536.0)
    threshold = Measurement(513.0, "ms", "", 481.0, 545.0)

    def remark(**changed: Measurement) -> str:
        rules = {"qt_tangent_ms": tangent, "qt_threshold_ms": threshold} | changed
        return held_against_rules(qt, rules).reason

    said = "504 ms by tangent, 513 ms by threshold: which wave ends T is not certain"
    assert remark() == said
    for near in (replace(threshold, high=595.0), no_value("ms", T_BIPHASIC())):
        assert remark(qt_threshold_ms=near) == ""
        assert remark(qt_tangent_ms=near) == ""
    assert "which wave" not in whole(simulate()).values["qt_ms"].reason


def test_what_the_rules_say_of_qt_is_said_of_it_and_of_qtc(monkeypatch):
    short = Measurement(250.0, "ms", "", 240.0, 260.0)
    rules = {"qt_tangent_ms": short, "qt_threshold_ms": short}
    monkeypatch.setattr(measure_module, "qt_values", lambda *_, **__: (rules, {}))
    found = whole(simulate())
    for key in ("qt_ms", "qtcf_ms"):
        assert "which wave ends T is not certain" in found.values[key].reason


@pytest.mark.parametrize("fs", [250.0, 500.0])
def test_the_interval_of_r_holds_what_lies_between_samples(fs):
    """R peaks fall anywhere between samples; the truth is that of 8 kHz."""
    truth = lead(whole(simulate([1.0, 2.0, 3.0, 4.0], fs=8000.0)), "V5", "r_mv")
    for shift in np.linspace(0, 1 / fs, 5):
        found = whole(simulate(np.arange(1.0, 9.0) + shift, fs=fs))
        assert covers(found.per_lead["V5"]["r_mv"], truth), shift


def test_noise_does_not_make_p_and_t_higher(sinus):
    """The highest of many noisy samples lies above the wave."""
    raised, held = [], []
    for seed in range(8):
        noisy = whole(simulate(noise=Noise(muscle_mv=0.05), seed=seed))
        for name in ("I", "II", "aVF", "V3", "V4", "V5", "V6"):
            for key in ("p_mv", "t_mv"):
                truth = lead(sinus, name, key)
                raised.append(abs(lead(noisy, name, key)) - abs(truth))
                held.append(covers(noisy.per_lead[name][key], truth))
    # The median of eleven beats with 0.05 mV has some 0.02 mV.
    assert np.median(raised) < 0.01
    assert np.mean(held) > 0.95


@pytest.mark.parametrize("noise", [Noise(), Noise(wander_mv=1.0), Noise(muscle_mv=0.2)])
def test_the_spatial_angle_heeds_noise(noise, sinus):
    clean = sinus.values["qrs_t_spatial_deg"]
    halves = []
    for seed in range(4):
        angle = whole(simulate(noise=noise, seed=seed)).values["qrs_t_spatial_deg"]
        assert covers(angle, clean.value)
        halves.append(half(angle))
    if noise.muscle_mv:
        assert np.median(halves) > 1.02 * half(clean)


def test_the_spatial_angle_is_no_surer_where_few_beats_tell_of_noise(sinus):
    """Of two whole beats nobody knows how areas differ: the median's noise is left."""
    simulated = simulate(noise=Noise(muscle_mv=0.2))
    median = medians(simulated.recording, beats_of(simulated))
    beats = median.beats.copy()
    beats[2:, 3, median.offsets > 0] = np.nan
    found = measured(simulated, median=replace(median, beats=beats))
    one, clean = (m.values["qrs_t_spatial_deg"] for m in (found, sinus))
    assert half(one) > 1.02 * half(clean)
