"""A reader's lines outlive the program, and nothing that is found is destroyed."""

import json

import pytest

from ecgviewer.ecg.median_lines import Line, ReaderEdits
from ecgviewer.io.cache.reader_edits import EditFileError, EditStore

SHA = "a" * 64
EDITS = ReaderEdits({Line(None, "t_offset"): 0.38, Line("V2", "p_onset"): -0.2})


def test_lines_come_back_as_they_were_saved(tmp_path):
    EditStore(tmp_path / "new" / "folder").save(SHA, EDITS, 1)
    assert EditStore(tmp_path / "new" / "folder").load(SHA) == EDITS
    assert [p.name for p in (tmp_path / "new" / "folder").iterdir()] == [f"{SHA}.json"]


def test_a_recording_without_a_file_has_no_lines(tmp_path):
    assert len(EditStore(tmp_path).load(SHA)) == 0


def test_going_back_to_automatic_leaves_no_file(tmp_path):
    store = EditStore(tmp_path)
    store.save(SHA, EDITS, 1)
    store.save(SHA, ReaderEdits(), 2)
    assert list(tmp_path.iterdir()) == []


def test_an_older_save_that_comes_late_is_dropped(tmp_path):
    store = EditStore(tmp_path)
    store.save(SHA, EDITS, 2)
    store.save(SHA, ReaderEdits(), 1)
    assert store.load(SHA) == EDITS


def test_lines_that_another_run_has_moved_meanwhile_stay(tmp_path):
    mine, theirs = EditStore(tmp_path), EditStore(tmp_path)
    j, t, p = (Line(None, "qrs_offset"), Line(None, "t_offset"), Line("V2", "p_onset"))
    mine.save(SHA, ReaderEdits({j: 0.05, t: 0.38}), 1)
    theirs.save(SHA, ReaderEdits({j: 0.06, p: -0.2, t: 0.4}), 1, {j, p, t})
    mine.save(SHA, ReaderEdits({j: 0.07}), 2, {j})
    assert mine.load(SHA) == ReaderEdits({j: 0.07, p: -0.2, t: 0.4})
    mine.save(SHA, ReaderEdits(), 3, {j, t})
    assert mine.load(SHA) == ReaderEdits({p: -0.2})
    theirs.save(SHA, ReaderEdits(), 2, {p})
    assert list(tmp_path.iterdir()) == []


def test_lines_are_kept_where_the_file_was_damaged_meanwhile(tmp_path):
    store = EditStore(tmp_path)
    (tmp_path / f"{SHA}.json").write_bytes(b"{")
    store.save(SHA, EDITS, 1, {Line("V2", "p_onset")})
    assert store.load(SHA) == EDITS


def damaged(**changes: object) -> bytes:
    stored = {
        "kind": "ecgviewer reader's lines",
        "version": 1,
        "sha256": SHA,
        "origin": "R peak of the median beat",
        "lines": [{"lead": None, "point": "t_offset", "time_s": 0.4}],
    }
    return json.dumps({**stored, **changes}).encode()


LINE = {"lead": None, "point": "t_offset", "time_s": 0.4}


def test_the_sound_file_of_the_damaged_ones_is_sound(tmp_path):
    (tmp_path / f"{SHA}.json").write_bytes(damaged())
    assert EditStore(tmp_path).load(SHA) == ReaderEdits({Line(None, "t_offset"): 0.4})


@pytest.mark.parametrize(
    "content",
    [
        *(b"", b"{", b"\xff\xfe", b"[]", b"null", b"[" * 50_000, b"x" * 200_000),
        *(damaged(kind="else"), damaged(version=2), damaged(sha256="b" * 64)),
        *(damaged(lines=None), damaged(lines=[1]), damaged(lines=[LINE, LINE])),
        damaged(lines=[{**LINE, "time_s": float("nan")}]),
        damaged(lines=[{**LINE, "time_s": 10**400}]),
        damaged(lines=[{**LINE, "time_s": True}]),
        damaged(lines=[{**LINE, "time_s": "0.4"}]),
        damaged(lines=[{**LINE, "point": "q_onset"}]),
        damaged(lines=[{**LINE, "point": []}]),
        damaged(lines=[{**LINE, "lead": 3}]),
    ],
)
def test_a_damaged_file_is_refused_and_kept(tmp_path, content):
    path, store = tmp_path / f"{SHA}.json", EditStore(tmp_path)
    path.write_bytes(content)
    with pytest.raises(EditFileError):
        store.load(SHA)
    assert path.read_bytes() == content
    store.save(SHA, EDITS, 1)
    assert store.load(SHA) == EDITS
    assert (tmp_path / f"{SHA}.damaged-1").read_bytes() == content
    path.write_bytes(b"again")
    store.save(SHA, EDITS, 2)
    assert (tmp_path / f"{SHA}.damaged-1").read_bytes() == content
    assert (tmp_path / f"{SHA}.damaged-2").read_bytes() == b"again"


def test_a_write_that_fails_leaves_what_was_there(tmp_path, monkeypatch):
    store = EditStore(tmp_path)
    store.save(SHA, EDITS, 1)

    def no_space(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("ecgviewer.io.cache.put.os.fsync", no_space)
    with pytest.raises(OSError, match="No space"):
        store.save(SHA, ReaderEdits({Line(None, "t_offset"): 0.1}), 2)
    assert store.load(SHA) == EDITS
    assert [p.name for p in tmp_path.iterdir()] == [f"{SHA}.json"]


def test_only_a_hash_is_a_name(tmp_path):
    with pytest.raises(ValueError, match="SHA-256"):
        EditStore(tmp_path).path("../../etc/passwd")
