"""What this program is not, said once at the first start."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QWidget

from ecgviewer.ui.text.i18n import marked, tr

TEXT = marked(
    "<b>This program is not a medical device.</b><br><br>"
    "It is made for research and teaching. Neither what it draws nor what its network "
    "says may be used to diagnose or treat anyone. The network's statements are "
    "guesses with a probability; the evidence shows what they rest on, not whether "
    "they are right."
)


class NoticeDialog(QMessageBox):
    """A window beside the main one; nothing waits for it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(
            QMessageBox.Icon.Information,
            tr("Not for diagnosis"),
            tr(TEXT),
            QMessageBox.StandardButton.Ok,
            parent,
        )
        self.button(QMessageBox.StandardButton.Ok).setText(tr("I understand"))
        self.setTextFormat(Qt.TextFormat.RichText)
        self.setModal(False)
