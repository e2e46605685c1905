"""How each family is trained: one row each, named as in ``ecgviewer.ai.registry``."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any


@dataclass(frozen=True)
class Trainer:
    """A family's training: the module with ``fit``, and what the card says of it.

    ``pretrained_on`` are recordings of further sets, by their folder's name.
    ``fit(material, settings, run)`` learns from a ``Material`` and returns the model
    before calibration; it takes up an interrupted run in the folder ``run``. A module
    may have ``pretrain`` with the same arguments, which does the first part alone.
    """

    key: str
    module: str
    method: str
    limits: tuple[str, ...] = ()
    pretrained_on: Mapping[str, int] = field(default_factory=dict)

    @property
    def fit(self) -> Callable[..., Any]:
        found: Callable[..., Any] = import_module(self.module).fit
        return found

    @property
    def pretrain(self) -> Callable[..., Any] | None:
        return getattr(import_module(self.module), "pretrain", None)


_COMMON = (
    "Trained on recordings from one country; children, paced rhythms and rare "
    "statements are hardly represented.",
)
TRAINERS: dict[str, Trainer] = {
    row.key: row
    for row in (
        Trainer(
            "clear",
            "training.clear.train",
            "CLEAR-HUG (arXiv 2512.24002), clean implementation: an encoder pretrained "
            "to rebuild hidden beats, then taught together with an additive head "
            "(non-linear in each lead and each group, a sum of their terms), with "
            "mixup and with leads, beats and the unit taken away at random. Not in the "
            "paper: each token carries its exact time, its RR intervals and its "
            "amplitude, in millivolts where the unit is known.",
            (
                "Beats are band-passed 0.5-40 Hz: what is slower or faster is "
                "invisible.",
                "A beat is seen 0.96 s wide around R; a T wave that ends later is cut.",
                *_COMMON,
            ),
        ),
        Trainer(
            "resnet",
            "training.resnet.train",
            "Residual network on the raw signal in millivolts (after Strodthoff et al. "
            "2021), taught with mixup, crops, and with leads, beats and the unit taken "
            "away at random; it knows which samples are missing.",
            (
                "It reads 0.5-40 Hz at 100 Hz: what is slower or faster is invisible.",
                *_COMMON,
            ),
        ),
        Trainer(
            "rr",
            "training.rr.train",
            "Logistic regression on nine statistics of the RR intervals, their squares "
            "and products.",
            ("It knows nothing but the times of the beats.", *_COMMON),
        ),
    )
}
