"""The files of a bundle: a card in JSON and tensors in safetensors, nothing pickled."""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import torch
from safetensors import SafetensorError
from safetensors.torch import load_file, save_file
from torch import Tensor

from ecgviewer.ecg.reasons.phrase import phrase

CARD = "card.json"
WEIGHTS = "weights.safetensors"


class BundleError(Exception):
    """A bundle that must not be used; the message names file and reason."""


def write_card(folder: Path, card: Mapping[str, Any]) -> None:
    text = json.dumps(card, indent=2, ensure_ascii=False) + "\n"
    (folder / CARD).write_text(text, encoding="utf-8")


def read_card(folder: Path, format_version: int) -> dict[str, Any]:
    """Return a bundle's card; ``BundleError`` unless it is of this format."""
    path = folder / CARD
    try:
        card = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise BundleError(
            phrase("{path}: no model is installed here", path=path)
        ) from None
    except (OSError, ValueError) as error:
        raise BundleError(f"{path}: {error}") from None
    if not isinstance(card, dict) or card.get("format") != format_version:
        raise BundleError(
            phrase(
                "{path}: not a bundle of format {format_version}",
                path=path,
                format_version=format_version,
            )
        )
    return card


def write_tensors(path: Path, tensors: Mapping[str, Tensor]) -> None:
    contiguous = {name: value.contiguous() for name, value in tensors.items()}
    save_file(contiguous, path)
    path.chmod(0o644)  # safetensors writes for its owner only


def read_tensors(path: Path) -> dict[str, Tensor]:
    """Return the tensors of a file, those in half precision as float32.

    Raises ``BundleError`` if it is missing or damaged.
    """
    try:
        tensors: dict[str, Tensor] = load_file(path)
    except (OSError, SafetensorError) as error:
        raise BundleError(f"{path}: {error}") from None
    return {k: v.float() if v.dtype == torch.half else v for k, v in tensors.items()}


def sha256_of(path: Path) -> str:
    """Return the hash of a file; ``BundleError`` if it cannot be read."""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError as error:
        raise BundleError(f"{path}: {error}") from None
