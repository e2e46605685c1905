"""What the program is shipped with, under which licences.

    python packaging/parts.py CONTENTS FOLDER   # CONTENTS: written by ecgviewer.spec
    python packaging/parts.py --check           # the packages that pip would bring

The first writes ``sbom.cdx.json`` (CycloneDX 1.6), ``LICENCES.md`` and the texts of the
licences into the frozen folder. Both end with 1 if something has a licence that
``licences.toml`` does not allow.
"""

import argparse
import importlib.metadata as metadata
import json
import re
import shutil
import sys
import tomllib
import uuid
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path, PurePosixPath
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
TABLE = tomllib.loads((Path(__file__).parent / "licences.toml").read_text("utf-8"))
PROGRAM = "ecgviewer"
SBOM, LIST, TEXTS = "sbom.cdx.json", "LICENCES.md", "licences"
LIBRARY = re.compile(r"\.(so(\.[\d.]+)?|dll|dylib|pyd)$")
# What the program itself brings beside its code.
OWN = (
    ("Inter", "4.x", "OFL-1.1", "the font"),
    ("models", "", "Apache-2.0", "taught with recordings that the cards name"),
)


@dataclass(frozen=True, order=True)
class Part:
    """Something shipped; ``purl`` is empty for what is no package of Python."""

    name: str
    version: str
    licence: str
    purl: str = ""
    note: str = ""


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def part_of(found: metadata.Distribution) -> Part:
    name = normal(found.name)
    stated = found.metadata.get("License-Expression") or ""
    licence = TABLE["distributions"].get(name) or stated or "unknown"
    version = found.version
    return Part(found.name, version, licence, f"pkg:pypi/{name}@{version}")


def allowed(expression: str) -> bool:
    """Return whether one alternative of an SPDX expression may be shipped.

    Parentheses are not understood: such an expression is refused until the table says
    which alternative is taken.
    """
    if "(" in expression:
        return False
    return any(
        all(term.strip() in TABLE["allowed"] for term in re.split(r"\bAND\b", way))
        for way in re.split(r"\bOR\b", expression)
    )


def required(name: str = PROGRAM) -> list[metadata.Distribution]:
    """Return the packages that pip brings with one, itself first."""
    from packaging.requirements import Requirement

    found: dict[str, metadata.Distribution] = {}
    waiting = deque([name])
    while waiting:
        wanted = waiting.popleft()
        if normal(wanted) in found:
            continue
        distribution = metadata.distribution(wanted)
        found[normal(wanted)] = distribution
        for line in distribution.requires or ():
            requirement = Requirement(line)
            if requirement.marker is None or requirement.marker.evaluate({"extra": ""}):
                waiting.append(requirement.name)
    return list(found.values())


def shipped(contents: Mapping[str, list[str]]) -> Iterator[metadata.Distribution]:
    """Yield the packages of which a module or a file is in the frozen folder."""
    owners = metadata.packages_distributions()
    tops = {name.split(".")[0] for name in contents["modules"]}
    tops |= {name.replace("\\", "/").split("/")[0] for name in contents["files"]}
    names = {normal(owner) for top in tops for owner in owners.get(top, ())}
    # The start of every frozen program is PyInstaller's.
    for name in sorted(names | {"pyinstaller"}):
        yield metadata.distribution(name)


def libraries(files: Iterable[str]) -> Iterator[Part]:
    """Yield the shared libraries that are no modules of a package's own.

    ``unknown`` is the licence of one that the table does not know.
    """
    owners = metadata.packages_distributions()
    seen = set()
    for file in files:
        path = PurePosixPath(file.replace("\\", "/"))
        if not LIBRARY.search(path.name):
            continue
        in_package = path.parts[0] in owners and len(path.parts) > 1
        row = next(
            (
                row
                for row in TABLE["libraries"]
                if any(fnmatch(path.name, pattern) for pattern in row["files"])
            ),
            None,
        )
        if row is None and not in_package and not path.parts[0].endswith(".dylibs"):
            yield Part(path.name, "", "unknown", note=str(path))
        elif row is not None and row["name"] not in seen:
            if row["name"] == "Python" and len(path.parts) > 1:
                continue  # a module of a package
            seen.add(row["name"])
            yield Part(row["name"], "", row["licence"], note=path.name)


def complaints(parts: Iterable[Part]) -> list[str]:
    return [
        f"{part.name} {part.version}: the licence {part.licence} is not one of those "
        f"that packaging/licences.toml allows{f' ({part.note})' if part.note else ''}"
        for part in parts
        if not allowed(part.licence)
    ]


