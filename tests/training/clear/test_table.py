"""Batches out of the table are those of ``make_batch``, drawn per recording."""

import numpy as np
import pytest
import torch

from ecgviewer.ai.clear.batch import make_batch
from ecgviewer.ai.clear.tokens import N_LEADS, BeatTokens, take_beats
from tests.ai.clear.test_nets import random_tokens
from training.clear.table import make_table
from training.run.draws import example_keys, random_bits, random_share


def stored_tokens(n_beats: int, seed: int) -> BeatTokens:
    """Return tokens as the store gives them: beats rounded to half precision."""
    tokens = random_tokens(n_beats, seed)
    rounded = tokens.beats.astype(np.float16).astype(np.float32)
    return BeatTokens(**{**vars(tokens), "beats": rounded})


STRETCHES = [stored_tokens(n, n) for n in (9, 4, 13, 1)]
EVERY = np.arange(len(STRETCHES))


@pytest.fixture(scope="module")
def table():
    return make_table(STRETCHES)


def crops(keys, n_beats):
    """Cut the same crops one by one."""
    drawn = random_share(keys, 2, 1).numpy()
    for tokens, (place, before) in zip(STRETCHES, drawn, strict=True):
        first = int(place * (max(tokens.n_beats - n_beats, 0) + 1))
        index = np.arange(first, min(first + n_beats, tokens.n_beats))
        yield take_beats(tokens, index, start_s=float(tokens.time_s[first]) - before)


@pytest.mark.parametrize("n_beats", [1, 5, 20])
def test_a_batch_is_that_of_crops_made_one_by_one(table, n_beats):
    keys = example_keys(3, 7, torch.from_numpy(EVERY))
    found = table.batch(EVERY, keys, n_beats)
    expected = make_batch([*crops(keys, n_beats)])
    for got, wanted in zip(found, expected, strict=True):
        assert torch.equal(got, wanted)
        assert got.dtype == wanted.dtype


def test_a_recording_is_cut_alike_in_any_batch(table):
    keys = example_keys(0, 1, torch.from_numpy(EVERY))
    together = table.batch(EVERY, keys, 5)
    for k in EVERY:
        alone = table.batch(EVERY[k : k + 1], keys[k : k + 1], 5)
        n = alone.present.shape[1]
        for one, all_ in zip(alone, together, strict=True):
            assert torch.equal(one[0], all_[k, :n])
    assert not torch.equal(
        together.time_s, table.batch(EVERY, example_keys(0, 2, keys * 0), 5).time_s
    )


def test_empty_slots_are_kept_where_they_are_asked_for(table):
    keys = example_keys(0, 1, torch.from_numpy(EVERY))
    packed, slots = (table.batch(EVERY, keys, 6, empty_slots=e) for e in (False, True))
    assert slots.lead.shape == (len(EVERY), N_LEADS * 6)
    assert torch.equal(slots.lead[2].view(N_LEADS, 6)[:, 0], torch.arange(N_LEADS))
    assert torch.equal(slots.beat[2].view(N_LEADS, 6)[0], torch.arange(6))
    for a, b in zip(packed, slots, strict=True):
        assert torch.equal(a[packed.present], b[slots.present])


def test_every_place_of_a_recording_is_drawn_equally_often(table):
    keys = example_keys(0, 0, torch.arange(3000))
    stretch = np.zeros(3000, dtype=np.int64)
    tokens = table.batch(stretch, keys, 7, empty_slots=True)
    first = tokens.beats[:, 0].double()
    firsts, count = torch.unique(first, dim=0, return_counts=True)
    assert len(firsts) == 3
    assert (count / 1000 - 1).abs().max() < 0.15  # about five standard errors


def test_draws_are_even_and_without_order():
    share = random_share(torch.arange(2000), 50, 0)
    assert float(share.min()) >= 0
    assert float(share.max()) < 1
    assert abs(float(share.mean()) - 0.5) < 0.005
    neighbours = torch.corrcoef(torch.stack([share[1:, 0], share[:-1, 0]]))[0, 1]
    columns = torch.corrcoef(share.T).fill_diagonal_(0)
    assert abs(float(neighbours)) < 0.1
    assert float(columns.abs().max()) < 0.12
    other = random_share(torch.arange(2000), 50, 1)
    assert (
        abs(float(torch.corrcoef(torch.stack([share, other]).flatten(1))[0, 1])) < 0.02
    )


def test_draws_are_the_published_splitmix64():
    """First outputs of seed 0 (Vigna's reference program), a bit shifted away."""
    from training.run import draws

    state = torch.tensor(0)
    assert int(draws._mix(state)) == 0xE220A8397B1DCDAF - (1 << 64)
    assert (
        random_bits(torch.tensor([5]), 3, 0).tolist()[0][:2]
        == (random_bits(torch.tensor([5]), 2, 0).tolist()[0])
    )


def test_nothing_to_learn_from_is_said():
    with pytest.raises(ValueError, match="no tokens"):
        make_table([])
