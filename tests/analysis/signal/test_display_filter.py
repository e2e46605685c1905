"""Display filters: zero phase, hum subtracted without ringing, ST left alone."""

from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from ecgviewer.analysis.signal.display_filter import (
    BANDS,
    MAX_DURATION_S,
    FilterChoice,
    FilterRefused,
    apply_filter,
    cut_frequencies,
    zero_phase_band,
)
from ecgviewer.ecg.recording import Recording
from tests.synthetic import regular_r_times, synthetic_recording

FS = 500.0
# Half the width of a trace drawn with a 0.2 mm pen at 10 mm/mV.
INVISIBLE_MV = 0.01


def with_added(recording: Recording, added: NDArray[np.floating]) -> Recording:
    return replace(recording, signal_mv=recording.signal_mv + np.float32(added))


def hum(
    hz: float, amplitude_mv: float, fs: float = FS, duration_s: float = 10.0
) -> NDArray[np.float64]:
    time_s = np.arange(round(duration_s * fs)) / fs
    return amplitude_mv * np.sin(2 * np.pi * hz * time_s + 0.7)


def filtered(recording: Recording, **choice: object) -> NDArray[np.float32]:
    return apply_filter(recording, FilterChoice(**choice)).recording.whole_signal_mv


def largest_change(one: NDArray[np.floating], other: NDArray[np.floating]) -> float:
    return float(np.abs(one - other).max())


# --------------------------------------------------------------------------- bands


@pytest.mark.parametrize("band", ["diagnostic", "monitor", "muscle"])
def test_a_filtered_wave_stays_symmetric_in_time(band):
    time_s = np.arange(-20, 20, 1 / FS)
    wave = np.exp(-0.5 * (time_s / 0.01) ** 2)[None]
    low_hz, high_hz = BANDS[band]
    after = zero_phase_band(wave, FS, low_hz, high_hz)[0, 1:]
    np.testing.assert_allclose(after, after[::-1], atol=1e-3)


@pytest.mark.parametrize(
    ("band", "hz", "gain"),
    [
        *(("monitor", 40.0, 0.5**0.5), ("muscle", 35.0, 0.5**0.5)),
        *(("diagnostic", 150.0, 0.5**0.5), ("monitor", 0.5, 0.5**0.5)),
        *(("diagnostic", 0.05, 0.5**0.5), ("diagnostic", 40.0, 1.0)),
        *(("monitor", 5.0, 1.0), ("muscle", 0.1, 1.0), ("monitor", 120.0, 0.02)),
    ],
)
def test_a_band_ends_where_it_says(band, hz, gain):
    time_s = np.arange(0, 200, 1 / FS)
    sine = np.sin(2 * np.pi * hz * time_s)[None]
    low_hz, high_hz = BANDS[band]
    middle = slice(round(60 * FS), round(140 * FS))
    after = zero_phase_band(sine, FS, low_hz, high_hz)[0, middle]
    measured = np.sqrt(2 * np.mean(after**2))
    assert measured == pytest.approx(gain, abs=0.02)


def test_the_monitor_band_lowers_narrow_qrs_and_is_not_diagnostic():
    recording = synthetic_recording()
    row = recording.leads.index("V4")
    monitor = filtered(recording, band="monitor")[row].max()
    assert monitor < 0.97 * recording.whole_signal_mv[row].max()
    assert not FilterChoice("monitor").diagnostic
    assert not FilterChoice("muscle").diagnostic
    assert FilterChoice("diagnostic", 50.0, True).diagnostic


def test_a_band_above_what_the_file_holds_is_left_out_and_told():
    done = apply_filter(synthetic_recording(fs=100.0), FilterChoice("diagnostic"))
    assert (done.low_hz, done.high_hz) == (0.05, 0.0)
    assert cut_frequencies("diagnostic", 500.0) == (0.05, 150.0)
    assert cut_frequencies("diagnostic", 300.0) == (0.05, 0.0)


def test_no_filter_changes_nothing():
    recording = synthetic_recording()
    assert apply_filter(recording, FilterChoice()).recording is recording


# ----------------------------------------------------------------------- mains hum


@pytest.mark.parametrize(
    ("mains_hz", "fs", "noise_mv"),
    [(50.0, 250.0, 0.02), (50.0, 1000.0, 0.0), (60.0, 250.0, 0.0), (60.0, 500.0, 0.02)],
)
def test_the_frequency_of_the_hum_is_found_in_the_recording(mains_hz, fs, noise_mv):
    clean = synthetic_recording(fs=fs, noise_mv=noise_mv)
    humming = with_added(clean, hum(mains_hz + 0.2, 0.05, fs))
    done = apply_filter(humming, FilterChoice(find_powerline=True))
    assert done.mains_hz == mains_hz
    assert done.hum_mv == pytest.approx(0.05, rel=0.2)
    named = filtered(humming, mains_hz=mains_hz)
    assert largest_change(done.recording.whole_signal_mv, named) == 0