def sbom(parts: Iterable[Part], version: str) -> dict[str, Any]:
    """Return a bill of materials in CycloneDX 1.6."""

    def component(part: Part) -> dict[str, Any]:
        known = part.licence != "unknown"
        said: dict[str, Any] = {"type": "library", "name": part.name}
        said["bom-ref"] = part.purl or f"file:{part.name}"
        if part.version:
            said["version"] = part.version
        if known:
            said["licenses"] = [{"expression": part.licence}]
        if part.purl:
            said["purl"] = part.purl
        if part.note:
            said["description"] = part.note
        return said

    rows = [component(part) for part in sorted(set(parts))]
    content = json.dumps(rows, sort_keys=True)
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        # The same parts have the same number.
        "serialNumber": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, content)}",
        "version": 1,
        "metadata": {
            "component": {
                "type": "application",
                "name": PROGRAM,
                "version": version,
                "bom-ref": PROGRAM,
                "licenses": [{"expression": "Apache-2.0"}],
            }
        },
        "components": rows,
        "dependencies": [
            {"ref": PROGRAM, "dependsOn": [row["bom-ref"] for row in rows]},
        ],
    }


def validated(text: str) -> str:
    """Return an SBOM's text; ends the program if it breaks CycloneDX's schema."""
    from cyclonedx.schema import SchemaVersion
    from cyclonedx.validation.json import JsonStrictValidator

    error = JsonStrictValidator(SchemaVersion.V1_6).validate_str(text)
    if error:
        sys.exit(f"{SBOM} breaks the schema: {error}")
    return text


def list_text(parts: Iterable[Part], version: str) -> str:
    lines = [
        f"# What ecgviewer {version} is shipped with",
        "",
        "The texts are in the folder `licences`. Qt, PySide6, GLib and libsndfile are "
        "under the LGPL: they lie in `_internal` as files of their own and may be "
        "replaced.",
        "",
        "| part | version | licence (SPDX) | |",
        "|---|---|---|---|",
    ]
    lines += [
        f"| {part.name} | {part.version} | {part.licence} | {part.note} |"
        for part in sorted(set(parts), key=lambda part: part.name.lower())
    ]
    return "\n".join(lines) + "\n"


def copy_texts(found: Iterable[metadata.Distribution], folder: Path) -> None:
    """Copy the licence files of packages, a folder for each."""
    shutil.rmtree(folder, ignore_errors=True)
    for distribution in found:
        for file in distribution.files or ():
            words = ("licen", "copying", "notice", "copyright")
            in_info = ".dist-info" in file.parts[0]
            if in_info and any(word in file.name.lower() for word in words):
                # Nested: torch has a hundred of them. Names stay short for Windows.
                inner = "_".join(file.parts[1:]).removeprefix("licenses_")
                target = folder / normal(distribution.name) / inner[-100:]
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(str(distribution.locate_file(file)), target)
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(ROOT / "LICENSE", folder / "ecgviewer-LICENSE.txt")
    font = ROOT / "resources" / "fonts" / "OFL.txt"
    shutil.copyfile(font, folder / "Inter-OFL.txt")


def own_parts() -> list[Part]:
    return [Part(*one, note=note) for *one, note in OWN]


def write(contents_path: Path, folder: Path) -> list[str]:
    """Write all papers; return what must not be shipped."""
    contents = json.loads(contents_path.read_text(encoding="utf-8"))
    found = [one for one in shipped(contents) if normal(one.name) != PROGRAM]
    version = metadata.version(PROGRAM)
    parts = [*map(part_of, found), *libraries(contents["files"]), *own_parts()]
    text = json.dumps(sbom(parts, version), indent=1, ensure_ascii=False) + "\n"
    (folder / SBOM).write_text(validated(text), encoding="utf-8")
    (folder / LIST).write_text(list_text(parts, version), encoding="utf-8")
    copy_texts(found, folder / TEXTS)
    print(f"{len(found)} packages, {len(parts) - len(found)} other parts")
    return complaints(parts)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true")
    parser.add_argument("contents", nargs="?", type=Path)
    parser.add_argument("folder", nargs="?", type=Path)
    options = parser.parse_args()
    if options.check:
        wrong = complaints(map(part_of, required()))
    elif options.folder is None:
        parser.error("CONTENTS and FOLDER, or --check")
    else:
        wrong = write(options.contents, options.folder)
    for sentence in wrong:
        print(sentence)
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
