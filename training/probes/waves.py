"""P, QRS and T from ECG-JEPA's frozen patches, by a linear layer, on LUDB.

A patch of 0.2 s is turned into four logits for each of its samples. A fifth of the
subjects is scored by a layer that learnt on the others, of whom one part chose the
penalty, and so five times. Our delineator and NeuroKit2 are judged alike: each sample
of eight leads at 500 Hz is nothing, P, QRS or T; F1 counts samples, those about which
the readers say something.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch.nn import functional

from ecgviewer.ai.delineation.delineator import delineate
from ecgviewer.ai.delineation.wave_net import WaveNet
from ecgviewer.ai.inputs import prepare_signal
from ecgviewer.ai.jepa.network import LEADS, JepaNetwork, patches
from ecgviewer.ai.raw.batch import RawBatch
from ecgviewer.analysis.beats.rpeaks import detect_r_peaks
from ecgviewer.ecg.leads import STANDARD_12
from ecgviewer.ecg.recording import Recording, Source
from ecgviewer.ecg.waves import WAVES
from training.delineation.delineate import N_FOLDS, is_left_out
from training.delineation.ludb import AnnotatedRecord
from training.delineation.wave_labels import NOTHING, UNKNOWN, lead_labels
from training.evaluation.results import Draws, rounded
from training.scoring.metrics import bootstrap

Labels = NDArray[np.int8]
ROWS = [STANDARD_12.index(name) for name in LEADS]
N_CLASSES = 1 + len(WAVES)
# Of the squared weights, beside the mean log loss of a sample.
PENALTIES = (1e-3, 1e-5)
_ITERATIONS = 40


@dataclass(frozen=True, eq=False)
class Marked:
    """A record with what the readers say of eight leads, (8, n_samples)."""

    name: str
    recording: Recording
    labels: Labels


def marked(record: AnnotatedRecord) -> Marked:
    """Return a record as the program reads it, with its labels."""
    recording = Recording(
        signal_mv=record.signal_mv.astype(np.float32),
        fs=record.fs,
        leads=STANDARD_12,
        source=Source(Path(record.name), "LUDB", None),
    )
    return Marked(record.name, recording, lead_labels(record)[ROWS])


@torch.inference_mode()
def patch_features(
    network: JepaNetwork, recording: Recording, fs: float
) -> torch.Tensor:
    """Return what the encoder makes of each patch, (8, n_patches, width)."""
    size = network.encoder.size
    signal = prepare_signal(recording, fs, size.low_hz, size.high_hz)
    whole = torch.from_numpy(signal.astype(np.float32))[None]
    batch = RawBatch(whole, torch.ones_like(whole), torch.ones(1))
    read: torch.Tensor = network.encoder(patches(batch, network.patch))[0]
    return read


def patch_labels(labels: Labels, fs: float, net_fs: float, patch: int) -> torch.Tensor:
    """Return the labels at ``net_fs`` by patch, (8, n_patches, patch)."""
    n_samples = round(labels.shape[1] / fs * net_fs)
    places = np.minimum(
        np.round(np.arange(n_samples) / net_fs * fs), labels.shape[1] - 1
    )
    slow = labels[:, places.astype(int)]
    padded = np.pad(slow, ((0, 0), (0, -n_samples % patch)), constant_values=UNKNOWN)
    return torch.from_numpy(padded.reshape(len(labels), -1, patch).astype(np.int64))


class WaveLayer:
    """A linear layer from a patch to its samples' classes, fitted for each fold."""

    def __init__(self, network: JepaNetwork, records: Sequence[Marked]) -> None:
        self._fs, self._patch = network.encoder.size.fs, network.patch
        self._x = [patch_features(network, r.recording, self._fs) for r in records]
        self._y = [
            patch_labels(r.labels, r.recording.fs, self._fs, self._patch)
            for r in records
        ]

    def said(self, records: Sequence[Marked], fold: int) -> dict[int, Labels]:
        """Return the labels of a fold's records by number, (8, n_samples) each."""
        rest = [k for k in range(len(records)) if not is_left_out(k, fold)]
        inner = [k for k in rest if is_left_out(k, (fold + 1) % N_FOLDS)]
        learn = [k for k in rest if k not in inner]
        penalty = PENALTIES[0]
        if learn and inner:
            losses = [self._loss(self._fit(learn, p), inner) for p in PENALTIES]
            penalty = PENALTIES[int(np.argmin(losses))]
        weights = self._fit(rest, penalty)
        left_out = [k for k in range(len(records)) if is_left_out(k, fold)]
        return {k: self._labels(weights, k, records[k]) for k in left_out}

    def _rows(self, chosen: Sequence[int]) -> tuple[torch.Tensor, torch.Tensor]:
        x = torch.cat([self._x[k].flatten(0, 1) for k in chosen])
        y = torch.cat([self._y[k].flatten(0, 1) for k in chosen])
        known = (y != UNKNOWN).any(dim=1)
        return x[known].clone(), y[known]

    def _fit(self, chosen: Sequence[int], penalty: float) -> torch.Tensor:
        x, y = self._rows(chosen)
        weights = torch.zeros(
            x.shape[1] + 1, self._patch * N_CLASSES, requires_grad=True
        )
        optimiser = torch.optim.LBFGS(
            [weights], max_iter=_ITERATIONS, line_search_fn="strong_wolfe"
        )

        def closure() -> torch.Tensor:
            optimiser.zero_grad()
            loss = _cross_entropy(weights, x, y, self._patch)
            loss = loss + penalty * weights[:-1].square().sum()
            loss.backward()
            return loss

        optimiser.step(closure)
        return weights.detach()

    def _loss(self, weights: torch.Tensor, chosen: Sequence[int]) -> float:
        return float(_cross_entropy(weights, *self._rows(chosen), self._patch))

    def _labels(self, weights: torch.Tensor, k: int, record: Marked) -> Labels:
        logits = self._x[k] @ weights[:-1] + weights[-1]
        classes = logits.unflatten(-1, (self._patch, N_CLASSES)).argmax(dim=-1)
        return at_rate(classes.flatten(1).numpy(), self._fs, record)


