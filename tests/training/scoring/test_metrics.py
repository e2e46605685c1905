"""Metrics against values worked out by hand."""

import numpy as np
import pytest

from training.scoring.metrics import (
    auprc,
    auroc,
    best_f1_threshold,
    bootstrap,
    brier,
    expected_calibration_error,
    macro_auroc,
    patient_draws,
    probabilities,
    specificity_at,
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

    def of_rows(rows):
        return macro_auroc(truth[rows], scores[rows], asked[rows])

    by_record = bootstrap(of_rows, alone, 200)
    by_patient = bootstrap(of_rows, pairs, 200)
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


def test_auprc_is_precision_where_recall_grows():
    truth = np.array([True, False, True, False])
    # precision 1 at the first positive, 2/3 at the second
    assert auprc(truth, np.array([4.0, 3.0, 2.0, 1.0])) == pytest.approx(5 / 6)
    assert auprc(truth, np.array([4.0, 1.0, 3.0, 0.0])) == 1.0
    # all called at once: the share of positives, whatever their order
    assert auprc(truth, np.zeros(4)) == 0.5
    assert np.isnan(auprc(np.zeros(3, dtype=bool), np.arange(3.0)))


def test_auprc_is_that_of_scikit_learn_with_ties():
    from sklearn.metrics import average_precision_score

    rng = np.random.default_rng(3)
    truth, score = rng.random(200) < 0.2, rng.integers(0, 9, 200).astype(float)
    expected = average_precision_score(truth, score)
    assert auprc(truth, score) == pytest.approx(expected)


def test_brier_is_the_mean_squared_error_of_probabilities():
    truth = np.array([True, False])
    assert brier(truth, np.array([0.8, 0.4])) == pytest.approx((0.04 + 0.16) / 2)
    assert brier(truth, np.array([1.0, 0.0])) == 0.0


def test_probabilities_do_not_overflow():
    p = probabilities(np.array([-1000.0, 0.0, 1000.0]))
    np.testing.assert_allclose(p, [0, 0.5, 1])


def test_specificity_is_read_where_enough_positives_are_found():
    truth = np.array([True] * 20 + [False] * 10)
    score = np.concatenate([np.arange(10.0, 30.0), np.arange(2.0, 12.0)])
    # 19 of 20 positives reach 11; of the negatives only 11 does
    assert specificity_at(truth, score, 0.95) == (11.0, 0.9)
    assert specificity_at(truth, score, 1.0) == (10.0, 0.8)
    assert np.isnan(specificity_at(truth[:20], score[:20])).all()


def test_patients_are_drawn_whole():
    patients = ["a", "b", "a", "c", "b", "a"]
    for rows in patient_draws(patients, 20, 1):
        times = np.bincount(rows, minlength=6)
        assert times[0] == times[2] == times[5]
        assert times[1] == times[4]
        assert times[[0, 1, 3]].sum() == 3


def test_a_paired_interval_sees_what_two_single_ones_cannot():
    """Two models err on the same hard patients; one is a little better throughout."""
    rng = np.random.default_rng(5)
    truth = rng.random(150) < 0.4
    shared = truth + 1.5 * rng.standard_normal(150)
    better, worse = shared + 0.35 * truth, shared
    patients = [str(k) for k in range(150)]

    def one(score):
        return bootstrap(lambda rows: auroc(truth[rows], score[rows]), patients, 300)

    def gain(rows):
        return auroc(truth[rows], better[rows]) - auroc(truth[rows], worse[rows])

    paired = bootstrap(gain, patients, 300)
    assert one(better).low < one(worse).high  # apart they overlap
    assert 0 < paired.low < paired.value < paired.high
    assert paired.value == pytest.approx(one(better).value - one(worse).value)


def test_equal_models_differ_by_nothing():
    truth, score = np.array([True, False, True, False]), np.arange(4.0)
    same = bootstrap(lambda rows: auroc(truth[rows], score[rows]) * 0, list("abcd"), 50)
    assert (same.value, same.low, same.high) == (0.0, 0.0, 0.0)
