"""Small Philips ECG XML files with known contents, compressed and not.

The compressor is written here: what is tested includes files that no device writes.
"""

import base64
import struct
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

import numpy as np

from ecgviewer.ecg.leads import STANDARD_12
from tests.io.made_files import ecg_uv

STEP_UV = 5.0
# 0.1 s flat, 0.2 s of 1 mV, 0.1 s flat, as PageWriter carts write it.
PULSE = np.repeat([0, 200, 0], [50, 100, 50])
_ROUNDING = {"aVR": -1, "aVL": 1, "aVF": 1}


def ecg_steps() -> np.ndarray:
    """Return the ECG of ``ecg_uv`` in steps of 5 uV, shape (12, 1000).

    Each lead is measured by itself, as devices do it: Einthoven's law holds to a few
    steps.
    """
    noise = np.random.default_rng(1).integers(-3, 4, (12, 1000))
    return np.round((ecg_uv() + noise) / STEP_UV).astype(np.int64)


def with_pulse(steps: np.ndarray, pulse: np.ndarray = PULSE) -> np.ndarray:
    return np.hstack([steps, np.tile(pulse, (steps.shape[0], 1))])


def lzw(data: bytes) -> bytes:
    """Compress to 10-bit codes, ended by 1023 and filled up to a whole byte."""
    known = {bytes([value]): value for value in range(256)}
    codes, sequence = [], b""
    for value in data:
        longer = sequence + bytes([value])
        if longer in known:
            sequence = longer
            continue
        codes.append(known[sequence])
        if len(known) < 1023:
            known[longer] = len(known)
        sequence = bytes([value])
    codes += [known[sequence], 1023]
    return pack(codes)


def pack(codes: Sequence[int]) -> bytes:
    bits = "".join(f"{code:010b}" for code in codes)
    bits += "0" * (-len(bits) % 8)
    return bytes(int(bits[at : at + 8], 2) for at in range(0, len(bits), 8))


def xli_block(samples: np.ndarray) -> bytes:
    second = np.diff(samples.astype(np.int64), n=2)
    values = np.concatenate([samples[:2], 64 - second[1:], [0]]).astype(np.int16)
    halves = values.astype(">i2").view(np.uint8).reshape(-1, 2).T
    compressed = lzw(halves.tobytes())
    first = int((-second[:1]).astype(np.int16)[0])
    return struct.pack("<iHh", len(compressed), 1, first) + compressed


