"""CLEAR-HUG as a family of models."""

from collections.abc import Callable, Sequence
from dataclasses import asdict
from typing import Any

import numpy as np
import torch
from torch import Tensor

from ecgviewer.ai.acceleration import Accelerated
from ecgviewer.ai.clear.batch import make_batch
from ecgviewer.ai.clear.classifier import ClearClassifier
from ecgviewer.ai.clear.heads import HeadConfig
from ecgviewer.ai.clear.nets import EncoderConfig, TokenBatch, encoder_mask
from ecgviewer.ai.clear.tokens import (
    BeatTokens,
    TokenConfig,
    peak_samples,
    token_places,
    tokenise,
)
from ecgviewer.ai.differentiable import NOWHERE, Differentiable, Places
from ecgviewer.ai.inputs import N_LEADS
from ecgviewer.ai.model import (
    Attention,
    BoolArray,
    Calibration,
    FamilyModel,
    FloatArray,
    InputSpec,
    LabelSpec,
)
from ecgviewer.ai.removals import ask_sets
from ecgviewer.ai.written_out import seen_of
from ecgviewer.ecg.beats import BeatList
from ecgviewer.ecg.reasons.phrase import phrase
from ecgviewer.ecg.recording import Recording

DIFFERENTIATED = phrase(
    "CLEAR-HUG reads beats standardised: a constant offset or gain of a beat "
    "has exactly no share in its shape. What its size says is counted with "
    "the beat and has no place in time."
)


