"""Teach the residual network on the raw signal: a step of ``training.pipeline``."""

from pathlib import Path
from typing import Any

import torch

from ecgviewer.ai.resnet.family import ResNetModel
from ecgviewer.ai.resnet.network import RawResNet, ResNetConfig
from training.labels.material import Material
from training.raw.teach import TeachConfig, taught


def fit(material: Material, settings: dict[str, Any], run: Path) -> ResNetModel:
    """Return the network of a run, which is finished first if it is not."""
    config = TeachConfig(**settings)
    size = ResNetConfig(n_labels=len(material.labels))
    torch.manual_seed(config.seed)
    return taught(ResNetModel, RawResNet, size, material, config, run)
