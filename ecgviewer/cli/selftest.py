"""``ecgviewer selftest``: whether this installation is whole and computes as it should.

Every module is imported, every row of the registries loaded, and the bundled example
taken through everything: measurements, statements, evidence, pages and the window.
Numbers are compared with stored ones. Neither the settings nor the cache of whoever
runs it are read or changed.
"""

import os
import platform
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages
from typing import TYPE_CHECKING

import ecgviewer
from ecgviewer.cli.selftest_numbers import (
    ExampleRun,
    Numbers,
    differences,
    read_stored,
)

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from ecgviewer.ui.state.session import Session
    from ecgviewer.ui.window.main_window import MainWindow

LIBRARIES = ("captum.attr", "neurokit2", "pydicom", "safetensors.torch", "soundfile")
MAX_GAP = 1e-6
WINDOW_LIMIT_S = 600.0
_MOST_NAMED = 3
_FOLDERS = (
    *("HOME", "USERPROFILE", "LOCALAPPDATA", "APPDATA"),
    *("XDG_CACHE_HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME"),
)

OpenWindow = Callable[[list[Path]], "tuple[QApplication, Session, MainWindow]"]


class SelftestError(Exception):
    """Something is not as it should be; the message says what."""


@dataclass(frozen=True)
class Verdict:
    """What one check came to."""

    name: str
    passed: bool
    said: str
    took_s: float

    def __str__(self) -> str:
        mark = "ok" if self.passed else "FAILED"
        return f"{mark:<7}{self.name:<14}{self.took_s:6.1f} s  {self.said}"


@dataclass(frozen=True)
class Check:
    """A check: ``ask`` returns what it found and raises whatever is wrong."""

    name: str
    ask: Callable[[], str]


def selftest(open_window: OpenWindow) -> int:
    """Print a verdict a line; return 1 if one is that something is wrong."""
    frozen = "frozen" if getattr(sys, "frozen", False) else "from source"
    print(
        f"ecgviewer {ecgviewer.__version__}, {frozen}, Python "
        f"{platform.python_version()}, {platform.platform(terse=True)}"
    )
    failed = 0
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        with _own_folders(folder):
            for verdict in run(checks(ExampleRun(), Path(folder), open_window)):
                print(verdict, flush=True)
                failed += not verdict.passed
    print(f"{failed} checks failed" if failed else "everything works")
    return 1 if failed else 0


def run(todo: tuple[Check, ...]) -> Iterator[Verdict]:
    """Yield a verdict for each check, whatever happens in it."""
    for check in todo:
        started_s = time.monotonic()
        try:
            passed, said = True, check.ask()
        except Exception as error:  # noqa: BLE001 - it is the verdict
            kind = "" if isinstance(error, SelftestError) else type(error).__name__
            passed, said = False, ": ".join(x for x in (kind, str(error)) if x)
        took_s = time.monotonic() - started_s
        yield Verdict(check.name, passed, " ".join(said.split()), took_s)


def checks(
    example: ExampleRun, folder: Path, open_window: OpenWindow
) -> tuple[Check, ...]:
    """Return the checks in their order: what is cheap comes first."""
    stored: dict[str, Numbers] = {}

    def numbers() -> Numbers:
        if not stored:
            stored["numbers"] = read_stored()
        return stored["numbers"]

    return (
        Check("modules", import_everything),
        Check("formats", load_formats),
        Check("explainers", load_explainers),
        Check("texts", load_texts),
        Check("bundles", lambda: load_bundles(example)),
        Check("measurements", lambda: compare_measurements(example, numbers())),
        Check("statements", lambda: compare_statements(example, numbers())),
        Check("evidence", lambda: compare_evidence(example, numbers())),
        Check("pages", lambda: write_pages(example, folder)),
        Check("window", lambda: show_window(example, open_window)),
    )


