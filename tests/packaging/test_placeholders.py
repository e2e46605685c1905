"""What stands in the frozen program for libraries that nothing is called of."""

import sys
from importlib import import_module

import pytest

from tests.packaging.scripts import script


@pytest.fixture
def absent(monkeypatch):
    """The name of a library that is not there and has a placeholder."""
    placeholders = script("placeholders")
    monkeypatch.setattr(placeholders, "REPLACED", ("absent_plots",))
    monkeypatch.setattr(sys, "meta_path", [*sys.meta_path, placeholders.Finder()])
    monkeypatch.setattr(sys, "modules", dict(sys.modules))
    return "absent_plots"


def test_a_library_that_is_not_there_can_be_imported_inherited_and_annotated(absent):
    axes = import_module(f"{absent}.axes").Axes

    class Own(axes):
        def draw(self, on: axes | None) -> None: ...

    assert issubclass(Own, axes)


@pytest.mark.parametrize("use", [lambda it: it.Axes(), lambda it: it.Axes.limits])
def test_whoever_uses_it_is_told_that_it_is_not_there(absent, use):
    with pytest.raises(ImportError, match=f"{absent} is not in the frozen program"):
        use(import_module(absent))


def test_it_is_too_old_for_whoever_asks_for_a_version(absent):
    assert import_module(absent).__version__ == "0"


def test_a_library_that_is_there_stays_what_it_is(absent, monkeypatch):
    monkeypatch.setattr(script("placeholders"), "REPLACED", ("json",))
    sys.modules.pop("json")
    assert import_module("json").dumps([]) == "[]"
