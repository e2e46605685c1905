"""Asks the reader of a table for what it does not say, and reads it again."""

from pathlib import Path
from typing import TypeGuard

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtWidgets import QWidget

from ecgviewer.io.delimited import DELIMITED
from ecgviewer.io.delimited.preview import TablePreview
from ecgviewer.io.errors import ReadError
from ecgviewer.io.table_statement import TableStatement
from ecgviewer.ui.look.theme import SCHEMES
from ecgviewer.ui.shell.actions import ActionSpec
from ecgviewer.ui.state.session import Session
from ecgviewer.ui.text.i18n import tr
from ecgviewer.ui.text.messages import Message
from ecgviewer.ui.text.privacy import shown_error, shown_name

PREVIEW, KEEP = "table", "keep_statement"


class TableAsking(QObject):
    """Belongs to a window, before which its dialog stands."""

    def __init__(self, session: Session, window: QWidget) -> None:
        super().__init__(window)
        self._session, self._window = session, window
        session.opening.unstated.connect(self.ask)

    def action(self) -> ActionSpec:
        return ActionSpec(
            "table_columns",
            tr("&File"),
            tr("Columns of the ta&ble …"),
            ("Ctrl+T",),
            self.ask_of_current,
            enabled=lambda session: _is_table(session.worklist.current),
            needs=tr("No table (CSV, TSV) is open."),
        )

    @Slot()
    def ask_of_current(self) -> None:
        path = self._session.worklist.current
        if _is_table(path):
            self.ask(path)

    @Slot(Path)
    def ask(self, path: Path) -> None:
        """Show how a table begins, and take what is stated of it."""
        session = self._session
        name = shown_name(path, session.privacy.hidden)
        session.jobs.start(
            *(PREVIEW, tr("Reading {name} …").format(name=name)),
            *(session.steps.preview_table, path),
            on_done=lambda preview: self._show(path, preview),
            on_error=self._on_error,
        )

    def _show(self, path: Path, preview: TablePreview) -> None:
        from ecgviewer.ui.window.dialogs.table_dialog import TableDialog

        session = self._session
        hidden = session.privacy.hidden
        dialog = TableDialog(
            *(shown_name(path, hidden), preview, SCHEMES[session.view.scheme]),
            self._window,
            hide_words=hidden,
        )
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.stated.connect(lambda stated: self._keep(path, preview.key, stated))
        dialog.open()

    def _keep(self, path: Path, key: str, stated: TableStatement) -> None:
        session = self._session
        session.jobs.start(
            *(KEEP, "", session.steps.keep_statement, key, stated),
            on_done=lambda _none: session.opening.read_anew(path),
            on_error=self._on_error,
        )

    def _on_error(self, error: Exception) -> None:
        if isinstance(error, ReadError):
            text = shown_error(error, self._session.privacy.hidden)
            self._session.messages.show(Message(text))
        elif isinstance(error, OSError):
            text = tr("What was stated of the table cannot be kept: {reason}.")
            reason = error.strerror or str(error)
            self._session.messages.show(Message(text.format(reason=reason)))
        else:
            self._session.messages.report_unexpected(error, tr("Reading a table …"))


def _is_table(path: Path | None) -> TypeGuard[Path]:
    return path is not None and path.suffix.lower() in DELIMITED.suffixes
