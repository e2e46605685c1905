"""What each beat looks like in the limb leads and in the chest leads together.

The shape term reads one lead at a time. Here a beat is an image of six leads by 0.96 s,
R in the middle: the limb leads, which see the frontal plane, make one, the chest leads,
which see the horizontal plane, another. A small residual network for each plane looks
at it, and what is said of a recording is the mean over its beats. So the term is a sum
over the two planes and over beats, exactly, though not over leads. Residual networks
are the strongest supervised baselines for ECGs (Strodthoff et al., IEEE J Biomed Health
Inform 2021).
"""

import torch
from torch import Tensor, nn

from ecgviewer.ai.clear.nets import TokenBatch
from ecgviewer.ai.clear.tokens import N_LEADS

# rows of the 12-lead array: limb leads, chest leads
PLANES = (list(range(6)), list(range(6, N_LEADS)))
_STAGES = (1.0, 1.5, 2.0, 2.5)


class ResidualBlock(nn.Module):
    """Two convolutions beside a short cut that averages where it has to halve."""

    def __init__(self, n_in: int, n_out: int, stride: int, kernel: int = 5) -> None:
        super().__init__()
        self.body = nn.Sequential(
            nn.Conv1d(n_in, n_out, kernel, stride, kernel // 2, bias=False),
            nn.BatchNorm1d(n_out),
            nn.ReLU(),
            nn.Conv1d(n_out, n_out, kernel, padding=kernel // 2, bias=False),
            nn.BatchNorm1d(n_out),
        )
        short: list[nn.Module] = []
        if stride > 1:
            short.append(nn.AvgPool1d(stride, ceil_mode=True))
        if n_in != n_out:
            short += [nn.Conv1d(n_in, n_out, 1, bias=False), nn.BatchNorm1d(n_out)]
        self.short = nn.Sequential(*short)

    def forward(self, x: Tensor) -> Tensor:
        joined: Tensor = torch.relu(self.body(x) + self.short(x))
        return joined


class PlaneNetwork(nn.Module):
    """One plane's image, (n, 6, length), to what it says of each label.

    The last steps are read one by one, not averaged: where in the beat something lies
    is what tells a Q wave from an S wave.
    """

    def __init__(self, n_labels: int, width: int, length: int) -> None:
        super().__init__()
        widths = [round(width * stage) for stage in _STAGES]
        layers: list[nn.Module] = [
            nn.Conv1d(len(PLANES[0]), width, 7, 2, 3, bias=False),
            nn.BatchNorm1d(width),
            nn.ReLU(),
            nn.MaxPool1d(3, 2, 1),
        ]
        before = width
        for stage, own in enumerate(widths):
            layers += [
                ResidualBlock(before, own, 1 if stage == 0 else 2),
                ResidualBlock(own, own, 1),
            ]
            before = own
        self.see = nn.Sequential(*layers, nn.Flatten())
        self.dropout = nn.Dropout(0.3)
        # five times halved, each time rounded up
        self.read = nn.Linear(before * -(-length // 32), n_labels, bias=False)

    def forward(self, images: Tensor) -> Tensor:
        said: Tensor = self.read(self.see(images))
        return said

    def of_recordings(self, images: Tensor, there: Tensor) -> Tensor:
        """Return the mean over beats, (B, n_labels).

        ``images`` is (B, K, 6, length), ``there`` (B, K) which of the beats there are.
        """
        seen = images.new_zeros(*there.shape, self.read.in_features)
        if there.any():
            seen[there] = self.see(images[there]).to(seen.dtype)
        share = there / there.sum(dim=1, keepdim=True).clamp(min=1)
        mean = (share[:, None].to(seen.dtype) @ seen)[:, 0]
        said: Tensor = self.read(self.dropout(mean))
        return said


class BeatTerm(nn.Module):
    """Added to each logit; a plane without leads adds nothing.

    ``width`` is the number of channels of the first stage. ``constant`` is added
    whatever the beats.
    """

    def __init__(self, n_labels: int, width: int, length: int = 96) -> None:
        super().__init__()
        self.planes = nn.ModuleList(
            PlaneNetwork(n_labels, width, length) for _ in PLANES
        )
        self.constant = nn.Parameter(torch.zeros(n_labels))

    def forward(self, tokens: TokenBatch) -> Tensor:
        """Return (B, n_labels)."""
        return self.of_images(*beat_images(tokens))

    def of_images(self, images: Tensor, present: Tensor) -> Tensor:
        """Return (B, n_labels) from what ``beat_images`` returns."""
        total: Tensor = self.constant.expand(len(images), -1)
        for leads, network in zip(PLANES, self.networks(), strict=True):
            there = present[:, :, leads].any(dim=2)
            total = total + network.of_recordings(images[:, :, leads], there)
        return total

    def networks(self) -> tuple["PlaneNetwork", ...]:
        """Return the network of each of ``PLANES``."""
        return tuple(n for n in self.planes if isinstance(n, PlaneNetwork))

    @torch.no_grad()
    def scale_logits(self, scale: Tensor) -> None:
        for network in self.networks():
            network.read.weight.mul_(scale[:, None])
        self.constant.mul_(scale)


def beat_images(tokens: TokenBatch) -> tuple[Tensor, Tensor]:
    """Return beats as images, (B, K, 12, length), and their leads, (B, K, 12).

    A lead that is not present is zero. K is the highest beat index plus one.
    """
    rows, places = tokens.present.nonzero(as_tuple=True)
    at = rows, tokens.beat[rows, places], tokens.lead[rows, places]
    shape = len(tokens.beat), int(tokens.beat.max()) + 1, N_LEADS
    images = tokens.beats.new_zeros(*shape, tokens.beats.shape[-1])
    present = torch.zeros(shape, dtype=torch.bool, device=tokens.present.device)
    images[at] = tokens.beats[rows, places]
    present[at] = True
    return images, present
