"""The actions of reading one recording: files, paper, zoom, moving, evidence."""

from ecgviewer.ui.paper.ecg_view import EcgView
from ecgviewer.ui.paper.moving import TimeSteps
from ecgviewer.ui.paper.paper_actions import paper_actions
from ecgviewer.ui.shell.actions import SUBMENU, ActionSpec, action_rows, always
from ecgviewer.ui.state.session import Session
from ecgviewer.ui.text.i18n import tr
from ecgviewer.ui.window.dialogs.opened import Dialogs
from ecgviewer.ui.worklist.file_opening import FileOpening


def reading_actions(
    session: Session, view: EcgView, files: FileOpening, dialogs: Dialogs
) -> tuple[ActionSpec, ...]:
    """Return the actions in the order of the menus."""
    return (
        ActionSpec(
            "open",
            tr("&File"),
            tr("&Open …"),
            ("Ctrl+O",),
            files.open_file,
            enabled=always,
            short=tr("Open"),
        ),
        *paper_actions(session, dialogs.choose_rhythm_leads),
        *_zoom_actions(session, view),
        *_move_actions(view.steps),
        ActionSpec(
            "evidence",
            tr("Evi&dence"),
            tr("Show &evidence on the paper"),
            ("E",),
            session.viewing.steps.toggle_evidence,
            checked=lambda s: s.view.evidence_shown,
            short=tr("Evidence"),
        ),
    )


def _zoom_actions(session: Session, view: EcgView) -> tuple[ActionSpec, ...]:
    return (
        ActionSpec(
            "zoom_in",
            tr("&View"),
            tr("Zoom &in"),
            ("+", "=", "Ctrl++"),
            lambda: session.viewing.steps.step_zoom(1),
            short=tr("Zoom +"),
        ),
        ActionSpec(
            "zoom_out",
            tr("&View"),
            tr("Zoom &out"),
            ("-", "Ctrl+-"),
            lambda: session.viewing.steps.step_zoom(-1),
            short=tr("Zoom −"),
        ),
        ActionSpec(
            "zoom_none",
            tr("&View"),
            tr("&True size (zoom 100 %)"),
            ("0", "Ctrl+0"),
            view.fitting.show_true_size,
            checked=lambda _: not view.fitting.fits,
            short=tr("True size"),
            right=True,
        ),
        ActionSpec(
            "zoom_fit",
            tr("&View"),
            tr("&Fit the sheet"),
            ("F",),
            view.fitting.fit,
            checked=lambda _: view.fitting.fits,
            short=tr("Fit"),
            right=True,
        ),
    )


def _move_actions(steps: TimeSteps) -> tuple[ActionSpec, ...]:
    moves = (
        ("later", tr("Later by a second"), "Right", lambda: steps.step_time(1)),
        ("earlier", tr("Earlier by a second"), "Left", lambda: steps.step_time(-1)),
        ("next_page", tr("Next page"), "PgDown", lambda: steps.step_page(1)),
        ("previous_page", tr("Previous page"), "PgUp", lambda: steps.step_page(-1)),
        ("start", tr("Start of the recording"), "Home", steps.go_to_start),
        ("end", tr("End of the recording"), "End", steps.go_to_end),
    )
    return action_rows(tr("&View") + SUBMENU + tr("Move"), moves, on_paper=True)
