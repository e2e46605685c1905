"""What ``pydicom`` says of a file, without what stands in the file.

It quotes values, and one of a damaged length holds all that follows it: the patient's
name too. Nothing of that may reach a log, a terminal or a sentence.
"""

import logging
import re
import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager

# It quotes most values, and names the others after a colon.
_VALUE = re.compile(r"(?<=: ).*|b?(['\"]).*\1", re.DOTALL)


class _Listener(logging.Filter):
    """Lets nothing into the log, and keeps the warnings for the thread that listens."""

    def __init__(self) -> None:
        super().__init__()
        self.here = threading.local()

    def filter(self, record: logging.LogRecord) -> bool:
        messages = getattr(self.here, "messages", None)
        # What it only logs is of the structure, and for those who write such files.
        if messages is not None and record.funcName == "warn_and_log":
            messages.append(without_values(record.getMessage()))
        return False


_LISTENER = _Listener()
logging.getLogger("pydicom").addFilter(_LISTENER)


@contextmanager
def departures() -> Iterator[list[str]]:
    """Collect how the file that is read meanwhile departs from the standard.

    ``pydicom`` logs its warnings as well as it gives them to Python. Those of the log
    can be told from another thread's; Python's belong to the whole process.
    """
    warnings.filterwarnings("ignore", module=r"pydicom\.")
    messages: list[str] = []
    _LISTENER.here.messages = messages
    try:
        yield messages
    finally:
        del _LISTENER.here.messages


def without_values(message: str) -> str:
    """Return a message of ``pydicom`` without the values that it quotes."""
    return _VALUE.sub("…", " ".join(message.split()))
