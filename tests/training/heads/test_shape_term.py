"""The linear read-out of the shape term: ridge regression, leads apart."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from ecgviewer.ai.clear.batch import make_batch
from ecgviewer.ai.clear.classifier import ClearClassifier
from ecgviewer.ai.clear.heads import HeadConfig
from ecgviewer.ai.clear.nets import EncoderConfig
from ecgviewer.ai.clear.tokens import TokenConfig, tokenise
from ecgviewer.analysis.beats.rpeaks import detect_r_peaks
from tests.synthetic import regular_r_times, synthetic_recording
from training.heads.shape_term import (
    STRENGTHS,
    LinearFit,
    choose_strength,
    fit_ridge,
    install,
)
from training.heads.side_terms import mean_of, tells_shapes
from training.labels.labelled import LabelledSet
from training.sources.datasets import Label
from training.sources.entries import Entry

N_RECORDS, N_NUMBERS = 60, 5
TASKS = (("MI", "super"), ("PAC", "form"), ("NT_", "form"), ("AFIB", "rhythm"))


@pytest.fixture
def made():
    """Random numbers of which one, of lead 3, decides the first label."""
    rng = np.random.default_rng(0)
    numbers = rng.standard_normal((N_RECORDS, 12, N_NUMBERS)) * 3 + 1
    truth = np.stack([numbers[:, 3, 2] > 1, rng.random(N_RECORDS) > 0.5], axis=1)
    return numbers, truth, np.ones_like(truth)


def test_it_is_ridge_regression_on_standardised_numbers(made):
    numbers, truth, asked = made
    from sklearn.linear_model import Ridge

    flat = numbers.reshape(N_RECORDS, -1)
    standard = (flat - flat.mean(axis=0)) / flat.std(axis=0)
    expected = Ridge(alpha=2.0 * flat.shape[1], solver="cholesky").fit(standard, truth)
    found = fit_ridge(numbers, truth, asked, 2.0)(numbers)
    np.testing.assert_allclose(
        found, expected.predict(standard) - truth.mean(axis=0), atol=1e-5
    )


def test_recordings_that_were_not_asked_teach_nothing(made):
    numbers, truth, asked = made
    asked = asked.copy()
    asked[:20, 0] = False
    other = truth.copy()
    other[:20, 0] ^= True
    one, two = (fit_ridge(numbers, t, asked, 1.0)(numbers) for t in (truth, other))
    np.testing.assert_array_equal(one, two)


def test_a_missing_lead_counts_as_the_mean_lead(made):
    numbers, truth, asked = made
    fit = fit_ridge(numbers, truth, asked, 0.1)
    missing, mean = numbers.copy(), numbers.copy()
    missing[:, 3] = np.nan
    mean[:, 3] = numbers[:, 3].mean(axis=0)
    np.testing.assert_allclose(fit(missing), fit(mean), atol=1e-4)
    assert np.abs(fit(missing) - fit(numbers))[:, 0].max() > 0.05


def test_each_logit_is_the_mean_of_network_and_term_and_rhythm_the_networks():
    torch.manual_seed(0)
    head = HeadConfig(n_labels=2, shape_kernels=8)
    model = ClearClassifier(EncoderConfig(24, 2, 4, 48), head).eval()
    model.requires_grad_(False)
    assert model.shape is not None
    for values in model.shape.buffers():
        torch.nn.init.normal_(values)
    recordings = [
        synthetic_recording(regular_r_times(rate), noise_mv=0.05, seed=rate)
        for rate in (50, 60, 70, 80)
    ]
    tokens = [tokenise(r, detect_r_peaks(r), TokenConfig())[0] for r in recordings]
    batch = make_batch(tokens)
    network = model(batch).double().numpy()
    beats = [torch.from_numpy(stretch.beats) for stretch in tokens]
    seen = torch.stack([model.shape.features(b).mean(dim=1) for b in beats]).numpy()
    rng = np.random.default_rng(0)
    fit = LinearFit(rng.standard_normal((12, 16, 2)), rng.standard_normal((12, 2)))
    said = fit(seen)
    install(model, fit, mean_of(network, said, np.array([True, False])))
    found = model(batch).double().numpy()
    alike = (said - said.mean(axis=0)) / said.std(axis=0) * network.std(axis=0)
    expected = (network + alike + network.mean(axis=0)) / 2
    np.testing.assert_allclose(found[:, 0], expected[:, 0], atol=1e-4)
    np.testing.assert_allclose(found[:, 1], network[:, 1], atol=1e-4)


def test_a_label_that_it_cannot_tell_in_cross_validation_stays_the_networks():
    labels = [Label(code, code, task, frozenset({code})) for code, task in TASKS]
    aurocs = np.array([0.9, 0.6, np.nan, 0.99])
    assert tells_shapes(aurocs, labels).tolist() == [True, False, False, False]


def labelled(truth: np.ndarray, n_own: int) -> LabelledSet:
    """The first recordings are in folds 1-8, the others of another set."""
    entries = tuple(
        Entry(
            Path("none"), "made", str(k), str(k), fold=1 + k % 8 if k < n_own else None
        )
        for k in range(len(truth))
    )
    return LabelledSet(entries, ((),) * len(truth), truth, np.ones_like(truth))


@pytest.mark.parametrize("n_own", [0, 1, 8])
def test_where_nothing_can_be_chosen_by_the_term_is_silent(made, n_own):
    """A hundredth of the labels: a recording or two, and no label with five."""
    numbers, truth, _ = made
    numbers, truth = numbers[: max(2, n_own)], truth[: max(2, n_own)].copy()
    truth[4:] = False
    labels = [Label(code, code, task, frozenset({code})) for code, task in TASKS[:2]]
    chosen = choose_strength(numbers, labelled(truth, n_own), labels)
    assert chosen.strength in STRENGTHS
    assert chosen.values == {}
    assert not tells_shapes(chosen.aurocs, labels).any()


def test_no_other_recordings_to_learn_from_are_no_error(made):
    """All that is learnt from lies in one fold."""
    numbers, truth, _ = made
    data = labelled(truth, len(truth))
    entries = tuple(replace(entry, fold=3) for entry in data.entries)
    labels = [Label(code, code, task, frozenset({code})) for code, task in TASKS[:2]]
    chosen = choose_strength(numbers, replace(data, entries=entries), labels)
    assert np.isnan(chosen.aurocs).all()


def test_joined_recordings_are_learnt_from_and_not_judged(made):
    """Nothing is said of them, which is neither right nor wrong."""
    numbers, truth, _ = made
    numbers, truth = numbers[:, 3:4].repeat(12, axis=1), truth[:, :1]
    labels = [Label("MI", "MI", "super", frozenset({"MI"}))]
    chosen = choose_strength(numbers, labelled(truth, 40), labels)
    assert chosen.aurocs[0] > 0.95
    assert max(chosen.values.values()) == pytest.approx(chosen.aurocs[0])
    wrong = np.concatenate([truth[:40], ~truth[40:]])
    assert (
        choose_strength(numbers, labelled(wrong, 40), labels).aurocs[0]
        < chosen.aurocs[0]
    )
