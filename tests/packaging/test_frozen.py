"""What the frozen program holds."""

import struct
import subprocess
import sys

import pytest

from tests.packaging.scripts import ROOT, script

# Runs the program where neither what is left out nor what is replaced can be imported.
WITHOUT = """
import sys
from importlib.abc import MetaPathFinder

sys.path.insert(0, sys.argv[1])
import frozen
import placeholders

GONE = tuple(f"{name}." for name in frozen.EXCLUDED_MODULES)

class Without(MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in placeholders.REPLACED:
            return placeholders.Finder().find_spec(name)
        if f"{name}.".startswith(GONE):
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)

sys.meta_path.insert(0, Without())
from ecgviewer.app import main

sys.exit(main(["selftest"]))
"""


@pytest.mark.parametrize(
    "kept",
    [
        "pydicom/data/test_files/waveform_ecg.dcm",
        "torch/bin/torch_shm_manager",
        "torch/lib/libtorch_cpu.so",
        "torch/_export/config.py",
        "libX11.so.6",
        "PySide6/Qt/plugins/platforms/libqxcb.so",
        "PySide6/Qt/plugins/platforms/libqwayland.so",
        "PySide6/Qt/plugins/platforms/libqoffscreen.so",
        "PySide6/Qt/plugins/iconengines/libqsvgicon.so",
        "PySide6/Qt/translations/qtbase_de.qm",
        "ecgviewer/_resources/models/ensemble/card.json",
    ],
)
def test_what_the_program_needs_is_not_left_out(kept):
    assert not script("frozen").is_left_out(kept)


@pytest.mark.parametrize(
    "left_out",
    [
        "torch/include/ATen/ATen.h",
        "torch/bin/protoc",
        "torch/_inductor/config.py",
        "libglib-2.0.so.0",
        "torch/lib/libjitbackend_test.so",
        "PySide6/Qt/lib/libQt6Quick.so.6",
        "PySide6/Qt/translations/qtbase_fr.qm",
        "PySide6/Qt/translations/qt_de.qm",
        "pydicom/data/test_files/CT_small.dcm",
    ],
)
def test_what_it_does_not_need_is_left_out(left_out):
    assert script("frozen").is_left_out(left_out)


def test_the_program_works_without_what_is_left_out():
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT, str(ROOT / "packaging")],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "window" in done.stdout


def test_versions_become_the_four_numbers_of_windows():
    resource = script("version", "packaging/windows").resource
    assert "filevers=(0, 1, 0, 0)" in resource("0.1.0")
    assert "filevers=(1, 2, 0, 0)" in resource("1.2.rc1")
    assert "'ProductVersion', '1.2.rc1'" in resource("1.2.rc1")


def test_torch_finds_the_sources_that_it_reads_of_itself(tmp_path):
    (tmp_path / "distributed").mkdir()
    config = tmp_path / "distributed" / "config.py"
    config.write_text("install_config_module(sys.modules[__name__])\n")
    forms = tmp_path / "functional.py"
    forms.write_text("@_overload\ndef norm(): ...\n")
    (tmp_path / "other.py").write_text("x_overloads = 1\n")
    assert script("frozen").torch_sources(tmp_path) == [
        (str(config), "torch/distributed"),
        (str(forms), "torch"),
    ]


@pytest.mark.parametrize(("address", "aligned"), [(0x21000, True), (0x21300, False)])
def test_a_library_that_strip_moved_off_its_pages_is_seen(address, aligned):
    header = bytearray(64)
    struct.pack_into("<Q", header, 32, 64)
    struct.pack_into("<HH", header, 54, 56, 2)
    other = struct.pack("<2I6Q", 2, 6, 0x300, 0, 0, 9, 9, 8)
    mapped = struct.pack("<2I6Q", 1, 5, 0x1000, address, address, 9, 9, 0x1000)
    assert script("freeze").is_aligned(bytes(header) + other + mapped) is aligned
