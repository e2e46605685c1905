"""Small models with random weights, one of each family, and one whose worths are known.

Their answers mean nothing; what must hold of every model holds of them.
"""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import torch
from torch import Tensor

from ecgviewer.ai.acl.family import AclModel
from ecgviewer.ai.acl.network import AclConfig, AclNetwork
from ecgviewer.ai.clear.classifier import ClearClassifier
from ecgviewer.ai.clear.family import ClearModel
from ecgviewer.ai.clear.heads import HeadConfig
from ecgviewer.ai.clear.nets import EncoderConfig
from ecgviewer.ai.clear.tokens import (
    N_AMPLITUDE,
    N_UNITLESS,
    BeatTokens,
    TokenConfig,
    tokenise,
)
from ecgviewer.ai.ensemble import Ensemble
from ecgviewer.ai.jepa.family import JepaModel
from ecgviewer.ai.jepa.network import JepaConfig, JepaNetwork
from ecgviewer.ai.model import (
    BoolArray,
    Calibration,
    FamilyModel,
    FloatArray,
    InputSpec,
    LabelSpec,
)
from ecgviewer.ai.physioclr.family import PhysioModel
from ecgviewer.ai.physioclr.network import PhysioConfig, PhysioNetwork
from ecgviewer.ai.resnet.family import ResNetModel
from ecgviewer.ai.resnet.network import RawResNet, ResNetConfig
from ecgviewer.ai.rr.family import RrModel
from ecgviewer.ecg.beats import BeatList
from ecgviewer.ecg.recording import Recording

LABELS = (
    LabelSpec("MI", "infarction", "super", 0.5),
    LabelSpec("CD", "conduction", "super", 0.5),
    LabelSpec("PVC", "premature beat", "form", 0.5, of_beats=True),
)
CALIBRATION = Calibration(np.array([0.5, 1.0, 1.5]), np.array([0.1, -0.2, 0.0]))


def tiny_clear(seed: int = 4, n_amplitude: int = N_UNITLESS) -> ClearModel:
    torch.manual_seed(seed)
    encoder = EncoderConfig(24, 2, 4, 48, n_amplitude=n_amplitude)
    head = HeadConfig("additive", n_labels=len(LABELS), hidden=8)
    network = ClearClassifier(encoder, head)
    return ClearModel(
        "tiny-clear", LABELS, CALIBRATION, network, encoder, head, TokenConfig()
    )


def tiny_jepa(seed: int = 4) -> JepaModel:
    torch.manual_seed(seed)
    size = JepaConfig(n_labels=len(LABELS), width=16, depth=2, heads=2, hidden=24)
    return JepaModel("tiny-jepa", LABELS, CALIBRATION, JepaNetwork(size), size)


def tiny_clear_in_mv() -> ClearModel:
    """Return one that reads voltage as well."""
    return tiny_clear(n_amplitude=N_AMPLITUDE)


def tiny_resnet(seed: int = 4) -> ResNetModel:
    torch.manual_seed(seed)
    size = ResNetConfig(n_labels=len(LABELS), widths=(6, 8))
    network = as_after_training(RawResNet(size))
    return ResNetModel("tiny-resnet", LABELS, CALIBRATION, network, size)


def tiny_physioclr(seed: int = 4) -> PhysioModel:
    torch.manual_seed(seed)
    size = PhysioConfig(n_labels=len(LABELS), widths=(6, 8))
    network = as_after_training(PhysioNetwork(size))
    return PhysioModel("tiny-physioclr", LABELS, CALIBRATION, network, size)


def as_after_training(network: torch.nn.Module) -> Any:
    """Return a network whose batch norms have statistics unlike those of the start."""
    for part in network.modules():
        if isinstance(part, torch.nn.BatchNorm1d):
            part.running_mean.normal_(std=0.1)
            part.running_var.uniform_(0.5, 1.5)
    return network


def tiny_acl(seed: int = 4) -> AclModel:
    torch.manual_seed(seed)
    size = AclConfig(n_labels=len(LABELS), widths=(4, 6))
    network = as_after_training(AclNetwork(size))
    return AclModel("tiny-acl", LABELS, CALIBRATION, network, size)


def tiny_rr(seed: int = 4) -> RrModel:
    rng = np.random.default_rng(seed)
    weights = {
        "centre": np.zeros(9),
        "spread": np.ones(9),
        "mean": np.zeros(54),
        "weight": 0.1 * rng.standard_normal((54, len(LABELS))),
        "constant": rng.standard_normal(len(LABELS)),
    }
    return RrModel("tiny-rr", LABELS, CALIBRATION, weights)


