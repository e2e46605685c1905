"""The same recording in another set is found, whatever was done to its signal."""

import itertools
from pathlib import Path

import numpy as np
import pytest
from scipy import signal as sps

from ecgviewer.ai.clear.tokens import TokenConfig
from ecgviewer.analysis.signal.filters import zero_phase_bandpass
from ecgviewer.ecg.leads import STANDARD_12
from tests.training.made_sets import (
    ecg,
    make_challenge,
    make_mimic,
    make_ptbxl_table,
    write_wfdb,
)
from training.clear.pretrain import load_data, pretraining_entries
from training.clear.pretrain_config import PretrainConfig
from training.run.distributed import World
from training.sources import list_entries, read_entry
from training.sources.copies import ptbxl_number
from training.sources.entries import Entry
from training.store import build_store
from training.store.duplicates import candidates, fingerprint, groups, same_signal
from training.store.split import Split
from training.store.store import load_store, stored_duplicates

SHARED = Path("../shared/data")


def z_scored(signal: np.ndarray) -> np.ndarray:
    filtered = zero_phase_bandpass(signal, 500, 0.5, 40)
    return filtered / filtered.std(axis=1, keepdims=True)


CHANGES = {
    "half the size": (lambda s: s / 2, 500),
    "each lead in units of its own": (lambda s: s * np.arange(1, 13)[:, None], 500),
    "filtered and z-scored": (z_scored, 500),
    "at 250 Hz": (lambda s: sps.resample_poly(s, 1, 2, axis=1), 250),
    "at 400 Hz": (lambda s: sps.resample_poly(s, 4, 5, axis=1), 400),
    "with baseline wander": (
        lambda s: s + 0.3 * np.sin(2 * np.pi * 0.2 * np.arange(s.shape[1]) / 500),
        500,
    ),
    "a longer stretch": (lambda s: np.concatenate([s, ecg(99)], axis=1), 500),
}


def pairs(entries: list[Entry]) -> set[tuple[str, str]]:
    prints = [fingerprint(read_entry(entry)) for entry in entries]
    known = np.array([bits is not None for bits in prints])
    stored = np.array([np.zeros(32, "u1") if x is None else x for x in prints])
    return {
        (entries[one].name, entries[other].name)
        for one, other in candidates(stored, known)
        if same_signal((entries[one], entries[other]))
    }


@pytest.mark.parametrize("change", CHANGES)
def test_a_changed_copy_is_found(tmp_path, change):
    function, fs = CHANGES[change]
    for k in range(6):
        write_wfdb(tmp_path / "one", f"a{k}", ecg(k))
    write_wfdb(tmp_path / "two", "b", function(ecg(3)), fs=fs)
    entries = list_entries([tmp_path / "one", tmp_path / "two"])
    assert pairs(entries) == {("one/a3", "two/b")}


def test_other_recordings_at_the_same_rate_are_not_taken_for_copies(tmp_path):
    for k in range(12):
        write_wfdb(tmp_path / "one", f"a{k:02d}", ecg(k, rate=72))
    assert pairs(list_entries([tmp_path / "one"])) == set()


def test_close_fingerprints_alone_are_not_enough(tmp_path):
    """The chest leads of another recording make it another recording."""
    mixed = ecg(1)
    mixed[6:] = ecg(2)[6:]
    mixed[7] = ecg(1)[7]
    write_wfdb(tmp_path / "one", "a", ecg(1))
    write_wfdb(tmp_path / "one", "b", mixed)
    one, other = entries = list_entries([tmp_path / "one"])
    assert (fingerprint(read_entry(one)) == fingerprint(read_entry(other))).all()
    assert pairs(entries) == set()


def test_short_and_silent_recordings_have_no_fingerprint(tmp_path):
    write_wfdb(tmp_path / "one", "short", ecg(1)[:, :2000])
    write_wfdb(tmp_path / "one", "silent", np.zeros((12, 5000)))
    write_wfdb(tmp_path / "one", "two_leads", ecg(1)[:2], STANDARD_12[:2])
    for entry in list_entries([tmp_path / "one"]):
        assert fingerprint(read_entry(entry)) is None


def test_every_close_pair_is_a_candidate_once():
    rng = np.random.default_rng(0)
    prints = rng.integers(0, 256, (60, 32), dtype=np.uint8)
    prints[20:40] = prints[:20]
    flips = rng.integers(0, 8, (20, 6))
    for row, flipped in zip(range(20, 40), flips, strict=True):
        prints[row, flipped] ^= 1
    found = list(candidates(prints, np.ones(60, bool)))
    assert sorted(found) == [(k, k + 20) for k in range(20)]
    assert not list(candidates(prints, np.arange(60) < 20))


def test_pairs_join_into_groups():
    assert groups([("a", "b"), ("d", "c"), ("b", "e")]) == [("a", "b", "e"), ("c", "d")]
    ring = itertools.pairwise("abcdea")
    assert groups(ring) == [("a", "b", "c", "d", "e")]


