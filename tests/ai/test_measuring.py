"""The whole examination: how far it has come, and giving it up."""

import itertools

import numpy as np
import pytest

from ecgviewer.ai.delineator import Delineator, load_delineator
from ecgviewer.ai.measuring import examine
from ecgviewer.paths import model_dir
from tests.simulator import simulate


@pytest.fixture(scope="module")
def bundled() -> Delineator:
    return load_delineator(model_dir("delineator"))


def test_it_tells_how_far_it_has_come_from_the_first_part_on(
    bundled: Delineator,
) -> None:
    recording = simulate(duration_s=250.0, fs=125.0, leads=("II",)).recording
    told: list[float] = []
    examine(recording, bundled, progress=told.append)
    assert told == sorted(told)
    assert 0 < told[0] < 0.2
    assert told[-1] == pytest.approx(1.0)
    assert max(np.diff(told)) < 0.3


@pytest.mark.parametrize("moments", [0, 2, 4, 6])
def test_given_up_at_any_moment_it_answers_with_what_it_has(
    bundled: Delineator, moments: int
) -> None:
    recording = simulate(duration_s=250.0, fs=125.0, leads=("II",)).recording
    asked = itertools.count()
    found = examine(recording, bundled, cancelled=lambda: next(asked) >= moments)
    if found.fiducials is not None:
        assert np.isnan(found.fiducials.common("qrs_onset")[-1])
