"""What calipers read from where they were put."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecgviewer.ecg.beats import BeatList
from ecgviewer.ecg.page.calipers import (
    AmplitudeCaliper,
    TimeCaliper,
    local_rr_s,
    nearest_mark_s,
    nearest_sample_s,
    neighbour_rr,
)

RATES = st.sampled_from([50.0, 100.0, 250.0, 257.0, 360.0, 500.0, 1000.0])
BEATS = BeatList(np.array([500, 1000, 1400, 1900]), 500.0)  # 1.0 2.0 2.8 3.8 s


@given(RATES, st.floats(0, 9), st.floats(0, 9))
def test_the_distance_read_is_the_distance_placed_to_a_sample(fs, one_s, other_s):
    edges = sorted(nearest_sample_s(t, fs, int(10 * fs)) for t in (one_s, other_s))
    caliper = TimeCaliper(*edges)
    assert caliper.interval_s == pytest.approx(abs(one_s - other_s), abs=1.001 / fs)


@given(st.floats(0.02, 5), st.integers(1, 20))
def test_the_mean_rate_is_that_of_one_of_its_intervals(rr_s, n):
    caliper = TimeCaliper(1.0, 1.0 + n * rr_s, n_intervals=n)
    assert caliper.rate_bpm == pytest.approx(60 / rr_s)
    assert len(caliper.divisions_s()) == n - 1


def test_no_interval_has_no_rate():
    assert TimeCaliper(1.0, 1.0).rate_bpm is None
    assert TimeCaliper(1.0, 1.0).march_times_s(0.0, 10.0).size == 0


@pytest.mark.parametrize(("start_s", "stop_s"), [(2.0, 1.0), (float("nan"), 1.0)])
def test_edges_out_of_order_are_refused(start_s, stop_s):
    with pytest.raises(ValueError, match="a caliper from"):
        TimeCaliper(start_s, stop_s)


@given(
    st.floats(0, 10),
    st.floats(0.05, 3),
    st.integers(1, 4),
    st.floats(0, 10),
    st.floats(0, 10),
)
def test_march_out_repeats_the_interval_over_the_whole_stretch(
    start_s, rr_s, n, one_s, other_s
):
    caliper = TimeCaliper(start_s, start_s + n * rr_s, n_intervals=n)
    from_s, to_s = min(one_s, other_s), max(one_s, other_s)
    every = [start_s + k * rr_s for k in range(-250, 251)]
    own = [start_s + k * rr_s for k in range(n + 1)]
    marks = caliper.march_times_s(from_s, to_s)
    expected = [t for t in every if from_s < t < to_s and min(abs(np.subtract(own, t)))]
    slack = 1e-6
    strict = [t for t in expected if from_s + slack < t < to_s - slack]
    for time_s in strict:
        assert np.abs(marks - time_s).min() < slack
    assert len(strict) <= marks.size <= len(strict) + 2


@pytest.mark.parametrize(("edge", "other"), [("first", "second"), ("second", "first")])
def test_an_edge_led_past_the_other_becomes_the_other(edge, other):
    caliper = TimeCaliper(2.0, 3.0, march_out=True)
    moved, handle = caliper.with_edge(edge, 3.5 if edge == "first" else 1.5)
    assert handle == other
    assert moved.march_out
    assert moved.span_s == pytest.approx(0.5)


@given(st.floats(-5, 5), st.floats(-5, 5), st.floats(-1000, 1000))
def test_a_difference_does_not_depend_on_the_resting_level(first, second, rest):
    caliper = AmplitudeCaliper("V2", 1.0, rest + first, rest + second)
    assert caliper.difference == pytest.approx(second - first, abs=1e-9)


def test_the_rr_of_a_qt_is_the_one_before_its_beat():
    rr = neighbour_rr(BEATS, TimeCaliper(2.76, 3.16))
    assert rr.rr_s == pytest.approx(0.8)
    assert rr.precedes


def test_before_the_first_beat_the_following_rr_stands_in():
    rr = neighbour_rr(BEATS, TimeCaliper(0.96, 1.36))
    assert rr.rr_s == pytest.approx(1.0)
    assert not rr.precedes


@pytest.mark.parametrize(
    "caliper",
    [
        TimeCaliper(1.1, 1.5),  # no R peak
        TimeCaliper(1.96, 2.06),  # a QRS
        TimeCaliper(2.0, 2.8),  # an RR interval
        TimeCaliper(1.5, 2.5),  # too long
        TimeCaliper(1.96, 2.36, n_intervals=2),
    ],
)
def test_what_is_no_qt_has_no_qtc(caliper):
    assert neighbour_rr(BEATS, caliper) is None


def test_an_edge_snaps_to_a_mark_within_reach_only():
    assert nearest_mark_s(2.05, BEATS.times_s, 0.1) == 2.0
    assert nearest_mark_s(2.15, BEATS.times_s, 0.1) is None
    assert nearest_mark_s(2.0, [], 0.1) is None


def test_samples_beyond_the_recording_are_never_named():
    assert nearest_sample_s(-3.0, 500.0, 5000) == 0.0
    assert nearest_sample_s(30.0, 500.0, 5000) == pytest.approx(9.998)


@pytest.mark.parametrize(
    ("time_s", "expected"), [(0.0, 1.0), (2.5, 0.8), (3.0, 1.0), (9.0, 1.0)]
)
def test_the_present_rr_is_that_around_a_time(time_s, expected):
    assert local_rr_s(BEATS, time_s) == pytest.approx(expected)
    assert local_rr_s(None, time_s) == 0.8
