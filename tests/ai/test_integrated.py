"""Integrated gradients step by step: one statement a step, by any grouping."""

import numpy as np
import pytest

from ecgviewer.ai.evidence import integrated
from ecgviewer.ai.evidence.integrated import explain
from ecgviewer.ai.evidence.maps import integrated_gradients
from ecgviewer.ai.evidence.owen import EvidenceError
from ecgviewer.analysis.beats.rpeaks import detect_r_peaks
from ecgviewer.ecg.leads import CABRERA
from tests.ai.tiny import tiny_clear, tiny_ensemble, tiny_jepa, tiny_rr
from tests.synthetic import regular_r_times, synthetic_recording


@pytest.fixture(scope="module")
def recording():
    return synthetic_recording(regular_r_times(60), noise_mv=0.02)


@pytest.fixture(scope="module")
def beats(recording):
    return detect_r_peaks(recording)


def test_a_statement_is_explained_when_it_is_looked_at(recording, beats, monkeypatch):
    asked = []

    def remembered(*args, **kwargs):
        asked.append(args[3])
        return integrated_gradients(*args, **kwargs)

    monkeypatch.setattr(integrated, "integrated_gradients", remembered)
    told, model = None, tiny_clear()
    for code, known in ((None, []), ("MI", ["MI"]), ("CD", ["MI", "CD"])):
        told = explain(recording, beats, model, told, code=code)
        assert list(told.evidence) == known
        assert told.more
    again = explain(recording, beats, model, told, code="MI")
    assert again.evidence["MI"] is told.evidence["MI"]
    assert asked == [["MI"], ["CD"]]


def test_levels_are_sums_and_the_gap_is_told(recording, beats):
    found = integrated_gradients(recording, beats, tiny_jepa(), ["MI"])["MI"]
    item = explain(recording, beats, tiny_jepa(), code="MI").evidence["MI"]
    np.testing.assert_allclose(item.beats, found.beats)
    assert list(item.leads.values()) == pytest.approx(found.beats.sum(axis=1).tolist())
    for group, leads in item.group_leads.items():
        assert item.groups[group] == pytest.approx(sum(item.leads[x] for x in leads))
    assert item.max_gap == pytest.approx(abs(found.gap))
    assert item.isoelectric
    whole = abs(found.logit - found.baseline_logit)
    said = f"{found.n_steps} steps; the sum is off by {abs(found.gap):.3f} of "
    assert item.notes[0] == f"{said}{whole:.3f} logit."
    assert item.notes[1] == "Not read: III, aVR, aVL, aVF."


def test_other_groups_are_told_without_asking_again(recording, beats):
    first = explain(recording, beats, tiny_clear(), code="MI")
    # Without a model: nothing can be asked.
    other = explain(recording, beats, None, first, grouping=CABRERA, code="MI")
    item = other.evidence["MI"]
    assert list(item.groups) == list(CABRERA.leads)
    assert sum(item.groups.values()) == pytest.approx(sum(item.leads.values()))


def test_members_that_are_left_out_are_named(recording, beats):
    item = explain(recording, beats, tiny_ensemble(), code="MI").evidence["MI"]
    assert "Left out: tiny-rr." in item.notes
    with pytest.raises(EvidenceError, match="no signal that can"):
        explain(recording, beats, tiny_rr(), code="MI")
