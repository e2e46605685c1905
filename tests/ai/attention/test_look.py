"""A look at attention: the stretch asked for, its maps, and its files."""

import io
import json

import numpy as np
import pytest

from ecgviewer.ai.attention.files import attention_files
from ecgviewer.ai.attention.look import AttentionError, look
from ecgviewer.ai.evidence.owen import attribute
from ecgviewer.analysis.beats.rpeaks import detect_r_peaks
from tests.ai.tiny import tiny_clear, tiny_ensemble, tiny_jepa
from tests.synthetic import regular_r_times, synthetic_recording


def ecg(duration_s=6.0):
    times = regular_r_times(duration_s=duration_s)
    recording = synthetic_recording(times, duration_s=duration_s, noise_mv=0.01)
    return recording, detect_r_peaks(recording)


def test_the_stretch_is_the_one_that_is_asked_for():
    recording, beats = ecg(25.0)
    first, later = (look(recording, beats, tiny_clear(), at_s=t) for t in (0.0, 24.0))
    assert (first.number, first.n_stretches) == (0, 3)
    assert later.number == 2
    assert later.attention.tokens[-1].stop_s > 23


@pytest.mark.parametrize("make", [tiny_clear, tiny_jepa])
def test_an_even_head_is_one_even_share_everywhere(make):
    recording, beats = ecg()
    seen = look(recording, beats, make(), "MI")
    allowed = seen.attention.allowed
    shares = seen.in_even_shares("weights")
    count = allowed.sum(axis=1)
    np.testing.assert_allclose(shares.sum(axis=-1) / count, 1, atol=1e-4)
    np.testing.assert_allclose(seen.in_even_shares("rollout").mean(), 1, atol=1e-4)
    weighted = seen.in_even_shares("weighted").mean(axis=(-2, -1))
    np.testing.assert_allclose(weighted, 1, atol=1e-4)


def test_without_a_statement_nothing_is_weighted():
    seen = look(*ecg(), tiny_jepa())
    assert seen.weighted is None
    assert seen.in_even_shares("weighted") is None


def test_what_cannot_be_looked_at_is_said():
    recording, beats = ecg()
    with pytest.raises(AttentionError, match="look at a member"):
        look(recording, beats, tiny_ensemble())
    with pytest.raises(AttentionError, match="no statement XYZ"):
        look(recording, beats, tiny_jepa(), "XYZ")
    short, few = ecg(2.0)
    with pytest.raises(AttentionError, match="heart beats were found"):
        look(short, few, tiny_jepa())


def test_leads_that_are_not_read_have_no_cells():
    seen = look(*ecg(), tiny_jepa())
    cells = seen.on_beats("rollout", 1, 0)
    unread = np.isnan(cells).all(axis=1)
    assert unread.tolist() == [False, False, True, True, True, True] + [False] * 6
    # All of what is read lies on cells.
    assert np.nansum(cells) == pytest.approx(1, abs=0.06)


def test_files_hold_all_of_it_with_names():
    recording, beats = ecg()
    model = tiny_clear()
    seen = look(recording, beats, model, "MI")
    evidence = attribute(recording, beats, model)["MI"]
    files = attention_files(seen, model, recording, evidence)
    with np.load(io.BytesIO(files["attention.npz"]), allow_pickle=False) as arrays:
        np.testing.assert_array_equal(arrays["weights"], seen.attention.weights)
        assert arrays["gradient_weighted_rollout"].shape == seen.weighted.shape
        assert arrays["token_name"][0] == "I cls"
        np.testing.assert_array_equal(arrays["owen_beats"], evidence.beats)
    said = json.loads(files["attention.json"])
    assert said["model"] == "tiny-clear"
    assert said["statement"] == "MI"
    assert said["mask"]["allowed_cells"] == seen.attention.allowed.sum()
    found = said["agreement_with_owen_values"]
    assert np.shape(found["weights"]) == (2, 4)
    assert found["rollout"][1][0] == seen.agreement("rollout", 1, 0, evidence)
    tokens = files["attention-tokens.csv"].decode().splitlines()
    assert len(tokens) == 1 + len(seen.attention.tokens)
    assert len(files["attention-heads.csv"].decode().splitlines()) == 1 + 2 * 4
    assert str(recording.source.path).encode() not in files["attention.json"]
