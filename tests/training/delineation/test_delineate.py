"""Training the delineator, on a few made records and for a few steps."""

import csv
import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
import wfdb

from ecgviewer.ecg.leads import STANDARD_12
from tests.synthetic import WAVES, regular_r_times, synthetic_signal
from tests.training.made_sets import make_ptbxl_table, write_wfdb
from training.delineation.delineate import DelineateConfig, train

FS = 500
# P, QRS and T: first and last Gaussian, and the symbol of its peak.
MARKED = (("p", "p", "p"), ("q", "s", "N"), ("t", "t", "t"))


def make_ludb(folder: Path, n_records: int) -> Path:
    """Write records in LUDB's layout; waves end 2.5 SD from their Gaussians."""
    for number in range(1, n_records + 1):
        times = regular_r_times(60.0 + 10 * number)
        signal = synthetic_signal(times, noise_mv=0.01, seed=number)
        leads = [lead.lower() for lead in STANDARD_12]
        write_wfdb(folder / "data", str(number), signal, leads)
        marks: list[tuple[int, str]] = []
        for time_s in times[1:-1]:
            for first, last, symbol in MARKED:
                start, stop = WAVES[first], WAVES[last]
                on = time_s + start[0] - 2.5 * start[1]
                off = time_s + stop[0] + 2.5 * stop[1]
                marks += [
                    (round(on * FS), "("),
                    (round((on + off) / 2 * FS), symbol),
                    (round(off * FS), ")"),
                ]
        for lead in leads:
            wfdb.wrann(
                str(number),
                "marks",  # wfdb writes letters only
                np.array([sample for sample, _ in marks]),
                symbol=[symbol for _, symbol in marks],
                write_dir=str(folder / "data"),
            )
            (folder / "data" / f"{number}.marks").rename(
                folder / "data" / f"{number}.{lead}"
            )
    with (folder / "ludb.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, ["ID", "Rhythms"])
        writer.writeheader()
        for number in range(1, n_records + 1):
            writer.writerow({"ID": number, "Rhythms": "Sinus rhythm"})
    return folder


@pytest.fixture
def config(tmp_path: Path) -> DelineateConfig:
    ludb = make_ludb(tmp_path / "ludb", 3)
    return DelineateConfig(
        data=ludb, out=tmp_path / "run", steps=2, batch=1, moments=512, device="cpu"
    )


def weights(run: Path) -> dict[str, torch.Tensor]:
    net: dict[str, torch.Tensor] = torch.load(run / "wave_net.pt", weights_only=True)
    return net["net"]  # type: ignore[return-value]


def settings(run: Path) -> dict[str, object]:
    said: dict[str, object] = json.loads((run / "config.json").read_text())
    return said


def test_a_fold_leaves_its_records_out(config: DelineateConfig) -> None:
    assert settings(train(config))["recordings"] == 3
    held_out = replace(config, fold=1, out=config.out / "1")
    assert settings(train(held_out))["recordings"] == 2


@pytest.mark.parametrize("fold", [-2, 5])
def test_a_fold_that_there_is_not_is_refused(
    config: DelineateConfig, fold: int
) -> None:
    with pytest.raises(
        SystemExit, match=rf"--fold is {fold}; it must be 0 to 4, or -1"
    ):
        train(replace(config, fold=fold))
    assert not config.out.exists()


def test_stated_rhythms_change_what_is_learnt(
    config: DelineateConfig, tmp_path: Path
) -> None:
    ptbxl = make_ptbxl_table(tmp_path / "ptbxl", [1, 2, 10])
    marked = weights(train(config))
    again = weights(train(replace(config, out=tmp_path / "again")))
    stated = replace(config, rhythms=str(ptbxl), out=tmp_path / "stated")
    rhythm = weights(train(stated))
    # The same stretches in the same batches, of whose rhythm nothing is heard.
    unheard = replace(stated, rhythm_weight=0.0, out=tmp_path / "unheard")
    without = weights(train(unheard))
    assert settings(stated.out)["rhythm_recordings"] == 2
    assert all(torch.equal(marked[name], again[name]) for name in marked)
    changed = [name for name in without if not torch.equal(without[name], rhythm[name])]
    assert "common.0.weight" in changed
    assert "per_lead.weight" in changed


def test_moved_p_waves_change_what_is_learnt(config: DelineateConfig) -> None:
    usual = weights(train(config))
    changed = replace(config, p_earlier=0.5, p_missing=0.5, out=config.out / "moved")
    moved = weights(train(changed))
    assert any(not torch.equal(usual[name], moved[name]) for name in usual)
