"""Runs beside a config's own: taught with few labels, or from chance.

    python -m training.pipeline training/configs/acl.toml --only score --labels 0.1
    python -m training.pipeline training/configs/acl.toml --only score --start random

They take the encoder that the config's own run pretrained, and are named for what they
are: ``runs/acl-labels0.1-0``, ``runs/acl-scratch``. ``training.compare`` finds them
there. ``--only score`` leaves calibration and bundle out: ranks need neither.
"""

from pathlib import Path
from typing import Any

# Where such a run keeps its bundle; that in ``resources`` is the config's own.
BUNDLE = "bundle"
SCRATCH = "scratch"


def variant_name(name: str, labels: float, draw: int, start: str) -> str:
    """Return the name of a run that starts so and learns from a share of the labels."""
    parts = [name]
    if start == "random":
        parts.append(SCRATCH)
    if labels < 1:
        parts.append(f"labels{labels:g}-{draw}")
    return "-".join(parts)


def variant_settings(
    train: dict[str, Any], labels: float, draw: int, start: str, own_run: Path
) -> dict[str, Any]:
    """Return the training settings of such a run, from those of the config."""
    changed = dict(train)
    if labels < 1:
        changed["teach"] = {**train.get("teach", {}), "share": labels, "draw": draw}
    if start == "random":
        changed["start"] = start
    else:
        changed["pretrained"] = str(own_run)
    return changed
