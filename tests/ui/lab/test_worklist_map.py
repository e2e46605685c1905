"""The worklist in the lab: placed, coloured, narrowed down, compared."""

import sys
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication

from ecgviewer.ai.attention.neighbours import (
    FEWEST_UMAP,
    nearest,
    plane,
    principal_plane,
)
from ecgviewer.ai.installed import InstalledBundle
from ecgviewer.io.errors import ReadError
from ecgviewer.io.summary import summary_of
from ecgviewer.ui.lab.worklist_map import FILES_AT_ONCE
from ecgviewer.ui.worklist.worklist_panel import WorklistView
from tests.ai.tiny import tiny_clear
from tests.synthetic import synthetic_recording
from tests.ui.conftest import Desk
from tests.ui.fakes import fake_steps

FILES = ("a.hea", "b.hea", "c.hea", "d.hea", "e.hea", "bad.hea")


@pytest.fixture(autouse=True)
def one_model(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    bundle = InstalledBundle("clear", tmp_path, {"family": "clear"})
    monkeypatch.setattr(
        "ecgviewer.ui.window.main_window.installed_bundles", lambda: [bundle]
    )
    monkeypatch.setattr("ecgviewer.io.summarise", lambda path: summary_of(read(path)))


def read(path: Path):
    """Return two kinds of recordings: a and b without T waves, the others with."""
    if path.name.startswith("bad"):
        raise ReadError(path, "header line 1", "is no WFDB header")
    seed = ord(path.name[0])
    without = ("t", "s") if path.name[0] in "ab" else ()
    return synthetic_recording(
        path=str(path), without=without, noise_mv=0.02, seed=seed
    )


def opened(desk: Desk):
    steps = fake_steps(read=read, load_bundle=lambda _name: tiny_clear())
    session, window = desk.open(*FILES, steps=steps, size=(1600, 900))
    session.analysis.explaining.select_finding("MI")
    window.lab.open()
    return session, window, window.lab.view


def test_all_that_can_be_read_is_placed(desk: Desk) -> None:
    _, _, lab = opened(desk)
    found = lab.worklist_map
    assert {path.name for path in found.places} == set(FILES[:-1])
    assert found.n_waiting == 0
    assert lab.multiples.worklist.state_text() == "5 recordings"
    assert len(FILES) > FILES_AT_ONCE  # so that it came in portions


def test_the_most_alike_come_first_and_are_compared_side_by_side(desk: Desk) -> None:
    session, _, lab = opened(desk)
    alike = lab.worklist_map.neighbours()
    assert alike[0].name == "b.hea"
    listed = lab.multiples.worklist.neighbours
    assert listed.item(0).text() == "b.hea"
    listed.setCurrentRow(0)
    desk.qtbot.keyClick(listed, Qt.Key.Key_Return)
    assert session.comparison.recording.source.path.name == "b.hea"
    assert session.comparison.mode == "side"


def test_a_lasso_narrows_the_worklist_down_until_all_is_wanted(desk: Desk) -> None:
    session, _, lab = opened(desk)
    scatter, worklist = lab.multiples.worklist.scatter, session.worklist
    wanted = {Path("a.hea"), Path("b.hea")}
    inside = [scatter.point_px(path) for path in wanted]
    others = [scatter.point_px(p) for p in lab.worklist_map.places if p not in wanted]
    left = min(at.x() for at in inside) - 4
    right = max(at.x() for at in inside) + 4
    assert not any(left <= at.x() <= right for at in others)
    high = scatter.height()
    corners = [(left, 0), (right, 0), (right, high), (left, high)]
    points = [QPointF(x, y).toPoint() for x, y in corners]
    desk.qtbot.mousePress(scatter, Qt.MouseButton.LeftButton, pos=points[0])
    for point in points[1:]:
        drag(desk, scatter, point)
    desk.qtbot.mouseRelease(scatter, Qt.MouseButton.LeftButton, pos=points[-1])
    assert {
        worklist.rows.row(k).entry.path for k in range(len(worklist.rows))
    } == wanted
    view = WorklistView(session)
    desk.qtbot.addWidget(view)
    assert view.state_text().startswith("2 of 6 recordings")
    lab.multiples.worklist.all_again.click()
    assert len(worklist.rows) == len(FILES)


def drag(desk: Desk, widget, at: QPoint) -> None:
    left = Qt.MouseButton.LeftButton
    event = QMouseEvent(
        QEvent.Type.MouseMove,
        QPointF(at),
        widget.mapToGlobal(QPointF(at)),
        left,
        left,
        Qt.KeyboardModifier.NoModifier,
    )
    QApplication.sendEvent(widget, event)


def test_a_click_opens_a_recording(desk: Desk) -> None:
    session, _, lab = opened(desk)
    scatter = lab.multiples.worklist.scatter
    at = scatter.point_px(Path("d.hea")).toPoint()
    desk.qtbot.mouseClick(scatter, Qt.MouseButton.LeftButton, pos=at)
    assert session.worklist.current == Path("d.hea")


def test_points_are_coloured_by_what_is_chosen(desk: Desk) -> None:
    session, _, lab = opened(desk)
    found, one = lab.worklist_map, Path("c.hea")
    model = tiny_clear()
    column = [label.code for label in model.labels].index("MI")
    recording = read(one)
    beats = session.steps.detect_beats(recording)
    logit = model.logits(model.prepare(recording, beats))[0, column]
    assert found.amount(one) == pytest.approx(1 / (1 + np.exp(-logit)), abs=1e-6)
    found.colour_by("quality")
    assert 0 <= found.amount(one) <= 1
    found.colour_by("read")
    session.worklist.marks.mark(one, True)
    assert (found.amount(one), found.amount(Path("d.hea"))) == (1.0, 0.0)


class KnownUmap:
    """Lays recordings on a line, in the order in which they come."""

    asked: list[dict]

    def __init__(self, **asked) -> None:
        self.asked.append(asked)

    def fit_transform(self, vectors):
        return np.stack([np.arange(len(vectors)), np.zeros(len(vectors))], axis=1)


@pytest.fixture
def umap(monkeypatch: pytest.MonkeyPatch) -> list[dict]:
    """Have a UMAP whose places are known; returns how it was asked."""
    monkeypatch.setattr(KnownUmap, "asked", [], raising=False)
    monkeypatch.setitem(sys.modules, "umap", SimpleNamespace(UMAP=KnownUmap))
    return KnownUmap.asked


def choose(box, key: str) -> None:
    box.setCurrentIndex(box.findData(key))
    box.activated.emit(box.currentIndex())


def test_umap_places_the_recordings_where_it_is_installed(desk: Desk, umap) -> None:
    _, _, lab = opened(desk)
    panel, found = lab.multiples.worklist, lab.worklist_map
    by_pca = dict(found.places)
    assert "(PCA)" in panel.title()
    choose(panel.projection, "umap")
    assert sorted(x for x, _ in found.places.values()) == [0, 1, 2, 3, 4]
    assert "(UMAP)" in panel.title()
    assert panel.state_text() == "5 recordings"
    # Once, of all of them, and the same each time.
    (asked,) = umap
    assert (asked["n_neighbors"], asked["n_jobs"]) == (4, 1)
    assert asked["random_state"] is not None
    assert asked["init"].shape == (5, 2)
    choose(panel.projection, "pca")
    assert found.places == by_pca


def test_why_there_is_no_umap_is_said(desk: Desk, monkeypatch) -> None:
    monkeypatch.setitem(sys.modules, "umap", None)
    _, _, lab = opened(desk)
    panel, found = lab.multiples.worklist, lab.worklist_map
    by_pca = dict(found.places)
    choose(panel.projection, "umap")
    assert found.places == by_pca
    assert "(PCA)" in panel.title()
    missing = "UMAP is not installed (package umap-learn); this is PCA."
    assert panel.state_text() == f"5 recordings · {missing}"


def test_few_recordings_have_no_shape_for_umap(umap) -> None:
    vectors = np.random.default_rng(3).standard_normal((FEWEST_UMAP, 4))
    assert plane(vectors, "umap")[0] == "umap"
    projection, places = plane(vectors[1:], "umap")
    assert projection == "pca"
    np.testing.assert_array_equal(places, principal_plane(vectors[1:]))
    assert len(umap) == 1


def test_other_files_are_no_longer_narrowed_down(desk: Desk) -> None:
    session, window, _ = opened(desk)
    session.worklist.rows.keep(frozenset([Path("a.hea")]))
    assert len(session.worklist.rows) == 1
    window.files.open_files([Path("d.hea"), Path("e.hea")])
    assert len(session.worklist.rows) == 2


def test_the_principal_plane_keeps_distances_of_what_is_flat() -> None:
    rng = np.random.default_rng(0)
    flat = rng.standard_normal((7, 2)) @ np.array([[3.0, 0, 0, 4], [0, 1, 0, 0]])
    places = principal_plane(flat + 5.0)
    for one, other in ((0, 1), (2, 6)):
        assert np.linalg.norm(places[one] - places[other]) == pytest.approx(
            np.linalg.norm(flat[one] - flat[other])
        )
    assert principal_plane(flat[:1]).tolist() == [[0, 0]]


def test_the_nearest_point_the_same_way_from_the_mean() -> None:
    vectors = np.array([[1.0, 0], [2.0, 0.1], [-1.0, 0], [0, 1.0], [-2.0, -1.1]])
    assert nearest(vectors, 0, 2) == [1, 3]
