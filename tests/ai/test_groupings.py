"""Evidence by each grouping of leads, against games whose answers are known."""

import numpy as np
import pytest

from ecgviewer.ai.evidence.coalitions import coalitions, group_values, owen_values
from ecgviewer.ai.evidence.owen import attribute, explain
from ecgviewer.ai.inputs import N_LEADS
from ecgviewer.analysis.beats.rpeaks import detect_r_peaks
from ecgviewer.ecg.leads import ANATOMIC, CABRERA, GROUPINGS, STANDARD_12
from tests.ai.tiny import LABELS, Worths
from tests.synthetic import regular_r_times, synthetic_recording

EACH = pytest.mark.parametrize("grouping", GROUPINGS.values(), ids=GROUPINGS)


def place(lead):
    return STANDARD_12.index(lead)


@EACH
def test_each_lead_of_an_additive_game_gets_its_worth(grouping):
    worth = np.random.default_rng(0).standard_normal((N_LEADS, 3))
    values = {s: worth[sorted(s)].sum(axis=0) for s in coalitions(groups=grouping.rows)}
    np.testing.assert_allclose(
        owen_values(values, groups=grouping.rows), worth, atol=1e-12
    )
    sums = [worth[list(own)].sum(axis=0) for own in grouping.rows]
    np.testing.assert_allclose(group_values(values, grouping.rows), sums, atol=1e-12)


@EACH
def test_what_needs_three_leads_is_shared_as_the_groups_say(grouping):
    """V1, V2 and II: a third each if they are apart; partners share one group's part.

    Between groups the bonus goes in equal parts to the groups that hold one of them,
    within a group in equal parts to those of them in it (Owen 1977).
    """
    needed = [place(lead) for lead in ("V1", "V2", "II")]
    values = {
        s: np.array([float(set(needed) <= s)]) for s in coalitions(groups=grouping.rows)
    }
    owen = owen_values(values, groups=grouping.rows)[:, 0]
    holding = [
        set(needed) & set(own) for own in grouping.rows if set(needed) & set(own)
    ]
    expected = np.zeros(N_LEADS)
    for leads in holding:
        expected[list(leads)] = 1 / len(holding) / len(leads)
    np.testing.assert_allclose(owen, expected, atol=1e-12)


@EACH
def test_the_removals_are_as_many_as_it_says(grouping):
    assert len(coalitions(groups=grouping.rows)) == grouping.n_removals


class Counting(Worths):
    """Worths that also know how often each set was asked about."""

    def __init__(self, worth, labels):
        super().__init__(worth, labels)
        self.asked = []

    def raw_without(self, stretch, kept, cancelled):
        self.asked += [one.tobytes() for one in kept]
        said = super().raw_without(stretch, kept, cancelled)
        return said + 0.3 * said**2


@pytest.fixture
def asked_of():
    recording = synthetic_recording(regular_r_times(60))
    beats = detect_r_peaks(recording)
    worth = np.random.default_rng(7).normal(0.02, 0.1, (N_LEADS, len(beats), 3))
    return recording, beats, Counting(worth, LABELS)


def told_all(asked_of, grouping, before=None):
    explanation = explain(*asked_of, before, grouping=grouping)
    while explanation.more:
        explanation = explain(*asked_of, explanation, grouping=grouping)
    return explanation


def test_another_grouping_asks_about_no_set_twice(asked_of):
    model = asked_of[2]
    first = explain(*asked_of)
    for _ in range(2):
        first = explain(*asked_of, first)
    model.asked.clear()
    other = explain(*asked_of, first, grouping=CABRERA)
    for _ in range(2):
        other = explain(*asked_of, other, grouping=CABRERA)
    assert other.evidence["MI"].exact == "lead"
    new = set(coalitions(groups=CABRERA.rows)) - set(coalitions())
    assert 0 < len(model.asked) == len(new)


def test_another_grouping_says_what_it_says_when_asked_first(asked_of):
    there = told_all(asked_of, CABRERA, told_all(asked_of, ANATOMIC)).evidence["MI"]
    alone = told_all(asked_of, CABRERA).evidence["MI"]
    assert there.grouping == CABRERA
    assert there.group_leads == CABRERA.leads
    np.testing.assert_allclose(there.beats, alone.beats, atol=1e-12)
    assert there.max_gap < 1e-9
    whole = attribute(*asked_of, grouping=CABRERA)["MI"]
    assert whole.groups == pytest.approx(alone.groups)


def test_the_former_grouping_is_there_at_once(asked_of):
    before = told_all(asked_of, ANATOMIC)
    other = told_all(asked_of, CABRERA, before)
    asked_of[2].asked.clear()
    again = explain(*asked_of, other, grouping=ANATOMIC)
    assert not asked_of[2].asked
    assert not again.more
    np.testing.assert_array_equal(
        again.evidence["MI"].beats, before.evidence["MI"].beats
    )
