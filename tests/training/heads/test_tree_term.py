"""The tree term is learnt, follows scikit-learn's trees, and speaks where it may."""

import json
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
import torch

from ecgviewer.ai.clear.measured_numbers import LEAD_NUMBERS, N_NUMBERS
from ecgviewer.ai.clear.tokens import N_LEADS, TokenConfig, tokenise
from ecgviewer.ai.clear.tree_term import N_ROWS
from ecgviewer.analysis.beats.rpeaks import detect_r_peaks
from tests.simulated_noise import Noise
from tests.simulator import simulate
from tests.training.untrained import untrained
from training.heads import tree_term
from training.heads.side_terms import Ground, with_term
from training.heads.tree_term import (
    Forest,
    TreeTermConfig,
    add_trees,
    centre,
    grow,
    record_numbers,
    said_of,
    said_unseen,
    term_of,
)
from training.labels import measured
from training.labels.labelled import LabelledSet
from training.labels.measured import with_measured
from training.scoring.models import load_trained, logits_of
from training.sources.datasets import Label
from training.sources.entries import Entry

LABELS = (
    Label("WIDE", "wide beats", "sub"),
    Label("PVC", "what another term speaks of", "form"),
    Label("SBRAD", "slow", "rhythm"),
)
TINY = TreeTermConfig(Path("before"), trees=12, leaves=3, min_leaf=3, rate=0.3)


