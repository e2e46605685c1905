"""The token store: the same to the byte, however it was written; read lazily."""

import hashlib
import json
import pickle
import re
import shutil

import numpy as np
import pytest

from ecgviewer.ai.clear.tokens import BeatTokens, TokenConfig, tokenise
from ecgviewer.analysis.beats.rpeaks import detect_r_peaks
from ecgviewer.io import read_recording
from ecgviewer.io.wfdb import format as wfdb_format
from tests.training.made_sets import ecg, make_ptbxl_table, write_wfdb
from training import sources
from training.sources import list_entries
from training.store import build_store, store_writing, tokenising
from training.store.store import load_store
from training.store.store_files import StoreError
from training.store.store_writing import write_store
from training.store.stretches import beat_dtype
from training.store.tokenising import tokenise_entry

CONFIG = TokenConfig()
FIELDS = ("beats", "valid", "amplitude", "timing", "time_s", "beat_index")


@pytest.fixture(scope="module")
def records(tmp_path_factory):
    """Seven recordings of a set, of which one has no beats."""
    folder = tmp_path_factory.mktemp("records")
    for k in range(6):
        write_wfdb(folder, f"r{k}", ecg(k))
    write_wfdb(folder, "silent", np.zeros((12, 5000)))
    return folder


@pytest.fixture(autouse=True)
def small_shards(monkeypatch):
    monkeypatch.setattr(store_writing, "SHARD_RECORDS", 2)


def contents(folder) -> dict[str, str]:
    return {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.iterdir())
        if path.name not in ("lock", "plan.json")
    }


def assert_equal_tokens(one: BeatTokens, other: BeatTokens) -> None:
    for name in FIELDS:
        ours, theirs = getattr(one, name), getattr(other, name)
        assert ours.dtype == theirs.dtype, name
        half = theirs.astype(np.float16) if name == "beats" else theirs
        np.testing.assert_array_equal(ours, half, err_msg=name)


def test_stored_tokens_are_those_of_the_recording(records, tmp_path):
    entries = list_entries([records])
    store = load_store(entries, CONFIG, tmp_path, workers=1)
    assert list(store.owner) == [0, 1, 2, 3, 4, 5]
    for stretch, owner in zip(store.stretches, store.owner, strict=True):
        recording = read_recording(entries[owner].path)
        (tokens,) = tokenise(recording, detect_r_peaks(recording), CONFIG)
        assert_equal_tokens(stretch, tokens)


def test_every_field_of_the_tokens_is_stored():
    """But for what is measured of the recording, which is kept by itself.

    Where in the recording a stretch begins is nothing to learn from.
    """
    apart = ("measured", "start_s")
    of_tokens = [name for name in BeatTokens.__annotations__ if name not in apart]
    assert beat_dtype(CONFIG).names == tuple(of_tokens)


def test_refusals_are_named_with_their_reason(records, tmp_path):
    store = load_store(list_entries([records]), CONFIG, tmp_path, workers=1)
    name = f"{records.name}/silent"
    assert store.refused == {name: "no heart beat was found"}


def test_the_number_of_workers_does_not_change_the_bytes(records, tmp_path):
    entries = list_entries([records])
    one = write_store(entries, CONFIG, tmp_path / "one", workers=1)
    three = write_store(entries, CONFIG, tmp_path / "three", workers=3)
    assert contents(one) == contents(three)


