"""Stretches of long recordings worked on two at a time."""

import threading

import pytest

from ecgviewer.analysis.signal.side_by_side import side_by_side


def test_what_is_found_comes_in_order_whichever_stretch_is_done_first():
    second_is_done = threading.Event()

    def find(stretch: int) -> int:
        if stretch == 0:
            assert second_is_done.wait(10)
        if stretch == 1:
            second_is_done.set()
        return stretch * stretch

    assert list(side_by_side(find, range(5))) == [(k, k * k) for k in range(5)]


def test_who_stops_asking_leaves_the_rest_undone():
    begun = []
    for stretch, _ in side_by_side(begun.append, range(100)):
        if stretch == 1:
            break

    assert len(begun) < 10
    assert not [t for t in threading.enumerate() if t.name.startswith("stretch")]


def test_an_error_reaches_who_asked():
    def fail(_stretch: int) -> None:
        raise OSError("gone")

    with pytest.raises(OSError, match="gone"):
        list(side_by_side(fail, range(3)))
