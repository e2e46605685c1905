"""DICOM waveforms: the only module that imports ``pydicom``.

``pydicom`` parses the file; amplitudes are computed here from PS3.3 C.10.9.1.4:
sample x sensitivity x correction factor + baseline, all in the channel's unit. The
baseline is not multiplied by the sensitivity.
"""

import hashlib
import importlib.util
import io
import re
import sys
import threading
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ecgviewer.ecg.leads import canonical_lead_name
from ecgviewer.ecg.reasons.phrase import phrase
from ecgviewer.ecg.recording import (
    MAX_FS,
    MAX_LEADS,
    MIN_FS,
    PatientContext,
    Recording,
    Sex,
    Source,
)
from ecgviewer.io.assemble import (
    Channel,
    build_recording,
    filter_notes,
    polarity_inverted,
    several_recordings,
)
from ecgviewer.io.dicom.departures import departures
from ecgviewer.io.dicom.items import Item
from ecgviewer.io.dicom.values import dicom_statements, dicom_values
from ecgviewer.io.errors import ReadError
from ecgviewer.io.lead_numbers import LEAD_NUMBERS
from ecgviewer.io.limits import possible_age
from ecgviewer.io.summary import Summary, count_leads

# A file is read as a whole, and takes several times its size in memory for a while.
MAX_FILE_BYTES = 400_000_000
INFLATED_AT_ONCE = 2**20
# Without a label, a derived group this short is a median beat, not a rhythm.
MAX_MEDIAN_BEAT_S = 2.0

_OPTIONAL_FOR_PYDICOM = frozenset({"requests", "tqdm", "PIL"})
_ZONE = re.compile(r"[+-]\d{4}$")
_SAMPLE_TYPES = {
    **{("SB", 8): "i1", ("UB", 8): "u1", ("SS", 16): "i2", ("US", 16): "u2"},
    **{("SL", 32): "i4", ("UL", 32): "u4"},
}
# All that DICOM knows, companded ones (MB, AB) too.
_SAMPLE_CODES = {code for code, _ in _SAMPLE_TYPES} | {"MB", "AB", "SV", "UV"}
_LEAD_CODES = {
    "SCPECG": re.compile(r"5\.6\.3-9-(\d{1,3})"),
    "MDC": re.compile(r"2:(\d{1,3})"),
}
_AGE = re.compile(r"(\d{3})([DWMY])")
_DAYS_PER_UNIT = {"D": 1.0, "W": 7.0, "M": 30.4375, "Y": 365.25}
_SEXES: dict[str, Sex] = {"M": "male", "F": "female"}


class _Bounded(io.BytesIO):
    """A file's bytes, of which none are handed out to be inflated beyond all measure.

    A few bytes can stand for as many zeros as fill the memory. ``pydicom`` asks for all
    the rest at once only where it is going to inflate it.
    """

    def __init__(self, path: Path, data: bytes) -> None:
        super().__init__(data)
        self.path = path

    def read(self, size: int | None = -1) -> bytes:
        data = super().read(size)
        if (size is None or size < 0) and _inflates_beyond(data, MAX_FILE_BYTES):
            reason = phrase(
                "inflated, it is larger than {max_file_bytes:g} MB; DICOM "
                "files are read as a whole, and this one might not fit into "
                "memory",
                max_file_bytes=MAX_FILE_BYTES / 1000000.0,
            )
            raise ReadError(self.path, phrase("whole file"), reason)
        return data


def _inflates_beyond(data: bytes, n_bytes: int) -> bool:
    """Return whether so many bytes are not enough for what data stand for."""
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    n_found = 0
    for start in range(0, len(data), INFLATED_AT_ONCE):
        rest = data[start : start + INFLATED_AT_ONCE]
        while rest and not inflater.eof and n_found <= n_bytes:
            try:
                n_found += len(inflater.decompress(rest, INFLATED_AT_ONCE))
            except zlib.error:
                return False  # Whoever inflates it in earnest says so.
            rest = inflater.unconsumed_tail
    return n_found > n_bytes


