"""What the lab asks for off the GUI thread, and the fixed scale that it is drawn on."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ecgviewer.ecg.beats import BeatList
from ecgviewer.ecg.recording import Recording
from ecgviewer.ui.state.steps import Steps

if TYPE_CHECKING:
    from ecgviewer.ai.attention.look import AttentionLook

Levels = NDArray[np.uint8]

# Multiples of an even share at which the scale begins and ends, in powers of two: the
# same for every model, layer and ECG, so that a head without preference looks even.
FIRST_LOG2, LAST_LOG2 = -2.0, 4.0
FORBIDDEN, LOWEST, HIGHEST = 0, 1, 255
ALLOWED = 140  # how masks are drawn: quieter than what is used most
SMALL_CELLS = 96


@dataclass(frozen=True, eq=False)
class Pictures:
    """Maps as levels of the scale, (layers, heads or 1, n, n), whole and small."""

    whole: Levels
    small: Levels


@dataclass(frozen=True, eq=False)
class Looked:
    """A model, its attention, and pictures of it by kind."""

    bundle: Any
    seen: "AttentionLook"
    pictures: Mapping[str, Pictures] = field(default_factory=dict)


def look_at(
    steps: Steps,
    name: str,
    bundle: Any,
    recording: Recording,
    beats: BeatList,
    code: str | None,
    at_s: float,
) -> Looked:
    """Return the attention of a model, loaded if it is not yet, with its pictures.

    Raises ``AttentionError`` where there is none, ``BundleError`` of a damaged model.
    """
    from ecgviewer.ai.attention.look import KINDS, look

    model = steps.load_bundle(name) if bundle is None else bundle
    seen = look(recording, beats, model, code, at_s)
    pictures: dict[str, Pictures] = {}
    for kind in KINDS:
        shares = seen.in_even_shares(kind)
        if shares is not None:
            allowed = seen.attention.allowed if kind == "weights" else None
            pictures[kind] = pictures_of(shares, allowed)
    return Looked(model, seen, pictures)


def pictures_of(
    shares: NDArray[np.float32], allowed: NDArray[np.bool_] | None = None
) -> Pictures:
    """Return maps in even shares as levels; without a mask all is allowed."""
    n = shares.shape[-1]
    whole = levels(shares)
    if allowed is not None:
        whole[..., ~allowed] = FORBIDDEN
    block = -(-n // SMALL_CELLS)
    if block == 1:
        return Pictures(whole, whole)
    # The strongest of a block: a line of single cells stays a line.
    pad = -n % block
    wide = np.pad(whole, ((0, 0), (0, 0), (0, pad), (0, pad)))
    blocks = wide.reshape(*wide.shape[:2], (n + pad) // block, block, -1, block)
    return Pictures(whole, np.ascontiguousarray(blocks.max(axis=(3, 5))))


def levels(shares: NDArray[np.float32]) -> Levels:
    """Return where multiples of an even share lie on the scale, 1 to 255."""
    least = np.float32(2.0**FIRST_LOG2)
    place = (np.log2(np.maximum(shares, least)) - FIRST_LOG2) / (LAST_LOG2 - FIRST_LOG2)
    found: Levels = (LOWEST + (HIGHEST - LOWEST) * place.clip(0, 1)).astype(np.uint8)
    return found
