"""Waves of a beat within a part of a long recording, on games whose answer is known."""

from dataclasses import replace

import numpy as np
import pytest

from ecgviewer.ai.evidence.owen import EvidenceError
from ecgviewer.ai.long.excerpt import explain_waves_of_span
from ecgviewer.ecg.beats import BeatList
from ecgviewer.ecg.evidence.wave_shares import SEGMENTS
from ecgviewer.ecg.leads import STANDARD_12
from tests.ai.known_waves import FS, Reader, fiducials_of, line_of, samples_of
from tests.synthetic import regular_r_times, synthetic_recording

SPAN_S = (37.3, 47.3)
FIRST = round(SPAN_S[0] * FS)
LEAD, ROW = "V2", STANDARD_12.index("V2")


class AnyBeats(Reader):
    """A reader that is asked about the beats of a part."""

    def prepare(self, recording, beats):
        self.beats = beats
        return super().prepare(recording, beats)


@pytest.fixture(scope="module")
def case():
    """Return a minute off the zero line, its beats, and one amid the part."""
    times_s = regular_r_times(75, duration_s=60.0)
    whole = synthetic_recording(times_s, duration_s=60.0, noise_mv=0.01)
    recording = replace(whole, signal_mv=whole.signal_mv + np.float32(0.3))
    beats = BeatList(np.round(np.array(times_s) * FS).astype(np.int64), FS)
    return recording, beats, int(np.searchsorted(beats.times_s, 41.0))


def asked(case, function, beat=None, span_s=SPAN_S):
    recording, beats, middle = case
    model = AnyBeats(function, None)
    beat = middle if beat is None else beat
    known = recording, beats, fiducials_of(beats), model, LEAD, beat, span_s
    return explain_waves_of_span(*known)["MI"]


def within(case, segment):
    """Return the samples of a segment in the part."""
    whole = samples_of(case[1], case[2], segment)
    return slice(whole.start - FIRST, whole.stop - FIRST)


def test_of_a_sum_over_samples_each_segment_gets_its_own(case):
    recording, beats, beat = case
    weight = np.random.default_rng(2).standard_normal((12, round(10 * FS)))
    found = asked(case, lambda x: float((weight * x).sum()))
    above = recording.signal_mv[ROW] - line_of(recording, beats, beat, LEAD)
    for segment in SEGMENTS:
        worth = weight[ROW, within(case, segment)]
        own = above[samples_of(beats, beat, segment)]
        assert found.waves[segment] == pytest.approx((worth * own).sum(), abs=1e-4)
    assert found.beats == (beat,)


def test_what_acts_together_adds_up_to_what_flattening_all_takes_away(case):
    recording, beats, beat = case

    def function(x):
        p, qrs, t = (x[ROW, within(case, k)].std() for k in ("P", "QRS", "T"))
        return float(400 * p * qrs * t + 3 * np.tanh(qrs) + 5 * p**2 * t)

    found = asked(case, function)
    flat = recording.signal_mv.copy()
    line = line_of(recording, beats, beat, LEAD)
    for segment in SEGMENTS:
        own = samples_of(beats, beat, segment)
        flat[ROW, own] = line[own]
    part = slice(FIRST, FIRST + round(10 * FS))
    change = function(recording.signal_mv[:, part]) - function(flat[:, part])
    assert abs(change) > 0.1
    assert sum(found.waves.values()) == pytest.approx(change, abs=1e-4)
    assert abs(found.gap) < 1e-4


def test_who_changes_nothing_gets_nothing(case):
    def product(x):
        return float(100 * x[ROW, within(case, "P")].std() * x[ROW, -1])

    found = asked(case, product)
    assert abs(found.waves["P"]) > 1e-3
    others = [value for name, value in found.waves.items() if name != "P"]
    assert len(others) == 4
    assert np.abs(others).max() < 1e-9
    other_lead = asked(case, lambda x: float((x[ROW + 1] ** 2).sum()))
    assert np.abs(list(other_lead.waves.values())).max() < 1e-9
    next_beat = asked(case, product, case[2] + 1)
    assert np.abs(list(next_beat.waves.values())).max() < 1e-9


def test_a_beat_beyond_the_part_is_refused_by_its_number(case):
    beats = case[1]
    before, after = np.searchsorted(beats.times_s, SPAN_S) - [1, 0]
    for beat in (int(before), int(after)):
        with pytest.raises(EvidenceError, match=f"beat {beat + 1} is not of the part"):
            asked(case, lambda x: 0.0, beat)
    first = asked(case, lambda x: 0.0, int(before) + 1)
    assert first.beats == (before + 1,)
