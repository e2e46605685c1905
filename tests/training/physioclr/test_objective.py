"""The loss of PhysioCLR against cases computed by hand, and its switches."""

import math
from pathlib import Path

import numpy as np
import pytest
import torch

from ecgviewer.ai.physioclr.network import PhysioConfig, PhysioEncoder, pooled
from ecgviewer.ai.raw.batch import RawBatch
from tests.training.made_ptbxl import make_measured, make_ptbxl
from training.labels.material import Material
from training.physioclr import objective as module
from training.physioclr.objective import (
    Decoder,
    PhysioClr,
    contrast,
    pairs_of_views,
    squared_error,
    weighted_mean,
)
from training.raw.pretrain import pretraining

TINY = PhysioConfig(n_labels=1, widths=(4, 6))
SIMCLR = {"physiology": False, "shuffle": False, "rebuilt": 0.0, "peaks": 0.0}


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    folder: Path = tmp_path_factory.mktemp("physioclr")
    material = Material(make_ptbxl(folder / "ptbxl", 16), folder / "cache", 1, 4)
    make_measured(material)
    return pretraining(material)


def unit(*degrees):
    angle = torch.deg2rad(torch.tensor(degrees, dtype=torch.float32))
    return torch.stack([angle.cos(), angle.sin()], dim=1)


def test_the_contrast_is_that_of_the_formula():
    places = unit(0, 60, 90, 180)
    positives, negatives = torch.zeros(2, 4, 4, dtype=torch.bool)
    positives[0, [1, 2]] = True
    negatives[0, 3] = True
    positives[1, 0] = True
    negatives[1, [2, 3]] = True
    e = math.exp
    first = -math.log(e(1.0) / (e(1.0) + e(-2.0)))  # cosines .5 and -1 over .5
    second = -math.log(e(0.0) / (e(0.0) + e(-2.0)))
    cos30 = 2 * math.cos(math.radians(30))
    other = -math.log(e(1.0) / (e(1.0) + e(cos30) + e(-1.0)))
    expected = ((first + second) / 2 + other) / 2  # anchors 2 and 3 have no positives
    assert float(contrast(places, positives, negatives, 0.5)) == pytest.approx(expected)


def test_without_negatives_nothing_is_lost_and_every_slope_is_finite():
    places = unit(0, 10, 20).requires_grad_()
    positives = ~torch.eye(3, dtype=torch.bool)
    loss = contrast(places, positives, torch.zeros_like(positives), 0.1)
    loss.backward()
    assert loss.item() == pytest.approx(0.0, abs=1e-6)
    assert torch.isfinite(places.grad).all()


def test_the_loss_cannot_fall_below_zero():
    positives = torch.tensor([[0, 1, 0], [1, 0, 0], [0, 0, 0]], dtype=torch.bool)
    negatives = torch.tensor([[0, 0, 1], [0, 0, 1], [1, 1, 0]], dtype=torch.bool)
    assert float(contrast(unit(0, 0, 180), positives, negatives, 0.01)) >= 0


def test_a_view_is_no_positive_of_itself_and_own_views_are_no_negatives():
    alike = torch.tensor([[0, 1, 0], [0, 0, 0], [0, 0, 0]], dtype=torch.bool)
    unlike = torch.tensor([[0, 0, 1], [1, 0, 1], [1, 1, 0]], dtype=torch.bool)
    positives, negatives = pairs_of_views(alike, unlike, 3)
    assert not positives.diagonal().any()
    assert not (positives & negatives).any()
    for view in range(3):
        row = 3 * view
        own = {0, 3, 6} - {row}
        assert set(positives[row].nonzero()[:, 0].tolist()) == own | {1}
        assert set(negatives[row].nonzero()[:, 0].tolist()) == {2, 5, 8}
        assert set(positives[row + 1].nonzero()[:, 0].tolist()) == {1, 4, 7} - {row + 1}


def test_an_error_is_one_where_nothing_is_rebuilt_whatever_the_voltage():
    target = torch.randn(2, 12, 50) * torch.tensor([0.1, 3.0])[:, None, None]
    recorded = torch.ones(2, 1, 50)
    recorded[1, :, 30:] = 0
    error = squared_error(torch.zeros_like(target), target, recorded)
    for row in range(2):
        mean = weighted_mean(error[row : row + 1], recorded[row : row + 1])
        assert float(mean) == pytest.approx(1.0, rel=1e-5)


def test_the_loss_of_peaks_is_the_mean_where_they_are():
    error = torch.tensor([[1.0, 2.0, 3.0, 4.0]])
    assert float(weighted_mean(error, torch.tensor([[[0, 1.0, 0, 1.0]]]))) == 3.0
    assert float(weighted_mean(error, torch.zeros(1, 1, 4))) == 0.0


@pytest.mark.parametrize("widths", [(4, 6), (4, 4, 6, 8)])
@pytest.mark.parametrize("length", [500, 213, 1000])
def test_a_signal_is_rebuilt_at_its_full_length(widths, length):
    size = PhysioConfig(n_labels=1, widths=widths)
    batch = RawBatch(
        torch.randn(2, 12, length), torch.ones(2, 12, length), torch.ones(2)
    )
    frames = PhysioEncoder(size)(batch)
    assert Decoder(size)(frames, length).shape == (2, 12, length)


