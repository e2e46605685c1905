"""How a statement's log-odds come about: from no beats, group by group, to this ECG."""

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFontMetrics,
    QMouseEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from ecgviewer.ecg.evidence.scale import NIL_LOGIT
from ecgviewer.ecg.findings import Evidence
from ecgviewer.ui.findings.statement_cards import capital
from ecgviewer.ui.look import style, theme
from ecgviewer.ui.look.fonts import tabular
from ecgviewer.ui.look.text_size import letters
from ecgviewer.ui.look.theme import GAP_PX, SPACE_PX
from ecgviewer.ui.paper.evidence_scale import contribution_text, probability_text
from ecgviewer.ui.text.i18n import marked, number_text, tr

# The axis reaches so far to each side, in every ECG; where that is not enough, twice.
REACH_LOGIT = 6.0
WITHOUT, ISOELECTRIC = marked("Without any beat"), marked("Every lead isoelectric")
THIS = marked("This ECG")
AXIS = marked("log-odds ±{reach:g}, line: even odds")


@dataclass(frozen=True)
class Step:
    """One bar: from where to where, in log-odds.

    ``group`` is empty for the first and the last, which begin at even odds.
    """

    name: str
    leads: str
    start: float
    stop: float
    said: str
    group: str = ""


def steps_of(evidence: Evidence, probability: float) -> tuple[Step, ...]:
    """Return the bars of evidence, the groups by how much they change."""
    at = evidence.baseline_logit
    first = tr(ISOELECTRIC if evidence.isoelectric else WITHOUT)
    steps = [Step(first, "", 0.0, at, contribution_text(at, 1))]
    groups = sorted(evidence.groups.items(), key=lambda item: -abs(item[1]))
    for name, value in groups:
        leads = evidence.group_leads[name]
        beside = "" if leads == (name,) else " ".join(leads)
        title = name if leads == (name,) else capital(tr(name))
        shown = contribution_text(value, 2)
        steps.append(Step(title, beside, at, at + value, shown, group=name))
        at += value
    total = contribution_text(evidence.logit, 1)
    said = f"{total} = {probability_text(probability)}"
    return (*steps, Step(tr(THIS), "", 0.0, evidence.logit, said))


