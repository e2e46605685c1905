"""The built wheel brings the program and its resources, and starts from them."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.packaging.scripts import script

PROGRAM = """
import ecgviewer, ecgviewer.app
print(ecgviewer.__file__)
ecgviewer.app.main(["models"])
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return script("prove_wheel").build(tmp_path_factory.mktemp("dist"))


def test_the_wheel_holds_the_program_and_its_resources_only(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    tops = {name.split("/")[0] for name in names}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"ecgviewer"}
    assert "ecgviewer/_resources/models/clear-hug/card.json" in names
    assert "ecgviewer/_resources/models/clear-hug/weights.safetensors" in names
    assert "ecgviewer/_resources/fonts/Inter-Regular.ttf" in names
    assert wheel.stat().st_size < 25e6


def test_the_wheel_finds_the_models_that_it_brings(wheel: Path, tmp_path: Path) -> None:
    """Beside the libraries that are here; ``prove_wheel`` installs those as well."""
    zipfile.ZipFile(wheel).extractall(tmp_path)
    said = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=True,
    ).stdout.splitlines()
    assert said[0] == str(tmp_path / "ecgviewer" / "__init__.py")
    assert said[1].startswith("ensemble: family ensemble")
    assert said[1].endswith("default")
    assert len(said) == 8
