"""Members of an ensemble are chosen by patients that did not weigh them."""

import numpy as np

from training.bundle.members import cross_validated, macro_by_task
from training.bundle.weighing import joined, weigh


def made(n: int = 400, seed: int = 0):
    rng = np.random.default_rng(seed)
    targets = rng.random((n, 2)) < 0.4
    good = 3.0 * targets - 1.5 + rng.standard_normal((n, 2))
    noise = rng.standard_normal((n, 2))
    return np.stack([good, noise]), targets, np.ones_like(targets)


def test_a_member_that_knows_counts_and_noise_does_not():
    logits, targets, mask = made()
    weights, bias = weigh(logits, targets, mask)
    assert (weights[0] > 5 * weights[1]).all()
    assert joined(logits, weights, bias).shape == targets.shape


def test_what_a_member_does_not_know_has_no_weight():
    logits, targets, mask = made()
    logits[1, :, 1] = np.nan
    weights, bias = weigh(logits, targets, mask)
    assert weights[1, 1] == 0
    assert np.isfinite(joined(logits, weights, bias)).all()


def test_a_member_that_knows_each_patient_by_heart_does_not_win():
    """Of two recordings of each patient one has the label: none of it carries over."""
    rng = np.random.default_rng(1)
    targets = rng.random((200, 1)) < 0.5
    logits = rng.standard_normal((1, 200, 1))
    patients = [str(k // 2) for k in range(200)]
    said = cross_validated(logits, targets, np.ones_like(targets), patients)
    found = macro_by_task(said, targets, np.ones_like(targets), ["form"])
    assert 0.35 < found["form"] < 0.65


def test_both_recordings_of_a_patient_are_scored_by_the_same_weights():
    logits, targets, mask = made(200)
    patients = [str(k // 2) for k in range(200)]
    said = cross_validated(logits, targets, mask, patients)
    # Weights are those of a part: the same two recordings swapped change nothing.
    order = np.arange(200).reshape(-1, 2)[:, ::-1].reshape(-1)
    swapped = cross_validated(
        logits[:, order], targets[order], mask[order], [patients[k] for k in order]
    )
    np.testing.assert_allclose(swapped[order], said, atol=1e-4)


def test_labels_with_few_positives_are_left_out_of_means():
    logits, targets, mask = made()
    targets[:, 1] = False
    targets[:4, 1] = True
    found = macro_by_task(logits[0], targets, mask, ["super", "rhythm"])
    assert set(found) == {"super"}
