"""Bring the translations up to date with the program's texts.

    python packaging/translations.py            # rewrite the .ts files, make the .qm
    python packaging/translations.py --check    # say what is missing or out of date

The texts are the literals given to ``tr`` and ``marked`` anywhere in ``ecgviewer``, to
``phrase`` in the layers below the interface, and those of the registries and catalogues
named in ``FUNCTIONS``. A .ts file is edited by hand (or with Qt
Linguist); a text that has gone is dropped from it, a new one is added as unfinished.
"""

import argparse
import ast
import re
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET
from collections.abc import Iterable, Mapping
from pathlib import Path
from string import Formatter

import PySide6

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ROOT / "ecgviewer"
TRANSLATIONS = ROOT / "resources" / "translations"
CONTEXT = "ecgviewer"
# The functions that a text is given to, and which of their arguments it is.
FUNCTIONS = {
    **dict.fromkeys(("tr", "marked", "phrase"), 0),
    **dict.fromkeys(("note_kind", "caution_kind", "blocking_kind", "ValueKind"), 1),
    **dict.fromkeys(("CriterionKind", "Family", "Explainer"), 1),
}


# Without words of its own, as ``"{note} ({leads})"``, a phrase is not translated.
WORD, PLACE = re.compile(r"[A-Za-z]"), re.compile(r"\{[^}]*\}")


class NotALiteralError(Exception):
    """An f-string was given to one of ``FUNCTIONS``; nobody could translate it."""


def texts_of(source: str, name: str) -> set[str]:
    """Return the literals that a module hands to ``FUNCTIONS``."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        if not (isinstance(node, ast.Call) and _called(node) in FUNCTIONS):
            continue
        place = FUNCTIONS[_called(node)]
        text = node.args[place] if len(node.args) > place else None
        if isinstance(text, ast.JoinedStr):
            raise NotALiteralError(f"{name}:{node.lineno}: an f-string is translated")
        if isinstance(text, ast.Constant) and isinstance(text.value, str):
            if _called(node) == "phrase" and not WORD.search(PLACE.sub("", text.value)):
                continue
            found.add(text.value)
    return found


def _called(node: ast.Call) -> str:
    if isinstance(node.func, ast.Name):
        return node.func.id
    return node.func.attr if isinstance(node.func, ast.Attribute) else ""


def all_texts(paths: Iterable[Path] | None = None) -> set[str]:
    """Return every text of the program that a reader may see."""
    modules = SOURCES.rglob("*.py") if paths is None else paths
    found: set[str] = set()
    for path in modules:
        found |= texts_of(path.read_text(encoding="utf-8"), str(path))
    return found


def read_ts(path: Path) -> dict[str, str]:
    """Return the finished translations of a .ts file by their text."""
    translations = {}
    for message in ET.parse(path).getroot().iter("message"):
        translation = message.find("translation")
        assert translation is not None
        if translation.get("type") != "unfinished" and translation.text:
            translations[message.findtext("source", "")] = translation.text
    return translations


def write_ts(path: Path, texts: Iterable[str], known: Mapping[str, str]) -> None:
    """Write the texts in order, each with its translation or as unfinished."""
    root = ET.Element("TS", version="2.1", language=language_of(path))
    context = ET.SubElement(root, "context")
    ET.SubElement(context, "name").text = CONTEXT
    for text in sorted(texts):
        message = ET.SubElement(context, "message")
        ET.SubElement(message, "source").text = text
        translation = ET.SubElement(message, "translation")
        if text in known:
            translation.text = known[text]
        else:
            translation.set("type", "unfinished")
    ET.indent(root, space="  ")
    written = ET.tostring(root, encoding="unicode")
    head = '<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE TS>\n'
    path.write_text(f"{head}{written}\n", encoding="utf-8")


def language_of(path: Path) -> str:
    return path.stem.rpartition("_")[2]


def compile_ts(path: Path, output: Path) -> None:
    """Make the file that Qt loads."""
    suffix = ".exe" if sys.platform == "win32" else ""
    lrelease = Path(PySide6.__file__).parent / f"lrelease{suffix}"
    command = [str(lrelease), "-silent", str(path), "-qm", str(output)]
    subprocess.run(command, check=True)


def fields(text: str) -> list[str]:
    """Return the names of the values that are filled in, in order of the alphabet."""
    parsed = Formatter().parse(text)
    return sorted(f"{name}:{spec}" for _, name, spec, _ in parsed if name is not None)


def complaints(path: Path, texts: set[str]) -> list[str]:
    """Return what is wrong with a translation, one sentence each."""
    known = read_ts(path)
    found = [f"not translated: {text!r}" for text in sorted(texts - known.keys())]
    found += [f"no longer used: {text!r}" for text in sorted(known.keys() - texts)]
    found += [
        f"other values are filled in: {text!r} -> {translated!r}"
        for text, translated in sorted(known.items())
        if fields(text) != fields(translated)
    ]
    with tempfile.TemporaryDirectory() as folder:
        fresh = Path(folder) / "fresh.qm"
        compile_ts(path, fresh)
        compiled = path.with_suffix(".qm")
        if not compiled.is_file() or compiled.read_bytes() != fresh.read_bytes():
            found.append(f"{compiled.name} is not made from {path.name}")
    return [f"{path.name}: {sentence}" for sentence in found]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true")
    options = parser.parse_args()
    texts = all_texts()
    found = []
    for path in sorted(TRANSLATIONS.glob("*.ts")):
        if not options.check:
            write_ts(path, texts, read_ts(path))
            compile_ts(path, path.with_suffix(".qm"))
        found += complaints(path, texts)
    for sentence in found:
        print(sentence)
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
