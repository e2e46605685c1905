"""Settings of a fine-tuning."""

from dataclasses import dataclass
from pathlib import Path

from training.run.config import setting


@dataclass(frozen=True)
class FinetuneConfig:
    data: Path = setting(
        help="the PTB-XL folder, or a set's with diagnoses of its own to learn"
    )
    encoder: str = setting(
        "runs/pretrain/encoder.pt", help="pretrained encoder; 'none' starts from chance"
    )
    shape_of: str = setting(
        "none",
        help="encoder file whose size one from chance gets; 'none' is the usual size",
    )
    out: Path = setting(Path("runs/finetune"), help="folder of this run")
    cache: Path = setting(Path("runs/cache"), help="folder of the token store")
    head: str = setting(
        "hug",
        help="hug, linear (its control) or additive",
        choices=("hug", "linear", "additive"),
    )
    head_hidden: int = setting(48, help="hidden size of the additive head")
    head_dropout: float = setting(0.2, help="dropout in the additive head")
    mixup: float = setting(0.0, help="parameter of mixup's beta distribution (0: none)")
    readout: str = setting(
        "concat", help="HUG read-out: concat or mean", choices=("concat", "mean")
    )
    frozen: bool = setting(False, help="train the head only")
    frozen_epochs: int = setting(
        0, help="passes that train the head only, before the encoder follows"
    )
    encoder_rate: float = setting(
        1.0, help="factor on the rates of what lies below the head and time"
    )
    epochs: int = setting(25, help="passes over folds 1-8")
    batch: int = setting(32, help="recordings a step")
    rate: float = setting(1e-3, help="peak learning rate of the head")
    layer_decay: float = setting(0.75, help="factor on the rate per layer downwards")
    weight_decay: float = setting(0.05, help="AdamW weight decay")
    dropout: float = setting(0.1, help="dropout in the encoder")
    beat_dropout: float = setting(0.9, help="largest share of beats removed")
    lead_dropout: float = setting(0.1, help="probability that a lead is removed")
    noise: float = setting(0.1, help="augmentation noise relative to a beat's SD")
    smoothing: float = setting(0.01, help="label smoothing")
    max_beats: int = setting(16, help="consecutive beats of a record used in training")
    average: float = setting(0.995, help="decay of the averaged weights")
    min_train: int = setting(20, help="positives a statement needs in folds 1-8")
    min_choice: int = setting(4, help="positives a statement needs in fold 9")
    sub: bool = setting(True, help="learn PTB-XL's subclasses as well")
    min_scored: int = setting(5, help="positives of a label that helps to choose")
    seed: int = setting(0, help="seed of everything random")
    workers: int = setting(2, help="processes that tokenise")
    device: str = setting("auto", help="auto, cpu or cuda")
    bf16: str = setting(
        "auto",
        help="bfloat16: yes, no, or auto (on a GPU only)",
        choices=("auto", "yes", "no"),
    )
    limit: int = setting(0, help="use only so many recordings (0: all)")
    labels: float = setting(1.0, help="share of folds 1-8 to learn from, by patient")
    label_seed: int = setting(0, help="seed of which patients those are")
    join: tuple[Path, ...] = setting((), help="other labelled sets to learn from too")
