"""The panel of RR intervals and rate over the whole recording."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from ecgviewer.ecg.beats import BeatList
from ecgviewer.ecg.measurements import Measurement, Measurements
from ecgviewer.ui.holter.trend_plot import Trend, TrendPlot
from ecgviewer.ui.look.theme import SCHEMES
from ecgviewer.ui.state.examining import NOTHING_MEASURED
from ecgviewer.ui.state.session import Session
from ecgviewer.ui.state.view_state import Selection
from ecgviewer.ui.text.i18n import marked, tr
from ecgviewer.ui.text.reasons import reasons_text

SEPARATOR = " · "
AT_WORK = marked("Finding beats …")
NO_RR = marked("No RR interval is known: beats between may not have been seen.")
FEW_BEATS = marked("There are fewer than two beats: no RR interval.")
KIND_NAMES = {
    "dominant": marked("○ usual beat"),
    "ectopic": marked("× other shape"),
    "paced": marked("□ paced"),
    "artefact": marked("△ artefact"),
    "unclassified": marked("△ not classified"),
}
PAUSE_S = 2.0


class TrendPanel(QWidget):
    """Shows the RR intervals between the session's beats."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.plot = TrendPlot()
        self.plot.setAccessibleName(tr("RR intervals over time"))
        self._summary = QLabel()
        self._summary.setWordWrap(True)
        self._summary.setTextFormat(Qt.TextFormat.PlainText)
        column = QVBoxLayout(self)
        column.setContentsMargins(4, 4, 4, 4)
        column.addWidget(self._summary)
        column.addWidget(self.plot, stretch=1)
        self.setFocusProxy(self.plot)
        for changed in (
            *(session.recording_changed, session.beats_changed),
            *(session.examining.changed, session.view_changed),
        ):
            changed.connect(self.on_known_changed)
        session.selecting.changed.connect(self.on_selection_changed)
        self.plot.picked.connect(self.on_picked)
        self.plot.stepped.connect(self.on_stepped)

    def sizeHint(self) -> QSize:
        return QSize(440, 220)

    def summary_text(self) -> str:
        return self._summary.text()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._show()

    @Slot()
    def on_known_changed(self) -> None:
        if self.isVisible():
            self._show()

    def _show(self) -> None:
        session = self._session
        self.plot.set_scheme(SCHEMES[session.view.scheme])
        beats, recording = session.known.beats, session.recording
        trend, text = None, tr(AT_WORK) if recording is not None else ""
        if beats is not None and recording is not None:
            text, rr_s = tr(FEW_BEATS), self._rr_s(beats)
            if len(beats) > 1:
                text = tr(NO_RR)
            if np.isfinite(rr_s).any():
                trend = Trend(
                    beats.times_s[1:],
                    rr_s,
                    recording.duration_s,
                    self._kinds(beats),
                )
                text = trend_text(trend, session.examining.measurements)
        self.plot.show_trend(trend)
        self._summary.setText(text)
        self.on_selection_changed()

    def _rr_s(self, beats: BeatList) -> NDArray[np.float64]:
        """Return the RR interval that ends with each beat but the first.

        Once the recording was measured, those that its rate and pauses come from.
        """
        measured = self._session.examining.measurements.rr_s
        return measured[1:] if len(measured) == len(beats) else beats.rr_s

    def _kinds(self, beats: BeatList) -> tuple[str, ...]:
        """Return the kind of each beat but the first, if kinds are known."""
        result = self._session.examining.result
        classes = None if result is None else result.classes
        if classes is None or len(classes) != len(beats):
            return ()
        return tuple(classes.kinds[1:])

    @Slot()
    def on_selection_changed(self) -> None:
        beat, trend = self._session.selection.beat, self.plot.trend
        self.plot.show_selected(beat)
        said = self._summary.text()
        if trend is not None and beat is not None and 1 <= beat <= trend.rr_s.size:
            rr_s = float(trend.rr_s[beat - 1])
            if np.isfinite(rr_s):
                text = tr("Selected: beat {number}, RR before {rr:.0f} ms")
                chosen = text.format(number=beat + 1, rr=1000 * rr_s)
            else:
                text = tr("Selected: beat {number}, RR before not known")
                chosen = text.format(number=beat + 1)
            said = f"{said} {chosen}"
        self.plot.setAccessibleDescription(said)

    @Slot(int)
    def on_picked(self, beat: int) -> None:
        session = self._session
        if session.recording is None:
            return
        leads = session.recording.leads
        lead = session.selection.lead or ("II" if "II" in leads else leads[0])
        session.selecting.select(
            Selection(session.selecting.group_of(lead), lead, beat)
        )

    @Slot(int)
    def on_stepped(self, step: int) -> None:
        beats, beat = self._session.known.beats, self._session.selection.beat
        if beats is None or len(beats) < 2:
            return
        wanted = 1 if beat is None else beat + step
        self.on_picked(max(1, min(len(beats) - 1, wanted)))


def trend_text(trend: Trend, measurements: Measurements = NOTHING_MEASURED) -> str:
    """Return how many intervals there are, their range, and what the marks mean.

    Rate and pauses are the measured ones, where there are any.
    """
    rr_ms = 1000 * trend.rr_s[np.isfinite(trend.rr_s)]
    values = measurements.values
    parts = [
        tr("{n} RR intervals").format(n=rr_ms.size),
        tr("median {rr:.0f} ms ({low:.0f}–{high:.0f})").format(
            rr=float(np.median(rr_ms)), low=rr_ms.min(), high=rr_ms.max()
        ),
        tr("mean rate {rate:.0f}/min ({low:.0f}–{high:.0f})").format(
            rate=_value(values, "heart_rate_bpm", 60_000 / float(rr_ms.mean())),
            low=_value(values, "rate_min_bpm", 60_000 / float(rr_ms.max())),
            high=_value(values, "rate_max_bpm", 60_000 / float(rr_ms.min())),
        ),
    ]
    seen = float(np.count_nonzero(rr_ms > 1000 * PAUSE_S))
    pauses = int(_value(values, "pauses_over_2s", seen))
    if pauses:
        parts.append(tr("{n} longer than 2 s").format(n=pauses))
    rate = values.get("heart_rate_bpm")
    if rate is not None and rate.reasons:
        parts.append(reasons_text(rate.reasons))
    kinds = dict.fromkeys(trend.kinds)
    if len(kinds) > 1:
        parts.append(", ".join(tr(KIND_NAMES.get(kind, kind)) for kind in kinds))
    return SEPARATOR.join(parts)


def _value(values: Mapping[str, Measurement], key: str, otherwise: float) -> float:
    found = values.get(key)
    return otherwise if found is None or found.value is None else found.value
