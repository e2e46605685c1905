"""QT correction: four formulas that agree at 60 per minute and bear their names."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecgviewer.ecg.qtc import QTC_FORMULAS, qtc_ms


@given(st.floats(200, 800), st.sampled_from(sorted(QTC_FORMULAS)))
def test_at_sixty_per_minute_no_formula_changes_the_qt(qt, name):
    assert qtc_ms(qt, 1.0, name) == pytest.approx(qt)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        # QT 360 ms at 90/min (RR 0.6667 s), by hand.
        ("Bazett", 440.9),
        ("Fridericia", 412.1),
        ("Framingham", 411.3),
        ("Hodges", 412.5),
    ],
)
def test_each_formula_gives_its_own_value(name, expected):
    assert qtc_ms(360.0, 60 / 90, name) == pytest.approx(expected, abs=0.1)


def test_fridericia_is_meant_unless_another_is_named():
    assert qtc_ms(360.0, 0.6) == qtc_ms(360.0, 0.6, "Fridericia")


@pytest.mark.parametrize(("qt", "rr"), [(0.0, 1.0), (400.0, 0.0), (400.0, -1.0)])
def test_no_qtc_without_a_qt_and_an_rr(qt, rr):
    with pytest.raises(ValueError, match="must be positive"):
        qtc_ms(qt, rr)
