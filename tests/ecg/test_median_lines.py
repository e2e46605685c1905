"""Lines on the median beat: where they stand, and where a reader puts them."""

import numpy as np
import pytest

from ecgviewer.ecg.fiducials import POINTS
from ecgviewer.ecg.median_lines import Line, MedianLines, ReaderEdits

COMMON = np.array([-0.2, -0.15, -0.1, -0.04, 0.0, 0.05, 0.15, 0.25, 0.35])


def lines(common: np.ndarray = COMMON) -> MedianLines:
    return MedianLines(("I", "II"), common.copy(), np.stack([COMMON, COMMON + 0.01]))


def test_a_line_is_read_of_all_leads_or_of_one():
    assert lines().time_s(Line(None, "t_offset")) == pytest.approx(0.35)
    assert lines().time_s(Line("II", "t_offset")) == pytest.approx(0.36)
    assert lines().time_s(Line("V9", "t_offset")) is None


def test_a_missing_wave_has_no_line_and_no_span():
    common = COMMON.copy()
    common[:3] = np.nan
    assert lines(common).time_s(Line(None, "p_onset")) is None
    assert lines(common).span_s(None, "p_onset", "qrs_onset") is None
    assert lines(common).room_s(Line(None, "qrs_onset")) == (-np.inf, 0.05)


def test_a_line_stands_between_its_neighbours():
    assert lines().room_s(Line(None, "qrs_onset")) == (-0.1, 0.05)
    assert lines().room_s(Line(None, "t_offset")) == (0.05, np.inf)


def test_a_readers_line_replaces_the_one_that_was_found_and_no_other():
    edits = ReaderEdits().moved(Line(None, "t_offset"), 0.40)
    edits = edits.moved(Line("I", "p_onset"), -0.22).moved(Line("V9", "p_onset"), 0.0)
    moved = edits.applied_to(lines())
    assert moved.time_s(Line(None, "t_offset")) == 0.40
    assert moved.time_s(Line("I", "p_onset")) == -0.22
    changed = np.flatnonzero(moved.common_s != lines().common_s)
    assert [POINTS[k] for k in changed] == ["t_offset"]
    back = edits.without(Line(None, "t_offset")).applied_to(lines())
    assert np.array_equal(back.common_s, lines().common_s)


def test_shapes_that_do_not_fit_are_refused():
    with pytest.raises(ValueError, match="per lead"):
        MedianLines(("I",), COMMON.copy(), np.zeros((2, 9)))
    with pytest.raises(ValueError, match="all leads"):
        MedianLines(("I",), np.zeros(8), np.zeros((1, 9)))
