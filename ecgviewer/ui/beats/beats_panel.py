"""All beats of a recording over each other, lead by lead, over their median."""

from collections.abc import Callable, Sequence

import numpy as np
from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from ecgviewer.ecg.median_beat import MedianBeats
from ecgviewer.ecg.page.paper import PaperScale, ScreenScale
from ecgviewer.ecg.recording import Recording
from ecgviewer.ui.beats.beat_grid import BeatGrid
from ecgviewer.ui.beats.beat_picture import BeatCurve, BeatPicture
from ecgviewer.ui.look.theme import SCHEMES
from ecgviewer.ui.paper.paper_actions import gain_label
from ecgviewer.ui.paper.plot import fitting_mm_per_unit
from ecgviewer.ui.state.session import Session
from ecgviewer.ui.state.view_state import Selection
from ecgviewer.ui.text.beat_texts import ABSTENTIONS, beat_text, rule_text, summary_text
from ecgviewer.ui.text.i18n import number_text, tr

# Speed in mm/s, gain in mm/mV.
SCALES: tuple[tuple[float, float], ...] = ((50.0, 20.0), (25.0, 10.0))


class BeatsPanel(QWidget):
    """Shows the session's median beats from the first time it is made."""

    def __init__(
        self,
        session: Session,
        screen_scale: Callable[[], ScreenScale],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._screen_scale = screen_scale
        self.grid = BeatGrid()
        self.grid.setAccessibleName(tr("Beats over each other, by lead"))
        self.scales = QComboBox()
        self.scales.setAccessibleName(tr("Scale of the beats"))
        name_scales(self.scales, SCALES, self._session)
        self._summary, self._selected = QLabel(), QLabel()
        self._scroll = QScrollArea()
        self._build()
        self._connect()
        session.beats_model.want()
        self.on_model_changed()

    def _build(self) -> None:
        top = QHBoxLayout()
        top.addWidget(self._summary, stretch=1)
        top.addWidget(self.scales)
        self._scroll.setWidget(self.grid)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        # A scroll bar that comes and goes would change the number of columns.
        self._scroll.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        column = QVBoxLayout(self)
        column.setContentsMargins(4, 4, 4, 4)
        column.addLayout(top)
        column.addWidget(self._scroll, stretch=1)
        for label in (self._summary, self._selected):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
        column.addWidget(self._selected)
        self.setFocusProxy(self.grid)

    def _connect(self) -> None:
        session = self._session
        session.beats_model.changed.connect(self.on_model_changed)
        session.selecting.changed.connect(self.on_selection_changed)
        session.view_changed.connect(self.on_view_changed)
        self.scales.currentIndexChanged.connect(self.on_model_changed)
        self.grid.clicked.connect(self.on_grid_clicked)
        self.grid.stepped.connect(self.on_grid_stepped)
        self.grid.stepped_different.connect(self.on_grid_stepped_different)

    def sizeHint(self) -> QSize:
        return QSize(400, 500)

    def summary_text(self) -> str:
        return self._summary.text()

    def selected_text(self) -> str:
        return self._selected.text()

    # ----------------------------------------------------------------------- signals

    @Slot()
    def on_model_changed(self) -> None:
        session, model = self._session, self._session.beats_model
        median, recording = model.median, session.recording
        picture, summary = None, ""
        name_scales(self.scales, SCALES, session)
        if (
            median is not None
            and recording is not None
            and session.known.beats is not None
        ):
            speed, gain = SCALES[self.scales.currentIndex()]
            picture = beats_picture(median, recording, speed, gain)
            summary = summary_text(median, len(session.known.beats))
            if not recording.unit_is_mv:
                summary += " · " + tr("arbitrary units, amplitude not calibrated")
            if not self._screen_scale().true_scale:
                summary += " · " + tr("not to scale (screen size unknown)")
        elif isinstance(model.result, str):
            summary = tr(ABSTENTIONS[model.result])
        self._summary.setText(summary)
        self._summary.setToolTip(rule_text(median) if median is not None else "")
        self.on_screen_scale_changed()
        self.on_view_changed()
        self.grid.show_picture(picture)
        self.on_selection_changed()

    @Slot()
    def on_view_changed(self) -> None:
        self.grid.set_scheme(SCHEMES[self._session.view.scheme])

    @Slot()
    def on_screen_scale_changed(self) -> None:
        self.grid.set_px_per_mm(self._screen_scale().px_per_mm)

    @Slot()
    def on_selection_changed(self) -> None:
        session, median = self._session, self._session.beats_model.median
        beat = session.selection.beat
        self.grid.show_selected(beat)
        text = tr("Click a beat, or step through them with the arrow keys.")
        if median is None or session.known.beats is None:
            text = ""
        elif beat is not None:
            text = beat_text(median, session.known.beats, beat)
        self._selected.setText(text)
        self.grid.setAccessibleDescription(f"{self._summary.text()}. {text}")

    @Slot(str, int)
    def on_grid_clicked(self, lead: str, beat: int) -> None:
        session = self._session
        if beat < 0:
            session.selecting.select(Selection())
        else:
            session.selecting.select(
                Selection(session.selecting.group_of(lead), lead, beat)
            )

    @Slot(int)
    def on_grid_stepped(self, step: int) -> None:
        median = self._session.beats_model.median
        if median is not None:
            self._step(median.numbers.tolist(), step)

    @Slot(int)
    def on_grid_stepped_different(self, step: int) -> None:
        median = self._session.beats_model.median
        if median is not None:
            self._step(median.numbers[~median.dominant].tolist(), step)

    def _step(self, numbers: list[int], step: int) -> None:
        """Select the next or previous of these beats, the first if none is."""
        session = self._session
        beat = session.selection.beat
        if beat is None:
            wanted = numbers[:1] if step > 0 else numbers[-1:]
        elif step > 0:
            wanted = [number for number in numbers if number > beat][:1]
        else:
            wanted = [number for number in numbers if number < beat][-1:]
        if not wanted:
            return
        recording = session.recording
        assert recording is not None
        usual = "II" if "II" in recording.leads else recording.leads[0]
        lead = session.selection.lead or usual
        session.selecting.select(
            Selection(session.selecting.group_of(lead), lead, wanted[0])
        )


def beats_picture(
    median: MedianBeats, recording: Recording, speed: float, gain: float
) -> BeatPicture:
    """Return the beats from the back to the front: dominant, different, median."""
    dominant = [k for k in range(len(median.numbers)) if median.dominant[k]]
    different = [k for k in range(len(median.numbers)) if not median.dominant[k]]
    curves = [
        *(
            BeatCurve(median.beats[k], "dominant", int(median.numbers[k]))
            for k in dominant
        ),
        *(
            BeatCurve(median.beats[k], "different", int(median.numbers[k]))
            for k in different
        ),
        BeatCurve(median.median, "median"),
    ]
    # A lead in which nothing is known has no place.
    rows = np.flatnonzero(~np.isnan(median.median).all(axis=1))
    leads = tuple(median.leads[row] for row in rows)
    kept = tuple(BeatCurve(c.values[rows], c.look, c.beat) for c in curves)
    scale = PaperScale(speed, mm_per_unit(recording, gain))
    return BeatPicture(leads, kept, (median.times_s,) * len(kept), scale)


def name_scales(
    box: QComboBox, scales: Sequence[tuple[float, float]], session: Session
) -> None:
    """Name scales in a box; of arbitrary units none claims millimetres per mV."""
    for row, (speed, gain) in enumerate(scales):
        name = f"{number_text(speed, 'g')} mm/s · {gain_label(session, gain)}"
        if row < box.count():
            box.setItemText(row, name)
        else:
            box.addItem(name)


def mm_per_unit(recording: Recording, gain: float) -> float:
    """Return the gain, or a fitting height in mm of an arbitrary unit."""
    if recording.unit_is_mv:
        return gain
    return fitting_mm_per_unit(recording, 30.0) * gain / 10.0