def import_everything() -> str:
    """Import every module of the program and the libraries that wait to be asked."""
    names = [
        found.name
        for found in walk_packages(ecgviewer.__path__, "ecgviewer.")
        if not found.name.endswith("__main__")
    ]
    for name in (*names, *LIBRARIES):
        import_module(name)
    if len(names) < 100:
        raise SelftestError(f"only {len(names)} modules are there")
    return f"{len(names)} modules and their libraries load"


def load_formats() -> str:
    from ecgviewer.io import FORMATS

    for format_ in FORMATS.values():
        reader = format_.load_reader()
        if not (callable(reader.read) and callable(reader.summarise)):
            raise SelftestError(f"{format_.name} has no reader")
    return f"{len(FORMATS)} load: {', '.join(FORMATS)}"


def load_explainers() -> str:
    from ecgviewer.ai.registry import EXPLAINERS

    for row in EXPLAINERS.values():
        if not (callable(row.attribute) and (not row.steps or callable(row.explain))):
            raise SelftestError(f"{row.title} cannot be called")
    return f"{len(EXPLAINERS)} load: {', '.join(EXPLAINERS)}"


def load_texts() -> str:
    """Load the font and the translations."""
    _draw_without_a_screen()
    from PySide6.QtGui import QFontDatabase
    from PySide6.QtWidgets import QApplication

    from ecgviewer.ui.look.fonts import FAMILY, install_font
    from ecgviewer.ui.text.i18n import LANGUAGES, install_language

    application = QApplication.instance()
    if not isinstance(application, QApplication):
        application = QApplication(["ecgviewer"])
    install_font(application)
    if FAMILY not in QFontDatabase.families():
        raise SelftestError(f"the font {FAMILY} is missing")
    for language in LANGUAGES:
        installed = install_language(language)
        if language != "en" and not installed:
            raise SelftestError(f"the texts in {language} are missing")
        for translator in installed:
            application.removeTranslator(translator)
    return f"the font {FAMILY}, languages {', '.join(LANGUAGES)}"


def load_bundles(example: ExampleRun) -> str:
    """Load each bundle: its weights are its card's and its probes answer alike."""
    from ecgviewer.ai.registry import ENSEMBLE, FAMILIES
    from ecgviewer.pipeline import installed_models

    families = {str(model.card["family"]) for model in example.models.values()}
    if missing := {*FAMILIES, ENSEMBLE} - families:
        raise SelftestError(f"no bundle of the family {', '.join(sorted(missing))}")
    measuring = installed_models()
    if measuring.delineator is None or measuring.quality is None:
        raise SelftestError("the delineator or the model of quality is missing")
    return (
        f"{len(example.models)} of {len(families)} families: weights are those of "
        "their cards, probes agree; delineator and quality load"
    )


def compare_measurements(example: ExampleRun, stored: Numbers) -> str:
    here = example.measurements
    units = {key: item.unit for key, item in example.measured.items()}
    _compare("measurements", stored, here, units)
    if not example.analysis.measurements.second_opinion:
        raise SelftestError("NeuroKit2 has no second opinion")
    n_none = sum(value is None for value in here.values())
    return f"{len(here) - n_none} values as stored, {n_none} withheld as stored"


def compare_statements(example: ExampleRun, stored: Numbers) -> str:
    for group, here in example.logits.items():
        _compare(group, stored, here)
    n = sum(map(len, example.logits.values()))
    return f"{n} logits of {len(example.logits)} models as stored"


def compare_evidence(example: ExampleRun, stored: Numbers) -> str:
    _compare("evidence", stored, example.evidence)
    for explained in (example.explained, example.attention):
        for key, reason in explained.refused.items():
            raise SelftestError(f"{key}: {reason}")
    gap = example.explained.answers["owen"].max_gap
    if not gap < MAX_GAP:
        raise SelftestError(f"evidence does not add up: {gap:.2g}")
    methods = [*example.explained.answers, *example.attention.answers]
    return f"leads as stored, sums within {gap:.0e}; {', '.join(methods)} answer"


