"""The numerals of the answer row, one of which is pointed at by mouse or keys."""

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from ecgviewer.ecg.criteria import Criterion
from ecgviewer.ecg.measurements import Measurement
from ecgviewer.ui.look.text_size import letters
from ecgviewer.ui.look.theme import (
    CONTROL_RADIUS_PX,
    GAP_PX,
    NUMERAL_PX,
    SPACE_PX,
    TITLE_PX,
)
from ecgviewer.ui.look.widgets import MarkLabel, NumeralLabel, SmallLabel, TitleLabel
from ecgviewer.ui.text.i18n import marked, tr

WITHHELD, LIMITED = "–", "*"
HIGHER, LOWER = "▲", "▼"
RHYTHM, QTC = "rhythm", "qtc"
# Of adults at rest; the other limits are those of the criteria.
RATE_LIMITS_BPM = (60.0, 100.0)
REGULAR, IRREGULAR = marked("Regular"), marked("Irregular")


@dataclass(frozen=True)
class Place:
    """One numeral of the row: its value, its caption, its unit, how wide it may be.

    ``above`` and ``below`` are criteria that say that it is beyond a limit.
    """

    key: str
    caption: str
    unit: str
    widest: str
    above: tuple[str, ...] = ()
    below: tuple[str, ...] = ()


PLACES = (
    Place("heart_rate_bpm", marked("Rate"), marked("/min"), "000"),
    Place(RHYTHM, marked("Rhythm"), "", "", above=("rr_irregular",)),
    Place("pr_ms", marked("PR"), "ms", "000", ("pr_long",), ("pr_short",)),
    Place("qrs_ms", marked("QRS"), "ms", "000", ("qrs_long",)),
    Place("qt_ms", marked("QT"), "ms", "000"),
    Place(QTC, marked("QTc {formula}"), "ms", "000", ("qtc_long",), ("qtc_short",)),
    Place(
        "qrs_axis_deg",
        marked("QRS axis"),
        "",
        "−000°",
        ("axis_right", "axis_extreme"),
        ("axis_left",),
    ),
)


class Numeral(QWidget):
    """A caption, a large number, its unit, and a mark where it is beyond a limit."""

    def __init__(self, place: Place) -> None:
        super().__init__()
        self.place = place
        self.caption = SmallLabel(tr(place.caption).format(formula="").rstrip())
        self.number: QLabel = NumeralLabel() if place.widest else TitleLabel()
        self.unit = SmallLabel(tr(place.unit) if place.unit else "")
        self.mark = MarkLabel()
        self._lit = False
        self.unit.setContentsMargins(0, 0, 0, GAP_PX)
        held = self.unit.sizePolicy()
        held.setRetainSizeWhenHidden(True)
        self.unit.setSizePolicy(held)
        row = QHBoxLayout()
        row.setSpacing(GAP_PX)
        row.addWidget(self.number, alignment=Qt.AlignmentFlag.AlignBottom)
        row.addWidget(self.unit, alignment=Qt.AlignmentFlag.AlignBottom)
        row.addWidget(self.mark)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_PX, GAP_PX, SPACE_PX, GAP_PX)
        column.setSpacing(0)
        column.addWidget(self.caption)
        column.addLayout(row)
        column.addStretch(1)
        self._hold_place()

    def say(self, number: str, *, outside: int, tip: str) -> None:
        """Show a number; ``outside`` is 1 above its limit, -1 below it, else 0."""
        self.number.setText(number)
        self.mark.setText({1: HIGHER, -1: LOWER}.get(outside, " "))
        size_px = NUMERAL_PX if self.place.widest else TITLE_PX
        self.number.setFont(letters(size_px, strong=bool(outside)))
        self.unit.setVisible(number != WITHHELD)
        self.setToolTip(tip)
        said = (self.caption.text(), number, self.unit.text())
        self.setAccessibleName(" ".join(filter(None, said)))

    def light(self, lit: bool) -> None:
        """Stand out as the value that is pointed at, or step back."""
        if lit != self._lit:
            self._lit = lit
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._lit:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(self.palette().accent().color())
        painter.setBrush(self.palette().highlight())
        room = QRectF(self.rect()).adjusted(1.5, 1.5, -1.5, -1.5)
        painter.drawRoundedRect(room, CONTROL_RADIUS_PX, CONTROL_RADIUS_PX)

    def _hold_place(self) -> None:
        """Be as wide as the widest value would need, and as high as a numeral."""
        self.mark.setMinimumWidth(self.mark.fontMetrics().horizontalAdvance(HIGHER))
        size_px = NUMERAL_PX if self.place.widest else TITLE_PX
        metrics = QFontMetrics(letters(size_px, strong=True))  # as beyond a limit
        widest = [self.place.widest] if self.place.widest else [REGULAR, IRREGULAR]
        held_px = max(metrics.horizontalAdvance(tr(text)) for text in widest)
        beside_px = self.unit.sizeHint().width() + self.mark.minimumWidth()
        self.setMinimumWidth(held_px + beside_px + 2 * (GAP_PX + SPACE_PX))
        numeral = QFontMetrics(letters(NUMERAL_PX, strong=True))
        # Words stand on the line of the numerals beside them.
        drop_px = numeral.descent() - metrics.descent()
        self.number.setContentsMargins(
            0, numeral.height() - metrics.height() - drop_px, 0, drop_px
        )

    def sizeHint(self) -> QSize:
        return super().sizeHint().expandedTo(self.minimumSize())

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._hold_place()


