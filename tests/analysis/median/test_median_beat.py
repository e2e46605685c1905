"""Median beats against beats that are known."""

from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from ecgviewer.analysis.median.median_beat import median_beats
from ecgviewer.ecg.beat_classes import BeatClasses
from ecgviewer.ecg.beats import BeatList
from ecgviewer.ecg.median_beat import MedianBeats
from ecgviewer.ecg.pacing import PacingSpikes
from ecgviewer.ecg.recording import Recording
from tests.synthetic import regular_r_times, synthetic_recording

FS = 500.0


def beat_list(times_s: NDArray[np.float64], fs: float = FS) -> BeatList:
    return BeatList(np.round(np.asarray(times_s) * fs).astype(np.int64), fs)


def with_wide_beats(
    times_s: NDArray[np.float64], wide: tuple[int, ...], **options: float
) -> Recording:
    """Return a recording in which some beats are 150 ms wide with a T turned over."""
    narrow = [t for k, t in enumerate(times_s) if k not in wide]
    recording = synthetic_recording(narrow, fs=FS, **options)
    time_s = np.arange(recording.n_samples) / FS
    sizes = np.linspace(-1.0, 1.5, len(recording.leads))[:, None]
    signal = recording.signal_mv.astype(np.float64)
    for k in wide:
        near = slice(*np.searchsorted(time_s, times_s[k] + np.array([-0.5, 1.0])))
        for centre_s, sd_s, size in ((0.0, 0.035, 1.0), (0.26, 0.06, -0.5)):
            from_middle_s = time_s[near] - times_s[k] - centre_s
            signal[:, near] += size * sizes * np.exp(-0.5 * (from_middle_s / sd_s) ** 2)
    return replace(recording, signal_mv=signal.astype(np.float32))


def found(recording: Recording, beats: BeatList) -> MedianBeats:
    result = median_beats(recording, beats)
    assert isinstance(result, MedianBeats), result
    return result


@pytest.mark.parametrize(("noise_mv", "wander_mv"), [(0.0, 0.3), (0.05, 0.0)])
def test_a_clean_record_has_only_dominant_beats(noise_mv, wander_mv):
    times = regular_r_times()
    recording = synthetic_recording(times, noise_mv=noise_mv, wander_mv=wander_mv)
    result = found(recording, beat_list(times))
    assert (result.n_dominant, result.n_different) == (len(times), 0)
    assert result.correlation.min() > 0.97


@pytest.mark.parametrize(
    ("wide", "noise_mv"), [((4,), 0.05), ((2, 7), 0.0), ((1, 3, 5, 7, 9), 0.05)]
)
def test_wide_beats_are_different(wide, noise_mv):
    times = regular_r_times()
    recording = with_wide_beats(times, wide, noise_mv=noise_mv)
    result = found(recording, beat_list(times))
    assert tuple(result.numbers[~result.dominant]) == wide


def test_the_median_is_the_beat_of_a_noiseless_record():
    times = np.arange(0.5, 9.5, 1.0)
    recording = synthetic_recording(times, fs=FS)
    result = found(recording, beat_list(times))
    single = synthetic_recording([5.0], fs=FS)
    alone = single.signal_mv[:, 2500 + result.offsets]
    assert np.abs(result.median - alone).max() < 5e-3
    assert result.offsets[[0, -1]].tolist() == [-150, 250]


def test_noise_is_averaged_out_of_the_median():
    times = regular_r_times()
    clean = found(synthetic_recording(times, fs=FS), beat_list(times))
    noisy = found(synthetic_recording(times, fs=FS, noise_mv=0.05), beat_list(times))
    assert np.std(noisy.median - clean.median) < 0.5 * 0.05


def test_beats_whose_peaks_jitter_are_laid_over_each_other():
    times = regular_r_times()
    recording = synthetic_recording(times, fs=FS)
    jitter = np.resize([0, 10, -4, 0, 14, 0], times.size)
    moved = BeatList(np.round(times * FS).astype(np.int64) + jitter, FS)
    result = found(recording, moved)
    assert result.n_different == 0
    # The group as a whole stays where its peaks were, in the median.
    assert np.ptp(result.r_peaks - np.round(times * FS)) <= 1


def test_the_baseline_is_the_pr_segment():
    times = regular_r_times()
    recording = synthetic_recording(times, fs=FS)
    raised = replace(recording, signal_mv=recording.signal_mv + np.float32(0.7))
    result = found(raised, beat_list(times))
    start_s, stop_s = result.baseline_s
    assert -0.30 <= start_s < stop_s <= -0.04
    inside = (result.times_s >= start_s) & (result.times_s <= stop_s)
    assert np.abs(result.median[:, inside]).max() < 0.02


