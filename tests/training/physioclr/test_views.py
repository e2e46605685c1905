"""The views of a recording, and what a shuffle must not touch."""

import numpy as np
import pytest

from tests.synthetic import regular_r_times, synthetic_signal
from training.physioclr.views import halves, near_peaks, regular, shuffled
from training.store.signal_store import SignalStore


def beats_of_known_sizes(sizes, period=90, first=45):
    """Return a lead of triangles with tops at known samples, and these samples."""
    signal = np.zeros((12, 500), dtype=np.float32)
    peaks = first + period * np.arange(len(sizes))
    for peak, size in zip(peaks, sizes, strict=True):
        for away in range(-20, 21):
            signal[:, peak + away] = size * (1 - abs(away) / 21)
    return signal, peaks.astype(float)


class Reversed:
    """Draws the reverse order."""

    def permutation(self, n):
        return np.arange(n)[::-1]


def test_inner_beats_change_places_and_the_ends_stay():
    signal, peaks = beats_of_known_sizes([1, 2, 3, 4, 5])
    moved = shuffled(signal, peaks, Reversed())
    np.testing.assert_allclose(moved[0, peaks.astype(int)], [1, 4, 3, 2, 5])
    np.testing.assert_array_equal(moved[:, :80], signal[:, :80])
    np.testing.assert_array_equal(moved[:, 410:], signal[:, 410:])


def test_no_qrs_is_cut():
    signal, peaks = beats_of_known_sizes([1, 2, 3, 4, 5])
    moved = shuffled(signal, peaks, Reversed())
    window = slice(peaks.astype(int)[1] - 25, peaks.astype(int)[1] + 26)
    before = slice(peaks.astype(int)[3] - 25, peaks.astype(int)[3] + 26)
    np.testing.assert_allclose(moved[:, window], signal[:, before])


def test_all_leads_are_shuffled_alike():
    truth = regular_r_times(80, duration_s=5.0)
    signal = synthetic_signal(truth, duration_s=5.0, fs=100, noise_mv=0.02)
    rng = np.random.default_rng(3)
    moved = shuffled(signal.astype(np.float32), truth * 100, rng)
    assert np.abs(moved - signal).max() > 0.02
    np.testing.assert_allclose(moved[2], moved[1] - moved[0], atol=1e-5)  # III


def test_a_joint_runs_on_from_one_beat_into_the_other():
    signal = np.repeat(np.arange(500, dtype=np.float32)[None], 12, axis=0)
    moved = shuffled(signal, np.array([45.0, 135, 225, 315, 405]), Reversed())[0]
    # Beats of 90 samples from 90, 180, 270 in reverse: sample 90 now is number 270.
    np.testing.assert_allclose(
        moved[88:92], [88, 0.75 * 89 + 0.25 * 269, 0.75 * 270 + 0.25 * 90, 271]
    )


def test_with_too_few_beats_nothing_is_moved():
    signal, peaks = beats_of_known_sizes([1, 2, 3])
    assert shuffled(signal, peaks, Reversed()) is signal


@pytest.mark.parametrize(
    ("rr_s", "truth"),
    [
        ([0.8, 0.82, 0.79, 0.8, 0.81], True),
        ([0.8, 0.8, 0.5, 1.1, 0.8, 0.8], False),  # a premature beat
        ([0.8, 0.8, 1.9, 0.8, 0.8], False),  # a pause
        ([0.6, 1.0, 0.6, 1.0, 0.6], False),  # bigeminy
        ([0.8, 0.8], False),  # too few to tell
        ([], False),
    ],
)
def test_only_a_regular_rhythm_may_be_shuffled(rr_s, truth):
    assert regular(np.cumsum([0.3, *rr_s])) is truth


def test_60_ms_around_r_are_near_it():
    near = near_peaks(np.array([10.0, 100.5]), 200)
    assert np.flatnonzero(near).tolist() == [*range(4, 17), *range(95, 107)]
    assert not near_peaks(np.zeros(0), 200).any()


def store_of(*n_samples):
    signal = np.zeros((len(n_samples), 12, 1000), dtype=np.int16)
    for row, n in enumerate(n_samples):
        signal[row, :, :n] = np.arange(n) + 1
    return SignalStore((), signal, np.array(n_samples), (), {}, "")


def test_halves_lie_side_by_side_and_what_is_missing_is_known():
    cut, recorded, starts = halves(store_of(1000, 700, 300), np.arange(3))
    assert starts.tolist() == [[0, 0, 0], [500, 200, 0]]
    assert recorded.sum(axis=3)[..., 0].tolist() == [[500, 500, 300], [500, 500, 300]]
    np.testing.assert_allclose(cut[1, 0, 4], 1e-3 * np.arange(501, 1001), rtol=1e-5)
    np.testing.assert_allclose(cut[1, 1, 4, 0], 0.201, rtol=1e-5)
    assert not cut[0, 2, :, 300:].any()
