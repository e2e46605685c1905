"""The beat term is learnt, speaks where nothing else does, and says what it reached."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from ecgviewer.ai.clear.tokens import TokenConfig, tokenise
from ecgviewer.analysis.beats.rpeaks import detect_r_peaks
from tests.simulated_noise import Noise
from tests.simulator import VENTRICULAR, simulate
from tests.training.untrained import untrained
from training.heads import beat_term
from training.heads.beat_term import (
    BeatTermConfig,
    add_beats,
    beats_of,
    distorted,
    learn,
    said_unseen,
)
from training.heads.side_terms import Ground
from training.labels.labelled import LabelledSet
from training.scoring.models import Trained, load_trained, logits_of
from training.sources.datasets import Label
from training.sources.entries import Entry

LABELS = (
    Label("WIDE", "wide beats", "sub"),
    Label("PVC", "what another term speaks of", "form"),
    Label("SBRAD", "slow", "rhythm"),
)
TINY = BeatTermConfig(
    Path("before"), width=8, epochs=12, batch=8, parts=2, rate=1e-2, device="cpu"
)


def labelled(numbers: range) -> LabelledSet:
    """Every second recording has ventricular beats only; a third of all are slow."""
    entries, stretches, truth = [], [], []
    for k in numbers:
        wide, slow = k % 2 == 0, k % 3 == 0
        times = np.arange(0.5, 9.4, 60 / (52 if slow else 75 + k % 5))
        shapes = {float(t): VENTRICULAR for t in times} if wide else ()
        recording = simulate(times, ectopic=shapes, noise=Noise(0.02), seed=k).recording
        beats = detect_r_peaks(recording)
        entries.append(Entry(Path("none"), "made", str(k), str(k), fold=1 + k // 2 % 8))
        stretches.append(tokenise(recording, beats, TokenConfig()))
        truth.append([wide, wide, slow])
    made = np.array(truth)
    return LabelledSet(tuple(entries), tuple(stretches), made, np.ones_like(made))


@pytest.fixture(scope="module")
def train() -> LabelledSet:
    return labelled(range(32))


@pytest.fixture(scope="module")
def written(train, tmp_path_factory) -> tuple[Trained, Trained, LabelledSet, dict]:
    """The network before and after, recordings, and what is said of the term."""
    folder = tmp_path_factory.mktemp("runs")
    (folder / "before").mkdir()
    spoken = {"rr_term": {"speaks_of": {"PVC": 0.97}}}
    (folder / "before" / "config.json").write_text(json.dumps(spoken))
    before = untrained(LABELS, folder)
    choice = labelled(range(32, 44))
    ground = Ground(before, train, choice, list(LABELS), 1)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(beat_term, "load_ground", lambda _: ground)
        add_beats(replace(TINY, run=folder / "before", out=folder / "after"))
    facts = json.loads((folder / "after" / "config.json").read_text())["beat_term"]
    return before, load_trained(folder / "after"), choice, facts


def test_it_tells_shapes_and_leaves_what_others_speak_of(written):
    before, after, choice, facts = written
    assert facts["silent"] == ["PVC", "SBRAD"]
    assert facts["cross_validation"]["sub"] == 1.0
    assert facts["fold_9_alone"]["sub"] == 1.0
    was, now = (
        logits_of(x.model, choice, torch.device("cpu")) for x in (before, after)
    )
    np.testing.assert_allclose(was[:, 1:], now[:, 1:], atol=1e-5)
    wide = choice.truth[:, 0]
    # both halves have one spread, and the term's tells the two kinds apart
    half = now[:, 0] - was[:, 0] / 2
    assert half[wide].min() > half[~wide].max()
    assert half.std() == pytest.approx(was[:, 0].std() / 2, rel=1e-3)
    assert now[:, 0].mean() == pytest.approx(was[:, 0].mean(), abs=1e-4)


def test_cross_validation_never_learns_from_what_it_judges(train):
    """One half has other names for the shapes: each is judged by the other's."""
    half = np.array([entry.fold % 2 for entry in train.entries])
    wide = train.truth[:, 0]
    names = np.random.default_rng(0).random((2, 12)) < 0.5
    truth = wide[:, None] ^ names[half]
    data = replace(train, truth=truth, asked=np.ones_like(truth))
    expected = wide[:, None] ^ names[1 - half]
    said = said_unseen(data, TINY)
    assert ((said > 0) == expected).mean() > 0.95


def test_unasked_recordings_teach_nothing(train):
    """What is said of them may be anything."""
    asked = np.ones_like(train.asked)
    asked[::3, 0] = False
    wrong = train.truth.copy()
    wrong[::3, 0] ^= True
    short = replace(TINY, epochs=1)
    one = learn(replace(train, asked=asked), short)
    other = learn(replace(train, asked=asked, truth=wrong), short)
    for name, values in one.state_dict().items():
        torch.testing.assert_close(values, other.state_dict()[name])


def test_distortion_keeps_r_in_the_middle_and_what_is_absent_at_zero(train):
    beats = beats_of(train)
    rows = np.arange(len(train))
    rng = np.random.default_rng(1)
    images, present = beats.some(rows, 3, rng)
    some, there = distorted(images, present, replace(TINY, noise=0.0), rng)
    assert not some[~there].any()
    assert not (there & ~present).any()
    assert 0.6 < there.float().mean() < 0.95
    narrow = torch.from_numpy(~train.truth[:, 0])[:, None, None] & there
    # lead II: the tallest sample of a sinus beat is R
    place = some[:, :, 1].argmax(dim=-1)[narrow[:, :, 1]]
    assert (place - 48).abs().max() <= 3
    assert len(place.unique()) > 3


def test_each_recording_gives_its_own_beats(train):
    beats = beats_of(train)
    rows = np.array([3, 7])
    images, _ = beats.some(rows, 30, np.random.default_rng(0))
    for row, drawn in zip(rows, images, strict=True):
        (stretch,) = train.stretches[row]
        own = {x.tobytes() for x in stretch.beats.transpose(1, 0, 2)}
        assert {x.numpy().tobytes() for x in drawn} == own
