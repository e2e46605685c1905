"""Colour schemes: contrast by the WCAG formula, colours told apart by everyone."""

from itertools import combinations

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor

from ecgviewer.ui.look import style, theme
from ecgviewer.ui.look.theme import SCHEMES, Scheme
from tests.ui.conftest import Desk
from tests.ui.paper_pixels import paper_image

Matrix = NDArray[np.float64]

# Machado, Oliveira and Fernandes 2009, severity 1.0; for linear RGB.
DEFICIENCIES: dict[str, Matrix] = {
    "none": np.eye(3),
    "protan": np.array(
        [
            [0.152286, 1.052583, -0.204868],
            [0.114503, 0.786281, 0.099216],
            [-0.003882, -0.048116, 1.051998],
        ]
    ),
    "deutan": np.array(
        [
            [0.367322, 0.860646, -0.227968],
            [0.280085, 0.672501, 0.047413],
            [-0.011820, 0.042940, 0.968881],
        ]
    ),
    "tritan": np.array(
        [
            [1.255528, -0.076749, -0.178779],
            [-0.078411, 0.930809, 0.147602],
            [0.004733, 0.691367, 0.303900],
        ]
    ),
}
# IEC 61966-2-1 (sRGB) to CIE XYZ, D65 white.
TO_XYZ = np.array(
    [
        [0.4124564, 0.3575761, 0.1804375],
        [0.2126729, 0.7151522, 0.0721750],
        [0.0193339, 0.1191920, 0.9503041],
    ]
)
WHITE = TO_XYZ.sum(axis=1)
# WCAG 2, for text and for what must be seen best.
AA, AAA = 4.5, 7.0
# CIE 1976 distances; 2.3 is just noticeable side by side, blue to green is about 100.
FAR_APART, APART = 40.0, 20.0


def linear(colour: QColor) -> Matrix:
    """Return linear-light RGB, each 0 to 1."""
    rgb = np.array([colour.redF(), colour.greenF(), colour.blueF()])
    return np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)


def contrast(one: QColor, other: QColor) -> float:
    """Return the contrast ratio of WCAG 2."""
    dark, light = sorted(float(TO_XYZ[1] @ linear(colour)) for colour in (one, other))
    return (light + 0.05) / (dark + 0.05)


def distance(one: QColor, other: QColor, deficiency: str) -> float:
    """Return the CIE 1976 distance of two colours as such a reader sees them."""
    seen = DEFICIENCIES[deficiency]
    labs = []
    for colour in (one, other):
        xyz = TO_XYZ @ np.clip(seen @ linear(colour), 0.0, 1.0) / WHITE
        f = np.where(xyz > 216 / 24389, np.cbrt(xyz), (24389 / 27 * xyz + 16) / 116)
        labs.append(
            np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])
        )
    return float(np.linalg.norm(labs[0] - labs[1]))


schemes = pytest.mark.parametrize("scheme", SCHEMES.values(), ids=list(SCHEMES))


def test_the_formulas_agree_with_published_values() -> None:
    white, black = QColor("#FFFFFF"), QColor("#000000")
    assert contrast(white, black) == pytest.approx(21.0)
    # The grey that WCAG names as the lightest readable on white.
    assert contrast(white, QColor("#767676")) == pytest.approx(4.54, abs=0.01)
    assert distance(white, black, "none") == pytest.approx(100.0, abs=0.01)
    red, green = QColor("#C00000"), QColor("#407000")
    assert distance(red, green, "deutan") < distance(red, green, "none") / 3


@schemes
def test_traces_and_texts_stand_out_from_the_paper(scheme: Scheme) -> None:
    assert contrast(scheme.trace, scheme.paper) >= AAA
    assert contrast(scheme.trace, scheme.grid_major) >= AAA
    assert contrast(scheme.text, scheme.paper) >= 4.5
    for mark in (
        *(scheme.evidence_for, scheme.evidence_against, scheme.evidence_axis),
        *(scheme.caliper, scheme.highlight_edge),
        *(scheme.beat, scheme.beat_different, scheme.second_trace),
    ):
        assert contrast(mark, scheme.paper) >= 3.0
    assert contrast(scheme.caliper, scheme.paper) >= 4.5  # it also writes