class Waterfall(QWidget):
    """The bars of one statement, on a scale that is the same for every ECG."""

    pressed = Signal(str)  # a group

    def __init__(self) -> None:
        super().__init__()
        self._steps: tuple[Step, ...] = ()
        self._greyed = False
        self._chosen = ""
        self.setAccessibleName(tr("How the groups add up"))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setMouseTracking(True)
        self.hide()

    @property
    def steps(self) -> tuple[Step, ...]:
        return self._steps

    def show_evidence(
        self, evidence: Evidence | None, probability: float, *, greyed: bool
    ) -> None:
        """Show evidence, in grey if it must not be used; nothing hides the bars."""
        self._steps = () if evidence is None else steps_of(evidence, probability)
        self._greyed = greyed
        self.setVisible(bool(self._steps))
        said = (f"{s.name} {s.leads} {s.said}" for s in self._steps)
        self.setAccessibleDescription("\n".join(said))
        self.updateGeometry()
        self.update()

    def choose(self, group: str) -> None:
        if group != self._chosen:
            self._chosen = group
            self.update()

    @property
    def reach(self) -> float:
        """How far the axis reaches to each side, in log-odds."""
        ends = [abs(end) for s in self._steps for end in (s.start, s.stop)]
        reach = REACH_LOGIT
        while max(ends, default=0.0) > reach:
            reach *= 2
        return reach

    @property
    def _row_px(self) -> int:
        return self.fontMetrics().height() + GAP_PX

    @property
    def _names_px(self) -> int:
        """The width of the names: what they need, but no more than half."""
        strong = QFontMetrics(letters(theme.TEXT_PX, strong=True))
        caption = QFontMetrics(letters(theme.CAPTION_PX))
        needed = [
            strong.horizontalAdvance(step.name) + caption.horizontalAdvance(step.leads)
            for step in self._steps
        ]
        return min(self.width() // 2, max(needed, default=0) + SPACE_PX)

    def sizeHint(self) -> QSize:
        rows_px = len(self._steps) * self._row_px
        return QSize(240, rows_px + QFontMetrics(letters(theme.CAPTION_PX)).height())

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self.updateGeometry()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        for number, step in enumerate(self._steps):
            row = QRect(0, number * self._row_px, self.width(), self._row_px)
            self._paint_step(painter, row, step)
        if self._steps:
            self._paint_axis(painter)
        painter.end()

    def _paint_step(self, painter: QPainter, row: QRect, step: Step) -> None:
        scheme, middle = style.worn(), Qt.AlignmentFlag.AlignVCenter
        if step.group and step.group == self._chosen:
            painter.fillRect(row, scheme.accent_ground)
        painter.setFont(letters(theme.TEXT_PX, strong=not step.group))
        painter.setPen(scheme.text)
        names_px = self._names_px
        words = QRect(0, row.top(), names_px, row.height())
        painter.drawText(words, middle, step.name)
        used_px = painter.fontMetrics().horizontalAdvance(step.name) + GAP_PX
        painter.setFont(letters(theme.CAPTION_PX))
        painter.setPen(scheme.muted)
        end = Qt.TextElideMode.ElideRight
        room_px = names_px - used_px - GAP_PX
        leads = painter.fontMetrics().elidedText(step.leads, end, room_px)
        painter.drawText(words.adjusted(used_px, 0, 0, 0), middle, leads)
        bar = self.bar_of(step, row)
        change = step.stop - step.start
        if abs(change) >= NIL_LOGIT:
            colour = scheme.muted if step.said and not step.group else None
            if step.group:
                colour = scheme.evidence_for if change > 0 else scheme.evidence_against
                colour = scheme.evidence_axis if self._greyed else colour
            painter.fillRect(bar, colour or scheme.muted)
        painter.setFont(tabular(letters(theme.TEXT_PX, strong=not step.group)))
        painter.setPen(scheme.text)
        said_px = painter.fontMetrics().horizontalAdvance(step.said)
        left_px = bar.right() + GAP_PX
        if left_px + said_px > self.width():
            left_px = bar.left() - GAP_PX - said_px
        said = QRectF(left_px, row.top(), said_px + GAP_PX, row.height())
        painter.drawText(said, middle, step.said)

    def bar_of(self, step: Step, row: QRect) -> QRectF:
        """Return where a step's bar lies in its row."""
        left, right = sorted((self._x_px(step.start), self._x_px(step.stop)))
        air_px = GAP_PX
        height_px = row.height() - 2 * air_px
        return QRectF(left, row.top() + air_px, max(1.0, right - left), height_px)

    def _x_px(self, logit: float) -> float:
        left_px = self._names_px + SPACE_PX
        said_px = QFontMetrics(letters(theme.TEXT_PX)).horizontalAdvance("−00.00")
        right_px = self.width() - said_px - SPACE_PX
        share = (logit + self.reach) / (2 * self.reach)
        return left_px + share * (right_px - left_px)

    def _paint_axis(self, painter: QPainter) -> None:
        scheme, x_px = style.worn(), round(self._x_px(0.0))
        bottom_px = len(self._steps) * self._row_px
        painter.fillRect(QRect(x_px, 0, 1, bottom_px), scheme.evidence_axis)
        painter.setFont(letters(theme.CAPTION_PX))
        painter.setPen(scheme.muted)
        room = QRect(0, bottom_px, self.width(), self.height() - bottom_px)
        reach = number_text(self.reach, "g")
        text = tr(AXIS).replace("{reach:g}", reach)
        painter.drawText(room, Qt.AlignmentFlag.AlignRight, text)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        number = int(event.position().y()) // max(1, self._row_px)
        if number < len(self._steps) and self._steps[number].group:
            self.pressed.emit(self._steps[number].group)
