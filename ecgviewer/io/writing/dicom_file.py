"""DICOM ECGs: 12-lead and general ECG waveform storage (PS3.3 A.34.3 and A.34.4).

Written anew from a recording: nothing of the file that it came from goes along but what
is named here. Without a patient the object says that it was de-identified by the basic
profile of PS3.15 Annex E with patient characteristics (age and sex) retained.
"""

import io
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.uid import ExplicitVRLittleEndian, generate_uid

from ecgviewer import __version__
from ecgviewer.ecg.leads import STANDARD_12
from ecgviewer.ecg.reasons.phrase import phrase
from ecgviewer.ecg.recording import Recording
from ecgviewer.io.lead_numbers import LEAD_NUMBERS
from ecgviewer.io.writing.steps import MISSING_STEP, WriteError, in_steps

TWELVE_LEAD = "1.2.840.10008.5.1.4.1.1.9.1.1"
GENERAL = "1.2.840.10008.5.1.4.1.1.9.1.2"
MIN_FS, MAX_FS = 200.0, 1000.0
MAX_LEADS, MAX_TWELVE_LEAD_SAMPLES = 24, 16_384
_NUMBERS = {lead: number for number, lead in LEAD_NUMBERS.items()}
_SEXES = {"male": "M", "female": "F", None: ""}
# PS3.16 CID 7050.
METHODS = (
    ("113100", "Basic Application Confidentiality Profile"),
    ("113108", "Retain Patient Characteristics Option"),
)
# Of an object whose time is not given, since one is needed.
_NO_TIME = datetime(1900, 1, 1)


def dicom_bytes(recording: Recording, path: Path, *, deidentified: bool) -> bytes:
    """Return the object; raises ``WriteError`` for what DICOM has no place for."""
    unknown = [lead for lead in recording.leads if lead not in _NUMBERS]
    if unknown:
        raise WriteError(
            path,
            phrase("DICOM has no code here for lead {unknown}", unknown=unknown[0]),
        )
    if not MIN_FS <= recording.fs <= MAX_FS:
        reason = phrase(
            "a DICOM ECG has {min_fs:g} to {max_fs:g} Hz, not {fs:g}",
            min_fs=MIN_FS,
            max_fs=MAX_FS,
            fs=recording.fs,
        )
        raise WriteError(path, reason)
    if len(recording.leads) > MAX_LEADS:
        raise WriteError(
            path, phrase("a DICOM ECG has up to {max_leads} leads", max_leads=MAX_LEADS)
        )
    is_twelve = (
        set(recording.leads) <= set(STANDARD_12)
        and recording.n_samples <= MAX_TWELVE_LEAD_SAMPLES
    )
    dataset = _described(recording, TWELVE_LEAD if is_twelve else GENERAL)
    if deidentified:
        dataset.PatientIdentityRemoved = "YES"
        dataset.DeidentificationMethod = f"ecgviewer {__version__}: written anew"
        dataset.DeidentificationMethodCodeSequence = [
            _code(value, "DCM", meaning) for value, meaning in METHODS
        ]
    dataset.WaveformSequence = [_group(recording)]
    stream = io.BytesIO()
    dataset.save_as(stream, enforce_file_format=True)
    return stream.getvalue()


def _described(recording: Recording, kind: str) -> Dataset:
    meta = FileMetaDataset()
    meta.MediaStorageSOPClassUID = kind
    meta.MediaStorageSOPInstanceUID = generate_uid()
    meta.TransferSyntaxUID = ExplicitVRLittleEndian
    dataset = Dataset()
    dataset.file_meta = meta
    dataset.SpecificCharacterSet = "ISO_IR 192"
    dataset.SOPClassUID, dataset.SOPInstanceUID = kind, meta.MediaStorageSOPInstanceUID
    dataset.Modality, dataset.Manufacturer = "ECG", "ecgviewer"
    dataset.SoftwareVersions = __version__
    start = recording.start_time
    day, clock = ("", "") if start is None else (f"{start:%Y%m%d}", f"{start:%H%M%S}")
    dataset.StudyDate, dataset.StudyTime = day, clock
    if start is None:
        dataset.LongitudinalTemporalInformationModified = "REMOVED"
    taken = start or _NO_TIME
    dataset.ContentDate, dataset.ContentTime = f"{taken:%Y%m%d}", f"{taken:%H%M%S}"
    dataset.AcquisitionDateTime = f"{taken:%Y%m%d%H%M%S}"
    dataset.AccessionNumber = dataset.ReferringPhysicianName = dataset.StudyID = ""
    dataset.StudyInstanceUID = generate_uid()
    dataset.SeriesInstanceUID = generate_uid()
    dataset.SeriesNumber = dataset.InstanceNumber = 1
    patient = recording.patient
    dataset.PatientName = patient.name or ""
    dataset.PatientID, dataset.PatientBirthDate = patient.patient_id or "", ""
    dataset.PatientSex = _SEXES[patient.sex]
    if patient.age_years is not None:
        dataset.PatientAge = _age(patient.age_years)
    dataset.AcquisitionContextSequence = []
    return dataset


def _age(years: float) -> str:
    return f"{int(years):03}Y" if years >= 2 else f"{int(12 * years):03}M"


def _group(recording: Recording) -> Dataset:
    group = Dataset()
    group.WaveformOriginality = "ORIGINAL"
    group.NumberOfWaveformChannels = len(recording.leads)
    group.NumberOfWaveformSamples = recording.n_samples
    group.SamplingFrequency = f"{recording.fs:.9g}"
    group.MultiplexGroupLabel = "RHYTHM"
    resolution_uv = 1000 * (recording.resolution_mv or 0.001)
    channels, rows = [], []
    for lead, row in zip(recording.leads, recording.whole_signal_mv, strict=True):
        steps = in_steps(1000 * row, resolution_uv, lambda step: float(f"{step:.9g}"))
        channels.append(_channel(recording, lead, steps.step))
        rows.append(steps.digital)
    digital = np.stack(rows)
    group.ChannelDefinitionSequence = channels
    group.WaveformBitsAllocated = 16
    group.WaveformSampleInterpretation = "SS"
    if (digital == MISSING_STEP).any():
        group.WaveformPaddingValue = MISSING_STEP.to_bytes(2, "little", signed=True)
    group.WaveformData = digital.T.astype("<i2").tobytes()
    return group


def _channel(recording: Recording, lead: str, step_uv: float) -> Dataset:
    item = Dataset()
    item.ChannelLabel = lead
    # Its way through the file says how it was made, which no other attribute does.
    if lead in recording.derived_leads:
        item.ChannelDerivationDescription = phrase("computed from I and II")
    source = _code(f"2:{_NUMBERS[lead]}", "MDC", phrase("Lead {lead}", lead=lead))
    item.ChannelSourceSequence = [source]
    item.ChannelSensitivity = f"{step_uv:.9g}"
    item.ChannelSensitivityUnitsSequence = [_code("uV", "UCUM", "microvolt")]
    item.ChannelSensitivityCorrectionFactor = "1"
    item.ChannelBaseline = "0"
    item.ChannelSampleSkew = "0"
    item.WaveformBitsStored = 16
    return item


def _code(value: str, scheme: str, meaning: str) -> Any:
    item = Dataset()
    item.CodeValue, item.CodingSchemeDesignator = value, scheme
    item.CodeMeaning = meaning
    return item
