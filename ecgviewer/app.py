"""The program: arguments, and either a window or a command."""

import argparse
import gc
import logging
import multiprocessing
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from ecgviewer import READER_ARGUMENT, __version__

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from ecgviewer.io.worker.pool import ReadingPool
    from ecgviewer.ui.state.session import Session
    from ecgviewer.ui.window.main_window import MainWindow

ExceptionHook = Callable[
    [type[BaseException], BaseException, TracebackType | None], object
]
COMMANDS = ("render", "analyze", "explain", "convert", "models", "selftest")
# What libraries read of how their threads work, once, when they are loaded.
THREADS = {"OPENBLAS_NUM_THREADS": "1", "OMP_WAIT_POLICY": "passive"}


def main(argv: Sequence[str] | None = None) -> int:
    """Run the program; return its exit status."""
    set_threads()
    multiprocessing.freeze_support()
    if sys.argv[1:] == [READER_ARGUMENT]:
        from ecgviewer.io.worker.serve import main as serve

        return serve()
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(message)s")
    arguments = list(sys.argv[1:] if argv is None else argv)
    if arguments and arguments[0] in COMMANDS:
        options = command_parser().parse_args(arguments)
        return int(options.run(options))
    options = window_parser().parse_args(arguments)
    return run_window(options.files, example=options.example, model=options.model)


def set_threads() -> None:
    """Let no thread wait by spinning; has no effect once numpy or torch is imported.

    The matrices here are small, and OpenBLAS's threads spin for a while after each
    call: on two cores a network that runs then takes twice its time. So do torch's own
    (OpenMP) while they wait for each other, which they do for long where something
    else runs (``benchmarks.ai --threads``).
    """
    for name, value in THREADS.items():
        os.environ.setdefault(name, value)


def window_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="ecgviewer",
        description="View 12-lead ECGs. Not for diagnosis.",
        epilog="Commands: 'ecgviewer render --help', 'ecgviewer analyze --help', "
        "'ecgviewer explain --help', 'ecgviewer convert --help', 'ecgviewer models', "
        "'ecgviewer selftest'. "
        "A file called 'render' or 'analyze' is opened as ./render.",
    )
    parser.add_argument("files", nargs="*", type=Path, metavar="FILE_OR_FOLDER")
    parser.add_argument(
        "--example", action="store_true", help="open the ECG that comes with pydicom"
    )
    parser.add_argument("--model", help="ask this one of 'ecgviewer models'")
    parser.add_argument("--version", action="version", version=__version__)
    return parser


def command_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="ecgviewer")
    commands = parser.add_subparsers(required=True)
    from ecgviewer.cli.table_flags import add_table_flags

    for name, says, add in (
        ("render", "draw pages as PDF, SVG or PNG", add_render),
        ("analyze", "print statements as JSON", add_analyze),
        ("explain", "write why a model says it", add_explain),
        ("convert", "write it in another format", add_convert),
    ):
        command = commands.add_parser(name, help=says)
        add(command)
        add_table_flags(command)
    models = commands.add_parser("models", help="list the models that are installed")
    models.set_defaults(run=run_models)
    selftest = commands.add_parser("selftest", help="check this installation")
    selftest.set_defaults(run=run_selftest)
    return parser


def add_render(parser: argparse.ArgumentParser) -> None:
    from ecgviewer.ecg.page.layouts import DEFAULT_LAYOUT, LAYOUTS
    from ecgviewer.ecg.page.paper import GAINS_MM_PER_MV, SPEEDS_MM_PER_S

    parser.add_argument("file", type=Path, metavar="FILE")
    parser.add_argument("-o", "--output", type=Path, required=True)
    parser.add_argument("--layout", choices=tuple(LAYOUTS), default=DEFAULT_LAYOUT)
    parser.add_argument("--speed", type=float, choices=SPEEDS_MM_PER_S, default=25.0)
    parser.add_argument("--gain", type=float, choices=GAINS_MM_PER_MV, default=10.0)
    parser.add_argument(
        "--cabrera", action="store_true", help="limb leads aVL I −aVR II aVF III"
    )
    parser.add_argument(
        "--same-beats", action="store_true", help="every column shows the same time"
    )
    parser.add_argument(
        "--chest-half-gain", action="store_true", help="chest leads at half gain"
    )
    parser.add_argument("--lead", help="of the single-lead layout, such as V2")
    parser.add_argument(
        "--rhythm", metavar="LEADS", help="one, or three such as V1,II,V5"
    )
    parser.add_argument("--start", type=float, default=0.0, help="first second shown")
    parser.add_argument("--evidence", metavar="CODE", help="such as MI or AFIB")
    parser.add_argument("--model", help="that says it, of 'ecgviewer models'")
    add_grouping(parser)
    parser.add_argument("--dpi", type=int, default=200, help="of a PNG")
    parser.add_argument("--size", choices=("A4", "Letter"), default="A4")
    parser.add_argument(
        "--all-pages", action="store_true", help="to the end of the recording"
    )
    _add_filters(parser)
    parser.add_argument(
        "--colours",
        choices=("red", "grey", "green", "dark", "contrast", "print"),
        default="red",
    )
    parser.add_argument(
        "--hide-patient", action="store_true", help="leave out name and number"
    )
    parser.add_argument(
        *("--no-measurements",),
        action="store_false",
        dest="measurements",
        help="leave out intervals and axis",
    )
    parser.set_defaults(run=run_render)


