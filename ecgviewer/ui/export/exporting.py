"""Pages out of the window: what is shown, as a file or on paper."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QLocale, QObject, Signal
from PySide6.QtWidgets import QMessageBox, QWidget

from ecgviewer.ecg.annotations import AnnotationFiles
from ecgviewer.ecg.signal import SignalError
from ecgviewer.ui.export.page_files import Target, print_pages, write_pages
from ecgviewer.ui.export.page_plan import (
    A4,
    LETTER,
    PageContent,
    TooManyPagesError,
    page_form,
    pages_of,
)
from ecgviewer.ui.export.recording_files import Copy, ask_for_copy
from ecgviewer.ui.export.save_dialog import ask_where
from ecgviewer.ui.export.whole_files import TakenError
from ecgviewer.ui.look.settings import SettingsStore
from ecgviewer.ui.look.theme import PRINT, SCHEMES
from ecgviewer.ui.paper.ecg_view import EcgView
from ecgviewer.ui.state.jobs import OnDone, OnError
from ecgviewer.ui.state.session import Session
from ecgviewer.ui.text.i18n import marked, tr
from ecgviewer.ui.text.localised import localised
from ecgviewer.ui.text.messages import Message
from ecgviewer.ui.text.privacy import shown_name

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

    from ecgviewer.io.writing.convert import Written

PNG_DPI = (150, 300, 600)
NOT_ALTERED = marked(
    "An altered ECG is not exported. Go back to the recording first (What if, Shift+X)."
)

AskForTarget = Callable[[QWidget, str], Target | None]
AskForCopy = Callable[[QWidget, str, bool], Copy | None]
AskForPrinter = Callable[[QWidget], "QPrinter | None"]
Confirm = Callable[[QWidget, str], bool]


def file_kinds() -> dict[str, Target]:
    """Return what can be written, by the words of the file dialog.

    The sheet of paper that the reader's country uses comes first.
    """
    imperial = QLocale().measurementSystem() != QLocale.MeasurementSystem.MetricSystem
    kinds = {}
    for size in (LETTER, A4) if imperial else (A4, LETTER):
        for page_format in ("pdf", "svg"):
            name = f"{page_format.upper()}, {size.name} (*.{page_format})"
            kinds[name] = Target(Path(), page_format, size)
        for dpi in PNG_DPI:
            name = tr("PNG, {size}, {dpi} dots per inch (*.png)")
            kind = Target(Path(), "png", size, dpi)
            kinds[name.format(size=size.name, dpi=dpi)] = kind
    return kinds


def ask_for_target(parent: QWidget, suggestion: str) -> Target | None:
    """Ask where to write and as what; ``None`` if the reader thought better of it."""
    kinds = file_kinds()
    suffixes = {words: f".{target.format}" for words, target in kinds.items()}
    # Whether a file may be replaced is asked once its whole name is known.
    found = ask_where(parent, tr("Export pages"), suggestion, suffixes)
    if found is None:
        return None
    path, kind = found
    return replace(kinds[kind], path=path)


def confirm_overwriting(parent: QWidget, name: str) -> bool:
    """Ask whether a file that exists may be replaced."""
    text = tr("{name} exists already. Replace it?").format(name=name)
    answer = QMessageBox.question(parent, tr("Export pages"), text)
    return answer == QMessageBox.StandardButton.Yes


def ask_for_printer(parent: QWidget) -> "QPrinter | None":
    """Ask for a printer; ``None`` if the reader thought better of it."""
    from PySide6.QtPrintSupport import QPrintDialog, QPrinter

    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    dialog = QPrintDialog(printer, parent)
    accepted = dialog.exec() == QPrintDialog.DialogCode.Accepted
    return printer if accepted else None


class Exporting(QObject):
    """Turns what the view shows into pages, and sends them where the reader wants."""

    written = Signal(str)  # a sentence on what was written
    not_written = Signal()  # pages failed, or must not replace what is there
    busy_changed = Signal()

    def __init__(
        self,
        session: Session,
        view: EcgView,
        settings: SettingsStore,
        measured: Callable[[], tuple[str, ...]] = tuple,
    ) -> None:
        """Make it for a view; ``measured`` returns what pages say was measured."""
        super().__init__(view)
        self._session, self._view, self._settings = session, view, settings
        self._measured = measured
        self.ask_for_target: AskForTarget = ask_for_target
        self.ask_for_copy: AskForCopy = ask_for_copy
        self.ask_for_printer: AskForPrinter = ask_for_printer
        self.confirm_overwriting: Confirm = confirm_overwriting
        self._keys: set[str] = set()
        self._numbers = count()

    def content(self) -> PageContent | None:
        """Return the page that begins where the view does, ``None`` with no recording.

        None of an altered one either, which is nobody's ECG; the reader is told.
        A dark paper is printed light: nobody wants to pay for the ink.
        """
        session, plot = self._session, self._view.plot
        if plot is None:
            return None
        if session.filtering.altered:
            session.messages.show(Message(tr(NOT_ALTERED)))
            return None
        view = session.view
        content = PageContent(
            plot.recording,
            view.layout,
            view.speed_mm_per_s,
            view.gain_mm_per_mv,
            plot.sheet.start_s,
            arrangement=view.arrangement,
            scheme=PRINT if plot.scheme.dark else SCHEMES[view.scheme],
            filtering=plot.filtering,
            hide_patient=session.privacy.hidden,
            measurements=self._measured(),
        )
        evidence, prediction = session.known.evidence, session.known.prediction
        if (
            view.evidence_shown
            and (evidence is not None and evidence.is_told)
            and prediction is not None
        ):
            content = replace(
                content,
                beats=session.known.beats,
                evidence=evidence,
                finding=prediction.finding(evidence.code),
                model=prediction.model,
            )
        return replace(content, start_s=self._start_s(content))

    def _start_s(self, content: PageContent) -> float:
        """Return what is at the left of the view, in whole half seconds."""
        plot = self._view.plot
        assert plot is not None
        left_s, cells = plot.sheet.start_s, plot.sheet.cells
        if cells and not self._session.viewing.paged:
            left_mm = max(cells[0].x_mm, self._view.scrolling.visible_mm().left())
            left_s = max(0, int(2 * plot.sheet.time_at(cells[0], left_mm))) / 2
        last_s = max(0.0, plot.recording.duration_s - page_form(content).span_s)
        return min(left_s, last_s) if not self._session.viewing.paged else left_s

    def export(self, *, all_pages: bool = False) -> None:
        """Write what the view shows, or the whole recording, to a file."""
        content = self.content()
        if content is None:
            return
        source = content.recording.source.path
        name = Path(shown_name(source, content.hide_patient)).stem
        suggestion = str(Path(self._settings.load().export_folder) / name)
        target = self.ask_for_target(self._view, suggestion)
        if target is None:
            return
        folder = str(target.path.absolute().parent)
        self._settings.change(lambda stored: replace(stored, export_folder=folder))
        pages = self._pages(replace(content, size=target.size), all_pages)
        if not pages:
            return
        self._write(pages, target, may_replace=False)

    def export_recording(self) -> None:
        """Write the recording as its file has it, unfiltered, in another format."""
        from ecgviewer.io.writing.convert import write_recording

        session = self._session
        recording, hidden = session.recording, session.privacy.hidden
        if recording is None:
            return
        stored = self._settings.load()
        name = Path(shown_name(recording.source.path, hidden)).stem
        suggestion = str(Path(stored.export_folder) / name)
        copy = self.ask_for_copy(self._view, suggestion, hidden)
        if copy is None:
            return
        annotations = AnnotationFiles(session.known.annotations)
        folder = str(copy.path.absolute().parent)
        self._settings.change(lambda known: replace(known, export_folder=folder))

        write = partial(write_recording, deidentified=copy.deidentified)
        self._start(
            tr("Writing “{name}” …").format(name=copy.path.name),
            write,
            *(recording, copy.path, annotations),
            on_done=self._say_copied,
            on_error=lambda error: self._say_failed(error, f"“{copy.path.name}”"),
        )

    def _say_copied(self, written: "Written") -> None:
        self._say_written(written.paths)
        if written.note:
            self._session.messages.show(Message(localised(written.note), "warning"))

    def _write(
        self, pages: tuple[PageContent, ...], target: Target, *, may_replace: bool
    ) -> None:
        def failed(error: Exception) -> None:
            if not isinstance(error, TakenError):
                self._say_failed(error, f"“{target.path.name}”")
            elif self.confirm_overwriting(self._view, error.path.name):
                self._write(pages, target, may_replace=True)
            else:
                self.not_written.emit()

        activity = tr("Writing “{name}” …").format(name=target.path.name)
        job = (write_pages, pages, target, may_replace)
        self._start(activity, *job, on_done=self._say_written, on_error=failed)

    def print(self, *, all_pages: bool = False) -> None:
        """Print what the view shows, or the whole recording, in true size."""
        content = self.content()
        printer = self.ask_for_printer(self._view) if content is not None else None
        if content is None or printer is None:
            return
        from PySide6.QtGui import QPageSize

        letter = printer.pageLayout().pageSize().id() == QPageSize.PageSizeId.Letter
        size = LETTER if letter else A4
        pages = self._pages(replace(content, size=size), all_pages)
        if not pages:
            return
        self._start(
            tr("Printing …"),
            print_pages,
            pages,
            printer,
            on_done=self._say_printed,
            on_error=lambda error: self._say_failed(error, tr("The print")),
        )

    # -------------------------------------------------------------------------- jobs

    @property
    def busy(self) -> bool:
        """Whether pages are being written or printed."""
        return bool(self._keys)

    def stop(self) -> None:
        """Give up on all pages that are being written or printed."""
        self._session.jobs.stop(*self._keys)
        self._keys.clear()
        self.busy_changed.emit()

    def _start(
        self,
        activity: str,
        function: Callable[..., Any],
        *args: Any,
        on_done: OnDone,
        on_error: OnError,
    ) -> None:
        """Start a job that no other one takes the place of."""
        key = f"pages {next(self._numbers)}"

        def done(result: Any) -> None:
            self._end(key)
            on_done(result)

        def failed(error: Exception) -> None:
            # It has not ended while the reader is asked whether to go on with it.
            try:
                on_error(error)
            finally:
                self._end(key)

        self._keys.add(key)
        self.busy_changed.emit()
        self._session.jobs.start(
            key, activity, function, *args, on_done=done, on_error=failed
        )

    def _end(self, key: str) -> None:
        self._keys.discard(key)
        self.busy_changed.emit()

    def _pages(self, content: PageContent, all_pages: bool) -> tuple[PageContent, ...]:
        start_s = 0.0 if all_pages else content.start_s
        content = replace(content, start_s=start_s)
        try:
            return pages_of(content, all_pages=all_pages)
        except TooManyPagesError as error:
            self._session.messages.show(Message(str(error)))
            return ()

    def _say_written(self, paths: tuple[Path, ...]) -> None:
        names = paths[0].name if len(paths) == 1 else f"{paths[0].name} …"
        text = (
            tr("Written: “{name}” ({n} files)")
            if len(paths) > 1
            else tr("Written: “{name}”")
        )
        self.written.emit(text.format(name=names, n=len(paths)))

    def _say_printed(self, n_pages: int) -> None:
        text = tr("Handed to the printer. Pages: {n}")
        self.written.emit(text.format(n=n_pages))

    def _say_failed(self, error: Exception, name: str) -> None:
        self.not_written.emit()
        from ecgviewer.io.writing.steps import WriteError

        if isinstance(error, WriteError):
            text = tr("{name} could not be written: {reason}.")
            reason = localised(error.reason)
            self._session.messages.show(Message(text.format(name=name, reason=reason)))
            return
        if not isinstance(error, OSError | SignalError):
            self._session.messages.report_unexpected(error, name)
            return
        text = tr("{name} could not be written: {reason}.")
        reason = (isinstance(error, OSError) and error.strerror) or str(error)
        self._session.messages.show(
            Message(text.format(name=name, reason=localised(reason)))
        )
