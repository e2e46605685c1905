"""Baselines that are fine-tunings: from scratch, frozen encoders, HUG's control.

They run ``training.finetuning.finetune`` and are scored as any run is; the run's folder
is the baseline's. A frozen encoder leaves the head and the rhythm term to learn.
"""

from dataclasses import dataclass, replace
from pathlib import Path

from training.finetuning.finetune import FinetuneConfig


@dataclass(frozen=True)
class Variant:
    """A fine-tuning by its head, and whether the encoder is pretrained or trained."""

    head: str
    pretrained: bool
    frozen: bool


VARIANTS = {
    "scratch": Variant("additive", pretrained=False, frozen=False),
    "random-probe": Variant("additive", pretrained=False, frozen=True),
    "random-linear": Variant("linear", pretrained=False, frozen=True),
    "probe": Variant("additive", pretrained=True, frozen=True),
    "hug-probe": Variant("hug", pretrained=True, frozen=True),
    "linear-probe": Variant("linear", pretrained=True, frozen=True),
}


def variant_config(
    name: str,
    data: Path,
    cache: Path,
    out: Path,
    encoder: Path,
    mixup: float,
    epochs: int,
    seed: int,
    **others: object,
) -> FinetuneConfig:
    """Return the settings of a variant: the network's own but for encoder and head.

    Without pretraining, deep layers have as much to learn as the others and get no
    smaller rate. An encoder as chance made it has the size of ``encoder`` where that
    file is there, else the usual one.
    """
    variant = VARIANTS[name]
    scratch = not variant.pretrained and not variant.frozen
    given_size = not variant.pretrained and encoder.exists()
    config = FinetuneConfig(
        data=data,
        cache=cache,
        out=out,
        encoder=str(encoder) if variant.pretrained else "none",
        shape_of=str(encoder) if given_size else "none",
        head=variant.head,
        frozen=variant.frozen,
        mixup=mixup,
        epochs=epochs,
        seed=seed,
        **others,  # type: ignore[arg-type]
    )
    return replace(config, layer_decay=1.0) if scratch else config
