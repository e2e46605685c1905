"""The actions on files: opening, going through the worklist, marks, privacy."""

from collections.abc import Callable

from ecgviewer.ui.shell.actions import ActionSpec, always
from ecgviewer.ui.state.session import Session
from ecgviewer.ui.text.i18n import tr
from ecgviewer.ui.worklist.file_opening import FileOpening

Slot = Callable[[], object]


def worklist_actions(session: Session, files: FileOpening) -> tuple[ActionSpec, ...]:
    """Return the actions in the order of the menus."""
    return (
        ActionSpec(
            "open_folder",
            tr("&File"),
            tr("Open fol&der …"),
            ("Ctrl+Shift+O",),
            files.open_folder,
            enabled=always,
        ),
        *_steps(session),
        *_marks(session, files),
        ActionSpec(
            "hide_patient",
            tr("&View"),
            tr("&Hide patient names"),
            ("Ctrl+H",),
            session.privacy.toggle,
            enabled=always,
            checked=lambda s: s.privacy.hidden,
        ),
    )


def closing_actions(close: Slot) -> tuple[ActionSpec, ...]:
    """Return what stands last in the File menu."""
    return (ActionSpec("quit", tr("&File"), tr("&Quit"), ("Ctrl+Q",), close, always),)


def _steps(session: Session) -> tuple[ActionSpec, ...]:
    return (
        ActionSpec(
            "next_file",
            tr("&File"),
            tr("&Next recording"),
            ("N",),
            lambda: session.stepping.step_file(1),
            enabled=lambda s: s.worklist.step(1) is not None,
            needs=tr("No recording of the worklist comes after this one."),
        ),
        ActionSpec(
            "previous_file",
            tr("&File"),
            tr("&Previous recording"),
            ("P",),
            lambda: session.stepping.step_file(-1),
            enabled=lambda s: s.worklist.step(-1) is not None,
            needs=tr("No recording of the worklist comes before this one."),
        ),
        ActionSpec(
            "next_unread",
            tr("&File"),
            tr("Next &unread recording"),
            ("Shift+N",),
            session.stepping.step_to_unread,
            enabled=lambda s: s.worklist.next_unread() is not None,
            needs=tr("No other recording of the worklist is unread."),
        ),
    )


def _marks(session: Session, files: FileOpening) -> tuple[ActionSpec, ...]:
    return (
        ActionSpec(
            "mark_read",
            tr("&File"),
            tr("Marked as &read"),
            ("R",),
            files.toggle_read,
            enabled=lambda s: s.worklist.rows.lists(s.worklist.shown),
            checked=lambda s: s.worklist.rows.is_read(s.worklist.shown),
            needs=tr("No recording is open."),
        ),
        ActionSpec(
            "mark_on_next",
            tr("&File"),
            tr("Going on with N &marks as read"),
            ("Shift+R",),
            session.stepping.toggle_marks_on_next,
            always,
            lambda s: s.stepping.marks_on_next,
        ),
        ActionSpec(
            "find_file",
            tr("&File"),
            tr("&Find in the worklist …"),
            ("Ctrl+F",),
            files.find_file,
            enabled=lambda s: s.worklist.rows.n_listed > 0,
            needs=tr("No files are open."),
        ),
    )
