"""``ecgviewer explain``: why a model states what it states, as files."""

import argparse
import sys

from ecgviewer.ai.evidence.owen import EvidenceError
from ecgviewer.ai.files import BundleError
from ecgviewer.ai.installed import DEFAULT
from ecgviewer.cli.table_flags import table_statement
from ecgviewer.ecg.signal import SignalError
from ecgviewer.explaining import explain
from ecgviewer.io import read_recording
from ecgviewer.io.errors import ReadError, read_error
from ecgviewer.io.grouping_file import GroupingError, find_grouping


def explain_file(options: argparse.Namespace) -> int:
    """Write the files and print their names; 1 if a method has no answer."""
    methods = [name.strip() for name in options.method.split(",") if name.strip()]
    try:
        recording = read_recording(options.file, table_statement(options))
        explained = explain(
            *(recording, methods, options.statement, options.model or DEFAULT),
            lead=options.lead,
            beat=options.beat,
            grouping=find_grouping(options.grouping),
        )
    except GroupingError as error:
        return _fail(f"--grouping: {error}")
    except (ReadError, EvidenceError, BundleError, FileNotFoundError) as error:
        return _fail(str(error))
    except (SignalError, MemoryError) as error:
        return _fail(str(read_error(options.file, error)))
    try:
        for path in explained.write(options.out):
            print(path)
    except OSError as error:
        return _fail(f"{options.out}: {error.strerror}")
    for key, reason in explained.refused.items():
        _fail(f"{key}: {reason}")
    return 1 if explained.refused else 0


def _fail(sentence: str) -> int:
    print(f"ecgviewer: {sentence}", file=sys.stderr)
    return 1
