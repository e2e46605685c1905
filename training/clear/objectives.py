"""What pretraining can minimise, by name."""

from typing import Protocol

from torch import Tensor, nn

from ecgviewer.ai.clear.nets import ClearEncoder, EncoderConfig, TokenBatch
from training.clear.clear import DecoderConfig, MaskedBeatModel
from training.clear.legacy import LegacyMaskedModel


class Objective(Protocol):
    """An ``nn.Module`` that holds the encoder as ``encoder``.

    Called with tokens and one key per recording, from which all chance must come
    (``training.run.draws``), it returns the sum of its loss and what that sums over
    (float32): a mean could not be joined over batches of unequal content.
    ``empty_slots`` asks for batches with a slot for every beat of every lead.
    """

    encoder: ClearEncoder
    empty_slots: bool

    def __call__(self, tokens: TokenBatch, keys: Tensor) -> tuple[Tensor, Tensor]: ...


OBJECTIVES = {
    # hidden beats are rebuilt from other leads and the lead's summary
    "clear": MaskedBeatModel,
    # the same under the released code's faulty masks: an ablation
    "clear-legacy": LegacyMaskedModel,
}


def build_objective(
    name: str, encoder: EncoderConfig, visible_share: float
) -> nn.Module:
    """Return the objective of that name with fresh weights; see ``Objective``."""
    if name not in OBJECTIVES:
        raise ValueError(f"objective is {name!r}; known: {', '.join(OBJECTIVES)}")
    return OBJECTIVES[name](encoder, DecoderConfig(), visible_share)