@pytest.mark.parametrize("after", [0, 1, 3])
def test_a_killed_run_resumes_to_the_same_bytes(records, tmp_path, after, monkeypatch):
    class Killed(BaseException):
        pass

    entries = list_entries([records])
    whole = write_store(entries, CONFIG, tmp_path / "whole", workers=1)
    done = []

    def tokenise_until_killed(job):
        if len(done) == after:
            raise Killed
        done.append(job)
        return original(job)

    original = store_writing.tokenise_shard
    halves = tmp_path / "halves"
    monkeypatch.setattr(store_writing, "tokenise_shard", tokenise_until_killed)
    with pytest.raises(Killed):
        write_store(entries, CONFIG, halves, workers=1)
    # what a kill within a write leaves behind
    for name in ("beats.npy", "stretches.npy", "records.jsonl", "shards.jsonl"):
        with (halves / name).open("ab") as file:
            file.write(b'{"half')
    done.clear()

    def count(job):
        done.append(job)
        return original(job)

    monkeypatch.setattr(store_writing, "tokenise_shard", count)
    write_store(entries, CONFIG, halves, workers=1)
    assert contents(halves) == contents(whole)
    assert len(done) == 4 - after


def test_a_finished_store_is_not_made_again(records, tmp_path, monkeypatch):
    entries = list_entries([records])
    first = load_store(entries, CONFIG, tmp_path, workers=1)
    monkeypatch.setattr(store_writing, "tokenise_shard", None)
    assert (
        load_store(entries, CONFIG, tmp_path).manifest_sha256 == first.manifest_sha256
    )


def test_some_of_a_built_store_are_taken_by_name(records, tmp_path):
    entries = list_entries([records])
    write_store(entries, CONFIG, tmp_path / "built", workers=1)
    chosen = [entries[4], entries[1]]
    store = load_store(chosen, CONFIG, tmp_path / "built")
    assert list(store.owner) == [0, 1]
    alone = load_store([entries[4]], CONFIG, tmp_path / "alone", workers=1)
    assert_equal_tokens(store.stretches[0], alone.stretches[0])


def test_recordings_that_a_built_store_lacks_are_named(records, tmp_path):
    entries = list_entries([records])
    write_store(entries[:3], CONFIG, tmp_path / "built", workers=1)
    with pytest.raises(StoreError, match=r"4 of 7 .*/r3"):
        load_store(entries, CONFIG, tmp_path / "built")


def test_a_store_of_another_tokeniser_is_refused(records, tmp_path):
    entries = list_entries([records])
    write_store(entries[:2], CONFIG, tmp_path / "built", workers=1)
    with pytest.raises(StoreError, match="another version"):
        load_store(entries[:2], TokenConfig(low_hz=1.0), tmp_path / "built")


def test_a_folder_with_another_store_is_not_written_to(records, tmp_path):
    entries = list_entries([records])
    write_store(entries[:2], CONFIG, tmp_path / "built", workers=1)
    with pytest.raises(StoreError, match="other recordings"):
        write_store(entries[:3], CONFIG, tmp_path / "built", workers=1)


def test_a_store_cut_short_is_not_resumed(records, tmp_path):
    entries = list_entries([records])[:2]
    folder = write_store(entries, CONFIG, tmp_path / "built", workers=1)
    (folder / "manifest.json").unlink()
    (folder / "beats.npy").write_bytes((folder / "beats.npy").read_bytes()[:-10])
    with pytest.raises(StoreError, match="build the store again"):
        write_store(entries, CONFIG, folder, workers=1)


def test_the_manifest_describes_each_recording(records, tmp_path):
    entries = list_entries([records])
    folder = write_store(entries, CONFIG, tmp_path / "built", workers=1)
    manifest = json.loads((folder / "manifest.json").read_text())
    lines = (folder / "records.jsonl").read_text().splitlines()
    facts = json.loads(lines[0])
    both = b"".join((records / f"r0.{kind}").read_bytes() for kind in ("hea", "dat"))
    assert facts["sha256"] == hashlib.sha256(both).hexdigest()
    assert facts["path"] == "r0.hea"
    assert (facts["fs"], facts["unit"], facts["duration_s"]) == (500.0, "mV", 10.0)
    assert facts["leads"][:4] == ["I", "II", "III", "aVR"]
    assert manifest["sets"] == {records.name: 7}
    digest = hashlib.sha256((folder / "records.jsonl").read_bytes()).hexdigest()
    assert manifest["files"]["records.jsonl"] == digest