class _Hidden:
    """Import finder that hides modules from the thread that made it."""

    def __init__(self, names: frozenset[str]) -> None:
        self.names = names
        self.thread = threading.get_ident()

    def find_spec(self, name: str, path: object = None, target: object = None) -> None:
        if name in self.names and threading.get_ident() == self.thread:
            raise ModuleNotFoundError(f"{name} is not needed here", name=name)


@contextmanager
def _lean_import() -> Iterator[None]:
    """Keep what ``pydicom`` imports only for downloads and pictures out of its import.

    It does without them where they are not installed; they are half of its 0.2 s, and a
    viewer that never reaches for the network need not load the means to. Other threads
    import what they like meanwhile.
    """
    finder = _Hidden(_OPTIONAL_FOR_PYDICOM)
    sys.meta_path.insert(0, finder)
    try:
        yield
    finally:
        sys.meta_path.remove(finder)


def bundled_example() -> Path:
    """Return the ECG that ships inside ``pydicom``, without importing it."""
    spec = importlib.util.find_spec("pydicom")
    folders = (spec.submodule_search_locations if spec else None) or ["pydicom"]
    path = Path(folders[0], "data", "test_files", "waveform_ecg.dcm")
    if not path.is_file():
        raise ReadError(
            path, "path", phrase("this installation carries no example ECG")
        )
    return path


def read(path: Path) -> Recording:
    """Read the rhythm recording of a DICOM ECG file; raises ``ReadError``."""
    data = _whole_file(path)
    with _own_words(path), departures() as messages:
        return _read(path, data, messages)


def summarise(path: Path) -> Summary:
    """Return the facts of a DICOM ECG file; raises ``ReadError``."""
    data = _whole_file(path)
    with _own_words(path), departures():
        return _summary(path, data)


@contextmanager
def _own_words(path: Path) -> Iterator[None]:
    """Say that a file is damaged without the words of the library.

    They quote what stands in the file, and that may be a patient's name.
    """
    try:
        yield
    except (ReadError, MemoryError):
        raise
    except Exception as error:  # noqa: BLE001 - the library raises anything
        reason = phrase(
            "the DICOM structure is damaged ({name})", name=type(error).__name__
        )
        raise ReadError(path, phrase("whole file"), reason) from None


def _summary(path: Path, data: bytes) -> Summary:
    dataset, _ = _parse(path, data)
    number, _ = _choose_group(path, dataset)
    group = dataset.get("WaveformSequence")[number - 1]
    fs = _sampling_frequency(
        path, phrase("waveform group {number}", number=number), group
    )
    items = group.get("ChannelDefinitionSequence")
    names = [name or written for name, written in map(_lead_name, items)]
    n_samples = _number(group, "NumberOfWaveformSamples")
    return Summary(
        "DICOM",
        fs,
        count_leads(
            names, calibrated=all(_text(i, "ChannelSensitivity") for i in items)
        ),
        n_samples / fs if n_samples else None,
        _start_time(dataset, group),
        _patient(dataset),
    )


def _whole_file(path: Path) -> bytes:
    if path.stat().st_size > MAX_FILE_BYTES:
        reason = phrase(
            "larger than {max_file_bytes:g} MB; DICOM files are read as a "
            "whole, and this one might not fit into memory",
            max_file_bytes=MAX_FILE_BYTES / 1000000.0,
        )
        raise ReadError(path, phrase("whole file"), reason)
    return path.read_bytes()


