"""Runs beside a config's own: taught with few labels, from chance, or anew.

    python -m training.pipeline training/configs/acl.toml --only score --labels 0.1
    python -m training.pipeline training/configs/acl.toml --only score --start random
    python -m training.pipeline training/configs/acl.toml --seed 1

They take the encoder that the config's own run pretrained, and are named for what they
are: ``runs/acl-labels0.1-0``, ``runs/acl-scratch``, ``runs/acl-seed1``.
``training.compare`` finds the first two there, ``benchmarks.evidence.seeds`` asks those
that were taught anew. ``--only score`` leaves calibration and bundle out: ranks need
neither.
"""

from pathlib import Path
from typing import Any

# Where such a run keeps its bundle; that in ``resources`` is the config's own.
BUNDLE = "bundle"
SCRATCH = "scratch"


def variant_name(
    name: str, labels: float, draw: int, start: str, seed: int | None = None
) -> str:
    """Return the name of a run that starts so and learns from a share of the labels.

    ``seed`` is that of its teaching, if it is not the config's.
    """
    parts = [name]
    if start == "random":
        parts.append(SCRATCH)
    if seed is not None:
        parts.append(f"seed{seed}")
    if labels < 1:
        parts.append(f"labels{labels:g}-{draw}")
    return "-".join(parts)


def variant_settings(
    train: dict[str, Any],
    labels: float,
    draw: int,
    start: str,
    seed: int | None,
    own_run: Path,
) -> dict[str, Any]:
    """Return the training settings of such a run, from those of the config."""
    changed, teach = dict(train), dict(train.get("teach", {}))
    if labels < 1:
        teach |= {"share": labels, "draw": draw}
    if seed is not None:
        teach["seed"] = seed
    changed["teach"] = teach
    if start == "random":
        changed["start"] = start
    else:
        changed["pretrained"] = str(own_run)
    return changed