def labelled(numbers: range) -> LabelledSet:
    """Every second recording has a wide QRS in V1; a third of all are slow."""
    tokens = []
    for seed in range(5):
        noise = Noise(0.02 + 0.02 * seed)
        recording = simulate(rate_bpm=60 + 9 * seed, noise=noise, seed=seed).recording
        tokens += tokenise(recording, detect_r_peaks(recording), TokenConfig())
    rng = np.random.default_rng(numbers.start)
    entries, stretches, truth = [], [], []
    for k in numbers:
        wide, slow = k % 2 == 0, k % 3 == 0
        found = rng.normal(size=(N_ROWS, N_NUMBERS)).astype(np.float32)
        found[6, LEAD_NUMBERS.index("qrs_s")] = (0.14 if wide else 0.09) + 0.0005 * (
            k % 10
        )
        found[-1, 0] = 50 if slow else 75
        entries.append(Entry(Path("none"), "made", str(k), str(k), fold=1 + k // 2 % 8))
        stretches.append((replace(tokens[k % 5], measured=found),))
        truth.append([wide, wide, slow])
    made = np.array(truth)
    return LabelledSet(tuple(entries), tuple(stretches), made, np.ones_like(made))


@pytest.fixture(scope="module")
def train() -> LabelledSet:
    return labelled(range(64))


def test_the_term_says_what_scikit_learn_predicts(train: LabelledSet) -> None:
    from sklearn.ensemble import HistGradientBoostingClassifier

    numbers = record_numbers(train)
    kept = []
    fit = HistGradientBoostingClassifier.fit

    def keeping(self, *arguments):
        kept.append(self)
        return fit(self, *arguments)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(HistGradientBoostingClassifier, "fit", keeping)
        forest = grow(numbers, train.truth, train.asked, TINY)
    term = term_of(forest, 3, TINY)
    flat = numbers.reshape(len(numbers), -1)
    expected = np.column_stack([one.decision_function(flat) for one in kept])
    np.testing.assert_allclose(said_of(term, numbers), expected, atol=1e-4)
    for tree in forest.trees:
        assert 0 <= tree.row < N_ROWS
    centre(term, numbers)
    np.testing.assert_allclose(said_of(term, numbers), expected, atol=1e-4)
    with torch.inference_mode():
        said = term.of_rows(torch.from_numpy(numbers))
    np.testing.assert_allclose(said.mean(dim=0).numpy(), 0, atol=1e-5)
    others = np.delete(np.arange(N_LEADS), 6)
    assert said[:, 6, 0].std() > 3 * said[:, others, 0].std(dim=0).max()


def test_it_tells_shapes_and_leaves_what_others_speak_of(
    train: LabelledSet, tmp_path: Path
) -> None:
    (tmp_path / "before").mkdir()
    spoken = {"rr_term": {"speaks_of": {"PVC": 0.97}}}
    (tmp_path / "before" / "config.json").write_text(json.dumps(spoken))
    before, choice = untrained(LABELS, tmp_path), labelled(range(64, 88))
    ground = Ground(before, train, choice, list(LABELS), 1)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tree_term, "load_ground", lambda _: ground)
        add_trees(replace(TINY, run=tmp_path / "before", out=tmp_path / "after"))
    facts = json.loads((tmp_path / "after" / "config.json").read_text())["tree_term"]
    assert facts["silent"] == ["PVC", "SBRAD"]
    assert facts["cross_validation"]["sub"] == 1.0
    assert facts["fold_9_alone"]["sub"] == 1.0
    after = load_trained(tmp_path / "after")
    was, now = (
        logits_of(x.model, choice, torch.device("cpu")) for x in (before, after)
    )
    np.testing.assert_allclose(was[:, 1:], now[:, 1:], atol=1e-5)
    trees = after.model.trees
    assert trees is not None
    with torch.inference_mode():
        said = trees.of_rows(torch.from_numpy(record_numbers(train)))
    # A lead that is missing counts as the mean one, which says nothing.
    np.testing.assert_allclose(said.mean(dim=0).numpy(), 0, atol=1e-5)
    assert said[:, :, 0].std() > 1e-4
    wide = choice.truth[:, 0]
    rest = now[:, 0] - (1 - TINY.share) * was[:, 0]
    assert rest[wide].min() > rest[~wide].max()
    assert rest.std() == pytest.approx(TINY.share * was[:, 0].std(), rel=1e-3)


def assert_same(one: Forest, other: Forest) -> None:
    np.testing.assert_array_equal(one.prior, other.prior)
    assert len(one.trees) == len(other.trees)
    for a, b in zip(one.trees, other.trees, strict=True):
        assert (a.row, a.label) == (b.row, b.label)
        for name in ("feature", "threshold", "left", "right", "value"):
            np.testing.assert_array_equal(getattr(a, name), getattr(b, name))


def test_recordings_that_were_not_asked_teach_nothing(train: LabelledSet) -> None:
    """What is said of them may be anything, in cross-validation as well."""
    numbers, asked = record_numbers(train), train.asked.copy()
    asked[::3, 0] = False
    other = train.truth.copy()
    other[::3, 0] ^= True
    one, two = (grow(numbers, truth, asked, TINY) for truth in (train.truth, other))
    assert_same(one, two)
    assert any(tree.label == 0 for tree in one.trees)
    unseen = [
        said_unseen(numbers, replace(train, truth=truth, asked=asked), TINY)
        for truth in (train.truth, other)
    ]
    np.testing.assert_array_equal(*unseen)


@pytest.mark.parametrize("rare", [True, False], ids=["positives", "negatives"])
def test_nothing_is_learnt_of_a_label_with_fewer_than_ten_of_a_kind(
    train: LabelledSet, rare: bool
) -> None:
    truth = np.full((64, 2), not rare)
    truth[:9, 0], truth[:10, 1] = rare, rare
    forest = grow(record_numbers(train), truth, np.ones_like(truth), TINY)
    assert {tree.label for tree in forest.trees} == {1}
    assert forest.prior[0] == 0 != forest.prior[1]


def test_a_node_may_ask_some_of_the_numbers_only(train: LabelledSet) -> None:
    numbers = record_numbers(train)
    forests = {
        (share, seed): grow(
            numbers, train.truth, train.asked, replace(TINY, numbers=share, seed=seed)
        )
        for share in (0.05, 1.0)
        for seed in (0, 1)
    }

    def of_v1(forest: Forest) -> int:
        return sum(tree.row == 6 and tree.label == 0 for tree in forest.trees)

    # with all numbers to choose from the first tree finds what the label is told by
    for seed in (0, 1):
        assert of_v1(forests[0.05, seed]) < of_v1(forests[1.0, seed])
    with pytest.raises(AssertionError):
        assert_same(forests[0.05, 0], forests[0.05, 1])


def test_a_number_on_the_threshold_goes_where_scikit_learn_lets_it_go() -> None:
    from sklearn.ensemble import HistGradientBoostingClassifier

    fitted = []
    fit = HistGradientBoostingClassifier.fit

    def keeping(self, *arguments):
        fitted.append(self)
        return fit(self, *arguments)

    numbers = np.zeros((64, N_ROWS, N_NUMBERS), dtype=np.float32)
    numbers[::2, 6, 3] = 1.0
    truth = numbers[:, 6, 3:4] > 0
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(HistGradientBoostingClassifier, "fit", keeping)
        forest = grow(numbers, truth, np.ones_like(truth), replace(TINY, numbers=1.0))
    assert forest.trees[0].threshold[0] == 0.5
    on_it = np.zeros((1, N_ROWS, N_NUMBERS), dtype=np.float32)
    on_it[0, 6, 3] = 0.5
    (model,) = fitted
    expected = model.decision_function(on_it.reshape(1, -1))
    said = said_of(term_of(forest, 1, TINY), on_it)[:, 0]
    np.testing.assert_allclose(said, expected, atol=1e-5)
    assert said[0] < 0  # with what lies below, not with what lies above


def test_cross_validation_never_learns_from_what_it_judges(train: LabelledSet) -> None:
    """Every fold has other names for the shapes: each is judged by the others'."""
    fold = np.array([entry.fold for entry in train.entries])
    wide = train.truth[:, 0]
    own = fold == 3
    data = replace(train, truth=(wide ^ own)[:, None], asked=train.asked[:, :1])
    said = said_unseen(record_numbers(train), data, TINY)[:, 0]
    assert ((said[own] > 0) == wide[own]).mean() > 0.8


def test_what_is_measured_is_kept_until_the_file_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, train: LabelledSet
) -> None:
    path, asked = tmp_path / "one.hea", []
    path.write_text("first")
    entries = (Entry(path, "made", "1", "1"),)
    bare = tuple((replace(s, measured=None),) for (s,) in train.stretches[:1])
    data = LabelledSet(entries, bare, train.truth[:1], train.asked[:1])

    def measure(entry: Entry) -> np.ndarray:
        asked.append(entry)
        return np.full((N_ROWS, N_NUMBERS), len(asked), dtype=np.float32)

    monkeypatch.setattr(measured, "_measure", measure)
    kept = tmp_path / "cache" / "measured.npz"
    for _ in range(2):
        found = with_measured(data, kept)
        assert (found.stretches[0][0].measured == 1).all()
    path.write_text("another")
    assert (with_measured(data, kept).stretches[0][0].measured == 2).all()
    assert with_measured(found, kept) is found
    assert len(asked) == 2