def _read(path: Path, data: bytes, messages: Sequence[str]) -> Recording:
    dataset, little = _parse(path, data)
    number, warnings = _choose_group(path, dataset)
    place = phrase("waveform group {number}", number=number)
    group = dataset.get("WaveformSequence")[number - 1]
    fs = _sampling_frequency(path, place, group)
    raw = _samples(path, place, group, little, warnings)
    padding = _padding(group, raw.dtype)
    channels = [
        _channel(
            path,
            phrase("{place}, channel {row}", place=place, row=row + 1),
            item,
            raw[row],
            padding,
            warnings,
        )
        for row, item in enumerate(group.get("ChannelDefinitionSequence"))
    ]
    warnings += _skews(group, fs)
    start_time = _start_time(dataset, group)
    patient = _patient(dataset)
    acquisition = _acquisition(dataset, group)
    # Only now: some values are understood, and found to be wrong, when they are used.
    said = dict.fromkeys(messages)
    warnings += [
        phrase("The file departs from the DICOM standard: {text}", text=text)
        for text in said
    ]
    return build_recording(
        Source(path, "DICOM", hashlib.sha256(data).hexdigest()),
        channels,
        fs,
        patient=patient,
        start_time=start_time,
        warnings=warnings,
        acquisition=acquisition,
        file_values=dicom_values(dataset),
        stated=dicom_statements(dataset),
    )


def _parse(path: Path, data: bytes) -> tuple[Item, bool]:
    """Return what a file says, and whether its samples begin with the low byte."""
    with _lean_import():
        from pydicom.errors import InvalidDicomError
        from pydicom.filereader import dcmread

    try:
        # From memory, so that a damaged length is met by the end of the data and not by
        # an attempt to allocate it. `force` only for files without the mark.
        parsed = dcmread(_Bounded(path, data), force=data[128:132] != b"DICM")
    except InvalidDicomError as error:
        raise ReadError(
            path, phrase("whole file"), phrase("not a DICOM file")
        ) from error
    dataset = Item(parsed)
    if not dataset.get("WaveformSequence"):
        reason = phrase(
            "this DICOM file holds no waveform (its kind: {kind})", kind=_kind(dataset)
        )
        raise ReadError(path, "waveform", reason)
    return dataset, bool(parsed.original_encoding[1])


def _kind(dataset: Item) -> str:
    """Return what kind of file this is, in the standard's words and no others."""
    kind = dataset.get("SOPClassUID")
    if not kind:
        return phrase("not stated")
    # Only a kind that the standard lists has a type.
    return str(kind.name) if getattr(kind, "type", "") else "unknown"


def _text(item: Item, keyword: str) -> str:
    value = item.get(keyword)
    return "" if value is None else str(value).replace("\0", " ").strip()


def _number(item: Item, keyword: str) -> float | None:
    """Return a finite number, ``None`` where it is absent, empty or no number."""
    try:
        value = float(_text(item, keyword))
    except ValueError:
        return None
    return value if np.isfinite(value) else None


def _choose_group(path: Path, dataset: Item) -> tuple[int, list[str]]:
    """Return the number, from 1, of the group to show, and what to say about it.

    Original groups go before derived ones, then those labelled rhythm, then the one
    with most leads, then the longest. A median beat is never taken.
    """
    ranked = []
    for number, group in enumerate(dataset.get("WaveformSequence"), start=1):
        if _is_median_beat(group):
            continue
        n_leads = sum(
            _lead_name(item)[0] is not None
            for item in group.get("ChannelDefinitionSequence")
        )
        fs = _number(group, "SamplingFrequency") or 1.0
        seconds = (_number(group, "NumberOfWaveformSamples") or 0) / fs
        original = _text(group, "WaveformOriginality").upper() != "DERIVED"
        rhythm = "RHYTHM" in _text(group, "MultiplexGroupLabel").upper()
        ranked.append((original, n_leads > 0, rhythm, n_leads, seconds, -number))
    if not ranked:
        reason = phrase("there is no original ECG, only median or derived beats")
        raise ReadError(path, "waveform", reason)
    best = max(ranked)
    original, _, _, n_leads, seconds, negative = best
    chosen = -negative
    warnings = []
    rivals = [-entry[-1] for entry in ranked if entry != best and entry[0] == original]
    if rivals:
        warnings.append(several_recordings(chosen, n_leads, seconds, rivals))
    if not original:
        warnings.append(phrase("The file calls this waveform derived, not original."))
    return chosen, warnings


