"""A self-supervised system on raw signals: pretrained, then taught PTB-XL's statements.

A config has a table for each part: ``[train.network]``, ``[train.pretrain]`` and
``[train.teach]``; what an objective is asked beside these stands in
``[train.objective]``. ``start = "random"`` leaves the pretraining out; ``pretrained``
names a finished run whose encoder is taken.
"""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from ecgviewer.ai.raw.batch import RawConfig, RawNetwork
from ecgviewer.ai.raw.family import RawModel, config_of
from training.labels.material import Material
from training.raw.pretrain import (
    ENCODER,
    Objective,
    PretrainConfig,
    Pretraining,
    pretrained,
)
from training.raw.teach import TeachConfig, taught

PRETRAINING = "pretrain"
# What runs of the configs have pretrained, kept with the program's sources: by name.
KEPT = Path(__file__).resolve().parent.parent / "pretrained"
_PARTS = {"network", "pretrain", "objective", "teach", "start", "pretrained"}


@dataclass(frozen=True)
class System:
    """What makes one of the systems.

    ``objective(size, data, **settings)`` makes what is learnt without labels from a
    new encoder of that size; the network made by ``network(size)`` has such an encoder.
    """

    model: type[RawModel]
    config: type[RawConfig]
    network: Callable[[Any], RawNetwork]
    objective: Callable[..., Objective]

    def fit(self, material: Material, settings: dict[str, Any], run: Path) -> RawModel:
        """Return the model of a run, which is finished first if it is not.

        Raises ``SystemExit`` for settings that are not known.
        """
        size = self._size(material, settings)
        teaching = TeachConfig(**settings.get("teach", {}))
        torch.manual_seed(teaching.seed)

        def start(network: RawNetwork) -> None:
            encoder = network.get_submodule("encoder")
            encoder.load_state_dict(start_of(self.pretrain, material, settings, run))

        first = None if settings.get("start") == "random" else start
        return taught(self.model, self.network, size, material, teaching, run, first)

    def pretrain(
        self, material: Material, settings: dict[str, Any], run: Path
    ) -> dict[str, Tensor]:
        """Return the pretrained encoder of a run, finishing it first."""
        size = self._size(material, settings)
        asked = settings.get("objective", {})

        def make(data: Pretraining) -> Objective:
            return self.objective(size, data, **asked)

        return pretrained(
            make,
            material,
            PretrainConfig(**settings.get("pretrain", {})),
            run / PRETRAINING,
            {"network": asdict(size), "objective": asked},
        )

    def _size(self, material: Material, settings: dict[str, Any]) -> RawConfig:
        if unknown := sorted(set(settings) - _PARTS):
            raise SystemExit(f"unknown training settings: {', '.join(unknown)}")
        facts = {"n_labels": len(material.labels), **settings.get("network", {})}
        size: RawConfig = config_of(self.config, facts)
        return size


def pretraining_of(run: Path) -> Path:
    """Return where a run's pretrained encoder is: its own, or the one kept by name."""
    own, kept = run / PRETRAINING, KEPT / run.name
    is_kept = not (own / ENCODER).exists() and (kept / ENCODER).exists()
    return kept if is_kept else own


def start_of(
    pretrain: Callable[[Material, dict[str, Any], Path], dict[str, Tensor]],
    material: Material,
    settings: dict[str, Any],
    run: Path,
) -> dict[str, Tensor]:
    """Return the encoder that teaching begins with: that of another run if one is set.

    Raises ``SystemExit`` if that run has not finished its pretraining and none is kept.
    """
    if "pretrained" not in settings:
        return pretrain(material, settings, run)
    path = pretraining_of(Path(settings["pretrained"])) / ENCODER
    if not path.exists():
        raise SystemExit(f"{path}: not there; pretrain it first, with --only pretrain")
    tensors: dict[str, Tensor] = torch.load(path, weights_only=True)
    return tensors
