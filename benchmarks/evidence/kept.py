"""What was found of each recording, so that a run that was cut short goes on."""

import json
from collections.abc import Callable
from pathlib import Path

Row = dict[str, float] | None


class Kept:
    """A file of lines, each a name and the numbers found; ``None`` if there are none.

    Nothing is found twice. Numbers are of the program that found them: another one
    needs another file.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        text = path.read_text("utf-8") if path.exists() else ""
        self._rows: dict[str, Row] = dict(json.loads(x) for x in text.splitlines())

    def found(self, name: str, find: Callable[[], Row]) -> Row:
        """Return what is known under a name, found now if nothing is."""
        if name not in self._rows:
            self._rows[name] = find()
            with self._path.open("a", encoding="utf-8") as file:
                file.write(json.dumps([name, self._rows[name]]) + "\n")
        return self._rows[name]
