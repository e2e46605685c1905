"""Freeze the program into one folder, say how large it is, and try it.

    python packaging/freeze.py                  # build/freeze/dist/ecgviewer
    python packaging/freeze.py --pack zst       # and ecgviewer-VERSION-SYSTEM.tar.zst
    python packaging/freeze.py --only report    # or strip, papers, try

Works on Linux, Windows and macOS, each for itself: PyInstaller cannot build for
another. The environment ``build/venv`` is made for this and holds what pip installs of
the program's own wheel, so that what is frozen is what others get. Takes minutes:
nightly, not in every CI run.
"""

import argparse
import os
import shutil
import struct
import subprocess
import sys
import tarfile
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from frozen import LEFT_OUT

ROOT = Path(__file__).resolve().parent.parent
BUILD = ROOT / "build"
ENVIRONMENT = BUILD / "venv"
FREEZE = BUILD / "freeze"
FOLDER = FREEZE / "dist" / "ecgviewer"
HTML = BUILD / "docs" / "html"
GOAL_UNPACKED_MB, GOAL_PACKED_MB = 450, 160
# What a part of the folder is called in the report, by the first folder's name.
PARTS = {
    "torch": "torch",
    "PySide6": "Qt and PySide6",
    "shiboken6": "Qt and PySide6",
    "scipy": "SciPy",
    "scipy.libs": "SciPy",
    "numpy": "NumPy",
    "numpy.libs": "NumPy",
    "pandas": "pandas (wfdb, NeuroKit2)",
    "pandas.libs": "pandas (wfdb, NeuroKit2)",
    "pywt": "PyWavelets (NeuroKit2)",
    "ecgviewer": "models, fonts, texts, help",
}
# In a library's table: a part that is mapped into memory.
PT_LOAD = 1


def main() -> None:
    steps: dict[str, Callable[[], None]] = {
        "environment": make_environment,
        "build": build,
        "strip": strip,
        "papers": write_papers,
        "report": report,
        "try": try_it,
    }
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--only", choices=steps, action="append")
    parser.add_argument("--pack", choices=("zst", "xz", "gz", "zip"))
    options = parser.parse_args()
    for name, step in steps.items():
        if not options.only or name in options.only:
            print(f"== {name}", flush=True)
            step()
    if options.pack:
        print(f"== pack\n{packed_line(pack(options.pack))}")


def python() -> Path:
    windows = sys.platform == "win32"
    return ENVIRONMENT / ("Scripts/python.exe" if windows else "bin/python")


def run(*command: object, **keywords: object) -> None:
    done = subprocess.run([str(part) for part in command], check=False, **keywords)  # type: ignore[call-overload]
    if done.returncode:
        sys.exit(f"{Path(str(command[0])).name} ended with {done.returncode}")


def make_environment() -> None:
    """Make the environment, or bring it up to date with the program's wheel."""
    if not python().is_file():
        run(sys.executable, "-m", "venv", ENVIRONMENT)
    pip = (python(), "-m", "pip", "install", "-q", "-c", ROOT / "constraints.txt")
    run(*pip, f"{ROOT}[freeze]")
    # Of the same version and yet another wheel.
    run(*pip, "--force-reinstall", "--no-deps", ROOT)
    asked = "import sys, torch; sys.exit(torch.version.cuda is not None)"
    if subprocess.run([python(), "-c", asked], check=False).returncode:
        sys.exit(
            f"{ENVIRONMENT} has a torch for NVIDIA cards, 4 GB larger; give it the CPU "
            f"build: {python()} -m pip install torch --index-url "
            "https://download.pytorch.org/whl/cpu --force-reinstall"
        )


def build() -> None:
    work = FREEZE / "work" / "ecgviewer"
    work.mkdir(parents=True, exist_ok=True)
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
    environment.pop("PYTHONPATH", None)
    if sys.platform != "linux":
        icons = ROOT / "packaging" / "icons.py"
        run(python(), icons, work, env=environment)
    if sys.platform == "win32":
        run(python(), ROOT / "packaging" / "windows" / "version.py", work)
    run(
        *(python(), "-m", "PyInstaller", "-y", "--log-level", "WARN"),
        *("--distpath", FREEZE / "dist", "--workpath", FREEZE / "work"),
        ROOT / "packaging" / "ecgviewer.spec",
        env=environment,
        cwd=FREEZE,
    )


def strip() -> None:
    """Remove the symbols of libraries, a fifth of torch's.

    Some were laid out anew for their wheels and do not load afterwards, OpenBLAS among
    them: these stay as they are.
    """
    tool = shutil.which("strip")
    if sys.platform != "linux" or tool is None:
        print("nothing is stripped here")
        return
    stripped = FREEZE / "stripped"
    for library in sorted(FOLDER.rglob("*.so*")):
        if library.is_symlink():
            continue
        run(tool, "--strip-unneeded", "-o", stripped, library)
        if not is_aligned(stripped.read_bytes()):
            print(f"{library.name} stays as it is")
            continue
        before = library.stat().st_size
        shutil.move(stripped, library)
        saved = before - library.stat().st_size
        if saved > 1e6:
            print(f"{library.name}: {before / 1e6:.0f} MB, {saved / 1e6:.0f} MB less")
    stripped.unlink(missing_ok=True)


