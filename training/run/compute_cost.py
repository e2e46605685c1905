"""What training costs: time, processors' time, and energy where the machine counts it.

Each run folder has an ``effort.json`` with one entry a step, in the order in which they
were taken; a run that adds a term to another begins with a copy of that one's. A step
that was interrupted and resumed is the sum of its parts, as far as they were kept.
"""

import json
import os
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import torch

_FILE = "effort.json"
# Linux counts here what the processors' packages take ("Running average power limit").
_COUNTERS = Path("/sys/class/powercap")
_MICRO = 1e-6
_SIZE = 512


@dataclass(frozen=True)
class Effort:
    """``processor_s`` adds up over cores and processes.

    ``energy_j`` is that of the processors' packages, whoever else used them, ``None``
    where no counter can be read; a GPU's is never in it. ``devices`` are all that took
    part. ``flop`` counts additions and multiplications of matrix products and
    convolutions, ``matmul_flop_per_s`` is how many a second the machine does when it
    multiplies matrices and does nothing else; both are 0 where nothing was counted.
    """

    wall_s: float = 0.0
    processor_s: float = 0.0
    energy_j: float | None = 0.0
    devices: tuple[str, ...] = ()
    flop: float = 0.0
    matmul_flop_per_s: float = 0.0

    @property
    def share_of_floor(self) -> float | None:
        """How much of the time bare matrix products would have taken; 1 is best."""
        if not self.matmul_flop_per_s or not self.wall_s:
            return None
        return self.flop / self.matmul_flop_per_s / self.wall_s

    def __add__(self, other: "Effort") -> "Effort":
        known = self.energy_j is not None and other.energy_j is not None
        return Effort(
            self.wall_s + other.wall_s,
            self.processor_s + other.processor_s,
            (self.energy_j or 0.0) + (other.energy_j or 0.0) if known else None,
            tuple(dict.fromkeys(self.devices + other.devices)),
            self.flop + other.flop,
            max(self.matmul_flop_per_s, other.matmul_flop_per_s),
        )


class Meter:
    """Counts from when it is made; ``lap`` says what came since the last one."""

    def __init__(
        self, device: torch.device | None = None, counters: Path = _COUNTERS
    ) -> None:
        self._counters = counters
        self._devices: tuple[str, ...] = (processor_name(),)
        if device is not None and device.type == "cuda":
            self._devices += (torch.cuda.get_device_name(device),)
        self._before = self._now()

    def lap(self) -> Effort:
        """Return the effort since the last lap; workers count once they have ended."""
        before, self._before = self._before, self._now()
        now = self._before
        return Effort(
            now.wall_s - before.wall_s,
            now.processor_s - before.processor_s,
            _joules_between(before.packages, now.packages),
            self._devices,
        )

    def _now(self) -> "_Reading":
        return _Reading(
            time.perf_counter(), sum(os.times()[:4]), _read_packages(self._counters)
        )


def matmul_flop_per_s(device: torch.device, repeats: int = 7) -> float:
    """Return what the machine reaches in products of two matrices of 512 x 512.

    The best of some: another process may have had the processor in the others.
    """
    factor = torch.ones(_SIZE, _SIZE, device=device)
    best = float("inf")
    for _ in range(repeats):
        started = time.perf_counter()
        product = factor @ factor
        product[0, 0].item()  # a GPU answers when it is done
        best = min(best, time.perf_counter() - started)
    return 2 * _SIZE**3 / best


@dataclass(frozen=True)
class _Package:
    """A processor's counter, in microjoules; it begins anew after ``most``."""

    counted: int
    most: int


@dataclass(frozen=True)
class _Reading:
    wall_s: float
    processor_s: float
    packages: Mapping[str, _Package]


def _read_packages(counters: Path) -> dict[str, _Package]:
    """Return every processor's counter that may be read; none on most machines."""
    packages = {}
    # "intel-rapl:0" is a package on AMD's processors too, "intel-rapl:0:0" its part.
    for folder in sorted(counters.glob("intel-rapl:*")):
        if folder.name.count(":") != 1:
            continue
        try:
            counted, most = (
                int((folder / name).read_text(encoding="ascii"))
                for name in ("energy_uj", "max_energy_range_uj")
            )
        except (OSError, ValueError):
            continue
        packages[folder.name] = _Package(counted, most)
    return packages


def _joules_between(
    before: Mapping[str, _Package], now: Mapping[str, _Package]
) -> float | None:
    if not now or before.keys() != now.keys():
        return None
    counted = 0
    for name, package in now.items():
        more = package.counted - before[name].counted
        counted += more if more >= 0 else more + package.most
    return counted * _MICRO


def read_efforts(folder: Path) -> dict[str, Effort]:
    """Return what each step of a run cost; empty where nothing was written."""
    path = folder / _FILE
    if not path.exists():
        return {}
    stored: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return {
        step: Effort(
            **{k: v for k, v in values.items() if k in Effort.__dataclass_fields__}
            | {"devices": tuple(values["devices"])}
        )
        for step, values in stored.items()
    }


def write_efforts(folder: Path, efforts: Mapping[str, Effort]) -> None:
    """Write them so that a crash leaves the old file or the new one."""
    folder.mkdir(parents=True, exist_ok=True)
    partial = folder / (_FILE + ".partial")
    stored = {
        step: asdict(_rounded(effort)) | {"share_of_floor": effort.share_of_floor}
        for step, effort in efforts.items()
    }
    partial.write_text(json.dumps(stored, indent=1), encoding="utf-8")
    partial.replace(folder / _FILE)


def add_effort(folder: Path, step: str, effort: Effort, fresh: bool = False) -> None:
    """Add to what a step cost; ``fresh`` forgets an earlier run in the folder."""
    efforts = {} if fresh else read_efforts(folder)
    efforts[step] = efforts.get(step, Effort()) + effort
    write_efforts(folder, efforts)


def _rounded(effort: Effort) -> Effort:
    energy = None if effort.energy_j is None else round(effort.energy_j, 1)
    return replace(
        effort,
        wall_s=round(effort.wall_s, 1),
        processor_s=round(effort.processor_s, 1),
        energy_j=energy,
    )


def processor_name() -> str:
    """Return what the system calls its processor, and how many cores may be used."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        lines = []
    names = [x.partition(":")[2].strip() for x in lines if x.startswith("model name")]
    return f"{names[0] if names else 'processor of unknown kind'}, {_n_cores()} cores"


def _n_cores() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
