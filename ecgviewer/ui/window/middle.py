"""What stands between the panels: the paper, what is said above it and below it."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from ecgviewer.ui.comparing.comparison_actions import Comparing
from ecgviewer.ui.holter.long_reading import LongReading
from ecgviewer.ui.lab.lab_actions import AttentionLab
from ecgviewer.ui.look.theme import GAP_PX, SPACE_PX
from ecgviewer.ui.paper.ecg_view import EcgView
from ecgviewer.ui.shell.actions import Actions
from ecgviewer.ui.shell.notices import Banner, NoticeStrip
from ecgviewer.ui.state.session import Session
from ecgviewer.ui.window.caption_lines import CaptionLines
from ecgviewer.ui.window.filter_widgets import FilterMark
from ecgviewer.ui.window.paper_bar import PaperBar


class Middle(QWidget):
    """Notice and banner, the paper with its bar, the overview, warning and footer."""

    def __init__(
        self,
        session: Session,
        actions: Actions,
        view: EcgView,
        captions: CaptionLines,
        long: LongReading,
        comparing: Comparing,
        lab: AttentionLab,
        title: QWidget,
    ) -> None:
        """Put them one below the other; ``title`` stands above the paper's bar."""
        super().__init__()
        self.notice = NoticeStrip(actions.action("accept_notice"))
        self.banner = Banner(session)
        self.tools = PaperBar(session, actions)
        self.filter_mark = FilterMark(view)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_PX, SPACE_PX, 0, GAP_PX)
        column.setSpacing(0)
        column.addWidget(self.notice)
        column.addWidget(self.banner)
        column.addWidget(lab.splitter, stretch=1)
        for widget in (title, self.tools):
            lab.column.addWidget(widget)
        comparing.put_into(lab.column)
        column.addWidget(long.strip)
        column.addWidget(self.filter_mark)
        column.addWidget(captions.footer)
