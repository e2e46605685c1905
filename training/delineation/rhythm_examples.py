"""What rhythm statements say of P waves: examples for the delineator without marks.

LUDB's part holds few bundle branch blocks, and most of these without P. PTB-XL's
readers do not mark waves, but in sinus rhythm each beat has a P before it, wherever it
begins and ends, and in atrial fibrillation no moment is P.
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from ecgviewer.ai.delineation.delineator import NET_FS, prepare
from ecgviewer.analysis.beats.beat_classes import classify_beats
from ecgviewer.analysis.beats.rpeaks import detect_r_peaks
from ecgviewer.io import read_recording
from training.sources.entries import TRAIN_FOLDS, Entry
from training.sources.ptbxl import list_ptbxl

SINUS = frozenset({"SR", "SBRAD", "STACH", "SARRH"})
FIBRILLATION = frozenset({"AFIB"})
# With these, a beat of sinus rhythm may have no P, or none that belongs to it.
UNSURE = frozenset(
    "AFIB AFLT PACE SVTAC PSVT SVARR 2AVB 3AVB BIGU TRIGU PAC PVC WPW".split()
)
# Where waves look other than in most recordings that LUDB's part holds.
UNUSUAL = frozenset("CLBBB CRBBB ILBBB IRBBB IVCD LAFB LPFB 1AVB LPR".split())
# Of sinus rhythm with usual waves LUDB has plenty; these keep the balance.
MAX_USUAL = 300

# P is sought between these, before the R peak.
_FROM_R_S, _TO_R_S = 0.40, 0.06
# As long as the shorter P waves are.
_P_S = 0.064
_P_LEADS = 4
_MAX_STRETCH = 0.24


@dataclass(frozen=True, eq=False)
class RhythmRecord:
    """A recording as the network sees it, with the R peaks of its usual beats."""

    signal: NDArray[np.float32]  # (12, n_moments), as of ``prepare``
    r_peaks: NDArray[np.float64]  # moments; none in fibrillation
    kind: str


@dataclass(frozen=True, eq=False)
class RhythmExample:
    """A stretch; ``r_peaks`` is ``None`` where no moment is P."""

    signal: NDArray[np.float32]
    r_peaks: NDArray[np.int64] | None


def kind_of(codes: frozenset[str]) -> str | None:
    """Return what the statements make of P; ``None`` if they leave it open."""
    if codes & FIBRILLATION:
        return None if codes & (UNSURE | SINUS) - FIBRILLATION else "fibrillation"
    if not codes & SINUS or codes & UNSURE:
        return None
    return "unusual" if codes & UNUSUAL else "usual"


def read_rhythms(
    folder: Path, seed: int, folds: frozenset[int] = TRAIN_FOLDS
) -> list[RhythmRecord]:
    """Return recordings of these folds of PTB-XL, of its training folds at most."""
    by_kind: dict[str, list[Entry]] = {}
    for entry in list_ptbxl(folder):
        kind = kind_of(frozenset(entry.codes or ()))
        if kind and entry.fold in folds & TRAIN_FOLDS:
            by_kind.setdefault(kind, []).append(entry)
    usual = by_kind.get("usual", [])
    order = np.random.default_rng(seed).permutation(len(usual))[:MAX_USUAL]
    by_kind["usual"] = [usual[k] for k in order]
    found = [
        record
        for kind, entries in by_kind.items()
        for record in (_read(entry.path, kind) for entry in entries)
        if record is not None
    ]
    if not found:
        raise ValueError(f"{folder}: no recording states a rhythm")
    return found


def _read(path: Path, kind: str) -> RhythmRecord | None:
    recording = read_recording(path)
    signal, live = prepare(np.asarray(recording.signal_mv), recording.fs)
    beats = detect_r_peaks(recording)
    if not live.all() or not len(beats):
        return None
    kinds = np.array(classify_beats(recording, beats).kinds)
    times_s = beats.times_s[kinds == "dominant"]
    r_peaks = np.empty(0) if kind == "fibrillation" else times_s * NET_FS
    return RhythmRecord(signal, r_peaks, kind)


def draw_rhythm(
    records: list[RhythmRecord], n_moments: int, rng: np.random.Generator
) -> RhythmExample:
    """Return a stretch of a recording, slower or faster; each kind is as likely."""
    kinds = sorted({record.kind for record in records})
    kind = kinds[rng.integers(len(kinds))]
    chosen = [record for record in records if record.kind == kind]
    record = chosen[rng.integers(len(chosen))]
    longer = np.exp(rng.uniform(-_MAX_STRETCH, _MAX_STRETCH))
    length = min(record.signal.shape[1] - 1, n_moments / longer)
    start = rng.uniform(0, record.signal.shape[1] - 1 - length)
    places = start + np.arange(n_moments) / longer
    before = np.clip(places.astype(np.int64), 0, record.signal.shape[1] - 2)
    share = (places - before).astype(np.float32)
    signal = (
        record.signal[:, before] * (1 - share) + record.signal[:, before + 1] * share
    )
    signal[:, places > record.signal.shape[1] - 1] = 0
    if rng.random() < 0.5:
        signal *= np.where(rng.random((len(signal), 1)) < 0.3, -1, 1)
    if kind == "fibrillation":
        return RhythmExample(signal.astype(np.float32), None)
    peaks = np.round((record.r_peaks - start) * longer).astype(np.int64)
    inside = (peaks >= _FROM_R_S * NET_FS) & (peaks < n_moments)
    return RhythmExample(signal.astype(np.float32), peaks[inside])


def rhythm_loss(
    outputs: tuple[Tensor, Tensor], examples: list[RhythmExample]
) -> Tensor:
    """Return how unlikely the outputs make what the rhythms say of P.

    In sinus rhythm: minus the logarithm of the mean probability of P over the most
    likely 64 ms of those before each R peak. In fibrillation: that of no P, mean over
    all moments. Of the beat as a whole and of the four leads that see P best.
    """
    lead_logits, common_logits = outputs
    of_each = torch.softmax(lead_logits, dim=2)[:, :, 1]
    # P need not be seen in every lead.
    of_leads = of_each.topk(_P_LEADS, dim=1).values.mean(dim=1)
    of_all = torch.softmax(common_logits, dim=1)[:, 1]
    total = common_logits.new_zeros(())
    steps = torch.arange(round((_FROM_R_S - _TO_R_S) * NET_FS))
    steps = steps - round(_FROM_R_S * NET_FS)
    for k, example in enumerate(examples):
        for p in (of_all[k], of_leads[k]):
            if example.r_peaks is None:
                total = total - torch.log1p(-p.clamp(max=1 - 1e-5)).mean()
            elif example.r_peaks.size:
                peaks = torch.from_numpy(example.r_peaks)
                windows = p[(peaks[:, None] + steps).to(p.device)]
                likely = windows.topk(round(_P_S * NET_FS), dim=1).values.mean(dim=1)
                total = total - torch.log(likely.clamp(min=1e-5)).mean()
    return total / len(examples)
