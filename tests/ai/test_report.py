"""The report card of a map, on models whose answers are known."""

from dataclasses import replace

import numpy as np
import pytest
import torch
from scipy.stats import spearmanr

from ecgviewer.ai.evidence.owen import attribute
from ecgviewer.ai.inference import predict
from ecgviewer.ai.inputs import N_LEADS
from ecgviewer.ai.model import Cancelled
from ecgviewer.ai.report.card import Check, Limit, ReportCard, limits_file, load_limits
from ecgviewer.ai.report.disturbed import disturbances, with_random_weights
from ecgviewer.ai.report.faithfulness import (
    N_STEPS,
    amplitudes,
    degradations,
    order_of,
    shares,
)
from ecgviewer.ai.report.question import cell_map, lead_map, question
from ecgviewer.ai.report.report import (
    NO_WEIGHTS,
    OCCLUSION,
    TOO_FEW_ALIKE,
    SecondMap,
    alike_in_one_shape,
    rank_correlation,
    report,
    second_map,
)
from ecgviewer.analysis.beats.rpeaks import detect_r_peaks
from ecgviewer.ecg.leads import STANDARD_12
from tests.ai.tiny import LABELS, MAKERS, Worths
from tests.synthetic import regular_r_times, synthetic_recording


@pytest.fixture(scope="module")
def case():
    """Return a recording, its beats, a model of known worths and what it says of MI."""
    recording = synthetic_recording(regular_r_times(60))
    beats = detect_r_peaks(recording)
    worth = np.random.default_rng(3).normal(0.05, 0.1, (N_LEADS, len(beats), 3))
    model = Worths(worth, LABELS)
    return recording, beats, model, attribute(recording, beats, model)["MI"]


def checks_of(card):
    return {check.key: check for check in card.checks}


def whole(case, **changes):
    recording, beats, model, evidence = case
    shapes = np.zeros(len(beats), dtype=np.int64)
    item = replace(evidence, **changes)
    return report(recording, beats, model, item, shapes=shapes)


# ------------------------------------------------------------------------- arithmetic


def test_ranks_are_compared_as_spearman_did_with_ties():
    rng = np.random.default_rng(0)
    one, other = rng.integers(0, 5, 40).astype(float), rng.normal(size=40)
    expected = spearmanr(one, other).statistic
    assert rank_correlation(one, other) == pytest.approx(expected)
    assert rank_correlation(one, np.ones(40)) == 0


def test_a_known_order_has_the_score_that_its_sums_give(case):
    """Worths add up, so each curve is a running sum of the sorted worths."""
    recording, beats, model, _ = case
    asked = question(recording, beats, model, "MI")
    worth = np.where(asked.valid, model.worth[:, : len(beats), 0], 0)
    order = order_of(worth, asked.valid)
    (found,) = degradations(asked, {"map": [order]})["map"]
    falling = np.sort(worth[asked.valid])[::-1]
    n = len(falling)
    steps = np.round(np.linspace(0, 1, N_STEPS + 1) * n).astype(int)
    most = np.array([falling[k:].sum() for k in steps])
    least = np.array([falling[: n - k].sum() for k in steps])
    np.testing.assert_allclose(found.most, most, atol=1e-9)
    np.testing.assert_allclose(found.least, least, atol=1e-9)
    area = np.trapezoid(least - most, dx=1 / N_STEPS) / falling.sum()
    assert found.score == pytest.approx(area)
    (turned,) = degradations(asked, {"map": [order[::-1]]})["map"]
    assert turned.score == pytest.approx(-area)


def test_occlusion_and_leads_of_an_additive_model_are_its_worths(case):
    recording, beats, model, _ = case
    asked = question(recording, beats, model, "CD")
    worth = np.where(asked.valid, model.worth[:, : len(beats), 1], 0)
    np.testing.assert_allclose(cell_map(asked), worth, atol=1e-9)
    np.testing.assert_allclose(lead_map(asked), worth.sum(axis=1), atol=1e-9)


def test_amplitude_is_the_mean_distance_from_the_lead_s_median():
    recording = synthetic_recording(regular_r_times(60))
    signal = np.zeros_like(recording.whole_signal_mv)
    beats = detect_r_peaks(recording)
    limits = np.round(beats.limits_s(recording.duration_s) * recording.fs).astype(int)
    signal[STANDARD_12.index("V2"), limits[3] : limits[4]] = -0.5
    found = amplitudes(replace(recording, signal_mv=signal), beats)
    expected = np.zeros_like(found)
    expected[STANDARD_12.index("V2"), 3] = 0.5
    np.testing.assert_allclose(found, expected, atol=1e-6)


