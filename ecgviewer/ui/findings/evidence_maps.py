"""Evidence as a whole: leads by beats, and leads where they look from."""

from ecgviewer.ui.findings.lead_planes import LeadPlanes
from ecgviewer.ui.findings.leads_by_beats import LeadsByBeats
from ecgviewer.ui.look.widgets import Columns
from ecgviewer.ui.state.session import Session


class EvidenceMaps(Columns):
    """The two maps, side by side where there is room."""

    def __init__(self, session: Session) -> None:
        beats, planes = LeadsByBeats(session), LeadPlanes(session)
        super().__init__(beats, planes, shares=(3, 2), abreast=(5, 4))
        self.beats, self.planes = beats, planes
        self.setFocusProxy(self.beats)
