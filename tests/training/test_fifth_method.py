"""A fifth method, as somebody would add it: one folder and one row on each side.

Masked autoencoding of leads: an encoder sees some samples and rebuilds the others. It
follows training/README, "Add a family"; both its folders are this one file.
"""

import sys
from dataclasses import dataclass

import numpy as np
import pytest
import torch
from torch import Tensor, nn

from ecgviewer.ai.bundle import load_model
from ecgviewer.ai.inference import predict
from ecgviewer.ai.raw.batch import N_CHANNELS, RawBatch, RawConfig, RawNetwork, channels
from ecgviewer.ai.raw.family import RawModel, builder
from ecgviewer.ai.registry import FAMILIES, Family
from ecgviewer.analysis.beats.rpeaks import detect_r_peaks
from ecgviewer.io import read_recording
from tests.training.made_ptbxl import make_ptbxl
from training import pipeline
from training.raw.augmentation import Augmentation, presence
from training.raw.pretrain import Objective, Pretraining, Rows, Told
from training.raw.system import System
from training.registry import TRAINERS, Trainer
from training.sources.datasets import list_ptbxl
from training.store.signal_store import UV

# ------------------------------------------------- ecgviewer/ai/mae/{network,family}.py


@dataclass(frozen=True)
class MaeConfig(RawConfig):
    width: int = 8


class MaeNetwork(RawNetwork):
    def __init__(self, size: MaeConfig) -> None:
        super().__init__()
        self.encoder = nn.Sequential(
            nn.Conv1d(N_CHANNELS, size.width, 9, padding=4), nn.ReLU()
        )
        self.classify = nn.Linear(2 * size.width, size.n_labels)

    def forward(self, batch: RawBatch) -> Tensor:
        logits: Tensor = self.classify(self.embed(batch))
        return logits

    def embed(self, batch: RawBatch) -> Tensor:
        seen = self.encoder(channels(batch))
        return torch.cat([seen.mean(dim=2), seen.amax(dim=2)], dim=1)


class MaeModel(RawModel):
    family = "mae"


build = builder(MaeModel, MaeConfig, MaeNetwork)


# ------------------------------------------------------- training/mae/{objective,train}


class Rebuilding(Objective):
    def __init__(self, size: MaeConfig, data: Pretraining) -> None:
        super().__init__()
        self.data = data
        self.encoder = MaeNetwork(size).encoder
        self.rebuild = nn.Conv1d(size.width, 12, 1)

    def draw(self, rows: Rows, rng: np.random.Generator) -> tuple[Tensor, ...]:
        signal = self.data.store.signal_uv[rows].astype(np.float32) * UV
        shown = presence(*signal.shape[::2], Augmentation(beats_dropped=1.0), rng)
        return torch.from_numpy(signal), torch.from_numpy(shown)

    def forward(self, *views: Tensor) -> Told:
        signal, shown = views
        seen = channels(RawBatch(signal, shown, torch.ones(len(signal))))
        wrong = (self.rebuild(self.encoder(seen)) - signal) ** 2 * (1 - shown)
        return Told(wrong.sum(), (1 - shown).sum(), {})


SYSTEM = System(MaeModel, MaeConfig, MaeNetwork, Rebuilding)
fit, pretrain = SYSTEM.fit, SYSTEM.pretrain

CONFIG = """
name = "mae"
family = "mae"
out = "{place}/models/mae"
run = "{place}/runs/mae"
data = "{place}/ptbxl"
cache = "{place}/cache"
workers = 1
draws = 4
min_train = 8

[train.network]
width = 6

[train.pretrain]
epochs = 2
batch = 16

[train.teach]
short_epochs = 1
whole_epochs = 1
batch = 16
"""


@pytest.fixture
def registered(monkeypatch: pytest.MonkeyPatch) -> None:
    own = sys.modules[__name__].__name__
    monkeypatch.setitem(FAMILIES, "mae", Family("mae", "Autoencoder", own))
    row = Trainer("mae", own, "Masked autoencoding of leads.", ("Nothing is known.",))
    monkeypatch.setitem(TRAINERS, "mae", row)


def test_a_fifth_method_comes_from_a_config_to_statements(registered, tmp_path) -> None:
    data = make_ptbxl(tmp_path / "ptbxl", n_records=80)
    (tmp_path / "mae.toml").write_text(CONFIG.format(place=tmp_path))
    pipeline.main([str(tmp_path / "mae.toml"), "--only", "pretrain"])
    assert not (tmp_path / "models").exists()
    learnt = (tmp_path / "runs/mae/pretrain/encoder.pt").read_bytes()
    pipeline.main([str(tmp_path / "mae.toml")])
    assert (tmp_path / "runs/mae/pretrain/encoder.pt").read_bytes() == learnt
    model = load_model(tmp_path / "models/mae")
    recording = read_recording(list_ptbxl(data)[0].path)
    said = predict(recording, detect_r_peaks(recording), model)
    assert said.abstained is None
    assert "SBRAD" in {finding.code for finding in said.findings}
