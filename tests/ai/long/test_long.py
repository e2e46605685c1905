"""Long recordings: a part is answered as if it were all there is."""

from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecgviewer.ai.evidence import integrated
from ecgviewer.ai.evidence.owen import explain
from ecgviewer.ai.inference import predict
from ecgviewer.ai.inputs import ModelAbstains
from ecgviewer.ai.limits import LEAST_S, MAX_DURATION_S, span_around, too_long
from ecgviewer.ai.long.excerpt import excerpt, explain_span, predict_span
from ecgviewer.ai.long.timeline import STEP, timeline
from ecgviewer.ai.model import LabelSpec
from ecgviewer.ecg.beats import BeatList
from ecgviewer.ecg.recording import Recording
from tests.ai.tiny import tiny_ensemble
from tests.synthetic import regular_r_times, synthetic_recording

FS = 250.0


@pytest.fixture(scope="module")
def long() -> tuple[Recording, BeatList]:
    """Return five minutes: 60/min, and from the fourth minute on 120/min."""
    slow = [t for t in regular_r_times(60, duration_s=300.0) if t < 180]
    fast = [t for t in regular_r_times(120, duration_s=300.0) if t > 180.4]
    times = [*slow, *fast]
    recording = synthetic_recording(times, duration_s=300.0, fs=FS)
    begun = datetime(2020, 1, 1, tzinfo=UTC)
    recording = replace(recording, start_time=begun)
    return recording, BeatList(np.round(np.array(times) * FS).astype(np.int64), FS)


class Rate:
    """A model that says tachycardia by the rate, and abstains below three beats."""

    labels = (LabelSpec("STACH", "tachycardia", "rhythm", 0.5),)

    def __init__(self) -> None:
        self.asked: list[float] = []

    def prepare(self, recording, beats):
        self.asked.append(recording.duration_s)
        if len(beats) < 3:
            raise ModelAbstains("too few")
        return (SimpleNamespace(rate=beats.mean_rate_bpm),)

    def logits(self, stretches):
        return np.array([[s.rate - 100.0] for s in stretches])


def test_a_part_says_what_the_same_recording_alone_says(long):
    recording, beats = long
    model = tiny_ensemble()
    assert too_long(recording)
    part = excerpt(recording, beats, (40.0, 50.0))
    alone = predict(part.recording, part.beats, model)
    said = predict_span(recording, beats, model, (40.0, 50.0))
    assert said.span_s == (40.0, 50.0)
    assert said.abstained is None
    assert [f.logit for f in said.findings] == [f.logit for f in alone.findings]
    assert part.recording.duration_s == 10.0
    assert part.recording.start_time == datetime(2020, 1, 1, 0, 0, 40, tzinfo=UTC)
    assert part.beats.times_s + 40.0 == pytest.approx(
        beats.times_s[(beats.times_s >= 40) & (beats.times_s < 50)]
    )


@pytest.mark.parametrize("method", [explain, integrated.explain])
def test_evidence_of_a_part_lies_on_its_own_beats_and_adds_up(long, method):
    recording, beats = long
    model, span = tiny_ensemble(), (40.0, 50.0)
    step = partial(explain_span, method, recording, beats, model)
    found = step(None, span, span, code="MI")
    for code in ("CD", "MI", "MI", "MI"):
        found = step(found, span, span, code=code)
    said = predict_span(recording, beats, model, span)
    for code, item in found.evidence.items():
        assert item.is_told
        assert item.logit == pytest.approx(said.finding(code).logit, abs=1e-4)
        assert item.max_gap < (1e-4 if method is explain else 0.02)
        inside = (beats.times_s >= 40) & (beats.times_s < 50)
        assert item.beat_times_s == pytest.approx(beats.times_s[inside])


@given(st.floats(0, 1e5), st.floats(0, 1e4), st.floats(LEAST_S, 9e4, allow_nan=False))
def test_what_is_asked_about_is_around_what_is_seen(start_s, length_s, duration_s):
    start_s = min(start_s, duration_s)
    stop_s = min(start_s + length_s, duration_s)
    first, last = span_around((start_s, stop_s), duration_s)
    assert -1e-6 <= first < last <= duration_s + 1e-6
    assert LEAST_S - 1e-6 <= last - first <= MAX_DURATION_S + 1e-6
    if stop_s - start_s <= MAX_DURATION_S:
        assert first <= start_s + 1e-6
        assert last >= stop_s - 1e-6


def test_nothing_lies_between_two_equal_times(long):
    with pytest.raises(ValueError, match="nothing lies between"):
        excerpt(*long, (40.0, 40.0))


def test_the_course_shows_where_a_statement_begins(long):
    model = Rate()
    course = timeline(*long, model)
    assert course.asked.sum() == STEP
    while course.more:
        course = timeline(*long, model, course)
    assert course.asked.size == len(model.asked) == 30
    stated = course.of("STACH") >= 0.5
    assert stated.tolist() == [False] * 18 + [True] * 12
    assert course.changes_s("STACH", 0.5) == pytest.approx([180.0])
    assert np.isnan(course.of("AFIB")).all()
    assert not course.changes_s("AFIB", 0.5).size


def test_the_first_answers_are_spread_over_the_whole(long):
    model = Rate()
    course = timeline(*long, model, cancelled=lambda: len(model.asked) >= 4)
    (numbers,) = np.nonzero(course.asked)
    assert len(numbers) == 4
    assert np.diff([-1, *numbers, 30]).max() <= 15


def test_what_is_looked_at_comes_first(long):
    def three() -> bool:
        return len(model.asked) >= 3

    model = Rate()
    course = timeline(*long, model, None, (200.0, 221.0), three)
    assert np.flatnonzero(course.asked).tolist() == [20, 21, 22]


def test_where_the_model_abstains_nothing_is_known_and_it_is_not_asked_again(long):
    recording, beats = long
    kept = beats.times_s < 100
    model = Rate()
    course = None
    while course is None or course.more:
        course = timeline(recording, BeatList(beats.r_peaks[kept], FS), model, course)
    assert np.isnan(course.of("STACH")[10:]).all()
    assert not np.isnan(course.of("STACH")[:10]).any()
    assert len(model.asked) == 30