@pytest.fixture
def bare(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, train: LabelledSet
) -> LabelledSet:
    """Five recordings with nothing measured, whose measuring gives 1, 2, 3, ..."""
    entries = []
    for k in range(5):
        path = tmp_path / f"{k}.hea"
        path.write_text(str(k))
        entries.append(Entry(path, "made", str(k), str(k)))
    stretches = tuple((replace(s, measured=None),) for (s,) in train.stretches[:5])
    count = iter(range(1, 1000))
    monkeypatch.setattr(
        measured,
        "_measure",
        lambda _: np.full((N_ROWS, N_NUMBERS), next(count), dtype=np.float32),
    )
    return LabelledSet(tuple(entries), stretches, train.truth[:5], train.asked[:5])


def test_what_is_scored_is_measured_first(bare: LabelledSet, tmp_path: Path) -> None:
    """Of tokens without it the trees would say nothing but their constant."""
    before = untrained(LABELS, tmp_path)
    head = replace(before.head, trees=(1,) * N_ROWS, tree_nodes=3)
    model = with_term(before, head)
    assert model.trees is not None
    with torch.no_grad():
        model.trees.threshold.fill_(2.5)
        model.trees.left[:], model.trees.right[:] = 1, 2
        model.trees.value.copy_(torch.tensor([0.0, -1.0, 1.0]))
    data = replace(bare, cache=tmp_path)
    without = logits_of(before.model, data, torch.device("cpu"))
    found = logits_of(model, data, torch.device("cpu")) - without
    above = np.array([-1, -1, 1, 1, 1])  # of the numbers 1, 2, 3, 4, 5
    np.testing.assert_allclose(found[:, 0], N_ROWS * above, atol=1e-4)


