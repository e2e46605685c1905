"""The worklist's cache: it remembers, it forgets what changed, it never fails."""

import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path

import pytest

from ecgviewer.ecg.recording import PatientContext
from ecgviewer.io.cache.catalogue import SCHEMA_VERSION, Catalogue
from ecgviewer.io.errors import CatalogueError
from ecgviewer.io.folder import Entry, Row
from ecgviewer.io.summary import Summary

ENTRY = Entry(Path("/ecg/a.hea"), 100, 7)
CHANGED = Entry(Path("/ecg/a.hea"), 100, 8)
MOVED = Entry(Path("/other/b.hea"), 100, 9)
SUMMARY = Summary(
    *("WFDB", 500.0, 12, 10.0, datetime(2020, 2, 1, 10, 20, 30)),
    PatientContext("Roe Jane", "77", 61.0, "female"),
)


@pytest.fixture
def catalogue(tmp_path: Path) -> Catalogue:
    made = Catalogue(tmp_path / "cache" / "worklist.sqlite")
    assert made.prepare() == ""
    return made


def test_facts_come_back_and_are_forgotten_with_the_file_they_belong_to(catalogue):
    catalogue.store_summaries([Row(ENTRY, SUMMARY)])
    catalogue.store_look(ENTRY, b"png", 72.5, "abc")
    (row,) = catalogue.look_up([ENTRY])
    assert row == Row(ENTRY, SUMMARY, "", 72.5, "abc", False)
    assert catalogue.thumbnail(ENTRY) == b"png"
    assert catalogue.look_up([CHANGED]) == (Row(CHANGED),)
    assert catalogue.thumbnail(CHANGED) is None


def test_a_read_mark_follows_the_content_and_not_only_the_place(catalogue):
    catalogue.mark([(ENTRY, "abc", True)])
    assert catalogue.look_up([ENTRY])[0].read
    assert not catalogue.look_up([CHANGED])[0].read
    catalogue.store_summaries([Row(MOVED, SUMMARY)])
    assert not catalogue.look_up([MOVED])[0].read
    catalogue.store_look(MOVED, b"", None, "abc")
    assert catalogue.look_up([MOVED])[0].read
    catalogue.mark([(MOVED, "abc", False)])
    assert not catalogue.look_up([ENTRY])[0].read


def test_reasons_are_not_kept_because_a_later_version_may_read_the_file(catalogue):
    catalogue.store_summaries([Row(ENTRY, None, "is damaged")])
    assert catalogue.look_up([ENTRY]) == (Row(ENTRY),)


def test_the_file_is_its_owners_alone(catalogue):
    assert catalogue.path.stat().st_mode & 0o077 == 0


def test_a_damaged_file_is_made_anew_and_the_reader_is_told(tmp_path):
    catalogue = Catalogue(tmp_path / "worklist.sqlite")
    catalogue.path.write_bytes(b"this is no database at all" * 50)
    assert catalogue.look_up([ENTRY]) == (Row(ENTRY),)
    assert "damaged" in catalogue.prepare()
    catalogue.mark([(ENTRY, None, True)])
    assert catalogue.look_up([ENTRY])[0].read
    assert catalogue.prepare() == ""


def full(catalogue: Catalogue) -> list[Entry]:
    """Fill several pages of a catalogue and return what is in it, all of it read."""
    entries = [Entry(Path(f"/ecg/{number:03}.hea"), 100, 7) for number in range(300)]
    catalogue.store_summaries([Row(entry, SUMMARY) for entry in entries])
    catalogue.mark([(entry, None, True) for entry in entries])
    with closing(sqlite3.connect(catalogue.path)) as db:
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return entries


def overwrite(path: Path) -> None:
    content = path.read_bytes()
    path.write_bytes(content[:4096] + b"\xa5" * (len(content) - 4096))


def cut(path: Path) -> None:
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 3])


def drop(path: Path) -> None:
    with closing(sqlite3.connect(path)) as db:
        db.execute("DROP TABLE read_mark")


def rename(path: Path) -> None:
    with closing(sqlite3.connect(path)) as db:
        db.execute("ALTER TABLE recording RENAME COLUMN sex TO gender")


@pytest.mark.parametrize("damage", [overwrite, cut, drop, rename])
def test_a_file_that_is_damaged_behind_its_first_page_is_made_anew(catalogue, damage):
    entries = full(catalogue)
    assert catalogue.prepare() == ""
    damage(catalogue.path)
    damaged = catalogue.path.read_bytes()
    assert "is damaged and was made anew" in catalogue.prepare()
    assert catalogue.path.with_name("worklist.sqlite.former").read_bytes() == damaged
    catalogue.store_summaries([Row(entry, SUMMARY) for entry in entries])
    catalogue.mark([(entries[0], None, True)])
    assert [row.read for row in catalogue.look_up(entries)] == [True] + 299 * [False]
    assert catalogue.prepare() == ""


def test_a_file_of_another_version_is_made_anew(catalogue):
    with closing(sqlite3.connect(catalogue.path)) as db:
        db.execute(f"PRAGMA user_version = {SCHEMA_VERSION + 1}")
    assert "another version" in catalogue.prepare()
    assert catalogue.prepare() == ""


def test_a_locked_file_is_not_used_and_not_touched(catalogue, monkeypatch):
    monkeypatch.setattr("ecgviewer.io.cache.catalogue.BUSY_S", 0.0)
    catalogue.mark([(ENTRY, None, True)])
    with closing(sqlite3.connect(catalogue.path)) as db:
        db.execute("PRAGMA locking_mode = EXCLUSIVE")
        db.execute("BEGIN EXCLUSIVE")
        db.execute("DELETE FROM recording")
        assert "cannot be used" in catalogue.prepare()
        assert catalogue.look_up([ENTRY]) == (Row(ENTRY),)
        with pytest.raises(CatalogueError, match="could not be kept"):
            catalogue.mark([(ENTRY, None, True)])
        db.rollback()
    assert catalogue.look_up([ENTRY])[0].read


def test_a_cache_that_cannot_be_written_is_done_without(tmp_path):
    (tmp_path / "file").write_text("in the way of a folder")
    catalogue = Catalogue(tmp_path / "file" / "worklist.sqlite")
    assert "cannot be used" in catalogue.prepare()
    assert catalogue.look_up([ENTRY]) == (Row(ENTRY),)


def test_without_a_path_nothing_is_remembered_and_nothing_fails():
    catalogue = Catalogue(None)
    assert catalogue.prepare() == ""
    catalogue.mark([(ENTRY, None, True)])
    catalogue.store_summaries([Row(ENTRY, SUMMARY)])
    assert catalogue.look_up([ENTRY]) == (Row(ENTRY),)
