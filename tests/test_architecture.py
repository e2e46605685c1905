"""The layers import only what lies to their left; third parties have one home."""

import ast
import os
import runpy
import subprocess
import sys
from collections import Counter
from collections.abc import Container, Iterator
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

# layer: the guarded names it may import
ALLOWED = {
    "ecg": set(),
    "io": {"ecgviewer.ecg", "wfdb", "soundfile", "pydicom"},
    "analysis": {"ecgviewer.ecg", "scipy", "neurokit2"},
    "ai": {
        *("ecgviewer.ecg", "ecgviewer.analysis", "ecgviewer.paths"),
        *("scipy", "torch", "captum", "safetensors"),
    },
    "ui": {
        *("ecgviewer.ecg", "ecgviewer.io", "ecgviewer.analysis", "ecgviewer.ai"),
        *("ecgviewer.paths", "ecgviewer.pipeline", "PySide6", "pyqtgraph"),
    },
}
GUARDED = set().union(*ALLOWED.values()) | {
    *(
        "ecgviewer.ui",
        "ecgviewer.app",
        "ecgviewer.cli.commands",
        "ecgviewer.explaining",
        "ecgviewer.pipeline",
        "training",
        "benchmarks",
    ),
}
# library: the modules allowed to import it
ADAPTERS = {
    "wfdb": {"ecgviewer/io/wfdb/whole.py"},
    "pandas": {"ecgviewer/api/frames.py"},
    "mne": {"ecgviewer/api/mne_raw.py"},
    "pyarrow": {"ecgviewer/io/results/parquet.py"},
    "distributed": {"ecgviewer/batch/cluster.py"},
    "soundfile": {"ecgviewer/io/wfdb/flac_samples.py"},
    # One reads, the other writes.
    "pydicom": {
        *("ecgviewer/io/dicom/format.py", "ecgviewer/io/writing/dicom_file.py"),
    },
    "neurokit2": {"ecgviewer/analysis/delineation/reference_delineator.py"},
    "captum": {"ecgviewer/ai/evidence/gradients.py"},
    "safetensors": {"ecgviewer/ai/files.py"},
}

# A folder for each file format; none imports another.
FORMATS = sorted(path.parent.name for path in ROOT.glob("ecgviewer/io/*/format.py"))

# package: its rooms, each of which may import only those before it; modules beside the
# rooms stand under "."
ROOMS = {
    "ecgviewer.ecg": ("reasons", ".", "page", "evidence"),
    "ecgviewer.io": (".", *FORMATS, "cache", "worker", "writing", "results"),
    "ecgviewer.analysis": (
        *(
            "limits",
            "statistics",
            "signal",
            "beats",
            "rhythm",
            "delineation",
            "quality",
        ),
        *("median", "gates", "values", "criteria", "reader", "."),
    ),
    "ecgviewer.ai": (
        *(".", "delineation", "raw", "clear", "acl", "jepa", "physioclr", "resnet"),
        *("rr", "evidence", "attention", "report", "long"),
    ),
    "ecgviewer.api": (".",),
    "ecgviewer.batch": (".",),
    "ecgviewer.ui": (
        *("text", "look", "state", "shell", "paper", "calipers", "beats", "export"),
        *("holter", "worklist", "measurements", "findings", "comparing", "lab"),
        "window",
    ),
    "training": (
        *("run", "fitting", "sources", "store", "labels", "scoring", "raw", "clear"),
        *("finetuning", "evaluation", "bundle", "delineation", "quality"),
        *("acl", "jepa", "physioclr", "resnet"),
        *("rr", "baselines", "probes", "."),
    ),
}
MOST_MODULES = 21


Import = ast.Import | ast.ImportFrom


