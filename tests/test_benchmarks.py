"""Benchmarks say what they were computed on."""

from pathlib import Path

import pytest

from benchmarks import statements
from ecgviewer.io.dicom_format import bundled_example


def count(monkeypatch: pytest.MonkeyPatch, *files: Path) -> None:
    arguments = ["statements", "PVC", *map(str, files)]
    monkeypatch.setattr("sys.argv", arguments)
    statements.main()


def test_statements_are_counted_with_the_files_that_were_refused(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
) -> None:
    count(monkeypatch, bundled_example(), tmp_path / "absent.hea")
    said = capsys.readouterr().out
    assert "recordings that can be read: 0 of 1" in said
    assert "files that cannot be read: 1" in said


def test_statements_of_nothing_are_no_result(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
) -> None:
    with pytest.raises(SystemExit, match="nothing could be read; files refused: 2"):
        count(monkeypatch, tmp_path / "a.hea", tmp_path / "b.hea")
    assert "at even odds" not in capsys.readouterr().out
