"""Baselines that are fine-tunings: from scratch, frozen encoders, HUG's control.

They run ``training.finetune`` and are scored as any run is; the run's folder is the
baseline's.
"""

from dataclasses import dataclass
from pathlib import Path

from training.finetune import FinetuneConfig, finetune


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
    """Return the settings of a variant; a frozen encoder sees no augmentation of rate.

    Trained and frozen variants share every other setting with the network's own run.
    """
    variant = VARIANTS[name]
    return FinetuneConfig(
        data=data,
        cache=cache,
        out=out,
        encoder=str(encoder) if variant.pretrained else "none",
        head=variant.head,
        frozen=variant.frozen,
        mixup=mixup,
        epochs=epochs,
        seed=seed,
        **others,  # type: ignore[arg-type]
    )


def run_variant(config: FinetuneConfig) -> Path:
    """Fine-tune; return the run's folder."""
    return finetune(config)
