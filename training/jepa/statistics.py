"""Running statistics of what the teacher says: targets whitened, collapse watched."""

import torch
from torch import Tensor, nn

from training.run.distributed import joined_world

_DECAY = 0.99


class TargetStatistics(nn.Module):
    """Mean of each position and covariance about it, over the last hundred steps.

    Without them most of a target is its position, which is known beforehand: whitened,
    it is what tells one recording from another, all directions alike. In several
    processes all hold the statistics of the whole batch.
    """

    mean: Tensor
    covariance: Tensor
    pooled_covariance: Tensor
    losses: Tensor
    n_updates: Tensor

    def __init__(self, n_leads: int, n_times: int, width: int, ridge: float) -> None:
        super().__init__()
        self.ridge = ridge
        self.register_buffer("mean", torch.zeros(n_leads, n_times, width))
        self.register_buffer("covariance", torch.eye(width))
        self.register_buffer("pooled_covariance", torch.eye(width))
        self.register_buffer("losses", torch.zeros(2))
        self.register_buffer("n_updates", torch.zeros(()))

    @torch.no_grad()
    def update(self, said: Tensor, present: Tensor) -> None:
        """Take in what a teacher said of a batch, (B, n_leads, n_times, width).

        ``present``, (B, n_leads, n_times), is False where nothing was recorded.
        """
        step = self._step()
        there = present[..., None].to(said.dtype)
        sums, counts = _summed((said * there).sum(dim=0), there.sum(dim=0))
        batch_mean = sums / counts.clamp(min=1)
        self.mean.lerp_(torch.where(counts > 0, batch_mean, self.mean), step)
        away = (said - self.mean) * there
        pooled = away.sum(dim=(1, 2)) / there.sum(dim=(1, 2)).clamp(min=1)
        flat = away.flatten(0, 2)
        of_tokens, n_tokens, of_pooled, n = _summed(
            flat.T @ flat, there.sum(), pooled.T @ pooled, counts.new_tensor(len(said))
        )
        self.covariance.lerp_(of_tokens / n_tokens.clamp(min=1), step)
        self.pooled_covariance.lerp_(of_pooled / n.clamp(min=1), step)
        self.n_updates += 1

    @torch.no_grad()
    def note(self, loss: Tensor, uninformed: Tensor) -> None:
        """Take in a summed loss, and that of who knows nothing but the position."""
        (both,) = _summed(torch.stack([loss, uninformed]))
        self.losses.mul_(_DECAY).add_(both)

    def whitened(self, said: Tensor) -> Tensor:
        """Return targets of about unit variance in every direction."""
        size, axes = torch.linalg.eigh(self.covariance.double())
        floor = self.ridge * size.mean()
        scale = (size.clamp(min=0) + floor).clamp(min=1e-12).rsqrt()
        matrix = (axes * scale) @ axes.T
        turned: Tensor = (said - self.mean) @ matrix.to(said.dtype)
        return turned

    @property
    def rank(self) -> Tensor:
        """Return in how many directions pooled recordings differ.

        The effective rank (Roy and Vetterli, EUSIPCO 2007) of their covariance.
        """
        size = torch.linalg.eigvalsh(self.pooled_covariance.double()).clamp(min=1e-12)
        share = size / size.sum()
        entropy: Tensor = -(share * share.log()).sum()
        return entropy.exp()

    @property
    def between_share(self) -> Tensor:
        """Return the share of the variance that is not the position's."""
        between = self.covariance.trace()
        of_positions = self.mean.flatten(0, 1).var(dim=0, correction=0).sum()
        return between / (between + of_positions).clamp(min=1e-12)

    @property
    def predicted_share(self) -> Tensor:
        """Return which share of the loss of who knows only the position is avoided."""
        avoided: Tensor = 1 - self.losses[0] / self.losses[1].clamp(min=1e-12)
        return avoided

    def _step(self) -> float:
        """Return how far to go: a plain mean at first, or the start would linger."""
        n = float(self.n_updates)
        return 1 - min(_DECAY, n / (n + 1))


def _summed(*parts: Tensor) -> list[Tensor]:
    """Return tensors summed over all processes, in one message."""
    message = joined_world().sum(torch.cat([part.flatten() for part in parts]))
    pieces = message.split([part.numel() for part in parts])
    return [piece.view_as(part) for piece, part in zip(pieces, parts, strict=True)]
