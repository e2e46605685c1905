"""The folder of a run: its settings, what it ran on, its loss curve, its log.

The log is ``log.jsonl``, a line of values every few steps; TensorBoard shows the same
where it is installed.
"""

import json
import platform
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import torch

from training.run.compute_cost import Effort, add_effort, processor_name
from training.run.config import save_config
from training.run.distributed import World


def environment(device: torch.device, world: World, bf16: bool) -> dict[str, Any]:
    """Return what a run computes with, for its ``config.json``."""
    on_gpu = device.type == "cuda"
    name = torch.cuda.get_device_name(device) if on_gpu else processor_name()
    return {
        "python": platform.python_version(),
        "torch": torch.__version__,
        "device": f"{device.type} {name}".strip(),
        "processes": world.size,
        "threads": torch.get_num_threads(),
        "bf16": bf16,
    }


LOG = "log.jsonl"


class Journal:
    """Writes a run's records; in all processes but the first it writes nothing."""

    def __init__(self, folder: Path, world: World) -> None:
        self.folder = folder
        self.writes = world.is_first
        self._board: Any = None

    @contextmanager
    def tensorboard(self, first_step: int) -> Iterator[None]:
        """Keep the log, and TensorBoard's curves if it is installed, from a step on."""
        if self.writes:
            _drop_lines_behind(self.folder / LOG, first_step)
        self._board = _tensorboard(self.folder, first_step) if self.writes else None
        try:
            yield
        finally:
            if self._board is not None:
                self._board.close()

    def settings(self, config: Any, **facts: Any) -> None:
        """Write the resolved settings, or refuse a resumed run with other ones."""
        if self.writes:
            save_config(config, self.folder / "config.json", **facts)

    def values(self, step: int, **values: float) -> None:
        """Add points to the log and to TensorBoard's curves."""
        if self.writes:
            with (self.folder / LOG).open("a", encoding="utf-8") as log:
                log.write(json.dumps({"step": step, **values}) + "\n")
        if self._board is not None:
            for name, value in values.items():
                self._board.add_scalar(name, value, step)

    def effort(self, step: str, effort: Effort, fresh: bool) -> None:
        """Add to what the run cost; ``fresh`` if nothing of it was kept before."""
        if self.writes:
            add_effort(self.folder, step, effort, fresh)

    def history(self, rows: list[dict[str, Any]], step: int) -> None:
        """Write the loss curve up to and with its last row."""
        if not self.writes:
            return
        text = json.dumps(rows, indent=1)
        (self.folder / "history.json").write_text(text, encoding="utf-8")
        values = {k: v for k, v in rows[-1].items() if isinstance(v, float)}
        self.values(step, **{f"epoch/{k}": v for k, v in values.items()})
        print(json.dumps(rows[-1]), flush=True)


def _drop_lines_behind(path: Path, step: int) -> None:
    """Drop what an interrupted run wrote beyond its last checkpoint."""
    if not path.exists():
        return
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    # The last line may have been cut when the run was killed.
    whole = [line for line in lines if line.endswith("\n")]
    kept = [line for line in whole if json.loads(line)["step"] <= step]
    path.write_text("".join(kept), encoding="utf-8")


def _tensorboard(folder: Path, first_step: int) -> Any:
    try:
        from torch.utils.tensorboard import SummaryWriter
    except ImportError:
        print("TensorBoard is not installed: the loss curve is in history.json only")
        return None
    # Points that an interrupted run wrote beyond its last checkpoint are dropped.
    return SummaryWriter(str(folder / "tensorboard"), purge_step=first_step)
