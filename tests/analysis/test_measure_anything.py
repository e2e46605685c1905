"""Measuring never raises, whatever a recording, its beats and its fiducials hold."""

import json
import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ecgviewer.analysis.measure import measure
from ecgviewer.analysis.median.median_beat import median_beats
from ecgviewer.cli.measurements_json import measurements_json
from ecgviewer.ecg.beats import BeatList
from ecgviewer.ecg.fiducials import POINTS, Fiducials
from ecgviewer.ecg.leads import STANDARD_12
from ecgviewer.ecg.measurements import Measurement, Measurements
from ecgviewer.ecg.median_beat import MedianBeats
from ecgviewer.ecg.recording import PatientContext, Recording, Source
from tests.simulator import simulate

CONTENTS = ("flat", "noise", "missing", "bursts", "ecg", "inverted", "clipped", "huge")
KINDS = ("dominant", "ectopic", "paced", "artefact", "unclassified")


def signal(content: str, n_leads: int, n: int, rng: np.random.Generator) -> np.ndarray:
    noise = rng.standard_normal((n_leads, n))
    if content in ("flat", "missing"):
        return np.full((n_leads, n), 0.0 if content == "flat" else np.nan)
    if content in ("noise", "huge"):
        return noise * (1e30 if content == "huge" else 0.1)
    ecg = simulate(duration_s=12, fs=500).recording.whole_signal_mv
    ecg = np.tile(ecg, (1, n // ecg.shape[1] + 1))[:n_leads, :n].astype(np.float64)
    if content == "inverted":
        return -ecg
    if content == "clipped":
        return np.clip(ecg, -0.1, 0.1)
    if content == "bursts":
        ecg[:, n // 3 : n // 2] = np.nan
        ecg[rng.random(n_leads) < 0.3] = np.nan
    return ecg


def fiducials(
    times_s: np.ndarray, leads: tuple[str, ...], kind: str, rng: np.random.Generator
) -> Fiducials | None:
    """Return fiducials as they should be, partly absent, or anywhere at all."""
    if kind == "none":
        return None
    usual = np.array([-0.2, -0.15, -0.1, -0.04, 0, 0.05, 0.15, 0.28, 0.36])
    shape = (len(times_s), len(leads), len(POINTS))
    spread = 3.0 if kind == "anywhere" else 0.005
    per_lead = times_s[:, None, None] + usual + spread * rng.standard_normal(shape)
    common = times_s[:, None] + usual + spread * rng.standard_normal(shape[::2])
    if kind != "complete":
        per_lead[rng.random(shape) < 0.4] = np.nan
        common[rng.random(common.shape) < 0.4] = np.nan
    peaks = rng.permutation(times_s) if kind == "anywhere" else times_s.copy()
    return Fiducials(leads, peaks, common, per_lead, kind)


def check(found: Measurements) -> None:
    """Check what must hold of any answer."""
    for one in found.values.values():
        check_value(one)
    for row in found.per_lead.values():
        for one in row.values():
            check_value(one)
    for criterion in found.criteria:
        assert criterion.met is not None or criterion.reason
    json.dumps(measurements_json(found), allow_nan=False)


def check_value(one: Measurement) -> None:
    if one.value is None:
        assert one.reason
        return
    assert math.isfinite(one.value)
    for bound in (one.low, one.high):
        assert bound is None or math.isfinite(bound)
    if one.low is not None and one.high is not None:
        assert one.low <= one.value <= one.high


# The only pause ends at a beat in the midst of missing samples.
@example(
    content="bursts",
    delineated="none",
    n_leads=12,
    duration_s=10.0,
    fs=500.0,
    n_beats=10,
    classified=False,
    in_mv=False,
    age=None,
    sex=None,
    seed=8,
)
# QRS wherever one looks, so that nothing is left between the beats.
@example(
    content="flat",
    delineated="anywhere",
    n_leads=8,
    duration_s=10.0,
    fs=500.0,
    n_beats=12,
    classified=False,
    in_mv=False,
    age=None,
    sex=None,
    seed=12,
)
@given(
    content=st.sampled_from(CONTENTS),
    delineated=st.sampled_from(("none", "complete", "partial", "anywhere")),
    n_leads=st.sampled_from((1, 3, 8, 12)),
    duration_s=st.sampled_from((0.3, 2.0, 10.0)),
    fs=st.sampled_from((50.0, 500.0)),
    n_beats=st.integers(0, 14),
    classified=st.booleans(),
    in_mv=st.booleans(),
    age=st.sampled_from((None, 0.01, 7.0, 50.0, 120.0)),
    sex=st.sampled_from((None, "male", "female")),
    seed=st.integers(0, 10_000),
)
def test_any_input_gives_values_or_reasons(
    content,
    delineated,
    n_leads,
    duration_s,
    fs,
    n_beats,
    classified,
    in_mv,
    age,
    sex,
    seed,
):
    rng = np.random.default_rng(seed)
    n = round(duration_s * fs)
    leads = STANDARD_12[:n_leads]
    recording = Recording(
        signal(content, n_leads, n, rng).astype(np.float32),
        fs,
        leads,
        Source(Path("any"), "any", None),
        unit_is_mv=in_mv,
        patient=PatientContext(age_years=age, sex=sex),
    )
    beats = BeatList(np.unique(rng.integers(0, n, n_beats)), fs)
    median = median_beats(recording, beats)
    found = measure(
        recording,
        beats,
        classes=rng.choice(KINDS, len(beats)).tolist() if classified else None,
        fiducials=fiducials(beats.times_s, leads, delineated, rng),
        median=median if isinstance(median, MedianBeats) else None,
        second_opinion=fiducials(beats.times_s, leads, "partial", rng),
    )
    check(found)


@pytest.mark.parametrize("content", CONTENTS)
@pytest.mark.parametrize("delineated", ["complete", "partial", "anywhere"])
def test_a_median_beat_of_anything_gives_values_or_reasons(content, delineated):
    """The median beat itself may hold anything, too."""
    rng = np.random.default_rng(7)
    fs, n_beats = 250.0, 6
    beats = BeatList(np.arange(1, n_beats + 1) * 250, fs)
    offsets = np.arange(-75, 126)
    whole = signal(content, 12, 250 * (n_beats + 2), rng).astype(np.float32)
    cut = np.stack([whole[:, peak + offsets] for peak in beats.r_peaks])
    median = MedianBeats(
        leads=STANDARD_12,
        fs=fs,
        offsets=offsets,
        numbers=np.arange(n_beats),
        r_peaks=beats.r_peaks,
        beats=cut,
        median=np.median(cut, axis=0),
        correlation=np.ones(n_beats),
        dominant=np.ones(n_beats, dtype=bool),
        baseline_s=(-0.08, -0.04),
    )
    recording = Recording(whole, fs, STANDARD_12, Source(Path("any"), "any", None))
    found = measure(
        recording,
        beats,
        fiducials=fiducials(beats.times_s, STANDARD_12, delineated, rng),
        median=median,
    )
    check(found)


def test_a_day_of_beats_is_measured_without_the_signal():
    rng = np.random.default_rng(3)
    times = np.cumsum(0.8 + 0.05 * rng.standard_normal(100_000))
    recording = simulate().recording
    beats = BeatList(np.round(times * 500).astype(np.int64), 500.0)
    found = measure(
        recording,
        beats,
        fiducials=fiducials(beats.times_s, ("II",), "partial", rng),
    )
    check(found)
    assert found.values["heart_rate_bpm"].value == pytest.approx(75, abs=0.5)
    assert "means of 8" in found.values["rate_max_bpm"].method
