"""What a family gives so that its logits can be differentiated by what it reads."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from torch import Tensor, nn

IntArray = NDArray[np.int64]
NOWHERE = -1


@dataclass(frozen=True, eq=False)
class Places:
    """Where each number of an input belongs; all arrays have the input's shape.

    Attributes
    ----------
    lead : ndarray of int64
        Its place in ``STANDARD_12``; ``NOWHERE`` for what the network does not read.
    beat : ndarray of int64
        Position in the recording's ``BeatList``.
    sample : ndarray of int64
        Position in the recording at the network's sampling frequency; ``NOWHERE`` for
        what has no time, such as a beat's size.
    """

    lead: IntArray
    beat: IntArray
    sample: IntArray


@dataclass(frozen=True, eq=False)
class Layer:
    """A named layer with frames in time, (B, channels, n_frames), as its output.

    ``rows`` are the leads that it reads, by their place in ``STANDARD_12``.
    """

    name: str
    module: nn.Module
    rows: tuple[int, ...]


@dataclass(frozen=True, eq=False)
class Differentiable:
    """One stretch as a function of what a network reads of it.

    Attributes
    ----------
    name : str
        Of the model.
    fs : float
        Sampling frequency in Hz of ``places.sample``.
    input : Tensor, shape (1, ...)
    baseline : Tensor, shape of ``input``
        The same without any signal: every lead isoelectric, all else as it is.
    logits : callable
        Calibrated logits, (B, n_labels), of inputs (B, ...).
    places : Places
        Of the numbers of ``input[0]``.
    unit : str
        Of the input's numbers.
    layers : tuple of Layer
        Empty where no layer has frames in time.
    note : str
        What a reader of attributions must know, in a sentence.
    """

    name: str
    fs: float
    input: Tensor
    baseline: Tensor
    logits: Callable[[Tensor], Tensor]
    places: Places
    unit: str
    layers: tuple[Layer, ...] = ()
    note: str = ""
