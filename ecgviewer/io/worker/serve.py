"""A process that reads files for the window until nobody asks any more.

    python -m ecgviewer.io.worker.serve

Requests come as messages on standard input, answers go out on standard output.
"""

import os
import queue
import sys
import threading
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from ecgviewer.io.cache.table_statements import KeptStatements
from ecgviewer.io.errors import ReadError, UnstatedError
from ecgviewer.io.worker.bounds import (
    MAX_MEMORY_BYTES,
    limit_for,
    take_bounds,
    take_seconds,
)
from ecgviewer.io.worker.codec import (
    NOTHING,
    Facts,
    MessageError,
    Samples,
    annotation_facts,
    preview_facts,
    receive,
    recording_facts,
    recording_of,
    send,
    summary_facts,
)

Requests = queue.SimpleQueue[tuple[Facts, Samples]]

# Without a request for so long, what slow formats need is loaded ahead.
IDLE_S = 0.5
# Said once, before the first request is looked at.
READY: Facts = {"ready": True}


def main(memory_bytes: int = MAX_MEMORY_BYTES) -> int:
    """Answer requests until standard input ends."""
    answers = _private_stdout()
    sys.dont_write_bytecode = True
    take_bounds(memory_bytes)
    send(answers, READY)
    requests: Requests = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(requests,), daemon=True).start()
    try:
        facts, samples = requests.get(timeout=IDLE_S)
    except queue.Empty:
        _load_ahead()
        facts, samples = requests.get()
    while True:
        take_seconds(limit_for(Path(facts["path"]), float(facts["limit_s"])))
        try:
            send(answers, *answer(facts, samples))
        except BrokenPipeError:
            return 0
        facts, samples = requests.get()


def answer(facts: Facts, samples: Samples = NOTHING) -> tuple[Facts, Samples]:
    """Return what is asked for, or why it cannot be had."""
    from ecgviewer.io import (
        annotation_reader,
        preview_table,
        read_recording,
        summarise,
    )

    path, tables = Path(facts["path"]), facts.get("tables")
    stated = None if tables is None else KeptStatements(Path(tables))
    try:
        if facts["ask"] == "read":
            return recording_facts(read_recording(path, stated))
        if facts["ask"] == "summarise":
            return summary_facts(summarise(path, stated)), NOTHING
        if facts["ask"] == "preview":
            return preview_facts(preview_table(path, stated))
        recording = recording_of(facts["recording"], samples)
        read = annotation_reader(recording)
        return ({} if read is None else annotation_facts(read(recording))), NOTHING
    except ReadError as error:
        said = {"path": str(error.path), "place": error.place, "reason": error.reason}
        unstated = isinstance(error, UnstatedError)
        return {"refused": said | {"unstated": unstated}}, NOTHING


def _private_stdout() -> BinaryIO:
    """Return standard output, to which nothing else is printed from now on."""
    own = os.dup(1)
    silent = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silent, 1)
    os.close(silent)
    return os.fdopen(own, "wb")


def _listen(requests: Requests) -> None:
    """Hand on requests; end the process, whatever it does, once no more can come."""
    with suppress(MessageError, OSError):
        while (message := receive(sys.stdin.buffer)) is not None:
            requests.put(message)
    os._exit(0)


def _load_ahead() -> None:
    from ecgviewer.io import FORMATS

    for row in FORMATS.values():
        row.load_reader()


if __name__ == "__main__":
    sys.exit(main())
