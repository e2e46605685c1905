"""DICOM waveforms: the only importer of ``pydicom``.

Millivolts are computed here (PS3.3 C.10.9.1.4): sample x sensitivity x correction
factor + baseline, all in the sensitivity's unit; the baseline is not scaled.
"""

import importlib.util
import re
import warnings as python_warnings
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ecgviewer.ecg.leads import canonical_lead_name
from ecgviewer.ecg.recording import MAX_LEADS, PatientContext, Recording, Sex, Source
from ecgviewer.io.assemble import Channel, assemble, check_rate, file_digest
from ecgviewer.io.errors import ReadError

_DTYPES = {"SB": "i1", "UB": "u1", "SS": "i2", "US": "u2", "SL": "i4", "UL": "u4"}
# Lead codes: the part after "2:" in MDC and after "5.6.3-9-" in SCP-ECG is the same.
_LEAD_CODES = {
    **{1: "I", 2: "II", 61: "III", 62: "aVR", 63: "aVL", 64: "aVF"},
    **{3: "V1", 4: "V2", 5: "V3", 6: "V4", 7: "V5", 8: "V6"},
    **{9: "V7", 10: "V2R", 11: "V3R", 12: "V4R", 13: "V5R", 14: "V6R"},
    **{66: "V8", 67: "V9"},
}
_LEAD_CODE = re.compile(r"^(?:2:|5\.6\.3-9-)(\d+)$")
_UNITS = {"uV": "uV", "mV": "mV", "V": "V", "nV": "nV"}
_WHAT_PYDICOM_RAISES = (
    *(ValueError, IndexError, KeyError, TypeError, AttributeError, AssertionError),
    *(OSError, EOFError, MemoryError, OverflowError, RuntimeError, NotImplementedError),
    RecursionError,
)


def bundled_example() -> Path:
    """Return the 12-lead ECG that the installed pydicom carries.

    Raises
    ------
    FileNotFoundError
        If this pydicom comes without its test files.
    """
    spec = importlib.util.find_spec("pydicom")
    if spec is not None and spec.origin is not None:
        folder = Path(spec.origin).parent / "data" / "test_files"
        example = folder / "waveform_ecg.dcm"
        if example.is_file():
            return example
    raise FileNotFoundError("the installed pydicom carries no example ECG")


def read_dicom(path: Path) -> Recording:
    """Read the rhythm waveform of a DICOM file.

    Of several waveform groups, derived ones (median beats) are never chosen; the
    longest original one with ECG leads is.

    Raises
    ------
    ReadError
        For every failure.
    """
    # Imported here, so that finding the example does not load pydicom.
    from pydicom import dcmread
    from pydicom.errors import BytesLengthException, InvalidDicomError

    try:
        with python_warnings.catch_warnings():
            # Odd values that matter are checked below, in the user's words.
            python_warnings.simplefilter("ignore")
            data_set = dcmread(path, force=True)
            return _recording(path, data_set)
    except (InvalidDicomError, BytesLengthException) as error:
        raise ReadError(path, "DICOM data set", str(error)) from None
    except _WHAT_PYDICOM_RAISES as error:
        reason = str(error) or type(error).__name__
        raise ReadError(path, "DICOM data set", f"cannot be read: {reason}") from None


def _recording(path: Path, data_set: Any) -> Recording:
    groups = list(data_set.get("WaveformSequence") or [])
    if not groups:
        raise ReadError(path, "DICOM data set", "it holds no waveform")
    number, group, notes = _choose_group(path, groups)
    place = f"waveform group {number}"
    fs = float(group.SamplingFrequency)
    check_rate(path, place, fs)
    raw = _samples(path, place, group, data_set)
    definitions = list(group.ChannelDefinitionSequence)
    padding = _padding(group, raw.dtype)
    channels = [
        _channel(path, f"{place}, channel {k + 1}", definition, raw[:, k], padding)
        for k, definition in enumerate(definitions)
    ]
    return assemble(
        channels,
        fs,
        Source(path, "DICOM", file_digest([path])),
        patient=_patient(data_set),
        start_time=_start_time(data_set),
        warnings=notes,
        acquisition=_acquisition(data_set, definitions[0]),
    )


def _choose_group(path: Path, groups: list[Any]) -> tuple[int, Any, list[str]]:
    """Return the number (from 1) and group of the rhythm, and what to say about it."""
    rhythm = []
    for number, group in enumerate(groups, 1):
        label = str(group.get("MultiplexGroupLabel") or "").upper()
        derived = str(group.get("WaveformOriginality") or "").upper() == "DERIVED"
        if derived or "MEDIAN" in label:
            continue
        if any(_lead_name(d) for d in group.get("ChannelDefinitionSequence") or []):
            rhythm.append((number, group))
    if not rhythm:
        raise ReadError(
            path,
            "waveform groups",
            f"none of {len(groups)} holds an original ECG (derived beats are not a "
            "recording)",
        )

    def length(item: tuple[int, Any]) -> float:
        return float(item[1].NumberOfWaveformSamples) / float(item[1].SamplingFrequency)

    number, group = max(rhythm, key=length)
    notes = []
    if len(rhythm) > 1:
        notes.append(
            f"The file holds {len(rhythm)} original ECG groups; the longest, number "
            f"{number}, is shown."
        )
    return number, group, notes


