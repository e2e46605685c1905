"""ECG-JEPA's objective: hidden is hidden, the teacher is still, collapse is seen."""

import tomllib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from types import SimpleNamespace

import numpy as np
import pytest
import torch

from ecgviewer.ai.jepa.network import JepaConfig, patches
from ecgviewer.ai.raw.batch import RawBatch
from tests.synthetic import regular_r_times, synthetic_signal
from training.jepa.masking import MASKINGS, block_times, random_times
from training.jepa.objective import JepaObjective, _summed_loss, _visible
from training.jepa.statistics import TargetStatistics

CONFIG = Path(__file__).parents[3] / "training" / "configs" / "jepa.toml"
SIZE = JepaConfig(n_labels=1, width=16, depth=2, heads=2, hidden=32, drop_path=0.5)


def some_data(n=12):
    rows = [
        synthetic_signal(regular_r_times(45 + 6 * k), fs=100.0, seed=k, noise_mv=0.01)
        for k in range(n)
    ]
    signal = np.round(1e3 * np.stack(rows)).astype(np.int16)
    store = SimpleNamespace(signal_uv=signal, n_samples=np.full(n, 1000))
    return SimpleNamespace(store=store, rows=np.arange(n))


def made(size=SIZE, **settings):
    torch.manual_seed(0)
    small = {"predictor_width": 12, "predictor_depth": 1, "predictor_heads": 2}
    return JepaObjective(size, some_data(), **small, **settings).train()


def drawn(objective, step=0):
    return objective.draw(np.arange(12), np.random.default_rng(step))


def test_random_times_are_60_to_70_percent_of_each_recording():
    rng, counts = np.random.default_rng(0), set()
    for _ in range(40):
        hidden = random_times(16, 50, rng)
        assert len(set(hidden.sum(axis=1))) == 1
        assert len(np.unique(hidden, axis=0)) == 16
        counts.add(int(hidden[0].sum()))
    assert counts == {30, 31, 32, 33, 34}


def test_blocks_are_long_and_hide_as_much_of_each_recording():
    rng, shares = np.random.default_rng(0), []
    for _ in range(40):
        hidden = block_times(16, 50, rng)
        assert hidden.shape == (16, 50)
        assert len(set(hidden.sum(axis=1))) == 1
        for row in hidden:
            edges = np.flatnonzero(np.diff(np.r_[0, row.astype(int), 0]))
            assert (np.diff(edges)[::2] >= 8).all()
        shares.append(hidden.mean())
    assert 0.48 < np.mean(shares) < 0.60


@pytest.mark.parametrize("masking", MASKINGS)
def test_a_batch_may_share_its_times_as_in_the_paper(masking):
    hidden = MASKINGS[masking](5, 50, np.random.default_rng(0), own=False)
    assert (hidden == hidden[0]).all()


def test_the_loss_is_smooth_l1_of_hidden_patches_that_were_recorded():
    guessed = torch.tensor([[[[0.5, 3.0], [9.0, 9.0]]]])  # (1, 1 lead, 2 times, 2)
    asked = torch.tensor([[[True, False]]])
    loss = _summed_loss(guessed, torch.zeros(1, 1, 2, 2), asked)
    assert float(loss) == pytest.approx((0.5 * 0.5**2 + (3.0 - 0.5)) / 2)


def test_nothing_hidden_or_not_recorded_is_scored():
    objective = made(masks=1)
    signal, recorded, shown, in_mv, hidden = drawn(objective)
    recorded[0] = 0
    told = objective(signal, recorded, shown * recorded, in_mv, hidden)
    assert int(told.scored) == 11 * 8 * int(hidden[0, 0].sum())


def test_the_encoder_never_sees_what_is_hidden():
    objective = made(JepaConfig(n_labels=1, width=16, depth=2, heads=2, hidden=32))
    signal, _, shown, in_mv, hidden = drawn(objective)
    times = _visible(hidden[0])
    covered = hidden[0].repeat_interleave(20, dim=1)[:, None]
    other = torch.where(covered, 3.0, signal)
    reads = [
        objective.encoder(patches(RawBatch(x, shown, in_mv), 20), times)
        for x in (signal, other)
    ]
    assert torch.equal(*reads)


