"""Annotation files beside a WFDB record, in the MIT format.

Follows annot(5) of the WFDB Applications Guide: 16-bit words, six bits of type and ten
of time since the annotation before. Read here and not by ``wfdb``, which takes a third
of a second to load and seconds for a day's beats.
"""

import re
from pathlib import Path

import numpy as np

from ecgviewer.ecg.annotations import AnnotationFiles, Annotations
from ecgviewer.ecg.leads import canonical_lead_name
from ecgviewer.ecg.reasons.phrase import phrase
from ecgviewer.ecg.recording import Recording
from ecgviewer.io.wfdb.header import parse_header

MAX_BYTES = 50_000_000
# Annotators of PhysioNet's collections; ``i`` ... ``v6`` are LUDB's, one per lead.
ANNOTATORS = (
    *("atr", "ecg", "ari", "man", "ann", "apn", "st", "q1c", "q2c", "qt1", "qt2"),
    *("pu", "pu0", "pu1", "qrs", "gqrs", "wqrs", "sqrs", "epic"),
)
LEAD_ANNOTATORS = (
    *("i", "ii", "iii", "avr", "avl", "avf"),
    *("v1", "v2", "v3", "v4", "v5", "v6"),
)
_NUMBER, _SUBTYPE, _CHANNEL, _TEXT, _SKIP, _NOTE = 60, 61, 62, 63, 59, 22
SYMBOLS = dict(
    zip(
        [*range(1, 15), 16, *range(18, 42)],
        'N L R a V F J A S E j / Q ~ | s T * D " = p B ^ t + u ? ! [ ] e n @ x f ( ) r'
        "".split(),
        strict=True,
    )
)
_RESOLUTION = re.compile(r"## time resolution: (\d+(?:\.\d+)?)")


def read_annotations(recording: Recording) -> AnnotationFiles:
    """Return all annotations beside a recording; never raises for a damaged file."""
    header = recording.source.path
    if recording.source.format != "WFDB" or header.suffix.lower() != ".hea":
        return AnnotationFiles()
    try:
        frames_per_s = parse_header(header, header.read_bytes()).fs
    except OSError as error:
        return AnnotationFiles(warnings=(f"{header.name}: {error.strerror}.",))
    sets, warnings = [], []
    for suffix in (*ANNOTATORS, *LEAD_ANNOTATORS):
        path = header.with_suffix(f".{suffix}")
        if not path.is_file():
            continue
        lead = canonical_lead_name(suffix) if suffix in LEAD_ANNOTATORS else None
        try:
            found, late = _read_file(path, frames_per_s, recording.duration_s, lead)
        except (OSError, ValueError) as error:
            warnings.append(
                phrase(
                    "The annotations in {path} cannot be read: {error}.",
                    path=path.name,
                    error=error,
                )
            )
            continue
        if late:
            warnings.append(
                phrase(
                    "{path} has {late} annotations outside the recording; they "
                    "are not shown.",
                    path=path.name,
                    late=late,
                )
            )
        if len(found):
            sets.append(found)
    return AnnotationFiles(tuple(sets), tuple(warnings))


def _read_file(
    path: Path, fs: float, duration_s: float, lead: str | None
) -> tuple[Annotations, int]:
    """Return a file's annotations and how many lie outside the recording."""
    if path.stat().st_size > MAX_BYTES:
        raise ValueError(
            phrase(
                "the file is larger than {max_bytes:g} MB",
                max_bytes=MAX_BYTES / 1000000.0,
            )
        )
    samples, types, texts = _parse(path.read_bytes())
    while types and (samples[0], types[0]) == (0, _NOTE):
        # Notes on sample 0 speak of the file and are no annotations of the signal.
        if (match := _RESOLUTION.match(texts[0])) is not None:
            fs = float(match[1])
        del samples[0], types[0], texts[0]
    if not fs > 0:
        raise ValueError(phrase("it claims a time resolution of 0 Hz"))
    times = np.array(samples, dtype=np.float64) / fs
    order = np.argsort(times, kind="stable")
    inside = [int(k) for k in order if 0 <= times[k] <= duration_s]
    found = Annotations(
        path.suffix[1:],
        times[inside],
        tuple(SYMBOLS.get(types[k], f"#{types[k]}") for k in inside),
        tuple(texts[k] for k in inside),
        lead,
    )
    return found, len(samples) - len(inside)


def _parse(data: bytes) -> tuple[list[int], list[int], list[str]]:
    """Return sample numbers, types and texts; ``ValueError`` if the end is missing."""
    words = np.frombuffer(data[: len(data) // 2 * 2], dtype="<u2").tolist()
    samples: list[int] = []
    types: list[int] = []
    texts: list[str] = []
    now, at = 0, 0
    while at < len(words):
        kind, value = words[at] >> 10, words[at] & 0x3FF
        at += 1
        if kind == 0 and value == 0:
            return samples, types, texts
        if kind == _SKIP:
            if at + 2 > len(words):
                break
            # The high half comes first, as on a PDP-11.
            skipped = words[at] << 16 | words[at + 1]
            now += skipped - 2**32 if skipped >= 2**31 else skipped
            at += 2
        elif kind == _TEXT:
            text = data[2 * at : 2 * at + value]
            if texts:
                texts[-1] = text.decode("utf-8", "replace").strip("\0 ")
            at += (value + 1) // 2
        elif kind not in (_NUMBER, _SUBTYPE, _CHANNEL):
            now += value
            if kind:  # type 0 marks no annotation but only passes time
                samples.append(now)
                types.append(kind)
                texts.append("")
    raise ValueError(
        phrase("its end is missing, so it is cut short or no annotation file")
    )
