"""The term of early and odd beats is learnt, and speaks alone where it is surer."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from ecgviewer.ai.clear.bundle import Bundle
from ecgviewer.ai.clear.inference import recording_logits
from ecgviewer.ai.clear.tokens import TokenConfig, tokenise
from ecgviewer.analysis.beats.rpeaks import detect_r_peaks
from tests.simulated_noise import Noise
from tests.simulator import SINUS, VENTRICULAR, simulate
from tests.training.untrained import untrained
from training.heads import ectopy_term
from training.heads.ectopy_term import EctopyConfig, add_ectopy
from training.heads.rr_term import choose_rr
from training.heads.side_terms import Ground
from training.labels.labelled import LabelledSet
from training.scoring.models import Trained, load_trained, logits_of
from training.sources.datasets import Label
from training.sources.entries import Entry

LABELS = (Label("PVC", "premature", "form"), Label("SBRAD", "slow", "rhythm"))


def labelled(numbers: range) -> LabelledSet:
    """A third of the recordings has an early ventricular beat, a third an atrial."""
    entries, stretches, truth = [], [], []
    for k in numbers:
        rate = 50 + (7 * k) % 22
        odd, slow = k % 3 == 0, rate < 60
        times = np.arange(0.5, 9.4, 60 / rate)
        early = {float(times[3] + 0.55 * 60 / rate): VENTRICULAR if odd else SINUS}
        recording = simulate(
            times, ectopic=early if k % 3 < 2 else (), noise=Noise(0.02), seed=k
        ).recording
        beats = detect_r_peaks(recording)
        entries.append(Entry(Path("none"), "made", str(k), str(k), fold=1 + k % 8))
        stretches.append(tokenise(recording, beats, TokenConfig()))
        truth.append([odd, slow])
    made = np.array(truth)
    return LabelledSet(tuple(entries), tuple(stretches), made, np.ones_like(made))


@pytest.fixture(scope="module")
def written(tmp_path_factory) -> tuple[Trained, Trained, LabelledSet, dict]:
    """The network before and after, recordings, and what is said of the term."""
    folder = tmp_path_factory.mktemp("runs")
    (folder / "before").mkdir()
    (folder / "before" / "config.json").write_text("{}")
    before = untrained(LABELS, folder)
    train, choice = labelled(range(48)), labelled(range(48, 60))
    ground = Ground(before, train, choice, list(LABELS), 1)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ectopy_term, "load_ground", lambda _: ground)
        add_ectopy(EctopyConfig(folder / "before", folder / "after", 0.5))
    facts = json.loads((folder / "after" / "config.json").read_text())["ectopy_term"]
    return before, load_trained(folder / "after"), choice, facts


def test_it_speaks_of_odd_beats_and_of_no_rhythm(written):
    *_, facts = written
    assert set(facts["speaks_of"]) == {"PVC"}
    found = facts["speaks_of"]["PVC"]
    assert found["positives"] == 16
    assert found["auroc"] == 1.0
    assert found["cross_entropy"] < found["cross_entropy_of_rr"]
    assert found["sensitivity_at_half"] == found["precision_at_half"] == 1.0


def test_where_it_speaks_nothing_else_does_and_elsewhere_it_is_silent(written):
    before, after, choice, _ = written
    was, now = (
        logits_of(x.model, choice, torch.device("cpu")) for x in (before, after)
    )
    np.testing.assert_allclose(was[:, 1], now[:, 1], atol=1e-5)
    assert ((now[:, 0] > 0) == choice.truth[:, 0]).all()
    with torch.no_grad():
        after.model.ectopy.weight.zero_()
        after.model.ectopy.constant.zero_()
    assert not logits_of(after.model, choice, torch.device("cpu"))[:, 0].any()


def test_where_nothing_can_be_chosen_by_the_term_is_silent_and_the_run_goes_on(
    tmp_path, capsys
):
    """A chain of commands does not end because a set is small."""
    (tmp_path / "before").mkdir()
    (tmp_path / "before" / "config.json").write_text("{}")
    before, data = untrained(LABELS, tmp_path), labelled(range(12))
    # no rhythm that RR intervals could tell
    nothing = replace(data, truth=data.truth & [True, False])
    ground = Ground(before, nothing, data, list(LABELS), 1)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ectopy_term, "load_ground", lambda _: ground)
        patch.setattr(ectopy_term, "choose_rr", _choice_without_any)
        add_ectopy(EctopyConfig(tmp_path / "before", tmp_path / "after"))
    assert "the term says nothing" in capsys.readouterr().out
    text = (tmp_path / "after" / "config.json").read_text()
    assert json.loads(text)["ectopy_term"]["speaks_of"] == {}
    assert "NaN" not in text
    after = load_trained(tmp_path / "after")
    was, now = (logits_of(x.model, data, torch.device("cpu")) for x in (before, after))
    np.testing.assert_allclose(was, now, atol=1e-5)


def _choice_without_any(numbers, train, labels):
    chosen = choose_rr(numbers, train, labels)
    return replace(chosen, aurocs=np.full(len(labels), 0.5))


def test_long_recordings_are_scored_as_the_program_answers(written):
    before, *_ = written
    basic = np.arange(0.6, 29.4, 0.85)
    recording = simulate(basic, duration_s=30, ectopic=[13.5]).recording
    stretches = tokenise(recording, detect_r_peaks(recording), TokenConfig())
    nothing = np.zeros((2, 0), dtype=bool)
    entry = Entry(Path("none"), "made", "0", "0")
    data = LabelledSet((entry, entry), (stretches, stretches[:1]), nothing, nothing)
    labels = (replace(before.labels[0], of_beats=True), before.labels[1])
    bundle = Bundle("made", before.model, TokenConfig(), labels, {})
    cpu = torch.device("cpu")
    scored = logits_of(before.model, data, cpu, labels=labels)
    expected = [
        recording_logits(bundle, stretches),
        recording_logits(bundle, stretches[:1]),
    ]
    np.testing.assert_allclose(scored, expected, atol=1e-4)
    mean = logits_of(before.model, data, cpu)
    assert scored[0, 0] > mean[0, 0]
    np.testing.assert_allclose(scored[0, 1], mean[0, 1])
