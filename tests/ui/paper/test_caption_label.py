"""Lines of facts wrap between facts, and never between a number and its unit."""

import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QEvent
from PySide6.QtGui import QHelpEvent, QTextLayout, QTextOption
from PySide6.QtWidgets import QApplication, QToolTip
from pytestqt.qtbot import QtBot

from ecgviewer.ecg.recording import Recording
from ecgviewer.ui.paper.caption_label import FIXED_SPACE, WORD_JOINER, CaptionLabel
from ecgviewer.ui.paper.captions import SEPARATOR
from ecgviewer.ui.window.caption_lines import MOST_FOOTER_LINES
from tests.synthetic import synthetic_recording
from tests.ui.conftest import Desk
from tests.ui.fakes import fake_steps

FACTS = (
    *("25 mm/s", "10 mm/mV, chest leads 5 mm/mV (½)", "no display filter"),
    *("0.0–10.0 s of 12.0 s", "3×4+1R", "columns of 2.5 s"),
)
SENTENCE = (
    "file: PageWriter TC; acquired with 0.05-150 Hz; the calibration pulse at its end "
    "(0.4 s) is left out of 95 % of what is shown here"
)


def lines_of(label: CaptionLabel) -> list[str]:
    """Return the lines as they are painted, with plain spaces."""
    lines = []
    for text in label.painted_text().split("\n"):
        layout = QTextLayout(text, label.font())
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WordWrap)
        layout.setTextOption(option)
        layout.beginLayout()
        while (line := layout.createLine()).isValid():
            line.setLineWidth(label.contentsRect().width())
            lines.append(text[line.textStart() :][: line.textLength()])
        layout.endLayout()
    plain = str.maketrans({FIXED_SPACE: " ", WORD_JOINER: None})
    return [line.translate(plain).strip() for line in lines]


def shown(qtbot: QtBot, text: str, width_px: int) -> CaptionLabel:
    label = CaptionLabel(text)
    qtbot.addWidget(label)
    label.resize(width_px, 200)
    label.show()
    return label


@pytest.mark.parametrize("width_px", range(260, 900, 20))
def test_lines_break_between_facts(qtbot: QtBot, width_px: int) -> None:
    label = shown(qtbot, SEPARATOR.join(FACTS), width_px)
    facts = [fact for line in lines_of(label) for fact in line.split(SEPARATOR)]
    assert [fact.removesuffix("  ·") for fact in facts] == list(FACTS)


@pytest.mark.parametrize("width_px", range(100, 900, 20))
def test_a_sentence_breaks_anywhere_but_before_a_unit(
    qtbot: QtBot, width_px: int
) -> None:
    lines = lines_of(shown(qtbot, SENTENCE, width_px))
    assert " ".join(lines) == SENTENCE
    for unit in ("Hz", "s)", "%"):
        assert not any(line.startswith(unit) for line in lines)
    assert any("0.05-150 Hz" in line for line in lines)


def test_a_fact_wider_than_the_line_is_not_cut_off(qtbot: QtBot) -> None:
    label = shown(qtbot, SEPARATOR.join(FACTS), 120)
    width = label.fontMetrics().horizontalAdvance
    assert all(width(line) <= 120 for line in lines_of(label))


def test_what_is_read_out_has_no_signs_for_the_painter(qtbot: QtBot) -> None:
    text = SEPARATOR.join((*FACTS, SENTENCE))
    label = shown(qtbot, text, 400)
    assert label.text() == text
    assert FIXED_SPACE in label.painted_text()


def test_larger_letters_break_no_fact_either(qtbot: QtBot) -> None:
    label = shown(qtbot, SEPARATOR.join(FACTS), 420)
    font = label.font()
    font.setPointSizeF(1.5 * font.pointSizeF())
    label.setFont(font)
    facts = [fact for line in lines_of(label) for fact in line.split(SEPARATOR)]
    assert [fact.removesuffix("  ·") for fact in facts] == [*FACTS]


def test_lines_without_room_end_with_an_ellipsis_and_are_never_cut(
    qtbot: QtBot,
) -> None:
    text = SEPARATOR.join((*FACTS, SENTENCE))
    label = shown(qtbot, text, 300)
    whole = len(label.shown_lines())
    assert whole >= 4
    line_px = label.fontMetrics().lineSpacing()
    for n_lines in range(1, whole):
        label.resize(300, n_lines * line_px + line_px // 2)
        lines = label.shown_lines()
        assert len(lines) == n_lines
        assert lines[-1].endswith("…")
        width = label.fontMetrics().horizontalAdvance
        assert all(width(line) <= 300 for line in lines)
        # Nothing is painted in the half line that is left below.
        image = label.grab().toImage()
        colours = {
            image.pixel(x, y)
            for y in range(n_lines * line_px + 1, label.height())
            for x in range(0, 300, 2)
        }
        assert len(colours) == 1
    assert label.text() == text


def test_what_has_no_room_is_said_under_the_pointer(qtbot: QtBot) -> None:
    label = shown(qtbot, SEPARATOR.join((*FACTS, SENTENCE)), 300)
    label.resize(300, label.fontMetrics().lineSpacing())
    place = label.rect().center()
    help_event = QHelpEvent(QEvent.Type.ToolTip, place, label.mapToGlobal(place))
    QApplication.sendEvent(label, help_event)
    assert QToolTip.text() == label.text()
    QToolTip.hideText()


def test_no_line_begins_or_ends_with_what_stands_between_facts(
    qtbot: QtBot,
) -> None:
    label = shown(qtbot, SEPARATOR.join((*FACTS, SENTENCE, *FACTS)), 200)
    for width_px in range(200, 1500, 13):
        label.resize(width_px, 400)
        lines = lines_of(label)
        assert not any(line.strip().startswith("·") for line in lines), width_px
        assert not any(line.strip().endswith("·") for line in lines), width_px
    # Where there is room they stand beside each other.
    assert len(lines) < 4


def test_the_footer_leaves_the_paper_its_room_however_much_there_is_to_say(
    desk: Desk,
) -> None:
    names = tuple(f"lead with a rather long name {n}" for n in range(40))

    def many_leads(_: Path) -> Recording:
        usual = synthetic_recording()
        more_mv = np.tile(usual.signal_mv[:1], (len(names), 1))
        signal_mv = np.concatenate([usual.signal_mv, more_mv])
        return replace(usual, leads=(*usual.leads, *names), signal_mv=signal_mv)

    _, window = desk.open("a.hea", steps=fake_steps(read=many_leads))
    footer = window.findChild(CaptionLabel, "footer")
    assert names[-1] in footer.text()
    n_lines = footer.contentsRect().height() // footer.fontMetrics().lineSpacing()
    assert n_lines == MOST_FOOTER_LINES
    assert footer.shown_lines()[-1].endswith("…")


def test_no_number_of_the_window_stands_without_its_unit(desk: Desk) -> None:
    steps = fake_steps(read=lambda _: synthetic_recording(duration_s=12.0))
    _, window = desk.open("a.hea", steps=steps)
    labels = [one for one in window.findChildren(CaptionLabel) if one.isVisible()]
    assert labels
    alone = re.compile(r"(s|ms|mV|mm/s|mm/mV|/min|Hz|%)\b")
    for width_px in range(700, 1367, 37):
        window.resize(width_px, 768)
        QApplication.processEvents()
        for label in labels:
            for line in lines_of(label):
                assert not alone.match(line), (width_px, line)
                assert not re.search(r"\d [–/-]?$", line), (width_px, line)