@pytest.mark.parametrize(("noise_mv", "rate_bpm"), [(0.0, 60.0), (0.02, 72.0)])
def test_where_no_hum_is_found_nothing_is_subtracted(noise_mv, rate_bpm):
    clean = synthetic_recording(regular_r_times(rate_bpm), noise_mv=noise_mv)
    done = apply_filter(clean, FilterChoice(find_powerline=True))
    assert done.mains_hz == 0
    assert largest_change(done.recording.whole_signal_mv, clean.whole_signal_mv) == 0


@pytest.mark.parametrize(
    ("mains_hz", "fs", "error_hz"), [(50.0, 500.0, 0.07), (60.0, 250.0, -0.2)]
)
def test_hum_is_removed_to_a_fiftieth(mains_hz, fs, error_hz):
    clean = synthetic_recording(fs=fs)
    added = hum(mains_hz + error_hz, 0.2, fs)
    before = filtered(clean, mains_hz=mains_hz)
    after = filtered(with_added(clean, added), mains_hz=mains_hz)
    left = after - before
    assert np.sqrt(2 * np.mean(left**2)) < 0.2 / 50


def test_hum_that_swells_is_followed():
    clean = synthetic_recording()
    swell = np.linspace(0.05, 0.3, clean.n_samples)
    after = filtered(with_added(clean, swell * hum(50.0, 1.0)), mains_hz=50.0)
    left = np.abs(after - clean.whole_signal_mv)
    assert left.max() < 0.3 / 5  # at the ends, where no window has a neighbour
    assert left[:, 1500:-1500].max() < 0.3 / 30


def test_harmonics_go_with_the_hum():
    clean = synthetic_recording(fs=1000.0)
    added = hum(50.0, 0.1, 1000.0) + hum(150.0, 0.05, 1000.0)
    after = filtered(with_added(clean, added), mains_hz=50.0)
    assert largest_change(after, clean.whole_signal_mv) < INVISIBLE_MV


@pytest.mark.parametrize("rate_bpm", [40.0, 150.0])
def test_a_clean_trace_is_left_alone_and_nothing_rings(rate_bpm):
    clean = synthetic_recording(regular_r_times(rate_bpm)).whole_signal_mv
    recording = synthetic_recording(regular_r_times(rate_bpm))
    after = filtered(recording, mains_hz=50.0)
    assert largest_change(after, clean) < INVISIBLE_MV
    # A notch of quality 30, for comparison, is seen to ring.
    from scipy.signal import filtfilt, iirnotch

    notched = filtfilt(*iirnotch(50.0, 30.0, FS), clean)
    assert largest_change(notched, clean) > 2 * largest_change(after, clean)


def test_noise_loses_no_more_than_a_fit_can_take():
    """The fit's own error: each amplitude is known to sigma * sqrt(2 / n)."""
    recording = synthetic_recording(noise_mv=0.02)
    after = filtered(recording, mains_hz=50.0)
    taken = after - recording.whole_signal_mv
    n_quiet, n_waves, sigma_mv = 0.75 * 4.0 * FS, 6, 0.02 * 2**0.5
    bound_mv = sigma_mv * np.sqrt(2 * n_waves / n_quiet)
    assert np.sqrt(np.mean(taken**2)) < bound_mv
    assert np.abs(taken).max() < 6 * bound_mv


def test_einthoven_still_holds_after_hum_removal():
    recording = synthetic_recording(noise_mv=0.01)
    gains = np.linspace(0.5, 1.5, 2)[:, None]
    added = np.zeros((12, recording.n_samples))
    added[:2] = gains * hum(50.0, 0.1)
    added[2] = added[1] - added[0]
    after = filtered(with_added(recording, added), mains_hz=50.0)
    np.testing.assert_allclose(after[2], after[1] - after[0], atol=1e-5)


def test_how_much_hum_was_subtracted_is_told():
    recording = synthetic_recording()
    added = np.zeros((12, recording.n_samples))
    added[7] = hum(50.0, 0.08)
    done = apply_filter(with_added(recording, added), FilterChoice(mains_hz=50.0))
    assert done.hum_lead == "V2"
    assert done.hum_mv == pytest.approx(0.08, rel=0.05)


# ------------------------------------------------------------------ baseline wander