def tiny_ensemble() -> Ensemble:
    """Return one whose second member counts for nothing of the last label."""
    members = (tiny_clear(), tiny_resnet(), tiny_rr())
    weights = np.array([[0.5, 0.2, 0.4], [1.0, 0.6, 0.0], [0.3, 0.0, 0.8]])
    bias = np.array([0.05, 0.0, -0.1])
    return Ensemble("tiny", members, LABELS, weights, bias, {"limits": []})


MAKERS: dict[str, Callable[[], Any]] = {
    "acl": tiny_acl,
    "clear": tiny_clear,
    "jepa": tiny_jepa,
    "physioclr": tiny_physioclr,
    "resnet": tiny_resnet,
    "rr": tiny_rr,
    "ensemble": tiny_ensemble,
}


class Worths(FamilyModel[BeatTokens]):
    """A model whose logits are sums of known worths of the beats it is shown.

    ``worth`` is (12, n_beats, n_labels), by place in the stretch.
    """

    family = "worths"
    input = InputSpec(100.0, 10.0, "beat x lead")

    def __init__(self, worth: FloatArray, labels: tuple[LabelSpec, ...]) -> None:
        super().__init__("worths", labels, Calibration.none(len(labels)))
        self.worth = worth

    def prepare(self, recording: Recording, beats: BeatList) -> tuple[BeatTokens, ...]:
        return tokenise(recording, beats, TokenConfig())

    def raw_logits(self, stretches: Sequence[BeatTokens]) -> FloatArray:
        return np.stack(
            [self.raw_without(s, s.valid[None], bool)[0] for s in stretches]
        )

    def raw_without(
        self, stretch: BeatTokens, kept: BoolArray, cancelled: Callable[[], bool]
    ) -> FloatArray:
        shown = (kept & stretch.valid).astype(float)
        said: FloatArray = np.einsum(
            "slb,lbk->sk", shown, self.worth[:, : stretch.n_beats]
        )
        return said

    def embeddings(self, stretches: Sequence[BeatTokens]) -> FloatArray:
        return np.zeros((len(stretches), 1))

    def config(self) -> dict[str, Any]:
        return {}

    def tensors(self) -> dict[str, Tensor]:
        return {"worth": torch.from_numpy(self.worth)}


# A further family, as somebody would add it: a folder with ``build`` and one row.


class ConvModel(FamilyModel[BeatTokens]):
    """One random convolution of each beat of each lead, its maximum summed up."""

    family = "conv"
    input = InputSpec(100.0, 10.0, "beat x lead")

    def __init__(
        self,
        name: str,
        labels: tuple[LabelSpec, ...],
        calibration: Calibration,
        kernels: Tensor,
    ) -> None:
        super().__init__(name, labels, calibration)
        self.kernels = kernels  # (n_labels, 1, length)

    def prepare(self, recording: Recording, beats: BeatList) -> tuple[BeatTokens, ...]:
        return tokenise(recording, beats, TokenConfig())

    def _each(self, stretch: BeatTokens) -> FloatArray:
        beats = torch.from_numpy(stretch.beats).flatten(0, 1)[:, None]
        said = torch.nn.functional.conv1d(beats, self.kernels).amax(dim=2)
        each: FloatArray = said.reshape(*stretch.valid.shape, -1).double().numpy()
        return each

    def raw_logits(self, stretches: Sequence[BeatTokens]) -> FloatArray:
        return np.stack(
            [self.raw_without(s, s.valid[None], bool)[0] for s in stretches]
        )

    def raw_without(
        self, stretch: BeatTokens, kept: BoolArray, cancelled: Callable[[], bool]
    ) -> FloatArray:
        shown = (kept & stretch.valid).astype(float)
        said: FloatArray = np.einsum("slb,lbk->sk", shown, self._each(stretch))
        return 0.01 * said

    def embeddings(self, stretches: Sequence[BeatTokens]) -> FloatArray:
        return self.raw_logits(stretches)

    def config(self) -> dict[str, Any]:
        return {"length": self.kernels.shape[2]}

    def tensors(self) -> dict[str, Tensor]:
        return {"kernels": self.kernels}


def build(
    config: dict[str, Any],
    tensors: dict[str, Tensor],
    name: str,
    labels: tuple[LabelSpec, ...],
    calibration: Calibration,
) -> ConvModel:
    if tensors["kernels"].shape[2] != config["length"]:
        raise ValueError("kernels of another length")
    return ConvModel(name, labels, calibration, tensors["kernels"])


def tiny_conv() -> ConvModel:
    torch.manual_seed(1)
    kernels = torch.randn(len(LABELS), 1, 9)
    return ConvModel("tiny-conv", LABELS, Calibration.none(len(LABELS)), kernels)
