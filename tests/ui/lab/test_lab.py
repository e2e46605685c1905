"""The attention lab: heads, tokens, models, and what is lit up on the paper."""

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QDockWidget, QWidget

from ecgviewer.ai.installed import DEFAULT, InstalledBundle
from ecgviewer.ai.model import Token
from ecgviewer.ui.lab.lab_jobs import ALLOWED, HIGHEST, LOWEST, levels, pictures_of
from ecgviewer.ui.lab.lab_state import attending, nearest_token
from ecgviewer.ui.lab.lab_view import LabView
from ecgviewer.ui.look.theme import SCHEMES
from ecgviewer.ui.state.session import Session
from ecgviewer.ui.window.main_window import MainWindow
from tests.ai.tiny import tiny_clear, tiny_jepa, tiny_resnet
from tests.ui.conftest import Desk
from tests.ui.fakes import PatientRunner, fake_steps

FAMILIES = {DEFAULT: "ensemble", "clear": "clear", "jepa": "jepa", "resnet": "resnet"}
MAKERS = {"clear": tiny_clear, "jepa": tiny_jepa, "resnet": tiny_resnet}


def bundles(folder: Path) -> list[InstalledBundle]:
    return [InstalledBundle(n, folder, {"family": f}) for n, f in FAMILIES.items()]


@pytest.fixture(autouse=True)
def some_models(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(
        "ecgviewer.ui.window.main_window.installed_bundles", lambda: bundles(tmp_path)
    )


def steps():
    return fake_steps(load_bundle=lambda name: MAKERS.get(name, tiny_clear)())


def opened(desk: Desk, **more) -> tuple[Session, MainWindow, LabView]:
    """Return the lab as F7 opens it, with one statement explained."""
    session, window = desk.open("a.hea", steps=steps(), size=(1600, 900), **more)
    session.analysis.explaining.select_finding("MI")
    desk.qtbot.keyClick(window.view.canvas, Qt.Key.Key_F7)
    assert window.lab.view is not None
    return session, window, window.lab.view


def test_families_with_attention_can_be_chosen(tmp_path: Path) -> None:
    assert attending(bundles(tmp_path)) == ("clear", "jepa")


def test_one_key_opens_the_lab_in_place_of_the_panels_and_closes_it(desk: Desk) -> None:
    _, window, lab = opened(desk)
    docks = window.findChildren(QDockWidget)
    assert lab.multiples.isVisible()
    assert lab.maps.isVisible()
    assert not any(dock.isVisible() for dock in docks)
    assert lab.multiples.grids[0].hasFocus()
    desk.qtbot.keyClick(lab.multiples.grids[0], Qt.Key.Key_F7)
    assert not lab.multiples.isVisible()
    assert any(dock.isVisible() for dock in docks)
    assert window.view.canvas.hasFocus()


def test_in_an_upright_window_the_maps_stand_above_the_paper(desk: Desk) -> None:
    _, window, lab = opened(desk)

    def top_of(widget: QWidget) -> int:
        return widget.mapTo(window, QPoint()).y()

    assert top_of(lab.multiples) < top_of(window.view) < lab.multiples.height()
    window.resize(1080, 1920)
    desk.qtbot.waitUntil(
        lambda: top_of(lab.multiples) + lab.multiples.height() < top_of(window.view)
    )
    assert abs(window.view.width() - lab.multiples.width() - lab.maps.width()) < 20
    desk.qtbot.keyClick(lab.multiples.grids[0], Qt.Key.Key_F7)
    desk.qtbot.waitUntil(lambda: window.view.width() > 900)


def test_the_window_closed_in_the_lab_comes_back_with_its_panels(desk: Desk) -> None:
    _, window, _ = opened(desk)
    window.close()
    _, again = desk.open("a.hea", steps=steps())
    assert any(dock.isVisible() for dock in again.findChildren(QDockWidget))


def test_heads_are_chosen_by_click_and_by_arrow_keys(desk: Desk) -> None:
    _, _, lab = opened(desk)
    grid = lab.multiples.grids[0]
    at = grid.tile((1, 2)).center()
    desk.qtbot.mouseClick(grid, Qt.MouseButton.LeftButton, pos=at)
    assert grid.place == (1, 2)
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Up):
        desk.qtbot.keyClick(grid, key)
    assert grid.place == (0, 3)
    title = lab.maps.views[0].title()
    assert title == "clear · Layer 1, head 4: what is used"
    shown = lab.state.sides[0].looked.pictures["weights"].whole[0, 3]
    image = lab.maps.views[0].used.image
    table = lab.colours().table
    assert image.pixel(20, 30) == table[shown[30, 20]]


