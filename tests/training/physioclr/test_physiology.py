"""Which recordings are alike by their measured values."""

import numpy as np
import pytest

from training.physioclr.physiology import N_DIMENSIONS, Physiology, compare

WHOLE = ("heart_rate_bpm", "qt_ms")
COLUMNS = (*WHOLE, *(f"{lead} r_mv" for lead in ("I", "II", "V1", "V2", "V5", "V6")))


def table(n: int = 400, seed: int = 0) -> np.ndarray:
    rng = np.random.default_rng(seed)
    scale = np.array([15.0, 30.0, *[0.3] * 6])
    centre = np.array([70.0, 400.0, *[1.0] * 6])
    return (centre + scale * rng.standard_normal((n, 8))).astype(np.float32)


@pytest.mark.parametrize("share", [0.07, 0.2])
def test_the_share_of_pairs_that_are_alike_is_the_one_asked_for(share):
    found = compare(table(), COLUMNS, share)
    alike, _ = found.pairs(np.arange(400), most=400)
    assert alike.sum() / (400 * 399) == pytest.approx(share, abs=0.003)


def test_units_do_not_count():
    values, other = table(), table()
    other[:, 0] /= 1000
    other[:, 3] *= 1000
    one, two = (compare(v, COLUMNS, 0.07) for v in (values, other))
    np.testing.assert_allclose(
        one.vectors @ one.vectors.T, two.vectors @ two.vectors.T, atol=1e-4
    )


def test_what_was_not_measured_is_usual_and_not_zero():
    values = table()
    values[0, 0], values[1, 0] = np.nan, np.median(values[:, 0])
    values[0, 1:] = values[1, 1:]
    values[2] = values[1]
    values[2, 0] = 0.0
    cosine = (v := compare(values, COLUMNS, 0.07).vectors) @ v.T
    assert cosine[0, 1] > 0.999 > 0.9 > cosine[0, 2]


def test_one_value_of_all_counts_as_much_as_those_of_six_leads():
    values = table()
    values[:, 2:] = values[:, 2:3]  # six leads that say the same
    values[:3] = np.median(values, axis=0)
    values[0, :2] += (30.0, 60.0)
    values[1, 2:] += 0.6
    values[2] = values[0]
    values[2, 2:] += 0.6
    cosine = (v := compare(values, COLUMNS, 0.07).vectors) @ v.T
    assert cosine[0, 2] == pytest.approx(cosine[1, 2], abs=0.12)


def test_a_recording_of_which_little_was_measured_is_unlike_all():
    values = table()
    values[7, 2:] = np.nan
    found = compare(values, COLUMNS, 0.3)
    alike, unlike = found.pairs(np.arange(400), most=5)
    assert not alike[7].any()
    assert not alike[:, 7].any()
    assert unlike[7].sum() == 399


def test_a_value_that_few_recordings_have_is_left_out():
    values = table()
    values[5:, 4] = np.nan
    without = np.delete(values, 4, axis=1)
    columns = COLUMNS[:4] + COLUMNS[5:]
    one, two = compare(values, COLUMNS, 0.07), compare(without, columns, 0.07)
    np.testing.assert_allclose(np.abs(one.vectors), np.abs(two.vectors), atol=1e-5)


def test_a_recording_is_never_its_own_pair_and_at_most_so_many_are_alike():
    vectors = np.tile(np.float32([1.0, 0.0]), (6, 1))
    vectors[5] = (0.0, 1.0)
    angle = np.deg2rad([0, 1, 3, 6, 10])
    vectors[:5] = np.stack([np.cos(angle), np.sin(angle)], axis=1)
    alike, unlike = Physiology(vectors, 0.5).pairs(np.arange(6), most=2)
    assert not alike.diagonal().any()
    assert not unlike.diagonal().any()
    assert np.flatnonzero(alike[0]).tolist() == [1, 2]  # the nearest
    assert np.flatnonzero(unlike[0]).tolist() == [5]  # 3 and 4 are neither
    assert not alike[5].any()


def test_no_more_dimensions_than_the_paper_has():
    rng = np.random.default_rng(1)
    values = rng.standard_normal((300, 80)).astype(np.float32)
    found = compare(values, [f"value_{k}" for k in range(80)], 0.07)
    assert found.vectors.shape == (300, N_DIMENSIONS)
    np.testing.assert_allclose(np.linalg.norm(found.vectors, axis=1), 1, atol=1e-5)


def test_values_that_never_vary_count_for_nothing():
    values = table()
    values[:, 5] = 0.0
    values[:300, 6] = 0.0  # as of a wave that few have
    assert np.isfinite(compare(values, COLUMNS, 0.07).vectors).all()


def test_nothing_measured_is_said():
    with pytest.raises(ValueError, match="too little was measured"):
        compare(np.full((9, 8), np.nan, dtype=np.float32), COLUMNS, 0.07)
