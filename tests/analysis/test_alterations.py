"""Altered copies of a synthetic ECG whose waves are known exactly."""

from dataclasses import replace

import numpy as np
import pytest

from ecgviewer.analysis.alterations import (
    AlterationError,
    FilterBand,
    Landmarks,
    MedianForBeat,
    MuteBeat,
    MuteLead,
    ScaleP,
    ShiftSt,
    SwapElectrodes,
    altered,
)
from ecgviewer.analysis.median.median_beat import median_beats
from ecgviewer.ecg.beats import BeatList
from ecgviewer.ecg.fiducials import POINTS, Fiducials
from ecgviewer.ecg.leads import STANDARD_12
from tests.synthetic import WAVES, regular_r_times, synthetic_recording

FS = 500.0
R_S = np.array(regular_r_times())
ENDS_S = {
    "p_onset": WAVES["p"][0] - 0.06,
    "p_offset": WAVES["p"][0] + 0.06,
    "qrs_offset": 0.06,
    "t_peak": WAVES["t"][0],
    "t_offset": WAVES["t"][0] + 0.14,
}


def recording(**changed):
    return synthetic_recording(R_S, **changed)


def landmarks() -> Landmarks:
    common = np.full((len(R_S), len(POINTS)), np.nan)
    for name, from_r_s in ENDS_S.items():
        common[:, POINTS.index(name)] = R_S + from_r_s
    per_lead = np.repeat(common[:, None], 12, axis=1)
    beats = BeatList(np.round(R_S * FS).astype(int), FS)
    fiducials = Fiducials(STANDARD_12, R_S.copy(), common, per_lead, "exact")
    return Landmarks(beats, fiducials)


def at(ecg, lead: str, time_s: float) -> float:
    return float(ecg.lead(lead)[round(time_s * FS)])


def test_the_recording_itself_stays_as_it_is():
    ecg = recording()
    before = ecg.whole_signal_mv.copy()
    altered(ecg, (MuteLead("II"), ScaleP(0.0), MuteBeat(1)), landmarks())
    np.testing.assert_array_equal(ecg.whole_signal_mv, before)


def test_a_muted_lead_is_flat_and_no_other_changes():
    ecg = recording()
    found = altered(ecg, (MuteLead("V2"),), landmarks())
    assert not found.lead("V2").any()
    others = [row for row, lead in enumerate(ecg.leads) if lead != "V2"]
    np.testing.assert_array_equal(
        found.whole_signal_mv[others], ecg.whole_signal_mv[others]
    )


def test_a_muted_beat_is_a_straight_line_and_its_neighbours_stay():
    ecg, beat = recording(), 4
    found = altered(ecg, (MuteBeat(beat),), landmarks())
    assert abs(at(found, "II", R_S[beat])) < 0.02
    for other in (beat - 1, beat + 1):
        assert at(found, "II", R_S[other]) == at(ecg, "II", R_S[other])


def test_no_p_waves_leave_qrs_and_t():
    ecg = recording()
    found = altered(ecg, (ScaleP(0.0),), landmarks())
    without = synthetic_recording(R_S, without=("p",))
    # What is left of P at three SD from its middle.
    tail_mv = 0.15 * np.exp(-4.5) + 1e-6
    difference = found.whole_signal_mv - without.whole_signal_mv
    assert np.abs(difference).max() < 1.5 * tail_mv
    r_before = at(ecg, "II", R_S[3])
    assert at(found, "II", R_S[3]) == r_before


def test_p_waves_of_twice_their_size():
    ecg = recording()
    peak_s = R_S[3] + WAVES["p"][0]
    doubled = altered(ecg, (ScaleP(2.0),), landmarks())
    assert at(doubled, "II", peak_s) == pytest.approx(2 * at(ecg, "II", peak_s), 0.02)


def test_st_is_shifted_by_what_is_asked_in_the_leads_that_are_named():
    ecg = recording()
    found = altered(ecg, (ShiftSt(0.2, ("II", "III", "aVF")),), landmarks())
    change = found.whole_signal_mv - ecg.whole_signal_mv
    rows = [ecg.leads.index(lead) for lead in ("II", "III", "aVF")]
    in_st = round((R_S[3] + ENDS_S["qrs_offset"] + 0.06) * FS)
    before_j = round((R_S[3] + ENDS_S["qrs_offset"]) * FS)
    np.testing.assert_allclose(change[rows, in_st], 0.2, atol=1e-6)
    np.testing.assert_allclose(change[rows, before_j], 0.0, atol=0.01)
    assert not np.delete(change, rows, axis=0).any()
    assert np.abs(np.diff(change, axis=1)).max() < 0.2 / (0.02 * FS) + 1e-6


def test_an_exchange_twice_is_none():
    ecg = recording()
    once = altered(ecg, (SwapElectrodes("LA/RA"),), landmarks())
    np.testing.assert_allclose(once.lead("I"), -ecg.lead("I"))
    np.testing.assert_allclose(once.lead("II"), ecg.lead("III"))
    twice = altered(ecg, (SwapElectrodes("LA/RA"),) * 2, landmarks())
    np.testing.assert_allclose(twice.whole_signal_mv, ecg.whole_signal_mv)


def test_the_median_takes_the_place_of_a_strange_beat():
    ecg, beat = recording(), 5
    signal = ecg.whole_signal_mv.copy()
    r = round(R_S[beat] * FS)
    signal[:, r - 20 : r + 20] *= 1.8
    strange = replace(ecg, signal_mv=signal)
    known = landmarks()
    median = median_beats(strange, known.beats)
    found = altered(strange, (MedianForBeat(beat),), replace(known, median=median))
    near = slice(r - 40, r + 40)
    error = np.abs(found.whole_signal_mv[:, near] - ecg.whole_signal_mv[:, near])
    # Beats are aligned to a sample.
    assert error.max() < np.abs(np.diff(ecg.whole_signal_mv)).max()
    strangeness = np.abs(strange.whole_signal_mv - ecg.whole_signal_mv)[:, near]
    assert error.max() < 0.1 * strangeness.max()


def test_a_filter_is_the_one_that_is_drawn():
    noisy = recording(noise_mv=0.05)
    found = altered(noisy, (FilterBand("muscle"),), landmarks())
    assert np.diff(found.whole_signal_mv).std() < np.diff(noisy.whole_signal_mv).std()


@pytest.mark.parametrize(
    ("alteration", "known", "reason"),
    [
        (MuteLead("V9"), landmarks(), "no lead V9"),
        (MuteBeat(99), landmarks(), "no beat 100"),
        (ScaleP(0.0), Landmarks(landmarks().beats), "No waves"),
        (ShiftSt(0.1, ("II",)), Landmarks(landmarks().beats), "No waves"),
        (MedianForBeat(1), landmarks(), "no median beat"),
    ],
)
def test_what_cannot_be_altered_is_said(alteration, known, reason):
    with pytest.raises(AlterationError, match=reason):
        altered(recording(), (alteration,), known)


def test_missing_samples_stay_out_of_the_way():
    ecg = recording()
    signal = ecg.whole_signal_mv.copy()
    signal[2, 1000:1100] = np.nan
    holed = replace(ecg, signal_mv=signal)
    steps = (ScaleP(0.0), ShiftSt(0.1, STANDARD_12), MuteBeat(2))
    found = altered(holed, steps, landmarks())
    assert np.isfinite(np.delete(found.whole_signal_mv, 2, axis=0)).all()
