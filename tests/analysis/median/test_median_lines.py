"""From the fiducials of beats to lines on their median, and to intervals."""

from dataclasses import replace

import numpy as np
import pytest

from ecgviewer.analysis.measure import all_criteria
from ecgviewer.analysis.median.median_beat import median_beats
from ecgviewer.analysis.median.median_lines import median_lines
from ecgviewer.analysis.reader.reader_intervals import interval_ms, reader_intervals
from ecgviewer.analysis.reader_values import criteria_with_edits, reader_values
from ecgviewer.ecg.measurements import Measurement, Measurements
from ecgviewer.ecg.median_beat import MedianBeats
from ecgviewer.ecg.median_lines import Line, MedianLines, ReaderEdits
from ecgviewer.ecg.recording import PatientContext
from tests.analysis.measuring import (
    bigeminy,
    examined_exactly,
    line_moved,
    measured,
    value,
)
from tests.analysis.median.test_median_beat import beat_list
from tests.examined import FROM_R_S, fiducials_of
from tests.reasons import because
from tests.simulator import LBBB, SINUS, Simulated, irregular_r_s, simulate
from tests.synthetic import regular_r_times, synthetic_recording

TIMES = regular_r_times()
T_END = Line(None, "t_offset")
RATE = Measurements({"qtc_rr_ms": Measurement(1000.0, "ms", "median RR")})


def lines_of(simulated: Simulated) -> MedianLines:
    """Return the true lines of the first dominant beat."""
    beat = simulated.classes.index("dominant")
    r_s, known = simulated.fiducials.r_peaks_s[beat], simulated.fiducials
    leads = simulated.recording.leads
    common_s, per_lead_s = known.common_s[beat] - r_s, known.per_lead_s[beat] - r_s
    return MedianLines(leads, common_s, per_lead_s)


def with_t_end_as_found(simulated: Simulated, by_s: float = 0.0) -> ReaderEdits:
    end_s = lines_of(simulated).time_s(T_END)
    assert end_s is not None
    return ReaderEdits().moved(T_END, end_s + by_s)


def read_again(simulated: Simulated, by_s: float = 0.0) -> dict[str, Measurement]:
    """Return the reader's values where the end of T was moved by so much."""
    edits = with_t_end_as_found(simulated, by_s)
    lines = edits.applied_to(lines_of(simulated))
    return reader_intervals(lines, edits, measured(simulated))


def median() -> MedianBeats:
    found = median_beats(synthetic_recording(TIMES), beat_list(TIMES))
    assert isinstance(found, MedianBeats)
    return found


def test_lines_stand_where_the_beats_fiducials_do():
    recording = synthetic_recording(TIMES)
    lines = median_lines(fiducials_of(recording, beat_list(TIMES)), median())
    for point, from_r_s in FROM_R_S.items():
        assert lines.time_s(Line(None, point)) == pytest.approx(from_r_s, abs=0.002)
        assert lines.time_s(Line("V2", point)) == pytest.approx(from_r_s, abs=0.002)


def test_a_wave_of_few_beats_is_none_of_the_median():
    recording = synthetic_recording(TIMES)
    fiducials = fiducials_of(recording, beat_list(TIMES), without_p=range(1, 12))
    lines = median_lines(fiducials, median())
    assert lines.time_s(Line(None, "p_onset")) is None
    assert lines.time_s(Line(None, "qrs_onset")) is not None


def test_no_beats_mean_no_lines():
    recording = synthetic_recording(TIMES)
    lines = median_lines(fiducials_of(recording, beat_list(TIMES[:0])), median())
    assert np.isnan(lines.common_s).all()


def test_only_intervals_with_a_moved_line_are_the_readers():
    recording = synthetic_recording(TIMES)
    found = median_lines(fiducials_of(recording, beat_list(TIMES)), median())
    before = interval_ms(found, None, "qt_ms")
    end_s = found.time_s(Line(None, "t_offset"))
    edits = ReaderEdits().moved(Line(None, "t_offset"), end_s + 0.030)
    values = reader_intervals(edits.applied_to(found), edits, RATE)
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


def test_jt_and_jtc_follow_the_lines_of_qrs_and_t():
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
    values = reader_intervals(longer.applied_to(found), longer, known)
    assert values["jt_ms"].value == pytest.approx(jt + 30)
    expected = values["qtcf_ms"].value - qrs
    assert values["jtcf_ms"].value == pytest.approx(expected)
    wider = ReaderEdits().moved(Line(None, "qrs_offset"), j_s + 0.020)
    values = reader_intervals(wider.applied_to(found), wider, known)
    assert set(values) == {"qrs_ms", "qrs_device_ms", "jt_ms", "jtcf_ms"}
    assert values["jt_ms"].value == pytest.approx(jt - 20)
    assert values["jtcf_ms"].value == pytest.approx(400.0 - qrs - 20)