@schemes
def test_the_grid_is_seen_but_steps_back(scheme: Scheme) -> None:
    minor = contrast(scheme.grid_minor, scheme.paper)
    major = contrast(scheme.grid_major, scheme.paper)
    assert 1.15 <= minor < major < contrast(scheme.trace, scheme.paper) / 2


@schemes
@pytest.mark.parametrize("deficiency", DEFICIENCIES)
def test_evidence_is_told_apart_by_every_reader(
    scheme: Scheme, deficiency: str
) -> None:
    colours = (scheme.trace, scheme.evidence_for, scheme.evidence_against)
    for one, other in combinations(colours, 2):
        assert distance(one, other, deficiency) >= FAR_APART
    assert distance(scheme.trace, scheme.caliper, deficiency) >= APART


@schemes
def test_evidence_is_never_red_against_green(scheme: Scheme) -> None:
    assert 15 <= scheme.evidence_for.hslHue() <= 45  # orange
    assert 200 <= scheme.evidence_against.hslHue() <= 230  # blue


@schemes
def test_the_window_around_the_paper_can_be_read(scheme: Scheme) -> None:
    palette = style.window_palette(scheme)
    role = palette.ColorRole
    for text, ground in (
        (role.WindowText, role.Window),
        (role.Text, role.Base),
        (role.ButtonText, role.Button),
        (role.HighlightedText, role.Highlight),
        (role.Link, role.Base),
    ):
        assert contrast(palette.color(text), palette.color(ground)) >= AA
    for colour in (
        *(scheme.text, scheme.muted, scheme.accent, scheme.outside),
        *(scheme.evidence_for, scheme.evidence_against),
    ):
        assert contrast(colour, scheme.surface) >= AA, colour.name()
    for ground in (scheme.warning_ground, scheme.error_ground, scheme.accent_ground):
        assert contrast(scheme.text, ground) >= AA
    assert contrast(scheme.accent, scheme.accent_ground) >= AA
    assert contrast(scheme.outside, scheme.warning_ground) >= AA
    assert contrast(scheme.muted, scheme.window) >= AA


def test_g_goes_through_all_colour_schemes(desk: Desk) -> None:
    session, window = desk.open("a.hea")
    worn = []
    for _ in SCHEMES:
        worn.append(session.view.scheme)
        assert window.view.plot is not None
        assert window.view.plot.scheme is SCHEMES[session.view.scheme]
        desk.qtbot.keyClick(window.view.canvas, Qt.Key.Key_G)
    assert worn == list(SCHEMES)
    assert session.view.scheme == worn[0]


@schemes
def test_a_scheme_is_on_the_paper_and_around_it(desk: Desk, scheme: Scheme) -> None:
    session, window = desk.open("a.hea", px_per_mm=8.0)
    window.actions_table.action(f"scheme_{scheme.name}").trigger()
    assert session.view.scheme == scheme.name
    image = paper_image(window)
    seen = {
        image.pixelColor(QPoint(x, y)).name()
        for x in range(30, image.width(), 3)
        for y in range(30, image.height(), 3)
    }
    for colour in (scheme.paper, scheme.grid_minor, scheme.grid_major):
        assert colour.name() in seen
    corner = image.pixelColor(QPoint(2, 2))
    assert corner == scheme.paper  # the sheet's margin, up to the window's edge
    window_ground = window.palette().window().color()
    assert (window_ground.lightness() < 128) == scheme.dark


def test_changing_colours_moves_nothing(desk: Desk) -> None:
    _, window = desk.open("a.hea", px_per_mm=12.0)
    desk.qtbot.keyClick(window.view.canvas, Qt.Key.Key_Right)
    before = window.view.canvas.origin_mm
    desk.qtbot.keyClick(window.view.canvas, Qt.Key.Key_G)
    assert window.view.canvas.origin_mm == before


def test_the_colour_scheme_is_remembered(desk: Desk) -> None:
    _, window = desk.open("a.hea")
    window.actions_table.action("scheme_dark").trigger()
    window.close()
    assert desk.settings.load().scheme == "dark"


def test_a_foreign_scheme_in_the_settings_means_the_default(desk: Desk) -> None:
    desk.settings._store.setValue("settings", '{"scheme": "plaid"}')
    assert desk.settings.load().scheme == theme.DEFAULT_SCHEME
