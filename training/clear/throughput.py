"""How fast pretraining is, against its matrix multiplications alone.

    python -m training.clear.throughput --config training/configs/clear_small.toml
    OMP_NUM_THREADS=1 torchrun --nproc-per-node 2 -m training.clear.throughput \
        --config ...

Takes training steps on made-up beats (how long they take does not depend on what is in
them), writes down every matrix multiplication of one step, encoder and decoder,
forwards and backwards, and times those alone in turn with the steps. No step can be
faster than this floor; the share says how near it is. Of several processes the steps
are those of all, gradients sent round included, and all multiply at the same time.
Also states the memory of a step.
"""

import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor
from torch.nn.attention import SDPBackend, sdpa_kernel
from torch.utils._python_dispatch import TorchDispatchMode

from ecgviewer.ai.clear.tokens import N_AMPLITUDE, N_TIMING, BeatTokens
from ecgviewer.ai.inputs import N_LEADS
from training.clear.loop import Trainer, repeatable
from training.clear.pretrain import build_trainer, near_device
from training.clear.pretrain_config import PretrainConfig
from training.clear.table import TokenTable, make_table
from training.run.config import ending_in_a_sentence, load_config, setting
from training.run.distributed import World, own_device, world_of_processes
from training.run.run import choose_device

_MEGABYTE = 1e6


@dataclass(frozen=True)
class ThroughputConfig(PretrainConfig):
    data: tuple[Path, ...] = setting((), help="not read: beats are made up")
    repeats: int = setting(7, help="steps timed, each beside its floor")


# Size, strides and type of one factor of a matrix multiplication.
Layout = tuple[torch.Size, tuple[int, ...], torch.dtype]


class Multiplications(TorchDispatchMode):
    """Writes down the matrix multiplications made while it is active."""

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # PyTorch's own
        self.found: list[tuple[Layout, Layout]] = []

    def __torch_dispatch__(
        self, func: Any, types: Any, args: Any = (), kwargs: Any = None
    ) -> Any:
        aten = torch.ops.aten
        if func in (aten.mm.default, aten.bmm.default):
            self._note(*args[:2])
        elif func in (aten.addmm.default, aten.baddbmm.default):
            self._note(*args[1:3])
        return func(*args, **(kwargs or {}))

    def _note(self, left: Tensor, right: Tensor) -> None:
        first, second = ((x.shape, x.stride(), x.dtype) for x in (left, right))
        self.found.append((first, second))

    def replay(self, device: torch.device) -> Callable[[], None]:
        """Return a function that makes the same multiplications and nothing else."""
        factors = {
            layout: _random_factor(layout, device)
            for pair in self.found
            for layout in pair
        }

        def multiply() -> None:
            for left, right in self.found:
                torch.matmul(factors[left], factors[right])

        return multiply


def _random_factor(layout: Layout, device: torch.device) -> Tensor:
    size, stride, dtype = layout
    extent = 1 + sum((n - 1) * step for n, step in zip(size, stride, strict=True))
    return torch.randn(extent, dtype=dtype, device=device).as_strided(size, stride)


def made_up_table(n_stretches: int, token_length: int = 96) -> TokenTable:
    """Return recordings of 8 to 16 random beats, as ten seconds hold."""
    rng = np.random.default_rng(0)
    stretches = []
    for _ in range(n_stretches):
        n_beats = int(rng.integers(8, 17))
        shape = (N_LEADS, n_beats)
        normal = rng.standard_normal((*shape, token_length)).astype(np.float32)
        stretches.append(
            BeatTokens(
                beats=normal,
                valid=np.ones(shape, dtype=bool),
                amplitude=np.zeros((*shape, N_AMPLITUDE), dtype=np.float32),
                timing=np.zeros((n_beats, N_TIMING), dtype=np.float32),
                time_s=np.linspace(0, 10, n_beats, dtype=np.float32),
                beat_index=np.arange(n_beats),
            )
        )
    return make_table(stretches)


@dataclass(frozen=True)
class Memory:
    """Bytes that a step needs: ``fixed`` whatever the batch, ``kept`` with it.

    ``fixed`` are weights, their gradients, the optimiser's moments and averages;
    ``kept`` is what the forward pass leaves for the backward pass. ``peak`` is what
    the GPU's allocator counted, ``None`` on a CPU.
    """

    fixed: int
    kept: int
    peak: int | None