def first_numbers(data: LabelledSet) -> list[float]:
    return [float(record[0].measured[0, 0]) for record in data.stretches]


def test_what_is_measured_is_kept_where_the_tokens_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, bare: LabelledSet
) -> None:
    usual, own = tmp_path / "usual" / "measured.npz", tmp_path / "own"
    monkeypatch.setattr(measured, "KEPT", usual)
    with_measured(bare.rows(np.arange(5) < 1))
    assert usual.exists()
    with_measured(replace(bare, cache=own).rows(np.arange(5) < 4))
    assert [path.name for path in own.iterdir()] == ["measured.npz"]
    with np.load(own / "measured.npz") as kept:
        assert len(kept["keys"]) == 4


def test_a_killed_process_loses_little_of_what_it_has_measured(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, bare: LabelledSet
) -> None:
    kept, measure = tmp_path / "measured.npz", measured._measure

    def killed_at_the_last(entry: Entry) -> np.ndarray:
        if entry == bare.entries[-1]:
            raise KeyboardInterrupt
        return measure(entry)

    monkeypatch.setattr(measured, "_SAVE_EVERY", 2)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(measured, "_measure", killed_at_the_last)
        with pytest.raises(KeyboardInterrupt):
            with_measured(bare, kept)
    assert first_numbers(with_measured(bare, kept)) == [1, 2, 3, 4, 5]


@pytest.mark.parametrize("what", ["a source", "another source", "the delineator"])
def test_what_is_measured_is_measured_anew_when_what_measures_changes(
    what: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, bare: LabelledSet
) -> None:
    """Copies stand for the sources and the delineator, and are changed in one byte."""
    folders = {}
    for name in ("analysis", "ai"):
        folders[name] = tmp_path / name
        folders[name].mkdir()
        (folders[name] / "some.py").write_text("here = 1\n")
        package = SimpleNamespace(__file__=str(folders[name] / "__init__.py"))
        monkeypatch.setattr(measured, name, package)
    weights = tmp_path / "delineator" / measured.WEIGHTS
    weights.parent.mkdir()
    weights.write_bytes(b"weights")
    monkeypatch.setattr(measured, "model_dir", lambda name: tmp_path / name)
    kept = tmp_path / "measured.npz"

    def in_a_new_process() -> list[float]:
        measured._measuring_hash.cache_clear()
        return first_numbers(with_measured(bare, kept))

    try:
        assert in_a_new_process() == in_a_new_process() == [1, 2, 3, 4, 5]
        changed = {
            "a source": folders["analysis"] / "some.py",
            "another source": folders["ai"] / "some.py",
            "the delineator": weights,
        }[what]
        changed.write_bytes(changed.read_bytes().swapcase())
        assert in_a_new_process() == in_a_new_process() == [6, 7, 8, 9, 10]
    finally:
        measured._measuring_hash.cache_clear()
