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
            "acl",
            "training.acl.train",
            "ACL-ECG (Sensors 2026, 26(3):1080), clean implementation: eight encoders, "
            "one a lead, pretrained without labels by contrasting anatomical regions "
            "of PTB-XL's folds 1-7, then taught whole. Not in the paper: millivolts "
            "at 100 Hz instead of a record of mean 0 and SD 1 at 204.8 Hz; what is "
            "missing is known to be absent; SD and maximum over time beside the mean; "
            "many statements at once, where the paper tells single labels apart; "
            "augmentation settings and projectors are our own, none were published.",
            (
                "It does not read I, aVR, aVL and aVF: what shows there alone is "
                "invisible, and evidence for them is 0.",
                "It reads 0.5-40 Hz at 100 Hz: what is slower or faster is invisible.",
                *_COMMON,
            ),
        ),
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
            "jepa",
            "training.jepa.train",
            "ECG-JEPA (Kim, arXiv 2410.08559), clean implementation, small: a "
            "Transformer on patches of 0.2 s of eight leads guesses what a slowly "
            "following copy of it makes of hidden times; then taught with mixup, "
            "crops, and with leads, beats and the unit taken away at random. Not in "
            "the paper: whitened targets, absent samples and the unit as inputs, "
            "pooling by mean, SD and maximum of each lead; the copy is never in "
            "training mode.",
            (
                "The leads III, aVR, aVL and aVF are not read: they follow from I and "
                "II, and have no evidence of their own.",
                "It reads 0.5-40 Hz at 100 Hz: what is slower or faster is invisible.",
                "Pretrained on PTB-XL's folds 1-7, the recordings that teach, in a few "
                "passes; the paper's is 150 times as large, saw 174,000 others, and "
                "was passed 100 times.",
                *_COMMON,
            ),
        ),
        Trainer(
            "physioclr",
            "training.physioclr.train",
            "PhysioCLR's objective (arXiv 2509.08116), clean implementation, on our "
            "own residual network in place of the paper's Transformer of 90 M weights: "
            "pretrained on halves of 10 s, of which those of like measured physiology, "
            "those of one recording and those with shuffled beats are to lie near each "
            "other, then taught with mixup, crops, and with leads, beats and the unit "
            "taken away. Not in the paper: what is compared is what this program "
            "measures of all leads, standardised; positives stand in the denominator "
            "and are never the view itself; beats are cut midway between R peaks and "
            "shuffled only where RR is regular.",
            (
                "It reads 0.5-40 Hz at 100 Hz: what is slower or faster is invisible.",
                "It was pretrained on PTB-XL's folds 1-7 alone, the recordings that it "
                "was taught on; the paper's encoder learnt from eight sets.",
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
