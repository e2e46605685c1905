"""Laying the beats of two recordings together."""

import numpy as np
import pytest

from ecgviewer.analysis.beats.beat_alignment import align_beats
from tests.analysis.median.test_median_beat import beat_list

IRREGULAR = np.cumsum([0.5, 0.8, 0.7, 1.1, 0.6, 0.9, 0.75, 1.2, 0.65, 0.85])


@pytest.mark.parametrize("moved_s", [0.0, 0.124, 0.9, -0.3])
def test_a_shifted_copy_is_found_to_the_sample(moved_s):
    first, second = beat_list(IRREGULAR + 0.4), beat_list(IRREGULAR + 0.4 - moved_s)
    alignment = align_beats(first, second)
    assert alignment.rhythms_agree
    assert alignment.shift_s == pytest.approx(moved_s, abs=1 / 500)


def test_a_copy_that_begins_later_is_found():
    first = beat_list(IRREGULAR)
    second = beat_list(IRREGULAR[3:] - 2.0)
    alignment = align_beats(first, second)
    assert alignment.rhythms_agree
    assert alignment.shift_s == pytest.approx(2.0, abs=1 / 500)


def test_of_a_regular_rhythm_the_nearest_beat_is_taken():
    first, second = (
        beat_list(np.arange(0.5, 9.5, 0.8)),
        beat_list(np.arange(0.4, 9.5, 0.8)),
    )
    alignment = align_beats(first, second)
    assert alignment.rhythms_agree
    assert alignment.shift_s == pytest.approx(0.1, abs=1 / 500)


def test_rhythms_that_disagree_are_moved_as_little_as_possible():
    first, second = (
        beat_list(np.arange(0.5, 9.5, 1.3)),
        beat_list(np.arange(0.3, 9.5, 0.83)),
    )
    alignment = align_beats(first, second)
    smallest = np.abs(first.times_s[:, None] - second.times_s).min()
    assert not alignment.rhythms_agree
    assert abs(alignment.shift_s) == pytest.approx(smallest)


def test_without_beats_nothing_is_moved():
    none = beat_list(np.array([]))
    assert align_beats(none, beat_list(IRREGULAR)) is None
    alone = align_beats(beat_list(np.array([1.0])), beat_list(np.array([3.0])))
    assert alone.shift_s == -2
