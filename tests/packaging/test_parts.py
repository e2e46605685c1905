"""What is shipped, and under which licences."""

import json

import pytest

from ecgviewer import __version__
from tests.packaging.scripts import script


def test_all_that_pip_brings_may_be_shipped():
    parts = script("parts")
    found = parts.required()
    assert {"torch", "numpy", "PySide6_Essentials"} <= {one.name for one in found}
    assert parts.complaints(map(parts.part_of, found)) == []


@pytest.mark.parametrize(
    ("expression", "may"),
    [
        ("MIT", True),
        ("LGPL-3.0-only OR GPL-3.0-only", True),
        ("MIT AND BSD-3-Clause", True),
        ("GPL-3.0-only", False),
        ("MIT AND GPL-3.0-only", False),
        ("GPL-3.0-or-later WITH GCC-exception-3.1", True),
        ("(MIT OR GPL-3.0-only) AND GPL-3.0-only", False),
        ("unknown", False),
    ],
)
def test_licences_that_may_be_shipped(expression, may):
    assert script("parts").allowed(expression) is may


def test_a_library_that_nobody_knows_is_named():
    parts = script("parts")
    found = list(parts.libraries(["libmystery.so.1", "libz.so.1", "base_library.zip"]))
    (complaint,) = parts.complaints(found)
    assert "libmystery.so.1" in complaint
    assert "unknown" in complaint


def test_the_bill_of_materials_names_each_part_and_is_valid():
    parts = script("parts")
    rows = [
        parts.Part("numpy", "2.4.6", "BSD-3-Clause", "pkg:pypi/numpy@2.4.6"),
        parts.Part("Qt", "", "LGPL-3.0-only", note="libQt6Core.so.6"),
    ]
    bill = parts.sbom(rows, __version__)
    assert bill == parts.sbom(reversed(rows), __version__)
    assert bill["metadata"]["component"]["version"] == __version__
    assert [row["name"] for row in bill["components"]] == ["Qt", "numpy"]
    pytest.importorskip("cyclonedx", reason="only where the program is frozen")
    parts.validated(json.dumps(bill))
