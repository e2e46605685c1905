"""Small WFDB and DICOM files with known contents, written byte by byte.

WFDB headers are written here rather than by ``wfdb``: what is tested includes headers
that no library would write.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import wfdb
from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.uid import (
    DeflatedExplicitVRLittleEndian,
    ExplicitVRBigEndian,
    ExplicitVRLittleEndian,
)

from benchmarks.damage.files import mutated
from ecgviewer.ecg.leads import INDEPENDENT_8, STANDARD_12
from ecgviewer.ecg.recording import Recording
from ecgviewer.io import ReadError, read_recording, summarise
from ecgviewer.io.summary import summary_of
from tests.synthetic import synthetic_signal

FS = 500.0
TWELVE_LEAD_ECG = "1.2.840.10008.5.1.4.1.1.9.1.1"
LEAD_NUMBERS = {
    **{"I": 1, "II": 2, "III": 61, "aVR": 62, "aVL": 63, "aVF": 64},
    **{f"V{k}": k + 2 for k in range(1, 7)},
}


def assert_recording_or_read_error(path: Path) -> None:
    """Nothing but these two may come of a file, whatever is in it."""
    try:
        outcome = read_recording(path)
    except ReadError as refused:
        outcome = refused
    if isinstance(outcome, ReadError):
        assert outcome.place.strip()
        assert outcome.reason.strip()
    else:
        assert outcome.n_samples > 0


def ecg_uv() -> np.ndarray:
    """Return a 12-lead ECG in uV, int16, shape (12, 1000), exact by Einthoven."""
    signal = np.round(synthetic_signal([0.5, 1.3], duration_s=2.0) * 500) * 2
    one, two = signal[0], signal[1]
    derived = np.stack([two - one, -(one + two) / 2, one - two / 2, two - one / 2])
    return np.concatenate([signal[:2], derived, signal[6:]]).astype(np.int16)


def write_wfdb(
    folder: Path,
    digital: np.ndarray,
    leads: Sequence[str] = STANDARD_12,
    *,
    gain: str = "1000/mV",
    gains: Mapping[str, str] | None = None,
    record: str | None = None,
    comments: str = "",
    checksums: bool = True,
    name: str = "rec",
) -> Path:
    """Write format 16; ``gains`` replaces single leads' gain field."""
    n_samples = digital.shape[1]
    lines = [record or f"{name} {len(leads)} {FS:g} {n_samples}"]
    for lead, row in zip(leads, digital, strict=True):
        checksum = int(row.sum(dtype=np.int64)) % 65536 if checksums else 0
        field = (gains or {}).get(lead, gain)
        lines.append(f"{name}.dat 16 {field} 16 0 {row[0]} {checksum} 0 {lead}")
    digital.T.astype("<i2").tofile(folder / f"{name}.dat")
    header = folder / f"{name}.hea"
    header.write_text("\n".join(lines) + "\n" + comments, encoding="utf-8")
    return header


def write_formats(folder: Path, formats: Sequence[str], digital: np.ndarray) -> Path:
    """Let ``wfdb`` write channels in 1000 adu/mV, in one data file for each format."""
    names = iter(INDEPENDENT_8)
    lines = [f"rec {len(formats)} {FS:g} {digital.shape[1]}"]
    for fmt in dict.fromkeys(formats):
        rows = [row for row, each in enumerate(formats) if each == fmt]
        n = len(rows)
        wfdb.wrsamp(
            *(f"rec_{fmt}", FS, ["mV"] * n, [next(names) for _ in rows]),
            d_signal=digital[rows].T.astype(np.int64),
            fmt=[fmt] * n,
            adc_gain=[1000.0] * n,
            baseline=[0] * n,
            write_dir=str(folder),
        )
        header = folder / f"rec_{fmt}.hea"
        lines += header.read_text().splitlines()[1:]
        header.unlink()
    (folder / "rec.hea").write_text("\n".join(lines) + "\n")
    return folder / "rec.hea"


def write_damaged(folder: Path, digital: np.ndarray, place: float = 0.6) -> Path:
    """Write up to eight leads as FLAC, damaged at this part of the file."""
    path = write_formats(folder, ["516"] * len(digital), digital)
    damage(folder / "rec_516.dat", place)
    return path


def damage(path: Path, place: float = 0.6) -> None:
    """Change a bit at this part of a file."""
    content = bytearray(path.read_bytes())
    content[int(len(content) * place)] ^= 4
    path.write_bytes(content)


