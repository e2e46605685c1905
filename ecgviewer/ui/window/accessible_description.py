"""What is on the paper, in words, for readers who do not see it."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Slot

from ecgviewer.ui.calipers.caliper_controller import Measuring
from ecgviewer.ui.findings.evidence_tree import BEING_THERE
from ecgviewer.ui.paper.ecg_view import EcgView
from ecgviewer.ui.paper.evidence_scale import contribution_text
from ecgviewer.ui.state.evidence_on_demand import PRESENCE
from ecgviewer.ui.state.session import Session
from ecgviewer.ui.text.i18n import tr


class PaperWords(QObject):
    """Keeps the paper's accessible description: captions, selection and calipers."""

    def __init__(
        self,
        session: Session,
        view: EcgView,
        measuring: Measuring,
        captions: Callable[[], tuple[str, ...]],
    ) -> None:
        super().__init__(view)
        self._session = session
        self._view = view
        self._measuring = measuring
        self._captions = captions
        for widget in (view, view.canvas, view.canvas.viewport()):
            widget.setAccessibleName(tr("ECG paper"))
        measuring.calipers.settled.connect(self.tell)

    @Slot()
    def tell(self) -> None:
        """Describe the paper as it is now."""
        parts = (*self._captions(), self.selection(), self._calipers())
        self._view.canvas.setAccessibleDescription("\n".join(p for p in parts if p))

    def selection(self) -> str:
        """Return what is selected, and what it contributes to the statement."""
        selection, beats = self._session.selection, self._session.known.beats
        where = selection.lead or (tr(selection.group) if selection.group else "")
        if not where:
            return ""
        value = self._session.waves.contribution(selection)
        said = "" if value is None else f" {contribution_text(value)}"
        if selection.beat is None or beats is None:
            return tr("Selected: {where}.").format(where=where + said)
        wave = selection.wave
        if wave is not None:
            said = f", {tr(BEING_THERE) if wave == PRESENCE else wave}{said}"
        return tr("Selected: {where}, beat {number} at {time:.2f} s{said}.").format(
            where=where,
            number=selection.beat + 1,
            time=float(beats.times_s[selection.beat]),
            said=said,
        )

    def _calipers(self) -> str:
        readouts = self._measuring.readouts()
        if not readouts:
            return ""
        said = "; ".join(readout.copied for readout in readouts)
        selected = self._measuring.selected_text()
        if not selected:
            return tr("Calipers: {all}.").format(all=said)
        return tr("Selected caliper: {selected}. All calipers: {all}.").format(
            selected=selected, all=said
        )