@pytest.mark.parametrize("rate_bpm", [45.0, 130.0])
def test_st_deviation_is_preserved_when_the_baseline_is_straightened(rate_bpm):
    r_times = regular_r_times(rate_bpm)
    recording = synthetic_recording(r_times)
    time_s = np.arange(recording.n_samples) / FS
    raised = np.zeros_like(time_s)
    for r_s in r_times:  # 0.2 mV from the J point until the T wave has begun
        raised += 0.2 * ((time_s > r_s + 0.05) & (time_s < r_s + 0.2))
    elevated = with_added(recording, raised)
    after = filtered(elevated, baseline=True)
    before = elevated.whole_signal_mv
    for r_s in r_times[1:-1]:
        j60, pr = round((r_s + 0.11) * FS), round((r_s - 0.07) * FS)
        st_before = before[:, j60] - before[:, pr]
        st_after = after[:, j60] - after[:, pr]
        np.testing.assert_allclose(st_after, st_before, atol=0.02)


def test_the_impulse_of_iec_60601_leaves_no_step():
    """3 mV for 100 ms must not move the line by 0.1 mV (IEC 60601-2-25)."""
    recording = synthetic_recording([])
    impulse = np.zeros(recording.n_samples)
    impulse[2000:2050] = 3.0
    after = filtered(with_added(recording, impulse), baseline=True)
    beside = np.r_[0:1990, 2060 : recording.n_samples]
    assert np.abs(after[:, beside]).max() < 0.1


@pytest.mark.parametrize("wander_hz", [0.1, 0.25, 0.35])
def test_wander_is_removed_to_a_tenth(wander_hz):
    clean = synthetic_recording(duration_s=20.0)
    wander = hum(wander_hz, 0.5, duration_s=20.0)
    after = filtered(with_added(clean, wander), baseline=True)
    middle = slice(round(2 * FS), round(18 * FS))
    left = (after - filtered(clean, baseline=True))[:, middle]
    left -= left.mean(axis=1, keepdims=True)
    assert np.sqrt(2 * np.mean(left**2)) < 0.05


def test_a_resting_level_is_not_called_wander():
    recording = with_added(synthetic_recording(), np.full(5000, 0.7))
    after = filtered(recording, baseline=True, band="diagnostic")
    levels = np.median(after, axis=1)
    np.testing.assert_allclose(levels, np.median(recording.signal_mv, axis=1), atol=0.1)


# ----------------------------------------------------------------- gaps and limits


@pytest.mark.parametrize(
    "choice",
    [{"band": "diagnostic"}, {"band": "monitor"}, {"mains_hz": 50.0}, {"baseline": 1}],
)
def test_missing_samples_stay_missing_and_spread_no_further(choice):
    signal = synthetic_recording().whole_signal_mv.copy()
    signal[:, 2000:2400] = np.nan
    signal[4] = np.nan
    recording = replace(synthetic_recording(), signal_mv=signal)
    after = filtered(recording, **choice)
    np.testing.assert_array_equal(np.isnan(after), np.isnan(signal))


def test_hum_is_removed_beside_a_gap():
    clean = synthetic_recording()
    signal = clean.whole_signal_mv + np.float32(hum(50.0, 0.2))
    signal[:, 2000:2400] = np.nan
    after = filtered(replace(clean, signal_mv=signal), mains_hz=50.0)
    assert np.nanmax(np.abs(after - clean.whole_signal_mv)) < 0.02


def test_what_cannot_be_filtered_is_refused_with_a_reason():
    slow = synthetic_recording(fs=200.0)
    with pytest.raises(FilterRefused, match="mains"):
        apply_filter(slow, FilterChoice(mains_hz=50.0))
    long = Recording(
        np.zeros((1, round(MAX_DURATION_S * 100) + 1)), 100.0, ("II",), slow.source
    )
    with pytest.raises(FilterRefused, match="too long"):
        apply_filter(long, FilterChoice("monitor"))
    assert apply_filter(long, FilterChoice()).recording is long


def test_a_very_short_recording_is_filtered_without_an_error():
    short = synthetic_recording([0.4], duration_s=1.0)
    for choice in (FilterChoice("diagnostic", 50.0, True), FilterChoice("muscle")):
        assert np.isfinite(apply_filter(short, choice).recording.signal_mv).all()


@pytest.mark.parametrize(
    ("choice", "reason"),
    [
        ({"mains_hz": 55.0}, "no such filter"),
        ({"mains_hz": 50.0, "find_powerline": True}, "found or named"),
    ],
)
def test_a_filter_that_there_is_not_is_refused(choice, reason):
    with pytest.raises(ValueError, match=reason):
        FilterChoice(**choice)