def test_what_a_table_lists_and_is_not_there_is_said(tmp_path, capsys):
    """And nothing where all is there, so that manifests stay what they were."""
    folder = make_ptbxl_table(tmp_path / "ptbxl", [1, 2, 3, 9])
    where = ["--data", str(folder), "--workers", "1", "--out"]
    build_store.main([*where, str(tmp_path / "whole")])
    assert re.search(r"^ptbxl +4 +4 +0 +0$", capsys.readouterr().out, re.MULTILINE)
    whole = (tmp_path / "whole" / "manifest.json").read_text()
    assert "listed_not_there" not in whole
    for name in ("00002_hr.hea", "00003_hr.hea"):
        (folder / "records500/00000" / name).unlink()
    build_store.main([*where, str(tmp_path / "part")])
    assert re.search(r"^ptbxl +2 +2 +0 +2$", capsys.readouterr().out, re.MULTILINE)
    part = json.loads((tmp_path / "part" / "manifest.json").read_text())
    assert part["listed_not_there"] == {"ptbxl": 2}
    build_store.main([*where, str(tmp_path / "part")])  # again: resumed and the same


def test_the_manifest_does_not_depend_on_where_the_data_lie(records, tmp_path):
    elsewhere = tmp_path / "x" / records.name
    shutil.copytree(records, elsewhere)
    one, two = (
        load_store(list_entries([folder])[:2], CONFIG, tmp_path, workers=1)
        for folder in (records, elsewhere)
    )
    assert one.manifest_sha256 == two.manifest_sha256


def test_views_are_lazy_and_travel_without_their_content(records, tmp_path):
    store = load_store(list_entries([records]), CONFIG, tmp_path, workers=1)
    view = store.stretches.take([3, 1])
    assert_equal_tokens(view[0], store.stretches[3])
    assert_equal_tokens(store.stretches[1:][0], store.stretches[1])
    sent = pickle.dumps(view)
    assert len(sent) < 2_000
    assert_equal_tokens(pickle.loads(sent)[1], store.stretches[1])


def test_long_recordings_give_what_short_ones_give(records, monkeypatch):
    """The reader leaves long recordings in their files; a store needs the signal."""
    entry = list_entries([records])[0]
    tokens, bits, facts = tokenise_entry(entry, CONFIG)
    monkeypatch.setattr(wfdb_format, "MAX_SAMPLES_IN_MEMORY", 1_000)
    assert not read_recording(entry.path).in_memory
    again, same_bits, same_facts = tokenise_entry(entry, CONFIG)
    assert len(again) == len(tokens) == 1
    np.testing.assert_array_equal(again[0].beats, tokens[0].beats)
    np.testing.assert_array_equal(bits, same_bits)
    assert same_facts["sha256"] == facts["sha256"]


def test_endless_and_odd_recordings_are_refused_by_themselves(
    records, tmp_path, monkeypatch
):
    entry = list_entries([records])[0]
    monkeypatch.setattr(wfdb_format, "MAX_SAMPLES_IN_MEMORY", 1_000)
    monkeypatch.setattr(sources, "MAX_SAMPLES", 1_000)
    assert "too long for a store" in tokenise_entry(entry, CONFIG)[2]["refused"]
    monkeypatch.undo()
    write_wfdb(tmp_path, "blink", ecg(1)[:, :20])
    (blink,) = list_entries([tmp_path])
    tokens, bits, facts = tokenise_entry(blink, CONFIG)
    assert not tokens
    assert bits is None
    assert facts["refused"]

    def fail(*_):
        raise ValueError("odd")

    monkeypatch.setattr(tokenising, "tokenise", fail)
    facts = tokenise_entry(entry, CONFIG)[2]
    assert facts["refused"] == "cannot be analysed (ValueError: odd)"
