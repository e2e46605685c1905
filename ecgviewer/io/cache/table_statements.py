"""What was stated of tables, kept for the next ones with the same head.

The file is in the user's data folder. It holds digests of heads, sampling frequencies,
units and names of leads, nothing of a patient.
"""

import json
from pathlib import Path
from typing import Any

from ecgviewer.io.cache.put import put
from ecgviewer.io.table_statement import TableStatement, statement_of

TABLES = "tables.json"  # the name of this file within the user's folder
VERSION = 1
# The newest of so many heads are kept.
MAX_KEPT = 200
_MAX_BYTES = 5_000_000


class KeptStatements:
    """Finds and keeps statements; a damaged file holds none."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def of(self, key: str) -> TableStatement | None:
        facts = self._kept().get(key)
        return statement_of(facts) if isinstance(facts, dict) else None

    def keep(self, key: str, statement: TableStatement) -> None:
        """Keep what is stated of a head in place of what was; raises ``OSError``."""
        kept = self._kept()
        kept.pop(key, None)
        kept[key] = statement.facts()
        newest = dict(list(kept.items())[-MAX_KEPT:])
        stored = {"version": VERSION, "tables": newest}
        put(self._path, (json.dumps(stored, indent=1) + "\n").encode())

    def _kept(self) -> dict[str, Any]:
        try:
            with self._path.open("rb") as file:
                stored = json.loads(file.read(_MAX_BYTES))
        except (OSError, ValueError, RecursionError):
            return {}
        if not isinstance(stored, dict) or stored.get("version") != VERSION:
            return {}
        tables = stored.get("tables")
        return tables if isinstance(tables, dict) else {}
