"""The answer, across the window: who, which values, what is urgent, how readable.

Its places are held from the beginning, so that nothing moves when values come. One of
its values at a time is pointed at, by the mouse or by the arrow keys.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, Signal, Slot
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from ecgviewer.ecg.measurements import Measurement
from ecgviewer.ecg.qtc import QTC_KEYS
from ecgviewer.ui.look.text_size import letters, text_scale
from ecgviewer.ui.look.theme import (
    GAP_PX,
    HEADER_PX,
    NOT_FOR_DIAGNOSIS,
    SPACE_PX,
    STATEMENT_PX,
    WIDE_SPACE_PX,
)
from ecgviewer.ui.look.widgets import (
    Badge,
    FactsLabel,
    SmallLabel,
    StatementLabel,
)
from ecgviewer.ui.measurements.numerals import (
    PLACES,
    QTC,
    RHYTHM,
    WITHHELD,
    Numeral,
    Pointing,
    beyond,
    number_said,
    rhythm_said,
)
from ecgviewer.ui.paper.caption_label import held_together
from ecgviewer.ui.paper.captions import SEPARATOR
from ecgviewer.ui.state.session import Session
from ecgviewer.ui.text.i18n import marked, tr

MOST_LINES = 3
LEAST_PX = 320
# What patient, criteria and marks need at least, in pairs of wide spaces.
BESIDE_NUMERALS = 12
LEFT_OUT_FIRST = ("qt_ms", RHYTHM, "pr_ms", "qrs_axis_deg", QTC)
# Narrower, only the status bar says what the program is not.
ROOM_FOR_MARK_PX = 1500
MORE = marked("+{n} more")
OF_READER = marked("{name}, reader")
READABLE, HARD = marked("Readable"), marked("Hard to read")


class FittingList(FactsLabel):
    """Facts in a few lines: as many as fit, and how many more there are."""

    def __init__(self) -> None:
        super().__init__()
        self._facts: tuple[str, ...] = ()
        self._said = ""
        self.setWordWrap(True)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def say(self, facts: Sequence[str]) -> None:
        self._facts = tuple(facts)
        self.setToolTip("\n".join(facts))
        self.fit()

    def text(self) -> str:
        """Return what is said, without the signs that hold facts together."""
        return self._said

    def fit(self) -> None:
        """Show as many facts as there is room for."""
        self._said = next(filter(self._fits, self._choices()), "")
        self.setText(self._held(self._said))

    def _held(self, text: str) -> str:
        return held_together(text, self.fontMetrics(), self.width())

    def _choices(self) -> Iterator[str]:
        """Yield what can be said, the most first."""
        facts = self._facts
        for n in range(len(facts), 0, -1):
            more = [tr(MORE).format(n=len(facts) - n)] if n < len(facts) else []
            yield SEPARATOR.join((*facts[:n], *more))
        # The first alone, as much of it as there is room for.
        more = [tr(MORE).format(n=len(facts) - 1)] if len(facts) > 1 else []
        for share in range(4 * MOST_LINES, 0, -1) if facts else ():
            room_px = share * self.width() // 4
            end = Qt.TextElideMode.ElideRight
            first = self.fontMetrics().elidedText(facts[0], end, room_px)
            yield SEPARATOR.join((first, *more))

    def _fits(self, text: str) -> bool:
        room = QRect(0, 0, self.width(), 10_000)
        wraps = Qt.TextFlag.TextWordWrap
        needed = self.fontMetrics().boundingRect(room, wraps, self._held(text))
        return needed.height() <= MOST_LINES * self.fontMetrics().lineSpacing()

    def minimumSizeHint(self) -> QSize:
        return QSize(120, MOST_LINES * self.fontMetrics().lineSpacing())

    def sizeHint(self) -> QSize:
        return self.minimumSizeHint()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self.fit()


class RecordingNames:
    """File and patient on one line, and the bare facts below."""

    def __init__(self) -> None:
        self._parts: tuple[str, ...] = ()
        self.patient, self.facts = StatementLabel(), FittingList()
        ignored, fixed = QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed
        self.patient.setTextFormat(Qt.TextFormat.PlainText)
        self.patient.setSizePolicy(ignored, fixed)
        self.facts.setProperty("muted", True)
        self.take_letters()

    def take_letters(self) -> None:
        self.patient.setFont(letters(STATEMENT_PX, strong=True))

    def text(self) -> str:
        return SEPARATOR.join(self._parts)

    def say(self, parts: Sequence[str]) -> None:
        """Name the recording: file and patient first, then the bare facts."""
        self._parts = tuple(parts)
        self.patient.setToolTip(SEPARATOR.join(parts))
        self.fit()

    def fit(self) -> None:
        """Write the patient beside the file where there is room, else below."""
        if len(self._parts) < 2:  # no recording, but a sentence
            self.patient.setText("")
            self.facts.say(self._parts)
            return
        metrics, room_px = self.patient.fontMetrics(), self.patient.width()
        first = SEPARATOR.join(self._parts[:2])
        n = 2 if metrics.horizontalAdvance(first) <= room_px else 1
        named = SEPARATOR.join(self._parts[:n])
        middle = Qt.TextElideMode.ElideMiddle  # a suffix tells files apart
        self.patient.setText(metrics.elidedText(named, middle, room_px))
        self.facts.say(self._parts[n:])


class AnswerRow(QFrame):
    """Whose recording it is, its values, criteria and quality.

    ``text`` says all of it in words, as a page would; the intervals are in the tables.
    Values are told by their keys; an empty one is none of them.
    """

    pointed = Signal(str)  # a value is pointed at, by the mouse or the keyboard
    pressed = Signal(str)  # all measurements are asked for, or one of them
    menu_wanted = Signal(str, QPoint)  # for the value that is called so
    left = Signal()  # the keyboard is to go back to the paper

    def __init__(self, session: Session, formula: Callable[[], str]) -> None:
        super().__init__()
        self._session, self._formula = session, formula
        self._said = ""
        self.who = RecordingNames()
        self.numerals = {place.key: Numeral(place) for place in PLACES}
        self._pointing = Pointing(self.numerals, self)
        self.heading = SmallLabel(tr("Criteria met"))
        self.criteria = FittingList()
        self.quality = Badge()
        self.mark = SmallLabel(tr(NOT_FOR_DIAGNOSIS))
        self.setAccessibleName(tr("Measurements"))
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setMouseTracking(True)
        self._build()
        self._pointing.changed.connect(self.on_pointed)
        for changed in (
            *(session.recording_changed, session.examining.changed),
            session.reader_lines.settled,
        ):
            changed.connect(self.write)
        self.write()

    def _build(self) -> None:
        who = _column(self.who.patient, self.who.facts)
        what = _column(self.heading, self.criteria)
        marks = _column(self.quality, self.mark)
        marks.setAlignment(self.quality, Qt.AlignmentFlag.AlignRight)
        row = QHBoxLayout(self)
        row.setContentsMargins(WIDE_SPACE_PX, 0, WIDE_SPACE_PX, 0)
        row.setSpacing(0)
        row.addLayout(who, stretch=3)
        for numeral in self.numerals.values():
            row.addWidget(Rule())
            row.addWidget(numeral)
            for part in (numeral, *numeral.findChildren(QWidget)):
                part.setMouseTracking(True)  # what it does not want comes here
        row.addWidget(Rule())
        row.addSpacing(SPACE_PX)
        row.addLayout(what, stretch=4)
        row.addLayout(marks)
        self._hold_height()

    # ----------------------------------------------------------------------- in words

    def text(self) -> str:
        return self._said

    @Slot()
    def write(self) -> None:
        """Say what is known now."""
        session = self._session
        if session.recording is None:
            self._said = ""
            for place, numeral in self.numerals.items():
                caption = tr(numeral.place.caption)
                if place == QTC:
                    caption = caption.format(formula=self._formula())
                numeral.caption.setText(caption)
                numeral.say(WITHHELD, outside=0, tip="")
            self.criteria.say(())
            self.quality.say("")
            return
        self._write_values()
        self._write_attention()

    def _write_values(self) -> None:
        # Here, because the first paper is painted without.
        from ecgviewer.ui.state.effective_values import told_criteria, told_values

        values, criteria = told_values(self._session), told_criteria(self._session)
        formula = self._formula()
        known = {one.key: one for one in criteria}
        for key, numeral in self.numerals.items():
            if key == RHYTHM:
                word, irregular, tip = rhythm_said(known.get("rr_irregular"))
                numeral.say(word, outside=irregular, tip=tip)
                continue
            measured = values.get(self.value_key(key))
            outside = beyond(numeral.place, measured, known)
            note = self._session.examining.note
            number, tip = number_said(measured, note)
            caption = tr(numeral.place.caption).format(formula=formula)
            if measured is not None and measured.provenance == "reader":
                caption = tr(OF_READER).format(name=caption)
            numeral.caption.setText(caption)
            numeral.say(number, outside=outside, tip=tip)

    def value_key(self, place: str) -> str:
        """Return the key of the value that stands in a place now."""
        if place != QTC:
            return place
        formula = self._formula()
        return next((key for key, name in QTC_KEYS.items() if name == formula), "")

    def _write_attention(self) -> None:
        from ecgviewer.ui.measurements.criteria_rows import (
            criteria_met_text,
            met_texts,
            none_met_text,
        )
        from ecgviewer.ui.measurements.page_values import (
            HEADINGS,
            WHAT_LIMITED_MEANS,
            page_values,
        )
        from ecgviewer.ui.state.effective_values import (
            file_values,
            told_criteria,
            told_values,
        )
        from ecgviewer.ui.text.quality_texts import cautions, hard_to_read

        session = self._session
        told, file = told_values(session), file_values(session)
        values = page_values(told, self._formula(), file=file, intervals=False)
        note = session.examining.note
        if note:
            values = (note, *values)
        judged = told_criteria(session)
        criteria = criteria_met_text(judged)
        # The values are to fit on one line.
        star = tr(WHAT_LIMITED_MEANS)
        stars = [star] if star in values else []
        values = tuple(text for text in values if text != star)
        careful = cautions(session.examining.result)
        attention = (*careful, criteria, *stars)
        lines = (SEPARATOR.join(filter(None, part)) for part in (values, attention))
        self._said = "\n".join(filter(None, lines))
        given = [text for text in values if text.startswith(tr(HEADINGS["file"])[:8])]
        met = (*met_texts(judged), none_met_text(judged))
        facts = (note, *careful, *atrial_said(told), *met, *given)
        self.criteria.say(tuple(filter(None, facts)))
        quality = getattr(session.examining.result, "quality", None)
        if quality is None:
            self.quality.say("")
        else:
            good = quality.acceptable
            tip = hard_to_read(quality) or tr(READABLE)
            self.quality.say(tr(READABLE if good else HARD), doubt=not good, tip=tip)

    # ------------------------------------------------------------------------- events

    def _hold_height(self) -> None:
        self.setFixedHeight(round(HEADER_PX * max(1.0, text_scale())))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self.who.take_letters()
            self._hold_height()
            self.write()

    def minimumSizeHint(self) -> QSize:
        return QSize(LEAST_PX, self.minimumHeight())

    def _show_what_fits(self) -> None:
        """Leave out numerals that large letters leave no room for; tables have them."""
        beside_px = BESIDE_NUMERALS * 2 * WIDE_SPACE_PX * max(1.0, text_scale())
        room_px = self.width() - beside_px
        wanted = {key: one.sizeHint().width() for key, one in self.numerals.items()}
        for key in LEFT_OUT_FIRST:
            if sum(wanted.values()) <= room_px:
                break
            del wanted[key]
        for key, numeral in self.numerals.items():
            numeral.setVisible(key in wanted)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show_what_fits()
        self.who.fit()
        self.mark.setVisible(self.width() >= ROOM_FOR_MARK_PX * text_scale())

    # -------------------------------------------------------------------- pointing at

    @Slot(str)
    def on_pointed(self, place: str) -> None:
        said = self.numerals[place].accessibleName() if place else ""
        self.setAccessibleDescription(said)
        self.pointed.emit(self.value_key(place))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._pointing.hover(self._pointing.place_at(event.position().toPoint()))

    def leaveEvent(self, event: QEvent) -> None:
        self._pointing.hover("")

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._pointing.walk(self._pointing.at)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._pointing.walk("")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self._pointing.step(1 if key == Qt.Key.Key_Right else -1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.pressed.emit(self.value_key(self._pointing.walked))
        elif key == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Walk to the value under the mouse, and ask for its menu."""
        pointing = self._pointing
        if event.reason() != QContextMenuEvent.Reason.Keyboard:
            pointing.at = pointing.place_at(event.pos()) or pointing.at
            self.setFocus(Qt.FocusReason.MouseFocusReason)
            pointing.walk(pointing.at)
        name = self.numerals[pointing.at].accessibleName()
        self.menu_wanted.emit(name, event.globalPos())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        place_px = event.position().toPoint()
        inside = self.rect().contains(place_px)
        if event.button() == Qt.MouseButton.LeftButton and inside:
            self.pressed.emit(self.value_key(self._pointing.place_at(place_px)))


class Rule(QWidget):
    """A thin upright line between two places."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedWidth(1)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        air_px = self.height() // 6
        line = self.rect().adjusted(0, air_px, 0, -air_px)
        painter.fillRect(line, self.palette().mid())


def atrial_said(values: Mapping[str, Measurement]) -> list[str]:
    """Return the atrial rate, where the atria have one of their own."""
    from ecgviewer.ui.text.value_texts import value_text

    measured = values.get("atrial_rate_bpm")
    if measured is None or measured.value is None:
        return []
    said = value_text(measured, interval=False)
    return [f"{tr('Atrial rate')} {said}"]


def _column(*widgets: QWidget) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setContentsMargins(0, GAP_PX // 2, SPACE_PX, 0)
    column.setSpacing(0)
    for widget in widgets:
        column.addWidget(widget)
    column.addStretch(1)
    return column
