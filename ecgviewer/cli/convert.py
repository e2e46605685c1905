"""``ecgviewer convert``: a recording in another format, with the patient or without."""

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from ecgviewer.cli.table_flags import table_statement
from ecgviewer.io import annotation_reader, read_recording
from ecgviewer.io.errors import ReadError
from ecgviewer.io.writing.convert import write_recording
from ecgviewer.io.writing.steps import WriteError

# What of the answer of ``analyze`` may name the patient, or tell whose file it was.
NAMING_KEYS = ("file", "sha256", "warnings", "notes")


def convert(options: argparse.Namespace) -> int:
    """Write the files and print their names; 1 if that cannot be done."""
    try:
        if options.output.suffix.lower() == ".json":
            return _measurements(options)
        recording = read_recording(options.file, table_statement(options))
        read = annotation_reader(recording)
        written = write_recording(
            recording,
            options.output,
            None if read is None else read(recording),
            deidentified=options.deidentify,
        )
    except (ReadError, WriteError) as error:
        return _fail(str(error))
    if written.note:
        print(f"ecgviewer: {options.output.name}: {written.note}", file=sys.stderr)
    for path in written.paths:
        print(path)
    return 0


def _measurements(options: argparse.Namespace) -> int:
    """Write what ``analyze`` prints of the file; 1 if it is refused."""
    from ecgviewer.cli.analyze import analyze_files

    path: Path = options.output
    stated = table_statement(options)
    (answer,) = analyze_files([options.file], with_evidence=False, stated=stated)
    if "error" in answer:
        error = answer["error"]
        return _fail(f"{options.file.name}: {error['place']}: {error['reason']}")
    if options.deidentify:
        answer = nameless(answer)
    try:
        with path.open("x", encoding="utf-8") as file:
            json.dump(answer, file, indent=1, allow_nan=False)
    except OSError as error:
        return _fail(f"{path.name}: {error.strerror}")
    print(path)
    return 0


def nameless(answer: dict[str, Any]) -> dict[str, Any]:
    """Return the answer of ``analyze`` without what may name somebody."""
    return {
        key: value
        for key, value in answer.items()
        if key not in NAMING_KEYS and not key.startswith("file_statements")
    }


def _fail(sentence: str) -> int:
    print(f"ecgviewer: {sentence}", file=sys.stderr)
    return 1