@cache
def imports(path: Path) -> tuple[tuple[Import, bool], ...]:
    """Return the imports of a file, and whether each is for types alone."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    types_only = {
        id(child)
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)
        for child in ast.walk(node)
    }
    found = (node for node in ast.walk(tree) if isinstance(node, Import))
    return tuple((node, id(node) in types_only) for node in found)


def imported(path: Path, *, for_types: bool = True) -> Iterator[tuple[int, str]]:
    """Yield (line, layer or top-level package) for every import in a file."""
    for node, types_only in imports(path):
        if types_only and not for_types:
            continue
        names = [alias.name for alias in node.names]
        if isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}:{node.lineno}: use absolute imports"
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        for name in names:
            top, _, rest = name.partition(".")
            layer = rest.partition(".")[0]
            yield node.lineno, f"{top}.{layer}" if top == "ecgviewer" else top


def violations(layer_dir: Path, forbidden: set[str]) -> list[str]:
    return [
        f"{path}:{line} imports {name}"
        for path in sorted(layer_dir.rglob("*.py"))
        for line, name in imported(path)
        if name in forbidden
    ]


@pytest.mark.parametrize("layer", ALLOWED)
def test_layer_imports_only_what_it_may(layer: str) -> None:
    forbidden = GUARDED - ALLOWED[layer] - {f"ecgviewer.{layer}"}
    broken = violations(ROOT / "ecgviewer" / layer, forbidden)
    assert not broken, "\n".join(broken)


def test_a_planted_violation_is_caught(tmp_path: Path) -> None:
    (tmp_path / "bad.py").write_text("from ecgviewer.ui import session\nimport torch\n")
    assert len(violations(tmp_path, GUARDED - ALLOWED["io"])) == 2


def test_the_program_never_imports_training() -> None:
    broken = violations(ROOT / "ecgviewer", {"training", "benchmarks"})
    assert not broken, "\n".join(broken)


def modules(package: str) -> dict[str, Path]:
    """Return the modules of a package by their dotted names."""
    folder = ROOT / package.replace(".", "/")
    return {
        ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(
            ".__init__"
        ): path
        for path in folder.rglob("*.py")
    }


def runtime_imports(path: Path, known: Container[str]) -> Iterator[str]:
    """Yield the known modules that a file imports, but for types only."""
    for node, types_only in imports(path):
        if types_only:
            continue
        for alias in node.names:
            if isinstance(node, ast.Import):
                found = alias.name
            else:
                whole = f"{node.module}.{alias.name}"
                found = whole if whole in known else node.module
            if found in known:
                yield found


def room(module: str, package: str) -> str:
    first, _, rest = module.removeprefix(package).removeprefix(".").partition(".")
    return first if rest or first in ROOMS[package] else "."


@pytest.mark.parametrize("package", ROOMS)
def test_rooms_import_downwards(package: str) -> None:
    known, order = modules(package), ROOMS[package]
    folder = ROOT / package.replace(".", "/")
    inside = [path.relative_to(folder).parts for path in known.values()]
    # A folder inside a room belongs to it.
    rooms = {parts[0] for parts in inside if len(parts) > 1} - {"configs"}
    assert rooms <= set(order), rooms - set(order)
    broken = [
        f"{name} imports {other}"
        for name, path in known.items()
        if path.name != "__init__.py"
        for other in runtime_imports(path, known)
        if order.index(room(other, package)) > order.index(room(name, package))
    ]
    assert not broken, "\n".join(broken)


def test_no_format_imports_another() -> None:
    known = modules("ecgviewer.io")
    broken = [
        f"{name} imports {other}"
        for name, path in known.items()
        if (one := room(name, "ecgviewer.io")) in FORMATS
        for other in runtime_imports(path, known)
        if room(other, "ecgviewer.io") in set(FORMATS) - {one}
    ]
    assert not broken, "\n".join(broken)


def test_no_module_imports_itself_round_a_circle() -> None:
    known = modules("ecgviewer") | modules("training")
    graph = {
        name: set(runtime_imports(path, known)) - {name} for name, path in known.items()
    }
    sorter = TopologicalSorter(graph)
    try:
        sorter.prepare()
    except CycleError as error:
        pytest.fail(" -> ".join(error.args[1]))


@pytest.mark.parametrize("top", ["ecgviewer", "training", "tests", "benchmarks"])
def test_no_room_is_crowded(top: str) -> None:
    counts = Counter(
        path.parent.relative_to(ROOT).as_posix()
        for path in (ROOT / top).rglob("*.py")
        if path.name not in ("__init__.py", "conftest.py")
    )
    crowded = {place: n for place, n in counts.items() if n > MOST_MODULES}
    assert not crowded


@pytest.mark.parametrize("library", ADAPTERS)
def test_each_library_has_one_adapter(library: str) -> None:
    users = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "ecgviewer").rglob("*.py")
        for _, name in imported(path, for_types=False)
        if name == library
    }
    assert users <= ADAPTERS[library]


def test_importing_the_package_loads_neither_qt_nor_torch() -> None:
    code = (
        "import sys, ecgviewer; ecgviewer.__all__; dir(ecgviewer); "
        "print([m for m in ('PySide6', 'torch', 'numpy', 'scipy', 'pandas') "
        "if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


def test_the_programs_threads_do_not_spin(tmp_path: Path) -> None:
    # Whose spinning threads would take a core from a network that runs.
    code = (
        "import os, sys, threadpoolctl; from ecgviewer.app import main; "
        "main(['analyze', sys.argv[1]]); assert 'numpy' in sys.modules; "
        "print([p['num_threads'] for p in threadpoolctl.threadpool_info() "
        "if p['internal_api'] == 'openblas' and p['num_threads'] != 1], "
        "os.environ['OMP_WAIT_POLICY'])"
    )
    environment = dict(os.environ)
    for name in ("OPENBLAS_NUM_THREADS", "OMP_WAIT_POLICY"):
        environment.pop(name, None)
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "none.hea")],
        capture_output=True,
        text=True,
        check=True,
        env=environment,
    )
    assert done.stdout.splitlines()[-1] == "[] passive"


def test_the_page_of_rooms_is_up_to_date() -> None:
    rooms = runpy.run_path(str(ROOT / "packaging" / "rooms.py"))
    assert rooms["OUT"].read_text(encoding="utf-8") == rooms["page"](), (
        "run: python packaging/rooms.py"
    )
