"""Scores files, and what is made of them, against values known beforehand."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from training.evaluation import evaluate
from training.evaluation.external import external_report, set_results
from training.evaluation.external_classes import CLASSES, any_of, class_logits
from training.evaluation.report import comparison, report
from training.evaluation.results import (
    TASKS,
    Draws,
    all_results,
    failures,
    label_results,
    mean_differences,
    of_task,
    subgroup_results,
    task_results,
)
from training.scoring.metrics import probabilities
from training.scoring.scores import (
    Scores,
    load_scores,
    make_scores,
    paired,
    save_scores,
)
from training.sources.datasets import Label
from training.sources.entries import Entry

LABELS = [
    Label("MI", "infarction", "super"),
    Label("CD", "conduction", "super"),
    Label("PVC", "extrasystole", "form"),
]


def made_scores(model: str = "m", n: int = 40, noise: float = 0.0) -> Scores:
    """Two recordings a patient; MI in every fourth, CD told by nothing."""
    rng = np.random.default_rng(7)
    entries = [
        Entry(
            Path("x"),
            "ptbxl",
            str(k),
            f"p{k // 2}",
            9,
            age_years=None if k == 0 else 20.0 + 2 * k,
            sex=("male", "female")[k % 2],
        )
        for k in range(n)
    ]
    rows = np.arange(n)
    truth = np.stack([rows % 4 == 0, rows % 3 == 0, rows % 8 == 1], axis=1)
    asked = np.ones_like(truth)
    asked[:, 2] = rows % 2 == 1
    logits = np.stack([2.0 * truth[:, 0] - 1, np.zeros(n), np.full(n, np.nan)], axis=1)
    logits[:, :2] += noise * rng.standard_normal((n, 2))
    return make_scores(model, "ptbxl fold 9", entries, LABELS, truth, asked, logits)


def test_a_scores_file_gives_back_what_was_saved(tmp_path):
    scores = made_scores(noise=0.3)
    path = tmp_path / "run" / "scores-fold9.npz"
    save_scores(scores, path)
    again = load_scores(path)
    assert again.records == scores.records
    assert again.tasks == scores.tasks
    np.testing.assert_allclose(again.logits, scores.logits, rtol=1e-6)
    np.testing.assert_array_equal(again.truth, scores.truth)
    np.testing.assert_array_equal(again.ages_years, scores.ages_years)
    assert [p.name for p in path.parent.iterdir()] == ["scores-fold9.npz"]


def test_what_is_no_scores_file_is_named(tmp_path):
    path = tmp_path / "x.npz"
    path.write_bytes(b"nothing")
    with pytest.raises(SystemExit, match="not a scores file"):
        load_scores(path)


def test_models_are_compared_on_the_recordings_and_labels_both_have():
    first = made_scores("a")
    second = made_scores("b").rows(np.arange(39, 9, -1)).columns([1, 0])
    left, right = paired(first, second)
    assert left.records == right.records == tuple(str(k) for k in range(10, 40))
    assert left.labels == right.labels == ("MI", "CD")
    np.testing.assert_array_equal(left.truth, right.truth)


def test_models_with_another_truth_or_part_are_not_compared():
    first = made_scores("a")
    with pytest.raises(SystemExit, match="disagree about what is true"):
        paired(first, replace(first, truth=~first.truth))
    with pytest.raises(SystemExit, match="cannot be compared"):
        paired(first, replace(first, part="ptbxl fold 10"))
    with pytest.raises(SystemExit, match="disagree about who was asked"):
        paired(first, replace(first, asked=np.ones_like(first.asked)))


def test_a_task_is_the_mean_over_its_labels():
    found = task_results(made_scores(), Draws(20))["super"]
    assert found["macro_auroc"]["value"] == 0.75  # MI known, CD told by nothing
    assert found["labels"] == 2
    assert found["macro_auprc"]["value"] == pytest.approx((1 + 14 / 40) / 2)


def test_form_is_asked_of_everyone_and_of_those_with_a_statement():
    scores = made_scores()
    logits = scores.logits.copy()
    # perfect among odd recordings; the even ones all look like the finding
    logits[:, 2] = np.where(np.arange(40) % 2 == 0, 5.0, 4.0 * scores.truth[:, 2])
    found = task_results(replace(scores, logits=logits), Draws(5))
    assert found["form"]["macro_auroc"]["value"] == 1
    assert found["form, of all recordings"]["macro_auroc"]["value"] < 0.5


def test_what_a_model_does_not_say_is_named_and_rare_labels_do_not_count():
    scores = made_scores()
    truth = scores.truth.copy()
    truth[:, 1] = np.arange(40) < 4
    logits = scores.logits.copy()
    logits[:, 0] = np.nan
    found = task_results(replace(scores, truth=truth, logits=logits), Draws(5))
    assert "super" not in found  # MI is not said, CD has four positives
    found = task_results(replace(scores, logits=logits), Draws(5))
    assert found["super"]["not_said"] == ["MI"]
    assert found["super"]["labels"] == 1


def test_a_better_model_is_better_on_the_same_patients():
    worse = made_scores("noisy", noise=2.0)
    found = task_results(made_scores(), Draws(100), worse)["super"]["against"]
    own = task_results(worse, Draws(5))["super"]["macro_auroc"]["value"]
    assert found["macro_auroc"]["value"] == pytest.approx(0.75 - own, abs=1e-4)
    assert found["labels"] == 2


def test_pairs_are_compared_one_by_one_and_in_the_mean():
    good, noisy = made_scores(), made_scores("noisy", noise=2.0)
    one = task_results(good, Draws(100), noisy)["super"]["against"]["macro_auroc"]
    found = mean_differences([(good, noisy), (good, noisy)], Draws(100))["super"]
    assert found["macro_auroc"] == one
    assert found["each_macro_auroc"] == [one["value"]] * 2
    mixed = mean_differences([(good, noisy), (noisy, good)], Draws(100))["super"]
    assert mixed["macro_auroc"] == {"value": 0.0, "low": 0.0, "high": 0.0}
    assert mixed["each_macro_auroc"] == [one["value"], -one["value"]]


@pytest.mark.parametrize("order", [1, -1], ids=["fewer first", "fewer second"])
def test_pairs_of_other_recordings_are_not_averaged(order):
    """A draw of patients is rows, which must mean the same in every pair."""
    whole = made_scores("a"), made_scores("b", noise=1.0)
    fewer = made_scores("c"), whole[1].rows(np.arange(20, 40))
    with pytest.raises(SystemExit, match="not scored on the same recordings"):
        mean_differences([whole, fewer][::order], Draws(5))
    few = tuple(scores.rows(np.arange(20)) for scores in whole)
    others = tuple(scores.rows(np.arange(20, 40)) for scores in whole)
    with pytest.raises(SystemExit, match="not scored on the same recordings"):
        mean_differences([few, others][::order], Draws(5))


def test_pairs_that_were_asked_differently_are_not_averaged():
    one = made_scores("a"), made_scores("b", noise=1.0)
    asked = one[0].asked.copy()
    asked[:4] = False
    two = tuple(replace(scores, asked=asked) for scores in one)
    with pytest.raises(SystemExit, match="disagree about who was asked"):
        mean_differences([one, two], Draws(5))


def test_what_one_pair_does_not_say_is_left_out():
    silent = made_scores()
    silent.logits[:, :2] = np.nan
    pairs = [(made_scores(), made_scores()), (made_scores(), silent)]
    assert "super" not in mean_differences(pairs, Draws(5))


def test_statements_have_their_specificity_at_95_percent_sensitivity():
    rows = {row["code"]: row for row in label_results(made_scores())}
    assert rows["MI"]["specificity_at_95"] == 1.0
    assert rows["MI"]["threshold_at_95"] == pytest.approx(probabilities(1.0), abs=1e-4)
    assert rows["CD"]["specificity_at_95"] == 0.0
    assert "PVC" not in rows


def test_subgroups_are_by_sex_and_age_where_known():
    found = subgroup_results(made_scores(), Draws(5, min_positives=1))
    assert found["female"]["records"] == found["male"]["records"] == 20
    assert found["under 50 years"]["records"] == 14  # who has no age is in no group
    ages = [found[name]["records"] for name in found if "year" in name]
    assert sum(ages) == 39
    assert "super" in found["male"]


def test_failures_are_the_surest_errors_one_a_recording():
    scores = made_scores()
    logits = np.where(scores.truth, 3.0, -3.0)
    logits[7, 0] = 6.0  # not there, said to be
    logits[8, 1] = 2.0  # right or wrong, less sure
    logits[12, 0] = -5.0  # there, not seen
    worst = failures(replace(scores, logits=logits), 2)
    assert [(x["record"], x["code"], x["present"]) for x in worst] == [
        ("7", "MI", False),
        ("12", "MI", True),
    ]


def test_the_report_sets_rare_labels_apart_and_signs_differences():
    result = all_results(made_scores("new"), Draws(20), made_scores("old", noise=1.0))
    text = report(result)
    assert "minus old, on the same patients" in text
    assert "fewer than 10 positives" not in text  # MI has 10, CD 14
    table = comparison([result, all_results(made_scores("old"), Draws(20))])
    assert table.splitlines()[2].startswith("new")
    assert "labels with at least 5 positives" in table


def test_any_of_several_labels_is_their_union():
    logits = np.array([[0.0, 0.0], [-5.0, -6.0], [50.0, -50.0]])
    expected = 1 - np.prod(1 - probabilities(logits), axis=1)
    np.testing.assert_allclose(probabilities(any_of(logits)), expected, rtol=1e-6)
    np.testing.assert_allclose(any_of(np.array([[-60.0, -60.0]])), np.log(2) - 60)


def test_classes_of_other_sets_are_told_by_codes_and_words():
    classes = {each.name: each for each in CLASSES}
    assert classes["normal"].present(frozenset({"426783006"}))
    assert classes["normal"].present(frozenset({"Normal"}))
    # sinus rhythm beside a finding is not a normal ECG
    assert not classes["normal"].present(frozenset({"426783006", "164909002"}))
    assert classes["RBBB"].present(frozenset({"713427006"}))
    assert classes["AF"].present(frozenset({"AF", "PVC"}))
    # one code for flutter and fibrillation says of neither that it is absent
    assert not classes["AF"].asked(frozenset({"164890007"}))
    assert classes["AF"].asked(frozenset({"164890007", "164889003"}))
    assert classes["PVC"].asked(frozenset({"164890007"}))
    found = class_logits(np.array([[1.0, -2.0]]), ["AFIB", "CRBBB"])
    names = [each.name for each in CLASSES]
    assert found[0, names.index("AF")] == pytest.approx(1.0)
    assert found[0, names.index("RBBB")] == pytest.approx(-2.0)
    assert np.isnan(found[0, names.index("PVC")])


def test_form_is_also_asked_given_that_some_of_it_is_stated():
    labels = [Label("A", "a", "form"), Label("B", "b", "form"), Label("C", "c", "form")]
    entries = [Entry(Path("x"), "made", str(k), str(k)) for k in range(2)]
    logits = np.array([[0.0, 0.0, np.nan], [2.0, -30.0, np.nan]])
    truth = np.array([[True, False, False], [True, False, False]])
    scores = make_scores("m", "made", entries, labels, truth, truth | True, logits)
    task = next(task for task in TASKS if task.given)
    said = 1 / (1 + np.exp(-of_task(scores, task).logits))
    # One half each of two that are independent: together three quarters.
    np.testing.assert_allclose(said[0, :2], [2 / 3, 2 / 3])
    np.testing.assert_allclose(said[1, 0], 1.0, atol=1e-9)
    assert np.isnan(said[:, 2]).all()


def test_normal_elsewhere_means_normal_and_sinus_rhythm():
    names = [each.name for each in CLASSES]
    said = class_logits(np.array([[2.0, 1.0], [2.0, -9.0]]), ["NORM", "SR"])
    sigmoid = 1 / (1 + np.exp(-np.array([2.0, 1.0])))
    both = sigmoid.prod()
    assert said[0, names.index("normal")] == pytest.approx(np.log(both / (1 - both)))
    assert said[1, names.index("normal")] < -8.9
    without_rhythm = class_logits(np.array([[2.0]]), ["NORM"])
    assert np.isnan(without_rhythm[0, names.index("normal")])


def external_scores(n: int) -> Scores:
    """Twenty-four recordings: so many are normal, all have AF, none has 1AVB."""
    entries = [Entry(Path("x"), "made", str(k), str(k)) for k in range(24)]
    labels = [Label(x.name, x.name, "external") for x in CLASSES]
    truth = np.zeros((24, len(CLASSES)), dtype=bool)
    truth[:n, 0], truth[:, 1] = True, True
    logits = np.random.default_rng(0).standard_normal(truth.shape) + 2 * truth
    asked = np.ones_like(truth)
    return make_scores("m", "made", entries, labels, truth, asked, logits)


@pytest.mark.parametrize("n", [9, 10])
def test_classes_of_other_sets_have_an_interval_if_they_have_enough_positives(n):
    found = set_results(external_scores(n), Draws(20))
    (row,) = found["classes"]
    assert (row["class"], row["positives"]) == ("normal", n)
    assert (row["auroc"]["low"] is None) == (row["auroc"]["high"] is None) == (n < 10)
    assert found["macro_cpsc"]["labels"] == 1
    assert (found["macro_cpsc"]["low"] is None) == (n < 10)
    assert found["without_negatives"] == ["AF"]
    assert found["without_positives"][0] == "1AVB"
    text = external_report({"model": "m", "draws": 20, "seed": 0, "sets": {"a": found}})
    (line,) = (line for line in text.splitlines() if line.startswith("  normal "))
    assert (" to " in line) == (n >= 10)
    (line,) = (line for line in text.splitlines() if "mean of 1" in line)
    assert (" to " in line) == (n >= 10)
    assert "left out, without negatives: AF" in text
    assert "nan" not in text


def test_no_interval_of_few_positives_is_printed_from_an_earlier_card():
    found = set_results(external_scores(9), Draws(20))
    found["classes"][0]["auroc"] |= {"low": 0.123, "high": 0.987}
    del found["without_positives"], found["without_negatives"]
    text = external_report({"model": "m", "draws": 20, "seed": 0, "sets": {"a": found}})
    assert "0.123" not in text


@pytest.mark.parametrize(
    ("one", "other"),
    [("against", "external"), ("pairs", "external"), ("against", "pairs")],
)
def test_of_what_excludes_each_other_nothing_is_left_out_silently(one, other, tmp_path):
    given = [f"--{one}", str(tmp_path), f"--{other}", str(tmp_path)]
    with pytest.raises(SystemExit, match=f"--{one} and --{other} cannot be asked"):
        evaluate.main(given)


def test_a_calibration_error_has_its_interval_over_patients():
    """Twins of one patient are drawn together: they tell no more than one of them."""
    scores = made_scores(n=80, noise=1.0)
    found = task_results(scores, Draws(300))["super"]
    assert found["ece_95"][0] < found["ece"] < found["ece_95"][1]
    twins = scores.rows(np.repeat(np.arange(80), 4))
    again = task_results(twins, Draws(300))["super"]
    assert again["ece"] == found["ece"]
    assert again["ece_95"] == pytest.approx(found["ece_95"], abs=1e-4)
    alone = replace(twins, patients=tuple(map(str, range(len(twins)))))
    narrow = task_results(alone, Draws(300))["super"]["ece_95"]
    assert np.diff(narrow) < 0.8 * np.diff(found["ece_95"])


def test_statements_have_their_own_calibration_error():
    """One is said too high and one too low: pooled, the table cannot see it."""
    scores = made_scores()
    truth = scores.truth.copy()
    truth[:, :2] = (np.arange(40) % 2 == 0)[:, None]
    logits = np.full(scores.logits.shape, np.nan)
    logits[:, 0], logits[:, 1] = np.log(0.55 / 0.45), np.log(0.55 / 0.45)
    truth[:8, 0], truth[:8, 1] = True, False
    changed = replace(scores, truth=truth, logits=logits)
    rows = {row["code"]: row for row in label_results(changed, Draws(5))}
    assert rows["MI"]["ece"] == pytest.approx(0.05, abs=1e-4)
    assert rows["CD"]["ece"] == pytest.approx(0.15, abs=1e-4)
    pooled = task_results(changed, Draws(5))["super"]["ece"]
    assert pooled == pytest.approx(0.05, abs=1e-4)
    text = report(all_results(changed, Draws(5)))
    assert "ECE (labels pooled)" in text
    line = next(line for line in text.splitlines() if line.startswith("  CD "))
    assert "  0.150  " in line


def test_statements_have_an_interval_if_they_have_enough_positives():
    scores = made_scores(noise=1.0)
    rows = {row["code"]: row for row in label_results(scores, Draws(100))}
    low, high = rows["MI"]["auroc_95"]
    assert low < rows["MI"]["auroc"] <= high
    truth = scores.truth.copy()
    truth[:, 1] = np.arange(40) < 9
    rows = label_results(replace(scores, truth=truth), Draws(5))
    assert {row["code"]: row["auroc_95"] is None for row in rows}["CD"]


def test_the_report_prints_intervals_and_thresholds():
    result = all_results(made_scores("new", noise=1.0), Draws(20))
    text = report(result)
    row = next(row for row in result["labels"] if row["code"] == "MI")
    low, high = row["auroc_95"]
    line = next(line for line in text.splitlines() if line.startswith("  MI "))
    assert f"{row['auroc']:.3f} ({low:.3f} to {high:.3f})" in line
    assert line.endswith(
        f"{row['specificity_at_95']:.3f} from {row['threshold_at_95']:.4f}"
    )
    task = result["tasks"]["super"]
    low, high = task["ece_95"]
    assert f"{task['ece']:.3f} ({low:.3f} to {high:.3f})" in text


def test_results_of_an_earlier_card_are_printed_without_these_intervals():
    result = all_results(made_scores(), Draws(5))
    for row in result["tasks"].values():
        del row["ece_95"]
    for row in result["labels"]:
        del row["auroc_95"], row["ece"]
    assert "  MI " in report(result)


def test_subgroups_of_one_kind_have_their_means_over_the_same_labels():
    """MI, told perfectly, is rare in men; women are judged without it as well."""
    scores = made_scores(n=120)
    male = np.array(scores.sexes) == "male"
    truth = scores.truth.copy()
    truth[:, 0] = ~male & (np.arange(120) % 3 == 0)
    truth[np.flatnonzero(male)[:4], 0] = True
    logits = scores.logits.copy()
    logits[:, 0] = truth[:, 0]
    changed = replace(scores, truth=truth, logits=logits)
    found = subgroup_results(changed, Draws(5))
    assert found["female"]["super"]["labels"] == found["male"]["super"]["labels"] == 1
    assert found["female"]["super"]["value"] == found["male"]["super"]["value"] == 0.5
    # with as many positives as are asked for in both, both are judged on it
    enough = subgroup_results(changed, Draws(5, min_positives=4))
    assert {enough[sex]["super"]["labels"] for sex in ("female", "male")} == {2}
    # where nobody is without the finding, it cannot be told there
    truth[male, 0] = True
    found = subgroup_results(replace(changed, truth=truth), Draws(5))
    assert {found[sex]["super"]["labels"] for sex in ("female", "male")} == {1}


def test_labels_with_few_positives_that_nobody_else_says_are_left_out():
    first, second = made_scores(), made_scores("n")
    without = np.where([True, False, True], second.logits, np.nan)
    pair = (first, replace(second, logits=without))
    assert "super" in mean_differences([pair], Draws(3, min_positives=5))
    assert "super" not in mean_differences([pair], Draws(3, min_positives=12))
