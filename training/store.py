"""The token store: every recording tokenised once, kept on disk between runs."""

import hashlib
import inspect
import json
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from tqdm import tqdm

from ecgviewer.ai import tokens
from ecgviewer.ai.tokens import BeatTokens, TokenConfig, TokenError, tokenise
from ecgviewer.analysis import filters, rpeaks
from ecgviewer.analysis.rpeaks import detect_r_peaks
from ecgviewer.io import read_recording
from ecgviewer.io.errors import ReadError
from training.datasets import Entry

_FIELDS = ("beats", "valid", "amplitude", "timing", "time_s", "beat_index")
# Beats lie along this axis of each field.
_BEAT_AXIS = {"beats": 1, "valid": 1, "amplitude": 1}


@dataclass(frozen=True)
class TokenStore:
    """Tokens of many recordings.

    ``stretches[k]`` belongs to ``entries[owner[k]]``. ``refused`` names recordings
    without tokens and why.
    """

    entries: tuple[Entry, ...]
    stretches: tuple[BeatTokens, ...]
    owner: np.ndarray
    refused: dict[str, str]


def load_store(
    entries: Sequence[Entry], config: TokenConfig, cache: Path, workers: int = 2
) -> TokenStore:
    """Return the tokens of ``entries``, computing those not yet in ``cache``."""
    cache.mkdir(parents=True, exist_ok=True)
    path = cache / f"tokens-{_key(entries, config)}.npz"
    if not path.exists():
        _write(path, entries, config, workers)
    return _read(path, entries)


def _key(entries: Sequence[Entry], config: TokenConfig) -> str:
    parts = [json.dumps(asdict(config), sort_keys=True)]
    # Another detector or tokeniser makes other tokens of the same recordings.
    parts += [inspect.getsource(module) for module in (filters, rpeaks, tokens)]
    parts += [f"{e.path.resolve()} {e.path.stat().st_mtime_ns}" for e in entries]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]


def _tokens_of(job: tuple[Path, TokenConfig]) -> tuple[BeatTokens, ...] | str:
    path, config = job
    try:
        recording = read_recording(path)
        return tokenise(recording, detect_r_peaks(recording), config)
    except (ReadError, TokenError) as error:
        return str(error)


def _write(
    path: Path, entries: Sequence[Entry], config: TokenConfig, workers: int
) -> None:
    jobs = [(entry.path, config) for entry in entries]
    stretches: list[BeatTokens] = []
    owner: list[int] = []
    refused: dict[str, str] = {}
    with ProcessPoolExecutor(workers) as pool:
        answers = pool.map(_tokens_of, jobs, chunksize=8)
        progress = tqdm(answers, total=len(jobs), desc="tokenising", unit="rec")
        for index, answer in enumerate(progress):
            if isinstance(answer, str):
                refused[str(index)] = answer
                continue
            stretches += answer
            owner += [index] * len(answer)
    arrays = {
        name: np.concatenate(
            [getattr(s, name) for s in stretches], axis=_BEAT_AXIS.get(name, 0)
        )
        for name in _FIELDS
    }
    arrays["beats"] = arrays["beats"].astype(np.float16)
    arrays["sizes"] = np.array([s.n_beats for s in stretches])
    arrays["owner"] = np.array(owner, dtype=np.int64)
    arrays["refused"] = np.array(json.dumps(refused))
    partial = path.with_suffix(".partial.npz")
    np.savez(partial, **arrays)
    partial.replace(path)


def _read(path: Path, entries: Sequence[Entry]) -> TokenStore:
    with np.load(path, allow_pickle=False) as file:
        arrays = {name: file[name] for name in file.files}
    stops = np.cumsum(arrays["sizes"])
    stretches = []
    for start, stop in zip(stops - arrays["sizes"], stops, strict=True):
        parts = {
            name: arrays[name][:, start:stop]
            if _BEAT_AXIS.get(name) == 1
            else arrays[name][start:stop]
            for name in _FIELDS
        }
        parts["beats"] = parts["beats"].astype(np.float32)
        stretches.append(BeatTokens(**parts))
    refused = json.loads(str(arrays["refused"]))
    by_record = {
        f"{entries[int(k)].dataset}/{entries[int(k)].record}": why
        for k, why in refused.items()
    }
    return TokenStore(tuple(entries), tuple(stretches), arrays["owner"], by_record)