def _is_median_beat(group: Item) -> bool:
    label = _text(group, "MultiplexGroupLabel").upper()
    if any(word in label for word in ("MEDIAN", "AVERAGE", "TEMPLATE", "BEAT")):
        return True
    if "RHYTHM" in label or _text(group, "WaveformOriginality").upper() != "DERIVED":
        return False
    fs = _number(group, "SamplingFrequency") or 1.0
    return (_number(group, "NumberOfWaveformSamples") or 0) / fs <= MAX_MEDIAN_BEAT_S


def _sampling_frequency(path: Path, place: str, group: Item) -> float:
    fs = _number(group, "SamplingFrequency")
    if fs is None:
        raise ReadError(path, place, phrase("no number is given as SamplingFrequency"))
    if not MIN_FS <= fs <= MAX_FS:
        reason = phrase(
            "a sampling frequency of {fs:g} Hz; {min_fs:g} to {max_fs:g} Hz "
            "are possible for an ECG",
            fs=fs,
            min_fs=MIN_FS,
            max_fs=MAX_FS,
        )
        raise ReadError(path, place, reason)
    return fs


def _sample_type(path: Path, place: str, group: Any) -> str:
    """Return how samples are stored, in NumPy's words without the byte order."""
    bits = int(_number(group, "WaveformBitsAllocated") or 0)
    kind = _text(group, "WaveformSampleInterpretation")
    if kind not in _SAMPLE_CODES:
        raise ReadError(path, place, phrase("how its samples are coded is not known"))
    if (kind, bits) not in _SAMPLE_TYPES:
        reason = phrase(
            "samples coded as {kind} with {bits} bits are not read",
            kind=kind,
            bits=bits,
        )
        raise ReadError(path, place, reason)
    return _SAMPLE_TYPES[kind, bits]


def _samples(
    path: Path, place: str, group: Item, little: bool, warnings: list[str]
) -> NDArray[Any]:
    """Return the stored samples, shape (n_channels, n_samples), after all checks."""
    n_channels = int(_number(group, "NumberOfWaveformChannels") or 0)
    n_samples = int(_number(group, "NumberOfWaveformSamples") or 0)
    if not 1 <= n_channels <= MAX_LEADS:
        reason = phrase(
            "it claims {n_channels} channels; 1 to {max_leads} can be read",
            n_channels=n_channels,
            max_leads=MAX_LEADS,
        )
        raise ReadError(path, place, reason)
    n_defined = len(group.get("ChannelDefinitionSequence"))
    if n_defined != n_channels:
        reason = phrase(
            "it claims {n_channels} channels and defines {n_defined}",
            n_channels=n_channels,
            n_defined=n_defined,
        )
        raise ReadError(path, place, reason)
    dtype = np.dtype(("<" if little else ">") + _sample_type(path, place, group))
    data = group.get("WaveformData")
    data = data if isinstance(data, bytes) else b""
    available = len(data) // (n_channels * dtype.itemsize)
    if n_samples < 1 or available < n_samples:
        reason = phrase(
            "it claims {n_samples} samples per channel and holds {available}: "
            "the file is cut short or damaged",
            n_samples=n_samples,
            available=available,
        )
        raise ReadError(path, place, reason)
    if available > n_samples:
        warnings.append(
            phrase(
                "The file holds {available} samples per lead, of which it claims "
                "only {n_samples}; the others are not shown.",
                available=available,
                n_samples=n_samples,
            )
        )
    flat = np.frombuffer(data, dtype=dtype, count=n_samples * n_channels)
    return np.ascontiguousarray(flat.reshape(n_samples, n_channels).T)


