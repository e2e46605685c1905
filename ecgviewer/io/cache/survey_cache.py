"""Surveys of long recordings, kept as files in the user's cache folder.

A file's name is made of path, size and time of the recording's files, so that another
or a changed recording never finds it. It holds no names, only numbers: a line of JSON,
then the pyramid's levels as little-endian float32.
"""

import hashlib
import json
import logging
import os
import tempfile
import time
import zlib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from ecgviewer.ecg.pyramid import FINEST, STEP, Pyramid
from ecgviewer.ecg.reasons.phrase import phrase, phrase_of, phrases_json
from ecgviewer.ecg.recording import Recording
from ecgviewer.ecg.signal import FloatArray
from ecgviewer.ecg.survey import Survey
from ecgviewer.io.cache.survey import survey
from ecgviewer.io.wfdb.stored import StoredWfdb

LOGGER = logging.getLogger(__name__)

MAGIC = f"ecgviewer survey 1, {FINEST} x {STEP}\n".encode()
SUFFIX, PART_SUFFIX = ".survey", ".part"
# Nobody writes a survey for longer.
MAX_WRITING_S = 3600.0
# A day of twelve leads takes 86 MB.
MAX_CACHE_BYTES = 1_500_000_000


def kept_survey(
    recording: Recording,
    cache: Path,
    *,
    cancelled: Callable[[], bool] = lambda: False,
    progress: Callable[[float], None] = lambda _fraction: None,
) -> Survey:
    """Return the survey in a cache folder; make it, as ``survey`` does, if need be."""
    signal = recording.signal_mv
    if not isinstance(signal, StoredWfdb):
        return survey(recording, cancelled=cancelled, progress=progress)
    place = survey_file(cache, recording, signal)
    known = load_survey(place, signal.shape)
    if known is not None:
        return known
    found = survey(recording, cancelled=cancelled, progress=progress)
    save_survey(place, found)
    return found


def survey_file(cache: Path, recording: Recording, signal: StoredWfdb) -> Path:
    """Return where the survey of these very files is kept."""
    header = recording.source.path
    status = header.stat()
    facts: list[Any] = [str(header.resolve()), status.st_size, status.st_mtime_ns]
    for file in signal.files:
        facts += [str(file.path.resolve()), file.size, file.mtime_ns]
    name = hashlib.sha256(MAGIC + json.dumps(facts).encode()).hexdigest()[:32]
    return cache / f"{name}{SUFFIX}"


def load_survey(path: Path, shape: tuple[int, int]) -> Survey | None:
    """Return a kept survey; ``None`` if there is none or it is damaged."""
    try:
        return _parse(path, shape)
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError):
        LOGGER.warning("a cached survey is damaged and is made anew", exc_info=True)
        return None


def _parse(path: Path, shape: tuple[int, int]) -> Survey:
    with path.open("rb") as file:
        if file.readline(200) != MAGIC:
            raise ValueError(phrase("it is of another version"))
        facts = json.loads(file.readline(1_000_000), object_hook=phrase_of)
        n_leads, n_samples = shape
        levels, crc, bins = [], 0, -(-n_samples // FINEST)
        for n_bins in facts["bins"]:
            if n_bins != bins:
                raise ValueError(
                    phrase(
                        "a level has {n_bins} bins, not {bins}",
                        n_bins=n_bins,
                        bins=bins,
                    )
                )
            level = np.fromfile(file, dtype="<f4", count=2 * n_leads * n_bins)
            levels.append(level.reshape(2, n_leads, n_bins))
            crc = zlib.crc32(level.data, crc)
            bins = -(-bins // STEP)
        if crc != facts["crc32"] or file.read(1) or not levels:
            raise ValueError(
                phrase("its numbers have been changed or are not complete")
            )
    os.utime(path)  # the last used are kept longest
    warnings = tuple(str(text) for text in facts["warnings"])
    return Survey(Pyramid(tuple(levels), n_samples), str(facts["sha256"]), warnings)


def save_survey(path: Path, found: Survey) -> None:
    """Keep a survey; a folder that cannot be written to costs only time."""
    levels = [level.astype("<f4", copy=False) for level in found.pyramid.levels]
    crc = 0
    for level in levels:
        crc = zlib.crc32(np.ascontiguousarray(level).data, crc)
    facts = {
        "sha256": found.sha256,
        "warnings": phrases_json(found.warnings),
        "bins": [level.shape[2] for level in levels],
        "crc32": crc,
    }
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        _write_whole(path, MAGIC + json.dumps(facts).encode() + b"\n", levels)
        _forget_oldest(path.parent)
        _forget_parts(path.parent)
    except OSError:
        LOGGER.warning("a survey could not be kept in the cache", exc_info=True)


def _write_whole(path: Path, head: bytes, levels: Sequence[FloatArray]) -> None:
    """Write a file that is there as a whole or not at all."""
    with tempfile.NamedTemporaryFile(
        dir=path.parent, suffix=PART_SUFFIX, delete=False
    ) as file:
        part = Path(file.name)
        try:
            file.write(head)
            for level in levels:
                level.tofile(file)
            file.close()
            part.replace(path)
        finally:
            file.close()
            part.unlink(missing_ok=True)


def _forget_parts(folder: Path) -> None:
    """Delete what a program that was ended while it wrote has left."""
    for part in folder.glob(f"*{PART_SUFFIX}"):
        if time.time() - part.stat().st_mtime > MAX_WRITING_S:
            part.unlink(missing_ok=True)


def _forget_oldest(folder: Path) -> None:
    files = sorted(
        (file.stat().st_mtime_ns, file.stat().st_size, file)
        for file in folder.glob(f"*{SUFFIX}")
    )
    too_much = sum(size for _, size, _ in files) - MAX_CACHE_BYTES
    for _, size, file in files:
        if too_much <= 0:
            break
        file.unlink(missing_ok=True)
        too_much -= size
