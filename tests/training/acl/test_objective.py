"""ACL-ECG's loss: which views are of the same recording."""

from types import SimpleNamespace

import numpy as np
import pytest
import torch
from torch.nn.functional import normalize

from ecgviewer.ai.acl.network import LEADS, AclConfig
from training.acl.objective import (
    RegionContrast,
    inter_term,
    intra_term,
    nt_xent,
)

SIZE = AclConfig(n_labels=1, widths=(4, 6))


def unit_rows(*shape, seed=0):
    generator = torch.Generator().manual_seed(seed)
    return normalize(torch.randn(*shape, generator=generator), dim=-1)


def as_written(first, second, temperature):
    """The formula, one anchor after the other."""
    rows = np.concatenate([first.numpy(), second.numpy()]).astype(np.float64)
    count, total = len(first), 0.0
    for k in range(2 * count):
        partner = (k + count) % (2 * count)
        others = [j for j in range(2 * count) if j % count != k % count]
        positive = np.exp(rows[k] @ rows[partner] / temperature)
        negative = sum(np.exp(rows[k] @ rows[j] / temperature) for j in others)
        total -= np.log(positive / (positive + negative))
    return total / (2 * count)


def test_two_recordings_by_hand():
    # Views alike, recordings at right angles: e^(1/t) against e^(1/t) + 2 e^0.
    rows = torch.eye(2)
    wanted = np.log1p(2 * np.exp(-1 / 0.5))
    assert float(nt_xent(rows, rows, 0.5)) == pytest.approx(wanted, rel=1e-6)


def test_the_loss_is_the_formula_whose_negatives_are_other_recordings():
    first, second = unit_rows(5, 7, seed=1), unit_rows(5, 7, seed=2)
    wanted = as_written(first, second, 0.1)
    assert float(nt_xent(first, second, 0.1)) == pytest.approx(wanted, rel=1e-5)


def test_the_terms_sum_over_regions_and_average_over_the_others():
    first, second = unit_rows(4, 5, 7, seed=1), unit_rows(4, 5, 7, seed=2)
    each = np.array([[as_written(a, b, 0.1) for b in second] for a in first])
    same = np.trace(each)
    assert float(intra_term(first, second, 0.1)) == pytest.approx(same, rel=1e-5)
    other = (each.sum() - same) / 3
    assert float(inter_term(first, second, 0.1)) == pytest.approx(other, rel=1e-5)


def test_regions_of_one_recording_are_drawn_together_and_never_apart():
    alike = torch.eye(6).expand(4, -1, -1)
    unlike = torch.stack([torch.eye(24)[6 * d : 6 * d + 6] for d in range(4)])
    assert float(inter_term(alike, alike, 0.1)) < 1e-2
    assert float(inter_term(unlike, unlike, 0.1)) > 1
    # Nor does a region feel where another of the same recording lies.
    rows = unit_rows(2, 5, 7).requires_grad_()
    nt_xent(rows[0], unit_rows(5, 7, seed=3), 0.1).backward()
    assert rows.grad[1].abs().max() == 0


def objective(**asked):
    torch.manual_seed(0)
    rng = np.random.default_rng(0)
    store = SimpleNamespace(
        signal_uv=rng.integers(-500, 500, (6, 12, 1000)).astype(np.int16),
        n_samples=np.full(6, 1000),
        r_times_s=(np.arange(0.4, 10, 0.8),) * 6,
    )
    data = SimpleNamespace(store=store)
    return RegionContrast(SIZE, data, hidden=8, width=4, **asked)


def told(made):
    return made(*made.draw(np.arange(6), np.random.default_rng(0)))


def test_both_terms_are_weighed_and_each_may_be_left_out():
    both = told(objective(intra_share=0.25))
    intra, inter = told(objective(terms="intra")), told(objective(terms="inter"))
    assert set(both.watched) == {"intra", "inter"}
    assert set(intra.watched) == {"intra"}
    wanted = 0.25 * float(intra.total.detach()) + 0.75 * float(inter.total.detach())
    assert float(both.total.detach()) == pytest.approx(wanted, rel=1e-5)
    assert float(both.total.detach() / both.scored) == pytest.approx(
        0.25 * float(both.watched["intra"]) + 0.75 * float(both.watched["inter"])
    )


def test_unknown_terms_are_refused_with_a_sentence():
    with pytest.raises(SystemExit, match="known: both, inter, intra"):
        objective(terms="all")


def test_a_region_is_read_from_its_two_leads_alone():
    made = objective().eval()
    views = made.draw(np.arange(6), np.random.default_rng(0))
    one = tuple(view[0] for view in views)
    signal = one[0].clone()
    signal[:, LEADS.index("V3")] *= 2
    with torch.no_grad():
        changed = made.embed(*one) != made.embed(signal, *one[1:])
    assert changed.flatten(1).any(dim=1).tolist() == [False, False, True, False]


def test_every_weight_learns():
    made = objective()
    told(made).total.backward()
    assert all(weight.grad.abs().max() > 0 for weight in made.parameters())
