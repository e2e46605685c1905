"""Programs of the training end in a sentence where they have no data."""

import importlib
from collections.abc import Sequence
from pathlib import Path

import pytest

from ecgviewer.io import ReadError
from training.config import ending_in_a_sentence


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (FileNotFoundError(2, "No such file or directory", "a/b.csv"), "a/b.csv: No "),
        (FileNotFoundError("a/b: no such folder"), "a/b: no such folder"),
        (OSError(28, "No space left on device"), "[Errno 28] No space left on device"),
        (ReadError(Path("a/x.hea"), "samples", "cut short"), "a/x.hea: samples: cut"),
    ],
)
def test_a_file_that_cannot_be_read_ends_a_program_with_a_sentence(
    error: Exception, sentence: str
) -> None:
    @ending_in_a_sentence
    def main(_argv: Sequence[str] | None = None) -> None:
        raise error

    with pytest.raises(SystemExit) as ended:
        main([])
    assert str(ended.value).startswith(sentence)
    assert ended.value.__suppress_context__


@pytest.mark.parametrize(
    ("program", "arguments"),
    [
        ("build_store", ["--data", "nowhere/x", "--out", "nowhere/store"]),
        ("card", ["--bundle", "nowhere/x"]),
        ("delineate", ["--data", "nowhere/x"]),
        ("delineate", ["--config", "nowhere/x"]),
        ("export_delineator", ["--runs", "nowhere/x"]),
        ("quality", ["--data", "nowhere/x"]),
        ("swaps", ["--data", "nowhere/x"]),
    ],
)
def test_a_program_names_the_folder_that_is_not_there(
    program: str,
    arguments: list[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    main = importlib.import_module(f"training.{program}").main
    with pytest.raises(SystemExit, match="nowhere/x") as ended:
        main(arguments)
    assert "\n" not in str(ended.value)
