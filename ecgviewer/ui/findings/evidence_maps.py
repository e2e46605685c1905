"""Evidence as a whole: leads by beats, and leads where they look from."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from ecgviewer.ui.findings.lead_planes import LeadPlanes
from ecgviewer.ui.findings.leads_by_beats import LeadsByBeats
from ecgviewer.ui.look.theme import SPACE_PX
from ecgviewer.ui.state.session import Session


class EvidenceMaps(QWidget):
    """The two maps, one below the other."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.beats, self.planes = LeadsByBeats(session), LeadPlanes(session)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_PX)
        column.addWidget(self.beats, stretch=3)
        column.addWidget(self.planes, stretch=2)
        self.setFocusProxy(self.beats)