def limb_residuals(steps: np.ndarray, labels: Sequence[str]) -> np.ndarray:
    """Replace III, aVR, aVL and aVF by how far they are from what I and II make."""
    rows = {label: steps[row] for row, label in enumerate(labels)}
    kept = steps.copy()
    for row, label in enumerate(labels):
        if label == "III":
            kept[row] = rows["II"] - rows["I"] - rows["III"]
        elif label in _ROUNDING:
            twice = {
                "aVR": -(rows["I"] + rows["II"]),
                "aVL": rows["I"] - rows["III"],
                "aVF": rows["II"] + rows["III"],
            }[label]
            kept[row] = np.sign(twice) * (np.abs(twice) // 2) - rows[label]
    return kept


def xli(steps: np.ndarray, labels: Sequence[str] = STANDARD_12, *, spare: int = 4):
    """Compress; ``spare`` channels without a lead hold the pulse alone, as in life."""
    kept = list(limb_residuals(steps, labels))
    kept += [np.where(np.arange(steps.shape[1]) < 1000, 0, steps[0])] * spare
    return b"".join(xli_block(row) for row in kept)


def waves_text(steps: np.ndarray, labels: Sequence[str], coding: str) -> str:
    if coding == "XLI":
        data = base64.b64encode(xli(steps, labels)).decode()
        return "\r\n".join(data[at : at + 76] for at in range(0, len(data), 76))
    if coding == "Base64":
        return base64.b64encode(steps.astype("<i2").tobytes()).decode()
    return " ".join(str(value) for value in steps.ravel())


def philips_xml(
    steps: np.ndarray,
    *,
    coding: str = "XLI",
    labels: Sequence[str] = STANDARD_12,
    declared_ms: float | None = None,
    text: str | None = None,
) -> str:
    """Return a document of version 1.04; ``coding`` is XLI, Base64 or Plain."""
    text = waves_text(steps, labels, coding) if text is None else text
    declared_ms = steps.shape[1] * 2 if declared_ms is None else declared_ms
    compression = ' compression="XLI"' if coding == "XLI" else ""
    encoding = "Plain" if coding == "Plain" else "Base64"
    return f"""<?xml version="1.0" encoding="utf-16"?>
<restingecgdata xmlns="http://www3.medical.philips.com" status="New">
  <documentinfo>
    <documenttype>PhilipsECG</documenttype>
    <documentversion>1.04</documentversion>
  </documentinfo>
  <reportinfo><reportbandwidth><lowpassfiltersetting>40</lowpassfiltersetting>
  </reportbandwidth></reportinfo>
  <dataacquisition date="2020-05-18" time="15:48:11">
    <machine machineid="1">PageWriter TC</machine>
    <signalcharacteristics>
      <samplingrate>500</samplingrate>
      <resolution>5</resolution>
      <hipass>0.05</hipass>
      <lowpass>150</lowpass>
      <notchfiltered>False</notchfiltered>
      <notchfilterfreqs />
      <bitspersample>16</bitspersample>
      <signaloffset>0</signaloffset>
      <signalsigned>True</signalsigned>
      <electrodeplacement>STD</electrodeplacement>
    </signalcharacteristics>
  </dataacquisition>
  <patient>
    <generalpatientdata>
      <patientid>9999</patientid>
      <name><lastname>Muster</lastname><firstname>Eva</firstname></name>
      <age defaultage="50"><dateofbirth>1951-06-01</dateofbirth></age>
      <sex>Female</sex>
    </generalpatientdata>
  </patient>
  <waveforms>
    <parsedwaveforms dataencoding="{encoding}"{compression} \
numberofleads="{len(labels)}" leadlabels="{" ".join(labels)}" \
durationperchannel="{declared_ms:g}" samplespersecond="500" resolution="5" \
signaloffset="0" signalsigned="True" bitspersample="16" hipass="0.05" \
lowpass="150" notchfiltered="False" notchfilterfreqs="0">{text}</parsedwaveforms>
  </waveforms>
</restingecgdata>
"""


@cache
def usual_document() -> str:
    return philips_xml(with_pulse(ecg_steps()))


def as_version_1_03(document: str) -> str:
    """Change a document of 12 compressed leads into the older form."""
    start = document.index("<parsedwaveforms")
    text = document[document.index(">", start) + 1 :]
    changes = {
        "PhilipsECG": "SierraECG",
        "<documentversion>1.04<": "<documentversion>1.03<",
        "<resolution>5</resolution>": "<signalresolution>5</signalresolution>",
        "<hipass>0.05</hipass>": "<signalbandwidth>0.05-150</signalbandwidth>",
        "<lowpass>150</lowpass>": "<leadset>STD-12</leadset>",
        '<age defaultage="50"><dateofbirth>1951-06-01</dateofbirth></age>': (
            "<age><years>68</years></age>"
        ),
    }
    older = document[:start]
    for new, old in changes.items():
        assert new in older
        older = older.replace(new, old)
    return (
        f'{older}<parsedwaveforms compressflag="True" compressmethod="XLI" '
        'filterflag="True" dataencoding="Base64" durationperchannel="2400" '
        f'nbitspersample="16">{text}'
    )


def write_philips(
    folder: Path,
    document: str | None = None,
    *,
    changes: Mapping[str, str] | None = None,
    encoding: str = "utf-16",
    name: str = "ecg.xml",
) -> Path:
    """Write a document, by default the ECG with its pulse, after some changes."""
    if document is None:
        document = usual_document()
    for before, after in (changes or {}).items():
        assert before in document, before
        document = document.replace(before, after)
    path = folder / name
    path.write_bytes(document.encode(encoding))
    return path
