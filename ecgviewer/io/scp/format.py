"""SCP-ECG (EN 1064): the rhythm data of section 6.

Read are samples stored one by one, as first or second differences, with Huffman codes
or without. Refused are those from which a reference beat was subtracted and those that
were thinned out between the QRS complexes (bimodal compression): no file was at hand
to check them with.
"""

import hashlib
import struct
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ecgviewer.ecg.reasons.phrase import phrase
from ecgviewer.ecg.recording import Recording, Source
from ecgviewer.io.assemble import Channel, build_recording
from ecgviewer.io.errors import ReadError
from ecgviewer.io.lead_numbers import LEAD_NUMBERS
from ecgviewer.io.limits import check_n_leads, checked_fs, read_bounded
from ecgviewer.io.scp.huffman import HuffmanError, Table, decode, read_tables
from ecgviewer.io.scp.sections import (
    MAX_FILE_BYTES,
    Sections,
    read_context,
    scp_statements,
    scp_values,
    split_sections,
)
from ecgviewer.io.summary import Summary, summary_of

FORMAT = "SCP-ECG"
_LEAD = struct.Struct("<IIB")
_RHYTHM = struct.Struct("<HHBB")
_SUBTRACTED, _HUFFMAN, _LEADS, _RHYTHM_DATA = 1, 2, 3, 6


@dataclass(frozen=True)
class _Lead:
    """A lead from its first sample to its last, counted from 0."""

    name: str
    start: int
    stop: int


def read(path: Path) -> Recording:
    """Read the rhythm recording of an SCP-ECG file; raises ``ReadError``."""
    data = read_bounded(path, MAX_FILE_BYTES)
    sections = split_sections(path, data)
    for number in (_LEADS, _RHYTHM_DATA):
        if number not in sections.bodies:
            raise ReadError(
                path, phrase("section {number}", number=number), phrase("it is missing")
            )
    leads = _leads(path, sections.bodies[_LEADS])
    fs, step_nv, rows = _rows(path, sections, leads)
    channels = [
        Channel(lead.name, "nV", row, step_nv)
        for lead, row in zip(leads, _together(path, leads, rows, step_nv), strict=True)
    ]
    context = read_context(sections.bodies.get(1, b""))
    return build_recording(
        Source(path, FORMAT, hashlib.sha256(data).hexdigest()),
        channels,
        fs,
        patient=context.patient,
        start_time=context.start_time,
        warnings=_damaged(sections),
        acquisition=context.acquisition,
        file_values=scp_values(sections.bodies.get(7, b"")),
        stated=scp_statements(sections.bodies.get(8, b"")),
    )


def summarise(path: Path) -> Summary:
    """Return the facts of an SCP-ECG file; raises ``ReadError``."""
    return summary_of(read(path))


def _damaged(sections: Sections) -> list[str]:
    if not sections.damaged:
        return []
    listed = ", ".join(map(str, sections.damaged))
    return [
        phrase(
            "The checksum of section {listed} is wrong: it has been changed or "
            "damaged since it was written.",
            listed=listed,
        )
    ]


def _leads(path: Path, body: bytes) -> list[_Lead]:
    place = phrase("section {number}", number=_LEADS)
    n_leads = body[0] if body else 0
    check_n_leads(path, n_leads)
    if len(body) < 2 + n_leads * _LEAD.size:
        raise ReadError(path, place, phrase("the section ends within it"))
    if body[1] & _SUBTRACTED:
        reason = phrase(
            "a reference beat was subtracted from the rhythm data (SCP-ECG's "
            "high compression), which is not read"
        )
        raise ReadError(path, place, reason)
    leads = []
    for k in range(n_leads):
        first, last, number = _LEAD.unpack_from(body, 2 + k * _LEAD.size)
        name = LEAD_NUMBERS.get(number, phrase("number {number}", number=number))
        if not 1 <= first <= last:
            reason = phrase(
                "it claims the samples from {first} to {last}", first=first, last=last
            )
            raise ReadError(path, phrase("lead {spoken}", spoken=name), reason)
        leads.append(_Lead(name, first - 1, last))
    return leads


