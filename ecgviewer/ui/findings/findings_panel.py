"""What the network says, and why: statements above, evidence for one of them below."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QSignalBlocker,
    QSize,
    Qt,
    QTimer,
    Slot,
)
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QLabel,
    QScrollArea,
    QTreeView,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from ecgviewer.ecg.evidence.account import account_of
from ecgviewer.ecg.evidence.scale import FULL_SCALE_BEAT_LOGIT, FULL_SCALE_LEAD_LOGIT
from ecgviewer.ecg.findings import Evidence
from ecgviewer.ecg.statement_criteria import criteria_of, rule_agrees
from ecgviewer.ui.findings.evidence_tree import (
    NAME_LETTERS,
    EvidenceModel,
    EvidenceTree,
)
from ecgviewer.ui.findings.report_view import ReportView
from ecgviewer.ui.findings.statement_cards import (
    CODE_ROLE,
    FINDING_ROLE,
    STATEMENT,
    StatementCards,
)
from ecgviewer.ui.findings.waterfall import Waterfall
from ecgviewer.ui.look import theme
from ecgviewer.ui.look.theme import GAP_PX
from ecgviewer.ui.look.widgets import SmallLabel, StatementLabel
from ecgviewer.ui.paper.captions import time_text
from ecgviewer.ui.paper.evidence_scale import carriers, sureness_text
from ecgviewer.ui.shell.notices import SAID_AFTER_MS
from ecgviewer.ui.state.session import Session
from ecgviewer.ui.state.view_state import Selection
from ecgviewer.ui.text.account_texts import account_text
from ecgviewer.ui.text.i18n import marked, number_text, tr
from ecgviewer.ui.text.localised import localised

MEASURED = marked("Measured, whatever the network says: {criteria}.")
MET_TIP = marked(
    "Whether measured criteria that ask the same are met. The network does not read "
    "them; neither proves the other wrong."
)
SURENESS_LINES = ACCOUNT_LINES = 2
RULES = {
    True: marked("the rule agrees"),
    False: marked("the rule does not"),
    None: marked("the rule is open"),
}
# Of families whose evidence is that of their own tokens.
MOST_CARRIERS = 2
BEAT_TOKENS = ("beat x lead", "beat")


class FindingsPanel(QWidget):
    """Statements of the network, the present ones first, and their evidence."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._mark = _small_label(tr(theme.AI_MARK))
        self._silence = StatementLabel()  # why there are no statements
        self._status = _small_label("")
        self._about = _small_label("")
        self._statements = StatementCards()
        self._title = StatementLabel()
        self._account = QLabel()
        self._rule = _small_label("")
        self._waterfall = Waterfall()
        self._sum = _small_label("")
        self._sureness = _small_label("")
        self._model = EvidenceModel()
        self._tree = EvidenceTree(self._model)
        self._legend = _small_label(legend())
        self._method = _small_label("")
        self._report = ReportView(session)
        # What is over before it could be read is not said: it would only flicker.
        self._busy = QTimer(self, interval=SAID_AFTER_MS, singleShot=True)
        self._says_activity = False
        self._blank = False  # whether the tree is known to be empty and to say so
        self._build()
        self._connect()
        self.on_prediction_changed()

    def _build(self) -> None:
        self._tree.setAccessibleName(tr("Evidence by group, lead and beat"))
        self._hold_rows()
        for label in (self._silence, self._title, self._account, self._rule):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
        self._account.setAlignment(Qt.AlignmentFlag.AlignTop)
        stack = Stack(
            *(self._silence, self._status, self._statements, self._about),
            *(self._title, self._account),
            *(self._rule, self._waterfall, self._sum, self._sureness, self._tree),
            *(self._legend, self._method, self._report, self._mark),
        )
        area = QScrollArea()
        area.setWidget(stack)
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        # Cards are as high as their width asks, which a bar that came would change.
        area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        stack.setAutoFillBackground(False)
        area.viewport().setAutoFillBackground(False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(area)
        self.setTabOrder(self._statements, self._tree)

    def _connect(self) -> None:
        session = self._session
        session.recording_changed.connect(self.on_prediction_changed)
        session.beats_changed.connect(self.on_activity_changed)
        session.prediction_changed.connect(self.on_prediction_changed)
        session.evidence_changed.connect(self.on_evidence_changed)
        session.selection_changed.connect(self.on_selection_changed)
        session.activity_changed.connect(self.on_activity_changed)
        self._busy.timeout.connect(self.write_status)
        session.privacy_changed.connect(self.write_status)
        session.examining.changed.connect(self.on_measured)
        session.waves.changed.connect(self.on_waves_changed)
        self._tree.expanded.connect(self.on_tree_expanded)
        self._tree.collapsed.connect(self.on_tree_collapsed)
        session.reader_lines.settled.connect(self.on_measured)
        self._waterfall.pressed.connect(self.on_group_pressed)
        self._statements.currentItemChanged.connect(self.on_statements_current_changed)
        self._tree.selectionModel().currentChanged.connect(self.on_tree_current_changed)

    def _hold_rows(self) -> None:
        """Keep a place for texts that come later."""
        # Its texts take one or two lines, and what is below shall not move.
        for label, n_lines in (
            (self._sureness, SURENESS_LINES),
            (self._account, ACCOUNT_LINES),
        ):
            label.setMinimumHeight(n_lines * label.fontMetrics().lineSpacing())

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._hold_rows()

    def sizeHint(self) -> QSize:
        return QSize(320, 560).expandedTo(self.minimumSizeHint())

    def minimumSizeHint(self) -> QSize:
        """Ask for more where letters are so large that columns would be cut off."""
        letters_px = NAME_LETTERS * self.fontMetrics().averageCharWidth()
        return QSize(max(270, 3 * letters_px), 320)

    @property
    def statements(self) -> StatementCards:
        return self._statements

    @property
    def waterfall(self) -> Waterfall:
        return self._waterfall

    @property
    def tree(self) -> QTreeView:
        return self._tree

    @property
    def report(self) -> ReportView:
        return self._report

    def texts(self) -> tuple[str, ...]:
        """Return all running text of the panel."""
        labels = (
            *(self._mark, self._silence, self._status, self._about, self._title),
            *(self._account, self._rule, self._sum, self._sureness, self._method),
        )
        return tuple(label.text() for label in labels)

    # --------------------------------------------------------------- session signals

    @Slot()
    def on_prediction_changed(self) -> None:
        # While the list is emptied its current row moves: nobody has chosen that one.
        with QSignalBlocker(self._statements):
            self._write_statements()
        self.write_status()
        self.on_evidence_changed()

    def _write_statements(self) -> None:
        prediction = self._session.prediction
        told = prediction is not None and prediction.abstained is None
        if not told and not self._statements.topLevelItemCount():
            return
        self._statements.show_findings(
            prediction.findings if told and prediction is not None else ()
        )
        self._write_criteria()

    @Slot()
    def on_activity_changed(self) -> None:
        if not self._session.activity:
            self._busy.stop()
        elif not self._says_activity:
            if not self._busy.isActive():
                self._busy.start()
            return
        self.write_status()

    @Slot()
    def write_status(self) -> None:
        """Say what is being done, what is urgent, and what the network says of itself.

        The last below its statements, which are what is read first.
        """
        session = self._session
        self._says_activity = bool(session.activity)
        prediction, silence = session.prediction, ""
        doing, status = session.shown(session.activity), ""
        parts: list[str] = []
        if session.recording is None:
            silence = tr("No recording is open.")
        elif prediction is None:
            status = doing
            silence = session.model_note or session.shown(session.beats_failure)
        else:
            status = self._measured_text()
            parts.append(doing)
            if prediction.abstained is not None:
                nothing = tr("The model says nothing: {reason}.")
                silence = nothing.format(reason=localised(prediction.abstained))
            if prediction.span_s is not None:
                start, stop = map(time_text, prediction.span_s)
                of_part = tr("Of the stretch from {start} to {stop}.")
                if session.analysis.marked_s is not None:
                    of_part = tr("Of the stretch marked, from {start} to {stop}.")
                parts.append(of_part.format(start=start, stop=stop))
            parts.append(tr("Model: {model}.").format(model=prediction.model))
            parts.extend(map(localised, prediction.notes))
        for label, text in (
            (self._silence, silence),
            (self._status, status),
            (self._about, " ".join(filter(None, parts))),
        ):
            label.setText(text)
            label.setVisible(bool(text))

    @Slot()
    def on_measured(self) -> None:
        """Write anew, but not what is over before it could be read."""
        self._write_criteria()
        if not self._busy.isActive():
            self.write_status()

    def _write_criteria(self) -> None:
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
        self._write_rule()

    def _write_rule(self) -> None:
        """Say beside the evidence what the rule measured, and whether it agrees."""
        # Here, because the first paper is painted without.
        from ecgviewer.ui.measurements.criteria_rows import rule_text
        from ecgviewer.ui.state.effective_values import told_criteria

        prediction, code = self._session.prediction, self._session.code
        text = ""
        if prediction is not None and code is not None:
            asked = criteria_of(code, told_criteria(self._session))
            text = rule_text(prediction.finding(code).present, asked)
        self._rule.setText(text)
        self._rule.setVisible(bool(text))

    def _measured_text(self) -> str:
        """Return urgent criteria that are met, or may be; the network asks none."""
        # Here, because the first paper is painted without.
        from ecgviewer.ui.measurements.criteria_rows import perhaps_texts, urgent_text
        from ecgviewer.ui.state.effective_values import told_criteria

        criteria = told_criteria(self._session)
        said = ". ".join(
            filter(None, (urgent_text(criteria), *perhaps_texts(criteria)))
        )
        return tr(MEASURED).format(criteria=said) if said else ""

    @Slot()
    def on_evidence_changed(self) -> None:
        session = self._session
        evidence, code = session.evidence, session.code
        self._statements.select(code)
        self._write_carriers()
        # A tree that is emptied once more lays out and paints the whole panel again.
        blank = evidence is None and code is None
        if blank and self._blank:
            return
        self._blank = blank
        greyed = session.cards.discredited
        profile = session.analysis.usual_profile
        self._model.show_evidence(
            evidence, session.beats, greyed=greyed, profile=profile
        )
        self._tree.show_waves(session.waves)
        finding = None
        if code is not None and session.prediction is not None:
            finding = session.prediction.finding(code)
        probability = 0.0 if finding is None else finding.probability
        self._waterfall.show_evidence(evidence, probability, greyed=greyed)
        self._report.on_changed()
        self._title.setText(self._title_text(code, evidence))
        self._write_account()
        if code is not None:
            self._write_rule()
        self._sum.setText(self._sum_text(code, evidence))
        told = [] if evidence is None else [method_text(evidence)]
        told += [tokens_text(session.analysis.bundle)] if told else []
        self._method.setText(" ".join(filter(None, told)))
        self._sureness.setText("" if evidence is None else sureness_text(evidence))
        self._rule.setVisible(code is not None and bool(self._rule.text()))
        below = (self._account, self._sum, self._sureness, self._method, self._legend)
        for label in below:
            label.setVisible(evidence is not None)
        for widget in (self._title, self._tree):
            widget.setVisible(code is not None)
        self.on_selection_changed()

    def _title_text(self, code: str | None, evidence: Evidence | None) -> str:
        prediction = self._session.prediction
        if code is None or prediction is None:
            return tr("Evidence: select a statement.")
        label = prediction.finding(code).label
        if evidence is None:
            text = tr("Evidence for: {label} (not there yet)")
        else:
            text = tr("Evidence for: {label}")
        return text.format(label=tr(label))

    def _sum_text(self, code: str | None, evidence: Evidence | None) -> str:
        if evidence is None or code is None or self._session.prediction is None:
            return ""
        members = self._session.prediction.finding(code).members
        return " ".join(filter(None, (sum_text(evidence), members_text(members))))

    def _write_carriers(self) -> None:
        """Say on each card what carries the statement, as far as that is known."""
        explanation = self._session.analysis.known.explanation
        known = {} if explanation is None else explanation.evidence
        self._statements.say_carried(
            {code: carried_texts(evidence) for code, evidence in known.items()}
        )

    def _write_account(self) -> None:
        """Say what carries the statement, with the waves that were asked about."""
        evidence, waves = self._session.evidence, self._session.waves
        account = None
        if evidence is not None:
            account = account_of(evidence, waves.shares())
        self._account.setText("" if account is None else account_text(account))

    @Slot()
    def on_waves_changed(self) -> None:
        self._tree.show_waves(self._session.waves)
        self._write_account()

    @Slot()
    def on_selection_changed(self) -> None:
        index = self._model.index_of(self._session.selection)
        if index != self._tree.currentIndex().siblingAtColumn(0):
            self._tree.setCurrentIndex(index)
            if index.isValid():
                self._tree.scrollTo(index)
        self._waterfall.choose(self._session.selection.group or "")

    # ------------------------------------------------------------------ user's hands

    @Slot(QTreeWidgetItem, QTreeWidgetItem)
    def on_statements_current_changed(
        self, item: QTreeWidgetItem | None, _before: QTreeWidgetItem | None
    ) -> None:
        code = item.data(STATEMENT, CODE_ROLE) if item is not None else None
        if code is not None:
            self._session.select_finding(code)

    @Slot(str)
    def on_group_pressed(self, group: str) -> None:
        """Mark a group on the paper, and show its leads in the tree."""
        selection = Selection(group)
        self._session.select(selection)
        self._tree.expand(self._model.index_of(selection))

    @Slot(QModelIndex)
    def on_tree_expanded(self, index: QModelIndex) -> None:
        """Ask about the waves of a beat that is opened."""
        if (beat := self._model.beat_of(index)) is not None:
            self._session.waves.ask(*beat)

    @Slot(QModelIndex)
    def on_tree_collapsed(self, index: QModelIndex) -> None:
        """Give up on the waves of a beat that is closed before they are known."""
        if self._model.beat_of(index) == self._session.waves.asking:
            self._session.waves.stop()

    @Slot(QModelIndex, QModelIndex)
    def on_tree_current_changed(self, index: QModelIndex, _before: QModelIndex) -> None:
        if index.isValid():
            self._session.select(self._model.selection_of(index))


def carried_texts(evidence: Evidence) -> list[str]:
    """Return the groups that carry a statement, each with its leads."""
    groups = list(carriers(evidence).items())[:MOST_CARRIERS]
    return [" ".join(dict.fromkeys((tr(name), *leads))) for name, leads in groups]


def sum_text(evidence: Evidence) -> str:
    """Return how the logit is made up."""
    total = sum(evidence.groups.values())
    gap = evidence.max_gap
    if evidence.isoelectric:
        return tr(
            "Logit {logit} = {baseline} (every lead isoelectric) {total} (the leads "
            "together), but for {gap}."
        ).format(
            logit=signed(evidence.logit),
            baseline=signed(evidence.baseline_logit),
            total=signed(total),
            gap=number_text(gap, ".1g"),
        )
    return tr(
        "Logit {logit} = {baseline} (all beats removed) {total} (the leads together). "
        "Each level adds up to within {gap}."
    ).format(
        logit=signed(evidence.logit),
        baseline=signed(evidence.baseline_logit),
        total=signed(total),
        gap=number_text(0.001, "g") if gap < 0.001 else number_text(gap, ".1g"),
    )


def members_text(members: Mapping[str, float]) -> str:
    """Return how much each member of an ensemble adds to the logit."""
    if not members:
        return ""
    shares = ", ".join(f"{name} {signed(value)}" for name, value in members.items())
    return tr("Of it: {members}.").format(members=shares)


def legend() -> str:
    """Return what the bars of the evidence tree mean."""
    return tr(
        "Right, orange, +: for the statement. Left, blue, −: against. Blank: nil. "
        "Full bar: ±{lead:g} logit for a group or lead, ±{beat:g} for a beat, in "
        "every recording. Thin line: ± one standard error. Mark across: what is usual "
        "where the statement is true."
    ).format(lead=FULL_SCALE_LEAD_LOGIT, beat=FULL_SCALE_BEAT_LOGIT)


def method_text(evidence: Evidence) -> str:
    """Return how the evidence was computed."""
    grouping = evidence.grouping
    method = tr("Method: {method}").format(method=localised(evidence.method))
    if evidence.isoelectric:
        groups = tr("Groups: {title}, version {version}.").format(
            title=tr(grouping.title), version=grouping.version
        )
        return " ".join((method, *map(localised, evidence.notes), groups))
    said = tr("Groups: {title}, version {version}; {n} removals.").format(
        title=tr(grouping.title), version=grouping.version, n=grouping.n_removals
    )
    return f"{method} {said}"


def tokens_text(model: Any) -> str:
    """Return what a model's own tokens are, where they are no beats of leads."""
    read = getattr(model, "input", None)
    members = getattr(model, "members", (model,))
    if read is None or all(one.input.tokens in BEAT_TOKENS for one in members):
        return ""
    kinds = dict.fromkeys(one.input.tokens for one in members)
    return tr(
        "Tokens of the model: {tokens}. Where they are no beats, a beat has what lies "
        "nearest to its R peak."
    ).format(tokens=", ".join(localised(kind) for kind in kinds))


def signed(value: float) -> str:
    return number_text(value, "+.2f")


def _small_label(text: str) -> SmallLabel:
    label = SmallLabel(text)
    label.setWordWrap(True)
    return label


class Stack(QWidget):
    """Widgets one below the other, never so low that a line of words is cut."""

    def __init__(self, *widgets: QWidget) -> None:
        super().__init__()
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(GAP_PX, GAP_PX, GAP_PX, GAP_PX)
        column.setSpacing(GAP_PX)
        for widget in widgets:
            is_tree = isinstance(widget, QTreeView)
            column.addWidget(widget, stretch=1 if is_tree else 0)
        column.addStretch(0)  # takes what is left where there is no tree

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._hold_words()

    def event(self, event: QEvent) -> bool:
        done = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:
            self._hold_words()
        return done

    def _hold_words(self) -> None:
        height_px = self._column.minimumHeightForWidth(self.width())
        if height_px >= 0 and height_px != self.minimumHeight():
            self.setMinimumHeight(height_px)
