"""What a process that reads files may take of the computer."""

import os
from contextlib import suppress
from pathlib import Path

# Reading as a whole takes 25 bytes a sample for a while: 2.5 GB at most, and the
# libraries' own.
MAX_MEMORY_BYTES = 4_000_000_000
# Of what the computer has, so that a file cannot make it swap.
MEMORY_SHARE = 0.75
# Some formats are decoded by way of a file of their own.
MAX_WRITTEN_BYTES = 1_000_000_000
MAX_OPEN_FILES = 128
# A recording of a day takes some seconds; a slow drive needs its time.
BYTES_PER_S = 5_000_000


def limit_for(path: Path, least_s: float) -> float:
    """Return how many seconds a file may take to be read."""
    try:
        return least_s + path.stat().st_size / BYTES_PER_S
    except OSError:
        return least_s


def take_bounds(memory_bytes: int = MAX_MEMORY_BYTES) -> None:
    """Limit this process's memory, files and dumps where the system can.

    Only Linux keeps to the limit of memory; elsewhere time alone is limited.
    """
    try:
        import resource
    except ImportError:  # Windows
        return
    with suppress(ValueError, OSError):
        has = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
        memory_bytes = min(memory_bytes, int(MEMORY_SHARE * has))
    for kind, most in (
        (resource.RLIMIT_AS, memory_bytes),
        (resource.RLIMIT_FSIZE, MAX_WRITTEN_BYTES),
        (resource.RLIMIT_NOFILE, MAX_OPEN_FILES),
        (resource.RLIMIT_CORE, 0),
    ):
        with suppress(ValueError, OSError):
            resource.setrlimit(kind, (most, most))


def take_seconds(more_s: float) -> None:
    """Let the processor's time end this process after so many seconds more.

    That ends it even where it loops and nobody is left to kill it.
    """
    try:
        import resource
    except ImportError:  # Windows
        return
    used = resource.getrusage(resource.RUSAGE_SELF)
    limit = int(used.ru_utime + used.ru_stime + more_s) + 1
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_CPU, (limit, resource.RLIM_INFINITY))
