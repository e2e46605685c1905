"""A small network taught statements that were dealt out by chance."""

from collections.abc import Sequence

import numpy as np
import torch

from ecgviewer.ai.model import BoolArray, Calibration, LabelSpec, recording_logits
from ecgviewer.ai.raw.batch import RawBatch
from ecgviewer.ai.raw.signals import RawStretch, raw_batch
from ecgviewer.ai.resnet.family import ResNetModel
from ecgviewer.ai.resnet.network import RawResNet, ResNetConfig
from ecgviewer.analysis.beats.rpeaks import detect_r_peaks
from ecgviewer.ecg.recording import Recording
from training.scoring.metrics import IntArray, auroc, bootstrap

CODES = ("MI", "STTC", "CD", "HYP")
N_STEPS, BATCH = 60, 16


def permuted_model(
    recordings: Sequence[Recording], stated: Sequence[frozenset[str]], seed: int
) -> ResNetModel:
    """Return a network taught each recording's statements of another one."""
    torch.manual_seed(seed)
    rng = np.random.default_rng(seed)
    labels = tuple(LabelSpec(code, code, "super", 0.5) for code in CODES)
    size = ResNetConfig(n_labels=len(CODES), widths=(8, 16))
    network = RawResNet(size)
    model = ResNetModel("permuted", labels, Calibration.none(len(CODES)), network, size)
    stretches = [model.prepare(one, detect_r_peaks(one))[0] for one in recordings]
    truth = np.array([[code in codes for code in CODES] for codes in stated], float)
    truth = truth[rng.permutation(len(truth))]
    _teach(network, stretches, torch.from_numpy(truth).float(), rng)
    return ResNetModel("permuted", labels, Calibration.none(len(CODES)), network, size)


def measure(
    model: ResNetModel,
    recordings: Sequence[Recording],
    stated: Sequence[frozenset[str]],
) -> None:
    """Write into the model's card how well it tells what others really have."""
    prepared = [model.prepare(one, detect_r_peaks(one)) for one in recordings]
    said = np.array([recording_logits(model, one) for one in prepared])
    rows = []
    for column, code in enumerate(CODES):
        truth = np.array([code in codes for codes in stated])
        if truth.all() or not truth.any():
            continue

        def statistic(
            rows: IntArray, truth: BoolArray = truth, column: int = column
        ) -> float:
            return auroc(truth[rows], said[rows, column])

        told = bootstrap(statistic, [str(k) for k in range(len(truth))])
        interval = [told.low, told.high]
        rows.append({"code": code, "task": "super", "auroc_95": interval})
    model.card = {"fold_9": {"labels": rows}}


def _teach(
    network: RawResNet,
    stretches: Sequence[RawStretch],
    truth: torch.Tensor,
    rng: np.random.Generator,
) -> None:
    network.train().requires_grad_(True)
    steps = torch.optim.AdamW(network.parameters(), lr=3e-3, weight_decay=0.01)
    for _ in range(N_STEPS):
        rows = rng.choice(len(stretches), min(BATCH, len(stretches)), replace=False)
        batch: RawBatch = raw_batch([stretches[k] for k in rows])
        loss = torch.nn.functional.binary_cross_entropy_with_logits(
            network(batch), truth[rows]
        )
        steps.zero_grad()
        loss.backward()
        steps.step()
    network.eval().requires_grad_(False)
