"""Prove the built wheel: installed with its libraries alone, it starts and answers.

    python packaging/prove_wheel.py

Builds the wheel, installs it by pip in an empty environment below the temporary folder
(about two minutes and 1.5 GB, removed at the end) and passes the smoke run with it.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def run(*command: object, cwd: Path) -> str:
    """Return what a command prints; one that fails ends this program."""
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONPATH"}
    done = subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env=environment,
        capture_output=True,
        text=True,
        timeout=900,
        check=False,
    )
    if done.returncode:
        sys.exit(f"{command} ended with {done.returncode}:\n{done.stderr[-3000:]}")
    return done.stdout


def build(out: Path) -> Path:
    """Return the wheel, built from the project into a folder."""
    run(sys.executable, "-m", "build", "--wheel", "--outdir", out, ROOT, cwd=out)
    (built,) = out.glob("*.whl")
    return built


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        wheel = build(place)
        run(sys.executable, "-m", "venv", "fresh", cwd=place)
        python = place / "fresh" / "bin" / "python"
        if sys.platform == "win32":
            python = place / "fresh" / "Scripts" / "python.exe"
        constraints = ROOT / "constraints.txt"
        run(python, "-m", "pip", "install", "-q", "-c", constraints, wheel, cwd=place)
        where = run(
            python, "-c", "import ecgviewer; print(ecgviewer.__file__)", cwd=place
        )
        if "fresh" not in where:
            sys.exit(f"not the installed program: {where}")
        print(run(python, ROOT / "packaging" / "smoke.py", cwd=place), end="")
    print(f"{wheel.name}: installed in an empty environment, it starts")


if __name__ == "__main__":
    main()
