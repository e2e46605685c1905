"""Training examples of the delineator: a disturbed stretch of an annotated record."""

from dataclasses import dataclass, replace

import numpy as np
import torch
from numpy.typing import NDArray
from scipy import signal as sps
from scipy.ndimage import uniform_filter1d

from ecgviewer.ai.delineation.delineator import (
    CLIP,
    HIGH_PASS_HZ,
    NET_FS,
    SCALE_PERCENTILE,
)
from ecgviewer.analysis.signal.filters import zero_phase_highpass
from training.delineation.ludb import AnnotatedRecord
from training.delineation.moved_p import (
    Waves,
    most_earlier,
    p_signal,
    with_p_earlier,
    without_p,
)
from training.delineation.wave_labels import UNKNOWN, common_labels, lead_labels
from training.delineation.wave_noise import disturbance_mv

# Every fifth sample tells a lead's size as well as all of them.
_SIZE_STEP = 5
# How much slower or faster, and how much larger or smaller, as logarithms.
_MAX_STRETCH, _MAX_GAIN = 0.24, 0.7
# The same for nothing, P, QRS and T by themselves.
_WAVE_STRETCH = ((-0.3, 0.3), (-0.35, 0.35), (-0.25, 0.55), (-0.3, 0.3))
_MAX_OUTSIDE = 100
# How much larger or smaller a P that lies earlier is, as a logarithm.
_MAX_P_GAIN = 0.5


@dataclass(frozen=True, eq=False)
class Prepared:
    """A record above 0.5 Hz with its labels, at its own rate.

    ``p_mv`` is what P adds to the signal, ``most_earlier`` by how many samples every P
    may lie earlier.
    """

    signal_mv: NDArray[np.float32]
    fs: float
    leads: NDArray[np.int8]
    common: NDArray[np.int8]
    p_mv: NDArray[np.float32]
    most_earlier: int


@dataclass(frozen=True, eq=False)
class Example:
    """What the network is shown and what it should say, at ``NET_FS``."""

    signal: NDArray[np.float32]  # (12, n_moments)
    live: NDArray[np.float32]  # (12,)
    leads: NDArray[np.int64]  # (12, n_moments)
    common: NDArray[np.int64]  # (n_moments,)


def prepared(record: AnnotatedRecord) -> Prepared:
    high = zero_phase_highpass(record.signal_mv, record.fs, HIGH_PASS_HZ)
    signal, common = high.astype(np.float32), common_labels(record)
    return Prepared(
        signal,
        record.fs,
        lead_labels(record),
        common,
        p_signal(signal, common, record.fs),
        most_earlier(common, record.fs),
    )


def draw(
    record: Prepared,
    n_moments: int,
    rng: np.random.Generator,
    *,
    p_earlier: float = 0.0,
    p_missing: float = 0.0,
) -> Example:
    """Return a random stretch, disturbed as recordings are.

    ``p_earlier`` is how often P lies earlier than recorded, ``p_missing`` how often it
    is missing.
    """
    if p_earlier + p_missing:
        record = _with_other_p(record, rng, p_earlier, p_missing)
    signal = _disturbed(record, rng)
    size = np.percentile(np.abs(signal[:, ::_SIZE_STEP]), SCALE_PERCENTILE, axis=1)
    n_samples = signal.shape[1]
    places = _places(record, n_moments, rng)
    inside = (places >= 0) & (places < n_samples - 2)
    seen = _interpolated(signal, places) / np.maximum(size, 1e-6)[:, None]
    seen = np.clip(seen, -CLIP, CLIP)
    seen[:, ~inside] = 0
    nearest = np.clip(np.round(places).astype(np.int64), 0, n_samples - 1)
    leads = record.leads[:, nearest].astype(np.int64)
    common = record.common[nearest].astype(np.int64)
    leads[:, ~inside] = UNKNOWN
    common[~inside] = UNKNOWN
    if rng.random() < 0.6:
        seen *= np.where(rng.random((len(seen), 1)) < 0.3, -1.0, 1.0)
    live = _lose_leads(seen, leads, rng)
    return Example(seen.astype(np.float32), live, leads, common)


