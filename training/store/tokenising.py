"""One shard of a token store: recordings read, tokenised and described."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ecgviewer.ai.clear.tokens import BeatTokens, TokenConfig, tokenise
from ecgviewer.ai.inputs import ModelAbstains
from ecgviewer.analysis.beats.rpeaks import detect_r_peaks
from ecgviewer.ecg.recording import Recording
from ecgviewer.io.errors import ReadError
from ecgviewer.io.wfdb.header import parse_header
from training.run.code_hash import code_sha256
from training.sources import read_entry
from training.sources.entries import Entry
from training.store.duplicates import fingerprint
from training.store.store_files import BEATS, RECORDS, STRETCHES
from training.store.stretches import beat_dtype, beat_rows

_MADE_BY = (
    "ecgviewer.ai.clear.tokens",
    "ecgviewer.analysis.beats.rpeaks",
    "training.store.duplicates",
)
STRETCH_DTYPE = np.dtype([("record", "<i8"), ("first", "<i8"), ("n_beats", "<i8")])
# The name's hash, the fingerprint, and whether there is one.
RECORD_DTYPE = np.dtype([("name", "<u8"), ("bits", "u1", (32,)), ("known", "?")])


@dataclass(frozen=True)
class ShardRows:
    """A shard's rows by file; ``record`` and ``first`` count within the shard."""

    arrays: dict[str, NDArray[Any]]
    facts: bytes
    sha256: str


def dtypes(config: TokenConfig) -> dict[str, np.dtype[Any]]:
    """Return the types of a store's arrays by file."""
    return {BEATS: beat_dtype(config), STRETCHES: STRETCH_DTYPE, RECORDS: RECORD_DTYPE}


def tokeniser_sha256(config: TokenConfig) -> str:
    """Return the hash of everything that decides which tokens a recording gives."""
    parts = [json.dumps(asdict(config), sort_keys=True), str(beat_dtype(config))]
    # Another detector or tokeniser makes other tokens of the same recordings.
    parts.append(code_sha256(*_MADE_BY))
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def name_hash(name: str) -> int:
    """Return 64 bits that stand for a record's name in a store's index."""
    return int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "little")


def tokenise_shard(job: tuple[Sequence[Entry], TokenConfig]) -> ShardRows:
    """Return the rows of some recordings, whatever happens with each of them."""
    entries, config = job
    rows = [np.zeros(0, dtype=beat_dtype(config))]
    index: list[tuple[int, int, int]] = []
    records = np.zeros(len(entries), dtype=RECORD_DTYPE)
    lines = []
    first = 0
    for number, entry in enumerate(entries):
        stretches, bits, facts = tokenise_entry(entry, config)
        records["name"][number] = name_hash(entry.name)
        if bits is not None:
            records["bits"][number], records["known"][number] = bits, True
        for stretch in stretches:
            rows.append(beat_rows(stretch, rows[0].dtype))
            index.append((number, first, stretch.n_beats))
            first += stretch.n_beats
        lines.append(json.dumps(facts, ensure_ascii=False, sort_keys=True) + "\n")
    arrays = {
        BEATS: np.concatenate(rows),
        STRETCHES: np.array(index, dtype=STRETCH_DTYPE),
        RECORDS: records,
    }
    text = "".join(lines).encode()
    digest = hashlib.sha256(text)
    for array in arrays.values():
        digest.update(array.tobytes())
    return ShardRows(arrays, text, digest.hexdigest())


def tokenise_entry(
    entry: Entry, config: TokenConfig
) -> tuple[tuple[BeatTokens, ...], NDArray[np.uint8] | None, dict[str, Any]]:
    """Return a recording's tokens, its fingerprint and its line in the manifest.

    A recording that is refused has no tokens, and its line says why.
    """
    facts: dict[str, Any] = {"name": entry.name, "set": entry.dataset}
    facts |= {"path": entry.place, "fold": entry.fold}
    try:
        recording = read_entry(entry)
    except ReadError as error:
        return (), None, facts | {"refused": f"{error.place}: {error.reason}"}
    facts |= describe(entry, recording)
    try:
        stretches = tokenise(recording, detect_r_peaks(recording), config)
        return stretches, fingerprint(recording), facts
    except ModelAbstains as error:
        return (), None, facts | {"refused": str(error)}
    except (ArithmeticError, IndexError, ValueError) as error:
        # One odd recording must not end a run over hundreds of thousands.
        reason = f"cannot be analysed ({type(error).__name__}: {error})"
        return (), None, facts | {"refused": reason}


def describe(entry: Entry, recording: Recording) -> dict[str, Any]:
    """Return what a manifest says of a recording's form."""
    return {
        "sha256": recording.source.sha256 or _sha256(entry),
        "fs": recording.fs,
        "duration_s": recording.duration_s,
        "unit": recording.amplitude_unit,
        "leads": leads_as_found(entry, recording),
        "warnings": recording.warnings,
    }


def leads_as_found(entry: Entry, recording: Recording) -> list[str]:
    """Return the names of the leads in the file's own order and spelling."""
    if recording.source.format != "WFDB":
        return list(recording.leads)
    header = parse_header(entry.path, entry.path.read_bytes())
    return [signal.name for signal in header.signals]


def _sha256(entry: Entry) -> str:
    """Return the hash of a long WFDB record's files, as that of a short one is made."""
    content = entry.path.read_bytes()
    names = [signal.file_name for signal in parse_header(entry.path, content).signals]
    digest = hashlib.sha256(content)
    for name in dict.fromkeys(names):
        digest.update(entry.path.with_name(name).read_bytes())
    return digest.hexdigest()
