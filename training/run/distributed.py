"""Several processes as one: who computes what, and sums over all of them."""

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta

import torch
import torch.distributed as dist
from torch import Tensor, nn

# The others wait as long as this for the first process to tokenise a large data set.
_PATIENCE = timedelta(hours=6)


@dataclass(frozen=True)
class World:
    """The processes of a run: ``rank`` of ``size``, all with the same files in view."""

    rank: int = 0
    size: int = 1

    @property
    def is_first(self) -> bool:
        return self.rank == 0

    def wait(self) -> None:
        """Return once every process is here."""
        if self.size > 1:
            dist.barrier()

    def sum(self, value: Tensor) -> Tensor:
        """Sum a tensor over the processes, in place."""
        if self.size > 1:
            dist.all_reduce(value)
        return value

    @contextmanager
    def first_goes_ahead(self) -> Iterator[None]:
        """Let the first process through alone (it may write files), then the others."""
        if not self.is_first:
            self.wait()
        yield
        if self.is_first:
            self.wait()

    def same_everywhere(self, value: int, device: torch.device) -> bool:
        """Return whether every process holds the same whole number."""
        if self.size == 1:
            return True
        extremes = torch.tensor([value, -value], device=device)
        dist.all_reduce(extremes, dist.ReduceOp.MAX)
        highest, lowest = int(extremes[0]), -int(extremes[1])
        return highest == lowest

    def sum_gradients(
        self, parameters: Iterable[nn.Parameter], totals: Tensor
    ) -> Tensor:
        """Turn gradients of summed losses into those of the mean over all processes.

        ``totals`` (float32) are this process's summed loss and how much it sums over;
        they travel with the gradients in one message, and their sums are returned. A
        mean of the processes' means would weigh what each scored unequally. A process
        that had nothing adds zeros.
        """
        gradients = [_gradient(parameter) for parameter in parameters]
        if self.size > 1:
            message = torch.cat([*(g.flatten() for g in gradients), totals])
            dist.all_reduce(message)
            parts = message.split([*(g.numel() for g in gradients), len(totals)])
            for gradient, part in zip(gradients, parts[:-1], strict=True):
                gradient.copy_(part.view_as(gradient))
            totals = parts[-1]
        scored = totals[1].clamp(min=1)
        for gradient in gradients:
            gradient.div_(scored)
        return totals


def _gradient(parameter: nn.Parameter) -> Tensor:
    if parameter.grad is None:
        parameter.grad = torch.zeros_like(parameter)
    return parameter.grad


@contextmanager
def world_of_processes(device: torch.device) -> Iterator[World]:
    """Join the processes that ``torchrun`` started; without it there is only this one.

    Gradients travel by NCCL between GPUs, by gloo between CPUs.
    """
    if "RANK" not in os.environ or not dist.is_available():
        yield World()
        return
    if device.type == "cuda":
        torch.cuda.set_device(device)
        dist.init_process_group("nccl", timeout=_PATIENCE, device_id=device)
    else:
        dist.init_process_group("gloo", timeout=_PATIENCE)
    try:
        yield joined_world()
    finally:
        dist.destroy_process_group()


def joined_world() -> World:
    """Return the processes that this one has joined, or itself alone."""
    if not (dist.is_available() and dist.is_initialized()):
        return World()
    return World(dist.get_rank(), dist.get_world_size())


def own_device(device: torch.device) -> torch.device:
    """Return this process's GPU where ``torchrun`` started one process for each."""
    if device.type == "cuda" and device.index is None and "LOCAL_RANK" in os.environ:
        return torch.device("cuda", int(os.environ["LOCAL_RANK"]))
    return device