def test_fast_rates_narrow_the_window():
    times = regular_r_times(rate_bpm=150)
    result = found(synthetic_recording(times, fs=FS), beat_list(times))
    assert result.times_s[0] == pytest.approx(-0.16)
    assert result.times_s[-1] == pytest.approx(0.24)


def test_missing_samples_leave_out_a_beat_and_a_lead():
    times = regular_r_times()
    recording = synthetic_recording(times, fs=FS)
    signal = np.array(recording.signal_mv)
    third = round(times[3] * FS)
    signal[:, third - 20 : third + 20] = np.nan
    signal[2] = np.nan
    result = found(replace(recording, signal_mv=signal), beat_list(times))
    assert result.left_out == (3,)
    assert result.n_different == 0
    assert np.isnan(result.median[2]).all()
    assert not np.isnan(result.median[[0, 1, *range(3, 12)]]).any()


def test_a_lead_that_falls_off_does_not_make_its_beats_different():
    times = regular_r_times()
    recording = synthetic_recording(times, fs=FS)
    signal = np.array(recording.signal_mv)
    signal[8, 2500:] = signal[8, 2500]
    result = found(replace(recording, signal_mv=signal), beat_list(times))
    assert result.n_different == 0


def test_beats_cut_off_by_the_recordings_ends_are_left_out():
    times = np.array([0.05, 1.0, 2.0, 3.0, 4.0, 9.95])
    result = found(synthetic_recording(times, fs=FS), beat_list(times))
    assert result.left_out == (0, 5)
    assert result.numbers.tolist() == [1, 2, 3, 4]


def test_no_median_without_beats():
    recording = synthetic_recording()
    assert median_beats(recording, beat_list(np.array([]))) == "no_beats"
    assert median_beats(recording, beat_list(np.array([1.0, 2.0]))) == "few_beats"


def test_no_median_of_noise():
    recording = synthetic_recording([], noise_mv=0.3)
    beats = beat_list(regular_r_times())
    assert median_beats(recording, beats) == "no_dominant"


def test_no_median_of_a_flat_line():
    recording = synthetic_recording([])
    assert median_beats(recording, beat_list(regular_r_times())) == "few_beats"


def test_of_many_beats_some_are_laid_over_each_other():
    times = regular_r_times(rate_bpm=120, duration_s=150.0)
    recording = synthetic_recording(times, duration_s=150.0, fs=100.0)
    beats = beat_list(times, 100.0)
    result = median_beats(recording, beats, first_beat=60)
    assert result.numbers.tolist() == list(range(60, 260))


def test_of_a_long_recording_beats_are_taken_from_beginning_to_end():
    times = regular_r_times(rate_bpm=60, duration_s=450.0)
    wide = tuple(range(220, len(times)))
    recording = with_wide_beats(times, wide, duration_s=450.0)
    result = found(recording, beat_list(times))
    assert len(result.numbers) == 200
    assert result.numbers[[0, -1]].tolist() == [0, len(times) - 1]
    assert np.ptp(np.diff(result.numbers)) <= 1
    # Most beats are wide, though not the first 200.
    assert result.numbers[result.dominant].min() >= min(wide)


def test_beats_far_apart_are_read_as_those_side_by_side():
    times = regular_r_times(rate_bpm=60, duration_s=60.0)
    recording = synthetic_recording(times, duration_s=60.0, fs=FS)
    beats = beat_list(times)
    few = np.array([0, 1, 20, 21, 40, len(times) - 1])
    apart = median_beats(recording, beats, among=few)
    whole = found(recording, beats)
    rows = np.isin(whole.numbers, apart.numbers)
    assert apart.numbers.tolist() == whole.numbers[rows].tolist()
    np.testing.assert_array_equal(apart.r_peaks, whole.r_peaks[rows])
    np.testing.assert_array_equal(apart.offsets, whole.offsets)
    np.testing.assert_allclose(apart.beats, whole.beats[rows], atol=5e-3)


def test_of_long_bigeminy_the_beats_of_the_usual_shape_are_taken():
    times = regular_r_times(rate_bpm=60, duration_s=420.0)
    wide = tuple(range(1, len(times), 2))
    n_beats, groups = len(times), np.arange(len(times)) % 2
    classes = BeatClasses(
        ("dominant", "ectopic") * (n_beats // 2) + ("dominant",) * (n_beats % 2),
        groups,
        *np.ones((4, n_beats)),
        spikes=PacingSpikes(*np.empty((2, 0), np.int64), np.empty(0), FS),
    )
    recording = with_wide_beats(times, wide, duration_s=420.0)
    result = median_beats(recording, beat_list(times), classes=classes)
    assert result.n_dominant == 200
