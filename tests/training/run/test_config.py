"""Programs of the training end in a sentence where they have no data."""

import dataclasses
import importlib
from collections.abc import Sequence
from pathlib import Path

import pytest

from ecgviewer.io import ReadError
from training.clear.objectives import OBJECTIVES
from training.clear.pretrain_config import PretrainConfig
from training.run.config import ending_in_a_sentence


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
        ("store.build_store", ["--data", "nowhere/x", "--out", "nowhere/store"]),
        ("bundle.card", ["--bundle", "nowhere/x"]),
        ("delineation.delineate", ["--data", "nowhere/x"]),
        ("delineation.delineate", ["--config", "nowhere/x"]),
        ("delineation.export_delineator", ["--runs", "nowhere/x"]),
        ("quality.quality", ["--data", "nowhere/x"]),
        ("quality.lead_reversal", ["--data", "nowhere/x"]),
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


@pytest.mark.parametrize(
    ("program", "option", "value", "known"),
    [
        ("finetuning.finetune", "head", "banana", "hug, linear, additive"),
        ("finetuning.finetune", "readout", "sum", "concat, mean"),
        ("finetuning.finetune", "bf16", "maybe", "auto, yes, no"),
        ("clear.pretrain", "bf16", "maybe", "auto, yes, no"),
        ("clear.pretrain", "objective", "foo", "clear, clear-legacy"),
    ],
)
def test_a_setting_of_a_few_choices_is_one_of_them(
    program: str,
    option: str,
    value: str,
    known: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    main = importlib.import_module(f"training.{program}").main
    file = tmp_path / "settings.toml"
    file.write_text(f'data = "nowhere"\n{option} = "{value}"\n')
    for given in (
        ["--data", "nowhere", f"--{option}", value],
        ["--config", str(file)],
    ):
        with pytest.raises(SystemExit) as ended:
            main(given)
        assert ended.value.code == 2
        said = capsys.readouterr().err
        assert f"--{option} is {value!r}; known: {known}" in said


def test_the_choices_are_all_that_there_are() -> None:
    fields = {field.name: field for field in dataclasses.fields(PretrainConfig)}
    assert set(fields["objective"].metadata["choices"]) == set(OBJECTIVES)
