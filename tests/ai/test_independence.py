"""A model stands on its own feet: no rule of the measuring engine can move a logit."""

import importlib
import sys

import numpy as np
import pytest

from ecgviewer.ai.model import recording_logits
from ecgviewer.ai.registry import FAMILIES
from ecgviewer.analysis.beats.rpeaks import detect_r_peaks
from ecgviewer.analysis.limits.published import Limit
from tests.ai.tiny import MAKERS
from tests.synthetic import regular_r_times, synthetic_recording
from training.run.code_hash import imported_modules

ALLOWED = ("ecgviewer.analysis.beats.", "ecgviewer.analysis.signal.filters")
SLOW = Limit(">", 30.0, "bpm", "adults", "")
# Constants of rules that measure, and what they are changed to.
CONSTANTS = {
    "ecgviewer.analysis.median.median_beat._BASELINE_S": (-0.2, -0.1),
    "ecgviewer.analysis.median.residual_noise.WANDER_HZ": 0.2,
    "ecgviewer.analysis.statistics.qrs_bias_correction.READERS_LONGER_MS": 5.0,
    "ecgviewer.analysis.limits.published.TACHYCARDIA": SLOW,
    "ecgviewer.analysis.rhythm.rhythm_facts.FUSION_BPM": 30.0,
    "ecgviewer.analysis.criteria.tachycardias.STEADY_SHARE": 0.0,
    "ecgviewer.analysis.gates.j_point_gate.WIDE_IN_ANY_CASE_MS": 20.0,
    "ecgviewer.analysis.values.intervals.VARYING_PR_MS": 0.0,
    "ecgviewer.analysis.rhythm.atrial_activity.MIN_LEADS": 1,
    "ecgviewer.analysis.rhythm.atrial_activity.STRETCH_S": 1.0,
    "ecgviewer.analysis.statistics.uncertainty.Z_95": 9.0,
    "ecgviewer.analysis.quality.quality.SCORE_OF_NOISE": 0.0,
}


@pytest.mark.parametrize("family", FAMILIES)
def test_a_family_reads_r_peaks_and_filters_and_nothing_else_of_the_analysis(family):
    read = imported_modules(FAMILIES[family].module)
    analysis = {name for name in read if name.startswith("ecgviewer.analysis.")}
    others = {
        name
        for name in analysis
        if not name.startswith(ALLOWED) and not is_package(name)
    }
    assert not others


def is_package(name):
    return hasattr(importlib.import_module(name), "__path__")


@pytest.mark.parametrize("family", MAKERS)
def test_changing_a_rule_moves_no_logit(family, monkeypatch):
    model = MAKERS[family]()
    recording = synthetic_recording(regular_r_times(70), noise_mv=0.03)

    def logits():
        beats = detect_r_peaks(recording)
        return recording_logits(model, model.prepare(recording, beats))

    before = logits()
    changed = 0
    for place, value in CONSTANTS.items():
        module, _, name = place.rpartition(".")
        loaded = importlib.import_module(module)
        if not hasattr(loaded, name):
            continue
        changed += 1
        old = getattr(loaded, name)
        # Wherever it was imported to as well.
        for other in list(sys.modules.values()):
            own = getattr(other, "__name__", "").startswith("ecgviewer.")
            if own and getattr(other, name, None) is old:
                monkeypatch.setattr(other, name, value)
    assert changed >= 10
    np.testing.assert_allclose(logits(), before, rtol=0, atol=1e-6)
