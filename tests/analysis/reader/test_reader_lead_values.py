"""Values of leads between a reader's lines, where the truth is known."""

from dataclasses import replace

import pytest

from ecgviewer.analysis.median.median_lines import median_lines
from ecgviewer.analysis.reader.reader_lead_values import reader_lead_values
from ecgviewer.ecg.examination import EcgAnalysis
from ecgviewer.ecg.median_lines import Line, ReaderEdits
from ecgviewer.ecg.quality import LeadQuality, RecordQuality
from tests.analysis.measuring import examined_exactly, line_moved
from tests.simulator import simulate


@pytest.fixture(scope="module")
def found() -> EcgAnalysis:
    return examined_exactly(simulate())


def test_a_line_of_one_lead_changes_the_levels_of_that_lead_alone(found):
    values = reader_lead_values(
        found, line_moved(found, "V2", "qrs_offset", by_s=0.040)
    )
    assert list(values) == ["V2"]
    ours = found.measurements.per_lead["V2"]
    for later, key in (("st_j40_mv", "st_j_mv"), ("st_j80_mv", "st_j40_mv")):
        assert values["V2"][key].value == pytest.approx(ours[later].value)
        assert values["V2"][key].provenance == "reader"
        assert values["V2"][key].low is None
    assert "p_mv" not in values["V2"]


def test_a_line_of_all_leads_changes_each_and_a_leads_own_goes_before_it(found):
    everywhere = line_moved(found, None, "qrs_offset", by_s=0.040)
    own = line_moved(found, "V2", "qrs_offset", by_s=0.020)
    both = ReaderEdits({**everywhere.times_s, **own.times_s})
    values = reader_lead_values(found, both)
    assert set(values) == set(found.recording.leads)
    ours = found.measurements.per_lead
    for lead, key in (("V1", "st_j40_mv"), ("V2", "st_j20_mv"), ("I", "st_j40_mv")):
        assert values[lead]["st_j_mv"].value == pytest.approx(ours[lead][key].value)


def test_lines_put_where_they_were_found_change_no_value(found):
    points = ("p_onset", "qrs_onset", "qrs_offset", "t_offset")
    times_s = {}
    for point in points:
        times_s |= line_moved(found, None, point, by_s=0.0).times_s
    values = reader_lead_values(found, ReaderEdits(times_s))
    for lead, own in values.items():
        for key, value in own.items():
            ours = found.measurements.per_lead[lead][key].value
            assert value.value == pytest.approx(ours, abs=1e-9), (lead, key)


def test_a_wave_cut_short_by_the_reader_has_the_amplitude_that_is_left(found):
    values = reader_lead_values(found, line_moved(found, "II", "t_offset", -0.15))
    ours = found.measurements.per_lead["II"]["t_mv"].value
    cut = values["II"]["t_mv"].value
    assert 0 < cut < 0.8 * ours
    assert set(values["II"]) == {"t_mv", "t_r_ratio"}


def test_a_p_wave_that_only_the_reader_sees_is_measured(found):
    common_s = found.fiducials.common_s.copy()
    ends_s = median_lines(found.fiducials, found.median).common_s[[0, 2]]
    common_s[:, :3] = float("nan")
    blind = replace(found, fiducials=replace(found.fiducials, common_s=common_s))
    edits = ReaderEdits(
        {Line(None, "p_onset"): ends_s[0], Line(None, "p_offset"): ends_s[1]}
    )
    values = reader_lead_values(blind, edits)
    ours = found.measurements.per_lead["II"]["p_mv"].value
    assert values["II"]["p_mv"].value == pytest.approx(ours, abs=1e-6)


def test_nothing_is_measured_without_lines_a_voltage_or_a_readable_lead(found):
    edits = line_moved(found, "V2", "qrs_offset", by_s=0.040)
    assert reader_lead_values(found, ReaderEdits()) == {}
    unknown = replace(found, recording=replace(found.recording, unit_is_mv=False))
    assert reader_lead_values(unknown, edits) == {}
    unread = replace(found, fiducials=None)
    assert reader_lead_values(unread, edits) == {}
    quality = RecordQuality(
        tuple(
            LeadQuality(lead, (), float(lead != "V2")) for lead in found.recording.leads
        ),
        *(1.0, True),
    )
    unusable = replace(found, quality=quality)
    assert reader_lead_values(unusable, edits) == {}