def _cross_entropy(
    weights: torch.Tensor, x: torch.Tensor, y: torch.Tensor, patch: int
) -> torch.Tensor:
    logits = (x @ weights[:-1] + weights[-1]).view(-1, N_CLASSES)
    return functional.cross_entropy(logits, y.reshape(-1), ignore_index=UNKNOWN)


def at_rate(classes: NDArray[Any], fs: float, record: Marked) -> Labels:
    """Return classes at ``fs``, (8, n), at the record's own rate: the nearest."""
    n_samples = record.labels.shape[1]
    places = np.round(np.arange(n_samples) / record.recording.fs * fs).astype(int)
    return classes[:, np.minimum(places, classes.shape[1] - 1)].astype(np.int8)


def delineator_labels(net: WaveNet, record: Marked) -> Labels:
    """Return the likeliest wave of each sample as our delineator has it."""
    recording = record.recording
    found = delineate(net, recording.whole_signal_mv, recording.fs, recording.leads)
    labels = np.zeros_like(record.labels)
    for row, lead in enumerate(LEADS):
        if lead in found.leads:
            likeliest = found.per_lead[found.leads.index(lead)].argmax(axis=0)
            labels[row] = at_rate(likeliest[None], found.fs, record)[0]
    return labels


def neurokit_labels(record: Marked) -> Labels:
    """Return the waves of each lead as NeuroKit2 has them, by its ``prominence``.

    It is given our R peaks. A lead for which it raises has no wave.
    """
    import neurokit2

    recording = record.recording
    fs = round(recording.fs)
    peaks = detect_r_peaks(recording).r_peaks
    labels = np.full_like(record.labels, NOTHING)
    for row, lead in zip(labels, ROWS, strict=True):
        try:
            cleaned = neurokit2.ecg_clean(
                recording.whole_signal_mv[lead], sampling_rate=fs
            )
            _, found = neurokit2.ecg_delineate(
                cleaned, rpeaks=peaks, sampling_rate=fs, method="prominence"
            )
        except (ValueError, IndexError, KeyError, TypeError, ZeroDivisionError):
            continue
        for number, wave in enumerate(("P", "R", "T"), start=1):
            onsets, offsets = (
                np.asarray(found.get(f"ECG_{wave}_{end}", []), dtype=np.float64)
                for end in ("Onsets", "Offsets")
            )
            for onset, offset in zip(onsets, offsets, strict=False):
                if np.isfinite(onset) and np.isfinite(offset):
                    row[int(onset) : int(offset) + 1] = number
    return labels


Counts = NDArray[np.int64]


def counts(said: Labels, truth: Labels) -> Counts:
    """Return hits, false and missed samples of each wave, (3, 3), of known ones."""
    known = truth != UNKNOWN
    rows = []
    for wave in range(1, N_CLASSES):
        called, there = (said == wave) & known, (truth == wave) & known
        hits = int((called & there).sum())
        rows.append([hits, int(called.sum()) - hits, int(there.sum()) - hits])
    return np.array(rows, dtype=np.int64)


def f1_results(found: Sequence[Counts], draws: Draws) -> dict[str, Any]:
    """Return F1 of each wave and their mean, records resampled, (n, 3, 3) counts."""
    all_counts = np.stack(found)
    subjects = [str(k) for k in range(len(all_counts))]

    def statistic(wave: int) -> Callable[[NDArray[Any]], float]:
        def of_rows(rows: NDArray[Any]) -> float:
            hits, false, missed = all_counts[rows].sum(axis=0).T
            each = 2 * hits / np.maximum(2 * hits + false + missed, 1)
            return float(each.mean() if wave < 0 else each[wave])

        return of_rows

    columns = {**dict(zip(WAVES, range(len(WAVES)), strict=True)), "mean": -1}
    return {
        name: rounded(bootstrap(statistic(wave), subjects, draws.n, draws.seed))
        for name, wave in columns.items()
    }
