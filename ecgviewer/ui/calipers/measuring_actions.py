"""The actions of measuring by hand, and of undoing and copying."""

from collections.abc import Callable
from functools import partial

from PySide6.QtGui import QGuiApplication

from ecgviewer.ecg.page.calipers import SNAPPINGS, AmplitudeCaliper, TimeCaliper
from ecgviewer.ecg.qtc import QTC_FORMULAS
from ecgviewer.ui.calipers.caliper_controller import Measuring
from ecgviewer.ui.calipers.calipers import Calipers
from ecgviewer.ui.shell.actions import SUBMENU, ActionSpec, action_rows, always, given
from ecgviewer.ui.state.session import Session
from ecgviewer.ui.text.i18n import marked, tr

MEASURE = marked("&Measure")
MOVE = marked("Move the &handle")
SNAP = marked("&Snapping")
QTC = marked("&QTc formula")
SELECT_FIRST = marked("No caliper is selected (Tab on the paper selects one).")
SELECT_TIME = marked("No time caliper is selected (Tab on the paper selects one).")
SELECT_AMPLITUDE = marked("No amplitude caliper is selected.")
SNAPPING_TEXTS: dict[str, str] = {
    "sample": marked("Snap to &samples"),
    "r_peak": marked("Snap to &R peaks"),
    "fiducial": marked("Snap to &fiducials"),
    "off": marked("D&o not snap"),
}
SNAPPING_NEEDS: dict[str, str] = {
    "r_peak": marked("No R peaks are known."),
    "fiducial": marked("No fiducials are known."),
}
QTC_KEYS = {
    "Fridericia": "Shift+F",
    "Bazett": "Shift+B",
    "Framingham": "Shift+M",
    "Hodges": "Shift+H",
}
# The actions whose keys mean something else on the paper while no caliper is selected.
SHARED_KEYS = (
    *("next_handle", "previous_handle", "put_down"),
    *("nudge_later", "nudge_earlier", "nudge_far_later", "nudge_far_earlier"),
    *("nudge_up", "nudge_down", "nudge_far_up", "nudge_far_down"),
)


def measuring_actions(session: Session, measuring: Measuring) -> tuple[ActionSpec, ...]:
    """Return the actions in the order of the menus Edit and Measure."""
    return (
        *_edit_actions(session, measuring),
        *_caliper_actions(measuring),
        *_nudge_actions(measuring),
        *_set_up_actions(measuring),
    )


def _edit_actions(session: Session, measuring: Measuring) -> tuple[ActionSpec, ...]:
    return (*_undo_actions(session, measuring), *_removal_actions(measuring))


def _undo_actions(session: Session, measuring: Measuring) -> tuple[ActionSpec, ...]:
    stack, edit = session.undo_stack, tr("&Edit")

    def step_text(text: str, step: str) -> str:
        return f"{text} {step}" if step else text

    def with_drags_ended(change: Callable[[], None]) -> Callable[[], None]:
        """Let a step be undone, or done again, with nothing held halfway."""

        def end_and_change() -> None:
            session.reader_lines.drag.end()
            measuring.tool.end_drag()
            change()

        return end_and_change

    return (
        ActionSpec(
            "undo",
            edit,
            tr("&Undo"),
            ("Ctrl+Z",),
            with_drags_ended(stack.undo),
            enabled=lambda s: s.undo_stack.canUndo(),
            needs=tr("There is nothing to undo."),
            label=lambda s: step_text(tr("&Undo"), s.undo_stack.undoText()),
        ),
        ActionSpec(
            "redo",
            edit,
            tr("&Redo"),
            ("Ctrl+Shift+Z", "Ctrl+Y"),
            with_drags_ended(stack.redo),
            enabled=lambda s: s.undo_stack.canRedo(),
            needs=tr("There is nothing to redo."),
            label=lambda s: step_text(tr("&Redo"), s.undo_stack.redoText()),
        ),
    )


def _removal_actions(measuring: Measuring) -> tuple[ActionSpec, ...]:
    """Return what is done with calipers that are there: copied, or taken away."""
    calipers, edit = measuring.calipers, tr("&Edit")

    def copy() -> None:
        QGuiApplication.clipboard().setText(measuring.selected_text())

    return (
        ActionSpec(
            "copy_caliper",
            edit,
            tr("&Copy the caliper's value"),
            ("Ctrl+C",),
            copy,
            enabled=lambda _: measuring.selected_text() != "",
            needs=tr(SELECT_FIRST),
        ),
        ActionSpec(
            "remove_caliper",
            edit,
            tr("Re&move the caliper"),
            ("Del",),
            calipers.remove_selected,
            enabled=lambda _: calipers.state.selected is not None,
            on_paper=True,
            needs=tr(SELECT_FIRST),
        ),
        ActionSpec(
            "remove_calipers",
            edit,
            tr("Remove &all calipers"),
            ("Shift+Del",),
            calipers.remove_all,
            enabled=lambda _: bool(calipers.state.calipers),
            on_paper=True,
            needs=tr("There are no calipers."),
        ),
    )


def _caliper_actions(measuring: Measuring) -> tuple[ActionSpec, ...]:
    tool, menu = measuring.tool, tr(MEASURE)
    return (
        ActionSpec(
            "lens",
            menu,
            tr("&Zoom lens"),
            ("Z",),
            measuring.lens.toggle,
            checked=lambda _: measuring.lens.on,
        ),
        ActionSpec(
            "time_caliper",
            menu,
            tr("New &time caliper"),
            ("T",),
            tool.new_time_caliper,
            short=tr("Calipers"),
        ),
        ActionSpec(
            "amplitude_caliper",
            menu,
            tr("New &amplitude caliper"),
            ("V",),
            tool.new_amplitude_caliper,
        ),
        *_time_caliper_actions(measuring.calipers),
    )


