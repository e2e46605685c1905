"""Write docs/design/rooms.md: each room of the code and what it holds.

    python packaging/rooms.py

The order is that of tests/test_architecture.py, the words are the rooms' docstrings.
"""

import ast
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
OUT = ROOT / "docs" / "design" / "rooms.md"
HEAD = """# Rooms

The layers import only what lies to their left: `ecg` <- `io`, `analysis` <- `ai` <-
`ui`. `training` imports `ecgviewer`, never the reverse; `benchmarks/` prints ratios and
scores. Inside a layer a room imports only rooms above it in its table; modules beside
the rooms stand as `.` where they belong in the order; folders inside a room belong to
it. `tests/test_architecture.py` enforces both, and that each third-party library has
one adapter module.
`ecgviewer.cli` beside them holds the commands that need no window.

`python packaging/rooms.py` writes this page.
"""


def page() -> str:
    sys.path.insert(0, str(ROOT))
    from tests.test_architecture import ROOMS

    parts = [HEAD]
    for package, rooms in ROOMS.items():
        parts.append(f"## {package}\n")
        parts.append("| room | holds |\n|---|---|")
        folder = ROOT / package.replace(".", "/")
        for room in rooms:
            words = (said_by(folder / room) or "").split("\n\n")[0]
            parts.append(f"| `{room}` | {' '.join(words.split())} |")
        parts.append("")
    return "\n".join(parts)


def said_by(folder: Path) -> str | None:
    source = (folder / "__init__.py").read_text(encoding="utf-8")
    return ast.get_docstring(ast.parse(source))


if __name__ == "__main__":
    OUT.write_text(page(), encoding="utf-8")
