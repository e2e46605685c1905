"""The display filter on the tool bar, and the warning below filtered paper."""

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QLabel, QMenu, QToolButton

from ecgviewer.ui.look.text_size import letters
from ecgviewer.ui.look.theme import GAP_PX, TEXT_PX
from ecgviewer.ui.paper.ecg_view import EcgView
from ecgviewer.ui.shell.actions import Actions
from ecgviewer.ui.state.session import Session
from ecgviewer.ui.text.filter_texts import BAND_SHORT
from ecgviewer.ui.text.i18n import tr

GROUPS = ("band", "mains")


class FilterButton(QToolButton):
    """Names the filter in use and drops down the choice."""

    def __init__(self, session: Session, actions: Actions) -> None:
        super().__init__()
        self._session = session
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setToolTip(tr("Display filters (keys D, M, W)"))
        menu = QMenu(self)
        for spec, action in actions.rows():
            if spec.group in GROUPS or spec.id == "baseline":
                if spec.id in ("mains_0", "baseline"):
                    menu.addSeparator()
                menu.addAction(action)
        self.setMenu(menu)
        session.filtering.changed.connect(self.on_filtering_changed)
        self.on_filtering_changed()

    @Slot()
    def on_filtering_changed(self) -> None:
        choice = self._session.filtering.choice
        parts = [] if choice.band == "none" else [tr(BAND_SHORT[choice.band])]
        if choice.mains_hz:
            parts.append(tr("no {hz:g} Hz").format(hz=choice.mains_hz))
        if choice.find_powerline:
            parts.append(tr("no hum"))
        if choice.baseline:
            parts.append(tr("no wander"))
        text = ", ".join(parts) or tr("none")
        self.setText(tr("Filter: {name}").format(name=text))
        self.setAccessibleName(self.text())


class FilterMark(QLabel):
    """Warns of a filter that changes what is judged; hidden otherwise."""

    def __init__(self, view: EcgView) -> None:
        super().__init__()
        self._view = view
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setMargin(GAP_PX)
        self.setFont(letters(TEXT_PX, strong=True))
        view.plot_changed.connect(self.on_plot_changed)
        self.on_plot_changed()

    @Slot()
    def on_plot_changed(self) -> None:
        plot = self._view.plot
        warning = plot.filtering.warning if plot is not None else ""
        self.setText(warning)
        self.setVisible(bool(warning))
