"""The learned delineator: from a recording to how likely each wave is when.

The network was trained in ``training/delineation/delineate.py`` on the marks of LUDB,
and on the rhythms of PTB-XL for whether there is a P wave. It sees each lead at 250 Hz,
above 0.5 Hz, scaled by its own size, so the unit does not matter. Its bundle is a
folder with ``weights.safetensors`` (half precision) and ``card.json``.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from scipy import signal as sps
from torch import Tensor

from ecgviewer.ai.delineation.wave_net import WaveNet, WaveNetConfig, fused
from ecgviewer.ai.files import (
    WEIGHTS,
    BundleError,
    read_card,
    read_tensors,
    write_card,
    write_tensors,
)
from ecgviewer.analysis.beats.rpeaks import signal_present_mask
from ecgviewer.analysis.signal.filters import fill_missing, zero_phase_highpass
from ecgviewer.analysis.statistics.uncertainty import DelineatorError
from ecgviewer.ecg.reasons.phrase import phrase
from ecgviewer.ecg.waves import WAVES, WaveProbabilities

NET_FS = 250.0
HIGH_PASS_HZ = 0.5
SCALE_PERCENTILE = 98.0
CLIP = 8.0
# A lead that carries signal for less than this share of a stretch is not shown.
MIN_LIVE = 0.2

FORMAT_VERSION = 1

FloatArray = NDArray[np.float64]


@dataclass(frozen=True)
class Delineator:
    """A network ready to delineate, with what its card says."""

    name: str
    net: WaveNet
    card: Mapping[str, Any]

    @property
    def error(self) -> DelineatorError:
        """How far its values lie from an annotator's, as its card states."""
        return DelineatorError(**self.card.get("error_sd_ms", {}))


def save_delineator(
    folder: Path,
    config: WaveNetConfig,
    weights: Mapping[str, Tensor],
    card: Mapping[str, Any],
) -> None:
    """Write a bundle; weights are kept in half precision."""
    folder.mkdir(parents=True, exist_ok=True)
    half = {
        name: value.half() if value.is_floating_point() else value
        for name, value in weights.items()
    }
    write_tensors(folder / WEIGHTS, half)
    write_card(folder, {"format": FORMAT_VERSION, "network": asdict(config), **card})


def load_delineator(folder: Path) -> Delineator:
    """Read a bundle.

    Raises ``BundleError`` if there is none, or none that may be used.
    """
    card = read_card(folder, FORMAT_VERSION)
    weights = read_tensors(folder / WEIGHTS)
    try:
        network = dict(card["network"])
        config = WaveNetConfig(**network | {"channels": tuple(network["channels"])})
        net = WaveNet(config)
        net.load_state_dict(
            {
                name: value.float() if value.is_floating_point() else value
                for name, value in weights.items()
            }
        )
        delineator = Delineator(str(card.get("name", folder.name)), fused(net), card)
        delineator.error  # noqa: B018 - a card that states it otherwise is refused
    except (KeyError, TypeError, ValueError, RuntimeError) as error:
        raise BundleError(
            phrase(
                "{folder}: card and weights do not fit: {error}",
                folder=folder,
                error=error,
            )
        ) from None
    return delineator


def prepare(
    signal: NDArray[np.floating], fs: float
) -> tuple[NDArray[np.float32], NDArray[np.bool_]]:
    """Return what the network sees of ``signal``, (n_leads, n_samples), and which live.

    The result has ``NET_FS``: shape (n_leads, about n_samples * 250 / fs).
    """
    live = signal_present_mask(signal, fs).mean(axis=1) >= MIN_LIVE
    filled = zero_phase_highpass(fill_missing(signal), fs, HIGH_PASS_HZ)
    slow = resampled(filled, fs, NET_FS)
    return scaled(slow).astype(np.float32), live


def scaled(signal: FloatArray) -> FloatArray:
    """Return each lead divided by its size and clipped."""
    size = np.percentile(np.abs(signal), SCALE_PERCENTILE, axis=1)[:, None]
    clipped: FloatArray = np.clip(signal / np.maximum(size, 1e-9), -CLIP, CLIP)
    return clipped


def resampled(signal: FloatArray, fs: float, wanted_fs: float) -> FloatArray:
    """Return ``signal`` at another rate; its first sample stays where it is."""
    if fs == wanted_fs:
        return signal
    ratio = Fraction(wanted_fs / fs).limit_denominator(1000)
    out: FloatArray = sps.resample_poly(
        signal, ratio.numerator, ratio.denominator, axis=1, padtype="line"
    )
    return out


def delineate(
    net: WaveNet, signal: NDArray[np.floating], fs: float, leads: tuple[str, ...]
) -> WaveProbabilities:
    """Return the probabilities of one stretch of signal, (n_leads, n_samples).

    Leads that are off are left out of the answer.
    """
    seen, live = prepare(signal, fs)
    n_moments = seen.shape[1]
    rows = np.flatnonzero(live)
    if not rows.size:
        nothing = np.zeros((1 + len(WAVES), n_moments), dtype=np.float32)
        nothing[0] = 1.0
        return WaveProbabilities((), NET_FS, nothing[None][:0], nothing)
    multiple = net.config.multiple
    padded_to = -(-n_moments // multiple) * multiple
    x = np.zeros((1, rows.size, padded_to), dtype=np.float32)
    x[0, :, :n_moments] = seen[rows]
    with torch.inference_mode():
        per_lead, common = net(torch.from_numpy(x))
        lead_p = torch.softmax(per_lead[0], dim=1)[:, :, :n_moments]
        common_p = torch.softmax(common[0], dim=0)[:, :n_moments]
    names = tuple(leads[row] for row in rows)
    return WaveProbabilities(
        names, NET_FS, lead_p.numpy().copy(), common_p.numpy().copy()
    )
