"""``ecgviewer analyze -o``: a table of many recordings.

Exit status: 0 if each recording could be analyzed, 1 if the table is whole but has rows
with a reason instead, 2 if there is no table, 130 after Ctrl+C.
"""

import argparse
import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ecgviewer import __version__
from ecgviewer.ai.files import BundleError
from ecgviewer.ai.installed import DEFAULT, installed_bundles
from ecgviewer.batch.cluster import ClusterError, ClusterPool
from ecgviewer.batch.job import JobSettings, analyze_paths, died
from ecgviewer.batch.journal import Journal, JournalError
from ecgviewer.batch.local_pool import LocalPool, Pool
from ecgviewer.batch.progress import Progress
from ecgviewer.batch.run import run
from ecgviewer.batch.sources import SourceError, recordings_of
from ecgviewer.cli.analysis_json import NOTICE
from ecgviewer.cli.table_flags import table_statement
from ecgviewer.ecg.leads import Grouping
from ecgviewer.io.results.table import can_write, is_flat

WHOLE, WITH_REFUSED, NONE, STOPPED = 0, 1, 2, 130


def analyze_to_table(options: argparse.Namespace, grouping: Grouping) -> int:
    """Write the table; say in a sentence on stderr what stands in the way."""
    out: Path = options.output
    if reason := can_write(out):
        return _fail(f"{out}: {reason}")
    if options.jobs < 1:
        return _fail(f"--jobs: {options.jobs} processes can do nothing")
    if options.together < 1:
        return _fail(f"--together: {options.together} recordings are none")
    settings = JobSettings(
        options.model or DEFAULT,
        options.evidence,
        options.fiducials,
        options.second_opinion,
        grouping,
        flat=is_flat(out),
        stated=table_statement(options),
    )
    if settings.flat and (settings.evidence or settings.fiducials):
        return _fail(f"{out}: evidence and fiducials have room in .jsonl alone")
    try:
        known = {"ecgviewer": __version__, "model sha256": _sha256(settings.model)}
        paths, notes = recordings_of(options.files, options.list)
        for note in notes:
            _say(note)
        with (
            Journal(
                *(out, settings.to_dict() | known),
                replace=options.overwrite,
                restart=options.restart,
            ) as journal,
            _stopping() as stops,
        ):
            return _fill(journal, paths, settings, options, stops)
    except (SourceError, JournalError, ClusterError, BundleError) as error:
        return _fail(str(error))


def _fill(
    journal: Journal,
    recordings: tuple[Path, ...],
    settings: JobSettings,
    options: argparse.Namespace,
    stops: list[int],
) -> int:
    # Whole paths: a table is read elsewhere, and gone on with from elsewhere.
    paths = [str(path.absolute()) for path in recordings]
    n_before = sum(path in journal for path in paths)
    if n_before:
        _say(f"{journal.part.name}: going on after {n_before:,} of {len(paths):,}")
    progress = Progress(sys.stderr, len(paths), n_before)
    pool: Pool
    if options.scheduler is None:
        pool = LocalPool(analyze_paths, settings, options.jobs)
    else:
        pool = ClusterPool(options.scheduler, analyze_paths, settings)
    try:
        whole = run(
            *(paths, pool, journal, progress),
            n_together=options.together,
            row_of_dead=lambda path: died(path, settings),
            stopping=lambda: bool(stops),
        )
    except KeyboardInterrupt:
        whole = False
    finally:
        pool.close()
    progress.finish(journal.n_refused)
    if not whole:
        _say(
            f"stopped; {journal.part.name} keeps the rows, and the same command goes on"
        )
        return STOPPED
    about = {"ecgviewer": __version__, "model": settings.model, "notice": NOTICE}
    journal.finish(paths, about)
    _say(f"{journal.out}: {len(paths):,} rows")
    return WITH_REFUSED if journal.n_refused else WHOLE


@contextmanager
def _stopping() -> Iterator[list[int]]:
    """Yield what Ctrl+C is noted in; a second one interrupts."""
    stops: list[int] = []

    def note(number: int, _frame: object) -> None:
        if stops:
            raise KeyboardInterrupt
        stops.append(number)
        _say("stopping when what is being worked on is done; again: at once")

    signals = [signal.SIGINT, signal.SIGTERM]
    before = {number: signal.signal(number, note) for number in signals}
    try:
        yield stops
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _sha256(model: str) -> str:
    """Return the hash of a model's weights; raises ``BundleError`` if there is none."""
    bundles = {bundle.name: bundle for bundle in installed_bundles()}
    if model not in bundles:
        known = ", ".join(bundles) or "none"
        raise BundleError(f"no model “{model}” is installed; installed: {known}")
    return str(bundles[model].card.get("weights_sha256", ""))


def default_jobs() -> int:
    """Return how many processes use this machine well: one a core."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _fail(sentence: str) -> int:
    _say(sentence)
    return NONE


def _say(sentence: str) -> None:
    print(f"ecgviewer: {sentence}", file=sys.stderr)
