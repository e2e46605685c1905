"""What the families share whose network reads the raw signal."""

from collections.abc import Callable, Sequence
from dataclasses import asdict
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from ecgviewer.ai.acceleration import Accelerated
from ecgviewer.ai.differentiable import NOWHERE, Differentiable, Layer, Places
from ecgviewer.ai.inputs import N_LEADS
from ecgviewer.ai.model import (
    BoolArray,
    Calibration,
    FamilyModel,
    FloatArray,
    InputSpec,
    LabelSpec,
)
from ecgviewer.ai.raw.batch import RawBatch, RawConfig, RawNetwork
from ecgviewer.ai.raw.signals import RawStretch, raw_batch, raw_stretches
from ecgviewer.ai.removals import ask_sets
from ecgviewer.ecg.beats import BeatList
from ecgviewer.ecg.reasons.phrase import phrase
from ecgviewer.ecg.recording import Recording

_BATCH = 32  # stretches; more take memory and no less time


class RawModel(FamilyModel[RawStretch]):
    """A network on the raw signal; any beat of any lead can be taken away.

    ``tokens`` says what the network's own tokens are, ``rows`` which leads it reads.
    """

    tokens: str = phrase("beat x lead")
    rows: tuple[int, ...] = tuple(range(N_LEADS))

    def __init__(
        self,
        name: str,
        labels: tuple[LabelSpec, ...],
        calibration: Calibration,
        network: RawNetwork,
        config: RawConfig,
    ) -> None:
        super().__init__(name, labels, calibration)
        network.eval().requires_grad_(False)
        self.network = network
        self.size = config
        self.input = InputSpec(
            config.fs, config.window_s, self.tokens, reads_voltage=True
        )
        self._removals = Accelerated(self.for_removals(self.network))

    def for_removals(self, network: RawNetwork) -> nn.Module:
        """Return the network that many sets are asked of: the same, perhaps faster."""
        return network

    def prepare(self, recording: Recording, beats: BeatList) -> tuple[RawStretch, ...]:
        return raw_stretches(recording, beats, self.size)

    @torch.inference_mode()
    def raw_logits(self, stretches: Sequence[RawStretch]) -> FloatArray:
        return _unpadded(self.network, stretches)

    def raw_without(
        self, stretch: RawStretch, kept: BoolArray, cancelled: Callable[[], bool]
    ) -> FloatArray:
        network = self._removals.for_batch(raw_batch([stretch]))

        @torch.inference_mode()
        def ask(sets: BoolArray) -> FloatArray:
            batch = raw_batch([stretch] * len(sets), list(sets))
            said: FloatArray = network(batch).double().cpu().numpy()
            return said

        return ask_sets(kept, stretch.valid, ask, cancelled)

    @torch.inference_mode()
    def embeddings(self, stretches: Sequence[RawStretch]) -> FloatArray:
        return _unpadded(self.network.embed, stretches)

    def layers(self) -> tuple[Layer, ...]:
        """Return the layers whose output has frames in time."""
        return ()

    def differentiable(
        self, stretch: RawStretch, beats: BeatList
    ) -> tuple[Differentiable, ...]:
        """Return the network as a function of the signal; flat leads are nil."""
        batch = raw_batch([stretch])

        def logits(signal_mv: Tensor) -> Tensor:
            n = len(signal_mv)
            there, unit = batch.present.expand(n, -1, -1), batch.in_mv.expand(n)
            return self.calibration.of(self.network(RawBatch(signal_mv, there, unit)))

        read = batch.present[0].numpy() > 0
        read &= np.isin(np.arange(N_LEADS), self.rows)[:, None]
        first = round(stretch.start_s * self.size.fs)
        lead = np.where(read, np.arange(N_LEADS)[:, None], NOWHERE)
        sample = np.broadcast_to(first + np.arange(read.shape[1]), read.shape)
        beat = np.broadcast_to(stretch.beat_index[stretch.owner], read.shape)
        part = Differentiable(
            name=self.name,
            fs=self.size.fs,
            input=batch.signal_mv,
            baseline=torch.zeros_like(batch.signal_mv),
            logits=logits,
            places=Places(lead, beat, sample),
            unit="mV" if stretch.in_mv else phrase("the usual size of a lead"),
            layers=self.layers(),
        )
        return (part,)

    def config(self) -> dict[str, Any]:
        return asdict(self.size)

    def tensors(self) -> dict[str, Tensor]:
        return dict(self.network.state_dict())


def _unpadded(
    ask: Callable[[RawBatch], Tensor], stretches: Sequence[RawStretch]
) -> FloatArray:
    """Return what is said of stretches, one row each; of one length in one batch.

    Beside a longer one a stretch would be padded, which a network does not quite
    ignore: evidence, which asks of each alone, would not add up to the answer.
    """
    by_length: dict[int, list[int]] = {}
    for row, stretch in enumerate(stretches):
        by_length.setdefault(stretch.signal.shape[1], []).append(row)
    rows = [row for alike in by_length.values() for row in alike]
    said = torch.cat(
        [
            ask(raw_batch([stretches[row] for row in alike[k : k + _BATCH]]))
            for alike in by_length.values()
            for k in range(0, len(alike), _BATCH)
        ]
    )
    in_order: FloatArray = said.numpy()[np.argsort(rows)].astype(np.float64)
    return in_order


def config_of(config_type: type[RawConfig], facts: dict[str, Any]) -> Any:
    """Return a config as a card keeps it: JSON has lists where there were tuples.

    Raises ``TypeError`` for what the config does not know.
    """
    values: dict[str, Any] = {
        k: tuple(v) if isinstance(v, list) else v for k, v in facts.items()
    }
    return config_type(**values)


def builder(
    model_type: type[RawModel],
    config_type: type[RawConfig],
    network_type: Callable[[Any], RawNetwork],
) -> Callable[..., RawModel]:
    """Return the ``build`` of a family: what makes the model that a card describes.

    It raises ``TypeError``, ``ValueError`` or ``RuntimeError`` if card and weights do
    not fit.
    """

    def build(
        config: dict[str, Any],
        tensors: dict[str, Tensor],
        name: str,
        labels: tuple[LabelSpec, ...],
        calibration: Calibration,
    ) -> RawModel:
        size = config_of(config_type, config)
        if size.n_labels != len(labels):
            raise ValueError(f"{len(labels)} labels, {size.n_labels} outputs")
        network = network_type(size)
        network.load_state_dict(tensors)
        return model_type(name, labels, calibration, network, size)

    return build