def measure_memory(trainer: Trainer, table: TokenTable, chosen: np.ndarray) -> Memory:
    """Return the memory of a step; the trainer has taken one before."""
    weights = {x.data_ptr(): x.nbytes for x in trainer.objective.parameters()}
    kept: dict[int, int] = {}
    held = []

    def pack(saved: Tensor) -> Tensor:
        storage = saved.untyped_storage()
        if storage.data_ptr() not in weights:
            kept[storage.data_ptr()] = storage.nbytes()
            held.append(saved)  # or its address could be given to another
        return saved

    on_gpu = trainer.device.type == "cuda"
    if on_gpu:
        torch.cuda.reset_peak_memory_stats(trainer.device)
    with torch.autograd.graph.saved_tensors_hooks(pack, lambda saved: saved):
        trainer.gradients(table, chosen, epoch=0)
    state = trainer.optimiser.state.values()
    moments = sum(x.nbytes for s in state for x in s.values() if x.ndim)
    average = 0 if trainer.average is None else sum(weights.values())
    return Memory(
        fixed=2 * sum(weights.values()) + moments + average,
        kept=sum(kept.values()),
        peak=torch.cuda.max_memory_allocated(trainer.device) if on_gpu else None,
    )


def timed(work: Callable[[], Any], device: torch.device, world: World) -> float:
    """Return the seconds that ``work`` takes, to its end in all processes."""

    def together() -> float:
        if device.type == "cuda":
            torch.cuda.synchronize(device)
        world.wait()
        return time.perf_counter()

    started = together()
    work()
    return together() - started


def multiplications_of_a_step(
    trainer: Trainer, table: TokenTable, chosen: np.ndarray
) -> Multiplications:
    """Return them, attention's written out instead of fused."""
    found = Multiplications()
    with found, sdpa_kernel(SDPBackend.MATH):
        trainer.gradients(table, chosen, epoch=0)
    return found


def measure(config: ThroughputConfig, world: World, device: torch.device) -> None:
    """Print recordings/s, the floor, the share and the memory of a step."""
    table = near_device(made_up_table(2 * config.batch), device)
    trainer = build_trainer(config, len(table), world, device)
    chosen = np.arange(config.batch)

    def step() -> None:
        trainer.train_step(table, chosen, epoch=0)

    for _ in range(3):
        step()
    floor = multiplications_of_a_step(trainer, table, chosen).replay(device)
    floor()
    pairs = [
        (timed(step, device, world), timed(floor, device, world))
        for _ in range(config.repeats)
    ]
    memory = measure_memory(trainer, table, chosen)
    if not world.is_first:
        return
    step_s, floor_s = (statistics.median(column) for column in zip(*pairs, strict=True))
    share = statistics.median(alone / whole for whole, alone in pairs)
    print(describe(config, trainer))
    print(
        f"step: {1e3 * step_s:.1f} ms, {config.batch / step_s:.0f} recordings/s\n"
        f"its matrix multiplications alone: {1e3 * floor_s:.1f} ms, "
        f"{config.batch / floor_s:.0f} recordings/s\n"
        f"share: {share:.0%} (median of {config.repeats} pairs)"
    )
    print(describe_memory(memory))


def describe(config: PretrainConfig, trainer: Trainer) -> str:
    n_weights = sum(p.numel() for p in trainer.objective.parameters())
    threads = f", {trainer.world.size} processes of {torch.get_num_threads()} threads"
    return (
        f"{config.objective}, width {config.width}, depth {config.depth}, "
        f"{n_weights / 1e6:.1f} M weights with decoder; {config.batch} recordings of "
        f"{config.beats} beats; {trainer.device.type}"
        f"{threads if trainer.device.type == 'cpu' else ''}, "
        f"{'bfloat16' if trainer.config.bf16 else 'float32'}"
    )


def describe_memory(memory: Memory) -> str:
    text = (
        "memory of a process's step: "
        f"{(memory.fixed + memory.kept) / _MEGABYTE:.0f} MB "
        f"(weights, gradients, moments {memory.fixed / _MEGABYTE:.0f} MB; kept for "
        f"the backward pass {memory.kept / _MEGABYTE:.0f} MB)"
    )
    if memory.peak is not None:
        text += f"; peak on the GPU {memory.peak / _MEGABYTE:.0f} MB"
    return text


@ending_in_a_sentence
def main(argv: Sequence[str] | None = None) -> None:
    config = load_config(ThroughputConfig, argv, __doc__ or "")
    device = own_device(choose_device(config.device))
    with repeatable(config.deterministic), world_of_processes(device) as world:
        measure(config, world, device)


if __name__ == "__main__":
    main()