def test_beats_of_one_shape_are_compared_with_the_others():
    rng = np.random.default_rng(1)
    cells = np.repeat(rng.normal(size=(N_LEADS, 1)), 6, axis=1)
    valid, shapes = np.ones(cells.shape, bool), np.zeros(6, dtype=np.int64)
    assert alike_in_one_shape(cells, valid, shapes) == pytest.approx(1)
    cells[:, 5] *= -1  # of another shape: not asked
    shapes[5] = 1
    assert alike_in_one_shape(cells, valid, shapes) == pytest.approx(1)
    noise = rng.normal(size=cells.shape)
    assert abs(alike_in_one_shape(noise, valid, shapes)) < 0.5
    assert alike_in_one_shape(cells, valid, np.array([0, 0, 1, 1, 1, 1])) is None


@pytest.mark.parametrize("duration_s", [10.0, 32.0])
def test_the_question_is_after_the_logit_that_is_stated(duration_s):
    recording = synthetic_recording(duration_s=duration_s)
    beats, model = detect_r_peaks(recording), MAKERS["clear"]()
    said = predict(recording, beats, model)
    for code in ("MI", "PVC"):
        asked = question(recording, beats, model, code)
        every = np.ones((1, *asked.valid.shape), dtype=bool)
        logit = asked.logits(every)[0]
        assert logit == pytest.approx(said.finding(code).logit, abs=1e-4)


# ------------------------------------------------------------------------ the card


def test_the_map_of_an_additive_model_is_supported(case):
    card = whole(case)
    found = checks_of(card)
    assert found["agreement"].value > 0.9  # beats are sampled
    assert found["efficiency"].value < 1e-9
    assert found["stability"].value == pytest.approx(1)
    assert found["above_random"].passed
    assert found["randomised"].value is None
    assert found["randomised"].reason == NO_WEIGHTS
    assert len(card.shares) == len(card.curves["removed"]) == N_STEPS + 1
    assert card.curves["kept"][0] == pytest.approx(card.curves["removed"][-1])
    assert (card.curves["removed"] <= card.curves["random"] + 1e-9).all()
    assert card.shares[[0, -1]].tolist() == shares()[[0, -1]].tolist() == [0, 1]


def test_a_map_the_wrong_way_round_is_not_to_be_used(case):
    card = whole(case, beats=-case[3].beats)
    assert card.verdict == "do not use"
    assert {"degradation", "above_random"} <= {check.key for check in card.failed}
    assert card.failed[0].limit.vital
    assert checks_of(card)["degradation"].value < 0


def test_a_map_by_chance_is_not_to_be_used(case):
    shuffled = np.random.default_rng(8).permutation(case[3].beats.ravel())
    card = whole(case, beats=shuffled.reshape(case[3].beats.shape))
    assert card.verdict == "do not use"
    assert abs(checks_of(card)["agreement"].value) < 0.3


def test_what_speaks_against_a_finding_is_removed_first_where_it_is_denied():
    recording = synthetic_recording(regular_r_times(60))
    beats = detect_r_peaks(recording)
    worth = np.random.default_rng(3).normal(-0.05, 0.1, (N_LEADS, len(beats), 3))
    model = Worths(worth, LABELS)
    item = attribute(recording, beats, model)["MI"]
    assert item.logit < item.baseline_logit
    card = whole((recording, beats, model, item))
    assert checks_of(card)["degradation"].value > 0.3


def test_the_second_method_is_the_one_that_is_handed_in(case):
    recording, beats, model, evidence = case
    second = SecondMap("another", -evidence.beats)
    shapes = np.full(len(beats), -1)
    card = report(recording, beats, model, evidence, shapes=shapes, second=second)
    assert card.second_method == "another"
    assert checks_of(card)["agreement"].value == pytest.approx(-1)
    assert checks_of(card)["alike"].reason == TOO_FEW_ALIKE


