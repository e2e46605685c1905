"""Pretrain CLEAR's encoder and teach it with its head: steps of ``training.pipeline``.

A config has the tables ``[train.network]`` and ``[train.head]`` (``EncoderConfig``,
``HeadConfig``), ``[train.pretrain]`` and ``[train.objective]`` (``PretrainConfig``,
``HiddenBeats``), and ``[train.teach]`` (``ClearTeachConfig``). ``start = "random"``
leaves the pretraining out; ``pretrained`` names a finished run whose encoder is taken.
"""

from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor

from ecgviewer.ai.clear.classifier import ClearClassifier
from ecgviewer.ai.clear.family import ClearModel
from ecgviewer.ai.clear.heads import HeadConfig
from ecgviewer.ai.clear.nets import EncoderConfig
from ecgviewer.ai.clear.tokens import N_AMPLITUDE, TokenConfig
from ecgviewer.ai.model import Calibration
from training.clear.hidden_beats import HiddenBeats, learning_tokens
from training.clear.teach import ClearTeachConfig, teach
from training.labels.material import Material
from training.raw.pretrain import Prepared, PretrainConfig, encoder_of
from training.raw.system import PRETRAINING, start_of
from training.raw.teach import WEIGHTS, learnt

_PARTS = {"network", "head", "pretrain", "objective", "teach", "start", "pretrained"}


def fit(material: Material, settings: dict[str, Any], run: Path) -> ClearModel:
    """Return the model of a run, which is finished first if it is not.

    Raises ``SystemExit`` for settings that are not known.
    """
    size = _size(settings)
    config = ClearTeachConfig(**settings.get("teach", {}))
    shape = {"kind": "additive", "hidden": 64, **settings.get("head", {})}
    head = HeadConfig(n_labels=len(material.labels), **shape)
    if not (run / WEIGHTS).exists():
        encoder = None
        if settings.get("start") != "random":
            encoder = start_of(pretrain, material, settings, run)
        torch.manual_seed(config.seed)
        network = ClearClassifier(size, head)
        if encoder is not None:
            network.encoder.load_state_dict(encoder)
        teach(network, head, material, config, run)
    facts, tensors = learnt(run, material)
    size, head = EncoderConfig(**facts["network"]), HeadConfig(**facts["head"])
    network = ClearClassifier(size, head)
    network.load_state_dict(tensors)
    none = Calibration.none(len(material.labels))
    return ClearModel(
        "clear-hug", material.specs, none, network, size, head, TokenConfig()
    )


def pretrain(
    material: Material, settings: dict[str, Any], run: Path
) -> dict[str, Tensor]:
    """Return the pretrained encoder of a run, finishing it first."""
    size, asked = _size(settings), settings.get("objective", {})

    def prepare() -> Prepared:
        data = learning_tokens(material)
        rows = np.arange(len(data.entries))
        objective = HiddenBeats(size, data.table, **asked)
        return Prepared(objective, rows, data.manifest_sha256)

    return encoder_of(
        prepare,
        PretrainConfig(**settings.get("pretrain", {})),
        run / PRETRAINING,
        {"network": asdict(size), "objective": asked},
    )


def _size(settings: dict[str, Any]) -> EncoderConfig:
    if unknown := sorted(set(settings) - _PARTS):
        raise SystemExit(f"unknown training settings: {', '.join(unknown)}")
    return EncoderConfig(**{"n_amplitude": N_AMPLITUDE, **settings.get("network", {})})
