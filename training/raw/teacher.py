"""What other models say of the recordings learnt from, learnt beside what is true.

A network that answers fast can so take over what slower ones know together (Hinton,
Vinyals and Dean, 2015, arXiv:1503.02531). Teachers read the kept signals as the network
does, in batches; so they are families on raw signals.
"""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from tqdm import tqdm

from ecgviewer.ai.bundle import load_model
from ecgviewer.ai.model import LabelSpec
from ecgviewer.ai.raw.batch import RawBatch
from ecgviewer.ai.raw.family import RawModel
from training.scoring.metrics import probabilities
from training.store.signal_store import FS, UV, SignalStore

Targets = NDArray[np.float32]
_BATCH = 64


def taught_targets(
    targets: Targets,
    label_mask: Targets,
    store: SignalStore,
    rows: NDArray[np.int64],
    labels: Sequence[LabelSpec],
    teachers: Sequence[Path],
    share: float,
) -> Targets:
    """Return targets of which the teachers' probability is a share, (n, n_labels).

    It is that of the mean of their calibrated logits. What is not asked, or has no word
    with a teacher, stays as it is.

    Raises
    ------
    SystemExit
        If a teacher does not read raw signals at the store's rate.
    BundleError
        If a bundle is damaged or not there.
    """
    logits = np.zeros(targets.shape)
    n_said = np.zeros(len(labels))
    for path in teachers:
        model = load_model(path)
        if not isinstance(model, RawModel) or model.size.fs != FS:
            raise SystemExit(f"{path}: a teacher reads raw signals at {FS} Hz")
        said = model.calibration.scale * _said(model, store, rows)
        own = {spec.code: column for column, spec in enumerate(model.labels)}
        for column, spec in enumerate(labels):
            if spec.code in own:
                k = own[spec.code]
                logits[:, column] += said[:, k] + model.calibration.bias[k]
                n_said[column] += 1
    told = (n_said == len(teachers)) & (label_mask > 0)
    answer = probabilities(logits / len(teachers))
    return np.where(told, targets + share * (answer - targets), targets).astype("f4")


@torch.inference_mode()
def _said(
    model: RawModel, store: SignalStore, rows: NDArray[np.int64]
) -> NDArray[np.float64]:
    """Return a teacher's logits of whole recordings, before calibration."""
    found = []
    starts = range(0, len(rows), _BATCH)
    for start in tqdm(starts, desc=f"asking {model.name}", unit="batch"):
        some = rows[start : start + _BATCH]
        signal = torch.from_numpy(store.signal_uv[some].astype(np.float32) * UV)
        there = np.arange(signal.shape[2]) < store.n_samples[some][:, None]
        present = torch.from_numpy(there.astype(np.float32))[:, None].expand_as(signal)
        batch = RawBatch(signal * present, present, torch.ones(len(some)))
        found.append(model.network(batch).double().numpy())
    return np.concatenate(found)
