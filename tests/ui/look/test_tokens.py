"""The window's looks come from one file, and nothing that is read is cut off."""

from collections.abc import Iterator
from dataclasses import fields

import pytest
from PySide6.QtGui import QColor, QFontMetrics, QGuiApplication, QPalette
from PySide6.QtWidgets import (
    QApplication,
    QLabel,
    QScrollArea,
    QStyleOptionViewItem,
    QWidget,
)

from ecgviewer.ecg.findings import Finding, Prediction
from ecgviewer.ui.findings.statement_cards import STATEMENT, capital
from ecgviewer.ui.look import theme
from ecgviewer.ui.look.icons import icon
from ecgviewer.ui.look.settings import TEXT_SIZES_PERCENT
from ecgviewer.ui.look.text_size import apply_text_size, letters, text_scale
from ecgviewer.ui.measurements.answer_row import AnswerRow
from ecgviewer.ui.window.appearance import ICONS
from ecgviewer.ui.window.main_window import MainWindow
from tests.ui.conftest import Desk
from tests.ui.fakes import fake_steps

SIZES_PX = {
    *(theme.CAPTION_PX, theme.TEXT_PX, theme.STATEMENT_PX),
    *(theme.TITLE_PX, theme.NUMERAL_PX),
}
WEIGHTS = {theme.REGULAR, theme.STRONG}
ROLES = (
    *(QPalette.ColorRole.Window, QPalette.ColorRole.WindowText),
    *(QPalette.ColorRole.Base, QPalette.ColorRole.Text),
    *(QPalette.ColorRole.Button, QPalette.ColorRole.ButtonText),
    *(QPalette.ColorRole.Highlight, QPalette.ColorRole.HighlightedText),
)
LONG = Finding("INJAL", "subendocardial injury in anterolateral leads", 0.98, 4.0, 0.5)
SIZES = [(1366, 768), (1920, 1080)]


@pytest.fixture(autouse=True)
def letters_of_normal_size(qapp: QApplication) -> Iterator[None]:
    apply_text_size(100)
    yield
    apply_text_size(100)


def seen(window: MainWindow) -> list[QWidget]:
    return [one for one in window.findChildren(QWidget) if one.isVisible()]


def colours(scheme: theme.Scheme) -> set[str]:
    """Return every colour of a scheme by name."""
    values = (getattr(scheme, field.name) for field in fields(scheme))
    return {value.name() for value in values if isinstance(value, QColor)}


@pytest.mark.parametrize("scheme", ["red", "dark"])
@pytest.mark.parametrize("size", SIZES)
def test_no_widget_has_letters_or_colours_of_its_own(
    desk: Desk, scheme: str, size: tuple[int, int]
) -> None:
    session, window = desk.open("a.hea", size=size)
    session.viewing.set_scheme(scheme)
    desk.qtbot.wait(20)
    known = colours(theme.SCHEMES[scheme])
    screen = QGuiApplication.primaryScreen()
    for widget in seen(window):
        font, name = widget.font(), f"{type(widget).__name__} {widget.objectName()}"
        height_px = font.pointSizeF() * screen.logicalDotsPerInch() / 72
        assert any(abs(height_px - token) < 0.1 for token in SIZES_PX), name
        assert font.weight() in WEIGHTS, name
        for role in ROLES:
            colour = widget.palette().color(role)
            assert colour.alpha() < 255 or colour.name() in known, (name, role)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("percent", [100, 150])
def test_no_statement_is_cut_off(
    desk: Desk, size: tuple[int, int], percent: int
) -> None:
    findings = (LONG, *(Finding(f"X{k}", "block", 0.1, -2.0, 0.5) for k in range(40)))
    steps = fake_steps(predict=lambda *_: Prediction(findings, model="fake"))
    _, window = desk.open("a.hea", steps=steps, size=size)
    window.choices.set_text_size(percent)
    desk.qtbot.wait(20)
    cards = window.findings.statements
    (card, fold) = (cards.topLevelItem(0), cards.folded)
    assert card.text(STATEMENT) == capital(LONG.label)
    for item in (card, fold):
        assert item is not None
        place, option = cards.visualItemRect(item), QStyleOptionViewItem()
        option.widget = cards
        wanted = cards.itemDelegate().sizeHint(option, cards.indexFromItem(item))
        assert place.height() >= wanted.height()
        assert place.width() <= cards.viewport().width()
    widest = max(LONG.label.split(), key=len)
    words = QFontMetrics(letters(theme.STATEMENT_PX, strong=True))
    said_px = QFontMetrics(letters(theme.TEXT_PX, strong=True)).horizontalAdvance(
        "near certain 98 %"
    )
    assert words.horizontalAdvance(widest) + said_px < cards.viewport().width()
    assert cards.verticalScrollBar().maximum() == 0