def _with_other_p(
    record: Prepared, rng: np.random.Generator, earlier_share: float, missing: float
) -> Prepared:
    chance = rng.random()
    if chance >= earlier_share + missing or not record.p_mv.any():
        return record
    waves = Waves(record.signal_mv, record.leads, record.common)
    if chance < missing:
        waves = without_p(waves, record.p_mv)
    elif record.most_earlier:
        earlier = int(rng.integers(record.most_earlier + 1))
        gain = float(np.exp(rng.uniform(-_MAX_P_GAIN, _MAX_P_GAIN)))
        waves = with_p_earlier(waves, record.p_mv, earlier, gain)
    return replace(
        record, signal_mv=waves.signal_mv, leads=waves.leads, common=waves.common
    )


def _places(
    record: Prepared, n_moments: int, rng: np.random.Generator
) -> NDArray[np.float64]:
    """Return which samples of the record the moments of an example are taken from.

    The whole is slower or faster than recorded; in half of the examples each kind of
    wave also has a duration of its own, so that a wide QRS is met with any PR and QT.
    """
    longer = np.full(
        record.common.size, np.exp(rng.uniform(-_MAX_STRETCH, _MAX_STRETCH))
    )
    if rng.random() < 0.5:
        factors = np.exp(rng.uniform(*np.array(_WAVE_STRETCH).T))
        per_sample = np.append(factors, 1.0)[record.common]  # unknown is the last
        # Without a soft and misplaced border the change itself would tell where it is.
        width = round(rng.uniform(0.04, 0.12) * record.fs)
        border = round(rng.uniform(-0.02, 0.02) * record.fs)
        longer *= uniform_filter1d(np.roll(per_sample, border), width, mode="nearest")
    moment_of = np.concatenate([[0.0], np.cumsum(longer)]) * NET_FS / record.fs
    spare = moment_of[-1] - n_moments
    margin = _MAX_OUTSIDE
    start = rng.uniform(min(spare, 0) - margin, max(spare, 0) + margin)
    wanted = start + np.arange(n_moments)
    samples = np.arange(moment_of.size, dtype=np.float64)
    places = np.asarray(np.interp(wanted, moment_of, samples), dtype=np.float64)
    places[wanted < 0] = -1.0
    places[wanted > moment_of[-1]] = samples[-1]
    return places


def _disturbed(record: Prepared, rng: np.random.Generator) -> NDArray[np.float64]:
    signal = record.signal_mv.astype(np.float64)
    if rng.random() < 0.75:
        gain = np.exp(rng.uniform(-_MAX_GAIN, _MAX_GAIN))
        signal = signal * gain + disturbance_mv(signal.shape, record.fs, rng)
    if rng.random() < 0.15:
        corner_hz = rng.uniform(25.0, 100.0)
        sos = sps.butter(1, corner_hz, fs=record.fs, output="sos")
        signal = sps.sosfiltfilt(sos, signal, axis=1)
    return signal


def _interpolated(
    signal: NDArray[np.float64], places: NDArray[np.float64]
) -> NDArray[np.float64]:
    before = np.clip(np.floor(places).astype(np.int64), 0, signal.shape[1] - 2)
    share = places - np.floor(places)
    between: NDArray[np.float64] = (
        signal[:, before] * (1 - share) + signal[:, before + 1] * share
    )
    return between


def _lose_leads(
    seen: NDArray[np.float64], labels: NDArray[np.int64], rng: np.random.Generator
) -> NDArray[np.float32]:
    """Take leads away, or leave only noise of them; return which are live."""
    n_leads, n_moments = seen.shape
    live = np.ones(n_leads, dtype=np.float32)
    chance = rng.random()
    if chance < 0.30:
        live[rng.choice(n_leads, rng.integers(1, 6), replace=False)] = 0
    elif chance < 0.36:
        live[:] = 0
        live[rng.choice(n_leads, rng.integers(1, 4), replace=False)] = 1
    elif chance < 0.45:
        # Leads that are off without anyone having noticed.
        off = rng.choice(n_leads, rng.integers(1, 5), replace=False)
        level = rng.choice([0.0, 0.3, 1.0])
        seen[off] = level * rng.standard_normal((off.size, n_moments))
        labels[off] = UNKNOWN
    labels[live == 0] = UNKNOWN
    return live


def batch_of(examples: list[Example]) -> tuple[torch.Tensor, ...]:
    """Return signal, live, leads and common, each with the examples first."""
    names = ("signal", "live", "leads", "common")
    return tuple(
        torch.from_numpy(np.stack([getattr(example, name) for example in examples]))
        for name in names
    )