def test_a_model_that_was_measured_to_tell_nothing_is_not_to_be_used(case):
    recording, beats, model, evidence = case
    verdicts = {}
    for low in (0.45, 0.9, None):
        bounds = [low, 0.95] if low else None
        row = {"code": "MI", "task": "super", "auroc_95": bounds}
        told = Worths(model.worth, LABELS)
        told.card = {
            "fold_9": {"labels": [{**row, "task": "form", "auroc_95": [0.1, 0.2]}, row]}
        }
        shapes = np.zeros(len(beats), dtype=np.int64)
        card = report(recording, beats, told, evidence, shapes=shapes)
        verdicts[low] = card.verdict, checks_of(card)["discrimination"].value
    assert verdicts[0.45] == ("do not use", 0.45)
    assert verdicts[0.9][1] == 0.9
    assert verdicts[None] == ("weak", None)


def test_gradients_are_the_second_method_where_there_are_any():
    recording = synthetic_recording(regular_r_times(60), noise_mv=0.02)
    beats = detect_r_peaks(recording)
    titles = {}
    for name in ("resnet", "rr"):
        model = MAKERS[name]()
        item = attribute(recording, beats, model)["MI"]
        asked = question(recording, beats, model, "MI")
        found = second_map(recording, beats, asked, item)
        titles[name] = found.method
        assert found.values.shape == asked.valid.shape
        other = replace(item, method="gradients themselves")
        assert second_map(recording, beats, asked, other).method == OCCLUSION
    assert titles == {"resnet": "Integrated gradients", "rr": OCCLUSION}


def test_a_card_can_be_cancelled(case):
    with pytest.raises(Cancelled):
        report(*case, cancelled=lambda: True)


def test_the_verdict_names_the_vital_check_first():
    minor, vital = Limit(0.5, True, False), Limit(0.5, False, True)
    checks = (Check("a", 0.4, minor), Check("b", 0.6, vital), Check("c", None, vital))
    assert [c.key for c in ReportCard("MI", checks).failed] == ["b", "a"]
    assert ReportCard("MI", checks).verdict == "do not use"
    assert ReportCard("MI", checks[:1]).verdict == "weak"
    assert ReportCard("MI", checks[2:]).verdict == "weak"  # vital, not answered
    assert ReportCard("MI", (Check("a", 0.5, minor),)).verdict == "supported"
    assert ReportCard("MI", (Check("a", None, minor),)).verdict == "supported"
    assert Check("a", float("nan"), minor).passed is False


def test_each_check_has_a_limit_and_the_limits_say_where_they_come_from(case):
    assert {check.key for check in whole(case).checks} == load_limits().keys()
    made = limits_file()["made"]
    assert made["fold"] == 8
    assert {"command", "seed", "n_recordings", "model"} <= made.keys()


# --------------------------------------------------------------------- disturbances


@pytest.mark.parametrize("family", MAKERS)
def test_random_weights_are_others_and_the_same_each_time(family):
    model = MAKERS[family]()
    recording = synthetic_recording(regular_r_times(60), noise_mv=0.02)
    beats = detect_r_peaks(recording)
    one, same, other = (with_random_weights(model, seed) for seed in (1, 1, 2))
    said = [m.logits(m.prepare(recording, beats)) for m in (model, one, same, other)]
    assert np.isfinite(said[1]).all()
    assert np.abs(said[1] - said[0]).max() > 1e-3
    assert np.abs(said[1] - said[3]).max() > 1e-3
    np.testing.assert_array_equal(said[1], said[2])
    if family != "ensemble":
        for name, value in model.tensors().items():
            drawn = one.tensors()[name]
            assert drawn.shape == value.shape
            if value.ndim == 1 and value.is_floating_point():
                torch.testing.assert_close(drawn.sort().values, value.sort().values)
        vectors = [v for v in model.tensors().values() if v.ndim == 1]
        there = [v for v in one.tensors().values() if v.ndim == 1]
        pairs = zip(vectors, there, strict=True)
        assert any(not torch.equal(a, b) for a, b in pairs)


def test_an_ecg_is_disturbed_by_as_much_as_is_said():
    recording = synthetic_recording(regular_r_times(60))
    beats = detect_r_peaks(recording)
    found = list(disturbances(recording, beats))
    assert len(found) == 5
    away = [other.r_peaks - beats.r_peaks for _, other in found[:2]]
    assert np.median(away[0]) == -round(0.02 * recording.fs) == -np.median(away[1])
    gains = [
        other.whole_signal_mv.std() / recording.whole_signal_mv.std()
        for other, _ in found[2:4]
    ]
    assert gains == pytest.approx([0.95, 1.05], rel=1e-3)
    noise = found[4][0].whole_signal_mv - recording.whole_signal_mv
    assert noise.std() == pytest.approx(0.020, rel=0.02)
