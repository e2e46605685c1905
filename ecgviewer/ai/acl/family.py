"""ACL-ECG as a family of models."""

from collections.abc import Callable

import numpy as np
import torch
from torch import Tensor

from ecgviewer.ai.acl.network import LEAD_ROWS, LEADS, AclConfig, AclNetwork
from ecgviewer.ai.differentiable import Layer
from ecgviewer.ai.model import (
    BoolArray,
    Cancelled,
    FloatArray,
)
from ecgviewer.ai.raw.family import RawModel, builder
from ecgviewer.ai.raw.signals import RawStretch

_BATCH = 24


class AclModel(RawModel):
    """Eight encoders, one a lead, and a linear head on all of them."""

    family = "acl"
    tokens = "lead"
    rows = LEAD_ROWS
    network: AclNetwork

    def layers(self) -> tuple[Layer, ...]:
        encoders = zip(LEADS, self.network.encoder.leads, LEAD_ROWS, strict=True)
        return tuple(Layer(lead, encoder, (row,)) for lead, encoder, row in encoders)

    @torch.inference_mode()
    def raw_without(
        self, stretch: RawStretch, kept: BoolArray, cancelled: Callable[[], bool]
    ) -> FloatArray:
        """Return logits of sets of beats, as every family does.

        Encoders share nothing, so a lead is encoded once for each way in which its own
        beats are kept: of all sets of whole leads that is two.
        """
        shown = kept & stretch.valid
        seen = [
            self._seen(stretch, k, shown[:, row], cancelled)
            for k, row in enumerate(LEAD_ROWS)
        ]
        said: FloatArray = self.network.classify(torch.cat(seen, dim=1)).numpy()
        return said.astype(np.float64)

    def _seen(
        self,
        stretch: RawStretch,
        lead: int,
        shown: BoolArray,
        cancelled: Callable[[], bool],
    ) -> Tensor:
        """Return one lead's features with only the shown beats there, (n_sets, width).

        ``shown`` is (n_sets, n_beats).
        """
        unique, inverse = np.unique(shown, axis=0, return_inverse=True)
        present = torch.from_numpy(unique[:, stretch.owner].astype(np.float32))
        signal = torch.from_numpy(stretch.signal[LEAD_ROWS[lead]])
        in_mv = torch.tensor(float(stretch.in_mv))
        parts = []
        for some in torch.split(present, _BATCH):
            if cancelled():
                raise Cancelled
            wide = signal.expand_as(some), some, in_mv.expand(len(some))
            parts.append(self.network.lead_features(lead, *wide))
        return torch.cat(parts)[torch.from_numpy(inverse.reshape(-1))]


build = builder(AclModel, AclConfig, AclNetwork)