def test_the_predictor_reads_each_lead_alone():
    predictor = made().predictor
    torch.manual_seed(1)
    visible, times = torch.randn(2, 8, 5, 16), torch.tensor([[0, 2, 4, 6, 8]] * 2)
    before = predictor(visible, times, 10)
    visible[:, 3] += 1
    changed = (predictor(visible, times, 10) - before).abs().amax(dim=(0, 2, 3)) > 0
    assert changed.tolist() == [k == 3 for k in range(8)]


def test_the_teacher_is_never_in_training_mode_nor_taught():
    objective = made()
    assert objective.encoder.training
    assert not any(part.training for part in objective.teacher.modules())
    views = drawn(objective)
    whole = patches(RawBatch(views[0], views[1], views[3]), 20)
    said = [objective.teacher(whole) for _ in range(2)]
    assert torch.equal(*said)
    told = objective(*views)
    told.total.backward()
    assert all(weight.grad is None for weight in objective.teacher.parameters())
    assert objective.encoder.embed.weight.grad.abs().max() > 0


@pytest.mark.parametrize(("share_done", "step"), [(0.0, 0.006), (0.5, 0.003), (1, 0)])
def test_the_teacher_follows_less_and_less(share_done, step):
    objective = made()
    with torch.no_grad():
        objective.encoder.embed.weight += 1
    before = objective.teacher.embed.weight.clone()
    objective.after_step(share_done)
    moved = objective.teacher.embed.weight - before
    torch.testing.assert_close(moved, torch.full_like(moved, step), atol=1e-6, rtol=0)


def test_the_shipped_run_moves_the_teacher_far_enough():
    train = tomllib.loads(CONFIG.read_text())["train"]
    n_steps = 13_600 // train["pretrain"]["batch"] * train["pretrain"]["epochs"]
    assert n_steps * (1 - train["objective"]["momentum"]) / 2 > 5


def test_whitened_targets_tell_recordings_apart_and_not_positions():
    torch.manual_seed(0)
    statistics = TargetStatistics(2, 3, 4, ridge=0.0)
    mixing, positions = torch.randn(4, 4), 5 * torch.randn(2, 3, 4)
    present = torch.ones(500, 2, 3, dtype=torch.bool)
    for _ in range(60):
        said = positions + torch.randn(500, 2, 3, 4) @ mixing
        statistics.update(said, present)
    white = statistics.whitened(positions + torch.randn(4000, 2, 3, 4) @ mixing)
    assert white.mean(dim=0).abs().max() < 0.06
    covariance = white.flatten(0, 2).T.cov()
    torch.testing.assert_close(covariance, torch.eye(4), atol=0.06, rtol=0)
    between = mixing.square().sum()
    total = between + positions.flatten(0, 1).var(dim=0, correction=0).sum()
    assert float(statistics.between_share) == pytest.approx(
        float(between / total), rel=0.05
    )


def test_what_was_not_recorded_counts_for_no_statistic():
    torch.manual_seed(0)
    one, other = (TargetStatistics(2, 3, 4, ridge=0.02) for _ in range(2))
    said, present = torch.randn(50, 2, 3, 4), torch.rand(50, 2, 3) > 0.4
    one.update(said, present)
    other.update(torch.where(present[..., None], said, 100.0), present)
    torch.testing.assert_close(one.mean, other.mean)
    torch.testing.assert_close(one.covariance, other.covariance)


class TwoThreads:
    """Sums over two threads, as a world of two processes does."""

    def __init__(self):
        self.barrier, self.messages = Barrier(2), []

    def sum(self, message):
        self.messages.append(message)
        self.barrier.wait()
        total = self.messages[0] + self.messages[1]
        if self.barrier.wait() == 0:
            self.messages.clear()
        self.barrier.wait()
        return total


