"""What a cache depends on: the code that made it, all of it, and not its docstrings."""

import ast
import hashlib
import importlib.util
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path


@lru_cache(maxsize=64)
def code_sha256(*modules: str) -> str:
    """Return the hash of modules and of all that they import of this project.

    Comments and docstrings do not count; anything else does, however far away.
    """
    found = _closure(modules)
    text = "\n".join(
        f"{name} {ast.dump(_without_docstrings(found[name]))}" for name in sorted(found)
    )
    return hashlib.sha256(text.encode()).hexdigest()


def imported_modules(*modules: str) -> set[str]:
    """Return modules and all that they import of this project, however far away."""
    return set(_closure(modules))


def _closure(modules: Sequence[str]) -> dict[str, ast.Module]:
    found: dict[str, ast.Module] = {}
    waiting = list(modules)
    while waiting:
        name = waiting.pop()
        path = None if name in found else _path(name)
        if path is not None:
            found[name] = ast.parse(path.read_text(encoding="utf-8"))
            waiting.extend(_imported(found[name]))
    return found


def _path(name: str) -> Path | None:
    if name.partition(".")[0] not in ("ecgviewer", "training"):
        return None
    try:
        spec = importlib.util.find_spec(name)
    except ModuleNotFoundError:
        return None
    return Path(spec.origin) if spec is not None and spec.origin else None


def _imported(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def _without_docstrings(tree: ast.Module) -> ast.Module:
    for node in ast.walk(tree):
        body = getattr(node, "body", None)
        if not isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef):
            continue
        if body and isinstance(body[0], ast.Expr):
            value = body[0].value
            if isinstance(value, ast.Constant) and isinstance(value.value, str):
                node.body = body[1:] or [ast.Pass()]
    return tree
