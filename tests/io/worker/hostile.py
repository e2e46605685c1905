"""A reading process with a format whose files do what they say.

    python -m tests.io.worker.hostile

A file that begins with ``hostile`` names what reading it does.
"""

import ctypes
import os
import sys
import time
from pathlib import Path
from types import SimpleNamespace

import numpy as np

from ecgviewer.ecg.recording import Recording
from ecgviewer.io import FORMATS
from ecgviewer.io.file_format import FileFormat
from ecgviewer.io.worker import serve
from tests.synthetic import synthetic_recording

MEMORY_BYTES = 1_500_000_000


def read(path: Path) -> Recording:
    deed = path.read_text().split()[1]
    if deed == "loops":
        while True:
            pass
    if deed == "sleeps":
        time.sleep(60)
    if deed == "eats":
        eaten = []
        while True:
            eaten.append(np.empty(50_000_000))
    if deed == "crashes":
        ctypes.string_at(0)
    if deed == "babbles":
        os.write(serve_out(), b"no message" * 100)
    if deed == "prints":
        sys.stdout.write("a library's chatter\n")
        sys.stdout.flush()
        os.write(1, b"and more")
    return synthetic_recording(path=str(path))


def serve_out() -> int:
    """Return the descriptor that answers go out on: the one pipe that is written."""
    for number in range(3, 20):
        try:
            if str(Path(f"/proc/self/fd/{number}").readlink()).startswith("pipe:"):
                return number
        except OSError:
            continue
    raise AssertionError("no pipe")


FORMATS["hostile"] = FileFormat(
    name="hostile",
    suffixes=(".hostile",),
    recognises=lambda start: start.startswith(b"hostile"),
    load_reader=lambda: SimpleNamespace(read=read, summarise=read),
)

if __name__ == "__main__":
    sys.exit(serve.main(MEMORY_BYTES))
