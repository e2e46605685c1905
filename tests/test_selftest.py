"""``ecgviewer selftest`` says what is wrong, and in words that name it."""

import os
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from ecgviewer.ai import installed
from ecgviewer.ai import registry as families
from ecgviewer.app import main
from ecgviewer.cli import selftest
from ecgviewer.cli.selftest import Check, SelftestError
from ecgviewer.cli.selftest_numbers import (
    LOGIT_TOLERANCE,
    ExampleRun,
    differences,
    read_stored,
)
from ecgviewer.io import FORMATS
from ecgviewer.paths import resources_dir

EXAMPLE = ExampleRun()


def fine() -> str:
    return "as it should be"


def broken() -> str:
    raise SelftestError("the font is missing")


def crashed() -> str:
    raise OSError("a library is missing")


def test_the_example_has_the_stored_numbers():
    stored = read_stored()
    assert stored.keys() == EXAMPLE.numbers().keys()
    said = selftest.compare_measurements(EXAMPLE, stored)
    assert "values as stored" in said
    assert "logits of 7 models" in selftest.compare_statements(EXAMPLE, stored)


@pytest.mark.parametrize(
    ("group", "name", "change", "said"),
    [
        ("measurements", "qt_ms", 5.0, "qt_ms 398.8, stored 403.8"),
        ("measurements", "qrs_axis_deg", -3.0, "qrs_axis_deg 48.99, stored 45.99"),
        ("logits of resnet", "MI", 0.02, "MI -"),
    ],
)
def test_a_number_that_differs_is_named(group, name, change, said):
    stored = {key: dict(values) for key, values in read_stored().items()}
    stored[group][name] += change
    measured = group == "measurements"
    compare = selftest.compare_measurements if measured else selftest.compare_statements
    with pytest.raises(SelftestError, match=f"{group}: {said}"):
        compare(EXAMPLE, stored)


def test_numbers_differ_beyond_their_tolerance_only():
    stored = {"qt_ms": 400.0, "p_axis_deg": 60.0, "atrial_rate_bpm": None}
    units = {"qt_ms": "ms", "p_axis_deg": "deg", "atrial_rate_bpm": "bpm"}

    def differing(**here: float | None) -> list[str]:
        found = differences("values", stored, stored | here, units)
        return [item.name for item in found]

    assert differing(qt_ms=403.9, p_axis_deg=58.1) == []
    assert differing(qt_ms=404.1) == ["qt_ms"]
    assert differing(p_axis_deg=57.9) == ["p_axis_deg"]
    assert differing(qt_ms=float("nan")) == ["qt_ms"]
    # A value that has come, or gone, differs however small it is.
    assert differing(atrial_rate_bpm=0.0) == ["atrial_rate_bpm"]
    assert differing(qt_ms=None) == ["qt_ms"]
    assert differing(new_ms=None) == ["new_ms"]
    near = {"MI": LOGIT_TOLERANCE / 2}
    assert list(differences("logits", {"MI": 0.0}, near)) == []
    assert list(differences("logits", {"MI": 0.0}, {"MI": 2 * LOGIT_TOLERANCE}))


def test_a_check_that_fails_stops_no_other():
    verdicts = list(
        selftest.run((Check("a", fine), Check("b", crashed), Check("c", broken)))
    )
    assert [verdict.passed for verdict in verdicts] == [True, False, False]
    assert str(verdicts[0]).startswith("ok ")
    assert verdicts[1].said == "OSError: a library is missing"
    assert str(verdicts[2]).startswith("FAILED c ")
    assert verdicts[2].said == "the font is missing"


@pytest.mark.parametrize(
    ("check", "status", "last"),
    [(fine, 0, "everything works"), (broken, 1, "1 checks failed")],
)
def test_the_exit_status_tells(monkeypatch, capsys, check, status, last):
    monkeypatch.setattr(selftest, "checks", lambda *_: (Check("one", check),))
    assert main(["selftest"]) == status
    assert capsys.readouterr().out.splitlines()[-1] == last


def test_nothing_of_the_user_is_read_or_kept(monkeypatch, capsys):
    seen = {}

    def look() -> str:
        seen.update({name: os.environ[name] for name in ("HOME", "XDG_CACHE_HOME")})
        return str(installed.bundle_folders()[-1])

    home = os.environ.get("HOME")
    monkeypatch.setattr(selftest, "checks", lambda *_: (Check("one", look),))
    assert main(["selftest"]) == 0
    assert os.environ.get("HOME") == home
    assert seen["HOME"] != home
    assert not Path(seen["HOME"]).exists()
    assert seen["HOME"] in capsys.readouterr().out


def test_weights_that_are_not_the_cards_are_found(monkeypatch, tmp_path):
    folder = tmp_path / "rr"
    shutil.copytree(resources_dir() / "models" / "rr", folder)
    weights = folder / "weights.safetensors"
    data = bytearray(weights.read_bytes())
    data[-1] ^= 1
    weights.write_bytes(data)
    monkeypatch.setattr(installed, "bundle_folders", lambda: [tmp_path])
    (verdict,) = selftest.run(
        (Check("bundles", lambda: selftest.load_bundles(ExampleRun())),)
    )
    assert not verdict.passed
    assert str(weights) in verdict.said
    assert "not the weights that the card describes" in verdict.said


def test_a_family_without_a_bundle_is_found(monkeypatch):
    unknown = families.Family("new", "A new family", "nowhere")
    monkeypatch.setitem(families.FAMILIES, "new", unknown)
    with pytest.raises(SelftestError, match="no bundle of the family new"):
        selftest.load_bundles(EXAMPLE)


def test_a_format_whose_reader_does_not_load_is_found(monkeypatch):
    def missing() -> None:
        raise ImportError("No module named 'wfdb'")

    monkeypatch.setitem(FORMATS, "WFDB", replace(FORMATS["WFDB"], load_reader=missing))
    (verdict,) = selftest.run((Check("formats", selftest.load_formats),))
    assert not verdict.passed
    assert "No module named 'wfdb'" in verdict.said


def test_an_explainer_that_does_not_load_is_found(monkeypatch):
    gone = replace(families.EXPLAINERS["ig"], function="gone")
    monkeypatch.setitem(families.EXPLAINERS, "ig", gone)
    with pytest.raises(AttributeError, match="gone"):
        selftest.load_explainers()