def _time_caliper_actions(calipers: Calipers) -> tuple[ActionSpec, ...]:
    menu = tr(MEASURE)

    def time_selected(_session: Session) -> bool:
        return isinstance(calipers.state.caliper, TimeCaliper)

    return (
        ActionSpec(
            "march_out",
            menu,
            tr("&March out"),
            ("X",),
            calipers.toggle_march_out,
            enabled=time_selected,
            checked=lambda _: (
                isinstance(calipers.state.caliper, TimeCaliper)
                and calipers.state.caliper.march_out
            ),
            needs=tr(SELECT_TIME),
        ),
        ActionSpec(
            "more_intervals",
            menu,
            tr("Over one interval mor&e"),
            ("I",),
            lambda: calipers.step_intervals(1),
            enabled=time_selected,
            needs=tr(SELECT_TIME),
        ),
        ActionSpec(
            "fewer_intervals",
            menu,
            tr("Over one interval &less"),
            ("Shift+I",),
            lambda: calipers.step_intervals(-1),
            enabled=time_selected,
            needs=tr(SELECT_TIME),
        ),
    )


def _nudge_actions(measuring: Measuring) -> tuple[ActionSpec, ...]:
    """Return the keys that move a handle while a caliper is selected.

    Most of them mean something else while none is; see ``CaliperKeys``.
    """
    calipers, menu = measuring.calipers, tr(MEASURE) + SUBMENU + tr(MOVE)

    def selected(_session: Session) -> bool:
        return calipers.state.selected is not None

    nudge, later = calipers.nudge, tr("Ten samples later")
    earlier = tr("Ten samples earlier")
    rows = (
        ("nudge_later", tr("One sample later"), "Right", partial(nudge, 1)),
        ("nudge_earlier", tr("One sample earlier"), "Left", partial(nudge, -1)),
        ("nudge_far_later", later, "Shift+Right", partial(nudge, 10)),
        ("nudge_far_earlier", earlier, "Shift+Left", partial(nudge, -10)),
    )
    return (
        *_handle_actions(calipers),
        *action_rows(
            menu, rows, enabled=selected, on_paper=True, needs=tr(SELECT_FIRST)
        ),
        *_level_actions(measuring),
        ActionSpec(
            "put_down",
            tr(MEASURE),
            tr("Put &down the lens, then the caliper"),
            ("Esc",),
            measuring.put_down,
            enabled=lambda s: measuring.lens.on or selected(s),
            on_paper=True,
            needs=tr(SELECT_FIRST),
        ),
    )


def _handle_actions(calipers: Calipers) -> tuple[ActionSpec, ...]:
    return tuple(
        ActionSpec(
            name,
            tr(MEASURE) + SUBMENU + tr(MOVE),
            text,
            (key,),
            partial(calipers.cycle, step),
            enabled=given(
                step, lambda _, step: calipers.state.cycled(step) is not None
            ),
            on_paper=True,
            needs=tr("There is no further handle."),
        )
        for name, text, key, step in (
            ("next_handle", tr("&Next handle"), "Tab", 1),
            ("previous_handle", tr("&Previous handle"), "Shift+Tab", -1),
        )
    )


def _level_actions(measuring: Measuring) -> tuple[ActionSpec, ...]:
    raise_, calipers = measuring.tool.nudge_level, measuring.calipers
    up, down = tr("Level up ten steps"), tr("Level down ten steps")
    rows = (
        ("nudge_up", tr("Level up"), "Up", partial(raise_, 1)),
        ("nudge_down", tr("Level down"), "Down", partial(raise_, -1)),
        ("nudge_far_up", up, "Shift+Up", partial(raise_, 10)),
        ("nudge_far_down", down, "Shift+Down", partial(raise_, -10)),
    )
    return action_rows(
        tr(MEASURE) + SUBMENU + tr(MOVE),
        rows,
        enabled=lambda _: isinstance(calipers.state.caliper, AmplitudeCaliper),
        on_paper=True,
        needs=tr(SELECT_AMPLITUDE),
    )


def _set_up_actions(measuring: Measuring) -> tuple[ActionSpec, ...]:
    calipers = measuring.calipers
    snap_menu = tr(MEASURE) + SUBMENU + tr(SNAP)
    qtc_menu = tr(MEASURE) + SUBMENU + tr(QTC)
    snappings = tuple(
        ActionSpec(
            f"snap_{kind}",
            snap_menu,
            tr(SNAPPING_TEXTS[kind]),
            (f"Shift+F{number}",),
            partial(calipers.setup.set_snapping, kind),
            enabled=given(kind, lambda _, kind: calipers.setup.can_snap_to(kind)),
            checked=given(kind, lambda _, kind: calipers.setup.snapping == kind),
            group="snapping",
            needs=tr(SNAPPING_NEEDS.get(kind, "")),
        )
        for number, kind in enumerate(SNAPPINGS, start=2)
    )
    formulas = tuple(
        ActionSpec(
            f"qtc_{name}",
            qtc_menu,
            tr("QTc by {name}").format(name=name),
            (QTC_KEYS[name],),
            partial(calipers.setup.set_formula, name),
            enabled=always,
            checked=given(name, lambda _, name: calipers.setup.formula == name),
            group="qtc",
        )
        for name in QTC_FORMULAS
    )
    return (
        ActionSpec(
            "next_snapping",
            snap_menu,
            tr("Next &kind of snapping"),
            ("K",),
            measuring.next_snapping,
        ),
        *snappings,
        ActionSpec(
            "next_formula",
            qtc_menu,
            tr("Next &QTc formula"),
            ("Shift+Q",),
            measuring.next_formula,
            enabled=always,
        ),
        *formulas,
    )