def write_pages(example: ExampleRun, folder: Path) -> str:
    """Write a page in each format by the program's own command."""
    from ecgviewer.ui.export.page_files import PageFormat, Target, write_pages
    from ecgviewer.ui.export.page_plan import PAGE_SIZES, PageContent, pages_of
    from ecgviewer.ui.look.theme import SCHEMES

    _draw_without_a_screen()
    size = PAGE_SIZES["A4"]
    content = PageContent(
        *(example.recording, "3x4+1R", 25.0, 10.0, 0.0),
        size=size,
        scheme=SCHEMES["red"],
    )
    sizes = []
    starts: dict[PageFormat, bytes] = {
        "pdf": b"%PDF",
        "png": b"\x89PNG",
        "svg": b"<?xml",
    }
    for suffix, start in starts.items():
        path = folder / f"page.{suffix}"
        write_pages(pages_of(content, all_pages=False), Target(path, suffix, size, 100))
        if not path.read_bytes().startswith(start):
            raise SelftestError(f"the page is no {suffix.upper()}")
        sizes.append(f"{suffix.upper()} {path.stat().st_size / 1000:.0f} kB")
    return ", ".join(sizes)


def show_window(example: ExampleRun, open_window: OpenWindow) -> str:
    """Open the window on the example, wait for values and statements, close it."""
    _draw_without_a_screen()
    from PySide6.QtCore import QSettings, QTimer

    ini = QSettings.Format.IniFormat
    former = QSettings.defaultFormat()
    QSettings.setDefaultFormat(ini)
    QSettings.setPath(ini, QSettings.Scope.UserScope, os.environ["XDG_CONFIG_HOME"])
    application, session, window = open_window([example.path])
    reasons: list[str] = []

    def look() -> None:
        message = session.messages.message
        if message is not None and message.kind == "error":
            application.exit(1)
            reasons.append(message.text)
        elif None not in (session.known.prediction, session.examining.result):
            application.exit(0)

    def give_up() -> None:
        application.exit(1)
        reasons.append(f"no statements within {WINDOW_LIMIT_S:.0f} s")

    timer, limit = QTimer(interval=100), QTimer(singleShot=True)
    timer.timeout.connect(look)
    limit.timeout.connect(give_up)  # apart, so that it comes whatever happens there
    timer.start()
    limit.start(round(1000 * WINDOW_LIMIT_S))
    status = application.exec()
    timer.stop()
    limit.stop()
    picture = window.grab().toImage()
    window.close()
    QSettings.setDefaultFormat(former)
    if status:
        raise SelftestError(reasons[0] if reasons else "the window was closed")
    colours = {picture.pixel(x, 300) for x in range(0, picture.width(), 3)}
    if len(colours) < 3:
        raise SelftestError("the window is blank")
    platform_name = application.platformName()
    return f"measured and asked on {platform_name}, {picture.width()} px wide"


def _compare(
    group: str,
    stored: Numbers,
    here: dict[str, float | None],
    units: dict[str, str] | None = None,
) -> None:
    if group not in stored:
        raise SelftestError(f"no {group} are stored")
    found = [str(item) for item in differences(group, stored[group], here, units)]
    if found:
        more = len(found) - _MOST_NAMED
        rest = f" and {more} more" if more > 0 else ""
        raise SelftestError(f"{group}: {'; '.join(found[:_MOST_NAMED])}{rest}")


def _draw_without_a_screen() -> None:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


@contextmanager
def _own_folders(folder: str) -> Iterator[None]:
    """Let settings, cache and data lie in a folder that is removed afterwards."""
    former = {name: os.environ.get(name) for name in _FOLDERS}
    os.environ.update(dict.fromkeys(_FOLDERS, folder))
    try:
        yield
    finally:
        for name, value in former.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value
