"""What the network says, and why: statements above, evidence for one of them below."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSignalBlocker, QSize, Qt, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QScrollArea,
    QStyle,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from ecgviewer.ecg.findings import Evidence
from ecgviewer.ecg.statement_criteria import criteria_of, rule_agrees
from ecgviewer.ui.findings.evidence_tree import NAME_LETTERS, EvidenceTree
from ecgviewer.ui.findings.model_status import ModelStatus
from ecgviewer.ui.findings.statement_cards import (
    CODE_ROLE,
    FINDING_ROLE,
    STATEMENT,
    StatementCards,
)
from ecgviewer.ui.findings.statement_evidence import StatementEvidence, small_label
from ecgviewer.ui.look import theme
from ecgviewer.ui.look.theme import GAP_PX
from ecgviewer.ui.look.widgets import Columns
from ecgviewer.ui.paper.evidence_scale import carriers
from ecgviewer.ui.state.session import Session
from ecgviewer.ui.text.i18n import marked, tr

RULES = {
    True: marked("the rule agrees"),
    False: marked("the rule does not"),
    None: marked("the rule is open"),
}
MOST_CARRIERS = 2


class FindingsPanel(QWidget):
    """Statements of the network, the present ones first, and their evidence."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._mark = small_label(tr(theme.AI_MARK))
        self._status = ModelStatus(session, self)
        self._statements = StatementCards()
        self.evidence = StatementEvidence(session, self)
        self._build()
        session.recording_changed.connect(self.on_prediction_changed)
        session.prediction_changed.connect(self.on_prediction_changed)
        session.evidence_changed.connect(self.on_evidence_changed)
        session.examining.changed.connect(self.write_criteria)
        session.reader_lines.settled.connect(self.write_criteria)
        self._statements.currentItemChanged.connect(self.on_statements_current_changed)
        self.on_prediction_changed()
        self.evidence.on_evidence_changed()

    def _build(self) -> None:
        said = self._status
        stack = Stack(
            (said.silence, said.status, self._statements, said.about, self._mark),
            self.evidence.widgets,
        )
        area = QScrollArea()
        self._stack = stack
        area.setWidget(stack)
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        # Cards are as high as their width asks, which a bar that came would change.
        area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        bar = area.verticalScrollBar()
        bar.rangeChanged.connect(lambda _least, most: bar.setEnabled(most > 0))
        stack.setAutoFillBackground(False)
        area.viewport().setAutoFillBackground(False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(area)
        self.setTabOrder(self._statements, self.evidence.tree)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self.evidence.hold_rows()

    def sizeHint(self) -> QSize:
        return QSize(320, 560).expandedTo(self.minimumSizeHint())

    def minimumSizeHint(self) -> QSize:
        """Ask for more where letters are so large that columns would be cut off."""
        letters_px = NAME_LETTERS * self.fontMetrics().averageCharWidth()
        bar_px = self.style().pixelMetric(QStyle.PixelMetric.PM_ScrollBarExtent)
        # The report may come later, and nothing is to be cut off then.
        report_px = self.evidence.report.minimumSizeHint().width() + 2 * GAP_PX
        stack_px = max(report_px, self._stack.minimumSizeHint().width()) + bar_px
        return QSize(max(270, 3 * letters_px, stack_px), 320)

    @property
    def statements(self) -> StatementCards:
        return self._statements

    def texts(self) -> tuple[str, ...]:
        """Return all running text of the panel."""
        status = (label.text() for label in self._status.labels)
        return (self._mark.text(), *status, *self.evidence.texts())

    # --------------------------------------------------------------- session signals

    @Slot()
    def on_prediction_changed(self) -> None:
        # While the list is emptied its current row moves: nobody has chosen that one.
        with QSignalBlocker(self._statements):
            self._write_statements()
        self.on_evidence_changed()

    def _write_statements(self) -> None:
        prediction = self._session.known.prediction
        told = prediction is not None and prediction.abstained is None
        if not told and not self._statements.topLevelItemCount():
            return
        self._statements.show_findings(
            prediction.findings if told and prediction is not None else ()
        )
        self.write_criteria()

    @Slot()
    def write_criteria(self) -> None:
        """Write beside each statement what criteria say that ask the same."""
        if not self._statements.topLevelItemCount():
            return
        # Here, because the first paper is painted without.
        from ecgviewer.ui.measurements.criteria_rows import asked_text, asked_tip
        from ecgviewer.ui.state.effective_values import told_criteria

        criteria = told_criteria(self._session)
        rules = {}
        for item in self._statements.items():
            code = item.data(STATEMENT, CODE_ROLE)
            asked = criteria_of(code, criteria)
            finding = item.data(STATEMENT, FINDING_ROLE)
            agrees = rule_agrees(finding.present, asked)
            sentence = tr(RULES[agrees]) if asked else ""
            rules[code] = (asked_text(asked), sentence, asked_tip(asked))
        self._statements.say_rules(rules)

    @Slot()
    def on_evidence_changed(self) -> None:
        self._statements.select(self._session.known.code)
        self._write_carriers()

    def _write_carriers(self) -> None:
        """Say on each card what carries the statement, as far as that is known."""
        explanation = self._session.analysis.known.explanation
        known = {} if explanation is None else explanation.evidence
        self._statements.say_carried(
            {code: carried_texts(evidence) for code, evidence in known.items()}
        )

    @Slot(QTreeWidgetItem, QTreeWidgetItem)
    def on_statements_current_changed(
        self, item: QTreeWidgetItem | None, _before: QTreeWidgetItem | None
    ) -> None:
        code = item.data(STATEMENT, CODE_ROLE) if item is not None else None
        if code is not None:
            self._session.analysis.explaining.select_finding(code)


def carried_texts(evidence: Evidence) -> list[str]:
    """Return the groups that carry a statement, each with its leads."""
    groups = list(carriers(evidence).items())[:MOST_CARRIERS]
    return [" ".join(dict.fromkeys((tr(name), *leads))) for name, leads in groups]


class Stack(Columns):
    """Statements and their evidence, never so low that a line of words is cut."""

    def __init__(self, first: Sequence[QWidget], second: Sequence[QWidget]) -> None:
        super().__init__(_column(first), _column(second), shares=(0, 1))
        self._box.setContentsMargins(GAP_PX, GAP_PX, GAP_PX, GAP_PX)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._hold_words()

    def event(self, event: QEvent) -> bool:
        done = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:
            self._hold_words()
        return done

    def _hold_words(self) -> None:
        height_px = self._box.minimumHeightForWidth(self.width())
        if height_px >= 0 and height_px != self.minimumHeight():
            self.setMinimumHeight(height_px)


def _column(widgets: Sequence[QWidget]) -> QWidget:
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(GAP_PX)
    for widget in widgets:
        is_tree = isinstance(widget, EvidenceTree)
        column.addWidget(widget, stretch=1 if is_tree else 0)
    column.addStretch(0)  # takes what is left where there is no tree
    return holder
