"""The median beat of all leads together."""

from dataclasses import replace

import numpy as np
import pytest

from ecgviewer.analysis.beats.rpeaks import detect_r_peaks
from ecgviewer.analysis.median.global_beat import global_beat
from ecgviewer.analysis.median.median_beat import median_beats
from ecgviewer.ecg.leads import INDEPENDENT_8
from ecgviewer.ecg.median_beat import MedianBeats
from ecgviewer.ecg.quality import LeadQuality, RecordQuality
from tests.synthetic import synthetic_recording


@pytest.fixture(scope="module")
def median() -> MedianBeats:
    recording = synthetic_recording()
    found = median_beats(recording, detect_r_peaks(recording))
    assert isinstance(found, MedianBeats)
    return found


def with_leads(median: MedianBeats, leads: tuple[str, ...]) -> MedianBeats:
    rows = [median.leads.index(lead) for lead in leads]
    return replace(
        median,
        leads=leads,
        beats=median.beats[:, rows].copy(),
        median=median.median[rows].copy(),
    )


def test_it_is_the_root_mean_square_of_leads_that_do_not_follow_from_others(median):
    found = global_beat(median)
    assert found.leads == INDEPENDENT_8
    at = int(np.argmin(np.abs(median.times_s)))
    rows = [median.leads.index(lead) for lead in found.leads]
    expected = np.sqrt(np.mean(np.square(median.median[rows, at])))
    assert found.rms[at] == pytest.approx(expected, rel=1e-5)


def test_the_sign_of_a_lead_does_not_matter(median):
    turned = replace(median, median=-median.median)
    one, other = global_beat(median), global_beat(turned)
    np.testing.assert_array_equal(one.rms, other.rms)


def test_leads_that_are_missing_or_cannot_be_read_do_not_count(median):
    holed = median.median.copy()
    holed[median.leads.index("V1")] = np.nan
    leads = tuple(LeadQuality(lead, (), float(lead != "V2")) for lead in median.leads)
    quality = RecordQuality(leads, score=1.0, acceptable=True)
    found = global_beat(replace(median, median=holed), quality)
    assert found.leads == ("I", "II", "V3", "V4", "V5", "V6")
    assert np.isfinite(found.rms).all()


def test_one_lead_is_no_global_beat_and_other_leads_are(median):
    assert global_beat(with_leads(median, ("II", "III"))) is None
    found = global_beat(with_leads(median, ("III", "aVR", "aVL")))
    assert found.leads == ("III", "aVR", "aVL")
