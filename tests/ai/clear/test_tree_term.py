"""The tree term: rows add up exactly, a missing lead is silent, trees are followed."""

from dataclasses import replace

import numpy as np
import pytest
import torch

from ecgviewer.ai.clear.batch import make_batch
from ecgviewer.ai.clear.bundle import Bundle, LabelSpec
from ecgviewer.ai.clear.classifier import ClearClassifier
from ecgviewer.ai.clear.evidence import lead_set_values, masked_logits, owen_values
from ecgviewer.ai.clear.heads import HeadConfig
from ecgviewer.ai.clear.inference import predict, readable_stretches
from ecgviewer.ai.clear.measured_numbers import (
    COMMON_NUMBERS,
    LEAD_NUMBERS,
    N_NUMBERS,
    _of_lead,
    measured_numbers,
)
from ecgviewer.ai.clear.nets import EncoderConfig
from ecgviewer.ai.clear.tokens import N_LEADS, TokenConfig
from ecgviewer.ai.clear.tree_term import N_ROWS, UNKNOWN, TreeTerm
from ecgviewer.analysis.beats.rpeaks import detect_r_peaks
from ecgviewer.analysis.median.median_shape import MedianShape
from ecgviewer.ecg.fiducials import POINTS
from ecgviewer.ecg.leads import STANDARD_12
from ecgviewer.ecg.recording import Recording
from tests.simulated_noise import Noise
from tests.simulator import LBBB, SINUS, simulate

N_LABELS = 2


def stump(
    term: TreeTerm, row: int, number: int, threshold: float, value: float
) -> None:
    """Let the first tree of a row say ``value`` where a number is above a threshold."""
    tree = sum(term.n_trees[:row])
    term.feature[tree, 0] = number
    term.threshold[tree, 0] = threshold
    term.left[tree] = torch.arange(3)
    term.right[tree] = torch.arange(3)
    term.left[tree, 0], term.right[tree, 0] = 1, 2
    with torch.no_grad():
        term.value[tree] = torch.tensor([0.0, -value, value])


@pytest.fixture(scope="module")
def term() -> TreeTerm:
    """The width of QRS speaks for label 0 in V1 and V6, PR (in common) for label 1."""
    made = TreeTerm(N_LABELS, (1,) * N_ROWS, 3).eval().requires_grad_(False)
    made.label[-1] = 1
    stump(made, STANDARD_12.index("V1"), LEAD_NUMBERS.index("qrs_s"), 0.12, 1.0)
    stump(made, STANDARD_12.index("V6"), LEAD_NUMBERS.index("qrs_s"), 0.12, 0.5)
    stump(made, N_LEADS, COMMON_NUMBERS.index("pr_ms"), 200.0, 2.0)
    made.constant.copy_(torch.tensor([0.25, -0.25]))
    return made


@pytest.fixture(scope="module")
def bundle(term: TreeTerm) -> Bundle:
    encoder = EncoderConfig(width=16, depth=1, heads=2)
    head = HeadConfig(n_labels=N_LABELS, trees=term.n_trees, tree_nodes=3)
    torch.manual_seed(0)
    model = ClearClassifier(encoder, head).eval().requires_grad_(False)
    assert model.trees is not None
    model.trees.load_state_dict(term.state_dict())
    labels = tuple(LabelSpec(x, x, "diagnostic", 0.5) for x in ("WIDE", "LONG"))
    return Bundle("made", model, TokenConfig(), labels, {})


def recording(**options: object) -> Recording:
    return simulate(noise=Noise(0.01), **options).recording  # type: ignore[arg-type]


def numbers(one: Recording) -> np.ndarray:
    return measured_numbers(one, detect_r_peaks(one))


def test_wide_complexes_are_measured_and_speak() -> None:
    narrow, wide = numbers(recording()), numbers(recording(shape=LBBB))
    at = LEAD_NUMBERS.index("qrs_s")
    assert (narrow[:N_LEADS, at] < 0.12).all()
    for lead in ("V1", "V6"):
        assert wide[STANDARD_12.index(lead), at] > 0.12
    assert narrow[-1, COMMON_NUMBERS.index("heart_rate_bpm")] == pytest.approx(
        70, abs=1
    )
    assert narrow.shape == (N_ROWS, N_NUMBERS)


def test_neither_gain_nor_unit_nor_silence_at_the_end_changes_a_number() -> None:
    p = tuple(replace(bump, mv=tuple(0.25 * mv for mv in bump.mv)) for bump in SINUS.p)
    one = simulate(noise=Noise(0.001), shape=replace(SINUS, p=p)).recording
    signal = one.whole_signal_mv
    silence = np.zeros((len(signal), 1000), dtype=np.float32)
    for changed in (
        replace(one, signal_mv=7 * signal, unit_is_mv=False),
        replace(one, signal_mv=np.concatenate([signal, silence], axis=1)),
    ):
        np.testing.assert_allclose(numbers(changed), numbers(one), rtol=1e-3, atol=1e-3)


