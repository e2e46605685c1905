"""The interval of the rate holds that of the rhythm, of which a stretch is seen."""

from collections.abc import Callable

import numpy as np
import pytest

from ecgviewer.analysis.beats.measured_beats import MeasuredBeats
from ecgviewer.analysis.rhythm.rhythm import rate_values
from ecgviewer.analysis.statistics.uncertainty import Doubt
from ecgviewer.ecg.measurements import Measurement
from tests.analysis.measuring import covers, half

Rhythm = Callable[[np.random.Generator], np.ndarray]
SEEN_S = 10.0


def steady(rng: np.random.Generator) -> np.ndarray:
    return 0.85 + 0.02 * rng.standard_normal(200)


def breathing(rng: np.random.Generator) -> np.ndarray:
    phases = 2 * np.pi * (np.arange(200) / 4.3 + rng.uniform())
    return 0.9 + 0.06 * np.sin(phases) + 0.02 * rng.standard_normal(200)


def fibrillation(rng: np.random.Generator) -> np.ndarray:
    return 0.35 + rng.gamma(4.0, 0.08, 200)


def bigeminy(rng: np.random.Generator) -> np.ndarray:
    return np.tile([0.55, 1.05], 100) + 0.015 * rng.standard_normal(200)


def rate_of(times_s: np.ndarray) -> Measurement:
    n = times_s.size
    rr = np.concatenate([[np.nan], np.diff(times_s)])
    own, none = np.ones(n, dtype=bool), np.zeros(n, dtype=bool)
    beats = MeasuredBeats(times_s, own, none, rr, np.arange(n))
    return rate_values(beats, Doubt())["heart_rate_bpm"]


def seen(rr: np.ndarray, first_s: float, length_s: float = SEEN_S) -> Measurement:
    times_s = np.cumsum(rr)
    within = (times_s >= first_s) & (times_s < first_s + length_s)
    return rate_of(times_s[within])


@pytest.mark.parametrize(
    ("rhythm", "half_bpm"),
    [
        (steady, (0.3, 1.2)),
        (breathing, (1.0, 5.0)),
        (fibrillation, (4.0, 16.0)),
        (bigeminy, (1.0, 5.0)),
    ],
)
def test_ten_seconds_of_a_rhythm_have_its_rate_in_their_interval(rhythm, half_bpm):
    held, halves = [], []
    for seed in range(300):
        rng = np.random.default_rng(seed)
        rr = rhythm(rng)
        one = seen(rr, rng.uniform(20, 60))
        held.append(covers(one, 60 / float(rr.mean())))
        halves.append(half(one))
    assert np.mean(held) >= 0.9
    assert half_bpm[0] < np.median(halves) < half_bpm[1]


@pytest.mark.parametrize("rhythm", [steady, breathing, fibrillation, bigeminy])
def test_a_stretch_that_begins_or_ends_a_beat_sooner_has_the_rate_of_the_whole(rhythm):
    held = []
    for seed in range(100):
        rng = np.random.default_rng(seed)
        times_s = np.cumsum(rhythm(rng))[20:33]
        whole = rate_of(times_s)
        for part in (times_s[1:], times_s[:-1], times_s[1:-1]):
            value = rate_of(part).value
            assert value is not None
            held.append(covers(whole, value))
    assert np.mean(held) >= 0.95


def test_a_rhythm_without_any_variation_keeps_what_placing_r_peaks_adds():
    one = rate_of(0.5 + 0.8 * np.arange(12))
    assert one.value == pytest.approx(75.0)
    assert 0.05 < one.high - 75.0 < 0.2


def test_the_more_is_seen_the_surer_is_the_rate():
    rr = fibrillation(np.random.default_rng(1))
    short, long = seen(rr, 5.0, 10.0), seen(rr, 5.0, 90.0)
    assert half(long) < 0.5 * half(short)


def test_no_rate_may_be_below_zero():
    """A pause of 6 s among RR of 0.8 s."""
    rate = rate_of(np.array([0.5, 1.3, 2.1, 8.1, 8.9, 9.7]))
    assert rate.value == pytest.approx(60 / 1.84)
    assert 0 < rate.low < 60 / 1.84