@pytest.mark.parametrize("percent", TEXT_SIZES_PERCENT)
def test_cards_end_where_their_panel_does(desk: Desk, percent: int) -> None:
    session, window = desk.open("a.hea", size=(1366, 768))
    session.analysis.explaining.select_finding("HYP")
    assert session.known.evidence is not None
    window.choices.set_text_size(percent)
    desk.qtbot.wait(20)
    for area in window.findings.findChildren(QScrollArea):
        assert area.widget().width() <= area.viewport().width()


@pytest.mark.parametrize("size", SIZES)
def test_no_part_of_the_answer_is_cut_off(desk: Desk, size: tuple[int, int]) -> None:
    _, window = desk.open("a.hea", size=size)
    desk.qtbot.wait(20)
    answer = window.answer
    for label in answer.findChildren(QLabel):
        if not label.isVisible() or not label.text().strip():
            continue
        room, metrics = label.contentsRect(), label.fontMetrics()
        assert label.mapTo(answer, label.rect().bottomLeft()).y() <= answer.height()
        if label.wordWrap():
            assert label.heightForWidth(label.width()) <= label.height() + 1
        else:
            needed_px = metrics.horizontalAdvance(label.text())
            assert needed_px <= room.width() + 1, label.text()


def test_criteria_that_do_not_fit_are_counted(desk: Desk) -> None:
    _, window = desk.open("a.hea", size=(1366, 768))
    facts = window.answer.criteria
    facts.say([f"criterion number {number} is met" for number in range(20)])
    assert facts.text().endswith("more")
    n_more = int(facts.text().rsplit("+", 1)[1].split()[0])
    assert 0 < n_more < 20
    assert facts.text().count("is met") == 20 - n_more
    facts.say(["one alone"])
    assert facts.text() == "one alone"


def test_a_withheld_value_is_a_dash_and_says_why(desk: Desk) -> None:
    _, window = desk.open("a.hea")
    rate = window.answer.numerals["heart_rate_bpm"]
    assert (rate.number.text(), rate.mark.text().strip()) == ("72", "")
    window.close()
    silent = AnswerRow(window._session, lambda: "Fridericia")
    silent.numerals["pr_ms"].say("–", outside=0, tip="P is not seen")
    assert silent.numerals["pr_ms"].toolTip() == "P is not seen"
    silent.deleteLater()


def test_a_value_beyond_its_limit_is_bold_and_has_a_mark(desk: Desk) -> None:
    _, window = desk.open("a.hea")
    qrs = window.answer.numerals["qrs_ms"]
    qrs.say("162", outside=1, tip="")
    assert qrs.number.font().bold()
    assert qrs.mark.text() == "▲"
    qrs.say("98", outside=0, tip="")
    assert not qrs.number.font().bold()
    assert not qrs.mark.text().strip()


def test_letters_grow_in_proportion(qapp: QApplication) -> None:
    before = letters(theme.NUMERAL_PX).pointSizeF() / letters(13.0).pointSizeF()
    apply_text_size(150)
    assert text_scale() == pytest.approx(1.5, rel=0.2)
    after = letters(theme.NUMERAL_PX).pointSizeF() / letters(13.0).pointSizeF()
    assert after == pytest.approx(before) == pytest.approx(2.0)


def test_every_icon_is_there_and_in_the_colours_of_the_scheme(
    qapp: QApplication,
) -> None:
    for name in (*ICONS.values(), "search", "x", "external-link"):
        image = icon(name, theme.DARK).pixmap(16, 16).toImage()
        places = [(x, y) for x in range(16) for y in range(16)]
        pixels = [image.pixelColor(*place) for place in places]
        fullest = max(pixels, key=QColor.alpha)
        assert fullest.alpha() > 150, name
        assert abs(fullest.lightness() - theme.DARK.text.lightness()) < 5, name
    with pytest.raises(OSError, match="nothing"):
        icon("nothing", theme.DARK)
