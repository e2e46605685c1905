"""Metrics against values worked out by hand."""

import numpy as np
import pytest

from training.metrics import (
    auroc,
    best_f1_threshold,
    bootstrap_macro_auroc,
    expected_calibration_error,
    macro_auroc,
)


def test_auroc_counts_ordered_pairs_and_halves_ties():
    truth = np.array([True, True, False, False])
    assert auroc(truth, np.array([3.0, 2.0, 1.0, 0.0])) == 1.0
    assert auroc(truth, np.array([3.0, 0.5, 1.0, 0.0])) == 0.75
    assert auroc(truth, np.zeros(4)) == 0.5


def test_a_label_without_positives_is_left_out_of_the_mean():
    truth = np.array([[True, False], [False, False]])
    scores = np.array([[1.0, 0.0], [0.0, 1.0]])
    asked = np.ones_like(truth)
    assert np.isnan(auroc(truth[:, 1], scores[:, 1]))
    assert macro_auroc(truth, scores, asked) == 1.0


def test_records_that_were_not_asked_do_not_count():
    truth = np.array([[True], [False], [True]])
    scores = np.array([[1.0], [0.0], [-5.0]])
    asked = np.array([[True], [True], [False]])
    assert macro_auroc(truth, scores, asked) == 1.0


def test_the_interval_holds_the_value_and_resamples_patients():
    rng = np.random.default_rng(0)
    truth = rng.random((60, 2)) < 0.4
    scores = truth + rng.standard_normal((60, 2))
    asked = np.ones_like(truth)
    alone = [str(k) for k in range(60)]
    pairs = [str(k // 6) for k in range(60)]
    by_record = bootstrap_macro_auroc(truth, scores, asked, alone, 200)
    by_patient = bootstrap_macro_auroc(truth, scores, asked, pairs, 200)
    assert by_record.low < by_record.value < by_record.high
    assert by_record.value == by_patient.value
    assert (by_record.low, by_record.high) != (by_patient.low, by_patient.high)


def test_calibration_error_is_the_gap_between_saying_and_being():
    truth = np.array([True] * 8 + [False] * 2)
    assert expected_calibration_error(truth, np.full(10, 0.8)) == pytest.approx(0)
    assert expected_calibration_error(truth, np.full(10, 0.3)) == pytest.approx(0.5)


def test_the_threshold_maximises_f1():
    truth = np.array([False, False, True, True])
    probability = np.array([0.1, 0.2, 0.3, 0.9])
    assert best_f1_threshold(truth, probability) == 0.3