def dicom_channel(lead: str, unit: str = "uV", **attributes: Any) -> Dataset:
    source, units, item = Dataset(), Dataset(), Dataset()
    source.CodeValue = f"2:{LEAD_NUMBERS[lead]}" if lead in LEAD_NUMBERS else "2:9999"
    source.CodingSchemeDesignator = "MDC"
    source.CodeMeaning = f"Lead {lead}" if lead in LEAD_NUMBERS else lead
    units.CodeValue, units.CodingSchemeDesignator, units.CodeMeaning = unit, "UCUM", "x"
    item.ChannelSourceSequence = [source]
    item.ChannelSensitivity = "1"
    item.ChannelSensitivityUnitsSequence = [units]
    item.ChannelSensitivityCorrectionFactor = "1"
    item.ChannelBaseline = "0"
    item.WaveformBitsStored = 16
    for keyword, value in attributes.items():
        setattr(item, keyword, value)
    return item


def dicom_group(
    raw: np.ndarray, channels: Sequence[Dataset], **attributes: Any
) -> Dataset:
    """Return a waveform group of ``raw``, shape (n_leads, n_samples)."""
    group = Dataset()
    group.WaveformOriginality = "ORIGINAL"
    group.NumberOfWaveformChannels = raw.shape[0]
    group.NumberOfWaveformSamples = raw.shape[1]
    group.SamplingFrequency = str(int(FS))
    group.MultiplexGroupLabel = "RHYTHM"
    group.ChannelDefinitionSequence = list(channels)
    group.WaveformBitsAllocated = 8 * raw.dtype.itemsize
    kind = {"i1": "SB", "u1": "UB", "i2": "SS", "u2": "US", "i4": "SL", "u4": "UL"}
    group.WaveformSampleInterpretation = kind[raw.dtype.str[1:]]
    group.WaveformData = raw.T.tobytes()
    for keyword, value in attributes.items():
        setattr(group, keyword, value)
    return group


def write_dicom(
    folder: Path,
    groups: Sequence[Dataset],
    *,
    big_endian: bool = False,
    deflated: bool = False,
    **attributes: Any,
) -> Path:
    meta = FileMetaDataset()
    meta.MediaStorageSOPClassUID = TWELVE_LEAD_ECG
    meta.MediaStorageSOPInstanceUID = "1.2.3"
    syntax = ExplicitVRBigEndian if big_endian else ExplicitVRLittleEndian
    if deflated:
        syntax = DeflatedExplicitVRLittleEndian
    meta.TransferSyntaxUID = syntax
    dataset = Dataset()
    dataset.file_meta = meta
    dataset.SOPClassUID = TWELVE_LEAD_ECG
    dataset.SOPInstanceUID = "1.2.3"
    for keyword, value in attributes.items():
        setattr(dataset, keyword, value)
    if groups:
        dataset.WaveformSequence = list(groups)
    path = folder / "ecg.dcm"
    dataset.save_as(path, enforce_file_format=True)
    return path


def refusal(path: Path, *, also_listed: bool = True) -> ReadError:
    """Return why a file is refused; a list must then say the same."""
    with pytest.raises(ReadError) as error:
        read_recording(path)
    if also_listed:
        with pytest.raises(ReadError) as listed:
            summarise(path)
        assert str(listed.value) == str(error.value)
    return error.value


def assert_is_the_ecg(
    recording: Recording, *, step_mv: float, derived: Sequence[str] = ()
) -> None:
    """Compare with ``ecg_uv`` to half a step, and the facts with ``summarise``."""
    assert recording.leads == STANDARD_12
    assert recording.unit_is_mv
    assert recording.fs == FS
    assert recording.derived_leads == tuple(derived)
    assert recording.resolution_mv == pytest.approx(step_mv)
    allowed = 1.51 * step_mv if derived else 0.51 * step_mv
    assert np.abs(recording.signal_mv - ecg_uv() / 1000).max() <= allowed
    facts = summarise(recording.source.path)
    assert facts == summary_of(recording)


def assert_survives_damage(path: Path, number: int = 40, seed: int = 0) -> None:
    """Damage a file in many ways; each gives a recording or a ``ReadError``."""
    content = path.read_bytes()
    rng = np.random.default_rng(seed)
    for _ in range(number):
        path.write_bytes(mutated(content, rng))
        assert_recording_or_read_error(path)
    for kept in np.linspace(1, len(content) - 1, 12).astype(int):
        path.write_bytes(content[:kept])
        assert_recording_or_read_error(path)


def write_changed(
    folder: Path, text: str, changes: Mapping[str, str] | None, encoding: str
) -> Path:
    """Write an XML file with parts of its text changed; each must be there."""
    for before, after in (changes or {}).items():
        assert before in text, before
        text = text.replace(before, after)
    path = folder / "ecg.xml"
    path.write_text(text, encoding=encoding)
    return path
