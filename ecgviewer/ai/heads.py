"""Heads: from the encoder's lead vectors to one logit per label."""

from dataclasses import dataclass
from typing import Literal

import torch
from torch import Tensor, nn

# rows of the 12-lead array: Einthoven, Goldberger, Wilson
HUG_GROUPS: tuple[tuple[int, ...], ...] = ((0, 1, 2), (3, 4, 5), (6, 7, 8, 9, 10, 11))
_PAIRS = ((0, 1), (1, 2), (0, 2))


@dataclass(frozen=True)
class HeadConfig:
    """The head: published HUG, or the affine map of group means it is equal to."""

    kind: Literal["hug", "linear"] = "hug"
    readout: Literal["concat", "mean"] = "concat"
    n_labels: int = 5


def group_means(cls: Tensor) -> Tensor:
    """Return (B, 3, width): the mean cls vector of each HUG group."""
    return torch.stack([cls[:, list(g)].mean(dim=1) for g in HUG_GROUPS], dim=1)


class HugHead(nn.Module):
    """Hierarchical lead grouping: three groups, three pairs, one whole.

    Every step is affine, so the head equals one linear layer on the three group means
    (``collapse``); the hierarchy is kept because it is the published method.
    """

    def __init__(self, width: int, config: HeadConfig) -> None:
        super().__init__()
        self.readout = config.readout
        self.group_experts = nn.ModuleList(nn.Linear(width, width) for _ in HUG_GROUPS)
        self.pair_experts = nn.ModuleList(nn.Linear(width, width) for _ in _PAIRS)
        self.whole_expert = nn.Linear(width, width)
        n_inputs = 7 * width if config.readout == "concat" else width
        self.classify = nn.Linear(n_inputs, config.n_labels)

    def forward(self, cls: Tensor) -> Tensor:
        logits: Tensor = self._from_means(group_means(cls))
        return logits

    def _from_means(self, means: Tensor) -> Tensor:
        # The expert is affine, so it commutes with the mean over the group's leads.
        groups = [expert(means[:, k]) for k, expert in enumerate(self.group_experts)]
        pairs = [
            (expert(groups[a]) + expert(groups[b])) / 2
            for expert, (a, b) in zip(self.pair_experts, _PAIRS, strict=True)
        ]
        whole = torch.stack([self.whole_expert(p) for p in pairs]).mean(dim=0)
        vectors = torch.stack([*groups, *pairs, whole], dim=1)
        if self.readout == "concat":
            logits: Tensor = self.classify(vectors.flatten(1))
        else:
            logits = self.classify(vectors.mean(dim=1))
        return logits

    @torch.no_grad()
    def collapse(self) -> nn.Linear:
        """Return the linear layer on the flattened group means equal to this head."""
        width = self.whole_expert.in_features
        zero = torch.zeros(1, len(HUG_GROUPS), width)
        unit = torch.eye(len(HUG_GROUPS) * width).view(-1, len(HUG_GROUPS), width)
        bias = self._from_means(zero)[0]
        linear = nn.Linear(len(HUG_GROUPS) * width, self.classify.out_features)
        linear.bias.copy_(bias)
        linear.weight.copy_((self._from_means(unit) - bias).T)
        return linear


class LinearHead(nn.Module):
    """HUG's control: one linear layer on the three group means."""

    def __init__(self, width: int, config: HeadConfig) -> None:
        super().__init__()
        self.classify = nn.Linear(len(HUG_GROUPS) * width, config.n_labels)

    def forward(self, cls: Tensor) -> Tensor:
        logits: Tensor = self.classify(group_means(cls).flatten(1))
        return logits
