"""What a frozen encoder makes of recordings, pretrained or as chance made it.

The encoder of a run (``runs/NAME/pretrain/encoder.pt``, else the one kept in
``training/pretrained/NAME``), or one of the same size with
random weights, whose batch norms have seen real recordings: otherwise chance would be
judged by the scale of its activations.
"""

import copy
import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn
from tqdm import tqdm

from ecgviewer.ai.bundle import load_model
from ecgviewer.ai.clear.classifier import ClearClassifier
from ecgviewer.ai.clear.family import ClearModel
from ecgviewer.ai.clear.nets import EncoderConfig
from ecgviewer.ai.model import FamilyModel
from ecgviewer.ai.raw.batch import RawBatch
from ecgviewer.ai.raw.family import RawModel, config_of
from ecgviewer.ecg.beats import BeatList
from ecgviewer.ecg.leads import STANDARD_12
from ecgviewer.ecg.recording import Recording, Source
from training.baselines.signals import FS, Signals
from training.raw.pretrain import ENCODER
from training.raw.system import pretraining_of

Model = FamilyModel[Any]
_AT_ONCE = 64
_BATCHES_SEEN = 20


def with_pretrained(model: Model, run: Path) -> Model:
    """Return a copy of a model with the encoder that a run pretrained.

    The network is of the run's size and kind, which may not be the bundle's.
    """
    path = pretraining_of(run)
    facts = json.loads((path / "config.json").read_text(encoding="utf-8"))["network"]
    changed = copy.copy(model)
    if isinstance(changed, ClearModel):
        changed.encoder = EncoderConfig(**facts)
        changed.network = ClearClassifier(changed.encoder, changed.head).eval()
    elif isinstance(changed, RawModel):
        changed.size = config_of(type(changed.size), facts)
        make: type[nn.Module] = type(changed.network)
        changed.network = make(changed.size).eval()  # type: ignore[assignment]
    else:
        raise SystemExit(f"{model.name}: a {model.family} has no encoder")
    encoder = changed.network.get_submodule("encoder")
    encoder.load_state_dict(torch.load(path / ENCODER, weights_only=True))
    return changed


def with_random(model: Model, signals: Signals, seed: int) -> Model:
    """Return a copy of a model whose weights are those of a start."""
    torch.manual_seed(seed)
    changed = copy.copy(model)
    if isinstance(changed, RawModel):
        make: type[nn.Module] = type(changed.network)
        network = make(changed.size)
        rows = np.random.default_rng(seed).permutation(len(signals.entries))
        with torch.inference_mode():
            for k in range(_BATCHES_SEEN):
                chosen = rows[k * _AT_ONCE : (k + 1) * _AT_ONCE]
                if len(chosen):
                    network.train()(_batch(signals, chosen))
        changed.network = network.eval()  # type: ignore[assignment]
        return changed
    if isinstance(changed, ClearModel):
        network = ClearClassifier(changed.encoder, changed.head)
        changed.network = network.eval()
        return changed
    raise SystemExit(f"{model.name}: a {model.family} has no encoder")


@torch.inference_mode()
def encoder_features(
    model: Model, signals: Signals, leads: Sequence[str] | None = None
) -> NDArray[np.float64]:
    """Return what a model's encoder makes of recordings, (n, width).

    Of ``leads`` alone, if any are given: it is told that the others are absent.
    """
    names = STANDARD_12 if leads is None else leads
    shown = np.array([name in names for name in STANDARD_12])
    parts = []
    rows = np.arange(len(signals.entries))
    for start in tqdm(range(0, len(rows), _AT_ONCE), desc=f"embedding {model.name}"):
        chosen = rows[start : start + _AT_ONCE]
        if isinstance(model, RawModel):
            parts.append(
                model.network.embed(_batch(signals, chosen, shown)).double().numpy()
            )
        else:
            parts.append(_embedded(model, signals, chosen, shown))
    return np.concatenate(parts)


def _batch(
    signals: Signals, rows: NDArray[np.int64], shown: NDArray[np.bool_] | None = None
) -> RawBatch:
    signal = torch.from_numpy(signals.signal[rows])
    present = torch.ones_like(signal)
    if shown is not None:
        present *= torch.from_numpy(shown.astype(np.float32))[:, None]
    return RawBatch(signal * present, present, torch.ones(len(rows)))


def _embedded(
    model: Model,
    signals: Signals,
    rows: NDArray[np.int64],
    shown: NDArray[np.bool_],
) -> NDArray[np.float64]:
    stretches = []
    for row in rows:
        entry = signals.entries[row]
        recording = Recording(
            signal_mv=signals.signal[row],
            fs=FS,
            leads=STANDARD_12,
            source=Source(entry.path, "store", None),
        )
        peaks = np.unique(np.round(signals.r_times_s[row] * FS).astype(np.int64))
        stretch = model.prepare(recording, BeatList(peaks, FS))[0]
        stretches.append(replace(stretch, valid=stretch.valid & shown[:, None]))
    return model.embeddings(stretches)


def load_encoder(
    bundle: Path, run: Path, signals: Signals, *, seed: int | None
) -> Model:
    """Return a bundle with the encoder of ``run``, or with a random one of ``seed``."""
    model = load_model(bundle)
    if not isinstance(model, FamilyModel):
        raise SystemExit(f"{bundle}: an ensemble has no encoder")
    if seed is not None:
        return with_random(model, signals, seed)
    return with_pretrained(model, run)
