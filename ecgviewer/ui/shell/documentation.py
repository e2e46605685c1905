"""The documentation, opened in what the desktop shows such files with."""

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from ecgviewer.paths import documentation
from ecgviewer.ui.text.i18n import tr


def open_documentation() -> str:
    """Open the documentation; return why it cannot be opened, else nothing."""
    path = documentation()
    if path is None:
        return tr("This installation came without documentation.")
    if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(path))):
        return tr("Nothing on this computer opens the documentation: {path}").format(
            path=path
        )
    return ""
