"""What measured numbers say by themselves, lead by lead, read by boosted trees.

The numbers are those that a reader looks at (``measured_numbers``). No tree asks about
more than one lead, or about anything but what all leads have in common, so the term is
a sum over leads exactly; and nevertheless it asks questions that depend on one another
("R small, and then T inverted"), which a linear read-out cannot.
"""

from collections.abc import Sequence

import torch
from torch import Tensor, nn

from ecgviewer.ai.clear.heads import has_beats
from ecgviewer.ai.clear.nets import TokenBatch
from ecgviewer.ai.clear.tokens import N_LEADS

N_ROWS = N_LEADS + 1  # the leads, and what they have in common
# Below all that can be measured, so that a tree can ask whether a number is known.
UNKNOWN = -1000.0


class TreeTerm(nn.Module):
    """Added to each logit; a lead without beats, or not measured, adds nothing.

    Node k of tree t asks whether number ``feature[t, k]`` of its row is at most
    ``threshold[t, k]``, and goes on to ``left`` or ``right``; a leaf goes on to itself.
    Trees come in the order of their rows, ``n_trees`` of each; ``label`` says which
    logit a tree's ``value`` is added to. ``constant`` is what it says where nothing was
    measured, or no lead is there.
    """

    def __init__(self, n_labels: int, n_trees: Sequence[int], n_nodes: int) -> None:
        super().__init__()
        if len(n_trees) != N_ROWS:
            raise ValueError(f"trees of {len(n_trees)} rows instead of {N_ROWS}")
        self.n_trees, self.depth = tuple(n_trees), n_nodes // 2
        shape = (sum(n_trees), n_nodes)
        for name in ("feature", "left", "right"):
            self.register_buffer(name, torch.zeros(shape, dtype=torch.int16))
        self.register_buffer("threshold", torch.zeros(shape))
        self.register_buffer("label", torch.zeros(shape[0], dtype=torch.int64))
        self.feature: Tensor
        self.threshold: Tensor
        self.left: Tensor
        self.right: Tensor
        self.label: Tensor
        self.value = nn.Parameter(torch.zeros(shape))
        self.offset = nn.Parameter(torch.zeros(N_ROWS, n_labels))
        self.constant = nn.Parameter(torch.zeros(n_labels))

    def forward(self, tokens: TokenBatch) -> Tensor:
        """Return (B, n_labels)."""
        if tokens.measured is None:
            return self.constant.expand(len(tokens.lead), -1)
        there = has_beats(tokens)
        there = torch.cat([there, there.amax(dim=1, keepdim=True)], dim=1)
        said = self.of_rows(tokens.measured) * there[..., None]
        total: Tensor = said.sum(dim=1) + self.constant
        return total

    def of_rows(self, measured: Tensor) -> Tensor:
        """Return what each row says, (B, 13, n_labels), from (B, 13, n_numbers)."""
        said = measured.new_zeros(*measured.shape[:2], self.offset.shape[1])
        stop = 0
        for row, count in enumerate(self.n_trees):
            start, stop = stop, stop + count
            values = self._values(measured[:, row], slice(start, stop))
            said[:, row].index_add_(1, self.label[start:stop], values)
        # Nothing known is no answer to "at most ...?", and would look like disease.
        known = (measured != UNKNOWN).any(dim=2, keepdim=True)
        return (said + self.offset) * known

    def _values(self, numbers: Tensor, trees: slice) -> Tensor:
        """Return what these trees say of a row's numbers, (B, n_trees)."""
        feature, left, right = (
            x[trees].long() for x in (self.feature, self.left, self.right)
        )
        rows = torch.arange(len(feature), device=numbers.device)
        at = rows.new_zeros(len(numbers), len(feature))
        for _ in range(self.depth):
            asked = numbers.gather(1, feature[rows, at])
            low = asked <= self.threshold[trees][rows, at]
            at = torch.where(low, left[rows, at], right[rows, at])
        return self.value[trees][rows, at]

    @torch.no_grad()
    def scale_logits(self, scale: Tensor) -> None:
        self.value.mul_(scale[self.label][:, None])
        self.offset.mul_(scale)
        self.constant.mul_(scale)
