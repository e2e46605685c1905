"""Make the README's picture: the window on the DICOM ECG that pydicom carries.

    python packaging/screenshot.py [PNG]

The file defaults to docs/images/window.png. The picture is taken once everything is
measured and the evidence for the first statement is marked; after five minutes without
that the script ends with 1.
"""

import os
import sys
import tempfile
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QSettings, QTimer
from PySide6.QtGui import QImage

from ecgviewer.app import open_window
from ecgviewer.io.dicom.format import bundled_example

OUT = Path(__file__).resolve().parent.parent / "docs" / "images" / "window.png"
FEW, RGB = QImage.Format.Format_RGB16, QImage.Format.Format_RGB888
SIZE = (1600, 900)
LIMIT_MS, POLL_MS = 300_000, 500


def main() -> None:
    path = Path(sys.argv[1]) if len(sys.argv) > 1 else OUT
    with tempfile.TemporaryDirectory() as folder:
        # Neither shows nor changes what whoever takes the picture has set.
        for name in ("XDG_CACHE_HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME"):
            os.environ[name] = folder
        QSettings.setPath(
            QSettings.Format.NativeFormat, QSettings.Scope.UserScope, folder
        )
        sys.exit(take(path))


def take(path: Path) -> int:
    """Open the window, wait until all is there, and write the picture."""
    application, session, window = open_window([bundled_example()])
    window.resize(*SIZE)
    calm: list[bool] = []

    def look() -> None:
        prediction = session.known.prediction
        if prediction is None:
            return
        if session.known.code is None:
            session.analysis.explaining.select_finding(prediction.findings[0].code)
        elif session.known.evidence is None or not session.known.evidence.is_told:
            return
        elif session.activity:
            return
        elif not session.view.evidence_shown:
            session.viewing.steps.toggle_evidence()
        elif not calm:
            # What the status bar says is written anew a moment later.
            calm.append(True)
        else:
            timer.stop()
            path.parent.mkdir(parents=True, exist_ok=True)
            # Fewer shades of each colour look alike and take fewer bytes.
            picture = window.grab().toImage().convertToFormat(FEW).convertToFormat(RGB)
            saved = picture.save(str(path), "PNG", 0)
            window.close()
            application.exit(0 if saved else 1)

    timer = QTimer(interval=POLL_MS)
    timer.timeout.connect(look)
    timer.start()
    QTimer.singleShot(LIMIT_MS, lambda: application.exit(1))
    return application.exec()


if __name__ == "__main__":
    main()