def test_numbers_of_a_lead_are_those_of_its_waves() -> None:
    fs = 1000.0
    times_s = np.arange(-400, 601) / fs
    waves = (
        *((-0.16, -0.08, 0.1), (-0.04, -0.02, -0.2), (-0.02, 0.02, 1.0)),
        *((0.02, 0.05, -0.4), (0.05, 0.2, 0.06), (0.2, 0.36, 0.3)),
    )
    mv = np.zeros(times_s.size)
    for start_s, stop_s, height_mv in waves:
        mv[(times_s >= start_s - 1e-9) & (times_s < stop_s - 1e-9)] = height_mv
    mv[times_s == 0] = 1.2
    lines = dict.fromkeys(POINTS, np.nan) | {
        **{"p_onset": -0.16, "p_offset": -0.081, "qrs_onset": -0.04},
        **{"qrs_offset": 0.049, "t_offset": 0.359},
    }
    own_s = np.array([[lines[point] for point in POINTS]])
    shape = MedianShape(
        *(("V1",), fs, times_s, mv[None], np.zeros(1), own_s[0], own_s, 10),
        np.tile(mv, (10, 1, 1)),
    )
    found = dict(zip(LEAD_NUMBERS, _of_lead(shape, 0), strict=True))
    sd = np.std(mv[(times_s >= -0.3) & (times_s <= 0.45)])
    in_sd = {
        **{"r": 1.2, "s": -0.4, "deepest_before_r": -0.2, "deepest_after_r": -0.4},
        **{"qrs": 1.6, "j20": 0.06, "j80": 0.06, "p_high": 0.1, "p_low": 0.1},
        **{"t_high": 0.3, "t_low": 0.06, "t_late": 0.3},
    }
    for name, expected_mv in in_sd.items():
        assert found[name] == pytest.approx(expected_mv / sd, abs=1e-6), name
    assert found["r_share"] == pytest.approx(1.2 / 1.6)
    assert found["q_share"] == pytest.approx(-0.2 / 1.6)
    assert found["j80_share"] == pytest.approx(0.06 / 1.6)
    assert found["t_share"] == pytest.approx(0.3 / 1.6)
    assert found["qrs_s"] == pytest.approx(0.089)
    assert found["q_s"] == pytest.approx(0.02)
    assert found["r_peak_s"] == pytest.approx(0.04)
    assert found["p_s"] == pytest.approx(0.079)


def test_what_cannot_be_measured_is_unknown() -> None:
    still = replace(recording(), signal_mv=np.zeros((12, 5000), dtype=np.float32))
    found = measured_numbers(still, detect_r_peaks(still))
    assert (found[:N_LEADS] == UNKNOWN).all()
    assert (found[-1, : len(COMMON_NUMBERS)] == UNKNOWN).all()


def test_rows_that_are_there_add_up_with_the_constant(
    bundle: Bundle, term: TreeTerm
) -> None:
    one = recording(shape=LBBB)
    (stretch,), _ = readable_stretches(one, detect_r_peaks(one), bundle)
    whole = term(make_batch([stretch]))[0]
    torch.testing.assert_close(whole[0], torch.tensor(0.25 + 1.0 + 0.5))
    kept = np.ones(stretch.valid.shape, dtype=bool)
    kept[STANDARD_12.index("V1")] = False
    without = term(make_batch([stretch], [kept]))[0]
    torch.testing.assert_close(without[0], torch.tensor(0.25 + 0.5))
    torch.testing.assert_close(without[1], whole[1])
    nothing = term(make_batch([stretch], [np.zeros_like(kept)]))[0]
    torch.testing.assert_close(nothing, term.constant)
    unmeasured = term(make_batch([replace(stretch, measured=None)]))[0]
    torch.testing.assert_close(unmeasured, term.constant)


def test_a_lead_of_which_nothing_could_be_measured_says_nothing(
    bundle: Bundle, term: TreeTerm
) -> None:
    one = recording(shape=LBBB)
    (stretch,), _ = readable_stretches(one, detect_r_peaks(one), bundle)
    assert stretch.measured is not None
    measured = stretch.measured.copy()
    measured[STANDARD_12.index("V1")] = UNKNOWN
    said = term(make_batch([replace(stretch, measured=measured)]))[0]
    torch.testing.assert_close(said[0], torch.tensor(0.25 + 0.5))
    measured[:] = UNKNOWN
    said = term(make_batch([replace(stretch, measured=measured)]))[0]
    torch.testing.assert_close(said, term.constant)


def test_evidence_gives_each_lead_what_it_says_and_shares_what_is_common(
    bundle: Bundle,
) -> None:
    one = recording(shape=LBBB)
    (stretch,), _ = readable_stretches(one, detect_r_peaks(one), bundle)
    silent = replace(stretch, measured=None)
    with_trees, without = (
        owen_values(lead_set_values(bundle, each, lambda: False))
        for each in (stretch, silent)
    )
    said = with_trees - without
    expected = np.zeros(N_LEADS)
    expected[STANDARD_12.index("V1")], expected[STANDARD_12.index("V6")] = 1.0, 0.5
    np.testing.assert_allclose(said[:, 0], expected, atol=1e-5)
    np.testing.assert_allclose(said[:, 1].sum(), -2.0, atol=1e-5)


def test_evidence_asks_the_network_that_predicts(bundle: Bundle) -> None:
    one = recording()
    (stretch,), _ = readable_stretches(one, detect_r_peaks(one), bundle)
    rng = np.random.default_rng(0)
    kept = rng.random((5, *stretch.valid.shape)) < 0.5
    kept[0] = True
    with torch.inference_mode():
        expected = bundle.model(make_batch([stretch] * 5, list(kept))).numpy()
    np.testing.assert_allclose(
        masked_logits(bundle, stretch, kept), expected, atol=2e-5
    )
    whole = predict(one, detect_r_peaks(one), bundle)
    assert whole.finding("WIDE").logit == pytest.approx(expected[0, 0], abs=1e-4)


def test_scaling_scales_what_is_said(term: TreeTerm, bundle: Bundle) -> None:
    one = recording(shape=LBBB)
    (stretch,), _ = readable_stretches(one, detect_r_peaks(one), bundle)
    scaled = TreeTerm(N_LABELS, term.n_trees, 3)
    scaled.load_state_dict(term.state_dict())
    scaled.scale_logits(torch.tensor([2.0, 0.5]))
    batch = make_batch([stretch])
    expected = term(batch) * torch.tensor([2.0, 0.5])
    torch.testing.assert_close(scaled(batch), expected)
