"""The same statements by every installed model, those first that they differ in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Slot
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ecgviewer.ecg.findings import Finding, Prediction
from ecgviewer.ui.findings.model_answers import ModelAnswers
from ecgviewer.ui.look import theme
from ecgviewer.ui.look.text_table import TextTable
from ecgviewer.ui.look.widgets import SmallLabel
from ecgviewer.ui.paper.evidence_scale import probability_text
from ecgviewer.ui.text.i18n import marked, tr
from ecgviewer.ui.text.localised import localised

BOLD_NOTE = marked("Bold: at or above that model's threshold. Blank: it does not say.")
ALIKE = marked("agree")


@dataclass(frozen=True)
class Statement:
    """A statement and what each model that knows it says."""

    code: str
    label: str
    findings: Mapping[str, Finding]

    @property
    def disputed(self) -> bool:
        """Whether some models state it and others do not."""
        return len({finding.present for finding in self.findings.values()}) > 1

    @property
    def present(self) -> bool:
        return any(finding.present for finding in self.findings.values())

    @property
    def highest(self) -> float:
        return max(finding.probability for finding in self.findings.values())


def statements(answers: Mapping[str, Prediction]) -> tuple[Statement, ...]:
    """Return what any model states: first where they differ, then the most probable."""
    found: dict[str, dict[str, Finding]] = {}
    for name, prediction in answers.items():
        for finding in prediction.findings:
            found.setdefault(finding.code, {})[name] = finding
    rows = [
        Statement(code, next(iter(by_model.values())).label, by_model)
        for code, by_model in found.items()
    ]
    stated = [row for row in rows if row.present]
    return tuple(sorted(stated, key=lambda row: (not row.disputed, -row.highest)))


class ModelsPanel(QWidget):
    """One column a model; asks while it is seen."""

    def __init__(self, answers: ModelAnswers, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._answers = answers
        self._mark = SmallLabel(tr(theme.AI_MARK))
        self._status = SmallLabel("")
        self.table = TextTable(tr("Statements by model"))
        self._note = SmallLabel(tr(BOLD_NOTE))
        column = QVBoxLayout(self)
        column.setContentsMargins(4, 4, 4, 4)
        for widget in (self._mark, self._status, self.table, self._note):
            column.addWidget(widget)
        self.setFocusProxy(self.table)
        answers.changed.connect(self.on_changed)
        self.on_changed()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._answers.want(True)
        self.on_changed()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._answers.want(False)

    def status(self) -> str:
        """Return what is said above the table."""
        return self._status.text()

    @Slot()
    def on_changed(self) -> None:
        answers = self._answers
        known = {name: answers.answers.get(name) for name in answers.names}
        said = {name: one for name, one in known.items() if one is not None}
        rows = statements(said)
        header = (tr("Statement"), *answers.names, tr("Together"))
        texts = [_texts(row, answers.names) for row in rows]
        strong = [_strong(row, answers.names) for row in rows]
        self.table.show_rows(header, texts, strong=strong)
        self._status.setText(_status(answers, said, rows))


def _texts(row: Statement, names: Sequence[str]) -> tuple[str, ...]:
    cells = []
    for name in names:
        finding = row.findings.get(name)
        cells.append("" if finding is None else probability_text(finding.probability))
    if not row.disputed:
        return (localised(row.label), *cells, tr(ALIKE))
    above = sum(finding.present for finding in row.findings.values())
    together = tr("{above} of {all} state it").format(
        above=above, all=len(row.findings)
    )
    return (localised(row.label), *cells, together)


def _strong(row: Statement, names: Sequence[str]) -> tuple[int, ...]:
    """Return the columns of the models that state it."""
    return tuple(
        column
        for column, name in enumerate(names, start=1)
        if name in row.findings and row.findings[name].present
    )


def _status(
    answers: ModelAnswers,
    said: Mapping[str, Prediction],
    rows: Sequence[Statement],
) -> str:
    parts = []
    for name, prediction in said.items():
        if prediction.abstained is not None:
            reason = localised(prediction.abstained)
            parts.append(tr("{model} abstains: {reason}").format(**_of(name, reason)))
    for name, reason in answers.failed.items():
        text = tr("{model} cannot be used: {reason}")
        parts.append(text.format(**_of(name, reason)))
    waiting = [name for name in answers.waiting if said]
    if waiting:
        parts.append(tr("Still to answer: {models}").format(models=", ".join(waiting)))
    elif said:
        disputed = sum(row.disputed for row in rows)
        text = tr("The models differ in {n} of {all} statements.")
        parts.append(text.format(n=disputed, all=len(rows)))
    return "\n".join(parts)


def _of(name: str, reason: str) -> dict[str, str]:
    return {"model": name, "reason": reason}
