"""The families of models and the explainers: one row each."""

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import Any


@dataclass(frozen=True)
class Family:
    """A family: its name in cards, what readers call it, and the module that builds it.

    The module has ``build(config, tensors, name, labels, calibration)``; it is imported
    when a bundle of the family is loaded. One that ``attends`` may have attention to
    look at.
    """

    key: str
    title: str
    module: str
    attends: bool = False

    @property
    def build(self) -> Callable[..., Any]:
        built: Callable[..., Any] = import_module(self.module).build
        return built


FAMILIES: dict[str, Family] = {
    row.key: row
    for row in (
        Family("acl", "ACL-ECG encoder", "ecgviewer.ai.acl.family"),
        Family("clear", "CLEAR-HUG encoder", "ecgviewer.ai.clear.family", attends=True),
        Family("jepa", "ECG-JEPA", "ecgviewer.ai.jepa.family", attends=True),
        Family(
            *("physioclr", "PhysioCLR encoder", "ecgviewer.ai.physioclr.family"),
            attends=True,
        ),
        Family("resnet", "Residual network", "ecgviewer.ai.resnet.family"),
        Family("rr", "RR statistics", "ecgviewer.ai.rr.family"),
    )
}
ENSEMBLE = "ensemble"
# Of a bundle's card.
FORMAT_VERSION = 2


@dataclass(frozen=True)
class Explainer:
    """A way of explaining: what readers call it, and the module that does it.

    Owen's ``attribute(recording, beats, model, cancelled=...)`` returns the whole
    evidence by code. The others' ``attribute``, the module's ``function``, takes codes
    as well, ``(recording, beats, model, codes, cancelled=...)``, and returns an
    ``Attribution`` by code.

    One that the window shows has a module of ``steps``, with ``explain(recording,
    beats, model, before, seen_s, cancelled, grouping, code)``, which returns an
    ``Explanation`` that is one step further than ``before``, or the first; ``code`` is
    the statement that is looked at.
    """

    key: str
    title: str
    module: str
    function: str = "attribute"
    steps: str = ""

    @property
    def explain(self) -> Callable[..., Any]:
        found: Callable[..., Any] = import_module(self.steps).explain
        return found

    @property
    def attribute(self) -> Callable[..., Any]:
        found: Callable[..., Any] = getattr(import_module(self.module), self.function)
        return found


_OWEN = "ecgviewer.ai.evidence.owen"
_MAPS = "ecgviewer.ai.evidence.maps"
EXPLAINERS: dict[str, Explainer] = {
    row.key: row
    for row in (
        Explainer("owen", "Owen values", _OWEN, steps=_OWEN),
        Explainer(
            "ig",
            "Integrated gradients",
            _MAPS,
            "integrated_gradients",
            "ecgviewer.ai.evidence.integrated",
        ),
        Explainer("saliency", "Saliency", _MAPS, "saliency"),
        Explainer("occlusion", "Occlusion", _MAPS, "occlusion"),
        Explainer("shapley", "Shapley sampling", _MAPS, "shapley_sampling"),
        Explainer("gradcam", "Grad-CAM", _MAPS, "grad_cam"),
        Explainer("activation", "Layer activation", _MAPS, "activation"),
    )
}
DEFAULT_EXPLAINER = "owen"