def _rows(
    path: Path, sections: Sections, leads: list[_Lead]
) -> tuple[float, float, list[NDArray[np.int64]]]:
    """Return sampling frequency, size of a step in nV, and each lead's steps."""
    place = phrase("section {number}", number=_RHYTHM_DATA)
    body = sections.bodies[_RHYTHM_DATA]
    start = _RHYTHM.size + 2 * len(leads)
    if len(body) < start:
        raise ReadError(path, place, phrase("the section ends within it"))
    step_nv, interval_us, differences, bimodal = _RHYTHM.unpack_from(body)
    if not step_nv:
        raise ReadError(
            path, place, phrase("no scale is given that its samples can have")
        )
    if differences > 2 or bimodal:
        how = (
            phrase("bimodal compression")
            if bimodal
            else phrase("differences {differences}", differences=differences)
        )
        raise ReadError(
            path, place, phrase("samples stored with {how} are not read", how=how)
        )
    fs = checked_fs(path, round(1e6 / interval_us, 3) if interval_us else None)
    tables: tuple[Table, ...] = ()
    if _HUFFMAN in sections.bodies:
        try:
            tables = read_tables(sections.bodies[_HUFFMAN])
        except HuffmanError as error:
            raise ReadError(
                path, phrase("section {number}", number=_HUFFMAN), str(error)
            ) from error
    sizes = struct.unpack_from(f"<{len(leads)}H", body, _RHYTHM.size)
    rows = []
    for lead, size in zip(leads, sizes, strict=True):
        data = body[start : start + size]
        start += size
        if len(data) < size:
            raise ReadError(
                path,
                phrase("lead {spoken}", spoken=lead.name),
                phrase("the section ends within it"),
            )
        row = _steps(path, lead, data, tables)
        rows.append(_summed(row, differences))
    return fs, float(step_nv), rows


def _steps(
    path: Path, lead: _Lead, data: bytes, tables: tuple[Table, ...]
) -> NDArray[np.int64]:
    n_samples = lead.stop - lead.start
    try:
        if tables:
            return decode(data, tables, n_samples)
        if 2 * n_samples > len(data):
            reason = phrase(
                "{n_data} bytes cannot hold {n_samples} samples",
                n_data=len(data),
                n_samples=n_samples,
            )
            raise HuffmanError(reason)
    except HuffmanError as error:
        reason = phrase("its compressed samples are damaged: {error}", error=error)
        raise ReadError(
            path, phrase("lead {spoken}", spoken=lead.name), reason
        ) from error
    return np.frombuffer(data, "<i2", n_samples).astype(np.int64)


def _summed(values: NDArray[np.int64], differences: int) -> NDArray[np.int64]:
    """Undo differences; the first one or two values are samples themselves."""
    if differences == 0 or values.size <= differences:
        return values
    if differences == 1:
        return np.cumsum(values)
    slopes = np.concatenate([[values[1] - values[0]], values[2:]])
    return np.concatenate([values[:1], values[0] + np.cumsum(np.cumsum(slopes))])


def _together(
    path: Path, leads: list[_Lead], rows: list[NDArray[np.int64]], step_nv: float
) -> list[NDArray[np.float32]]:
    """Return all leads on one time axis, in nV; NaN where one was not recorded."""
    first = min(lead.start for lead in leads)
    n_samples = max(lead.stop for lead in leads) - first
    if n_samples > sum(row.size for row in rows):
        raise ReadError(
            path,
            phrase("section {number}", number=_LEADS),
            phrase("its leads lie apart in time"),
        )
    placed = []
    for lead, row in zip(leads, rows, strict=True):
        samples = np.full(n_samples, np.nan, np.float32)
        samples[lead.start - first : lead.stop - first] = row * step_nv
        placed.append(samples)
    return placed
