"""Maps of evidence: one scale for every ECG, and each place leads to the paper."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, QPointF, QRectF, Qt

from ecgviewer.ecg.evidence.scale import FULL_SCALE_BEAT_LOGIT, FULL_SCALE_LEAD_LOGIT
from ecgviewer.ecg.findings import Explanation
from ecgviewer.ecg.leads import STANDARD_12
from ecgviewer.ui.findings.evidence_maps import EvidenceMaps
from ecgviewer.ui.findings.leads_by_beats import FILLED
from ecgviewer.ui.look import theme
from ecgviewer.ui.state.session import Session
from ecgviewer.ui.state.view_state import Selection
from ecgviewer.ui.window.main_window import MainWindow
from tests.ui.conftest import Desk
from tests.ui.fakes import fake_steps, make_evidence

FULL = FULL_SCALE_BEAT_LOGIT
LEFT = Qt.MouseButton.LeftButton
# Lead, beat, contribution and standard error; all else is nil.
TOLD = (("V1", 2, FULL, 0.0), ("V1", 3, -FULL, 0.0), ("II", 2, FULL, FULL))


def explain(_recording, beats, *_):  # type: ignore[no-untyped-def]
    made = make_evidence(beats, "MI", size=0.0)
    values, errors = made.beats.copy(), made.beats_se.copy()
    for lead, beat, value, error in TOLD:
        values[made.lead_row(lead), beat] = value
        errors[made.lead_row(lead), beat] = error
    leads = made.leads | {"V1": FULL_SCALE_LEAD_LOGIT, "II": -FULL_SCALE_LEAD_LOGIT / 4}
    told = replace(made, beats=values, beats_se=errors, leads=leads)
    return Explanation({"MI": told})


@pytest.fixture
def seen(desk: Desk) -> tuple[Session, MainWindow, EvidenceMaps]:
    steps = fake_steps(explain=explain)
    session, window = desk.open("a.hea", steps=steps, size=(1366, 768))
    desk.qtbot.keyClick(
        window.view.canvas, Qt.Key.Key_D, Qt.KeyboardModifier.ShiftModifier
    )
    maps = window.side.maps.panel
    assert isinstance(maps, EvidenceMaps)
    desk.qtbot.wait(20)
    return session, window, maps


def upper(cell: QRectF) -> QPoint:
    return QPointF(cell.center().x(), cell.top() + 3).toPoint()


def lower(cell: QRectF) -> QPoint:
    return QPointF(cell.center().x(), cell.bottom() - 3).toPoint()


def test_cells_say_sign_size_and_doubt_on_one_scale(
    seen: tuple[Session, MainWindow, EvidenceMaps],
) -> None:
    _, _, maps = seen
    picture, v1 = maps.beats.grab().toImage(), STANDARD_12.index("V1")
    nil = picture.pixelColor(upper(maps.beats.grid.cell(v1, 5)))
    for_, against = (maps.beats.grid.cell(v1, column) for column in (2, 3))
    assert picture.pixelColor(upper(for_)) == theme.RED.evidence_for
    assert picture.pixelColor(lower(for_)) == nil
    assert picture.pixelColor(lower(against)) == theme.RED.evidence_against
    assert picture.pixelColor(upper(against)) == nil
    doubted = (
        maps.beats.grid.cell(STANDARD_12.index("II"), 2).toRect().adjusted(2, 2, -2, 0)
    )
    doubted.setHeight(round(FILLED * doubted.height()))
    shades = {
        picture.pixelColor(x, doubted.center().y()).name()
        for x in range(doubted.left(), doubted.right())
    }
    assert len(shades) > 1
    assert "II −0.50" in maps.beats.accessibleDescription()


def test_a_cell_that_is_clicked_or_walked_to_is_marked_on_the_paper(
    desk: Desk, seen: tuple[Session, MainWindow, EvidenceMaps]
) -> None:
    session, window, maps = seen
    assert window.focusWidget() is maps.beats
    desk.qtbot.keyClick(maps.beats, Qt.Key.Key_Right)
    lead, beat = session.selection.lead, session.selection.beat
    assert (lead, beat) in {
        (name, column) for name, column, *_ in TOLD
    }  # the strongest
    place = maps.beats.grid.cell(STANDARD_12.index("V3"), 7).center().toPoint()
    desk.qtbot.mouseClick(maps.beats, LEFT, pos=place)
    assert session.selection == Selection("anterior", "V3", 7)
    assert len(window.view.highlight.stretches_mm) == 1
    desk.qtbot.keyClick(maps.beats, Qt.Key.Key_Down)
    desk.qtbot.keyClick(maps.beats, Qt.Key.Key_Left)
    assert session.selection == Selection("anterior", "V4", 6)
    told = maps.beats.text_at(
        maps.beats.grid.cell(STANDARD_12.index("II"), 2).center().toPoint()
    )
    assert told.startswith("II, beat 3 at ")
    assert told.endswith("+0.15 ± 0.15 logit")


def test_leads_stand_where_they_look_from_as_large_as_they_contribute(
    desk: Desk, seen: tuple[Session, MainWindow, EvidenceMaps]
) -> None:
    session, _, maps = seen
    planes = maps.planes
    one, two, foot = (planes.places.place(lead) for lead in ("I", "II", "aVF"))
    assert one.x() > two.x() > foot.x()
    assert foot.y() > two.y() > one.y()
    chest = [planes.places.place(f"V{k}").x() for k in range(1, 7)]
    assert chest == sorted(chest)
    full, quarter = (
        planes.places.disc_px(s * FULL_SCALE_LEAD_LOGIT) for s in (1, -0.25)
    )
    assert full**2 == pytest.approx(4 * quarter**2)
    assert planes.places.disc_px(5 * FULL_SCALE_LEAD_LOGIT) == full
    picture = planes.grab().toImage()
    colours = {
        lead: picture.pixelColor(planes.places.place(lead).toPoint())
        for lead in ("V1", "II")
    }
    assert colours == {"V1": theme.RED.evidence_for, "II": theme.RED.evidence_against}
    desk.qtbot.mouseClick(planes, LEFT, pos=planes.places.place("V1").toPoint())
    assert session.selection == Selection("septal", "V1")
    desk.qtbot.keyClick(planes, Qt.Key.Key_Right)
    assert session.selection == Selection("septal", "V2")
