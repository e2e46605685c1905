"""What training costs is counted, kept and added up."""

import json
import time

import pytest
import torch

from training.bundle.card import _costs
from training.run.compute_cost import (
    Effort,
    Meter,
    add_effort,
    matmul_flop_per_s,
    read_efforts,
    write_efforts,
)


@pytest.fixture
def counters(tmp_path):
    """Return a function that sets what the counters of two packages say, in uJ."""
    for name in ("intel-rapl:0", "intel-rapl:1", "intel-rapl:0:0"):
        folder = tmp_path / name
        folder.mkdir()
        (folder / "max_energy_range_uj").write_text("10000000")

    def say(first: int, second: int):
        for name, value in (("0", first), ("1", second), ("0:0", 777)):
            (tmp_path / f"intel-rapl:{name}" / "energy_uj").write_text(f"{value}\n")
        return tmp_path

    return say


def test_energy_is_the_sum_of_packages_whose_counters_begin_anew(counters):
    meter = Meter(counters=counters(9_000_000, 1_000_000))
    counters(2_000_000, 1_500_000)
    assert meter.lap().energy_j == pytest.approx(3.0 + 0.5)
    assert meter.lap().energy_j == 0.0


def test_energy_is_unknown_where_no_counter_can_be_read(tmp_path, counters):
    assert Meter(counters=tmp_path / "none").lap().energy_j is None
    folder = counters(1, 1)
    meter = Meter(counters=folder)
    (folder / "intel-rapl:1" / "energy_uj").unlink()
    assert meter.lap().energy_j is None


def test_laps_count_the_processor_not_the_sleep(tmp_path):
    meter = Meter(counters=tmp_path)
    until = time.process_time() + 0.2
    while time.process_time() < until:
        pass
    time.sleep(0.3)
    first_ends = time.perf_counter()
    lap = meter.lap()
    assert 0.15 < lap.processor_s < lap.wall_s - 0.2
    # However long the machine took over it: the second lap holds none of the first.
    assert meter.lap().wall_s < time.perf_counter() - first_ends
    assert "cores" in lap.devices[0]


def test_a_resumed_step_is_the_sum_of_its_parts(tmp_path):
    write_efforts(tmp_path, {"pretrain": Effort(60, 90, None, ("a",))})
    add_effort(tmp_path, "finetune", Effort(10, 20, 5.0, ("a",)), fresh=True)
    assert list(read_efforts(tmp_path)) == ["finetune"]
    add_effort(tmp_path, "finetune", Effort(1, 2, 3.0, ("a", "b")))
    assert read_efforts(tmp_path) == {"finetune": Effort(11, 22, 8.0, ("a", "b"))}
    add_effort(tmp_path, "finetune", Effort(1, 2, None, ()))
    assert read_efforts(tmp_path)["finetune"].energy_j is None


def test_the_card_states_each_step_and_their_sum():
    stored = {
        "pretrain": {
            "wall_s": 2400.0,
            "processor_s": 4800.0,
            "energy_j": 3.6e6,
            "devices": ["a processor"],
        },
        "finetune": {
            "wall_s": 600.0,
            "processor_s": 600.0,
            "energy_j": None,
            "devices": ["a processor", "a GPU"],
        },
    }
    first, second, total = _costs(stored)
    assert first.startswith("pretrain: 40 min, 80 processor minutes, 1.00 kWh")
    assert "not counted" in second
    assert second.endswith("; a processor, a GPU")
    assert total.startswith("together: 50 min, 90 processor minutes, energy not")
    assert list(_costs({})) == ["cost not recorded"]


def test_products_of_matrices_are_counted_against_the_machines_own():
    one = Effort(2.0, 2.0, None, ("a",), flop=4e9, matmul_flop_per_s=8e9)
    assert one.share_of_floor == 0.25
    both = one + Effort(2.0, 2.0, None, ("a",), flop=8e9, matmul_flop_per_s=4e9)
    assert (both.flop, both.matmul_flop_per_s) == (12e9, 8e9)
    assert Effort(2.0).share_of_floor is None


def test_a_kept_effort_says_its_share_and_one_of_before_still_reads(tmp_path):
    one = Effort(2.0, 2.0, None, ("a",), flop=4e9, matmul_flop_per_s=8e9)
    write_efforts(tmp_path, {"train": one})
    stored = json.loads((tmp_path / "effort.json").read_text())
    assert stored["train"]["share_of_floor"] == 0.25
    assert read_efforts(tmp_path) == {"train": one}
    for name in ("flop", "matmul_flop_per_s", "share_of_floor"):
        del stored["train"][name]
    (tmp_path / "effort.json").write_text(json.dumps(stored))
    assert read_efforts(tmp_path)["train"].wall_s == 2.0


def test_the_machine_multiplies_matrices():
    assert matmul_flop_per_s(torch.device("cpu"), repeats=2) > 1e6
