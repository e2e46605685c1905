"""How much each lead usually counts, averaged over recordings where it is true."""

from pathlib import Path

import numpy as np
import pytest

from ecgviewer.ai.inputs import N_LEADS
from ecgviewer.analysis.beats.rpeaks import detect_r_peaks
from tests.ai.tiny import LABELS, Worths
from tests.training.made_ptbxl import make_ptbxl
from training.bundle.profiles import lead_profiles
from training.labels.material import Material
from training.sources import read_entry

WORTH = np.linspace(-0.5, 0.6, N_LEADS)


@pytest.fixture(scope="module")
def entries(tmp_path_factory):
    material = Material(make_ptbxl(tmp_path_factory.mktemp("ptbxl"), 40), Path(), 1, 4)
    return material.training[:6]


def test_a_profile_is_the_mean_over_those_who_have_the_statement(entries, tmp_path):
    worth = np.zeros((N_LEADS, 30, 2))
    worth[:, :, 0] = WORTH[:, None]
    model = Worths(worth, LABELS[:2])
    present = np.zeros((6, 2), dtype=bool)
    present[[0, 1, 3], 0] = True
    present[4, 1] = True
    path = tmp_path / "profiles.json"
    found = lead_profiles(model, entries, present, 20, path, least=2)
    n_beats = [len(detect_r_peaks(read_entry(entries[k]))) for k in (0, 1, 3)]
    assert set(found) == {"MI"}  # one recording says nothing of what is usual
    assert found["MI"]["recordings"] == 3
    expected = np.mean(n_beats) * WORTH
    assert found["MI"]["leads"] == pytest.approx(expected, abs=1e-3)
    again = lead_profiles(model, (), present[:0], 20, path)
    assert again == found


def test_no_more_recordings_are_explained_than_asked_for(entries, tmp_path):
    model = Worths(np.ones((N_LEADS, 30, 2)), LABELS[:2])
    present = np.ones((6, 2), dtype=bool)
    found = lead_profiles(model, entries, present, 4, tmp_path / "p.json", least=4)
    assert {x["recordings"] for x in found.values()} == {4}