def _samples(path: Path, place: str, group: Any, data_set: Any) -> NDArray[np.integer]:
    """Return raw samples, shape (n_samples, n_channels), after checking the claims."""
    interpretation = str(group.WaveformSampleInterpretation)
    if interpretation not in _DTYPES:
        raise ReadError(path, place, f"samples coded as {interpretation} are not read")
    n_channels = int(group.NumberOfWaveformChannels)
    n_samples = int(group.NumberOfWaveformSamples)
    defined = len(group.ChannelDefinitionSequence)
    if not 1 <= n_channels <= MAX_LEADS or n_channels != defined:
        raise ReadError(
            path, place, f"claims {n_channels} channels and defines {defined}"
        )
    little = data_set.original_encoding[1] is not False
    dtype = np.dtype(_DTYPES[interpretation]).newbyteorder("<" if little else ">")
    if int(group.WaveformBitsAllocated) != 8 * dtype.itemsize:
        raise ReadError(
            path,
            place,
            f"{group.WaveformBitsAllocated} bits a sample do not fit {interpretation}",
        )
    data = bytes(group.WaveformData)
    needed = n_channels * n_samples * dtype.itemsize
    if n_samples < 1 or not needed <= len(data) <= needed + 1:
        raise ReadError(
            path,
            place,
            f"claims {n_samples} samples of {n_channels} channels ({needed} bytes) and "
            f"holds {len(data)} bytes",
        )
    flat = np.frombuffer(data, dtype, n_channels * n_samples)
    return flat.reshape(n_samples, n_channels)


def _padding(group: Any, dtype: np.dtype[Any]) -> int | None:
    value = group.get("WaveformPaddingValue")
    if value is None:
        return None
    if isinstance(value, bytes):
        if len(value) < dtype.itemsize:
            return None
        return int(np.frombuffer(value[: dtype.itemsize], dtype)[0])
    return int(value)


def _channel(
    path: Path,
    place: str,
    definition: Any,
    raw: NDArray[np.integer],
    padding: int | None,
) -> Channel:
    name = _lead_name(definition) or _meaning(definition) or "unnamed"
    sensitivity = definition.get("ChannelSensitivity")
    units = definition.get("ChannelSensitivityUnitsSequence")
    if sensitivity is None or not units:
        factor, baseline, unit = 1.0, 0.0, "not stated"
    else:
        correction = definition.get("ChannelSensitivityCorrectionFactor")
        factor = float(sensitivity) * float(1.0 if correction is None else correction)
        baseline = float(definition.get("ChannelBaseline") or 0.0)
        unit = _UNITS.get(str(units[0].CodeValue), str(units[0].CodeValue))
    if factor == 0 or not np.isfinite(factor) or not np.isfinite(baseline):
        raise ReadError(path, place, f"its sensitivity is {factor:g}")
    values = raw.astype(np.float64) * factor + baseline
    if padding is not None:
        values[raw == padding] = np.nan
    return Channel(name, unit, values, abs(factor))


def _lead_name(definition: Any) -> str | None:
    """Return a channel's lead by its code, or by its code's meaning or label."""
    sources = definition.get("ChannelSourceSequence")
    if sources:
        code = _LEAD_CODE.match(str(sources[0].get("CodeValue") or "").strip(" \0"))
        if code and int(code[1]) in _LEAD_CODES:
            return _LEAD_CODES[int(code[1])]
    return canonical_lead_name(_meaning(definition))


def _meaning(definition: Any) -> str:
    sources = definition.get("ChannelSourceSequence")
    meaning = str(sources[0].get("CodeMeaning") or "") if sources else ""
    text = meaning or str(definition.get("ChannelLabel") or "")
    return text.split(",")[0].strip(" \0")


def _patient(data_set: Any) -> PatientContext:
    age = re.match(
        r"^(\d{1,3})([DWMY])$", str(data_set.get("PatientAge") or "").strip()
    )
    per_year = {"D": 365.25, "W": 52.18, "M": 12.0, "Y": 1.0}
    sexes: dict[str, Sex] = {"F": "female", "M": "male"}
    return PatientContext(
        name=str(data_set.get("PatientName") or "").replace("^", " ").strip() or None,
        patient_id=str(data_set.get("PatientID") or "").strip() or None,
        age_years=float(age[1]) / per_year[age[2]] if age else None,
        sex=sexes.get(str(data_set.get("PatientSex") or "").strip().upper()),
    )


def _start_time(data_set: Any) -> datetime | None:
    text = str(data_set.get("AcquisitionDateTime") or "")
    if not text and data_set.get("StudyDate"):
        text = f"{data_set.StudyDate}{data_set.get('StudyTime') or ''}"
    digits = re.match(r"\d{8}(?:\d{6})?", text)
    if digits is None:
        return None
    form = "%Y%m%d%H%M%S" if len(digits[0]) == 14 else "%Y%m%d"
    try:
        return datetime.strptime(digits[0], form)
    except ValueError:
        return None


def _acquisition(data_set: Any, definition: Any) -> list[str]:
    """Return what the file says of its device and its own filters."""
    device = " ".join(
        str(data_set.get(key) or "").strip()
        for key in ("Manufacturer", "ManufacturerModelName")
    ).strip()
    said = [device] if device else []
    low, high = (
        definition.get(key) for key in ("FilterLowFrequency", "FilterHighFrequency")
    )
    if low is not None and high is not None:
        said.append(f"acquired with {float(low):g}-{float(high):g} Hz")
    notch = definition.get("NotchFilterFrequency")
    if notch:
        said.append(f"{float(notch):g} Hz notch")
    return said
