"""What ACL-ECG learns without labels: which views are of the same recording.

Liu, Wu and Yuan (Sensors 2026, 26(3):1080), equations 8 to 12. Each anatomical region
is compared with itself in the other view (intra) and with the other regions there
(inter). Other regions of the same ECG are positives and never negatives: regions are
drawn together, not apart.
"""

from dataclasses import dataclass
from itertools import permutations
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from ecgviewer.ai.acl.network import (
    LEAD_ROWS,
    REGIONS,
    AclConfig,
    LeadEncoders,
    lead_inputs,
)
from training.acl.views import Recorded, ViewConfig, draw_view, resampled
from training.raw.pretrain import Objective, Pretraining, Rows, Told
from training.run.config import setting
from training.store.signal_store import FS, UV

TERMS = ("both", "inter", "intra")


@dataclass(frozen=True)
class ContrastConfig(ViewConfig):
    """The table ``[train.objective]``."""

    terms: str = setting("both", help="what is contrasted", choices=TERMS)
    intra_share: float = setting(0.5, help="weight of intra where both are")
    temperature: float = setting(0.1, help="of similarities")
    hidden: int = setting(256, help="width inside of the projectors")
    width: int = setting(128, help="numbers a region is compared by")


def nt_xent(first: Tensor, second: Tensor, temperature: float) -> Tensor:
    """Return the normalised temperature-scaled cross entropy (Chen et al. 2020).

    Row k of both, (N, width) and of length 1, is of recording k; negatives are all
    other recordings in both.
    """
    count = len(first)
    rows = torch.cat([first, second])
    similar = rows @ rows.T / temperature
    similar.fill_diagonal_(-torch.inf)
    partners = torch.arange(2 * count, device=rows.device).roll(count)
    return functional.cross_entropy(similar, partners)


def intra_term(first: Tensor, second: Tensor, temperature: float) -> Tensor:
    """Return the loss between the same regions of two views, (n_regions, N, width)."""
    pairs = zip(first, second, strict=True)
    return torch.stack([nt_xent(a, b, temperature) for a, b in pairs]).sum()


def inter_term(first: Tensor, second: Tensor, temperature: float) -> Tensor:
    """Return the loss between different regions of two views, mean over the others."""
    pairs = permutations(range(len(first)), 2)
    each = [nt_xent(first[a], second[b], temperature) for a, b in pairs]
    return torch.stack(each).sum() / (len(first) - 1)


class RegionContrast(Objective):
    """The encoders of a network and one projector a region.

    Raises ``SystemExit`` for terms that are not known.
    """

    def __init__(self, size: AclConfig, data: Pretraining, **asked: Any) -> None:
        super().__init__()
        self.config = ContrastConfig(**asked)
        if self.config.terms not in TERMS:
            known = ", ".join(TERMS)
            raise SystemExit(f"terms is {self.config.terms!r}; known: {known}")
        self._data = data
        self._n_samples = round(size.window_s * size.fs)
        self.encoder = LeadEncoders(size.widths)
        hidden, width = self.config.hidden, self.config.width
        self.projectors = nn.ModuleList(
            _projector(2 * size.widths[-1], hidden, width) for _ in REGIONS
        )

    def draw(self, rows: Rows, rng: np.random.Generator) -> tuple[Tensor, ...]:
        store = self._data.store
        recorded = Recorded(
            store.signal_uv[rows][:, LEAD_ROWS].astype(np.float32) * UV,
            store.n_samples[rows],
            tuple(FS * store.r_times_s[row] for row in rows),
        )
        drawn = [
            draw_view(recorded, self._n_samples, self.config, rng) for _ in range(2)
        ]
        return tuple(
            torch.from_numpy(np.stack(parts)) for parts in zip(*drawn, strict=True)
        )

    def forward(self, *views: Tensor) -> Told:
        first, second = (self.embed(*view) for view in zip(*views, strict=True))
        told, config = {}, self.config
        with torch.autocast(first.device.type, enabled=False):
            if config.terms != "inter":
                told["intra"] = intra_term(first, second, config.temperature)
            if config.terms != "intra":
                told["inter"] = inter_term(first, second, config.temperature)
        share = config.intra_share
        weights = {"intra": share, "inter": 1 - share} if len(told) > 1 else {}
        loss = sum(weights.get(name, 1.0) * term for name, term in told.items())
        count = torch.tensor(float(first.shape[1]), device=first.device)
        watched = {name: term.detach() for name, term in told.items()}
        return Told(loss * count, count, watched)

    def embed(
        self, signal_mv: Tensor, present: Tensor, in_mv: Tensor, places: Tensor
    ) -> Tensor:
        """Return each region of a view as ``draw_view`` has it, (n_regions, N, width).

        Of length 1. As in the paper a lead is its encoder's mean over time.
        """
        inputs = lead_inputs(*resampled(signal_mv, present, places), in_mv)
        leads = self.encoder(inputs).mean(dim=-1)
        regions = leads.unflatten(1, (len(REGIONS), 2)).flatten(2)
        seen = [project(regions[:, d]) for d, project in enumerate(self.projectors)]
        return functional.normalize(torch.stack(seen).float(), dim=-1)


def _projector(n_in: int, hidden: int, n_out: int) -> nn.Sequential:
    layers: list[nn.Module] = []
    for before, after in ((n_in, hidden), (hidden, hidden)):
        layers += [nn.Linear(before, after), nn.BatchNorm1d(after), nn.ReLU()]
    return nn.Sequential(*layers, nn.Linear(hidden, n_out))
