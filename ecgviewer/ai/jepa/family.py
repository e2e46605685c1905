"""ECG-JEPA as a family of models."""

import numpy as np

from ecgviewer.ai.jepa.attention import allowed_present
from ecgviewer.ai.jepa.network import LEADS, ROWS, JepaConfig, JepaNetwork, patches
from ecgviewer.ai.model import Attention, Token
from ecgviewer.ai.raw.family import RawModel, builder
from ecgviewer.ai.raw.signals import RawStretch, raw_batch
from ecgviewer.ai.written_out import seen_of
from ecgviewer.ecg.leads import STANDARD_12
from ecgviewer.ecg.reasons.phrase import phrase


class JepaModel(RawModel):
    """A Transformer on patches of eight leads."""

    family = "jepa"
    tokens: str = phrase("patch x lead")
    rows = ROWS
    network: JepaNetwork
    size: JepaConfig

    def attention(self, stretch: RawStretch, code: str | None = None) -> Attention:
        """Return the attention among patches; the head reads all leads alike."""
        whole = patches(raw_batch([stretch]), self.size.patch)
        network, present = self.network, whole.present[0]
        weights, slopes = seen_of(
            lambda seen: network.written_out(whole, seen),
            *(self.labels, self.calibration, code),
        )
        length_s = self.size.patch / self.size.fs
        starts_s = stretch.start_s + length_s * np.arange(present.shape[1])
        tokens = tuple(
            Token(STANDARD_12.index(lead), float(start_s), float(start_s + length_s))
            for lead in LEADS
            for start_s in starts_s
        )
        count = present.sum(dim=1, keepdim=True).clamp(min=1)
        read = (present / count / present.any(dim=1).sum().clamp(min=1)).flatten()
        allowed = allowed_present(network.encoder.pattern, whole.present)[0].numpy()
        return Attention(weights, allowed, tokens, read.double().numpy(), slopes)


build = builder(JepaModel, JepaConfig, JepaNetwork)