def test_what_is_allowed_stands_beside_what_is_used(desk: Desk) -> None:
    _, _, lab = opened(desk)
    view, seen = lab.maps.views[0], lab.state.sides[0].seen
    table = lab.colours().table
    for row, column in ((0, 0), (0, 1), (0, 12), (30, 1), (30, 40)):
        wanted = table[ALLOWED if seen.attention.allowed[row, column] else 0]
        assert view.allowed.image.pixel(column, row) == wanted
        assert (view.used.image.pixel(column, row) == table[0]) == (
            not seen.attention.allowed[row, column]
        )


def test_a_clicked_token_is_named_and_its_row_lit_on_the_paper(desk: Desk) -> None:
    _, window, lab = opened(desk)
    view = lab.maps.views[0].used
    seen = lab.state.sides[0].seen
    row = next(k for k, t in enumerate(seen.attention.tokens) if t.lead == 1) + 12
    at = view.place_of(row, 3).toPoint()
    desk.qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=at)
    token = seen.attention.tokens[view.row]
    assert lab.state.token is token
    assert lab.maps.card.title().startswith("I" if token.lead == 0 else "II")
    shares = seen.in_even_shares("weights")[0, 0, view.row]
    lit = {id(other) for other, _ in lab.layer.shares}
    for k, other in enumerate(seen.attention.tokens):
        assert (id(other) in lit) == (not other.sums_up and shares[k] > 1.02) or (
            0.98 < shares[k] <= 1.02
        )
    first = lab.maps.card.table.item(0, 0).text()
    strongest = seen.attention.weights[0, 0, view.row].argmax()
    assert first.startswith(seen.attention.tokens[strongest].name.split()[0])
    window.lab.close()
    assert lab.layer.is_blank()


def test_keys_walk_tokens_and_leads(desk: Desk) -> None:
    _, _, lab = opened(desk)
    view, seen = lab.maps.views[0].used, lab.state.sides[0].seen
    tokens = seen.attention.tokens
    desk.qtbot.keyClick(view, Qt.Key.Key_Down)
    desk.qtbot.keyClick(view, Qt.Key.Key_End)
    assert view.row == len(tokens) - 1
    desk.qtbot.keyClick(view, Qt.Key.Key_Up)
    before = tokens[view.row]
    desk.qtbot.keyClick(view, Qt.Key.Key_PageUp)
    after = tokens[view.row]
    assert (before.lead, after.lead) == (11, 10)
    assert after.middle_s == pytest.approx(before.middle_s)


def test_another_model_is_shown_with_its_own_heads(desk: Desk) -> None:
    _, _, lab = opened(desk)
    box = lab.multiples.models[0]
    box.setCurrentIndex(box.findText("jepa"))
    box.activated.emit(box.currentIndex())
    assert lab.state.sides[0].seen.model == "tiny-jepa"
    assert lab.maps.views[0].used.image.width() == 400
    lab.state.choose_head(1, 3)
    assert lab.multiples.grids[0].place == (1, 1)  # it has two heads


def test_two_models_side_by_side_look_at_the_same_place(desk: Desk) -> None:
    _, _, lab = opened(desk)
    box = lab.multiples.models[1]
    box.activated.emit(box.findText("jepa"))
    assert lab.multiples.grids[1].isVisible()
    clear, jepa = (side.seen.attention.tokens for side in lab.state.sides)
    token = next(t for t in clear if t.lead == 7 and not t.sums_up and t.start_s > 4)
    lab.state.choose_token(token)
    other = jepa[lab.maps.views[1].used.row]
    assert other.lead == 7
    assert abs(other.middle_s - token.middle_s) <= 0.11
    box.activated.emit(0)
    assert not lab.multiples.grids[1].isVisible()


def test_rollout_and_gradient_have_a_map_a_layer(desk: Desk) -> None:
    session, window, lab = opened(desk)
    lab.multiples.kinds.button(1).click()
    looked = lab.state.sides[0].looked
    assert looked.pictures["rollout"].whole.shape[:2] == (2, 1)
    assert lab.maps.views[0].title() == "clear · Rollout up to layer 1"
    window.actions_table.action("lab_kind").trigger()
    assert lab.maps.views[0].title() == (
        "clear · Gradient-weighted up to layer 1, for MI"
    )
    session.analysis.explaining.select_finding("CD")
    assert lab.state.sides[0].seen.code == "CD"
    session.analysis.explaining.select_finding("HYP")
    assert "tiny-clear has no statement HYP" in lab.maps.views[0].title()


def test_the_notice_says_how_far_it_agrees_with_evidence(desk: Desk) -> None:
    _, _, lab = opened(desk)
    notice = lab.multiples.notice.text()
    assert notice.startswith("Attention is not evidence.")
    side = lab.state.sides[0]
    found = side.seen.agreement("weights", 0, 0, side.evidence)
    assert f"for MI by r = {found:.2f}".replace("-", "−") in notice


def test_without_attention_it_says_why(desk: Desk) -> None:
    _, _, lab = opened(desk)
    lab.state.choose_model(0, "resnet")
    assert "tiny-resnet has no attention" in lab.maps.views[0].title()
    assert lab.maps.views[0].used.image.isNull()


