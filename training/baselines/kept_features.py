"""Features of recordings by what makes them, each made once and kept."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from training.baselines.encoders import encoder_features, load_encoder
from training.baselines.features import beat_features, rhythm_features
from training.baselines.kernels import draw_kernels, kernel_features
from training.baselines.signals import Signals
from training.labels.labelling import labelling_of
from training.store.measured import load_measured

# The part that is learnt from: its recordings centre what is measured of any.
LEARN = "learn"
Floats = NDArray[np.float64]


class Places(Protocol):
    """Where data, bundles and runs are, and where features are kept (``out``)."""

    @property
    def data(self) -> Path: ...
    @property
    def models(self) -> Path: ...
    @property
    def runs(self) -> Path: ...
    @property
    def out(self) -> Path: ...
    @property
    def cache(self) -> Path: ...
    @property
    def kernels(self) -> int: ...
    @property
    def workers(self) -> int: ...


def kept_features(
    places: Places,
    name: str,
    of: str,
    seed: int | None,
    parts: Mapping[str, Signals],
    leads: Sequence[str] | None = None,
) -> dict[str, Floats]:
    """Return the features of each part, (n, n_features).

    ``name`` is that of a baseline without an encoder, or of a run, whose encoder fits
    the bundle ``of``; a ``seed`` makes a random one instead. ``LEARN`` is one of the
    parts. An encoder is shown ``leads`` only, if any are given.
    """
    suffix = "pretrained" if seed is None else f"random{seed}"
    suffix += "" if leads is None else f"-{len(leads)}leads"
    make: Callable[[Signals], Floats] | None = None
    found = {}
    for part, signals in parts.items():
        names = "\n".join(entry.name for entry in signals.entries)
        key = hashlib.sha256(names.encode()).hexdigest()[:8]
        path = places.out / f"features-{name}-{suffix}-{part.lower()}-{key}.npy"
        if not path.exists():
            make = make or _maker(places, name, of, seed, parts[LEARN], leads)
            path.parent.mkdir(parents=True, exist_ok=True)
            np.save(path, make(signals).astype(np.float32))
        found[part] = np.load(path, allow_pickle=False).astype(np.float64)
    return found


def _maker(
    places: Places,
    name: str,
    of: str,
    seed: int | None,
    learn: Signals,
    leads: Sequence[str] | None,
) -> Callable[[Signals], Floats]:
    if name == "rr":
        return rhythm_features
    if name == "features":
        return beat_features
    if name == "kernels":
        kernels = draw_kernels(places.kernels, 0)
        return lambda signals: kernel_features(signals.signal, kernels)
    if name == "measured":
        return lambda signals: _measured(places, signals)
    model = load_encoder(places.models / of, places.runs / name, learn, seed=seed)
    return lambda signals: encoder_features(model, signals, leads)


def _measured(places: Places, signals: Signals) -> Floats:
    """Return measured values, zero and marked where there are none."""
    listed = labelling_of(places.data).entries()
    table = own = load_measured(listed, places.cache, places.workers)
    known_names = set(table.names)
    if any(entry.name not in known_names for entry in signals.entries):
        own = load_measured(signals.entries, places.cache, places.workers)
    values = own.rows(signals.entries, table.columns).astype(np.float64)
    known = np.isfinite(values)
    centre = np.nanmedian(table.values, axis=0)
    return np.hstack([np.where(known, values - centre, 0.0), known])
