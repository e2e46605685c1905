"""From the text of Philips' ``parsedwaveforms`` to the samples of each channel."""

import base64
import binascii
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ecgviewer.ecg.leads import canonical_lead_name
from ecgviewer.ecg.reasons.phrase import phrase
from ecgviewer.ecg.recording import MAX_LEADS
from ecgviewer.io.errors import ReadError
from ecgviewer.io.limits import check_same_length
from ecgviewer.io.philips.xli import XliError, decompress, split_blocks

MAX_SAMPLES = 1_000_000
PLACE = "samples"

# One channel per row, in ADC steps.
Steps = NDArray[np.int64]


def read_steps(
    path: Path,
    text: str,
    *,
    encoding: str,
    compressed: bool,
    labels: Sequence[str],
    declared: int | None,
) -> Steps:
    """Return all channels, shape (n_channels, n_samples), named ones first.

    Parameters
    ----------
    text : str
        The element's text.
    encoding : str
        ``Base64`` or ``Plain`` (numbers in words).
    declared : int or None
        Samples per channel by the file's word.

    Raises
    ------
    ReadError
        For samples that are damaged, cut short or coded in another way.
    """
    if compressed:
        if encoding.lower() != "base64":
            reason = phrase(
                "compressed samples written as “{encoding}” are not read",
                encoding=encoding,
            )
            raise ReadError(path, PLACE, reason)
        steps = _decompressed(path, _from_base64(path, text), labels)
        return _restore_limb_leads(path, steps, labels)
    flat = _uncompressed(path, text, encoding)
    return _channel_after_channel(path, flat, len(labels), declared)


def _uncompressed(path: Path, text: str, encoding: str) -> NDArray[np.int64]:
    """Return all samples in the order in which they are written."""
    if encoding.lower() == "plain":
        return _from_words(path, text)
    if encoding.lower() != "base64":
        reason = phrase("samples coded as “{encoding}” are not read", encoding=encoding)
        raise ReadError(path, PLACE, reason)
    data = _from_base64(path, text)
    if len(data) % 2:
        reason = phrase("{n_data} bytes are no 16-bit samples", n_data=len(data))
        raise ReadError(path, PLACE, reason)
    return np.frombuffer(data, "<i2").astype(np.int64)


@dataclass(frozen=True)
class CalibrationPulse:
    """A pulse that the device appended: from where, how high, and who lacks it."""

    start: int
    height_steps: int
    rows_without: tuple[int, ...]


def find_calibration(steps: Steps) -> CalibrationPulse | None:
    """Return the calibration pulse that most leads end with.

    The device appends one rectangular pulse to all leads alike. No heart can: as III is
    II minus I, leads I and II that are alike leave III flat. A lead without the others'
    pulse was damaged, since a wrong difference moves all samples that follow it.
    """
    if steps.shape[0] < 3:
        return None
    # What more than half of the leads hold is their median.
    usual = np.median(steps, axis=0)
    alike_from = np.array([_after_last(row != usual) for row in steps])
    shared = int(np.sort(alike_from)[steps.shape[0] // 2])
    edges = np.flatnonzero(np.diff(usual[shared:])) + shared
    if edges.size != 2 or usual[shared] != usual[-1]:
        return None
    hold_it = alike_from <= edges[0]
    return CalibrationPulse(
        start=int(alike_from[hold_it].max()),
        height_steps=int(abs(usual[edges[1]] - usual[-1])),
        rows_without=tuple(np.flatnonzero(~hold_it).tolist()),
    )


def _after_last(mask: NDArray[np.bool_]) -> int:
    where = np.flatnonzero(mask)
    return int(where[-1]) + 1 if where.size else 0


def _from_base64(path: Path, text: str) -> bytes:
    try:
        return base64.b64decode("".join(text.split()), validate=True)
    except (binascii.Error, ValueError) as error:
        reason = phrase(
            "the Base64 text is damaged or cut short ({error})", error=error
        )
        raise ReadError(path, PLACE, reason) from error


def _from_words(path: Path, text: str) -> Steps:
    try:
        return np.array(text.split(), dtype=np.int16).astype(np.int64)
    except (ValueError, OverflowError) as error:
        reason = phrase(
            "they are not all whole numbers of 16 bits ({error})", error=error
        )
        raise ReadError(path, PLACE, reason) from error


def _decompressed(path: Path, data: bytes, labels: Sequence[str]) -> Steps:
    try:
        blocks = split_blocks(data, MAX_LEADS)
    except XliError as error:
        raise ReadError(path, PLACE, str(error)) from error
    if len(blocks) < len(labels):
        reason = phrase(
            "{n_labels} leads are named, {n_blocks} are there",
            n_labels=len(labels),
            n_blocks=len(blocks),
        )
        raise ReadError(path, PLACE, reason)
    rows = []
    for number, block in enumerate(blocks):
        named = number < len(labels)
        place = (
            phrase("lead {spoken}", spoken=labels[number])
            if named
            else phrase("channel {number}", number=number + 1)
        )
        try:
            rows.append(decompress(block, MAX_SAMPLES))
        except XliError as error:
            reason = phrase("its compressed samples are damaged: {error}", error=error)
            raise ReadError(path, place, reason) from error
        check_same_length(path, place, rows[-1].size, rows[0].size)
    return np.stack(rows).astype(np.int64)


def _channel_after_channel(
    path: Path, flat: Steps, n_named: int, declared: int | None
) -> Steps:
    n_channels = n_named
    if declared and flat.size % declared == 0 and flat.size // declared > n_named:
        n_channels = flat.size // declared
    if not flat.size or flat.size % n_channels or n_channels > MAX_LEADS:
        reason = phrase(
            "{n_flat} samples do not make {n_named} leads of one length",
            n_flat=flat.size,
            n_named=n_named,
        )
        raise ReadError(path, PLACE, reason)
    if flat.size // n_channels > MAX_SAMPLES:
        raise ReadError(
            path,
            PLACE,
            phrase(
                "there are more than {max_samples} per lead", max_samples=MAX_SAMPLES
            ),
        )
    return flat.reshape(n_channels, -1)


def _restore_limb_leads(path: Path, steps: Steps, labels: Sequence[str]) -> Steps:
    """Add what the compression left out of III, aVR, aVL and aVF.

    It stores how far they are from what I and II make of them, halves being rounded
    towards zero. Seen in files whose leads were measured one by one: only with this
    rounding is what is left smallest on both sides of zero.
    """
    rows = {canonical_lead_name(label): row for row, label in enumerate(labels)}
    derived = [lead for lead in ("III", "aVR", "aVL", "aVF") if lead in rows]
    if not derived:
        return steps
    if "I" not in rows or "II" not in rows:
        reason = phrase(
            "{derived} is stored as a difference from I and II, one is missing",
            derived=derived[0],
        )
        raise ReadError(path, "leads", reason)
    one, two = steps[rows["I"]], steps[rows["II"]]
    three = two - one
    if "III" in rows:
        three = three - steps[rows["III"]]
    whole = {
        "III": three,
        "aVR": -_half(one + two),
        "aVL": _half(one - three),
        "aVF": _half(two + three),
    }
    restored = steps.copy()
    for lead in derived:
        row = rows[lead]
        restored[row] = whole[lead] if lead == "III" else whole[lead] - steps[row]
    return restored


def _half(steps: Steps) -> Steps:
    half: Steps = np.trunc(steps / 2).astype(np.int64)
    return half
