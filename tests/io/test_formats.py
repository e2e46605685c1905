"""Each format is one row; what opens, lists, offers and hides files follows it."""

import subprocess
import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecgviewer.ecg.recording import PatientContext, Recording, Source
from ecgviewer.io import FORMATS, ReadError, read_recording, summarise
from ecgviewer.io.assemble import Channel, build_recording
from ecgviewer.io.file_format import FileFormat
from ecgviewer.io.folder import Walk, entries_of, entry_of, walk_on
from ecgviewer.io.summary import Summary
from ecgviewer.ui.text.format_texts import file_filters, formats_text
from ecgviewer.ui.text.privacy import without_names


def read_tiny(path: Path) -> Recording:
    """Read a format made up here: a mark, the rate, one sample of lead II a line."""
    _, fs, *samples = path.read_text().split()
    signal = np.array(samples, dtype=np.float32)
    return build_recording(
        Source(path, "Tiny", None),
        [Channel("II", "mV", signal, 0.001)],
        float(fs),
        patient=PatientContext(),
        start_time=None,
        warnings=(),
        acquisition=(),
    )


def summarise_tiny(path: Path) -> Summary:
    recording = read_tiny(path)
    return Summary("Tiny", recording.fs, 1, recording.duration_s)


TINY = FileFormat(
    name="Tiny",
    suffixes=(".tiny",),
    recognises=lambda start: start.startswith(b"TINY"),
    load_reader=lambda: SimpleNamespace(read=read_tiny, summarise=summarise_tiny),
    data_suffixes=(".tinydata",),
)
CONTENT = "TINY 100\n" + "0.5\n" * 300


@pytest.fixture
def tiny(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setitem(FORMATS, TINY.name, TINY)
    path = tmp_path / "a.tiny"
    path.write_text(CONTENT)
    return path


@pytest.mark.parametrize("row", FORMATS.values(), ids=list(FORMATS))
def test_a_row_is_complete(row):
    assert row.suffixes
    for suffix in (*row.suffixes, *row.data_suffixes):
        assert suffix.startswith(".")
        assert suffix == suffix.lower()
    reader = row.load_reader()
    assert callable(reader.read)
    assert callable(reader.summarise)


def test_a_suffix_that_is_enough_belongs_to_one_format():
    rows = FORMATS.values()
    owners = Counter(one for row in rows for one in (*row.suffixes, *row.data_suffixes))
    for row in rows:
        if row.suffix_is_enough:
            assert all(owners[suffix] == 1 for suffix in row.suffixes)


@given(start=st.binary(max_size=200))
def test_recognising_never_raises(start):
    for row in FORMATS.values():
        assert row.recognises(start) in (True, False)
        assert row.recognises_unnamed(start) in (True, False)


def test_no_row_loads_its_reader_before_a_file_needs_it():
    code = (
        "import sys, ecgviewer.io.folder; "
        "print([m for m in sys.modules if m.startswith('ecgviewer.io.') "
        "and m.endswith('.format') or m in ('pydicom', 'wfdb', 'soundfile')])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


def test_one_row_makes_a_format_open_by_its_content_or_name(tiny):
    renamed = tiny.with_name("renamed")
    renamed.write_text(CONTENT)
    for path in (tiny, renamed):
        assert read_recording(path).source.format == "Tiny"
        assert summarise(path) == Summary("Tiny", 100.0, 1, 3.0)


def test_one_row_makes_a_format_listed_with_its_data(tiny):
    for name in ("a.tinydata", "a_1.tinydata", "note.txt"):
        tiny.with_name(name).write_text("12345")
    (listed,) = walk_on(Walk(((tiny.parent, 0),))).entries
    assert listed.path == tiny
    assert listed.size == len(CONTENT) + 10
    assert entry_of(tiny) == listed
    assert len(entries_of([tiny, tiny.with_name("a_1.tinydata")])) == 1


def test_a_shared_suffix_is_listed_by_content_only(tmp_path, monkeypatch):
    row = replace(TINY, name="Tiny XML", suffixes=(".xml",), suffix_is_enough=False)
    monkeypatch.setitem(FORMATS, row.name, row)
    (tmp_path / "a.xml").write_text(CONTENT)
    (tmp_path / "b.xml").write_text("<letter/>")
    (listed,) = walk_on(Walk(((tmp_path, 0),))).entries
    assert listed.path.name == "a.xml"
    with pytest.raises(ReadError, match="not a recording"):
        read_recording(tmp_path / "b.xml")


def test_one_row_makes_a_format_offered_in_dialogs_and_sentences(tiny):
    every, recordings, *rows = file_filters().split(";;")
    assert every == "All files (*)"
    assert " *.tiny" in recordings
    assert rows[-1] == "Tiny (*.tiny)"
    assert recordings.count("*.xml") == 1
    assert formats_text().endswith(", Tiny (.tiny)")
    other = tiny.with_name("other.txt")
    other.write_text("Dear colleague")
    with pytest.raises(ReadError, match=r"known are .*, Tiny$"):
        read_recording(other)


def test_one_row_makes_names_of_its_files_hidden(tiny):
    text = "Miller.tiny and Miller_1.tinydata are damaged"
    assert without_names(text, tiny) == "… and … are damaged"


@pytest.mark.parametrize(
    ("content", "reason"), [("TINY 100\nx", "could not convert"), ("", "is empty")]
)
def test_a_broken_file_of_the_new_format_is_refused(tiny, content, reason):
    tiny.write_text(content)
    with pytest.raises(ReadError, match=reason) as refused:
        read_recording(tiny)
    assert str(refused.value).startswith("a.tiny: whole file")
