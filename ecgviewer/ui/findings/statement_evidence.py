"""Why the network says one statement: in words, as sums and as a tree."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QModelIndex, QObject, Qt, Slot
from PySide6.QtWidgets import QLabel, QWidget

from ecgviewer.ecg.evidence.account import account_of
from ecgviewer.ecg.evidence.scale import FULL_SCALE_BEAT_LOGIT, FULL_SCALE_LEAD_LOGIT
from ecgviewer.ecg.findings import Evidence
from ecgviewer.ecg.statement_criteria import criteria_of
from ecgviewer.ui.findings.evidence_tree import EvidenceModel, EvidenceTree
from ecgviewer.ui.findings.report_view import ReportView
from ecgviewer.ui.findings.statement_title import StatementTitle
from ecgviewer.ui.findings.waterfall import Waterfall
from ecgviewer.ui.look.widgets import SmallLabel, StatementLabel
from ecgviewer.ui.paper.evidence_scale import sureness_text
from ecgviewer.ui.state.session import Session
from ecgviewer.ui.state.view_state import Selection
from ecgviewer.ui.text.account_texts import account_text
from ecgviewer.ui.text.i18n import number_text, tr
from ecgviewer.ui.text.localised import localised

SURENESS_LINES = ACCOUNT_LINES = 2
# Of families whose evidence is that of their own tokens.
BEAT_TOKENS = ("beat x lead", "beat")


class StatementEvidence(QObject):
    """The widgets that show the evidence for the statement that is explained."""

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self.above = StatementTitle()  # of the paper, where a workspace shows it
        self._title = StatementLabel()
        self._account = QLabel()
        self._rule = small_label()
        self.waterfall = Waterfall()
        self._sum = small_label()
        self._sureness = small_label()
        self._model = EvidenceModel()
        self.tree = EvidenceTree(self._model)
        self._legend = small_label(legend())
        self._method = small_label()
        self.report = ReportView(session)
        self._blank = False  # whether the tree is known to be empty and to say so
        self.tree.setAccessibleName(tr("Evidence by group, lead and beat"))
        for label in (self._title, self._account, self._rule):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
        self._account.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.hold_rows()
        self._connect()

    def _connect(self) -> None:
        session = self._session
        session.recording_changed.connect(self.on_evidence_changed)
        session.prediction_changed.connect(self.on_evidence_changed)
        session.evidence_changed.connect(self.on_evidence_changed)
        session.selecting.changed.connect(self.on_selection_changed)
        session.examining.changed.connect(self.write_rule)
        session.reader_lines.settled.connect(self.write_rule)
        session.waves.changed.connect(self.on_waves_changed)
        self.above.shown.connect(self.write_heading)
        self.waterfall.pressed.connect(self.on_group_pressed)
        self.tree.expanded.connect(self.on_tree_expanded)
        self.tree.collapsed.connect(self.on_tree_collapsed)
        self.tree.selectionModel().currentChanged.connect(self.on_tree_current_changed)

    @property
    def widgets(self) -> tuple[QWidget, ...]:
        """What is shown, from above."""
        return (
            *(self._title, self._account, self._rule, self.waterfall, self.report),
            *(self._sum, self._sureness, self.tree, self._legend, self._method),
        )

    def texts(self) -> tuple[str, ...]:
        labels = (
            *(self._title, self._account, self._rule),
            *(self._sum, self._sureness, self._method),
        )
        return tuple(label.text() for label in labels)

    def hold_rows(self) -> None:
        """Keep a place for texts that come later."""
        # Its texts take one or two lines, and what is below shall not move.
        for label, n_lines in (
            (self._sureness, SURENESS_LINES),
            (self._account, ACCOUNT_LINES),
        ):
            label.setMinimumHeight(n_lines * label.fontMetrics().lineSpacing())

    # --------------------------------------------------------------- session signals

    @Slot()
    def on_evidence_changed(self) -> None:
        session = self._session
        evidence, code = session.known.evidence, session.known.code
        # A tree that is emptied once more lays out and paints the whole panel again.
        blank = evidence is None and code is None
        if blank and self._blank:
            return
        self._blank = blank
        greyed = session.cards.discredited
        profile = session.analysis.explaining.usual_profile
        self._model.show_evidence(
            evidence, session.known.beats, greyed=greyed, profile=profile
        )
        self.tree.show_waves(session.waves)
        finding = None
        if code is not None and session.known.prediction is not None:
            finding = session.known.prediction.finding(code)
        probability = 0.0 if finding is None else finding.probability
        self.waterfall.show_evidence(evidence, probability, greyed=greyed)
        self.report.on_changed()
        self._write(code, evidence)
        self.on_selection_changed()

    def _write(self, code: str | None, evidence: Evidence | None) -> None:
        self._title.setText(self._title_text(code, evidence))
        self._write_account()
        if code is not None:
            self.write_rule()
        self._sum.setText(self._sum_text(code, evidence))
        told = [] if evidence is None else [method_text(evidence)]
        told += [tokens_text(self._session.analysis.model.bundle)] if told else []
        self._method.setText(" ".join(filter(None, told)))
        self._sureness.setText("" if evidence is None else sureness_text(evidence))
        for label in (self._sum, self._sureness, self._method, self._legend):
            label.setVisible(evidence is not None)
        self.tree.setVisible(code is not None)
        self.write_heading()

    @Slot()
    def write_heading(self) -> None:
        """Say what is explained above the evidence, or above the paper."""
        session, is_above = self._session, self.above.isVisible()
        code, prediction = session.known.code, session.known.prediction
        account, rule = self._account.text(), self._rule.text()
        finding = None
        if code is None or prediction is None:
            account = rule = ""
        else:
            finding = prediction.finding(code)
        self.above.say(finding, account, rule)
        self._title.setVisible(code is not None and not is_above)
        self._account.setVisible(session.known.evidence is not None and not is_above)
        self._rule.setVisible(bool(rule) and not is_above)

    def _title_text(self, code: str | None, evidence: Evidence | None) -> str:
        prediction = self._session.known.prediction
        if code is None or prediction is None:
            return tr("Evidence: select a statement.")
        label = prediction.finding(code).label
        if evidence is None:
            text = tr("Evidence for: {label} (not there yet)")
        else:
            text = tr("Evidence for: {label}")
        return text.format(label=tr(label))

    def _sum_text(self, code: str | None, evidence: Evidence | None) -> str:
        if evidence is None or code is None or self._session.known.prediction is None:
            return ""
        members = self._session.known.prediction.finding(code).members
        return " ".join(filter(None, (sum_text(evidence), members_text(members))))

    @Slot()
    def write_rule(self) -> None:
        """Say beside the evidence what the rule measured, and whether it agrees."""
        prediction, code = self._session.known.prediction, self._session.known.code
        text = ""
        if prediction is not None and code is not None:
            # Here, because the first paper is painted without.
            from ecgviewer.ui.measurements.criteria_rows import rule_text
            from ecgviewer.ui.state.effective_values import told_criteria

            asked = criteria_of(code, told_criteria(self._session))
            text = rule_text(prediction.finding(code).present, asked)
        self._rule.setText(text)
        self.write_heading()

    def _write_account(self) -> None:
        """Say what carries the statement, with the waves that were asked about."""
        evidence, waves = self._session.known.evidence, self._session.waves
        account = None
        if evidence is not None:
            account = account_of(evidence, waves.shares())
        self._account.setText("" if account is None else account_text(account))

    @Slot()
    def on_waves_changed(self) -> None:
        self.tree.show_waves(self._session.waves)
        self._write_account()
        self.write_heading()

    @Slot()
    def on_selection_changed(self) -> None:
        index = self._model.index_of(self._session.selection)
        if index != self.tree.currentIndex().siblingAtColumn(0):
            self.tree.setCurrentIndex(index)
            if index.isValid():
                self.tree.scrollTo(index)
        self.waterfall.choose(self._session.selection.group or "")

    # ------------------------------------------------------------------ user's hands

    @Slot(str)
    def on_group_pressed(self, group: str) -> None:
        """Mark a group on the paper, and show its leads in the tree."""
        selection = Selection(group)
        self._session.selecting.select(selection)
        self.tree.expand(self._model.index_of(selection))

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
            self._session.selecting.select(self._model.selection_of(index))


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


def small_label(text: str = "") -> SmallLabel:
    """Return a label that wraps its words."""
    label = SmallLabel(text)
    label.setWordWrap(True)
    return label
