"""Signals of many recordings, read once and kept as one memory-mapped array.

What networks on the raw signal learn from: twelve leads, 0.5-40 Hz, at 100 Hz, ten
seconds, in millivolts. Files: ``signals.npy`` (int16, units of 1 uV, shape (n, 12,
1000)), ``peaks.npz`` (R peaks in s) and ``manifest.json``, written last, so that a
folder with a manifest is whole.
"""

import hashlib
import json
import os
import shutil
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from ecgviewer.ai.inputs import N_LEADS, ModelAbstains, prepare_signal
from ecgviewer.analysis.beats.rpeaks import detect_r_peaks
from ecgviewer.io import read_recording
from ecgviewer.io.errors import ReadError
from training.run.code_hash import code_sha256
from training.sources.entries import Entry

FS = 100
BAND_HZ = (0.5, 40.0)
N_SAMPLES = 1000
UV = np.float32(1e-3)
_MANIFEST, _SIGNALS, _PEAKS = "manifest.json", "signals.npy", "peaks.npz"
_FORMAT = 1
_AT_ONCE = 64


@dataclass(frozen=True, eq=False)
class SignalStore:
    """Signals of the recordings that could be read.

    Attributes
    ----------
    entries : tuple of Entry
    signal_uv : ndarray of int16, shape (n, 12, 1000)
        Memory-mapped; zero behind the end of a shorter recording, cut at 10 s.
    n_samples : ndarray of int64, shape (n,)
        How many of the samples were recorded.
    r_times_s : tuple of ndarray
        R peaks of each recording.
    refused : dict
        Names of recordings that could not be read, and why.
    manifest_sha256 : str
        Stands for all that was read and how.
    """

    entries: tuple[Entry, ...]
    signal_uv: NDArray[np.int16]
    n_samples: NDArray[np.int64]
    r_times_s: tuple[NDArray[np.float64], ...]
    refused: dict[str, str]
    manifest_sha256: str

    def __len__(self) -> int:
        return len(self.entries)


def load_signal_store(
    entries: Sequence[Entry], cache: Path, workers: int = 2
) -> SignalStore:
    """Return the signals of some recordings, reading them unless ``cache`` has them."""
    folder = cache / f"signals-{_key(entries)}"
    if not (folder / _MANIFEST).exists():
        _write(entries, folder, workers)
    text = (folder / _MANIFEST).read_bytes()
    manifest = json.loads(text)
    with np.load(folder / _PEAKS, allow_pickle=False) as file:
        stops = np.cumsum(file["n_beats"])
        peaks = np.split(file["r_times_s"], stops[:-1])
        rows, n_samples = file["rows"], file["n_samples"]
    return SignalStore(
        tuple(entries[k] for k in rows),
        np.load(folder / _SIGNALS, mmap_mode="r", allow_pickle=False),
        n_samples,
        tuple(peaks),
        manifest["refused"],
        hashlib.sha256(text).hexdigest(),
    )


def _key(entries: Sequence[Entry]) -> str:
    """Return what tells one list of files, read by this code, from another."""
    lines = [f"{e.name} {e.place} {e.path.stat().st_size}" for e in entries]
    made_by = code_sha256("ecgviewer.ai.inputs", "ecgviewer.analysis.beats.rpeaks")
    settings = f"{_FORMAT} {FS} {N_SAMPLES} {BAND_HZ} {made_by}"
    return hashlib.sha256("\n".join([settings, *lines]).encode()).hexdigest()[:16]


def _write(entries: Sequence[Entry], whole: Path, workers: int) -> None:
    # Of its own process: two that read at once must not write into one file.
    folder = whole.with_name(f"{whole.name}.{os.getpid()}.part")
    folder.mkdir(parents=True, exist_ok=True)
    partial = folder / "signals.partial.npy"
    shape = (len(entries), N_LEADS, N_SAMPLES)
    found: list[tuple[int, int, NDArray[np.float64]]] = []
    refused: dict[str, str] = {}
    signals = np.lib.format.open_memmap(partial, "w+", np.int16, shape)
    for row, read in enumerate(_read_all(entries, workers)):
        if isinstance(read, str):
            refused[entries[row].name] = read
            continue
        signal_uv, r_times_s = read
        length = min(N_SAMPLES, signal_uv.shape[1])
        signals[len(found), :, :length] = signal_uv[:, :length]
        found.append((row, length, r_times_s))
    signals.flush()
    kept = np.lib.format.open_memmap(
        folder / _SIGNALS, "w+", np.int16, (len(found), N_LEADS, N_SAMPLES)
    )
    kept[:] = signals[: len(found)]
    kept.flush()
    partial.unlink()
    np.savez(
        folder / _PEAKS,
        rows=np.array([row for row, _, _ in found]),
        n_samples=np.array([length for _, length, _ in found]),
        n_beats=np.array([len(times) for _, _, times in found]),
        r_times_s=np.concatenate([times for _, _, times in found]),
    )
    manifest = {
        "format": _FORMAT,
        "fs": FS,
        "recordings": len(found),
        "refused": refused,
        "signals_sha256": hashlib.sha256(kept.tobytes()).hexdigest(),
    }
    text = json.dumps(manifest, indent=1, sort_keys=True) + "\n"
    (folder / _MANIFEST).write_text(text, encoding="utf-8")
    try:
        folder.rename(whole)
    except OSError:  # another process was faster
        shutil.rmtree(folder)


_Read = tuple[NDArray[np.int16], NDArray[np.float64]] | str


def _read_all(entries: Sequence[Entry], workers: int) -> Iterator[_Read]:
    if workers <= 1:
        yield from map(_read, tqdm(entries, desc="reading", unit="rec"))
        return
    with ProcessPoolExecutor(workers) as pool:
        read = pool.map(_read, entries, chunksize=_AT_ONCE)
        yield from tqdm(read, total=len(entries), desc="reading", unit="rec")


def _read(entry: Entry) -> _Read:
    """Return a recording's signal in uV and its R peaks, or why there are none."""
    try:
        recording = read_recording(entry.path)
        signal = prepare_signal(recording, FS, *BAND_HZ)
        beats = detect_r_peaks(recording)
    except (ReadError, ModelAbstains) as error:
        return str(error)
    if not recording.unit_is_mv:
        return "its unit is not millivolts"
    signal_uv = np.clip(np.round(signal / UV), -32_000, 32_000).astype(np.int16)
    return signal_uv, beats.times_s