def _add_filters(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--filter",
        choices=("none", "diagnostic", "monitor", "muscle"),
        default="none",
        help="0.05–150 Hz; 0.5–40 Hz; up to 35 Hz (the last two: not diagnostic)",
    )
    parser.add_argument(
        "--mains",
        choices=("50", "60", "find"),
        help="subtract hum of so many Hz, or of the frequency found",
    )
    parser.add_argument(
        "--baseline", action="store_true", help="subtract the baseline's wander"
    )


def add_analyze(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        *("files",), nargs="*", type=Path, metavar="PATH", help="with -o also a folder"
    )
    parser.add_argument("--evidence", action="store_true")
    parser.add_argument("--model", help="that is asked, of 'ecgviewer models'")
    add_grouping(parser)
    parser.add_argument(
        "--fiducials", action="store_true", help="each beat's onsets, peaks and offsets"
    )
    parser.add_argument(
        "--second-opinion",
        action="store_true",
        help="widen intervals by what NeuroKit2 makes of them (takes longer)",
    )
    add_batch(parser.add_argument_group("a table of many recordings"))
    parser.set_defaults(run=run_analyze)


def add_batch(group: "argparse._ArgumentGroup") -> None:
    group.add_argument(
        *("-o", "--output"),
        type=Path,
        metavar="TABLE",
        help="a row for each recording, as .parquet, .csv or .jsonl",
    )
    group.add_argument(
        *("--list",),
        type=Path,
        action="append",
        default=[],
        metavar="FILE",
        help="with a path a line, or a CSV file with a column 'file' or 'path'",
    )
    group.add_argument(
        *("--jobs",), type=int, metavar="N", help="processes; one for each core"
    )
    group.add_argument(
        *("--together",),
        type=int,
        default=16,
        metavar="N",
        help="recordings that the network is asked about at once (16)",
    )
    group.add_argument(
        "--scheduler", metavar="ADDRESS", help="of a Dask cluster, such as tcp://a:8786"
    )
    group.add_argument(
        "--restart", action="store_true", help="give up what an earlier run has found"
    )
    group.add_argument(
        "--overwrite", action="store_true", help="replace a table that exists"
    )


def add_grouping(parser: argparse.ArgumentParser) -> None:
    from ecgviewer.ecg.leads import ANATOMIC, GROUPINGS

    parser.add_argument(
        "--grouping",
        default=ANATOMIC.key,
        metavar="NAME_OR_FILE",
        help=f"of leads, for the evidence: {', '.join(GROUPINGS)} or a JSON file",
    )


