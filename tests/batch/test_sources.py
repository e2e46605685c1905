"""Folders, patterns and lists mean recordings, each once."""

from pathlib import Path

import pytest

from ecgviewer.batch.sources import SourceError, recordings_of
from tests.io.made_files import ecg_uv, write_wfdb


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "below").mkdir()
    for place, name in ((tmp_path, "r10"), (tmp_path, "r9"), (tmp_path / "below", "s")):
        write_wfdb(place, ecg_uv(), name=name)
    (tmp_path / "notes.txt").write_text("dear colleague")
    return tmp_path


def names(*named: Path, lists=()) -> list[str]:
    return [path.name for path in recordings_of(named, lists)[0]]


def test_a_folder_means_the_recordings_in_it_and_below(folder):
    assert names(folder) == ["r9.hea", "r10.hea", "s.hea"]


def test_a_pattern_means_what_it_fits(folder):
    assert names(folder / "r*.hea") == ["r9.hea", "r10.hea"]
    assert names(folder / "**" / "*.hea") == ["s.hea", "r9.hea", "r10.hea"]
    with pytest.raises(SourceError, match=r"x\*: nothing fits this pattern"):
        names(folder / "x*")


def test_what_is_named_twice_is_meant_once(folder):
    assert names(folder / "r9.hea", folder, folder / "r9.dat") == [
        *("r9.hea", "r10.hea", "s.hea")
    ]


def test_a_file_that_is_not_there_is_named_all_the_same(folder):
    assert names(folder / "none.hea") == ["none.hea"]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("list.txt", "# two of them\nr9.hea\n\nbelow/s.hea\n"),
        ("list.csv", "age,path\n50,r9.hea\n60,below/s.hea\n"),
        ("list.csv", "r9.hea\nbelow/s.hea\n"),
        ("list.tsv", "file\terror\nr9.hea\t\nbelow/s.hea\tx\n"),
    ],
)
def test_a_list_means_its_paths_from_where_it_lies(folder, name, text):
    listing = folder / name
    listing.write_text(text)
    assert names(lists=[listing]) == ["r9.hea", "s.hea"]


def test_nothing_is_a_sentence(tmp_path):
    with pytest.raises(SourceError, match="no recording"):
        names(tmp_path)
    with pytest.raises(SourceError, match=r"list\.txt: No such file"):
        names(lists=[tmp_path / "list.txt"])
    (tmp_path / "list.csv").write_text("\n")
    with pytest.raises(SourceError, match=r"list\.csv: the list is empty"):
        names(lists=[tmp_path / "list.csv"])
    (tmp_path / "list.txt").write_bytes(b"\xff\xfe\xff")
    with pytest.raises(SourceError, match="is text in UTF-8"):
        names(lists=[tmp_path / "list.txt"])
