"""Which times are hidden from the encoder: the same in all leads.

After Kim (arXiv 2410.08559). The paper hides the same times from all recordings of a
batch; here each recording has its own, as many for each, unless ``own`` is False.
"""

import numpy as np
from numpy.typing import NDArray

Hidden = NDArray[np.bool_]
# Shares of all times.
RANDOM_SHARE = (0.6, 0.7)
BLOCK_SHARE = (0.175, 0.225)
N_BLOCKS = 4
_AT_ONCE = 32


def random_times(
    n: int, n_times: int, rng: np.random.Generator, *, own: bool = True
) -> Hidden:
    """Return (n, n_times), True where hidden: single times, 60 to 70 % of them."""
    n_hidden = int(n_times * rng.uniform(*RANDOM_SHARE))
    order = rng.random((n if own else 1, n_times)).argsort(axis=1)
    hidden = np.zeros(order.shape, dtype=bool)
    np.put_along_axis(hidden, order[:, :n_hidden], True, axis=1)
    return np.broadcast_to(hidden, (n, n_times))


def block_times(
    n: int, n_times: int, rng: np.random.Generator, *, own: bool = True
) -> Hidden:
    """Return (n, n_times), True where hidden: four blocks, which may overlap."""
    first = _blocks(1, n_times, rng)
    if not own:
        return np.broadcast_to(first, (n, n_times))
    # What is visible of a batch is one array: of many, those that hide as much.
    found = first
    while len(found) < n:
        more = _blocks(_AT_ONCE * n, n_times, rng)
        found = np.concatenate([found, more[more.sum(axis=1) == first.sum()]])
    return found[:n]


def _blocks(n: int, n_times: int, rng: np.random.Generator) -> Hidden:
    shape = (n, N_BLOCKS, 1)
    lengths = (n_times * rng.uniform(*BLOCK_SHARE, shape)).astype(int)
    starts = rng.integers(0, n_times - lengths + 1)
    times = np.arange(n_times)
    hidden: Hidden = ((times >= starts) & (times < starts + lengths)).any(axis=1)
    return hidden


MASKINGS = {"random": random_times, "blocks": block_times}
