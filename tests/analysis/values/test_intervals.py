"""Intervals, rate and rhythm from exact fiducials, and when there are none."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ecgviewer.analysis.measure import measure
from ecgviewer.analysis.quality.quality import measure_quality
from ecgviewer.analysis.statistics.qrs_bias_correction import qrs_as_device
from ecgviewer.analysis.statistics.uncertainty import DelineatorError, value_sd
from ecgviewer.ecg.beats import BeatList
from ecgviewer.ecg.fiducials import POINTS, Fiducials
from ecgviewer.ecg.measurements import Measurement
from tests.analysis.measuring import (
    beats_of,
    bigeminy,
    covers,
    half,
    measured,
    moved,
    refused,
    value,
    whole,
)
from tests.simulator import (
    LBBB,
    SINUS,
    Noise,
    irregular_r_s,
    regular_r_s,
    simulate,
)

# Leads that hear nothing of the heart still hear something.
NOISY = Noise(white_mv=0.01)
QTC_KEYS = ("qtcf_ms", "qtcb_ms", "qtcframingham_ms", "qtchodges_ms")


@pytest.mark.parametrize(("rate_bpm", "fs"), [(40, 1000), (70, 500), (100, 250)])
def test_intervals_are_exact_to_a_sample(rate_bpm, fs):
    shape = SINUS.for_rate(rate_bpm)
    found = measured(simulate(rate_bpm=rate_bpm, fs=fs, shape=shape))
    for key, truth_s in {
        "p_ms": shape.p_s,
        "pr_ms": shape.pr_s,
        "qrs_ms": shape.qrs_s,
        "qt_ms": shape.qt_s,
        "jt_ms": shape.qt_s - shape.qrs_s,
        "rr_ms": 60.0 / rate_bpm,
    }.items():
        assert value(found, key) == pytest.approx(1000 * truth_s, abs=1000 / fs)
        assert covers(found.values[key], 1000 * truth_s)
    assert value(found, "heart_rate_bpm") == pytest.approx(rate_bpm, abs=0.3)


def test_the_rate_is_that_of_counting_beats_when_the_rhythm_is_irregular():
    r_s = irregular_r_s(90, duration_s=30)
    found = measured(simulate(r_s, duration_s=30, atria="fibrillation"))
    counted = 60 * (len(r_s) - 1) / (r_s[-1] - r_s[0])
    rr = np.diff(r_s)
    assert value(found, "heart_rate_bpm") == pytest.approx(counted, abs=0.1)
    assert value(found, "rate_min_bpm") == pytest.approx(60 / rr.max(), abs=0.5)
    assert value(found, "rate_max_bpm") == pytest.approx(60 / rr.min(), abs=1.5)


def test_all_qtc_are_the_qt_at_sixty_a_minute():
    found = measured(simulate(rate_bpm=60))
    for key in QTC_KEYS:
        assert value(found, key) == pytest.approx(value(found, "qt_ms"), abs=1e-6)
        assert found.values[key].reason == ""


def test_every_qtc_names_its_formula_and_rr():
    found = measured(simulate(rate_bpm=75))
    for key, name in zip(
        QTC_KEYS, ("Fridericia", "Bazett", "Framingham", "Hodges"), strict=True
    ):
        assert name in found.values[key].method
        assert "800 ms" in found.values[key].method


def test_qt_is_corrected_by_the_rr_before_the_beats_it_is_of():
    found = measured(bigeminy())
    assert value(found, "qtc_rr_ms") == pytest.approx(1000.0, abs=2)
    assert value(found, "rr_ms") < 900
    expected = value(found, "qt_ms") / (value(found, "qtc_rr_ms") / 1000) ** (1 / 3)
    assert value(found, "qtcf_ms") == pytest.approx(expected, abs=0.1)


def test_the_rr_for_qtc_is_known_where_qt_is_not():
    simulated = bigeminy()
    common = simulated.fiducials.common_s.copy()
    common[:, POINTS.index("t_offset")] = np.nan
    found = measured(simulated, fiducials=replace(simulated.fiducials, common_s=common))
    assert found.values["qt_ms"].value is None
    assert value(found, "qtc_rr_ms") == pytest.approx(1000.0, abs=2)
    assert "dominant" in found.values["qtc_rr_ms"].method


def test_values_come_from_dominant_beats_only():
    found = measured(simulate(ectopic=[2.8, 6.3]))
    assert value(found, "qrs_ms") == pytest.approx(1000 * SINUS.qrs_s, abs=2)
    assert value(found, "p_share") == 1.0
    assert value(found, "premature_beats") == 2
    assert found.premature_s == pytest.approx([2.8, 6.3], abs=0.01)


# ------------------------------------------------------------------ what is not valid


def test_atrial_fibrillation_has_neither_p_nor_pr():
    found = measured(simulate(irregular_r_s(90), atria="fibrillation"))
    for key in ("p_ms", "pr_ms"):
        reason = refused(found, key)
        assert "no P waves" in reason
        assert "irregular" in reason
    assert value(found, "p_share") == 0
    assert "AHA 2009" in found.values["qtcf_ms"].reason


def test_p_in_few_beats_is_no_p_of_the_rhythm():
    simulated = simulate()
    common = simulated.fiducials.common_s.copy()
    common[4:, :3] = np.nan
    found = measured(simulated, fiducials=replace(simulated.fiducials, common_s=common))
    assert "% of the beats" in refused(found, "pr_ms")


# The SD by the median deviation of such steps is 1.48 times as large; at most 30 ms.
@pytest.mark.parametrize(("by_ms", "told"), [(18.0, True), (22.0, False)])
def test_no_qrs_where_its_limits_are_elsewhere_in_each_beat(by_ms, told):
    simulated = simulate()
    by_s = np.resize([0.001, 0.0, -0.001], len(simulated.fiducials)) * by_ms
    fiducials = moved(simulated.fiducials, "qrs_onset", by_s)
    found = whole(simulated, fiducials=fiducials)
    for key in ("qrs_ms", "qt_ms", "pr_ms"):
        if told:
            assert value(found, key) > 0
        else:
            assert "the length of QRS differs" in refused(found, key)
    assert (found.per_lead["II"]["st_j_mv"].value is not None) == told
    assert value(found, "p_ms") > 0


@pytest.mark.parametrize(("after_s", "told"), [(-0.02, True), (0.02, False)])
def test_no_qt_where_t_would_end_within_the_next_qrs(after_s, told):
    simulated = simulate(rate_bpm=180, atria="fibrillation")
    onset, t_offset = (
        simulated.fiducials.common(point) for point in ("qrs_onset", "t_offset")
    )
    by_s = float(np.median(onset[1:] - t_offset[:-1])) + after_s
    fiducials = moved(simulated.fiducials, "t_offset", by_s)
    found = measured(simulated, fiducials=fiducials)
    for key in ("qt_ms", "qtcf_ms", "jt_ms"):
        if told:
            assert value(found, key) > 0
        else:
            assert "next QRS" in refused(found, key)


def test_paced_beats_have_no_pr_and_their_qt_is_called_paced():
    found = measured(simulate(pacing="ventricular"))
    assert "pacemaker" in refused(found, "pr_ms")
    assert "paced" in found.values["qrs_ms"].reason
    assert "paced" in found.values["qtcf_ms"].reason


def test_wide_qrs_is_said_of_qtc_and_jt_is_given():
    found = measured(simulate(shape=LBBB))
    for key in QTC_KEYS:
        assert "see JT" in found.values[key].reason
    expected = 1000 * (LBBB.qt_s - LBBB.qrs_s)
    assert value(found, "jt_ms") == pytest.approx(expected, abs=2)
    narrow = measured(simulate())
    assert "JT" not in narrow.values["qtcf_ms"].reason


def test_bazett_is_doubted_at_rates_where_it_fails():
    fast, slow = (
        measured(simulate(rate_bpm=r, shape=SINUS.for_rate(r))) for r in (100, 50)
    )
    assert "overcorrects" in fast.values["qtcb_ms"].reason
    assert "undercorrects" in slow.values["qtcb_ms"].reason
    assert fast.values["qtcf_ms"].reason == ""


def test_no_qt_where_t_runs_into_the_next_p():
    rate = 75.0
    gap = 60 / rate - SINUS.pr_s - SINUS.qt_s
    joined = moved(simulate(rate_bpm=rate).fiducials, "t_offset", gap - 0.005)
    apart = moved(simulate(rate_bpm=rate).fiducials, "t_offset", gap - 0.015)
    simulated = simulate(rate_bpm=rate)
    found = measured(simulated, fiducials=joined)
    for key in ("qt_ms", "jt_ms", *QTC_KEYS, "jtcf_ms"):
        assert "next P" in refused(found, key)
    assert value(found, "qrs_ms") > 0
    assert value(measured(simulated, fiducials=apart), "qt_ms") > 0


@pytest.mark.parametrize(("rate", "said"), [(108, False), (112, True)])
def test_fast_rates_are_said_to_bring_t_and_p_together(rate, said):
    shape = replace(SINUS.for_rate(rate), qt_s=0.30, pr_s=0.14)
    found = measured(simulate(rate_bpm=rate, shape=shape))
    for key in ("pr_ms", "qt_ms"):
        assert ("close together" in found.values[key].reason) == said
    assert "close together" not in found.values["qrs_ms"].reason


def test_a_pr_that_changes_is_no_single_value():
    simulated = simulate(duration_s=20)
    lengthening = -0.06 * (np.arange(len(simulated.fiducials)) % 4)
    wenckebach = moved(simulated.fiducials, "p_onset", lengthening)
    wenckebach = moved(wenckebach, "p_offset", lengthening)
    found = measured(simulated, fiducials=wenckebach)
    assert "PR differs from beat to beat" in refused(found, "pr_ms")
    assert value(found, "p_ms") == pytest.approx(1000 * SINUS.p_s, abs=2)


@pytest.mark.parametrize("point", ["p_onset", "p_offset"])
def test_a_p_wave_of_changing_length_was_not_seen_surely(point):
    simulated = simulate(duration_s=20)
    there_and_not = 0.02 * (np.arange(len(simulated.fiducials)) % 5 - 2.0)
    found = measured(
        simulated, fiducials=moved(simulated.fiducials, point, there_and_not)
    )
    assert value(found, "p_ms") == pytest.approx(1000 * SINUS.p_s, abs=25)
    unsure = moved(simulated.fiducials, point, 1.1 * there_and_not)
    found = measured(simulated, fiducials=unsure)
    for key in ("p_ms", "pr_ms"):
        assert "length of P differs from beat to beat" in refused(found, key)
    assert value(found, "qt_ms") > 0


def test_few_beats_and_few_leads_are_said():
    two = measured(simulate([0.6, 1.4], duration_s=2.2))
    assert "2 beats only" in two.values["qrs_ms"].reason
    one = simulate(leads=("II",))
    assert "1 lead only" in measured(one).values["qt_ms"].reason


def test_without_fiducials_there_is_a_rate_and_reasons():
    found = measured(simulate(), fiducials=None)
    assert value(found, "heart_rate_bpm") == pytest.approx(70, abs=0.3)
    assert "not delineated" in refused(found, "qtcf_ms")


def test_without_beats_everything_has_a_reason():
    simulated = simulate()
    found = measure(simulated.recording, BeatList(np.empty(0, np.int64), 500.0))
    assert all(one.value is None and one.reason for one in found.values.values())


# ------------------------------------------------------------------------ the rhythm


def test_pauses_are_counted_and_placed():
    r_s = [0.5, 1.3, 2.1, 4.2, 5.0, 5.8, 9.0, 9.6]
    found = measured(simulate(r_s))
    assert [p.start_s for p in found.pauses] == pytest.approx([2.1, 5.8], abs=0.01)
    assert [p.length_s for p in found.pauses] == pytest.approx([2.1, 3.2], abs=0.01)
    assert value(found, "pauses_over_2s") == 2
    assert value(found, "pauses_over_3s") == 1
    assert value(found, "longest_rr_ms") == pytest.approx(3200, abs=4)


def test_a_gap_in_the_recording_is_no_pause():
    r_s = [0.5, 1.3, 2.1, 2.9, 6.0, 6.8, 7.6, 8.4, 9.2]
    simulated = simulate(r_s)
    signal = simulated.recording.whole_signal_mv.copy()
    signal[:, 1700:2700] = np.nan
    gapped = replace(simulated.recording, signal_mv=signal)
    found = measured(simulated, recording=gapped)
    assert value(found, "heart_rate_bpm") == pytest.approx(75, abs=0.5)
    assert value(found, "pauses_over_2s") == 0
    assert value(measured(simulated), "pauses_over_2s") == 1


COUNTS = ("pauses_over_2s", "pauses_over_3s")
STOPPED_R_S = np.r_[np.arange(0.5, 8.6, 0.8), np.arange(21.7, 29.5, 0.8)]


def test_asystole_of_many_seconds_is_a_pause_and_is_said():
    simulated = simulate(STOPPED_R_S, duration_s=30, noise=NOISY)
    found = measured(simulated)
    (pause,) = found.pauses
    assert (pause.start_s, pause.length_s) == pytest.approx((8.5, 13.2), abs=0.01)
    assert value(found, "longest_rr_ms") == pytest.approx(13200, abs=4)
    counted = 60 * (len(STOPPED_R_S) - 1) / (STOPPED_R_S[-1] - STOPPED_R_S[0])
    assert value(found, "heart_rate_bpm") == pytest.approx(counted, abs=0.1)
    for key in (*COUNTS, "longest_rr_ms", "heart_rate_bpm"):
        assert found.values[key].reason == "no beat was found for 13.2 s from 8.5 s"
    assert value(found, "pauses_over_3s") == 1


@pytest.mark.parametrize("r_s", [np.arange(0.5, 4.0, 0.8), np.arange(6.4, 9.7, 0.8)])
def test_asystole_at_an_end_of_the_recording_is_a_pause(r_s):
    found = measured(simulate(r_s, noise=NOISY))
    assert value(found, "pauses_over_2s") == value(found, "pauses_over_3s") == 1
    said = "no beat was found for 6."
    assert found.values["pauses_over_2s"].reason.startswith(said)
    assert refused(found, "longest_rr_ms").startswith(said)
    assert value(found, "heart_rate_bpm") == pytest.approx(75, abs=0.5)


def test_of_several_stretches_without_a_beat_the_longest_is_said():
    r_s = np.arange(3.0, 24.0, 0.8)
    found = measured(simulate(r_s, duration_s=30, noise=NOISY))
    assert value(found, "pauses_over_2s") == 2
    without_s = 3.0 + 30.0 - r_s[-1]
    said = f"from {r_s[-1]:.1f} s; 2 such stretches, {without_s:.1f} s in all"
    assert found.values["pauses_over_2s"].reason.endswith(said)


def test_leads_that_carry_nothing_are_no_asystole():
    simulated = simulate(STOPPED_R_S, duration_s=30, noise=NOISY)
    signal = simulated.recording.whole_signal_mv.copy()
    signal[:, 4500:10500] = signal[:, 4500:4501]
    off = replace(simulated.recording, signal_mv=signal)
    found = measured(simulated, recording=off)
    assert found.pauses == ()
    assert value(found, "heart_rate_bpm") == pytest.approx(75, abs=0.5)
    said = "no beat was found for 13.2 s from 8.5 s, where nothing changes in the leads"
    for key in (*COUNTS, "longest_rr_ms", "heart_rate_bpm"):
        assert said in found.values[key].reason


def test_silence_appended_to_a_recording_is_no_asystole():
    simulated = simulate(noise=NOISY)
    signal = np.pad(simulated.recording.whole_signal_mv, ((0, 0), (0, 2500)))
    longer = replace(simulated.recording, signal_mv=signal)
    found, usual = measured(simulated, recording=longer), measured(simulated)
    assert found.pauses == ()
    for key in (*COUNTS, "longest_rr_ms", "heart_rate_bpm"):
        assert found.values[key] == usual.values[key]


def test_of_a_recording_that_shows_little_no_pause_is_counted():
    r_s = [0.5, 1.3, 2.1, 8.8, 9.6]
    simulated = simulate(r_s)
    signal = simulated.recording.whole_signal_mv.copy()
    signal[:, 1300:4200] = np.nan
    found = measured(
        simulated, recording=replace(simulated.recording, signal_mv=signal)
    )
    assert "where samples are missing" in refused(found, "pauses_over_2s")
    assert value(found, "heart_rate_bpm") == pytest.approx(75, abs=0.5)


def test_minutes_without_a_beat_are_no_rr_interval():
    r_s = np.r_[np.arange(0.5, 20.0, 0.8), np.arange(85.0, 110.0, 0.8)]
    simulated = simulate(r_s, duration_s=110, fs=125, leads=("II",), noise=NOISY)
    found = measured(simulated)
    assert value(found, "rate_min_bpm") == pytest.approx(75, abs=1.5)
    assert "no beat was found for 65" in refused(found, "pauses_over_2s")


def test_beats_behind_an_artefact_are_no_pause():
    simulated = simulate(rate_bpm=55)
    classes = list(simulated.classes)
    classes[4] = "artefact"
    found, usual = measured(simulated, classes=classes), measured(simulated)
    assert found.pauses == ()
    assert value(found, "pauses_over_2s") == 0
    assert "where an artefact may hide beats" in found.values["pauses_over_2s"].reason
    for key in ("heart_rate_bpm", "rate_min_bpm", "longest_rr_ms", "rr_sd_ms"):
        assert covers(found.values[key], value(usual, key)), key
    assert found.values["qtcf_ms"].reason == ""


def test_artefacts_are_no_beats():
    simulated = simulate(regular_r_s(60, first_s=0.5), rate_bpm=60)
    beats = beats_of(simulated)
    peaks = np.sort(np.append(beats.r_peaks, 1400))
    classes = ["artefact" if p == 1400 else "dominant" for p in peaks]
    found = measure(
        simulated.recording,
        BeatList(peaks, 500.0),
        classes=classes,
        fiducials=simulated.fiducials,
    )
    assert value(found, "heart_rate_bpm") == pytest.approx(60, abs=0.1)
    assert value(found, "rr_sd_ms") == pytest.approx(0, abs=2)


def test_beats_of_unknown_kind_are_measured_where_there_are_no_others():
    simulated = simulate()
    n_beats = len(simulated.classes)
    found = measured(simulated, classes=("unclassified",) * n_beats)
    assert found.values["qrs_ms"].n_beats == n_beats
    some = ("unclassified", *("dominant",) * (n_beats - 2), "ectopic")
    assert measured(simulated, classes=some).values["qrs_ms"].n_beats == n_beats - 2


@pytest.mark.parametrize("fs", [250, 500])
def test_what_placing_r_peaks_adds_is_within_the_intervals(fs):
    found = measured(simulate(rate_bpm=73, fs=fs))
    for key in ("heart_rate_bpm", "rate_min_bpm", "rate_max_bpm"):
        assert covers(found.values[key], 73.0), key
    for key in ("rr_sd_ms", "rmssd_ms", "rr_range_ms"):
        assert covers(found.values[key], 0.0), key
    r_s = np.cumsum([0.5, *np.tile([0.70, 0.90], 5)])
    uneven = measured(simulate(r_s))
    assert covers(uneven.values["rr_range_ms"], 200.0)
    assert covers(uneven.values["rmssd_ms"], 200.0)
    assert uneven.values["rmssd_ms"].low > 150


def test_variability_leaves_ectopic_beats_out():
    regular, ectopic = measured(simulate()), measured(simulate(ectopic=[3.0]))
    assert value(ectopic, "rr_sd_ms") == pytest.approx(
        value(regular, "rr_sd_ms"), abs=3
    )


def test_nothing_is_premature_in_atrial_fibrillation():
    found = measured(simulate(irregular_r_s(90), atria="fibrillation"))
    assert "no regular rhythm" in refused(found, "premature_beats")


# ----------------------------------------------------------------------- uncertainty


@settings(max_examples=50)
@given(
    st.floats(0, 30),
    st.floats(0, 50),
    st.integers(1, 100),
    st.floats(0, 100),
    st.floats(0, 0.5),
    st.floats(0, 20),
)
def test_whatever_is_doubtful_makes_the_interval_wider(
    error, spread, n, apart, noise, step
):
    def sd(**changed: float) -> float:
        given = {
            "spread_sd": spread,
            "n_beats": n,
            "disagreement": apart,
            "noise_share": noise,
            "step": step,
        }
        return value_sd(error, **(given | changed))

    assert sd(spread_sd=spread + 1) >= sd()
    assert sd(n_beats=n + 1) <= sd()
    assert sd(disagreement=apart + 1) >= sd()
    assert sd(disagreement=-apart) == sd()
    assert sd(noise_share=noise + 0.1) >= sd()
    assert sd(step=step + 1) >= sd()
    assert sd() >= error - 1e-9


def test_a_worse_delineator_and_a_second_opinion_widen_the_interval():
    simulated = simulate()

    def width(**options):
        return half(measured(simulated, **options).values["qt_ms"])

    later = moved(simulated.fiducials, "t_offset", 0.04)
    assert width(error=DelineatorError(qt_ms=20)) > width()
    assert width(second_opinion=later) > width()
    assert width(second_opinion=simulated.fiducials) == width()


def test_a_second_opinion_is_told_where_we_have_a_value_of_our_own():
    simulated = simulate()
    later = moved(simulated.fiducials, "t_offset", 0.04)
    found = measured(simulated, second_opinion=later)
    told = found.second_opinion["qt_ms"]
    assert told.value == pytest.approx(value(found, "qt_ms") + 40)
    assert measured(simulated).second_opinion == {}
    without_p = moved(simulated.fiducials, "p_onset", np.nan)
    found = measured(simulated, fiducials=without_p, second_opinion=later)
    assert set(found.second_opinion) == {"qrs_ms", "qt_ms"}


def test_beats_that_differ_widen_the_interval():
    simulated = simulate()
    jitter = np.tile([0.02, -0.02, 0.01, -0.01], 10)[: len(simulated.fiducials)]
    jittered = moved(simulated.fiducials, "qrs_offset", jitter)
    steady, uneven = measured(simulated), measured(simulated, fiducials=jittered)
    assert uneven.values["qrs_ms"].high > steady.values["qrs_ms"].high


def test_fiducials_of_other_beats_are_not_taken():
    simulated = simulate()
    late = Fiducials(
        simulated.fiducials.leads,
        simulated.fiducials.r_peaks_s + 0.3,
        simulated.fiducials.common_s + 0.3,
        simulated.fiducials.per_lead_s + 0.3,
        "shifted",
    )
    assert "no beat" in refused(measured(simulated, fiducials=late), "qrs_ms")
    assert len(POINTS) == late.common_s.shape[1]


def test_qrs_is_also_told_as_devices_have_it_of_whom_limits_are():
    found = measured(simulate(shape=replace(SINUS, qrs_s=0.13)))
    ours, device = found.values["qrs_ms"], found.values["qrs_device_ms"]
    assert value(found, "qrs_device_ms") == pytest.approx(110.0, abs=2)
    assert half(device) > half(ours)
    assert "LUDB" in device.method
    assert "see JT" not in found.values["qtcf_ms"].reason
    wide = measured(simulate(shape=replace(SINUS, qrs_s=0.145)))
    assert "see JT" in wide.values["qtcf_ms"].reason


def test_the_qrs_of_a_file_stays_as_it_is_and_a_readers_is_like_ours():
    given = Measurement(95.0, "ms", "", provenance="file")
    assert qrs_as_device(given) is given
    readers = qrs_as_device(replace(given, provenance="reader"))
    assert (readers.value, readers.provenance) == (75.0, "reader")
    # What devices differ by, which no reader changes.
    assert readers.low == pytest.approx(75 - 1.96 * 8, abs=0.01)
    assert readers.high == pytest.approx(75 + 1.96 * 8, abs=0.01)


def test_one_pause_makes_no_rhythm_irregular():
    """So QTc and P are judged as without it; the pause is said by itself."""
    r_s = regular_r_s(60, duration_s=60)
    r_s[30:] += 6.0
    found = measured(simulate(r_s[r_s < 59], duration_s=60))
    assert value(found, "pauses_over_3s") == 1
    assert "RR varies" not in found.values["qtcf_ms"].reason
    assert found.values["pr_ms"].value is not None
    irregular = measured(simulate(irregular_r_s(90), atria="fibrillation"))
    assert "RR varies" in irregular.values["qtcf_ms"].reason


def test_intervals_are_told_through_noise_that_voltages_do_not_survive():
    simulated = simulate()
    recording = simulated.recording
    rng = np.random.default_rng(0)
    noisy = replace(
        recording,
        signal_mv=recording.whole_signal_mv
        + 0.4 * rng.standard_normal(recording.signal_mv.shape),
    )
    beats = BeatList(np.round(simulated.fiducials.r_peaks_s * noisy.fs), noisy.fs)
    quality = measure_quality(noisy, beats)
    assert not quality.usable_leads
    found = measure(noisy, beats, fiducials=simulated.fiducials, quality=quality)
    assert found.values["qrs_ms"].value is not None
    assert "through noise" in found.values["qrs_ms"].reason
    assert found.values["qrs_axis_deg"].value is None

    few_alike = ["dominant"] * 4 + ["ectopic"] * (len(beats) - 4)
    found = measure(
        noisy,
        beats,
        classes=few_alike,
        fiducials=simulated.fiducials,
        quality=quality,
    )
    for key in ("pr_ms", "qrs_ms", "qt_ms"):
        assert f"only 4 of {len(beats)} beats look alike" in refused(found, key)
    clear = measure(recording, beats, classes=few_alike, fiducials=simulated.fiducials)
    assert value(clear, "qrs_ms") > 0


def test_the_pause_after_each_ectopic_beat_corrects_no_qt_reliably():
    for simulated, limited in ((bigeminy(), True), (simulate(ectopic=[2.9]), False)):
        found = measured(simulated)
        for key in ("qtc_rr_ms", "qtcf_ms", "jtcf_ms"):
            reason = found.values[key].reason
            assert ("before these beats is not the usual one" in reason) == limited


def test_qt_in_flutter_comes_with_a_remark():
    for atria, expected in (("flutter", True), ("sinus", False)):
        found = measured(simulate(atria=atria))
        qt = found.values["qt_ms"]
        assert ("flutter waves are not ruled out" in qt.reason) == expected
        long = next(one for one in found.criteria if one.key == "qtc_short")
        assert ("flutter waves" in long.reason) == expected
