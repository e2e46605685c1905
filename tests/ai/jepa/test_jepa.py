"""ECG-JEPA's attention is exact, and what is absent takes no part."""

import pytest
import torch

from ecgviewer.ai.jepa.attention import (
    CROPA,
    PATTERNS,
    PLAIN,
    allowed_present,
)
from ecgviewer.ai.jepa.network import Encoder, JepaConfig, JepaNetwork, patches
from ecgviewer.ai.raw.batch import RawBatch
from ecgviewer.ai.written_out import attend
from ecgviewer.analysis.beats.rpeaks import detect_r_peaks
from ecgviewer.ecg.leads import STANDARD_12
from tests.ai.tiny import tiny_jepa
from tests.synthetic import synthetic_recording

N_LEADS, N_TIMES = 8, 13


def some_batch(n=2, n_samples=400, seed=0):
    generator = torch.Generator().manual_seed(seed)
    signal = 0.2 * torch.randn(n, 12, n_samples, generator=generator)
    return RawBatch(signal, torch.ones_like(signal), torch.ones(n))


def some_presence():
    present = torch.rand(2, N_LEADS, N_TIMES, generator=torch.manual_seed(1)) > 0.3
    present[0, 2] = False  # a lead that is off
    present[1, :, 4] = False  # a time at which nothing was recorded
    return present


def test_a_patch_attends_to_its_lead_and_its_time_only():
    allowed = CROPA.allowed(2, 3)
    assert allowed.dtype == torch.bool
    assert allowed.int().tolist() == [
        [1, 1, 1, 1, 0, 0],
        [1, 1, 1, 0, 1, 0],
        [1, 1, 1, 0, 0, 1],
        [1, 0, 0, 1, 1, 1],
        [0, 1, 0, 1, 1, 1],
        [0, 0, 1, 1, 1, 1],
    ]
    assert (CROPA.allowed(8, 50).sum(dim=1) == 50 + 8 - 1).all()
    assert PLAIN.allowed(8, 50).all()


@pytest.mark.parametrize("pattern", PATTERNS)
def test_attention_is_that_of_the_whole_matrix_masked(pattern):
    pattern, present = PATTERNS[pattern], some_presence()
    torch.manual_seed(0)
    q, k, v = (torch.randn(2, 3, N_LEADS, N_TIMES, 5) for _ in range(3))
    allowed = allowed_present(pattern, present)[:, None]
    flat = (part.flatten(2, 3) for part in (q, k, v))
    wanted = attend(*flat, allowed, []).view_as(v)
    found = pattern.attend(q, k, v, pattern.reach(present))
    torch.testing.assert_close(found, wanted, atol=1e-5, rtol=0)


def test_what_is_absent_is_a_key_for_nobody_but_itself():
    present = some_presence()
    allowed = allowed_present(CROPA, present)
    for row, gone in enumerate((~present).flatten(1)):
        of_absent = allowed[row][:, gone]
        assert (of_absent.sum(dim=0) == 1).all()
        assert allowed[row].diagonal().all()


def test_attention_is_of_patches_in_their_lead_and_time():
    model, recording = tiny_jepa(), synthetic_recording(noise_mv=0.01)
    (stretch,) = model.prepare(recording, detect_r_peaks(recording))
    found = model.attention(stretch)
    assert found.weights.shape == (2, 2, 400, 400)
    assert found.tokens[51].name == "II 0.20 s"
    assert found.tokens[51].stop_s == 0.4
    assert found.allowed.sum() == 400 * 57


def test_padding_changes_nothing():
    network, batch = tiny_jepa().network, some_batch(n_samples=390)
    # Nor does what stands where nothing was recorded.
    padded = [torch.cat([x, torch.zeros(2, 12, 210)], dim=2) for x in batch[:2]]
    padded[0][:, :, 390:] = 7.0
    with torch.inference_mode():
        short, long = network(batch), network(RawBatch(*padded, batch.in_mv))
    torch.testing.assert_close(short, long, atol=1e-5, rtol=0)


def test_half_a_patch_that_is_absent_is_not_taken_for_a_flat_line():
    network, batch = tiny_jepa().network, some_batch()
    flat, absent = batch.signal_mv.clone(), batch.present.clone()
    flat[:, 1, 25:35], absent[:, 1, 25:35] = 0, 0
    told = [
        network(batch._replace(signal_mv=flat)),
        network(batch._replace(present=absent)),
    ]
    assert (told[0] - told[1]).abs().max() > 1e-5


def test_whether_the_unit_is_known_is_read():
    network, batch = tiny_jepa().network, some_batch()
    other = batch._replace(in_mv=torch.zeros(2))
    assert (network(batch) - network(other)).abs().max() > 1e-5


def test_the_leads_that_follow_from_others_are_not_read():
    network, batch = tiny_jepa().network, some_batch()
    told = []
    for name in ("III", "aVF", "V6"):
        signal = batch.signal_mv.clone()
        signal[:, STANDARD_12.index(name)] += 0.3
        told.append(network(batch._replace(signal_mv=signal)))
    before = network(batch)
    assert torch.equal(told[0], before)
    assert torch.equal(told[1], before)
    assert (told[2] - before).abs().max() > 1e-4


@pytest.mark.parametrize("seconds", [2, 5, 31])
def test_any_length_is_answered_even_of_nothing(seconds):
    batch = some_batch(n_samples=100 * seconds)
    nothing = batch._replace(present=torch.zeros_like(batch.present))
    for asked in (batch, nothing):
        assert tiny_jepa().network(asked).isfinite().all()


def test_what_is_absent_sends_no_gradient_that_is_no_number():
    network, batch = tiny_jepa().network.requires_grad_(True), some_batch()
    batch.present[0] = 0
    batch.present[1, :6] = 0
    network(batch).sum().backward()
    assert all(weight.grad.isfinite().all() for weight in network.parameters())


def test_the_time_of_a_patch_is_known():
    torch.manual_seed(0)
    encoder = Encoder(JepaConfig(n_labels=1, width=16, depth=1, heads=2, hidden=24))
    batch = some_batch()
    moved = batch._replace(signal_mv=batch.signal_mv.roll(20, dims=2))
    before, after = (encoder(patches(x, 20)) for x in (batch, moved))
    assert (before[:, :, :-1] - after[:, :, 1:]).abs().max() > 1e-3


def test_some_times_are_read_as_if_the_others_were_not_there():
    torch.manual_seed(0)
    encoder = Encoder(JepaConfig(n_labels=1, width=16, depth=2, heads=2, hidden=24))
    batch = some_batch()
    times = torch.tensor([[0, 3, 7, 8], [1, 2, 11, 19]])
    seen = encoder(patches(batch, 20), times)
    present = torch.zeros(2, 20).scatter(1, times, 1.0).repeat_interleave(20, dim=1)
    gone = batch._replace(present=present[:, None].expand(-1, 12, -1))
    whole = encoder(patches(gone, 20))
    index = times[:, None, :, None].expand_as(seen)
    torch.testing.assert_close(whole.gather(2, index), seen, atol=1e-5, rtol=0)


def test_an_unknown_attention_is_refused_with_a_sentence():
    with pytest.raises(ValueError, match="known: cropa, plain"):
        JepaNetwork(JepaConfig(n_labels=1, attention="all"))
