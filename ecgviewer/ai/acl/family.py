"""ACL-ECG as a family of models."""

from collections.abc import Callable
from typing import Any

import numpy as np
from torch import Tensor

from ecgviewer.ai.acl.network import LEAD_ROWS, AclConfig, AclNetwork
from ecgviewer.ai.inputs import N_LEADS
from ecgviewer.ai.model import BoolArray, Calibration, FloatArray, LabelSpec
from ecgviewer.ai.raw.family import RawModel, built, config_of
from ecgviewer.ai.raw.signals import RawStretch

_IS_READ = np.isin(np.arange(N_LEADS), LEAD_ROWS)[:, None]


class AclModel(RawModel):
    """Eight encoders, one a lead, and a linear head on all of them."""

    family = "acl"
    tokens = "lead"

    def raw_without(
        self, stretch: RawStretch, kept: BoolArray, cancelled: Callable[[], bool]
    ) -> FloatArray:
        # Sets that differ in leads that are not read are one, and asked about once.
        return super().raw_without(stretch, kept & _IS_READ, cancelled)


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
