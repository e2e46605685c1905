"""The delineating network, its bundle, and what it says of recordings."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from ecgviewer.ai.delineation.delineator import (
    Delineator,
    delineate,
    load_delineator,
    save_delineator,
)
from ecgviewer.ai.delineation.recording_fiducials import (
    STRETCH_S,
    find_recording_fiducials,
)
from ecgviewer.ai.delineation.wave_net import WaveNet, WaveNetConfig, fused
from ecgviewer.ai.files import BundleError
from ecgviewer.analysis.beats.rpeaks import detect_r_peaks
from ecgviewer.ecg.leads import STANDARD_12
from ecgviewer.paths import model_dir
from ecgviewer.pipeline import Models, analyze_recording
from tests.simulated_noise import Noise
from tests.simulator import LBBB, irregular_r_s, simulate

SMALL = WaveNetConfig(channels=(4, 6, 8), global_channels=4)


@pytest.fixture(scope="module")
def bundled() -> Delineator:
    return load_delineator(model_dir("delineator"))


def small_net() -> WaveNet:
    torch.manual_seed(0)
    net = WaveNet(SMALL)
    with torch.no_grad():
        for parameter in net.parameters():
            parameter.add_(0.05 * torch.randn_like(parameter))
    return net


def test_folding_the_norms_changes_nothing() -> None:
    net = small_net()
    net.train()
    x, live = torch.randn(2, 3, 64), torch.ones(2, 3)
    net(x, live)  # running means that are not zero
    net.eval()
    before = net(x, live)
    after = fused(net)(x, live)
    for a, b in zip(before, after, strict=True):
        torch.testing.assert_close(a, b, atol=1e-4, rtol=1e-4)


def test_all_leads_live_unless_it_is_said_otherwise() -> None:
    net = small_net().eval()
    x = torch.randn(2, 3, 64)
    for a, b in zip(net(x), net(x, torch.ones(2, 3)), strict=True):
        torch.testing.assert_close(a, b)


def test_a_dead_lead_is_not_heard_by_the_others() -> None:
    net = small_net().eval()
    x, live = torch.randn(1, 3, 64), torch.tensor([[1.0, 1.0, 0.0]])
    other = x.clone()
    other[0, 2] = 5.0
    for a, b in zip(net(x, live), net(other, live), strict=True):
        if a.ndim == 4:
            a, b = a[:, :2], b[:, :2]
        torch.testing.assert_close(a, b)


def test_a_dead_lead_counts_for_no_more_than_one_that_is_not_there() -> None:
    net = small_net().eval()
    x, live = torch.randn(1, 3, 64), torch.tensor([[1.0, 1.0, 0.0]])
    leads, common = net(x, live)
    fewer_leads, fewer_common = net(x[:, :2], live[:, :2])
    torch.testing.assert_close(leads[:, :2], fewer_leads)
    torch.testing.assert_close(common, fewer_common)


def test_the_order_of_the_leads_does_not_matter() -> None:
    net = small_net().eval()
    x, live = torch.randn(1, 4, 64), torch.ones(1, 4)
    order = torch.tensor([2, 0, 3, 1])
    leads, common = net(x, live)
    other_leads, other_common = net(x[:, order], live)
    torch.testing.assert_close(common, other_common)
    torch.testing.assert_close(leads[:, order], other_leads)


def test_a_bundle_comes_back_as_it_was_written(tmp_path: Path) -> None:
    net = small_net().eval()
    save_delineator(tmp_path, SMALL, net.state_dict(), {"name": "test"})
    back = load_delineator(tmp_path)
    x, live = torch.randn(1, 3, 64), torch.ones(1, 3)
    for a, b in zip(net(x, live), back.net(x, live), strict=True):
        torch.testing.assert_close(a, b, atol=0.02, rtol=0.02)


@pytest.mark.parametrize("damage", ["card", "version", "weights", "network"])
def test_a_damaged_bundle_is_refused_in_words(tmp_path: Path, damage: str) -> None:
    save_delineator(tmp_path, SMALL, small_net().state_dict(), {"name": "test"})
    card = tmp_path / "card.json"
    said = json.loads(card.read_text())
    if damage == "card":
        card.write_text("{")
    elif damage == "version":
        card.write_text(json.dumps(said | {"format": 99}))
    elif damage == "network":
        card.write_text(json.dumps(said | {"network": {"channels": [3, 3]}}))
    else:
        (tmp_path / "weights.safetensors").write_bytes(b"no weights")
    with pytest.raises(BundleError):
        load_delineator(tmp_path)


def test_each_beat_of_a_simulated_ecg_gets_its_waves(bundled: Delineator) -> None:
    simulated = simulate()
    recording, truth = simulated.recording, simulated.fiducials
    found = find_recording_fiducials(recording, detect_r_peaks(recording), bundled)
    assert len(found) == len(truth)
    for point in ("p_onset", "p_offset", "qrs_onset", "qrs_offset", "t_offset"):
        error_s = found.common(point)[1:-1] - truth.common(point)[1:-1]
        # Twice the interval limits of IEC 60601-2-25 for biological ECGs.
        limit_s = 0.06 if point == "t_offset" else 0.03
        assert np.abs(error_s).max() < limit_s, point


@pytest.mark.parametrize("rate_bpm", [60, 75])
@pytest.mark.parametrize("pr_s", [0.16, 0.20, 0.24])
def test_p_is_seen_before_a_left_bundle_branch_block(
    rate_bpm: float, pr_s: float, bundled: Delineator
) -> None:
    shape = replace(LBBB, pr_s=pr_s).for_rate(rate_bpm)
    simulated = simulate(rate_bpm=rate_bpm, shape=shape, noise=Noise(0.01))
    recording = simulated.recording
    found = find_recording_fiducials(recording, detect_r_peaks(recording), bundled)
    pr = found.common("qrs_onset") - found.common("p_onset")
    assert np.isfinite(pr[1:]).all()
    # Twice the limits of IEC 60601-2-25 for biological ECGs.
    assert np.abs(pr[1:] - pr_s).max() < 0.03
    assert found.p_probability is not None
    assert found.p_probability[1:].min() > 0.5


@pytest.mark.parametrize("rate_bpm", [70, 90])
def test_before_a_left_bundle_branch_block_fibrillating_atria_have_no_p(
    rate_bpm: float, bundled: Delineator
) -> None:
    shape = LBBB.for_rate(rate_bpm)
    r_s = irregular_r_s(rate_bpm)
    recording = simulate(
        r_s, shape=shape, atria="fibrillation", noise=Noise(0.01)
    ).recording
    found = find_recording_fiducials(recording, detect_r_peaks(recording), bundled)
    assert np.isfinite(found.common("p_onset")).mean() < 0.3


def test_fiducials_do_not_depend_on_unit_gain_or_rate(bundled: Delineator) -> None:
    def points(**changes: object) -> np.ndarray:
        recording = simulate(**changes).recording  # type: ignore[arg-type]
        beats = detect_r_peaks(recording)
        return find_recording_fiducials(recording, beats, bundled).common_s[1:-1]

    usual = points()
    np.testing.assert_allclose(points(unit_is_mv=False), usual, atol=0.004)
    np.testing.assert_allclose(points(fs=1000.0), usual, atol=0.008)


def test_stretches_of_a_long_recording_agree_with_the_whole(
    bundled: Delineator,
) -> None:
    simulated = simulate(duration_s=45.0)
    recording, truth = simulated.recording, simulated.fiducials
    found = find_recording_fiducials(recording, detect_r_peaks(recording), bundled)
    for point in ("qrs_onset", "qrs_offset"):
        off_s = found.common(point) - truth.common(point)
        assert np.ptp(off_s[1:-1]) < 0.02


def test_a_very_long_recording_is_sampled_and_says_so(bundled: Delineator) -> None:
    recording = simulate(duration_s=330.0, fs=125.0, leads=("II",)).recording
    beats = detect_r_peaks(recording)
    found = find_recording_fiducials(recording, beats, bundled)
    known_s = found.r_peaks_s[~np.isnan(found.common("qrs_onset"))]
    assert set((known_s // 60).astype(int)) == {0, 1, 2, 3, 4, 5}
    sampled = beats.times_s[beats.times_s % 60 < 10]
    np.testing.assert_array_equal(found.r_peaks_s, sampled)
    said = f"10 s of each minute: {len(sampled)} of {len(beats)} beats"
    assert found.method.endswith(said)


def test_of_hours_fewer_stretches_are_delineated(
    bundled: Delineator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ecgviewer.ai.delineation.recording_fiducials.MAX_SAMPLES", 3)
    recording = simulate(duration_s=330.0, fs=125.0, leads=("II",)).recording
    found = find_recording_fiducials(recording, detect_r_peaks(recording), bundled)
    known_s = found.r_peaks_s[~np.isnan(found.common("qrs_onset"))]
    assert set((known_s // 60).astype(int)) == {0, 2, 4}
    assert "10 s of every 2 minutes" in found.method


def test_giving_up_leaves_the_rest_without_fiducials(bundled: Delineator) -> None:
    recording = simulate(duration_s=45.0).recording
    beats = detect_r_peaks(recording)
    answers = iter([False, True])
    found = find_recording_fiducials(
        recording, beats, bundled, cancelled=lambda: next(answers)
    )
    assert not np.isnan(found.common("qrs_onset")[2])
    assert found.r_peaks_s[-1] < STRETCH_S < beats.times_s[-1]


@pytest.mark.parametrize("kind", ["flat", "missing", "noise", "one_beat", "short"])
def test_nothing_to_measure_is_no_error(bundled: Delineator, kind: str) -> None:
    recording = simulate(duration_s=4.0).recording
    signal = np.array(recording.whole_signal_mv)
    if kind == "flat":
        signal[:] = 0.3
    elif kind == "missing":
        signal[:] = np.nan
    elif kind == "noise":
        signal = np.random.default_rng(0).standard_normal(signal.shape)
    elif kind == "one_beat":
        signal = signal[:, :500]
    else:
        signal = signal[:, :150]
    examined = analyze_recording(replace(recording, signal_mv=signal), Models(bundled))
    assert examined.quality is not None


def test_leads_that_are_off_are_not_in_the_answer(bundled: Delineator) -> None:
    signal = np.array(simulate().recording.whole_signal_mv)
    signal[3] = np.nan
    waves = delineate(bundled.net, signal, 500.0, STANDARD_12)
    assert waves.leads == tuple(name for name in STANDARD_12 if name != "aVR")
    off = delineate(bundled.net, signal * np.nan, 500.0, STANDARD_12)
    assert off.leads == ()
    assert (off.common[0] == 1).all()
