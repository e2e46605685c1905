"""ACL-ECG as a family of models."""

from typing import Any

from torch import Tensor

from ecgviewer.ai.acl.network import AclConfig, AclNetwork
from ecgviewer.ai.model import Calibration, LabelSpec
from ecgviewer.ai.raw.family import RawModel, built, config_of


class AclModel(RawModel):
    """Eight encoders, one a lead, and a linear head on all of them."""

    family = "acl"
    tokens = "lead"


def build(
    config: dict[str, Any],
    tensors: dict[str, Tensor],
    name: str,
    labels: tuple[LabelSpec, ...],
    calibration: Calibration,
) -> RawModel:
    """Return the model that a card and its weights describe.

    Raises ``TypeError``, ``ValueError`` or ``RuntimeError`` if they do not fit.
    """
    size = config_of(AclConfig, config)
    network = AclNetwork(size)
    return built(AclModel, network, size, tensors, name, labels, calibration)
