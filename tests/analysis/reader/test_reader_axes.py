"""Axes between a reader's lines, where the truth is known."""

from dataclasses import replace

import pytest

from ecgviewer.analysis.median.median_lines import median_lines
from ecgviewer.analysis.reader.reader_lead_values import reader_axis_values
from ecgviewer.analysis.reader_values import with_edits
from ecgviewer.analysis.values.axes import axis_deg
from ecgviewer.ecg.examination import EcgAnalysis
from ecgviewer.ecg.fiducials import POINTS
from ecgviewer.ecg.measurements import Measurement
from ecgviewer.ecg.median_lines import Line, ReaderEdits
from tests.analysis.measuring import examined_exactly, line_moved
from tests.simulator import simulate

AXES = ("p_axis_deg", "qrs_axis_deg", "t_axis_deg")


@pytest.fixture(scope="module")
def found() -> EcgAnalysis:
    return examined_exactly(simulate())


def test_lines_put_where_they_were_found_leave_each_axis_as_it_is(found):
    times_s = {}
    for point in ("p_offset", "qrs_offset", "t_offset"):
        times_s |= line_moved(found, None, point, 0.0).times_s
    values = reader_axis_values(found, ReaderEdits(times_s))
    assert set(values) == {*AXES, "qrs_t_angle_deg", "qrs_t_spatial_deg"}
    for key, value in values.items():
        ours = found.measurements.values[key].value
        assert value.value == pytest.approx(ours, abs=1e-6), key
        assert value.provenance == "reader"
        assert value.low is None


def test_an_axis_is_of_the_net_areas_between_the_readers_lines(found):
    edits = line_moved(found, None, "qrs_offset", 0.300)  # over most of T
    values = reader_axis_values(found, edits)
    median = found.median
    assert found.fiducials is not None
    lines = edits.applied_to(median_lines(found.fiducials, median))
    onset, offset = (
        lines.common_s[POINTS.index(point)] for point in ("qrs_onset", "qrs_offset")
    )
    inside = (median.times_s >= onset - 1e-3) & (median.times_s <= offset + 1e-3)
    before = (median.times_s >= onset - 0.016) & (median.times_s <= onset)
    rows = [median.leads.index(lead) for lead in ("I", "II", "III")]
    level = median.median[rows][:, before].mean(axis=1, keepdims=True)
    areas = (median.median[rows] - level)[:, inside].sum(axis=1)
    truth = axis_deg(*areas.tolist())
    ours = found.measurements.values["qrs_axis_deg"].value
    assert values["qrs_axis_deg"].value == pytest.approx(truth, abs=0.1)
    assert abs(truth - ours) > 2, "the line makes a difference"


def test_each_axis_follows_its_own_lines_only(found):
    for point, changed in (
        ("p_onset", {"p_axis_deg"}),
        ("t_offset", {"t_axis_deg", "qrs_t_angle_deg", "qrs_t_spatial_deg"}),
    ):
        edits = line_moved(found, None, point, 0.01)
        assert set(reader_axis_values(found, edits)) == changed
    assert reader_axis_values(found, ReaderEdits({})) == {}
    of_one_lead = line_moved(found, "V2", "qrs_offset", 0.01)
    assert reader_axis_values(found, of_one_lead) == {}


def test_without_a_voltage_scale_there_is_no_axis(found):
    edits = line_moved(found, None, "t_offset", 0.01)
    unknown = replace(found, recording=replace(found.recording, unit_is_mv=False))
    assert reader_axis_values(unknown, edits) == {}


def test_an_axis_that_the_readers_lines_take_away_is_none_with_a_reason(found):
    assert found.fiducials is not None
    outside_s = float(found.median.times_s[-1]) + 0.5
    edits = ReaderEdits({Line(None, "t_offset"): outside_s})
    lost = reader_axis_values(found, edits)["t_axis_deg"]
    assert lost.value is None
    assert lost.reason
    assert lost.provenance == "reader"


def test_the_readers_intervals_and_axes_stand_over_ours(found):
    edits = line_moved(found, None, "t_offset", -0.05)
    values = with_edits(found, edits)
    assert values["qt_ms"].provenance == "reader"
    assert values["t_axis_deg"].provenance == "reader"
    assert values["p_axis_deg"] == found.measurements.values["p_axis_deg"]
    assert with_edits(found, ReaderEdits({})) == found.measurements.values


def test_a_p_that_a_reader_put_is_there_for_criteria(found):
    none = {"p_present": Measurement(0.0, "", "none found")}
    values = {**found.measurements.values, **none}
    without = replace(found, measurements=replace(found.measurements, values=values))
    qrs_moved = line_moved(found, None, "qrs_offset", 0.02)
    assert with_edits(without, qrs_moved)["p_present"].value == 0
    p_moved = line_moved(found, None, "p_onset", -0.02)
    told = with_edits(without, p_moved)["p_present"]
    assert (told.value, told.provenance) == (1.0, "reader")
