"""Beats and fiducials are joined once: of each beat its own, or none."""

import numpy as np
import pytest

from ecgviewer.analysis.beats.beat_table import BeatTable
from ecgviewer.analysis.beats.measured_beats import MeasuredBeats
from ecgviewer.ecg.fiducials import POINTS, Fiducials

R_S = np.array([0.3, 1.3, 2.3, 3.3])
# In s from R, and P of the last beat ends before it begins.
AT_S = {"p_onset": -0.20, "p_offset": -0.10, "qrs_onset": -0.04, "qrs_offset": 0.05}


def table(times_s: np.ndarray, dominant: np.ndarray | None = None) -> BeatTable:
    common = np.full((len(R_S), len(POINTS)), np.nan)
    for point, at_s in AT_S.items():
        common[:, POINTS.index(point)] = R_S + at_s
    common[-1, POINTS.index("p_offset")] -= 0.15
    per_lead = np.stack([common, common + 0.01], axis=1)
    fiducials = Fiducials(("I", "II"), R_S, common, per_lead, "known")
    n = len(times_s)
    own = np.ones(n, dtype=bool) if dominant is None else dominant
    rr = np.diff(times_s, prepend=np.nan)
    beats = MeasuredBeats(times_s, own, np.zeros(n, dtype=bool), rr, np.arange(n))
    return BeatTable.of(beats, fiducials)


def test_a_beat_has_the_fiducials_of_the_r_peak_it_shares():
    found = table(np.array([0.32, 1.8, 2.25, 3.39]))
    assert found.rows.tolist() == [0, -1, 2, 3]
    assert found.measured.tolist() == [True, False, True, True]
    onset = found.at_s("qrs_onset")
    np.testing.assert_allclose(onset, [0.26, np.nan, 2.26, 3.26])
    second = found.per_lead_s[:, 1, POINTS.index("qrs_onset")]
    np.testing.assert_allclose(second, onset + 0.01)


def test_lengths_that_no_heart_has_are_none():
    found = table(R_S)
    np.testing.assert_allclose(found.lengths_ms["qrs_ms"], 90.0)
    np.testing.assert_allclose(found.lengths_ms["p_ms"], [100, 100, 100, np.nan])
    assert np.isnan(found.lengths_ms["qt_ms"]).all()


def test_values_are_of_dominant_beats_with_room_for_p():
    usual = np.array([True, True, False, True])
    found = table(R_S, usual)
    assert found.known_ms["p_ms"] == pytest.approx([100.0, 100.0])
    assert found.with_room_for_p.tolist() == [False, True, False, True]


def test_without_fiducials_no_beat_has_any():
    found = BeatTable.of(table(R_S).beats, None)
    assert not found.measured.any()
    assert np.isnan(found.at_s("p_onset")).all()
    assert found.known_ms["qrs_ms"].size == 0
    assert found.p_probability is None
