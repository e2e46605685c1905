"""Recordings as MNE has them: the only module that imports ``mne``."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray


def raw_array(volts: NDArray[np.float64], fs: float, leads: Sequence[str]) -> Any:
    """Return a ``RawArray`` of channels of kind ``ecg``; (n_leads, n_samples) in V.

    Raises ``ImportError`` without MNE.
    """
    try:
        import mne
    except ImportError:
        raise ImportError("RawArray needs MNE: pip install mne") from None
    info = mne.create_info(list(leads), fs, "ecg")
    return mne.io.RawArray(volts, info, verbose="error")
