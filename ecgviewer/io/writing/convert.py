"""A recording as files of another format, by the suffix of their name."""

import os
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from ecgviewer.ecg.annotations import AnnotationFiles, Annotations
from ecgviewer.ecg.reasons.phrase import phrase
from ecgviewer.ecg.recording import PatientContext, Recording, Stated
from ecgviewer.io.writing.steps import WriteError

# An older age tells too few people apart (45 CFR 164.514).
MAX_TOLD_AGE_YEARS = 90.0


@dataclass(frozen=True)
class Written:
    """The files that were written, and what a reader of them must know."""

    paths: tuple[Path, ...]
    note: str = ""


@dataclass(frozen=True)
class _Job:
    recording: Recording
    path: Path
    annotations: AnnotationFiles
    deidentified: bool


def _wfdb(job: _Job) -> tuple[dict[Path, bytes], str]:
    from ecgviewer.io.writing.wfdb_record import wfdb_files

    return wfdb_files(job.recording, job.path, job.annotations), ""


def _edf(job: _Job) -> tuple[dict[Path, bytes], str]:
    from ecgviewer.io.writing.edf_file import edf_bytes

    data, note = edf_bytes(job.recording, job.path)
    return {job.path: data}, note


def _csv(job: _Job) -> tuple[dict[Path, bytes], str]:
    from ecgviewer.io.writing.csv_file import csv_bytes

    return {job.path: csv_bytes(job.recording)}, ""


def _dicom(job: _Job) -> tuple[dict[Path, bytes], str]:
    from ecgviewer.io.writing.dicom_file import dicom_bytes

    data = dicom_bytes(job.recording, job.path, deidentified=job.deidentified)
    return {job.path: data}, ""


WRITERS: dict[str, Callable[[_Job], tuple[dict[Path, bytes], str]]] = {
    **{".hea": _wfdb, ".edf": _edf, ".csv": _csv, ".dcm": _dicom},
}


def without_patient(recording: Recording) -> Recording:
    """Return a recording that names nobody: age and sex are left, time and words go."""
    age = recording.patient.age_years
    told = None if age is None else min(age, MAX_TOLD_AGE_YEARS)
    return replace(
        recording,
        patient=PatientContext(age_years=told, sex=recording.patient.sex),
        start_time=None,
        acquisition=(),
        stated=Stated(),
    )


def write_recording(
    recording: Recording,
    path: Path,
    annotations: AnnotationFiles | None = None,
    *,
    deidentified: bool = False,
) -> Written:
    """Write all leads in the format that the suffix of ``path`` names.

    Files that exist are never replaced. ``annotations`` go along with WFDB records,
    their free texts only where the patient does.

    Raises
    ------
    WriteError
        For what the format has no place for, and where nothing can be written.
    """
    write = WRITERS.get(path.suffix.lower())
    if write is None:
        known = ", ".join(WRITERS)
        raise WriteError(path, phrase("recordings are written as {known}", known=known))
    if not recording.in_memory:
        raise WriteError(
            path, phrase("the recording is too long to be converted as a whole")
        )
    if not recording.unit_is_mv:
        raise WriteError(
            path, phrase("the recording has no unit, which each format states")
        )
    found = annotations or AnnotationFiles()
    if deidentified:
        recording = without_patient(recording)
        found = AnnotationFiles(tuple(map(_without_texts, found.sets)))
    files, note = write(_Job(recording, path, found, deidentified))
    for one in files:
        if one.exists():
            raise WriteError(one, phrase("it exists already and is not replaced"))
    _write(files)
    return Written(tuple(files), note)


def _without_texts(marks: Annotations) -> Annotations:
    # The rhythm's names, such as "(AFIB", are no free text.
    texts = tuple(text if text.startswith("(") else "" for text in marks.texts)
    return replace(marks, texts=texts)


def _write(files: dict[Path, bytes]) -> None:
    """Write all files or none."""
    done: list[Path] = []
    try:
        for path, data in files.items():
            done.append(path)
            # "x": what came into being meanwhile is not replaced either.
            with path.open("xb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
    except OSError as error:
        if isinstance(error, FileExistsError):
            done.pop()
        for path in done:
            with suppress(OSError):
                path.unlink()
        raise WriteError(
            path, error.strerror or phrase("it cannot be written")
        ) from error
