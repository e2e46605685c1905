"""Curves of numpy become shapes of Qt."""

import numpy as np

from ecgviewer.ui.paper.curves import curve_path, polyline

X = np.arange(7.0)


def test_a_polyline_has_the_points_of_the_curve():
    line = polyline(X, X**2)
    assert [(point.x(), point.y()) for point in line] == list(zip(X, X**2, strict=True))
    assert polyline(X[:0], X[:0]).isEmpty()


def test_a_path_has_a_stretch_for_all_between_gaps_but_none_for_a_lone_point():
    path = curve_path(X, np.array([0.0, 1.0, np.nan, 3.0, np.nan, 5.0, 6.0]))
    elements = [path.elementAt(i) for i in range(path.elementCount())]
    found = [(element.x, element.y, element.isMoveTo()) for element in elements]
    assert found == [(0, 0, True), (1, 1, False), (5, 5, True), (6, 6, False)]
    assert curve_path(X, np.full(7, np.nan)).isEmpty()
