"""Settings of pretraining."""

from dataclasses import dataclass
from pathlib import Path

from training.run.config import setting


@dataclass(frozen=True)
class PretrainConfig:
    data: tuple[Path, ...] = setting(help="folders of recordings")
    out: Path = setting(Path("runs/pretrain"), help="folder of this run")
    cache: Path = setting(Path("runs/cache"), help="folder of the token store")
    objective: str = setting(
        "clear",
        help="clear, or clear-legacy (an ablation)",
        choices=("clear", "clear-legacy"),
    )
    width: int = setting(192, help="encoder width")
    depth: int = setting(6, help="encoder layers")
    heads: int = setting(6, help="encoder attention heads")
    hidden: int = setting(384, help="encoder feed-forward width")
    dropout: float = setting(0.0, help="dropout in the encoder")
    epochs: int = setting(60, help="passes over the recordings")
    batch: int = setting(32, help="recordings a step, over all processes")
    at_once: int = setting(
        0, help="recordings a process computes at a time (0: all of its part)"
    )
    beats: int = setting(12, help="consecutive beats drawn from a recording")
    visible_share: float = setting(0.2, help="share of tokens the encoder sees")
    rate: float = setting(1.5e-3, help="peak learning rate")
    weight_decay: float = setting(0.05, help="AdamW weight decay")
    clip: float = setting(3.0, help="gradient norm limit")
    average: float = setting(0.0, help="decay of averaged weights (0: none)")
    held_out: float = setting(0.04, help="share of recordings kept for the loss curve")
    seed: int = setting(0, help="seed of everything random")
    workers: int = setting(2, help="processes that tokenise")
    device: str = setting("auto", help="auto, cpu or cuda")
    bf16: str = setting(
        "auto",
        help="bfloat16: yes, no, or auto (on a GPU only)",
        choices=("auto", "yes", "no"),
    )
    deterministic: bool = setting(
        False, help="bitwise repeatable on a GPU too (slower); a CPU always is"
    )
    checkpoint_steps: int = setting(
        0, help="steps between checkpoints besides those after each epoch (0: none)"
    )
    limit: int = setting(0, help="use only so many recordings (0: all)")

    def steps_in_epoch(self, n_train: int) -> int:
        """Return the steps of a pass over the data; the last may be smaller."""
        return -(-n_train // self.batch)
