"""Start the program headless as a user would and check what it leaves behind.

    python packaging/smoke.py [COMMAND ...]

COMMAND is how the program is started (default: this interpreter's ``-m ecgviewer``);
a frozen build passes its own executable.
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from ecgviewer.io.dicom.format import bundled_example


def run(command: list[str], *arguments: str) -> str:
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(
        [*command, *arguments],
        capture_output=True,
        text=True,
        env=environment,
        timeout=900,
        check=False,
    )
    if done.returncode:
        said = done.stdout + done.stderr
        sys.exit(f"{arguments} ended with {done.returncode}:\n{said}")
    return done.stdout


def main() -> None:
    command = sys.argv[1:] or [sys.executable, "-m", "ecgviewer"]
    example = str(bundled_example())
    answer = json.loads(run(command, "analyze", example, "--evidence"))
    assert answer["findings"], answer
    assert answer["findings"][0]["max_gap"] < 1e-6, answer
    with tempfile.TemporaryDirectory() as folder:
        for name, magic in (("page.pdf", b"%PDF"), ("page.png", b"\x89PNG")):
            page = Path(folder) / name
            run(command, "render", example, "-o", str(page))
            assert page.read_bytes().startswith(magic), page
    if sys.argv[1:]:
        # Of what is built; from source its parts are tests.
        print(run(command, "selftest"), end="")
    print("smoke run passed: analyze, evidence, PDF and PNG pages")


if __name__ == "__main__":
    main()