def test_what_no_heart_has_is_no_value_of_a_readers_lines():
    recording = synthetic_recording(TIMES)
    found = median_lines(fiducials_of(recording, beat_list(TIMES)), median())
    j_s = found.time_s(Line(None, "qrs_offset"))
    edits = ReaderEdits().moved(Line(None, "qrs_onset"), j_s - 0.002)
    edits = edits.moved(Line(None, "t_offset"), j_s + 0.1)
    values = reader_intervals(edits.applied_to(found), edits, RATE)
    assert values["qrs_ms"].value is None
    assert values["qrs_ms"].reason == "no QRS is 2 ms long"
    assert values["qt_ms"].reason == "no QT is 102 ms long"
    assert values["qtcf_ms"].value is None
    assert values["qtcf_ms"].reason == "no QT is 102 ms long"


def test_a_readers_qrs_is_judged_as_ours_is():
    """One step of one line changes neither what limits are of nor what is certain."""
    simulated = simulate(shape=replace(SINUS, qrs_s=0.125))
    found = examined_exactly(simulated)
    ours = found.measurements.values
    length, spread = value(found.measurements, "qrs_ms"), width(ours["qrs_device_ms"])
    onset = line_moved(found, None, "qrs_onset", -0.002)
    offset = line_moved(found, None, "qrs_offset", 0.002)
    both = ReaderEdits({**onset.times_s, **offset.times_s})
    for edits, by_ms, less_sure in ((onset, 2.0, False), (both, 4.0, True)):
        values = reader_values(found, edits)
        assert values["qrs_ms"].value == pytest.approx(length + by_ms, abs=0.5)
        device = values["qrs_device_ms"]
        assert device.value == pytest.approx(values["qrs_ms"].value - 20)
        assert (width(device) < spread - 0.1) == less_sure
        told = {one.key: one for one in criteria_with_edits(found, edits)}
        before = {one.key: one for one in found.measurements.criteria}
        for key in ("qrs_long", "ivcd", "lbbb"):
            assert told[key].met is before[key].met
        (part,) = told["qrs_long"].parts
        assert (part.name, part.value) == ("QRS (device-like)", device.value)
        assert told["qrs_long"].met is None


def width(measured: Measurement) -> float:
    assert measured.low is not None
    assert measured.high is not None
    return measured.high - measured.low


def test_a_readers_qt_without_a_rate_is_not_corrected():
    recording = synthetic_recording(TIMES)
    found = median_lines(fiducials_of(recording, beat_list(TIMES)), median())
    edits = ReaderEdits().moved(Line(None, "t_offset"), 0.41)
    values = reader_intervals(edits.applied_to(found), edits, Measurements())
    assert values["qt_ms"].value is not None
    assert values["qtcf_ms"].value is None
    assert values["qtcf_ms"].reason


def test_a_reader_who_agrees_on_qt_has_our_qtc():
    simulated = bigeminy()
    ours, readers = measured(simulated), read_again(simulated)
    assert value(ours, "qt_ms") == pytest.approx(readers["qt_ms"].value, abs=0.5)
    for key in ("qtcf_ms", "qtcb_ms", "qtcframingham_ms", "qtchodges_ms", "jtcf_ms"):
        assert readers[key].value == pytest.approx(value(ours, key), abs=0.5), key


@pytest.mark.parametrize(
    ("simulated", "caution"),
    [
        (simulate(irregular_r_s(90), atria="fibrillation"), "AHA 2009"),
        (simulate(shape=LBBB), "see JT"),
        (simulate([1.0, 2.0], duration_s=4), "from 2 beats only"),
    ],
    ids=["irregular", "wide QRS", "few beats"],
)
def test_what_limits_our_qtc_limits_a_readers(simulated, caution):
    ours, readers = measured(simulated), read_again(simulated, 0.020)
    for key in ("qtcf_ms", "qtcb_ms", "jtcf_ms"):
        assert caution in ours.values[key].reason
        assert caution in readers[key].reason
    told = {**ours.values, **readers}
    criteria = all_criteria(
        told, ours.per_lead, PatientContext(), ours.rhythm, lead_reversals={}
    )
    (long,) = [one for one in criteria if one.key == "qtc_long"]
    assert caution in long.reason


def test_why_we_have_no_qt_does_not_limit_a_readers():
    simulated = simulate()
    known = measured(simulated)
    ours = known.values | {
        "qt_ms": Measurement(None, "ms", "", reasons=because("U wave"))
    }
    edits = with_t_end_as_found(simulated)
    lines = edits.applied_to(lines_of(simulated))
    readers = reader_intervals(lines, edits, Measurements(ours))
    assert readers["qt_ms"].reason == ""
    assert readers["qtcf_ms"].value == pytest.approx(value(known, "qtcf_ms"), abs=0.5)


def test_no_formula_corrects_a_readers_qt_at_an_impossible_rate():
    simulated = simulate([1.0, 4.5], duration_s=7)
    readers = read_again(simulated)
    assert readers["qt_ms"].value is not None
    assert readers["qtcf_ms"].value is None
    assert "no formula holds at 17/min" in readers["qtcf_ms"].reason