def test_padding_is_not_pooled():
    frames, present = torch.rand(1, 5, 20), torch.ones(1, 12, 160)
    longer = torch.cat([frames, 9 * torch.ones(1, 5, 20)], dim=2)
    padded = torch.cat([present, torch.zeros_like(present)], dim=2)
    torch.testing.assert_close(pooled(frames, present), pooled(longer, padded))
    assert torch.isfinite(pooled(frames, 0 * present)).all()


def test_the_transformer_of_the_paper_answers_any_length():
    size = PhysioConfig(
        n_labels=1, widths=(8, 16), layers=2, heads=2, hidden=32, fs=500.0
    )
    encoder = PhysioEncoder(size).eval()
    for length in (200, 2500):
        shown = torch.ones(1, 12, length)
        frames = encoder(RawBatch(torch.randn(1, 12, length), shown, torch.ones(1)))
        assert frames.shape == (1, 16, length // 4)
        assert torch.isfinite(frames).all()


def drawn(data, **settings):
    torch.manual_seed(0)
    made = PhysioClr(TINY, data, **settings)
    rows = data.rows[:8]
    views = made.draw(rows, np.random.default_rng(5))
    return made, views, made(*views)


def test_recordings_of_like_physiology_are_positives(data):
    made, views, told = drawn(data, alike=0.3)
    alike, unlike = views[6:]
    slow = np.array([int(data.store.entries[r].record) % 2 for r in data.rows[:8]])
    same = torch.from_numpy(slow[:, None] == slow[None])
    assert alike.any()
    assert not (alike & ~same).any()
    assert not (alike & unlike).any()
    assert float(told.watched["alike"]) == pytest.approx(float(alike.sum() / 8))
    assert made.decoder is not None


def test_simclr_is_what_is_left_without_all_terms(data, monkeypatch):
    monkeypatch.setattr(module, "load_measured", None)  # nothing need be measured
    made, views, told = drawn(data, **SIMCLR)
    alike, unlike = views[6:]
    assert not alike.any()
    assert torch.equal(unlike, ~torch.eye(8, dtype=torch.bool))
    assert made.decoder is None
    assert told.total.item() == pytest.approx(8 * float(told.watched["contrast"]))


def test_each_term_counts_with_its_weight(data):
    _, _, told = drawn(data, rebuilt=0.5, peaks=0.25)
    of = {name: float(value) for name, value in told.watched.items()}
    expected = of["contrast"] + 0.5 * of["rebuilt"] + 0.25 * of["peaks"]
    assert (told.total / told.scored).item() == pytest.approx(expected, rel=1e-5)


def clean(data, monkeypatch, **settings):
    """Return views (3, B, 12, n) without any distortion."""
    quiet = module.Augmentation(
        gain=0.0, noisy=0.0, leads_dropped=0.0, beats_dropped=0.0, unit_dropped=0.0
    )
    monkeypatch.setattr(module, "VIEWS", quiet)
    _, views, _ = drawn(data, **settings)
    return views[0].unflatten(0, (3, -1)).numpy(), views


def test_the_neighbour_is_the_other_half_of_the_same_recording(data, monkeypatch):
    seen, _ = clean(data, monkeypatch)
    for k, row in enumerate(data.rows[:8]):
        whole = data.store.signal_uv[row] * np.float32(1e-3)
        one, two = whole[:, :500], whole[:, 500:]
        both = (one, two) if np.allclose(seen[0, k], one) else (two, one)
        np.testing.assert_allclose(seen[0, k], both[0], atol=1e-6)
        np.testing.assert_allclose(seen[2, k], both[1], atol=1e-6)
    same, _ = clean(data, monkeypatch, neighbour=False)
    np.testing.assert_array_equal(same[0], same[2])


def test_only_the_second_view_is_shuffled_and_only_if_asked(data, monkeypatch):
    seen, _ = clean(data, monkeypatch)
    moved = np.abs(seen[0] - seen[1]).max(axis=(1, 2)) > 0
    assert moved.any()
    kept, _ = clean(data, monkeypatch, shuffle=False)
    np.testing.assert_array_equal(kept[0], kept[1])
    monkeypatch.setattr(module, "regular", lambda _: False)
    kept, _ = clean(data, monkeypatch)
    np.testing.assert_array_equal(kept[0], kept[1])


def test_peaks_are_where_the_signal_of_the_first_view_has_them(data, monkeypatch):
    seen, views = clean(data, monkeypatch)
    near = views[5][:, 0].numpy() > 0
    size = np.abs(seen[0]).max(axis=1)
    for k in range(8):
        highest = np.argsort(size[k])[-4:]
        assert near[k, highest].all()
        assert 0.05 < near[k].mean() < 0.35


def test_a_network_of_another_rate_is_refused(data):
    with pytest.raises(
        SystemExit, match="reads 500 Hz, the recordings are kept at 100"
    ):
        PhysioClr(PhysioConfig(n_labels=1, widths=(4, 6), fs=500.0), data)


def test_one_place_for_all_is_a_collapse(data):
    made, _, told = drawn(data, **SIMCLR)
    assert made.collapse(told.watched, 0.5) is None
    flat = {"spread": torch.tensor(1e-3)}
    assert "one place" in made.collapse(flat, 0.5)
    assert made.collapse(flat, 0.01) is None