def _padding(group: Item, dtype: np.dtype[Any]) -> int | None:
    """Return the sample value that stands for "no sample"."""
    value = group.get("WaveformPaddingValue")
    if isinstance(value, bytes):
        # Single 8-bit values are padded to an even length.
        size = dtype.itemsize
        return (
            int(np.frombuffer(value[:size], dtype)[0]) if len(value) >= size else None
        )
    return int(value) if isinstance(value, int) else None


def _lead_name(item: Item) -> tuple[str | None, str]:
    """Return a channel's lead by its code, else by its name, and its name."""
    sources = item.get("ChannelSourceSequence")
    source = next(iter(sources), None)
    written = [_text(source, "CodeMeaning")] if source is not None else []
    written = [*filter(None, [*written, _text(item, "ChannelLabel")])]
    by_name = next(filter(None, map(_lead_in_words, written)), None)
    by_code = _lead_by_code(source) if source is not None else None
    return by_code or by_name, written[0] if written else ""


def _lead_in_words(text: str) -> str | None:
    """Understand "Lead I (Einthoven)" and "aVR, augmented voltage, right"."""
    return canonical_lead_name(text) or canonical_lead_name(text.partition(",")[0])


def _lead_by_code(source: Item) -> str | None:
    pattern = _LEAD_CODES.get(_text(source, "CodingSchemeDesignator").upper())
    match = pattern.fullmatch(_text(source, "CodeValue")) if pattern else None
    return LEAD_NUMBERS.get(int(match[1])) if match else None


def _channel(
    path: Path,
    place: str,
    item: Item,
    raw: NDArray[Any],
    padding: int | None,
    warnings: list[str],
) -> Channel:
    lead, written = _lead_name(item)
    in_words = _lead_in_words(written)
    if lead and in_words and lead != in_words:
        warnings.append(
            phrase(
                "The file contradicts itself: the channel coded as lead {lead} is "
                "named “{written}”. The code was followed.",
                lead=lead,
                written=written,
            )
        )
    unit, factor, baseline = _calibration(path, place, item)
    if factor < 0:
        warnings.append(polarity_inverted(lead or written))
    samples = (raw.astype(np.float64) * factor + baseline).astype(np.float32)
    if padding is not None:
        samples[raw == padding] = np.nan
    return Channel(lead or written, unit, samples, abs(factor))


def _calibration(path: Path, place: str, item: Item) -> tuple[str, float, float]:
    """Return unit, its amount per ADC step, and the baseline in it.

    The unit is empty when the file gives no sensitivity.
    """
    if not _text(item, "ChannelSensitivity"):
        return "", 1.0, 0.0
    values = {}
    for keyword, default in (
        ("ChannelSensitivity", None),
        ("ChannelSensitivityCorrectionFactor", 1.0),
        ("ChannelBaseline", 0.0),
    ):
        value = _number(item, keyword) if _text(item, keyword) else default
        if value is None:
            raise ReadError(
                path, place, phrase("no number is given as {keyword}", keyword=keyword)
            )
        if abs(value) > 1e12:
            raise ReadError(
                path,
                place,
                phrase("{keyword} is given as {value:g}", keyword=keyword, value=value),
            )
        values[keyword] = value
    sensitivity, correction, baseline = values.values()
    if sensitivity * correction == 0:
        raise ReadError(path, place, phrase("its sensitivity is zero"))
    units = item.get("ChannelSensitivityUnitsSequence")
    unit = "".join(_text(code, "CodeValue") for code in units)
    return unit or phrase("no unit"), sensitivity * correction, baseline


