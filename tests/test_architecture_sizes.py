"""Classes have one job and functions fit a screen."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("ecgviewer", "training")

MOST_CLASS_LINES = 250
MOST_METHODS = 20
MOST_FUNCTION_LINES = 50
# What the docstring of a class that is one job and still large says, and why.
REASON = "Large because "

Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Sized:
    """A class or a function, by module and qualified name, and how large it is."""

    name: str
    lines: int
    methods: int | None  # of a class
    reason: bool = False  # whether a class says why it is large


def sized(path: Path, root: Path = ROOT) -> Iterator[Sized]:
    """Yield every class and function of a file."""

    def inside(node: ast.AST, prefix: str) -> Iterator[Sized]:
        for child in ast.iter_child_nodes(node):
            if not isinstance(child, Function | ast.ClassDef):
                yield from inside(child, prefix)
                continue
            name = f"{prefix}{child.name}"
            assert child.end_lineno is not None
            lines = child.end_lineno - child.lineno + 1
            methods, reason = None, False
            if isinstance(child, ast.ClassDef):
                methods = sum(isinstance(part, Function) for part in child.body)
                said = (ast.get_docstring(child) or "").splitlines()
                reason = any(line.startswith(REASON) for line in said)
            where = path.relative_to(root).as_posix()
            yield Sized(f"{where}:{name}", lines, methods, reason)
            yield from inside(child, f"{name}.")

    yield from inside(ast.parse(path.read_text(encoding="utf-8")), "")


@cache
def all_sized() -> list[Sized]:
    return [
        one
        for package in PACKAGES
        for path in sorted((ROOT / package).rglob("*.py"))
        for one in sized(path)
    ]


def large_classes(found: list[Sized]) -> dict[str, tuple[int, int]]:
    return {
        one.name: (one.lines, one.methods)
        for one in found
        if one.methods is not None
        and not one.reason
        and (one.lines > MOST_CLASS_LINES or one.methods > MOST_METHODS)
    }


def long_functions(found: list[Sized]) -> dict[str, int]:
    return {
        one.name: one.lines
        for one in found
        if one.methods is None and one.lines > MOST_FUNCTION_LINES
    }


def test_classes_have_one_job() -> None:
    found = large_classes(all_sized())
    assert not found, "split by what each part is responsible for"


def test_functions_fit_a_screen() -> None:
    found = long_functions(all_sized())
    assert not found, "split by the steps that it takes"


def test_what_is_planted_too_large_is_found(tmp_path: Path) -> None:
    body = "\n".join(f"    def f{n}(self): ..." for n in range(MOST_METHODS + 1))
    lines = "\n".join("    ..." for _ in range(MOST_FUNCTION_LINES))
    path = tmp_path / "large.py"
    told = f'    """A window.\n\n    {REASON}Qt has many events.\n    """'
    many = "\n\n\n".join((f"class Many:\n{body}", f"class Told:\n{told}\n{body}"))
    path.write_text(f"{many}\n\n\ndef long():\n{lines}\n")
    found = list(sized(path, tmp_path))
    size = (MOST_METHODS + 2, MOST_METHODS + 1)
    assert large_classes(found) == {"large.py:Many": size}
    assert long_functions(found) == {"large.py:long": MOST_FUNCTION_LINES + 1}