def test_the_newest_model_wins_and_closing_cancels(desk: Desk) -> None:
    runner = PatientRunner()
    session, window = desk.open(steps=steps(), runner=runner)
    window.files.open_files([Path("a.hea")])

    def beats_are_there() -> bool:
        while runner.waiting:
            runner.do(next(iter(runner.waiting)))
        return session.known.beats is not None

    desk.qtbot.waitUntil(beats_are_there)
    window.lab.open()
    lab = window.lab.view
    lab.state.choose_model(0, "jepa")
    asked = [key for key in runner.waiting if key.startswith("attention")]
    assert asked == ["attention0"]
    runner.do("attention0")
    assert lab.state.sides[0].seen.model == "tiny-jepa"
    lab.state.choose_model(0, "clear")
    window.lab.close()
    assert not [key for key in runner.waiting if key.startswith("attention")]


def test_another_recording_is_looked_at_anew(desk: Desk) -> None:
    _, window, lab = opened(desk)
    before = lab.state.sides[0].seen
    with desk.qtbot.waitSignal(window.view.painted):
        window.files.open_files([Path("b.hea")])
    desk.qtbot.waitUntil(lambda: lab.state.sides[0].seen is not None)
    assert lab.state.sides[0].seen is not before
    assert lab.state.token is None


def test_everything_shown_is_exported(desk: Desk, tmp_path: Path) -> None:
    session, window, lab = opened(desk)
    session.analysis.explaining.select_finding("CD")
    lab.state.choose_kind("weighted")
    lab.ask_for_folder = lambda _parent: str(tmp_path / "out")
    for name in ("a-attention-clear", "a-attention-clear-2"):
        window.actions_table.action("lab_export").trigger()
        folder = tmp_path / "out" / name
        assert sorted(path.name for path in folder.iterdir()) == [
            *("attention-heads.csv", "attention-tokens.csv"),
            *("attention-weighted-all.png", "attention-weighted-all.svg"),
            *("attention-weighted-map.png", "attention-weighted-map.svg"),
            *("attention.json", "attention.npz"),
        ]
    assert window.captions.cursor.text() == "Written: “a-attention-clear-2”"
    with np.load(folder / "attention.npz", allow_pickle=False) as arrays:
        seen = lab.state.sides[0].seen
        np.testing.assert_array_equal(
            arrays["gradient_weighted_rollout"], seen.weighted
        )
    image = QImage(str(folder / "attention-weighted-map.png"))
    shades = {image.pixel(x, y) for x in range(70, 700, 7) for y in range(110, 740, 7)}
    assert len(shades) > 10
    assert b"<svg" in (folder / "attention-weighted-map.svg").read_bytes()


def test_what_cannot_be_written_is_said(desk: Desk, tmp_path: Path) -> None:
    session, _, lab = opened(desk)
    (tmp_path / "file").write_text("")
    lab.ask_for_folder = lambda _parent: str(tmp_path / "file")
    lab.export()
    assert "The attention could not be written" in session.messages.message.text


# ------------------------------------------------------------------- scale and places


def test_the_scale_is_fixed_and_an_even_share_has_one_colour() -> None:
    found = levels(np.array([0.0, 0.25, 1.0, 4.0, 16.0, 99.0], dtype=np.float32))
    assert found.tolist() == [LOWEST, LOWEST, 85, 170, HIGHEST, HIGHEST]


def test_small_maps_keep_lines_of_single_cells() -> None:
    shares = np.zeros((1, 1, 400, 400), dtype=np.float32)
    shares[0, 0, 123] = 16.0
    small = pictures_of(shares).small
    assert small.shape == (1, 1, 80, 80)
    assert (small[0, 0, 123 // 5] == HIGHEST).all()


def test_the_nearest_token_is_of_its_lead_first() -> None:
    tokens = (Token(0, 0, 9, sums_up=True), Token(0, 0, 1), Token(1, 3, 4))
    assert nearest_token(tokens, Token(0, 3.0, 4.0)) == 1
    assert nearest_token(tokens, Token(5, 3.0, 4.0)) == 2
    assert nearest_token(tokens, Token(1, 0, 9, sums_up=True)) == 0


@pytest.mark.parametrize("scheme", SCHEMES.values(), ids=SCHEMES)
def test_the_accent_stands_out_from_paper_and_desk(scheme) -> None:
    light = [c.lightnessF() for c in (scheme.accent, scheme.paper, scheme.desk)]
    assert min(abs(light[0] - other) for other in light[1:]) > 0.3


def test_a_map_says_under_the_pointer_who_looks_at_whom(desk: Desk) -> None:
    _, window, lab = opened(desk)
    view = lab.maps.views[0].used
    view.hovered.emit("")
    at = view.place_of(12, 13).toPoint()
    desk.qtbot.mouseMove(view, QPoint(1, 1))
    desk.qtbot.mouseMove(view, at)
    assert "looks at" in window.captions.cursor.text()
