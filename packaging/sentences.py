"""Collect the sentences that the layers below the interface form.

They know nothing of translation: what they say is plain English, with values filled
in. The interface recognises such a sentence by its template, see
``ecgviewer/ui/said.py``. This walks their sources and writes the table of templates;
``packaging/translations.py`` calls it.
"""

import ast
import re
from collections.abc import Iterable, Iterator
from itertools import product
from pathlib import Path

from ecgviewer.io import FORMATS

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ROOT / "ecgviewer"
LAYERS = ("ecg", "io", "analysis", "ai")
TABLE = SOURCES / "ui" / "text" / "sentence_table.py"

# Errors in the program's own use of itself, and what goes to the log or to SQLite.
NEVER_SHOWN_ERRORS = ("ValueError", "TypeError", "NotImplementedError")
# Between processes.
NEVER_SHOWN_ANYWHERE = ("MessageError",)
NEVER_SHOWN_CALLS = (
    *("debug", "info", "warning", "error", "exception"),
    *("execute", "compile", "cast", "Literal"),
    "ValueKind",  # whose names are translated as they stand there
)
# Modules whose ``ValueError`` is caught and said to the reader.
SAYS_VALUE_ERRORS = ("io",)
# Rooms whose texts are translated as they stand there, or shown nowhere: the catalogue
# of reasons, populations and sources of limits.
CATALOGUES = ("reasons", "limits")
# Modules whose texts name the inputs of classifiers.
NAMES_FEATURES = ("quality_features.py", "lead_reversal_features.py")
# Titles, tables of a database, patterns: nothing that a reader is told.
NOT_A_SENTENCE = re.compile(
    r"\\|\n|(SELECT|INSERT|UPDATE|DELETE|CREATE|PRAGMA|WHERE) |[A-Z].*\b(19|20)\d\d\)?$"
    r"|path, size|format, fs|ecgviewer |\w+\[|PMC|IEC |ANSI|this program's choice"
    r"|.*(/card\.json|: labels |probe)|N L R a V|general\b"
    r"|Error : |record \{|\{0\} \{1\} 1\(0\)/mV|.* is not needed here$|waveform_"
    r"|\{0\} of \{1\} (in|like) \{2\}$|\{0\} axis$| and $"
    # What writers put into files.
    r"|# \w|JAN FEB|Startdate |EDF Annotations|ISO_IR |.* (Profile|Option)$"
)
WORD = re.compile(r"[A-Za-z]{2,}")
NUMBER_SPEC = re.compile(r"""f(['"]).*[fgd%]\1$""")


def all_templates() -> list[str]:
    """Return every template once, in the order of the alphabet."""
    found: set[str] = set()
    for layer in LAYERS:
        for path in sorted((SOURCES / layer).rglob("*.py")):
            catalogue = path.parent.name in CATALOGUES
            if path.name not in NAMES_FEATURES and not catalogue:
                found |= templates_of(path.read_text(encoding="utf-8"), layer)
    return sorted(found - set(FORMATS))  # proper names


def templates_of(source: str, layer: str = "io") -> set[str]:
    """Return the sentences of a module: values are ``{0}``, numbers ``{0:n}``."""
    shown = _Shown(layer)
    shown.visit(ast.parse(source))
    return {text for text in shown.found if _is_sentence(text)}


def table_source(templates: Iterable[str]) -> str:
    """Return the module that holds the templates."""
    rows = "\n".join(f"    marked({_literal(text)})," for text in templates)
    return (
        '"""What the layers below the interface may say, values left open.\n\n'
        "Written by ``packaging/translations.py`` from their sources: not to be edited."
        '\n"""\n\n# ruff: noqa: E501\n# fmt: off\n'
        "from ecgviewer.ui.text.i18n import marked\n\n"
        f"SENTENCES = (\n{rows}\n)\n"
    )


def _literal(text: str) -> str:
    return f'"{text}"' if '"' not in text else repr(text)


def _is_sentence(text: str) -> bool:
    """Whether a text has words of its own, rather than being a key or a file name."""
    own = re.sub(r"\{[^}]*\}", "", text)
    return " " in own and bool(WORD.search(own)) and not NOT_A_SENTENCE.match(text)


class _Shown(ast.NodeVisitor):
    """Finds the texts of a module that are neither documentation nor for programs."""

    def __init__(self, layer: str) -> None:
        self.found: set[str] = set()
        self._says_value_errors = layer in SAYS_VALUE_ERRORS

    def visit_Expr(self, node: ast.Expr) -> None:
        if not isinstance(node.value, ast.Constant):
            self.generic_visit(node)

    def visit_Raise(self, node: ast.Raise) -> None:
        name = _called(node.exc) if isinstance(node.exc, ast.Call) else ""
        if name in NEVER_SHOWN_ANYWHERE:
            return
        if name not in NEVER_SHOWN_ERRORS or self._says_value_errors:
            self.generic_visit(node)

    def visit_Call(self, node: ast.Call) -> None:
        if _called(node) not in NEVER_SHOWN_CALLS:
            self.generic_visit(node)

    def visit_AnnAssign(self, node: ast.AnnAssign) -> None:
        if node.value is not None:
            self.visit(node.value)

    def visit_Assert(self, node: ast.Assert) -> None:
        """Leave it: what it says is for programmers."""

    def visit_Constant(self, node: ast.Constant) -> None:
        if isinstance(node.value, str):
            self.found.add(_numbered(node.value))

    def visit_JoinedStr(self, node: ast.JoinedStr) -> None:
        self.found |= {_numbered("".join(parts)) for parts in product(*_parts(node))}
        for value in node.values:
            if isinstance(value, ast.FormattedValue) and not _choices(value.value):
                self.visit(value.value)


def _called(node: ast.Call) -> str:
    if isinstance(node.func, ast.Name):
        return node.func.id
    return node.func.attr if isinstance(node.func, ast.Attribute) else ""


def _parts(node: ast.JoinedStr) -> Iterator[tuple[str, ...]]:
    """Return what may stand at each place of an f-string."""
    for value in node.values:
        if isinstance(value, ast.Constant):
            yield (str(value.value),)
        elif isinstance(value, ast.FormattedValue):
            yield _choices(value.value) or (_field(value),)


def _choices(node: ast.expr) -> tuple[str, ...]:
    """Return the two texts of ``"a" if … else "b"``; nothing if it is otherwise."""
    if not isinstance(node, ast.IfExp):
        return ()
    texts = [
        branch.value
        for branch in (node.body, node.orelse)
        if isinstance(branch, ast.Constant) and isinstance(branch.value, str)
    ]
    return tuple(texts) if len(texts) == 2 else ()


def _field(value: ast.FormattedValue) -> str:
    spec = "" if value.format_spec is None else ast.unparse(value.format_spec)
    return "{:n}" if NUMBER_SPEC.match(spec) else "{}"


def _numbered(text: str) -> str:
    """Number the places of values, so that a translation may order them otherwise."""
    pieces = re.split(r"\{(:n)?\}", text)
    numbered = pieces[0]
    for place, (spec, after) in enumerate(zip(pieces[1::2], pieces[2::2], strict=True)):
        numbered += f"{{{place}{spec or ''}}}{after}"
    return numbered


def write_table() -> None:
    """Bring the table up to date with the sources."""
    TABLE.write_text(table_source(all_templates()), encoding="utf-8")
