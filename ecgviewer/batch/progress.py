"""How far a run has come, how fast it is, and how long the rest will take."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TextIO

ON_SCREEN_S, IN_LOG_S = 0.5, 30.0


@dataclass
class Progress:
    """Lines on a stream: one that changes on a terminal, else one now and then.

    ``n_before`` of ``n_all`` recordings have their rows from a run before.
    """

    stream: TextIO
    n_all: int
    n_before: int = 0
    clock: Callable[[], float] = time.monotonic
    n_done: int = field(init=False)
    _start_s: float = field(init=False)
    _told_s: float = field(init=False)

    def __post_init__(self) -> None:
        self.n_done = self.n_before
        self._start_s = self._told_s = self.clock()

    def add(self, n_done: int, n_refused: int) -> None:
        """Count recordings that are done; ``n_refused`` counts all so far."""
        self.n_done += n_done
        every_s = ON_SCREEN_S if self.stream.isatty() else IN_LOG_S
        if self.clock() - self._told_s >= every_s:
            self._told_s = self.clock()
            self._tell(self.text(n_refused), "")

    def finish(self, n_refused: int) -> None:
        self._tell(self.text(n_refused), "\n")

    def text(self, n_refused: int) -> str:
        """Return such as ``1,200 of 20,000, 3 refused, 8.1/s, 38 min left``."""
        parts = [f"{self.n_done:,} of {self.n_all:,}", f"{n_refused:,} refused"]
        new, spent_s = self.n_done - self.n_before, self.clock() - self._start_s
        if new and spent_s > 0:
            rate = new / spent_s
            parts.append(f"{rate:.1f}/s")
            if left := self.n_all - self.n_done:
                parts.append(f"{duration_text(left / rate)} left")
        return ", ".join(parts)

    def _tell(self, text: str, end: str) -> None:
        if self.stream.isatty():
            self.stream.write(f"\r\x1b[K{text}{end}")
        else:
            self.stream.write(f"{text}\n")
        self.stream.flush()


def duration_text(seconds: float) -> str:
    if seconds < 90:
        return f"{seconds:.0f} s"
    minutes = seconds / 60
    return f"{minutes:.0f} min" if minutes < 90 else f"{minutes / 60:.1f} h"
