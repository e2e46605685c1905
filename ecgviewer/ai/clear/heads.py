"""Heads: from the encoder's lead vectors to one logit per label."""

from dataclasses import dataclass
from typing import Literal

import torch
from torch import Tensor, nn
from torch.nn import functional

from ecgviewer.ai.clear.nets import TokenBatch
from ecgviewer.ai.inputs import N_LEADS

# rows of the 12-lead array: Einthoven, Goldberger, Wilson
HUG_GROUPS: tuple[tuple[int, ...], ...] = ((0, 1, 2), (3, 4, 5), (6, 7, 8, 9, 10, 11))
_PAIRS = ((0, 1), (1, 2), (0, 2))


@dataclass(frozen=True)
class HeadConfig:
    """The head: published HUG, its affine control, or the additive one.

    ``readout`` is HUG's; ``hidden`` and ``dropout`` are the additive head's.
    """

    kind: Literal["hug", "linear", "additive"] = "hug"
    readout: Literal["concat", "mean"] = "concat"
    n_labels: int = 5
    hidden: int = 48
    dropout: float = 0.2

    @property
    def reads_beats(self) -> bool:
        """Whether the head reads more of a lead than its cls vector."""
        return self.kind == "additive"


def lead_summaries(encoded: Tensor, middle: Tensor, tokens: TokenBatch) -> Tensor:
    """Return what the additive head reads of each lead, (B, 12, 4 width).

    The cls vector, mean and SD of the lead's beats, and their mean half-way up the
    encoder. ``encoded`` and ``middle`` are (B, 12 + N, width). A lead without beats
    has zeros beside its cls vector.
    """
    share = lead_shares(tokens)
    beats = encoded[:, N_LEADS:]
    mean = share @ beats
    spread = (share @ beats.square() - mean.square()).clamp(min=0)
    spread = (spread + 1e-4).sqrt() * has_beats(tokens)[..., None]
    halfway = share @ middle[:, N_LEADS:]
    return torch.cat([encoded[:, :N_LEADS], mean, spread, halfway], dim=-1)


def lead_shares(tokens: TokenBatch) -> Tensor:
    """Return (B, 12, N): each present token's share of its lead, 1 / its beats."""
    leads = torch.arange(N_LEADS, device=tokens.lead.device)
    own = (tokens.lead[:, None, :] == leads[:, None]) & tokens.present[:, None, :]
    count = own.sum(dim=-1, keepdim=True).clamp(min=1)
    shares: Tensor = own / count
    return shares


def has_beats(tokens: TokenBatch) -> Tensor:
    """Return which leads have a present beat, (B, 12) of 0 and 1."""
    shares: Tensor = lead_shares(tokens).sum(dim=-1).round()
    return shares


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

    def forward(self, cls: Tensor, has_beats: Tensor) -> Tensor:
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

    def forward(self, cls: Tensor, has_beats: Tensor) -> Tensor:
        logits: Tensor = self.classify(group_means(cls).flatten(1))
        return logits


class _OwnLinear(nn.Module):
    """A linear layer of its own for each of ``n`` leads: (B, n, a) to (B, n, b)."""

    def __init__(self, n: int, n_in: int, n_out: int) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.empty(n, n_in, n_out))
        self.bias = nn.Parameter(torch.zeros(n, n_out))
        nn.init.uniform_(self.weight, -(n_in**-0.5), n_in**-0.5)

    def forward(self, x: Tensor) -> Tensor:
        return torch.einsum("bni,nio->bno", x, self.weight) + self.bias


class AdditiveHead(nn.Module):
    """Non-linear in each lead and in each group, yet a sum: leads, groups, a constant.

    Each lead's summary goes through a layer of its own; from the result come the
    lead's term and, together with the other leads of its group, the group's. So what a
    lead or a group adds to a logit is read off exactly (``terms``), and the head knows
    which lead it looks at. A lead without beats adds nothing.
    """

    def __init__(self, width: int, config: HeadConfig) -> None:
        super().__init__()
        hidden, n_labels = config.hidden, config.n_labels
        self.norm = nn.LayerNorm(4 * width)
        self.per_lead = _OwnLinear(N_LEADS, 4 * width, hidden)
        self.dropout = nn.Dropout(config.dropout)
        self.lead_term = _OwnLinear(N_LEADS, hidden, n_labels)
        self.per_group = nn.ModuleList(
            nn.Linear(len(group) * hidden, hidden) for group in HUG_GROUPS
        )
        self.group_term = nn.ModuleList(nn.Linear(hidden, n_labels) for _ in HUG_GROUPS)
        self.constant = nn.Parameter(torch.zeros(n_labels))

    def forward(self, summaries: Tensor, has_beats: Tensor) -> Tensor:
        leads, groups = self.terms(summaries, has_beats)
        logits: Tensor = leads.sum(dim=1) + groups.sum(dim=1) + self.constant
        return logits

    def terms(self, summaries: Tensor, has_beats: Tensor) -> tuple[Tensor, Tensor]:
        """Return each lead's and each group's term, (B, 12 and 3, n_labels)."""
        there = has_beats[..., None]
        seen = self.dropout(self.per_lead(self.norm(summaries)))
        seen = functional.gelu(seen) * there
        leads = self.lead_term(seen) * there
        groups = []
        for k, rows in enumerate(HUG_GROUPS):
            own = seen[:, list(rows)].flatten(1)
            heard = functional.gelu(self.per_group[k](own))
            term = self.group_term[k](self.dropout(heard))
            groups.append(term * there[:, list(rows)].amax(dim=1))
        return leads, torch.stack(groups, dim=1)


def make_head(width: int, config: HeadConfig) -> HugHead | LinearHead | AdditiveHead:
    """Return an untrained head; ``ValueError`` if there is no such kind."""
    if config.kind == "hug":
        return HugHead(width, config)
    if config.kind == "linear":
        return LinearHead(width, config)
    if config.kind == "additive":
        return AdditiveHead(width, config)
    raise ValueError(f"there is no head {config.kind!r}: hug, linear or additive")
