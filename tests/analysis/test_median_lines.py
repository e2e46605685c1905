"""From the fiducials of beats to lines on their median, and to intervals."""

import numpy as np
import pytest

from ecgviewer.analysis.median_beat import median_beats
from ecgviewer.analysis.median_lines import median_lines
from ecgviewer.analysis.reader_values import interval_ms, reader_values
from ecgviewer.ecg.measurements import Measurement, Measurements
from ecgviewer.ecg.median_beat import MedianBeats
from ecgviewer.ecg.median_lines import Line, ReaderEdits
from tests.analysis.test_median_beat import beat_list
from tests.examined import FROM_R_S, fiducials_of
from tests.synthetic import regular_r_times, synthetic_recording

TIMES = regular_r_times()
RATE = Measurements({"heart_rate_bpm": Measurement(60.0, "bpm", "median RR")})


def median() -> MedianBeats:
    found = median_beats(synthetic_recording(TIMES), beat_list(TIMES))
    assert isinstance(found, MedianBeats)
    return found


def test_lines_stand_where_the_beats_fiducials_do() -> None:
    recording = synthetic_recording(TIMES)
    lines = median_lines(fiducials_of(recording, beat_list(TIMES)), median())
    for point, from_r_s in FROM_R_S.items():
        assert lines.time_s(Line(None, point)) == pytest.approx(from_r_s, abs=0.002)
        assert lines.time_s(Line("V2", point)) == pytest.approx(from_r_s, abs=0.002)


def test_a_wave_of_few_beats_is_none_of_the_median() -> None:
    recording = synthetic_recording(TIMES)
    fiducials = fiducials_of(recording, beat_list(TIMES), without_p=range(1, 12))
    lines = median_lines(fiducials, median())
    assert lines.time_s(Line(None, "p_onset")) is None
    assert lines.time_s(Line(None, "qrs_onset")) is not None


def test_no_beats_mean_no_lines() -> None:
    recording = synthetic_recording(TIMES)
    lines = median_lines(fiducials_of(recording, beat_list(TIMES[:0])), median())
    assert np.isnan(lines.common_s).all()


def test_only_intervals_with_a_moved_line_are_the_readers() -> None:
    recording = synthetic_recording(TIMES)
    found = median_lines(fiducials_of(recording, beat_list(TIMES)), median())
    before = interval_ms(found, None, "qt_ms")
    end_s = found.time_s(Line(None, "t_offset"))
    assert before is not None
    assert end_s is not None
    edits = ReaderEdits().moved(Line(None, "t_offset"), end_s + 0.030)
    values = reader_values(edits.applied_to(found), edits, RATE)
    assert set(values) == {
        "qt_ms",
        "jt_ms",
        "qtcf_ms",
        "qtcb_ms",
        "qtcframingham_ms",
        "qtchodges_ms",
    }
    assert values["qt_ms"].value == pytest.approx(before + 30)
    assert values["qtcf_ms"].value == pytest.approx(before + 30)  # at 60/min
    assert {value.provenance for value in values.values()} == {"reader"}
    assert "Fridericia" in values["qtcf_ms"].method


def test_jt_and_jtc_follow_the_lines_of_qrs_and_t() -> None:
    recording = synthetic_recording(TIMES)
    found = median_lines(fiducials_of(recording, beat_list(TIMES)), median())
    qrs = interval_ms(found, None, "qrs_ms")
    jt = interval_ms(found, None, "jt_ms")
    end_s, j_s = (found.time_s(Line(None, p)) for p in ("t_offset", "qrs_offset"))
    assert None not in (qrs, jt, end_s, j_s)
    ours = {
        "qrs_ms": Measurement(qrs, "ms", "ours"),
        "qtcf_ms": Measurement(400.0, "ms", "ours"),
    }
    known = Measurements({**RATE.values, **ours})
    longer = ReaderEdits().moved(Line(None, "t_offset"), end_s + 0.030)
    values = reader_values(longer.applied_to(found), longer, known)
    assert values["jt_ms"].value == pytest.approx(jt + 30)
    expected = values["qtcf_ms"].value - qrs
    assert values["jtcf_ms"].value == pytest.approx(expected)
    wider = ReaderEdits().moved(Line(None, "qrs_offset"), j_s + 0.020)
    values = reader_values(wider.applied_to(found), wider, known)
    assert set(values) == {"qrs_ms", "jt_ms", "jtcf_ms"}
    assert values["jt_ms"].value == pytest.approx(jt - 20)
    assert values["jtcf_ms"].value == pytest.approx(400.0 - qrs - 20)


def test_a_readers_qt_without_a_rate_is_not_corrected() -> None:
    recording = synthetic_recording(TIMES)
    found = median_lines(fiducials_of(recording, beat_list(TIMES)), median())
    edits = ReaderEdits().moved(Line(None, "t_offset"), 0.41)
    values = reader_values(edits.applied_to(found), edits, Measurements())
    assert values["qt_ms"].value is not None
    assert values["qtcf_ms"].value is None
    assert values["qtcf_ms"].reason
