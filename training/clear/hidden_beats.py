"""CLEAR's pretraining as ``training.raw.pretrain`` asks for it."""

from dataclasses import dataclass, replace

import numpy as np
import torch
from torch import Tensor

from ecgviewer.ai.clear.nets import EncoderConfig, TokenBatch
from ecgviewer.ai.clear.tokens import TokenConfig
from training.clear.clear import DecoderConfig, MaskedBeatModel
from training.clear.table import TokenTable, make_table, without_voltage
from training.labels.material import Material
from training.raw.pretrain import Objective, Rows, Told
from training.run.draws import random_share
from training.sources.entries import Entry
from training.store.store import load_store

_UNIT_STREAM = 3
_LARGEST_KEY = np.iinfo(np.int64).max


@dataclass(frozen=True)
class LearningTokens:
    """The tokens of the part that teaches; ``entries`` are the stretches' recordings.

    A recording of more than one stretch is there more than once.
    """

    table: TokenTable
    entries: tuple[Entry, ...]
    manifest_sha256: str


def learning_tokens(material: Material) -> LearningTokens:
    """Return the tokens of folds 1-7, making them unless they are stored."""
    store = load_store(
        material.training, TokenConfig(), material.cache, material.workers
    )
    entries = tuple(store.entries[k] for k in store.owner)
    return LearningTokens(make_table(store.stretches), entries, store.manifest_sha256)


def drawn_keys(count: int, rng: np.random.Generator) -> Tensor:
    """Return one key per recording, from which all its chance comes, (count,)."""
    return torch.from_numpy(rng.integers(_LARGEST_KEY, size=count))


class HiddenBeats(Objective):
    """Hidden beats rebuilt from a few visible ones, of some without the unit.

    ``beats`` consecutive beats of a recording are drawn, of which the encoder sees
    ``visible_share``; ``unit_dropped`` is the share of recordings without voltage.
    """

    def __init__(
        self,
        size: EncoderConfig,
        table: TokenTable,
        beats: int = 12,
        visible_share: float = 0.2,
        unit_dropped: float = 0.15,
    ) -> None:
        super().__init__()
        size = replace(size, dropout=0.0)
        model = MaskedBeatModel(size, DecoderConfig(), visible_share)
        self.encoder, self.decoder = model.encoder, model.decoder
        # in a tuple, for its two parts stand above and are to be saved once
        self._model = (model,)
        self._table, self._beats, self._unit_dropped = table, beats, unit_dropped

    def draw(self, rows: Rows, rng: np.random.Generator) -> tuple[Tensor, ...]:
        """Return the fields of a ``TokenBatch`` and the keys."""
        keys = drawn_keys(len(rows), rng)
        tokens = self._table.batch(rows, keys, self._beats)
        unknown = random_share(keys, 1, _UNIT_STREAM)[:, 0] < self._unit_dropped
        return (*without_voltage(tokens, unknown), keys)

    def forward(self, *views: Tensor) -> Told:
        *fields, keys = views
        total, scored = self._model[0](TokenBatch(*fields), keys)
        return Told(total, scored, {})
