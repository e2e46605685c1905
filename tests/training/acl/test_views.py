"""Views of ACL-ECG: what they keep of a recording, and what they never take away."""

import numpy as np
import pytest
import torch

from training.acl.views import (
    Recorded,
    ViewConfig,
    cycles_shown,
    draw_view,
    leads_shown,
    resampled,
)

R_SAMPLES = np.arange(49.5, 1000.0, 100.0)


def recorded(n=3, n_samples=1000):
    rng = np.random.default_rng(0)
    signal = rng.standard_normal((n, 8, 1000)).astype(np.float32)
    signal[..., n_samples:] = 0
    return Recorded(signal, np.full(n, n_samples), (R_SAMPLES,) * n)


def test_whole_cycles_are_taken_away_at_most_half_and_never_all():
    rng = np.random.default_rng(0)
    counts = set()
    for _ in range(200):
        shown = cycles_shown(R_SAMPLES, 0, 1000, 1000, 0.5, rng).reshape(10, 100)
        assert (shown == shown[:, :1]).all()
        counts.add(int((~shown[:, 50]).sum()))
    assert counts == {0, 1, 2, 3, 4, 5}


def test_of_what_a_crop_shows_some_cycle_stays_whatever_the_share():
    rng = np.random.default_rng(0)
    slow = np.array([100.0, 350.0, 600.0, 850.0])
    for _ in range(200):
        shown = cycles_shown(slow, 50, 900, 1000, 1.0, rng)
        assert shown[50:900].any()


@pytest.mark.parametrize("peaks", [[], [500.0], [200.0, 700.0]])
def test_without_three_peaks_one_block_is_taken_away(peaks):
    shown = cycles_shown(np.array(peaks), 100, 900, 1000, 0.5, np.random.default_rng(1))
    gone = np.flatnonzero(~shown)
    assert 0 < len(gone) <= 400
    assert len(gone) == gone[-1] - gone[0] + 1


def test_of_each_region_one_lead_stays_at_least():
    shown = leads_shown(500, 1.0, np.random.default_rng(0)).reshape(500, 4, 2)
    assert set(np.unique(shown.sum(axis=2))) == {1, 2}
    assert leads_shown(50, 0.0, np.random.default_rng(0)).all()


def test_cycles_are_taken_from_all_leads_at_once():
    config = ViewConfig(leads_dropped=0.0)
    _, present, _, _ = draw_view(recorded(), 1000, config, np.random.default_rng(0))
    assert (present == present[:, :1]).all()
    assert 0 < present.mean() < 1


def test_what_was_not_recorded_is_absent_from_a_view():
    config = ViewConfig(shortest=1.0, masked=0.0, shift=0.0, leads_dropped=0.0)
    signal, present, _, places = draw_view(
        recorded(n_samples=600), 1000, config, np.random.default_rng(0)
    )
    _, shown = resampled(*map(torch.from_numpy, (signal, present, places)))
    assert shown[..., :600].all()
    assert not shown[..., 600:].any()


def test_a_view_with_nothing_to_do_is_the_recording():
    signal = torch.from_numpy(recorded().signal_mv)
    places = torch.arange(1000.0).expand(3, -1)
    seen, shown = resampled(signal, torch.ones_like(signal), places)
    assert torch.equal(seen, signal)
    assert shown.all()


def test_a_crop_is_drawn_out_linearly_and_turned():
    ramp = torch.arange(8.0).expand(1, 1, -1)
    places = torch.tensor([[2.5, 3.0, 7.0, 7.4, 0.25]])
    seen, _ = resampled(ramp, torch.ones(1, 1, 8), places)
    assert seen.flatten().tolist() == pytest.approx([2.5, 3.0, 7.0, 7.0, 0.25])


def test_what_is_absent_is_zero_and_said_to_be_absent():
    present = torch.tensor([[[1.0, 1.0, 0.0, 0.0, 1.0]]])
    seen, shown = resampled(
        torch.ones(1, 1, 5), present, torch.tensor([[0.4, 1.6, 3.0, 4.0]])
    )
    assert shown.flatten().tolist() == [1, 0, 0, 1]
    assert seen.flatten().tolist() == [1, 0, 0, 1]


def test_a_crop_keeps_seventy_percent_in_order_turned_by_half_a_second_at_most():
    _, _, _, places = draw_view(
        recorded(200), 2048, ViewConfig(), np.random.default_rng(0)
    )
    extent = places.max(axis=1) - places.min(axis=1)
    assert extent.min() >= 698
    assert extent.max() > 950
    assert places.min() >= 0
    assert places.max() < 1000
    falls = np.diff(places, axis=1) < 0
    assert (falls.sum(axis=1) <= 1).all()
    at = np.where(falls.any(axis=1), falls.argmax(axis=1), 0)
    assert np.minimum(at, 2048 - at).max() <= 0.05 * 2048 + 1


def test_some_views_lose_their_unit():
    _, _, in_mv, _ = draw_view(
        recorded(200), 100, ViewConfig(), np.random.default_rng(0)
    )
    assert 0.05 < 1 - in_mv.mean() < 0.3