def test_two_processes_hold_the_statistics_of_the_whole_batch(monkeypatch):
    torch.manual_seed(0)
    said, present = torch.randn(3, 10, 2, 3, 4), torch.rand(3, 10, 2, 3) > 0.4
    whole, *halves = (TargetStatistics(2, 3, 4, ridge=0.02) for _ in range(3))

    def learn(found, rows):
        for step in range(3):
            found.update(said[step, rows], present[step, rows])
            found.note(present[step, rows].sum().float(), torch.tensor(1.0))

    learn(whole, slice(None))
    world = TwoThreads()
    monkeypatch.setattr("training.jepa.statistics.joined_world", lambda: world)
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(learn, halves, (slice(0, 7), slice(7, 10))))
    for name in ("mean", "covariance", "pooled_covariance"):
        for half in halves:
            torch.testing.assert_close(getattr(half, name), getattr(whole, name))
    assert halves[0].losses[0] == halves[1].losses[0] == whole.losses[0]


@pytest.mark.parametrize("n_directions", [1, 5])
def test_the_rank_is_the_number_of_directions_recordings_differ_in(n_directions):
    torch.manual_seed(0)
    statistics = TargetStatistics(1, 1, 8, ridge=0.02)
    directions = torch.linalg.qr(torch.randn(8, 8)).Q[:n_directions]
    said = (torch.randn(4000, n_directions) @ directions)[:, None, None]
    statistics.update(said, torch.ones(4000, 1, 1, dtype=torch.bool))
    assert float(statistics.rank) == pytest.approx(n_directions, rel=0.02)


@pytest.mark.parametrize(
    ("name", "value", "share_done", "sentence"),
    [
        ("rank", 1.4, 0.3, "recordings differ in 1.4 directions only"),
        ("between_share", 0.01, 0.3, "1.0% of the targets tell recordings apart"),
        ("predicted_share", 0.001, 0.7, "no better than each position's mean"),
        ("rank", 1.4, 0.1, None),
        ("predicted_share", -0.1, 0.3, None),
    ],
)
def test_collapse_stops_with_a_sentence(name, value, share_done, sentence):
    good = {"rank": 9.0, "between_share": 0.3, "predicted_share": 0.2}
    watched = {k: torch.tensor(v) for k, v in (good | {name: value}).items()}
    objective = made()
    assert objective.collapse(watched, share_done) is None  # too few steps to judge
    objective.statistics.n_updates.fill_(300)
    said = objective.collapse(watched, share_done)
    assert said is None if sentence is None else sentence in said


def test_guesses_become_better_than_each_positions_mean():
    # Twelve recordings, again and again: what is hidden can be learnt by heart.
    objective = made(JepaConfig(n_labels=1, width=16, depth=2, heads=2, hidden=32))
    learnt = [p for p in objective.parameters() if p.requires_grad]
    optimiser = torch.optim.AdamW(learnt, lr=5e-3)
    for step in range(60):
        objective.after_step(step / 60)
        told = objective(*drawn(objective, step))
        optimiser.zero_grad()
        (told.total / told.scored).backward()
        optimiser.step()
    loss = (told.total / told.scored).detach()
    assert float(loss) < 0.95 * float(told.watched["position_mean_loss"])


def test_half_precision_learns_too():
    objective = made()
    with torch.autocast("cpu", torch.bfloat16):
        told = objective(*drawn(objective))
    told.total.backward()
    assert told.total.isfinite()
    assert objective.statistics.covariance.dtype == torch.float32
    assert objective.statistics.covariance.isfinite().all()


@pytest.mark.parametrize(
    ("settings", "size", "sentence"),
    [
        ({"masking": "rows"}, SIZE, "known: random, blocks"),
        ({}, JepaConfig(n_labels=1, fs=250.0), "reads 250 Hz, the data are 100 Hz"),
    ],
)
def test_wrong_settings_are_refused_with_a_sentence(settings, size, sentence):
    with pytest.raises(SystemExit, match=sentence):
        made(size, **settings)
