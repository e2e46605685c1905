"""One row for each value: what is measured, shown and compared follows from it."""

from ecgviewer.analysis.values.registry import FLOORS, VALUES, noise_floor
from ecgviewer.ui.measurements.page_values import ONLY_IF_TOLD, PAGE_VALUES
from tests.analysis.measuring import beats_of, measured, medians
from tests.simulator import simulate


def test_each_row_is_measured_in_its_unit_and_nothing_else_is():
    simulated = simulate(duration_s=5)
    for median in (None, medians(simulated.recording, beats_of(simulated))):
        values = measured(simulated, median=median).values
        assert list(values) == [kind.key for kind in VALUES]
        for kind in VALUES:
            assert values[kind.key].unit == kind.unit, kind.key


def test_rows_have_names_and_keys_of_their_own():
    assert len({kind.key for kind in VALUES}) == len(VALUES)
    assert len({kind.name for kind in VALUES}) == len(VALUES)


def test_a_page_and_differences_have_what_rows_say():
    assert list(PAGE_VALUES) == [kind.key for kind in VALUES if kind.on_page]
    assert {"atrial_rate_bpm"} == ONLY_IF_TOLD
    assert noise_floor("qt_ms") == FLOORS["qt_ms"]
    assert noise_floor("rr_ms") is None