def add_explain(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE")
    parser.add_argument(
        *("--method",),
        default="owen",
        metavar="NAMES",
        help="such as owen,ig,waves; docs/reference/explain.md names them all",
    )
    parser.add_argument(
        "--statement", metavar="CODE", help="such as MI; else the most important one"
    )
    parser.add_argument("--model", help="that is asked, of 'ecgviewer models'")
    parser.add_argument("--lead", help="whose waves are asked about; else of all")
    parser.add_argument(
        *("--beat",),
        type=int,
        metavar="NUMBER",
        help="whose waves are asked about, from 0; else of all",
    )
    parser.add_argument("--out", type=Path, required=True, metavar="FOLDER")
    add_grouping(parser)
    parser.set_defaults(run=run_explain)


def add_convert(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE")
    parser.add_argument(
        *("-o", "--output"),
        type=Path,
        required=True,
        metavar="OUT",
        help=".hea (WFDB), .dcm, .edf, .csv; .json for what is measured",
    )
    parser.add_argument(
        "--deidentify",
        action="store_true",
        help="without name, number, date, device and free texts",
    )
    parser.set_defaults(run=run_convert)


def run_convert(options: argparse.Namespace) -> int:
    from ecgviewer.cli.convert import convert

    return convert(options)


def run_render(options: argparse.Namespace) -> int:
    from ecgviewer.cli import commands

    return commands.render(options)


def run_analyze(options: argparse.Namespace) -> int:
    from ecgviewer.cli import commands

    return commands.analyze(options)


def run_explain(options: argparse.Namespace) -> int:
    from ecgviewer.cli.explain import explain_file

    return explain_file(options)


def run_models(options: argparse.Namespace) -> int:
    from ecgviewer.cli import commands

    return commands.list_models()


def run_selftest(options: argparse.Namespace) -> int:
    from ecgviewer.cli.selftest import selftest

    return selftest(open_window)


def run_window(
    files: Sequence[Path], *, example: bool = False, model: str | None = None
) -> int:
    """Open the window and stay until it is closed."""
    application, session, window = open_window(files, example=example, model=model)
    sys.excepthook = exception_hook(session)
    window.notice_reading.say_unless_read()
    status = application.exec()
    sys.excepthook = sys.__excepthook__
    return int(status)


def open_window(
    files: Sequence[Path], *, example: bool = False, model: str | None = None
) -> "tuple[QApplication, Session, MainWindow]":
    """Show the window while the first file is read.

    Files are read in other processes, the first of which begins with it before the
    interface is imported.
    """
    paths = list(files)
    if example:
        from ecgviewer.io.dicom.format import bundled_example

        paths.insert(0, bundled_example())
    from ecgviewer.io.worker.pool import ReadingPool

    pool = ReadingPool(tables=tables_file())
    pool.start(paths[0] if paths else None)
    with _uncollected():
        application = make_application()
        session, window = make_window(paths, pool, model)
        window.show()
    return application, session, window


def tables_file() -> Path:
    """Return where it is kept what readers stated of tables."""
    from ecgviewer.io.cache.table_statements import TABLES
    from ecgviewer.paths import data_dir

    return data_dir() / TABLES


@contextmanager
def _uncollected() -> Iterator[None]:
    """Spare what is built meanwhile, modules and window, from garbage collection.

    All of it stays until the program ends; to search it again and again would take
    about a twentieth of the start.
    """
    gc.disable()
    try:
        yield
        gc.freeze()
    finally:
        gc.enable()


def make_application() -> "QApplication":
    from PySide6.QtGui import QIcon
    from PySide6.QtWidgets import QApplication

    from ecgviewer.paths import resources_dir
    from ecgviewer.ui.look.fonts import install_font

    application = QApplication.instance()
    if not isinstance(application, QApplication):
        application = QApplication(["ecgviewer"])
    application.setDesktopFileName("org.ecgviewer.ecgviewer")
    application.setWindowIcon(QIcon(str(resources_dir() / "icons" / "ecgviewer.svg")))
    application.setApplicationName("ecgviewer")
    application.setOrganizationName("ecgviewer")
    application.setApplicationVersion(__version__)
    install_font(application)
    return application


def make_window(
    paths: Sequence[Path],
    pool: "ReadingPool | None" = None,
    model: str | None = None,
) -> "tuple[Session, MainWindow]":
    """Return a session that already reads the first file, and its window, unshown."""
    from PySide6.QtCore import QSettings

    from ecgviewer.io.cache.reader_edits import LINES, EditStore
    from ecgviewer.io.worker.pool import ReadingPool
    from ecgviewer.paths import cache_dir, data_dir
    from ecgviewer.ui.look.settings import SettingsStore
    from ecgviewer.ui.state.jobs import JobRunner
    from ecgviewer.ui.state.session import Session
    from ecgviewer.ui.state.steps import steps_with
    from ecgviewer.ui.state.view_state import View
    from ecgviewer.ui.text.i18n import install_language

    pool = pool or ReadingPool(tables=tables_file())
    store = SettingsStore(QSettings())
    stored = store.load()
    install_language(stored.language)
    view = View(
        stored.layout,
        stored.speed_mm_per_s,
        stored.gain_mm_per_mv,
        scheme=stored.scheme,
        arrangement=stored.arrangement,
    )
    session = Session(
        JobRunner(),
        steps_with(pool),
        view=view,
        background=JobRunner(workers=1),
        cache=cache_dir() / "worklist.sqlite",
        edit_store=EditStore(data_dir() / LINES),
        at_end=pool.close,
    )
    session.analysis.statements.choose_model(model or stored.model)
    session.opening.open_files(paths)

    from ecgviewer.ui.window.main_window import MainWindow

    return session, MainWindow(session, store)


def exception_hook(session: "Session") -> ExceptionHook:
    """Return a hook that shows what nobody caught, and logs it."""

    def hook(
        kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        session.messages.report_unexpected(error.with_traceback(trace), "")

    return hook


if __name__ == "__main__":
    sys.exit(main())
