"""What if: the reader's hands on an altered copy, and what the model then says."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QSignalBlocker, Qt, Slot
from PySide6.QtWidgets import (
    QComboBox,
    QGridLayout,
    QLabel,
    QPushButton,
    QSlider,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ecgviewer.analysis.alterations import (
    FilterBand,
    MedianForBeat,
    MuteBeat,
    MuteLead,
    ScaleP,
    ShiftSt,
    SwapElectrodes,
)
from ecgviewer.analysis.quality.lead_reversal import EXCHANGES
from ecgviewer.ecg.findings import Evidence, Finding
from ecgviewer.ecg.leads import STANDARD_12
from ecgviewer.ui.findings.what_if import WhatIf
from ecgviewer.ui.look import theme
from ecgviewer.ui.look.text_table import TextTable
from ecgviewer.ui.look.theme import GAP_PX
from ecgviewer.ui.look.widgets import Columns, SmallLabel
from ecgviewer.ui.paper.evidence_scale import contribution_text, probability_text
from ecgviewer.ui.state.session import Session
from ecgviewer.ui.text.filter_texts import BAND_NAMES
from ecgviewer.ui.text.i18n import marked, number_text, tr
from ecgviewer.ui.text.localised import localised

NOTE = marked(
    "Tries on a copy, never exported. Statements and evidence are those of the copy; "
    "what is measured stays that of the recording."
)
NO_RECORDING = marked("No recording is open, or its beats are not known.")
NONE = marked("none")
ST_STEP_MV, ST_MOST_MV = 0.05, 0.5
P_STEP, P_MOST = 0.1, 3.0
# What is worth a row though neither states it: so probable, and so much a change.
WORTH_PROBABILITY, WORTH_LOGIT = 0.1, 0.2


class WhatIfPanel(QWidget):
    """Controls above, before and after below; side by side where there is room."""

    def __init__(
        self, session: Session, what_if: WhatIf, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._session, self.what_if = session, what_if
        self._mark = SmallLabel(tr(theme.AI_MARK))
        self._note = SmallLabel(tr(NOTE))
        for label in (self._mark, self._note):
            label.setWordWrap(True)
        self._controls = QWidget()
        self._lay_out_controls()
        self.statements = TextTable(tr("Statements before and after"))
        self.groups = TextTable(tr("Lead groups before and after"))
        self._done = SmallLabel("")
        self._done.setWordWrap(True)
        self.back = QPushButton(tr("&Back to the recording"))
        self.back.clicked.connect(what_if.clear)
        self._lay_out()
        self.setFocusProxy(self.st)
        what_if.changed.connect(self.on_changed)
        for signal in (
            *(session.recording_changed, session.beats_changed),
            *(session.prediction_changed, session.evidence_changed),
            session.selecting.changed,
        ):
            signal.connect(self.on_changed)
        self.on_changed()

    def _lay_out(self) -> None:
        """Stand before and after below the controls, or beside them."""
        hands, tables = QWidget(), QWidget()
        above, below = QVBoxLayout(hands), QVBoxLayout(tables)
        for column in (above, below):
            column.setContentsMargins(0, 0, 0, 0)
        for widget in (self._mark, self._note, self._controls, self._done, self.back):
            above.addWidget(widget)
        above.addStretch(1)
        below.addWidget(self.statements, stretch=2)
        below.addWidget(self.groups, stretch=1)
        row = QVBoxLayout(self)
        row.setContentsMargins(GAP_PX, GAP_PX, GAP_PX, GAP_PX)
        row.addWidget(Columns(hands, tables, shares=(0, 1)))

    def _lay_out_controls(self) -> None:
        grid = QGridLayout(self._controls)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setColumnStretch(1, 1)
        self.leads = {lead: self._lead_button(lead) for lead in STANDARD_12}
        row = QWidget()
        cells = QGridLayout(row)
        cells.setContentsMargins(0, 0, 0, 0)
        cells.setSpacing(2)
        for k, button in enumerate(self.leads.values()):
            cells.addWidget(button, k // 6, k % 6)
        self.st_leads, self.st = QComboBox(), self._slider(ST_MOST_MV / ST_STEP_MV, -1)
        self.p = self._slider(P_MOST / P_STEP, 0)
        self.electrodes, self.band = QComboBox(), QComboBox()
        self.electrodes.addItem(tr(NONE), None)
        for pair in EXCHANGES:
            self.electrodes.addItem(pair, pair)
        for band, name in BAND_NAMES.items():
            self.band.addItem(tr(name), band)
        for name, leads in self._territories().items():
            self.st_leads.addItem(name, leads)
        self.mute_beat = QPushButton(tr("&Mute the beat"))
        self.median_beat = QPushButton(tr("M&edian in its place"))
        self._beat = QLabel("")
        rows: Sequence[tuple[str, Sequence[QWidget]]] = (
            (tr("Mute leads"), (row,)),
            (tr("ST of"), (self.st_leads, self.st)),
            (tr("P waves"), (self.p,)),
            (tr("Electrodes"), (self.electrodes,)),
            (tr("Filter"), (self.band,)),
        )
        at = 0
        for text, widgets in rows:
            grid.addWidget(QLabel(text), at, 0, Qt.AlignmentFlag.AlignTop)
            for widget in widgets:
                widget.setAccessibleName(text)
                grid.addWidget(widget, at, 1, 1, 2)
                at += 1
        grid.addWidget(self._beat, at, 0)
        grid.addWidget(self.mute_beat, at, 1)
        grid.addWidget(self.median_beat, at, 2)
        self.st.valueChanged.connect(self._on_st)
        self.st_leads.activated.connect(self._on_st)
        self.p.valueChanged.connect(self._on_p)
        self.electrodes.activated.connect(self._on_electrodes)
        self.band.activated.connect(self._on_band)
        self.mute_beat.clicked.connect(self._on_mute_beat)
        self.median_beat.clicked.connect(self._on_median_beat)

    def _lead_button(self, lead: str) -> QToolButton:
        button = QToolButton()
        button.setText(lead)
        button.setCheckable(True)
        button.setMinimumWidth(36)
        button.setAccessibleName(tr("Mute {lead}").format(lead=lead))
        button.clicked.connect(lambda: self.what_if.toggle(MuteLead(lead)))
        return button

    def _slider(self, most: float, sign: int) -> QSlider:
        slider = QSlider(Qt.Orientation.Horizontal)
        slider.setRange(round(sign * most), round(most))
        slider.setPageStep(2)
        return slider

    def _territories(self) -> Mapping[str, tuple[str, ...]]:
        groups = self._session.selecting.lead_groups
        named = {f"{tr(name)} ({', '.join(x)})": x for name, x in groups.items()}
        return named | {tr("all leads"): STANDARD_12}

    # ------------------------------------------------------------------ what is known

    @Slot()
    def on_changed(self) -> None:
        """Show what is altered, and what the model says before and after."""
        session, what_if = self._session, self.what_if
        ready = session.recording is not None and session.known.beats is not None
        self._controls.setEnabled(ready)
        done = what_if.words if ready else tr(NO_RECORDING)
        self._done.setText(done)
        self._done.setVisible(bool(done))
        self.back.setEnabled(bool(what_if.alterations))
        self._show_controls()
        self._show_statements()
        self._show_groups()

    def _show_controls(self) -> None:
        what_if = self.what_if
        for lead, button in self.leads.items():
            button.setChecked(MuteLead(lead) in what_if.alterations)
        shift, p = what_if.the(ShiftSt), what_if.the(ScaleP)
        electrodes, band = what_if.the(SwapElectrodes), what_if.the(FilterBand)
        by_mv = shift.by_mv if isinstance(shift, ShiftSt) else 0.0
        factor = p.factor if isinstance(p, ScaleP) else 1.0
        for slider, value in ((self.st, by_mv / ST_STEP_MV), (self.p, factor / P_STEP)):
            with QSignalBlocker(slider):
                slider.setValue(round(value))
        self.st.setToolTip(f"{number_text(by_mv, '+.2f')} mV")
        self.p.setToolTip(f"× {number_text(factor, '.1f')}")
        pair = electrodes.pair if isinstance(electrodes, SwapElectrodes) else None
        self.electrodes.setCurrentIndex(self.electrodes.findData(pair))
        chosen = band.band if isinstance(band, FilterBand) else "none"
        self.band.setCurrentIndex(self.band.findData(chosen))
        beat = self._session.selection.beat
        text = tr("Beat {number}").format(number="–" if beat is None else beat + 1)
        self._beat.setText(text)
        for of_beat in (self.mute_beat, self.median_beat):
            of_beat.setEnabled(beat is not None)

    def _show_statements(self) -> None:
        session = self._session
        before, after = (
            session.analysis.knowledge.own_prediction,
            session.known.prediction,
        )
        rows, strong = [], []
        if before is not None and after is not None:
            then = {finding.code: finding for finding in after.findings}
            for finding in before.findings:
                now = then.get(finding.code)
                if now is not None and _worth_a_row(finding, now):
                    rows.append(_row(finding, now))
                    strong.append((2,) if now.present != finding.present else ())
        header = (tr("Statement"), tr("Recording"), tr("Altered"), tr("Logit"))
        self.statements.show_rows(header, rows, strong=strong)

    def _show_groups(self) -> None:
        session, code = self._session, self._session.known.code
        own = session.analysis.knowledge.own_explanation
        before = None if own is None or code is None else own.evidence.get(code)
        rows = [] if before is None else _group_rows(before, session.known.evidence)
        header = (tr("Lead group"), tr("Recording"), tr("Altered"))
        self.groups.show_rows(header, rows)

    # ------------------------------------------------------------------- user's hands

    @Slot()
    def _on_st(self) -> None:
        by_mv = self.st.value() * ST_STEP_MV
        if self.st.value():
            leads = tuple(self.st_leads.currentData())
            self.what_if.put(ShiftSt(by_mv, leads), dragged=True)
        else:
            self.what_if.take_away(ShiftSt)

    @Slot()
    def _on_p(self) -> None:
        factor = self.p.value() * P_STEP
        if self.p.value() == round(1 / P_STEP):
            self.what_if.take_away(ScaleP)
        else:
            self.what_if.put(ScaleP(factor), dragged=True)

    @Slot()
    def _on_electrodes(self) -> None:
        pair = self.electrodes.currentData()
        if pair is None:
            self.what_if.take_away(SwapElectrodes)
        else:
            self.what_if.put(SwapElectrodes(pair))

    @Slot()
    def _on_band(self) -> None:
        band = self.band.currentData()
        if band == "none":
            self.what_if.take_away(FilterBand)
        else:
            self.what_if.put(FilterBand(band))

    @Slot()
    def _on_mute_beat(self) -> None:
        if (beat := self._session.selection.beat) is not None:
            self.what_if.toggle(MuteBeat(beat))

    @Slot()
    def _on_median_beat(self) -> None:
        if (beat := self._session.selection.beat) is not None:
            self.what_if.toggle(MedianForBeat(beat))


def _worth_a_row(before: Finding, after: Finding) -> bool:
    """Whether either says it, or both come near and differ."""
    if before.present or after.present:
        return True
    near = max(before.probability, after.probability) >= WORTH_PROBABILITY
    return near and abs(after.logit - before.logit) >= WORTH_LOGIT


def _row(before: Finding, after: Finding) -> tuple[str, ...]:
    change = contribution_text(after.logit - before.logit)
    said = (probability_text(one.probability) for one in (before, after))
    return (localised(before.label), *said, change)


def _group_rows(before: Evidence, after: Evidence | None) -> list[tuple[str, ...]]:
    now = {} if after is None else after.groups
    return [
        (tr(name), contribution_text(value), contribution_text(now[name]))
        for name, value in before.groups.items()
        if name in now
    ]