def test_a_store_lists_copies_of_held_recordings_and_the_command_says_so(
    tmp_path, capsys
):
    ptbxl = make_ptbxl_table(tmp_path / "ptbxl", [1, 9, 10, 2])
    other = make_mimic(
        tmp_path / "mimic", [(10000032, 1), (10000032, 2), (10000045, 3)]
    )
    bad = make_challenge(tmp_path / "georgia", {"E00001": "426783006"})
    (bad / "E00001.dat").write_bytes(b"")
    folders = [ptbxl, other, bad]
    where = ["--data", *map(str, folders), "--out", str(tmp_path / "s")]
    build_store.main([*where, "--workers", "1"])
    printed = capsys.readouterr().out
    duplicates = stored_duplicates(tmp_path / "s")
    assert duplicates == (
        ("mimic-iv-ecg/1", "ptbxl/2"),
        ("mimic-iv-ecg/2", "ptbxl/3"),
        ("mimic-iv-ecg/3", "ptbxl/4"),
    )
    split = Split(list_entries(folders), duplicates)
    assert set(split.left_out) == {"mimic-iv-ecg/1", "mimic-iv-ecg/2"}
    listed = list_entries(folders)
    learnt = {e.name for e in pretraining_entries(listed, tmp_path / "s")}
    assert learnt == {"ptbxl/1", "ptbxl/4", "mimic-iv-ecg/3", "georgia/E00001"}
    assert "MIMIC-IV-ECG" in printed
    assert "the same signal more than once: 3 groups" in printed
    assert "mimic-iv-ecg/2 = ptbxl/3" in printed
    assert "1  samples in E00001.dat" in printed
    # the same command again finds everything done
    build_store.main([*where, "--workers", "1"])
    assert capsys.readouterr().out == printed


def learnt_from(cache: Path, *folders: Path, limit: int = 0) -> set[str]:
    """Return the names of the recordings whose tokens pretraining gets."""
    config = PretrainConfig(data=folders, cache=cache, workers=1, limit=limit)
    store = load_data(config, World())
    assert set(store.owner) == set(range(len(store.entries)))
    return {entry.name for entry in store.entries}


def test_without_a_built_store_copies_of_held_recordings_are_not_learnt_from(tmp_path):
    """Study 1 is in fold 9 and 2 in fold 10; 7 is another of the patient of study 1."""
    ptbxl = make_ptbxl_table(tmp_path / "ptbxl", [1, 9, 10, 2])
    studies = [(10000032, 1), (10000033, 2), (10000032, 7), (10000045, 8)]
    other = make_mimic(tmp_path / "mimic", studies)
    expected = {"ptbxl/1", "ptbxl/4", "mimic-iv-ecg/8"}
    for _ in range(2):  # computed, then found in the cache
        assert learnt_from(tmp_path / "cache", ptbxl, other) == expected


def test_without_copies_the_store_is_that_of_what_is_learnt_from(tmp_path):
    """Held recordings have a store of their own, of which the manifest says nothing."""
    ptbxl = make_ptbxl_table(tmp_path / "ptbxl", [1, 9, 10, 2])
    other = make_mimic(tmp_path / "mimic", [(10000032, 7)])
    config = PretrainConfig(data=(ptbxl, other), cache=tmp_path / "a", workers=1)
    listed = list_entries(config.data)
    entries = pretraining_entries(listed, config.cache)
    plain = load_store(entries, TokenConfig(), tmp_path / "b", workers=1)
    store = load_data(config, World())
    assert list(store.entries) == entries
    assert store.manifest_sha256 == plain.manifest_sha256
    assert len(list((tmp_path / "a").glob("store-*"))) == 2


def test_one_set_by_itself_is_not_compared_with_its_held_folds(tmp_path):
    ptbxl = make_ptbxl_table(tmp_path / "ptbxl", [1, 9, 10, 2])
    assert learnt_from(tmp_path / "cache", ptbxl) == {"ptbxl/1", "ptbxl/4"}
    assert len(list((tmp_path / "cache").glob("store-*"))) == 1


@pytest.mark.skipif(not SHARED.exists(), reason="../shared/data is not here")
def test_true_copies_in_the_shared_sets_are_found_and_no_others():
    """Millivolts beside band-passed z-scores: the numbers tell which are the same."""
    entries = list_entries([SHARED / "ptbxl", SHARED / "ptbxl_raw_mv"])
    raw = [e for e in entries if e.dataset != "ptbxl"]
    own = {int(e.record): e for e in entries if e.dataset == "ptbxl"}
    number = {e.name: ptbxl_number(e) for e in raw}
    copied = [e for e in raw if number[e.name] in own]
    assert len(copied) == 4
    others = [own[k] for k in sorted(own)[:10]]
    originals = [own[number[e.name]] for e in copied]
    found = pairs([*originals, *others, *copied])
    assert found == {(own[number[e.name]].name, e.name) for e in copied}


@pytest.mark.skipif(not SHARED.exists(), reason="../shared/data is not here")
def test_cpsc2018_and_its_extra_set_share_a_recording():
    entries = list_entries([SHARED / "cpsc2018", SHARED / "cpsc_extra"])
    near = [e for e in entries if e.record in ("A0101", "A0102", "Q0048", "Q0049")]
    one, other = (e for e in near if e.record in ("A0101", "Q0048"))
    np.testing.assert_array_equal(
        read_entry(one).whole_signal_mv, read_entry(other).whole_signal_mv
    )
    assert pairs(near) == {(one.name, other.name)}
