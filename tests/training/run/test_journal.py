"""What a run leaves in its folder, and who writes it."""

import json
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from training.run.config import save_config
from training.run.distributed import World
from training.run.journal import Journal

ROWS = [{"epoch": 1, "train_loss": 0.5, "held_out_loss": None}]


@dataclass
class Settings:
    rate: float = 0.1


@dataclass
class MoreSettings(Settings):
    """As of a later version of the program."""

    folders: tuple[Path, ...] = ()


def test_the_first_process_writes_for_all(tmp_path):
    for rank in (1, 0):
        folder = tmp_path / str(rank)
        folder.mkdir()
        journal = Journal(folder, World(rank, 2))
        journal.settings(Settings(), fact=3)
        journal.history(ROWS, 10)
        with journal.tensorboard(0):
            journal.values(3, loss=0.5)
    assert list((tmp_path / "1").iterdir()) == []
    kept = json.loads((tmp_path / "0" / "config.json").read_text())
    assert kept["rate"] == 0.1
    assert kept["fact"] == 3
    assert json.loads((tmp_path / "0" / "history.json").read_text()) == ROWS


def test_without_tensorboard_a_run_goes_on_and_says_so(tmp_path, monkeypatch, capsys):
    monkeypatch.setitem(sys.modules, "torch.utils.tensorboard", None)
    journal = Journal(tmp_path, World())
    with journal.tensorboard(0):
        journal.values(3, loss=0.5)
    assert "TensorBoard is not installed" in capsys.readouterr().out
    assert [path.name for path in tmp_path.iterdir()] == ["log.jsonl"]


def test_the_log_of_a_resumed_run_has_each_step_once(tmp_path):
    for first, steps in ((0, (1, 2, 3)), (2, (3, 4))):
        journal = Journal(tmp_path, World())
        with journal.tensorboard(first):
            for step in steps:
                journal.values(step, loss=step / 10)
    path = tmp_path / "log.jsonl"
    path.write_text(path.read_text() + '{"step": 5, "lo')  # killed while it wrote
    with Journal(tmp_path, World()).tensorboard(4):
        pass
    rows = [json.loads(line) for line in path.read_text().splitlines()]
    assert rows == [{"step": k, "loss": k / 10} for k in (1, 2, 3, 4)]


def test_curves_are_written_for_tensorboard(tmp_path):
    pytest.importorskip("tensorboard", reason="TensorBoard is not installed")
    journal = Journal(tmp_path, World())
    with journal.tensorboard(0):
        journal.values(3, loss=0.5)
        journal.history(ROWS, 10)
    files = list((tmp_path / "tensorboard").iterdir())
    assert len(files) == 1
    assert b"epoch/train_loss" in files[0].read_bytes()


def test_a_run_goes_on_with_the_default_of_a_setting_it_did_not_know(tmp_path):
    path = tmp_path / "config.json"
    save_config(Settings(), path)
    save_config(MoreSettings(), path)
    for other in (MoreSettings(0.1, (tmp_path,)), MoreSettings(0.2)):
        with pytest.raises(SystemExit, match="started with other settings"):
            save_config(other, path)
