"""What is left out of the frozen program, and why.

Everything here is found needless by ``ecgviewer selftest`` of the frozen program, which
loads every module and takes a recording through all of it.
"""

import re
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path

from placeholders import REPLACED


@dataclass(frozen=True)
class LeftOut:
    """Modules (dotted names) or files (patterns of paths) that are not shipped."""

    what: str
    why: str
    modules: tuple[str, ...] = ()
    files: tuple[str, ...] = ()


LEFT_OUT = (
    LeftOut(
        "CUDA, ROCm and XPU builds of torch",
        "the CPU build answers in seconds and is 4 GB smaller; it is what is installed",
        files=("nvidia/*", "triton/*", "torch/lib/*cuda*", "torch/lib/*cudnn*"),
    ),
    LeftOut(
        "torch's headers, tests and tools",
        "for building extensions; the shared-memory manager stays, torch asks for it",
        modules=("torch.utils.tensorboard", "torch.utils.benchmark", "functorch"),
        files=(
            *("torch/include/*", "torch/share/*", "torch/test/*"),
            *("torch/bin/p*", "torch/bin/F*", "torch/bin/[a-o]*", "torch/bin/test*"),
            *("torch/lib/*_test.so", "torch/lib/*.a", "torch/lib/*.lib"),
            *("torch/lib/libaoti_custom_ops.so", "torch/lib/libbackend_with*"),
            *("torch/_inductor/*", "torch/_dynamo/*"),
        ),
    ),
    LeftOut(
        "SymPy, NetworkX, Jinja2, torch's compiler and the tools of packagers",
        "for compiling models, which the program never does",
        modules=(
            *("torch._inductor", "torch._dynamo", "torch._numpy", "torch.onnx"),
            *("torch._lazy", "torch.contrib", "torch.nativert"),
            *("sympy", "mpmath", "networkx", "jinja2", "markupsafe"),
            *("setuptools", "pkg_resources", "_distutils_hack", "pip", "wheel"),
        ),
    ),
    LeftOut(
        "torch on several machines",
        "the program works on one",
        modules=tuple(
            f"torch.distributed.{name}"
            for name in (
                *("_composable", "_shard", "_symmetric_memory", "checkpoint"),
                *("elastic", "fsdp", "launcher", "optim", "pipelining", "tensor"),
            )
        ),
    ),
    LeftOut(
        "matplotlib, Pillow and scikit-learn, with what they alone need",
        "captum and NeuroKit2 import them and the program calls nothing of them: "
        "packaging/placeholders.py stands there",
        modules=(
            *REPLACED,
            *("joblib", "narwhals", "threadpoolctl"),
            *("contourpy", "cycler", "fontTools", "kiwisolver", "pyparsing"),
        ),
    ),
    LeftOut(
        "SciPy's reader of Matrix Market files",
        "no recording is one",
        modules=("scipy.io._fast_matrix_market",),
    ),
    LeftOut(
        "clients of networks",
        "the program never connects; wfdb would download records with aiohttp",
        modules=(
            *("aiohttp", "aiosignal", "aiohappyeyeballs", "frozenlist"),
            *("multidict", "yarl", "propcache"),
        ),
        files=("PySide6/Qt/plugins/tls/*", "PySide6/Qt/plugins/networkinformation/*"),
    ),
    LeftOut(
        "Qt modules without use: QML, Quick, Designer, SQL, Network, "
        "tests, PDF reading, virtual keyboard",
        "no window asks for them",
        modules=(
            *("PySide6.QtQml", "PySide6.QtQuick", "PySide6.QtQuickWidgets"),
            *("PySide6.QtDesigner", "PySide6.QtHelp", "PySide6.QtUiTools"),
            *("PySide6.QtSql", "PySide6.QtNetwork", "PySide6.QtQuickControls2"),
            *("PySide6.QtQuickTest", "PySide6.QtTest"),
        ),
        files=(
            *("*Qt6Quick*", "*Qt6Qml*", "*Qt6Designer*", "*Qt6Help*", "*Qt6Labs*"),
            *("*Qt6Lottie*", "*Qt6Sql*", "*Qt6UiTools*", "*Qt6WaylandCompositor*"),
            *("*Qt6VirtualKeyboard*", "*Qt6Pdf*", "PySide6/Qt/qml/*"),
            *("*qtvirtualkeyboard*", "*imageformats*qpdf*", "*plugins/sqldrivers*"),
            *("*plugins/qmltooling*", "*plugins/designer*", "*plugins/qmllint*"),
            *("*wayland-graphics-integration-server*", "*vectorimageformats*"),
        ),
    ),
    LeftOut(
        "Qt's platforms without a desktop",
        "eglfs, linuxfb, VNC; xcb, Wayland and offscreen stay",
        files=(
            *("*platforms/libqeglfs*", "*platforms/libqlinuxfb*", "*libqvnc*"),
            *("*platforms/libqminimal*", "*libqvkkhrdisplay*", "*EglFS*"),
            *("*egldeviceintegrations*", "*EglFs*", "*plugins/generic/*"),
            *("*EGLFS*", "*platformthemes/libqgtk3*"),
        ),
    ),
    LeftOut(
        "libraries of the desktop: D-Bus, GLib, GTK, CUPS and what they need",
        "every desktop has its own, and the .deb depends on them",
        files=(
            *("libdbus-1.so*", "libsystemd.so*", "libgcrypt.so*", "libgpg-error.so*"),
            *("liblz4.so*", "libcap.so*", "libglib-2.0.so*", "libgio-2.0.so*"),
            *("libgobject-2.0.so*", "libgmodule-2.0.so*", "libgthread-2.0.so*"),
            *("libpcre2-8.so*", "libmount.so*", "libblkid.so*", "libselinux.so*"),
            *("libgtk-3.so*", "libgdk*.so*", "libcairo*.so*", "libpango*.so*"),
            *("libatk*.so*", "libatspi.so*", "libpixman-1.so*", "libthai.so*"),
            *("libdatrie.so*", "libfribidi.so*", "libharfbuzz.so*", "libgraphite2*"),
            *("libcups.so*", "libgnutls.so*", "libkrb5*.so*", "libk5crypto.so*"),
            *("libgssapi_krb5.so*", "libcom_err.so*", "libkeyutils.so*"),
            *("libavahi-*.so*", "libp11-kit.so*", "libidn2.so*", "libtasn1.so*"),
            *("libnettle.so*", "libhogweed.so*", "libgmp.so*", "libunistring.so*"),
            # Part of the C library, which must not be mixed.
            "libmvec.so*",
            # Of Python's readline and curses.
            *("libreadline.so*", "libtinfo.so*", "*/readline.cpython*"),
        ),
    ),
    LeftOut(
        "Qt's translations other than German",
        "the program speaks English and German",
        files=(
            "PySide6/Qt/translations/qt[!b]*",
            "PySide6/Qt/translations/qtbase_[!d]*",
            "PySide6/Qt/translations/qtbase_da*",
            "PySide6/translations/qtbase_[!d]*",
        ),
    ),
    LeftOut(
        "test data, examples and samples of libraries",
        "of pydicom's recordings only the example ECG is used",
        modules=(
            *("numpy.testing.tests", "scipy.datasets"),
            *("pandas.tests", "numpy.f2py.tests"),
        ),
        files=(
            *("pydicom/data/palettes/*", "pydicom/data/test_files/[!w]*"),
            "*/tests/*",
        ),
    ),
    LeftOut(
        "what developers use: pytest, IPython, Tk, tensorboard",
        "never at run time",
        modules=(
            *("tkinter", "_tkinter", "IPython", "pytest", "hypothesis", "mypy"),
            *("tensorboard", "PyQt5", "PyQt6", "PySide2", "onnx", "cupy", "h5py"),
            # What freezes the program.
            *("PyInstaller", "cyclonedx", "defusedxml", "jsonschema", "lxml"),
            *("lib2to3", "pydoc_data", "xmlrpc", "curses", "turtledemo"),
            # Under the GPL, and for terminals only.
            "readline",
        ),
    ),
)

# Torch looks its own source up when it is imported: of what it reads as settings, and
# of functions that have several forms.
TORCH_SOURCES = re.compile(r"install_config_module|\b_overload(_method)?\b")

EXCLUDED_MODULES = [name for part in LEFT_OUT for name in part.modules]
_PATTERNS = [pattern for part in LEFT_OUT for pattern in part.files]


def torch_sources(folder: Path) -> list[tuple[str, str]]:
    """Return (file, folder in the frozen program) of each source that torch reads."""
    return [
        (str(path), f"torch/{path.parent.relative_to(folder).as_posix()}".rstrip("/."))
        for path in sorted(folder.rglob("*.py"))
        if "testing" not in path.parts
        and TORCH_SOURCES.search(path.read_text(encoding="utf-8"))
    ]


def is_left_out(path: str) -> bool:
    """Return whether a file of the frozen folder is not shipped."""
    name = path.replace("\\", "/")
    return any(fnmatch(name, pattern) for pattern in _PATTERNS)