def is_aligned(elf: bytes) -> bool:
    """Return whether a 64-bit library's parts lie where they can be mapped."""
    (first,) = struct.unpack_from("<Q", elf, 32)
    size, n = struct.unpack_from("<HH", elf, 54)
    for start in range(first, first + n * size, size):
        kind, _, offset, address, *_, alignment = struct.unpack_from(
            "<2I6Q", elf, start
        )
        if kind == PT_LOAD and (offset - address) % max(alignment, 1):
            return False
    return True


def write_papers() -> None:
    """Put licences, the list of parts (SBOM) and the built help into the folder."""
    script = ROOT / "packaging" / "parts.py"
    run(python(), script, FREEZE / "work" / "ecgviewer" / "contents.json", FOLDER)
    help_folder = resources() / "docs"
    shutil.rmtree(help_folder, ignore_errors=True)
    if HTML.is_dir():
        shutil.copytree(HTML, help_folder, ignore=shutil.ignore_patterns(".*"))
    else:
        print("no help: run python packaging/docs.py first")


def resources() -> Path:
    return FOLDER / "_internal" / "ecgviewer" / "_resources"


def sizes(folder: Path) -> Counter[str]:
    """Return the bytes of each part."""
    found: Counter[str] = Counter()
    for path in folder.rglob("*"):
        if path.is_file() and not path.is_symlink():
            found[part_of(path.relative_to(folder))] += path.stat().st_size
    return found


def part_of(path: Path) -> str:
    parts = path.parts[1:] if path.parts[0] == "_internal" else path.parts
    if len(parts) > 1:
        return PARTS.get(parts[0], "other libraries")
    if parts[0].startswith("ecgviewer"):
        return "all Python code, compressed"
    return "Python, OpenSSL and libraries of the system"


def report() -> None:
    """Print sizes by part, beside the goals, and what is left out."""
    found = sizes(FOLDER)
    for name, n_bytes in found.most_common():
        print(f"{n_bytes / 1e6:8.1f} MB  {name}")
    print(size_line("unpacked", sum(found.values()), GOAL_UNPACKED_MB))
    for part in LEFT_OUT:
        print(f"left out: {part.what}: {part.why}")


def size_line(what: str, n_bytes: float, goal_mb: int) -> str:
    mb = n_bytes / 1e6
    verdict = "within" if mb <= goal_mb else f"{mb - goal_mb:.0f} MB over"
    return f"{mb:8.1f} MB  {what}, {verdict} the goal of {goal_mb} MB"


def packed_line(path: Path) -> str:
    line = size_line("packed", path.stat().st_size, GOAL_PACKED_MB)
    return f"{line}: {path.relative_to(ROOT)}"


def pack(kind: str) -> Path:
    """Return the folder as one file, named after version and system."""
    system = {"linux": "linux", "win32": "windows", "darwin": "macos"}[sys.platform]
    stem = FREEZE / f"ecgviewer-{version()}-{system}"
    if kind == "zip":
        made = shutil.make_archive(str(stem), "zip", FOLDER.parent, FOLDER.name)
        return Path(made)
    out = stem.with_name(f"{stem.name}.tar.{kind}")
    if kind == "zst":
        tool = ["zstd", "-q", "-19", "-T0", "--long=27", "-f", "-", "-o", str(out)]
        with subprocess.Popen(tool, stdin=subprocess.PIPE) as packer:
            with tarfile.open(fileobj=packer.stdin, mode="w|") as archive:
                add(archive)
            assert packer.stdin is not None
            packer.stdin.close()
        if packer.returncode:
            sys.exit(f"zstd ended with {packer.returncode}")
    elif kind == "xz":
        with tarfile.open(out, "w:xz", preset=6) as archive:
            add(archive)
    else:
        with tarfile.open(out, "w:gz", compresslevel=6) as archive:
            add(archive)
    return out


def add(archive: tarfile.TarFile) -> None:
    """Add the folder; whoever unpacks it owns its files."""

    def unowned(entry: tarfile.TarInfo) -> tarfile.TarInfo:
        entry.uid = entry.gid = 0
        entry.uname = entry.gname = "root"
        return entry

    archive.add(FOLDER, FOLDER.name, filter=unowned)


def version() -> str:
    sys.path.insert(0, str(ROOT))
    from ecgviewer import __version__

    return __version__


def programs() -> Iterable[Path]:
    """Return the frozen program: on Windows the one that has a terminal."""
    if sys.platform == "win32":
        return (FOLDER / "ecgviewer-cli.exe",)
    return (FOLDER / "ecgviewer",)


def try_it() -> None:
    """Take the smoke run and the self-test with the frozen program.

    Nothing of this machine's Python is seen by it.
    """
    hidden = ("PYTHONPATH", "PYTHONHOME", "LD_LIBRARY_PATH", "VIRTUAL_ENV")
    environment = {k: v for k, v in os.environ.items() if k not in hidden}
    smoke = ROOT / "packaging" / "smoke.py"
    for program in programs():
        run(python(), smoke, program, env=environment, cwd=FREEZE)


if __name__ == "__main__":
    main()
