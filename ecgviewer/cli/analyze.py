"""``ecgviewer analyze``: what is known of each recording, as JSON Lines.

A file that is refused, or cannot be read to its end, gets an object with ``file`` and
``error``, so that no line is missing.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from ecgviewer.ai.files import BundleError
from ecgviewer.ai.installed import DEFAULT
from ecgviewer.api.analysis import (
    Asked,
    analyses,
    examined,
    installed_measuring,
    loaded,
)
from ecgviewer.cli.analysis_json import SCHEMA_VERSION
from ecgviewer.ecg.leads import ANATOMIC, Grouping
from ecgviewer.ecg.signal import SignalError
from ecgviewer.io import read_recording
from ecgviewer.io.errors import ReadError, read_error
from ecgviewer.io.table_statement import TableStatement


def analyze_files(
    paths: Iterable[Path],
    *,
    with_evidence: bool,
    with_fiducials: bool = False,
    with_second_opinion: bool = False,
    model_name: str = DEFAULT,
    grouping: Grouping = ANATOMIC,
    stated: TableStatement | None = None,
) -> Iterator[dict[str, Any]]:
    """Yield one JSON-ready object per file, in order."""
    asked = asked_of(
        model_name,
        evidence=with_evidence,
        second_opinion=with_second_opinion,
        grouping=grouping,
    )
    for path in paths:
        try:
            found = examined(read_recording(path, stated), asked)
            (analysis,) = analyses([found], asked)
            yield analysis.to_dict(fiducials=with_fiducials) | {"file": str(path)}
        except (ReadError, SignalError, OSError, MemoryError) as error:
            # The samples of a long recording are read only now.
            yield refused(path, error)


def refused(
    path: Path, error: ReadError | SignalError | OSError | MemoryError
) -> dict[str, Any]:
    """Return the object of a file that cannot be read."""
    if not isinstance(error, ReadError):
        error = read_error(path, error)
    reason = {"place": error.place, "reason": error.reason}
    return {"schema_version": SCHEMA_VERSION, "file": str(path), "error": reason}


def asked_of(
    model_name: str = DEFAULT,
    *,
    evidence: bool = False,
    second_opinion: bool = False,
    grouping: Grouping = ANATOMIC,
) -> Asked:
    """Return what is asked; a model that cannot be used is none, with the reason."""
    model, no_model = None, ""
    try:
        model = loaded(model_name)
    except (BundleError, FileNotFoundError) as error:
        no_model = str(error)
    return Asked(
        *(model, installed_measuring(), no_model, evidence, second_opinion, grouping)
    )
