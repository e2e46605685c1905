"""What the file says of itself."""

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import (
    QFormLayout,
    QFrame,
    QLabel,
    QScrollArea,
    QSizePolicy,
    QWidget,
)

from ecgviewer.ecg.recording import Recording, Stated
from ecgviewer.ui.look.theme import GAP_PX, SPACE_PX
from ecgviewer.ui.paper.captions import date_text, patient_text
from ecgviewer.ui.state.session import Session
from ecgviewer.ui.text.i18n import marked, number_text, tr
from ecgviewer.ui.text.localised import localised
from ecgviewer.ui.text.privacy import alias, without_names

ROWS = (
    *(marked("File"), marked("Folder"), marked("Format"), marked("Patient")),
    *(marked("Recorded"), marked("Duration"), marked("Sampling"), marked("Leads")),
    *(marked("Unit"), marked("Resolution"), marked("Acquisition"), marked("Warnings")),
    *(marked("Stated in the file"), marked("Before it was edited")),
)
NOTHING = "–"


class Page(QWidget):
    """A widget that says when it is seen."""

    seen = Signal()

    def paintEvent(self, event: QPaintEvent) -> None:
        self.seen.emit()
        super().paintEvent(event)


class InfoPanel(QScrollArea):
    """File, patient, date and signal facts, each in its own line.

    The lines are written when they are seen: laying twelve of them out behind another
    panel's tab would delay the paper of every recording that is opened.
    """

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._values: dict[str, QLabel] = {}
        self._unwritten: dict[str, str] = {}
        inner = Page()
        inner.seen.connect(self.on_page_seen)
        form = QFormLayout(inner)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        selectable = Qt.TextInteractionFlag.TextSelectableByMouse
        for name in ROWS:
            value = QLabel()
            value.setWordWrap(True)
            value.setTextInteractionFlags(selectable)
            # A long path must not widen the panel; its tool tip has all of it.
            value.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
            form.addRow(f"{tr(name)}:", value)
            self._values[name] = value
        self.setAccessibleName(tr("Recording"))
        self.setWidget(inner)
        self.setWidgetResizable(True)
        # The panel stands on its dock's surface.
        inner.setAutoFillBackground(False)
        self.viewport().setAutoFillBackground(False)
        self.setViewportMargins(GAP_PX, 0, GAP_PX + SPACE_PX, SPACE_PX)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFrameShape(QFrame.Shape.NoFrame)
        session.recording_changed.connect(self.on_recording_changed)
        session.recording_surveyed.connect(self.on_recording_changed)
        session.privacy.changed.connect(self.on_privacy_changed)
        self.on_recording_changed()

    def sizeHint(self) -> QSize:
        return QSize(300, 200)

    def text(self, name: str) -> str:
        self.on_page_seen()
        return self._values[name].text()

    @Slot()
    def on_recording_changed(self) -> None:
        recording = self._session.recording
        texts = {} if recording is None else info_texts(recording)
        if recording is not None and self._session.privacy.hidden:
            texts = without_patient(texts, recording)
        self._unwritten = {name: texts.get(name, "") for name in ROWS}
        for name, text in self._unwritten.items():
            # Readers who listen reach a panel without seeing it.
            self._values[name].setAccessibleName(f"{tr(name)}: {text or NOTHING}")
        if not self.visibleRegion().isEmpty():
            self.on_page_seen()

    @Slot()
    def on_privacy_changed(self) -> None:
        """Take names away at once, also where nobody sees them now."""
        self.on_recording_changed()
        self.on_page_seen()

    @Slot()
    def on_page_seen(self) -> None:
        """Write what has yet to be written."""
        texts, self._unwritten = self._unwritten, {}
        for name, text in texts.items():
            self._values[name].setText(text or NOTHING)
            self._values[name].setToolTip(text)


def without_patient(texts: dict[str, str], recording: Recording) -> dict[str, str]:
    """Return the rows without anything that names the patient."""
    path = recording.source.path
    hidden = {
        "File": alias(path),
        "Folder": tr("hidden"),
        "Patient": patient_text(recording.patient, hidden=True),
    }
    return {
        name: hidden.get(name) or without_names(text, path, recording)
        for name, text in texts.items()
    }


def stated_texts(stated: Stated) -> dict[str, str]:
    """Return the file's statements, in quotation marks: they are not this program's.

    What stands between these marks is left out while names are hidden.
    """
    return {
        "Stated in the file": "\n".join(f"“{text}”" for text in stated.statements),
        "Before it was edited": "\n".join(f"“{text}”" for text in stated.original),
    }


def info_texts(recording: Recording) -> dict[str, str]:
    """Return one text per row; rows that the file says nothing of are absent."""
    source = recording.source
    unit = "mV"
    if not recording.unit_is_mv:
        unit = tr("arbitrary, amplitude not calibrated")
    leads = ", ".join(recording.leads)
    if recording.derived_leads:
        derived = tr("computed from I and II: {leads}")
        leads += f" ({derived.format(leads=', '.join(recording.derived_leads))})"
    texts = {
        "File": source.path.name,
        "Folder": str(source.path.parent),
        "Format": source.format,
        "Patient": patient_text(recording.patient),
        "Recorded": date_text(recording),
        "Duration": tr("{duration:.2f} s, {n} samples").format(
            duration=recording.duration_s, n=recording.n_samples
        ),
        "Sampling": f"{number_text(recording.fs, 'g')} Hz",
        "Leads": leads,
        "Unit": unit,
        "Acquisition": "\n".join(map(localised, recording.acquisition)),
        "Warnings": "\n".join(localised(said) for said in recording.warnings),
        **stated_texts(recording.stated),
    }
    if recording.resolution_mv is not None and recording.unit_is_mv:
        step_uv = 1000 * recording.resolution_mv
        texts["Resolution"] = tr("{step:.3g} µV per step").format(step=step_uv)
    return {name: text for name, text in texts.items() if text}