class Pointing(QObject):
    """Which value is pointed at: the mouse goes before the arrow keys."""

    changed = Signal(str)  # the key of a place, empty for none

    def __init__(self, numerals: Mapping[str, Numeral], parent: QObject) -> None:
        super().__init__(parent)
        self._numerals = numerals
        self._under_mouse = self.walked = ""  # places that are pointed at
        self.at = next(iter(numerals))  # where the arrow keys are

    def place_at(self, place_px: QPoint) -> str:
        """Return which numeral stands at a place of the row."""
        for key, numeral in self._numerals.items():
            if numeral.isVisible() and numeral.geometry().contains(place_px):
                return key
        return ""

    def hover(self, place: str) -> None:
        if place != self._under_mouse:
            self._under_mouse = place
            self._point()

    def walk(self, place: str) -> None:
        if place != self.walked:
            self.walked = place
            self.at = place or self.at
            self._point()

    def step(self, step: int) -> None:
        """Go to the next (1) or previous (-1) value, round the ends."""
        shown = [key for key, one in self._numerals.items() if one.isVisible()]
        if shown:
            at = shown.index(self.at) if self.at in shown else -step
            self.walk(shown[(at + step) % len(shown)])

    def _point(self) -> None:
        """Light the value that is pointed at."""
        place = self._under_mouse or self.walked
        for key, numeral in self._numerals.items():
            numeral.light(key == place)
        self.changed.emit(place)


def number_said(measured: Measurement | None, note: str) -> tuple[str, str]:
    """Return a value in digits, and what is known of it; a dash if it is withheld."""
    from ecgviewer.ui.text.localised import localised
    from ecgviewer.ui.text.value_texts import how_text, measured_number, value_text

    if measured is None:
        return WITHHELD, note
    reason = localised(measured.reason) if measured.reason else ""
    if measured.value is None:
        return WITHHELD, reason
    number = measured_number(measured.value, measured.unit)
    said = (value_text(measured), reason, how_text(measured))
    if measured.unit == "deg":
        number += "°"
    return number + (LIMITED if reason else ""), "\n".join(filter(None, said))


def rhythm_said(irregular: Criterion | None) -> tuple[str, int, str]:
    """Return a word for the RR intervals, whether it is to stand out, and why."""
    from ecgviewer.ui.measurements.criteria_rows import criterion_cells

    if irregular is None or irregular.met is None:
        return WITHHELD, 0, "" if irregular is None else criterion_cells(irregular)[3]
    word = tr(IRREGULAR if irregular.met else REGULAR)
    return word, int(irregular.met), criterion_cells(irregular)[3]


def beyond(
    place: Place, measured: Measurement | None, known: Mapping[str, Criterion]
) -> int:
    """Return 1 for a value above its limit, -1 for one below, 0 for any other."""
    if measured is None or measured.value is None:
        return 0
    if place.key == "heart_rate_bpm":
        low, high = RATE_LIMITS_BPM
        return (measured.value > high) - (measured.value < low)
    met = {key for key, criterion in known.items() if criterion.met}
    if not met.isdisjoint(place.above):
        return 1
    return -1 if not met.isdisjoint(place.below) else 0