def _skews(group: Item, fs: float) -> list[str]:
    """Return what is said of channels that were not sampled with the others."""
    skews_s: list[tuple[str, float]] = []
    for item in group.get("ChannelDefinitionSequence"):
        by_samples = (_number(item, "ChannelSampleSkew") or 0.0) / fs
        skew_s = _number(item, "ChannelTimeSkew") or by_samples
        skews_s.append((_lead_name(item)[0] or _lead_name(item)[1], skew_s))
    # The same for all, it is only another beginning.
    if len({skew_s for _, skew_s in skews_s}) == 1:
        return []
    leads = ", ".join(name for name, skew_s in skews_s if skew_s)
    largest_ms = 1000 * max(abs(skew_s) for _, skew_s in skews_s)
    return [
        phrase(
            "The file says that {leads} were sampled at other times than the "
            "rest, by up to {largest_ms:.3g} ms; they are shown as if sampled "
            "together.",
            leads=leads,
            largest_ms=largest_ms,
        )
    ]


def _patient(dataset: Item) -> PatientContext:
    parts = _text(dataset, "PatientName").partition("=")[0].split("^")
    name = " ".join(part.strip() for part in parts[:2] if part.strip())
    age = _AGE.fullmatch(_text(dataset, "PatientAge"))
    years = int(age[1]) * _DAYS_PER_UNIT[age[2]] / 365.25 if age else None
    if years is None:
        years = _years_between(
            _text(dataset, "PatientBirthDate"), _text(dataset, "StudyDate")
        )
    return PatientContext(
        name=name or None,
        patient_id=_text(dataset, "PatientID") or None,
        age_years=possible_age(years),
        sex=_SEXES.get(_text(dataset, "PatientSex").upper()),
    )


def _years_between(birth: str, study: str) -> float | None:
    try:
        days = datetime.strptime(study, "%Y%m%d") - datetime.strptime(birth, "%Y%m%d")
    except ValueError:
        return None
    return float(days.days // 365.25)


def _start_time(dataset: Item, group: Item) -> datetime | None:
    """Return when the group's first sample was taken, in the file's local time."""
    if _text(dataset, "LongitudinalTemporalInformationModified").upper() == "REMOVED":
        return None  # what stands there only fills the place
    candidates = [_text(dataset, "AcquisitionDateTime")]
    for kind in ("Acquisition", "Content", "Study"):
        candidates.append(_text(dataset, f"{kind}Date") + _text(dataset, f"{kind}Time"))
    for text in candidates:
        try:
            start = datetime.strptime(text[:14], "%Y%m%d%H%M%S")
            offset_ms = _number(group, "MultiplexGroupTimeOffset") or 0.0
            return start + timedelta(milliseconds=offset_ms)
        except (ValueError, OverflowError):
            continue
    return None


def _acquisition(dataset: Item, group: Item) -> list[str]:
    maker = (_text(dataset, k) for k in ("Manufacturer", "ManufacturerModelName"))
    device = " ".join(filter(None, maker))
    notes = [device] if device else []
    per_lead = [
        (_lead_name(item)[1], _filters(item))
        for item in group.get("ChannelDefinitionSequence")
    ]
    for note in dict.fromkeys(note for _, filters in per_lead for note in filters):
        leads = [name for name, filters in per_lead if note in filters]
        everywhere = len(leads) == len(per_lead)
        notes.append(
            note
            if everywhere
            else phrase("{note} ({leads})", note=note, leads=", ".join(leads))
        )
    zone = _ZONE.search(_text(dataset, "AcquisitionDateTime"))
    written = zone[0] if zone else _text(dataset, "TimezoneOffsetFromUTC")
    return [
        *notes,
        *(
            [phrase("time zone UTC{zone}", zone=written)]
            if _ZONE.fullmatch(written)
            else []
        ),
    ]


def _filters(item: Item) -> list[str]:
    """Return a channel's filters; a frequency of zero says that one was off."""
    low, high, notch = (
        _number(item, f"{kind}Frequency") or 0.0
        for kind in ("FilterLow", "FilterHigh", "NotchFilter")
    )
    return filter_notes(low, high, notch)
