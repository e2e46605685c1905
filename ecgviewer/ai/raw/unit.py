"""What is left of a signal whose unit is not known."""

import numpy as np
from numpy.typing import NDArray

# The usual SD of a lead between 0.5 and 40 Hz; what has no unit is brought to it.
USUAL_SD_MV = 0.16


def without_unit(signal: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return each lead at the usual size, shape (..., 12, n_samples) as given.

    Of a signal in arbitrary units neither its voltage nor the relative size of its
    leads means anything. A lead that is flat stays flat.
    """
    sd = signal.std(axis=-1, keepdims=True)
    gain = (USUAL_SD_MV / np.where(sd > 0, sd, 1.0)).astype(np.float32)
    scaled: NDArray[np.float32] = signal * gain
    return scaled
