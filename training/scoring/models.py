"""Models to score: bundles and fine-tuning runs, loaded and asked alike."""

import json
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from tqdm import tqdm

from ecgviewer.ai.bundle import load_model
from ecgviewer.ai.clear.classifier import ClearClassifier
from ecgviewer.ai.clear.family import ClearModel
from ecgviewer.ai.clear.heads import HeadConfig
from ecgviewer.ai.clear.nets import EncoderConfig
from ecgviewer.ai.clear.tokens import TokenConfig
from ecgviewer.ai.files import CARD
from ecgviewer.ai.inputs import ModelAbstains
from ecgviewer.ai.model import Calibration, EcgModel, LabelSpec, recording_logits
from ecgviewer.analysis.beats.rpeaks import detect_r_peaks
from ecgviewer.io.errors import ReadError
from training.labels.material import of_beats
from training.sources import read_entry
from training.sources.entries import Entry

BEST = "best.pt"


@dataclass(frozen=True, eq=False)
class Trained:
    """A model, where its scores are kept (``home``), and what made it."""

    model: EcgModel
    home: Path
    origin: Mapping[str, Any]

    @property
    def name(self) -> str:
        return self.model.name

    @property
    def labels(self) -> tuple[LabelSpec, ...]:
        return self.model.labels


@dataclass(frozen=True, eq=False)
class Answers:
    """What a model says of recordings: those it answers, and why not the others.

    ``logits`` is (n, n_labels), ``ood_scores`` (n,) with NaN where nothing is told.
    """

    entries: tuple[Entry, ...]
    logits: NDArray[np.float64]
    ood_scores: NDArray[np.float64]
    refused: dict[str, str]


def load_trained(path: Path) -> Trained:
    """Load a bundle or the best epoch of a run.

    Raises
    ------
    SystemExit
        If the folder holds neither.
    BundleError
        If it holds a bundle that is damaged.
    """
    if (path / CARD).exists():
        home = Path("runs/evaluate") / path.resolve().name
        return Trained(load_model(path), home, {"bundle": str(path)})
    if (path / BEST).exists():
        return _load_run(path)
    raise SystemExit(f"{path}: neither a bundle nor a run that has finished an epoch")


def _load_run(path: Path) -> Trained:
    saved = torch.load(path / BEST, map_location="cpu", weights_only=True)
    encoder, head = EncoderConfig(**saved["encoder"]), HeadConfig(**saved["head"])
    network = ClearClassifier(encoder, head)
    network.load_state_dict(saved["model"])
    labels = tuple(
        LabelSpec(x["code"], x["text"], x["task"], 0.5, of_beats(x["code"]))
        for x in saved["labels"]
    )
    calibration = Calibration.none(len(labels))
    model = ClearModel(
        path.resolve().name, labels, calibration, network, encoder, head, TokenConfig()
    )
    return Trained(model, path, {"run": str(path), "epoch": saved["epoch"]})


def ask(
    model: EcgModel,
    entries: Sequence[Entry],
    workers: int = 1,
    *,
    unit_known: bool = True,
) -> Answers:
    """Return what a model says of recordings, each read and asked as the program does.

    With several ``workers`` each has the model to itself and one thread. Without
    ``unit_known`` each is taken for one in arbitrary units.
    """
    found: list[Entry] = []
    logits, ood_scores = [], []
    refused: dict[str, str] = {}
    asked = _said(_Asked(model, unit_known), entries, workers)
    for entry, said in zip(entries, asked, strict=True):
        if isinstance(said, str):
            refused[entry.name] = said
            continue
        found.append(entry)
        logits.append(said[0])
        ood_scores.append(np.nan if said[1] is None else said[1])
    return Answers(
        tuple(found),
        np.array(logits).reshape(len(found), len(model.labels)),
        np.array(ood_scores),
        refused,
    )


@dataclass(frozen=True)
class _Asked:
    """A model, and whether it is told that recordings are in millivolts."""

    model: EcgModel
    unit_known: bool


_Said = tuple[NDArray[np.float64], float | None] | str
_ASKED: list[_Asked] = []


def _said(asked: _Asked, entries: Sequence[Entry], workers: int) -> Iterator[_Said]:
    bar = {"total": len(entries), "desc": f"asking {asked.model.name}", "unit": "rec"}
    if workers <= 1:
        yield from tqdm((_answer(asked, entry) for entry in entries), **bar)
        return
    with ProcessPoolExecutor(workers, initializer=_start, initargs=(asked,)) as pool:
        yield from tqdm(pool.map(_answer_in_worker, entries, chunksize=16), **bar)


def _start(asked: _Asked) -> None:
    torch.set_num_threads(1)
    _ASKED[:] = [asked]


def _answer_in_worker(entry: Entry) -> _Said:
    return _answer(_ASKED[0], entry)


def _answer(asked: _Asked, entry: Entry) -> _Said:
    model = asked.model
    try:
        recording = read_entry(entry)
        if not asked.unit_known:
            recording = replace(recording, unit_is_mv=False)
        stretches = model.prepare(recording, detect_r_peaks(recording))
    except (ReadError, ModelAbstains) as error:
        return str(error)
    return recording_logits(model, stretches), model.ood_score(stretches)


def kept_answers(
    model: EcgModel, entries: Sequence[Entry], path: Path, workers: int
) -> Answers:
    """Return a model's answers, asked once and kept in an NPZ."""
    kept = path.with_suffix(".npz")
    by_name = {entry.name: entry for entry in entries}
    if kept.exists():
        with np.load(kept, allow_pickle=False) as file:
            names = [str(name) for name in file["names"]]
            refused = json.loads(str(file["refused"]))
            if set(by_name) <= set(names) | set(refused):
                rows = [k for k, name in enumerate(names) if name in by_name]
                return Answers(
                    tuple(by_name[names[k]] for k in rows),
                    file["logits"][rows],
                    file["ood_scores"][rows],
                    {name: why for name, why in refused.items() if name in by_name},
                )
    answers = ask(model, entries, workers)
    np.savez(
        kept,
        names=[entry.name for entry in answers.entries],
        logits=answers.logits,
        ood_scores=answers.ood_scores,
        refused=json.dumps(answers.refused),
    )
    return answers