class ClearModel(FamilyModel[BeatTokens]):
    """CLEAR's encoder with its head.

    Beats are taken away through the encoder's own attention mask; it was pretrained
    with most beats hidden, so a recording without some is no strange input.
    """

    family = "clear"

    def __init__(
        self,
        name: str,
        labels: tuple[LabelSpec, ...],
        calibration: Calibration,
        network: ClearClassifier,
        encoder: EncoderConfig,
        head: HeadConfig,
        tokens: TokenConfig,
    ) -> None:
        super().__init__(name, labels, calibration)
        self.network = network.eval().requires_grad_(False)
        self.encoder, self.head, self.tokens = encoder, head, tokens
        self.input = InputSpec(
            tokens.fs, tokens.window_s, phrase("beat x lead"), encoder.reads_voltage
        )
        self._removals = Accelerated(self.network)

    def prepare(self, recording: Recording, beats: BeatList) -> tuple[BeatTokens, ...]:
        return tokenise(recording, beats, self.tokens)

    @torch.inference_mode()
    def raw_logits(self, stretches: Sequence[BeatTokens]) -> FloatArray:
        logits: FloatArray = self.network(make_batch(stretches)).double().numpy()
        return logits

    def raw_without(
        self, stretch: BeatTokens, kept: BoolArray, cancelled: Callable[[], bool]
    ) -> FloatArray:
        network = self._removals.for_batch(make_batch([stretch]))

        @torch.inference_mode()
        def ask(sets: BoolArray) -> FloatArray:
            batch = make_batch([stretch] * len(sets), list(sets))
            said: FloatArray = network(batch).double().cpu().numpy()
            return said

        return ask_sets(kept, stretch.valid, ask, cancelled)

    @torch.inference_mode()
    def embeddings(self, stretches: Sequence[BeatTokens]) -> FloatArray:
        """Return the cls vectors of the twelve leads side by side."""
        cls = self.network.encoder(make_batch(stretches), cls_only=True)
        seen: FloatArray = cls.flatten(1).double().numpy()
        return seen

    def differentiable(
        self, stretch: BeatTokens, beats: BeatList
    ) -> tuple[Differentiable, ...]:
        """Return the network as a function of the beats' shapes and sizes.

        The baseline is a beat that is flat and of usual size.
        """
        batch = make_batch([stretch])
        length = self.tokens.length

        def logits(joined: Tensor) -> Tensor:
            wide = (field.expand(len(joined), *field.shape[1:]) for field in batch)
            shape, size = joined[..., :length], joined[..., length:]
            tokens = TokenBatch(*wide)._replace(beats=shape, amplitude=size)
            return self.calibration.of(self.network(tokens))

        joined = torch.cat([batch.beats, batch.amplitude], dim=2)
        baseline = torch.zeros_like(joined)
        baseline[..., -1] = joined[..., -1]  # whether the voltage is known
        part = Differentiable(
            name=self.name,
            fs=self.tokens.fs,
            input=joined,
            baseline=baseline,
            logits=logits,
            places=self._places(stretch, batch, beats),
            unit=phrase("SD of a beat"),
            note=DIFFERENTIATED,
        )
        return (part,)

    def _places(
        self, stretch: BeatTokens, batch: TokenBatch, beats: BeatList
    ) -> Places:
        lead, index = batch.lead[0].numpy(), batch.beat[0].numpy()
        shape = batch.beats[0].numpy()
        n_sizes, half = batch.amplitude.shape[2], shape.shape[1] // 2
        peak = peak_samples(beats.times_s[stretch.beat_index], self.tokens.fs)[index]
        sample = peak[:, None] + np.arange(-half, half)
        sizes = ((0, 0), (0, n_sizes))
        # A token is zero where its beat has ended.
        read = np.pad(shape != 0, sizes, constant_values=True)
        return Places(
            np.where(read, lead[:, None], NOWHERE),
            np.broadcast_to(stretch.beat_index[index][:, None], read.shape),
            np.pad(sample, sizes, constant_values=NOWHERE),
        )

    def attention(self, stretch: BeatTokens, code: str | None = None) -> Attention:
        """Return the attention among the leads' cls tokens and their beats."""
        batch = make_batch([stretch])
        weights, slopes = seen_of(
            lambda seen: self.network(batch, seen),
            *(self.labels, self.calibration, code),
        )
        allowed = encoder_mask(batch.lead, batch.present)[0].numpy()
        tokens = token_places(stretch, self.tokens)
        leads = np.array([token.lead for token in tokens])
        of_beats = np.array([not token.sums_up for token in tokens])
        lives = np.any(stretch.valid, axis=1)
        read = np.where(of_beats, 0.0, lives[leads] / lives.sum())
        if self.head.reads_beats:
            # Of each lead, its cls token and the mean of its beats count alike.
            count = np.bincount(leads[of_beats], minlength=N_LEADS)
            share = 1 / (np.maximum(count, 1) * lives.sum())
            read = (read + np.where(of_beats, share[leads], 0.0)) / 2
        return Attention(weights, allowed, tokens, read, slopes)

    def config(self) -> dict[str, Any]:
        return {
            "encoder": asdict(self.encoder),
            "head": asdict(self.head),
            "tokens": asdict(self.tokens),
        }

    def tensors(self) -> dict[str, Tensor]:
        return dict(self.network.state_dict())


def build(
    config: dict[str, Any],
    tensors: dict[str, Tensor],
    name: str,
    labels: tuple[LabelSpec, ...],
    calibration: Calibration,
) -> ClearModel:
    """Return the model that a card and its weights describe.

    Raises ``KeyError``, ``TypeError``, ``ValueError`` or ``RuntimeError`` if they do
    not fit.
    """
    encoder = EncoderConfig(**config["encoder"])
    head = HeadConfig(**config["head"])
    tokens = TokenConfig(**config["tokens"])
    if tokens.version != TokenConfig().version:
        raise ValueError(f"made for version {tokens.version} of the beat tokens")
    if head.n_labels != len(labels):
        raise ValueError(f"{len(labels)} labels, {head.n_labels} outputs")
    network = ClearClassifier(encoder, head)
    network.load_state_dict(tensors)
    return ClearModel(name, labels, calibration, network, encoder, head, tokens)
